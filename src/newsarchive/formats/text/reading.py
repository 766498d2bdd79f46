"""The facts of one plain text, read part by part, each with where it stands in the bytes."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict, TypeVar

from newsarchive.formats.text.bylines import Byline
from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.dates import Printed as PrintedDate
from newsarchive.formats.text.dates import by_order, read_date
from newsarchive.formats.text.doubts import recalls
from newsarchive.formats.text.fields import Field, is_address
from newsarchive.formats.text.folios import read_dated_line
from newsarchive.formats.text.headlines import bare_dateline
from newsarchive.formats.text.hyphens import Hyphens
from newsarchive.formats.text.languages import detect
from newsarchive.formats.text.layout import lay_out
from newsarchive.formats.text.lines import Lines, Stretch, Text, unwrapped
from newsarchive.formats.text.mastheads import Masthead
from newsarchive.formats.text.names import people_in
from newsarchive.formats.text.notices import (
    editors_note,
    embargo,
    header,
    is_slug,
    subject,
    worked,
)
from newsarchive.formats.text.parts import Part
from newsarchive.formats.text.sources import is_from, read_agencies, read_sources
from newsarchive.formats.text.words import LANGUAGES, Label, is_agency, is_unnamed
from newsarchive.metadata import agencies
from newsarchive.model.article import (
    Article,
    Block,
    BlockKind,
    Body,
    Contributor,
    Detection,
    Headline,
    Language,
    Medium,
    MediumKind,
    Printed,
    Provenance,
    Rights,
    Segment,
    SegmentKind,
    no_date,
    not_stated,
)
from newsarchive.model.capture import Capture
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Resolution, Span, Statement

_FIELD = "text:field"
_MOST_NAMED = 20  # words that were put together
_SIGN_OFF = re.compile(r"[.!?।。”\"»]\s*(?P<sign>[(（][^()（）\n]{2,30}[)）])\.?\s*$")
_LONGEST_SIGN = 60
_QUOTE = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_NEAR = 600  # characters
_FIRST_BLOCK = "text:first-block"
_LAST_BLOCK = "text:last-block"
_DISPUTABLE = frozenset({"date_published", "date_modified", "url", "language"})
_FACTS = {
    Label.PUBLISHER: "publisher",
    Label.PLACE: "dateline",
    Label.COPYRIGHT: "copyright",
}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # the common shape of BCP 47

T = TypeVar("T")


class _Where(TypedDict):
    raw: str
    basis: str
    span: Span


class TextReading:
    """One text being read: collects facts part by part, in the order in which they are printed."""

    def __init__(self, reader: str, capture: Capture, text: Text) -> None:
        self.reader = reader
        self.capture = capture
        self.text = text
        self.parts = lay_out(text)
        self.quoted = any(
            part.kind is SegmentKind.QUOTED and not part.stretch.text.strip("> \t\r\n")
            for part in self.parts
        )
        self.headlines: list[Headline] = []
        self.people: list[Contributor] = []
        self.media: list[Medium] = []
        self.sources: list[Statement[str]] = []
        self.agencies: list[Statement[str]] = []
        self.facts: dict[str, Statement[str]] = {}
        self.dates: dict[str, Statement[Edtf]] = {}
        self.printed: dict[str, Statement[str]] = {}
        self.subject: Stretch | None = None
        self.extra: dict[str, Statement[str]] = {}
        self.embargoed = False
        self.hyphens = Hyphens(unwrapped(text.content))
        self.findings: list[Finding] = []

    def article(self) -> Article:
        """All that was read, as one article."""
        read_as = self.text.read_as
        if self.text.doubtful and read_as is not None:
            other = f", and may be {' or '.join(read_as.others)}" if read_as.others else ""
            self._warn(
                Code.TX_01,
                f"the text is not UTF-8 and was read as {read_as.name}{other}; look whether its"
                " letters are right, and if not, take it in again with --encoding",
            )
        for index, part in enumerate(self.parts):
            self._read(part, _FIRST_BLOCK if index == 0 else "text:head")
        if self.subject is not None and not self.headlines and self._is_told(self.subject):
            self._headline(self.subject, "text:mail-subject")
        self._sign_off()
        body = self._body()
        self._joined()
        if not body.paragraphs:
            self._warn(Code.TX_03, "the text has no body paragraph")
        provenance = Provenance(
            source_line=self._fact("source_line"),
            sources=tuple(self.sources) or (self._no_source(),),
            agencies=tuple(self.agencies) or (not_stated(),),
            publisher=self._fact("publisher"),
            dateline=self._fact("dateline"),
            url=self._fact("url"),
        )
        return Article(
            reader=self.reader,
            originals=(self.capture,),
            body=body,
            lead=self._fact("lead"),
            headlines=tuple(self.headlines),
            by=self._fact("by"),
            people=tuple(self.people),
            language=Language(self._fact("language"), self._language(body)),
            encoding=read_as,
            provenance=replace(
                provenance,
                date_published=self.dates.get("date_published") or no_date(),
                date_issued=self.dates.get("date_issued") or no_date(),
                date_modified=self.dates.get("date_modified") or no_date(),
            ),
            media=tuple(self.media),
            rights=Rights(copyright_notice=self._fact("copyright")),
            printed=Printed(**self.printed) if self.printed else None,
            embargoed=self.embargoed,
            embargoed_until=self.dates.get("embargoed_until") or no_date(),
            slugline=self.extra.get("slugline"),
            ed_note=self.extra.get("ed_note"),
            findings=tuple(self.findings),
        )

    def _fact(self, name: str) -> Statement[str]:
        return self.facts.get(name) or not_stated()

    def _no_source(self) -> Statement[str]:
        if "source_line" in self.facts:
            return Statement.unknown("the source line names nobody")
        return not_stated()

    def _body(self) -> Body:
        blocks = []
        for part in self.parts:
            lead = part.kind is SegmentKind.LEAD
            if lead or part.kind is SegmentKind.PARAGRAPH:
                block = Block(BlockKind.PARAGRAPH, self._whole(part.stretch.text), lead=lead)
                blocks.append(block)
        segments = (Segment(p.kind, self.text.span(p.stretch)) for p in self.parts)
        return Body(tuple(blocks), tuple(segments))

    def _language(self, body: Body) -> Detection | None:
        """The language of the body; where that is too short, of all that was printed to be read."""
        if found := detect(body.text):
            return found
        captions = [m.caption.value or "" for m in self.media]
        return detect("\n".join((*(h.value for h in self.headlines), body.text, *captions)))

    def _is_told(self, about: Stretch) -> bool:
        """Whether the text begins with prose, and takes up what the subject of its mail says."""
        above = {SegmentKind.HEADER, SegmentKind.BYLINE, SegmentKind.DATE, SegmentKind.FIELD}
        first = next((part for part in self.parts if part.kind not in above), None)
        if first is None or first.kind is not SegmentKind.LEAD:
            return False
        return recalls(about.text, self.text.content[first.stretch.start :][:_NEAR])

    def _sign_off(self) -> None:
        """The agencies in brackets behind the last sentence: `... fare is two crowns. (dpa)`."""
        kinds = {SegmentKind.LEAD, SegmentKind.PARAGRAPH}
        last = next((p.stretch for p in reversed(self.parts) if p.kind in kinds), None)
        match = (
            _SIGN_OFF.search(last.text, max(len(last.text) - _LONGEST_SIGN, 0)) if last else None
        )
        if last and match:
            self._agencies(read_agencies(last.group(match, "sign")), "text:sign-off")

    def _whole(self, text: str) -> str:
        """A paragraph with LF at its line ends, words that they cut whole, and no quote marks."""
        bare = unwrapped(text)
        return self.hyphens.join(_QUOTE.sub("\n", bare) if self.quoted else bare)

    def _joined(self) -> None:
        words = [f"{word} ({rule})" for word, rule in self.hyphens.joined.items()]
        if words:
            listed = ", ".join(words[:_MOST_NAMED])
            more = f" and {len(words) - _MOST_NAMED:,} more" if len(words) > _MOST_NAMED else ""
            detail = f"words that a line's end cut are whole in the text: {listed}{more}"
            self.findings.append(Finding(Code.TX_04, Kind.TEXT, Level.NOTE, "", detail))

    # What each part says.

    def _read(self, part: Part, basis: str) -> None:
        for field in part.fields:
            if field.bare and field.label is Label.PUBLISHED:
                self._derive_date(field.value, "text:date-line")
            elif field.bare and field.label is Label.SOURCE:
                where = self._where(field.value, "text:date-line")
                _add(self.sources, Statement.stated(_one_line(field.value.text), **where))
            else:
                self._read_field(field)
        if part.byline:
            self._byline(part.byline, part.stretch)
        elif part.masthead:
            self._masthead(part.masthead)
        elif part.headers:
            self._mail(part.headers)
        elif not part.fields:
            self._read_plain(part, basis)

    def _byline(self, byline: Byline, stretch: Stretch) -> None:
        self._state("by", byline.line, "text:byline")
        self._people((p for p in byline.people if not is_agency(p.text)), "text:byline")
        self._recognise(stretch, "text:byline")
        self._agencies(read_agencies(stretch), "text:byline")

    def _read_plain(self, part: Part, basis: str) -> None:
        stretch = part.stretch
        match part.kind:
            case SegmentKind.HEADLINE:
                self._headline(part.value or stretch, basis)
            case SegmentKind.LEAD:
                self._lead(stretch, basis)
            case SegmentKind.DATE:
                self._date_line(stretch)
            case SegmentKind.BYLINE | SegmentKind.CREDITS:
                self._made(part)
            case SegmentKind.HEADER:
                self._wire(stretch)
            case SegmentKind.CAPTION | SegmentKind.CAPTION_REPEATED:
                self._caption(part)
            case SegmentKind.PARAGRAPH if part.credit:
                credit = self._stated(part.credit, "text:photo-credit")
                self.media.append(Medium(MediumKind.IMAGE, credit_line=credit))
            case SegmentKind.COPYRIGHT:
                self._state("copyright", stretch, "text:copyright-line")
            case _:
                pass

    def _made(self, part: Part) -> None:
        """Who made it, in a line that is no byline of persons."""
        stretch = part.stretch
        self._recognise(stretch, f"text:{part.kind.value}")
        if part.kind is SegmentKind.BYLINE:
            if is_from(stretch) and read_agencies(stretch) and "by" not in self.facts:
                self._state("by", stretch, "text:byline")
            return
        for rel, names in worked(stretch):
            self._people(people_in(names), "text:credits", rel)

    def _caption(self, part: Part) -> None:
        if part.kind is SegmentKind.CAPTION_REPEATED:
            if part.credit:
                credit = self._stated(part.credit, "text:caption-repeated")
                self.media[-1] = replace(self.media[-1], credit_line=credit)
        elif part.credit:
            credit = self._stated(part.credit, "text:photo-credit")
            medium = Medium(MediumKind.IMAGE, credit_line=credit)
            if part.caption:
                caption = self._stated(part.caption, "text:photo-credit")
                medium = replace(medium, caption=caption)
            self.media.append(medium)
        else:
            caption = self._stated(part.stretch, "text:caption-repeated")
            self.media.append(Medium(MediumKind.IMAGE, caption=caption))

    def _lead(self, stretch: Stretch, basis: str) -> None:
        found = dateline_of(stretch)
        value = stretch.text[found[1] :].lstrip() if found else stretch.text
        self.facts["lead"] = Statement.derived(
            self._whole(value or stretch.text),
            basis=basis if basis == _FIRST_BLOCK else "text:first-paragraph",
            raw=stretch.text,
            span=self.text.span(stretch),
        )
        if found:
            dateline, _ = found
            self._state("dateline", dateline.stretch, "text:dateline")
            self._agencies(dateline.agencies, "text:dateline")
            self._people(dateline.people, "text:dateline")

    def _masthead(self, masthead: Masthead) -> None:
        name, page = masthead.name, masthead.page
        where = self._where(name, "text:masthead")
        _add(self.sources, Statement.stated(_one_line(name.text), **where))
        if masthead.date:
            self._derive_date(masthead.date, "text:masthead")
        for what, printed in (("page", page), ("section", masthead.section)):
            if printed is not None:
                self.printed[what] = self._stated(printed, "text:masthead")

    def _mail(self, lines: Lines) -> None:
        """The subject may be the headline, the date is that of the mail; no address is a name."""
        if (said := header(lines, "subject")) and (about := subject(said)).text:
            self.subject = about
        if (sent := header(lines, "date")) and (printed := read_date(sent.text)) and printed.date:
            where = self._where(sent, "text:mail-header")
            self.dates["date_issued"] = Statement.stated(printed.date, **where)

    def _wire(self, stretch: Stretch) -> None:
        """What a wire says above its text to those who take it."""
        if note := editors_note(stretch):
            self.extra["ed_note"] = self._stated(note, "text:editors-note")
        elif (until := embargo(stretch)) is not None:
            self.embargoed = True
            printed = read_date(until.text) if until.text else None
            if printed and printed.date:
                where = self._where(until, "text:embargo-line")
                self.dates["embargoed_until"] = Statement.stated(printed.date, **where)
        elif is_slug(stretch.text):
            self.extra["slugline"] = self._stated(stretch, "text:slug")

    def _date_line(self, stretch: Stretch) -> None:
        """A line that is nothing but a date, between headline or byline and the text."""
        if (dateline := bare_dateline(stretch)) and dateline.agencies:
            self._state("dateline", dateline.stretch, "text:dateline")
            self._agencies(dateline.agencies, "text:dateline")
            return
        date = read_dated_line(stretch) or stretch
        before = stretch.part(0, date.start - stretch.start)
        name = before.part(0, len(before.text.rstrip(" -–—|,·")))
        if name.text and is_agency(name.text):
            self._agencies((name,), "text:date-line")
        printed = read_date(date.text)
        if settled := by_order(date.text, self.text.content):
            printed = PrintedDate(settled)
        headed = any(p.kind in {SegmentKind.HEADLINE, SegmentKind.BYLINE} for p in self.parts)
        if printed and printed.date and headed:
            self._derive_date(date, "text:date-line")
        else:
            self._undated(stretch)

    def _derive_date(self, stretch: Stretch, basis: str) -> None:
        printed = read_date(stretch.text)
        if settled := by_order(stretch.text, self.text.content):
            printed, basis = PrintedDate(settled), "text:date-order"
        if printed and printed.date:
            where = self._where(stretch, basis)
            self._keep(self.dates, "date_published", Statement.derived(printed.date, **where))
        else:
            self._undated(stretch)

    def _undated(self, stretch: Stretch) -> None:
        printed = " ".join(stretch.text.split())
        self._warn(
            Code.PV_04,
            f"{printed!r} is printed without saying what it is the date of; if it is the date of "
            "publication, supply it with --date-published",
            kind=Kind.PROVENANCE,
        )
        reason = f"{printed!r} is printed without saying what it is the date of"
        self.dates.setdefault("date_published", Statement.unknown(reason))

    def _read_field(self, field: Field) -> None:
        value = field.value
        match field.label:
            case Label.HEADLINE:
                self._headline(value, _FIELD)
            case Label.PUBLISHED | Label.MODIFIED:
                self._date(field)
            case Label.SOURCE:
                self._source_line(field)
            case Label.AGENCY:
                items = read_sources(value)
                self._agencies((*items.named, *items.unnamed), _FIELD)
            case Label.URL | Label.LANGUAGE:
                self._checked(field)
            case Label.CAPTION | Label.PHOTO | Label.CREDIT:
                self._medium(field)
            case Label.PAGE | Label.SECTION | Label.EDITION:
                self.printed.setdefault(field.label.value, self._stated(value, _FIELD))
            case Label.BY | Label.EDITOR:
                self._made_by(field)
            case Label.PUBLISHER | Label.PLACE | Label.COPYRIGHT:
                self._state(_FACTS[field.label], value, _FIELD)

    def _made_by(self, field: Field) -> None:
        if field.label is Label.BY:
            self._state("by", field.value, _FIELD)
            self._recognise(field.value, _FIELD)
        rel = "author" if field.label is Label.BY else "editor"
        self._people(people_in(field.value), _FIELD, rel)

    def _date(self, field: Field) -> None:
        name = "date_published" if field.label is Label.PUBLISHED else "date_modified"
        printed = read_date(field.value.text)
        if printed and printed.date:
            stated = Statement.stated(printed.date, **self._where(field.value, _FIELD))
            self._keep(self.dates, name, stated)
            return
        if settled := by_order(field.value.text, self.text.content):
            derived = Statement.derived(settled, **self._where(field.value, "text:date-order"))
            self._keep(self.dates, name, derived)
            return
        reason = printed.reason if printed else f"{field.value.text!r} is not a date in full"
        self._unreadable(field, reason)
        self.dates.setdefault(name, Statement.unknown(reason))

    def _source_line(self, field: Field) -> None:
        line, items = field.line, read_sources(field.value)
        basis = _LAST_BLOCK if line.start > self._first_prose() else _FIELD
        self._state("source_line", line, basis)
        for item in items.named:
            where = self._where(line if len(items.named) == 1 else item, basis)
            _add(self.sources, Statement.stated(_one_line(item.text), **where))
            self._recognise(item, basis)
        self._agencies(items.unnamed, basis)

    def _first_prose(self) -> int:
        kinds = {SegmentKind.LEAD, SegmentKind.PARAGRAPH, SegmentKind.CAPTION}
        return next((p.stretch.start for p in self.parts if p.kind in kinds), -1)

    def _checked(self, field: Field) -> None:
        """An address or a language: stated if it is one, else found to be none."""
        printed = field.value.text
        if field.label is Label.URL:
            value = printed if is_address(printed) else ""
            wanted = "a web address"
        else:
            tag = LANGUAGES.get(printed.casefold(), printed)
            value = tag if _TAG.fullmatch(tag) else ""
            wanted = "a language that newsarchive knows by name"
        if value:
            stated = Statement.stated(value, **self._where(field.value, _FIELD))
            self._keep(self.facts, field.label.value, stated)
        else:
            self._unreadable(field, f"{printed!r} is not {wanted}")

    def _medium(self, field: Field) -> None:
        """A caption or credit in a field completes the image before it, or begins another."""
        fact = "credit_line" if field.label is Label.CREDIT else "caption"
        stated = self._stated(field.value, _FIELD)
        last = self.media[-1] if self.media else None
        if last is None or (last.caption if fact == "caption" else last.credit_line).known:
            self.media.append(Medium(MediumKind.IMAGE))
        if fact == "caption":
            self.media[-1] = replace(self.media[-1], caption=stated)
        else:
            self.media[-1] = replace(self.media[-1], credit_line=stated)

    # How facts are kept.

    def _where(self, stretch: Stretch, basis: str) -> _Where:
        return {"raw": stretch.text, "basis": basis, "span": self.text.span(stretch)}

    def _stated(self, stretch: Stretch, basis: str) -> Statement[str]:
        return Statement.stated(_one_line(stretch.text), **self._where(stretch, basis))

    def _state(self, name: str, stretch: Stretch, basis: str) -> None:
        self._keep(self.facts, name, self._stated(stretch, basis))

    def _headline(self, stretch: Stretch, basis: str) -> None:
        role = "sub" if self.headlines else "main"
        span = self.text.span(stretch)
        printed = _one_line(_QUOTE.sub("\n", stretch.text) if self.quoted else stretch.text)
        self.headlines.append(Headline(printed, role, basis, span))

    def _people(self, names: Iterable[Stretch], basis: str, rel: str = "author") -> None:
        for name in names:
            printed = _one_line(name.text)
            if all(
                (old.name.casefold(), old.rel) != (printed.casefold(), rel) for old in self.people
            ):
                self.people.append(Contributor(printed, rel, basis, self.text.span(name)))

    def _agencies(self, names: Iterable[Stretch], basis: str) -> None:
        for name in names:
            where = self._where(name, basis)
            if is_unnamed(name.text):
                self.agencies.append(Statement.unnamed(**where))
            elif match := agencies.named(name.text):
                self._agency(match, name, basis)
            else:
                _add(self.agencies, Statement.stated(_one_line(name.text), **where))

    def _recognise(self, line: Stretch, basis: str) -> None:
        for match in agencies.recognise(line.text):
            self._agency(match, line, basis)

    def _agency(self, match: agencies.Match, within: Stretch, basis: str) -> None:
        """An agency of the table, once: stated by its own name, derived by another."""
        known = {agencies.canonical_name(s.value) for s in self.agencies if s.value}
        if match.agency.name not in known:
            span = self.text.span(within.part(match.start, match.end))
            self.agencies.append(match.statement(basis=basis, span=span))

    def _keep(self, facts: dict[str, Statement[T]], name: str, new: Statement[T]) -> None:
        """The first printed stands; dates, addresses and languages that differ are disputed."""
        old = facts.get(name)
        if old is None or not old.known:
            facts[name] = new
        elif old.value != new.value:
            first = None if name in _DISPUTABLE else Resolution(rule="text:first-printed")
            facts[name] = replace(old, candidates=(*old.candidates, new), resolution=first)

    def _unreadable(self, field: Field, reason: str) -> None:
        self._warn(Code.TX_02, f"the line {field.line.text!r} gives no value: {reason}")

    def _warn(self, code: Code, detail: str, kind: Kind = Kind.TEXT) -> None:
        self.findings.append(Finding(code, kind, Level.WARNING, "", detail))


def _add(statements: list[Statement[str]], new: Statement[str]) -> None:
    """Keep `new`, unless the same name is there."""
    if all(old.value != new.value for old in statements):
        statements.append(new)


def _one_line(text: str) -> str:
    return " ".join(text.split())
