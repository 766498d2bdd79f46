"""NewsML-G2 items to an article: a text with the media that go with it, or a medium alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsarchive.formats.decoded import Decoded
from newsarchive.formats.wires.elements import local
from newsarchive.formats.wires.newsml_body import Content, read_content
from newsarchive.formats.wires.newsml_facts import Facts
from newsarchive.formats.wires.newsml_media import (
    KINDS,
    embedded,
    linked,
    medium_of,
    without_doubles,
)
from newsarchive.formats.wires.nitf_head import NitfHead
from newsarchive.formats.wires.story import dateline, opening
from newsarchive.formats.wires.values import agencies_of, language, said, words
from newsarchive.model.article import (
    Article,
    Body,
    Contributor,
    Headline,
    Language,
    Medium,
    Provenance,
    no_date,
    not_stated,
)
from newsarchive.model.capture import Capture
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Statement

_STRICTEST = ("canceled", "withheld")
_TYPES = frozenset({"text", "audio", "video", "picture", "graphic", "composite"})
_TYPE = {"photo": "picture", "animation": "video"}


@dataclass(frozen=True, slots=True)
class Members:
    """What makes up one article: its main item, the media items with it, packages of them."""

    main: Facts
    media: tuple[Facts, ...] = ()
    packages: tuple[Facts, ...] = ()


def is_medium(facts: Facts) -> bool:
    """Whether an item is a picture, a graphic, a recording: no article where a text is."""
    return facts.kind in KINDS


def read_members(reader: str, capture: Capture, members: Members, decoded: Decoded) -> Article:
    """The article that the items make. Their trees are changed."""
    return _Reading(reader, capture, members, decoded).article()


class _Reading:
    def __init__(self, reader: str, capture: Capture, members: Members, decoded: Decoded) -> None:
        self.reader = reader
        self.capture = capture
        self.members = members
        self.facts = members.main
        self.decoded = decoded
        self.findings: list[Finding] = [*decoded.findings]

    def article(self) -> Article:
        """All that was read, as one article."""
        facts = self.facts
        stated = facts.headlines()
        known = {_plain(h.value) for h in stated}
        content = read_content(facts.item, lambda text: _plain(text) in known)
        nitf = NitfHead(content.nitf) if content.nitf is not None else None
        alone = is_medium(facts)
        if not alone and not content.blocks and not self._is_package:
            self.findings += content.missing()
        self._structure()
        headlines = stated or _headlines(content, nitf)
        lead = not_stated() if alone else _first(facts.leads(), nitf.lead() if nitf else None)
        place = dateline(facts.dateline(), "newsml:contentMeta/dateline")
        if not place.known and nitf:
            place = dateline(nitf.dateline(), "nitf:dateline")
        if not place.known:
            place = dateline(content.marked.dateline, "xhtml:dateline")
        text = opening(content.blocks, lead, place, "newsml")
        by = _first(facts.by(), nitf.by() if nitf else None)
        by = _first(by, said(content.marked.byline, "xhtml:byline"))
        subjects, places = facts.terms()
        embargoed, until = self._embargo()
        return Article(
            reader=self.reader,
            originals=(self.capture,),
            body=Body(text.blocks),
            lead=text.lead,
            headlines=headlines,
            by=by,
            people=facts.people() or _people(nitf),
            language=Language(self._language(content, nitf)),
            provenance=self._provenance(text.dateline, nitf),
            media=self._media(content),
            rights=facts.rights(),
            type="composite" if self._is_package else _type(facts.kind),
            version=facts.version(),
            pub_status=self._status(),
            embargoed=embargoed,
            embargoed_until=until,
            subjects=subjects,
            places=places,
            keywords=facts.keywords(),
            source_id=facts.guid or None,
            form="correction" if "correction" in facts.signals() else None,
            alt_ids=facts.alt_ids(),
            encoding=self.decoded.read_as,
            slugline=facts.text("slugline"),
            genre=facts.genre(),
            urgency=facts.text("urgency"),
            ed_note=note if (note := facts.note()).known else None,
            corrections=facts.corrections(),
            findings=tuple(self.findings),
        )

    @property
    def _is_package(self) -> bool:
        return local(self.facts.item) == "packageItem"

    def _provenance(self, place: Statement[str], nitf: NitfHead | None) -> Provenance:
        facts = self.facts
        sources = facts.sources()
        credit = facts.credit()
        if not credit.known and nitf and nitf.distributor:
            credit = said(nitf.distributor, "nitf:distributor")
        named = [*sources, credit, place]
        return Provenance(
            source_line=credit,
            sources=sources,
            agencies=agencies_of((s.value, s.basis or "newsml") for s in named),
            publisher=facts.provider(),
            date_published=facts.published(),
            date_issued=facts.moment("itemMeta", "versionCreated"),
            date_modified=facts.moment("contentMeta", "contentModified"),
            date_created=facts.created(),
            dateline=place,
        )

    def _language(self, content: Content, nitf: NitfHead | None) -> Statement[str]:
        tag, basis = self.facts.language()
        if not tag and nitf:
            tag, basis = nitf.language()
        if not tag and content.marked.language:
            tag, basis = content.marked.language, "xhtml:@lang"
        if not tag:
            tag, basis = self.facts.xml_lang(), "newsml:@xml:lang"
        return language(tag, basis)

    def _media(self, content: Content) -> tuple[Medium, ...]:
        if is_medium(self.facts):
            own: list[Medium] = [medium_of(self.facts)]
        else:
            own = list(embedded(self.facts))
        items = [medium_of(item) for item in self.members.media]
        guids = [item.guid for item in self.members.media]
        return without_doubles([*own, *items, *linked(self.facts, guids), *content.marked.media])

    def _status(self) -> Statement[str]:
        """The item's status; a kill of the package that it came in kills it, too."""
        own = self.facts.status()
        packages = [
            replace(s, basis="newsml:packageItem/itemMeta/pubStatus")
            for s in (package.status() for package in self.members.packages)
            if s.known
        ]
        for word in _STRICTEST:
            for status in (own, *packages):
                if status.value == word:
                    return status
        return own

    def _embargo(self) -> tuple[bool, Statement[Edtf]]:
        """Whether the item or its package is embargoed; without an end, where one has none."""
        found = [f.embargo() for f in (self.facts, *self.members.packages)]
        held = [until for embargoed, until in found if embargoed]
        if not held:
            return False, no_date()
        endless = [until for until in held if until.value is None]
        return True, endless[0] if endless else max(held, key=_late)

    def _structure(self) -> None:
        """A finding about what the format requires and the item lacks; it bars nothing."""
        facts = self.facts
        required = {
            "guid": facts.guid,
            "version": facts.version().value,
            "itemMeta/itemClass": facts.kind,
            "itemMeta/provider": facts.provider().value,
            "itemMeta/versionCreated": facts.moment("itemMeta", "versionCreated").value,
        }
        if lacks := [name for name, value in required.items() if not value]:
            detail = f"the NewsML-G2 item has no {', no '.join(lacks)}"
            self.findings.append(Finding(Code.WR_01, Kind.PROVENANCE, Level.NOTE, "", detail))


def _headlines(content: Content, nitf: NitfHead | None) -> tuple[Headline, ...]:
    if nitf and (found := nitf.headlines()):
        return found
    title = content.marked.title
    return (Headline(title, "main", "xhtml:h1"),) if title else ()


def _people(nitf: NitfHead | None) -> tuple[Contributor, ...]:
    return tuple(nitf.people()) if nitf else ()


def _first(statement: Statement[str], other: Statement[str] | None) -> Statement[str]:
    return other if other is not None and other.known and not statement.known else statement


def _type(kind: str) -> str:
    word = _TYPE.get(kind, kind)
    return word if word in _TYPES else "text"


def _late(until: Statement[Edtf]) -> str:
    return until.value.text if until.value else ""


def _plain(text: str) -> str:
    return words(text).casefold()


def in_order(media: Sequence[Facts], order: Sequence[str]) -> tuple[Facts, ...]:
    """The media items in the order in which they are referred to; the others behind them."""
    places = {guid: n for n, guid in reversed(list(enumerate(order)))}
    return tuple(sorted(media, key=lambda f: places.get(f.guid, len(places))))
