"""Runs of an audit: which bags, how far, how they end, and how the next one goes on."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.errors import LockedError, NotFoundError, UsageError
from newsarchive.metadata import report_problems
from newsarchive.model.auditing import (
    AuditOptions,
    AuditReport,
    Budget,
    Reach,
    RunState,
    Scope,
    Start,
)
from newsarchive.model.decision import DecisionKind, Reason
from newsarchive.model.finding import Code, Kind, Verdict
from newsarchive.model.policy import Policy
from newsarchive.model.verdict import BagVerdict
from newsarchive.workflows.audit.run import Listener, Stop
from support.archives import Place, bags, fill, make_place, snapshot

COUNT = 8


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Eight bags, to be copied."""
    place = make_place(tmp_path_factory.mktemp("made"))
    with place.open() as archive:
        archive.ingest([place.source(f"{n}.txt") for n in range(COUNT)], lambda _: None)
    return place


@pytest.fixture
def full(place: Place, made: Place) -> Place:
    """An archive of eight bags."""
    return fill(place, made)


class Heard:
    """Everything that a run told while it went on."""

    def __init__(self, after: int = -1, act: Callable[[], None] = lambda: None) -> None:
        self.verdicts: list[BagVerdict] = []
        self.start: Start | None = None
        self._after, self._act = after, act

    def listener(self) -> Listener:
        return Listener(self._verdict, self._begins)

    def _verdict(self, verdict: BagVerdict) -> None:
        self.verdicts.append(verdict)
        if len(self.verdicts) == self._after:
            self._act()

    def _begins(self, start: Start) -> None:
        self.start = start

    @property
    def names(self) -> list[str]:
        return [v.bag for v in self.verdicts]


def run(place: Place, order: AuditOptions | None = None) -> tuple[AuditReport, list[str]]:
    heard = Heard()
    with place.open() as archive:
        report = archive.audit(heard.listener(), order)
    return report, heard.names


def stopped(place: Place, after: int, who: str, order: AuditOptions | None = None) -> AuditReport:
    """An audit that is asked to stop when so many bags were told of."""
    stop = Stop()
    with place.open() as archive:
        heard = Heard(after, lambda: stop.ask(who))
        return archive.audit(heard.listener(), order, stop)


class Killed(BaseException):
    """The process is gone."""


def killed(place: Place, after: int, order: AuditOptions | None = None) -> None:
    """An audit whose process dies when so many bags were told of."""

    def die() -> None:
        raise Killed

    with place.open() as archive, pytest.raises(Killed):
        archive.audit(Heard(after, die).listener(), order)


def entries(place: Place, kind: str) -> list[dict[str, object]]:
    lines = (place.root / "ledger/entries.jsonl").read_bytes().splitlines()
    return [e for e in map(json.loads, lines) if e["type"] == kind]


def due(place: Place, max_bytes: int | None = None) -> tuple[AuditReport, list[str]]:
    """A scheduled run, with this budget in the settings."""
    with place.open() as archive:
        object.__setattr__(archive.holdings, "policy", Policy(max_bytes=max_bytes))
        heard = Heard()
        report = archive.audit(heard.listener(), AuditOptions(Scope(Reach.DUE)))
    return report, heard.names


# Which bags


def test_a_plain_audit_always_looks_at_every_bag(full: Place) -> None:
    run(full)

    report, names = run(full)

    assert len(names) == COUNT
    assert (report.start.planned, report.start.of, report.not_reached) == (COUNT, COUNT, 0)


def test_a_scheduled_run_looks_at_what_nobody_has_looked_at(full: Place) -> None:
    report, names = due(full)

    assert len(names) == COUNT
    assert report.exit_code == 0


def test_a_scheduled_run_after_a_full_audit_finds_nothing_due(full: Place) -> None:
    run(full)

    report, names = due(full)

    assert (names, report.start.planned, report.exit_code) == ([], 0, 0)


def test_a_bag_that_is_gone_is_found_the_next_night_though_it_is_not_due(full: Place) -> None:
    run(full)
    shutil.rmtree(bags(full.root)[3])

    report, names = due(full)

    assert names == [bags(full.root)[3].name] or len(names) == 1
    assert report.found.counts == {Verdict.MISSING: 1}
    assert report.exit_code == 1


def test_a_scheduled_run_finds_bags_that_the_ledger_does_not_know(full: Place) -> None:
    run(full)
    stranger = full.root / "bags/2001/01/01/stranger-000000000000"
    shutil.copytree(bags(full.root)[0], stranger)

    report, _ = due(full)

    assert (report.found.unknown, report.exit_code) == (1, 1)


def test_the_neighbours_of_a_damaged_bag_are_due_early(full: Place) -> None:
    run(full)
    full.clock.move(days=1)
    (bags(full.root)[3] / "data/article.txt").write_bytes(b"?")
    run(full, AuditOptions(Scope(Reach.BAG, bags(full.root)[3].name)))

    _, names = due(full)

    assert sorted(names) == sorted(b.name for b in bags(full.root))


def test_one_bag_can_be_audited_by_the_beginning_of_its_name(full: Place) -> None:
    wanted = bags(full.root)[2].name

    report, names = run(full, AuditOptions(Scope(Reach.BAG, wanted[:-4])))

    assert names == [wanted]
    assert (report.start.planned, report.start.of) == (1, COUNT)


def test_an_unknown_bag_is_refused_by_name(full: Place) -> None:
    with full.open() as archive, pytest.raises(NotFoundError, match="no bag 'nowhere'"):
        archive.audit(options=AuditOptions(Scope(Reach.BAG, "nowhere")))


def test_a_collection_is_audited_by_itself(full: Place) -> None:
    wanted = bags(full.root)[5].name
    with full.open() as archive:
        archive.decide(wanted, [(DecisionKind.COLLECTION, "Wire")], Reason.CURATION)

    report, names = run(full, AuditOptions(Scope(Reach.COLLECTION, "Wire")))

    assert names == [wanted]
    assert report.exit_code == 0


def test_a_collection_without_bags_is_refused(full: Place) -> None:
    with full.open() as archive, pytest.raises(NotFoundError, match="no bag in a collection"):
        archive.audit(options=AuditOptions(Scope(Reach.COLLECTION, "None")))


def test_a_sample_is_drawn_by_chance_and_says_what_it_is_worth(full: Place) -> None:
    drawn = set()
    for seed in range(20):
        order = AuditOptions(Scope(Reach.SAMPLE, "25%"), chance=random.Random(seed))  # noqa: S311
        report, names = run(full, order)
        drawn |= set(names)

    assert len(names) == 2
    assert [(c.damaged, c.permille) for c in report.start.chances] == [(1, 250)]
    assert len(drawn) == COUNT


@pytest.mark.parametrize("share", ["", "5", "0%", "101%", "-5%", "five"])
def test_a_share_that_is_none_is_refused(full: Place, share: str) -> None:
    with full.open() as archive, pytest.raises(UsageError, match="no share such as 5%"):
        archive.audit(options=AuditOptions(Scope(Reach.SAMPLE, share)))


# How far


def test_a_budget_of_bytes_ends_the_run_and_is_no_failure(full: Place) -> None:
    report, names = due(full, max_bytes=1)

    assert len(names) == 1
    assert (report.end.used_up, report.exit_code, report.not_reached) == ("bytes", 0, COUNT - 1)


def test_nights_with_a_budget_come_to_every_bag(full: Place) -> None:
    seen: list[str] = []
    for _ in range(COUNT):
        seen += due(full, max_bytes=1)[1]
        full.clock.move(days=1)

    assert sorted(seen) == sorted(b.name for b in bags(full.root))


def test_a_budget_of_time_begins_no_other_bag(full: Place) -> None:
    full.clock.ticks = 0.0
    order = AuditOptions(Scope(Reach.DUE), Budget(seconds=0))

    report, names = run(full, order)

    assert len(names) == 1
    assert (report.end.used_up, report.exit_code) == ("time", 0)


def test_a_full_audit_within_a_budget_begins_with_what_waits_longest(full: Place) -> None:
    first = run(full, AuditOptions(budget=Budget(bytes=1)))[1]
    full.clock.move(days=1)
    second = run(full, AuditOptions(budget=Budget(bytes=1)))[1]

    assert len(first) == len(second) == 1
    assert first != second


# How they end


def test_a_run_that_is_asked_to_stop_reports_what_it_did_not_reach(full: Place) -> None:
    report = stopped(full, 3, "SIGINT")

    assert (report.end.state, report.end.stopped) == (RunState.INTERRUPTED, "SIGINT")
    assert (report.bags, report.not_reached, report.exit_code) == (3, COUNT - 3, 3)


def test_a_run_that_is_asked_to_stop_is_on_record(full: Place) -> None:
    report = stopped(full, 3, "SIGTERM")

    (entry,) = entries(full, "audit")
    assert (entry["run"], entry["state"], entry["bags"]) == (report.start.run, "interrupted", 3)


def test_damage_found_before_the_end_alarms_though_the_run_was_interrupted(full: Place) -> None:
    (bags(full.root)[0] / "data/article.txt").write_bytes(b"?")

    report = stopped(full, 3, "SIGTERM")

    assert report.exit_code == 1


@pytest.mark.parametrize("end", ["SIGTERM", "killed"])
def test_the_next_run_goes_on_where_the_system_ended_it(full: Place, end: str) -> None:
    if end == "killed":
        killed(full, 3)
    else:
        stopped(full, 3, end)

    heard = Heard()
    with full.open() as archive:
        report = archive.audit(heard.listener())

    assert sorted(heard.names) == sorted(b.name for b in bags(full.root))
    assert (report.found.counts, report.start.carried) == ({Verdict.INTACT: COUNT}, 3)
    assert heard.start is not None
    assert heard.start.continues
    assert report.found.files == (COUNT - 3) * len(list(bags(full.root)[0].rglob("*.*")))


def test_the_run_after_one_that_a_person_stopped_begins_anew(full: Place) -> None:
    stopped(full, 3, "SIGINT")

    report, _ = run(full)

    assert (report.start.carried, report.start.continues) == (0, "")


def test_the_next_run_begins_anew_if_that_is_asked_for(full: Place) -> None:
    stopped(full, 3, "SIGTERM")

    report, _ = run(full, AuditOptions(fresh=True))

    assert report.start.carried == 0


@pytest.mark.parametrize("days", [8, -1], ids=["long ago", "in the future"])
def test_a_run_that_was_interrupted_at_another_time_is_not_taken_up(full: Place, days: int) -> None:
    stopped(full, 3, "SIGTERM")
    full.clock.move(days=days)

    report, names = run(full)

    assert report.start.carried == 0
    assert len(names) == COUNT


@pytest.mark.parametrize("harm", ["gone", "changed", "pruned"])
def test_a_run_whose_report_is_not_what_it_was_is_not_taken_up(full: Place, harm: str) -> None:
    run(full)
    full.clock.move(hours=1)
    name = stopped(full, 3, "SIGTERM").start.run
    if harm == "pruned":
        for bag in bags(full.root)[:3]:
            run(full, AuditOptions(Scope(Reach.BAG, bag.name)))
        with full.open() as archive:
            assert name in [r.run for r in archive.prune_audits(0, act=True).runs]
    elif harm == "gone":
        shutil.rmtree(full.root / "audits" / name)
    else:
        part = full.root / "audits" / name / "part-1.jsonl"
        part.write_bytes(part.read_bytes().replace(b"intact", b"intaxt", 1))

    report, names = run(full)

    assert report.start.carried == 0
    assert sorted(n for n in names if "/" not in n) == sorted(b.name for b in bags(full.root))


def test_after_a_complete_run_nothing_is_taken_up(full: Place) -> None:
    stopped(full, 3, "SIGTERM")
    run(full)

    report, _ = run(full)

    assert report.start.carried == 0


def test_a_run_with_another_scope_does_not_take_it_up(full: Place) -> None:
    stopped(full, 3, "SIGTERM")

    report, names = run(full, AuditOptions(Scope(Reach.BAG, bags(full.root)[0].name)))

    assert (len(names), report.start.carried) == (1, 0)


def test_damage_that_a_killed_run_found_is_alarmed_by_the_next(full: Place) -> None:
    (bags(full.root)[0] / "data/article.txt").write_bytes(b"?")
    killed(full, 3)

    report, _ = run(full)

    assert report.found.counts == {Verdict.DAMAGED: 1, Verdict.INTACT: COUNT - 1}
    assert report.exit_code == 1
    assert [e["verdict"] for e in entries(full, "damage")] == ["damaged"]


def test_a_line_that_was_being_written_when_the_run_was_killed_is_done_again(full: Place) -> None:
    killed(full, 3)
    (part,) = full.root.glob("audits/*/part-1.jsonl")
    part.write_bytes(part.read_bytes()[:-20])

    report, names = run(full)

    assert report.start.carried == 2
    assert sorted(names) == sorted(b.name for b in bags(full.root))


def test_what_could_not_be_verified_is_looked_at_again(full: Place) -> None:
    marker = full.root / "bags/.store.json"
    text = marker.read_bytes()
    marker.unlink()
    stopped(full, 3, "SIGTERM")
    marker.write_bytes(text)

    report, _ = run(full)

    assert (report.start.carried, report.found.counts) == (0, {Verdict.INTACT: COUNT})


@pytest.mark.parametrize("after", range(1, COUNT))
def test_killed_at_any_bag_the_next_run_ends_complete(full: Place, after: int) -> None:
    killed(full, after)

    report, names = run(full)

    assert sorted(names) == sorted(b.name for b in bags(full.root))
    assert report.found.counts == {Verdict.INTACT: COUNT}
    assert [e["state"] for e in entries(full, "audit")] == ["interrupted", "complete"]


def test_a_run_killed_before_it_looked_at_anything_leaves_nothing(full: Place) -> None:
    run(full)
    empty = full.root / "audits/2026-11-22T120000Z-abcdef"
    empty.mkdir()
    (empty / "plan.json").write_bytes(b"{")

    report, _ = run(full)

    assert report.exit_code == 0
    assert not empty.exists()


def test_bags_taken_in_after_an_interruption_are_looked_at_too(full: Place) -> None:
    stopped(full, 3, "SIGTERM")
    with full.open() as archive:
        archive.ingest([full.source("new.txt")], lambda _: None)

    report, _ = run(full)

    assert (report.start.planned, report.found.counts) == (COUNT + 1, {Verdict.INTACT: COUNT + 1})


def test_an_audit_that_takes_up_another_says_so_and_leaves_the_catalog_as_rebuild_makes_it(
    full: Place,
) -> None:
    killed(full, 3)
    run(full)

    with full.open() as archive:
        assert archive.rebuild().same


def test_one_audit_at_a_time(full: Place) -> None:
    with full.open() as archive, archive.holdings.audit_lock.held(0), pytest.raises(LockedError):
        archive.audit()


# What is on record


@pytest.mark.parametrize("reach", ["all", "due", "interrupted", "damaged", "sample", "nothing due"])
def test_the_report_of_every_sort_of_run_fits_its_schema(full: Place, reach: str) -> None:
    if reach == "damaged":
        (bags(full.root)[0] / "data/article.txt").write_bytes(b"?")
        (full.root / "bags/stray").write_bytes(b"?")
    if reach == "interrupted":
        stopped(full, 3, "SIGTERM")
    elif reach == "sample":
        run(full, AuditOptions(Scope(Reach.SAMPLE, "50%")))
    elif reach in {"due", "nothing due"}:
        due(full)
    else:
        run(full)
    if reach == "nothing due":
        due(full)

    for path in full.root.glob("audits/*/report.json"):
        assert report_problems(json.loads(path.read_bytes())) == ()


def test_an_audit_that_shall_leave_no_trace_leaves_none(full: Place) -> None:
    before = snapshot(full.root)

    report, names = run(full, AuditOptions(record=False))

    assert len(names) == COUNT
    assert (report.exit_code, bool(report.unrecorded)) == (0, True)
    assert snapshot(full.root) == before


def test_a_report_that_was_changed_is_named_by_the_next_audit(full: Place) -> None:
    run(full)
    (path,) = full.root.glob("audits/*/report.json")
    path.write_bytes(path.read_bytes().replace(b'"intact":8', b'"intact":9'))

    report, _ = run(full)

    (problem,) = report.found.problems
    assert [(f.code, f.kind) for f in problem.findings] == [(Code.AR_05, Kind.CHANGED)]
    assert (report.exit_code, report.found.unknown) == (1, 0)


def test_a_list_of_verdicts_that_was_changed_is_named_and_not_believed(full: Place) -> None:
    run(full)
    (path,) = full.root.glob("audits/*/part-1.jsonl")
    path.write_bytes(path.read_bytes().replace(b"intact", b"intaxt", 1))

    report, _ = run(full)
    with full.open() as archive:
        rebuilt = archive.rebuild()

    assert [f.path for b in report.found.problems for f in b.findings] == ["part-1.jsonl"]
    assert rebuilt.checks == COUNT


def test_a_report_that_is_gone_is_named_and_alarms(full: Place) -> None:
    run(full)
    (folder,) = full.root.glob("audits/*")
    shutil.rmtree(folder)

    report, _ = run(full)

    assert [f.kind for b in report.found.problems for f in b.findings] == [Kind.MISSING]
    assert (report.exit_code, report.found.counts) == (1, {Verdict.INTACT: COUNT})


# What people know


def test_acknowledged_damage_stays_in_the_report_and_does_not_alarm(full: Place) -> None:
    (bags(full.root)[0] / "data/article.txt").write_bytes(b"?")
    run(full)
    with full.open() as archive:
        (found,) = archive.status().open[:1]
        archive.acknowledge(found.id, "a copy is on its way")

    report, _ = run(full)

    assert report.found.counts[Verdict.DAMAGED] == 1
    assert report.found.acknowledged == {found.id}
    assert report.exit_code == 0


def test_one_lost_file_does_not_hide_the_next(full: Place) -> None:
    (bags(full.root)[0] / "data/article.txt").write_bytes(b"?")
    run(full)
    with full.open() as archive:
        archive.acknowledge(archive.status().open[0].id, "a copy is on its way")
    (bags(full.root)[0] / "data/README.txt").write_bytes(b"?")

    report, _ = run(full)

    assert (report.exit_code, report.found.new_trouble) == (1, 1)


# What is expected


def test_a_scheduled_run_that_does_not_come_is_missed(full: Place) -> None:
    due(full)
    full.clock.move(days=3)

    with full.open() as archive:
        status = archive.status()

    assert (status.watch.missed, status.exit_code) == (2, 5)


def test_a_run_that_comes_a_little_late_is_not_missed(full: Place) -> None:
    due(full)
    full.clock.move(hours=30)

    with full.open() as archive:
        assert archive.status().watch.missed == 0


def test_where_no_run_was_ever_scheduled_none_is_missed(full: Place) -> None:
    run(full)
    full.clock.move(days=30)

    with full.open() as archive:
        assert archive.status().exit_code == 0


def test_an_audit_that_is_not_finished_shows_in_the_status(full: Place) -> None:
    killed(full, 3)

    with full.open() as archive:
        status = archive.status()

    assert status.running_done == 3


def test_articles_are_counted_by_source(full: Place) -> None:
    with full.open() as archive:
        assert archive.status().sources == {"Harbour Gazette": COUNT}


# Removing reports


def nights(place: Place, count: int) -> None:
    for _ in range(count):
        run(place)
        place.clock.move(days=1)


def test_the_first_and_the_last_check_of_every_bag_are_kept(full: Place) -> None:
    nights(full, 5)

    with full.open() as archive:
        pruned = archive.prune_audits(0, act=True)

    assert (len(pruned.runs), pruned.kept) == (3, 2)
    assert len(list(full.root.glob("audits/*"))) == 2


def test_a_failure_and_the_checks_on_either_side_of_it_are_kept(full: Place) -> None:
    text = bags(full.root)[0] / "data/article.txt"
    data = text.read_bytes()
    nights(full, 3)
    text.write_bytes(b"?")
    nights(full, 1)
    text.write_bytes(data)
    nights(full, 3)

    with full.open() as archive:
        pruned = archive.prune_audits(0, act=True)

    assert (len(pruned.runs), pruned.kept) == (2, 5)


def test_the_removal_of_reports_is_on_record_and_rebuild_says_the_same(full: Place) -> None:
    nights(full, 4)

    with full.open() as archive:
        pruned = archive.prune_audits(0, act=True, by="operator")
    with full.open() as archive:
        rebuilt = archive.rebuild()

    (entry,) = entries(full, "prune")
    assert (entry["runs"], entry["by"]) == ([r.run for r in pruned.runs], "operator")
    assert (rebuilt.same, rebuilt.lost_reports) == (True, ())


def test_nothing_is_removed_unless_it_is_asked_for(full: Place) -> None:
    nights(full, 4)
    before = snapshot(full.root / "audits")

    with full.open() as archive:
        pruned = archive.prune_audits(0, act=False)

    assert len(pruned.runs) == 2
    assert snapshot(full.root / "audits") == before


def test_newer_reports_stay(full: Place) -> None:
    nights(full, 6)

    with full.open() as archive:
        assert len(archive.prune_audits(3, act=False).runs) == 3


def test_a_report_that_was_changed_is_never_removed(full: Place) -> None:
    nights(full, 2)
    path = sorted(full.root.glob("audits/*/part-1.jsonl"))[1]
    path.write_bytes(path.read_bytes().replace(b"intact", b"intaxt", 1))
    nights(full, 2)

    with full.open() as archive:
        archive.prune_audits(0, act=True)

    assert path.exists()


def test_a_removal_that_was_interrupted_is_finished_by_the_next(
    full: Place, tmp_path: Path
) -> None:
    nights(full, 4)
    shutil.copytree(full.root / "audits", tmp_path / "copy")
    with full.open() as archive:
        archive.prune_audits(0, act=True)
    shutil.rmtree(full.root / "audits")
    shutil.copytree(tmp_path / "copy", full.root / "audits")

    with full.open() as archive:
        archive.prune_audits(0, act=True)

    assert len(list(full.root.glob("audits/*"))) == 2


# Clocks, and a year of nights


@pytest.mark.parametrize("days", [-365, 3650], ids=["back a year", "forward ten"])
def test_after_a_clock_that_jumped_every_bag_is_due(full: Place, days: int) -> None:
    run(full)
    full.clock.move(days=days)

    _, names = due(full)

    assert sorted(names) == sorted(b.name for b in bags(full.root))


def test_a_clock_that_goes_back_in_the_middle_of_a_run_skips_no_bag(full: Place) -> None:
    heard = Heard(3, lambda: full.clock.move(days=-400))
    with full.open() as archive:
        report = archive.audit(heard.listener())

    _, names = due(full)

    assert (report.exit_code, report.found.counts) == (0, {Verdict.INTACT: COUNT})
    assert sorted(names) == sorted(b.name for b in bags(full.root)[:3])


def test_a_check_that_a_wrong_clock_dated_ahead_does_not_cover_a_bag(full: Place) -> None:
    full.clock.move(days=365)
    run(full)
    full.clock.move(days=-365)

    with full.open() as archive:
        coverage = archive.status().coverage

    assert (coverage.checked, coverage.of) == (0, COUNT)


@pytest.mark.parametrize("nights", [40, pytest.param(365, marks=pytest.mark.heavy)])
def test_nightly_runs_over_a_growing_archive_keep_what_it_promises(
    full: Place, nights: int
) -> None:
    """Every bag within fourteen days, by runs that may read a seventh of the archive."""
    overdue = 0
    for night in range(nights):
        with full.open() as archive:
            if night % 4 == 0:
                archive.ingest([full.source(f"night-{night}.txt")], lambda _: None)
            held, size = archive.holdings.catalog.count()
            policy = Policy(every_days=14, max_bytes=max(size // 7, 2 * size // held))
            object.__setattr__(archive.holdings, "policy", policy)
            report = archive.audit(options=AuditOptions(Scope(Reach.DUE)))
            coverage = archive.holdings.catalog.figures.coverage(
                policy, int(full.clock.now().timestamp())
            )
        assert report.exit_code == 0
        overdue = max(overdue, coverage.overdue)
        full.clock.move(days=1)

    assert overdue == 0
