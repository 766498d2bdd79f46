"""What people supply about an article: fields, values, and who says so. Read once, at the door.

A field has one name, `date-published`; on input its case, hyphens, underscores and spaces do not
matter, so the column `Date published` and the JSON name `datePublished` are the same field.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from newsarchive.model.dates import Edtf
from newsarchive.model.written import as_edtf

NONE = "none"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.ASCII)
_OF_PICTURE = re.compile(r"(caption|credit)([0-9]{1,6})")
_TOKEN = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MOST_CHARACTERS = 10_000


class Shape(StrEnum):
    """What a field's value must look like."""

    TEXT = "text"
    DATE = "date"
    LANGUAGE = "language"
    URL = "url"
    TOKEN = "token"  # noqa: S105  # a word, no secret


@dataclass(frozen=True, slots=True)
class Field:
    """One field that can be supplied; `words` say what it is, `many` allows several values."""

    name: str
    words: str
    shape: Shape = Shape.TEXT
    many: bool = False


FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field("source", "the publication that the article is from", many=True),
        Field("agency", "the news agency, or none for a staff story", many=True),
        Field("publisher", "who published it"),
        Field("date-published", "when it was published", Shape.DATE),
        Field("date-issued", "when this version was issued", Shape.DATE),
        Field("date-modified", "when it was last changed", Shape.DATE),
        Field("captured", "when it was saved from the web or received", Shape.DATE),
        Field("dateline", "place and date as printed before the text"),
        Field("url", "its address on the web", Shape.URL),
        Field("headline", "its headline"),
        Field("lead", "its first, summarising paragraph"),
        Field("byline", "who wrote it, as printed"),
        Field("language", "the language of the text, such as en or de-AT", Shape.LANGUAGE),
        Field("form", "what kind of piece it is: letter, obituary, correction", Shape.TOKEN),
        Field("version", "the version that the source states"),
        Field("pub-status", "usable, withheld or canceled"),
        Field("embargoed-until", "before when it may not be shown", Shape.DATE),
        Field("digital-source-type", "how it came to be, as an IPTC code"),
        Field("copyright-notice", "the notice as it should be shown"),
        Field("copyright-holder", "who holds the copyright"),
        Field("usage-terms", "what may be done with it"),
        Field("keyword", "a keyword", many=True),
        Field("subject", "what it is about", many=True),
        Field("place", "where it happened", many=True),
        Field("accession-number", "your own number for it"),
    )
}

_ALIASES = {
    "sources": "source",
    "agencies": "agency",
    "title": "headline",
    "author": "byline",
    "by": "byline",
    "published": "date-published",
    "date": "date-published",
    "keywords": "keyword",
    "subjects": "subject",
    "places": "place",
}


def plain(name: str) -> str:
    """A name as names are compared: lower case, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


_BY_PLAIN_NAME = {plain(name): field for name, field in FIELDS.items()} | {
    alias: FIELDS[name] for alias, name in _ALIASES.items()
}


def field_called(name: str) -> Field | None:
    """The field that a person calls `name`; None where there is none."""
    return _BY_PLAIN_NAME.get(plain(name))


def find_field(name: str) -> Field:
    """The field that a person calls `name`.

    Raises:
        ValueError: there is none; the message names those that come close.
    """
    field = field_called(name)
    if field is None:
        close = get_close_matches(plain(name), _BY_PLAIN_NAME, n=1)
        hint = f"; did you mean {_BY_PLAIN_NAME[close[0]].name}?" if close else ""
        raise ValueError(
            f"{name!r} is no field that can be supplied{hint or ' (' + ', '.join(FIELDS) + ')'}"
        )
    return field


def disputable(name: str) -> str:
    """The name of the field that a person calls `name` to settle a dispute about it.

    It is one that can be supplied, or that of a picture by its number, `caption-1`.

    Raises:
        ValueError: there is none.
    """
    of_picture = _OF_PICTURE.fullmatch(plain(name))
    return f"{of_picture[1]}-{int(of_picture[2])}" if of_picture else find_field(name).name


@dataclass(frozen=True, slots=True)
class Value:
    """The value or values supplied for one field; none at all asserts that there is none.

    `basis` says by which way it came: `option`, `sidecar:story.json`, `sheet:gaps.csv#7`,
    `manifest:batch.csv#7`.
    """

    field: Field
    values: tuple[str, ...]
    basis: str
    note: str | None = None

    @property
    def none(self) -> bool:
        """Whether it is asserted that there is no such thing."""
        return not self.values

    @classmethod
    def parse(
        cls, name: str, given: Iterable[str], *, basis: str, note: str | None = None
    ) -> "Value":
        """Read what a person gave for the field `name`. The word `none` says that there is none.

        Raises:
            ValueError: no such field, too many values, or a value that is not what it should be.
        """
        field = find_field(name)
        texts = [
            " ".join(text.split()) if field.shape is Shape.TEXT else text.strip() for text in given
        ]
        texts = list(dict.fromkeys(text for text in texts if text))
        if not texts:
            raise ValueError(f"{field.name} is empty; leave it out, or say none")
        if any(text.casefold() == NONE for text in texts):
            if len(texts) > 1:
                raise ValueError(f"{field.name} cannot be none and something else")
            return cls(field, (), basis, note)
        if len(texts) > 1 and not field.many:
            raise ValueError(f"{field.name} has one value, and {len(texts)} were given")
        return cls(field, tuple(_checked(field, text) for text in texts), basis, note)


def _checked(field: Field, text: str) -> str:
    if any(ord(c) < ord(" ") or "\ud800" <= c <= "\udfff" for c in text):
        raise ValueError(f"{field.name} holds a character that is no text")
    if len(text) > _MOST_CHARACTERS:
        raise ValueError(f"{field.name} is longer than {_MOST_CHARACTERS:,} characters")
    if field.shape is Shape.DATE:
        try:
            return Edtf.parse(as_edtf(text)).text
        except ValueError as error:
            raise ValueError(f"{field.name}: {error}") from error
    if field.shape is Shape.LANGUAGE and not _LANGUAGE.fullmatch(text):
        raise ValueError(f"{field.name}: {text!r} is no language such as en or de-AT")
    if field.shape is Shape.TOKEN and not _TOKEN.fullmatch(text):
        raise ValueError(f"{field.name}: {text!r} is no word such as letter or live-blog")
    if field.shape is Shape.URL and not _URL.fullmatch(text):
        raise ValueError(f"{field.name}: {text!r} is no address such as https://example.org/story")
    return text


@dataclass(frozen=True, slots=True)
class Supplied:
    """What was supplied about one article, by whom (a role or staff id) and when (RFC 3339).

    Of one field there is one value; where a sheet and an option both gave it, the option's.
    `corrects`: it is a later word about what is known, which also takes back a correction; else it
    may be the same delivery once more, and repeats what it said the first time.
    """

    by: str = ""
    when: str = ""
    values: tuple[Value, ...] = ()
    corrects: bool = False

    def identity(self) -> dict[str, object]:
        """What of it enters the bag id: `{field: value}`, null for an asserted absence."""
        return {
            v.field.name: None if v.none else list(v.values) if v.field.many else v.values[0]
            for v in self.values
        }

    def only(self, values: Iterable[Value]) -> "Supplied":
        """The same person and time, with other values."""
        return Supplied(self.by, self.when, tuple(values), self.corrects)


def merge(*layers: Iterable[Value]) -> tuple[Value, ...]:
    """Values from several ways, the later way winning field by field, in the order of FIELDS."""
    by_name = {value.field.name: value for layer in layers for value in layer}
    return tuple(by_name[name] for name in FIELDS if name in by_name)
