"""Which of two statements about the same fact stands, and that the other one is kept. Pure.

Stated wins over derived, and so does supplied. What is supplied against what is stated stays
disputed: the stated value stands meanwhile, and a person resolves it. Nothing that was ever said
is dropped: it becomes a candidate.
"""

from dataclasses import replace
from typing import TypeVar

from newsarchive.model.statement import Resolution, Statement, Status

T = TypeVar("T")

_BY_PERSONS = frozenset({Status.SUPPLIED, Status.NONE})


def supply(standing: Statement[T], given: Statement[T], *, corrects: bool = False) -> Statement[T]:
    """The statement after `given`, which is supplied or asserts `none`, joins what stands.

    What was said before and gave way to something else is not said again by being repeated, as the
    same delivery does that is taken in twice; unless it `corrects`: then the later word counts.
    """
    if standing.status is Status.UNKNOWN and not standing.candidates:
        return given
    if _agree(standing, given):
        return standing
    repeated = any(_agree(c, given) for c in standing.candidates)
    if repeated and not corrects and standing.status is not Status.UNKNOWN:
        return standing
    bare = replace(standing, candidates=(), resolution=None)
    others = tuple(
        c for c in standing.candidates if not (c.status in _BY_PERSONS and _agree(c, given))
    )
    match standing.status:
        case Status.STATED if len(others) < len(standing.candidates):
            return replace(standing, resolution=None)  # whoever settled it has to look again
        case Status.STATED:
            return replace(standing, candidates=(*standing.candidates, given), resolution=None)
        case Status.DERIVED if not repeated:
            rule = Resolution(rule="supplied over derived")
            return replace(given, candidates=(*others, bare), resolution=rule)
        case _:
            by = Resolution(by=given.by, when=given.when, reason=given.note or "supplied later")
            said = () if standing.status is Status.UNKNOWN else (bare,)
            return replace(given, candidates=(*others, *said), resolution=by)


def supply_many(
    standing: tuple[Statement[T], ...],
    given: tuple[Statement[T], ...],
    *,
    corrects: bool = False,
) -> tuple[Statement[T], ...]:
    """The same for a fact with several values, such as agencies.

    What is supplied names what the source left without a name ("agencies"), and so joins it.
    Against a name that is stated it is disputed.
    """
    new = tuple(g for g in given if not any(_agree(s, g) for s in standing))
    if not new:
        return standing
    if all(s.status is Status.UNKNOWN for s in standing):
        return new
    named = [n for n, s in enumerate(standing) if s.named and s.status is not Status.UNKNOWN]
    if not named and not any(g.status is Status.NONE for g in new):
        return (*standing, *new)
    stated = [n for n in named if standing[n].status is Status.STATED]
    place = (*stated, *named, 0)[0]
    settled = standing[place]
    for statement in new:
        settled = supply(settled, statement, corrects=corrects)
    if settled.status is Status.STATED:
        return (*standing[:place], settled, *standing[place + 1 :])
    # What was derived or supplied before gives way as a whole; the new values come in its place.
    first = supply(standing[place], new[0], corrects=corrects)
    gone = (
        said
        for n in named
        if n != place
        for said in (replace(standing[n], candidates=(), resolution=None), *standing[n].candidates)
    )
    first = replace(first, candidates=tuple(dict.fromkeys((*first.candidates, *gone))))
    kept = tuple(s for n, s in enumerate(standing) if n not in named)
    return (first, *new[1:], *kept)


def resolve(
    standing: Statement[T], wanted: str, *, by: str, when: str, reason: str
) -> Statement[T]:
    """Settle a dispute: `wanted` is the value that shall stand, or `stated` or `supplied`.

    Of several values that were supplied one after the other, `supplied` is the latest.

    Raises:
        ValueError: nothing is disputed, or no candidate is meant by `wanted`.
    """
    if not standing.candidates:
        raise ValueError("nothing is disputed: there is one value only")
    options = (replace(standing, candidates=(), resolution=None), *standing.candidates)
    chosen = [o for o in options if wanted.casefold() in _names(o)]
    if len(chosen) > 1 and all(o.status is Status.SUPPLIED for o in chosen):
        chosen = [max(chosen, key=lambda o: o.when or "")]
    if len(chosen) > 1 and all(_agree(o, chosen[0]) for o in chosen):
        chosen = chosen[:1]
    if len(chosen) != 1:
        known = ", ".join(_shown(o) for o in options)
        raise ValueError(f"{wanted!r} is not one of the candidates: {known}")
    rest = tuple(o for o in options if o is not chosen[0])
    return replace(
        chosen[0], candidates=rest, resolution=Resolution(by=by, when=when, reason=reason)
    )


def _agree(one: Statement[T], other: Statement[T]) -> bool:
    if one.status is Status.NONE or other.status is Status.NONE:
        return one.status is other.status
    return one.value is not None and _plain(one.value) == _plain(other.value)


def _plain(value: object) -> str:
    return " ".join(str(value).casefold().split())


def _names(statement: Statement[T]) -> set[str]:
    return {statement.status.value, _shown(statement).casefold()}


def _shown(statement: Statement[T]) -> str:
    return statement.status.value if statement.value is None else str(statement.value)
