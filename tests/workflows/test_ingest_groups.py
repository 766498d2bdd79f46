"""Groups on their way to disk: one is put there while the one before it is committed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsarchive.workflows.ingest.syncing import Group, Syncing


def test_a_group_is_given_when_the_next_one_is_begun_and_a_late_one_at_once(tmp_path: Path) -> None:
    heard: list[str] = []

    def groups() -> Iterator[tuple[Group, bool]]:
        for name, late in (("first", False), ("second", False), ("late", True), ("last", False)):
            heard.append(f"made {name}")
            yield [], late

    syncing = Syncing(tmp_path, threads=2)
    for group in syncing.ahead(groups()):
        syncing.on_disk(group)
        heard.append("given")

    assert heard == [
        *("made first", "made second", "given", "made late", "given", "given"),
        *("made last", "given"),
    ]


def test_without_threads_each_group_is_given_when_it_is_made(tmp_path: Path) -> None:
    made: list[int] = []

    def groups() -> Iterator[tuple[Group, bool]]:
        for number in range(3):
            made.append(number)
            yield [], False

    assert [len(made) for _ in Syncing(tmp_path, threads=1).ahead(groups())] == [1, 2, 3]


def test_a_group_that_nobody_put_on_disk_is_no_word_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put: list[int] = []
    monkeypatch.setattr(Syncing, "_sync", lambda _self, group: put.append(len(group)))
    syncing = Syncing(tmp_path, threads=2)

    for _ in syncing.ahead(([], True) for _ in range(9)):
        pass
    passed_on = len(put)
    for _ in range(99):
        syncing.on_disk([])  # one of them may well lie where one of those lay

    assert len(put) - passed_on == 99
