"""What Prometheus is told of an archive and its last audit: the text exposition format, 0.0.4.

Every metric is a gauge, in base units, and carries the archive's id as its label `archive`, so that
the files of several archives can lie in one folder. What is not known is left out, never 0.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from newsarchive.model.attention import Weight
from newsarchive.model.auditing import AuditReport, RunState
from newsarchive.model.finding import Verdict
from newsarchive.model.policy import DAY
from newsarchive.model.status import Status

LAST_SUCCESS = "newsarchive_audit_last_success_timestamp_seconds"

_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})
_SUCCESS = re.compile(rf"^{LAST_SUCCESS}(?:\{{.*\}})? ([0-9]{{1,15}})$", re.ASCII | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Gauge:
    """One metric: its name without `newsarchive_`, its help, its samples by one more label."""

    name: str
    help: str
    samples: Mapping[str, float]  # {"": 1}, or the values of `label` with one number each
    label: str = ""


def metrics(
    status: Status | None,
    report: AuditReport | None,
    archive_id: str,
    *,
    last_success: int | None = None,
    exit_status: int | None = None,
) -> str:
    """All that is known, as one file for the textfile collector of a node exporter.

    `last_success` is what the file said before: it stands until an audit is complete and exits
    with 0. Without a report, `exit_status` is that of a run that failed before it had one.
    """
    gauges: list[_Gauge] = []
    if report is not None:
        gauges += _run(report)
        if report.end.state is RunState.COMPLETE and report.exit_code == 0:
            last_success = _unix(report.end.ended)
    elif exit_status is not None:
        gauges.append(_exit_status(exit_status))
    if last_success is not None:
        name = LAST_SUCCESS.removeprefix("newsarchive_")
        text = "When the last audit ended that was complete and found all well."
        gauges.append(_Gauge(name, text, {"": last_success}))
    if status is not None:
        gauges += _archive(status, has_report=report is not None)
    return "".join(_lines(gauge, archive_id) for gauge in gauges)


def read_last_success(text: str) -> int | None:
    """The last success in a file that `metrics` made, None if there is none."""
    match = _SUCCESS.search(text)
    return int(match[1]) if match else None


def _run(report: AuditReport) -> Iterator[_Gauge]:
    start, found, end = report.start, report.found, report.end
    yield _last_run(end.ended)
    yield _Gauge(
        "audit_duration_seconds",
        "How long the last audit took.",
        {"": round(end.seconds, 3)},
    )
    yield _exit_status(report.exit_code)
    yield _Gauge(
        "audit_complete",
        "Whether the last audit looked at all that was planned (1) or was interrupted (0).",
        {"": int(end.state is RunState.COMPLETE)},
    )
    yield _Gauge(
        "audit_bags",
        "Bags that the last audit looked at, by what it found.",
        {verdict.value: found.counts.get(verdict, 0) for verdict in Verdict},
        "state",
    )
    yield _Gauge("audit_planned_bags", "Bags planned for the last audit.", {"": start.planned})
    yield _Gauge(
        "audit_unknown_bags",
        "What lay in the archive at the last audit and is not in the ledger.",
        {"": found.unknown},
    )
    yield _Gauge("audit_read_files", "Files that the last audit read.", {"": found.files})
    yield _Gauge("audit_read_bytes", "Bytes that the last audit read.", {"": found.bytes})
    yield _Gauge(
        "audit_new_troubles",
        "Bags and things with an error that nobody has acknowledged, at the last audit.",
        {"": found.new_trouble},
    )
    if report.head:
        seq, _, digest = report.head.partition(":")
        text = "The number of the ledger's last entry after the last audit, by its digest."
        yield _Gauge("ledger_head_entry", text, {digest: int(seq)}, "sha256")
    yield _Gauge(
        "audit_recorded",
        "Whether the last audit is in the ledger (1) or could not be recorded (0).",
        {"": int(not report.unrecorded)},
    )


def _last_run(time: str) -> _Gauge:
    return _Gauge(
        "audit_last_run_timestamp_seconds", "When the last audit ended.", {"": _unix(time)}
    )


def _exit_status(code: int) -> _Gauge:
    text = "Exit status of the last audit: 0 all well, 1 damage, 3 not finished or not verified."
    return _Gauge("audit_exit_status", text, {"": code})


def _archive(status: Status, *, has_report: bool) -> Iterator[_Gauge]:
    coverage, watch, gaps = status.coverage, status.watch, status.gaps
    if status.last_audit is not None and not has_report:
        yield _last_run(status.last_audit.time)
    yield _Gauge(
        "status_timestamp_seconds", "When the archive was looked at.", {"": _unix(status.now)}
    )
    yield _Gauge("bags", "Bags in the archive.", {"": status.bags})
    yield _Gauge("bags_size_bytes", "Bytes in all bags of the archive.", {"": status.bytes})
    yield _Gauge(
        "store_reachable",
        "Whether the place where the bags live can be relied on (1) or not (0).",
        {"": int(not status.trouble)},
    )
    yield _Gauge(
        "coverage_period_seconds",
        "How much time may pass between two checks of a bag.",
        {"": coverage.every_days * DAY},
    )
    yield _Gauge(
        "coverage_verified_bags",
        "Bags that were verified within the coverage period.",
        {"": coverage.checked},
    )
    yield _Gauge("coverage_bags", "Bags that are to be verified.", {"": coverage.of})
    yield _Gauge("overdue_bags", "Bags whose check is overdue.", {"": coverage.overdue})
    yield _Gauge(
        "never_verified_bags",
        "Bags that were not verified since they were taken in.",
        {"": coverage.never},
    )
    if coverage.oldest is not None:
        yield _Gauge(
            "oldest_verification_timestamp_seconds",
            "When the bag was verified whose last verification is the longest ago.",
            {"": _unix(coverage.oldest.time)},
        )
    tally = status.tally
    yield _Gauge(
        "open_findings",
        "Findings that need a person, by weight.",
        {weight.name.lower(): tally.findings.get(weight, 0) for weight in Weight},
        "weight",
    )
    yield _Gauge(
        "open_finding_bags",
        "Bags with findings that need a person, by weight.",
        {weight.name.lower(): tally.bags.get(weight, 0) for weight in Weight},
        "weight",
    )
    yield _Gauge(
        "acknowledged_findings",
        "Findings that are open and that a person has acknowledged.",
        {"": len(status.acknowledged)},
    )
    yield _Gauge(
        "missed_runs", "Scheduled audits that should have come and did not.", {"": watch.missed}
    )
    if watch.run_every:
        yield _Gauge(
            "run_interval_seconds",
            "How much time should lie between two scheduled audits.",
            {"": watch.run_every},
        )
    if watch.last:
        yield _Gauge(
            "scheduled_run_timestamp_seconds",
            "When the last scheduled audit was entered in the ledger.",
            {"": _unix(watch.last)},
        )
    yield _Gauge(
        "incomplete_provenance_bags", "Bags whose provenance is incomplete.", {"": gaps.bags}
    )
    yield _Gauge(
        "provenance_gap_bags",
        "Bags that lack a part of their provenance, by part.",
        {"source": gaps.source, "date": gaps.date, "agency": gaps.agency},
        "part",
    )


def _unix(time: str) -> int:
    return int(datetime.fromisoformat(time).timestamp())


def _lines(gauge: _Gauge, archive_id: str) -> str:
    name = f"newsarchive_{gauge.name}"
    lines = [f"# HELP {name} {gauge.help}", f"# TYPE {name} gauge"]
    for value, number in gauge.samples.items():
        labels = f'archive="{archive_id.translate(_ESCAPES)}"'
        if gauge.label:
            labels += f',{gauge.label}="{value.translate(_ESCAPES)}"'
        lines.append(f"{name}{{{labels}}} {number}")
    return "\n".join(lines) + "\n"
