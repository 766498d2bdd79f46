"""What one entry of a feed says, read out of its elements."""

import re
from collections.abc import Iterator

from lxml import etree

from newsarchive.formats.feeds.article import (
    Facts,
    Picture,
    kind_of,
)
from newsarchive.formats.feeds.names import LANG, children, first, name, text
from newsarchive.formats.markup import MarkupError, fragment

_PUBLISHED = ("pubDate", "atom:published", "atom:issued", "dc:date", "dcterms:issued")
_UPDATED = ("atom:updated", "atom:modified", "dcterms:modified", "lastBuildDate")
_NO_TIME = "0000-00-00 00:00:00"
_MOST_PICTURES = 200
_NUMBER = re.compile(r"[0-9]{1,5}")


def facts_of(entry: etree._Element) -> Facts:
    """What an entry says, with what its feed says of all its entries."""
    kind = _format(entry)
    feed = first(entry, "atom:source")
    about = entry if feed is None else feed
    full, full_field = _full(entry)
    short, short_field = _short(entry)
    if full and short and full == short:
        short = ""
    return Facts(
        kind,
        title=_title(entry),
        link=_link(entry),
        identifier=_identifier(entry),
        text=full,
        text_field=full_field,
        summary=short,
        summary_field=short_field,
        published=_date(entry, kind, _PUBLISHED),
        updated=_date(entry, kind, _UPDATED),
        authors=tuple(_authors(entry, kind)) or tuple(_authors(about, f"{kind}:feed")),
        tags=tuple(_tags(entry, kind)),
        pictures=(*_pictures(entry), *_inline(full or short, kind)),
        feed=_feed(entry, about, kind),
        publisher=_with_basis(text(entry, "dc:publisher") or text(about, "dc:publisher"), kind),
        language=_language(entry, about, kind),
        rights=_rights(entry, about, kind),
        other_ids=tuple(_other_ids(entry)),
    )


def _format(entry: etree._Element) -> str:
    if first(entry, "wp:post_id", "wp:post_type") is not None:
        return "wxr"
    return "atom" if name(entry) == "atom:entry" else "rss"


def _markup(element: etree._Element | None) -> str:
    """The text of an element as HTML: as it is escaped in it, or the XHTML that it holds."""
    if element is None:
        return ""
    kind = element.get("type", "")
    if len(element) and kind in {"xhtml", "application/xhtml+xml", ""}:
        inner = (etree.tostring(child, encoding="unicode") for child in element)
        return (element.text or "") + "".join(inner)
    value = "".join(element.itertext())
    if kind in {"text", "text/plain"}:
        return value.replace("&", "&amp;").replace("<", "&lt;")
    return value


def _title(entry: etree._Element) -> str:
    found = first(entry, "title", "atom:title", "dc:title", "media:title")
    if found is None:
        return ""
    if found.get("type", "text") == "text" and name(found) == "atom:title":
        return _markup_of_text("".join(found.itertext()))
    return _markup(found)


def _markup_of_text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;")


def _link(entry: etree._Element) -> str:
    for link in children(entry, "atom:link"):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return (link.get("href") or "").strip()
    if plain := text(entry, "link"):
        return plain
    guid = first(entry, "guid")
    permanent = guid is not None and guid.get("isPermaLink", "true").lower() == "true"
    return text(entry, "guid") if permanent else ""


def _identifier(entry: etree._Element) -> str:
    about = entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
    return text(entry, "guid", "atom:id", "dc:identifier") or (about or "").strip()


def _full(entry: etree._Element) -> tuple[str, str]:
    for wanted in ("content:encoded", "atom:content", "xhtml:body", "fullitem"):
        found = first(entry, wanted)
        if found is not None and not found.get("src") and _markup(found).strip():
            return _markup(found), wanted.partition(":")[2] or wanted
    return "", ""


def _short(entry: etree._Element) -> tuple[str, str]:
    for wanted in ("description", "atom:summary", "excerpt:encoded", "dc:description"):
        value = _markup(first(entry, wanted))
        if value.strip():
            return value, wanted.rpartition(":")[2]
    return "", ""


def _date(entry: etree._Element, kind: str, wanted: tuple[str, ...]) -> tuple[str, str]:
    if kind == "wxr":
        return _of_wordpress(entry, "post_date" if wanted is _PUBLISHED else "post_modified")
    for one in wanted:
        if value := text(entry, one):
            return value, f"{kind}:{one.rpartition(':')[2]}"
    return "", ""


def _of_wordpress(entry: etree._Element, field: str) -> tuple[str, str]:
    """The time in UTC where there is one; else as the site's clock showed it, without a zone."""
    universal, local = text(entry, f"wp:{field}_gmt"), text(entry, f"wp:{field}")
    if universal and universal != _NO_TIME:
        return f"{universal}Z", f"wxr:{field}_gmt"
    return (local, f"wxr:{field}") if local and local != _NO_TIME else ("", "")


def _authors(entry: etree._Element, kind: str) -> Iterator[tuple[str, str]]:
    persons = list(children(entry, "atom:author"))
    for person in persons:
        if value := text(person, "atom:name") or " ".join((person.text or "").split()):
            yield value, f"{kind}:author"
    if persons:
        return
    for one in ("dc:creator", "author"):
        found = [" ".join("".join(c.itertext()).split()) for c in children(entry, one)]
        if any(found):
            yield from ((value, f"{kind}:{one.rpartition(':')[2]}") for value in found if value)
            return


def _tags(entry: etree._Element, kind: str) -> Iterator[tuple[str, str, str]]:
    seen = set()
    for tag in children(entry, "category", "atom:category", "dc:subject", "media:keywords"):
        value = tag.get("label") or tag.get("term") or "".join(tag.itertext())
        parts = value.split(",") if name(tag) == "media:keywords" else [value]
        for part in parts:
            term = " ".join(part.split())
            if term and term.casefold() not in seen:
                seen.add(term.casefold())
                scheme = tag.get("domain") or tag.get("scheme") or ""
                yield term, scheme, f"{kind}:{name(tag).rpartition(':')[2]}"


def _pictures(entry: etree._Element) -> Iterator[Picture]:
    """What Media RSS and enclosures name; of several forms of one medium the largest."""
    for group in children(entry, "media:group"):
        found = sorted(_contents(group), key=lambda p: p.width or 0, reverse=True)
        yield from found[:1]
    yield from _contents(entry)
    for one in children(entry, "enclosure", "atom:link"):
        if name(one) == "atom:link" and one.get("rel") != "enclosure":
            continue
        url = (one.get("url") or one.get("href") or "").strip()
        if url and (kind := kind_of(one.get("type", ""), "", url)):
            yield Picture(url, kind, one.get("type", ""), basis="enclosure")


def _contents(place: etree._Element) -> Iterator[Picture]:
    for one in children(place, "media:content"):
        url = one.get("url", "").strip()
        kind = kind_of(one.get("type", ""), one.get("medium", ""), url)
        if url and kind:
            yield Picture(
                url,
                kind,
                one.get("type", ""),
                caption=text(one, "media:description", "media:title")
                or text(place, "media:description"),
                credit=text(one, "media:credit") or text(place, "media:credit"),
                alt=text(one, "media:text"),
                width=_number(one.get("width")),
                height=_number(one.get("height")),
                basis="media:content",
            )


def _inline(markup: str, kind: str) -> Iterator[Picture]:
    """The pictures in a text, with the captions of their figures; not what only counts readers."""
    if "<img" not in markup.lower():
        return
    try:
        root = fragment(markup)
    except MarkupError:
        return
    for number, image in enumerate(root.iter("img")):
        width, height = _number(image.get("width")), _number(image.get("height"))
        if number >= _MOST_PICTURES or (width is not None and width <= 1) or height == 1:
            continue
        figure = next(image.iterancestors("figure"), None)
        caption = next(figure.iter("figcaption"), None) if figure is not None else None
        said = " ".join("".join(caption.itertext()).split()) if caption is not None else ""
        yield Picture(
            (image.get("src") or "").strip(),
            caption=said,
            alt=image.get("alt") or "",
            width=width or None,
            height=height or None,
            basis=f"{kind}:img",
        )


def _number(value: str | None) -> int | None:
    return int(value) if value and _NUMBER.fullmatch(value) else None


def _feed(entry: etree._Element, about: etree._Element, kind: str) -> tuple[str, str]:
    """The publication: what an entry says that it was taken from, else the feed's own title."""
    if origin := text(entry, "source"):
        return origin, f"{kind}:source"
    if about is entry:
        return "", ""
    title = text(about, "title", "atom:title")
    return (title, f"{kind}:feed:title") if title else ("", "")


def _with_basis(value: str, kind: str) -> tuple[str, str]:
    return (value, f"{kind}:publisher") if value else ("", "")


def _language(entry: etree._Element, about: etree._Element, kind: str) -> tuple[str, str]:
    if value := entry.get(LANG) or text(entry, "dc:language"):
        return value, f"{kind}:language"
    value = about.get(LANG) or text(about, "language", "dc:language")
    return value, f"{kind}:feed:language"


def _rights(entry: etree._Element, about: etree._Element, kind: str) -> tuple[str, str]:
    wanted = ("media:copyright", "dc:rights", "atom:rights", "copyright")
    if value := text(entry, *wanted):
        return value, f"{kind}:rights"
    value = text(about, *wanted) if about is not entry else ""
    return (value, f"{kind}:feed:rights") if value else ("", "")


def _other_ids(entry: etree._Element) -> Iterator[tuple[str, str]]:
    if value := text(entry, "wp:post_id"):
        yield value, "wp:post_id"
