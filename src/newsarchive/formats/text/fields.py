# words of other languages
"""Labelled lines of a plain text: `Date: 13 April 2017`, `Quelle: dpa`, `© 2017 Example News`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from newsarchive.formats.text.dates import is_date_like, read_date
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.mastheads import read_masthead, read_source
from newsarchive.formats.text.memory import of_a_line
from newsarchive.formats.text.names import names_only
from newsarchive.formats.text.notices import is_rubric
from newsarchive.formats.text.words import (
    DATE_VERBS,
    LABELS,
    Label,
    ends_sentence,
    is_agency,
    phrases,
)

_LABELLED = re.compile(
    r"(?P<open>[(\[（【]?)(?P<label>[^\W\d_][^:：\d]{0,24}?)\s*[:：]\s*(?P<value>\S.*?)(?P<close>[)\]）】]?)"
)
_VERBS = "|".join(sorted(map(re.escape, DATE_VERBS), key=len, reverse=True))
_UNCOLONED = re.compile(
    rf"(?P<label>{_VERBS})\s+"
    r"(?:on\s+)?(?P<value>\S.*)",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\(?(?:Theo|THEO)\s+(?P<value>[^\s,()][^,()]{1,40}?)\)?")  # Vietnamese
_PAGED = re.compile(
    r"(?i)(?:pages?|pg|p|seite|s|página|pág|pagina|pag|str)\.?\s*(?P<value>[A-Z]?-?[0-9]{1,3})"
)
_BETWEEN = re.compile(r"\s[|｜·•]\s|[|｜]|\s{2,}|\u3000|\t|;\s")
_SECOND = re.compile(
    rf"[,;(|·•–—-]\s*(?=(?:{_VERBS})\b)",
    re.IGNORECASE,
)
_BY = re.compile(r"\s(?:by|von|par|por|di|door|av)\s")
_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)[^\s<>\"]+")

_LONGEST_NOTICE = 300
_LONGEST_LINE = 200  # of several fields
_LONGEST = {
    Label.LANGUAGE: 30,
    Label.PLACE: 60,
    Label.CREDIT: 100,
    Label.URL: 2000,
    Label.PAGE: 20,
    Label.SECTION: 60,
    Label.EDITION: 60,
}

_RESERVED = re.compile(
    r"(?i)all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos "
    r"reservados|tutti i diritti riservati|todos os direitos reservados|alle rechten "
    r"voorbehouden|tüm hakları saklıdır"
)
_MARKED = re.compile(r"(?i)(?:copyright\s*)?(?:©|\(c\)\s*\d{4}\b)|copyright\s*(?:\(c\)|:|\d{4}\b)")
_NAMED = re.compile(r"(?:Copyright|COPYRIGHT|\([cC]\))\s+(?P<names>[^\W\d_].*)")
_NAMED_WORDS = 6


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled line: what it says, and the stretch of its value."""

    label: Label
    line: Stretch
    value: Stretch
    bare: bool = False  # a date among labels, without one of its own


def read_field(line: Stretch) -> Field | None:
    """The field that `line` is; None where its label is unknown or its value cannot be one."""
    if (match := _UNCOLONED.fullmatch(line.text)) and read_date(match["value"]):
        return Field(LABELS[match["label"].casefold()], line, line.group(match, "value"))
    if (match := _ACCORDING.fullmatch(line.text)) and names_only(match["value"]):
        return Field(Label.SOURCE, line, line.group(match, "value"))
    if match := _IMAGED.fullmatch(line.text):
        said = Label.CREDIT if match["source"] else Label.CAPTION
        return Field(said, line, line.group(match, "value"))
    match = _LABELLED.fullmatch(line.text)
    label = LABELS.get(" ".join(match["label"].casefold().split())) if match else None
    if not match or not label:
        return None
    start, end = match.span("value")
    if not match["open"]:  # the closing bracket is the value's own
        end = match.end("close")
    value = line.part(start, end)
    if label is Label.PHOTO:
        label = Label.CREDIT if _fits(Label.CREDIT, value.text) else Label.CAPTION
    if label is Label.SOURCE and (sign := _SIGN.search(value.text)):
        value = value.part(0, sign.start())
    if label is Label.SOURCE and _is_named_paper(match["label"], value.text):
        return Field(label, line, value)
    if label is Label.CAPTION and _OWNERS.match(value.text):
        label = Label.CREDIT
        return Field(label, line, value)
    return Field(label, line, value) if _fits(label, value.text) else None


_IMAGED = re.compile(r"(?i)image (?:(?P<source>source)|caption),\s?(?P<value>\S.{1,300})")  # BBC
_SIGN = re.compile(r",\s[a-zäöü]{2,4}$")  # of who wrote it: ZEIT ONLINE, dpa, jh
_OWNERS = re.compile(
    r"(?i)(?:archiv(?:es|o|io)?|privat[eo]?|d\.?r\.?|collection|handout|courtesy|cortesía)\b.{0,40}$"
)
_PAPERS = phrases(
    "newspaper,paper,magazine,zeitung,blatt,zeitschrift,journal,quotidien,periódico,diario,giornale,"
    "testata,quotidiano,jornal,krant,dagblad,gazete,газета,издание,журнал,видання,вестник,gazeta,"
    "czasopismo,noviny,list,újság,ziar,tidning,avis,lehti,εφημερίδα"
)
_MOST_OF_A_PAPER = 6  # words


def _is_named_paper(label: str, value: str) -> bool:
    """Whether what stands behind "newspaper" is a name, if only its first word has a capital."""
    few = 0 < len(value.split()) <= _MOST_OF_A_PAPER
    if label.casefold().strip() not in _PAPERS or not few or ends_sentence(value):
        return False
    return value.lstrip("«„“\"'")[:1].isupper() and "," not in value


# As ProQuest cites: Marsh, Ellen. The Tolm Star; Tolm, Rul. [Tolm, Rul]12 May 1998: A3.
_PROQUEST = re.compile(
    r"(?:Publication info:\s*)?(?:(?P<by>[^\W\d_][^.;:\[\]\d]{3,60})\.\s+)?"
    r"(?P<paper>[^\W\d_][^;:\[\]\d]{2,60}?)(?:;[^\[\]:]{2,60})?\s*\[[^\[\]]{2,60}\]\s*"
    r"(?P<date>[^:\[\]]{8,40}):\s*(?P<page>[A-Z]{0,2}\.?-?\d{1,3})[.;]?"
)


def _of_proquest(line: Stretch) -> tuple[Field, ...]:
    """Source, date, page and author of a line as ProQuest prints it under a headline."""
    match = _PROQUEST.fullmatch(line.text) if "[" in line.text else None
    printed = read_date(match["date"]) if match else None
    if not match or not printed or not printed.whole or not names_only(match["paper"]):
        return ()
    found = [
        Field(Label.SOURCE, line, line.group(match, "paper")),
        Field(Label.PUBLISHED, line, line.group(match, "date")),
        Field(Label.PAGE, line, line.group(match, "page")),
    ]
    if match["by"]:
        found.append(Field(Label.BY, line, line.group(match, "by")))
    return tuple(found)


def _cited(line: Stretch) -> tuple[Field, ...]:
    """Source, date and page of a line such as `Source: The Tolm Post, 14 March 2003, p. 4`."""
    match = _LABELLED.fullmatch(line.text)
    if not match or LABELS.get(match["label"].casefold().strip()) is not Label.SOURCE:
        return ()
    value = line.part(
        match.start("value"), match.end("close") if not match["open"] else match.end("value")
    )
    masthead = read_source(value) or read_masthead(value)
    if not masthead or not masthead.date:
        return ()
    found = [
        Field(Label.SOURCE, line, masthead.name),
        Field(Label.PUBLISHED, line, masthead.date, bare=True),
    ]
    if masthead.page:
        found.append(Field(Label.PAGE, line, masthead.page, bare=True))
    return tuple(found)


@of_a_line
def read_fields(line: Stretch) -> tuple[Field, ...]:
    """The fields of a line; more than one only where marks part them: `Source: X | Editor: Y`."""
    if len(line.text) > _LONGEST_LINE:
        field = read_field(line)
        return (field,) if field else ()
    if not _may_have_fields(line.text):
        return ()
    if cited := _of_proquest(line) or _cited(line):
        return cited
    for match in _SECOND.finditer(line.text):
        end = len(line.text) - line.text.endswith(")")
        both = _piece(line.part(0, match.start())), read_field(line.part(match.end(), end))
        if both[0] and both[1]:
            return both[0], both[1]
    if dated := _dated_by(line):
        return dated
    for pieces in (_pieces(line), _labelled_pieces(line)):
        if len(pieces) < 2:  # noqa: PLR2004
            continue
        fields = [_piece(piece) for piece in pieces]
        if all(fields) and (any(f and not f.bare for f in fields) or _whole(fields)):
            return tuple(field for field in fields if field)
    field = read_field(line)
    return (field,) if field else ()


_MARKS = (":", "：", "|", "｜", "·", "•", ";", "\t", "\u3000")
_TWO_BLANKS = re.compile(r"\s\s")


def _may_have_fields(text: str) -> bool:
    """Whether a line has what each of its fields has: a mark, or words that need none.

    Most lines of a text have neither, and are through here in a tenth of the time.
    """
    for mark in _MARKS:  # `any` takes three times as long
        if mark in text:
            return True
    return bool(
        _TWO_BLANKS.search(text)
        or _SECOND.search(text)
        or _UNCOLONED.match(text)
        or _ACCORDING.match(text)
        or _IMAGED.match(text)
    )


def read_split_field(label: Stretch, value: Stretch) -> Field | None:
    """The field on two lines: a label alone, and a value. Only that of a date needs no colon."""
    bare = label.text.rstrip(" :：")
    if label.text.casefold() == "image caption,":
        return Field(Label.CAPTION, label, value)
    kind = LABELS.get(bare.casefold())
    if kind in {None, Label.HEADLINE}:
        return None
    if kind is Label.PHOTO and bare != label.text:
        kind = Label.CREDIT if _fits(Label.CREDIT, value.text) else Label.CAPTION
    dates = kind in {Label.PUBLISHED, Label.MODIFIED} and (printed := read_date(value.text))
    if kind and (
        bool(dates and printed and printed.whole)
        or (bare != label.text and _fits(kind, value.text))
    ):
        return Field(kind, label, value)
    return None


def _dated_by(line: Stretch) -> tuple[Field, ...]:
    """Date and author of `Posted on March 3, 2012 by Ann Other`."""
    match = _BY.search(line.text)
    if not match or not is_named(line.text[match.end() :]):
        return ()
    field = read_field(line.part(0, match.start()))
    if not field or field.label not in {Label.PUBLISHED, Label.MODIFIED}:
        return ()
    return field, Field(Label.BY, line, line.part(match.end(), len(line.text)))


def _pieces(line: Stretch) -> list[Stretch]:
    pieces, start = [], 0
    for mark in _BETWEEN.finditer(line.text):
        pieces.append(line.part(start, mark.start()))
        start = mark.end()
    pieces.append(line.part(start, len(line.text)))
    return [piece for piece in pieces if piece.text]


def _labelled_pieces(line: Stretch) -> list[Stretch]:
    """A line cut before each of its labels, where nothing but a blank parts them."""
    starts = [0]
    for colon in _COLON.finditer(line.text):
        words = list(_WORD.finditer(line.text, 0, colon.start()))[-_MOST_OF_A_LABEL:]
        for word in words:
            start = word.start() + (word[0][0] in _OPENING)
            label = " ".join(line.text[start : colon.start()].casefold().split())
            if label in LABELS and start >= starts[-1]:
                starts.append(start)
                break
    if len(starts) <= 2:  # noqa: PLR2004
        return []
    framed = line.text[0] in _OPENING and line.text[-1] in ")]"
    if starts[1] <= framed:
        starts = starts[1:]
    ends = [*starts[1:], len(line.text) - framed]
    return [p for p in map(line.part, starts, ends) if p.text]


_COLON = re.compile(r"[:：]")
_WORD = re.compile(r"\S+")
_MOST_OF_A_LABEL = 3
_OPENING = "(["


def _whole(fields: list[Field | None]) -> bool:
    """Whether fields without a label are a date and a page, as papers print them on one line."""
    return [f.label for f in fields if f] == [Label.PUBLISHED, Label.PAGE]


def _piece(piece: Stretch) -> Field | None:
    """A piece of a line of fields; there, a date and a page need no label."""
    if field := read_field(piece):
        return field
    if (printed := read_date(piece.text)) and printed.whole:
        return Field(Label.PUBLISHED, piece, piece, bare=True)
    if is_agency(piece.text):
        return Field(Label.AGENCY, piece, piece, bare=True)
    if is_rubric(piece.text):
        return Field(Label.SECTION, piece, piece, bare=True)
    if match := _PAGED.fullmatch(piece.text):
        return Field(Label.PAGE, piece, piece.group(match, "value"), bare=True)
    return None


def _fits(label: Label, value: str) -> bool:
    """Whether `value` can be the value of `label`; "Source: close to the president said" is not."""
    return len(value) <= _LONGEST.get(label, _LONGEST_NOTICE) and _FITS[label](value)


def _anything(_: str) -> bool:
    return True


def _beginning(text: str) -> bool:
    """Whether a text begins as a caption does: "Photo: none available, they said" is a sentence."""
    return not text[0].islower()


def _a_date(text: str) -> bool:
    return read_date(text) is not None or is_date_like(text)


def _no_sentence(text: str) -> bool:
    return not ends_sentence(text)


def _person(text: str) -> bool:
    return names_only(text) and "@" not in text


def _has_year(text: str) -> bool:
    return bool(re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text))


def is_address(text: str) -> bool:
    """Whether `text` is a web address."""
    return bool(_ADDRESS.fullmatch(text))


def is_copyright(text: str) -> bool:
    """Whether a line at the tail of a text is a copyright notice: "Copyright law ..." is not."""
    if len(text) > _LONGEST_NOTICE:
        return False
    if _MARKED.match(text) or _RESERVED.search(text):
        return True
    match = _NAMED.fullmatch(text)
    if not match or ends_sentence(text):
        return False
    return len(match["names"].split()) <= _NAMED_WORDS and names_only(match["names"])


_FITS: Mapping[Label, Callable[[str], bool]] = {
    Label.HEADLINE: _anything,
    Label.CAPTION: _beginning,
    Label.PHOTO: _beginning,
    Label.PUBLISHED: _a_date,
    Label.MODIFIED: _a_date,
    Label.URL: lambda text: len(text.split()) == 1,
    Label.LANGUAGE: _no_sentence,
    Label.SECTION: _no_sentence,
    Label.EDITION: _no_sentence,
    Label.COPYRIGHT: lambda text: names_only(text) or _has_year(text),
    Label.CREDIT: lambda text: names_only(text) and not ends_sentence(text),
    Label.PAGE: lambda text: any(c.isdecimal() for c in text),
    Label.BY: _person,
    Label.EDITOR: _person,
    Label.PLACE: names_only,
    Label.SOURCE: names_only,
    Label.AGENCY: names_only,
    Label.PUBLISHER: names_only,
}
