"""What validating one bag by itself came to, without an archive that knows it."""

from dataclasses import dataclass

from newsarchive.model.finding import Finding, Validity


@dataclass(frozen=True, slots=True)
class BagOutcome:
    """The outcome for one bag.

    `bag` is its name as it was given; `findings` are ordered, worst first; `version` is that of
    BagIt which it declares; `files` and `bytes` count what was read to its end.
    """

    bag: str
    verdict: Validity
    findings: tuple[Finding, ...]
    version: str | None = None
    files: int = 0
    bytes: int = 0
