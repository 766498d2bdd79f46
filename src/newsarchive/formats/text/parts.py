"""The parts that a plain text is laid out in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newsarchive.formats.text.bylines import Byline
from newsarchive.formats.text.fields import Field
from newsarchive.formats.text.lines import Lines, Stretch
from newsarchive.formats.text.mastheads import Masthead
from newsarchive.formats.text.notices import is_furniture, is_rubric
from newsarchive.formats.text.words import Label
from newsarchive.model.article import SegmentKind

BULLET = re.compile(r"[*•·–-]\s+\S.{5,200}")
"""A point of a list between the headline and the byline, as some houses sum a text up."""


@dataclass(frozen=True, slots=True)
class Part:
    """One top-level part: what it is, where, and what was read in it on the way.

    `credit` is of a repeated caption, or of an image, as `caption` is; `fields` are
    those of the line; `headers` the lines of the headers of a mail; `value` is what counts of a
    headline with marks around it; `open` is one of two titles of which either may be the headline.
    """

    kind: SegmentKind
    stretch: Stretch
    fields: tuple[Field, ...] = ()
    byline: Byline | None = None
    credit: Stretch | None = None
    caption: Stretch | None = None
    masthead: Masthead | None = None
    headers: Lines = ()
    value: Stretch | None = None
    open: bool = False

    @property
    def labels(self) -> frozenset[Label]:
        """What its fields say."""
        return frozenset(field.label for field in self.fields)


def is_page(parts: Iterable[Part]) -> bool:
    """Whether parts have what a web page has around an article amid them."""
    return any(
        part.kind is SegmentKind.FURNITURE
        and is_furniture(part.stretch.text)
        and not is_rubric(part.stretch.text)
        for part in parts
    )


def field_part(fields: tuple[Field, ...], line: Stretch) -> Part:
    """The part that a line of fields is."""
    kinds = {
        Label.HEADLINE: SegmentKind.HEADLINE,
        Label.BY: SegmentKind.BYLINE,
        Label.SOURCE: SegmentKind.SOURCE_LINE,
        Label.COPYRIGHT: SegmentKind.COPYRIGHT,
    }
    kind = kinds.get(fields[0].label, SegmentKind.FIELD) if len(fields) == 1 else SegmentKind.FIELD
    return Part(kind, line, fields=fields)


def drop_first(blocks: list[Lines], count: int = 1) -> None:
    """Take `count` lines from the first block away."""
    blocks[0] = blocks[0][count:]
    if not blocks[0]:
        del blocks[0]
