"""What is wrong, gathered while a bag is read: all of it, and in bounded memory. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from newsarchive.model.finding import Code, Finding, Kind, Level

_PER_RULE_IN_A_FILE = 1000
_PER_RULE = 10_000
_HOPELESS = 100_000  # broken lines in one file: what follows them changes nothing any more


_Counts = defaultdict[tuple[Code, Kind, Level], int]  # made three times faster than a Counter


class Faults:
    """Findings about the tag file `path`.

    All are kept, up to a thousand of one rule; what is beyond is counted and told in one finding,
    so that a file of a million blank lines is reported and does no other harm.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._kept: list[Finding] = []
        self._seen: defaultdict[tuple[Code, Level], int] = defaultdict(int)
        self._broken = 0

    def add(
        self,
        code: Code,
        detail: str,
        *,
        line: int | None = None,
        kind: Kind = Kind.MALFORMED,
        level: Level = Level.ERROR,
    ) -> None:
        """Note a fault; `detail` follows "line N: " where `line` is given."""
        self._seen[code, level] += 1
        self._broken += level is Level.ERROR
        if self._seen[code, level] <= _PER_RULE_IN_A_FILE:
            where = "" if line is None else f"line {line}: "
            self._kept.append(Finding(code, kind, level, self.path, where + detail))

    @property
    def hopeless(self) -> bool:
        """Whether the file has so many broken lines that reading on is a waste of time."""
        return self._broken >= _HOPELESS

    def findings(self) -> tuple[Finding, ...]:
        """Everything noted so far."""
        more = tuple(
            Finding(
                code,
                Kind.MALFORMED,
                level,
                self.path,
                f"{count - _PER_RULE_IN_A_FILE:,} more such lines",
            )
            for (code, level), count in self._seen.items()
            if count > _PER_RULE_IN_A_FILE
        )
        return (*self._kept, *more)


class Gathered:
    """Findings about a whole bag: up to ten thousand of one rule and kind, beyond that counted."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._counts: _Counts = defaultdict(int)  # of those that are kept
        self._beyond: _Counts = defaultdict(int)

    def add(
        self,
        code: Code,
        kind: Kind,
        path: str,
        detail: str,
        *,
        level: Level = Level.ERROR,
        expected: str = "",
        found: str = "",
        by: str = "",
    ) -> None:
        """Note a finding."""
        if self.room(code, kind, level):
            self._kept.append(Finding(code, kind, level, path, detail, expected, found, by))

    def room(self, code: Code, kind: Kind, level: Level = Level.ERROR) -> bool:
        """Count one more finding of this rule; whether it is still kept."""
        has_room = self._counts[code, kind, level] < _PER_RULE
        (self._counts if has_room else self._beyond)[code, kind, level] += 1
        return has_room

    def first(self, code: Code, kind: Kind, paths: list[str]) -> list[str]:
        """As many of the paths as errors of this rule are kept; the others are counted here."""
        room = _PER_RULE - self._counts[code, kind, Level.ERROR]
        if len(paths) > room:
            self._beyond[code, kind, Level.ERROR] += len(paths) - room
        return paths[:room]

    def extend(self, findings: Iterable[Finding]) -> None:
        """Note findings that were made elsewhere."""
        self._kept.extend(f for f in findings if self.room(f.code, f.kind, f.level))

    def kept(self) -> list[Finding]:
        """What is kept, in the order in which it was found."""
        return self._kept

    def ordered(self) -> tuple[Finding, ...]:
        """Everything noted, by path; last, for each rule of which there was more, how much more."""
        more = [
            Finding(code, kind, level, "", f"{count:,} more such findings")
            for (code, kind, level), count in self._beyond.items()
        ]
        return (*sorted(self._kept, key=_order), *more)


def _order(finding: Finding) -> tuple[str, str, str, str]:
    return (finding.path, finding.code, finding.by, finding.detail)
