"""Whether a stretch of text is prose: sentences that were written to be read."""

import re
import unicodedata

from newsarchive.formats.text.memory import of_a_text
from newsarchive.formats.text.words import ends_sentence, is_question

_FEWEST_WORDS = 5
_FEWEST_LETTERS = 12  # of a script that does not part its words
_FEWEST_PARTS = 6  # commas and semicolons of a list
_MOST = 10_000  # characters of each end that are looked at
_LONG = 25  # words of a paragraph that may break off at a page's end, or go on in a list
_LONGEST_QUESTION = 13
_HEADER = re.compile(r"[^\W\d_][\w \-]{0,25}:\s")
_ADDRESS = re.compile(r"\S+@\S+\.\S+|https?://\S+|www\.\S+")
_UNPARTED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_FIRST_UNPARTED = "\u0e00"  # none of these scripts stands before it
_UNMARKED = ("THAI", "LAO")  # no mark ends a sentence


@of_a_text
def is_prose(text: str) -> bool:
    """Whether a paragraph is prose, and so can be the lead.

    A header, a label, a headline, a caption in a few words, an address and a table are not.
    """
    if len(text) > 2 * _MOST:  # what it is, its beginning and its end say
        text = text[:_MOST] + text[-_MOST:]
    words = text.split()
    letters = [c for c in text if c.isalpha()]
    if len(letters) * 2 < len(text.replace(" ", "")):
        return False  # figures, or a table
    parts = text.count(",") + text.count(";")
    if parts >= _FEWEST_PARTS and parts * 2 >= len(words):
        return False  # a list of names
    if _ADDRESS.fullmatch(text.strip()) or _looks_like_a_list(text):
        return False
    eastern = [c for c in letters[:40] if c >= _FIRST_UNPARTED]
    if any(_has_no_marks(c) for c in eastern) and len(letters) >= _LONG:
        return True
    if any(_is_unparted(c) for c in eastern):
        return ends_sentence(text) and len(letters) >= _FEWEST_LETTERS
    if all(c.isupper() or c.lower() == c.upper() for c in letters) and any(
        c.isupper() for c in letters
    ):
        return ends_sentence(text) and len(words) >= 2 * _FEWEST_WORDS
    if len(words) >= _LONG:
        return True
    if len(words) < _LONGEST_QUESTION and is_question(text) and text.count("?") == 1:
        return False  # rather a headline
    return ends_sentence(text) and len(words) >= _FEWEST_WORDS


def _has_no_marks(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_UNMARKED)


def _is_unparted(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_UNPARTED)


def _looks_like_a_list(text: str) -> bool:
    """Whether most lines of a paragraph are labels with something behind them."""
    lines = [line for line in text.splitlines() if line.strip()]
    labelled = sum(_HEADER.match(line) is not None for line in lines)
    return labelled * 2 > len(lines)
