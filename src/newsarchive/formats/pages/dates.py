"""Which of the dates that a page gives is that of publication; none where that is in doubt. Pure.

A wrong day is far worse than none. The fields are asked in their order; those that cannot mean the
same day contradict each other, and then stands what a named rule lets stand, or nothing:

- `pages:not-modified`: all but one of the days are the day on which it was modified;
- `pages:address-day`: one of them is the day in the page's own address;
- `pages:printed-day`: one of them is the day that the article itself prints, or that of the change
  where the article calls an earlier day its publication;
- `pages:printed-time`: the fields give a day only, and the article prints one time on that day;
- `pages:most-fields`: more kinds of field give one of them than all others together.

The day in an address is never a date by itself: it only speaks for or against one.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from newsarchive.formats.pages.moments import Moment
from newsarchive.model.article import no_date
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Resolution, Statement

_FIRST_YEAR = 1600
_EPOCH = date(1970, 1, 1)
_NEAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date that a field of the page gives. `kind` tells kinds of field apart.

    `derived`: it is read out of words, by the rule that `basis` names. `weak`: such fields often
    mean something else, and count only where nothing better is there; `vague` ones only where
    something else gives the same day. `said`: the page calls it the date of publication.
    """

    moment: Moment
    raw: str
    basis: str
    kind: str
    derived: bool = False
    weak: bool = False
    vague: bool = False
    said: bool = False

    def statement(self) -> Statement[Edtf]:
        """The date as a statement."""
        value = self.moment.edtf
        raw = self.raw if self.raw != value.text else None
        make = Statement.derived if self.derived else Statement.stated
        return make(value, raw=raw, basis=self.basis)


def credible(found: Iterable[Candidate], received: datetime) -> list[Candidate]:
    """Those that can be true: of the centuries of news, not to come, and not where clocks begin."""
    last = received.date() + _NEAR
    return [
        c
        for c in found
        if c.moment.day.year >= _FIRST_YEAR
        and c.moment.day <= last
        and c.moment.day != _EPOCH
        and c.moment.day != _EPOCH - _NEAR
    ]


def incredible(found: Sequence[Candidate], received: datetime) -> Statement[Edtf]:
    """No date of publication, where all that the fields give cannot be one."""
    if not found:
        return no_date()
    first = found[0]
    why = "is still to come" if first.moment.day > received.date() + _NEAR else "cannot be that"
    reason = f"{first.basis} says {first.moment.edtf.text}, which {why}"
    statement: Statement[Edtf] = Statement.unknown(reason)
    return replace(statement, candidates=tuple(c.statement() for c in found))


def published(
    found: Sequence[Candidate],
    printed: Sequence[Candidate],
    modified: Sequence[Moment],
    address: date | None,
    made: Collection[date] = (),
) -> Statement[Edtf]:
    """The date of publication by the fields `found`, in their order, and what the article prints.

    `modified` are the times of modification, `address` the day in the page's address, `made` the
    days on which the page as it is may have been made: those of its saving and of its receipt.
    """
    strong = [c for c in found if not c.weak]
    if not strong:
        return _weakly([*printed, *found], address)
    groups = _by_day(strong)
    chosen, rule = groups[0], None
    if len(groups) > 1:
        decided = _decided(groups, printed, modified, address)
        if decided is None:
            return _disputed(strong)
        chosen, rule = decided
    best = _best(chosen)
    if not best.moment.timed and (clock := _clock(best, printed, modified)):
        best, rule = clock, rule or "pages:printed-time"
    if rule is None and (doubt := _doubt(best, printed, address)):
        return _unknown([best], doubt)
    if rule is None and address is None and (first := _called_earlier(best, printed, made)):
        if not first.said or not _same([best], *modified):
            return _unknown([best, first], _differs(best, first))
        best, rule = first, "pages:printed-day"
    others = [c for c in (*strong, *found) if c is not best and not _agrees(c, best)]
    others = list({(c.moment.edtf.text, c.basis): c for c in others}.values())
    return _resolved(best, others, rule or "pages:first-field")


def _weakly(found: Sequence[Candidate], address: date | None) -> Statement[Edtf]:
    """By fields that often mean something else, and by what is printed: all have to agree."""
    if not found:
        return no_date()
    sure = [c for c in found if not c.vague]
    groups = _by_day(sure or found)
    if len(groups) > 1:
        return _disputed(found)
    groups = [g for g in _by_day(found) if groups[0][0] in g]
    best = _best(groups[0])
    alone = all(c.vague for c in groups[0]) and not (address and _is_on(groups[0], address))
    if alone:
        return _unknown([best], f"{best.basis} alone says {best.moment.edtf.text}")
    if address is not None and abs(best.moment.day - address) > _NEAR:
        doubt = _against(best, address)
        return _unknown([best], doubt)
    others = [c for c in found if c is not best and not _agrees(c, best)]
    return _resolved(best, others, "pages:first-field")


def _by_day(found: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates in groups that can be one day, in the order of their first."""
    groups: list[list[Candidate]] = []
    for candidate in found:
        for group in groups:
            if all(candidate.moment.same_day(other.moment) for other in group):
                group.append(candidate)
                break
        else:
            groups.append([candidate])
    return groups


def _decided(
    groups: list[list[Candidate]],
    printed: Sequence[Candidate],
    modified: Sequence[Moment],
    address: date | None,
) -> tuple[list[Candidate], str] | None:
    """The group that stands, and by which rule; None where none does."""
    votes: list[tuple[list[list[Candidate]], str]] = [
        ([g for g in groups if not any(_same(g, m) for m in modified)], "pages:not-modified"),
        ([g for g in groups if address and _is_on(g, address)], "pages:address-day"),
        ([g for g in groups if any(_same(g, p.moment) for p in printed)], "pages:printed-day"),
        ([g for g in groups if _kinds(g) * 2 > sum(map(_kinds, groups))], "pages:most-fields"),
    ]
    said = [(kept[0], rule) for kept, rule in votes if len(kept) == 1]
    if not said or any(group is not said[0][0] for group, _ in said[:-1]):
        return None  # rules that contradict each other decide nothing; the last only counts heads
    return said[0]


def _kinds(group: Sequence[Candidate]) -> int:
    return len({c.kind for c in group})


def _same(group: Sequence[Candidate], *moments: Moment) -> bool:
    return any(c.moment.same_day(m) for c in group for m in moments)


def _is_on(group: Sequence[Candidate], day: date) -> bool:
    return any(abs(c.moment.day - day) <= timedelta(0) for c in group)


def _best(group: Sequence[Candidate]) -> Candidate:
    """The first, or one that says more of the same time."""
    best = group[0]
    for other in group[1:]:
        more = other.moment.exactness > best.moment.exactness
        if more and (not best.moment.timed or best.moment.wall == other.moment.wall):
            best = other
    return best


def _clock(
    best: Candidate, printed: Sequence[Candidate], modified: Sequence[Moment]
) -> Candidate | None:
    """The time that the article prints for a day that the fields give, where it prints but one."""
    found = [p for p in printed if p.moment.timed and p.moment.day == best.moment.day]
    if len({p.moment.wall for p in found}) != 1:
        return None
    if any(found[0].moment.same_time(m) for m in modified):
        return None
    return found[0]


def _agrees(one: Candidate, other: Candidate) -> bool:
    """Whether the one says nothing that the other does not say."""
    if not one.moment.timed:
        return one.moment.same_day(other.moment)
    return one.moment.same_time(other.moment)


def _doubt(best: Candidate, printed: Sequence[Candidate], address: date | None) -> str:
    """Why the only day that the fields give is not believed; "" where it is."""
    if address is None or abs(best.moment.day - address) <= _NEAR:
        return ""
    if any(p.moment.same_day(best.moment) for p in printed):
        return ""
    return _against(best, address)


def _called_earlier(
    best: Candidate, printed: Sequence[Candidate], made: Collection[date]
) -> Candidate | None:
    """What the article calls its publication where that is earlier than the fields say.

    Systems give the day on which an article was moved to them, or changed, as its publication; or
    that on which they are asked for the page.
    """
    found = [p for p in printed if not p.vague]
    if not found or len(_by_day(found)) > 1:
        return None
    if not any(p.said for p in found) and all(abs(best.moment.day - d) > _NEAR for d in made):
        return None
    first = _best([p for p in found if p.said] or found)
    return first if first.moment.day < best.moment.day - _NEAR else None


def _differs(best: Candidate, first: Candidate) -> str:
    shown = f"the article prints {first.moment.edtf.text} ({first.basis})"
    return f"{best.basis} says {best.moment.edtf.text}, and {shown}"


def _against(best: Candidate, address: date) -> str:
    return f"{best.basis} says {best.moment.edtf.text}, and the page's address has {address} in it"


def _resolved(best: Candidate, others: Sequence[Candidate], rule: str) -> Statement[Edtf]:
    statement = best.statement()
    if not others:
        return statement
    candidates = tuple(c.statement() for c in others)
    return replace(statement, candidates=candidates, resolution=Resolution(rule=rule))


def _disputed(found: Sequence[Candidate]) -> Statement[Edtf]:
    told = " and ".join(f"{c.moment.edtf.text} ({c.basis})" for c in _firsts(found))
    doubt = f"the page gives {told}"
    return _unknown(found, doubt)


def _firsts(found: Sequence[Candidate]) -> list[Candidate]:
    return [group[0] for group in _by_day(found)]


def _unknown(found: Sequence[Candidate], reason: str) -> Statement[Edtf]:
    statement: Statement[Edtf] = Statement.unknown(f"the date of publication is in doubt: {reason}")
    return replace(statement, candidates=tuple(c.statement() for c in found))
