"""What an audit says of one bag."""

from dataclasses import dataclass

from newsarchive.model.finding import Finding, Verdict
from newsarchive.model.layout import LEDGER


@dataclass(frozen=True, slots=True)
class BagVerdict:
    """What an audit found of one bag, `checked` when (RFC 3339). `bag` is its name.

    Without a `bag_id` it is about something that no accession knows, or about an audit's report.
    """

    bag: str
    bag_id: str | None
    path: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    files: int = 0
    bytes: int = 0
    checked: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether it is about something in the store that the ledger does not know."""
        return self.bag_id is None and not self.is_of_archive

    @property
    def is_of_archive(self) -> bool:
        """Whether it is about the archive as a whole: the store, the ledger, a report."""
        whole = self.path in {"bags", LEDGER} or self.path.startswith("audits/")
        return self.bag_id is None and whole
