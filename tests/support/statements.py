"""Hypothesis strategies for statements: every kind, with candidates and resolutions."""

from typing import TypeVar

from hypothesis import strategies as st

from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Resolution, Span, Statement, Status

T = TypeVar("T")

# What JSON can say and every reader accepts: no lone surrogates, no U+0000.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
words = texts.filter(bool)
times = st.sampled_from(["2026-11-22T10:00:00Z", "2017-04-13T23:59:59.5+02:00"])
spans = st.tuples(st.integers(0, 999), st.integers(1, 99)).map(lambda s: Span(s[0], s[0] + s[1]))
dates = st.sampled_from(
    ["2017", "2017-04-13?", "201X", "../2018", "2001-21", "Y17000", "2017-04-13T10:00+02:00"]
).map(Edtf.parse)
resolutions = st.one_of(
    st.builds(Resolution, rule=words),
    st.builds(Resolution, by=words, when=times, reason=words),
)


def statements(values: st.SearchStrategy[T]) -> st.SearchStrategy[Statement[T]]:
    """Statements of `values`, with candidates up to three deep."""
    return st.recursive(_plain(values), lambda inner: _disputed(values, inner), max_leaves=4)


def _plain(
    values: st.SearchStrategy[T],
    candidates: st.SearchStrategy[tuple[Statement[T], ...]] | None = None,
) -> st.SearchStrategy[Statement[T]]:
    maybe = st.none() | texts
    more = (
        {"candidates": candidates, "resolution": st.none() | resolutions}
        if candidates is not None
        else {}
    )
    common = {"note": maybe, **more}
    printed = {"basis": words, "span": st.none() | spans}
    facts = st.sampled_from([Status.STATED, Status.DERIVED])
    asserted = st.builds(
        Statement, st.just(Status.NONE), raw=maybe, basis=words, span=st.none() | spans, **common
    )
    return st.one_of(
        st.builds(Statement, facts, values, raw=maybe, **printed, **common),
        st.builds(
            Statement, facts, st.none(), raw=texts, named=st.just(False), **printed, **common
        ),
        st.builds(
            Statement, st.just(Status.SUPPLIED), values, by=words, when=times, raw=maybe, **common
        ),
        st.builds(Statement, st.just(Status.NONE), by=words, when=times, **common),
        asserted,
        st.builds(Statement, st.just(Status.UNKNOWN), reason=words, **common),
    )


def _disputed(
    values: st.SearchStrategy[T], inner: st.SearchStrategy[Statement[T]]
) -> st.SearchStrategy[Statement[T]]:
    return _plain(values, st.lists(inner, min_size=1, max_size=2).map(tuple))
