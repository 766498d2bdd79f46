"""What an audit found, on the terminal: a sentence that holds for one and for many."""

import pytest

from newsarchive.model.auditing import AuditReport, Reach, RunState, Scope
from newsarchive.model.finding import Kind, Verdict
from newsarchive.model.verdict import BagVerdict
from newsarchive.reports.audit.terminal import lines, verdict_line
from newsarchive.reports.audit.words import headline, result
from support import audits
from support.audit_pages import PAGES

SPENT = " Read 1 byte in 2.0 s (cached)."
LOST = audits.problem("lost", Verdict.MISSING, [audits.finding(Kind.MISSING, "")])
UNREAD = audits.problem("unread", Verdict.UNVERIFIED, [audits.finding(Kind.UNREADABLE)])
STRANGE = audits.problem("strange", Verdict.UNVERIFIED, [audits.finding()], known=False)


def report(*problems: BagVerdict, intact: int, **given: object) -> AuditReport:
    return audits.report(problems, intact, **{"bytes": 1, "milliseconds": 2000, **given})


def interrupted(intact: int, planned: int) -> AuditReport:
    return report(
        intact=intact,
        planned=planned,
        of=planned,
        state=RunState.INTERRUPTED,
        stopped="SIGTERM",
    )


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (report(intact=0), "The archive holds no bags yet."),
        (report(intact=1), "The only bag is intact." + SPENT),
        (report(intact=1204), "All 1,204 bags are intact." + SPENT),
        (
            report(intact=0, of=7, scope=Scope(Reach.DUE), planned=0),
            "No bag was due for a check; the archive holds 7 bags.",
        ),
        (
            report(intact=1, of=7, scope=Scope(Reach.DUE)),
            "The one bag that was due is intact." + SPENT,
        ),
        (
            report(intact=60, of=1204, scope=Scope(Reach.SAMPLE, "5")),
            "All 60 bags of the sample are intact." + SPENT,
        ),
        (
            report(audits.problem(), intact=1),
            "1 of 2 bags is intact; 1 is damaged." + SPENT,
        ),
        (
            report(audits.problem(), audits.problem("b"), LOST, UNREAD, STRANGE, intact=2),
            "2 of 6 bags are intact; 2 are damaged; 1 is missing; 1 could not be verified;"
            " 1 thing in the store is not in the ledger." + SPENT,
        ),
        (
            interrupted(3, 4),
            "The audit was interrupted (SIGTERM): 1 bag was not reached."
            " All 3 bags that were checked are intact." + SPENT,
        ),
        (
            interrupted(1, 4),
            "The audit was interrupted (SIGTERM): 3 bags were not reached."
            " The one bag that was checked is intact." + SPENT,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_verdict_is_said_first(given: AuditReport, line: str) -> None:
    assert verdict_line(given) == line


@pytest.mark.parametrize(
    ("carried", "words"),
    [
        (1, "1 bag of these was looked at by the audit that was interrupted (before)."),
        (3, "3 bags of these were looked at by the audit that was interrupted (before)."),
    ],
)
def test_what_an_interrupted_audit_looked_at_is_said(carried: int, words: str) -> None:
    told = list(lines(report(intact=4, carried=carried, continues="before")))

    assert f"  {words}" in told


def test_what_nobody_acknowledged_gets_advice_and_the_rest_does_not() -> None:
    of = report(audits.problem(), LOST, intact=1)
    known = frozenset({LOST.findings[0].id(LOST.bag_id or "")})

    told = "\n".join(lines(report(audits.problem(), LOST, intact=1, acknowledged=known)))

    assert "What to do:\n  changed: " in told
    assert "\n  missing: " not in told
    assert "\n  missing: " in "\n".join(lines(of))
    assert told.count("(acknowledged)") == 1


@pytest.mark.parametrize("name", PAGES)
def test_terminal_and_page_say_the_same_in_the_same_words(name: str) -> None:
    told, _ = PAGES[name]

    assert result(told) in verdict_line(told)
    assert result(told) in headline(told).sentence
