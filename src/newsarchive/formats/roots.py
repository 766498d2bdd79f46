"""What XML is, by its root element, from the beginning of the bytes. Pure.

The beginning may lack the XML declaration and may have a mark, comments, instructions and a
document type before the root; it may be UTF-8, UTF-16 or of one byte for a letter.
"""

import re

_NAR = "iptc.org/std/nar/"  # http://iptc.org/std/nar/2006-10-01/

OTHER_ITEMS = {
    "conceptItem": "a NewsML-G2 concept item, which describes a concept",
    "knowledgeItem": "a NewsML-G2 knowledge item, a list of concepts",
    "planningItem": "a NewsML-G2 planning item, which says what is planned",
    "catalogItem": "a NewsML-G2 catalog item",
}
NEWS = ("newsItem", "packageItem")
OLD_MESSAGE, OLD_ITEM = "NewsML", "NewsItem"
"""The roots of NewsML 1: a document, and an item that was taken out of one."""
MESSAGES = frozenset({"newsMessage", OLD_MESSAGE})
ITEMS = frozenset({*NEWS, "newsMessage", *OTHER_ITEMS})

_PROLOG = re.compile(
    r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"\s*<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^<>]*)")
_LONGEST = 16 * 1024  # of what stands before the root
_MOST_PARTS = 200
_BEFORE = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # marks and blank space, of UTF-16 too


def root_name(head: bytes) -> tuple[str, str]:
    """The namespace and the name of the root element; "" for a namespace that is not declared.

    Two empty texts where the bytes do not begin as XML does.
    """
    if not head[:_LONGEST].lstrip(_BEFORE).startswith(b"<"):
        return "", ""
    text = _text(head).lstrip("\ufeff")
    place = 0
    for _ in range(_MOST_PARTS):
        match = _PROLOG.match(text, place)
        if match is None:
            break
        place = match.end()
    found = _TAG.match(text, place)
    if found is None:
        return "", ""
    prefix, name, attributes = found.groups()
    wanted = rf"\bxmlns:{re.escape(prefix[:-1])}" if prefix else r"\bxmlns"
    namespace = re.search(rf"""{wanted}\s*=\s*(?:"([^"]*)"|'([^']*)')""", attributes)
    return (namespace[1] or namespace[2] or "") if namespace else "", name


def _text(head: bytes) -> str:
    head = head[:_LONGEST]
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(codec, "ignore")
    if head[:4].count(b"\0") == 2:  # noqa: PLR2004  # of two characters
        return head.decode("utf-16-be" if head[:1] == b"\0" else "utf-16-le", "ignore")
    return head.decode("utf-8-sig", "replace")


def is_newsml_1(head: bytes) -> bool:
    """Whether XML begins as a NewsML 1 document, or as an item of one."""
    namespace, root = root_name(head)
    return root in {OLD_MESSAGE, OLD_ITEM} and _NAR not in namespace


def is_nar(head: bytes) -> bool:
    """Whether XML begins as an item or a message of the News Architecture, with its namespace."""
    namespace, root = root_name(head)
    return root in ITEMS and (not namespace or _NAR in namespace)
