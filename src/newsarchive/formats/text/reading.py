"""The facts of one plain text, read part by part, each with where it stands in the bytes."""

import re
from dataclasses import replace

from newsarchive.formats.text.bylines import Byline
from newsarchive.formats.text.correspondence import header, names_a_text, subject
from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.dates import Printed as PrintedDate
from newsarchive.formats.text.dates import by_order, read_date
from newsarchive.formats.text.doubts import recalls
from newsarchive.formats.text.facts import QUOTE, add, one_line
from newsarchive.formats.text.fieldfacts import FieldFacts
from newsarchive.formats.text.folios import read_dated_line
from newsarchive.formats.text.headlines import bare_dateline
from newsarchive.formats.text.hyphens import Hyphens
from newsarchive.formats.text.languages import detect
from newsarchive.formats.text.layout import lay_out
from newsarchive.formats.text.lines import Lines, Stretch, Text, unwrapped
from newsarchive.formats.text.mastheads import Masthead
from newsarchive.formats.text.names import people_in
from newsarchive.formats.text.notices import editors_note, embargo, is_slug, worked
from newsarchive.formats.text.parts import Part
from newsarchive.formats.text.sources import is_from, read_agencies
from newsarchive.formats.text.words import Label, is_agency
from newsarchive.model.article import (
    Article,
    Block,
    BlockKind,
    Body,
    Detection,
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
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Statement

_MOST_NAMED = 20  # words that were put together
_SIGN_OFF = re.compile(r"[.!?।。”\"»]\s*(?P<sign>[(（][^()（）\n]{2,30}[)）])\.?\s*$")
_LONGEST_SIGN = 60
_NEAR = 600  # characters
_FIRST_BLOCK = "text:first-block"


class TextReading(FieldFacts):
    """One text being read: collects facts part by part, in the order in which they are printed."""

    def __init__(self, reader: str, capture: Capture, text: Text) -> None:
        self.reader = reader
        self.capture = capture
        super().__init__(text, lay_out(text))
        self.subject: Stretch | None = None
        self.extra: dict[str, Statement[str]] = {}
        self.embargoed = False
        self.hyphens = Hyphens(unwrapped(text.content))

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
        titled = any(h.role == "main" for h in self.headlines)
        for part in self.parts:
            # Which line is the headline may be open; what is printed is still to be read and found.
            if part.kind is SegmentKind.HEADING and not titled:
                blocks.append(Block(BlockKind.HEADING, self._whole(part.stretch.text)))
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
        if not names_a_text(about.text):
            return False
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
        return self.hyphens.join(QUOTE.sub("\n", bare) if self.quoted else bare)

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
                add(self.sources, Statement.stated(one_line(field.value.text), **where))
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
        add(self.sources, Statement.stated(one_line(name.text), **where))
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
