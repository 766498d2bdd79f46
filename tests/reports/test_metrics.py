"""What Prometheus is told: read back with its own parser, and named by its rules."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from newsarchive.model.attention import Acknowledgement, FindingCounts, OpenFinding, Weight
from newsarchive.model.auditing import AuditReport, End, Found, RunState, Start
from newsarchive.model.chronicle import Coverage, Dated, Gaps
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.run import Run
from newsarchive.model.status import Status, Watch
from newsarchive.reports.metrics import LAST_SUCCESS, metrics, read_last_success
from support.audits import changed

ARCHIVE = "urn:uuid:6f0e1f5c-0000-4000-8000-000000000001"
NOW, BEFORE, LONG_AGO = 1_795_636_800, 1_795_550_400, 1_790_000_000

KNOWN = OpenFinding(
    "68f1820bd4245e33",
    "b1",
    "b1",
    "audit",
    "2026-11-01T00:00:00Z",
    Finding(Code.IO_01, Kind.UNREADABLE, Level.ERROR, "data/article.txt", "it cannot be read"),
    Acknowledgement("68f1820bd4245e33", "b1", "known", None, "archivist"),
)
STATUS = Status(
    now="2026-11-25T20:00:00Z",
    bags=1500,
    bytes=123_456_789,
    coverage=Coverage(90, 1473, 1500, 20, 7, Dated("b1", "2026-09-21T14:13:20Z")),
    last_audit=Run("r", seq=9, time="2026-11-24T20:00:00Z"),
    open=(),
    tally=FindingCounts(
        Counter({Weight.DAMAGE: 3, Weight.WARNING: 4}), Counter({Weight.DAMAGE: 2}), {"FX-01": 3}
    ),
    acknowledged=(KNOWN,),
    gaps=Gaps(12, 5, 6, 7),
    months={},
    watch=Watch(86_400, "2026-11-24T20:00:00Z", 2),
)
GOOD = AuditReport(
    Start("2026-11-25T195000Z-abcdef", "2026-11-25T19:50:00Z", planned=40, of=1500),
    Found(Counter({Verdict.INTACT: 40}), files=400, bytes=4_000_000),
    End("2026-11-25T20:00:00Z", 600_250),
)
BAD = changed(
    GOOD,
    counts=Counter({Verdict.INTACT: 38, Verdict.DAMAGED: 1, Verdict.MISSING: 1}),
    new_trouble=2,
)
FULL = metrics(STATUS, GOOD, ARCHIVE)


def samples(text: str) -> list[Sample]:
    """Every sample that Prometheus reads in it."""
    return [s for family in text_string_to_metric_families(text) for s in family.samples]


def values(text: str, name: str) -> dict[str, float]:
    """The values of one metric, by its label beside `archive` and `store`."""
    return {
        "".join(v for k, v in s.labels.items() if k not in {"archive", "store"}): s.value
        for s in samples(text)
        if s.name == name
    }


def value(text: str, name: str) -> float | None:
    """The value of a metric that has one, None if it is not there."""
    return values(text, f"newsarchive_{name}").get("")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("audit_last_run_timestamp_seconds", NOW),
        ("audit_last_success_timestamp_seconds", NOW),
        ("audit_duration_seconds", 600.25),
        ("audit_exit_status", 0),
        ("audit_complete", 1),
        ("audit_planned_bags", 40),
        ("audit_read_files", 400),
        ("audit_read_bytes", 4_000_000),
        ("audit_recorded", 1),
        ("bags", 1500),
        ("bags_size_bytes", 123_456_789),
        ("store_reachable", 1),
        ("coverage_period_seconds", 90 * 86_400),
        ("coverage_verified_bags", 1473),
        ("coverage_bags", 1500),
        ("overdue_bags", 20),
        ("never_verified_bags", 7),
        ("oldest_verification_timestamp_seconds", LONG_AGO),
        ("acknowledged_findings", 1),
        ("missed_runs", 2),
        ("run_interval_seconds", 86_400),
        ("scheduled_run_timestamp_seconds", BEFORE),
        ("incomplete_provenance_bags", 12),
        ("status_timestamp_seconds", NOW),
    ],
)
def test_a_number_is_what_audit_and_status_say(name: str, number: float) -> None:
    assert value(FULL, name) == number


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("audit_bags", {"intact": 38, "damaged": 1, "missing": 1, "unverified": 0}),
        ("open_findings", {"damage": 3, "unseen": 0, "warning": 4}),
        ("open_finding_bags", {"damage": 2, "unseen": 0, "warning": 0}),
        ("provenance_gap_bags", {"source": 5, "date": 6, "agency": 7}),
    ],
)
def test_numbers_are_split_by_a_label(name: str, numbers: dict[str, int]) -> None:
    assert values(metrics(STATUS, BAD, ARCHIVE), f"newsarchive_{name}") == numbers


@pytest.mark.parametrize("store", ["main", "copy"])
def test_what_was_seen_in_a_store_names_it(store: str) -> None:
    text = metrics(STATUS, changed(BAD, store=store), ARCHIVE)
    named = {s.name for s in samples(text) if s.labels.get("store") == store}

    assert named == {"newsarchive_audit_bags", "newsarchive_audit_unknown_bags"}
    assert {s.name for s in samples(text) if "store" in s.labels} == named


@pytest.mark.parametrize(
    ("report", "success"),
    [
        pytest.param(GOOD, NOW, id="complete and well"),
        pytest.param(BAD, BEFORE, id="damage"),
        pytest.param(changed(GOOD, state=RunState.INTERRUPTED), BEFORE, id="interrupted"),
        pytest.param(changed(GOOD, unrecorded="the disk is full"), BEFORE, id="not recorded"),
        pytest.param(None, BEFORE, id="no report at all"),
    ],
)
def test_the_last_success_stands_until_the_next_one(
    report: AuditReport | None, success: int
) -> None:
    text = metrics(STATUS, report, ARCHIVE, last_success=BEFORE)

    assert read_last_success(text) == success


def test_that_nothing_ever_succeeded_is_no_time_at_all() -> None:
    text = metrics(STATUS, BAD, ARCHIVE)

    assert LAST_SUCCESS not in text
    assert read_last_success(text) is None


def test_a_run_that_failed_before_it_had_a_report_leaves_its_exit_status() -> None:
    text = metrics(None, None, ARCHIVE, last_success=BEFORE, exit_status=3)

    assert {s.name: s.value for s in samples(text)} == {
        "newsarchive_audit_exit_status": 3,
        LAST_SUCCESS: BEFORE,
    }


def test_without_a_report_the_last_run_is_that_of_the_ledger() -> None:
    assert value(metrics(STATUS, None, ARCHIVE), "audit_last_run_timestamp_seconds") == BEFORE


def test_what_is_not_known_is_left_out() -> None:
    empty = replace(
        STATUS,
        coverage=replace(STATUS.coverage, oldest=None),
        last_audit=None,
        watch=Watch(86_400),
    )

    text = metrics(empty, None, ARCHIVE)

    for name in ("oldest_verification", "audit_last_run", "scheduled_run"):
        assert f"newsarchive_{name}_timestamp_seconds" not in text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_archive_id_reads_back_from_its_label(archive_id: str) -> None:
    text = metrics(STATUS, GOOD, archive_id, last_success=BEFORE)

    assert {s.labels["archive"] for s in samples(text)} == {archive_id}
    assert read_last_success(text) == NOW


def test_every_metric_has_a_help_and_a_type_and_comes_once() -> None:
    names = [f.name for f in text_string_to_metric_families(FULL)]
    described = re.findall(r"^# HELP (\S+) (?:\S.*\.)$", FULL, re.MULTILINE)
    typed = re.findall(r"^# TYPE (\S+) gauge$", FULL, re.MULTILINE)

    assert len(names) == len(set(names))
    assert described == typed == names
    assert FULL.endswith("\n")


# The rules of `promtool check metrics`.
_NO_GAUGE = ("_total", "_count", "_sum", "_bucket", "_info")
_NO_BASE_UNIT = re.compile(
    r"_(?:milli|micro|nano|kilo|mega|giga)?(?:ms|minutes|hours|days|weeks|kb|mb|gb|percent|bits)(?:_|$)"
)


@pytest.mark.parametrize("family", list(text_string_to_metric_families(FULL)), ids=lambda f: f.name)
def test_a_name_keeps_the_conventions(family: Metric) -> None:
    name = family.name

    assert re.fullmatch(r"newsarchive(_[a-z]+)+", name)
    assert not name.endswith(_NO_GAUGE)
    assert not _NO_BASE_UNIT.search(name)
    assert not re.search(r"_(gauge|counter|histogram|summary)(_|$)", name)
    assert ("timestamp" in name) == name.endswith("_timestamp_seconds")
    assert not re.search(r"_(?:seconds|bytes)_", name)
