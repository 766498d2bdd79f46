"""`newsarchive list`: which articles there are, of which source, agency, year or collection."""

import csv
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsarchive.cli.filtering import filter_options
from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.errors import NewsArchiveError, UsageError
from newsarchive.reports.safe import cell

if TYPE_CHECKING:
    from newsarchive.bags import Bag

_COLUMNS = ("date", "title", "sources", "agencies", "gaps", "collection", "bag")


@click.command()
@archive_option
@click.option(
    "--source", metavar="NAME", help='Of this source; "" for those of which none is known.'
)
@click.option(
    "--agency", metavar="NAME", help='Of this agency; "" for those of which none is known.'
)
@click.option("--year", type=int, metavar="YYYY", help="Whose date can only be in this year.")
@click.option("--collection", metavar="NAME", help="In this collection.")
@click.option("--incomplete", is_flag=True, help="Whose source, date or agency is not known.")
@click.option("--undated", is_flag=True, help="Of which no date is known.")
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
    **wanted: Any,
) -> int:
    """List articles: those for which all that is said holds, in the order of their dates.

    What was supplied later counts. A record that cannot be read is named, and the others go on.
    newsarchive search finds articles by their words, too.

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
    with opened_archive(archive) as opened:
        chosen = opened.chosen(**wanted) if _says_more(wanted) else None
        bags = opened.bags(
            kind="article",
            source=source,
            collection=collection,
            incomplete=True if incomplete else None,
        )
        if as_csv:
            click.echo(_row(_COLUMNS))
        for bag in bags:
            if chosen is not None and bag.accession.seq not in chosen:
                continue
            try:
                line = _line(bag)
            except NewsArchiveError as error:
                broken += 1
                click.echo(f"newsarchive: {bag.name}: {error.message}", err=True)
                continue
            if not _is_meant(line, agency, year, undated=undated):
                continue
            found += 1
            _say(line, as_csv=as_csv, as_json=as_json)
    if not found and not as_csv and not as_json:
        click.echo("There is no such article here.", err=True)
    return 1 if broken else 0


def _says_more(wanted: dict[str, Any]) -> bool:
    """Whether something is asked for that the index has to answer."""
    flags = {name: value for name, value in wanted.items() if name != "possible"}
    return any(value is not None and value != () for value in flags.values())


def _line(bag: "Bag") -> dict[str, Any]:
    record = bag.record
    date = record.date
    return {
        "date": None if date is None else str(date),
        "year": None if date is None else _only_year(date.earliest, date.latest),
        "title": record.title,
        "sources": [s.value for s in record.sources if s.value],
        "agencies": [s.value or s.raw for s in record.agencies if s.value or s.raw],
        "gaps": list(record.missing),
        "collection": bag.collection or None,
        "bag": bag.name,
        "bag_id": bag.id,
        "path": bag.accession.path,
    }


def _only_year(earliest: Any, latest: Any) -> int | None:
    """The one year that a date can be in."""
    if earliest is None or latest is None or earliest.year != latest.year:
        return None
    return int(earliest.year)


def _is_meant(line: dict[str, Any], agency: str | None, year: int | None, *, undated: bool) -> bool:
    if undated and line["date"] is not None:
        return False
    if year is not None and line["year"] != year:
        return False
    if agency is None:
        return True
    wanted = agency.casefold()
    return any(a.casefold() == wanted for a in line["agencies"]) if agency else not line["agencies"]


def _say(line: dict[str, Any], *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        print_json({name: value for name, value in line.items() if name != "year"})
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
