# names of papers and pages in other languages
"""Whether words are the name of a paper: by the words that papers are called by. Pure."""

import re

from newsarchive.formats.text.calendars import MONTHS, WEEKDAYS
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.memory import of_a_text
from newsarchive.formats.text.names import names_only
from newsarchive.formats.text.notices import is_rubric
from newsarchive.formats.text.words import (
    DATE_VERBS,
    NAME_PARTICLES,
    PAPER_ENDS,
    PAPERS,
    RARER_PAPERS,
    phrases,
)

MOST_WORDS = 7
FEW_WORDS = 4  # words


def is_nameplate(text: str) -> bool:
    """Whether a text is a paper's name for certain, without a date beside it: "The Tolm Post"."""
    words = text.casefold().split()
    if is_rubric(text):
        return False
    if not is_paper(text) or not 1 < len(words) <= FEW_WORDS:
        return len(words) == 1 and text[0] >= "\u2e80" and is_paper(text)
    return words[0] in _ARTICLES or not _OF_OTHERS & set(words)


_ARTICLES = phrases("the,der,die,das,le,la,el,il,o,a,de,het")
_OF_OTHERS = phrases(
    "record,review,standard,register,ledger,mirror,globe,independent,echo,journal,post,guardian,"
    "observer,mercury,bulletin,dispatch,listy,bote,правда,monde,mundo,país,welt,spiegel,stampa,globo,"
    "estado,público,expresso,express,trouw,dnes,libération,repubblica"
)
_OF_A_DATE = {*MONTHS, *WEEKDAYS, *DATE_VERBS} - {"may", "mars", "sol", "sun"}
_ELIDED = re.compile(r"^[ld]['’](?=\w)")  # L'Écho


@of_a_text
def is_paper(text: str) -> bool:
    """Whether a text is the name of a paper, by a word that papers are called by."""
    words = [_ELIDED.sub("", word.strip(".,'’\"“”„«»").casefold()) for word in text.split()]
    if not 0 < len(words) <= MOST_WORDS or any(c.isdecimal() or c in ":：" for c in text):
        return False
    at = [n for n, word in enumerate(words) if word in PAPERS or word.endswith(PAPER_ENDS)]
    if not at or not names_only(text):
        return False
    # The Tolm Post; Le Courrier de Tolm; Gazeta Tolmska: but no "Gazette Wins Press Prize"
    last, first = at[-1] == len(words) - 1, at[0] <= 1 + (words[0] in _ARTICLES)
    named = first and (
        len(words) <= at[0] + 2
        or words[at[0] + 1] in NAME_PARTICLES | {"für", "for", "pour", "och", "og"}
    )
    return last or named or (first and "'" in text)


def may_be_paper(text: str) -> bool:
    """Whether a text can be the name of a paper: a few words with capitals, and more than one."""
    words = text.split()
    if ":" in text or is_named(text) or {w.casefold().strip(".,") for w in words} & _OF_A_DATE:
        return False
    return is_paper(text) or (
        1 < len(words) <= MOST_WORDS and names_only(text) and not any(c.isdecimal() for c in text)
    )


def is_rarer_paper(text: str) -> bool:
    """Whether a text is called as papers are, and others, too: "The Tolm Star", "Tolm Today".

    Only with more that a paper has beside its name: a date with its weekday, a page, a menu.
    """
    words = [word.strip(".,'’\"“”„«»").casefold() for word in text.split()]
    if not 1 < len(words) <= MOST_WORDS or is_named(text) or not may_be_paper(text):
        return False
    ends = words[-1] in RARER_PAPERS or words[-1].endswith(PAPER_ENDS)
    begins = words[0] in RARER_PAPERS or (words[0] in _ARTICLES and words[1] in RARER_PAPERS)
    return ends or begins or any(word in PAPERS or word in RARER_PAPERS for word in words[1:3])


def is_told_twice(text: str) -> bool:
    """Whether a name has two words that papers are called by: "Tolm Weekly News"."""
    words = [word.casefold() for word in text.split()]
    return sum(word in PAPERS or word in RARER_PAPERS for word in words) > 1
