# quotes and dashes of other languages
"""Whether words are names of persons, and who is named in a stretch of a line. Pure."""

import re

from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.words import (
    NAME_PARTICLES,
    PAPERS,
    PARTICLES,
    is_agency,
    is_unnamed,
    phrases,
)

LONGEST_NAMES = 120
_MOST_WORDS = 14
_LONGEST_NAME = 5
_TRIM = "\"'“”‘’«»().,;"
AND = r"(?:and|und|et|y|e|ve|en|i|a|och|og|dan|và|и|та|και|&|\+|/)"
APART = re.compile(r"[、，,·\s]+")
JOINS = re.compile(rf"\s*,\s*{AND}\s+|\s+{AND}\s+|\s*[,、،·]\s*")
ROLE = re.compile(
    r"(?i)\b(?:correspondents?|reporters?|editors?|staff|writers?|bureau|chief|news|agency|agence|"
    r"agencia|agenzia|agentur|service|press|times|post|redaktion|university|newspapers?"
    r"|network|newswire|wire|bureaus?|columnist|contributors?|critic|korrespondentin|korrespondent|"
    r"journalists?|analysts?|professor|photos?|world|tv|radio|media|magazine|daily|inc|ltd)\b"
)
BEHIND = re.compile(
    r"[|(]|\s[–—-]\s|\s(?:in|en|à|avec|mit|with|con|com|met)\s(?=[^\W\d_])"
)  # where a person is


def names_only(text: str) -> bool:
    """Whether `text` has nothing but names in it, and so is a value and not a sentence.

    Every word has a capital, no case at all, or a dot inside as a domain has; or it is a particle,
    an agency, or one lone word.
    """
    words = text.removesuffix(".").split()
    if len(text) > LONGEST_NAMES or not 0 < len(words) <= _MOST_WORDS:
        return False
    if text.endswith(("?", "!", ":", "…", "。")):
        return False
    unnamed = any(
        is_unnamed(" ".join(words[i:j]).strip(_TRIM))
        for i in range(len(words))
        for j in range(i + 1, min(i + 4, len(words) + 1))
    )
    return len(words) == 1 or all(_nameable(word, unnamed=unnamed) for word in words)


_UNNAMED_WORDS = phrases(
    "agencies,agency,news,wire,wires,newswires,services,reports,other,press,haber,"
    "ajansları,ajanslar,agenturen,nachrichtenagenturen,agences,presse,agencias,noticias,"
    "agências,notícias,agenzie,stampa,agentschappen,persbureaus,nieuwsagentschappen"
)


def _nameable(word: str, *, unnamed: bool) -> bool:
    bare = word.strip(_TRIM)
    lower = bare.casefold()
    return (
        bare == bare.swapcase()
        or any(c.isupper() for c in bare)
        or lower in PARTICLES
        or lower in PAPERS  # Lidové noviny
        or "." in bare
        or all(is_agency(part) for part in bare.split("/"))
        or (unnamed and lower in _UNNAMED_WORDS)
    )


def named_in(names: Stretch) -> tuple[Stretch, ...]:
    """The persons in `names`, which Chinese parts by a blank, and others as `people_in` does."""
    apart = parted(names, APART)
    if len(apart) > 1 and all(_is_short_name(name.text) for name in apart):
        return tuple(apart)
    return people_in(names)


def people_in(names: Stretch) -> tuple[Stretch, ...]:
    """The persons and agencies in `names`, parted at commas and "and" only.

    What follows a comma and may be an office, an employer or a place is nobody.
    """
    found: list[Stretch] = []
    names = _before_employer(names)
    for item in parted(names, JOINS):
        head = BEHIND.split(item.text, maxsplit=1)[0].rstrip()
        if _is_short_name(head) or (
            may_be_person(head) and not _is_office(head, found) and not is_agency(head)
        ):
            found.append(item.part(0, len(head)))
        elif not found:
            return (item,) if is_agency(head) else ()
    return tuple(found)


_STAFF = re.compile(
    r"(?i).*\b(?:staff|reporters?|correspondents?|writers?|editors?|desk|team|bureau|newsroom|"
    r"redaktion|agencies|service|report)"
)
_OURS = re.compile(  # our correspondent, the editors
    r"(?i)(?:.*\s)?(?:סופרנו|כתבנו|מערכת|مراسلنا|المحرر|خبرنگار|संवाददाता|ब्यूरो|প্রতিবেদক|প্রতিনিধি|"
    r"корреспондент|собкор|редакция|редакція|muhabirimiz|haber merkezi|ανταποκριτής|σύνταξη|redação"
    r"|redacción|redazione|rédaction|redactie|redakcja)(?:\s.*)?"
)
_FEWEST_OF_A_HOUSE = 3  # words; two may be Emily Post


def _is_office(text: str, found: list[Stretch]) -> bool:
    """Whether a text names a desk or an employer, not a person: "Tolm Post Staff"."""
    if _STAFF.fullmatch(text) or _OURS.fullmatch(text):
        return True
    more = found or len(text.split()) >= _FEWEST_OF_A_HOUSE
    return bool(more and ROLE.search(text))


_PAIR = re.compile(rf"(?P<pair>[^,]+\s{AND}\s[^,]+),\s[^,]+")


_INVERTED = re.compile(
    r"(?P<last>[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?),\s+"
    r"(?P<first>[^\W\d_a-z][\w'’.-]*(?: [^\W\d_a-z][\w'’.-]*){0,2})"
)


def uninverted(text: str) -> str:
    """The name in "Other, Ann B." as it is said; empty where a text is none that is known."""
    match = _INVERTED.fullmatch(text.strip())
    if not match or is_named(match["last"]):
        return ""
    name = f"{match['first']} {match['last']}"
    given = is_named(f"{match['first']} Xx") or match["first"].endswith(".")
    return name if given and is_named(name) else ""


def _before_employer(names: Stretch) -> Stretch:
    """`names` without what follows two names with "and" between them: whom they work for."""
    match = _PAIR.fullmatch(names.text)
    return names.group(match, "pair") if match else names


_EASTERN = re.compile(
    r"[\u4e00-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}|[\u3040-\u30ff\u4e00-\u9fff]{3,6}"
)


def _is_short_name(text: str) -> bool:
    """Whether a text is a name as Chinese, Japanese and Korean write it, without a blank."""
    return _EASTERN.fullmatch(text) is not None and not is_agency(text)


def may_be_person(text: str) -> bool:
    """Whether `text` is two to five words, with capitals but for particles between."""
    words = text.split()
    if not 2 <= len(words) <= _LONGEST_NAME:  # noqa: PLR2004  # one word may be anything
        return False
    if words[0].casefold() in _BEGINS_BYLINE:
        return False
    return all(_capital(word) or word in NAME_PARTICLES for word in words) and all(
        _capital(word) and word.casefold() not in NAME_PARTICLES for word in (words[0], words[-1])
    )


_BEGINS_BYLINE = phrases("by,par,por,door,oleh,the,les,los,las,der,die,das,het,gli")


def _capital(word: str) -> bool:
    first = word[0]
    return first.isalpha() and (first.isupper() or first.lower() == first.upper())


def parted(stretch: Stretch, at: re.Pattern[str]) -> list[Stretch]:
    """The parts of a stretch between marks, those that are empty left out."""
    parts, start = [], 0
    for match in at.finditer(stretch.text):
        parts.append(stretch.part(start, match.start()))
        start = match.end()
    parts.append(stretch.part(start, len(stretch.text)))
    return [part for part in parts if part.text]
