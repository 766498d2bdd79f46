"""One JSON document from outside, read strictly: any fault is one line. Bounded by its size."""

import codecs
from collections.abc import Mapping
from typing import Any, BinaryIO

from newsarchive import canonical
from newsarchive.errors import RefusedError
from newsarchive.formats.base import AS_IS
from newsarchive.model.capture import Capture

# Python needs up to 24 bytes for one of JSON ("{},"). The longest text of a paper has 1.5 MB.
MAX_BYTES = 4 * 1024 * 1024
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MOST_MEMBERS = 10_000  # of a list: subjects, pictures
_LONGEST_NAME = 60
_LONGEST = 200  # characters of a reason


def load(capture: Capture, file: BinaryIO, what: str) -> Mapping[str, Any]:
    """The object in `file`; `what` is what it is read as, for messages.

    A mark of UTF-8 or UTF-16 at the beginning is understood, and what a person says of the
    encoding; else it is UTF-8 (RFC 8259 section 8.1).

    Raises:
        RefusedError: it is too large, no JSON, JSON that readers read differently, no object, or
            one with lists that are longer than can be meant.
        OSError: it cannot be read.
    """
    name = capture.name
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise RefusedError(
            f"{name} is larger than {MAX_BYTES // 1024**2} MiB, too large for one item",
            hint=AS_IS,
        )
    document = parsed(_utf8(data, name, capture.charset), f"{name} is no {what} that can be read")
    if not isinstance(document, dict):
        raise RefusedError(f"{name} is no {what}: it holds no JSON object", hint=AS_IS)
    if len(data) > 2 * _MOST_MEMBERS and (place := _endless(document, "$")):
        raise RefusedError(
            f"{name}: {place} has more than {_MOST_MEMBERS:,} members, more than can be meant",
            hint=AS_IS,
        )
    return document


def _endless(value: Any, place: str) -> str:
    """The place of a list or object with too many members, "" for none."""
    if isinstance(value, dict):
        inner = ((item, f"{place}.{name[:_LONGEST_NAME]}") for name, item in value.items())
    elif isinstance(value, list):
        inner = ((item, f"{place}[]") for item in value)
    else:
        return ""
    if len(value) > _MOST_MEMBERS:
        return place
    return next((found for item, where in inner if (found := _endless(item, where))), "")


def parsed(data: bytes, fault: str) -> Any:
    """JSON in UTF-8, read strictly; `fault` begins the message where it is none.

    Raises:
        RefusedError: it is none, or one that readers read differently.
    """
    try:
        return canonical.loads(data)
    except ValueError as error:
        reason = str(error)
        if "integer string conversion" in reason:
            reason = "it holds a number with more than 4,300 digits"
        raise RefusedError(f"{fault}: {reason[:_LONGEST]}", hint=AS_IS) from error


def _utf8(data: bytes, name: str, charset: str) -> bytes:
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :]
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", charset))
    if not encoding:
        return data
    try:
        return data[len(mark) :].decode(encoding).encode()
    except UnicodeError as error:
        said = "is marked as UTF-16" if mark else f"is said to be in {charset}"
        raise RefusedError(f"{name} {said} and is not", hint=AS_IS) from error
