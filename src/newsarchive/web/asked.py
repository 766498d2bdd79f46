"""A search as an address says it, as keywords, and in words. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlencode

from newsarchive.errors import UsageError
from newsarchive.model.found import Facet, Sort
from newsarchive.model.wanted import DATE_STATUSES, VERDICTS, FilterKeywords

SIZES = (20, 50, 100, 200)
MOST_OFFSET = 10_000
MOST_QUERY = 1000  # characters
MOST_VALUES = 20  # of one filter
_MOST_DIGITS = 9
NAMES = ("source", "agency", "person", "place", "subject", "language", "collection")
_CHOICES = ("date-status", "verdict")
ANSWERS = ("media", "complete", "disputed")
FLAGS = ("undated", "possible", "versions", "all")
_SINGLE = ("year", "from", "to")
_KNOWN = {"q", *NAMES, *_CHOICES, *ANSWERS, *FLAGS, *_SINGLE, "sort", "offset", "size"}
NONE = "-"
"""Stands in an address for "none is known": a form sends an empty value for what is left alone."""

_YES_NO = {"yes": True, "no": False}

# How a filter stands in the sentence; {} is its value, and the second is said of "", none known.
_WORDS = {
    "source": ("from {}", "of unknown source"),
    "agency": ("by the agency {}", "of unknown agency"),
    "person": ("naming {}", "naming nobody"),
    "place": ("about {}", "with no place"),
    "subject": ("on {}", "with no subject"),
    "language": ("in the language {}", "in no known language"),
    "collection": ("in the collection {}", "in no collection"),
    "date-status": ("whose date is {}", ""),
    "verdict": ("last found {}", ""),
}
_SAID = {
    "media": ("with pictures or other media", "without pictures"),
    "complete": ("with source, date and agency known", "with gaps in their provenance"),
    "disputed": ("with a fact in dispute", "with no fact in dispute"),
}
_ORDERS = {
    Sort.RELEVANCE: "best match first",
    Sort.NEWEST: "newest first",
    Sort.OLDEST: "oldest first",
}
_NEVER = {"never": "never checked"}
# Values that are no names, as people say them.
_STAFF = ("agency", "none")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for. `pairs` are all filters, name and value, in the order of the address."""

    query: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    sort: Sort | None = None
    offset: int = 0
    size: int = SIZES[0]

    def values(self, name: str) -> tuple[str, ...]:
        """What is said by this name."""
        return tuple(value for known, value in self.pairs if known == name)

    def has(self, name: str, value: str) -> bool:
        """Whether this filter is set."""
        return (name, value) in self.pairs

    @property
    def order(self) -> Sort:
        """The order that hits come in."""
        return self.sort or (Sort.RELEVANCE if self.query.strip() else Sort.NEWEST)

    @property
    def keywords(self) -> FilterKeywords:
        """The filters as `Archive.search` takes them.

        Raises:
            UsageError: a year is no number.
        """
        said: dict[str, object] = {name: self.values(name) or None for name in NAMES}
        said["date_status"] = self.values("date-status") or None
        said["verdict"] = self.values("verdict") or None
        said |= {name: _YES_NO[v[0]] for name in ANSWERS if (v := self.values(name))}
        said |= {n: bool(self.values(n)) for n in ("undated", "possible", "versions")}
        if years := self.values("year"):
            if not (years[0].isascii() and years[0].isdigit() and len(years[0]) <= 4):  # noqa: PLR2004  # digits
                raise UsageError(f"{years[0]!r} is no year")
            said["year"] = int(years[0])
        said["begin"] = next(iter(self.values("from")), None)
        said["end"] = next(iter(self.values("to")), None)
        return cast("FilterKeywords", said)

    def address(self, form: str = "") -> str:
        """Its own address, that of the twin in this form with one."""
        query = [("q", self.query)] if self.query else []
        query += self.pairs
        query += [("sort", self.sort.value)] if self.sort else []
        query += [("size", str(self.size))] if self.size != SIZES[0] else []
        query += [("offset", str(self.offset))] if self.offset else []
        path = f"/search.{form}" if form else "/search"
        return f"{path}?{urlencode(query, errors='replace')}" if query else path

    def with_(self, name: str, value: str) -> "Question":
        """The same with one more filter, from its first page; of a single one, instead."""
        kept = tuple(p for p in self.pairs if p[0] not in _SINGLE or p[0] != name)
        return replace(self, pairs=(*kept, (name, value)), offset=0)

    def without(self, name: str, value: str) -> "Question":
        """The same without one filter, from its first page."""
        return replace(self, pairs=tuple(p for p in self.pairs if p != (name, value)), offset=0)

    def at(self, offset: int) -> "Question":
        """Another page of it."""
        return replace(self, offset=max(offset, 0))

    def by(self, sort: Sort) -> "Question":
        """The same in another order."""
        return replace(self, sort=sort, offset=0)


def question(params: Iterable[tuple[str, str]]) -> Question:
    """What the parameters of an address ask for; empty ones of a form ask for nothing.

    Raises:
        UsageError: there is no such parameter, or its value is none.
    """
    given = [(name, value.strip()) for name, value in params]
    if unknown := sorted({name for name, _ in given} - _KNOWN):
        raise UsageError(f"there is no filter {unknown[0][:40]!r}")
    counts = Counter(name for name, _ in given)
    many = any(count > MOST_VALUES for count in counts.values())
    if many or any(len(value) > MOST_QUERY for _, value in given):
        raise UsageError("that is more than can be asked at once")
    query = " ".join(value for name, value in given if name == "q" and value)
    pairs = [(n, v) for n, v in given if n not in {"q", "sort", "size", "offset"}]
    pairs = [p for p in dict.fromkeys(pairs) if p[1]]
    return Question(
        query,
        tuple(_checked(name, value) for name, value in pairs),
        _sort(_last(given, "sort")),
        _number(_last(given, "offset"), "offset", 0, MOST_OFFSET),
        _number(_last(given, "size"), "size", SIZES[0], SIZES[-1]),
    )


def _checked(name: str, value: str) -> tuple[str, str]:
    allowed: tuple[str, ...] | None = None
    if name in ANSWERS:
        allowed = ("yes", "no")
    elif name in FLAGS:
        allowed = ("1",)
    elif name == "date-status":
        allowed = DATE_STATUSES
    elif name == "verdict":
        allowed = VERDICTS
    if allowed is not None and value not in allowed:
        raise UsageError(f"{name} is one of {', '.join(allowed)}, and not {value[:40]!r}")
    return name, value


def _last(given: Iterable[tuple[str, str]], name: str) -> str:
    return next((value for known, value in reversed(list(given)) if known == name), "")


def _sort(text: str) -> Sort | None:
    try:
        return Sort(text) if text else None
    except ValueError as error:
        raise UsageError(f"sort is one of {', '.join(Sort)}, and not {text[:40]!r}") from error


def _number(text: str, name: str, otherwise: int, most: int) -> int:
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit()) or len(text) > _MOST_DIGITS or int(text) > most:
        raise UsageError(f"{name} is a number up to {most:,}, and not {text[:40]!r}")
    return max(int(text), 1) if name == "size" else int(text)


def known(said: FilterKeywords) -> FilterKeywords:
    """The keywords with `NONE` as the catalog has it, ""."""
    given: Mapping[str, object] = dict(said)
    made = {
        name: tuple("" if v == NONE else v for v in values) if isinstance(values, tuple) else values
        for name, values in given.items()
    }
    return cast("FilterKeywords", made)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, in words, and the address of the same without it."""

    words: str
    without: str


def chips(asked: Question) -> Iterator[Chip]:
    """Every filter that is set."""
    for name, value in asked.pairs:
        yield Chip(words(name, value), asked.without(name, value).address())


def words(name: str, value: str) -> str:
    """One filter, as it stands in the sentence."""
    if (name, value) == _STAFF:
        return "by no agency"
    if name in _WORDS:
        some, none = _WORDS[name]
        return none if value == NONE and none else some.format(_NEVER.get(value, value))
    if name in _SAID:
        return _SAID[name][0 if value == "yes" else 1]
    plain = {
        "year": f"of {value}",
        "from": f"from {value} on",
        "to": f"up to {value}",
        "undated": "without a date",
        "possible": "or possibly in that time",
        "versions": "in every version",
        "all": "each told by itself",
    }
    return plain[name]


def shown_value(name: str, value: str | None) -> str:
    """A value of a facet, as a list of them shows it; None is that none is known."""
    if value is None:
        return "not known"
    return "no agency" if (name, value) == _STAFF else value


def sentence(asked: Question, total: int) -> str:
    """The question in words, with how many articles fit."""
    count = f"{total:,} article{'' if total == 1 else 's'}"
    if asked.query:
        count += f" that mention{'s' if total == 1 else ''} {asked.query}"
    said = []
    begin, end = asked.values("from"), asked.values("to")
    for name, value in asked.pairs:
        if begin and end and name in {"from", "to"}:
            if name == "from":
                said.append(f"{begin[0]} to {end[0]}")
            continue
        said.append(words(name, value))
    return f"{', '.join((count, *said, _ORDERS[asked.order]))}."


FACETS = (
    Facet.SOURCE,
    Facet.AGENCY,
    Facet.YEAR,
    Facet.LANGUAGE,
    Facet.COLLECTION,
    Facet.PERSON,
    Facet.PLACE,
    Facet.SUBJECT,
)
"""By what results can be narrowed, in this order."""
