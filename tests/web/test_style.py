"""The stylesheet: every text can be read on what lies behind it, and all of it is ours."""

import re

import pytest

from newsarchive.web.pages import stylesheet

CSS = stylesheet().decode()
_BLOCK = re.compile(r":root \{([^}]*)\}")
_VALUE = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});")


def _schemes() -> dict[str, dict[str, str]]:
    light, dark, printed = (dict(_VALUE.findall(block)) for block in _BLOCK.findall(CSS))
    return {"light": light, "dark": light | dark, "print": light | printed}


SCHEMES = _schemes()
INKS = [name for name in SCHEMES["light"] if name.startswith("ink")]
PAPERS = [name for name in SCHEMES["light"] if name.startswith("paper")]
PLAIN = ("paper", "paper-raised")  # what every ink stands on; the others have one


def luminance(colour: str) -> float:
    """Of a colour (WCAG 2.2, relative luminance)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, two: str) -> float:
    """Between two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("paper", PLAIN)
@pytest.mark.parametrize("ink", INKS)
def test_text_can_be_read_on_plain_paper(scheme: str, paper: str, ink: str) -> None:
    colours = SCHEMES[scheme]

    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("paper", PAPERS)
def test_marked_text_can_be_read(scheme: str, paper: str) -> None:
    colours = SCHEMES[scheme]

    assert contrast(colours["ink"], colours[paper]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("paper", PLAIN)
def test_the_edges_of_fields_can_be_seen(scheme: str, paper: str) -> None:
    colours = SCHEMES[scheme]

    assert contrast(colours["line"], colours[paper]) >= 3


def test_black_on_white_has_the_contrast_that_the_rule_says() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_colours_stand_in_one_place_only() -> None:
    rest = _BLOCK.sub("", CSS)

    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", rest)


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert not re.search(r"url\(|@import|@font-face|https?:", CSS)


def test_it_knows_dark_paper_and_print() -> None:
    assert "prefers-color-scheme: dark" in CSS
    assert "@media print" in CSS
    assert ":focus-visible" in CSS
