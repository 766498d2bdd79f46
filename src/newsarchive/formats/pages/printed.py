"""The times that an article prints above or below its text, and what it calls them.

Those of events, pictures and other articles are passed over. What is printed in words goes through
the tables of `formats.text`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import html

from newsarchive.formats.pages import stamps
from newsarchive.formats.pages.elsewhere import is_in_article, is_of_another, is_of_article
from newsarchive.formats.pages.moments import Moment
from newsarchive.formats.pages.region import Region, says
from newsarchive.formats.pages.tree import (
    above,
    attribute_words,
    line,
    name,
    short_text_in,
    text_in,
)
from newsarchive.formats.pages.weights import weight
from newsarchive.formats.pages.words import any_of, listed
from newsarchive.formats.text.fields import read_fields
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.words import Label

_PROSE = 80  # letters' weight of a paragraph that is prose
_LONGEST_FILED = 600  # characters of a paragraph that says when an article was filed
_DATES = frozenset(listed("class-date"))
_PUBLISHED = frozenset(listed("class-published"))
_MODIFIED = frozenset(listed("class-modified"))
_FOOT = frozenset(listed("class-foot"))
_IS_PUBLISHED = frozenset(("published", "pubdate", "posted"))
_IS_POSTED = (frozenset(("entry", "date")), frozenset(("post", "date")))
_LINES = frozenset(("div", "span", "p", "small", "b", "strong", "em", "i", "h2", "h3", "h4", "h5"))
_GROUPS = frozenset(("table", "ul", "ol", "dl", "figure", "figcaption", "blockquote"))
_OF_EVENT = re.compile(rf"(?i){any_of('event-label')}\s*:?\s*")
_BRACKETED = re.compile(r"\((?P<date>[^()]{6,40})\)\s")
_UPDATED = re.compile(rf"(?i)\b{any_of('updated')}\b|更新|수정")
_SHORT_LABEL = 40  # characters of what says what a date is
# 입력 2021.03.04. 05:00 업데이트 2021.03.04. 09:12; 2022年6月1日 10:00 更新
_EASTERN_DATE = (
    r"\d{4}(?:[-./]\d{1,2}[-./]\d{1,2}\.?|年\d{1,2}月\d{1,2}日)"
    r"(?:\s*(?:오전|오후|上午|下午|午前|午後)?\s*\d{1,2}(?:[:：]\d{2}(?::\d{2})?|[時时]\d{2}分))?"
)
_LABELLED = re.compile(
    rf"(?<!\w)(?:(?P<published>{any_of('date-label')})|(?P<modified>{any_of('date-label-modified')}))"
    rf"\s*[:：]?\s*(?P<date>{_EASTERN_DATE})"
)


@dataclass(frozen=True, slots=True)
class When:
    """A time in the head of an article; `modified` says that it is that of a change.

    `said`: it is called that of publication. `vague`: it may be the day on which the page was made.
    """

    moment: Moment
    raw: str
    basis: str
    modified: bool
    derived: bool
    said: bool = False
    vague: bool = False


class Times:
    """The times of an article, as its elements are looked at in their order."""

    def __init__(self, region: Region, read: stamps.Read) -> None:
        """`read` gives the time that a line is, or None."""
        self._region, self._read = region, read
        self._below = False
        self._seen: list[When] = []
        self._silent: list[When] = []
        self._alone: list[When] = []

    def add_timed(self, element: html.HtmlElement, before: bool) -> None:
        """Look at a `time` or `abbr`, before the text or behind it."""
        found = tuple(_timed(element, before, self._read))
        if found and not is_of_another(element, self._region):
            (self._seen if text_in(element) else self._silent).extend(found)

    def add_line(self, element: html.HtmlElement, text: str, before: bool) -> None:
        """Look at any other element; its text is "" where it is too long to be a line."""
        self._below = self._below or element is self._region.heading
        if not before:
            filed = tuple(_filed(element, self._read))
            self._seen += filed or _signed(element, text, self._read)
            return
        if not _has_figures(text) or next(element.iter("time"), None) is not None:
            return
        found = tuple(_printed(element, text, self._read))
        if not found and not _may_be_alone(element):
            return
        if is_of_another(element, self._region):
            return
        # A paper prints the day of today above everything.
        vague = not self._below and not is_in_article(element, self._region)
        self._seen += (replace(f, vague=vague and not f.said) for f in found)
        if not found and not vague:
            for one in _lone(element, text, self._read):
                if one.moment.timed:
                    self._seen.append(one)
                elif is_of_article(element, self._region):  # else it may mean anything
                    self._alone.append(one)

    def found(self) -> tuple[When, ...]:
        """All of them; what no one sees, or nothing calls a date, only where there is no better."""
        times = list(self._seen)
        for others in (self._silent, self._alone, _opening(self._region, self._read)):
            if all(t.modified for t in times):
                times += others
        return tuple(_unique(times))


def _timed(element: html.HtmlElement, before: bool, read: stamps.Read) -> Iterator[When]:
    stated = (element.get("datetime") or element.get("content") or "").strip()
    if name(element) == "abbr":
        stated = (element.get("title") or "").strip()
        if not says(element, _PUBLISHED | _MODIFIED):
            return
    shown = text_in(element)
    around, before_it = element.getparent(), element.getprevious()
    beside = before_it.tail if before_it is not None else around.text if around is not None else ""
    label = stamps.labelled(line(beside))
    if _OF_EVENT.fullmatch(line(beside)):
        return
    modified = (
        bool(_UPDATED.search(f"{line(beside)} {shown}"))
        or "dateModified" in (element.get("itemprop") or "")
        or (
            label is not Label.PUBLISHED
            and (
                _is_change(element)
                or (around is not None and _is_change(around) and not says(around, _PUBLISHED))
            )
        )
    )
    known = (
        "pubdate" in element.attrib
        or label is Label.PUBLISHED
        or says(element, _PUBLISHED)
        or (around is not None and says(around, _PUBLISHED))
    )
    if not before and not known and not modified:
        return
    moment = read(stated) if stated else None
    if moment is not None:
        said = label is Label.PUBLISHED and not modified
        basis = basis_of(element, "datetime")
        yield When(moment, stated, basis, modified, derived=False, said=said)
    elif not stated or name(element) == "abbr":
        for time in _printed(element, shown, read):
            yield replace(time, modified=modified)


def _is_change(element: html.HtmlElement) -> bool:
    """Whether a class says that a time is that of a change, and none that it is of publication.

    WordPress calls the time of publication `published updated`, or `entry-date updated`, where
    there is no other: microformats want one that is called `updated`. (hAtom 0.1)
    """
    if not says(element, _MODIFIED):
        return False
    said = [attribute_words(c) for c in (element.get("class") or "").split()]
    return "updated" not in {w for words in said for w in words} or not any(
        words & _IS_PUBLISHED or any(pair <= words for pair in _IS_POSTED)
        for words in said
        if not words & _MODIFIED
    )


def _printed(element: html.HtmlElement, text: str, read: stamps.Read) -> Iterator[When]:
    """The dates that a line prints, labelled or alone."""
    if not _has_figures(text):
        return
    if name(element) == "dd":
        yield from _defined(element, text, read)
        return
    fields = [
        f for f in read_fields(Stretch(0, text)) if f.label in {Label.PUBLISHED, Label.MODIFIED}
    ]
    basis = basis_of(element)
    labelled = [
        (moment, field.label is Label.MODIFIED, not field.bare)
        for field in fields
        if (moment := read(field.value.text))
    ]
    labelled = labelled or [(*time, True) for time in stamps.fielded(text, read)]
    for moment, modified, said in labelled:
        yield When(moment, text, basis, modified, derived=True, said=said)
    if labelled:
        return
    if told := tuple(_labelled(element, text, read)):
        yield from told
        return
    if signed := tuple(_signed(element, text, read)):
        yield from signed
        return
    if (says(element, _DATES) or name(element) == "time") and not _OF_EVENT.match(text):
        bare = re.sub(r"\s*[|·•]\s*$", "", text)
        moment = read(bare) or read(" ".join(element.itertext())) or stamps.told(bare, read)
        if moment:
            modified = _is_change(element) or bool(_UPDATED.search(text))
            yield When(moment, text, basis, modified, derived=True)


def _has_figures(text: str) -> bool:
    return any(c.isdecimal() for c in text)


def _defined(element: html.HtmlElement, text: str, read: stamps.Read) -> Iterator[When]:
    """The date in a list of terms, where its term says what it is."""
    term = element.getprevious()
    label = stamps.labelled(text_in(term)) if term is not None and name(term) == "dt" else None
    if label and (moment := read(text) or stamps.told(text, read)):
        modified = label is Label.MODIFIED
        yield When(moment, text, basis_of(element), modified, derived=True, said=True)


def _may_be_alone(element: html.HtmlElement) -> bool:
    return name(element) in _LINES and not any(
        name(e) in _GROUPS for e in (element, *above(element))
    )


def _lone(element: html.HtmlElement, text: str, read: stamps.Read) -> Iterator[When]:
    """The day that is all that a line between headline and text has in it."""
    moment = read(text)
    if moment is None:
        return
    label = _before(element)
    if label.endswith((":", "：")) and not _UPDATED.search(label):
        said = {f.label for f in read_fields(Stretch(0, f"{label} {text}"))}
        if Label.PUBLISHED not in said:
            return  # it is the time of something else
    yield When(moment, text, basis_of(element), bool(_UPDATED.search(label)), derived=True)


def _before(element: html.HtmlElement) -> str:
    """What stands right before an element, in the same one or, where it is the first, beside it."""
    here, around = element, element.getparent()
    for _ in range(2):
        before = here.getprevious()
        if before is not None:
            return f"{short_text_in(before, _SHORT_LABEL)} {line(before.tail)}".strip()
        if around is None or line(around.text):
            break
        here, around = around, around.getparent()
    return line(around.text) if around is not None else ""


def _labelled(element: html.HtmlElement, text: str, read: stamps.Read) -> Iterator[When]:
    """The dates behind the words that stand before them in the East: `입력 2021.03.04. 05:00`."""
    if text.isascii():
        return
    for match in _LABELLED.finditer(text):
        if moment := read(match["date"]):
            modified = match["modified"] is not None
            yield When(moment, text, basis_of(element), modified, derived=True, said=not modified)


def _signed(element: html.HtmlElement, text: str, read: stamps.Read) -> Iterator[When]:
    """The date in a line that says by whom and when: `By Jane Doe on April 5, 2019`."""
    if _has_figures(text) and (moment := stamps.signed(text, read)):
        modified = bool(_UPDATED.search(text))
        yield When(moment, text, basis_of(element), modified, derived=True)


def _filed(element: html.HtmlElement, read: stamps.Read) -> Iterator[When]:
    """The date in the sentence below a text that says when it was posted, and where it is filed."""
    text = short_text_in(element, _LONGEST_FILED) if says(element, _FOOT) else ""
    if text and (moment := stamps.filed(text, read)):
        yield When(moment, text, basis_of(element), modified=False, derived=True, said=True)


def _opening(region: Region, read: stamps.Read) -> Iterator[When]:
    """The day in brackets that the first paragraph of a text begins with."""
    for paragraph in region.text.iter("p"):
        text = text_in(paragraph)
        if weight(text) >= _PROSE and region.holds(paragraph):
            match = _BRACKETED.match(text)
            if match and (moment := read(match["date"])):
                yield When(moment, match[0].strip(), "html:p", modified=False, derived=True)
            return


def _unique(times: list[When]) -> Iterator[When]:
    seen: set[tuple[str, bool]] = set()
    for one in times:
        key = (one.moment.edtf.text, one.modified)
        if key not in seen:
            seen.add(key)
            yield one


def basis_of(element: html.HtmlElement, attribute: str = "") -> str:
    """What a statement is based on: an element by its name and first class."""
    classes = (element.get("class") or "").split()
    shown = f"{name(element)}.{classes[0]}" if classes else name(element)
    return f"html:{shown}@{attribute}" if attribute else f"html:{shown}"
