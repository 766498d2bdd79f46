"""Audits to show: reports and overviews as values, plain unless a test says otherwise."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from newsarchive.model.attention import Acknowledgement, OpenFinding
from newsarchive.model.auditing import AuditReport, End, Found, Start
from newsarchive.model.chronicle import Coverage, Dated
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.run import Run
from newsarchive.model.status import Overview
from newsarchive.model.subject import AuditFolder, Place, StoredBag
from newsarchive.model.verdict import BagVerdict

RUN = "2026-11-22T010004Z-4d1c09"
ENDED = "2026-11-22T03:12:10Z"
INTACT = Counter({Verdict.INTACT: 1204})


def sha512(text: str) -> str:
    """A digest that differs from others."""
    return f"sha512:{hashlib.sha512(text.encode()).hexdigest()}"


def bag_id(name: str) -> str:
    """The id of the bag called `name`."""
    return hashlib.sha256(name.encode()).hexdigest()


def finding(
    kind: Kind = Kind.CHANGED, path: str = "data/article.txt", code: Code = Code.RX_10
) -> Finding:
    """An error; one that compares two digests, if its kind does."""
    compared = kind in {Kind.CHANGED, Kind.UNSTABLE, Kind.EXCHANGED}
    return Finding(
        code,
        kind,
        Level.ERROR,
        path,
        f"{kind.value} since it was taken in; it has 955 bytes",
        expected=sha512(f"{path} then") if compared else "",
        found=sha512(f"{path} now") if compared else "",
        by="manifest-sha512.txt" if path.startswith("data/") else "",
    )


def problem(
    name: str = "the-old-bridge-at-wendle-opens-again-dcd7fd95bb1f",
    verdict: Verdict = Verdict.DAMAGED,
    findings: Sequence[Finding] | None = None,
    *,
    known: bool = True,
) -> BagVerdict:
    """A bag that is not intact, or a thing that the ledger does not know."""
    path = f"bags/2026/03/04/{name}"
    return BagVerdict(
        StoredBag(bag_id(name), name, path) if known else Place(path),
        verdict,
        (finding(),) if findings is None else tuple(findings),
        files=9,
        bytes=61_000,
        checked=ENDED,
    )


def report(problems: Sequence[BagVerdict] = (), intact: int = 1204, **given: Any) -> AuditReport:
    """An audit of every bag that found these problems; what else is given is put in its place."""
    whole = [
        BagVerdict(AuditFolder(RUN), Verdict.UNVERIFIED, (f,), checked=ENDED)
        for f in given.pop("findings", ())
    ]
    problems = [*problems, *whole]
    counts = Counter({Verdict.INTACT: intact})
    counts.update(p.verdict for p in problems if p.bag_id is not None)
    unknown = sum(p.is_unknown for p in problems)
    bags = counts.total()
    of = given.get("of", bags)
    told = AuditReport(
        Start(RUN, "2026-11-22T01:00:04Z", planned=bags, of=of),
        Found(
            counts,
            unknown=unknown,
            problems=tuple(problems),
            files=bags * 9,
            bytes=bags * 1_610_061_000,
            new_trouble=sum(
                p.verdict is not Verdict.UNVERIFIED or p.bag_id is None for p in problems
            ),
            new_unseen=counts[Verdict.UNVERIFIED],
        ),
        End(ENDED, 7_926_000, coverage=coverage(of)),
        parts=(sha512("part-1"),),
    )
    return changed(told, **given)


def changed(told: AuditReport, /, **given: Any) -> AuditReport:
    """The report with what is given in its place, in whichever part it stands."""
    parts: dict[str, Any] = {}
    for name in ("start", "found", "end"):
        part = getattr(told, name)
        own = {f.name: given.pop(f.name) for f in fields(part) if f.name in given}
        parts[name] = replace(part, **own)
    return replace(told, **parts, **given)


def coverage(of: int, **given: Any) -> Coverage:
    """All but a fiftieth of the bags verified, the oldest 71 days ago."""
    oldest = Dated("rain-over-the-harbour-42f4b594c1d0", "2026-09-12T02:10:00Z") if of else None
    late = of // 50
    return replace(Coverage(90, of - late, of, late - late // 4, late // 4, oldest), **given)


def document(problems: Sequence[BagVerdict] = (), **given: Any) -> dict[str, Any]:
    """The document of a report, as `audits/<run>/report.json` has it."""
    told = report(problems)
    counts = {verdict.value: told.found.counts[verdict] for verdict in Verdict}
    return {
        "v": 1,
        "schema": "audit-report-1.1",
        "run": told.start.run,
        "began": told.start.began,
        "store": "main",
        "ledger": {
            "seq": 9000,
            "time": "2026-11-21T22:15:00Z",
            "line_sha256": hashlib.sha256(b"line").hexdigest(),
            "size": 7_654_321,
        },
        "ended": told.end.ended,
        "milliseconds": 7_926_000,
        "scope": {"reach": "all", "value": ""},
        "state": "complete",
        "stopped": None,
        "read": "direct",
        "planned": told.start.planned,
        "of": told.start.of,
        "kinds": {"article": told.start.of, "amendment": 0, "delivery": 0},
        "bags": told.bags,
        **counts,
        "unknown": told.found.unknown,
        "not_reached": 0,
        "files": told.found.files,
        "bytes": told.found.bytes,
        "continues": None,
        "carried": 0,
        "budget": {"seconds": None, "bytes": None},
        "used_up": None,
        "sample": None,
        "coverage": {
            "every_days": 90,
            "checked": 1180,
            "of": 1204,
            "overdue": 18,
            "never": 6,
            "permille": 980,
            "oldest": {"bag": "rain-42f4b594c1d0", "checked": "2026-09-12T02:10:00Z"},
        },
        "trouble": None,
        "told": ["store", "reports"],
        "acknowledged": [],
        "new_trouble": told.found.new_trouble,
        "new_unseen": 0,
        "problems": [p.document() for p in told.found.problems],
        "problems_left_out": 0,
        "parts": list(told.parts),
        **given,
    }


def overview(
    runs: Sequence[Run] = (),
    calendar: Mapping[str, int] | None = None,
    acknowledged: Sequence[OpenFinding] = (),
    every_days: int = 90,
) -> Overview:
    """What a report is shown with."""
    return Overview(
        archive_id="urn:uuid:0b6f5d3a-5a0e-4c39-9a1d-2f6f1b6a7c11",
        institution="Wendle City Library",
        every_days=every_days,
        bags=1204,
        bytes=12_110_000_000,
        calendar=nights(71, 16, older=22, never=6) if calendar is None else calendar,
        runs=tuple(runs),
        acknowledged=tuple(acknowledged),
    )


def nights(days: int, bags: int, *, older: int = 0, never: int = 0) -> Mapping[str, int]:
    """A calendar of so many nights, on each of which about so many bags were verified last."""
    last = date.fromisoformat(ENDED[:10])
    counts = {
        (last - timedelta(days=n)).isoformat(): bags - 5 + n * 7 % 11
        for n in range(days)
        if n % 9 != 4
    }
    return {**counts, "2019-02-01": older, "": never}


def run(number: int, **fields: Any) -> Run:
    """The audit so many days before the one that is shown."""
    day = date.fromisoformat(ENDED[:10]) - timedelta(days=number)
    return Run.read(
        {
            "run": f"{day}T010004Z-{number:06x}",
            "report": sha512(str(number)),
            "read": "direct" if number % 3 else "cached",
            **fields,
        },
        9000 - number,
        f"{day}T03:00:00Z",
    )


def acknowledged(found: Finding, bag: BagVerdict, reason: str, by: str) -> OpenFinding:
    """A finding of a bag that a person has acknowledged."""
    key = bag.bag_id or bag.path
    name = found.id(bag.key)
    word = Acknowledgement(name, key, reason, date(2027, 1, 31), by, 7, "2026-10-01T09:00:00Z")
    return OpenFinding(name, key, bag.bag if bag.bag_id else bag.path, "audit", ENDED, found, word)
