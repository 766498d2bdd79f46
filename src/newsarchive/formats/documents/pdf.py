"""PDF that was born digital: its text page by page, in the order in which it is read.

(ISO 32000-2; by pypdfium2, the extra `documents`) What a scan shows is no text: it is kept, and
says so.
"""

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.base import AS_IS, NOT_STORED
from newsarchive.formats.documents.extracted import (
    MAX_TEXT,
    article_of,
    whole,
    with_properties,
    without_text,
)
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture
from newsarchive.model.dates import Edtf

if TYPE_CHECKING:
    import pypdfium2

_MOST_PAGES = 500
_MOST_RUNS = 100_000
_GAP = 1.45  # times the usual distance of two lines: a new paragraph begins
_FAR = 3.0  # times the height of a line: more than any spacing of lines
_TALLER = 1.2  # times the height: another size of letters
_INDENT = 0.8  # of a line's height: the first line of a paragraph
_DATE = re.compile(
    r"D:(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}'?\d{2}'?)?.*", re.ASCII
)


class PdfReader:
    """Reads a PDF document."""

    name = "pdf/1"
    label = "PDF"
    media_type = "application/pdf"
    max_bytes = 200 << 20

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether it begins as a PDF does."""
        return head.startswith(b"%PDF-")

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in a PDF.

        Raises:
            RefusedError: it is damaged, has a password, or pypdfium2 is not installed.
        """
        data = whole(file, capture, self.max_bytes, self.label)
        document = _opened(data, capture.name)
        try:
            if len(document) > _MOST_PAGES:
                raise RefusedError(
                    f"{capture.name} has {len(document):,} pages, too many for one article",
                    hint=AS_IS,
                )
            text = _text(document, capture.name)
            article = article_of(self.name, capture, text)
            if not article.body.text:
                pages = len(document)
                article = without_text(
                    article,
                    f"{capture.name} has no text: its {pages} page{'s' if pages != 1 else ''} may"
                    " be scanned; give its text in a sidecar or take in the recognised text",
                )
            properties = document.get_metadata_dict(skip_empty=True)
            return with_properties(
                article,
                "pdf:info",
                creator=("Author", " ".join(properties.get("Author", "").split())),
                created=("CreationDate", _date(properties.get("CreationDate", ""))),
            )
        finally:
            document.close()


def is_scan(data: bytes) -> bool:
    """Whether a PDF can be read and has no text on any page."""
    try:
        document = _opened(data, "")
    except RefusedError:
        return False
    try:
        if len(document) > _MOST_PAGES:
            return False
        return not any(_has_text(document, number) for number in range(len(document)))
    finally:
        document.close()


def _has_text(document: "pypdfium2.PdfDocument", number: int) -> bool:
    import pypdfium2  # noqa: PLC0415

    try:
        page = document[number].get_textpage()
        return bool(page.get_text_range().strip())
    except pypdfium2.PdfiumError:
        return True  # it is damaged, which its reader says


def _opened(data: bytes, name: str) -> "pypdfium2.PdfDocument":
    try:
        import pypdfium2  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise RefusedError(
            f"{name} is a PDF document, and reading one needs pypdfium2",
            hint=f"{NOT_STORED} pip install 'newsarchive[documents]', or keep it with --as-is.",
        ) from error
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "has a password" if locked else "is damaged, or no PDF"
        raise RefusedError(f"{name} {what}", hint=AS_IS) from error


def _text(document: "pypdfium2.PdfDocument", name: str) -> str:
    import pypdfium2  # noqa: PLC0415

    pages: list[str] = []
    size = 0
    for number in range(len(document)):
        try:
            page = document[number]
            text = _paragraphs(_lines(page.get_textpage()))
        except pypdfium2.PdfiumError as error:
            raise RefusedError(f"page {number + 1} of {name} is damaged", hint=AS_IS) from error
        size += len(text)
        if size > MAX_TEXT:
            raise RefusedError(f"{name} holds too much text for one article", hint=AS_IS)
        if text:
            pages.append(text)
    return "\n\n".join(pages)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page; coordinates in points, from the lower left corner."""

    text: str
    left: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def _lines(page: Any) -> list[_Line]:
    """The lines of a page in the order of the document, each with where it stands."""
    found: list[_Line] = []
    for number in range(min(page.count_rects(), _MOST_RUNS)):
        left, bottom, right, top = page.get_rect(number)
        text = page.get_text_bounded(left, bottom, right, top).replace("\r\n", " ").strip("\r\n")
        text = text.replace("\ufffe", "\u00ad").replace(
            "\x02", "\u00ad"
        )  # a hyphen at a line's end
        if not text.strip():
            continue
        run = _Line(" ".join(text.split()), left, bottom, top)
        if found and _same_line(found[-1], run):
            last = found[-1]
            found[-1] = _Line(
                f"{last.text} {run.text}",
                min(last.left, run.left),
                min(last.bottom, run.bottom),
                max(last.top, run.top),
            )
        else:
            found.append(run)
    return found


def _same_line(last: _Line, run: _Line) -> bool:
    shared = min(last.top, run.top) - max(last.bottom, run.bottom)
    return run.left > last.left and shared > min(last.height, run.height) / 2


def _paragraphs(lines: list[_Line]) -> str:
    """The lines as paragraphs: parted where the distance, the size or the margin says so."""
    steps = [a.bottom - b.bottom for a, b in itertools.pairwise(lines)]
    apart = sorted(s for s in steps if s > 0)
    usual = (
        apart[(len(apart) - 1) // 4] if apart else 0.0
    )  # most lines of a page go on with a paragraph
    blocks: list[list[str]] = []
    for number, line in enumerate(lines):
        if number == 0 or _begins(lines[number - 1], line, usual):
            blocks.append([])
        blocks[-1].append(line.text)
    return "\n\n".join("\n".join(block) for block in blocks)


def _begins(last: _Line, line: _Line, usual: float) -> bool:
    step = last.bottom - line.bottom
    taller = max(last.height, line.height) > _TALLER * max(min(last.height, line.height), 0.1)
    indented = line.left - last.left > _INDENT * max(line.height, 1.0)
    apart = step > _GAP * usual or step > _FAR * max(last.height, line.height)
    return step < 0 or apart or (taller and step > usual) or indented


def _date(printed: str) -> Edtf | None:
    """A date as PDF has it (section 7.9.4), to the second and with its zone."""
    match = _DATE.fullmatch(printed.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    text = "-".join(part for part in (year, month, day) if part)
    if day and hour:
        text += f"T{hour}:{minute}" + (f":{second}" if second else "")
        digits = (zone or "").replace("'", "")
        text += digits if digits in {"", "Z"} else f"{digits[:3]}:{digits[3:5]}"
    try:
        return Edtf.parse(text)
    except ValueError:
        return None
