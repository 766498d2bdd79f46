"""What the fields of each type of ledger entry may be: a table, and what breaks it. Pure.

Whoever can write to the ledger can make a chain of anything. So nothing of an entry is used, as a
path, a number or a name, before it has the shape that this program would have written. A field that
is wrong and on which nothing hangs is left out, with its fault; where one is wrong without which
the entry says nothing, there is no entry.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from newsarchive.judgement.versions import STATUS_WORDS
from newsarchive.model.attention import parse_day
from newsarchive.model.auditing import Reach, RunState
from newsarchive.model.decision import DecisionKind, Reason
from newsarchive.model.finding import Verdict, read_finding
from newsarchive.model.holding import BagKind
from newsarchive.model.layout import is_bag_place
from newsarchive.model.withdrawal import Act

_MOST = 1 << 53  # numbers beyond that are not the same number to every reader of JSON
_BAG = re.compile(r"[0-9a-f]{64}")
_SHA512 = re.compile(r"[0-9a-f]{128}")
_SEAL = re.compile(r"sha512:[0-9a-f]{128}")
_NAME = re.compile(r"[a-z0-9-]{1,200}")
_RUN = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_FOLDED = re.compile(r"(?:[0-9]{1,4}:[0-9a-f]{64})?")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)

Fits = Callable[[Any], bool]
Fields = Mapping[str, Any]


class _Needed:
    """Stands for the value of a field that must be there and right."""


_NEEDED: Final = _Needed()


@dataclass(frozen=True, slots=True)
class Shape:
    """What one field may be: a question, in words what is wanted, and what it is if it is not so.

    `optional`: early entries do not have it, and that is no fault.
    """

    fits: Fits
    wanted: str
    otherwise: Any = _NEEDED
    optional: bool = False


def is_time(value: object) -> bool:
    """Whether a value is a time as the ledger has it (RFC 3339), of a day that there is."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_bag_id(value: object) -> bool:
    """Whether a value is a bag id."""
    return isinstance(value, str) and _BAG.fullmatch(value) is not None


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _some_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_MOST < value < _MOST


def _like(pattern: re.Pattern[str]) -> Fits:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _one_of(words: type[Any]) -> Fits:
    known = {word.value for word in words}
    return lambda value: isinstance(value, str) and value in known


def _maybe(fits: Fits) -> Fits:
    return lambda value: value is None or fits(value)


def _list_of(fits: Fits) -> Fits:
    return lambda value: isinstance(value, list) and all(map(fits, value))


def _medium(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and _sha512(value[0]) and _count(value[1])  # noqa: PLR2004


def _rewritten(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and _like(_RUN)(value[0]) and _seal(value[1])  # noqa: PLR2004


def is_finding(value: object) -> bool:
    """Whether a value is a finding as documents have it."""
    if not isinstance(value, dict) or not all(map(_text, value.values())):
        return False
    try:
        read_finding(value)
    except (KeyError, ValueError):
        return False
    return "id" in value


def _day(value: Any) -> bool:
    try:
        parse_day(value)
    except (TypeError, ValueError):
        return False
    return True


def _scope(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and _one_of(Reach)(value.get("reach"))
        and isinstance(value.get("value"), str)
    )


_sha512 = _like(_SHA512)
_seal = _like(_SEAL)

_ID = Shape(is_bag_id, "64 hexadecimal characters")
_TEXT = Shape(_text, "a text")
_LOOSE_TEXT = Shape(_text, "a text", "")
_STORE = Shape(_some_text, "the name of a store", optional=True)
_RUN_NAME = Shape(_like(_RUN), "the name of an audit")
_FINDINGS = Shape(_list_of(is_finding), "a list of findings", [])
_COUNT = Shape(_count, "a number, 0 or more", 0)
_EARLY_COUNT = Shape(_count, "a number, 0 or more", 0, optional=True)
_EARLY_TEXT = Shape(_text, "a text", "", optional=True)
_TEXTS = Shape(_list_of(_text), "a list of texts")

SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "init": {
        "archive": Shape(_some_text, "the id of an archive"),
        "layout": Shape(_number, "a number"),
        "agent": _LOOSE_TEXT,
    },
    "accession": {
        "kind": Shape(_one_of(BagKind), "article, amendment or delivery", optional=True),
        "bag": _ID,
        "name": Shape(_like(_NAME), "the name of a bag"),
        "path": Shape(
            lambda v: isinstance(v, str) and is_bag_place(v), "a place for bags below bags/"
        ),
        "seal": Shape(_seal, "a SHA-512"),
        "article": _LOOSE_TEXT,
        "version": Shape(_maybe(_text), "a text or nothing", None),
        "originals": Shape(_list_of(_sha512), "a list of SHA-512", []),
        "media": Shape(_list_of(_medium), "a list of SHA-512 with positions", []),
        "supplied": Shape(lambda v: isinstance(v, dict), "an object", {}),
        "origin": _LOOSE_TEXT,
        "files": _COUNT,
        "bytes": _COUNT,
        "complete": Shape(lambda v: isinstance(v, bool), "true or false", otherwise=False),
        "amends": Shape(_maybe(_seal), "a SHA-512 or nothing"),
        "follows": Shape(_maybe(_seal), "a SHA-512 or nothing", None),
        "findings": _FINDINGS,
        "sources": Shape(_list_of(_text), "a list of texts", [], optional=True),
        "delivery": Shape(_maybe(is_bag_id), "a bag id or nothing", None, optional=True),
        "dated": Shape(_text, "a date", "", optional=True),
        "versioned": Shape(_text, "a date or time", "", optional=True),
        "pub_status": Shape(
            lambda v: isinstance(v, str) and v in STATUS_WORDS,
            "a publishing status",
            "",
            optional=True,
        ),
        "embargoed_until": Shape(_text, "a date or time", "", optional=True),
        "text": Shape(_like(_FOLDED), "the digest of a folded text", "", optional=True),
    },
    "sighting": {"bag": _ID, "origin": _TEXT},
    "audit": {
        "run": _RUN_NAME,
        "report": Shape(_like(re.compile(r"(?:sha512:[0-9a-f]{128})?")), "a SHA-512", ""),
        "read": _EARLY_TEXT,
        "bags": _EARLY_COUNT,
        "unknown": _EARLY_COUNT,
        **{verdict.value: _EARLY_COUNT for verdict in Verdict},
        "scope": Shape(
            _scope, "a reach and a value", {"reach": Reach.ALL.value, "value": ""}, optional=True
        ),
        "state": Shape(
            _one_of(RunState), "complete or interrupted", RunState.INTERRUPTED.value, optional=True
        ),
        "stopped": _EARLY_TEXT,
        "planned": _EARLY_COUNT,
        "of": _EARLY_COUNT,
        "carried": _EARLY_COUNT,
        "continues": _EARLY_TEXT,
        "began": Shape(is_time, "a time", "1970-01-01T00:00:00Z", optional=True),
        "ended": Shape(is_time, "a time", "1970-01-01T00:00:00Z", optional=True),
        "milliseconds": _EARLY_COUNT,
        "bytes": _EARLY_COUNT,
        "used_up": _EARLY_TEXT,
        "told": Shape(_list_of(_text), "a list of texts", [], optional=True),
        "findings": _EARLY_COUNT,
        "exit": Shape(_maybe(_count), "an exit status", None, optional=True),
        "store": _STORE,
    },
    "damage": {
        "run": _RUN_NAME,
        "bag": _ID,
        "verdict": Shape(_one_of(Verdict), "a verdict"),
        "findings": _FINDINGS,
        "store": _STORE,
    },
    "decision": {
        "bag": _ID,
        "kind": Shape(_one_of(DecisionKind), "a kind of decision"),
        "value": _TEXT,
        "reason": Shape(_one_of(Reason), "a reason"),
        "note": _TEXT,
        "by": _TEXT,
    },
    "acknowledgement": {
        "finding": _TEXT,
        "bag": _TEXT,
        "reason": _TEXT,
        "until": Shape(_maybe(_day), "a day or nothing"),
        "by": _TEXT,
    },
    "prune": {"runs": _TEXTS, "reports": _TEXTS, "before": _TEXT, "by": _TEXT},
    "loss": {
        "source": _TEXT,
        "entry": Shape(_number, "the number of an entry"),
        "line_sha256": _TEXT,
        "moment": _TEXT,
    },
    "adoption": {"bag": _ID, "reason": _TEXT, "by": _TEXT},
    "use": {"bag": _ID, "reader": _TEXT, "door": _TEXT, "by": _TEXT},
    "withdrawal": {
        "bag": _ID,
        "seal": Shape(_seal, "a SHA-512"),
        "act": Shape(_one_of(Act), "a step of a withdrawal"),
        "reason": Shape(_one_of(Reason), "a reason"),
        "authority": Shape(_some_text, "a reference"),
        "by": _TEXT,
        "persons": Shape(lambda v: _count(v) and v > 0, "a number, 1 or more"),
        "also": Shape(_list_of(is_bag_id), "a list of bag ids"),
        "refused": Shape(_list_of(_sha512), "a list of SHA-512"),
        "reports": Shape(_list_of(_rewritten), "a list of audits with the SHA-512 of reports"),
        "beside": Shape(_list_of(is_bag_id), "a list of bag ids", [], optional=True),
    },
}


@dataclass(frozen=True, slots=True)
class Shaped:
    """The fields of an entry that can be used, None if it says nothing; and every fault."""

    fields: Fields | None
    faults: tuple[str, ...] = ()


def shaped(kind: str, fields: Fields) -> Shaped:
    """What of the fields of an entry of a type that is known can be used."""
    faults: list[str] = []
    mended: dict[str, Any] = {}
    sound = True
    for name, shape in SHAPES[kind].items():
        if name not in fields:
            if shape.optional:
                continue
            faults.append(f"it has no {name}")
        elif shape.fits(fields[name]):
            continue
        else:
            faults.append(f"its {name} is not {shape.wanted}: {_shown(fields[name])}")
        sound = sound and shape.otherwise is not _NEEDED
        mended[name] = shape.otherwise
    if kind == "accession" and sound and (fault := _of_accession(fields)):
        faults.append(fault)
        sound = False
    if not faults:
        return Shaped(fields)
    return Shaped({**fields, **mended} if sound else None, tuple(faults))


def _of_accession(fields: Fields) -> str:
    """What is wrong between fields of an accession of which each by itself is right; "" if none."""
    if fields["path"].rpartition("/")[2] != fields["name"]:
        return f"its path does not end in its name: {_shown(fields['path'])}"
    if fields.get("kind") == BagKind.AMENDMENT.value and fields["amends"] is None:
        return "it amends nothing"
    return ""


_LONGEST_SHOWN = 60


def _shown(value: object) -> str:
    text = ascii(value) if not isinstance(value, list | dict) else f"a {type(value).__name__}"
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
