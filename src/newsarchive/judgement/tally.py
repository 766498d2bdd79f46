"""What an audit has found so far comes to: counts, and what of it is an alarm. Pure."""

from collections import Counter
from dataclasses import dataclass, field

from newsarchive.model.attention import Weight, weight
from newsarchive.model.auditing import MOST_PROBLEMS, Found
from newsarchive.model.finding import Level, Verdict
from newsarchive.model.verdict import BagVerdict


@dataclass(slots=True)
class Tally:
    """What was found so far, in numbers, and what is not intact.

    `known` are the ids of findings that a person has acknowledged: a bag alarms by an error that is
    none of these. For the others see `Found`.
    """

    known: frozenset[str]
    counts: Counter[Verdict] = field(default_factory=Counter)
    problems: list[BagVerdict] = field(default_factory=list)
    kept: Counter[Verdict] = field(default_factory=Counter)
    unknown: int = 0
    files: int = 0
    bytes: int = 0
    new_trouble: int = 0
    new_unseen: int = 0
    acknowledged: set[str] = field(default_factory=set)

    def add(self, verdict: BagVerdict) -> None:
        """One more was looked at."""
        self.files += verdict.files
        self.bytes += verdict.bytes
        if verdict.bag_id is None:
            alarming = any(f.level is Level.ERROR for f in verdict.findings)
            self.unknown += verdict.is_unknown and alarming  # litter is no alarm
        else:
            self.counts[verdict.verdict] += 1
            if verdict.verdict is Verdict.INTACT:
                return
        if self.kept[verdict.verdict] < MOST_PROBLEMS:
            self.kept[verdict.verdict] += 1
            self.problems.append(verdict)
        errors = [f.id(verdict.key) for f in verdict.findings if f.level is Level.ERROR]
        known = self.known.intersection(errors)
        self.acknowledged |= known
        if len(known) < len(set(errors)):
            worst = min(weight(f.level, f.kind) for f in verdict.findings)
            unseen = verdict.verdict is Verdict.UNVERIFIED and worst is not Weight.DAMAGE
            self.new_unseen += unseen
            self.new_trouble += not unseen

    def found(self) -> Found:
        """What was found so far, in all."""
        return Found(
            counts=Counter(self.counts),
            unknown=self.unknown,
            problems=tuple(self.problems),
            files=self.files,
            bytes=self.bytes,
            acknowledged=frozenset(self.acknowledged),
            new_trouble=self.new_trouble,
            new_unseen=self.new_unseen,
        )
