"""Answers as XML: OAI-PMH 2.0, section 3.2. What XML cannot hold is U+FFFD, and never an error."""

from collections.abc import Iterable, Mapping

from lxml import etree

from newsarchive.metadata.exports import oai_dc
from newsarchive.metadata.xml_text import sayable
from newsarchive.model.identity import bag_urn
from newsarchive.model.item import Item
from newsarchive.oaipmh.repository import Told
from newsarchive.oaipmh.requests import PREFIX, FaultError
from newsarchive.oaipmh.sets import spec_of

_OAI = "http://www.openarchives.org/OAI/2.0/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DC = "http://purl.org/dc/elements/1.1/"
_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"

Element = etree._Element  # noqa: SLF001  # lxml has no other name for its type


def document(
    moment: str, base_url: str, arguments: Mapping[str, str], content: Iterable[Element]
) -> bytes:
    """A whole answer, UTF-8. `arguments` are those of the request, none where they are wrong."""
    root = etree.Element(f"{{{_OAI}}}OAI-PMH", nsmap={None: _OAI, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{_OAI} {_OAI}OAI-PMH.xsd")
    _add(root, "responseDate", moment)
    _add(root, "request", base_url, arguments)
    root.extend(list(content))
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def fault(error: FaultError) -> Element:
    """An error of the protocol."""
    return element("error", error.why, {"code": error.code})


def element(name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """An element of the protocol."""
    made = etree.Element(f"{{{_OAI}}}{name}", nsmap={None: _OAI})
    made.text = sayable(text) or None
    for key, value in (attributes or {}).items():
        made.set(key, sayable(value))
    return made


def within(name: str, children: Iterable[Element]) -> Element:
    """An element that holds others."""
    made = element(name)
    made.extend(list(children))
    return made


def format_() -> Element:
    """The format in which records are given."""
    return within(
        "metadataFormat",
        (
            element("metadataPrefix", PREFIX),
            element("schema", _SCHEMA),
            element("metadataNamespace", f"{_OAI}oai_dc/"),
        ),
    )


def set_(collection: str) -> Element:
    """A collection as a set."""
    return within("set", (element("setSpec", spec_of(collection)), element("setName", collection)))


def header(item: Item, told: Told) -> Element:
    """The header of an item."""
    made = within(
        "header",
        (element("identifier", bag_urn(item.bag)), element("datestamp", item.changed)),
    )
    if told.deleted:
        made.set("status", "deleted")
    if item.collection:
        made.append(element("setSpec", spec_of(item.collection)))
    return made


def record(item: Item, told: Told) -> Element:
    """The record of an item; of a deleted one the header alone."""
    made = within("record", (header(item, told),))
    if told.document is not None:
        described = etree.fromstring(oai_dc(told.document).xml)
        for name, value in (("identifier", told.link), ("relation", told.current)):
            if value:
                etree.SubElement(described, f"{{{_DC}}}{name}").text = sayable(value)
        made.append(within("metadata", (described,)))
    return made


def _add(
    parent: Element, name: str, text: str, attributes: Mapping[str, str] | None = None
) -> None:
    parent.append(element(name, text, attributes))
