"""Answers of OAI-PMH, read and held against what the protocol says that they look like."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"


@cache
def _grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("oai.rng")))


@dataclass(frozen=True)
class Answer:
    """An answer that is as the protocol wants it."""

    root: etree._Element

    @classmethod
    def of(cls, data: bytes) -> "Answer":
        root = etree.fromstring(data)
        grammar = _grammar()
        assert grammar.validate(root), (str(grammar.error_log), data.decode())
        return cls(root)

    @property
    def errors(self) -> list[str]:
        """The codes of its errors."""
        return [e.get("code") or "" for e in self.root.iter(f"{_OAI}error")]

    @property
    def moment(self) -> str:
        """When it was answered."""
        return self.text("responseDate")

    @property
    def token(self) -> str:
        """Where the list goes on; "" where it does not."""
        return self.text("resumptionToken")

    @property
    def identifiers(self) -> list[str]:
        """Those of its items, in their order."""
        return [header.findtext(f"{_OAI}identifier") or "" for header in self._headers()]

    @property
    def deleted(self) -> set[str]:
        """Those of its items that are deleted."""
        return {
            header.findtext(f"{_OAI}identifier") or ""
            for header in self._headers()
            if header.get("status") == "deleted"
        }

    @property
    def stamps(self) -> dict[str, str]:
        """The datestamps of its items."""
        return {
            header.findtext(f"{_OAI}identifier") or "": header.findtext(f"{_OAI}datestamp") or ""
            for header in self._headers()
        }

    def text(self, name: str) -> str:
        """The text of the first element of this name; "" if there is none."""
        return self.root.findtext(f".//{_OAI}{name}") or ""

    def texts(self, name: str) -> list[str]:
        """The texts of all elements of this name."""
        return [e.text or "" for e in self.root.iter(f"{_OAI}{name}")]

    def dc(self, name: str) -> list[str]:
        """The values of all Dublin Core elements of this name."""
        return [e.text or "" for e in self.root.iter(f"{_DC}{name}")]

    def attributes(self, name: str) -> dict[str, str]:
        """The attributes of the first element of this name."""
        found = self.root.find(f".//{_OAI}{name}")
        return {} if found is None else {str(k): str(v) for k, v in found.attrib.items()}

    def _headers(self) -> list[etree._Element]:
        return list(self.root.iter(f"{_OAI}header"))
