"""News agencies by the names and abbreviations that they are printed under. Pure but for the table.

The table is agencies.json beside this file. Of each agency it has

- `name`: the canonical name;
- `short`: official short names and abbreviations, matched in exactly this case ("AP", "dpa");
- `ambiguous`: official ones that mean something else as often ("PA" is Pennsylvania, "MENA" a
  region, "Hina" a first name): matched in exactly this case, and only in an agency's position;
- `aliases`: other spellings, other languages, former names, owners;
- `country`: ISO 3166-1, and `wikidata`: an item, each null where it is not certain.

Names and aliases are matched in any case. Nothing is matched inside a word, beside a hyphen
("AP-style"), or in an address. What is not in the table is not recognised: that says nothing.
"""

import functools
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from newsarchive.model.statement import Span, Statement

ALIAS_BASIS = "agencies:alias"


class Form(StrEnum):
    """By which kind of name an agency was recognised."""

    NAME = "name"
    SHORT = "short"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Agency:
    """One news agency of the table; see above."""

    name: str
    short: tuple[str, ...]
    ambiguous: tuple[str, ...]
    aliases: tuple[str, ...]
    country: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """An agency found in a text: `text[start:end]` in characters, as printed in `printed`."""

    agency: Agency
    form: Form
    printed: str
    start: int
    end: int

    def statement(self, *, basis: str, span: Span | None = None) -> Statement[str]:
        """The agency as a statement; `basis` is the place that it was read from.

        Stated as printed where that is the agency's own name or abbreviation. By an alias it is
        derived: the value is the canonical name, and the basis the rule.
        """
        printed = " ".join(self.printed.split())
        if self.form is Form.ALIAS:
            return Statement.derived(self.agency.name, raw=printed, basis=ALIAS_BASIS, span=span)
        return Statement.stated(printed, raw=printed, basis=basis, span=span)


@functools.cache
def agencies() -> tuple[Agency, ...]:
    """The table, in its order."""
    table = resources.files("newsarchive.metadata").joinpath("agencies.json").read_bytes()
    return tuple(
        Agency(
            name=row["name"],
            short=tuple(row["short"]),
            ambiguous=tuple(row["ambiguous"]),
            aliases=tuple(row["aliases"]),
            country=row["country"],
            wikidata=row["wikidata"],
        )
        for row in json.loads(table)
    )


def named(text: str) -> Match | None:
    """The agency that `text` as a whole names, with "the" before it or not; None if it is none.

    For the items of a source line, and other places where nothing but an agency is expected:
    ambiguous abbreviations count.
    """
    start = len(text) - len(text.lstrip())
    if article := _THE.match(text, start):
        start = article.end()
    printed = text[start:].rstrip()
    form = _form(printed)
    if form is None:
        return None
    agency, kind, _ = form
    return Match(agency, kind, printed, start, start + len(printed))


def recognise(text: str) -> tuple[Match, ...]:
    """The agencies named in a source line, a credit or a byline, in order, each as often as named.

    An agency's name does not count as part of a longer name: "Reuters Institute", "Michael
    Bloomberg". What is ambiguous counts only where nothing else stands between the marks, "and",
    "by" and the like on both sides of it; and two such letters after a comma only behind an agency,
    since "Harrisburg, PA" is a place.
    """
    found: list[Match] = []
    addresses = [m.span() for m in _ADDRESS.finditer(text)]
    for match in _pattern().finditer(text):
        start, end = match.span()
        form = _form(match.group())
        if form is None or any(a <= start < b for a, b in addresses):
            continue
        agency, kind, ambiguous = form
        fits = _alone if ambiguous else _no_part_of_a_name
        if not fits(_before(text, start), _after(text, end)):
            continue
        if ambiguous and _may_be_a_state(text, start, end, found):
            continue
        found.append(Match(agency, kind, match.group(), start, end))
    return tuple(found)


def canonical_name(text: str) -> str | None:
    """The one name of the agency that `text` names as a whole, for facets; None if it is none."""
    match = named(text)
    return match.agency.name if match else None


_THE = re.compile(r"(?i:the)\s+")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")

_SEPARATOR = re.compile(
    r"[,;:/|()\[\]+&–—·•]|\.\s|\s--?\s|(?i:(?<!\w)(?:and|und|et|y|e|ve|en|og|och|i|via|for|by|from|"
    r"von|für|per|par|pour|por|para|di|door|voor)(?!\w))"
)
_WORD = re.compile(r"[\w'’.-]*\w")
# What stands beside an agency without making a longer name of it.
_BESIDE = re.compile(
    r"(?i:the|photos?|fotos?|pictures?|images?|bild(er)?|video|staff|pool|handout|file|archiv(e)?|"
    r"news|agency|agence|agentur|agencia|agenzia|wire|correspondents?|reporters?|writers?|"
    r"korrespondent(in)?|bureau|sources?|quelle|fuente|reports?|reporting|copyright)"
)


def _no_part_of_a_name(before: list[str], after: list[str]) -> bool:
    beside = [*before[-1:], *after[:1]]
    return not any(word[0].isupper() and not _BESIDE.fullmatch(word) for word in beside)


def _alone(before: list[str], after: list[str]) -> bool:
    return all(_BESIDE.fullmatch(word) for word in (*before, *after))


def _before(text: str, start: int) -> list[str]:
    """The words between the last separator and `start`."""
    ends = [m.end() for m in _SEPARATOR.finditer(text, 0, start)]
    return _WORD.findall(text, ends[-1] if ends else 0, start)


def _after(text: str, end: int) -> list[str]:
    """The words between `end` and the next separator."""
    separator = _SEPARATOR.search(text, end)
    return _WORD.findall(text, end, separator.start() if separator else len(text))


def _may_be_a_state(text: str, start: int, end: int, found: list[Match]) -> bool:
    before = text[:start].rstrip()
    if end - start != 2 or not before.endswith(","):  # noqa: PLR2004  # the two letters of a state
        return False
    return not found or found[-1].end != len(before[:-1].rstrip())


_Entry = tuple[Agency, Form, bool]  # the agency, by which form, and whether that is ambiguous


def _form(printed: str) -> _Entry | None:
    """What `printed` stands for: exactly as in the table, or as a name in any case."""
    exact, folded = _forms()
    return exact.get(printed) or folded.get(_folded(printed))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@functools.cache
def _forms() -> tuple[dict[str, _Entry], dict[str, _Entry]]:
    exact: dict[str, _Entry] = {}
    folded: dict[str, _Entry] = {}
    for agency in agencies():
        exact |= dict.fromkeys(agency.short, (agency, Form.SHORT, False))
        exact |= dict.fromkeys(agency.ambiguous, (agency, Form.SHORT, True))
        if agency.name in exact:
            exact[agency.name] = (agency, Form.NAME, exact[agency.name][2])
        else:
            folded[_folded(agency.name)] = (agency, Form.NAME, False)
        folded |= {_folded(form): (agency, Form.ALIAS, False) for form in agency.aliases}
    return exact, folded


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Any form of any agency as whole words, the longest first."""
    exact, folded = _forms()
    forms = [(form, re.escape(form)) for form in exact]
    forms += [(form, f"(?i:{re.escape(form)})") for form in folded]
    forms.sort(key=lambda pair: len(pair[0]), reverse=True)
    choices = "|".join(expression.replace(r"\ ", r"\s+") for _, expression in forms)
    return re.compile(rf"(?<!\w)(?<!\w[-.‐‑])(?:{choices})(?!\w)(?![-.‐‑]\w)")
