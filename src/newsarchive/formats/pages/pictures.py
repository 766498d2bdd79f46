# words of other languages
"""The pictures and other media of an article in a page, with what the page says of each.

Only what lies in the article counts: no teaser, logo, icon, avatar or tracking pixel. The sources
of one picture (sizes, lazy loading, the copy for browsers without scripts) are one medium.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import html

from newsarchive.formats.pages import embeds, framed
from newsarchive.formats.pages.addresses import picture_key, whole
from newsarchive.formats.pages.credits import credit_of, split
from newsarchive.formats.pages.frames import PICTURES, frame_of
from newsarchive.formats.pages.leading import leading
from newsarchive.formats.pages.linkeddata import LinkedData, Node, first, texts
from newsarchive.formats.pages.region import Region, says
from newsarchive.formats.pages.sources import Source, number, ordered, sources
from newsarchive.formats.pages.teased import is_portrait, is_teaser
from newsarchive.formats.pages.tree import above, line, name
from newsarchive.formats.pages.words import listed
from newsarchive.model.article import MediumKind

_MOST = 500  # media of a page
_NO_PICTURE = re.compile(
    r"(?i)(?:\b|_)(?:logo|icon|icons|sprite|avatar|gravatar|pixel|spacer|blank|placeholder|1x1"
    r"|tracking|beacon|emoji|badge|button|share|favicon|loader|loading|spinner|arrow|transparent"
    r"|fallback|default[-_]?image|headshot|profile|mugshot|byline|ads?|advert|banner)(?:\b|_)"
)
_NO_HOST = re.compile(
    r"(?i)(?:gravatar\.com|doubleclick|scorecardresearch|facebook\.com/tr|google-analytics"
    r"|quantserve|feedburner|pixel\.|/pixel|wp-includes/|//s\.w\.org|vgwort|ivwbox|counter|chartbeat"
    r"|adservice|smilies)"
)
_NO_CLASS = frozenset(listed("class-no-picture"))
_CLASS = frozenset(["figure", "caption", "article", "wp", "lead", "hero"])
_EMPTY_ALTS = frozenset(["image", "photo", "foto", "bild", "img", "picture", "null", "undefined"])
_RATIOS = frozenset(((16, 9), (9, 16), (4, 3), (3, 4), (3, 2), (2, 3), (5, 4), (21, 9)))
_LARGEST_PORTRAIT = 150  # points of each side of a square that is a portrait or a sign
_SMALLEST = 100  # points of width or height that a picture of an article has at least


@dataclass(frozen=True)
class Found:
    """A medium as the page shows it. Texts come with where they stand; `keys` tell them apart.

    `printed` are texts that stand with it and not in the article's text.
    """

    kind: MediumKind
    sources: tuple[Source, ...]
    caption: tuple[str, str] = ("", "")
    credit: tuple[str, str] = ("", "")
    alt: str = ""
    title: str = ""
    element: html.HtmlElement | None = None
    by: tuple[str, str] = ("", "")
    rights: tuple[str, str] = ("", "")
    licence: tuple[str, str] = ("", "")
    keys: frozenset[str] = field(default_factory=frozenset)
    printed: tuple[str, ...] = ()


def pictures(region: Region, base: str, own: Sequence[str], page: str) -> list[Found]:
    """The media of an article, in the order of the page.

    `base` is what addresses are relative to, `own` are addresses of the page itself, and `page` is
    the name of its file.
    """
    found: list[Found] = []
    frames: dict[html.HtmlElement, int] = {}
    lead = leading(region)
    for element in (*lead, *region.root.iter(*PICTURES, *embeds.TAGS)):
        if len(found) >= _MOST:
            break
        if element not in lead and not region.holds(element):
            continue
        if name(element) in PICTURES:
            one = _picture(element, region, sources(element, base, page), base, own)
        else:
            one = _embedded(element, region, base)
        if one is not None:
            _add(found, one, frames, region)
    return found


def _add(
    found: list[Found], one: Found, frames: dict[html.HtmlElement, int], region: Region
) -> None:
    """Keep a medium, or let it complete the one that it is another source of."""
    for place, other in enumerate(found):
        if other.kind is one.kind and other.keys & one.keys:
            found[place] = _joined(other, one)
            return
    frame = frame_of(one.element, region) if one.element is not None else None
    if frame is not None and one.kind is MediumKind.IMAGE:
        place = frames.setdefault(frame, len(found))
        if place < len(found) and (_is_copy(one) or _is_copy(found[place])):
            found[place] = _joined(found[place], one)
            return
    found.append(one)


def _is_copy(one: Found) -> bool:
    """Whether a picture is the copy of one for browsers without scripts."""
    return one.element is not None and any(name(e) == "noscript" for e in above(one.element))


def _joined(one: Found, other: Found) -> Found:
    """The one, completed by what the other says more."""
    kept = {
        key: getattr(one, key) if getattr(one, key)[0] else getattr(other, key)
        for key in ("caption", "credit", "by", "rights", "licence")
    }
    return replace(
        one,
        sources=ordered((*one.sources, *other.sources)),
        keys=one.keys | other.keys,
        alt=one.alt or other.alt,
        title=one.title or other.title,
        **kept,
    )


def _picture(
    element: html.HtmlElement,
    region: Region,
    found: tuple[Source, ...],
    base: str,
    own: Sequence[str],
) -> Found | None:
    # What a page shows until a script has fetched the picture itself.
    found = tuple(s for s in found if not _NO_PICTURE.search(_file(s))) or found
    if not found or _is_decoration(element, found) or is_portrait(element, region):
        return None
    told = framed.told(element, region)
    if is_teaser(element, region, base, own, (told.caption[0], told.credit[0])):
        return None
    if _is_behind(element, region) and not told.caption[0] and not told.credit[0]:
        return None
    alt = line(element.get("alt"))
    return Found(
        MediumKind.IMAGE,
        found,
        told.caption,
        told.credit,
        alt="" if alt.lower() in _EMPTY_ALTS else alt,
        element=element,
        keys=frozenset(picture_key(s.url or s.local) for s in found),
        printed=told.printed,
    )


def _embedded(element: html.HtmlElement, region: Region, base: str) -> Found | None:
    found = embeds.embedded(element, base)
    if found is None:
        return None
    kind, address = found
    told = framed.told(element, region)
    if not address and not told.caption[0]:
        return None
    return Found(
        kind,
        (Source(address),) if address else (),
        told.caption,
        told.credit,
        title=line(element.get("title")),
        element=element,
        keys=frozenset((address,) if address else ()),
        printed=told.printed,
    )


def _is_decoration(element: html.HtmlElement, found: Sequence[Source]) -> bool:
    size = tuple(number(element.get(key)) for key in ("width", "height"))
    if any(0 < points < _SMALLEST for points in size) and size not in _RATIOS:
        return True
    if size[0] == size[1] and 0 < size[0] <= _LARGEST_PORTRAIT:
        return True
    for outer in (element, *list(above(element))[:2]):
        if says(outer, _NO_CLASS) and not says(outer, _CLASS):
            return True
    addresses = [s.url or s.local for s in found]
    bare = [_file(s) for s in found]
    if all(b.lower().endswith((".svg", ".ico")) for b in bare):
        return True
    return any(_NO_HOST.search(a) for a in addresses) or all(_NO_PICTURE.search(b) for b in bare)


def _file(source: Source) -> str:
    """The file name in an address."""
    return (source.url or source.local).partition("?")[0].rpartition("/")[2]


def _is_behind(element: html.HtmlElement, region: Region) -> bool:
    """Whether a picture stands behind the element that holds the text, outside of it."""
    around = list(above(element, region.root))
    if region.text is region.root or any(e is region.text for e in around):
        return False
    for here in (element, *around):
        if any(before in region.around_text for before in here.itersiblings(preceding=True)):
            return True
    return False


# What linked data says


def from_data(data: LinkedData, nodes: Sequence[Node], base: str) -> list[Found]:
    """The pictures that the article's own nodes name, each once."""
    found: list[Found] = []
    for node in nodes:
        for key in ("image", "primaryImageOfPage", "associatedMedia"):
            value = node.get(key)
            for one in value if isinstance(value, list) else [value]:
                told = _address(one, base) if isinstance(one, str) else _node(data, one, base)
                if told is not None and not any(told.keys & other.keys for other in found):
                    found.append(told)
    return found


def _address(text: str, base: str) -> Found | None:
    url = whole(text, base)
    if not url:
        return None
    return Found(MediumKind.IMAGE, (Source(url),), keys=frozenset((picture_key(url),)))


def _node(data: LinkedData, value: object, base: str) -> Found | None:
    for node in data.resolved(value):
        told = [t for key in ("contentUrl", "url", "@id") for t in texts(node.get(key))]
        url = next((a for t in told if (a := whole(t, base))), "")
        if not url:
            continue
        caption, tail = split(first(node.get("caption")) or first(node.get("description")))
        credit = first(node.get("creditText")) or tail
        makers = data.resolved(node.get("creator") or node.get("author"))
        return Found(
            MediumKind.IMAGE,
            (Source(url, number(str(node.get("width") or ""))),),
            _told(caption, "caption"),
            _told(credit_of(credit) if credit else "", "creditText"),
            by=_told(next((n for m in makers if (n := first(m.get("name")))), ""), "creator"),
            rights=_told(first(node.get("copyrightNotice")), "copyrightNotice"),
            licence=_told(
                first(node.get("acquireLicensePage")) or first(node.get("license")), "license"
            ),
            keys=frozenset((picture_key(url),)),
        )
    return None


def _told(text: str, key: str) -> tuple[str, str]:
    return (text, f"json-ld:image.{key}") if text else ("", "")


def joined(found: list[Found], told: Sequence[Found], lead: str, *, has_lead: bool) -> list[Found]:
    """The media of the page, completed by those that its data names.

    A picture that only the data names is the lead picture, where the article shows none of its own
    before its text; one that only og:image (`lead`, a whole address) names, where it shows none: it
    often is one of those in another form.
    """
    result, extra = list(found), []
    for one in told:
        for place, other in enumerate(result):
            if other.kind is MediumKind.IMAGE and other.keys & one.keys:
                result[place] = _joined(other, one)
                break
        else:
            extra.append(one)
    if has_lead:
        return result
    known = frozenset(k for f in result for k in f.keys)
    shows = any(f.kind is MediumKind.IMAGE for f in found)
    if not told and lead and not shows and picture_key(lead) not in known:
        extra.append(Found(MediumKind.IMAGE, (Source(lead),), keys=frozenset((picture_key(lead),))))
    if told and len(extra) < len(told):
        return result  # one of its sizes is in the article
    shown = [e for e in extra if not _is_no_lead(e.sources[0].url)]
    return [*shown[:1], *result]


def _is_no_lead(url: str) -> bool:
    file = url.partition("?")[0].rpartition("/")[2]
    return bool(_NO_PICTURE.search(file) or _NO_HOST.search(url))
