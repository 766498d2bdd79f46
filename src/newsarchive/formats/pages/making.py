"""A page that was read becomes an article: its text, its media, and what stands beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml import html

from newsarchive.errors import RefusedError
from newsarchive.formats.pages import body, dated, facts, kinds, linkeddata, live, pictures
from newsarchive.formats.pages.addresses import is_front, page_key, whole
from newsarchive.formats.pages.authored import Authors
from newsarchive.formats.pages.linkeddata import plain
from newsarchive.formats.pages.parsing import inlined_number
from newsarchive.formats.pages.pictures import Found
from newsarchive.formats.pages.reading import PageReading
from newsarchive.formats.pages.region import teasers
from newsarchive.formats.pages.sources import Source
from newsarchive.formats.pages.tree import above, length_of, name, short_text_in, text_in
from newsarchive.formats.pages.weights import density, weight
from newsarchive.formats.text.languages import detect
from newsarchive.model.article import (
    Article,
    Block,
    Body,
    Correction,
    Language,
    Medium,
    MediumKind,
    Provenance,
    Rendition,
    not_stated,
)
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Statement

_NOT_STORED = "Nothing was stored for it. --as-is keeps it without reading it."
_MOST_RENDITIONS = 12
_PROSE = 60  # letters' weight of a paragraph that is prose
_LONGEST_NUMBER = 40  # characters of `Seite 1 von 3`
_SHORT, _LEAST_OWN = 1_200, 100  # letters' weight: of a short text, of one that is sure to be one
_MUCH_MISSING = 0.25  # of what the element with the prose holds
_MUCH_LONGER = 4  # times: so much longer than what is shown, the text of the data counts
_MOST_VISIBLE = 100_000  # characters of a page that walls are looked for in


@dataclass(frozen=True)
class PageMaking:
    """One page on its way to an article; `name` is that of the reader.

    `carried` has the places of files that came in one file with the page, by their addresses.
    """

    name: str
    page: PageReading
    findings: tuple[Finding, ...] = ()
    carried: Mapping[str, str] = field(default_factory=dict)

    def article(self) -> Article:
        """The article.

        Raises:
            RefusedError: the page is none: a front, a list, an error.
        """
        page = self.page
        # Whatever asks where in the page something stands comes before the text, which is looked
        # for in a page without its teasers.
        authors = Authors(page)
        by, published, modified = authors.by, dated.published(page), dated.modified(page)
        media = self._media()
        shown = self._shown(media)
        beside = [t for m in media for t in (m.caption[0], m.credit[0], *m.printed)]
        beside += [byline.printed for byline in page.head.bylines]
        beside += page.head.signed
        beside += [time.raw for time in page.head.times if time.derived]
        blocks, basis = self._blocks(beside)
        verdict = kinds.judged(replace(shown, blocks=blocks))
        if verdict.refusal:
            raise RefusedError(
                f"{page.capture.name} is {verdict.refusal}, and no article", hint=_NOT_STORED
            )
        corrections = tuple(
            Correction(b.text, "html:paragraph") for b in blocks if kinds.correction(b)
        )
        credits_ = facts.credits_of(page, authors, blocks)
        return Article(
            reader=self.name,
            originals=(page.capture,),
            body=Body(blocks),
            lead=page.lead,
            headlines=page.headlines,
            by=by,
            people=credits_.people,
            language=Language(page.declared, detect(Body(blocks).text)),
            provenance=Provenance(
                sources=facts.sources(page),
                agencies=credits_.agencies,
                publisher=page.publisher,
                date_published=published,
                date_modified=modified,
                dateline=credits_.dateline,
                url=page.url,
                captured=facts.captured(page),
                date_created=dated.created(page),
            ),
            media=tuple(_medium(m, self.carried) for m in media),
            rights=page.rights,
            subjects=tuple(replace(t, rel="section") for t in page.sections),
            keywords=page.keywords,
            # The address of a site would make one article of all its pages.
            canonical_url=None if is_front(page.canonical[0]) else page.canonical[0] or None,
            form=verdict.form or ("correction" if _only_corrects(blocks, corrections) else None),
            completeness=verdict.completeness,
            corrections=corrections,
            findings=(*self.findings, *self._found(verdict, blocks, basis)),
        )

    def _found(
        self, verdict: kinds.Verdict, blocks: Sequence[Block], basis: str
    ) -> Iterator[Finding]:
        """What is to be told of the page; `basis` is the field that the text is from, if any."""
        if verdict.note:
            yield _finding(Code.TX_08, Level.WARNING, verdict.note)
        if basis:
            detail = f"the page's layout has no text; it was taken from {basis}"
            yield _finding(Code.TX_03, Level.NOTE, detail)
        elif not body.is_text(blocks):
            yield _finding(Code.TX_03, Level.WARNING, "the text has no body paragraph")
        if faults := self.page.data.faults:
            what = "one script" if faults == 1 else f"{faults} scripts"
            detail = f"{what} of linked data in the page cannot be read as JSON"
            yield _finding(Code.TX_02, Level.NOTE, detail)

    # Media

    def _media(self) -> list[Found]:
        page = self.page
        found = pictures.pictures(page.region, page.base, page.addresses, page.capture.name)
        told = pictures.from_data(page.data, page.nodes, page.base)
        lead, _ = page.marks.first(
            "og:image:secure_url", "og:image", "twitter:image", "twitter:image:src"
        )
        return pictures.joined(found, told, whole(lead, page.base), has_lead=self._has_lead(found))

    def _has_lead(self, found: Sequence[Found]) -> bool:
        """Whether the article shows a picture or a film before the second paragraph of its text."""
        region = self.page.region
        prose = (p for p in region.text.iter("p") if weight(text_in(p)) >= _PROSE)
        text = next(islice(prose, 1, None), None)  # a lead picture may stand below the first
        shown = [m.element for m in found if m.element is not None]
        if text is None:
            return bool(shown)
        if any(not any(e is region.root for e in above(one)) for one in shown):
            return True  # it stands before the element of the article
        for element in region.root.iter():
            if element is text:
                return False
            if any(element is one for one in shown):
                return True
        return False

    # Text

    def _blocks(self, left_out: Sequence[str]) -> tuple[tuple[Block, ...], str]:
        """The blocks, and from where they are, "" where from the page's layout."""
        page = self.page
        if any("LiveBlogPosting" in linkeddata.types(n) for n in page.nodes) and (
            posts := live.posts(page.data, page.nodes, page.root)
        ):
            return posts, ""
        for element in teasers(page.region):
            if element.getparent() is not None:  # not gone with one around it
                element.drop_tree()
        dense = density("".join(page.region.text.itertext()))
        blocks = body.read(page.root, left_out, page.title[0], dense)
        if len(blocks) <= 1 or _length(blocks) < _SHORT:
            blocks = self._of_short(blocks, left_out)
        told = self._told()
        if body.is_text(told) and _length(told) > _MUCH_LONGER * _length(blocks):
            return told, "json-ld:articleBody"
        return blocks, ""

    def _of_short(self, found: tuple[Block, ...], left_out: Sequence[str]) -> tuple[Block, ...]:
        """The blocks of a short text: what was found, or what the element with the prose holds.

        A short text is found as one lump, or with what stands behind the article, or not at all.
        """
        region = self.page.region
        own = body.own(region.text, left_out, self.page.title[0])
        if not body.is_text(own):
            return found
        if len(found) <= 1:
            return own if len(own) > len(found) else found
        if _length(own) < _LEAST_OWN:
            return found
        if [b.text for b in own] == [b.text for b in found]:
            return found
        inside, told = plain(text_in(region.text)), plain("".join(b.text for b in found))
        missing = [b for b in own if plain(b.text) not in told]
        if _length(missing) > _MUCH_MISSING * _length(own):
            return own
        outside = [b for b in found if plain(b.text) not in inside]
        if not outside:
            return found
        behind = plain("".join(map(text_in, _behind(region.text))))
        noise = [b for b in outside if plain(b.text) in behind]
        if _length(noise) > _length(own):
            return found
        return tuple(b for b in found if b not in noise)

    def _told(self) -> tuple[Block, ...]:
        """The text that the data of the page has, which a script would show."""
        for node in self.page.nodes:
            told = node.get("articleBody")
            if isinstance(told, str) and (found := body.of_text(told)):
                return found
        return ()

    def _shown(self, media: Sequence[Found]) -> kinds.Shown:
        page = self.page
        images = [m for m in media if m.kind is MediumKind.IMAGE]
        return kinds.Shown(
            title=page.title[0],
            blocks=(),
            nodes=page.nodes,
            data=page.data,
            og_type=page.marks.first("og:type")[0].lower(),
            address=page.canonical[0] or page.saved.url,
            visible=self._visible,
            links=self._links(),
            pictures=len(images),
            captions=sum(bool(m.caption[0]) for m in images),
            films=sum(m.kind is MediumKind.VIDEO for m in media),
            follows=bool(page.marks.link("next") or page.marks.link("prev"))
            and bool(page.nodes)
            and self._paged(),
            numbered=self._numbered(),
            article_shown=bool(page.micro.all("articlebody", "headline"))
            or name(page.region.root) == "article",
        )

    def _visible(self) -> str:
        top = self.page.root.find("body")
        return text_in(top if top is not None else self.page.root)[:_MOST_VISIBLE]

    def _links(self) -> kinds.Links:
        """The links of a page that does not say that it is an article; of others nobody asks."""
        page = self.page
        if page.nodes or page.marks.first("og:type")[0].lower() == "article":
            return kinds.Links()
        links = list(page.root.iter("a"))
        top = page.root.find("body")
        whole_length = length_of(top if top is not None else page.root)
        share = sum(map(length_of, links)) / max(whole_length, 1)
        return kinds.Links(len(links), share, frozenset(plain(text_in(a)) for a in links))

    def _paged(self) -> bool:
        """Whether the next page is one of this article, and not the next article."""
        own = page_key(self.page.canonical[0]).split("?")[0]
        for rel in ("next", "prev"):
            other = page_key(whole(self.page.marks.link(rel), self.page.base)).split("?")[0]
            if other and own and (other == own or other.startswith(own) or own.startswith(other)):
                return True
        return False

    def _numbered(self) -> str:
        """What the article prints of how many parts there are, alone in an element."""
        root = self.page.region.root
        short = (text for text in root.itertext() if len(text) <= _LONGEST_NUMBER)
        if not kinds.may_be_numbered("".join(short)):
            return ""
        for element in root.iter("div", "span", "p", "nav", "li", "strong"):
            if kinds.parts_in(text := short_text_in(element, _LONGEST_NUMBER)):
                return text
        return ""


def _behind(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements of a page that stand behind one, each with all that is in it."""
    for here in (element, *above(element)):
        yield from here.itersiblings()


def _medium(found: Found, carried: Mapping[str, str]) -> Medium:
    url = next((s.url for s in found.sources if s.url), None)
    beside = [s for s in found.sources if s.local and ":" not in s.local.partition("/")[0]]
    others = [s for s in found.sources if s.url and s.url != url]
    named = (*((s.local, s.width) for s in beside), *((s.url, s.width) for s in others))
    return Medium(
        found.kind,
        caption=_said(found.caption),
        credit_line=_said(found.credit),
        alt_text=Statement.stated(found.alt, basis="html:alt") if found.alt else not_stated(),
        by=_said(found.by),
        rights=_said(found.rights),
        usage_terms=_said(found.licence) if found.licence[0] else None,
        title=Statement.stated(found.title, basis="html:title") if found.title else None,
        url=url,
        renditions=tuple(
            Rendition(url=address, width=width or None)
            for address, width in named[:_MOST_RENDITIONS]
        ),
        inside=next((p for s in found.sources if (p := _place(s, carried))), None),
    )


def _place(source: Source, carried: Mapping[str, str]) -> str:
    """Where in the page's own file the bytes of a picture lie; "" where they do not."""
    if inlined_number(source.local) is not None:
        return source.local
    return carried.get(source.url) or carried.get(source.local) or ""


def _length(blocks: Sequence[Block]) -> int:
    return sum(weight(b.text) for b in blocks)


def _said(told: tuple[str, str]) -> Statement[str]:
    text, basis = told
    return Statement.stated(text, basis=basis) if text else not_stated()


def _finding(code: Code, level: Level, detail: str) -> Finding:
    return Finding(code, Kind.TEXT, level, "", detail)


def _only_corrects(blocks: Sequence[Block], corrections: Sequence[Correction]) -> bool:
    """Whether a page has hardly more in it than a correction of another one."""
    return bool(corrections) and len(blocks) <= 2 and blocks[0].text == corrections[0].text  # noqa: PLR2004
