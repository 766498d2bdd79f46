"""Results as JSON documents. Scripts read these names: they stay, and more may come."""

from typing import Any

from newsarchive.model.auditing import AuditReport
from newsarchive.model.finding import Finding, Verdict, finding_document
from newsarchive.model.holding import Accession
from newsarchive.model.identity import bag_urn
from newsarchive.model.outcome import (
    BagVerdict,
    BagView,
    IngestReport,
    ItemOutcome,
    ItemStatus,
)


def item(outcome: ItemOutcome) -> dict[str, Any]:
    """What came of one article."""
    return {
        "input": outcome.input,
        "status": outcome.status.value,
        "bag": outcome.bag,
        "bag_id": outcome.bag_id,
        "article_id": outcome.article_id,
        "path": outcome.path,
        "seal": outcome.seal,
        "amends": outcome.amends,
        "provenance_complete": outcome.complete,
        "gaps": None if outcome.gaps is None else list(outcome.gaps),
        "findings": _findings(outcome.findings, outcome.bag_id or outcome.input),
        "message": outcome.message,
        "hint": outcome.hint,
    }


def ingest_summary(report: IngestReport) -> dict[str, Any]:
    """What came of one ingest, in numbers."""
    return {
        "items": len(report.items),
        **{status.value: report.count(status) for status in ItemStatus},
        "provenance_incomplete": sum(bool(i.gaps) for i in report.items),
        "began": report.began,
        "by": report.by,
        "seconds": round(report.seconds, 3),
        "exit": report.exit_code,
    }


def bag_verdict(verdict: BagVerdict) -> dict[str, Any]:
    """What an audit found of one bag."""
    return {
        "bag": verdict.bag,
        "bag_id": verdict.bag_id,
        "path": verdict.path,
        "verdict": verdict.verdict.value,
        "files": verdict.files,
        "bytes": verdict.bytes,
        "findings": _findings(verdict.findings, verdict.bag_id or verdict.path),
    }


def audit_summary(report: AuditReport) -> dict[str, Any]:
    """What an audit found, in numbers, without floats: it is written in canonical JSON."""
    checked = report.bags - report.counts[Verdict.UNVERIFIED]
    return {
        "run": report.run,
        "began": report.began,
        "ended": report.ended,
        "milliseconds": round(report.seconds * 1000),
        "read": report.read,
        "bags": report.bags,
        **{verdict.value: report.counts[verdict] for verdict in Verdict},
        "unknown": report.unknown,
        "files": report.files,
        "bytes": report.bytes,
        "coverage": {"checked": checked, "of": report.bags},
        "not_reached": report.counts[Verdict.UNVERIFIED],
        "trouble": report.trouble or None,
    }


def audit_result(report: AuditReport) -> dict[str, Any]:
    """The summary as the command gives it: with seconds, and what went unrecorded."""
    return {
        **audit_summary(report),
        "seconds": round(report.seconds, 3),
        "recorded": not report.unrecorded,
        "unrecorded": report.unrecorded or None,
        "exit": report.exit_code,
    }


def bag_view(view: BagView) -> dict[str, Any]:
    """All that the archive can tell of one bag."""
    accession, standing = view.accession, view.standing
    return {
        "bag": accession.name,
        "bag_id": accession.bag,
        "urn": bag_urn(accession.bag),
        "article_id": accession.article,
        "path": accession.path,
        "seal": str(accession.seal),
        "accessioned": accession.time,
        "files": accession.files,
        "bytes": accession.bytes,
        "provenance_complete": accession.complete,
        "record": None if view.record is None else dict(view.record),
        "problem": view.problem or None,
        "standing": None
        if standing is None
        else {
            "verdict": standing.verdict.value,
            "checked": standing.checked,
            "run": standing.run,
            "findings": _findings(standing.findings, standing.bag),
        },
        "versions": [_version(a) for a in view.versions],
        "amendments": [_version(a) for a in view.amendments],
    }


def _version(accession: Accession) -> dict[str, Any]:
    return {
        "bag": accession.name,
        "bag_id": accession.bag,
        "path": accession.path,
        "seal": str(accession.seal),
        "accessioned": accession.time,
        "version": accession.version,
    }


def _findings(findings: tuple[Finding, ...], bag: str) -> list[dict[str, str]]:
    return [finding_document(f, bag) for f in findings]
