"""The one XML parser: it resolves no entity, reads no DTD, fetches nothing, and has limits.

For documents of ours and for formats alike. An entity that the text names stays where it is, as a
node of its own, for the caller to look for: nothing of a text is dropped in silence. What people
send names HTML's entities (`&eacute;`) and has no DTD that says what they are: `parse_text` puts
those characters in their place, and refuses a document that declares entities of its own.
"""

import re
from html.entities import html5

from lxml import etree

# Each element is 100 to 200 bytes in memory, be it empty.
MOST_ELEMENTS = 250_000
# What is not closed goes to the end: it is no XML, and is looked at once only.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|&([A-Za-z][A-Za-z0-9]*);",
    re.DOTALL,
)
# An entity that stands for a part of a DTD elsewhere: no DTD is read, and no text can name it.
_PART_OF_A_DTD = re.compile(
    r"""<!ENTITY\s+%\s+[\w.-]+\s+(?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+(?:"[^"]*"|'[^']*')\s*>"""
)
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})  # XML's own (XML 1.0 section 4.6)
_SPACE = re.compile(r"\s*")
_LONGEST_REASON = 160


def parse_xml(data: bytes, *, encoding: str | None = None) -> etree._Element:
    """The root of the XML document `data`, in the encoding that it says, or in `encoding`.

    Raises:
        ValueError: it is not well-formed, or goes beyond the parser's limits; says what is wrong.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding=encoding,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = f" (line {error.lineno})" if error.lineno else ""
        raise ValueError(f"{_reason(error)}{line}" if encoding else error.msg) from error


def parse_text(text: str) -> etree._Element:
    """The root of an XML document that was decoded already, with HTML's named entities resolved.

    What its declaration says of its encoding is passed over.

    Raises:
        ValueError: it is not well-formed, has more than `MOST_ELEMENTS` elements or what else goes
            beyond the limits, declares entities, or names one that nobody knows.
    """
    if "\0" in text:
        raise ValueError("it holds the character U+0000, which no XML may hold")
    if text.count("<") > 2 * MOST_ELEMENTS:
        raise ValueError(f"it has more than {MOST_ELEMENTS:,} elements")
    if "<!ENTITY" in _PART_OF_A_DTD.sub("", text) and _has_subset(text):
        raise ValueError("it declares entities of its own, which are not expanded")
    if "&" in text:
        text = _MARKUP.sub(_character, text)
    root = parse_xml(text.encode("utf-8", "surrogatepass"), encoding="utf-8")
    for entity in root.iter(etree.Entity):
        raise ValueError(f"nobody knows what its entity {entity.text} stands for")
    return root


def _has_subset(text: str) -> bool:
    """Whether a document type declaration stands before the root and has something in it."""
    place = 0
    while True:
        space = _SPACE.match(text, place)
        place = space.end() if space else place
        ends = {"<?": "?>", "<!--": "-->"}
        end = next((ends[begin] for begin in ends if text.startswith(begin, place)), "")
        if not end:
            break
        found = text.find(end, place)
        if found < 0:
            return False
        place = found + len(end)
    if not text.startswith("<!DOCTYPE", place):
        return False
    closed = text.find(">", place)
    return text.find("[", place, closed if closed > 0 else None) > 0


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name is None or name in _OWN:
        return match[0]
    characters = html5.get(f"{name};")
    return "".join(f"&#{ord(c)};" for c in characters) if characters else match[0]


def _reason(error: etree.XMLSyntaxError) -> str:
    """What the parser says is wrong, on one line."""
    said = " ".join((error.msg or "it is not well-formed").split())
    said = re.sub(r", line \d+, column \d+$", "", said)
    return said if len(said) <= _LONGEST_REASON else f"{said[:_LONGEST_REASON]}..."
