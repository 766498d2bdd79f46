"""`newsarchive get`: bags to take home, and single files of them."""

from pathlib import Path

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import (
    archive_option,
    asking,
    json_option,
    print_json,
    reader_options,
)
from newsarchive.cli.output import data
from newsarchive.cli.progress import Progress
from newsarchive.clock import SystemClock
from newsarchive.errors import UsageError
from newsarchive.reports import given as report
from newsarchive.workflows.access import Asking

_PARTS = "--file, --text and --html"


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="BAG... DEST")
@archive_option
@click.option("--delivery", is_flag=True, help="Also what the article came in, with others.")
@click.option("--damaged", is_flag=True, help="Give what is there of a damaged bag, and say so.")
@click.option("--file", "path", metavar="PATH", help="One file of BAG, such as data/article.txt.")
@click.option("--text", is_flag=True, help="The text of the article.")
@click.option("--html", is_flag=True, help="The article as one page, to read and to print.")
@click.option(
    "--warc",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What came in a web archive, as records in the new FILE (.warc or .warc.gz).",
)
@reader_options
@json_option
def command(
    names: tuple[str, ...],
    archive: Path,
    delivery: bool,
    damaged: bool,
    path: str | None,
    text: bool,
    html: bool,
    warc: Path | None,
    reader: str | None,
    by: str,
    as_json: bool,
) -> int:
    """Give each BAG, with its amendments, to the new place DEST.

    DEST is made a zip or a tar if its name ends so, else a folder. Every byte is checked on the
    way against the seal; if one is wrong, or anything fails, there is nothing at DEST. One bag
    without amendments is given as it is; several lie in a folder with a README.txt and a
    sha512sums.txt. The same bags give the same zip and the same tar.

    A --file, the --text or the page (--html) of one BAG go to standard output without DEST.
    With --warc each BAG that came in a web archive is given as its records, with those of its
    pictures; there is no DEST then.

    \b
    Example:
      newsarchive get rain-over-the-harbour rain.zip
      newsarchive get rain-over-the-harbour --text
      newsarchive get bridge-opens ferry-stops --warc for-replay.warc.gz

    \b
    Exit status:
      0  given, on disk
      1  a bag is not what was taken in; with --damaged it was given all the same; or with --warc
         it did not come in a web archive, and others were given
      2  called wrongly
      3  no such bag or file, not readable, DEST is there already, or no room; nothing is at DEST
      4  a bag is embargoed, or not open to who asks; says why, and until when
    """
    who = asking(reader, by, "get")
    if (path is not None) + text + html:
        parts = (path is not None) + text + html + (warc is not None)
        if parts > 1 or delivery or damaged or as_json:
            raise UsageError(f"{_PARTS} are given one at a time, and with none of the others")
        return _part(names, archive, path, who, html=html)
    if warc is not None:
        if delivery or damaged:
            raise UsageError("--warc gives records; --delivery and --damaged are of bags")
        return _records(names, archive, warc, who, as_json=as_json)
    if len(names) == 1:
        raise UsageError("say where to: newsarchive get BAG DEST")
    *bags, dest = names
    with (
        opened_archive(archive) as opened,
        Progress("bag", None, SystemClock(), silent=as_json) as progress,
    ):
        given = opened.get(
            bags, dest, delivery=delivery, damaged=damaged, asking=who, watcher=progress
        )
    if as_json:
        print_json(report.document(given))
    else:
        click.echo("\n".join(report.lines(given)))
    return given.exit_code


_MOST = 2  # names: a bag, and where to


def _records(
    names: tuple[str, ...], archive: Path, dest: Path, who: Asking, *, as_json: bool
) -> int:
    with opened_archive(archive) as opened:
        given = opened.get_records(names, dest, who)
    if as_json:
        print_json(report.records_document(given))
        return given.exit_code
    click.echo("\n".join(report.records_lines(given)))
    for line in report.refused_lines(given):
        click.echo(line, err=True)
    return given.exit_code


def _part(
    names: tuple[str, ...], archive: Path, path: str | None, who: Asking, *, html: bool
) -> int:
    if len(names) > _MOST:
        raise UsageError(f"{_PARTS} are of one bag: newsarchive get BAG --text [DEST]")
    bag, dest = names[0], Path(names[1]) if len(names) == _MOST else None
    with opened_archive(archive) as opened:
        if html:
            page = opened.page(bag, who, dest)
            if dest is None:
                data(page)
        else:
            opened.get_file(bag, path or "", dest or data, who)
    return 0
