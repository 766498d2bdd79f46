"""A run on disk: what it was to do, what it saw of each bag, and its report; written and read.

audits/<run>/plan.json      what it was to do, before it began
part-1.jsonl   one line for each bag, as it is looked at
report.json    what came of it; its digest is in the ledger
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsarchive import canonical
from newsarchive.audits.documents import audit_document
from newsarchive.audits.files import PLAN, REPORT
from newsarchive.durable import fsync_directory, store_error, write_new
from newsarchive.model.auditing import AuditReport, Budget, Reach, RunState, Scope
from newsarchive.model.clock import timestamp
from newsarchive.model.finding import Finding, Verdict, read_finding
from newsarchive.model.verdict import BagVerdict

_MOST_REPORT = 256 << 20


@dataclass(frozen=True, slots=True)
class Start:
    """What a run is about to do; times are RFC 3339. For the rest see `AuditReport`.

    `bytes` is how many the bags have that are to be read, `ledger` where the ledger ended, None
    where nobody knows.
    """

    run: str
    began: str
    scope: Scope = Scope()
    planned: int = 0
    bytes: int = 0
    of: int = 0
    continues: str = ""
    carried: int = 0
    budget: Budget = Budget()
    read: str = "cached"
    ledger: Mapping[str, Any] | None = None

    def document(self) -> dict[str, Any]:
        """As plan.json has it."""
        return {
            "v": 1,
            "run": self.run,
            "began": self.began,
            "scope": {"reach": self.scope.reach.value, "value": self.scope.value},
            "planned": self.planned,
            "bytes": self.bytes,
            "of": self.of,
            "continues": self.continues,
            "carried": self.carried,
            "budget": {"seconds": self.budget.seconds, "bytes": self.budget.bytes},
            "read": self.read,
            "ledger": self.ledger,
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "Start":
        """What plan.json says.

        Raises:
            KeyError, TypeError, ValueError: it is no plan.
        """
        scope, budget = document["scope"], document["budget"]
        return cls(
            run=document["run"],
            began=document["began"],
            scope=Scope(Reach(scope["reach"]), scope["value"]),
            planned=document["planned"],
            bytes=document.get("bytes", 0),
            of=document["of"],
            continues=document["continues"],
            carried=document["carried"],
            budget=Budget(budget["seconds"], budget["bytes"]),
            read=document["read"],
            ledger=document.get("ledger"),
        )


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
        with (folder / REPORT).open("rb") as file:
            text = file.read(_MOST_REPORT)
        document = canonical.loads(text)
    except (OSError, ValueError):
        return None
    from newsarchive.metadata import report_problems  # noqa: PLC0415  # slow, and seldom needed

    if report_problems(document) or document["run"] != folder.name or document["parts"] != [part]:
        return None
    return _read_report(document), text


def _read_report(document: Mapping[str, Any]) -> AuditReport:
    """The report that a document by audit-report-1 is of; it does not say what was `told`."""
    scope, budget = document["scope"], document["budget"]
    return AuditReport(
        run=document["run"],
        counts=Counter({verdict: document[verdict.value] for verdict in Verdict}),
        unknown=document["unknown"],
        problems=tuple(map(_read_verdict, document["problems"])),
        files=document["files"],
        bytes=document["bytes"],
        began=document["began"],
        ended=document["ended"],
        seconds=document["milliseconds"] / 1000,
        trouble=document["trouble"] or "",
        read=document["read"],
        scope=Scope(Reach(scope["reach"]), scope["value"]),
        state=RunState(document["state"]),
        stopped=document["stopped"] or "",
        planned=document["planned"],
        of=document["of"],
        continues=document["continues"] or "",
        carried=document["carried"],
        budget=Budget(budget["seconds"], budget["bytes"]),
        used_up=document["used_up"] or "",
        acknowledged=frozenset(document["acknowledged"]),
        new_trouble=document["new_trouble"],
        new_unseen=document["new_unseen"],
        parts=tuple(document["parts"]),
    )


def read_start(folder: Path) -> Start:
    """What a run was to do; the little that its name says if its plan cannot be read."""
    try:
        return Start.parse(canonical.loads((folder / PLAN).read_bytes()))
    except (OSError, KeyError, TypeError, ValueError):
        began = datetime.strptime(folder.name[:18], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
        return Start(folder.name, timestamp(began), planned=-1)


def whole_lines(part: Path) -> Iterator[tuple[BagVerdict | None, bytes]]:
    """The verdicts in a list of them, each with its line; without the last line if it is torn.

    A line that is damaged is None: what was said there is lost, and the bag is looked at again.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        with part.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    return
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
    return _read_verdict(canonical.loads(line))


def _read_verdict(document: Mapping[str, Any]) -> BagVerdict:
    findings: tuple[Finding, ...] = tuple(read_finding(f) for f in document["findings"])
    return BagVerdict(
        document["bag"],
        document["bag_id"],
        document["path"],
        Verdict(document["verdict"]),
        findings,
        files=document["files"],
        bytes=document["bytes"],
        checked=document["checked"] or "",
    )
