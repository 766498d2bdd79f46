"""What `doctor` finds: checks of the machine and of an archive's folders."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How a check went: `note` is worth knowing and needs nothing."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Examination:
    """One check: what was looked at, how it is, what was found, and what to do."""

    what: str
    health: Health
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All checks, in order. `archive` is the archive's path, "" if only the machine was checked."""

    archive: str
    examinations: tuple[Examination, ...]

    @property
    def problems(self) -> int:
        """How many need something done."""
        return sum(e.health is Health.PROBLEM for e in self.examinations)

    @property
    def exit_code(self) -> int:
        """The exit status: 3 if something needs doing."""
        return 3 if self.problems else 0
