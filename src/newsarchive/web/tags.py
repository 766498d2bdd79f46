"""What programs read in the head of an article's page: Highwire, Dublin Core, JSON-LD, COinS. Pure.

Highwire's names are those that reference managers and Scholar read; Dublin Core in HTML follows
DC-HTML. COinS is a NISO Z39.88 (OpenURL) context object in the title of an empty element.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from newsarchive.metadata.citing import Citation

Tag = tuple[str, str]


def highwire(cited: Citation) -> Iterator[Tag]:
    """Meta tags of a citation; what is not known has none."""
    yield "citation_title", cited.title
    yield from (("citation_author", author) for author in cited.authors)
    if cited.date is not None and cited.date.year is not None:
        parts = (cited.date.year, cited.date.month, cited.date.day)
        known = [f"{part:02d}" for part in parts if part is not None]
        yield "citation_publication_date", "/".join(known)
    for name, value in (
        ("citation_journal_title", cited.source),
        ("citation_language", cited.language),
        ("citation_firstpage", cited.page),
    ):
        if value:
            yield name, value


def dublin_core(elements: Mapping[str, Any]) -> Iterator[Tag]:
    """Meta tags of Dublin Core elements."""
    for name, values in elements.items():
        yield from ((f"DC.{name}", value) for value in values)


def coins(cited: Citation) -> str:
    """The title of a COinS element."""
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", cited.title),
        ("rft.jtitle", cited.source),
        ("rft.date", _date(cited)),
        ("rft.pages", cited.page),
        ("rft.language", cited.language),
        *(("rft.au", author) for author in cited.authors),
        ("rft_id", cited.url or cited.held.urn),
    ]
    return urlencode([(k, v) for k, v in pairs if v], errors="replace")


def _date(cited: Citation) -> str:
    if cited.date is None or cited.date.year is None:
        return ""
    parts = (cited.date.year, cited.date.month, cited.date.day)
    return "-".join(f"{part:02d}" for part in parts if part is not None)


def block(document: Mapping[str, Any]) -> Markup:
    """JSON-LD to stand in a page: data, in which nothing can end the element that it stands in."""
    text = json.dumps(document, ensure_ascii=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  # every sign that HTML knows is escaped
