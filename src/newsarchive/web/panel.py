"""Where each fact of an article comes from, as a page tells it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Said = Mapping[str, Any]  # a statement, as a record has it

_LABELS = {
    "stated": "stated by source",
    "derived": "worked out by rule",
    "supplied": "added by archivist",
    "none": "said to be none",
    "unknown": "not stated",
}
_AROUND = 90  # bytes of the original before and behind the words that a fact rests on
_MOST_WORDS = 2000  # bytes

# What is told of every article, be it that it is not known; and what is told where it is.
_ALWAYS = (
    ("Source", ("provenance", "sources")),
    ("Agency", ("provenance", "agencies")),
    ("Published", ("provenance", "datePublished")),
    ("Byline", ("by",)),
    ("Language", ("language", "declared")),
)
_WHERE_KNOWN = (
    ("Source line", ("provenance", "sourceLine")),
    ("Publisher", ("provenance", "publisher")),
    ("Issued", ("provenance", "dateIssued")),
    ("Changed", ("provenance", "dateModified")),
    ("Dateline", ("provenance", "dateline")),
    ("Web address", ("provenance", "url")),
    ("Captured", ("provenance", "captured")),
    ("Edition", ("printed", "edition")),
    ("Section", ("printed", "section")),
    ("Page", ("printed", "page")),
    ("Column", ("printed", "column")),
    ("Version", ("version",)),
    ("Genre", ("genre",)),
    ("Status", ("pubStatus",)),
    ("Embargo", ("embargoedUntil",)),
    ("Made by", ("digitalSourceType",)),
    ("Copyright", ("rights", "copyrightNotice")),
    ("Copyright holder", ("rights", "copyrightHolder")),
    ("Usage terms", ("rights", "usageTerms")),
    ("Licence", ("rights", "licence")),
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the original that a fact rests on, with what stands before and behind them."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it is told: what it is, its value, how it is known, and on request all the rest."""

    name: str
    value: str
    known: bool
    label: str
    basis: tuple[tuple[str, str], ...]
    words: Words | None


@dataclass(frozen=True, slots=True)
class Plain:
    """The text in whose bytes spans are counted, and the encoding that it was read as."""

    data: bytes
    encoding: str

    def words(self, start: int, end: int) -> Words | None:
        """The words of a span; None where it lies in no such text."""
        if not 0 <= start < end <= len(self.data) or end - start > _MOST_WORDS:
            return None
        before = self._text(max(start - _AROUND, 0), start)
        after = self._text(end, min(end + _AROUND, len(self.data)))
        return Words(
            f"{'…' if start > _AROUND else ''}{before}",
            self._text(start, end),
            f"{after}{'…' if end + _AROUND < len(self.data) else ''}",
        )

    def _text(self, start: int, end: int) -> str:
        try:
            text = self.data[start:end].decode(self.encoding, "replace")
        except LookupError:  # an encoding that this Python does not know
            text = self.data[start:end].decode("utf-8", "replace")
        return text.strip("\ufffd").replace("\r\n", "\n")  # a letter that was cut in two


def facts(record: Said, plain: Plain | None) -> Iterator[Fact]:
    """All that is told of where an article comes from; what is not known says so."""
    for name, path in _ALWAYS:
        yield from (_fact(name, said, plain) for said in _at(record, path))
    for name, path in _WHERE_KNOWN:
        yield from (_fact(name, said, plain) for said in _at(record, path) if is_said(said))


def is_said(said: Said) -> bool:
    """Whether anybody says anything of it."""
    return said["status"] != "unknown" or bool(said.get("candidates"))


def _at(record: Said, path: tuple[str, ...]) -> list[Said]:
    value: Any = record
    for step in path:
        value = (value or {}).get(step)
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _fact(name: str, said: Said, plain: Plain | None) -> Fact:
    value, known = _value(said)
    span = said.get("span")
    return Fact(
        name,
        value,
        known,
        label(said),
        tuple(_basis(said)),
        plain.words(span[0], span[1]) if plain and span else None,
    )


def label(said: Said) -> str:
    """How a fact is known, in few words."""
    candidates = said.get("candidates", ())
    if candidates and not said.get("resolution"):
        return f"disputed: {len(candidates) + 1} values"
    status = str(said["status"])
    return _LABELS.get(status, status)


def _value(said: Said) -> tuple[str, bool]:
    if said.get("value") is not None:
        return str(said["value"]), True
    if said["status"] == "none":
        return "none", True
    if said.get("raw"):
        return f"“{said['raw']}”, without a name", True
    return "not known", False


def _basis(said: Said) -> Iterator[tuple[str, str]]:
    for heading, name in (
        ("Reason", "reason"),
        ("Basis", "basis"),
        ("As printed", "raw"),
        ("By", "by"),
        ("When", "when"),
        ("Note", "note"),
    ):
        if said.get(name):
            yield heading, str(said[name])
    for other in said.get("candidates", ()):
        whence = other.get("basis") or other.get("by") or ""
        yield "Also found", ", ".join(filter(None, (_value(other)[0], label(other), whence)))
    if chosen := said.get("resolution"):
        parts = (chosen.get(n) for n in ("rule", "by", "when", "reason"))
        yield "Decided", ", ".join(str(part) for part in parts if part)
