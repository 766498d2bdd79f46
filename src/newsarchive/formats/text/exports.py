"""What databases of papers put around an article when they give it out. Pure.

Factiva writes a code of two or three letters before each of its facts (HD, BY, SN, PD ... LP, TD);
LexisNexis and its like print labels such as `LENGTH: 287 words` around it, and the paper and its
date as lines without any.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from newsarchive.formats.text.bylines import read_byline
from newsarchive.formats.text.dates import read_date
from newsarchive.formats.text.fields import Field
from newsarchive.formats.text.lines import Lines, Text
from newsarchive.formats.text.mastheads import Masthead
from newsarchive.formats.text.names import names_only
from newsarchive.formats.text.parts import Part, field_part
from newsarchive.formats.text.words import Label
from newsarchive.model.article import SegmentKind

# https://www.dowjones.com/professional/factiva: the codes of its display format.
_CODES: Mapping[str, Label | None] = {
    "HD": Label.HEADLINE,
    "BY": Label.BY,
    "PD": Label.PUBLISHED,
    "SN": Label.SOURCE,
    "PG": Label.PAGE,
    "SE": Label.SECTION,
    "ED": Label.EDITION,
    "LA": Label.LANGUAGE,
    "CY": Label.COPYRIGHT,
} | dict.fromkeys(
    [
        *("WC", "SC", "ET", "CR", "VOL", "LP", "TD", "AN", "CO", "IN", "NS", "RE"),
        *("PUB", "IPD", "IPC", "CT", "CX", "RF", "CLM", "ART", "DLN"),
    ]
)
_LEAD, _TEXT = "LP", "TD"
_CODED = re.compile(rf"(?P<code>{'|'.join(_CODES)})(?:\s+(?P<value>\S.*))?")
_FEWEST_CODES = 4
_LABELLED = re.compile(
    r"(?i)(?P<label>length|section|byline|headline|body|load-date|document-type|publication-type"
    r"|dateline|graphic|language)\s*:.*|(?P<body>body)|end of document|\d+ of \d+ documents"
)
_FEWEST_LABELS = 2
_MOST_LINES = 40  # from the first to the last of its labels at the head
_MOST_WORDS = 8  # of a paper's name

_Prose = Callable[[Lines], list[Part]]


def of_factiva(text: Text, blocks: list[Lines], prose: _Prose) -> list[Part]:
    """The parts of an article with codes before its facts; nothing where it has none.

    `prose` makes parts of the lines of a block.
    """
    lines = [line for block in blocks for line in block]
    codes = {m["code"] for line in lines[:_MOST_LINES] if (m := _CODED.fullmatch(line.text))}
    if len(codes) < _FEWEST_CODES or not {"HD", _LEAD} <= codes:
        return []
    parts: list[Part] = []
    for code, run in _coded(blocks):
        match = _CODED.fullmatch(run[0][0].text)
        if code in {_LEAD, _TEXT} and match:
            parts += _told(run, match, prose)
        else:
            parts.append(_fact(text, code, tuple(line for block in run for line in block)))
    first = next((n for n, p in enumerate(parts) if p.kind is SegmentKind.PARAGRAPH), None)
    if first is not None:
        parts[first] = Part(SegmentKind.LEAD, parts[first].stretch)
    return parts


def _coded(blocks: list[Lines]) -> Iterator[tuple[str, list[Lines]]]:
    """The codes, each with the blocks of lines up to the next; the first may be none."""
    code, run = "", list[Lines]()
    for block in blocks:
        start = 0
        for n, line in enumerate(block):
            match = _CODED.fullmatch(line.text)
            if not match:
                continue
            run += [block[start:n]] if n > start else []
            if run:
                yield code, run
            code, run, start = match["code"], [], n
        run.append(block[start:])
    if run:
        yield code, run


def _told(run: list[Lines], match: re.Match[str], prose: _Prose) -> list[Part]:
    """The text behind a code, and the code itself."""
    first = run[0][0]
    parts = [Part(SegmentKind.FIELD, first.part(0, match.end("code")))]
    rest = first.part(match.end("code"), len(first.text))
    blocks = [(rest, *run[0][1:]) if rest.text else run[0][1:], *run[1:]]
    for block in blocks:
        if block:
            parts += prose(block)
    return parts


def _fact(text: Text, code: str, lines: Lines) -> Part:
    whole = text.joined(lines)
    value = whole.part(len(code), len(whole.text))
    label = _CODES.get(code)
    if label is None or not value.text:
        return Part(SegmentKind.FIELD, whole)
    if label is Label.BY and (byline := read_byline(value)):
        return Part(SegmentKind.BYLINE, whole, byline=byline)
    if label is Label.BY and not names_only(value.text):
        return Part(SegmentKind.BYLINE, whole)
    return field_part((Field(label, whole, value),), whole)


def is_labelled(blocks: list[Lines]) -> bool:
    """Whether lines near have the labels of a database."""
    lines = [line for block in blocks for line in block][:_MOST_LINES]
    found = {m[0][:6].casefold() for line in lines if (m := _LABELLED.fullmatch(line.text))}
    return len(found) >= _FEWEST_LABELS


def named_paper(blocks: list[Lines]) -> tuple[Lines, Masthead] | None:
    """The paper and its date on the two lines that blocks of a labelled text begin with."""
    lines = [line for block in blocks[:2] for line in block][:2]
    if len(lines) < 2 or len(lines[0].text.split()) > _MOST_WORDS:  # noqa: PLR2004
        return None
    name, date = lines
    printed = read_date(date.text)
    if not printed or not printed.whole or not is_labelled(blocks):
        return None
    bare = re.sub(r"\s*\([^()]*\)$", "", name.text)
    if not names_only(bare) or any(c.isdecimal() for c in bare):
        return None
    return (name, date), Masthead(name, date)
