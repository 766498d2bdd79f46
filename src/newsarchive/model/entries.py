"""What smaller entries of the ledger say, each as a value with its fields and its reading.

Accessions, audits, decisions and acknowledgements have modules of their own. `seq` and `time` are
those of the ledger entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsarchive.model.finding import Finding, Verdict, finding_document, read_finding


@dataclass(frozen=True, slots=True)
class Founding:
    """The archive was made: its id, the version of its layout, the program that made it."""

    archive: str
    layout: int
    agent: str
    seq: int = -1
    time: str = ""

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {"archive": self.archive, "layout": self.layout, "agent": self.agent}

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Founding":
        """The founding in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        return cls(fields["archive"], fields["layout"], fields["agent"], seq, time)


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article that is here came again, from another place."""

    bag: str
    origin: str
    seq: int = -1
    time: str = ""

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {"bag": self.bag, "origin": self.origin}

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Sighting":
        """The sighting in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        return cls(fields["bag"], fields["origin"], seq, time)


@dataclass(frozen=True, slots=True)
class Damage:
    """The ledger's own word on a bag that an audit found damaged or missing.

    It holds also if the audit's report should be lost. `findings` are its errors.
    """

    run: str
    bag: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    seq: int = -1
    time: str = ""

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {
            "run": self.run,
            "bag": self.bag,
            "verdict": self.verdict.value,
            "findings": [finding_document(f, self.bag) for f in self.findings],
        }

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Damage":
        """The damage in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        findings = tuple(read_finding(f) for f in fields["findings"])
        verdict = Verdict(fields["verdict"])
        return cls(fields["run"], fields["bag"], verdict, findings, seq, time)


@dataclass(frozen=True, slots=True)
class Prune:
    """Reports of audits were removed on purpose: those of `runs`, with these digests.

    `before` is the time before which they ended, `by` a role or staff id.
    """

    runs: tuple[str, ...]
    reports: tuple[str, ...]
    before: str
    by: str
    seq: int = -1
    time: str = ""

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {
            "runs": list(self.runs),
            "reports": list(self.reports),
            "before": self.before,
            "by": self.by,
        }

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Prune":
        """The removal in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        runs, reports = tuple(fields["runs"]), tuple(fields["reports"])
        return cls(runs, reports, fields["before"], fields["by"], seq, time)
