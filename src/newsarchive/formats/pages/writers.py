"""Who wrote a page, by its fields and its byline: people, and agencies and houses that are none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newsarchive.formats.pages.linkeddata import plain
from newsarchive.formats.pages.tree import line
from newsarchive.formats.pages.words import any_of, listed
from newsarchive.formats.text.words import PARTICLES
from newsarchive.metadata import agencies

_BY = re.compile(
    rf"(?i)\A(?:{any_of('by')}\s*[:：/]?\s+|{any_of('by_close')}\s*[:：/＝=]\s*"
    r"|(?:by|von|автор|author|autor)\s*[:：]\s*)"
)
_JOIN = r"(?:&|and|AND|und|UND|et|ET|y|e|ve|en|og|och|i|a|и|та|και|dan|và)"
_AND = re.compile(rf"\s*[;|•·\n]\s*|\s*,\s*{_JOIN}\s+|\s+{_JOIN}\s+|\s*[、،]\s*")
_COMMA = re.compile(r"\s*,\s*")
_ADDRESS = re.compile(
    r"(?i)https?:|www\.|\S+@\S+|\.(?:com|org|net|de|fr|es|it|ru|co\.uk)\b|^@|facebook|twitter"
)
_MAIL_BEHIND = re.compile(
    r"\s*(?:[(\[].*[)\]]?|\s[-–—|/]\s.*|\|.*|,\s*(?:in|aus|à|en|from)\s.*"
    r"|\s(?:for|für|pour|para|per)\s+the\s.*|\s+(?:updated|aktualisiert|published)\b.*"
    r"|\s(?:am|on|le|el|il|op)\s(?:\w+,?\s)?\d.*)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*(?:[(\[].*[)\]]?|\s[-–—|/]\s.*|\|.*|,\s*(?:in|aus|à|en|from)\s.*"
    r"|\s(?:for|für|pour|para|per)\s+the\s.*|\s+(?:updated|aktualisiert|published)\b.*"
    r"|\s(?:am|on|le|el|il|op)\s(?:\w+,?\s)?\d.*)$",
    re.IGNORECASE,
)
_PLACE_BEHIND = re.compile(r"\s(?:in|aus|à|from)\s[^\W\d_].*$")
_NOBODY = frozenset(listed("nobody"))
_HOUSE = re.compile(rf"(?i)\b{any_of('house')}\b|{any_of('house_eastern')}")
_ROLE = re.compile(rf"(?i)\b{any_of('role_before')}?\s*{any_of('role')}\b")
_MOST_WORDS, _LONGEST = 6, 70
_FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a field of the author: a person's, or one of a house (`house`), or an agency."""

    name: str
    basis: str
    house: bool = False
    agency: agencies.Match | None = None
    uri: str | None = None
    title: str | None = None


def people(named: Iterable[Named]) -> tuple[Named, ...]:
    """The persons among the named, each once."""
    found: dict[str, Named] = {}
    for one in named:
        if not one.house and one.agency is None:
            found.setdefault(plain(one.name), one)
    return tuple(found.values())


def read(
    text: str, basis: str, houses: Iterable[str], *, person: bool = False, uri: str | None = None
) -> tuple[Named, ...]:
    """Who is named in a text that names authors: `By A. Other and B. Other (dpa)`.

    `houses` are names of the publisher and the site. `person`: the field says that it is a person.
    """
    own = {plain(h) for h in houses if h}
    bare = _BY.sub("", line(text.replace("\u200b", " "))).strip(" ,.:;|/-–—")
    bare = _MAIL_BEHIND.sub("", bare).strip(" ,;")
    if not bare or len(bare) > 400:  # noqa: PLR2004  # that is no name
        return ()
    found: list[Named] = []
    for piece in _pieces(bare, own, person=person):
        if name := _one(piece, basis, own, person=person, uri=uri):
            found.append(name)
    return tuple(found)


def _pieces(text: str, own: set[str], *, person: bool) -> Iterable[str]:
    if plain(text) in own or agencies.named(text):
        return (text,)
    parts = [p for p in _AND.split(text) if p]
    if len(parts) > 1 and not all(_nameable(_COMMA.split(p)[0]) for p in parts):
        parts = [text]
    found: list[str] = []
    for part in parts:
        items = _COMMA.split(part)
        if len(items) == 1:
            found.append(part)
            continue
        whole = [i for i in items if _is_full(i)]
        if len(whole) == len(items) and not any(_ROLE.search(i) for i in items):
            found += items  # A. Other, B. Other
        elif len(items) == 2 and person and not _is_full(items[0]) and _capitals(items):  # noqa: PLR2004
            found.append(part)
        else:
            found += [
                i
                for n, i in enumerate(items)
                if n == 0 or (_is_full(i) and not _ROLE.search(i) and not _HOUSE.search(i))
            ]
    return found


def _capitals(items: list[str]) -> bool:
    return all(i[:1].isupper() for i in items if i)


def _is_full(text: str) -> bool:
    """Whether a text is a name of two words or more, or one in a script without capitals."""
    words = text.split()
    return (len(words) > 1 and _nameable(text)) or (
        bool(words) and not text.isascii() and text.lower() == text.upper()
    )


def _nameable(text: str) -> bool:
    words = text.split()
    if not words or len(words) > _MOST_WORDS:
        return False
    return all(
        w[0].isupper() or w[0].lower() == w[0].upper() or w.lower() in PARTICLES or "'" in w
        for w in words
    )


def _one(text: str, basis: str, own: set[str], *, person: bool, uri: str | None) -> Named | None:
    name = text.strip(" ,.:;|/-–—\"'")
    if match := agencies.named(name):
        return Named(name, basis, agency=match)
    if plain(name) in own:
        return Named(name, basis, house=True)
    bare = _BEHIND.sub("", name).strip(" ,.:;|/-–—")
    if bare != name and bare:
        name = bare
    if not person or " in " in name:
        name = _PLACE_BEHIND.sub("", name)
    name = (
        name.strip(" ,:;|/-–—")
        if not re.search(r"\b\w\.$|\b(?:Jr|Sr|Dr)\.$", name)
        else name.strip(" ,:;|/-–—")
    )
    if not name or _ADDRESS.search(name) or len(name) > _LONGEST:
        return None
    if sum(c.isalpha() for c in name) < _FEWEST_LETTERS or sum(c.isdigit() for c in name) > 3:  # noqa: PLR2004
        return None
    if match := agencies.named(name):
        return Named(name, basis, agency=match)
    if (
        plain(name) in _NOBODY
        or plain(name) in own
        or any(o and len(o) > 5 and plain(name).startswith(o) for o in own)
    ):
        return Named(name, basis, house=True)
    found = agencies.recognise(name)
    if found and not _is_full(name.replace(found[0].printed, "").strip()):
        return Named(name, basis, agency=found[0])
    if len(name.split()) > _MOST_WORDS:
        return None
    if _HOUSE.search(name) and not (
        person
        and len(name.split()) == 2
        and not _ROLE.search(name)
        and _nameable(name)
        and not _HOUSE.fullmatch(name.split()[0])
    ):
        return Named(name, basis, house=True)
    if _ROLE.fullmatch(name):
        return Named(name, basis, house=True)
    return Named(name, basis, uri=uri)
