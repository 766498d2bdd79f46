"""`newsarchive list`: which articles there are, of which source, agency, year or collection."""

import csv
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, filter_options, json_option, print_json
from newsarchive.errors import NewsArchiveError, UsageError
from newsarchive.judgement.wanted import fits
from newsarchive.model.corpus import Wanted
from newsarchive.reports.safe import cell

if TYPE_CHECKING:
    from newsarchive.bags import Bag
    from newsarchive.model.record import Record

_COLUMNS = ("date", "title", "sources", "agencies", "gaps", "collection", "bag")


@click.command()
@archive_option
@filter_options
@click.option("--csv", "as_csv", is_flag=True, help="Give a table, for a spreadsheet.")
@json_option
def command(
    archive: Path,
    source: str | None,
    agency: str | None,
    year: int | None,
    collection: str | None,
    incomplete: bool,
    undated: bool,
    as_csv: bool,
    as_json: bool,
) -> int:
    """List articles: those for which all that is said holds, in the order of their dates.

    What was supplied later counts. A record that cannot be read is named, and the others go on.

    \b
    Example:
      newsarchive list --source "The Wendle Courier" --year 2026

    \b
    Exit status:
      0  listed, be it that there are none
      1  a record could not be read; run newsarchive audit
      3  the archive could not be read
    """
    if as_csv and as_json:
        raise UsageError("a list is either --csv or --json")
    found = broken = 0
    wanted = Wanted(agency=agency, year=year, undated=undated)
    with opened_archive(archive) as opened:
        bags = opened.bags(
            kind="article",
            source=source,
            collection=collection,
            incomplete=True if incomplete else None,
        )
        if as_csv:
            click.echo(_row(_COLUMNS))
        for bag in bags:
            try:
                record = bag.record
            except NewsArchiveError as error:
                broken += 1
                click.echo(f"newsarchive: {bag.name}: {error.message}", err=True)
                continue
            if not fits(record, wanted):
                continue
            found += 1
            _say(_line(bag, record), as_csv=as_csv, as_json=as_json)
    if not found and not as_csv and not as_json:
        click.echo("There is no such article here.", err=True)
    return 1 if broken else 0


def _line(bag: "Bag", record: "Record") -> dict[str, Any]:
    date = record.date
    return {
        "date": None if date is None else str(date),
        "title": record.title,
        "sources": [s.value for s in record.sources if s.value],
        "agencies": [s.value or s.raw for s in record.agencies if s.value or s.raw],
        "gaps": list(record.missing),
        "collection": bag.collection or None,
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
        click.echo(f"{line['date'] or 'undated'}  {line['title']}  ({source})  {line['bag']}")


def _cells(line: dict[str, Any]) -> Iterator[str]:
    for name in _COLUMNS:
        value = line[name]
        yield "; ".join(value) if isinstance(value, list) else value or ""


def _row(cells: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([cell(c) for c in itertools.chain(cells)])
    return out.getvalue()
