"""Words that a line's end cut in two, put together where a rule says so plainly. Pure.

A hyphen at a line's end may belong to the word ("well-known"), so it goes only where the whole word
stands elsewhere in the same text, where the mark is one that nothing but a cut has, or where the
text is plainly German, which cuts so and writes compounds without one. The original stays.
"""

import re
from enum import StrEnum
from functools import cached_property

_LETTERS = r"[^\W\d_]"
_CUT = re.compile(
    rf"(?<!{_LETTERS})(?P<head>{_LETTERS}{{2,}})(?P<mark>[-\u2010\u00ad\u00ac])[ \t]*\n[ \t]*"
    rf"(?P<tail>{_LETTERS}+)(?P<rest>[^\s]*)[ \t]*(?P<end>\n?)"
)
_WORD = re.compile(rf"{_LETTERS}+(?:[-\u2010]{_LETTERS}+)*")
_ONLY_CUTS = "\u00ad\u00ac"  # the soft hyphen, and what text recognition writes for one
_GERMAN = frozenset(
    ("der", "die", "das", "und", "ist", "nicht", "mit", "von", "den", "dem", "ein", "eine", "sich")
)
_FEWEST_GERMAN, _SHARE_GERMAN = 5, 0.1
_AND = frozenset({"und", "oder", "bis", "sowie", "bzw", "als", "noch", "wie"})  # "Ein- und Ausgang"


class Rule(StrEnum):
    """Why a word is put together."""

    ELSEWHERE = "text:hyphen-elsewhere"
    SOFT = "text:hyphen-soft"
    GERMAN = "text:hyphen-german"


class Hyphens:
    """The rules for one text; `joined` keeps what was put together, with its rule."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.joined: dict[str, Rule] = {}

    @cached_property
    def _words(self) -> frozenset[str]:
        """Every word of the text that stands on one line, in small letters."""
        return frozenset(word.casefold() for word in _WORD.findall(self._text))

    @cached_property
    def _is_german(self) -> bool:
        words = [word.casefold() for word in _WORD.findall(self._text)]
        german = [word for word in words if word in _GERMAN]
        return len(set(german)) >= _FEWEST_GERMAN and len(german) >= _SHARE_GERMAN * len(words)

    def join(self, paragraph: str) -> str:
        """The paragraph, its line ends LF, with the words put together that were cut.

        A word goes to the line on which it begins.
        """
        if "\n" not in paragraph:
            return paragraph
        # One cut may end where the next begins: then the next is seen the second time.
        whole = _CUT.sub(self._whole, _CUT.sub(self._whole, paragraph))
        return whole if paragraph.endswith("\n") else whole.removesuffix("\n")

    def _whole(self, cut: re.Match[str]) -> str:
        head, tail = cut["head"], cut["tail"]
        rule = self._rule(head, cut["mark"], tail)
        if rule is None:
            return cut[0]
        self.joined.setdefault(head + tail, rule)
        return f"{head}{tail}{cut['rest']}\n"

    def _rule(self, head: str, mark: str, tail: str) -> Rule | None:
        if mark in _ONLY_CUTS:
            return Rule.SOFT
        if not tail[0].islower() or head.isupper():
            return None
        if (head + tail).casefold() in self._words:
            return Rule.ELSEWHERE
        hyphened = f"{head}-{tail}".casefold() in self._words
        if not hyphened and tail.casefold() not in _AND and self._is_german:
            return Rule.GERMAN
        return None
