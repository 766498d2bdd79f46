# names of papers and pages in other languages
"""What a person is for a paper, as a line under a byline says it: "Staff Writer". Pure."""

import re

from newsarchive.formats.text.papers import is_paper
from newsarchive.metadata import agencies

_ROLE = re.compile(
    r"(?i)(?:.{0,60}\b)?(?:(?:staff |special |foreign |senior |press )?"
    r"(?:correspondents?|reporters?|writers?)|editor|bureau chief|(?:news|foreign|wire"
    r"|press) service|redakteur(?:in)?|"
    r"korrespondent(?:in)?|correspondante?|corresponsal|corrispondente|inviato|enviad[oa] especial|"
    r"correspondente|verslaggever|muhabir|редактор|корреспондент)\b.{0,40}"
)
_AT_NEWS = re.compile(r"(?:[A-Z][\w-]*\s){1,2}(?:News|Online|Radio|TV)(?:, [A-Z][\w ]{1,30})?")
_MOST_ROLE_WORDS = 8
_LOWER_ROLE = re.compile(
    r"(?i)(?:(?:staff|senior|special|political|chief|sports?|business|health|education|crime|city)"
    r" )?(?:writer|reporter|correspondent|editor)"
    r"|(?-i:(?:[A-Z][\w-]* (?:of |and |for )?){1,4}(?:correspondent|editor|reporter|writer))"
)


def is_role(text: str) -> bool:
    """Whether a line under a byline says what its person is: "Associated Press Writer"."""
    words = text.split()
    if not 0 < len(words) <= _MOST_ROLE_WORDS or text.rstrip().endswith((".", "?", "!")):
        return False
    if agencies.named(text) or is_paper(text) or _AT_NEWS.fullmatch(text):
        return True
    if _LOWER_ROLE.fullmatch(text):
        return True
    return _ROLE.fullmatch(text) is not None and all(
        w[0].isupper() or w in {"of", "for", "the", "der", "des", "de", "and", "at"} for w in words
    )
