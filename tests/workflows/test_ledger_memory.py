"""What the ledger lost is said by whatever remembers it; nothing is built on a changed line."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.errors import (
    LedgerError,
    NewsArchiveError,
    NotFoundError,
    RefusedError,
    StoreError,
)
from newsarchive.holdings import journal
from newsarchive.holdings.journal import Journal, open_journal
from newsarchive.ledger import Head, Ledger
from newsarchive.model.auditing import AuditOptions, AuditReport
from newsarchive.model.finding import Code, Verdict
from newsarchive.model.layout import LEDGER
from support.archives import Place, article, bags, snapshot
from support.life import audit as audited
from support.life import status, take_in


def audit(place: Place, options: AuditOptions | None = None) -> AuditReport:
    with place.open() as archive:
        return archive.audit(lambda _: None, options)


def lines(place: Place) -> list[bytes]:
    return (place.root / LEDGER).read_bytes().splitlines(keepends=True)


def cut(place: Place, count: int) -> None:
    """Take the last entries away, as somebody with an editor would."""
    (place.root / LEDGER).write_bytes(b"".join(lines(place)[:-count]))


def of_ledger(report: AuditReport) -> list[Code]:
    return [f.code for b in report.found.problems if b.path == LEDGER for f in b.findings]


def by_the_catalog(place: Place) -> None:
    take_in(place, "a.txt", "b.txt")
    cut(place, 1)


def by_an_audit(place: Place) -> None:
    take_in(place, "a.txt", "b.txt")
    audited(place)
    cut(place, 2)  # the audit, and an accession that it had seen
    (place.root / "catalog.sqlite").unlink()


def by_a_journal(place: Place) -> None:
    take_in(place, "a.txt", "b.txt")
    mark = Ledger(place.root / LEDGER).head()
    open_journal(place.root, [], mark, place.clock.now())
    cut(place, 1)
    (place.root / "catalog.sqlite").unlink()


REMEMBER = {"catalog": by_the_catalog, "audit": by_an_audit, "journal": by_a_journal}


@pytest.mark.parametrize("lose", REMEMBER.values(), ids=REMEMBER)
def test_what_something_remembers_is_a_finding_about_the_ledger(
    place: Place, lose: Callable[[Place], None]
) -> None:
    lose(place)
    if lose is by_a_journal:
        take_in(place, "c.txt")  # whoever writes next finishes the journal

    report = audit(place)

    assert of_ledger(report) == [Code.AR_03]
    assert report.exit_code in {1, 3}  # 1 where a bag is unknown now
    assert [f.finding.code for f in status(place).open if f.bag == LEDGER] == [Code.AR_03]


def test_with_nothing_else_wrong_the_exit_status_is_3(place: Place) -> None:
    take_in(place, "a.txt")
    audited(place)
    cut(place, 1)

    assert audit(place).exit_code == 3


@pytest.mark.parametrize("lose", [by_the_catalog, by_an_audit], ids=["catalog", "audit"])
def test_status_says_so_before_anybody_writes(place: Place, lose: Callable[[Place], None]) -> None:
    lose(place)
    before = lines(place)

    found = [f for f in status(place).open if f.bag == LEDGER]

    assert [f.finding.code for f in found] == [Code.AR_03]
    assert lines(place) == before


def test_it_is_said_by_every_audit_until_a_person_acknowledges_it(place: Place) -> None:
    take_in(place, "a.txt")
    audited(place)
    cut(place, 1)

    first, second = audit(place), audit(place)
    with place.open() as archive:
        [known] = [f for f in archive.status().open if f.bag == LEDGER]
        archive.acknowledge(known.id, "restored from tape")
    third = audit(place)

    assert [of_ledger(r) for r in (first, second, third)] == [[Code.AR_03]] * 3
    assert [r.exit_code for r in (first, second, third)] == [3, 3, 0]


def test_the_ledger_itself_says_so_from_then_on(place: Place) -> None:
    by_the_catalog(place)
    take_in(place, "c.txt")
    (place.root / "catalog.sqlite").unlink()

    assert [json.loads(line)["type"] for line in lines(place)].count("loss") == 1
    assert of_ledger(audit(place)) == [Code.AR_03]
    assert [json.loads(line)["type"] for line in lines(place)].count("loss") == 1


def test_rebuild_forgets_no_loss(place: Place) -> None:
    by_the_catalog(place)

    with place.open() as archive:
        archive.rebuild()

    assert of_ledger(audit(place)) == [Code.AR_03]


def test_a_whole_ledger_lost_nothing(place: Place) -> None:
    take_in(place, "a.txt")
    audited(place)
    take_in(place, "b.txt")
    report = audit(place)

    assert (of_ledger(report), report.exit_code) == ([], 0)
    assert b'"loss"' not in b"".join(lines(place))


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a word in an accession": lambda found: [
        found[0],
        found[1].replace(b'"complete":false', b'"complete":true'),
        *found[2:],
    ],
    "a line taken out": lambda found: [found[0], *found[2:]],
    "a line twice": lambda found: [*found[:2], found[1], *found[2:]],
    "two lines changed about": lambda found: [found[0], found[2], found[1], *found[3:]],
    "the first line": lambda found: [found[0].replace(b'"layout":1', b'"layout":7'), *found[1:]],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_is_appended_behind_a_line_that_was_changed(
    place: Place, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    take_in(place, "a.txt", "b.txt", "c.txt", "d.txt")
    path = place.root / LEDGER
    path.write_bytes(b"".join(change(lines(place))))
    before = path.read_bytes()

    with pytest.raises(LedgerError), place.open() as archive:
        archive.ingest([place.source("e.txt")], lambda _: None)

    assert path.read_bytes() == before
    assert len(bags(place.root)) == 4


def test_a_copy_with_new_times_is_read_through_once_and_believed(place: Place) -> None:
    take_in(place, "a.txt")
    moved = place.root.with_name("moved")
    shutil.copytree(place.root, moved)  # times of change, and inodes, are new

    there = Place(moved, place.sources, place.clock)
    take_in(there, "b.txt")

    assert audit(there).exit_code == 0


# What somebody outside keeps


def kept(place: Place) -> tuple[int, str]:
    head = Ledger(place.root / LEDGER).head()
    return head.seq, head.line_sha256


def test_a_head_that_was_kept_is_found_again(place: Place) -> None:
    take_in(place, "a.txt")
    head = kept(place)
    take_in(place, "b.txt")

    assert audit(place, AuditOptions(expected=head)).exit_code == 0


def test_an_older_backup_of_everything_is_noticed_by_who_kept_the_head(place: Place) -> None:
    take_in(place, "a.txt")
    backup = place.root.with_name("backup")
    shutil.copytree(place.root, backup, copy_function=shutil.copy2)
    take_in(place, "b.txt")
    head = kept(place)
    old = Place(backup, place.sources, place.clock)

    with pytest.raises(LedgerError, match="no entry"):
        audit(old, AuditOptions(expected=head))
    assert audit(old).exit_code == 0  # nothing inside can know


def test_a_copy_that_went_on_by_itself_is_noticed(place: Place) -> None:
    take_in(place, "a.txt")
    copy = place.root.with_name("copy")
    shutil.copytree(place.root, copy)
    take_in(place, "b.txt")
    other = Place(copy, place.sources, place.clock)
    take_in(other, "c.txt")

    with pytest.raises(LedgerError, match="of another ledger"):
        audit(other, AuditOptions(expected=kept(place)))


def test_a_report_names_the_head_that_is_there_after_it(place: Place) -> None:
    take_in(place, "a.txt")

    report = audit(place)

    seq, digest = kept(place)
    assert report.head == f"{seq}:{digest}"


# A journal that remembers more


def test_a_journal_of_a_longer_ledger_is_finished_all_the_same(place: Place) -> None:
    by_a_journal(place)

    take_in(place, "c.txt")

    assert journal.read_journal(place.root) is None
    assert [json.loads(line)["type"] for line in lines(place)].count("loss") == 1


def test_a_mark_of_early_journals_has_no_digest_and_is_no_journal(place: Place) -> None:
    (place.root / "staging/journal.json").write_text('{"v":1,"ledger_size":3,"moves":[],"time":""}')

    with pytest.raises(NewsArchiveError):
        journal.read_journal(place.root)


def test_a_journal_says_where_the_ledger_ended(place: Place) -> None:
    head = Head(3, "2026-11-22T12:00:00Z", "ab" * 32, 99)

    opened = open_journal(place.root, [], head, place.clock.now())

    assert journal.read_journal(place.root) == opened == Journal((), head, "2026-11-22T12:00:00Z")


# Adoption


@pytest.fixture
def forgotten(place: Place) -> Path:
    """A bag that the ledger forgot: an older copy of it was put back."""
    take_in(place, "a.txt")
    before = (place.root / LEDGER).read_bytes()
    take_in(place, "b.txt")
    known = set(bags(place.root))
    (place.root / LEDGER).write_bytes(before)
    with place.open() as archive:
        at = {a.path for a in archive.holdings.catalog.accessions()}
    [bag] = [b for b in known if b.relative_to(place.root).as_posix() not in at]
    return bag


def test_an_intact_bag_of_ours_is_entered_again(place: Place, forgotten: Path) -> None:
    before = snapshot(forgotten)
    with place.open() as archive:
        adopted = archive.adopt(str(forgotten), "ledger restored from tape 12", by="archivist")

    report = audit(place)

    assert adopted.path == forgotten.relative_to(place.root).as_posix()
    assert report.found.counts == {Verdict.INTACT: 2}
    assert report.found.unknown == 0
    assert snapshot(forgotten) == before


def test_it_is_the_article_that_it_was(place: Place, forgotten: Path) -> None:
    with place.open() as archive:
        archive.adopt(str(forgotten), "restored")
        again = archive.ingest([place.sources / "b.txt"], lambda _: None)
        told = archive.history(forgotten.name).happenings

    assert [i.status.value for i in again.items] == ["present"]
    assert [type(h).__name__ for h in told] == ["TakenIn", "Adoption", "Sighting"]


def test_the_accession_says_again_what_it_said(place: Place) -> None:
    take_in(place, "a.txt")
    before = (place.root / LEDGER).read_bytes()
    take_in(place, "b.txt")
    with place.open() as archive:
        [was] = [a for a in archive.holdings.catalog.accessions() if a.seq == 2]
    (place.root / LEDGER).write_bytes(before)

    with place.open() as archive:
        adopted = archive.adopt(was.path, "restored")

    left_out = {"origin", "supplied", "salt"}
    assert {k: v for k, v in adopted.fields().items() if k not in left_out} == {
        k: v for k, v in was.fields().items() if k not in left_out
    }


def harm(bag: Path) -> None:
    text = bag / "data/article.txt"
    text.write_bytes(text.read_bytes() + b"!")


def strip_id(bag: Path) -> None:
    shutil.rmtree(bag / "data")


@pytest.mark.parametrize("change", [harm, strip_id], ids=["changed", "emptied"])
def test_a_bag_that_is_not_whole_is_not_entered(
    place: Place, forgotten: Path, change: Callable[[Path], None]
) -> None:
    change(forgotten)

    with pytest.raises(RefusedError, match="is not whole"), place.open() as archive:
        archive.adopt(str(forgotten), "restored")


def test_a_bag_of_somebody_else_is_not_entered(place: Place, tmp_path: Path) -> None:
    import bagit  # noqa: PLC0415

    folder = place.root / "bags/undated/00/strange-000000000000"
    folder.mkdir(parents=True)
    (folder / "x.txt").write_text(article("x"))
    bagit.make_bag(str(folder), checksums=["sha512"])

    with pytest.raises(RefusedError, match="not made by newsarchive"), place.open() as archive:
        archive.adopt(str(folder), "restored")
    assert tmp_path.exists()


def test_a_known_bag_needs_no_adoption(place: Place) -> None:
    take_in(place, "a.txt")

    with pytest.raises(RefusedError, match="nothing to adopt"), place.open() as archive:
        archive.adopt(str(bags(place.root)[0]), "restored")


@pytest.mark.parametrize("name", ["bags/none", "../..", "", "/etc/passwd", "bags"])
def test_what_is_no_bag_cannot_be_adopted(place: Place, name: str) -> None:
    with pytest.raises(NotFoundError), place.open() as archive:
        archive.adopt(name, "restored")


# Only to be read


def read(place: Place) -> Archive:
    return Archive.open(place.root, place.clock, read_only=True)


def test_who_reads_changes_nothing_and_waits_for_nobody(place: Place) -> None:
    take_in(place, "a.txt")
    audited(place)
    before = snapshot(place.root)

    with (
        place.open() as writer,
        writer.holdings.writing(),
        read(place) as archive,
    ):
        shown = archive.show(bags(place.root)[0].name)
        archive.status()
        archive.audit(lambda _: None, AuditOptions(record=False))

    after = snapshot(place.root)
    for name in ("staging", "catalog.sqlite", "."):
        before.pop(name, None)
        after.pop(name, None)
    assert shown.record is not None
    assert after == before


def test_who_reads_sees_what_others_take_in(place: Place) -> None:
    take_in(place, "a.txt")
    with place.open() as writer, read(place) as archive:
        before = archive.count()
        writer.ingest([place.source("b.txt")], lambda _: None)

        assert (before, archive.count()) == (1, 2)


def test_without_a_catalog_reading_makes_none(place: Place) -> None:
    take_in(place, "a.txt")
    (place.root / "catalog.sqlite").unlink()

    with read(place) as archive:
        assert archive.count() == 1

    assert not (place.root / "catalog.sqlite").exists()


@pytest.mark.parametrize("verb", ["ingest", "audit", "adopt"])
def test_verbs_that_write_are_refused(place: Place, verb: str) -> None:
    take_in(place, "a.txt")
    before = snapshot(place.root)

    writes: dict[str, Callable[[Archive], object]] = {
        "ingest": lambda archive: archive.ingest([place.source("b.txt")], lambda _: None),
        "audit": lambda archive: archive.audit(lambda _: None),
        "adopt": lambda archive: archive.adopt("bags/none", "x"),
    }
    with read(place) as archive, pytest.raises(NewsArchiveError):
        writes[verb](archive)

    assert snapshot(place.root) == before


def test_many_threads_may_read(place: Place) -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    take_in(place, *(f"{n}.txt" for n in range(6)))
    names = [bag.name for bag in bags(place.root)]

    with read(place) as archive, ThreadPoolExecutor(8) as threads:
        shown = list(threads.map(lambda name: archive.show(name).accession.name, names * 10))

    assert shown == names * 10


def test_a_store_error_is_said_where_a_reader_would_write(place: Place) -> None:

    with (
        read(place) as archive,
        pytest.raises(StoreError, match="read only"),
        archive.holdings.writing(),
    ):
        pass
