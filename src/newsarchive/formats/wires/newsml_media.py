"""The media of a NewsML-G2 item: picture items that go with it, and what its links name. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml import etree

from newsarchive.formats.wires.elements import at, attribute, children, words_in
from newsarchive.formats.wires.fields import maybe
from newsarchive.formats.wires.newsml_facts import Facts
from newsarchive.formats.wires.values import media_type, number, said
from newsarchive.formats.wires.xhtml import pixels
from newsarchive.model.article import Medium, MediumKind, Rendition
from newsarchive.model.statement import Statement

KINDS = {
    "picture": MediumKind.IMAGE,
    "photo": MediumKind.IMAGE,
    "graphic": MediumKind.GRAPHIC,
    "video": MediumKind.VIDEO,
    "animation": MediumKind.VIDEO,
    "audio": MediumKind.AUDIO,
}
_TYPES = {
    "image": MediumKind.IMAGE,
    "video": MediumKind.VIDEO,
    "audio": MediumKind.AUDIO,
}


def medium_of(facts: Facts) -> Medium:
    """The medium that an item is about, with its caption, credit and rights."""
    contents = sorted(at(facts.item, "contentSet", "remoteContent"), key=_size, reverse=True)
    best = next(iter(contents), None)
    rights = facts.rights()
    headline = next((h for h in facts.headlines() if h.role == "main"), None)
    taken = facts.moment("contentMeta", "contentCreated")
    place = next((term for term in facts.terms()[1] if term.rel == "located"), None)
    medium = Medium(
        KINDS.get(facts.kind) or _kind(attribute(best, "contenttype")),
        caption=facts.captions(),
        credit_line=facts.credit(),
        by=_by(facts),
        rights=rights.copyright_notice,
        title=said(headline.value, headline.basis) if headline else None,
        copyright_holder=maybe(rights.copyright_holder),
        usage_terms=maybe(rights.usage_terms),
        taken=taken if taken.known else None,
        place=said(place.name, place.basis) if place else None,
        digital_source_type=_source_type(facts),
        renditions=tuple(_rendition(e, facts) for e in contents) if len(contents) > 1 else (),
    )
    return medium if best is None else _placed(medium, best)


def linked(facts: Facts, known: Iterable[str]) -> Iterator[Medium]:
    """The media that an item links to; not those whose guids are `known`: their items are there."""
    there = frozenset(known)
    for link in children(facts.meta, "link"):
        item_class = next(children(link, "itemClass"), None)
        word = facts.catalogs.of_element(item_class).word if item_class is not None else ""
        content = attribute(link, "contenttype").lower()
        kind = KINDS.get(word.casefold())
        if kind is None and content.partition("/")[0] in _TYPES:
            kind = _kind(content)
        if kind is None or attribute(link, "residref") in there:
            continue
        guid, href = attribute(link, "residref"), attribute(link, "href")
        url = href or guid
        title = words_in(next(children(link, "title", "name"), None))
        if url:
            yield Medium(
                kind,
                url=url,
                media_type=media_type(content),
                title=said(title, "newsml:link/title") if title else None,
                # By its guid its own item is known, should it come as well.
                renditions=(Rendition("item", guid),) if guid and href else (),
            )


def embedded(facts: Facts) -> Iterator[Medium]:
    """The media that the contentSet of a text itself names."""
    contents = [e for e in at(facts.item, "contentSet", "remoteContent") if _is_medium(e)]
    contents.sort(key=_size, reverse=True)
    if contents:
        best = contents[0]
        renditions = tuple(_rendition(e, facts) for e in contents) if len(contents) > 1 else ()
        kind = _kind(attribute(best, "contenttype"))
        yield _placed(Medium(kind, renditions=renditions), best)


def without_doubles(media: Sequence[Medium]) -> tuple[Medium, ...]:
    """The media, each once: what has the same address as one before it is the same."""
    seen: set[str] = set()
    found = []
    for medium in media:
        names = {r.url for r in medium.renditions if r.url} | (
            {medium.url} if medium.url else set()
        )
        if not names or not names & seen:
            found.append(medium)
        seen |= names
    return tuple(found)


def _placed(medium: Medium, content: etree._Element) -> Medium:
    return replace(
        medium,
        url=attribute(content, "href") or attribute(content, "residref") or None,
        media_type=media_type(attribute(content, "contenttype")),
        width=pixels(attribute(content, "width")),
        height=pixels(attribute(content, "height")),
    )


def _rendition(content: etree._Element, facts: Facts) -> Rendition:
    return Rendition(
        facts.catalogs.role(content, "rendition") or None,
        attribute(content, "href") or attribute(content, "residref") or None,
        media_type(attribute(content, "contenttype")),
        pixels(attribute(content, "width")),
        pixels(attribute(content, "height")),
    )


def _size(content: etree._Element) -> tuple[int, int, int]:
    """How large a rendition is: by its surface, then its bytes; one named high comes first."""
    surface = (pixels(attribute(content, "width")) or 0) * (
        pixels(attribute(content, "height")) or 0
    )
    name = attribute(content, "rendition").casefold()
    named = 1 if "high" in name or "main" in name else 0
    return surface, named, number(attribute(content, "size")) or 0


def _kind(content_type: str) -> MediumKind:
    return _TYPES.get(content_type.lower().partition("/")[0], MediumKind.EMBED)


def _is_medium(content: etree._Element) -> bool:
    return attribute(content, "contenttype").lower().partition("/")[0] in _TYPES


def _by(facts: Facts) -> Statement[str]:
    by = facts.by()
    if by.known:
        return by
    names = [p.name for p in facts.people() if p.basis.endswith("creator")]
    return said(" / ".join(dict.fromkeys(names)), "newsml:contentMeta/creator")


def _source_type(facts: Facts) -> Statement[str] | None:
    for found in children(facts.content, "digitalSourceType"):
        code = facts.catalogs.of_element(found)
        if code:
            return said(code.uri or code.printed, "newsml:contentMeta/digitalSourceType")
    return None
