"""From a number on a page to its rows and its sources, by mouse, keyboard and touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from support import CHAPTERS

CHAPTER = "book/withdrawal_logistics.html"


@pytest.fixture
def desk(browser: Browser, address: str) -> Page:
    """The chapter in a wide window."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{address}/{CHAPTER}")
    return page


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_prose_quotes_facts(browser: Browser, address: str, chapter: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/book/{chapter}.html")
    facts = page.locator("article .fact")
    assert facts.count() >= 6
    for fact in facts.all():
        assert fact.locator(".fact-card a[href*='rows/']").count() >= 1
        assert fact.locator(".fact-card a[href*='reference/sources.html#source-']").count() >= 1


def test_hover_shows_table_row_and_sources(desk: Page) -> None:
    fact = desk.locator("article p .fact").first
    card = fact.locator(".fact-card")
    expect(card).to_be_hidden()
    fact.locator(".fact-value").hover()
    expect(card).to_be_visible()
    for word in ("Value", "Table", "Rows", "Sources"):
        expect(card).to_contain_text(word)


def test_keyboard_opens_and_escape_closes(desk: Page) -> None:
    fact = desk.locator("article p .fact").first
    fact.locator(".fact-value").focus()
    expect(fact.locator(".fact-card")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(fact.locator(".fact-card")).to_be_hidden()


def test_click_leads_to_the_source_entry(desk: Page) -> None:
    value = desk.locator("article p .fact .fact-value").first
    target = value.get_attribute("href").split("#")[1]
    value.click()
    assert desk.url.endswith(f"reference/sources.html#{target}")
    expect(desk.locator(f"#{target}")).to_be_in_viewport()


def test_two_clicks_reach_the_row_and_its_source(desk: Page) -> None:
    fact = desk.locator("article p .fact").first
    fact.locator(".fact-value").hover()
    row = fact.locator(".fact-card a[href*='rows/']").first
    name = row.inner_text()
    row.click()
    shown = desk.locator(f"tr[id='{name}']")
    expect(shown).to_be_in_viewport()
    shown.locator("a[href*='sources.html#']").first.click()
    assert "reference/sources.html#source-" in desk.url


def test_first_tap_opens_the_card_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}/{CHAPTER}")
    fact = page.locator("article p .fact").first
    fact.locator(".fact-value").tap()
    expect(fact.locator(".fact-card")).to_be_visible()
    assert page.url.endswith(CHAPTER)
    box = fact.locator(".fact-card").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    context.close()


def test_numbers_are_read_without_javascript(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/{CHAPTER}")
    fact = page.locator("article p .fact").first
    expect(fact.locator(".fact-value")).to_be_visible()
    fact.locator(".fact-value").hover()
    expect(fact.locator(".fact-card")).to_be_visible()
