"""Whether a file is a manifest, by how it begins; and which kind. The name counts where it must."""

import csv
import io
import re
from collections.abc import Iterator
from enum import StrEnum

from newsarchive import canonical
from newsarchive.formats.manifests.columns import is_article, is_known
from newsarchive.formats.manifests.tables import marked, separator_of
from newsarchive.formats.wires.outline import kind_of, list_in
from newsarchive.model.supplied import plain

_ZIP = b"PK\x03\x04"
_BOOK = re.compile(rb"xl/(?:workbook\.xml|worksheets/|sharedStrings|styles\.xml|theme/|_rels/)")
_NAMED = (".csv", ".tsv", ".tab")
_JSON_NAMED = (".jsonl", ".ndjson")
_MATERIAL = frozenset({"text", "textfile", "file"})
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|([\[{])|([\]}])', re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n")
_HEAD_BYTES = 64 * 1024  # of a head that is cut off
_MOST_ROWS = 50  # that are looked at


class Form(StrEnum):
    """How a manifest is written."""

    SEPARATED = "separated"
    BOOK = "book"
    JSON_LINES = "json-lines"


def form_of(head: bytes, name: str) -> Form | None:
    """The form of a manifest that begins with `head`; None for what is none.

    A sheet that is called one counts as one whatever it holds, so that it can be told what it
    lacks: read as plain text it would be an article of figures.
    """
    if head.startswith(_ZIP):
        return Form.BOOK if _is_book(head) else None
    skip, encoding = marked(head)
    if encoding == "utf-8" and b"\0" in head:
        return None  # what is no text takes long to decode
    text = head[skip:].decode(encoding, "ignore")
    if "\0" in text:
        return None
    if text.lstrip().startswith("{"):
        of_agency = kind_of(head) is not None or list_in(head) is not None
        return Form.JSON_LINES if not of_agency and _is_json_lines(text, name) else None
    cut = len(head) >= _HEAD_BYTES
    return Form.SEPARATED if _is_separated(text, name, cut) else None


def _is_book(head: bytes) -> bool:
    """Whether the parts of a zip are called as those of a workbook are."""
    place = head.find(_ZIP)
    while place >= 0:
        if _BOOK.match(head, place + 30):  # behind the fields of fixed length
            return True
        place = head.find(_ZIP, place + 4)
    return False


def _is_json_lines(text: str, name: str) -> bool:
    """Whether the first line is an object that has a text or a file; the others say it themselves.

    The head may end in it.
    """
    first, end, rest = text.lstrip().partition("\n")
    names = list(_keys(first))
    keys = {plain(key) for key in names}
    named = name.lower().endswith(_JSON_NAMED)
    if keys & _MATERIAL and len(keys) > 1:
        # One object with other members, too, is a document of somebody's program.
        return named or bool(rest.strip()) or all(is_known(key) for key in names)
    return bool(end) and name.lower().endswith(_JSON_NAMED) and _is_object(first)


def _is_object(line: str) -> bool:
    try:
        return isinstance(canonical.loads(line.strip().encode()), dict)
    except ValueError:
        return False


def _keys(line: str) -> Iterator[str]:
    """The names of the object that a line holds, be it cut off."""
    depth = 0
    for match in _TOKEN.finditer(line):
        depth += bool(match[3]) - bool(match[4])
        if depth == 1 and match[2]:
            yield match[1]


def _is_separated(text: str, name: str, cut: bool) -> bool:
    text = text.lstrip("\r\n \ufeff")
    end = _LINE_END.search(text)
    first, rest = (text[: end.start()], text[end.end() :]) if end else (text, "")
    separator, is_said = separator_of(first)
    lines = rest if is_said else text
    is_named = name.lower().endswith(_NAMED)
    most = _MOST_ROWS if is_named else 0  # else nothing but its headings can tell
    rows = []
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(cells)
            if len(rows) > most:
                break
    except csv.Error:
        pass  # the head ends in the middle of a row
    if rows and rest.strip() and is_article(rows[0]):
        return True
    if not is_named or not rows:
        return False
    widths = {len(row) for row in (rows[:-1] if cut else rows)}
    return widths == {len(rows[0])} and len(rows[0]) > 1
