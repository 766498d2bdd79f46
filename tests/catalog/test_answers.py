"""What the catalog answers follows from the entries it was told, in whatever pieces they came."""

from dataclasses import replace

import pytest

from newsarchive.catalog import Catalog
from newsarchive.digests import Algorithm, Digest
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.holding import Accession, BagKind, Standing
from newsarchive.model.policy import Policy
from newsarchive.model.run import Run
from support.entries import ACCESSION

NOON_UNIX = 1_795_348_800  # 2026-11-22T12:00:00Z
DAYS = "2026-11-{:02d}T12:00:00Z"


def held(number: int, dated: str = "", **changes: object) -> Accession:
    digit = f"{number:x}"
    folder = dated.replace("-", "/") if len(dated) == 10 else f"undated/{digit * 2}"
    return replace(
        ACCESSION,
        bag=digit * 64,
        name=f"rain-{digit}",
        path=f"bags/{folder}/rain-{digit}",
        seal=Digest(Algorithm.SHA512, digit * 128),
        dated=dated,
        seq=number,
        time=DAYS.format(number),
        **changes,  # type: ignore[arg-type]
    )


def catalog(*accessions: Accession) -> Catalog:
    made = Catalog(None)
    for accession in accessions:
        assert made.add_accession(accession)
    return made


def check(made: Catalog, run: int, *verdicts: tuple[int, Verdict]) -> None:
    name = f"run-{run}"
    made.add_run(Run(name, seq=100 + run, time=DAYS.format(run)))
    made.set_standings([Standing(f"{n:x}" * 64, v, DAYS.format(run), name) for n, v in verdicts])


MONTHS = {
    "2017-04-13": "2017-04",
    "2017-04": "2017-04",
    "2017": "2017-XX",
    "2017-04-13?": "2017-04",
    "": "undated",
    "../2018": "undated",
    "-044-03-15": "undated",
    "no date at all": "undated",
}


@pytest.mark.parametrize("dated", MONTHS)
def test_articles_are_counted_by_the_month_of_their_date(dated: str) -> None:
    assert catalog(replace(held(1), dated=dated)).figures.months() == {MONTHS[dated]: 1}


def test_amendments_and_deliveries_are_no_articles_of_a_month() -> None:
    base = held(1, "2017-04-13")
    amendment = held(2, kind=BagKind.AMENDMENT, amends=str(base.seal))
    delivery = held(3, kind=BagKind.DELIVERY)

    made = catalog(base, amendment, delivery)

    assert made.figures.months() == {"2017-04": 1}
    assert made.kinds() == dict.fromkeys(BagKind, 1)


def test_sources_are_those_of_the_newest_amendment() -> None:
    base, other = held(1, sources=("Old Post",)), held(2, sources=())
    amendment = held(3, kind=BagKind.AMENDMENT, amends=str(base.seal), sources=("Tolm Post",))

    assert catalog(base, other).figures.sources() == {"Old Post": 1, "": 1}
    assert catalog(base, other, amendment).figures.sources() == {"Tolm Post": 1, "": 1}


@pytest.mark.parametrize(
    ("second", "clash"),
    [
        (held(2), False),
        (replace(held(2), bag=held(1).bag), True),
        (replace(held(2), name=held(1).name), True),
        (replace(held(2), path=held(1).path), True),
    ],
    ids=["another", "the same id", "the same name", "the same place"],
)
def test_what_has_the_id_name_or_place_of_another_is_not_added(
    second: Accession, clash: bool
) -> None:
    made = catalog(held(1))
    before = list(made.dump())

    assert made.is_taken(second) is clash
    assert made.add_accession(second) is not clash
    if clash:
        assert list(made.dump()) == before


def test_a_standing_is_that_of_the_last_check() -> None:
    made = catalog(held(1))
    check(made, 3, (1, Verdict.INTACT))
    check(made, 5, (1, Verdict.DAMAGED))

    standing = made.standing("1" * 64)

    assert standing is not None
    assert (standing.verdict, standing.run) == (Verdict.DAMAGED, "run-5")
    assert [c.verdict for c in made.runs.checks("1" * 64)] == [Verdict.INTACT, Verdict.DAMAGED]


def test_what_could_not_be_verified_does_not_count_as_checked() -> None:
    made = catalog(held(1), held(2))
    check(made, 3, (1, Verdict.INTACT), (2, Verdict.UNVERIFIED))

    coverage = made.figures.coverage(Policy(every_days=30), NOON_UNIX)

    assert (coverage.of, coverage.checked, coverage.never) == (2, 1, 1)


@pytest.mark.parametrize(("days", "checked", "overdue"), [(30, 1, 0), (10, 0, 1)])
def test_coverage_goes_by_the_days_that_are_promised(days: int, checked: int, overdue: int) -> None:
    made = catalog(held(1))
    check(made, 3, (1, Verdict.INTACT))

    coverage = made.figures.coverage(Policy(every_days=days), NOON_UNIX)

    assert (coverage.checked, coverage.overdue) == (checked, overdue)


LOST = Finding(Code.RX_09, Kind.MISSING, Level.ERROR, "data/a", "it is gone")


def test_damage_stays_open_until_the_bag_is_seen_to_be_well() -> None:
    made = catalog(held(1))
    made.add_run(Run("r1", seq=101, time=DAYS.format(2)))
    made.set_standings([Standing("1" * 64, Verdict.DAMAGED, DAYS.format(2), "r1", (LOST,))])
    assert [f.finding.code for f in made.findings.open()] == [Code.RX_09]

    check(made, 3, (1, Verdict.UNVERIFIED))
    assert [f.finding.code for f in made.findings.open()] == [Code.RX_09]
    check(made, 4, (1, Verdict.INTACT))
    assert made.findings.open() == ()


NEEDED: dict[str, tuple[list[Verdict], set[str]]] = {
    "one check": ([Verdict.INTACT], set()),
    "the first and the last are needed": (
        [Verdict.INTACT] * 4,
        {"run-2", "run-3"},
    ),
    "so is what is not intact, and its neighbours": (
        [Verdict.INTACT, Verdict.INTACT, Verdict.DAMAGED, Verdict.INTACT, Verdict.INTACT],
        set(),
    ),
    "further away nothing is": (
        [Verdict.INTACT] * 3 + [Verdict.DAMAGED] + [Verdict.INTACT] * 3,
        {"run-2", "run-6"},
    ),
}


@pytest.mark.parametrize(("verdicts", "names"), NEEDED.values(), ids=NEEDED)
def test_which_reports_history_can_do_without(verdicts: list[Verdict], names: set[str]) -> None:
    made = catalog(held(1))
    for number, verdict in enumerate(verdicts, 1):
        check(made, number, (1, verdict))

    assert {run.run for run in made.runs.dispensable("2027-01-01T00:00:00Z")} == names


def test_fed_in_pieces_or_at_once_it_answers_the_same() -> None:
    accessions = [held(n, "2017-04-13", sources=(f"Post {n % 2}",)) for n in range(1, 9)]
    at_once, in_pieces = catalog(*accessions), catalog(*accessions[:3])
    check(at_once, 9, (1, Verdict.INTACT), (8, Verdict.DAMAGED))
    for accession in accessions[3:]:
        in_pieces.add_accession(accession)
    check(in_pieces, 9, (8, Verdict.DAMAGED), (1, Verdict.INTACT))

    assert list(at_once.dump()) == list(in_pieces.dump())
