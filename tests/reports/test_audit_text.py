"""What an audit found, on the terminal: a sentence that holds for one and for many."""

import pytest

from newsarchive.model.auditing import AuditReport, Reach, RunState, Scope
from newsarchive.model.finding import Kind, Verdict
from newsarchive.model.verdict import BagVerdict
from newsarchive.reports.audit.terminal import lines, verdict_line
from support import audits

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
            "No bag is due for a check. The archive holds 7 bags.",
        ),
        (report(intact=1, of=7, scope=Scope(Reach.DUE)), "1 bag due is intact." + SPENT),
        (
            report(intact=60, of=1204, scope=Scope(Reach.SAMPLE, "5")),
            "60 bags of a sample of 5 % are intact." + SPENT,
        ),
        (
            report(audits.problem(), intact=1),
            "1 of 2 bags is intact; 1 is damaged." + SPENT,
        ),
        (
            report(audits.problem(), audits.problem("b"), LOST, UNREAD, STRANGE, intact=2),
            "2 of 6 bags are intact; 2 are damaged; 1 is missing; 1 could not be verified;"
            " 1 is not in the ledger." + SPENT,
        ),
        (
            interrupted(3, 4),
            "Interrupted (SIGTERM): 3 of 4 bags were looked at, 1 was not reached;"
            " 3 are intact." + SPENT,
        ),
        (
            interrupted(1, 4),
            "Interrupted (SIGTERM): 1 of 4 bags was looked at, 3 were not reached;"
            " 1 is intact." + SPENT,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_verdict_is_one_sentence(given: AuditReport, line: str) -> None:
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
