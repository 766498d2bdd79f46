"""What a picture says of itself, as facts about it, beside what its article says. Pure.

XMP stands before IIM, and IIM before EXIF, since that is the order in which the programs of
newsrooms write them; what one of the others says else is kept beside it. A field of IIM that is
the beginning of a longer one says the same: the standard cuts it. (IPTC Photo Metadata Standard
2025.1; Metadata Working Group, Guidelines 2.0, section 5)
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from newsarchive.model.article import Embedded, Medium, shorten
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Resolution, Statement

T = TypeVar("T")

_RULE = "XMP before IIM before EXIF"
_CAPTION = (
    ("xmp", "dc:description"),
    ("iptc-iim", "Caption/Abstract"),
    ("exif", "ImageDescription"),
)
_TITLE = (("xmp", "dc:title"), ("iptc-iim", "Object Name"))
_CREDIT = (("xmp", "photoshop:Credit"), ("iptc-iim", "Credit"))
_BY = (("xmp", "dc:creator"), ("iptc-iim", "By-line"), ("exif", "Artist"))
_RIGHTS = (("xmp", "dc:rights"), ("iptc-iim", "Copyright Notice"), ("exif", "Copyright"))
_HOLDER = (("xmp", "plus:CopyrightOwner/CopyrightOwnerName"),)
_TERMS = (("xmp", "xmpRights:UsageTerms"),)
_ALT = (("xmp", "Iptc4xmpCore:AltTextAccessibility"),)
_SOURCE_TYPE = (("xmp", "Iptc4xmpExt:DigitalSourceType"),)
_PLACES = (
    (
        "xmp",
        ("Iptc4xmpCore:Location", "photoshop:City", "photoshop:State", "photoshop:Country"),
    ),
    ("iptc-iim", ("Sub-location", "City", "Province/State", "Country Name")),
)
_MOMENT = re.compile(
    r"(\d{4})[:-]?(\d{2})[:-]?(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d+)?)?"
    r"\s?(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_CUT = 32  # characters after which IIM cuts its shortest fields


def enrich(
    medium: Medium, embedded: Sequence[Embedded], name: str
) -> tuple[Medium, tuple[Finding, ...]]:
    """The medium with what its file says of itself, and findings where the article says else.

    What the article says stands. Where it says nothing, the picture's own word is stated, and its
    basis begins with `image:`. `name` is the file's, for the findings.
    """
    if not embedded:
        return medium, ()
    caption, credit = _text(embedded, _CAPTION), _text(embedded, _CREDIT)
    found = [
        _differs(name, what, said, own)
        for what, said, own in (
            ("caption", medium.caption, caption),
            ("credit", medium.credit_line, credit),
        )
        if own is not None and own.value and said.value and not _alike(said.value, own.value)
    ]
    filled = replace(
        medium,
        embedded=tuple(embedded),
        caption=_first(medium.caption, caption),
        credit_line=_first(medium.credit_line, credit),
        by=_first(medium.by, _names(embedded)),
        rights=_first(medium.rights, _text(embedded, _RIGHTS)),
        alt_text=_first(medium.alt_text, _text(embedded, _ALT)),
        title=_maybe(medium.title, _text(embedded, _TITLE)),
        copyright_holder=_maybe(medium.copyright_holder, _text(embedded, _HOLDER)),
        usage_terms=_maybe(medium.usage_terms, _text(embedded, _TERMS)),
        taken=_maybe(medium.taken, _taken(embedded)),
        place=_maybe(medium.place, _place(embedded)),
        digital_source_type=_maybe(medium.digital_source_type, _text(embedded, _SOURCE_TYPE)),
    )
    return filled, tuple(found)


def own_caption(embedded: Sequence[Embedded]) -> str | None:
    """The caption that the picture carries in itself."""
    statement = _text(embedded, _CAPTION)
    return statement.value if statement else None


def same_words(one: str, other: str) -> bool:
    """Whether two captions or credits say the same: the same words, whatever stands between."""
    return _plain(one) == _plain(other)


def _first(said: Statement[str], own: Statement[str] | None) -> Statement[str]:
    return own if own is not None and not said.known else said


def _maybe(said: Statement[T] | None, own: Statement[T] | None) -> Statement[T] | None:
    return said if said is not None and said.known else own or said


def _values(embedded: Iterable[Embedded], standard: str, name: str) -> list[str]:
    found = (
        " ".join(e.value.split()) for e in embedded if (e.standard, e.name) == (standard, name)
    )
    return [value for value in dict.fromkeys(found) if value]


def _text(embedded: Sequence[Embedded], places: Iterable[tuple[str, str]]) -> Statement[str] | None:
    """What the standards say, the first of them standing and what differs kept beside it."""
    return _standing(
        Statement.stated(values[0], basis=f"image:{standard}:{name}")
        for standard, name in places
        if (values := _values(embedded, standard, name))
    )


def _names(embedded: Sequence[Embedded]) -> Statement[str] | None:
    return _standing(
        Statement.stated(", ".join(values), basis=f"image:{standard}:{name}")
        for standard, name in _BY
        if (values := _values(embedded, standard, name))
    )


def _standing(said: Iterable[Statement[str]]) -> Statement[str] | None:
    kept: list[Statement[str]] = []
    for one in said:
        if not any(_alike(k.value or "", one.value or "") for k in kept):
            kept.append(one)
    if len(kept) <= 1:
        return kept[0] if kept else None
    return replace(kept[0], candidates=tuple(kept[1:]), resolution=Resolution(rule=_RULE))


def _taken(embedded: Sequence[Embedded]) -> Statement[Edtf] | None:
    """When it was taken, with the zone that is stated and none where none is."""
    for standard, name, behind in (
        ("xmp", "photoshop:DateCreated", ""),
        ("iptc-iim", "Date Created", "Time Created"),
        ("exif", "DateTimeOriginal", "OffsetTimeOriginal"),
    ):
        for day in _values(embedded, standard, name)[:1]:
            rest = _values(embedded, standard, behind)[:1]
            printed = " ".join([day, *rest]) if standard == "iptc-iim" else "".join([day, *rest])
            if (value := _moment(printed) or _moment(day)) is not None:
                return Statement.stated(value, raw=printed, basis=f"image:{standard}:{name}")
    return None


def _moment(printed: str) -> Edtf | None:
    match = _MOMENT.fullmatch(printed)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    text = f"{year}-{month}-{day}"
    if hour:
        text += f"T{hour}:{minute}" + (f":{second}" if second else "")
        if zone:
            text += zone if zone == "Z" or ":" in zone else f"{zone[:3]}:{zone[3:]}"
    try:
        return Edtf.parse(text)
    except ValueError:  # a camera whose clock was never set: 0000:00:00
        return None


def _place(embedded: Sequence[Embedded]) -> Statement[str] | None:
    for standard, names in _PLACES:
        parts = [value for name in names for value in _values(embedded, standard, name)[:1]]
        if parts:
            return Statement.stated(", ".join(dict.fromkeys(parts)), basis=f"image:{standard}:City")
    return None


def _alike(one: str, other: str) -> bool:
    """Whether two values say the same, or one of them is the other, cut short."""
    first, second = sorted((_plain(one), _plain(other)), key=len)
    return first == second or (len(first) >= _CUT - 2 and second.startswith(first))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _differs(name: str, what: str, said: Statement[str], own: Statement[str]) -> Finding:
    return Finding(
        Code.MD_05,
        Kind.PROVENANCE,
        Level.NOTE,
        "",
        f"the article gives {name} the {what} {shorten(said.value or '')!r}, and it has in itself"
        f" {shorten(own.value or '')!r}",
        expected=said.value or "",
        found=own.value or "",
    )
