# words of other languages
"""What stands with a picture in a page: the frame around both, the caption, the credit.

A caption is what an element says is one: by its name, by the words of its class, or by standing
right behind the frame and saying so. A credit is that by its class or by how it begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import html

from newsarchive.formats.pages.credits import credit_of, is_credit, is_labelled, split
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
from newsarchive.formats.pages.words import listed

PICTURES = ("img", "amp-img")

_CAPTION = frozenset(listed("class-caption"))
_CREDIT = frozenset(listed("class-credit"))
_FRAMED = frozenset(listed("class-frame"))
_BEHIND = frozenset(listed("class-caption-behind"))
_CREDIT_BEHIND = frozenset(listed("class-credit-behind"))
_UNTOLD = frozenset(listed("tag-untold"))
_DEEP = 7  # elements around a picture that may hold its caption
_LONGEST = 600  # characters that a frame without a name of its own may have
_LONGEST_CAPTION = 1_200
_MOST_IN_FRAME = 400  # elements; what has more is no frame of one picture
_CLOSE = 2  # elements behind a frame that may be its caption and its credit


@dataclass(frozen=True, slots=True)
class Told:
    """A caption and a credit, each with where it stands; empty texts where there is none."""

    caption: tuple[str, str] = ("", "")
    credit: tuple[str, str] = ("", "")


def frame_of(element: html.HtmlElement, region: Region) -> html.HtmlElement | None:
    """The element that holds a picture and what belongs to it; None where there is none."""
    best = None
    for number, outer in enumerate(above(element, region.root)):
        if number >= _DEEP or outer is region.text or name(outer) in {"article", "body", "main"}:
            break
        if name(outer) == "figure":
            return outer
        if name(outer) in {"picture", "a", "noscript", "span"}:
            best = best if best is not None else outer
            continue
        if _has_several(outer):
            break
        if says(outer, _FRAMED) or _has_caption(outer):
            best = outer
        elif length_of(outer) > _LONGEST:
            break
    return best


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
    return any(says(e, _BEHIND) for e in outer.iter("div", "p", "span", "td", "figcaption"))


def told(element: html.HtmlElement, region: Region) -> Told:
    """What stands with a medium."""
    frame = frame_of(element, region)
    if frame is None:
        return Told()
    caption_in, credit_in = _places(frame, element)
    if caption_in is None:
        beside, credit_beside = _beside(frame, region)
        caption_in = beside
        credit_in = credit_in if credit_in is not None else credit_beside
    credit, basis = "", ""
    if credit_in is not None:
        credit, basis = credit_of(text_in(credit_in)), _basis(credit_in)
    if caption_in is None:
        return Told(credit=(credit, basis))
    caption, tail = split(_without(caption_in, credit_in))
    if len(caption) > _LONGEST_CAPTION:
        return Told(credit=(credit, basis))
    if tail and not credit:
        credit, basis = credit_of(tail), _basis(caption_in)
    return Told((caption, _basis(caption_in) if caption else ""), (credit, basis if credit else ""))


def _basis(element: html.HtmlElement) -> str:
    classes = (element.get("class") or "").split()
    return f"html:{name(element)}.{classes[0]}" if classes else f"html:{name(element)}"


def _said(element: html.HtmlElement) -> frozenset[str]:
    keys = ("class", "itemprop", "data-testid", "property", "data-editable", "data-component")
    return attribute_words(" ".join(element.get(key) or "" for key in keys))


def _is_caption(element: html.HtmlElement, said: frozenset[str]) -> bool:
    ends = ("caption", "legend", "bildunterschrift")
    return (
        name(element) == "figcaption"
        or bool(said & _CAPTION)
        or any(w.endswith(ends) for w in said)
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
        if caption is None and (name(sibling) == "figcaption" or said & _BEHIND):
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
    text = text_in(element)
    if left_out is None or left_out is element or not any(e is element for e in above(left_out)):
        return text
    part = text_in(left_out)
    at = text.rfind(part)
    rest = f"{text[:at]} {text[at + len(part) :]}" if at >= 0 and part else text
    return line(rest).strip(" |/–—-•·")
