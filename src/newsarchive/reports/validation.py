"""What validating bags came to, as text and as JSON. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsarchive.model.finding import Finding, Kind, Level, Validity, finding_document
from newsarchive.model.validation import BagOutcome
from newsarchive.reports.amounts import number, size
from newsarchive.reports.safe import sayable, visible

_MOST_BAGS = 12
_MOST_FINDINGS = 3  # of each bag where there are several; of a single one a screenful
_SCREENFUL = 30
_RANK = {
    Validity.INVALID: 0,
    Validity.INCOMPLETE: 1,
    Validity.UNVERIFIED: 2,
    Validity.VALID: 3,
}
_NOT_READ = frozenset({Kind.UNREADABLE, Kind.UNREACHABLE, Kind.MISSING})
_LEVELS = {Level.ERROR: "", Level.WARNING: "warning: ", Level.NOTE: "note: "}


@dataclass(slots=True)
class Counts:
    """What is said of many bags: all counts, and the worst of the bags."""

    counts: Counter[Validity] = field(default_factory=Counter)
    not_read: int = 0
    warned: int = 0
    files: int = 0
    bytes: int = 0
    worst: list[BagOutcome] = field(default_factory=list)

    def add(self, outcome: BagOutcome) -> None:
        """Take in one more bag."""
        self.counts[outcome.verdict] += 1
        self.files += outcome.files
        self.bytes += outcome.bytes
        levels = {f.level for f in outcome.findings}
        self.warned += outcome.verdict is Validity.VALID and Level.WARNING in levels
        if outcome.verdict is Validity.UNVERIFIED:
            kinds = {f.kind for f in outcome.findings if f.level is Level.ERROR}
            self.not_read += kinds <= _NOT_READ
        if outcome.verdict is not Validity.VALID or levels - {Level.NOTE}:
            self.worst.append(outcome)
            self.worst.sort(key=lambda o: _RANK[o.verdict])
            del self.worst[_MOST_BAGS:]

    @property
    def exit_code(self) -> int:
        """1: a bag is invalid or incomplete; else 3: one could not be verified; else 0."""
        if self.counts[Validity.INVALID] or self.counts[Validity.INCOMPLETE]:
            return 1
        return 3 if self.counts[Validity.UNVERIFIED] else 0


def lines(tally: Counts, *, seconds: float) -> Iterator[str]:
    """What was found, for the terminal: the verdict first, then the bags, worst first."""
    bags = tally.counts.total()
    yield verdict_line(tally, seconds=seconds)
    most = _SCREENFUL if bags == 1 else _MOST_FINDINGS
    for outcome in tally.worst:
        yield from _bag(outcome, most)
    told = Counter(o.verdict for o in tally.worst)
    more = sum(tally.counts[v] - told[v] for v in _RANK if v is not Validity.VALID)
    if more:
        yield f"and {number(more, 'bag')} more; --json lists all of them."


def verdict_line(tally: Counts, *, seconds: float) -> str:
    """`1,450 of 1,500 bags are valid; 3 are invalid, 47 could not be read. Read 2.1 GB in ...`."""
    counts = tally.counts
    bags, valid = counts.total(), counts[Validity.VALID]
    read = f"Read {size(tally.bytes)} in {seconds:.1f} s."
    warned = f"; {tally.warned:,} with warnings" if tally.warned and bags > 1 else ""
    if valid == bags:
        subject = "The bag is" if bags == 1 else f"All {bags:,} bags are"
        return f"{subject} valid{warned}. {read}"
    not_verified = counts[Validity.UNVERIFIED] - tally.not_read
    parts = [
        phrase
        for phrase in (
            _phrase(counts[Validity.INVALID], "is invalid", "are invalid", alone=bags == 1),
            _phrase(
                counts[Validity.INCOMPLETE], "is incomplete", "are incomplete", alone=bags == 1
            ),
            _phrase(tally.not_read, "could not be read", "could not be read", alone=bags == 1),
            _phrase(
                not_verified, "could not be verified", "could not be verified", alone=bags == 1
            ),
        )
        if phrase
    ]
    if bags == 1:
        return f"The bag {parts[0]}. {read}"
    verb = "is" if valid == 1 else "are"
    return f"{valid:,} of {bags:,} bags {verb} valid; {', '.join(parts)}{warned}. {read}"


def _phrase(count: int, one: str, many: str, *, alone: bool) -> str:
    if not count:
        return ""
    words = one if count == 1 else many
    return words if alone else f"{count:,} {words}"


def _bag(outcome: BagOutcome, most: int) -> Iterator[str]:
    worst = [f for f in outcome.findings if f.level is Level.ERROR]
    shown: Sequence[Finding] = worst or [f for f in outcome.findings if f.level is Level.WARNING]
    for finding in shown[:most]:
        yield f"{outcome.bag}  {outcome.verdict}  {sentence(finding)}"
    if len(shown) > most:
        yield f"{outcome.bag}  {outcome.verdict}  and {len(shown) - most:,} more"


def sentence(finding: Finding) -> str:
    """`RX-10 data/a.txt: expected 9f86d081, found 60303ae2 (RFC 8493 section 3)`."""
    where = f" {visible(finding.path)}" if finding.path else ""
    clause = f" ({finding.clause})" if finding.clause else ""
    return f"{_LEVELS[finding.level]}{finding.code}{where}: {visible(finding.detail)}{clause}"


def document(outcome: BagOutcome) -> dict[str, Any]:
    """What was found of one bag."""
    return {
        "bag": sayable(outcome.bag),
        "verdict": outcome.verdict.value,
        "version": outcome.version,
        "files": outcome.files,
        "bytes": outcome.bytes,
        "findings": [finding_document(f, outcome.bag) for f in outcome.findings],
    }


def summary(tally: Counts, *, seconds: float) -> Mapping[str, Any]:
    """What was found, in numbers."""
    return {
        "bags": tally.counts.total(),
        **{verdict.value: tally.counts[verdict] for verdict in Validity},
        "files": tally.files,
        "bytes": tally.bytes,
        "seconds": round(seconds, 3),
        "exit": tally.exit_code,
    }
