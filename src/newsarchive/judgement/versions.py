"""In what order the versions of an article are, which one counts, and what takes it back. Pure.

Bags come in any order: a late one may be of an earlier version. So the order is that of the times
which the versions state; where these are equal, or one states none, of the numbers that their
source gave them; and only where neither says anything, that in which they came.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby

from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement
from newsarchive.model.version import Placed, Stated, TakenBack, Version

USABLE = "usable"
TAKEN_BACK = frozenset({"withheld", "canceled", "cancelled", "killed", "withdrawn"})
"""What a publishing status can say of all versions of an article (IPTC), as people write it too."""

UNPUBLISHED = TAKEN_BACK | {"embargoed"}
"""What it can say of the version itself."""

STATUS_WORDS = frozenset({"", USABLE}) | UNPUBLISHED

_MOST_TIME = 100  # characters: what is longer is none
_DAY = 86_400_000_000  # microseconds
_NUMBER = re.compile(r"[vV]?([0-9]{1,18}(?:\.[0-9]{1,18}){0,7})", re.ASCII)

_Span = tuple[int, int]  # the first and the last microsecond that a time can mean


@dataclass(frozen=True, slots=True)
class _Known:
    """What puts a version in order: what its time can mean, its number, when it came.

    `index` is where it stands among those that were given.
    """

    index: int
    span: _Span | None
    number: tuple[int, ...] | None
    seq: int


def order_of(versions: Sequence[Stated]) -> tuple[int, ...]:
    """The versions of one article from the earliest to the current one, each by its index.

    A time of which only the day or year is known lies among those of that day or year as one that
    is not known: the numbers decide there. A time without a zone is taken as UTC.
    """
    known = [
        _Known(index, _span(v.time[:_MOST_TIME]), version_number(v.number), v.seq)
        for index, v in sorted(enumerate(versions), key=lambda item: item[1].seq)
    ]
    chain: list[_Known] = []
    for cluster in _clusters([k for k in known if k.span is not None]):
        chain += _within(cluster)
    rest = _by_number([k for k in known if k.span is None])
    return tuple(k.index for k in _merged(chain, rest))


def in_order(versions: Sequence[Version]) -> tuple[Version, ...]:
    """The versions of one article, the earliest first; the last is the current one."""
    return tuple(versions[index] for index in order_of([v.stated for v in versions]))


def placed(versions: Sequence[Version]) -> tuple[Placed, ...]:
    """The same, each with its place and its neighbours."""
    ordered = in_order(versions)
    bags = ["", *(v.bag for v in ordered), ""]
    claims: dict[str, list[str]] = {}
    for version in ordered:
        claims.setdefault(version.number, []).append(version.bag)
    found: list[Placed] = []
    first_behind = math.inf  # the earliest arrival of those that stand behind
    for position in range(len(ordered), 0, -1):
        version = ordered[position - 1]
        same = claims[version.number] if version.number else ()
        found.append(
            Placed(
                version,
                position,
                late=first_behind < version.seq,
                replaces=bags[position - 1],
                replaced_by=bags[position + 1],
                alternates=tuple(bag for bag in same if bag != version.bag),
            )
        )
        first_behind = min(first_behind, version.seq)
    return tuple(reversed(found))


def taken_back(
    ordered: Sequence[Version], unsaid: Callable[[Version], str] = lambda _: ""
) -> TakenBack | None:
    """What closes the whole article: the newest version that says anything decides.

    One that says nothing of its status, or only that it is under embargo, opens nothing again.
    `unsaid` gives the status of a version of which no entry says it.
    """
    for version in reversed(ordered):
        status = unsaid(version) if version.status is None else version.status
        if status == USABLE:
            return None
        if status in TAKEN_BACK:
            entry = version.status_said
            return TakenBack(status, version.bag, entry.seq, entry.time)
    return None


def status_word(said: Statement[str]) -> str:
    """A publishing status as one of `STATUS_WORDS`; "" where it is none of them, or not stated.

    While it is disputed, the word that closes counts.
    """
    every = (said, *said.candidates) if said.disputed else (said,)
    words = [plain_status(one.value) for one in every if one.value is not None]
    for closing in (TAKEN_BACK, UNPUBLISHED, {USABLE}):
        if found := [word for word in words if word in closing]:
            return found[0]
    return ""


def plain_status(value: str) -> str:
    """A publishing status without its scheme and case: `stat:Canceled` is `canceled`."""
    return value.strip().rpartition(":")[2].casefold()


def version_number(text: str) -> tuple[int, ...] | None:
    """A version as numbers that can be compared, `1.10` behind `1.9`; None where it is none."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    parts = [int(part) for part in match[1].split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


@lru_cache(maxsize=4096)  # all of an article are asked whenever one comes
def _span(text: str) -> _Span | None:
    if not text:
        return None
    try:
        edtf = Edtf.parse(text)
        if "T" in text:
            at = _moment(datetime.fromisoformat(re.sub(r"(T\d\d:\d\d):60", r"\1:59", text)))
            return at, at
    except ValueError:
        return None  # a newer program may know more of EDTF, and Python knows no year 0
    if edtf.earliest is None and edtf.latest is None:
        return None
    first, last = edtf.earliest or date.min, edtf.latest or date.max
    return first.toordinal() * _DAY, (last.toordinal() + 1) * _DAY - 1


def _moment(moment: datetime) -> int:
    offset = moment.utcoffset()
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    if offset is not None:
        seconds -= round(offset.total_seconds())
    return moment.toordinal() * _DAY + seconds * 1_000_000 + moment.microsecond


def _clusters(timed: Sequence[_Known]) -> Iterable[list[_Known]]:
    """Those whose times may be the same, together; the clusters in the order of their times."""
    cluster: list[_Known] = []
    end = -1
    for known in sorted(timed, key=_by_span):
        first, last = _sure(known)
        if cluster and first > end:
            yield cluster
            cluster = []
        cluster.append(known)
        end = max(end, last) if len(cluster) > 1 else last
    if cluster:
        yield cluster


def _sure(known: _Known) -> _Span:
    assert known.span is not None  # noqa: S101  # only such are compared by time
    return known.span


def _by_span(known: _Known) -> tuple[int, int]:
    first, last = _sure(known)
    return first, -last


def _within(cluster: Sequence[_Known]) -> list[_Known]:
    """Those of one cluster in order: exact times by themselves, vague ones put among them."""
    groups = [list(group) for _, group in groupby(cluster, key=_sure)]
    exact: list[_Known] = []
    vague: list[_Known] = []
    shortest = None  # the earliest end of those that begin no earlier
    kept: list[list[_Known]] = []
    for group in reversed(groups):
        last = _sure(group[0])[1]
        if shortest is not None and shortest <= last:
            vague += group
        else:
            kept.append(group)
        shortest = last if shortest is None else min(shortest, last)
    for group in reversed(kept):
        exact += _by_number(group)
    return _merged(exact, _by_number(vague))


def _by_number(versions: Sequence[_Known]) -> list[_Known]:
    numbered = [k for k in versions if k.number is not None]
    others = sorted((k for k in versions if k.number is None), key=lambda k: k.seq)
    return _merged(sorted(numbered, key=lambda k: (k.number, k.seq)), others)


def _merged(chain: list[_Known], others: Sequence[_Known]) -> list[_Known]:
    """A chain with others put into it, each where its number, else its arrival, says."""
    if not others or not chain:
        return [*chain, *others]
    behind: dict[int, list[_Known]] = {}
    for known in others:
        behind.setdefault(_place(chain, known), []).append(known)
    found = [*behind.get(0, ())]
    for place, known in enumerate(chain, 1):
        found += [known, *behind.get(place, ())]
    return found


def _place(chain: Sequence[_Known], known: _Known) -> int:
    """How many of a chain are before it: all up to the last that has no larger number.

    Where there is no number to compare, all up to the last that came before it.
    """
    if known.number is not None and any(k.number is not None for k in chain):
        before = [n for n, k in enumerate(chain, 1) if k.number and k.number <= known.number]
        if before:
            return before[-1]
        return next(n for n, k in enumerate(chain) if k.number is not None)
    return max((n for n, k in enumerate(chain, 1) if k.seq < known.seq), default=0)
