# words of other languages
"""What stands with a picture in a page: the frame around both, the caption, the credit.

A caption is what an element says is one: by its name, by the words of its class, or by standing
right behind the frame and saying so. A credit is that by its class or by how it begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lxml import html

from newsarchive.formats.pages import eastern
from newsarchive.formats.pages.credits import (
    credit_of,
    is_credit,
    is_labelled,
    is_named,
    split,
)
from newsarchive.formats.pages.linkeddata import plain, readable
from newsarchive.formats.pages.region import Region, says
from newsarchive.formats.pages.tree import (
    above,
    attribute_words,
    length_of,
    line,
    name,
    short_text_in,
    text_in,
)
from newsarchive.formats.pages.weights import weight
from newsarchive.formats.pages.words import listed

PICTURES = ("img", "amp-img")

_CAPTION = frozenset(listed("class-caption"))
_CREDIT = frozenset(listed("class-credit"))
_FRAMED = frozenset(listed("class-frame"))
_BEHIND = frozenset(listed("class-caption-behind"))
_CREDIT_BEHIND = frozenset(listed("class-credit-behind"))
_DESCRIBING = frozenset(("desc", "descr", "description", "text", "info"))
_OF_PICTURE = frozenset(("image", "img", "pic", "picture", "photo", "foto", "bild"))
_UNTOLD = frozenset(listed("tag-untold"))
_DEEP = 7  # elements around a picture that may hold its caption
_LONGEST = 600  # characters that a frame without a name of its own may have
_LONGEST_CAPTION = 1_200
_CAPTION_KEYS, _CREDIT_KEYS = listed("attribute-caption"), listed("attribute-credit")
_SHORTEST_UNNAMED, _LONGEST_UNNAMED = 8, 400  # characters of a caption that nothing calls one
_LONGEST_NAMES = 80
_FRAME_ENDS = ("bild", "image", "photo", "picture", "foto", "figure", "imagen", "caption")
_HOLDERS = ("figure", "figcaption", "div", "p", "span", "cite", "small", "em", "td", "dd")
_MOST_HOLDERS = 60
_MOST_IN_FRAME = 400  # elements; what has more is no frame of one picture
_CLOSE = 2  # elements behind a frame that may be its caption and its credit


@dataclass(frozen=True, slots=True)
class Told:
    """A caption and a credit, each with where it stands; empty texts where there is none.

    `printed` are the texts that they were read out of: they are no part of the article's text.
    """

    caption: tuple[str, str] = ("", "")
    credit: tuple[str, str] = ("", "")
    printed: tuple[str, ...] = ()


def frame_of(element: html.HtmlElement, region: Region) -> html.HtmlElement | None:
    """The element that holds a picture and what belongs to it; None where there is none."""
    best = None
    for number, outer in enumerate(above(element, region.root)):
        if number >= _DEEP or outer in region.around or name(outer) in {"article", "body", "main"}:
            break
        if name(outer) == "figure":
            return outer
        if name(outer) in {"picture", "a", "noscript", "span"}:
            best = best if best is not None else outer
            continue
        if _has_several(outer):
            break
        if _is_frame(outer) or _has_caption(outer):
            best = outer
        elif length_of(outer) > _LONGEST:
            break
    return best


def _is_frame(element: html.HtmlElement) -> bool:
    """Whether an element is called as what is around a picture: `image-box`, `absatzbild`."""
    said = attribute_words(f"{element.get('class') or ''} {element.get('id') or ''}")
    return bool(said & _FRAMED) or any(word.endswith(_FRAME_ENDS) for word in said)


def _has_several(outer: html.HtmlElement) -> bool:
    """Whether an element shows more than one picture; copies for lack of scripts do not count."""
    found: set[str] = set()
    for picture in outer.iter(*PICTURES):
        if not any(name(e) == "noscript" for e in islice(above(picture), 3)):
            found.add(picture.get("src") or "")
        if len(found) > 1:
            return True
    return False


def _has_caption(outer: html.HtmlElement) -> bool:
    tags = ("div", "p", "span", "td", "figcaption", "dd")
    return any(
        says(e, _BEHIND) or "caption" in (e.get("itemprop") or "") for e in outer.iter(*tags)
    )


def told(element: html.HtmlElement, region: Region) -> Told:
    """What stands with a medium."""
    frame = frame_of(element, region)
    found = _told(element, frame, region)
    inside = () if frame is None else tuple(_texts(frame))
    return replace(found, printed=(*found.printed, *inside))


def _texts(frame: html.HtmlElement) -> Iterator[str]:
    """The texts in a frame as they may stand as a block: of each element, and of all together."""
    for element in islice(frame.iter(*_HOLDERS), _MOST_HOLDERS):
        if text := short_text_in(element, 2 * _LONGEST_CAPTION):
            yield text


def _told(element: html.HtmlElement, frame: html.HtmlElement | None, region: Region) -> Told:
    if frame is None:
        return _behind(element, region)
    caption_in, credit_in = _places(frame, element)
    printed: tuple[str, ...] = ()
    if caption_in is None:
        caption_in, beside = _beside(frame, region)
        credit_in = credit_in if credit_in is not None else beside
        printed = tuple(text_in(e) for e in (caption_in, beside) if e is not None)
    if caption_in is None and credit_in is None:
        return _in_attributes(frame, element) or _unnamed(frame) or _behind(frame, region)
    if caption_in is not None and credit_in is None:
        credit_in = _last(caption_in)
    credit, basis = "", ""
    if credit_in is not None:
        credit, basis = credit_of(_text(credit_in)), _basis(credit_in)
    if caption_in is None:
        return Told(credit=(credit, basis), printed=printed)
    found = _parted(_without(caption_in, credit_in), _basis(caption_in), credit, basis)
    return replace(found, printed=printed)


def _parted(text: str, basis: str, credit: str = "", credit_basis: str = "") -> Told:
    """The caption in a text, and the credit at its end where none is known."""
    caption, tail = split(text)
    if len(caption) > _LONGEST_CAPTION:
        return Told(credit=(credit, credit_basis))
    if tail and not credit:
        credit, credit_basis = credit_of(tail), basis
    elif tail and not is_labelled(tail) and plain(credit_of(tail)) not in plain(credit):
        caption = line(text)  # the credit stands elsewhere, and this says something else
    return Told((caption, basis if caption else ""), (credit, credit_basis if credit else ""))


def _in_attributes(frame: html.HtmlElement, picture: html.HtmlElement) -> Told | None:
    """A caption and a credit that scripts would show: in attributes of a picture or beside it."""
    caption = credit = ("", "")
    for element in (picture, *frame.iter("div", "span", "a", "figure", "button")):
        for keys, is_caption in ((_CAPTION_KEYS, True), (_CREDIT_KEYS, False)):
            key = next((k for k in keys if (element.get(k) or "").strip()), None)
            if key is None:
                continue
            told_here = (readable(element.get(key) or ""), f"html:@{key}")
            if is_caption:
                caption = caption if caption[0] else told_here
            else:
                credit = credit if credit[0] else told_here
    if not caption[0] and not credit[0]:
        return None
    return _parted(*caption, credit_of(credit[0]) if credit[0] else "", credit[1])


def _unnamed(frame: html.HtmlElement) -> Told | None:
    """The caption in a frame that says nothing else: the only text beside a picture."""
    if name(frame) in {"a", "span", "picture", "noscript"}:
        return None
    if next(frame.iter("a", "h1", "h2", "h3", "h4", "ul", "form", "iframe"), None) is not None:
        return None
    text = short_text_in(frame, _LONGEST_UNNAMED)
    return _parted(text, _basis(frame)) if text and weight(text) >= _SHORTEST_UNNAMED else None


def _behind(frame: html.HtmlElement, region: Region) -> Told:
    """The caption in a paragraph right behind a lone picture, by the credit at its end."""
    outer = frame
    for around in above(frame, region.root):
        if around is region.text or length_of(around) > 0:
            break
        outer = around
    following = outer.getnext()
    if following is None or name(following) not in {"p", "div", "em", "small"}:
        return Told()
    text = short_text_in(following, _LONGEST_UNNAMED)
    caption, tail = split(text)
    if _says_caption(_said(following)) and text:
        return replace(_parted(text, _basis(following)), printed=(text,))
    sure = "/" in tail or tail.startswith("©") or eastern.is_sure(tail)
    if not caption or not tail or not sure:
        return Told()
    basis = _basis(following)
    return Told((caption, basis), (credit_of(tail), basis), (text,))


def _last(caption: html.HtmlElement) -> html.HtmlElement | None:
    """The credit in the last element of a caption: names alone, behind the end of the text."""
    inner = caption
    for _ in range(3):
        children = [c for c in inner if name(c) and text_in(c)]
        if len(children) == 1 and not line(inner.text) and not line(children[0].tail):
            inner = children[0]
            continue
        break
    if not children or line(children[-1].tail) or name(children[-1]) in {"a", "b", "strong", "br"}:
        return None
    last = children[-1]
    text = short_text_in(last, _LONGEST_NAMES)
    rest = _without(inner, last)
    if not text or not rest:
        return None
    ended = rest.endswith((".", "!", "?", "»", "”", '"', "…"))
    return (
        last if is_credit(text) or (ended and is_named(text) and not text.endswith(".")) else None
    )


def _text(element: html.HtmlElement) -> str:
    """The text of an element, with a blank between elements that stand apart on the screen."""
    pieces = [element.text or ""]
    for child in element:
        if name(child) and name(child) not in _UNTOLD:
            apart = " " if name(child) in {"span", "small", "cite", "div", "p"} else ""
            pieces += [apart, _text(child), apart]
        pieces.append(child.tail or "")
    return line("".join(pieces)).replace(" ,", ",").replace(" .", ".")


def _basis(element: html.HtmlElement) -> str:
    classes = (element.get("class") or "").split()
    return f"html:{name(element)}.{classes[0]}" if classes else f"html:{name(element)}"


def _said(element: html.HtmlElement) -> frozenset[str]:
    keys = ("class", "itemprop", "data-testid", "property", "data-editable", "data-component")
    return attribute_words(" ".join(element.get(key) or "" for key in keys))


def _says_caption(said: frozenset[str]) -> bool:
    """Whether the words of an element behind a picture say that it is its caption."""
    return bool(said & _BEHIND) or bool(said & _DESCRIBING and said & _OF_PICTURE)


def _is_caption(element: html.HtmlElement, said: frozenset[str]) -> bool:
    ends = ("caption", "legend", "bildunterschrift")
    return (
        name(element) == "figcaption"
        or bool(said & _CAPTION)
        or any(w.endswith(ends) for w in said)
        or ("title" in said and "media" in said and next(element.iter("a"), None) is None)
    )


def _is_credit(element: html.HtmlElement, said: frozenset[str], *, in_caption: bool) -> bool:
    ends = ("credit", "credits", "copyright")
    if said & _CREDIT or any(w.endswith(ends) for w in said):
        return True
    if in_caption and name(element) in {"cite", "small"}:
        return True
    # An element of its own that begins as only credits do: Image source, Getty Images
    text = text_in(element) if len(element) < 4 else ""  # noqa: PLR2004
    return bool(text) and is_labelled(text) and name(element) not in {"figcaption", "p"}


def _places(
    frame: html.HtmlElement, picture: html.HtmlElement
) -> tuple[html.HtmlElement | None, html.HtmlElement | None]:
    """The elements in a frame that hold the caption and the credit."""
    if sum(1 for _ in islice(frame.iter(), _MOST_IN_FRAME)) == _MOST_IN_FRAME:
        return None, None
    captions: list[html.HtmlElement] = []
    credits_: list[html.HtmlElement] = []
    for element in frame.iter():
        if not name(element) or name(element) in _UNTOLD or element is frame:
            continue
        if any(i is picture for i in element.iter(*PICTURES)) and name(element) != "figcaption":
            if _is_labelled_around(element):
                credits_.append(element)
            continue
        if not short_text_in(element, _LONGEST_CAPTION):
            continue
        said = _said(element)
        in_caption = any(e is c for c in captions for e in above(element))
        if any(e is c for c in credits_ for e in above(element)):
            continue
        both = _is_caption(element, said)
        if _is_credit(element, said, in_caption=in_caption) and not (
            both and not is_credit(text_in(element))
        ):
            credits_.append(element)
        elif both:
            captions.append(element)
    return _chosen(captions, credits_), credits_[0] if credits_ else None


def _is_labelled_around(element: html.HtmlElement) -> bool:
    """Whether all that stands around a picture in an element is a credit that says so."""
    return name(element) == "div" and is_labelled(text_in(element))


def _chosen(
    captions: Sequence[html.HtmlElement], credits_: Sequence[html.HtmlElement]
) -> html.HtmlElement | None:
    """The innermost of the captions in each other, where nothing but a credit stands beside it."""
    if not captions:
        return None
    outer = captions[0]
    for inner in captions[1:]:
        if not any(e is outer for e in above(inner)):
            continue
        rest = line(text_in(outer).replace(text_in(inner), "", 1))
        for credit in credits_:
            rest = line(rest.replace(text_in(credit), "", 1))
        if len(rest) < 3 or is_credit(rest):  # noqa: PLR2004
            return inner
    return outer


def _beside(
    frame: html.HtmlElement, region: Region
) -> tuple[html.HtmlElement | None, html.HtmlElement | None]:
    """A caption and a credit right behind a frame that say by their class that they are."""
    caption = credit = None
    for number, sibling in enumerate(frame.itersiblings()):
        if number >= _CLOSE or not name(sibling) or sibling is region.text:
            break
        if next(sibling.iter(*PICTURES), None) is not None or not text_in(sibling):
            break
        said = _said(sibling)
        if caption is None and (name(sibling) == "figcaption" or _says_caption(said)):
            caption = sibling
            credit = next(
                (
                    e
                    for e in sibling.iterdescendants()
                    if name(e) and text_in(e) and _is_credit(e, _said(e), in_caption=True)
                ),
                None,
            )
        elif credit is None and said & _CREDIT_BEHIND:
            credit = sibling
        else:
            break
    return caption, credit


def _without(element: html.HtmlElement, left_out: html.HtmlElement | None) -> str:
    """The text of an element, without that of an element in it."""
    text = _text(element)
    if left_out is None or left_out is element or not any(e is element for e in above(left_out)):
        return text
    part = _text(left_out)
    at = text.rfind(part)
    rest = f"{text[:at]} {text[at + len(part) :]}" if at >= 0 and part else text
    return line(rest).strip(" |/–—-•·")
