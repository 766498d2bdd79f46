"""Withdrawals: who sees what, what goes, what is refused, and that nothing of the text is left."""

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsarchive.errors import (
    LockedError,
    NotFoundError,
    RefusedError,
    StoreError,
    UsageError,
    WithdrawnError,
)
from newsarchive.model.decision import DecisionKind, Reason
from newsarchive.model.finding import Kind
from newsarchive.model.holding import Accession
from newsarchive.model.layout import SEARCH
from newsarchive.model.outcome import ItemStatus
from newsarchive.model.withdrawal import Act, Grade, Withdrawal, Withdrawn
from support.archives import Place, article, snapshot
from support.life import audit, dump, flip, take_in

CASE = "12 O 26/26"
STORY = (
    "Quentin Zephyrwhistle crossed the Grimblewick viaduct at dawn\n\n"
    "He carried a lantern of brass and seventeen unposted letters.\n"
)
PIECE = 16


def destroy(place: Place, reference: str = "rain", with_delivery: bool | None = None) -> Withdrawn:
    with place.open() as archive:
        return archive.withdraw(
            reference, Reason.COURT_ORDER, CASE, destroy=True, with_delivery=with_delivery
        )


def darken(place: Place, reference: str = "rain") -> Withdrawn:
    with place.open() as archive:
        return archive.withdraw(reference, "privacy", "letter 114")


def take_in_story(place: Place) -> Accession:
    source = place.source("secret.txt", STORY)
    with place.open() as archive:
        (item,) = archive.ingest(source).items
        accession = archive.holdings.catalog.accession(item.bag_id or "")
    assert accession is not None
    return accession


def pieces_left(root: Path, text: str) -> set[tuple[str, bytes]]:
    """Every run of 16 bytes of a text that stands anywhere below a folder, in any case."""
    data = text.encode()
    wanted = {data[at : at + PIECE] for at in range(len(data) - PIECE + 1)}
    wanted |= {piece.lower() for piece in wanted}
    return {
        (path.relative_to(root).as_posix(), piece)
        for path in root.rglob("*")
        for content in _said_by(path)
        for piece in wanted
        if piece in content
    }


def _said_by(path: Path) -> Iterator[bytes]:
    yield os.fsencode(path.name)
    if path.is_file() and not path.is_symlink():
        yield path.read_bytes()
        yield path.read_bytes().lower()


# Dark


def test_a_dark_bag_is_shown_to_nobody(place: Place) -> None:
    (bag, other) = take_in(place, "a", "b")
    darken(place, bag.bag)

    with place.open() as archive:
        for show in (archive.show, archive.history, archive.bag, archive.history_premis):
            with pytest.raises(WithdrawnError, match=r"privacy \(letter 114\)") as told:
                show(bag.bag)
            assert "rain" not in told.value.message
        with pytest.raises(WithdrawnError):
            archive.export(bag.bag, "record")
        assert [found.id for found in archive.bags()] == [other.bag]
        assert [gap.bag for gap in archive.gaps()] == [other.name]


def test_a_dark_bag_is_named_by_no_other_bag_and_no_decision(place: Place) -> None:
    first = place.source("a", article("a"))
    with place.open() as archive:
        archive.ingest(first, identifier="urn:x:1")
        archive.ingest(place.source("b", article("b")), identifier="urn:x:1")
        old, new = sorted(archive.holdings.catalog.accessions(), key=lambda a: a.seq)
        archive.decide(old.bag, [(DecisionKind.ACCESS, "onsite")], Reason.CURATION)
        archive.withdraw(old.bag, "privacy", "letter 114")

        assert [a.bag for a in archive.show(new.bag).versions] == [new.bag]
        assert [b.id for b in archive.bag(new.bag).versions] == [new.bag]
        assert [name for _, name in archive.decisions()] == [old.bag]


def test_a_dark_bag_is_audited_on(place: Place) -> None:
    (bag,) = take_in(place, "a")
    darken(place)
    flip(place.root / bag.path / "data/article.txt")

    with place.open() as archive:
        report = archive.audit()

    assert [p.bag_id for p in report.problems] == [bag.bag]


def test_a_dark_bag_can_be_opened_again_and_its_history_says_both(place: Place) -> None:
    (bag,) = take_in(place, "a")
    darken(place)
    with place.open() as archive:
        archive.lift_withdrawal("rain", "error", "memo 3")

        assert archive.withdrawals() == ()
        acts = [h for h in archive.history(bag.bag).happenings if hasattr(h, "act")]
    assert [h.act.value for h in acts] == ["dark", "lift"]


def test_withdrawing_again_enters_nothing(place: Place) -> None:
    take_in(place, "a")
    darken(place)
    before = (place.root / "ledger/entries.jsonl").read_bytes()

    darken(place)

    assert (place.root / "ledger/entries.jsonl").read_bytes() == before


def test_what_is_not_withdrawn_cannot_be_lifted(place: Place) -> None:
    take_in(place, "a")

    with place.open() as archive, pytest.raises(RefusedError):
        archive.lift_withdrawal("rain", "error", "memo 3")


@pytest.mark.parametrize(
    ("reason", "authority"),
    [("embargo-ended", CASE), ("nonsense", CASE), ("privacy", ""), ("privacy", "two\x00lines")],
)
def test_a_reason_or_authority_that_cannot_be_used_is_refused(
    place: Place, reason: str, authority: str
) -> None:
    take_in(place, "a")

    with place.open() as archive, pytest.raises(UsageError):
        archive.withdraw("rain", reason, authority)


# Destroyed


def test_no_sixteen_bytes_of_the_text_are_left_below_the_archive(place: Place) -> None:
    bag = take_in_story(place)
    take_in(place, "b")
    with place.open() as archive:
        archive.describe(bag.bag, date="2017-04", note="from the ledger of the Grimblewick viaduct")
        archive.decide(bag.bag, [(DecisionKind.ACCESS, "closed")], Reason.PRIVACY)
        archive.audit()
        assert archive.search("Grimblewick").total == 1
    assert (place.root / SEARCH).is_dir()
    flip(place.root / bag.path / "data/metadata/premis.xml")
    audit(place)
    for folder in ("staging", "quarantine", "audits", "pages"):
        (place.root / folder / "kept").mkdir(parents=True)
        (place.root / folder / "kept/copy.txt").write_text(STORY)
        (place.root / folder / "kept/half.txt").write_text(STORY[: len(STORY) // 2])
    (place.root / "catalog.sqlite.damaged").write_bytes(
        (place.root / "catalog.sqlite").read_bytes()
    )
    (place.root / "audit.html").write_text(f"<p>{bag.name}</p><p>{STORY}</p>")
    assert pieces_left(place.root, STORY)

    destroy(place, bag.bag)

    assert pieces_left(place.root, STORY) == set()


def test_who_has_the_archive_open_searches_on_without_it(place: Place) -> None:
    (bag, _) = take_in(place, "a", "b")

    with place.open() as archive:
        before = archive.search("rain").total
        archive.withdraw(bag.bag, "privacy", CASE, destroy=True)
        after = archive.search("rain", each=True)

    assert (before, after.total) == (2, 1)
    assert bag.bag not in {hit.card.bag_id for hit in after.hits}


def test_afterwards_an_audit_is_quiet_and_it_is_counted(place: Place) -> None:
    (bag, _) = take_in(place, "a", "b")
    audit(place)
    destroy(place, bag.bag)

    with place.open() as archive:
        report = archive.audit()
        assert (report.bags, report.exit_code, report.problems) == (1, 0, ())
        assert archive.withdrawn().destroyed == 1
        assert archive.status().withdrawn.destroyed == 1
        with pytest.raises(WithdrawnError, match="destroyed on 2026-11-22"):
            archive.audit(bag=bag.bag)


def test_reports_of_audits_keep_their_counts_and_lose_the_name(place: Place) -> None:
    (bag, other) = take_in(place, "a", "b")
    flip(place.root / bag.path / "data/article.txt")
    run = audit(place)
    before = (place.root / f"audits/{run}/part-1.jsonl").read_text().splitlines()

    destroy(place, bag.bag)

    after = (place.root / f"audits/{run}/part-1.jsonl").read_text().splitlines()
    assert len(after) == len(before)
    (line,) = [json.loads(x) for x in after if bag.bag in x]
    assert (line["verdict"], line["findings"]) == ("damaged", [])
    assert [x for x in after if other.bag in x] == [x for x in before if other.bag in x]
    with place.open() as archive:
        assert archive.audit().problems == ()


def test_a_report_that_was_changed_stays_an_alarm(place: Place) -> None:
    (bag, _) = take_in(place, "a", "b")
    flip(place.root / bag.path / "data/article.txt")
    run = audit(place)
    report = place.root / f"audits/{run}/report.json"
    report.write_bytes(report.read_bytes().replace(b'"damaged":1', b'"damaged":0'))

    destroy(place, bag.bag)

    with place.open() as archive:
        (problem,) = archive.audit().problems
    assert problem.path == f"audits/{run}"
    assert bag.name.encode() not in report.read_bytes()


def test_a_catalog_that_is_made_anew_says_the_same(place: Place) -> None:
    (bag, other) = take_in(place, "a", "b")
    flip(place.root / bag.path / "data/article.txt")
    audit(place)
    darken(place, other.bag)
    destroy(place, bag.bag)
    audit(place)
    before = dump(place)

    (place.root / "catalog.sqlite").unlink()

    assert dump(place) == before


def test_the_same_bytes_are_refused_with_the_reason(place: Place) -> None:
    bag = take_in_story(place)
    destroy(place, bag.bag)

    with place.open() as archive:
        report = archive.ingest([place.sources / "secret.txt", place.source("b")])

    refused, stored = report.items
    assert (refused.status, stored.status) == (ItemStatus.REFUSED, ItemStatus.STORED)
    assert f"court-order ({CASE})" in (refused.message or "")
    assert report.exit_code == 1
    assert pieces_left(place.root, STORY) == set()


def test_nothing_of_a_container_that_holds_them_is_taken_in(place: Place) -> None:
    bag = take_in_story(place)
    destroy(place, bag.bag)
    with zipfile.ZipFile(place.sources / "two.zip", "w") as out:
        out.writestr("b.txt", article("b"))
        out.writestr("secret.txt", STORY)

    with place.open() as archive:
        report = archive.ingest(place.sources / "two.zip")
        assert archive.count() == 0

    assert {item.status for item in report.items} == {ItemStatus.REFUSED}
    assert pieces_left(place.root, STORY) == set()


def delivered(place: Place) -> tuple[Accession, ...]:
    with zipfile.ZipFile(place.sources / "two.zip", "w") as out:
        out.writestr("secret.txt", STORY)
        out.writestr("b.txt", article("b"))
    with place.open() as archive:
        archive.ingest(place.sources / "two.zip")
        return tuple(sorted(archive.holdings.catalog.accessions(), key=lambda a: a.seq))


def test_whether_its_delivery_goes_too_has_to_be_said(place: Place) -> None:
    _, secret, _ = delivered(place)

    with pytest.raises(UsageError, match="--with-delivery or --without-delivery"):
        destroy(place, secret.bag)

    with place.open() as archive:
        assert archive.count() == 3
        assert archive.withdrawals() == ()


def test_with_its_delivery_nothing_is_left_and_the_other_articles_stay(place: Place) -> None:
    delivery, secret, other = delivered(place)

    destroy(place, secret.bag, with_delivery=True)

    assert pieces_left(place.root, STORY) == set()
    with place.open() as archive:
        assert [b.id for b in archive.bags()] == [other.bag]
        assert archive.audit().exit_code == 0
        with pytest.raises(WithdrawnError):
            archive.show(delivery.bag)
        again = archive.ingest(place.sources / "two.zip")
    assert {item.status for item in again.items} == {ItemStatus.REFUSED}


def test_without_its_delivery_a_preview_says_that_the_file_stays(place: Place) -> None:
    delivery, secret, _ = delivered(place)

    with place.open() as archive:
        what = archive.removal(secret.bag)
    assert any(delivery.name in sentence for sentence in what.remains)

    destroy(place, secret.bag, with_delivery=False)

    with place.open() as archive:
        assert archive.holdings.catalog.accession(delivery.bag) is not None
        assert archive.audit().exit_code == 0


def test_an_image_of_another_bag_stays_and_can_come_again(place: Place) -> None:
    picture = place.sources / "quay.png"
    picture.write_bytes(_PNG)
    with place.open() as archive:
        for name in ("a", "b"):
            archive.ingest(place.source(name), images=[picture])
        first, second = archive.holdings.catalog.accessions()
    (place.root / "quarantine/quay.png").write_bytes(_PNG)

    destroy(place, first.bag)

    assert (place.root / "quarantine/quay.png").exists()
    with place.open() as archive:
        assert archive.audit().exit_code == 0
        (item,) = archive.ingest(place.source("c"), images=[picture]).items
    assert (item.status, second.bag) != (ItemStatus.REFUSED, first.bag)


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


def test_other_copies_in_the_store_go_too(place: Place) -> None:
    (bag, _) = take_in(place, "a", "b")
    copied = place.root / "bags/undated/00/a-copy-0123456789ab"
    copied.parent.mkdir(parents=True)
    _copy(place.root / bag.path, copied)
    _copy(place.root / bag.path, place.root / "bags/copies")

    destroy(place, bag.bag)

    assert not copied.exists()
    assert "a said on Monday" not in "".join(
        p.read_text() for p in (place.root / "bags").rglob("*") if p.is_file()
    )


def test_a_bag_that_comes_back_is_told_and_can_be_removed_again(place: Place) -> None:
    (bag, _) = take_in(place, "a", "b")
    _copy(place.root / bag.path, place.sources / "backup")
    destroy(place, bag.bag)
    _copy(place.sources / "backup", place.root / bag.path)

    with place.open() as archive:
        (problem,) = archive.audit().problems
        assert problem.findings[0].kind is Kind.UNKNOWN_BAG
        assert "destroyed by a withdrawal, and lies here again" in problem.findings[0].detail
        with pytest.raises(WithdrawnError):
            archive.adopt(bag.path, "it is ours")

    assert destroy(place, bag.bag[:12]).gone
    assert not (place.root / bag.path).exists()
    with place.open() as archive:
        assert archive.audit().exit_code == 0


def test_a_preview_names_all_that_goes_and_writes_nothing(place: Place) -> None:
    (bag, _) = take_in(place, "a", "b")
    with place.open() as archive:
        archive.describe(bag.bag, date="2017-04")
    run = audit(place)
    (place.root / "quarantine/x.txt").write_text(article("a"))
    before = snapshot(place.root)

    with place.open() as archive:
        what = archive.removal(bag.bag)

    assert snapshot(place.root) == before
    assert len(what.bags) == 2
    assert [c.path.relative_to(place.root).as_posix() for c in what.copies] == ["quarantine/x.txt"]
    assert [name for name, _ in what.reports] == [run]
    assert what.refused == bag.originals


def test_what_is_destroyed_already_is_so(place: Place) -> None:
    (bag,) = take_in(place, "a")
    first = destroy(place, bag.bag)
    before = (place.root / "ledger/entries.jsonl").read_bytes()

    assert destroy(place, bag.bag) == first
    assert first.grade is Grade.DESTROYED
    assert (place.root / "ledger/entries.jsonl").read_bytes() == before
    with place.open() as archive:
        with pytest.raises(WithdrawnError):
            archive.lift_withdrawal(bag.bag, "error", "memo")
        with pytest.raises(WithdrawnError):
            archive.withdraw(bag.bag, "error", "memo")


def test_a_bag_that_is_not_there_cannot_be_withdrawn(place: Place) -> None:
    with pytest.raises(NotFoundError):
        destroy(place)


def test_other_files_in_staging_and_quarantine_stay(place: Place) -> None:
    (bag, _) = take_in(place, "a", "b")
    mine = [place.root / "staging/mine.txt", place.root / "quarantine/folder/notes.txt"]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("notes of our own, about nothing")

    destroy(place, bag.bag)

    assert all(path.exists() for path in mine)


# Two persons


def two_persons(place: Place) -> None:
    settings = place.root / "archive.toml"
    settings.write_text(settings.read_text().replace("persons = 1", "persons = 2"))


def test_until_a_second_person_agrees_the_bag_is_dark_and_there(place: Place) -> None:
    (bag,) = take_in(place, "a")
    two_persons(place)

    stands = destroy(place, bag.bag)

    assert (stands.grade, stands.agreed) == (Grade.DARK, ("archivist",))
    assert (place.root / bag.path).is_dir()
    with place.open() as archive, pytest.raises(WithdrawnError):
        archive.show(bag.bag)


@pytest.mark.parametrize("by", ["archivist", " Archivist "])
def test_nobody_agrees_twice(place: Place, by: str) -> None:
    (bag,) = take_in(place, "a")
    two_persons(place)
    destroy(place, bag.bag)

    with place.open() as archive, pytest.raises((RefusedError, UsageError)):
        archive.approve_withdrawal(bag.bag, by=by)
    assert (place.root / bag.path).is_dir()


def test_with_the_second_person_it_goes_and_what_came_meanwhile_with_it(place: Place) -> None:
    (bag,) = take_in(place, "a")
    two_persons(place)
    destroy(place, bag.bag)
    with place.open() as archive:
        archive.describe(bag.bag, date="2017-04")
        stands = archive.approve_withdrawal(bag.bag, by="director")

        assert (stands.grade, stands.gone, stands.agreed) == (
            Grade.DESTROYED,
            True,
            ("archivist", "director"),
        )
        assert archive.count() == 0
    assert [p for p in (place.root / "bags").rglob("*") if p.is_file()] == [
        place.root / "bags/.store.json"
    ]


def test_what_waits_can_be_taken_back(place: Place) -> None:
    (bag,) = take_in(place, "a")
    two_persons(place)
    destroy(place, bag.bag)

    with place.open() as archive:
        archive.lift_withdrawal(bag.bag, "error", "memo 3")
        assert archive.show(bag.bag).accession.bag == bag.bag
        with pytest.raises(RefusedError):
            archive.approve_withdrawal(bag.bag, by="director")


def test_what_nobody_asked_for_cannot_be_approved(place: Place) -> None:
    (bag,) = take_in(place, "a")

    with place.open() as archive, pytest.raises(RefusedError):
        archive.approve_withdrawal(bag.bag, by="director")


# What goes wrong


def test_nothing_is_destroyed_while_an_audit_runs(place: Place) -> None:
    (bag,) = take_in(place, "a")

    with place.open() as other, other.holdings.audit_lock.held(0), pytest.raises(LockedError):
        destroy(place, bag.bag)

    with place.open() as archive:
        assert archive.withdrawals() == ()


def test_nothing_is_begun_while_the_disk_with_the_bags_is_away(place: Place) -> None:
    (bag,) = take_in(place, "a")
    (place.root / "bags").rename(place.root / "away")

    with pytest.raises(StoreError):
        destroy(place, bag.bag)

    (place.root / "away").rename(place.root / "bags")
    with place.open() as archive:
        assert archive.withdrawals() == ()
        assert archive.audit().exit_code == 0


def test_what_cannot_be_removed_now_is_removed_by_the_next_who_writes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bag, other) = take_in(place, "a", "b")
    with place.open() as archive:
        store = archive.holdings.store
        monkeypatch.setattr(type(store), "destroy", _refuses)
        with pytest.raises(StoreError, match="no space"):
            archive.withdraw(bag.bag, "privacy", CASE, destroy=True)
        assert (place.root / bag.path).is_dir()
        with pytest.raises(WithdrawnError):
            archive.show(bag.bag)
        archive.decide(other.bag, [(DecisionKind.ACCESS, "open")], Reason.CURATION)
        assert any("not finished" in notice for notice in archive.notices)
        monkeypatch.undo()

        archive.decide(other.bag, [(DecisionKind.ACCESS, "closed")], Reason.CURATION)

    assert not (place.root / bag.path).exists()
    with place.open() as archive:
        assert [stands.gone for stands in archive.withdrawals()] == [True]


def test_an_audit_goes_on_with_what_was_interrupted(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bag, _) = take_in(place, "a", "b")
    with place.open() as archive:
        monkeypatch.setattr(type(archive.holdings.store), "destroy", _refuses)
        with pytest.raises(StoreError):
            archive.withdraw(bag.bag, "privacy", CASE, destroy=True)
        monkeypatch.undo()

        report = archive.audit()

    assert (report.exit_code, report.bags) == (0, 1)
    assert not (place.root / bag.path).exists()


def test_a_tombstone_that_somebody_put_into_the_catalog_hides_no_bag(place: Place) -> None:
    (bag, _) = take_in(place, "a", "b")
    with place.open() as archive:
        catalog = archive.holdings.catalog
        with catalog.writing():
            catalog.tombstones.bury(
                Withdrawal(bag.bag, str(bag.seal), Act.DESTROY, Reason.PRIVACY, "x", "nobody")
            )

        report = archive.audit()

    assert report.bags == 2
    assert any("nobody withdrew" in f.detail for f in report.findings)


def _refuses(_: object, path: str) -> None:
    raise StoreError(f"cannot remove {path}: no space left on device")


def _copy(bag: Path, target: Path) -> None:
    shutil.copytree(bag, target)
