"""What an audit writes down, as documents: a line for each bag, and its report."""

import json
from typing import Any

from newsarchive import canonical
from newsarchive.model.auditing import AuditReport, Reach
from newsarchive.model.chronicle import Coverage
from newsarchive.model.finding import Verdict, finding_document
from newsarchive.model.verdict import BagVerdict


def bag_verdict(verdict: BagVerdict) -> dict[str, Any]:
    """What an audit found of one bag."""
    return {
        "bag": verdict.bag,
        "bag_id": verdict.bag_id,
        "path": verdict.path,
        "verdict": verdict.verdict.value,
        "checked": verdict.checked or None,
        "files": verdict.files,
        "bytes": verdict.bytes,
        "findings": [finding_document(f, verdict.bag_id or verdict.path) for f in verdict.findings],
    }


_plainly = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def bag_line(verdict: BagVerdict) -> bytes:
    """The same as one line of canonical JSON, its LF included."""
    document = bag_verdict(verdict)
    if verdict.verdict is Verdict.INTACT and not verdict.findings:
        # Nothing in it that JSON could say in two ways: twice as fast, and nearly all are so.
        return _plainly(document).encode() + b"\n"
    return canonical.dumps(document) + b"\n"


def audit_document(report: AuditReport) -> dict[str, Any]:
    """The report of an audit: schemas/audit-report-1.schema.json. Integers only, no floats."""
    left_out = max(report.bags - report.counts[Verdict.INTACT] + report.unknown, 0)
    left_out = max(left_out - sum(b.path[:7] != "audits/" for b in report.problems), 0)
    return {
        "v": 1,
        "schema": "audit-report-1",
        **audit_numbers(report),
        "acknowledged": sorted(report.acknowledged),
        "new_trouble": report.new_trouble,
        "new_unseen": report.new_unseen,
        "problems": [bag_verdict(b) for b in report.problems],
        "problems_left_out": left_out,
        "parts": list(report.parts),
    }


def audit_numbers(report: AuditReport) -> dict[str, Any]:
    """What came of an audit in numbers and facts, without what was found of each bag."""
    budget = report.budget
    return {
        "run": report.run,
        "began": report.began,
        "ended": report.ended,
        "milliseconds": round(report.seconds * 1000),
        "scope": {"reach": report.scope.reach.value, "value": report.scope.value},
        "state": report.state.value,
        "stopped": report.stopped or None,
        "read": report.read,
        "planned": report.planned,
        "of": report.of,
        "bags": report.bags,
        **{verdict.value: report.counts[verdict] for verdict in Verdict},
        "unknown": report.unknown,
        "not_reached": report.not_reached,
        "files": report.files,
        "bytes": report.bytes,
        "continues": report.continues or None,
        "carried": report.carried,
        "budget": {"seconds": budget.seconds, "bytes": budget.bytes},
        "used_up": report.used_up or None,
        "sample": None
        if report.scope.reach is not Reach.SAMPLE
        else {
            "share": report.scope.value,
            "chances": [{"damaged": c.damaged, "permille": c.permille} for c in report.chances],
        },
        "coverage": None if report.coverage is None else coverage(report.coverage),
        "trouble": report.trouble or None,
    }


def coverage(given: Coverage) -> dict[str, Any]:
    """How many bags were verified within their days."""
    oldest = given.oldest
    return {
        "every_days": given.every_days,
        "checked": given.checked,
        "of": given.of,
        "overdue": given.overdue,
        "never": given.never,
        "permille": given.permille,
        "oldest": None if oldest is None else {"bag": oldest.bag, "checked": oldest.time},
    }
