"""What an audit says of one bag."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsarchive.model.finding import Finding, Verdict, finding_document, read_finding
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

    def document(self) -> dict[str, Any]:
        """As lists of verdicts, reports and `--json` have it."""
        of = self.bag_id or self.path
        return {
            "bag": self.bag,
            "bag_id": self.bag_id,
            "path": self.path,
            "verdict": self.verdict.value,
            "checked": self.checked or None,
            "files": self.files,
            "bytes": self.bytes,
            "findings": [finding_document(f, of) for f in self.findings],
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "BagVerdict":
        """The verdict in such a document.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        return cls(
            document["bag"],
            document["bag_id"],
            document["path"],
            Verdict(document["verdict"]),
            tuple(map(read_finding, document["findings"])),
            files=document["files"],
            bytes=document["bytes"],
            checked=document["checked"] or "",
        )
