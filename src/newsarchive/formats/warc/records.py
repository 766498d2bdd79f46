"""The records of a WARC file: their headers, and where each of them lies, by ISO 28500:2017."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from newsarchive.errors import SourceError
from newsarchive.formats.warc.digests import BLOCK, PAYLOAD, Claim, Sums, claim
from newsarchive.formats.warc.streams import Stream, Where

VERSION = re.compile(rb"WARC/1\.[01]\r?\n")
_LONGEST_LINE = 64 * 1024
_LONGEST_HEADER = 1 << 20
_MOST_BLANK = 16
_NUMBER = re.compile(r"\d{1,15}")
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
HEAD = 64 * 1024  # of a block, in which what a server says before its answer has to stand


class Place(NamedTuple):  # not a dataclass: a web archive has a hundred thousand of them
    """Where a record lies: its number, where it begins, and the bytes of its headers and block."""

    number: int
    where: Where
    head: int
    size: int


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its headers by their names in lower case, and where it begins.

    `head` is how many bytes its headers have, `size` how many its block should have. `number`
    counts the records from 1.
    """

    number: int
    headers: Mapping[str, str]
    where: Where
    head: int
    size: int

    @property
    def place(self) -> Place:
        """Where it lies."""
        return Place(self.number, self.where, self.head, self.size)

    @property
    def kind(self) -> str:
        """`response`, `resource`, `revisit`, ..., in lower case."""
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """The address that was asked for, "" where it is none that can stand in a line."""
        url = self.headers.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")
        # A request, its answer and what was noted of it have one address, and so one string.
        return sys.intern(url) if url.isprintable() and " " not in url else ""

    @property
    def identifier(self) -> str:
        """Its WARC-Record-ID as it is printed."""
        return self.headers.get("warc-record-id", "")


@dataclass(frozen=True, slots=True)
class Seen:
    """A record that went by: the beginning of its block, and whether all of it is there.

    `lies` are the digests that it states and does not have; there are none of one that is cut off.
    """

    record: Record
    block: bytes
    whole: bool
    lies: tuple[Claim, ...] = ()


Keep = Callable[[Record, bytes], int]
"""How many bytes of a block are wanted, by its record and its beginning."""


def _beginning(record: Record, head: bytes) -> int:  # noqa: ARG001
    return len(head)


def records(file: BinaryIO, name: str, keep: Keep = _beginning) -> Iterator[Seen]:
    """The records of a file, in their order, each held against the digests that it states.

    At least the beginning of a block is given, its first 64 KiB, and as much as `keep` says.

    Raises:
        SourceError: it is damaged from there on, or cannot be read; what is whole was given, and
            last, as not whole, what is cut off.
    """
    stream = Stream(file, name)
    number = 0
    while (found := _next(stream, name, number + 1)) is not None:
        number += 1
        block = bytearray()
        try:
            block += stream.read(min(found.size, HEAD))
            wanted = max(keep(found, bytes(block)), len(block))
            sums = Sums(_claims(found), payload_start(found, block))
            sums.update(block)
            passed = len(block)
            for data in stream.pieces(found.size - passed):
                sums.update(data)
                if len(block) < wanted:
                    block += data[: wanted - len(block)]
                passed += len(data)
        except SourceError:
            yield Seen(found, bytes(block), whole=False)
            raise
        if passed < found.size:
            yield Seen(found, bytes(block), whole=False)
            raise SourceError(f"{name} is cut off in the midst of record {number}")
        kept = bytes(block)
        block.clear()
        yield Seen(found, kept, whole=True, lies=sums.lies())


def payload_start(record: Record, block: bytes | bytearray) -> int:
    """Where the payload begins in a block: behind the headers of what a server answered."""
    if record.kind != "response" or not block.startswith(b"HTTP/"):
        return 0
    end = _EMPTY_LINE.search(block)
    return end.end() if end else len(block)


def _claims(record: Record) -> tuple[Claim, ...]:
    """The digests that can be held against the block: a revisit states one of another record's."""
    names = [BLOCK]
    if record.kind in {"response", "resource"} and "warc-segment-number" not in record.headers:
        names.append(PAYLOAD)
    return tuple(made for n in names if (made := claim(record.headers, n)) is not None)


def block(file: BinaryIO, place: Place, name: str) -> Iterator[bytes]:
    """The bytes of the block of the record at a place, piece by piece.

    Raises:
        SourceError: it is damaged, or cannot be read.
    """
    stream = Stream(file, name, place.where)
    stream.skip(place.head)
    yield from stream.pieces(place.size)


def record_at(file: BinaryIO, place: Place, name: str) -> tuple[Record, bytes]:
    """The record at a place anew, and its headers as they stand in the file.

    Raises:
        SourceError: it is damaged, or cannot be read.
    """
    found = _next(Stream(file, name, place.where), name, place.number)
    if found is None:
        raise SourceError(f"{name} ends before record {place.number}")
    return found, Stream(file, name, place.where).read(found.head)


def whole_record(file: BinaryIO, place: Place, name: str) -> Iterator[bytes]:
    """The bytes of a record as it stands in the file, unpacked, and the empty lines behind it.

    Raises:
        SourceError: it is damaged, or cannot be read.
    """
    yield from Stream(file, name, place.where).pieces(place.head + place.size)
    yield b"\r\n\r\n"


def _next(stream: Stream, name: str, number: int) -> Record | None:
    where, line = _begin(stream, name, number)
    if not line:
        return None
    if not VERSION.fullmatch(line):
        raise SourceError(f"{name} is damaged at record {number}: no WARC header begins there")
    headers, total = _headers(stream, name, number)
    length = headers.get("content-length", "")
    if not _NUMBER.fullmatch(length):
        raise SourceError(f"record {number} of {name} does not say how long it is")
    return Record(number, headers, where, len(line) + total, int(length))


def _begin(stream: Stream, name: str, number: int) -> tuple[Where, bytes]:
    """Where a record begins, and its first line; no line at the end of the file."""
    for _ in range(_MOST_BLANK):
        where = stream.where
        line = stream.line(_LONGEST_LINE)
        if not line or line.strip():
            return where, line
    raise SourceError(f"{name} has something else than a record behind record {number - 1}")


def _headers(stream: Stream, name: str, number: int) -> tuple[dict[str, str], int]:
    """The headers of a record by their names in lower case, and how many bytes they have."""
    headers: dict[str, str] = {}
    total, last = 0, ""
    while True:
        line = stream.line(_LONGEST_LINE)
        total += len(line)
        if total > _LONGEST_HEADER:
            raise SourceError(f"record {number} of {name} has more than 1 MiB of headers")
        if not line:
            raise SourceError(f"{name} is cut off in the headers of record {number}")
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            return headers, total
        if text[0] in " \t" and last:
            headers[last] += f" {text.strip()}"
            continue
        field, colon, value = text.partition(":")
        last = field.strip().lower() if colon else ""
        if last:
            headers.setdefault(last, value.strip())
