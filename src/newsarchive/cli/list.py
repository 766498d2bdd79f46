"""`newsarchive list`: which articles there are, of which source, agency, year or collection."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsarchive.cli.filtering import filter_options
from newsarchive.cli.keep_sets import compare_set, save_set, unread
from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import (
    archive_option,
    asking,
    choice_options,
    json_option,
    print_json,
    reader_options,
)
from newsarchive.errors import NewsArchiveError, UsageError
from newsarchive.judgement.access import gives
from newsarchive.judgement.wanted import fits
from newsarchive.metadata.described import UNTITLED
from newsarchive.model.access import Gives
from newsarchive.model.corpus import Wanted
from newsarchive.reports.safe import cell

if TYPE_CHECKING:
    from newsarchive.bags import Bag
    from newsarchive.model.access import Allowed, Reader
    from newsarchive.model.record import Record

_COLUMNS = ("date", "title", "sources", "agencies", "gaps", "collection", "access", "bag")


@click.command()
@archive_option
@choice_options
@filter_options
@click.option("--csv", "as_csv", is_flag=True, help="Give a table, for a spreadsheet.")
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep which articles these are, to be cited and compared later, in a new FILE.",
)
@click.option(
    "--compare",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Ask again what FILE was saved for, and say what has changed since.",
)
@reader_options
@json_option
def command(
    archive: Path,
    as_csv: bool,
    save: Path | None,
    compare: Path | None,
    reader: str | None,
    by: str,
    as_json: bool,
    **asked: Any,
) -> int:
    """List articles: those for which all that is said holds, in the order of their dates.

    What was supplied later counts. Of each article the current version is listed; with --versions
    each, and those that have a later one are marked. What is not open is marked with its access
    level and why; closed and embargoed articles are counted and not listed, but with --as staff. A
    record that cannot be read
    is named, and the others go on. With --save they are not listed but kept: a result set, with the
    seal of each bag and the position of the ledger, which has a checksum to be cited by.
    newsarchive search finds articles by their words, too.

    \b
    Example:
      newsarchive list --source "The Wendle Courier" --year 2026
      newsarchive list --source "The Wendle Courier" --save courier.jsonl
      newsarchive list --compare courier.jsonl

    \b
    Exit status:
      0  listed, be it that there are none; saved; or compared, whatever has changed
      1  a record could not be read; or FILE is no result set of this archive, or the ledger never
         stood where it was saved
      2  the options do not go together
      3  the archive could not be read, or FILE not be read or written
    """
    wanted = Wanted.of(asked)
    _must_go_together(wanted, save, compare, as_csv=as_csv, as_json=as_json)
    if save is not None:
        return save_set(archive, save, wanted, asking(reader, by, "list"), as_json=as_json)
    if compare is not None:
        return compare_set(archive, compare, asking(reader, by, "list"), as_json=as_json)
    who = asking(reader, by, "list").reader
    return _list(archive, wanted, who, as_csv=as_csv, as_json=as_json)


def _must_go_together(
    wanted: Wanted, save: Path | None, compare: Path | None, *, as_csv: bool, as_json: bool
) -> None:
    if as_csv and as_json:
        raise UsageError("a list is either --csv or --json")
    if as_csv and (save or compare):
        raise UsageError("a result set is no table; newsarchive export --into DIR makes one")
    if save and compare:
        raise UsageError("a result set is either saved or compared")
    if compare and wanted != Wanted():
        raise UsageError("what is compared is what was asked for then: give no other options")


def _list(archive: Path, wanted: Wanted, reader: "Reader", *, as_csv: bool, as_json: bool) -> int:
    found = broken = 0
    closed: Counter[str] = Counter()
    with opened_archive(archive) as opened:
        rules = opened.rules()
        bags = opened.choose(wanted)
        if as_csv:
            click.echo(_row(_COLUMNS))
        for bag in bags:
            try:
                record = bag.record
            except NewsArchiveError as error:
                broken += 1
                unread(bag.name, error.message)
                continue
            level = rules.level(bag.accession, record)
            if gives(level.level, reader) is Gives.NOTHING:
                closed[level.why] += 1
            elif fits(record, wanted):
                found += 1
                _say(_line(bag, record, level, reader), as_csv=as_csv, as_json=as_json)
    if not found and not as_csv and not as_json:
        click.echo("There is no such article here.", err=True)
    if closed:
        click.echo(_closed(closed), err=True)
    return 1 if broken else 0


def _closed(why: Counter[str]) -> str:
    """How many may not be listed; why, where it is their sources that say so."""
    count = why.total()
    what = "article is" if count == 1 else "articles are"
    said = [f"{n:,}: {reason}" for reason, n in why.items() if reason.startswith("its source")]
    because = f" ({'; '.join(said)})" if said else ""
    return (
        f"Not looked at: {count:,} {what} closed or embargoed{because}; --as staff lists them too."
    )


def _line(bag: "Bag", record: "Record", level: "Allowed", reader: "Reader") -> dict[str, Any]:
    """What is listed of a bag, of which who asks may know."""
    date = record.date
    given = gives(level.level, reader)
    return {
        "date": None if date is None else str(date),
        "title": record.title if given is Gives.ALL else record.headline or UNTITLED,
        "sources": [s.value for s in record.sources if s.value],
        "agencies": [s.value or s.raw for s in record.agencies if s.value or s.raw],
        "gaps": list(record.missing),
        "collection": bag.collection or None,
        "access": level.level.value,
        "why": level.why or None,
        "until": level.until or None,
        "current": bag.current,
        "bag": bag.name,
        "bag_id": bag.id,
        "path": bag.accession.path,
    }


def _say(line: dict[str, Any], *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        print_json(line)
    elif as_csv:
        click.echo(_row(_cells(line)))
    else:
        source = ", ".join(line["sources"]) or "no source"
        why = f": {line['why']}" if line["why"] else ""
        mark = "" if line["access"] == "open" else f"  [{line['access']}{why}]"
        mark += "" if line["current"] else "  [superseded]"
        click.echo(f"{line['date'] or 'undated'}  {line['title']}  ({source})  {line['bag']}{mark}")


def _cells(line: dict[str, Any]) -> Iterator[str]:
    for name in _COLUMNS:
        value = line[name]
        yield "; ".join(value) if isinstance(value, list) else value or ""


def _row(cells: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([cell(c) for c in itertools.chain(cells)])
    return out.getvalue()
