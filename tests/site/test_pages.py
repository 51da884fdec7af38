"""Every page in a real browser: it loads, nothing is missing or fetched from elsewhere, links lead somewhere."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from playwright.sync_api import Page
from support import CHAPTERS, ROOT

from leaving_mali import tables

SITE = ROOT / "_build" / "html"
READ = [
    "book/index",
    *(f"book/{chapter}" for chapter in CHAPTERS),
    "book/cite",
    "book/reproduce",
    "book/reference/data",
    "book/reference/sources",
    "book/reference/method",
    "rows/drawdown",
]


class Anchors(HTMLParser):
    """Collects the ids and the links of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.all_ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.ids = set(self.all_ids)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note an element's id, and where it links to."""
        given = dict(attributes)
        if given.get("id"):
            self.all_ids.append(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])


@pytest.fixture(scope="session")
def anchors(site: Path) -> dict[Path, Anchors]:
    """Ids and links of every page of the site."""
    return {
        path: Anchors(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }


@pytest.mark.parametrize("name", ["index", *READ])
def test_page_exists(site: Path, name: str) -> None:
    assert (site / f"{name}.html").stat().st_size > 0


@pytest.mark.parametrize("name", tables.names())
def test_every_table_has_a_page_of_rows(site: Path, anchors: dict[Path, Anchors], name: str) -> None:
    assert (site / "rows" / f"{name}.html").exists()
    for row_id in tables.load(name).iloc[:, 0]:
        assert row_id in anchors[site / "rows" / f"{tables.page_of(row_id)}.html"].ids


def test_internal_links_and_anchors_resolve(site: Path, anchors: dict[Path, Anchors]) -> None:
    broken = []
    for path, page in anchors.items():
        for link in page.links:
            address, fragment = urldefrag(link)
            if urlsplit(link).scheme or link.startswith("//"):
                continue
            target = (path.parent / unquote(address)).resolve() if address else path
            if not target.exists():
                broken.append(f"{path.relative_to(site)}: {link}")
            elif fragment and target in anchors and unquote(fragment) not in anchors[target].ids:
                broken.append(f"{path.relative_to(site)}: {link} (no such anchor)")
    assert broken == []


def test_ids_are_unique_on_every_page(site: Path, anchors: dict[Path, Anchors]) -> None:
    doubled = {
        str(path.relative_to(site)): sorted({name for name in page.all_ids if page.all_ids.count(name) > 1})[:5]
        for path, page in anchors.items()
        if len(page.all_ids) != len(page.ids)
    }
    assert doubled == {}


@pytest.mark.parametrize("name", READ)
def test_page_loads_clean_and_from_here_alone(page: Page, address: str, name: str) -> None:
    errors, elsewhere, missing = [], [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "request",
        lambda request: elsewhere.append(request.url) if not request.url.startswith((address, "data:")) else None,
    )
    page.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
    page.goto(f"{address}/{name}.html", wait_until="load")
    assert (errors, elsewhere, missing) == ([], [], [])
    assert page.locator("h1:visible").count() == 1


@pytest.mark.parametrize("name", READ)
def test_page_needs_no_sideways_scroll(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{name}.html", wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_figure_is_shown_with_alt_text(page: Page, address: str, chapter: str) -> None:
    page.goto(f"{address}/book/{chapter}.html", wait_until="load")
    pictures = page.locator("figure img").all()
    assert len(pictures) >= 2
    for picture in pictures:
        picture.scroll_into_view_if_needed()
        assert len(picture.get_attribute("alt").split()) >= 10
        assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
