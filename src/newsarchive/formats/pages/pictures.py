"""The pictures and other media of an article in a page, with what the page says of each.

Only what lies in the article counts: no teaser, logo, icon, avatar or tracking pixel. The sources of
one picture (sizes, lazy loading, the copy for browsers without scripts) are one medium.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import html

from newsarchive.formats.pages.addresses import is_address, picture_key, same_page, whole
from newsarchive.formats.pages.credits import credit_of, split
from newsarchive.formats.pages.linkeddata import LinkedData, Node, first, texts
from newsarchive.formats.pages.region import Region, says
from newsarchive.formats.pages.tree import (
    above,
    attribute_words,
    inlined_number,
    line,
    name,
    text_in,
)
from newsarchive.model.article import MediumKind

_MOST = 500  # media of a page
_LAZY = (
    "data-src", "data-lazy-src", "data-original", "data-lazy", "data-full-src", "data-orig-file",
    "data-large-file", "data-hi-res-src", "data-src-large", "data-image", "data-url", "data-img",
    "data-default-src", "data-echo", "data-flickity-lazyload", "data-pin-media", "data-lazyload", "data-runner-src", "data-native-src",
)  # fmt: skip
_SETS = (
    "srcset",
    "data-srcset",
    "data-lazy-srcset",
    "data-src-set",
    "data-original-set",
    "data-widths",
)
_NO_PICTURE = re.compile(
    r"(?i)(?:\b|_)(?:logo|icon|icons|sprite|avatar|gravatar|pixel|spacer|blank|placeholder|1x1|tracking|beacon|emoji|badge|"
    r"button|share|favicon|loader|loading|spinner|arrow|transparent|fallback|default[-_]?image|author|authors|headshot|profile|mugshot|byline|ads?|advert|banner)(?:\b|_)"
)
_NO_HOST = re.compile(
    r"(?i)(?:gravatar\.com|doubleclick|scorecardresearch|facebook\.com/tr|google-analytics|quantserve|"
    r"feedburner|pixel\.|/pixel|wp-includes/|s\.w\.org|vgwort|met\.vgwort|ivwbox|counter|chartbeat|adservice|smilies)"
)
_NO_CLASS = frozenset(
    ("logo", "icon", "avatar", "gravatar", "emoji", "smiley", "pixel", "badge", "flag", "author", "headshot", "byline",
     "tracking", "sprite", "advert", "ad", "social", "share", "brand", "profile", "thumbnails")
)  # fmt: skip
_CAPTION = frozenset(
    (
        "caption",
        "captions",
        "legend",
        "bildunterschrift",
        "legende",
        "pie",
        "didascalia",
        "description",
        "bu",
        "bildtext",
        "imgdesc",
        "desc",
        "subline",
        "epigrafe",
        "leyenda",
        "bildetekst",
        "billedtekst",
        "kuvateksti",
        "figcaption",
        "captiontext",
        "imagecaption",
        "podpis",
        "popis",
        "bijschrift",
    )
)
_CREDIT = frozenset(
    (
        "credit",
        "credits",
        "copyright",
        "photographer",
        "attribution",
        "fotograf",
        "quelle",
        "source",
        "imagecredit",
        "photocredit",
        "creditline",
        "bildrechte",
        "bildnachweis",
        "rights",
        "byline",
        "author",
        "credito",
        "creditos",
        "kredit",
        "provider",
        "courtesy",
        "copy",
        "photoby",
        "foto",
        "fotografo",
        "autor",
        "auteur",
        "agency",
        "owner",
        "picturecredit",
        "creator",
        "fotocredit",
        "crediti",
        "tekijanoikeus",
    )
)
_FRAMED = frozenset(
    (
        "figure",
        "image",
        "img",
        "photo",
        "picture",
        "media",
        "foto",
        "bild",
        "wpcaption",
        "caption",
        "gallery",
        "slide",
        "lead",
        "hero",
        "illustration",
        "imagen",
        "imagem",
        "immagine",
        "thumb",
        "multimedia",
        "poster",
        "kuva",
        "zdjecie",
        "embed",
        "slideshow",
        "wp",
        "asset",
        "teaserimage",
        "featured",
        "video",
        "visual",
        "aufmacher",
        "element",
        "cover",
    )
)
_VIDEO_HOSTS = re.compile(
    r"(?i)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|player\.|jwplayer|jwplatform|brightcove|kaltura|video|rutube|bilibili|twitch|ok\.ru|vk\.com)"
)
_AUDIO_HOSTS = re.compile(
    r"(?i)(?:soundcloud|spotify|podcast|audio|podigee|libsyn|megaphone|acast|simplecast)"
)
_EMBED_HOSTS = re.compile(
    r"(?i)(?:twitter\.com|x\.com|instagram\.com|facebook\.com|tiktok\.com|datawrapper|dwcdn|flourish|infogram|google\.com/maps|openstreetmap|documentcloud|scribd|issuu|t\.me|telegram)"
)
_NO_EMBED = re.compile(
    r"(?i)(?:googletagmanager|recaptcha|doubleclick|/ads?/|syndication|facebook\.com/plugins|platform\.twitter\.com/widgets|disqus|newsletter|subscribe|about:blank|outbrain|taboola|like\.php|consent|googlesyndication|amazon-adsystem)"
)
_SMALLEST = 100  # points of width or height that a picture of an article has at least
_SIZE = re.compile(r"(\d{1,5})(?:\.\d+)?\s*(?:px)?")
_SRCSET = re.compile(r"(\S+?)(?:\s+(\d+(?:\.\d+)?)([wxh]))?\s*(?:,(?=\s|\S+\s|$)|,?\s*$|,\s)")
_WIDTH_IN = re.compile(
    r"(?i)(?:[?&;/](?:w|width|imwidth|wid)[=/](\d{2,5})|(?:^|[^\d])(\d{3,4})x\d{2,4}(?:[^\d]|$)|[-_/](\d{3,4})w?(?:[./_]|$))"
)
_PICTURE_FILE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|avif|jfif)(?:$|[?!/;#])")
_DEEP = 6  # elements around a picture that may hold its caption


@dataclass(frozen=True, slots=True)
class Source:
    """One address of a picture, and its width in pixels where the page tells, 0 where not.

    `local`: as the page has it, where it leads to a file beside the page or to what is inlined.
    """

    url: str
    width: int = 0
    local: str = ""


@dataclass(frozen=True)
class Found:
    """A medium as the page shows it. `sources` are its own, the largest first."""

    kind: MediumKind
    sources: tuple[Source, ...]
    caption: tuple[str, str] = ("", "")  # text, basis
    credit: tuple[str, str] = ("", "")
    alt: str = ""
    title: str = ""
    element: html.HtmlElement | None = None
    by: tuple[str, str] = ("", "")
    rights: tuple[str, str] = ("", "")
    licence: tuple[str, str] = ("", "")
    keys: frozenset[str] = field(default_factory=frozenset)


def pictures(region: Region, base: str, own: Sequence[str]) -> list[Found]:
    """The media of an article, in the order of the page; `own` are addresses of the page itself."""
    found: list[Found] = []
    frames: dict[html.HtmlElement, int] = {}
    for element in region.root.iter(
        "img",
        "amp-img",
        "amp-iframe",
        "amp-youtube",
        "amp-video",
        "iframe",
        "video",
        "audio",
        "amp-audio",
    ):
        if len(found) >= _MOST:
            break
        if not region.holds(element):
            continue
        one = _medium(element, region, base, own)
        if one is not None:
            _add(found, one, frames, region)
    return found


def _add(
    found: list[Found], one: Found, frames: dict[html.HtmlElement, int], region: Region
) -> None:
    """Keep a medium, or let it complete the one that it is another source of."""
    frame = _frame(one.element, region) if one.element is not None else None
    for number, other in enumerate(found):
        if other.kind is one.kind and other.keys & one.keys:
            found[number] = _joined(other, one)
            return
    if (
        frame is not None
        and one.kind is MediumKind.IMAGE
        and frame in frames
        and _is_copy(one, found[frames[frame]])
    ):
        found[frames[frame]] = _joined(found[frames[frame]], one)
        return
    if frame is not None and name(frame) in {"figure", "picture"}:
        frames.setdefault(frame, len(found))
    found.append(one)


def _is_copy(one: Found, other: Found) -> bool:
    """Whether two pictures of one frame are one: the copy for browsers without scripts."""
    inside = (
        any(name(e) == "noscript" for e in above(one.element)) if one.element is not None else False
    )
    return inside or (
        other.element is not None and any(name(e) == "noscript" for e in above(other.element))
    )


def _joined(one: Found, other: Found) -> Found:
    sources = _ordered((*one.sources, *other.sources))
    return replace(
        one,
        sources=sources,
        keys=one.keys | other.keys,
        caption=one.caption if one.caption[0] else other.caption,
        credit=one.credit if one.credit[0] else other.credit,
        alt=one.alt or other.alt,
        title=one.title or other.title,
        by=one.by if one.by[0] else other.by,
        rights=one.rights if one.rights[0] else other.rights,
        licence=one.licence if one.licence[0] else other.licence,
    )


def _ordered(sources: Iterable[Source]) -> tuple[Source, ...]:
    unique = list({(s.url, s.local): s for s in sources}.values())
    return tuple(sorted(unique, key=lambda s: -s.width))


def _medium(
    element: html.HtmlElement, region: Region, base: str, own: Sequence[str]
) -> Found | None:
    tag = name(element)
    if tag in {"img", "amp-img"}:
        return _picture(element, region, base, own)
    return _embedded(element, region, base)


def _picture(
    element: html.HtmlElement, region: Region, base: str, own: Sequence[str]
) -> Found | None:
    sources = _ordered(_sources(element, base))
    if not sources or _is_decoration(element, sources):
        return None
    caption, credit = _told(element, region)
    linked = next((e for e in above(element, region.root) if name(e) == "a"), None)
    if linked is not None and not caption[0] and _leads_away(linked, base, own):
        return None
    if linked is not None and _leads_away(linked, base, own) and not _is_figure(element, linked):
        return None
    if _is_after(element, region) and not caption[0] and not credit[0]:
        return None
    alt = line(element.get("alt"))
    return Found(
        MediumKind.IMAGE,
        sources,
        caption,
        credit,
        alt="" if alt.lower() in {"image", "photo", "foto", "bild", "img"} else alt,
        element=element,
        keys=frozenset(picture_key(s.url) for s in sources if s.url),
    )


# Its addresses


def _sources(element: html.HtmlElement, base: str) -> Iterator[Source]:
    """All addresses that the page gives a picture, also in <picture>, and in a link to it."""
    yield from _own_sources(element, base)
    parent = element.getparent()
    while (
        parent is not None
        and name(parent) in {"picture", "span", "noscript", "div", "amp-img"}
        and len(parent) <= 12
    ):  # noqa: PLR2004
        if name(parent) == "picture":
            for source in parent.iter("source"):
                yield from _own_sources(source, base)
            break
        parent = parent.getparent()
    link = next((e for e in list(above(element))[:3] if name(e) == "a"), None)
    if link is not None and _PICTURE_FILE.search(link.get("href") or ""):
        yield from _source(link.get("href") or "", base, 1)


def _own_sources(element: html.HtmlElement, base: str) -> Iterator[Source]:
    width = _number(element.get("width"))
    for key in ("src", *_LAZY):
        if value := element.get(key):
            yield from _source(value, base, width if key == "src" else max(width, 1))
    for key in _SETS:
        value = element.get(key)
        if value and not value.lstrip().startswith("{"):
            for match in _SRCSET.finditer(value[:20_000]):
                size = float(match[2] or 0)
                known = (
                    int(size) if match[3] == "w" else int(size * max(width, 1)) if match[2] else 0
                )
                yield from _source(match[1], base, known)


def _source(value: str, base: str, width: int) -> Iterator[Source]:
    text = value.strip()
    if not text or text.startswith(("data:", "about:", "javascript:", "{", "#", "blob:")):
        return
    if inlined_number(text) is not None:
        yield Source("", max(width, 1), text)
        return
    url = whole(text, base)
    local = text if not is_address(text) and not text.startswith(("//", "/", "file:")) else ""
    if url or local:
        yield Source(url, width or _width_in(url or local), local)


def _width_in(url: str) -> int:
    match = _WIDTH_IN.search(url)
    return int(next((g for g in match.groups() if g), 0)) if match else 0


def _number(text: str | None) -> int:
    match = _SIZE.match((text or "").strip())
    return int(match[1]) if match else 0


def _is_decoration(element: html.HtmlElement, sources: Sequence[Source]) -> bool:
    sizes = [_number(element.get(key)) for key in ("width", "height")]
    if (
        any(0 < size < _SMALLEST for size in sizes)
        and "%" not in f"{element.get('width')}{element.get('height')}"
    ):
        return True
    for outer in (element, *list(above(element))[:2]):
        if says(outer, _NO_CLASS) and not says(
            outer, frozenset(("figure", "caption", "article", "wp"))
        ):
            return True
    addresses = [s.url or s.local for s in sources]
    bare = [a.rpartition("/")[2].partition("?")[0] for a in addresses]
    if all(a.lower().partition("?")[0].endswith((".svg", ".ico")) for a in addresses):
        return True
    return any(_NO_HOST.search(a) for a in addresses) or all(
        _NO_PICTURE.search(b) is not None for b in bare
    )


def _leads_away(link: html.HtmlElement, base: str, own: Sequence[str]) -> bool:
    """Whether a link leads to another page, and not to the picture, its page or this one."""
    href = (link.get("href") or "").strip()
    if not href or href.startswith(("#", "javascript:")) or _PICTURE_FILE.search(href):
        return False
    address = whole(href, base)
    if not address or any(same_page(address, mine) for mine in own):
        return False
    return not attribute_words(address) & {
        "gallery",
        "photo",
        "photos",
        "galerie",
        "fotostrecke",
        "bilder",
        "attachment",
        "slideshow",
        "image",
        "fotos",
        "foto",
    }


def _is_figure(element: html.HtmlElement, link: html.HtmlElement) -> bool:
    """Whether the picture in a link stands in a figure around the link, or around itself alone."""
    for outer in above(element):
        if name(outer) in {"figure", "amp-img"} or says(outer, frozenset(("wp", "caption"))):
            headings = [h for h in outer.iter("h2", "h3", "h4")]
            return not headings
        if outer is link.getparent():
            break
    return False


def _is_after(element: html.HtmlElement, region: Region) -> bool:
    """Whether a picture stands behind the element that holds the text, outside of it."""
    if region.text is region.root or any(e is region.text for e in above(element)):
        return False
    for here in (element, *above(element, region.root)):
        for before in here.itersiblings(preceding=True):
            if before is region.text or any(d is region.text for d in before.iter(region.text.tag)):
                return True
    return False


# What is said of it


def _frame(element: html.HtmlElement, region: Region) -> html.HtmlElement | None:
    """The element that holds a picture and its caption, and no second picture of another kind."""
    best = None
    for number, outer in enumerate(above(element, region.root)):
        if number >= _DEEP or outer is region.text or name(outer) in {"article", "body", "main"}:
            break
        if name(outer) == "figure":
            return outer
        if name(outer) in {"picture", "a", "noscript", "span"}:
            best = best if best is not None else outer
            continue
        pictures_in = {
            i.get("src") or ""
            for i in outer.iter("img", "amp-img")
            if not any(name(e) == "noscript" for e in list(above(i))[:3])
        }
        if len(pictures_in) > 1:
            break
        if says(outer, _FRAMED):
            best = outer
        elif len(text_in(outer)) > 600:  # noqa: PLR2004
            break
    return best


def _told(element: html.HtmlElement, region: Region) -> tuple[tuple[str, str], tuple[str, str]]:
    """The caption and the credit that stand with a picture, each with its place."""
    frame = _frame(element, region)
    if frame is None:
        return ("", ""), ("", "")
    caption_in, credit_in = _places(frame, element)
    if caption_in is None and credit_in is None:
        caption_in, credit_in = _beside(frame, region)
    credit, credit_basis = "", ""
    if credit_in is not None:
        credit, credit_basis = text_in(credit_in), f"html:{_path(credit_in)}"
    if caption_in is None:
        return ("", ""), (credit_of(credit) if credit else "", credit_basis)
    whole_text = _without(caption_in, credit_in)
    basis = f"html:{_path(caption_in)}"
    caption, tail = split(whole_text)
    if tail and not credit:
        credit, credit_basis = tail, basis
    elif tail and credit and line(tail) not in credit:
        # A second credit is no part of the caption; the element of its own says more.
        pass
    return (caption, basis if caption else ""), (credit_of(credit) if credit else "", credit_basis)


def _path(element: html.HtmlElement) -> str:
    classes = (element.get("class") or "").split()
    return f"{name(element)}.{classes[0]}" if classes else name(element)


def _places(
    frame: html.HtmlElement, picture: html.HtmlElement
) -> tuple[html.HtmlElement | None, html.HtmlElement | None]:
    """The elements in a frame that hold the caption and the credit."""
    captions, credits_ = [], []
    for element in frame.iter():
        tag = name(element)
        if (
            not tag
            or element is picture
            or tag in {"img", "picture", "source", "script", "button", "svg", "noscript", "style"}
        ):
            continue
        holds_picture = tag not in {"figcaption", "p", "span"} and any(
            i is picture for i in element.iter("img", "amp-img")
        )
        if holds_picture:
            continue
        said = attribute_words(
            f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('data-testid') or ''} {element.get('property') or ''}"
        )
        joined = "".join(sorted(said)) if said else ""
        if not text_in(element):
            continue
        if (
            said & _CREDIT
            or tag in {"cite", "small"}
            or any(w.endswith(("credit", "credits", "copyright")) for w in said)
            or "copyrightHolder" in (element.get("itemprop") or "")
        ):
            if not (said & _CAPTION and _holds_both(element)):
                credits_.append(element)
                continue
        if (
            tag == "figcaption"
            or said & _CAPTION
            or any(w.endswith(("caption", "legend")) for w in said)
            or joined == "bu"
        ):
            captions.append(element)
    caption = _chosen(captions, credits_)
    credit = next((c for c in credits_ if caption is None or c is not caption), None)
    return caption, credit


def _holds_both(element: html.HtmlElement) -> bool:
    """Whether an element that is called both holds an element for the one and one for the other."""
    return len(text_in(element).split()) > 8  # noqa: PLR2004


def _chosen(
    captions: Sequence[html.HtmlElement], credits_: Sequence[html.HtmlElement]
) -> html.HtmlElement | None:
    """The innermost element that says that it is the caption, of the first that holds text."""
    if not captions:
        return None
    outer = captions[0]
    inside = [c for c in captions[1:] if any(e is outer for e in above(c))]
    for inner in inside:
        rest = _without(inner, None)
        if rest and not any(inner is c for c in credits_):
            siblings = line(text_in(outer).replace(rest, "", 1))
            if len(siblings) < len(rest) or any(line(text_in(c)) in siblings for c in credits_):
                return inner
    return outer


def _beside(
    frame: html.HtmlElement, region: Region
) -> tuple[html.HtmlElement | None, html.HtmlElement | None]:
    """A caption and a credit that stand right behind a frame, and say by their class that they are."""
    caption = credit = None
    for number, sibling in enumerate(frame.itersiblings()):
        if number >= 2 or not name(sibling):  # noqa: PLR2004
            break
        if sibling is region.text or next(sibling.iter("img"), None) is not None:
            break
        said = attribute_words(f"{sibling.get('class') or ''} {sibling.get('itemprop') or ''}")
        if (
            caption is None
            and (
                name(sibling) == "figcaption"
                or said & {"caption", "legend", "bildunterschrift", "imagecaption", "figcaption"}
            )
            and text_in(sibling)
        ):
            caption = sibling
            inner = _places(sibling, frame)
            credit = inner[1]
        elif (
            credit is None
            and said & {"credit", "credits", "copyright", "photocredit", "imagecredit"}
            and text_in(sibling)
        ):
            credit = sibling
        else:
            break
    return caption, credit


def _without(element: html.HtmlElement, left_out: html.HtmlElement | None) -> str:
    """The text of an element, without that of an element in it."""
    text = text_in(element)
    if left_out is None or left_out is element or not any(e is element for e in above(left_out)):
        return text
    part = text_in(left_out)
    at = text.rfind(part)
    rest = text[:at] + " " + text[at + len(part) :] if at >= 0 and part else text
    return line(rest).strip(" |/–—-•·")


# What is no picture


def _embedded(element: html.HtmlElement, region: Region, base: str) -> Found | None:
    tag = name(element)
    if tag == "amp-youtube":
        video = element.get("data-videoid") or ""
        address = (
            f"https://www.youtube.com/watch?v={video}"
            if re.fullmatch(r"[\w-]{6,20}", video)
            else ""
        )
    else:
        sources = (
            [element, *element.iter("source")]
            if tag in {"video", "audio", "amp-video", "amp-audio"}
            else [element]
        )
        address = next(
            (
                a
                for s in sources
                for key in ("src", "data-src", "data-lazy-src")
                if (a := whole(s.get(key) or "", base))
            ),
            "",
        )
    if tag in {"iframe", "amp-iframe"} and (not address or _NO_EMBED.search(address)):
        return None
    if tag in {"video", "amp-video", "amp-youtube"}:
        kind = MediumKind.VIDEO
    elif tag in {"audio", "amp-audio"}:
        kind = MediumKind.AUDIO
    elif _EMBED_HOSTS.search(address):
        kind = MediumKind.EMBED
    elif _AUDIO_HOSTS.search(address):
        kind = MediumKind.AUDIO
    elif _VIDEO_HOSTS.search(address):
        kind = MediumKind.VIDEO
    else:
        return None  # an iframe that nothing tells from an advertisement
    if not address and tag not in {"video", "audio"}:
        return None
    caption, credit = _told(element, region)
    if not address and not caption[0]:
        return None
    title = line(element.get("title"))
    return Found(
        kind,
        (Source(address),) if address else (),
        caption,
        credit,
        title=title,
        element=element,
        keys=frozenset((address,)) if address else frozenset(),
    )


# What linked data says


def from_data(data: LinkedData, nodes: Sequence[Node], base: str) -> list[Found]:
    """The pictures that the article's own nodes name, one for each picture."""
    found: list[Found] = []
    for node in nodes:
        for key in ("image", "primaryImageOfPage", "associatedMedia"):
            value = node.get(key)
            for one in value if isinstance(value, list) else [value]:
                picture = (
                    _from_text(one, base) if isinstance(one, str) else _from_node(data, one, base)
                )
                if picture is not None and not any(picture.keys & other.keys for other in found):
                    found.append(picture)
    return found


def _from_text(text: str, base: str) -> Found | None:
    url = whole(text, base)
    return (
        Found(MediumKind.IMAGE, (Source(url),), keys=frozenset((picture_key(url),)))
        if url
        else None
    )


def _from_node(data: LinkedData, value: object, base: str) -> Found | None:
    for node in data.resolved(value):
        url = next(
            (
                a
                for key in ("contentUrl", "url", "@id")
                for t in texts(node.get(key))
                if (a := whole(t, base))
            ),
            "",
        )
        if not url:
            continue
        told = first(node.get("caption")) or first(node.get("description"))
        caption, tail = split(told)
        credit = first(node.get("creditText")) or tail
        people = [
            first(n.get("name"))
            for n in data.resolved(node.get("creator") or node.get("author"))
            if n.get("name")
        ]
        by = (
            first(node.get("creator")) or first(node.get("author")) or (people[0] if people else "")
        )
        rights = first(node.get("copyrightNotice"))
        licence = first(node.get("acquireLicensePage")) or first(node.get("license"))
        basis = "json-ld:image"
        return Found(
            MediumKind.IMAGE,
            (Source(url, _number(str(node.get("width") or ""))),),
            (caption, f"{basis}.caption" if caption else ""),
            (credit_of(credit) if credit else "", f"{basis}.creditText" if credit else ""),
            by=(by, f"{basis}.creator" if by else ""),
            rights=(rights, f"{basis}.copyrightNotice" if rights else ""),
            licence=(licence, f"{basis}.license" if licence else ""),
            keys=frozenset((picture_key(url),)),
        )
    return None


def joined(
    found: list[Found], told: Sequence[Found], lead: str, base: str, heading: bool
) -> list[Found]:
    """The media of the page, completed by those that its data names.

    A picture that only the data or og:image (`lead`) names is the lead picture, where the article
    has none of its own before its text.
    """
    result = list(found)
    extra: list[Found] = []
    for one in told:
        for number, other in enumerate(result):
            if other.kind is MediumKind.IMAGE and other.keys & one.keys:
                result[number] = _joined(other, one)
                break
        else:
            extra.append(one)
    if heading:
        return result
    url = whole(lead, base) if lead else ""
    if not extra and url:
        one = Found(MediumKind.IMAGE, (Source(url),), keys=frozenset((picture_key(url),)))
        if not any(one.keys & other.keys for other in result):
            extra = [one]
    extra = [
        e
        for e in extra
        if not _NO_PICTURE.search(e.sources[0].url.rpartition("/")[2])
        and not _NO_HOST.search(e.sources[0].url)
    ]
    return [*extra[:1], *result]
