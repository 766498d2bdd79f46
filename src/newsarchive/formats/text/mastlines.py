# words of other languages
"""Lines above a headline that are of a paper, an office or a site, and no headline. Pure."""

import re
from collections.abc import Callable

from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.doubts import is_dated
from newsarchive.formats.text.lines import Lines, Stretch
from newsarchive.formats.text.words import OFFICE_ENDS

_MOST_OF_A_MASTHEAD = 4  # lines


def is_of_an_office(blocks: list[Lines], is_title: Callable[[str], bool]) -> bool:
    """Whether a line is the name of an office in Chinese, Japanese or Korean above a title.

    A date may stand between the two.
    """
    name = blocks[0][0].text
    if name[0] < _WIDE or len(name) > _LONGEST_OFFICE:
        return False
    if not (name.endswith(OFFICE_ENDS) or _OFFICE.fullmatch(name)):
        return False
    under = [line for block in blocks[:3] for line in block][1:3]
    if under and is_dated(under[0].text):
        under = under[1:]
    return bool(under) and is_title(under[0].text) and not dateline_of(under[0])


_OFFICE = re.compile(r"[^\s，。]{2,6}[省市县區区州旗镇鎮][^\s，。]{2,8}[局厅廳委办辦院所处處]")
_LONGEST_OFFICE, _WIDE = 16, "\u2e80"  # characters; from here on, they are those of the East


def is_over_a_menu(run: Lines, following: Stretch | None) -> bool:
    """Whether sections stand side by side under a few words: they are the name of a site."""
    if following is None or len(run[0].text.split()) > _MOST_OF_A_NAME:
        return False
    return _SECTIONS.fullmatch(following.text) is not None


_MOST_OF_A_NAME = 5  # words
_SECTIONS = re.compile(r"[^\W\d]\S*(?: \S+){0,2}(?:(?: {2,}|\t)\s*[^\W\d]\S*(?: \S+){0,2}){2,}")


def of_a_paper(block: Lines) -> Lines:
    """The lines down to one with a year and the number of an issue: a masthead that is not read."""
    for n, line in enumerate(block[:_MOST_OF_A_MASTHEAD]):
        if n and _ISSUE.search(line.text) and _YEAR.search(line.text):
            return block[: n + 1]
    return ()


_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_ISSUE = re.compile(
    r"(?i)\b(?:n[úuº°o]m?|nr|año|anno|ano|année|jahrgang|jg|jaargang|årgang|vol|rok|год|έτος|ετος|αρ)"
    r"\b\.?|№"
)
