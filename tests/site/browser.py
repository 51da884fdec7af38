"""Find the browser that the site tests drive, or install Playwright's own; run by `make test` before pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Return the browser to drive: `CHROMIUM`, or one on the path, or None for Playwright's own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    if chromium() is None:
        print("browser tests: no Chromium here; installing Playwright's own")
        done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        if done.returncode:
            sys.exit(
                "The browser tests need Chromium: `apt-get install chromium`, or name one with CHROMIUM=/path/to/it."
            )
