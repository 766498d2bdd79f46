"""Ledger entries and their chain. Pure.

One entry is one line of canonical JSON with LF. It carries `seq`, `time`, `type`, `prev` (the
SHA-256 of the line before, its LF included; 64 zeros at first) and the entry's own fields. Change,
remove or insert a line, and the chain does not hold from there on.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsarchive import canonical
from newsarchive.model.clock import timestamp

NO_LINE = "0" * 64
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FRAME = frozenset({"seq", "time", "type", "prev", "clock"})


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a ledger: its last entry's number, time and line digest, its size in bytes."""

    seq: int = -1
    time: str = ""
    line_sha256: str = NO_LINE
    size: int = 0

    @property
    def witness(self) -> str:
        """The end of the ledger as somebody outside may keep it: `17:9f86d0...`.

        The digest of the last line commits to every line before it.
        """
        return f"{self.seq}:{self.line_sha256}"

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "seq": self.seq,
            "time": self.time,
            "line_sha256": self.line_sha256,
            "size": self.size,
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "Head":
        """What `document` gave.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        seq, size = int(document["seq"]), int(document["size"])
        return cls(seq, str(document["time"]), str(document["line_sha256"]), size)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    `fields` are those of its type; `clock_back` says that its time was before the time of the entry
    it follows. `end` is the offset in the ledger just behind its line.
    """

    seq: int
    time: str
    type: str
    fields: Mapping[str, Any]
    clock_back: bool = False
    end: int = 0


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is not in the ledger yet: its type and fields."""

    type: str
    fields: Mapping[str, Any]


def chain(head: Head, drafts: Iterable[NewEntry], now: datetime) -> tuple[tuple[bytes, ...], Head]:
    """The lines for `drafts`, in order, after `head`; and the head after them.

    Raises:
        ValueError: a draft uses a name that belongs to every entry.
    """
    lines = []
    time = timestamp(now)
    for draft in drafts:
        if _FRAME & set(draft.fields):
            raise ValueError(f"an entry's own fields are never called {sorted(_FRAME)}")
        document = {
            **draft.fields,
            "seq": head.seq + 1,
            "time": time,
            "type": draft.type,
            "prev": head.line_sha256,
        }
        if time < head.time:
            document["clock"] = "back"
        line = canonical.dumps(document) + b"\n"
        lines.append(line)
        head = after(head, line, time)
    return tuple(lines), head


def after(head: Head, line: bytes, time: str) -> Head:
    """The head of the ledger once `line` stands in it."""
    return Head(head.seq + 1, time, hashlib.sha256(line).hexdigest(), head.size + len(line))


def parse(line: bytes, end: int = 0) -> tuple[Entry, str]:
    """The entry in a line (its LF included), and the `prev` that it names.

    Raises:
        ValueError: it is not an entry; the message says why.
    """
    document = canonical.loads(line)
    if not isinstance(document, dict):
        raise ValueError("an entry is a JSON object")
    frame = {name: document.pop(name, None) for name in _FRAME}
    seq, time, kind, prev = frame["seq"], frame["time"], frame["type"], frame["prev"]
    if not isinstance(seq, int) or isinstance(seq, bool):
        raise ValueError("seq is not a number")
    if not (isinstance(time, str) and isinstance(kind, str) and isinstance(prev, str)):
        raise ValueError("time, type and prev are texts")
    entry = Entry(seq, time, kind, document, clock_back=frame["clock"] == "back", end=end)
    return entry, prev


def read_chain(head: Head, lines: Iterable[bytes]) -> Iterator[tuple[Entry, Head]]:
    """Read `lines`, whole lines with their LF, after `head`: each entry, and the head after it.

    Raises:
        ValueError: a line breaks the chain; the message names its number and says how.
    """
    for line in lines:
        number = head.seq + 2
        try:
            entry, prev = parse(line, head.size + len(line))
        except ValueError as error:
            raise ValueError(f"line {number} is not an entry: {error}") from error
        if entry.seq != head.seq + 1:
            raise ValueError(f"line {number} has seq {entry.seq}, not {head.seq + 1}")
        if prev != head.line_sha256:
            raise ValueError(f"line {number} does not follow the line before it: one was changed")
        head = after(head, line, entry.time)
        yield entry, head


def parse_witness(text: str) -> tuple[int, str]:
    """The number and the line digest in `17:9f86d0...`.

    Raises:
        ValueError: it is none.
    """
    number, _, digest = text.partition(":")
    if not number.isascii() or not number.isdigit() or not _DIGEST.fullmatch(digest.lower()):
        raise ValueError(f"{text!r} is not a number and a SHA-256, such as 17:9f86d081...")
    return int(number), digest.lower()


def key_of(kind: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """What is never entered twice: a bag once, an audit once; all else when every word is equal."""
    match kind:
        case "accession":
            return kind, str(fields.get("bag"))
        case "audit":
            return kind, str(fields.get("run"))
        case _:
            return kind, canonical.dumps(dict(fields)).decode()
