"""The page of an audit in a real browser: nothing runs off its edge, and everything can be read."""

from pathlib import Path

import pytest

from newsarchive.reports.audit.page import page
from support import audits, browser
from support.audit_pages import PAGES
from support.browser import Look, looks

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not browser.CHROMIUM, reason="Chromium is not installed"),
]

# A telephone, the narrowest that WCAG 1.4.10 asks for, and a desk.
WIDTHS = (320, 1280)
SHOWN = {
    name: page(*values) for name, values in PAGES.items() if name != "two thousand bags damaged"
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int, str], Look]:
    """Every page at every width, in both schemes."""
    return looks(SHOWN, WIDTHS, tmp_path_factory.mktemp("browser"))


def test_no_page_has_to_be_moved_sideways(seen: dict[tuple[str, int, str], Look]) -> None:
    assert {key: look.beyond for key, look in seen.items() if look.beyond > 0} == {}


def test_every_text_can_be_told_from_its_paper(seen: dict[tuple[str, int, str], Look]) -> None:
    assert min(look.texts for look in seen.values()) > 20
    assert {key: look.faint for key, look in seen.items() if look.faint} == {}


def test_the_page_follows_the_readers_choice_of_light_and_dark(
    seen: dict[tuple[str, int, str], Look],
) -> None:
    papers = {scheme: {seen[k].paper for k in seen if k[2] == scheme} for scheme in browser.SCHEMES}

    assert [len(colours) for colours in papers.values()] == [1, 1]
    assert papers["light"] != papers["dark"]


def test_a_page_can_be_printed(tmp_path: Path) -> None:
    shown = page(audits.report(), audits.overview())

    assert browser.printed(shown, tmp_path).startswith(b"%PDF-")


def test_what_cannot_be_read_would_be_found(tmp_path: Path) -> None:
    """The measure itself: a page that breaks every rule."""
    bad = (
        '<!DOCTYPE html><body style="background:#fff"><p style="color:#bbb">Rain fell.</p>'
        '<p style="width:2000px">Boats stayed at the quay.</p>'
    )

    [look] = [look for key, look in looks({"bad": bad}, (320,), tmp_path).items() if "light" in key]

    assert look.beyond >= 2000 - 320
    assert look.faint == (("Rain fell.", "1.92"),)
