"""Groups on their way to disk: one is put there while the one before it is committed."""

from collections.abc import Iterator
from pathlib import Path

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
