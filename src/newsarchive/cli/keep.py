"""Reports to keep: a run's outcome in a file of its own, as CSV, JSON or text."""

import csv
import io
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from newsarchive import canonical
from newsarchive.audits.documents import audit_document
from newsarchive.durable import fsync_directory, store_error, write_new
from newsarchive.errors import UsageError
from newsarchive.model.auditing import AuditReport
from newsarchive.model.finding import Level
from newsarchive.model.outcome import IngestReport
from newsarchive.model.status import Overview
from newsarchive.reports import documents, text
from newsarchive.reports.audit import terminal as audit_text
from newsarchive.reports.safe import cell

_COLUMNS = ("input", "status", "bag", "amends", "article_id", "path", "seal", "gaps", "findings")
_PLACE = ("item", "position", "folder", "delivery")

AUDIT_ENDINGS = (".json", ".csv", ".html", ".txt")


def check(path: Path, endings: Collection[str] = (".csv", ".json", ".txt")) -> None:
    """See, before anything is done, that a report can be written to `path`.

    Raises:
        UsageError: its ending is not known, its folder is not there, or it exists already.
    """
    if path.suffix.lower() not in endings:
        raise UsageError(f"{path}: a report ends in {', '.join(endings)}")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.absolute().parent}")
    if path.exists():
        raise UsageError(f"{path} exists already; name a new file for the report")


def ingest(path: Path, report: IngestReport) -> None:
    """Write what came of an ingest to the new file `path`.

    Raises:
        StoreError: it could not be written.
    """
    _write(path, _WRITERS[path.suffix.lower()](report).encode())


def audit(
    path: Path, report: AuditReport, overview: Overview, lines: Iterable[Mapping[str, Any]]
) -> None:
    """Write what an audit found to the new file `path`; `lines` are those of each bag.

    Raises:
        StoreError: it could not be written.
    """
    from newsarchive.reports.audit.page import page  # noqa: PLC0415  # other commands need neither
    from newsarchive.reports.audit.table import table  # noqa: PLC0415

    match path.suffix.lower():
        case ".json":
            data = canonical.dumps(audit_document(report)) + b"\n"
        case ".csv":
            data = "".join(table(lines)).encode("utf-8", "surrogateescape")
        case ".html":
            data = page(report, overview).encode()
        case _:
            data = "".join(f"{x}\n" for x in audit_text.lines(report, everything=True)).encode()
    _write(path, data)


def _write(path: Path, data: bytes) -> None:
    try:
        write_new(path, data)
        fsync_directory(path.absolute().parent)
    except OSError as error:
        raise store_error("write the report", path, error) from error


def _csv(report: IngestReport) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*_COLUMNS, "when", "by", "message", "hint", *_PLACE))
    for item in report.items:
        document = documents.item(item)
        found = "; ".join(f.detail for f in item.findings if f.level is not Level.NOTE)
        document |= {"gaps": " ".join(item.gaps or ()), "findings": found}
        message = "; ".join((item.message, *item.details)) if item.message else None
        of = (item.item.label, item.item.position) if item.item else ("", "")
        cells = (*(document[c] for c in _COLUMNS), report.began, report.by)
        more = (message, item.hint, *of, item.folder, item.delivery)
        writer.writerow([cell(c) for c in (*cells, *more)])
    return out.getvalue()


def _json(report: IngestReport) -> str:
    document = {
        "summary": documents.ingest_summary(report),
        "items": [documents.item(item) for item in report.items],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _text(report: IngestReport) -> str:
    lines = [f"Ingest of {report.began}, by {report.by}", ""]
    lines += [text.item(item) for item in report.items]
    lines += ["", *text.ingest_summary(report)]
    return "\n".join(lines) + "\n"


_WRITERS: dict[str, Callable[[IngestReport], str]] = {".csv": _csv, ".json": _json, ".txt": _text}
