"""What kind of page it is, by what it says and shows: an article, a stub, a list. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsarchive.formats.pages.addresses import is_front
from newsarchive.formats.pages.linkeddata import LinkedData, Node, first, plain, texts, types
from newsarchive.formats.pages.weights import weight
from newsarchive.formats.pages.words import any_of, listed
from newsarchive.model.article import Block, BlockKind, Completeness

_SHORT = 1_200  # letters' weight; a text behind a wall shows no more
_LITTLE = 600  # letters' weight beside pictures or a film
_WALL = re.compile(rf"(?i){any_of('wall')}")
_WALL_STEMS = listed("wall-stem")
_CONSENT = re.compile(rf"(?i){any_of('consent')}")
_ERROR = re.compile(rf"(?i)\W*{any_of('error')}\W*")
_OF = rf"\s*{any_of('part_of')}\s*"
_PARTS = re.compile(
    rf"(?i)\A\W*{any_of('part')}?\s*(?P<this>\d{{1,2}}){_OF}(?P<all>\d{{1,2}})\W*\Z"
)
_NUMBERED = re.compile(rf"(?i){any_of('part')}\W{{0,3}}\d{{1,2}}{_OF}\d")
_QUICK_NUMBERED = re.compile(rf"\d(?i:{_OF})\d")  # what the other has in it; found much faster
_CORRECTION = re.compile(
    r"(?i)\A\W{0,3}(?:(?:editor'?s'? note|note)\W{1,4})?"
    rf"{any_of('correction')}\b\W{{0,3}}[:：.–—-]?\s|\A{any_of('corrected')}"
)
_GALLERY = re.compile(rf"(?i){any_of('gallery')}")
_NOTHING = 25  # letters' weight; a page with so few has no text
_FEWEST_LINKS = 30
_FEWEST_PICTURES = 5  # of a gallery
_MOST_LINKED = 0.6
_FEW_WORDS = 300  # letters' weight of a text that may be a teaser
_MOST_LEADING = 0.3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is. `form` and `completeness` go into the record; `refusal` says why it is none.

    `note` is what is to be told of it.
    """

    form: str | None = None
    completeness: Completeness | None = None
    note: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """How many links a page has, how much of what it prints they are (0 to 1), and their texts."""

    count: int = 0
    share: float = 0.0
    texts: frozenset[str] = frozenset()

    def leads(self, blocks: Sequence[Block]) -> float:
        """How much of a text leads elsewhere, from 0 to 1; a list of teasers does for the most."""
        whole = sum(len(b.text) for b in blocks)
        linked = sum(len(b.text) for b in blocks if plain(b.text) in self.texts)
        return linked / whole if whole else 1.0


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a page when it is judged.

    `visible` gives all that it prints, `links` how much of that leads elsewhere; both take time.
    """

    title: str
    blocks: Sequence[Block]
    nodes: Sequence[Node]
    data: LinkedData
    og_type: str
    address: str
    visible: Callable[[], str]
    links: Links
    pictures: int
    captions: int
    films: int
    follows: bool  # a link to the next part, or from the one before
    numbered: str  # what the page prints of how many parts there are
    article_shown: bool  # an element or a mark says that there is an article


def judged(shown: Shown) -> Verdict:
    """What kind of page it is."""
    length = sum(weight(b.text) for b in shown.blocks)
    if refusal := _no_article(shown, length):
        return Verdict(refusal=refusal)
    form = _form(shown, length)
    if note := _wall(shown, length):
        return Verdict(form or "stub", Completeness.STUB, note)
    if note := _part(shown):
        return Verdict(form, Completeness.PART, note)
    return Verdict(form)


def _no_article(shown: Shown, length: int) -> str:
    title = shown.title or " ".join(b.text for b in shown.blocks[:1])
    has_date = any(first(n.get("datePublished")) for n in shown.nodes)
    if _ERROR.fullmatch(title) and length < _SHORT and not has_date:
        return f"an error page: its title is {title[:80]!r}"
    if (
        not shown.nodes
        and not shown.article_shown
        and length < _SHORT
        and _CONSENT.search(shown.visible())
    ):
        return "a page that asks for consent, with no article behind it"
    listed = bool(shown.data.typed("ItemList", "CollectionPage", "SearchResultsPage"))
    if is_front(shown.address) and not shown.nodes and shown.og_type != "article":
        return "the front page of a site"
    crowded = shown.links.count >= _FEWEST_LINKS and shown.links.share > _MOST_LINKED
    if (
        not shown.nodes
        and shown.og_type not in {"article", "news", "blog"}
        and not shown.article_shown
    ):
        leads = length < _FEW_WORDS or shown.links.leads(shown.blocks) > _MOST_LEADING
        if (crowded or listed) and leads:
            return "a list of links to articles"
    if length < _NOTHING and not (shown.nodes or shown.pictures or shown.films):
        return "a page without a text"
    return ""


def _form(shown: Shown, length: int) -> str | None:
    kinds = {t for n in shown.nodes for t in types(n)}
    if "LiveBlogPosting" in kinds:
        return "live-blog"
    others = {t for n in shown.data.others() for t in types(n)}
    if length < _LITTLE:
        if shown.pictures >= _FEWEST_PICTURES and shown.captions >= 3:  # noqa: PLR2004
            return "gallery"
        if others & {"ImageGallery", "MediaGallery"} and shown.pictures > 1:
            return "gallery"
        if shown.films and (
            others & {"VideoObject", "NewsVideoObject"} or shown.og_type.startswith("video")
        ):
            return "video"
    if (
        length < 2 * _LITTLE
        and shown.pictures >= _FEWEST_PICTURES
        and _GALLERY.search(shown.title + " " + shown.address)
    ):
        return "gallery"
    if not kinds and others & {"VideoObject", "NewsVideoObject"} and length < _LITTLE:
        return "video"
    return None


def _wall(shown: Shown, length: int) -> str:
    closed = any(
        str(n.get("isAccessibleForFree")).lower() in {"false", "0"}
        or any(t.lower() == "false" for t in texts(n.get("isAccessibleForFree")))
        for n in shown.nodes
    )
    tail = " ".join(b.text for b in shown.blocks[-3:])
    phrase = _wall_in(tail) or (_wall_in(shown.visible()) if length < _SHORT else None)
    if closed and length < _SHORT:
        return "the page says that its text is not free, and has only the beginning of it"
    if phrase and length < 2 * _SHORT:
        return f"the text breaks off at a wall: {phrase[0]!r}"
    return ""


def _wall_in(text: str) -> re.Match[str] | None:
    """A phrase of a wall; looked for only where a part of such a phrase is found, which is fast."""
    folded = text.lower()
    return _WALL.search(text) if any(stem in folded for stem in _WALL_STEMS) else None


def _part(shown: Shown) -> str:
    match = _PARTS.match(shown.numbered)
    if match and 1 <= int(match["this"]) <= int(match["all"]) and int(match["all"]) > 1:
        return (
            f"this is part {int(match['this'])} of {int(match['all'])}; the others were not given"
        )
    return "the text goes on on another page, which was not given" if shown.follows else ""


def correction(block: Block) -> bool:
    """Whether a block tells that the article was corrected."""
    return (
        block.kind in {BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.QUOTE}
        and len(block.text) <= 1_500  # noqa: PLR2004
        and _CORRECTION.match(block.text + " ") is not None
    )


def may_be_numbered(text: str) -> bool:
    """Whether a text may say of how many parts something is one; a quick look."""
    return _QUICK_NUMBERED.search(text) is not None and _NUMBERED.search(text) is not None


def parts_in(text: str) -> bool:
    """Whether a text is nothing but which part of how many this is: "Seite 1 von 3"."""
    return len(text) < 40 and any(c.isalpha() for c in text) and _PARTS.match(text) is not None  # noqa: PLR2004
