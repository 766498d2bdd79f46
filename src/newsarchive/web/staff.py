"""What those who keep the archive see: audits and damage, and what provenance lacks."""

from datetime import date
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from newsarchive.model.gaps import GAPS
from newsarchive.reports import advice
from newsarchive.reports import status as words
from newsarchive.reports.audit.charts import calendar
from newsarchive.web import answers
from newsarchive.web.shelf import Shelf

_MOST_RUNS, _MOST_FINDINGS, _MOST_GAPS = 100, 200, 500


def audits(request: Request, shelf: Shelf) -> Response:  # noqa: ARG001  # one shape for all pages
    """Coverage day by day, the audits on record, and every finding that is open."""
    archive = shelf.archive()
    status = archive.status()
    counts = archive.holdings.catalog.figures.calendar()
    today = date.fromisoformat(status.now[:10])
    values = {
        "status": status,
        "verdict": words.verdict(status),
        "calendar": calendar(counts, status.coverage.every_days, today),
        "runs": tuple(reversed(archive.audits()))[:_MOST_RUNS],
        "open": status.open[:_MOST_FINDINGS],
        "left_out": sum(status.tally.findings.values()) - len(status.open[:_MOST_FINDINGS]),
        "advice": advice,
    }
    return answers.page(
        "audits", values, archive.institution, staff=True, title="Audits and fixity"
    )


def gaps(request: Request, shelf: Shelf) -> Response:  # noqa: ARG001  # one shape for all pages
    """The articles whose source, date or agency is not known, and what would complete each."""
    archive = shelf.archive()
    found = tuple(islice(archive.gaps(), _MOST_GAPS + 1))
    values = {
        "gaps": found[:_MOST_GAPS],
        "more": len(found) > _MOST_GAPS,
        "counts": archive.status().gaps,
        "kinds": GAPS,
    }
    return answers.page("gaps", values, archive.institution, staff=True, title="Provenance gaps")
