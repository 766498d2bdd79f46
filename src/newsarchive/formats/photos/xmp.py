"""XMP: the packet of RDF in which pictures say who made them, where and when. Pure.

(ISO 16684-1:2019; IPTC Photo Metadata Standard 2025.1 for the names)
"""

from collections.abc import Iterator

from lxml import etree

from newsarchive.metadata.xml import parse_xml
from newsarchive.model.article import Embedded

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The prefixes that the standards use, whatever the file calls them. Others are left out: they say
# how a program worked and nothing of the picture.
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
}
_OF_PROGRAMS = frozenset(
    {"photoshop:ColorMode", "photoshop:ICCProfile", "photoshop:LegacyIPTCDigest", "dc:format"}
    | {"photoshop:History", "photoshop:DocumentAncestors", "photoshop:SidecarForExtension"}
)
_LONGEST_PACKET = 4 << 20
_DEEPEST = 8
_LISTS = frozenset(f"{{{_RDF}}}{name}" for name in ("Seq", "Bag", "Alt"))


def fields(packet: bytes) -> list[Embedded]:
    """The properties of a packet that say something of the picture, in the order of the file.

    A text in several languages is there once for each, the others named `dc:description[fr]`; a
    list gives one field for each item, a structure one for each member (`LocationShown/City`).

    Raises:
        ValueError: it is no XMP that can be read; says what is wrong.
    """
    if len(packet) > _LONGEST_PACKET:
        raise ValueError(f"it is larger than {_LONGEST_PACKET >> 20} MiB")
    begin, end = packet.find(b"<"), packet.rfind(b">")
    root = parse_xml(packet[begin : end + 1] if begin >= 0 else packet)
    found = []
    for description in root.iter(f"{{{_RDF}}}Description"):
        if not _is_structure(description):
            found += list(_properties(description))
    return found


def _is_structure(description: etree._Element) -> bool:
    parent = description.getparent()
    return parent is not None and parent.tag != f"{{{_RDF}}}RDF"


def _properties(description: etree._Element) -> Iterator[Embedded]:
    for key, value in description.attrib.items():
        if (name := _name(str(key))) and str(value).strip():
            yield Embedded("xmp", name, str(value).strip())
    for child in description:
        if name := _name(child.tag):
            yield from _value(name, child, 0)


def _value(name: str, element: etree._Element, depth: int) -> Iterator[Embedded]:
    """The value or values of a property: a text, a list, or a structure."""
    if depth > _DEEPEST:
        return
    resource = element.get(f"{{{_RDF}}}resource")
    if resource and resource.strip():
        yield Embedded("xmp", name, resource.strip())
    inner = [child for child in element if isinstance(child.tag, str)]
    if element.get(f"{{{_RDF}}}parseType") == "Resource":
        yield from _members(name, element, depth)
        return
    if not inner:
        yield from _member_attributes(name, element)
        if text := (element.text or "").strip():
            yield Embedded("xmp", _in_language(name, element), text)
    yield from _inner(name, inner, depth)


def _inner(name: str, inner: list[etree._Element], depth: int) -> Iterator[Embedded]:
    for child in inner:
        if child.tag in _LISTS:
            for item in child:
                if isinstance(item.tag, str):
                    yield from _value(name, item, depth + 1)
        elif child.tag == f"{{{_RDF}}}Description":
            yield from _members(name, child, depth)


def _members(name: str, element: etree._Element, depth: int) -> Iterator[Embedded]:
    yield from _member_attributes(name, element)
    for child in element:
        if member := _name(child.tag):
            yield from _value(f"{name}/{member.partition(':')[2]}", child, depth + 1)


def _member_attributes(name: str, element: etree._Element) -> Iterator[Embedded]:
    for key, value in element.attrib.items():
        if (member := _name(str(key))) and str(value).strip():
            yield Embedded("xmp", f"{name}/{member.partition(':')[2]}", str(value).strip())


def _in_language(name: str, element: etree._Element) -> str:
    language = (element.get(_LANG) or "x-default").strip()
    return name if language.lower() == "x-default" else f"{name}[{language}]"


def _name(tag: object) -> str:
    """The name of a property with its usual prefix; "" where it says nothing of the picture."""
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    namespace, _, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(namespace)
    name = f"{prefix}:{local}" if prefix else ""
    return "" if name in _OF_PROGRAMS else name
