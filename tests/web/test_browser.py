"""The portal in a real browser: at the width of a phone, in light and in dark."""

import pytest

from support import browser, portal
from support.portal import Made

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here"),
]

PAGES = {
    "start": "/",
    "results": "/search?q=harbour",
    "article": "/article/{rain}",
    "arabic": "/article/{arabic}",
    "files": "/bag/{rain}/files",
    "difference": "/bag/{ferry-2}/diff",
    "closed": "/article/{closed}",
    "audits": "/staff/audits",
    "gaps": "/staff/gaps",
}
WIDTHS = (320, 1200)


@pytest.fixture(scope="module")
def looks(
    made: Made, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, int, str], browser.Look]:
    """How each page looks with its stylesheet in it."""
    with portal.client(made.root, staff=True) as reader:
        style = f"<style>{reader.get('/style.css').text}</style>"
        pages = {
            name: reader.get(address.format(**made.bags)).text.replace(
                '<link rel="stylesheet" href="/style.css">', style
            )
            for name, address in PAGES.items()
        }
    return browser.looks(pages, WIDTHS, tmp_path_factory.mktemp("looks"))


@pytest.mark.parametrize("scheme", browser.SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_can_be_read(
    looks: dict[tuple[str, int, str], browser.Look], name: str, width: int, scheme: str
) -> None:
    look = looks[name, width, scheme]

    assert look.texts > 10
    assert look.beyond <= 0
    assert look.faint == ()


def test_dark_paper_is_dark(looks: dict[tuple[str, int, str], browser.Look]) -> None:
    assert looks["start", 320, "light"].paper != looks["start", 320, "dark"].paper
