"""What labelled lines say: `Date: 13 April 2017`, `Quelle: dpa`, and dates that have no label."""

import re
from dataclasses import replace

from newsarchive.formats.text.dates import Printed as PrintedDate
from newsarchive.formats.text.dates import by_order, read_date
from newsarchive.formats.text.facts import Facts, add, one_line
from newsarchive.formats.text.fields import Field, is_address
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.names import people_in, uninverted
from newsarchive.formats.text.sources import read_sources
from newsarchive.formats.text.words import LANGUAGES, Label, phrases
from newsarchive.model.article import (
    Medium,
    MediumKind,
    SegmentKind,
)
from newsarchive.model.finding import Code, Kind
from newsarchive.model.statement import Statement

_FIELD = "text:field"
_LAST_BLOCK = "text:last-block"
_FACTS = {
    Label.PUBLISHER: "publisher",
    Label.PLACE: "dateline",
    Label.COPYRIGHT: "copyright",
}
_INTERVIEWS = phrases(
    "interview,gespräch,entrevista,intervista,entretien,wywiad,rozhovor,rozmowa,interjú,interviu,"
    "intervju,интервью,інтерв'ю,συνέντευξη,röportaj,söyleşi,interviu"
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # the common shape of BCP 47


class FieldFacts(Facts):
    """The facts of labelled lines, beside those that are kept."""

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
        if self._is_interviewed(field):
            return
        if field.label is Label.BY:
            self._state("by", field.value, _FIELD)
            self._recognise(field.value, _FIELD)
        rel = "author" if field.label is Label.BY else "editor"
        said = [uninverted(name) for name in field.value.text.split(";")]
        if all(said):
            for name in said:
                self._person(name, field.value, _FIELD, rel)
            return
        self._people(people_in(field.value), _FIELD, rel)

    def _is_author(self, field: Field) -> bool:
        """Whether "Credit:" names the author, and no caption stands before it."""
        credit = field.line.text.casefold().startswith("credit")
        captioned = bool(self.media) and not self.media[-1].credit_line.known
        named = field.value.text.casefold() in {person.name.casefold() for person in self.people}
        return credit and named and not captioned

    def _is_interviewed(self, field: Field) -> bool:
        """Whether "Interview:" may name the one who answers: the text speaks of that person."""
        printed = field.line.text.partition(":")[0].strip().casefold()
        if printed not in _INTERVIEWS or not field.value.text:
            return False
        last = field.value.text.split()[-1].casefold()
        rest = self.text.content[field.line.end :].casefold()
        return last in rest or last in self.text.content[: field.line.start].casefold()

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
            add(self.sources, Statement.stated(one_line(item.text), **where))
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
        if fact == "credit_line" and self._is_author(field):
            return  # as databases say it once more
        stated = self._stated(field.value, _FIELD)
        last = self.media[-1] if self.media else None
        if last is None or (last.caption if fact == "caption" else last.credit_line).known:
            self.media.append(Medium(MediumKind.IMAGE))
        if fact == "caption":
            self.media[-1] = replace(self.media[-1], caption=stated)
        else:
            self.media[-1] = replace(self.media[-1], credit_line=stated)

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
