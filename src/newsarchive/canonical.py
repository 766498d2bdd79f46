"""Canonical JSON (RFC 8785), for ids, the ledger and reports, and a strict reader for JSON.

Two programs that agree on a value agree on its bytes, so a digest of the bytes is a digest of the
value. The reader refuses what JSON parsers disagree on: duplicate names, NaN, lone surrogates,
U+0000, and nesting deep enough to exhaust a stack.
"""

import contextlib
import itertools
import json
import re
from typing import Any

import rfc8785

_MAX_DEPTH = 64
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_BRACKET = re.compile(r"[\[\]{}]")
_REFUSED = re.compile("[\0\ud800-\udfff]")
_UNSAYABLE = "holds U+0000 or a lone surrogate, which no other reader may accept"


def dumps(value: Any) -> bytes:
    """The canonical bytes of `value`, without a final newline.

    Raises:
        ValueError: `value` holds something JSON cannot say: NaN, a lone surrogate, an integer
            beyond 2**53, a type that is not JSON's.
    """
    if _is_plain(value):
        with contextlib.suppress(UnicodeEncodeError):  # which the other says in its words
            return _plainly(value).encode()
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise ValueError(f"not canonical JSON: {error}") from error


_plainly = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


_MOST_INTEGER = 2**53 - 1
_SIMPLE = frozenset((str, bool, type(None)))


def _is_plain(value: Any) -> bool:
    """Whether the encoder of json, five times as fast, gives the canonical bytes for certain.

    It escapes strings as RFC 8785 has it (section 3.2.2.2), but writes some numbers in another way,
    and sorts names by their characters, which for ASCII are the units of UTF-16. Only what is of
    these very types is plain.
    """
    kind = type(value)
    if kind is dict:
        for name, item in value.items():
            if type(name) is not str or not name.isascii():
                return False
            if type(item) not in _SIMPLE and not _is_plain(item):
                return False
        return True
    if kind is list or kind is tuple:
        return all(type(item) in _SIMPLE or _is_plain(item) for item in value)
    if kind is int:
        return bool(-_MOST_INTEGER <= value <= _MOST_INTEGER)
    return kind in _SIMPLE


def dumps_plain(value: Any) -> bytes:
    """The canonical bytes of `value`, five times as fast, where it is plain.

    Plain is what has no number but integers, and no name but of ASCII: nothing is checked. So it is
    for comparing, where another answer costs time and no more.

    Raises:
        ValueError: a lone surrogate, or no JSON at all.
    """
    return _plainly(value).encode()


def loads(data: bytes) -> Any:
    """Read one JSON text, UTF-8, strictly.

    Raises:
        ValueError: not JSON, or JSON that different readers would read differently; the message
            says what and, where it is known, at which place.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from error
    if text.startswith("\ufeff"):
        raise ValueError("begins with a byte order mark")
    try:
        value = _strictly(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"not JSON at {place}: {error.msg.lower()}") from error
    except RecursionError as error:
        raise ValueError(f"nested deeper than {_MAX_DEPTH} levels") from error
    # Without an escape no string can hold what is refused.
    if ("\\u" in text or is_deep(text)) and (fault := _fault(value, 0)):
        raise ValueError(f"${fault[0]}: {fault[1]}")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for n, name in enumerate(names) if name in names[:n])
        raise ValueError(f"the name {twice!r} stands twice in one object")
    return result


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


# Made once: `json.loads` with arguments makes one for every text.
_strictly = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant).decode


def is_deep(text: str) -> bool:
    """Whether JSON may be too deep, told from its brackets: looking at every value takes longer."""
    if text.count("[") + text.count("{") < _MAX_DEPTH:
        return False
    steps = (1 if bracket in "[{" else -1 for bracket in _BRACKET.findall(_STRING.sub("", text)))
    return max(itertools.accumulate(steps), default=0) >= _MAX_DEPTH


def _fault(value: Any, depth: int) -> tuple[str, str] | None:
    """The first thing that this reader refuses: its place below `value`, and what it is."""
    if depth > _MAX_DEPTH:
        return "", f"nested deeper than {_MAX_DEPTH} levels"
    if isinstance(value, str):
        return ("", _UNSAYABLE) if _unsayable(value) else None
    if isinstance(value, dict):
        for key, item in value.items():
            if _unsayable(key):
                return "", f"the name {key!r} {_UNSAYABLE}"
            if fault := _fault(item, depth + 1):
                return f".{key}{fault[0]}", fault[1]
    if isinstance(value, list):
        for number, item in enumerate(value):
            if fault := _fault(item, depth + 1):
                return f"[{number}]{fault[0]}", fault[1]
    return None


def _unsayable(text: str) -> bool:
    return _REFUSED.search(text) is not None
