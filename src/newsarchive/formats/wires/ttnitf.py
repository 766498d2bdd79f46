"""The text of TT, Sweden's agency, in the vocabulary that it puts into NewsML-G2 items. Pure.

`application/ttnitf+xml`: RUBRIK is a headline, DAT a dateline, INGRESS the lead, BRODTEXT the text,
MELLIS a heading in it, CITAT what somebody says, BILD a picture. Texts after the first are boxes.
"""

from collections.abc import Iterator

from lxml import etree

from newsarchive.formats.markup import blocks
from newsarchive.formats.wires.elements import child, children, descendants, words_in
from newsarchive.formats.wires.values import said
from newsarchive.formats.wires.xhtml import Marked, drop
from newsarchive.model.article import Medium, MediumKind

_AS_HTML = {"MELLIS": "h3", "CITAT": "p", "INGRESS": "div", "BRODTEXT": "div", "TEXT": "section"}


def read_ttnitf(member: etree._Element) -> Marked:
    """What the texts in an element hold; the tree is changed.

    Raises:
        MarkupError, ValueError: it is too deep, or too much.
    """
    first = next(descendants(member, "TEXT"), None)
    title = words_in(child(first, "RUBRIK"))
    dateline = words_in(child(first, "DAT", "ORT"))
    byline = " / ".join(dict.fromkeys(filter(None, map(words_in, children(first, "BYLINE")))))
    media = tuple(_pictures(member))
    for name in ("DAT", "BYLINE", "BILD"):
        for element in list(descendants(member, name)):
            drop(element)
    if (headline := child(first, "RUBRIK")) is not None:
        drop(headline)
    for headline in descendants(member, "RUBRIK"):
        headline.tag = "h2"
    for name, tag in _AS_HTML.items():
        for element in descendants(member, name):
            element.tag = tag
    return Marked(blocks(member), media, title, byline, dateline)


def _pictures(member: etree._Element) -> Iterator[Medium]:
    for picture in descendants(member, "BILD"):
        credit = words_in(child(picture, "BILDSKAPARE"))
        yield Medium(
            MediumKind.IMAGE,
            caption=said(words_in(child(picture, "BILDTEXT")), "ttnitf:BILDTEXT"),
            credit_line=said(credit, "ttnitf:BILDSKAPARE"),
            url=words_in(child(picture, "BILDFIL")) or None,
        )
