"""How the archive stands: what is covered, what is overdue, what needs a person."""

import contextlib
from pathlib import Path

from newsarchive.audits.files import PART
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.watch import missed
from newsarchive.model.clock import timestamp
from newsarchive.model.status import Overview, Status
from newsarchive.workflows.audit.record import unfinished

_MOST_LISTED = 1000  # an archive whose every article lacks a date has millions
_MOST_RUNS = 400
_CHUNK = 1 << 20


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
    )


def overview(holdings: OpenArchive) -> Overview:
    """What the report of an audit is shown with."""
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
    )


def _lines(part: Path) -> int:
    count = 0
    with contextlib.suppress(OSError), part.open("rb") as file:
        while chunk := file.read(_CHUNK):
            count += chunk.count(b"\n")
    return count
