"""Findings: what is wrong, or worth knowing, about a bag or an article, as values.

A finding about BagIt has as its code the row of the requirements that the bag breaks (`RM-02`,
docs/conformance.md), and names the clause of RFC 8493; `SZ` is about bags in one file, `BP` about
BagIt Profiles. Codes of our own: `FX` fixity against the archive, `IO` reading, `AR` the archive as
a whole, `PV` provenance, `TX` text, `WR` what agencies send, `WA` web archives, `MD` the record.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsarchive import canonical


class Code(StrEnum):
    """Which rule a finding is about.

    A row of the requirements that no bag can be seen to break, since it binds those who write or
    read bags, has none.
    """

    RB_01 = "RB-01"
    RB_02 = "RB-02"
    RB_03 = "RB-03"
    RB_04 = "RB-04"
    RB_05 = "RB-05"
    RB_06 = "RB-06"
    RB_07 = "RB-07"
    RB_08 = "RB-08"
    RB_09 = "RB-09"
    RB_10 = "RB-10"
    RB_11 = "RB-11"
    RM_01 = "RM-01"
    RM_02 = "RM-02"
    RM_03 = "RM-03"
    RM_04 = "RM-04"
    RM_05 = "RM-05"
    RM_06 = "RM-06"
    RM_07 = "RM-07"
    RM_08 = "RM-08"
    RM_10 = "RM-10"
    RM_11 = "RM-11"
    RM_12 = "RM-12"
    RM_13 = "RM-13"
    RT_02 = "RT-02"
    RT_03 = "RT-03"
    RT_04 = "RT-04"
    RT_05 = "RT-05"
    RT_06 = "RT-06"
    RT_07 = "RT-07"
    RT_08 = "RT-08"
    RI_02 = "RI-02"
    RI_03 = "RI-03"
    RI_04 = "RI-04"
    RI_07 = "RI-07"
    RI_09 = "RI-09"
    RI_10 = "RI-10"
    RI_11 = "RI-11"
    RF_01 = "RF-01"
    RF_02 = "RF-02"
    RF_03 = "RF-03"
    RF_04 = "RF-04"
    RF_05 = "RF-05"
    RF_06 = "RF-06"
    RF_07 = "RF-07"
    RF_08 = "RF-08"
    RF_10 = "RF-10"
    RX_01 = "RX-01"
    RX_02 = "RX-02"
    RX_03 = "RX-03"
    RX_04 = "RX-04"
    RX_05 = "RX-05"
    RX_07 = "RX-07"
    RX_08 = "RX-08"
    RX_09 = "RX-09"
    RX_10 = "RX-10"
    RS_01 = "RS-01"
    RS_02 = "RS-02"
    RN_01 = "RN-01"
    RN_02 = "RN-02"
    RN_03 = "RN-03"
    RN_04 = "RN-04"
    RN_05 = "RN-05"
    RN_06 = "RN-06"

    # A bag in one file: the rules of the last draft that had any (RFC 8493 dropped its section).
    SZ_01 = "SZ-01"  # one top directory, and in it one bag
    SZ_02 = "SZ-02"  # the file has the name of the base directory, and an extension
    SZ_03 = "SZ-03"  # no member's name leads elsewhere
    SZ_04 = "SZ-04"  # no two members become one file
    SZ_05 = "SZ-05"  # the archive is whole
    SZ_06 = "SZ-06"  # it can be read here, and within the limits
    BP_01 = "BP-01"
    BP_03 = "BP-03"
    BP_04 = "BP-04"
    BP_05 = "BP-05"
    BP_06 = "BP-06"
    BP_07 = "BP-07"
    BP_08 = "BP-08"
    BP_09 = "BP-09"
    BP_10 = "BP-10"
    BP_12 = "BP-12"

    FX_01 = "FX-01"  # the seal is not the one recorded at accession
    FX_02 = "FX-02"  # another bag of this archive lies where this one should
    FX_03 = "FX-03"  # the bag is not where its accession says
    IO_01 = "IO-01"  # a file or folder could not be read
    IO_02 = "IO-02"  # two readings of a file differed
    IO_03 = "IO-03"  # a file changed while it was read
    IO_04 = "IO-04"  # the check itself broke off
    AR_01 = "AR-01"  # the store cannot be reached, or is not this archive's
    AR_02 = "AR-02"  # a bag lies in the store that the ledger does not know
    AR_03 = "AR-03"  # something remembers an entry that the ledger does not have any more
    AR_04 = "AR-04"  # something in the store is neither a bag nor a folder on the way to one
    AR_05 = "AR-05"  # the report of an audit is not what the ledger recorded
    AR_06 = "AR-06"  # an entry of the ledger cannot be what it says
    AR_07 = "AR-07"  # the catalog was not what the ledger says; it was made anew
    PV_01 = "PV-01"  # no source is known
    PV_02 = "PV-02"  # no date is known
    PV_03 = "PV-03"  # no agency is known
    PV_04 = "PV-04"  # a date is printed without saying what it is the date of
    PV_05 = "PV-05"  # a fact is disputed
    PV_06 = "PV-06"  # the source claims the same version for other bytes
    PV_07 = "PV-07"  # the article is here already, under another identifier
    PV_08 = "PV-08"  # the text is here already, of another article
    TX_01 = "TX-01"  # the encoding had to be guessed
    TX_02 = "TX-02"  # a label was recognised and its value was not
    TX_03 = "TX-03"  # the text has no body paragraph
    TX_04 = "TX-04"  # words that a line's end cut were put together
    TX_05 = "TX-05"  # a document has no text of its own
    TX_06 = "TX-06"  # the text was recognised by a machine
    TX_07 = "TX-07"  # the text fills a cell of a spreadsheet, and may be cut off
    TX_08 = "TX-08"  # only a part of the text came
    WR_01 = "WR-01"  # a wire item lacks what its format requires
    WR_02 = "WR-02"  # the text of a wire item could not be read
    WA_01 = "WA-01"  # the record of a web archive does not have the digest that it states
    MD_01 = "MD-01"  # an image is described and missing
    MD_02 = "MD-02"  # a medium is no image that can be read
    MD_03 = "MD-03"  # an image was matched with its caption by their order
    MD_04 = "MD-04"  # the record does not fit its schema
    MD_05 = "MD-05"  # a picture says else of itself than the article does


class Kind(StrEnum):
    """What happened, in the words of the field."""

    CHANGED = "changed"
    TRUNCATED = "truncated"
    MISSING = "missing"
    LITTER = "litter"
    UNTRACKED = "untracked"
    MOVED = "moved"
    EXCHANGED = "exchanged"
    SEAL_MISMATCH = "seal-mismatch"
    UNREADABLE = "unreadable"
    UNREACHABLE = "unreachable"
    UNVERIFIABLE = "unverifiable"
    UNSTABLE = "unstable"
    UNKNOWN_BAG = "unknown-bag"
    NOT_FETCHED = "not-fetched"
    UNSAFE = "unsafe"
    MALFORMED = "malformed"
    PROVENANCE = "provenance"
    TEXT = "text"


class Level(StrEnum):
    """How much a finding weighs: an error decides the verdict, a note is a mere consequence."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


WEIGHTS = {level: number for number, level in enumerate(Level)}
"""The places of the levels in an order, the heaviest first."""

NOT_SEEN = frozenset({Kind.UNREADABLE, Kind.UNREACHABLE, Kind.UNSTABLE, Kind.UNVERIFIABLE})
"""Nobody could look: no damage, and nothing that is well."""


class Verdict(StrEnum):
    """The outcome of a fixity check of one bag (docs/architecture.md, "How an audit goes")."""

    INTACT = "intact"
    DAMAGED = "damaged"
    MISSING = "missing"
    UNVERIFIED = "unverified"


class Validity(StrEnum):
    """The outcome of validating one bag by itself, without an archive that knows its seal."""

    VALID = "valid"
    INVALID = "invalid"
    INCOMPLETE = "incomplete"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `path` is relative to the bag, "" for the bag as a whole.

    `expected` and `found` are digests (`sha512:...`), sizes or texts where the finding compares
    two; `by` names the manifest that reported it. `detail` is a sentence for people.
    """

    code: Code
    kind: Kind
    level: Level
    path: str
    detail: str
    expected: str = ""
    found: str = ""
    by: str = ""

    @property
    def clause(self) -> str:
        """The clause behind the code: `RFC 8493 section 3`; "" for a rule of our own."""
        return clause(self.code)

    def id(self, bag: str) -> str:
        """What tells this finding from every other of the archive, 16 hexadecimal characters.

        Later damage to the same file is found with another digest and so is a new finding.
        """
        parts = [bag, self.code.value, self.path, self.expected, self.found]
        return hashlib.sha256(canonical.dumps([_sayable(p) for p in parts])).hexdigest()[:16]


def clause(code: Code) -> str:
    """The clause behind `code`, with its document; "" for a rule of our own."""
    if code in _SERIALIZATION:
        return "draft-kunze-bagit-14 section 4"
    if code.startswith("BP-"):
        return "BagIt Profiles 1.4.0"
    section = _SECTIONS.get(code)
    return f"RFC 8493 section {section}" if section else ""


def _sayable(text: str) -> str:
    """`text` without lone surrogates, which stand for bytes of a file name that is not UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


_SECTIONS: Mapping[Code, str] = {
    Code.RB_01: "2",
    Code.RB_02: "2",
    Code.RB_03: "2.1.1",
    Code.RB_04: "2.1.1",
    Code.RB_05: "2.1.1",
    Code.RB_06: "2.1.1",
    Code.RB_07: "2.1.1",
    Code.RB_08: "2.1.1",
    Code.RB_09: "2.1.1",
    Code.RB_10: "2.1.1",
    Code.RB_11: "2.1.2",
    Code.RM_01: "2.1.3",
    Code.RM_02: "2.1.3",
    Code.RM_03: "2.1.3",
    Code.RM_04: "2.1.3",
    Code.RM_05: "2.1.3",
    Code.RM_06: "2.1.3",
    Code.RM_07: "2.1.3",
    Code.RM_08: "2.1.3",
    Code.RM_10: "2.1.3",
    Code.RM_11: "2.1.3",
    Code.RM_12: "2.1.3",
    Code.RM_13: "2.1.3",
    Code.RT_02: "2.2.1",
    Code.RT_03: "2.2.1",
    Code.RT_04: "2.2.1",
    Code.RT_05: "2.2.1",
    Code.RT_06: "2.2.1",
    Code.RT_07: "2.2.1",
    Code.RT_08: "2.2.1",
    Code.RI_02: "2.2.2",
    Code.RI_03: "2.2.2",
    Code.RI_04: "2.2.2",
    Code.RI_07: "2.2.2",
    Code.RI_09: "2.2.2",
    Code.RI_10: "2.2.2",
    Code.RI_11: "2.2.2",
    Code.RF_01: "2.2.3",
    Code.RF_02: "2.2.3",
    Code.RF_03: "2.2.3",
    Code.RF_04: "2.2.3",
    Code.RF_05: "2.2.3",
    Code.RF_06: "2.2.3",
    Code.RF_07: "2.2.3",
    Code.RF_08: "2.2.3",
    Code.RF_10: "2.2.3",
    Code.RX_01: "2.3",
    Code.RX_02: "2.3",
    Code.RX_03: "2.3",
    Code.RX_04: "2.3",
    Code.RX_05: "2.3",
    Code.RX_07: "2.4",
    Code.RX_08: "2.4",
    Code.RX_09: "3",
    Code.RX_10: "3",
    Code.RS_01: "5",
    Code.RS_02: "5",
    Code.RN_01: "6.1.1",
    Code.RN_02: "6.1.1",
    Code.RN_03: "6.1.1",
    Code.RN_04: "6.1.1",
    Code.RN_05: "6.1.2",
    Code.RN_06: "6.1.3",
    Code.SZ_03: "5",
    Code.SZ_04: "5",
}
_SERIALIZATION = frozenset({Code.SZ_01, Code.SZ_02})


def finding_document(finding: Finding, bag: str) -> dict[str, str]:
    """A finding as reports and `--json` show it."""
    return {
        "id": finding.id(bag),
        "code": finding.code.value,
        "kind": finding.kind.value,
        "level": finding.level.value,
        "path": _sayable(finding.path),
        "detail": _sayable(finding.detail),
        "clause": finding.clause,
        "expected": _sayable(finding.expected),
        "found": _sayable(finding.found),
        "by": _sayable(finding.by),
    }


def read_finding(document: Mapping[str, str]) -> Finding:
    """The finding in a document made by `finding_document`.

    Raises:
        KeyError, ValueError: it is none.
    """
    return Finding(
        Code(document["code"]),
        Kind(document["kind"]),
        Level(document["level"]),
        document["path"],
        document["detail"],
        expected=document["expected"],
        found=document["found"],
        by=document["by"],
    )
