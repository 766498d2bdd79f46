"""Plain text of a wire becomes the paragraphs that its writer meant."""

import pytest

from newsarchive.formats.markup import MarkupError
from newsarchive.formats.wires.plain import paragraphs

CASES = {
    "one line": ("Rain fell.", ["Rain fell."]),
    "blank lines": ("Rain fell.\n\nTwice.", ["Rain fell.", "Twice."]),
    "blank lines with spaces in them": ("Rain fell.\n \t \n\nTwice.", ["Rain fell.", "Twice."]),
    "line ends of other systems": ("Rain fell.\r\n\r\nTwice.\r\rThrice.", 3),
    "lines that were broken": ("Rain fell on the\nharbour all night.", 1),
    "broken lines and blank ones": ("Rain fell on the\nharbour.\n\nTwice.", 2),
    "indented beginnings": ("   Rain fell on the\nharbour.\n   Twice it\nrained.", 2),
    "all lines indented": ("   Rain fell.\n   Twice.", ["Rain fell.", "Twice."]),
    "each line a sentence": ("Rain fell.\nTwice it rained!\n“Thrice.”", 3),
    "lines longer than any that were broken": (f"{'Rain ' * 40}\n{'Wind ' * 40}", 2),
    "spaces in a line": ("Rain   fell\t all night.", ["Rain fell all night."]),
    "nothing": (" \n\n ", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_paragraphs_are_those_that_blank_lines_indents_or_line_ends_make(
    text: str, expected: int | list[str]
) -> None:
    found = [block.text for block in paragraphs(text)]

    assert (len(found) if isinstance(expected, int) else found) == expected


def test_more_paragraphs_than_can_be_meant_are_refused() -> None:
    with pytest.raises(MarkupError, match="more than 50,000 paragraphs"):
        paragraphs("a\n\n" * 50_001)
