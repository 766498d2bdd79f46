"""Pages of audits of every kind: what each shows, and the values that it shows."""

from dataclasses import replace

from newsarchive.model.auditing import AuditReport, Chance, Reach, RunState, Scope
from newsarchive.model.finding import Code, Kind, Verdict
from newsarchive.model.status import Overview
from support import audits

LOST = audits.problem("a-lost-paper", Verdict.MISSING, [audits.finding(Kind.MISSING, "")])
ROTTEN = audits.problem()
UNREAD = audits.problem("rain", Verdict.UNVERIFIED, [audits.finding(Kind.UNREADABLE, "data/r.xml")])
STRANGE = audits.problem(
    "strange", Verdict.UNVERIFIED, [audits.finding(Kind.UNKNOWN_BAG, "")], known=False
)
KNOWN = audits.acknowledged(LOST.findings[0], LOST, "lost in the flood", "archivist-3")
RUNS = [
    audits.run(n, intact=90 + n, damaged=n == 4, unverified=n == 5, bytes=10**9, milliseconds=9000)
    for n in range(70, 0, -1)
]
PAGES: dict[str, tuple[AuditReport, Overview]] = {
    "no bags": (audits.report(intact=0, bytes=0), audits.overview(calendar={})),
    "one bag": (audits.report(intact=1), audits.overview(calendar={"2026-11-22": 1})),
    "all intact": (audits.report(), audits.overview(RUNS)),
    "damage of every kind": (
        audits.report(
            [audits.problem(f"bag-{k}", findings=[audits.finding(k, "data/a.txt")]) for k in Kind]
        ),
        audits.overview(RUNS),
    ),
    "one of each": (
        audits.report([LOST, ROTTEN, UNREAD, STRANGE], acknowledged=frozenset({KNOWN.id})),
        audits.overview(RUNS, acknowledged=[KNOWN]),
    ),
    "a sample": (
        audits.report(
            intact=60, of=1204, scope=Scope(Reach.SAMPLE, "5"), chances=(Chance(10, 401),)
        ),
        audits.overview(RUNS[-3:], every_days=365),
    ),
    "interrupted, and continued": (
        audits.report(
            intact=400,
            planned=1204,
            of=1204,
            state=RunState.INTERRUPTED,
            stopped="SIGTERM",
            continues="2026-11-21T010004Z-00ffee",
            carried=120,
        ),
        audits.overview([replace(r, state=RunState.INTERRUPTED) if r.seq % 2 else r for r in RUNS]),
    ),
    "not on record": (audits.report(unrecorded="the disk is full"), audits.overview()),
    "no coverage": (audits.report(coverage=None), audits.overview()),
    "the archive itself": (
        audits.report(findings=(audits.finding(Kind.MALFORMED, "ledger", Code.AR_03),)),
        audits.overview(),
    ),
    "two thousand bags damaged": (
        audits.report(
            [
                audits.problem(f"the-story-of-a-harbour-number-{n}-{n:012x}", v)
                for v in (Verdict.DAMAGED, Verdict.MISSING)
                for n in range(1000)
            ]
        ),
        audits.overview(RUNS),
    ),
}
