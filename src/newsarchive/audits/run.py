"""A run on disk: what it was to do, what it saw of each bag, and its report; written and read.

audits/<run>/plan.json      what it was to do, before it began
part-1.jsonl   one line for each bag, as it is looked at
report.json    what came of it; its digest is in the ledger
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from newsarchive import canonical
from newsarchive.audits.documents import audit_document, read_audit
from newsarchive.audits.files import MOST_PLAN, MOST_REPORT, PLAN, REPORT
from newsarchive.durable import (
    fsync_directory,
    lines_of,
    read_small,
    reading,
    store_error,
    write_new,
)
from newsarchive.model.auditing import AuditReport, Start
from newsarchive.model.clock import timestamp
from newsarchive.model.verdict import BagVerdict


def write_plan(folder: Path, start: Start) -> None:
    """Write plan.json into the folder of a run.

    Raises:
        OSError: the disk refused.
    """
    plan = {"v": 1, "bytes": start.total, **start.document()}
    write_new(folder / PLAN, canonical.dumps(plan) + b"\n")


def read_start(folder: Path) -> Start:
    """What a run was to do; the little that its name says if its plan cannot be read."""
    try:
        plan = canonical.loads(read_small(folder / PLAN, MOST_PLAN))
        return Start.parse(plan, plan.get("bytes", 0))
    except (AttributeError, OSError, KeyError, TypeError, ValueError):
        began = datetime.strptime(folder.name[:18], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
        return Start(folder.name, timestamp(began), planned=-1)


def write_report(folder: Path, report: AuditReport) -> bytes:
    """Write report.json into the folder of a run, on disk; returns its bytes.

    Raises:
        StoreError: the disk refused.
    """
    text = canonical.dumps(audit_document(report)) + b"\n"
    try:
        write_new(folder / REPORT, text)
        fsync_directory(folder)
        fsync_directory(folder.parent)
    except OSError as error:
        raise store_error("write the report", folder, error) from error
    return text


def written_report(folder: Path, part: str) -> tuple[AuditReport, bytes] | None:
    """The report of a run, and its bytes, if it is whole and about just this `part`.

    So it is when the ledger could not be written, or when one from before that run was put back.
    What its list tells is entered all the same, bag by bag.
    """
    try:
        text = read_small(folder / REPORT, MOST_REPORT)
        document = canonical.loads(text)
    except (OSError, ValueError):
        return None
    from newsarchive.metadata import report_problems  # noqa: PLC0415  # slow, and seldom needed

    if report_problems(document) or document["run"] != folder.name or document["parts"] != [part]:
        return None
    return read_audit(document), text


def whole_lines(part: Path) -> Iterator[tuple[BagVerdict | None, bytes]]:
    """The verdicts in a list of them, each with its line; without the last line if it is torn.

    A line that is damaged is None: what was said there is lost, and the bag is looked at again. So
    is one that is longer than any of ours, which comes in pieces.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        with reading(part) as file:
            for line in lines_of(file):
                try:
                    yield read_line(line), line
                except (KeyError, TypeError, ValueError):
                    yield None, line
    except FileNotFoundError:
        return
    except OSError as error:
        raise store_error("read", part, error) from error


def read_line(line: bytes) -> BagVerdict:
    """The verdict in a line that `bag_line` made.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    return BagVerdict.parse(canonical.loads(line))
