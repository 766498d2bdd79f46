"""What an audit writes down is what is read again: its report, its plan, its lines."""

from dataclasses import replace
from pathlib import Path

import pytest

from newsarchive import canonical
from newsarchive.audits.documents import audit_document, audit_numbers, bag_line, read_audit
from newsarchive.audits.run import read_line, read_start, write_plan
from newsarchive.ledger import Head
from newsarchive.metadata import report_problems
from newsarchive.model.auditing import AuditReport, Budget, Chance, Reach, RunState, Scope
from newsarchive.model.holding import BagKind
from newsarchive.model.subject import StoredBag, WholeLedger, WholeStore
from newsarchive.model.verdict import BagVerdict
from support import audits

COPY = StoredBag(audits.bag_id("rain"), "rain", "bags/2017/04/13/rain", "copy")
REPORTS = {
    "all intact": audits.report(),
    "damage": audits.report([audits.problem()], acknowledged=frozenset({"a" * 16})),
    "nothing there": audits.report([], intact=0, coverage=None),
    "reports of audits": audits.report(findings=[audits.finding(path="report.json")]),
    "a sample": audits.report(
        scope=Scope(Reach.SAMPLE, "5"), chances=(Chance(1, 50), Chance(100, 994)), of=24_080
    ),
    "continued": audits.report(continues=audits.RUN, carried=7, read="direct"),
    "a budget": audits.report(
        scope=Scope(Reach.DUE), budget=Budget(7200, 5 * 10**11), used_up="time", planned=5000
    ),
    "interrupted": audits.report(state=RunState.INTERRUPTED, stopped="SIGTERM", planned=3000),
    "of a copy": audits.report(
        [
            replace(audits.problem(), about=COPY),
            replace(audits.problem(known=False), about=WholeStore("copy")),
            replace(audits.problem(known=False), about=WholeLedger()),
        ],
        store="copy",
        told=("store",),
        kinds={BagKind.ARTICLE: 1200, BagKind.AMENDMENT: 3, BagKind.DELIVERY: 1},
        ledger=Head(7, "2026-11-22T01:00:00Z", "ab" * 32, 4711).document(),
    ),
    "out of reach": audits.report(trouble="the store's marker is not there"),
}
VERDICTS = {
    "a bag": audits.problem(),
    "unknown": audits.problem(known=False),
    "no findings": audits.problem(findings=()),
}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_report_reads_back_as_it_was_written(report: AuditReport) -> None:
    assert read_audit(audit_document(report)) == report


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_report_fits_its_published_schema(report: AuditReport) -> None:
    assert report_problems(audit_document(report)) == ()


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_plan_reads_back_as_it_was_written(report: AuditReport, tmp_path: Path) -> None:
    write_plan(tmp_path, report.start)

    assert read_start(tmp_path) == report.start


@pytest.mark.parametrize("verdict", VERDICTS.values(), ids=VERDICTS)
def test_a_line_reads_back_as_it_was_written(verdict: BagVerdict) -> None:
    assert read_line(bag_line(verdict)) == verdict


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_each_number_of_an_audit_stands_in_it_once(report: AuditReport) -> None:
    start, found, end = report.start.document(), report.found.document(), report.end.document()

    assert len(audit_numbers(report)) == len(start) + len(found) + len(end) + 1


def test_a_plan_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(
        '{"began":"2026-11-22T01:00:04Z","budget":{"bytes":null,"seconds":60},"bytes":7,'
        '"carried":0,"continues":"","of":9,"planned":5,"read":"cached","run":"x",'
        '"scope":{"reach":"due","value":""},"v":1}\n'
    )

    start = read_start(tmp_path)

    assert (start.total, start.continues, start.budget) == (7, "", Budget(60))
    assert (start.planned, start.of, start.scope) == (5, 9, Scope(Reach.DUE))


def test_a_report_of_the_first_version_fits_the_schema_of_its_time_and_is_read() -> None:
    then = audits.document([audits.problem()], schema="audit-report-1")
    for later in ("store", "ledger", "kinds", "told"):
        del then[later]
    for problem in then["problems"]:
        del problem["about"], problem["store"]

    assert report_problems(then) == ()
    read = read_audit(then)
    assert (read.start.store, read.found.problems[0]) == ("main", audits.problem())


def test_a_line_that_names_no_store_is_about_the_main_one() -> None:
    line = canonical.loads(bag_line(audits.problem()))
    del line["about"], line["store"]

    assert read_line(canonical.dumps(line) + b"\n") == audits.problem()
