"""What an audit says of one bag, or of something else that it looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsarchive.model.finding import Finding, Verdict, finding_document, read_finding
from newsarchive.model.subject import About, Subject, describe, document, parse


@dataclass(frozen=True, slots=True)
class BagVerdict:
    """What an audit found of one bag, `checked` when (RFC 3339).

    It may also be `about` something that no accession knows, or about the archive around the bags.
    """

    about: Subject
    verdict: Verdict
    findings: tuple[Finding, ...]
    files: int = 0
    bytes: int = 0
    checked: str = ""

    @property
    def bag(self) -> str:
        """The name of the bag, or of what else it is about."""
        return describe(self.about).name

    @property
    def bag_id(self) -> str | None:
        """The id of the bag, None for what the ledger does not know as one."""
        return describe(self.about).bag or None

    @property
    def path(self) -> str:
        """Where it lies, relative to the archive."""
        return describe(self.about).path

    @property
    def key(self) -> str:
        """What stands for it in the ids of its findings."""
        return describe(self.about).key

    @property
    def kind(self) -> About:
        """What it is about."""
        return describe(self.about).about

    @property
    def is_unknown(self) -> bool:
        """Whether it is about something in the store that the ledger does not know."""
        return self.kind is About.PLACE

    @property
    def is_of_archive(self) -> bool:
        """Whether it is about the archive as a whole: the store, the ledger, an audit's report."""
        return self.kind not in {About.BAG, About.PLACE}

    def document(self) -> dict[str, Any]:
        """As lists of verdicts, reports and `--json` have it."""
        return {
            **document(self.about),
            "verdict": self.verdict.value,
            "checked": self.checked or None,
            "files": self.files,
            "bytes": self.bytes,
            "findings": [finding_document(f, self.key) for f in self.findings],
        }

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> "BagVerdict":
        """The verdict in such a document.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        return cls(
            parse(given),
            Verdict(given["verdict"]),
            tuple(map(read_finding, given["findings"])),
            files=given["files"],
            bytes=given["bytes"],
            checked=given["checked"] or "",
        )
