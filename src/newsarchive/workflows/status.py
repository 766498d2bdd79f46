"""How the archive stands: what is covered, what is overdue, what needs a person."""

import contextlib
from pathlib import Path

from newsarchive import canonical
from newsarchive.audits.files import PART
from newsarchive.durable import reading
from newsarchive.errors import StoreError
from newsarchive.holdings.find import count_withdrawn, dark
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.watch import missed
from newsarchive.model.auditing import AuditReport
from newsarchive.model.clock import timestamp
from newsarchive.model.finding import Finding, Level, Verdict
from newsarchive.model.status import Overview, Status
from newsarchive.packaging.places import RECORD
from newsarchive.workflows.audit.record import unfinished

_MOST_LISTED = 1000  # an archive whose every article lacks a date has millions
_MOST_RUNS = 400
_MOST_TITLES = 1000
_MOST_RECORD = 8 << 20
_CHUNK = 1 << 20
_MOST_COUNTED = 1 << 30  # bytes of the list of a run: some millions of bags


def status(holdings: OpenArchive) -> Status:
    """How the archive stands now, from catalog and store marker; no bag is read."""
    now = holdings.clock.now()
    holdings.note_losses()
    catalog = holdings.catalog
    bags, size = catalog.count()
    quiet = {a.finding for a in catalog.entries.acknowledgements().values() if a.holds(now)}
    running = unfinished(holdings)
    return Status(
        now=timestamp(now),
        bags=bags,
        bytes=size,
        coverage=catalog.figures.coverage(holdings.policy, int(now.timestamp())),
        last_audit=catalog.runs.last(),
        open=catalog.findings.open(but=quiet, most=_MOST_LISTED),
        tally=catalog.findings.tally(but=quiet),
        acknowledged=catalog.findings.open(only=quiet),
        gaps=catalog.figures.gaps(),
        months=catalog.figures.months(),
        trouble=holdings.store.trouble(),
        sources=catalog.figures.sources(),
        watch=missed(catalog.runs.newest(), holdings.policy, now),
        running=running[-1].name if running else "",
        running_done=_lines(running[-1] / PART) if running else 0,
        kinds=catalog.kinds(),
        withdrawn=count_withdrawn(holdings),
    )


def overview(holdings: OpenArchive, report: AuditReport | None = None) -> Overview:
    """What the `report` of an audit is shown with."""
    now = holdings.clock.now()
    catalog = holdings.catalog
    bags, size = catalog.count()
    quiet = {a.finding for a in catalog.entries.acknowledgements().values() if a.holds(now)}
    return Overview(
        archive_id=holdings.archive_id,
        institution=holdings.institution.name,
        every_days=holdings.policy.every_days,
        bags=bags,
        bytes=size,
        calendar=catalog.figures.calendar(),
        runs=catalog.runs.newest(_MOST_RUNS),
        acknowledged=catalog.findings.open(only=quiet),
        titles=titles(holdings, report) if report else {},
    )


def titles(holdings: OpenArchive, report: AuditReport) -> dict[str, str]:
    """The titles of the articles that an audit found something wrong with, by the ids of bags.

    They are as the record in the bag has them now, and left out where that is harmed itself.
    """
    found, closed = {}, dark(holdings)
    for problem in report.found.problems[:_MOST_TITLES]:
        harmed = any(_is_of_record(f) for f in problem.findings if f.level is Level.ERROR)
        if problem.bag_id in closed:
            continue
        if problem.bag_id and not harmed and problem.verdict is not Verdict.MISSING:
            with contextlib.suppress(OSError, ValueError, StoreError):
                data = holdings.store.tree(problem.path).take(RECORD, _MOST_RECORD)
                document = canonical.loads(data) if data else None
                title = document.get("displayTitle") if isinstance(document, dict) else None
                if isinstance(title, str) and title:
                    found[problem.bag_id] = title
    return found


def _is_of_record(finding: Finding) -> bool:
    """Whether a finding takes away the word of the record: it, or what vouches for it, changed."""
    lists = ("manifest-", "tagmanifest-")
    return finding.path in {RECORD, ""} or finding.path.startswith(lists)


def _lines(part: Path) -> int:
    """How many lines it has; of one that is larger than any of ours, those of its beginning."""
    count = 0
    with contextlib.suppress(OSError), reading(part) as file:
        for _ in range(_MOST_COUNTED // _CHUNK):
            if not (chunk := file.read(_CHUNK)):
                break
            count += chunk.count(b"\n")
    return count
