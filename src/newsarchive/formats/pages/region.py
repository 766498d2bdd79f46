"""Where in a page its article is: the element that holds it, and what in it is not of it.

The text lies where most of the prose is; the article is the element that holds the text and the
headline. Teasers of other articles, comments, sharing and the like are left out by what they are,
by the words of their class, and by being a link to another page around a picture.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from lxml import etree, html

from newsarchive.formats.pages.linkeddata import plain
from newsarchive.formats.pages.tree import (
    above,
    attribute_words,
    length_of,
    length_up_to,
    name,
    text_in,
    weight_of,
    words,
)
from newsarchive.formats.pages.weights import weight
from newsarchive.formats.pages.words import listed

_PROSE = 60  # letters' weight of a paragraph that is prose
_SHORT_PROSE = 30  # the same where no paragraph is longer
_LONGEST_TEASER = 2_000
_LITTLE, _FEW_LINKS = 400, 2  # letters' weight and links beside the text
_SHORT_TITLE = 10  # letters' weight; a first heading so short is the name of the site
_INLINE = frozenset(("span", "a", "b", "i", "em", "strong", "font", "small", "sup", "sub", "mark"))
_MOST_INLINE, _MOST_BESIDE = 20, 40
_STRANGE = frozenset(["nav", "footer", "aside", "form", "dialog", "menu", "template"])
_STRANGE_ROLES = frozenset(
    ["navigation", "complementary", "contentinfo", "search", "dialog", "menu"]
)
_OTHER = frozenset(listed("class-strange"))
_DATES = frozenset(("date", "time", "datum"))
_PAIRS = (
    frozenset(("related",)),
    frozenset(("read", "more")),
    frozenset(("read", "next")),
    frozenset(("up", "next")),
    frozenset(("most", "read")),
    frozenset(("most", "popular")),
    frozenset(("see", "also")),
    frozenset(("more", "from")),
    frozenset(("more", "stories")),
    frozenset(("more", "news")),
    frozenset(("author", "bio")),
    frozenset(("author", "box")),
    frozenset(("author", "image")),
    frozenset(("author", "photo")),
    frozenset(("author", "avatar")),
    frozenset(("social", "share")),
    frozenset(("share", "buttons")),
    frozenset(("also", "like")),
    frozenset(("latest", "news")),
    frozenset(("sign", "up")),
    frozenset(("author", "card")),
    frozenset(("author", "info")),
    frozenset(("site", "header")),
    frozenset(("article", "list")),
    frozenset(("news", "list")),
    frozenset(("story", "list")),
    frozenset(("card", "list")),
    frozenset(("byline", "image")),
    frozenset(("byline", "avatar")),
    frozenset(("about", "author")),
)
_TEASERS = frozenset(("teaser", "teasers"))
_CAPTIONS = frozenset(("caption", "credit", "credits"))
_OF_PICTURES = frozenset(listed("path-pictures"))
_PAIRED = frozenset(word for pair in _PAIRS for word in pair)
_COUNT_LINKS = etree.XPath("count(.//a)")


@dataclass(frozen=True)
class Region:
    """The element that holds the article, and the one in it that holds most of the prose."""

    root: html.HtmlElement
    text: html.HtmlElement
    heading: html.HtmlElement | None
    _verdicts: dict[html.HtmlElement, bool] = field(default_factory=dict)

    def holds(self, element: html.HtmlElement) -> bool:
        """Whether an element below the root is of the article, and of nothing strange in it."""
        return not self._strange(element)

    def _strange(self, element: html.HtmlElement) -> bool:
        known = self._verdicts.get(element)
        if known is not None:
            return known
        if element is self.root:
            verdict = False
        else:
            parent = element.getparent()
            verdict = (
                parent is None
                or self._strange(parent)
                or (is_strange(element) and element not in self.around)
            )
        self._verdicts[element] = verdict
        return verdict

    @cached_property
    def around(self) -> frozenset[html.HtmlElement]:
        """The elements that hold the article's own text or headline, whatever they are called."""
        if self.heading is None:
            return self.around_text
        return self.around_text | {self.heading, *above(self.heading)}

    @cached_property
    def around_text(self) -> frozenset[html.HtmlElement]:
        """The elements that hold the article's own text."""
        return frozenset((self.text, *above(self.text)))


def find(root: html.HtmlElement, headlines: Iterable[str]) -> Region:
    """The article's place in a page; the whole page where nothing tells."""
    body = root.find("body") if root.tag == "html" else None
    top = body if body is not None else root
    text = _most_prose(top, _PROSE)
    if text is None:
        text = _most_prose(top, _SHORT_PROSE)
    if text is None:
        text = top
    heading = _heading(top, text, {plain(h) for h in headlines if h})
    holder = _shared(text, heading, top) if heading is not None else text
    return Region(_widened(holder, top, heading), text, heading)


def is_strange(element: html.HtmlElement) -> bool:
    """Whether an element is around an article and not of it, by what it is and is called."""
    tag = name(element)
    if tag == "aside":
        return not _is_set_apart(element)
    if not tag or tag in _STRANGE:
        return True
    if (element.get("role") or "").lower() in _STRANGE_ROLES or _hidden(element):
        return True
    if tag in {"body", "html", "main", "figure", "picture", "img"}:
        return False
    said = words(element)
    if other := said & _OTHER:
        # A lead picture is called so as well; what leads nowhere is no teaser.
        return not (other <= _TEASERS and _shows_picture(element) and not _leads(element))
    # `news-list-date` is what TYPO3 calls the day of the article that a page shows.
    paired = bool(said & _PAIRED) and not said & _DATES
    return paired and any(pair <= said for pair in _PAIRS)


def _is_set_apart(aside: html.HtmlElement) -> bool:
    """Whether an aside has nothing but a picture of the article and what is said of it."""
    if _leads(aside):
        return False
    captioned = any(says(e, _CAPTIONS) for e in aside.iter("p", "div", "span"))
    return next(aside.iter("figure"), None) is not None or (captioned and _shows_picture(aside))


def _leads(element: html.HtmlElement) -> bool:
    """Whether a link is in an element, but to a page of its picture, or around it."""
    links = (*element.iter("a"), *(e for e in islice(above(element), 3) if name(e) == "a"))
    return any(not attribute_words(link.get("href") or "#") & _OF_PICTURES for link in links)


def _shows_picture(element: html.HtmlElement) -> bool:
    return next(element.iter("img", "amp-img"), None) is not None


def _hidden(element: html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style


def _most_prose(top: html.HtmlElement, least: int) -> html.HtmlElement | None:
    """The element with most prose in its own paragraphs, those of its children counting half.

    `least` is the weight that a paragraph has at least.
    """
    scores: dict[html.HtmlElement, float] = {}
    for paragraph in top.iter("p", "br", "div"):
        if paragraph.tag == "br":
            length = weight((paragraph.tail or "").strip())
        elif paragraph.tag == "p" or _is_line(paragraph):
            length = weight("".join(paragraph.itertext())) - sum(
                weight(a.text_content()) for a in paragraph.iter("a")
            )
        else:
            continue
        holder = _holder(paragraph)
        if length < least or holder is None:
            continue
        scores[holder] = scores.get(holder, 0) + length
        outer = holder.getparent()
        if outer is not None:
            scores[outer] = scores.get(outer, 0) + length / 2
            if (more := outer.getparent()) is not None:
                scores[more] = scores.get(more, 0) + length / 4
    best = sorted(scores, key=lambda e: -scores[e])
    for element in best[:10]:
        if not any(is_strange(e) and name(e) != "form" for e in (element, *above(element, top))):
            return element
    return best[0] if best else None


def _is_line(element: html.HtmlElement) -> bool:
    """Whether an element has words in it and nothing but words: a paragraph of another name."""
    if len(element) > _MOST_INLINE:
        return False
    text = element.text
    if len(element) == 0:
        return text is not None and not text.isspace()
    return all(child.tag in _INLINE for child in element)


def _holder(paragraph: html.HtmlElement) -> html.HtmlElement | None:
    """What holds a paragraph; where each has wrappers of its own, what holds those."""
    holder = parent = paragraph.getparent()
    while parent is not None and len(parent) == 1 and paragraph.tag != "br":
        outer = parent.getparent()
        if outer is None or name(parent) not in {"div", "section"}:
            break
        beside = parent.getnext() if parent.getnext() is not None else parent.getprevious()
        if beside is not None and _is_alike(parent, outer):
            return outer
        parent = outer
    return holder


def _is_alike(element: html.HtmlElement, outer: html.HtmlElement) -> bool:
    """Whether another element in the same one is of the same kind: a wrapper of a paragraph."""
    kind = element.get("class")
    return any(
        e is not element and e.tag == element.tag and e.get("class") == kind
        for e in islice(outer, _MOST_BESIDE)
    )


def _heading(
    top: html.HtmlElement, text: html.HtmlElement, wanted: set[str]
) -> html.HtmlElement | None:
    """The heading that is the headline: a wanted one, else the only one, or one in the text."""
    found = list(top.iter("h1"))[:50]
    for element in (*found, *list(top.iter("h2", "h3"))[:50]):
        told = plain(text_in(element))
        if told and told in wanted:
            return element
    own = [
        h
        for h in found
        if weight(text_in(h)) > _SHORT_TITLE and not any(is_strange(e) for e in above(h, top))
    ]
    if len(own) == 1:
        return own[0]
    inside = [h for h in own if any(h is e for e in text.iter("h1"))]
    return inside[0] if inside else None


def _shared(
    one: html.HtmlElement, other: html.HtmlElement, top: html.HtmlElement
) -> html.HtmlElement:
    """The nearest element that both lie in."""
    around = [one, *above(one)]
    for element in (other, *above(other)):
        if any(element is e for e in around):
            return element
    return top


def _widened(
    holder: html.HtmlElement, top: html.HtmlElement, heading: html.HtmlElement | None
) -> html.HtmlElement:
    """The element that says that it is the article, where it is around and holds no other one."""
    for element in (holder, *above(holder)):
        if element is top:
            break
        kind = (element.get("itemtype") or "") + " " + (element.get("typeof") or "")
        if name(element) == "article" or "Article" in kind or "BlogPosting" in kind:
            return element
    for element in (holder, *above(holder)):
        if element is top:
            break
        if name(element) == "main" or element.get("role") == "main":
            return element if heading is not None else holder
    return _with_little_around(holder, top) if heading is not None else holder


def _with_little_around(holder: html.HtmlElement, top: html.HtmlElement) -> html.HtmlElement:
    """The outermost element that adds hardly more to a holder than a picture with its caption."""
    here, length, links = holder, weight_of(holder), _COUNT_LINKS(holder)
    for element in above(holder):
        if element is top or _COUNT_LINKS(element) - links > _FEW_LINKS:
            break
        if weight_of(element) - length > _LITTLE:
            break
        here = element
    return here


def teasers(region: Region) -> list[html.HtmlElement]:
    """The elements in an article that lead to other pages: strange, and mostly links."""
    found: list[html.HtmlElement] = []
    for element in region.root.iter("div", "section", "aside", "ul", "ol", "article", "nav"):
        if element is region.root or element in region.around:
            continue
        nested = element.tag == "article"
        if not nested and region.holds(element):
            continue
        length = length_up_to(element, _LONGEST_TEASER)
        if length < _LONGEST_TEASER and 0 < length <= 2 * sum(map(length_of, element.iter("a"))):
            found.append(element)
    return found


def within(region: Region, *tags: str) -> Iterator[html.HtmlElement]:
    """The elements with these names that are of the article, in their order."""
    for element in region.root.iter(*tags):
        if region.holds(element):
            yield element


def says(element: html.HtmlElement, wanted: frozenset[str]) -> bool:
    """Whether class or id of an element has one of these words in it."""
    named, known = element.get("class"), element.get("id")
    if not (named or known):
        return False
    said = attribute_words(f"{named or ''} {known or ''}")
    return not said.isdisjoint(wanted)
