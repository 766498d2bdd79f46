"""A real browser that a test drives: Debian's Chromium by Playwright, which downloads none.

Playwright's loop belongs to the thread from its start to its end: a module that drives a browser
has no test that runs a loop of its own.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from support.browser import CHROMIUM, OPTIONS
from support.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

LOOKS = ((320, "dark"), (1200, "light"))
"""Widths in pixels with colour schemes: each of both is looked at."""

# All that axe knows but what it calls experimental.
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@contextmanager
def chromium() -> Iterator["Browser"]:
    """The browser, without a screen and with a profile that goes when it ends."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not where there is none

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(
    browser: "Browser", *, width: int = 1200, scheme: Any = "light", height: int = 900
) -> Iterator["Page"]:
    """A page in a window of its own, with nothing remembered."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True
    )
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    try:
        yield context.new_page()
    finally:
        context.close()


def opened(page: "Page") -> None:
    """Open everything on the page that can be unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


def beyond(page: "Page") -> int:
    """By how many pixels the page is wider than its window."""
    found: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found


def barriers(page: "Page") -> list[str]:
    """What axe finds on the page: the rule, what it asks for, and where it is broken."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  # the same

    options = {"runOnly": list(_RULES), "resultTypes": ["violations"]}
    results = Axe().run(page, options=options)
    return [
        f"{found['id']}: {found['help']}: {json.dumps([n['html'][:160] for n in found['nodes']])}"
        for found in results.response["violations"]
    ]
