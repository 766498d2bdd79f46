"""The parts of a NewsML 1 item: which of its components is the text, and which are its media. Pure.

Source: NewsML 1.2 (IPTC), NewsComponent and ContentItem. Components lie in components, each with a
role that its agency names; what metadata say of one holds for all in it. A component whose
`EquivalentsList` is `yes` has the same content in several forms.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from newsarchive.formats.wires.elements import attribute, child, children, descendants, local
from newsarchive.model.article import MediumKind

_KINDS = {
    "photo": MediumKind.IMAGE,
    "picture": MediumKind.IMAGE,
    "image": MediumKind.IMAGE,
    "graphic": MediumKind.GRAPHIC,
    "video": MediumKind.VIDEO,
    "animation": MediumKind.VIDEO,
    "audio": MediumKind.AUDIO,
}
_ENDINGS = {
    MediumKind.IMAGE: re.compile(r"\.(?:jpe?g|png|gif|tiff?|webp|bmp|eps)\Z", re.IGNORECASE),
    MediumKind.VIDEO: re.compile(r"\.(?:mp4|mov|mpe?g|avi|wmv|flv|webm)\Z", re.IGNORECASE),
    MediumKind.AUDIO: re.compile(r"\.(?:mp3|wav|ogg|m4a|wma|aac)\Z", re.IGNORECASE),
}
_OF_A_MEDIUM = frozenset({*_KINDS, "illustration", "icon"})
_CAPTION = frozenset({"caption", "legend", "cutline"})
_TITLE = frozenset({"title", "headline"})
_LEAD = frozenset({"lead", "lede", "abstract", "summary", "teaser", "standfirst", "chapeau"})
_BODY = frozenset({"main", "body", "text", "story", "article"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A medium: the component that it is, its forms, and the texts that are its caption."""

    component: etree._Element
    forms: tuple[etree._Element, ...]
    captions: tuple[etree._Element, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What lies in an item, as content items: `text` in each form that it has.

    `others` are texts beside it that are no form of it.
    """

    text: tuple[etree._Element, ...] = ()
    lead: etree._Element | None = None
    title: etree._Element | None = None
    pictures: tuple[Picture, ...] = ()
    others: tuple[etree._Element, ...] = ()


def component_of(content: etree._Element) -> etree._Element | None:
    """The component that a content item, or a component, lies in."""
    return next(around(content), None)


def around(element: etree._Element) -> Iterator[etree._Element]:
    """The components that an element lies in, the nearest first."""
    found = element.getparent()
    while found is not None:
        if local(found) == "NewsComponent":
            yield found
        found = found.getparent()


def kind_of(content: etree._Element) -> MediumKind | None:
    """What medium a content item is; None for a text and for what it does not say."""
    said = attribute(child(content, "MediaType"), "FormalName").casefold()
    if said in _KINDS:
        return _KINDS[said]
    major = attribute(child(content, "MimeType"), "FormalName").casefold().partition("/")[0]
    if major in _KINDS:
        return _KINDS[major]
    address = attribute(content, "Href").partition("?")[0]
    return next((k for k, ending in _ENDINGS.items() if ending.search(address)), None)


def parts_of(item: etree._Element) -> Parts:
    """The parts of an item."""
    contents = list(descendants(item, "ContentItem"))
    media = [c for c in contents if kind_of(c) is not None]
    texts = [c for c in contents if kind_of(c) is None and data_of(c) is not None]
    bodies = [c for c in texts if _role(c) not in {*_CAPTION, *_TITLE, *_LEAD, *_OF_A_MEDIUM}]
    pictures, captions = _pictures(media, texts, bodies)
    bodies = [c for c in bodies if c not in captions]
    if not bodies:
        return Parts(pictures=pictures)
    first = min(bodies, key=lambda c: (_role(c) not in _BODY, bodies.index(c)))
    forms = _forms(first, bodies)
    return Parts(
        forms,
        _beside(first, texts, _LEAD),
        _beside(first, texts, _TITLE),
        pictures,
        tuple(c for c in bodies if c not in forms),
    )


def data_of(content: etree._Element) -> etree._Element | None:
    """What holds the data of a content item; None where they are elsewhere, or empty."""
    holder = child(content, "DataContent")
    if holder is None:
        holder = child(content, "Encoding", "DataContent")
    if holder is None or (len(holder) == 0 and not (holder.text or "").strip()):
        return None
    return holder


def _role(content: etree._Element) -> str:
    """The role of the nearest component that has one."""
    roles = (attribute(child(c, "Role"), "FormalName").casefold() for c in around(content))
    return next(filter(None, roles), "")


def _forms(first: etree._Element, bodies: Sequence[etree._Element]) -> tuple[etree._Element, ...]:
    """A text with its other forms: in the same component, or in a list of equivalents."""
    same = component_of(first)
    listed = next((c for c in around(first) if attribute(c, "EquivalentsList") == "yes"), None)
    holder = listed if listed is not None else same
    return (first, *(c for c in bodies if c is not first and holder in set(around(c))))


def _beside(
    first: etree._Element, texts: Sequence[etree._Element], roles: frozenset[str]
) -> etree._Element | None:
    """The text of such a role that lies nearest to the text: in a component around both."""
    wanted = [c for c in texts if _role(c) in roles]
    for component in around(first):
        for content in wanted:
            if component in set(around(content)):
                return content
    return None


def _pictures(
    media: Sequence[etree._Element],
    texts: Sequence[etree._Element],
    bodies: Sequence[etree._Element],
) -> tuple[tuple[Picture, ...], list[etree._Element]]:
    """The media with their forms and captions, in the order of the source; all the captions."""
    with_text = {component for c in bodies for component in around(c)}
    groups: dict[etree._Element, list[etree._Element]] = {}
    for content in media:
        groups.setdefault(_group(content, with_text), []).append(content)
    found: list[Picture] = []
    captions: list[etree._Element] = []
    for group, forms in groups.items():
        inside = [c for c in texts if group in set(around(c))]
        own = [c for c in inside if _role(c) in _CAPTION] or [
            c for c in inside if _role(c) in _OF_A_MEDIUM
        ]
        captions += own
        found.append(Picture(group, tuple(forms), tuple(own)))
    return tuple(found), captions


def _group(content: etree._Element, with_text: set[etree._Element]) -> etree._Element:
    """The component that is the whole of a medium: with all its sizes, and its caption."""
    components = list(around(content))
    whole = components[0] if components else content
    for component in components[1:]:
        if component in with_text:
            break
        role = attribute(child(component, "Role"), "FormalName").casefold()
        captioned = any(
            attribute(child(c, "Role"), "FormalName").casefold() in _CAPTION
            for c in children(component, "NewsComponent")
        )
        if role in _OF_A_MEDIUM or captioned or attribute(component, "EquivalentsList") == "yes":
            whole = component
    return whole
