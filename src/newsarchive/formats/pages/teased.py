"""Whether a picture in a page is that of another article, or of whoever wrote this one. Pure."""

from collections.abc import Sequence
from itertools import islice

from lxml import html

from newsarchive.formats.pages.addresses import host, same_page, whole
from newsarchive.formats.pages.linkeddata import plain
from newsarchive.formats.pages.region import Region, says
from newsarchive.formats.pages.sources import PICTURE_FILE
from newsarchive.formats.pages.tree import above, attribute_words, length_of, name, text_in
from newsarchive.formats.pages.words import listed

_OF_PICTURES = frozenset(listed("path-pictures"))
_ROUND = frozenset(listed("class-round"))
_FIGURE = frozenset(["figure", "caption", "article", "wp", "lead", "hero"])
_DEEP = 5  # elements around a picture that may be the teaser that it is in
_FEW = 3  # elements around a portrait that say that it is one
_LONGEST = 400  # characters of a teaser
_MOST_LINKS = 20


def is_portrait(element: html.HtmlElement, region: Region) -> bool:
    """Whether a picture is that of a person in a byline: round, or in what is about a person."""
    for number, outer in enumerate((element, *islice(above(element, region.root), _FEW))):
        if outer in region.around:
            return False
        if number < _FEW and set((outer.get("class") or "").lower().split()) & _ROUND:
            return True
        if (outer.get("itemtype") or "").rstrip("/").endswith("/Person"):
            return True
    return False


def is_teaser(
    element: html.HtmlElement, region: Region, base: str, own: Sequence[str], told: Sequence[str]
) -> bool:
    """Whether a picture is that of another article: in a link to it, or in a card with one.

    `own` are addresses of the page itself, `told` the texts that were read as caption and credit.
    """
    link = next((e for e in above(element, region.root) if name(e) == "a"), None)
    if link is not None and leads_away(link, base, own):
        return not _is_figure(element, link, told)
    return _is_in_card(element, region, base, own, told)


def leads_away(link: html.HtmlElement, base: str, own: Sequence[str]) -> bool:
    """Whether a link leads to another page, and not to the picture, its page or this one."""
    href = (link.get("href") or "").strip()
    if not href or href.startswith(("#", "javascript:")) or PICTURE_FILE.search(href):
        return False
    address = whole(href, base)
    if not address and not base and href.startswith("/"):
        address = f"https://site.invalid{href}"  # nobody knows which site; another page of it
    if not address or any(same_page(address, mine) for mine in own):
        return False
    return not attribute_words(address.partition("//")[2].partition("/")[2]) & _OF_PICTURES


def _is_of_site(link: html.HtmlElement, base: str) -> bool:
    """Whether a link leads to the page's own site: those to share it by lead to others."""
    there, here = host(whole(link.get("href") or "", base)), host(base)
    return not there or not here or there.split(".")[-2:] == here.split(".")[-2:]


def _is_figure(element: html.HtmlElement, link: html.HtmlElement, told: Sequence[str]) -> bool:
    """Whether a picture in a link stands in a figure with words of its own, and is no teaser."""
    if not any(told) or plain(told[0] or told[1]) in plain(text_in(link)):
        return False
    frame = next((e for e in above(element) if name(e) == "figure" or says(e, _FIGURE)), None)
    if frame is None or any(e is link for e in above(frame)):
        return False
    return next(frame.iter("h2", "h3", "h4"), None) is None


def _is_in_card(
    element: html.HtmlElement, region: Region, base: str, own: Sequence[str], told: Sequence[str]
) -> bool:
    """Whether what is around a picture says hardly more than a link to another page.

    So does what has a form to fill in, or sound to hear: a newsletter, a podcast.
    """
    known = plain("".join(told))
    share = 4 if not known else 2  # of the text that is in links
    figure = None
    for outer in islice(above(element, region.root), _DEEP):
        if outer in region.around:
            return False
        if name(outer) == "figure":
            figure = outer
        length = length_of(outer) - (0 if figure is None else length_of(figure))
        if length > _LONGEST:
            return False
        if not known and next(outer.iter("form", "audio"), None) is not None:
            return True
        linked = sum(
            length_of(link)
            for link in islice(outer.iter("a"), _MOST_LINKS)
            if (figure is None or not any(e is figure for e in above(link, outer)))
            and plain(text_in(link)) not in known
            and leads_away(link, base, own)
            and _is_of_site(link, base)
        )
        if linked and share * linked >= length:
            return True
    return False
