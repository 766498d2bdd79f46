"""What an audit writes down, as documents: a line for each bag, and its report."""

import json
from collections.abc import Mapping
from typing import Any

from newsarchive import canonical
from newsarchive.model.auditing import AuditReport, End, Found, Start
from newsarchive.model.finding import Verdict
from newsarchive.model.verdict import BagVerdict

_plainly = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def bag_line(verdict: BagVerdict) -> bytes:
    """What an audit found of one bag, as one line of canonical JSON, its LF included."""
    document = verdict.document()
    if verdict.verdict is Verdict.INTACT and not verdict.findings:
        # Nothing in it that JSON could say in two ways: twice as fast, and nearly all are so.
        return _plainly(document).encode() + b"\n"
    return canonical.dumps(document) + b"\n"


def audit_document(report: AuditReport) -> dict[str, Any]:
    """The report of an audit: schemas/audit-report-1.1.schema.json. Integers only, no floats."""
    return {
        "v": 1,
        "schema": "audit-report-1.1",
        **audit_numbers(report),
        **report.found.details(),
        "parts": list(report.parts),
    }


def audit_numbers(report: AuditReport) -> dict[str, Any]:
    """What came of an audit in numbers and facts, without what was found of each bag."""
    return {
        **report.start.document(),
        **report.found.document(),
        "not_reached": report.not_reached,
        **report.end.document(),
    }


def read_audit(document: Mapping[str, Any]) -> AuditReport:
    """The report that `audit_document` wrote, as far as it says.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    return AuditReport(
        Start.parse(document),
        Found.parse(document),
        End.parse(document),
        parts=tuple(document["parts"]),
    )
