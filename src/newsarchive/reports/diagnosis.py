"""What `doctor` found, as text and JSON."""

from collections.abc import Iterator
from typing import Any

from newsarchive.model.health import Diagnosis, Health
from newsarchive.reports.amounts import number


def document(diagnosis: Diagnosis) -> dict[str, Any]:
    """All checks."""
    return {
        "archive": diagnosis.archive or None,
        "problems": diagnosis.problems,
        "checks": [
            {
                "what": e.what,
                "health": e.health.value,
                "found": e.found,
                "advice": e.advice or None,
            }
            for e in diagnosis.examinations
        ],
        "exit": diagnosis.exit_code,
    }


_SIGNS = {Health.OK: "ok", Health.NOTE: "note", Health.PROBLEM: "PROBLEM"}


def lines(diagnosis: Diagnosis) -> Iterator[str]:
    """All checks for the terminal, the verdict first."""
    if diagnosis.problems:
        yield f"{number(diagnosis.problems, 'thing')} need{'s' * (diagnosis.problems == 1)} doing:"
    else:
        yield "Nothing needs doing."
    width = max(len(e.what) for e in diagnosis.examinations) + 2
    for one in sorted(diagnosis.examinations, key=lambda e: e.health is not Health.PROBLEM):
        yield f"{_SIGNS[one.health]:<9}{one.what:<{width}}{one.found}"
        if one.advice:
            yield f"{'':<{9 + width}}{one.advice}"
