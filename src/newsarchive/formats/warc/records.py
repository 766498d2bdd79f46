"""The records of a WARC file: their headers, and where each of them lies, by ISO 28500:2017."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from newsarchive.errors import SourceError
from newsarchive.formats.warc.streams import Stream, Where

_VERSION = re.compile(rb"WARC/1\.[01]\r?\n")
_LONGEST_LINE = 64 * 1024
_LONGEST_HEADER = 1 << 20
_MOST_BLANK = 16
_NUMBER = re.compile(r"\d{1,15}")


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
    def kind(self) -> str:
        """`response`, `resource`, `revisit`, ..., in lower case."""
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """The address that was asked for, "" where it is none that can stand in a line."""
        url = self.headers.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")
        return url if url.isprintable() and " " not in url else ""

    @property
    def identifier(self) -> str:
        """Its WARC-Record-ID as it is printed."""
        return self.headers.get("warc-record-id", "")


def records(file: BinaryIO, name: str) -> Iterator[Record]:
    """The records of a file, in their order; none of their blocks is kept.

    Raises:
        SourceError: it is damaged from there on, or cannot be read; what was whole was given.
    """
    stream = Stream(file, name)
    number = 0
    while (found := _next(stream, name, number + 1)) is not None:
        number += 1
        yield found
        # What the block has is read from the place again, where anybody wants it.
        passed = stream.skip(found.size)
        if passed < found.size:
            raise SourceError(f"{name} is cut off in the midst of record {number}")


def block(file: BinaryIO, record: Record, name: str, limit: int) -> bytes:
    """The bytes of a record's block, `limit` of them at most.

    Raises:
        SourceError: it is damaged, or cannot be read.
    """
    stream = Stream(file, name, record.where)
    stream.skip(record.head)
    return stream.read(min(record.size, limit))


def header_bytes(file: BinaryIO, record: Record, name: str) -> bytes:
    """The headers of a record as they stand in the file."""
    return Stream(file, name, record.where).read(record.head)


def _next(stream: Stream, name: str, number: int) -> Record | None:
    where, line = _begin(stream, name, number)
    if not line:
        return None
    if not _VERSION.fullmatch(line):
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
