"""A page that was read becomes an article: its text, its media, and what stands beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from newsarchive.errors import RefusedError
from newsarchive.formats.pages import body, kinds, linkeddata, live, pictures, writers
from newsarchive.formats.pages.addresses import page_key, whole
from newsarchive.formats.pages.linkeddata import plain
from newsarchive.formats.pages.pictures import Found
from newsarchive.formats.pages.reading import PageReading
from newsarchive.formats.pages.region import says, teasers
from newsarchive.formats.pages.sources import Source
from newsarchive.formats.pages.tree import inlined_number, length_of, name, short_text_in, text_in
from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.languages import detect
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.names import read_agencies
from newsarchive.formats.text.notices import worked
from newsarchive.metadata import agencies
from newsarchive.model.article import (
    Article,
    Block,
    BlockKind,
    Body,
    Completeness,
    Contributor,
    Correction,
    Language,
    Medium,
    MediumKind,
    Provenance,
    Rendition,
    not_stated,
)
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Statement

_NOT_STORED = "Nothing was stored for it. --as-is keeps it without reading it."
_SIGN = 60  # characters at the end of a text in which an agency signs
_MOST_RENDITIONS = 12
_LONGEST_NUMBER = 40  # characters of `Seite 1 von 3`
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
        published = page.published  # before the tree is given away
        media = self._media()
        shown = self._shown(media)
        told = [t for m in media for t in self._beside(m)]
        facts = _Facts(page)
        blocks, basis = self._blocks(told)
        verdict = kinds.judged(replace(shown, blocks=blocks))
        if verdict.refusal:
            raise RefusedError(
                f"{page.capture.name} is {verdict.refusal}, and no article", hint=_NOT_STORED
            )
        findings = [*self.findings]
        if verdict.note:
            findings.append(_finding(Code.TX_05, verdict.note))
        if published.doubt:
            findings.append(
                Finding(
                    Code.PV_05,
                    Kind.PROVENANCE,
                    Level.WARNING,
                    "",
                    f"the date of publication is in doubt: {published.doubt}",
                )
            )
        if basis:
            findings.append(
                Finding(
                    Code.TX_03,
                    Kind.TEXT,
                    Level.NOTE,
                    "",
                    f"no text was found in the page's layout; it was taken from {basis}",
                )
            )
        elif not body.is_text(blocks):
            findings.append(_finding(Code.TX_03, "the text has no body paragraph"))
        if page.data.faults:
            findings.append(
                Finding(
                    Code.TX_02,
                    Kind.TEXT,
                    Level.NOTE,
                    "",
                    f"{page.data.faults} of the page's scripts of linked data are no JSON and say nothing",
                )
            )
        corrections = tuple(
            Correction(b.text, "html:paragraph") for b in blocks if kinds.correction(b)
        )
        agencies_found, dateline, by_people = facts.agencies_of(blocks, media)
        text = Body(blocks)
        canonical = page.canonical[0]
        return Article(
            reader=self.name,
            originals=(page.capture,),
            body=text,
            lead=page.lead,
            headlines=page.headlines,
            by=page.by,
            people=facts.people(by_people),
            language=Language(page.declared, detect(text.text)),
            provenance=Provenance(
                sources=facts.sources(),
                agencies=agencies_found,
                publisher=page.publisher,
                date_published=published.statement,
                date_modified=page.modified,
                dateline=dateline,
                url=page.url,
                captured=facts.captured(),
            ),
            media=tuple(_medium(m, self.carried) for m in media),
            rights=page.rights,
            subjects=tuple(replace(t, rel="section") for t in page.sections),
            keywords=page.keywords,
            canonical_url=canonical or None,
            form=verdict.form
            or (
                "correction"
                if corrections
                and plain(blocks[0].text) == plain(corrections[0].text)
                and len(blocks) <= 2
                else None
            ),
            completeness=verdict.completeness,
            corrections=corrections,
            findings=tuple(findings),
        )

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
        """Whether the article shows a picture or a film before its text."""
        region = self.page.region
        first_text = next((p for p in region.text.iter("p") if len(text_in(p)) >= 60), None)  # noqa: PLR2004
        shown = [m.element for m in found if m.element is not None]
        if first_text is None:
            return bool(shown)
        for element in region.root.iter():
            if element is first_text:
                return False
            if any(element is one for one in shown):
                return True
        return False

    def _beside(self, medium: Found) -> Iterator[str]:
        """What stands with a medium and not in the text: caption, credit, and both as printed."""
        yield medium.caption[0]
        yield medium.credit[0]
        element = medium.element
        if element is None:
            return
        for outer in element.iterancestors():
            if outer is self.page.region.text or outer is self.page.region.root:
                return
            if name(outer) == "figure" or says(outer, frozenset(("caption", "figure"))):
                yield text_in(outer)
                for inner in outer.iter("figcaption", "p", "span", "cite", "small"):
                    yield text_in(inner)
                return

    # Text

    def _blocks(self, left_out: Sequence[str]) -> tuple[tuple[Block, ...], str]:
        """The blocks, and from where they are, "" where from the page's layout."""
        page = self.page
        if any("LiveBlogPosting" in linkeddata.types(n) for n in page.nodes) and (
            posts := live.posts(page.data, page.nodes, page.root)
        ):
            return posts, ""
        told = next(
            (n["articleBody"] for n in page.nodes if isinstance(n.get("articleBody"), str)), ""
        )
        for element in teasers(page.region):
            if element.getparent() is not None:
                element.drop_tree()
        blocks = body.read(page.root, left_out, page.title[0])
        if len(blocks) <= 1 and (own := body.own(page.region.text, left_out, page.title[0])):
            if len(own) > len(blocks) and body.is_text(own):
                return own, ""
        if body.is_text(blocks):
            return blocks, ""
        if len(told) >= 25:  # noqa: PLR2004
            return body.of_text(
                linkeddata.readable(told.replace("\n", "\u2028")).replace("\u2028", "\n")
            ), "json-ld:articleBody"
        return blocks, ""

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
        return kinds.Links(len(links), sum(map(length_of, links)) / max(whole_length, 1))

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
        if not kinds.may_be_numbered("".join(root.itertext())):
            return ""
        for element in root.iter("div", "span", "p", "nav", "li", "strong"):
            if kinds.parts_in(text := short_text_in(element, _LONGEST_NUMBER)):
                return text
        return ""


class _Facts:
    """What several places of a page say together."""

    def __init__(self, page: PageReading) -> None:
        self.page = page

    def people(self, more: Sequence[Contributor]) -> tuple[Contributor, ...]:
        found = [
            Contributor(n.name, "author", n.basis, uri=n.uri, title=n.title)
            for n in writers.people(self.page.named)
        ]
        known = {plain(c.name) for c in found}
        return (*found, *(c for c in more if plain(c.name) not in known))

    def sources(self) -> tuple[Statement[str], ...]:
        found: dict[str, Statement[str]] = {}
        for node in self.page.nodes:
            for one in self.page.data.resolved(node.get("sourceOrganization")):
                if told := linkeddata.first(one.get("name")):
                    found.setdefault(
                        plain(told), Statement.stated(told, basis="json-ld:sourceOrganization")
                    )
        publisher = self.page.publisher
        if publisher.value:
            basis = publisher.basis or "pages:publisher"
            found.setdefault(plain(publisher.value), Statement.stated(publisher.value, basis=basis))
        return tuple(found.values()) or (not_stated(),)

    def agencies_of(
        self, blocks: Sequence[Block], media: Sequence[Found]
    ) -> tuple[tuple[Statement[str], ...], Statement[str], tuple[Contributor, ...]]:
        """The agencies of the text, its dateline, and who worked on it."""
        del media  # whose pictures they are says nothing of the text
        found: dict[str, Statement[str]] = {}
        people: list[Contributor] = []
        dateline = not_stated()

        def add(match: agencies.Match | None, basis: str) -> None:
            if match is not None:
                found.setdefault(match.agency.name, match.statement(basis=basis))

        for node in self.page.nodes:
            for key in ("sourceOrganization", "publisher", "provider"):
                for one in self.page.data.resolved(node.get(key)):
                    add(agencies.named(linkeddata.first(one.get("name")) or " "), f"json-ld:{key}")
        for named in self.page.named:
            add(named.agency, named.basis)
        for byline in self.page.head.bylines:
            for match in agencies.recognise(byline.text):
                add(match, byline.basis)
        texts = [b.text for b in blocks if b.kind is BlockKind.PARAGRAPH]
        for text in texts[:3]:
            if line := dateline_of(Stretch(0, text)):
                dateline = Statement.stated(line[0].stretch.text, basis="html:dateline")
                for agency in line[0].agencies:
                    add(agencies.named(agency.text), "html:dateline")
                break
        for text in texts[-3:]:
            for match in self._signed(text):
                add(match, "html:sign-off")
            for rel, names in worked(Stretch(0, text)):
                for match in agencies.recognise(names.text):
                    add(match, "html:credits")
                if rel != "author":
                    people += [
                        Contributor(n.name, rel, "html:credits")
                        for n in writers.people(
                            writers.read(names.text, "html:credits", self.page.houses)
                        )
                    ]
        return tuple(found.values()) or (not_stated(),), dateline, tuple(people)

    def _signed(self, text: str) -> Iterator[agencies.Match]:
        """The agencies that a text is signed by: `... the fare is two crowns. (dpa)`."""
        if len(text) <= 2 * _SIGN and (names := read_agencies(Stretch(0, text))):
            yield from (m for n in names if (m := agencies.named(n.text)))
            return
        tail = text[-_SIGN:]
        start = max(tail.rfind("("), tail.rfind("（"))
        if start >= 0 and tail.rstrip(" .").endswith((")", "）")):
            yield from (
                m
                for n in read_agencies(Stretch(0, tail[start:].strip()))
                if (m := agencies.named(n.text))
            )

    def captured(self) -> Statement[Edtf]:
        saved = self.page.saved
        if saved.when is None:
            return Statement.unknown("not stated in the source")
        return Statement.stated(saved.when.edtf, raw=saved.raw, basis=saved.basis)


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


def _said(told: tuple[str, str]) -> Statement[str]:
    text, basis = told
    return Statement.stated(text, basis=basis) if text else not_stated()


def _finding(code: Code, detail: str) -> Finding:
    return Finding(code, Kind.TEXT, Level.WARNING, "", detail)


__all__ = ["Completeness", "PageMaking"]
