"""What is wrong with one tag file, gathered while it is read. Pure."""

from collections import Counter

from newsarchive.model.finding import Code, Finding, Kind, Level

_PER_RULE = 1000


class Faults:
    """Findings about the tag file `path`.

    All are kept, up to a thousand of one rule; what is beyond is counted and told in one finding,
    so that a file of a million blank lines is reported and does no other harm.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._kept: list[Finding] = []
        self._seen: Counter[tuple[Code, Level]] = Counter()

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
        if self._seen[code, level] <= _PER_RULE:
            where = "" if line is None else f"line {line}: "
            self._kept.append(Finding(code, kind, level, self.path, where + detail))

    def findings(self) -> tuple[Finding, ...]:
        """Everything noted so far."""
        more = tuple(
            Finding(
                code, Kind.MALFORMED, level, self.path, f"{count - _PER_RULE:,} more such lines"
            )
            for (code, level), count in self._seen.items()
            if count > _PER_RULE
        )
        return (*self._kept, *more)
