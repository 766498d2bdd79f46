"""The audit of a whole archive: what alarms, what does not, and that both can be trusted."""

import json
import os
import shutil
from hashlib import sha512
from pathlib import Path

import pytest

from newsarchive.ledger import Ledger
from newsarchive.model.auditing import AuditReport
from newsarchive.model.finding import Kind, Level, Verdict
from newsarchive.model.verdict import BagVerdict
from support.archives import Place, bags, fill, make_place, snapshot
from support.mounts import read_only

# One file of each sort that a bag of ours holds.
FILES = {
    "text": "data/article.txt",
    "original": "data/original/rain.txt",
    "record": "data/metadata/article.json",
    "explanation": "data/README.txt",
    "manifest": "manifest-sha512.txt",
    "tag manifest": "tagmanifest-sha512.txt",
    "bag-info": "bag-info.txt",
    "declaration": "bagit.txt",
}


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


DAMAGE = {
    "one bit flipped": flip,
    "cut short": lambda path: os.truncate(path, path.stat().st_size - 1),
    "made longer": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "emptied": lambda path: os.truncate(path, 0),
    "deleted": Path.unlink,
    "made a folder": lambda path: (path.unlink(), path.mkdir()),
    "made a link to a copy": lambda path: path.symlink_to(path.rename(path.parents[9] / "copy")),
}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Two articles, to be copied."""
    place = make_place(tmp_path_factory.mktemp("two"))
    with place.open() as archive:
        archive.ingest([place.source("rain.txt"), place.source("snow.txt")], lambda _: None)
    return place


@pytest.fixture
def bag(place: Place, two: Place) -> Path:
    """The bag of one of two articles; the other one stays well."""
    fill(place, two)
    (folder,) = [b for b in bags(place.root) if (b / "data/original/rain.txt").exists()]
    return folder


def audit(place: Place) -> tuple[AuditReport, dict[str, BagVerdict]]:
    told: list[BagVerdict] = []
    with place.open() as archive:
        report = archive.audit(told.append)
    return report, {verdict.path: verdict for verdict in told}


def errors(verdict: BagVerdict) -> set[str]:
    return {f.path for f in verdict.findings if f.level is Level.ERROR}


def path_of(place: Place, bag: Path) -> str:
    return bag.relative_to(place.root).as_posix()


def test_an_untouched_archive_is_intact(place: Place, bag: Path) -> None:
    assert bag.is_dir()

    report, _ = audit(place)

    assert report.exit_code == 0
    assert report.found.counts == {Verdict.INTACT: 2}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_to_any_file_is_found_and_the_file_named(
    place: Place, bag: Path, damage: object, file: str
) -> None:
    assert callable(damage)
    damage(bag / file)

    report, verdicts = audit(place)

    verdict = verdicts[path_of(place, bag)]
    assert report.exit_code == 1
    assert report.found.counts == {Verdict.DAMAGED: 1, Verdict.INTACT: 1}
    assert file in errors(verdict)


@pytest.mark.parametrize("file", ["data/stray.txt", "stray.txt", "data/media/stray", "tags/stray"])
def test_a_file_that_no_manifest_lists_is_found_and_named(
    place: Place, bag: Path, file: str
) -> None:
    (bag / file).parent.mkdir(exist_ok=True)
    (bag / file).write_bytes(b"?")

    _, verdicts = audit(place)

    assert errors(verdicts[path_of(place, bag)]) == {file}


def test_one_flipped_bit_gives_one_error(place: Place, bag: Path) -> None:
    flip(bag / "data/original/rain.txt")

    _, verdicts = audit(place)

    assert errors(verdicts[path_of(place, bag)]) == {"data/original/rain.txt"}


def test_payload_and_manifests_rewritten_together_are_found_by_the_seal(
    place: Place, bag: Path
) -> None:
    text = (bag / "data/article.txt").read_bytes()
    _rewrite(bag, "data/article.txt", text.replace(b"four metres", b"nine metres"))

    _, verdicts = audit(place)

    verdict = verdicts[path_of(place, bag)]
    assert verdict.verdict is Verdict.DAMAGED
    assert errors(verdict) == {"tagmanifest-sha512.txt"}


def test_two_bags_exchanged_are_found_by_their_seals(place: Place, bag: Path) -> None:
    (other,) = [b for b in bags(place.root) if b != bag]
    bag.rename(place.sources / "rain")
    other.rename(bag)
    (place.sources / "rain").rename(other)

    report, verdicts = audit(place)

    assert report.found.counts == {Verdict.DAMAGED: 2}
    assert {f.kind for v in verdicts.values() for f in v.findings} == {Kind.EXCHANGED}
    assert other.name in verdicts[path_of(place, bag)].findings[0].detail


def test_a_removed_bag_is_missing(place: Place, bag: Path) -> None:
    shutil.rmtree(bag)

    report, verdicts = audit(place)

    assert verdicts[path_of(place, bag)].verdict is Verdict.MISSING
    assert report.exit_code == 1


@pytest.mark.parametrize("loss", ["marker", "bags", "another archive's disk"])
def test_without_its_store_every_bag_is_unverified_and_none_is_missing(
    place: Place, bag: Path, loss: str
) -> None:
    assert bag.is_dir()
    marker = place.root / "bags/.store.json"
    if loss == "marker":
        marker.unlink()
    elif loss == "bags":
        (place.root / "bags").rename(place.sources / "unplugged")
    else:
        marker.write_text('{"archive":"urn:another","store":"urn:x","v":1}\n')

    report, verdicts = audit(place)

    assert {v.verdict for v in verdicts.values()} == {Verdict.UNVERIFIED}
    assert report.exit_code == 3


def test_a_store_that_goes_away_during_the_audit_is_not_missing_bags(
    place: Place, bag: Path
) -> None:
    assert bag.is_dir()
    told: list[BagVerdict] = []

    def unplug(verdict: BagVerdict) -> None:
        told.append(verdict)
        if len(told) == 1:
            (place.root / "bags").rename(place.sources / "unplugged")

    with place.open() as archive:
        report = archive.audit(unplug)

    assert [v.verdict for v in told] == [Verdict.INTACT, Verdict.UNVERIFIED]
    assert report.exit_code == 3


def test_a_bag_that_the_ledger_does_not_know_is_named(place: Place, bag: Path) -> None:
    stranger = bag.with_name("stranger-0123456789ab")
    shutil.copytree(bag, stranger)

    report, verdicts = audit(place)

    assert (report.found.unknown, report.exit_code) == (1, 1)
    assert verdicts[path_of(place, stranger)].findings[0].kind is Kind.UNKNOWN_BAG


def test_a_stray_file_in_the_store_is_named(place: Place, bag: Path) -> None:
    (bag.parent / "notes.txt").write_text("?")

    report, verdicts = audit(place)

    assert report.exit_code == 1
    assert path_of(place, bag.parent / "notes.txt") in verdicts


def test_an_audit_changes_nothing_in_the_bags(place: Place, bag: Path) -> None:
    flip(bag / "data/article.txt")
    before = snapshot(place.root / "bags")

    audit(place)

    assert snapshot(place.root / "bags") == before


def test_a_bag_stays_damaged_until_it_is_well_again(place: Place, bag: Path) -> None:
    good = (bag / "data/article.txt").read_bytes()
    flip(bag / "data/article.txt")

    codes = [audit(place)[0].exit_code, audit(place)[0].exit_code]
    (bag / "data/article.txt").write_bytes(good)

    assert [*codes, audit(place)[0].exit_code] == [1, 1, 0]


def test_the_ledger_has_the_digest_of_the_report_and_the_report_of_its_part(
    place: Place, bag: Path
) -> None:
    assert bag.is_dir()
    run, _ = audit(place)

    folder = place.root / "audits" / run.start.run
    report = (folder / "report.json").read_bytes()
    part = (folder / "part-1.jsonl").read_bytes()
    entries = [e for e, _ in Ledger(place.root / "ledger/entries.jsonl").entries()]

    assert entries[-1].fields["report"] == f"sha512:{sha512(report).hexdigest()}"
    assert json.loads(report)["parts"] == [f"sha512:{sha512(part).hexdigest()}"]
    assert len(part.splitlines()) == 2


def test_damage_is_in_the_ledger_bag_by_bag(place: Place, bag: Path) -> None:
    flip(bag / "data/article.txt")

    audit(place)

    (damage,) = [
        e.fields
        for e, _ in Ledger(place.root / "ledger/entries.jsonl").entries()
        if e.type == "damage"
    ]
    assert damage["verdict"] == "damaged"
    assert [f["path"] for f in damage["findings"]] == ["data/article.txt"]


def test_a_report_that_cannot_be_written_is_said_and_the_audit_goes_on(
    place: Place, bag: Path
) -> None:
    flip(bag / "data/article.txt")
    (place.root / "audits").rmdir()

    report, verdicts = audit(place)

    assert verdicts[path_of(place, bag)].verdict is Verdict.DAMAGED
    assert "audits" in report.unrecorded


def test_an_intact_archive_whose_audit_is_not_on_record_is_no_success(
    place: Place, bag: Path
) -> None:
    assert bag.is_dir()
    (place.root / "audits").rmdir()

    assert audit(place)[0].exit_code == 3


@pytest.mark.root
def test_an_audit_runs_on_a_read_only_mount_and_says_that_it_is_not_on_record(
    place: Place, bag: Path
) -> None:
    flip(bag / "data/article.txt")
    with read_only(place.root):
        report, verdicts = audit(place)

    assert verdicts[path_of(place, bag)].verdict is Verdict.DAMAGED
    assert "read-only" in report.unrecorded
    assert report.exit_code == 1


def test_a_lost_catalog_is_made_again_with_the_standings(place: Place, bag: Path) -> None:
    flip(bag / "data/article.txt")
    audit(place)
    with place.open() as archive:
        before = list(archive.holdings.catalog.dump())

    (place.root / "catalog.sqlite").unlink()

    with place.open() as archive:
        assert list(archive.holdings.catalog.dump()) == before


@pytest.mark.parametrize(
    "content", [b"", b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 4000]
)
def test_a_damaged_catalog_is_set_aside_and_made_again(
    place: Place, bag: Path, content: bytes
) -> None:
    assert bag.is_dir()
    (place.root / "catalog.sqlite").write_bytes(content)

    assert audit(place)[0].found.counts == {Verdict.INTACT: 2}


def test_a_catalog_ahead_of_its_ledger_is_made_again(place: Place, bag: Path) -> None:
    assert bag.is_dir()
    ledger = place.root / "ledger/entries.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:-1]))

    report, _ = audit(place)

    assert report.bags == 1
    assert report.found.unknown == 1


def _rewrite(bag: Path, file: str, data: bytes) -> None:
    """What somebody does who knows how bags work: the file, then every list that names it."""
    (bag / file).write_bytes(data)
    for name, targets in (
        ("manifest-sha512.txt", [file]),
        ("tagmanifest-sha512.txt", ["manifest-sha512.txt"]),
    ):
        lines = (bag / name).read_text().splitlines()
        for number, line in enumerate(lines):
            path = line.split(maxsplit=1)[1]
            if path in targets:
                lines[number] = f"{sha512((bag / path).read_bytes()).hexdigest()}  {path}"
        (bag / name).write_text("\n".join(lines) + "\n")
