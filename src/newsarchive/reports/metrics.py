"""What Prometheus is told of an archive and its last audit: the text exposition format, 0.0.4.

Every metric is a gauge, in base units, and carries the archive's id as its label `archive`, so that
the files of several archives can lie in one folder. What was seen in a store names it as its label
`store`. What is not known is left out, never 0.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from newsarchive.model.attention import Weight
from newsarchive.model.auditing import AuditReport, RunState
from newsarchive.model.finding import Verdict
from newsarchive.model.policy import DAY
from newsarchive.model.status import Status

LAST_SUCCESS = "newsarchive_audit_last_success_timestamp_seconds"

_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})
_SUCCESS = re.compile(rf"^{LAST_SUCCESS}(?:\{{.*\}})? ([0-9]{{1,15}})$", re.ASCII | re.MULTILINE)


Source = TypeVar("Source")


@dataclass(frozen=True, slots=True)
class _Gauge(Generic[Source]):
    """One metric: its name without `newsarchive_`, its help, and how its number is got.

    With a `label`, one number for each of its values. None is left out.
    """

    name: str
    help: str
    get: Callable[[Source], float | Mapping[str, float] | None]
    label: str = ""
    in_store: bool = False


def _unix(time: str) -> int:
    return int(datetime.fromisoformat(time).timestamp())


_SUCCEEDED: _Gauge[int] = _Gauge(
    LAST_SUCCESS.removeprefix("newsarchive_"),
    "When the last audit ended that was complete and found all well.",
    lambda time: time,
)
_LAST_RUN: _Gauge[str] = _Gauge(
    "audit_last_run_timestamp_seconds", "When the last audit ended.", _unix
)
_EXIT_STATUS: _Gauge[int] = _Gauge(
    "audit_exit_status",
    "Exit status of the last audit: 0 all well, 1 damage, 3 not finished or not verified.",
    lambda code: code,
)
_OF_RUN: tuple[_Gauge[AuditReport], ...] = (
    _Gauge(_LAST_RUN.name, _LAST_RUN.help, lambda r: _unix(r.end.ended)),
    _Gauge(
        "audit_duration_seconds",
        "How long the last audit took.",
        lambda r: round(r.end.seconds, 3),
    ),
    _Gauge(_EXIT_STATUS.name, _EXIT_STATUS.help, lambda r: r.exit_code),
    _Gauge(
        "audit_complete",
        "Whether the last audit looked at all that was planned (1) or was interrupted (0).",
        lambda r: int(r.end.state is RunState.COMPLETE),
    ),
    _Gauge(
        "audit_bags",
        "Bags that the last audit looked at, by what it found.",
        lambda r: {verdict.value: r.found.counts.get(verdict, 0) for verdict in Verdict},
        "state",
        in_store=True,
    ),
    _Gauge("audit_planned_bags", "Bags planned for the last audit.", lambda r: r.start.planned),
    _Gauge(
        "audit_unknown_bags",
        "What lay in the archive at the last audit and is not in the ledger.",
        lambda r: r.found.unknown,
        in_store=True,
    ),
    _Gauge("audit_read_files", "Files that the last audit read.", lambda r: r.found.files),
    _Gauge("audit_read_bytes", "Bytes that the last audit read.", lambda r: r.found.bytes),
    _Gauge(
        "audit_new_troubles",
        "Bags and things with an error that nobody has acknowledged, at the last audit.",
        lambda r: r.found.new_trouble,
    ),
    _Gauge(
        "ledger_head_entry",
        "The number of the ledger's last entry after the last audit, by its digest.",
        lambda r: _head(r.head),
        "sha256",
    ),
    _Gauge(
        "audit_recorded",
        "Whether the last audit is in the ledger (1) or could not be recorded (0).",
        lambda r: int(not r.unrecorded),
    ),
)
_OF_ARCHIVE: tuple[_Gauge[Status], ...] = (
    _Gauge("status_timestamp_seconds", "When the archive was looked at.", lambda s: _unix(s.now)),
    _Gauge("bags", "Bags in the archive.", lambda s: s.bags),
    _Gauge("bags_size_bytes", "Bytes in all bags of the archive.", lambda s: s.bytes),
    _Gauge(
        "store_reachable",
        "Whether the place where the bags live can be relied on (1) or not (0).",
        lambda s: int(not s.trouble),
    ),
    _Gauge(
        "coverage_period_seconds",
        "How much time may pass between two checks of a bag.",
        lambda s: s.coverage.every_days * DAY,
    ),
    _Gauge(
        "coverage_verified_bags",
        "Bags that were verified within the coverage period.",
        lambda s: s.coverage.checked,
    ),
    _Gauge("coverage_bags", "Bags that are to be verified.", lambda s: s.coverage.of),
    _Gauge("overdue_bags", "Bags whose check is overdue.", lambda s: s.coverage.overdue),
    _Gauge(
        "never_verified_bags",
        "Bags that were not verified since they were taken in.",
        lambda s: s.coverage.never,
    ),
    _Gauge(
        "oldest_verification_timestamp_seconds",
        "When the bag was verified whose last verification is the longest ago.",
        lambda s: _unix(s.coverage.oldest.time) if s.coverage.oldest else None,
    ),
    _Gauge(
        "open_findings",
        "Findings that need a person, by weight.",
        lambda s: _by_weight(s.tally.findings),
        "weight",
    ),
    _Gauge(
        "open_finding_bags",
        "Bags with findings that need a person, by weight.",
        lambda s: _by_weight(s.tally.bags),
        "weight",
    ),
    _Gauge(
        "acknowledged_findings",
        "Findings that are open and that a person has acknowledged.",
        lambda s: len(s.acknowledged),
    ),
    _Gauge(
        "missed_runs",
        "Scheduled audits that should have come and did not.",
        lambda s: s.watch.missed,
    ),
    _Gauge(
        "run_interval_seconds",
        "How much time should lie between two scheduled audits.",
        lambda s: s.watch.run_every or None,
    ),
    _Gauge(
        "scheduled_run_timestamp_seconds",
        "When the last scheduled audit was entered in the ledger.",
        lambda s: _unix(s.watch.last) if s.watch.last else None,
    ),
    _Gauge(
        "incomplete_provenance_bags",
        "Bags whose provenance is incomplete.",
        lambda s: s.gaps.bags,
    ),
    _Gauge(
        "provenance_gap_bags",
        "Bags that lack a part of their provenance, by part.",
        lambda s: {"source": s.gaps.source, "date": s.gaps.date, "agency": s.gaps.agency},
        "part",
    ),
)


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
    told: list[str] = []
    if report is not None:
        told += (_lines(gauge, report, archive_id, report.start.store) for gauge in _OF_RUN)
        if report.end.state is RunState.COMPLETE and report.exit_code == 0:
            last_success = _unix(report.end.ended)
    elif exit_status is not None:
        told.append(_lines(_EXIT_STATUS, exit_status, archive_id))
    if last_success is not None:
        told.append(_lines(_SUCCEEDED, last_success, archive_id))
    if status is not None:
        if status.last_audit is not None and report is None:
            told.append(_lines(_LAST_RUN, status.last_audit.time, archive_id))
        told += (_lines(gauge, status, archive_id) for gauge in _OF_ARCHIVE)
    return "".join(told)


def read_last_success(text: str) -> int | None:
    """The last success in a file that `metrics` made, None if there is none."""
    match = _SUCCESS.search(text)
    return int(match[1]) if match else None


def _head(witness: str) -> Mapping[str, float] | None:
    """The number of an entry by its digest; None where the ledger's end is not known."""
    if not witness:
        return None
    number, _, digest = witness.partition(":")
    return {digest: int(number)}


def _by_weight(counts: Mapping[Weight, int]) -> Mapping[str, float]:
    return {weight.name.lower(): counts.get(weight, 0) for weight in Weight}


def _lines(gauge: _Gauge[Source], source: Source, archive_id: str, store: str = "") -> str:
    got = gauge.get(source)
    if got is None:
        return ""
    name = f"newsarchive_{gauge.name}"
    always = {"archive": archive_id} | ({"store": store} if gauge.in_store else {})
    samples = got.items() if isinstance(got, Mapping) else [("", got)]
    lines = [f"# HELP {name} {gauge.help}", f"# TYPE {name} gauge"]
    for value, number in samples:
        labels = always | ({gauge.label: value} if gauge.label else {})
        lines.append(f"{name}{{{','.join(_written(labels))}}} {number}")
    return "\n".join(lines) + "\n"


def _written(labels: Mapping[str, str]) -> Iterator[str]:
    return (f'{label}="{value.translate(_ESCAPES)}"' for label, value in labels.items())
