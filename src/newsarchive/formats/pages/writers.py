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
_JOIN = r"(?:&|avec|mit|with|and|AND|und|UND|et|ET|y|e|ve|en|og|och|i|a|и|та|και|dan|và)"
_PARTED = re.compile(r"\s*[;|•·\n]\s*")
_AND = re.compile(rf"\s*,\s*{_JOIN}\s+|\s+{_JOIN}\s+|\s*[、،]\s*")
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
_TITLE = any_of("eastern-title")
# 本报记者 王小明, 港聯報 記者陳大文／港口報導, 山田太郎記者, 홍길동 기자
_EASTERN_TITLE = re.compile(
    rf"(?:[^\W\d_]{{2,12}}[ ・]?)?{_TITLE}[ :：]?(?P<behind>[^\W\d_]{{2,4}})(?:[／/].{{1,20}})?"
    rf"|(?P<before>[\uac00-\ud7a3]{{2,4}}|[\u3040-\u30ff\u3400-\u9fff々]{{3,8}}?) ?{_TITLE}"
)
_EDITOR = re.compile(rf"[(（【]?{any_of('eastern-editor')}\s*[:：]")
_NOBODY = frozenset(listed("nobody"))
_HOUSE = re.compile(rf"(?i)\b{any_of('house')}\b|{any_of('house_eastern')}")
_ROLE = re.compile(rf"(?i)\b{any_of('role_before')}?\s*{any_of('role')}\b")
# FOCUS-online-Redakteur Jo Lens, unserem Reporter Jo Lens
_TITLED = re.compile(rf"(?i)(?:[\w.&-]+\s+){{0,3}}?[\w.&-]*{any_of('role')}:?\s+(?P<name>\S.*)")
_INITIALS = re.compile(r"[A-ZÄÖÜ]{3,5}\b")
_MOST_WORDS, _LONGEST = 6, 70
_FEWEST_LETTERS, _MOST_DIGITS = 2, 3
_LONGEST_LIST = 400  # characters of names together
_LONG_HOUSE = 6  # letters of a site's name that a person's does not begin with by chance
_AROUND = " ,.:;|/-–—\"'()[]"
_OF_PICTURES = re.compile(r"(?i)(?:photos?|photographs?|pictures?|fotos?|images?|bilder|video)\b")


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
    bare = _BY.sub("", _before_break(text)).strip(" ,.:;|/-–—")
    if all(map(_is_full, parts := bare.split("/"))) and not _ROLE.search(bare):
        bare = ";".join(parts)
    bare = _MAIL_BEHIND.sub("", bare).strip(" ,;")
    if not bare or len(bare) > _LONGEST_LIST:
        return ()
    pieces = [
        one
        for piece in _pieces(bare, own, person=person)
        if not _OF_PICTURES.match(piece)
        for one in _slashed(_BY.sub("", piece))
    ]
    return tuple(name for p in pieces if (name := _one(p, basis, own, person=person, uri=uri)))


def _before_break(text: str) -> str:
    """A text on one line; only a whole name before a break that shows nothing: a place follows."""
    before = line(text.strip().strip("\u200b").partition("\u200b")[0])
    return before if _is_full(before) else line(text.replace("\u200b", " "))


def _pieces(text: str, own: set[str], *, person: bool) -> Iterable[str]:
    """The texts with one name each in a text; marks that only part names do so in any case."""
    for piece in _PARTED.split(text):
        if plain(piece) in own or agencies.named(piece):
            yield piece
        elif piece:
            yield from _names(piece, person=person)


def _names(text: str, *, person: bool) -> Iterable[str]:
    parts = [p for p in _AND.split(text) if p]
    parts = [p for n, p in enumerate(parts) if n == 0 or plain(p) not in _NOBODY]
    if len(parts) > 1 and not all(_nameable(_COMMA.split(p)[0]) for p in parts):
        parts = [text]
    found: list[str] = []
    for part in parts:
        items = _COMMA.split(part)
        if len(items) == 1:
            found.append(part)
            continue
        items = [i for n, i in enumerate(items) if n == 0 or not _is_station(i, items[0])]
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


def _is_station(text: str, first: str) -> bool:
    """Whether what stands behind a name begins with the letters of a house: `ARD Tolm`."""
    return _INITIALS.match(text) is not None and not first.isupper()


def _slashed(text: str) -> list[str]:
    """The parts of a text at its slashes, where one of them is an agency: `dpa/AFP`."""
    parts = [part.strip() for part in text.split("/")]
    return parts if len(parts) > 1 and any(map(agencies.named, parts)) else [text]


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
    """Who a text with one name in it names; None for nobody."""
    name = text.strip(_AROUND)
    if (titled := _TITLED.fullmatch(name)) and _is_full(titled["name"]):
        name = titled["name"]
    if _EDITOR.match(name):
        return None
    known = plain(name) in _NOBODY
    if not (known or name.isascii()) and (titled := _EASTERN_TITLE.fullmatch(name)):
        name = titled["behind"] or titled["before"]
    if plain(name) not in own and agencies.named(name) is None:
        name = (_BEHIND.sub("", name).strip(_AROUND) or name) if name else name
        if not person or " in " in name:
            name = _PLACE_BEHIND.sub("", name)
    if not _may_be_name(name):
        return None
    if match := agencies.named(name):
        return Named(name, basis, agency=match)
    if _is_house(name, own, person=person):
        return Named(name, basis, house=True)
    found = agencies.recognise(name)
    if found and not _is_full(name.replace(found[0].printed, "").strip()):
        return Named(name, basis, agency=found[0])
    return Named(name, basis, uri=uri) if len(name.split()) <= _MOST_WORDS else None


def is_whole_name(text: str) -> bool:
    """Whether a text is a name of two words or more, and nothing else."""
    return _is_full(text) and all(c.isalpha() or c in " .'’-" for c in text)


def is_titled(text: str) -> bool:
    """Whether a line is nothing but a name with what the person is: `港口新闻记者 王小明`."""
    apart = any(mark in text for mark in " :：")  # 市民记者活动 is no name
    return apart and not text.isascii() and _EASTERN_TITLE.fullmatch(text) is not None


def _may_be_name(text: str) -> bool:
    if not text or len(text) > _LONGEST or _ADDRESS.search(text):
        return False
    digits = sum(c.isdigit() for c in text)
    return sum(c.isalpha() for c in text) >= _FEWEST_LETTERS and digits <= _MOST_DIGITS


def _is_house(name: str, own: set[str], *, person: bool) -> bool:
    """Whether a name is that of the site, of a desk or an office, and not a person's."""
    bare = plain(name)
    if bare in _NOBODY or bare in own or _ROLE.fullmatch(name):
        return True
    if any(len(o) >= _LONG_HOUSE and bare.startswith(o) for o in own):
        return True
    if not _HOUSE.search(name):
        return False
    words = name.split()
    # Emily Post, where the field says that she is a person
    both = person and len(words) == 2 and _nameable(name)  # noqa: PLR2004
    return not both or bool(_ROLE.search(name) or _HOUSE.fullmatch(words[0]))
