"""Digests: names, forms, and many algorithms in one pass."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.digests import Algorithm, Digest, MultiHasher, digest_of, pick

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4, "abc"


def test_the_digest_of_abc_is_that_of_the_standard() -> None:
    assert digest_of(b"abc", Algorithm.SHA256).hex == ABC


@given(st.lists(st.binary(max_size=50), max_size=6))
def test_one_pass_in_chunks_gives_what_each_algorithm_gives_alone(chunks: list[bytes]) -> None:
    hasher = MultiHasher(Algorithm)
    for chunk in chunks:
        hasher.update(chunk)

    whole = b"".join(chunks)
    assert hasher.size == len(whole)
    assert [(d.algorithm, d.hex) for d in hasher.digests()] == [
        (a, hashlib.new(a.value, whole).hexdigest()) for a in Algorithm
    ]


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_digest_reads_back_from_its_text(algorithm: Algorithm) -> None:
    digest = digest_of(b"news", algorithm)

    assert Digest.parse(str(digest)) == digest


@pytest.mark.parametrize(
    "text",
    [
        "",
        ABC,
        f"sha257:{ABC}",
        f"SHA256:{ABC}",
        "sha256:",
        f"sha256:{ABC[1:]}",
        f"sha256:{ABC}0",
        f"sha256:{ABC.upper()}",
        f"sha256:{ABC[:-1]}\n",
        f"sha256:{ABC}\n",
        f"sha256: {ABC[1:]}",
    ],
)
def test_what_is_no_digest_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"digest|Algorithm"):
        Digest.parse(text)


def test_pick_finds_the_digest_of_an_algorithm() -> None:
    digests = [digest_of(b"x", a) for a in (Algorithm.MD5, Algorithm.SHA512)]

    assert pick(digests, Algorithm.SHA512) is digests[1]


def test_pick_refuses_an_algorithm_that_was_not_asked_for() -> None:
    with pytest.raises(KeyError):
        pick([digest_of(b"x")], Algorithm.SHA256)
