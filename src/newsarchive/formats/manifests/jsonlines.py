"""The lines of a file of JSON lines with where they stand in its bytes: one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from newsarchive import canonical
from newsarchive.formats.base import Slice
from newsarchive.formats.manifests.tables import MOST, marked


@dataclass(frozen=True, slots=True)
class JsonRow:
    """One line that is not blank: its number, what it says, and where it stands.

    `problem` is why it says nothing, "" where it does.
    """

    number: int
    document: dict[str, Any]
    place: Slice
    problem: str = ""


def json_lines(file: BinaryIO) -> Iterator[JsonRow]:
    """The lines of a file of UTF-8, each an object by itself.

    Raises:
        OSError: it cannot be read.
    """
    file.seek(0)
    offset = marked(file.read(3))[0]
    file.seek(offset)
    number = 0
    while line := file.readline(MOST + 1):
        number += 1
        start, offset = offset, offset + len(line)
        if len(line) > MOST:
            while line and not line.endswith(b"\n"):
                line = file.readline(MOST)
                offset += len(line)
            problem = f"the line has more than {MOST:,} bytes"
            yield JsonRow(number, {}, Slice(start, offset), problem)
            continue
        bare = line.strip()
        if bare:
            place = Slice(start, start + len(line.rstrip(b"\r\n")))
            yield _row(number, bare, place)


def _row(number: int, line: bytes, place: Slice) -> JsonRow:
    try:
        document = canonical.loads(line)
    except ValueError as error:
        # It is one line, so that of the place only the column says something.
        return JsonRow(number, {}, place, str(error).replace("line 1, column", "column"))
    if not isinstance(document, dict):
        return JsonRow(number, {}, place, "it is no object of names and values")
    return JsonRow(number, document, place)
