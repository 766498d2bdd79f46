"""What to do next: for every kind of finding, in words that an archivist understands."""

import re

import pytest

from newsarchive.model.finding import Code, Kind
from newsarchive.reports.advice import advice, kind_of, label, meaning
from support import audits

UNHEARD_OF = advice("a kind that nobody has heard of")
WORDS = sorted({*(k.value for k in Kind), "truncated", "seal-mismatch", "ledger-broken", "stray"})
NEITHER = ("unreadable", "unreachable", "unverifiable")


@pytest.mark.parametrize("kind", WORDS)
def test_every_kind_has_advice_of_its_own(kind: str) -> None:
    assert advice(kind) != UNHEARD_OF
    assert meaning(kind)


@pytest.mark.parametrize("kind", [*WORDS, "a kind that nobody has heard of"])
def test_advice_is_plain_sentences(kind: str) -> None:
    said = advice(kind)

    assert re.fullmatch(r"[A-Z].*\.", said)
    assert said.isprintable()
    assert not re.search(r"[`<>{}\"]|  ", said)


@pytest.mark.parametrize("kind", NEITHER)
def test_what_could_not_be_seen_is_neither_good_news_nor_bad(kind: str) -> None:
    assert advice(kind).startswith("This is neither good news nor bad")


@pytest.mark.parametrize("kind", ["changed", "truncated", "missing", "seal-mismatch"])
def test_damage_is_mended_from_a_copy(kind: str) -> None:
    assert "copy" in advice(kind)


@pytest.mark.parametrize(
    ("code", "kind", "word"),
    [
        pytest.param(Code.RX_10, Kind.CHANGED, "changed", id="a file"),
        pytest.param(Code.FX_01, Kind.SEAL_MISMATCH, "seal-mismatch", id="the seal"),
        pytest.param(Code.FX_01, Kind.MISSING, "missing", id="no seal to compare"),
        pytest.param(Code.AR_03, Kind.MALFORMED, "ledger-broken", id="the ledger"),
        pytest.param(Code.AR_04, Kind.UNTRACKED, "stray", id="a stray"),
    ],
)
def test_a_finding_is_called_by_the_most_exact_word(code: Code, kind: Kind, word: str) -> None:
    assert kind_of(audits.finding(kind, code=code)) == word


def test_a_kind_is_read_as_words() -> None:
    assert label("seal-mismatch") == "seal mismatch"
