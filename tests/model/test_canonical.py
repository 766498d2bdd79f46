"""Canonical JSON: one value, one text; and a reader that takes only what all read alike."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import canonical

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_written_reads_back(value: object) -> None:
    assert canonical.loads(canonical.dumps(value)) == value


@given(
    st.recursive(
        values | st.floats(allow_nan=False, allow_infinity=False),
        lambda v: st.lists(v) | st.tuples(v, v),
    )
)
def test_what_is_plain_enough_to_be_written_fast_is_written_as_rfc_8785_has_it(
    value: object,
) -> None:
    assert canonical.dumps(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(st.dictionaries(texts, st.integers(0, 9), min_size=2))
def test_the_order_of_names_does_not_matter(value: dict[str, int]) -> None:
    backwards = dict(reversed(value.items()))

    assert canonical.dumps(backwards) == canonical.dumps(value)


def test_names_are_sorted_by_utf_16_as_rfc_8785_asks() -> None:
    # U+1F600 is written with surrogates, which come before U+FB33. RFC 8785 section 3.2.3.
    assert canonical.dumps({"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3, "\r": 4}) == (
        '{"\\r":4,"\u20ac":3,"\U0001f600":2,"\ufb33":1}'.encode()
    )


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), "\ud800", {"\udfff": 1}, 2**53, b"bytes", {1: "x"}, object()],
    ids=[
        "NaN",
        "infinity",
        "surrogate",
        "surrogate name",
        "2**53",
        "bytes",
        "number name",
        "object",
    ],
)
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not canonical JSON"):
        canonical.dumps(value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON at line 1, column 1"),
        (b'{"a"\n 1}', "not JSON at line 2, column 2"),
        (b"{} {}", "not JSON"),
        (b'"\n"', "not JSON"),
        (b"\xff", "not UTF-8 at byte 0"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b"NaN", "NaN is not JSON"),
        (b'{"a":1,"a":1}', "'a' stands twice"),
        (b'{"x":{"a":1,"\\u0061":1}}', "'a' stands twice"),
        (b'{"a":[1,"\\u0000"]}', r"\$\.a\[1\]: holds U\+0000"),
        (b'"\\udc00"', r"\$: holds U\+0000 or a lone surrogate"),
        (b'{"a":{"\\ud800":1}}', r"\$\.a: the name '\\ud800' holds"),
        (b"[" * 66 + b"]" * 66, "nested deeper than 64"),
        (b"[" * 200_000, "nested deeper than 64"),
    ],
)
def test_what_readers_read_differently_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        canonical.loads(data)


def test_sixty_four_levels_are_read() -> None:
    assert canonical.loads(b"[" * 65 + b"]" * 65)


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert canonical.loads(b'"\\ud83d\\ude00"') == "\U0001f600"


names = st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=8)
plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@given(plain_values)
def test_what_is_plain_is_written_alike_the_fast_way(value: object) -> None:
    assert canonical.dumps_plain(value) == canonical.dumps(value)
