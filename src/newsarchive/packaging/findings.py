"""What a record lacks or leaves open, as findings: what somebody may want to complete."""

from collections.abc import Mapping
from typing import Any

from newsarchive.metadata import ReadRecord, disputed
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.gaps import GAPS

COMPUTED = frozenset({*(gap.code.value for gap in GAPS.values()), "PV-05", "MD-01"})
"""The codes that follow from the record as it stands, and are computed anew for an amendment."""


def of_record(record: ReadRecord) -> tuple[Finding, ...]:
    """The gaps of the provenance, the disputes, and the media that are described and not there."""
    found = [
        Finding(gap.code, Kind.PROVENANCE, Level.WARNING, "", gap.detail)
        for gap in map(GAPS.__getitem__, record.missing)
    ]
    found += [
        Finding(
            Code.PV_05,
            Kind.PROVENANCE,
            Level.WARNING,
            "",
            f"{field} is disputed: different values are known; resolve it",
            expected=field,
        )
        for field in disputed(record.document)
    ]
    found += [_missing(medium) for medium in record.document["media"] if _is_missing(medium)]
    return tuple(found)


def _is_missing(medium: Mapping[str, Any]) -> bool:
    return bool(medium["status"] == "missing")


def _missing(medium: Mapping[str, Any]) -> Finding:
    number, kind = int(medium["id"]), medium["kind"]
    detail = f"{kind} {number} is described in the source, and its file is not here"
    return Finding(Code.MD_01, Kind.PROVENANCE, Level.NOTE, "", detail, expected=medium["id"])
