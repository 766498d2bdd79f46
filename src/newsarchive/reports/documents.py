"""Results as JSON documents. Scripts read these names: they stay, and more may come."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from newsarchive.audits.documents import audit_numbers
from newsarchive.judgement.policy import Forecast
from newsarchive.model.access import Allowed
from newsarchive.model.auditing import AuditReport, Start
from newsarchive.model.clock import timestamp
from newsarchive.model.finding import Finding, finding_document
from newsarchive.model.holding import Accession
from newsarchive.model.identity import bag_urn
from newsarchive.model.outcome import BagView, IngestReport, ItemOutcome, ItemStatus, Words
from newsarchive.model.run import Run
from newsarchive.reports.history import decision

_EPOCH = datetime.fromtimestamp(0, UTC)


def item(outcome: ItemOutcome) -> dict[str, Any]:
    """What came of one article."""
    return {
        "input": outcome.input,
        "item": None
        if outcome.item is None
        else {"position": outcome.item.position, "label": outcome.item.label},
        "folder": outcome.folder or None,
        "delivery": outcome.delivery,
        "status": outcome.status.value,
        "bag": outcome.bag,
        "bag_id": outcome.bag_id,
        "article_id": outcome.article_id,
        "path": outcome.path,
        "seal": outcome.seal,
        "amends": outcome.amends,
        "provenance_complete": outcome.complete,
        "gaps": None if outcome.gaps is None else list(outcome.gaps),
        "findings": _findings(outcome.findings, outcome.bag_id or outcome.called),
        "message": outcome.message,
        "hint": outcome.hint,
        "details": list(outcome.details),
    }


def ingest_summary(report: IngestReport) -> dict[str, Any]:
    """What came of one ingest, in numbers."""
    return {
        "items": len(report.items),
        "deliveries": len({item.delivery for item in report.items if item.delivery}),
        **{status.value: report.count(status) for status in ItemStatus},
        "passed_over": list(report.passed),
        "records": [
            {
                "input": of.input,
                "records": of.total,
                "articles": of.articles,
                "media": of.media,
                "passed_over": of.passed,
                "broken": of.broken,
                "reasons": dict(of.reasons),
                "unread": list(of.unread),
            }
            for of in report.records
        ],
        "moved": report.moved,
        "not_moved": [{"input": u.name, "reason": u.reason} for u in report.unmoved],
        "notes": list(report.notes),
        "provenance_incomplete": sum(bool(i.gaps) for i in report.items),
        "began": report.began,
        "by": report.by,
        "seconds": round(report.seconds, 3),
        "exit": report.exit_code,
    }


def audit_result(report: AuditReport) -> dict[str, Any]:
    """What an audit found, in numbers, as the command gives it."""
    return {
        **audit_numbers(report),
        "seconds": round(report.end.seconds, 3),
        "acknowledged": len(report.found.acknowledged),
        "recorded": not report.unrecorded,
        "unrecorded": report.unrecorded or None,
        "ledger_head": report.head or None,
        "exit": report.exit_code,
    }


def preview(
    made: Start, within: int, bags: Sequence[Accession], expected: Forecast | None
) -> dict[str, Any]:
    """What an audit would look at now, and when everything will have been looked at.

    `within` of the bags go into the budget of bytes.
    """
    return {
        "scope": {"reach": made.scope.reach.value, "value": made.scope.value},
        "budget": {"seconds": made.budget.seconds, "bytes": made.budget.bytes},
        "of": made.of,
        "planned": made.planned,
        "within_budget": within,
        "bytes": made.total,
        "carried": made.carried,
        "bags": [{"bag": a.name, "bag_id": a.bag, "path": a.path, "bytes": a.bytes} for a in bags],
        "forecast": None
        if expected is None
        else {
            "runs": expected.runs,
            "run_every_seconds": expected.run_every,
            "all_by": timestamp(
                datetime.fromtimestamp(0, UTC) + timedelta(seconds=expected.all_by)
            ),
            "late": expected.late,
            "bytes_a_run_to_be_in_time": expected.enough,
        },
    }


def run(given: Run, pruned_: Collection[str]) -> dict[str, Any]:
    """An audit on record, as the ledger has it; `report_removed` if `audits prune` took it."""
    return {
        **given.fields(),
        "entry": given.seq,
        "time": given.time,
        "report_removed": given.run in pruned_,
    }


def pruned(runs: Sequence[Run], octets: int, kept: int, *, done: bool) -> dict[str, Any]:
    """Which reports were removed, or would be."""
    return {"runs": [r.run for r in runs], "bytes": octets, "kept": kept, "removed": done}


def words(of: Words) -> dict[str, Any]:
    """An article as it is read."""
    return {
        "bag": of.bag.name,
        "bag_id": of.bag.bag,
        "headline": of.headline or None,
        "byline": of.byline or None,
        "text": of.text,
    }


def bag_view(view: BagView) -> dict[str, Any]:
    """All that the archive can tell of one bag."""
    accession, standing = view.accession, view.standing
    return {
        "bag": accession.name,
        "bag_id": accession.bag,
        "urn": bag_urn(accession.bag),
        "kind": accession.kind.value,
        "delivery": accession.delivery,
        "article_id": accession.article,
        "path": accession.path,
        "seal": str(accession.seal),
        "accessioned": accession.time,
        "files": accession.files,
        "bytes": accession.bytes,
        "provenance_complete": accession.complete,
        "access": allowed(view.access),
        "given": view.given.value,
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
        "current": view.current,
        "superseded_by": None if view.superseded_by is None else view.superseded_by.name,
        "same_text": {
            "count": view.same_text_count,
            "bags": [_version(a) for a in view.same_text],
        },
        "amendments": [_version(a) for a in view.amendments],
        "articles": [_version(a) for a in view.articles],
        "decisions": [decision(d, accession.name) for d in view.decisions],
    }


def allowed(level: Allowed) -> dict[str, str | None]:
    """An access level, why it is this one, and until when if that is known."""
    return {"level": level.level.value, "why": level.why or None, "until": level.until or None}


def _version(accession: Accession) -> dict[str, Any]:
    return {
        "bag": accession.name,
        "bag_id": accession.bag,
        "path": accession.path,
        "seal": str(accession.seal),
        "accessioned": accession.time,
        "version": accession.version,
        "versioned": accession.versioned or None,
    }


def _findings(findings: tuple[Finding, ...], bag: str) -> list[dict[str, str]]:
    return [finding_document(f, bag) for f in findings]
