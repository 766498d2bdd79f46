# words of other languages
"""Which elements around a picture hold its caption and its credit, and what they print. Pure.

A caption is what an element says is one: by its name or by the words of its class. A credit is that
by its class, by how it begins, or by being nothing but names at the end of a caption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import html

from newsarchive.formats.pages.credits import credit_of, is_credit, is_label, is_labelled, is_named
from newsarchive.formats.pages.frames import PICTURES
from newsarchive.formats.pages.tree import (
    UNTOLD,
    above,
    attribute_words,
    line,
    name,
    short_text_in,
    spaced_text_in,
    text_in,
)
from newsarchive.formats.pages.words import listed

_CAPTION = frozenset(listed("class-caption"))
_CREDIT = frozenset(listed("class-credit"))
_CAPTION_ENDS = ("caption", "legend", "bildunterschrift")
_CREDIT_ENDS = ("credit", "credits", "copyright")
_LONGEST_CAPTION = 1_200
_LONGEST_NAMES = 80
_MOST_IN_FRAME = 400  # elements; what has more is no frame of one picture
_FEWEST_WORDS = 4  # of a caption without a stop before a name
_FULL_NAME = (2, 3)  # words
_BOLD = frozenset(("a", "b", "strong"))
_ENDS = (".", "!", "?", "»", "”", '"', "…", "。")


@dataclass(frozen=True, slots=True)
class Places:
    """The element of a caption, and those that the credit stands in, one behind the other."""

    caption: html.HtmlElement | None = None
    credit: tuple[html.HtmlElement, ...] = ()

    @property
    def credit_text(self) -> str:
        """The credit, without what only says that it is one; "" for none."""
        told = [t for e in self.credit if (t := spaced_text_in(e))]
        return credit_of(" ".join(told)) if told else ""

    @property
    def caption_text(self) -> str:
        """The caption, without the credit where that is in it; "" for none."""
        return "" if self.caption is None else without(self.caption, self.credit)


def said(element: html.HtmlElement) -> frozenset[str]:
    """The words that an element's class and the like have of what it is."""
    keys = ("class", "itemprop", "data-testid", "property", "data-editable", "data-component")
    return attribute_words(" ".join(element.get(key) or "" for key in keys))


def basis(element: html.HtmlElement) -> str:
    """Where a text stands: `html:figcaption.caption`."""
    classes = (element.get("class") or "").split()
    return f"html:{name(element)}.{classes[0]}" if classes else f"html:{name(element)}"


def without(element: html.HtmlElement, left_out: Sequence[html.HtmlElement]) -> str:
    """The text of an element, without that of elements in it."""
    text = spaced_text_in(element)
    for one in left_out:
        part = spaced_text_in(one)
        at = text.rfind(part) if any(e is element for e in above(one)) else -1
        if at >= 0 and part:
            text = line(f"{text[:at]} {text[at + len(part) :]}").strip(" |/–—-•·")
    return text


def places(frame: html.HtmlElement, picture: html.HtmlElement) -> Places:
    """The elements in a frame that hold the caption and the credit."""
    if sum(1 for _ in islice(frame.iter(), _MOST_IN_FRAME)) == _MOST_IN_FRAME:
        return Places()
    captions: list[html.HtmlElement] = []
    credits_: list[html.HtmlElement] = []
    for element in frame.iter():
        if not name(element) or name(element) in UNTOLD or element is frame:
            continue
        if any(i is picture for i in element.iter(*PICTURES)) and name(element) != "figcaption":
            if name(element) == "div" and is_labelled(text_in(element)):
                credits_.append(element)
            continue
        if not short_text_in(element, _LONGEST_CAPTION):
            continue
        if any(e is c for c in credits_ for e in above(element)):
            continue
        words = said(element)
        in_caption = any(e is c for c in captions for e in above(element))
        if _is_credit(element, words, in_caption=in_caption):
            credits_.append(element)
        elif _is_caption(element, words):
            captions.append(element)
    return _settled(captions, credits_)


def _settled(captions: list[html.HtmlElement], credits_: list[html.HtmlElement]) -> Places:
    whole = [c for c in captions if is_credit(text_in(c))]
    others = [c for c in captions if c not in whole and not any(w in above(c) for w in whole)]
    if whole and others and not any(w in c.iter() for c in others for w in whole):
        captions, credits_ = others, credits_ or whole[:1]
    credits_ = [c for one in credits_ if (c := _with_label(one, captions)) is not None]
    caption = _chosen(captions, credits_)
    credit = _joined(credits_)
    if not credit and caption is not None:
        last = last_names(caption)
        credit = () if last is None else (last,)
    return Places(caption, credit)


def _with_label(
    credit: html.HtmlElement, captions: Sequence[html.HtmlElement]
) -> html.HtmlElement | None:
    """A credit; what is around it where it is only its label; None where that is the caption."""
    if not is_label(text_in(credit)):
        return credit
    around = credit.getparent()
    if around is None or any(around is c for c in captions) or not is_labelled(text_in(around)):
        return None
    return around


def _joined(credits_: Sequence[html.HtmlElement]) -> tuple[html.HtmlElement, ...]:
    """The first credit, and those right behind it: `Photo by Jane Doe /` and `Tolm Images`."""
    found = list(credits_[:1])
    for one in credits_[1:]:
        beside = one.getprevious() is found[-1] and not line(found[-1].tail).strip(" |/–—-·,")
        if not beside or text_in(one) in text_in(found[0]):
            break
        found.append(one)
    return tuple(found)


def last_names(caption: html.HtmlElement) -> html.HtmlElement | None:
    """The credit in the last element of a caption, or in its first: names alone beside a text."""
    inner = caption
    children: list[html.HtmlElement] = []
    for _ in range(3):
        children = [c for c in inner if name(c) and name(c) not in UNTOLD and text_in(c)]
        if len(children) != 1 or line(inner.text) or line(children[0].tail):
            break
        inner = children[0]
    if not children:
        return None
    first, last = children[0], children[-1]
    if not line(last.tail) and _is_names(last, without(inner, (last,))):
        return last
    if _are_caption_and_name(inner, children):
        return last
    rest = without(inner, (first,))
    alone = len(children) == 1 and not line(inner.text) and is_credit(text_in(first))
    return first if alone and rest and not is_credit(rest) else None


def _is_names(last: html.HtmlElement, rest: str) -> bool:
    """Whether the last element of a caption is its credit, by the rest of it."""
    text = short_text_in(last, _LONGEST_NAMES)
    if not text or not rest or name(last) == "br":
        return False
    if name(last) in _BOLD:
        return "/" in text and is_named(text)
    if len(text.split()) == 1 and is_credit(text.upper()):
        return True
    return is_credit(text) or (rest.endswith(_ENDS) and is_named(text) and not text.endswith("."))


def _are_caption_and_name(caption: html.HtmlElement, parts: Sequence[html.HtmlElement]) -> bool:
    """Whether a caption is a text and a full name, each in an element like the other."""
    if len(parts) != 2 or line(caption.text) or any(line(e.tail) for e in parts):  # noqa: PLR2004
        return False
    text, other = text_in(parts[0]), text_in(parts[1])
    words = other.split()
    whole = len(text.split()) >= _FEWEST_WORDS and any(w[0].islower() for w in text.split())
    named = all(w[:1].isupper() and w.replace("-", "").isalpha() for w in words)
    return name(caption) == "figcaption" and whole and len(words) in _FULL_NAME and named


def _is_caption(element: html.HtmlElement, words: frozenset[str]) -> bool:
    return (
        name(element) == "figcaption"
        or bool(words & _CAPTION)
        or any(w.endswith(_CAPTION_ENDS) for w in words)
        or ("title" in words and "media" in words and next(element.iter("a"), None) is None)
    )


def _is_credit(element: html.HtmlElement, words: frozenset[str], *, in_caption: bool) -> bool:
    named = bool(words & _CREDIT) or any(w.endswith(_CREDIT_ENDS) for w in words)
    text = text_in(element)
    if _is_caption(element, words) and (named or not in_caption):
        # an element that holds both, or one whose name says of which part it is
        return named and (is_credit(text) or (_is_names_only(text) and _is_part(element, words)))
    if named or (in_caption and name(element) in {"cite", "small"}):
        return True
    if name(element) == "footer" and _is_names_only(text):
        return True
    # An element of its own that begins as only credits do: Image source, Getty Images
    if len(element) >= 4 or not is_labelled(text) or name(element) == "figcaption":  # noqa: PLR2004
        return False
    return name(element) != "p" or _is_names_only(credit_of(text))


def _is_names_only(text: str) -> bool:
    return len(text) <= _LONGEST_NAMES and (is_named(text) or is_credit(text.upper()))


def _is_part(element: html.HtmlElement, words: frozenset[str]) -> bool:
    """Whether an element is a credit by the end of its class, `caption__credit`, or beside one."""
    if name(element) == "figcaption" and not words & _CAPTION:
        around = element.getparent()
        return around is not None and sum(1 for _ in around.iter("figcaption")) > 1
    for token in (element.get("class") or "").split():
        ends = attribute_words(token.rpartition("_")[2].rpartition("-")[2])
        if ends & _CREDIT or any(w.endswith(_CREDIT_ENDS) for w in ends):
            return True
    return False


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
