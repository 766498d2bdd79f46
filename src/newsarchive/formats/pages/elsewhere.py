"""Times and names near an article that are of something else: teasers, events, comments. Pure.

What lies around the article's own text or headline is never strange, whatever it is called.
"""

from collections.abc import Iterator

from lxml import html

from newsarchive.formats.pages.region import Region, is_strange, says
from newsarchive.formats.pages.tree import above, attribute_words, name, text_in, words
from newsarchive.formats.pages.words import listed

_COMMENTS = frozenset(("comment", "comments", "reply", "commentlist"))
_HEADERS = frozenset(("header", "head", "headline"))
_EVENTS = frozenset(listed("class-event"))
_PICTURES = frozenset(listed("class-of-picture"))
_EVENT_PROPERTIES = frozenset(("startDate", "endDate", "doorTime", "validFrom", "validThrough"))
_THINGS = ("Event", "Comment", "Comments", "Person", "Offer")  # of schema.org
_ARTICLES = frozenset(listed("class-article"))
_FEWEST = 3  # words of a link that are the headline of another article
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def is_of_comment(element: html.HtmlElement, region: Region) -> bool:
    """Whether an element stands among the comments of readers.

    The header of a comment is that of an article of this genre.
    """
    return any(
        bool(said & _COMMENTS) and not said & _HEADERS
        for e in _between(element, region)
        for said in map(attribute_words, f"{e.get('class') or ''} {e.get('id') or ''}".split())
    )


def is_of_another(element: html.HtmlElement, region: Region) -> bool:
    """Whether a time is that of an event, a picture, or an article that is only named here."""
    if _EVENT_PROPERTIES & set((element.get("itemprop") or "").split()) or says(element, _PICTURES):
        return True
    for here in _between(element, region):
        if says(here, _EVENTS) or (here.get("itemtype") or "").endswith(_THINGS):
            return True
        tag = name(here)
        if tag == "a" and (
            _words(here) - _words(element) >= _FEWEST
            or next(here.iter(*_HEADINGS), None) is not None
        ):
            return True
        if tag in {"li", "article"} and any(_is_headline(a) for a in here.iter("a")):
            return True
        if any(next(h.iter("a"), None) is not None for h in here.iter(*_HEADINGS)):
            return True
    return False


def is_own(element: html.HtmlElement, region: Region) -> bool:
    """Whether an element is of the article, or of a footer of it."""
    return region.holds(element) or not any(
        is_strange(e) and not _is_own_footer(e) for e in _between(element, region)
    )


def is_of_article(element: html.HtmlElement, region: Region) -> bool:
    """Whether a line, or what is around it alone, says that it is of an article."""
    return any(_says_article(e) for e in _between(element, region))


def is_in_article(element: html.HtmlElement, region: Region) -> bool:
    """Whether an element, or one around it, says that what lies in it is an article."""
    inside = any(_says_article(e) for e in (element, *above(element, region.root)))
    return inside or _says_article(region.root)


def _says_article(element: html.HtmlElement) -> bool:
    if name(element) == "body":
        return False
    if name(element) in {"article", "main"} or element.get("role") == "main":
        return True
    return "Article" in (element.get("itemtype") or "") or bool(words(element) & _ARTICLES)


def _between(element: html.HtmlElement, region: Region) -> Iterator[html.HtmlElement]:
    """An element and those around it, as far as they are not around text or headline."""
    for here in (element, *above(element, region.root)):
        if here in region.around:
            return
        yield here


def _is_headline(link: html.HtmlElement) -> bool:
    return link.get("rel") not in {"author", "bookmark"} and _words(link) >= _FEWEST


def _words(element: html.HtmlElement) -> int:
    """How many words an element prints that are no figures."""
    return sum(not any(c.isdecimal() for c in w) for w in text_in(element).split())


def _is_own_footer(element: html.HtmlElement) -> bool:
    said = words(element)
    if name(element) == "footer":
        return bool(said & _ARTICLES) or any(name(e) == "article" for e in above(element))
    return "footer" in said and bool(said & _ARTICLES)
