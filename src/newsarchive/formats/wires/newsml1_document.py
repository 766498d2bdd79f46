"""A NewsML 1 document with one item to an article. Pure. Source: NewsML 1.2 (IPTC, 2003).

The format that agencies sent from 2000 on, before NewsML-G2. Its text is NITF, XHTML, HTML or
plain; what the text says of itself is asked where the item does not say it.
"""

from collections.abc import Callable, Iterator

from lxml import etree

from newsarchive.errors import RefusedError
from newsarchive.formats.base import NOT_STORED
from newsarchive.formats.decoded import Decoded, document
from newsarchive.formats.markup import MarkupError
from newsarchive.formats.wires.elements import attribute, child, children, local
from newsarchive.formats.wires.newsml1_facts import Facts
from newsarchive.formats.wires.newsml1_media import medium_of
from newsarchive.formats.wires.newsml1_parts import Parts, around, data_of, parts_of
from newsarchive.formats.wires.newsml_body import Content, best, read_member
from newsarchive.formats.wires.newsml_media import without_doubles
from newsarchive.formats.wires.nitf_head import NitfHead
from newsarchive.formats.wires.story import dateline, opening
from newsarchive.formats.wires.values import agencies_of, language, said, sources_of, words
from newsarchive.model.article import (
    Article,
    Body,
    Headline,
    Language,
    Provenance,
    not_stated,
)
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Statement


def read_document(reader: str, capture: Capture, data: bytes) -> Article:
    """The article in a document.

    Raises:
        ValueError: it is no XML that can be read; says what is wrong.
        RefusedError: it holds no item, or several.
    """
    root, decoded = document(data, capture.charset)
    items = [root] if local(root) == "NewsItem" else list(children(root, "NewsItem"))
    if len(items) != 1:
        many = f"holds {len(items):,} articles; take it in by itself, and each becomes a bag"
        what = many if items else "is a NewsML 1 document that holds no item"
        raise RefusedError(f"{capture.name} {what}", hint=NOT_STORED)
    return _Reading(reader, capture, items[0], decoded).article()


class _Reading:
    def __init__(
        self, reader: str, capture: Capture, item: etree._Element, decoded: Decoded
    ) -> None:
        self.reader = reader
        self.capture = capture
        self.decoded = decoded
        self.parts = parts_of(item)
        self.facts = Facts(item, tuple(_components(item, self.parts)))
        self.findings: list[Finding] = [*decoded.findings]

    def article(self) -> Article:
        """All that was read, as one article."""
        facts = self.facts
        headlines = facts.headlines() or self._title()
        known = {words(h.value).casefold() for h in headlines}
        content = self._content(lambda text: words(text).casefold() in known)
        nitf = NitfHead(content.nitf) if content.nitf is not None else None
        if not headlines and nitf:
            headlines = nitf.headlines()
        alone = not self.parts.text and bool(self.parts.pictures)
        if not content.blocks and not alone:
            self.findings += content.missing()
        self._structure()
        self._others()
        place = dateline(facts.line("DateLine").value or "", "newsml1:NewsLines/DateLine")
        if not place.known and nitf:
            place = dateline(nitf.dateline(), "nitf:dateline")
        text = opening(content.blocks, self._lead(nitf), place, "newsml1")
        by = facts.line("ByLine")
        if not by.known and nitf:
            by = nitf.by()
        embargoed, until = facts.embargo()
        return Article(
            reader=self.reader,
            originals=(self.capture,),
            body=Body(text.blocks),
            lead=text.lead,
            headlines=headlines,
            by=by,
            people=tuple(facts.people()) or (tuple(nitf.people()) if nitf else ()),
            language=Language(self._language(nitf)),
            provenance=self._provenance(text.dateline, nitf),
            media=without_doubles([*map(medium_of, self.parts.pictures), *content.marked.media]),
            rights=facts.rights(),
            type=_type(self.parts) if alone else "text",
            version=facts.version(),
            pub_status=facts.status(),
            embargoed=embargoed,
            embargoed_until=until,
            subjects=tuple(facts.subjects()) or (tuple(nitf.subjects()) if nitf else ()),
            places=tuple(facts.places()) or (tuple(nitf.places()) if nitf else ()),
            keywords=tuple(facts.keywords()) or (tuple(nitf.keywords()) if nitf else ()),
            source_id=facts.guid or None,
            alt_ids=tuple(facts.alt_ids()),
            encoding=self.decoded.read_as,
            slugline=slug if (slug := facts.line("SlugLine")).known else None,
            genre=facts.genre(),
            urgency=facts.urgency(),
            ed_note=facts.note(),
            findings=tuple(self.findings),
        )

    def _content(self, is_headline: Callable[[str], bool]) -> Content:
        """The text, in the best of its forms."""
        found: list[tuple[Content, str]] = []
        problem = ""
        for form in self.parts.text:
            holder = data_of(form)
            assert holder is not None  # noqa: S101  # else it is no text
            kind = _content_type(form)
            encoding = attribute(child(form, "Encoding"), "Notation")
            try:
                content = read_member(holder, kind, encoding, is_headline)
            except (MarkupError, ValueError) as error:
                problem = problem or str(error)
                continue
            if content.blocks or content.nitf is not None:
                found.append((content, kind))
        return best(found, problem)

    def _title(self) -> tuple[Headline, ...]:
        text = _plain(self.parts.title)
        return (Headline(text, "main", "newsml1:NewsComponent[title]"),) if text else ()

    def _lead(self, nitf: NitfHead | None) -> Statement[str]:
        if text := _plain(self.parts.lead):
            return said(text, "newsml1:NewsComponent[lead]")
        return nitf.lead() if nitf else not_stated()

    def _language(self, nitf: NitfHead | None) -> Statement[str]:
        tag, basis = self.facts.language()
        if not tag and nitf:
            tag, basis = nitf.language()
        return language(tag, basis)

    def _provenance(self, place: Statement[str], nitf: NitfHead | None) -> Provenance:
        facts = self.facts
        provider = facts.provider()
        credit = facts.line("CreditLine")
        if not credit.known and nitf and nitf.distributor:
            credit = said(nitf.distributor, "nitf:distributor")
        named = (*facts.parties("Provider"), *facts.parties("Source")) or (provider,)
        sources = sources_of((s.value, s.basis or "newsml1") for s in named)
        tell = [*sources, credit, place, facts.rights().copyright_notice]
        created = facts.moment("FirstCreated")
        return Provenance(
            source_line=credit,
            sources=sources,
            agencies=agencies_of((s.value, s.basis or "newsml1") for s in tell),
            publisher=provider,
            date_issued=facts.moment("ThisRevisionCreated"),
            date_created=created if created.known else None,
            dateline=place,
        )

    def _structure(self) -> None:
        """A finding about what the format requires and the item lacks; it bars nothing."""
        facts = self.facts
        required = {
            "NewsIdentifier": facts.guid,
            "RevisionId": facts.version().value,
            "ThisRevisionCreated": facts.moment("ThisRevisionCreated").value,
            "Status": facts.status().value,
        }
        if lacks := [name for name, value in required.items() if not value]:
            detail = f"the NewsML 1 item has no {', no '.join(lacks)}"
            self.findings.append(Finding(Code.WR_01, Kind.PROVENANCE, Level.NOTE, "", detail))

    def _others(self) -> None:
        """A finding about texts of the item that are no part of the article."""
        if others := len(self.parts.others):
            more = "1 more text" if others == 1 else f"{others:,} more texts"
            detail = f"the item holds {more}, in the original alone: the first was read"
            self.findings.append(Finding(Code.TX_08, Kind.TEXT, Level.NOTE, "", detail))


def _components(item: etree._Element, parts: Parts) -> Iterator[etree._Element]:
    """The components whose metadata hold for the article, the nearest to its text first."""
    if parts.text:
        yield from around(parts.text[0])
    elif parts.pictures:
        yield parts.pictures[0].component
        yield from around(parts.pictures[0].component)
    else:
        yield from children(item, "NewsComponent")


def _content_type(content: etree._Element) -> str:
    """What a content item says its data are, in the words that it has for that."""
    names = ("MimeType", "Format")
    return " ".join(filter(None, (attribute(child(content, n), "FormalName") for n in names)))


def _plain(content: etree._Element | None) -> str:
    """A short text on one line."""
    holder = data_of(content) if content is not None else None
    if content is None or holder is None:
        return ""
    try:
        found = read_member(holder, _content_type(content), "", lambda _: False)
    except (MarkupError, ValueError):
        return ""
    return words(" ".join(block.text for block in found.blocks))


def _type(parts: Parts) -> str:
    kind = medium_of(parts.pictures[0]).kind.value
    return {"image": "picture"}.get(kind, kind)
