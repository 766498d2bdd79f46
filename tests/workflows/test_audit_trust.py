"""What an audit told is neither lost nor bent: misread lists, odd names, runs that end early."""

import contextlib
import os

import pytest

from newsarchive.model.auditing import AuditOptions, Reach, Scope
from newsarchive.model.finding import Code, Kind, Verdict
from newsarchive.model.verdict import BagVerdict
from support.archives import Place, bags
from support.cli import Cli
from support.faulty import Deadly, Shouting, with_store
from support.life import open_findings


def test_a_store_that_cannot_be_listed_to_its_end_is_inability_and_no_damage(place: Place) -> None:
    with place.open() as archive:
        archive.ingest([place.source()], lambda _: None)
        report = with_store(archive, {}, unlistable=True).audit()

    assert report.exit_code == 3


def test_a_tag_manifest_that_was_read_wrong_without_any_trace_is_no_damage(place: Place) -> None:
    told: list[BagVerdict] = []
    with place.open() as archive:
        (item,) = archive.ingest([place.source()], lambda _: None).items
        with_store(archive, {item.path or "": Shouting}).audit(told.append)

    assert [(v.verdict, [f.kind for f in v.findings]) for v in told] == [
        (Verdict.UNVERIFIED, [Kind.UNSTABLE])
    ]


@pytest.mark.parametrize("where", ["bags", "bag"])
def test_a_name_with_a_line_ending_in_it_stays_in_its_line(
    cli: Cli, place: Place, where: str
) -> None:
    with place.open() as archive:
        archive.ingest([place.source()], lambda _: None)
    folder = place.root / "bags" if where == "bags" else bags(place.root)[0] / "data"
    (folder / "x\nAll 1 bags are intact.\x1b[8m").touch()

    done = cli("audit", "-a", place.root)

    assert not any(line.startswith("All") for line in done.stdout.splitlines())


@pytest.mark.parametrize("ending", ["txt", "json", "csv", "html"])
def test_a_report_can_be_kept_of_a_file_whose_name_is_no_utf_8(
    cli: Cli, place: Place, ending: str
) -> None:
    with place.open() as archive:
        archive.ingest([place.source()], lambda _: None)
    with open(os.fsencode(bags(place.root)[0]) + b"/data/\xff", "wb"):
        pass

    done = cli("audit", "-a", place.root, "--report", place.sources / f"report.{ending}")

    assert (done.code, done.stderr) == (1, "")


class KilledError(BaseException):
    """Ends an audit in its midst, as SIGKILL does: nothing is tidied up."""


def killed(place: Place) -> None:
    def die(_: BagVerdict) -> None:
        raise KilledError

    with place.open() as archive, contextlib.suppress(KilledError):
        archive.audit(die)


def test_what_lies_there_unknown_stays_open_when_the_next_audit_is_killed_before_it_looks(
    place: Place,
) -> None:
    with place.open() as archive:
        (item,) = archive.ingest([place.source()], lambda _: None).items
    (place.root / "bags/stray.txt").touch()
    with place.open() as archive:
        archive.audit()

    killed(place)

    with place.open() as archive:
        archive.audit(options=AuditOptions(Scope(Reach.BAG, item.bag or "")))
    assert [f.finding.code for f in open_findings(place)] == [Code.AR_04]


def test_what_lies_there_unknown_stays_open_when_the_store_goes_away_before_it_is_told(
    place: Place,
) -> None:
    with place.open() as archive:
        archive.ingest([place.source()], lambda _: None)
    (place.root / "bags/stray.txt").touch()
    with place.open() as archive:
        archive.audit()

    with place.open() as archive:
        archive.audit(lambda _: (place.root / "bags/.store.json").unlink(missing_ok=True))

    assert [f.finding.code for f in open_findings(place)] == [Code.AR_04]


def test_a_changed_list_of_an_audit_stays_open_when_a_scheduled_run_does_not_look_at_lists(
    place: Place,
) -> None:
    with place.open() as archive:
        archive.ingest([place.source()], lambda _: None)
        run = archive.audit().start.run
    part = place.root / "audits" / run / "part-1.jsonl"
    part.write_bytes(part.read_bytes().replace(b'"intact"', b'"damaged"'))
    with place.open() as archive:
        archive.audit()

    with place.open() as archive:
        archive.audit(options=AuditOptions(Scope(Reach.DUE)))

    assert [f.finding.code for f in open_findings(place)] == [Code.AR_05]


def test_a_bag_that_killed_one_audit_does_not_kill_the_next(place: Place) -> None:
    with place.open() as archive:
        sources = [place.source(f"{n}.txt") for n in range(3)]
        poison = archive.ingest(sources, lambda _: None).items[1].path or ""
    killed(place)

    told: list[BagVerdict] = []
    with place.open() as archive:
        report = with_store(archive, {poison: Deadly}).audit(told.append)

    assert {v.path: v.verdict for v in told if v.verdict is not Verdict.INTACT} == {
        poison: Verdict.UNVERIFIED
    }
    assert (len(told), report.exit_code) == (3, 3)
