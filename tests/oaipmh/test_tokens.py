"""Resumption tokens and sets: what is written is read again, and nothing else is."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.oaipmh.sets import collection_of, is_spec, spec_of
from newsarchive.oaipmh.tokens import Token, read, written

TOKEN = Token(
    verb="ListRecords",
    prefix="oai_dc",
    since="2026-01-01T00:00:00Z",
    until="2026-01-31T00:00:00Z",
    collection=None,
    at="2026-01-07T10:00:00Z",
    number=17,
    cursor=100,
    size=250,
    position=400,
    begun="2026-02-01T00:00:00Z",
    open=True,
)
ARCHIVE = "urn:uuid:1"


@pytest.mark.parametrize("collection", [None, "Harbours", "Häfen & Meer\u2028", ""])
def test_a_token_is_read_as_it_was_written(collection: str | None) -> None:
    token = replace(TOKEN, collection=collection)

    assert read(written(token, ARCHIVE), ARCHIVE) == token


def test_a_token_can_stand_in_an_address() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", written(TOKEN, ARCHIVE))


def test_a_token_of_another_archive_is_none() -> None:
    assert read(written(TOKEN, "urn:uuid:2"), ARCHIVE) is None


def test_a_token_that_was_changed_or_cut_anywhere_is_none() -> None:
    text = written(TOKEN, ARCHIVE)

    for n in range(len(text)):
        other = "B" if text[n] == "A" else "A"
        assert read(text[:n], ARCHIVE) is None
        assert read(text[:n] + other + text[n + 1 :], ARCHIVE) in {None, TOKEN}  # of loose bits


def test_a_token_that_somebody_made_has_to_have_its_shape() -> None:
    for broken in (replace(TOKEN, at=3), replace(TOKEN, number="x"), replace(TOKEN, open=1)):  # type: ignore[arg-type]
        assert read(written(broken, ARCHIVE), ARCHIVE) is None


def test_a_token_is_good_for_a_week() -> None:
    assert TOKEN.expires == "2026-02-08T00:00:00Z"


@given(st.text(max_size=300))
def test_any_text_is_no_token(text: str) -> None:
    assert read(text, ARCHIVE) is None


@given(st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_every_collection_has_a_set_of_its_own(collection: str) -> None:
    spec = spec_of(collection)

    assert is_spec(spec)
    assert collection_of(spec) == collection


@pytest.mark.parametrize(
    ("collection", "spec"),
    [
        ("Harbours", "Harbours"),
        ("Ships and boats", "Ships~20and~20boats"),
        ("A:B~C%20", "A~3AB~7EC~2520"),
        ("Häfen", "H~C3~A4fen"),
    ],
)
def test_a_set_is_named_so_that_people_can_read_it(collection: str, spec: str) -> None:
    assert spec_of(collection) == spec


@pytest.mark.parametrize("spec", ["~FF", "~zz", "a~2", "~41", "a~7ez", "x:y"])
def test_what_no_collection_is_called_is_no_set(spec: str) -> None:
    assert collection_of(spec) is None


@pytest.mark.parametrize("spec", ["", "a b", "ü", "a:", ":a", "a::b", "a\n", "a%20b", "a/b"])
def test_what_cannot_be_a_set_is_told_apart(spec: str) -> None:
    assert not is_spec(spec)
