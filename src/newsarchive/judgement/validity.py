"""What the findings about one bag amount to when nothing but the bag itself is known. Pure."""

from newsarchive.model.finding import Code, Finding, Kind, Level, Validity
from newsarchive.model.observation import Observation

# Nobody knows: neither a good sign nor a bad one (ARCHITECTURE: law 4).
_UNKNOWN = frozenset({Kind.UNREADABLE, Kind.UNREACHABLE, Kind.UNVERIFIABLE, Kind.UNSTABLE})
# Files that a list names and that are not there: fetched or put back, they make the bag complete.
_ABSENT = frozenset(
    {
        (Code.RX_09, Kind.MISSING),
        (Code.RT_07, Kind.MISSING),
        (Code.RF_08, Kind.NOT_FETCHED),
    }
)


def validity(observation: Observation) -> Validity:
    """The outcome of validating one bag (RFC 8493 section 3: complete, valid).

    What is certain comes first: a broken rule or a wrong digest is `invalid`; else listed files
    that are not there make it `incomplete`; else whatever could not be looked at makes it
    `unverified`, as does a bag of which nobody can say that it is there at all. `valid` is what
    remains: every rule kept, every file read, every digest right.
    """
    if observation.present is not True:
        return Validity.UNVERIFIED
    errors = [f for f in observation.findings if f.level is Level.ERROR]
    if any(_is_fault(finding) for finding in errors):
        return Validity.INVALID
    if any(_is_absence(finding) for finding in errors):
        return Validity.INCOMPLETE
    return Validity.UNVERIFIED if errors else Validity.VALID


def _is_absence(finding: Finding) -> bool:
    return (finding.code, finding.kind) in _ABSENT


def _is_fault(finding: Finding) -> bool:
    return finding.kind not in _UNKNOWN and not _is_absence(finding)
