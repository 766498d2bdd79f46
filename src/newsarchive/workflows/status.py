"""How the archive stands: what is covered, what is overdue, what needs a person."""

import contextlib
from pathlib import Path

from newsarchive.audits.files import PART
from newsarchive.durable import reading
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.watch import missed
from newsarchive.model.clock import timestamp
from newsarchive.model.status import Overview, Status
from newsarchive.workflows.audit.record import unfinished

_MOST_LISTED = 1000  # an archive whose every article lacks a date has millions
_MOST_RUNS = 400
_CHUNK = 1 << 20
_MOST_COUNTED = 1 << 30  # bytes of the list of a run: some millions of bags


def status(holdings: OpenArchive) -> Status:
    """How the archive stands now, from catalog and store marker; no bag is read."""
    now = holdings.clock.now()
    holdings.note_losses()
    catalog, chronicle = holdings.catalog, holdings.catalog.chronicle
    bags, size = catalog.count()
    quiet = {a.finding for a in chronicle.acknowledgements().values() if a.holds(now)}
    running = unfinished(holdings)
    return Status(
        now=timestamp(now),
        bags=bags,
        bytes=size,
        coverage=chronicle.coverage(holdings.policy, int(now.timestamp())),
        last_audit=chronicle.last_run(),
        open=chronicle.findings(but=quiet, most=_MOST_LISTED),
        tally=chronicle.tally(but=quiet),
        acknowledged=chronicle.findings(only=quiet),
        gaps=chronicle.gaps(),
        months=chronicle.months(),
        trouble=holdings.store.trouble(),
        sources=catalog.sources(),
        watch=missed(chronicle.newest_runs(), holdings.policy, now),
        running=running[-1].name if running else "",
        running_done=_lines(running[-1] / PART) if running else 0,
    )


def overview(holdings: OpenArchive) -> Overview:
    """What the report of an audit is shown with."""
    now = holdings.clock.now()
    catalog, chronicle = holdings.catalog, holdings.catalog.chronicle
    bags, size = catalog.count()
    quiet = {a.finding for a in chronicle.acknowledgements().values() if a.holds(now)}
    return Overview(
        archive_id=holdings.archive_id,
        institution=holdings.institution.name,
        every_days=holdings.policy.every_days,
        bags=bags,
        bytes=size,
        calendar=chronicle.calendar(),
        runs=chronicle.newest_runs(_MOST_RUNS),
        acknowledged=chronicle.findings(only=quiet),
    )


def _lines(part: Path) -> int:
    """How many lines it has; of one that is larger than any of ours, those of its beginning."""
    count = 0
    with contextlib.suppress(OSError), reading(part) as file:
        for _ in range(_MOST_COUNTED // _CHUNK):
            if not (chunk := file.read(_CHUNK)):
                break
            count += chunk.count(b"\n")
    return count
