"""What smaller entries of the ledger say, each as a value with its fields and its reading.

Accessions, audits, decisions and acknowledgements have modules of their own. `seq` and `time` are
those of the ledger entry.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from newsarchive import canonical
from newsarchive.model.finding import (
    Code,
    Finding,
    Kind,
    Level,
    Verdict,
    finding_document,
    read_finding,
)
from newsarchive.model.subject import MAIN, key_in


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


SEEN = "sha256:"
"""How the digest of a place begins, which the ledger has instead of a path."""


def seen_as(bag: str, origin: str) -> str:
    """The digest by which the ledger knows that the article of a bag was seen at a place."""
    return SEEN + hashlib.sha256(canonical.dumps([bag, origin])).hexdigest()


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article that is here came again, from another place.

    `origin` is the digest of that place (`seen_as`); in the entries of early archives, the place.
    """

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
    """The ledger's own word on a bag that an audit found damaged or missing in a store.

    It holds also if the audit's report should be lost. `findings` are its errors.
    """

    run: str
    bag: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    seq: int = -1
    time: str = ""
    store: str = MAIN

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {
            "run": self.run,
            "bag": self.bag,
            "verdict": self.verdict.value,
            "findings": [finding_document(f, key_in(self.store, self.bag)) for f in self.findings],
            "store": self.store,
        }

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Damage":
        """The damage in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        findings = tuple(read_finding(f) for f in fields["findings"])
        verdict, store = Verdict(fields["verdict"]), fields.get("store", MAIN)
        return cls(fields["run"], fields["bag"], verdict, findings, seq, time, store)


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


@dataclass(frozen=True, slots=True)
class Loss:
    """Something remembers an entry of the ledger that is not there any more.

    `source` is what remembers it, in words; `entry` its number, `line_sha256` the digest of its
    line, `moment` its time.
    """

    source: str
    entry: int
    line_sha256: str
    moment: str
    seq: int = -1
    time: str = ""

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {
            "source": self.source,
            "entry": self.entry,
            "line_sha256": self.line_sha256,
            "moment": self.moment,
        }

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Loss":
        """The loss in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        entry, digest = int(fields["entry"]), fields["line_sha256"]
        return cls(fields["source"], entry, digest, fields["moment"], seq, time)

    def finding(self) -> Finding:
        """It as a finding about the ledger. Nobody can say what the entry said: not verifiable."""
        return Finding(
            Code.AR_03,
            Kind.UNVERIFIABLE,
            Level.ERROR,
            "",
            f"{self.source} remembers entry {self.entry} of the ledger, of {self.moment}; it is not"
            " there now: the ledger was cut, or put back from an older copy",
            expected=f"{self.entry}:{self.line_sha256}",
        )


def fault_finding(seq: int, faults: Iterable[str]) -> Finding:
    """That an entry of the ledger, number `seq`, says what cannot be, as a finding about it.

    It may hide anything: so nobody can say that all is well until a person has looked at it.
    """
    line = f"line {seq + 1}"
    return Finding(
        Code.AR_06, Kind.UNVERIFIABLE, Level.ERROR, "", f"{line}: {'; '.join(faults)}", found=line
    )


def differing(detail: str, found: str) -> Finding:
    """That the catalog was not what the ledger says, as a finding about it. It was made anew."""
    return Finding(Code.AR_07, Kind.CHANGED, Level.WARNING, "", detail, found=found)


@dataclass(frozen=True, slots=True)
class Adoption:
    """A person entered a bag of this archive again that the ledger did not know any more.

    `by` is a role or staff id.
    """

    bag: str
    reason: str
    by: str
    seq: int = -1
    time: str = ""

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {"bag": self.bag, "reason": self.reason, "by": self.by}

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Adoption":
        """The adoption in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        return cls(fields["bag"], fields["reason"], fields["by"], seq, time)


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody was given more of a bag than anybody would be, in a capacity that they named.

    `reader` is `onsite` or `staff`, `door` the command, `by` a role or staff id.
    """

    bag: str
    reader: str
    door: str
    by: str
    seq: int = -1
    time: str = ""

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {"bag": self.bag, "reader": self.reader, "door": self.door, "by": self.by}

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Use":
        """The use in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        return cls(fields["bag"], fields["reader"], fields["door"], fields["by"], seq, time)
