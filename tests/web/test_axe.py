"""Every kind of page, looked at by axe in a real browser: no barrier in it that a program finds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from support import browser, driven
from support.portal import Made
from support.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest.importorskip("playwright", reason="Playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here"),
]

PAGES = {
    "the start": "/",
    "results": "/search?q=harbour",
    "results with filters": "/search?q=harbour&source=-&sort=newest&from=2010",
    "no results": "/search?q=zebra",
    "ways to browse": "/browse",
    "values to browse": "/browse/source",
    "an article with a fact in dispute": "/article/{rain}",
    "an article from right to left": "/article/{arabic}",
    "an article with tags for words": "/article/{hostile}",
    "an earlier version": "/bag/{ferry-1}",
    "a description alone": "/article/{described}",
    "a closed article": "/article/{closed}",
    "an article under embargo": "/article/{embargoed}",
    "a withdrawn article": "/article/{dark}",
    "a destroyed article": "/article/{destroyed}",
    "a delivery": "/bag/{delivery}",
    "files": "/bag/{rain}/files",
    "a difference": "/bag/{ferry-2}/diff",
    "nothing here": "/nowhere",
    "a question that cannot be asked": "/search?sort=sideways",
    "audits": "/staff/audits",
    "gaps": "/staff/gaps",
}


@pytest.fixture(scope="module")
def address(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the portal is served, with the pages for staff."""
    home = tmp_path_factory.mktemp("home")
    with serving(made.root, home, "--staff") as (address, _):
        yield address.removesuffix("/")


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """The browser."""
    with driven.chromium() as found:
        yield found


@pytest.mark.parametrize(("width", "scheme"), driven.LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier(
    made: Made, address: str, chromium: "Browser", name: str, width: int, scheme: str
) -> None:
    with driven.window(chromium, width=width, scheme=scheme) as page:
        page.goto(address + PAGES[name].format(**made.bags))
        driven.opened(page)

        assert page.locator("main h1").count() == 1
        assert driven.barriers(page) == []
        assert driven.beyond(page) <= 0


def test_a_barrier_is_found(address: str, chromium: "Browser") -> None:
    with driven.window(chromium) as page:
        page.goto(address)
        page.evaluate("document.querySelector('label').remove()")

        assert [found.partition(":")[0] for found in driven.barriers(page)] == ["label"]
