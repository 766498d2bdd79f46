"""QCodes: `medtop:20000523` to the concept's address, by IPTC's catalog and an item's own. Pure.

catalogs.json beside this file has the aliases of the catalog that IPTC publishes for its own
vocabularies (catalog.IPTC-G2-Standards, version 41), as alias and scheme. A catalog that an item
only refers to is not fetched: a code of an alias that nobody declares is kept as printed.
"""

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources

from lxml import etree

from newsarchive.formats.wires.elements import descendants

IPTC = "http://cv.iptc.org/newscodes/"


@functools.cache
def standard() -> Mapping[str, str]:
    """The schemes of IPTC by their usual aliases."""
    table = resources.files("newsarchive.formats.wires").joinpath("catalogs.json").read_bytes()
    found: dict[str, str] = json.loads(table)
    return found


@dataclass(frozen=True, slots=True)
class Code:
    """A concept that an element names: `printed` as a QCode or else, its `uri`, its `scheme`.

    `word` is the last part of it: `text` for `ninat:text` and for its URI alike. All are "" where
    the element names none.
    """

    printed: str = ""
    uri: str = ""
    scheme: str = ""

    def __bool__(self) -> bool:
        return bool(self.printed or self.uri)

    @property
    def word(self) -> str:
        """The code without its scheme."""
        if self.printed and ":" in self.printed and not self.printed.startswith("http"):
            return self.printed.partition(":")[2]
        return (self.printed or self.uri).rstrip("/").rpartition("/")[2].rpartition("#")[2]


@dataclass(frozen=True, slots=True)
class Catalogs:
    """The schemes that hold for one item, by alias."""

    own: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Iterable[etree._Element]) -> "Catalogs":
        """What the catalogs that stand in these elements declare."""
        own: dict[str, str] = {}
        for item in items:
            for scheme in descendants(item, "scheme", "catalog"):
                alias, uri = scheme.get("alias"), scheme.get("uri")
                if alias and uri:
                    own[alias] = uri
        return cls(own)

    def code(self, printed: str | None, uri: str | None = None) -> Code:
        """The code that is printed as QCode or given by its URI."""
        printed, uri = (printed or "").strip(), (uri or "").strip()
        alias, colon, rest = printed.partition(":")
        scheme = (self.own.get(alias) or standard().get(alias, "")) if colon and rest else ""
        if not uri and scheme:
            uri = scheme + rest
        if uri and not scheme and uri.startswith(IPTC):
            scheme = uri[: uri.rfind("/") + 1]
        return Code(printed, uri, scheme)

    def of_element(self, element: etree._Element) -> Code:
        """The concept that an element names by `qcode`, `uri` or `literal`."""
        return self.code(element.get("qcode") or element.get("literal"), element.get("uri"))

    def role(self, element: etree._Element, attribute: str = "role") -> str:
        """The last word of a role, in lower case: `summary` for `drol:summary`; "" for none."""
        value = element.get(attribute) or element.get(f"{attribute}uri")
        return self.code(value).word.casefold() if value else ""
