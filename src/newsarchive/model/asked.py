"""What callers ask for: how to ingest, and what is said of articles and bags.

What they ask of an audit is in `model.auditing`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from newsarchive.errors import UsageError
from newsarchive.model.decision import is_line
from newsarchive.model.receiving import Gift
from newsarchive.model.supplied import Value, merge


class PathLike(Protocol):
    """What names a file besides a text: `os.PathLike` of text, such as `pathlib.Path`."""

    def __fspath__(self) -> str:
        """The path as text."""
        ...


Said = str | date | Iterable[str]
"""What is said of a field: a text, a day, or several texts. The text `none`: there is no such."""

ONE_ARTICLE = frozenset({"headline", "url", "byline", "lead", "accession-number"})
"""The fields that could not be true of more than one article."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image file that goes with an article, and what is said of it.

    Where an article is described that is in the archive, `path` may also be the number or the file
    name of a picture that its record has.
    """

    path: str | PathLike
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class PageChoice:
    """Which pages of a web archive are meant: those that say that they are articles, or `every`.

    `pattern` is a regular expression that the address has to match somewhere, "" for any.
    """

    every: bool = False
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How to ingest.

    `by` is the role or staff id of who supplies, "" for the one in archive.toml; `strict` refuses
    what lacks provenance; `as_is` takes documents that no reader knows; `whole` takes a container
    as one document and does not open it; `dereference` follows links inside of folders, which are
    refused otherwise; `encoding` is what texts are in that are not UTF-8, "" to look for what fits;
    `dry_run` changes nothing and says what would be done; `move_to` is the folder to which what is
    in the archive then is moved, "" to leave it where it is; `gift` is what was agreed on with who
    gave it all; `pages` are those that are meant of a web archive.
    """

    by: str = ""
    strict: bool = False
    as_is: bool = False
    dry_run: bool = False
    whole: bool = False
    dereference: bool = False
    encoding: str = ""
    move_to: str = ""
    gift: Gift = Gift()
    pages: PageChoice = PageChoice()


@dataclass(frozen=True, slots=True)
class Choice:
    """A person's decision of a dispute: for the field, this candidate shall stand, and why.

    `candidate` is the value that shall stand, or the word `stated` or `supplied`.
    """

    field: str
    candidate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Description:
    """What shall be said of one bag. `name` is how messages call it: the bag, or `gaps.csv#7`."""

    name: str
    bag: str
    values: tuple[Value, ...] = ()
    choices: tuple[Choice, ...] = ()
    images: tuple[Image, ...] = ()


def said(
    given: Mapping[str, Said], *, basis: str = "call", note: str | None = None
) -> tuple[Value, ...]:
    """What is said of fields by name, `{"source": "Tolm Post", "date": "2017-04"}`, checked.

    `basis` says by which way it came, `note` how it is known.

    Raises:
        UsageError: there is no such field, or a value is not what it should be; all are named.
    """
    found, problems = [], []
    for name, value in given.items():
        texts = [value] if isinstance(value, str) else value
        texts = [texts.isoformat()] if isinstance(texts, date) else texts
        try:
            found.append(Value.parse(name, texts, basis=basis, note=note))
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise UsageError("; ".join(problems))
    return merge(found)


def one_line(name: str, text: str) -> str:
    """A text that is said of a delivery, without blanks around it.

    Raises:
        UsageError: it is no line of text.
    """
    text = text.strip()
    if text and not is_line(text):
        raise UsageError(f"{name} must be one line of text")
    return text
