"""What a crash leaves is finished by the next writer; there is no other recovery.

A commit is broken off at each of its steps, as a kill would, by an exception that nothing catches.
Then another process comes: nothing half done is visible, and running again gives the whole.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.errors import StoreError
from newsarchive.holdings import commit, journal
from newsarchive.ledger import Ledger
from newsarchive.model.finding import Verdict
from support.archives import Place, bags

STEPS = {
    "before the journal": "newsarchive.holdings.commit.open_journal",
    "before the rename": "newsarchive.store.directory.DirectoryStore.publish",
    "before the names are on disk": "newsarchive.store.directory.DirectoryStore.settle",
    "before the ledger": "newsarchive.holdings.commit.enter_group",
    "before the journal goes": "newsarchive.holdings.commit.close_journal",
    "before the catalog": "newsarchive.holdings.opened.catch_up",
}


class KilledError(BaseException):
    """Stands for SIGKILL: no handler of ours catches it."""


@pytest.fixture
def killed_at(place: Place, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Path], None]:
    """Ingest one article, and die on entering `step` of the commit. Staging stays as it is."""

    def run(step: str, source: Path) -> None:
        def die(*_: object, **__: object) -> None:
            raise KilledError

        def commit_and_die(*arguments: object) -> None:
            with monkeypatch.context() as inner:
                inner.setattr(step, die)
                commit.commit(*arguments)  # type: ignore[arg-type]

        with monkeypatch.context() as patch, place.open() as archive:
            patch.setattr("newsarchive.workflows.ingest.run.commit", commit_and_die)
            patch.setattr("newsarchive.holdings.staging.remove_tree", lambda _: None)
            patch.setattr("newsarchive.holdings.staging.Staging.drop", lambda *_: None)
            with pytest.raises(KilledError):
                archive.ingest([source], lambda _: None)

    return run


def audit(archive: Archive) -> tuple[int, dict[Verdict, int]]:
    report = archive.audit(lambda _: None)
    return report.exit_code, dict(report.found.counts)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_running_again_finishes_what_was_broken_off(
    place: Place, killed_at: Callable[[str, Path], None], step: str
) -> None:
    source = place.source()
    killed_at(step, source)

    with place.open() as archive:
        report = archive.ingest([source], lambda _: None)
        code, counts = audit(archive)

    assert report.exit_code == 0
    assert (code, counts) == (0, {Verdict.INTACT: 1})
    assert len(bags(place.root)) == 1
    assert [p for p in (place.root / "staging").iterdir() if p.is_dir()] == []
    assert not (place.root / "staging" / journal.NAME).exists()


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_an_audit_right_after_a_crash_raises_no_alarm(
    place: Place, killed_at: Callable[[str, Path], None], step: str
) -> None:
    killed_at(step, place.source())

    with place.open() as archive:
        code, _ = audit(archive)

    assert code == 0


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_the_ledger_is_the_same_whether_or_not_the_commit_was_broken_off(
    place: Place, killed_at: Callable[[str, Path], None], step: str
) -> None:
    source = place.source()
    killed_at(step, source)

    with place.open() as archive:
        archive.ingest([source], lambda _: None)

    kinds = [line.count(b'"accession"') for line in _lines(place)]
    assert sum(kinds) == 1


def test_what_a_journal_names_is_written_again_even_if_it_can_be_seen(
    place: Place, killed_at: Callable[[str, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at("newsarchive.holdings.commit.close_journal", place.source())
    before = (place.root / "ledger/entries.jsonl").read_bytes()
    writes: list[int] = []
    write = Ledger._write  # noqa: SLF001  # the one place where bytes are written

    def watched(ledger: Ledger, size: int, lines: tuple[bytes, ...]) -> None:
        writes.append(size)
        write(ledger, size, lines)

    monkeypatch.setattr(Ledger, "_write", watched)
    with place.open() as archive, archive.holdings.writing():
        pass

    assert len(writes) == 1
    assert (place.root / "ledger/entries.jsonl").read_bytes() == before


def test_an_old_journal_that_comes_back_takes_nothing_away(
    place: Place, killed_at: Callable[[str, Path], None]
) -> None:
    killed_at("newsarchive.holdings.commit.close_journal", place.source("a.txt"))
    path = place.root / "staging" / journal.NAME
    old = path.read_bytes()
    with place.open() as archive:
        archive.ingest([place.source("b.txt")], lambda _: None)
    path.write_bytes(old)
    before = (place.root / "ledger/entries.jsonl").read_bytes()

    with place.open() as archive, archive.holdings.writing():
        pass

    assert (place.root / "ledger/entries.jsonl").read_bytes() == before
    assert not path.exists()


def test_a_rename_that_fails_takes_the_group_back(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = place.source()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch, place.open() as archive:
        patch.setattr("newsarchive.store.directory.make_directories", refuse)
        report = archive.ingest([source], lambda _: None)

    assert [i.status.value for i in report.items] == ["failed"]
    assert not (place.root / "staging" / journal.NAME).exists()
    assert bags(place.root) == []


def test_the_folder_of_a_dead_run_is_swept_and_that_of_a_living_one_is_not(place: Place) -> None:
    from newsarchive.holdings.staging import MARK, staging_folder  # noqa: PLC0415

    dead = place.root / "staging" / "00dead0000dead00"
    dead.mkdir()
    (dead / "lock").write_bytes(MARK)
    (dead / "spool-0001").write_bytes(b"half")

    with staging_folder(place.root) as living, place.open() as archive:
        archive.ingest([place.source()], lambda _: None)
        assert living.folder.is_dir()

    assert not dead.exists()


def test_a_journal_that_cannot_be_understood_is_set_aside_and_said(place: Place) -> None:
    (place.root / "staging" / journal.NAME).write_bytes(b"{")

    with place.open() as archive:
        report = archive.ingest([place.source()], lambda _: None)
        notices = archive.notices

    kept = place.root / "quarantine/journal-1.json"
    assert report.exit_code == 0
    assert kept.read_bytes() == b"{"
    assert [str(kept) in notice for notice in notices] == [True]


def _lines(place: Place) -> list[bytes]:
    return (place.root / "ledger/entries.jsonl").read_bytes().splitlines()


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_an_audit_that_cannot_finish_what_a_crash_left_is_on_record_all_the_same(
    place: Place,
    killed_at: Callable[[str, Path], None],
    step: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A scheduled audit runs where bags/ is read-only (newsarchive schedule systemd)."""
    source = place.source()
    killed_at(step, source)

    def refuse(*_: object) -> None:
        raise StoreError("cannot write bags: read-only file system")

    with monkeypatch.context() as patch, place.open() as archive:
        patch.setattr("newsarchive.store.directory.DirectoryStore.publish", refuse)
        patch.setattr("newsarchive.store.directory.DirectoryStore.settle", refuse)
        report = archive.audit(lambda _: None)
    with place.open() as archive:
        again = archive.ingest([source], lambda _: None)
        code, counts = audit(archive)
        same = archive.rebuild().same

    assert (report.exit_code, report.unrecorded) == (0, "")
    assert again.exit_code == 0
    assert (code, counts, same) == (0, {Verdict.INTACT: 1}, True)
    assert not (place.root / "staging" / journal.NAME).exists()
