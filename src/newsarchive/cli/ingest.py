"""`newsarchive ingest`: take articles in."""

import os
import re
import sys
from pathlib import Path
from typing import Any, BinaryIO, TypeGuard

import click

from newsarchive.cli import keep, supplying
from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import (
    archive_option,
    json_option,
    print_json,
    quiet_option,
    workers_option,
)
from newsarchive.cli.progress import Progress
from newsarchive.clock import SystemClock
from newsarchive.durable import display
from newsarchive.errors import UsageError
from newsarchive.model.asked import ONE_ARTICLE, IngestOptions, PageChoice
from newsarchive.model.outcome import ItemOutcome, ItemStatus
from newsarchive.model.supplied import Value
from newsarchive.reports import documents, text
from newsarchive.workflows.ingest import lists
from newsarchive.workflows.ingest.lists import Listed, Named
from newsarchive.workflows.ingest.retry import Retry, read_report
from newsarchive.workflows.ingest.sources import Details, RequestedImage

_ARCHIVES = frozenset({".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz"})
_SHEETS = frozenset({".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".json"})
_MAY_HOLD_SEVERAL = _ARCHIVES | _SHEETS
_WELL = frozenset({ItemStatus.STORED, ItemStatus.PRESENT, ItemStatus.WAITING})


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@archive_option
@click.option("-0", "--null", is_flag=True, help="In lists, a NUL ends each path.")
@click.option(
    "--retry",
    type=click.Path(path_type=Path),
    metavar="REPORT",
    help="Take in what that report (.json, .csv) says was refused, failed or left.",
)
@supplying.field_options
@click.option("--identifier", metavar="URI", help="The article's own id, if the source has none.")
@click.option("--image", multiple=True, type=click.Path(path_type=Path), help="An image of it.")
@click.option("--caption", multiple=True, metavar="TEXT", help="The caption of that image.")
@click.option("--credit", multiple=True, metavar="TEXT", help="The credit of that image.")
@click.option("--collection", metavar="NAME", help="Put what is stored into this collection.")
@click.option("--depositor", metavar="NAME", default="", help="Who gave it to the archive.")
@click.option("--agreement", metavar="REF", default="", help="Under which agreement.")
@click.option(
    "--checksums",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What came has to have the sender's checksums: a SHA256SUMS, MD5SUMS, ...",
)
@click.option("--strict", is_flag=True, help="Refuse articles whose provenance is incomplete.")
@click.option("--as-is", is_flag=True, help="Keep documents that newsarchive cannot read.")
@click.option("--whole", is_flag=True, help="Keep a zip, tar or sheet as one document, unopened.")
@click.option("--all-pages", is_flag=True, help="Take every page of a web archive for an article.")
@click.option(
    "--url-pattern",
    metavar="REGEX",
    default="",
    help="Take those pages of a web archive only whose address matches it.",
)
@click.option(
    "--dereference",
    is_flag=True,
    help="Follow links inside of folders. Only where you know who made the folder.",
)
@click.option(
    "--encoding",
    metavar="NAME",
    default="",
    help="The encoding of texts, such as windows-1251, where newsarchive finds a wrong one.",
)
@click.option(
    "--move-to",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Move what is in the archive then out of the way, into that folder.",
)
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would be done.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a report to a new file: .csv, .json or .txt.",
)
@json_option
@quiet_option
@workers_option
def command(
    sources: tuple[Path, ...],
    archive: Path,
    null: bool,
    retry: Path | None,
    identifier: str | None,
    image: tuple[Path, ...],
    caption: tuple[str, ...],
    credit: tuple[str, ...],
    collection: str | None,
    depositor: str,
    agreement: str,
    checksums: Path | None,
    strict: bool,
    as_is: bool,
    whole: bool,
    all_pages: bool,
    url_pattern: str,
    dereference: bool,
    encoding: str,
    move_to: Path | None,
    dry_run: bool,
    report: Path | None,
    as_json: bool,
    quiet: bool,
    workers: int | None,
    by: str | None,
    **given: Any,
) -> int:
    """Take SOURCES into the archive, one bag an article.

    A source is a text, a saved web page, a wire of an agency (NewsML, NITF, ninjs), a mail, a
    PDF or office document; a folder, zip or tar of them; a message, feed or web archive; or a sheet
    with a row for each article (CSV, xlsx, JSON lines). What holds several is kept once, as a
    delivery, and each article in it becomes a bag that says so. @FILE is a list of sources, one a
    line, and - one on standard input; a name with * that the shell has left is filled in.

    A sheet has a column text, or a column file with a path beside the sheet; and columns such as
    headline, source, agency, date, id, image1_file, image1_caption. A row with a mistake is named,
    and the others go on.

    A file story.json beside story.txt says what is known of it: {"source": "...", "datePublished":
    "2017-04-13"}. A folder with one text and images is one article, and may have a metadata.json;
    any other folder is as many articles as it has texts.

    An article that is in the archive already stays as it is. A source that cannot be taken in is
    named, and the others go on. What is still being written, in a folder or a list, is left for the
    next run. Say none for what does not exist: --agency none.

    \b
    Example:
      newsarchive ingest stories/*.txt
      newsarchive ingest story.txt --source "The Courier" --date-published 2017-04
      newsarchive ingest batch.csv --dry-run
      find . -name '*.txt' -print0 | newsarchive ingest -0 - --report monday.json
      newsarchive ingest --retry monday.json
      newsarchive ingest --quiet incoming --move-to done

    \b
    Exit status:
      0  every article is in the archive, now or before, but for what is still being written
      1  a source was refused: it is not there, no article, not what its sender sent, ...
      2  the command was called wrongly; nothing was begun
      3  not finished: a file could not be read, scanned, stored or moved, or there is no room left
    """
    named = _named(sources, retry, nul=null)
    again = _again(retry, silent=as_json or quiet)
    supplied = supplying.values(given)
    _one_article(len(named) + again.count, supplied, bool(identifier or image))
    details = Details(
        supplied,
        tuple(
            RequestedImage(Path(i.path), i.caption, i.credit)
            for i in supplying.images([str(path) for path in image], caption, credit)
        ),
        identifier=identifier,
        collection=collection,
    )
    if report is not None:
        keep.check(report)

    clock = SystemClock()
    with (
        Progress("article", _total(named, again), clock, silent=as_json or quiet) as progress,
        opened_archive(archive, clock) as opened,
    ):
        aside = os.fspath(move_to) if move_to else ""
        options = IngestOptions(
            by or "",
            strict,
            as_is,
            dry_run,
            whole,
            dereference,
            encoding,
            aside,
            pages=PageChoice(all_pages, _pattern(url_pattern)),
        )

        def tell(outcome: ItemOutcome) -> None:
            if as_json:
                print_json(documents.item(outcome))
            elif not quiet or outcome.status not in _WELL:
                is_result = outcome.bag is not None or outcome.status is ItemStatus.PLANNED
                progress.say(text.item(outcome), err=not is_result)
            progress.advance()

        done = opened.ingest(
            named,
            tell,
            details,
            options,
            workers=workers,
            retry=again,
            checksums=checksums,
            depositor=depositor,
            agreement=agreement,
        )
    if report is not None:
        keep.ingest(report, done)
    if as_json:
        print_json({"summary": documents.ingest_summary(done)})
    elif not quiet or done.exit_code:
        click.echo("\n".join(text.ingest_summary(done)), err=True)
    return done.exit_code


def _named(sources: tuple[Path, ...], retry: Path | None, *, nul: bool) -> tuple[Named, ...]:
    if not sources and retry is None:
        raise UsageError("name what is to be taken in: files, folders, @FILE or --retry REPORT")
    return tuple(lists.named(sources, _standard_input, nul=nul))


def _standard_input() -> BinaryIO:
    return os.fdopen(os.dup(sys.stdin.fileno()), "rb")


def _again(report: Path | None, *, silent: bool) -> Retry:
    if report is None:
        return Retry()
    again = read_report(report)
    if not silent:
        click.echo(text.retried(again.count, again.done, display(report)), err=True)
    return again


def _pattern(given: str) -> str:
    try:
        re.compile(given)
    except re.error as error:
        raise UsageError(f"--url-pattern: {given!r} is no regular expression: {error}") from error
    return given


def _total(named: tuple[Named, ...], again: Retry) -> int | None:
    """How many articles there are; None where a folder has to be looked into."""
    places = [one if isinstance(one, Path) else one.path for one in named if _lies(one)]
    if any(place.is_dir() or _may_be_packed(place) for place in places):
        return None
    return len(named) + again.count


def _lies(one: Named) -> TypeGuard[Path | Listed]:
    return isinstance(one, Path | Listed)


def _may_be_packed(source: Path) -> bool:
    """Whether it is called as files are that hold several; only progress is shown by it."""
    return source.suffix.lower() in _MAY_HOLD_SEVERAL


def _one_article(sources: int, supplied: tuple[Value, ...], other: bool) -> None:
    single = sorted(v.field.name for v in supplied if v.field.name in ONE_ARTICLE)
    many = sources > 1
    if many and (single or other):
        what = f"--{single[0]}" if single else "--identifier or --image"
        raise UsageError(
            f"{what} is said of one article, and {sources} sources are named",
            hint="Ingest that one by itself, or put it into a sidecar.",
        )
