"""The catalog keeps the copies of a bag apart: each store has its own checks and findings."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from newsarchive.catalog import Catalog
from newsarchive.digests import Algorithm, Digest
from newsarchive.model.entries import Damage
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.holding import Accession, Standing
from newsarchive.model.policy import DAY, Policy
from newsarchive.model.run import Run
from newsarchive.model.subject import (
    MAIN,
    About,
    AuditFolder,
    Place,
    Subject,
    WholeStore,
    describe,
)
from newsarchive.packaging.history import checks

BAG = "ab" * 32
NOON = "2026-11-22T12:00:00Z"
NOON_UNIX = 1_795_348_800
CHANGED = Finding(
    Code.RX_10, Kind.CHANGED, Level.ERROR, "data/a", "changed", "sha512:1", "sha512:2"
)
UNREAD = Finding(Code.IO_01, Kind.UNREADABLE, Level.ERROR, "data/a", "input/output error")
STRANGE = Finding(Code.AR_02, Kind.UNKNOWN_BAG, Level.ERROR, "", "nobody knows it")
ACCESSION = Accession(
    bag=BAG,
    name="rain-abababababab",
    path="bags/2017/04/13/rain-abababababab",
    seal=Digest(Algorithm.SHA512, "cd" * 64),
    article="urn:x:1",
    version=None,
    originals=("ef" * 64,),
    media=(),
    supplied={},
    origin="/in/rain.txt",
    files=9,
    bytes=4711,
    complete=True,
    seq=1,
    time="2026-01-01T00:00:00Z",
)


@pytest.fixture
def catalog() -> Catalog:
    made = Catalog(None)
    made.add_accession(ACCESSION)
    return made


def check(
    catalog: Catalog, store: str, seq: int, verdict: Verdict, *findings: Finding, time: str = NOON
) -> None:
    run = Run(f"run-{seq}", store=store, seq=seq, time=time, told=("store", "reports"))
    catalog.add_run(run)
    catalog.set_standings([Standing(BAG, verdict, time, run.run, findings, store)])


def open_findings(catalog: Catalog) -> Sequence[tuple[str, About, str]]:
    return [(f.store, f.about, f.finding.code) for f in catalog.findings.open()]


def test_each_copy_stands_for_itself(catalog: Catalog) -> None:
    check(catalog, MAIN, 2, Verdict.INTACT)
    check(catalog, "copy", 3, Verdict.DAMAGED, CHANGED)

    main, copy = catalog.standing(BAG), catalog.standing(BAG, "copy")

    assert main is not None
    assert main.verdict is Verdict.INTACT
    assert copy == Standing(BAG, Verdict.DAMAGED, NOON, "run-3", (CHANGED,), "copy")


def test_a_sound_bag_does_not_close_the_damage_of_its_copy(catalog: Catalog) -> None:
    check(catalog, "copy", 2, Verdict.DAMAGED, CHANGED)
    check(catalog, MAIN, 3, Verdict.INTACT)

    assert open_findings(catalog) == [("copy", About.BAG, Code.RX_10)]


def test_the_same_damage_to_both_copies_is_two_findings(catalog: Catalog) -> None:
    check(catalog, MAIN, 2, Verdict.DAMAGED, CHANGED)
    check(catalog, "copy", 3, Verdict.DAMAGED, CHANGED)

    found = catalog.findings.open()

    assert len({f.id for f in found}) == 2
    assert {f.id for f in found if f.store == MAIN} == {CHANGED.id(BAG)}


def test_what_could_not_be_read_in_one_store_leaves_the_other_as_it_is(catalog: Catalog) -> None:
    check(catalog, MAIN, 2, Verdict.UNVERIFIED, UNREAD)
    check(catalog, "copy", 3, Verdict.DAMAGED, CHANGED)
    check(catalog, "copy", 4, Verdict.INTACT)

    assert open_findings(catalog) == [(MAIN, About.BAG, Code.IO_01)]


def test_a_copy_that_is_verified_covers_no_bag_of_the_main_store(catalog: Catalog) -> None:
    check(catalog, "copy", 2, Verdict.INTACT)

    now, policy = NOON_UNIX + DAY, Policy()
    main = catalog.figures.coverage(policy, now)
    copy = catalog.figures.coverage(policy, now, store="copy")

    assert (main.checked, main.never) == (0, 1)
    assert (copy.checked, copy.never) == (1, 0)
    assert catalog.figures.calendar() == {"": 1}
    assert catalog.figures.calendar("copy") == {NOON[:10]: 1}
    assert [looked for _, _, _, looked, _, _ in catalog.by_number.candidates()] == [None]
    assert [looked for _, _, _, looked, _, _ in catalog.by_number.candidates("copy")] == [NOON_UNIX]


def test_both_copies_can_be_checked_in_one_run(catalog: Catalog) -> None:
    check(catalog, MAIN, 2, Verdict.INTACT)
    catalog.set_standings([Standing(BAG, Verdict.DAMAGED, NOON, "run-2", (CHANGED,), "copy")])

    made = [(c.store, c.verdict) for c in catalog.runs.checks(BAG)]

    assert made == [("copy", Verdict.DAMAGED), (MAIN, Verdict.INTACT)]
    assert catalog.runs.was_checked(BAG, "run-2", "copy")
    assert not catalog.runs.was_checked(BAG, "run-2", "third")


@pytest.mark.parametrize(
    ("subject", "stays"),
    [
        pytest.param(Place("bags/2026/x"), False, id="a place"),
        pytest.param(Place("audits/x"), False, id="a place that looks like a report"),
        pytest.param(WholeStore(), False, id="the store"),
        pytest.param(AuditFolder("run-1"), False, id="a report"),
        pytest.param(Place("bags/2026/x", "copy"), True, id="a place in another store"),
        pytest.param(WholeStore("copy"), True, id="another store"),
    ],
)
def test_an_audit_tells_anew_of_its_own_store_and_of_reports(
    catalog: Catalog, subject: Subject, stays: bool
) -> None:
    catalog.findings.add_other(subject, [STRANGE], NOON)

    check(catalog, MAIN, 2, Verdict.INTACT)

    assert [f.about for f in catalog.findings.open()] == [describe(subject).about] * stays


def test_reports_stay_suspected_until_they_are_looked_at_again(catalog: Catalog) -> None:
    catalog.findings.add_other(AuditFolder("run-1"), [STRANGE], NOON)
    catalog.findings.add_other(Place("bags/2026/x"), [STRANGE], NOON)

    catalog.add_run(Run("run-2", seq=2, time=NOON, told=("store",)))

    assert [f.about for f in catalog.findings.open()] == [About.AUDIT]


def test_the_neighbours_of_damage_are_those_in_the_same_store(catalog: Catalog) -> None:
    near = replace(ACCESSION, bag="cd" * 32, name="snow-cdcdcdcdcdcd", path=ACCESSION.path + "x")
    seal = Digest(Algorithm.SHA512, "ef" * 64)
    catalog.add_accession(replace(near, seal=seal, seq=5, originals=("01" * 64,)))
    for store, run in ((MAIN, "old-main"), ("copy", "old-copy")):
        catalog.set_standings(
            [Standing("cd" * 32, Verdict.INTACT, "2026-11-01T00:00:00Z", run, (), store)]
        )
    check(catalog, "copy", 6, Verdict.DAMAGED, CHANGED)

    assert catalog.figures.near_damage(1, 10) == frozenset()
    assert catalog.figures.near_damage(1, 10, "copy") == {5}


def test_a_report_is_needed_as_long_as_a_copy_needs_it(catalog: Catalog) -> None:
    days = [f"2026-11-0{day}T00:00:00Z" for day in range(1, 6)]
    for seq, day in enumerate(days, 2):
        check(catalog, MAIN, seq, Verdict.INTACT, time=day)
    assert [run.run for run in catalog.runs.dispensable(NOON)] == ["run-3", "run-4", "run-5"]

    catalog.set_standings([Standing(BAG, Verdict.DAMAGED, days[2], "run-4", (CHANGED,), "copy")])

    assert [run.run for run in catalog.runs.dispensable(NOON)] == ["run-3", "run-5"]


def test_the_history_of_a_bag_tells_when_each_copy_was_altered(catalog: Catalog) -> None:
    check(catalog, "copy", 2, Verdict.INTACT, time="2026-11-02T00:00:00Z")
    check(catalog, MAIN, 3, Verdict.DAMAGED, CHANGED)
    check(catalog, "copy", 4, Verdict.DAMAGED, CHANGED)
    told = [Damage("run-3", BAG, Verdict.DAMAGED, (CHANGED,), 5, NOON)]

    made = checks(ACCESSION, catalog.runs.checks(BAG), told)

    assert [(c.store, c.after, len(c.findings)) for c in made] == [
        ("copy", "", 0),
        (MAIN, ACCESSION.time, 1),
        ("copy", "2026-11-02T00:00:00Z", 0),
    ]
