"""Whether ledger and reports of audits are what they were: nothing is changed quietly."""

from collections.abc import Iterator
from pathlib import Path

from newsarchive.audits.files import MOST_REPORT, REPORT, digest, listed_parts
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.run import Run
from newsarchive.model.subject import AuditFolder, WholeLedger
from newsarchive.model.verdict import BagVerdict


def suspicious(holdings: OpenArchive, checked: str, *, parts: bool) -> Iterator[BagVerdict]:
    """Every audit on record whose report is not what it was; `parts`: look at its lists, too."""
    catalog = holdings.catalog
    pruned = catalog.runs.pruned()
    for run in catalog.runs.newest():
        if run.run not in pruned:
            for finding in _findings(holdings.audits / run.run, run, parts=parts):
                about = AuditFolder(run.run)
                yield BagVerdict(about, Verdict.UNVERIFIED, (finding,), checked=checked)


def of_ledger(holdings: OpenArchive, checked: str) -> Iterator[BagVerdict]:
    """What the ledger lost, as far as anything remembers it, and what it says that cannot be."""
    pending = [loss.finding() for loss in holdings.losses()]
    of_it = holdings.catalog.findings
    findings = (*of_it.losses(), *pending, *of_it.faults())
    if findings:
        yield BagVerdict(WholeLedger(), Verdict.UNVERIFIED, findings, checked=checked)


def _findings(folder: Path, run: Run, *, parts: bool) -> Iterator[Finding]:
    expected = run.report
    found = digest(folder / REPORT, MOST_REPORT)
    if found is None:
        yield _gone(REPORT, expected)
    elif found != expected:
        yield _changed(REPORT, expected, found)
    elif parts:
        for number, wanted in enumerate(listed_parts(folder), 1):
            name = f"part-{number}.jsonl"
            found = digest(folder / name)
            if found is None:
                yield _gone(name, wanted)
            elif found != wanted:
                yield _changed(name, wanted, found)


def _gone(name: str, expected: str) -> Finding:
    detail = "the report of this audit is not there, and nobody removed it by audits prune"
    return Finding(Code.AR_05, Kind.MISSING, Level.ERROR, name, detail, expected=expected)


def _changed(name: str, expected: str, found: str) -> Finding:
    detail = "the report of this audit is not what the ledger recorded: it was changed"
    return Finding(Code.AR_05, Kind.CHANGED, Level.ERROR, name, detail, expected, found)
