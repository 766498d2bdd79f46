"""What the findings about one bag amount to when nothing but the bag itself is known. Pure."""

from newsarchive.model.finding import Kind, Level, Validity
from newsarchive.model.observation import Observation

# Nobody knows: neither a good sign nor a bad one (docs/architecture.md, law 4).
_UNKNOWN = frozenset({Kind.UNREADABLE, Kind.UNREACHABLE, Kind.UNVERIFIABLE, Kind.UNSTABLE})


def validity(observation: Observation) -> Validity:
    """The outcome of validating one bag (RFC 8493 section 3: complete, valid).

    What is certain comes first: a broken rule, a wrong digest or a file that is gone is `invalid`;
    else files that fetch.txt says how to get, and that are not there yet, make it `incomplete`;
    else whatever could not be looked at makes it `unverified`, as does a bag that is not there at
    all. `valid` is what remains: every rule kept, every file read, every digest right.
    """
    errors = [f for f in observation.findings if f.level is Level.ERROR]
    if observation.present is False and errors:
        return Validity.INVALID  # something lies there, and it is no bag
    if observation.present is not True:
        return Validity.UNVERIFIED
    kinds = {finding.kind for finding in errors}
    if kinds - _UNKNOWN - {Kind.NOT_FETCHED}:
        return Validity.INVALID
    if Kind.NOT_FETCHED in kinds:
        return Validity.INCOMPLETE
    return Validity.UNVERIFIED if errors else Validity.VALID
