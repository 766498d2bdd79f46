"""Whose word counts: a list that failed itself accuses nobody."""

import pytest

from newsarchive.judgement.trust import demote_consequences
from newsarchive.model.finding import Code, Finding, Kind, Level

TAG, MANIFEST, INFO, BAGIT = (
    "tagmanifest-sha512.txt",
    "manifest-sha512.txt",
    "bag-info.txt",
    "bagit.txt",
)
TEXT = "data/article.txt"


def found(
    path: str, kind: Kind = Kind.CHANGED, by: str = "", level: Level = Level.ERROR
) -> Finding:
    return Finding(Code.RX_10, kind, level, path, "it is so", by=by)


CASES: dict[str, tuple[list[Finding], frozenset[str], list[str]]] = {
    "a changed file": ([found(TEXT, by=MANIFEST)], frozenset(), [TEXT]),
    "a changed manifest, and what it says": (
        [found(MANIFEST, by=TAG), found(TEXT, by=MANIFEST)],
        frozenset(),
        [MANIFEST],
    ),
    "a manifest that is gone": (
        [found(MANIFEST, Kind.MISSING, by=TAG), found(TEXT, Kind.UNTRACKED, by=MANIFEST)],
        frozenset(),
        [MANIFEST],
    ),
    "a manifest that could not be read accuses nobody either": (
        [found(MANIFEST, Kind.UNREADABLE, by=TAG), found(TEXT, by=MANIFEST)],
        frozenset(),
        [MANIFEST],
    ),
    "a seal that fails takes the word from the tag manifest": (
        [found(MANIFEST, by=TAG), found(TEXT, by=MANIFEST)],
        frozenset({TAG}),
        [TEXT],
    ),
    "what is wrong inside a changed manifest follows from the change": (
        [found(MANIFEST, by=TAG), found(MANIFEST, Kind.MALFORMED)],
        frozenset(),
        [MANIFEST],
    ),
    "a changed bag-info says how much payload there is": (
        [found(INFO, by=TAG), found("", Kind.CHANGED, by=INFO)],
        frozenset(),
        [INFO],
    ),
    "what is wrong inside bag-info stays": (
        [found(INFO, by=TAG), found(INFO, Kind.MALFORMED)],
        frozenset(),
        [INFO, INFO],
    ),
    "a manifest with a malformed line still accuses": (
        [found(MANIFEST, Kind.MALFORMED), found(TEXT, by=MANIFEST)],
        frozenset(),
        [MANIFEST, TEXT],
    ),
    "a warning about a list is no failure of it": (
        [found(MANIFEST, by=TAG, level=Level.WARNING), found(TEXT, by=MANIFEST)],
        frozenset(),
        [TEXT],
    ),
    "a list that accuses itself is not heard": (
        [found(BAGIT, by=BAGIT), found(TEXT, by=MANIFEST)],
        frozenset(),
        [BAGIT, TEXT],
    ),
    "another manifest is heard all the same": (
        [
            found(MANIFEST, by=TAG),
            found(TEXT, by=MANIFEST),
            found(TEXT, by="manifest-sha256.txt"),
        ],
        frozenset(),
        [MANIFEST, TEXT],
    ),
}


@pytest.mark.parametrize(("given", "distrusted", "errors"), CASES.values(), ids=CASES)
def test_what_remains_an_error(
    given: list[Finding], distrusted: frozenset[str], errors: list[str]
) -> None:
    got = demote_consequences(given, distrusted=distrusted)

    assert [f.path for f in got if f.level is Level.ERROR] == errors


@pytest.mark.parametrize(("given", "distrusted", "errors"), CASES.values(), ids=CASES)
def test_nothing_is_lost_and_what_is_demoted_says_why(
    given: list[Finding], distrusted: frozenset[str], errors: list[str]
) -> None:
    got = demote_consequences(given, distrusted=distrusted)

    assert [(f.path, f.kind) for f in got] == [(f.path, f.kind) for f in given]
    for before, after in zip(given, got, strict=True):
        if after != before:
            assert after.level is Level.NOTE
            assert after.detail.startswith(f"{before.detail} (")
    assert len(errors) <= len(given)
