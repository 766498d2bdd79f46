"""`newsarchive search`: find articles by their words."""

from pathlib import Path
from typing import Any

import click

from newsarchive.cli.filtering import filter_options
from newsarchive.cli.keep_sets import save_set
from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import (
    archive_option,
    asking,
    json_option,
    print_json,
    reader_options,
)
from newsarchive.cli.progress import Progress
from newsarchive.clock import SystemClock
from newsarchive.errors import UsageError
from newsarchive.model.corpus import Wanted
from newsarchive.reports import found as report

_SORTS = ("relevance", "newest", "oldest")
_MOST = 1000


@click.command()
@click.argument("query", nargs=-1)
@archive_option
@click.option("--source", multiple=True, metavar="NAME", help='Of this source; "" for unknown.')
@click.option("--agency", multiple=True, metavar="NAME", help='Of this agency; "" for unknown.')
@click.option(
    "--collection", multiple=True, metavar="NAME", help='In this collection; "" for none.'
)
@click.option("--year", type=int, metavar="YYYY", help="Whose date can only be in this year.")
@filter_options
@click.option(
    "--complete/--incomplete", default=None, help="Whether source, date, agency are known."
)
@click.option("--undated", is_flag=True, help="Of which no date is known.")
@click.option("--sort", type=click.Choice(_SORTS), help="In what order.")
@click.option("--limit", type=click.IntRange(0, _MOST), default=20, help="How many.  [default: 20]")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to leave out before.")
@click.option("--all", "each", is_flag=True, help="Show each of those with the same text.")
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep which articles these are, all of them, in a new FILE to be cited.",
)
@reader_options
@json_option
def command(
    query: tuple[str, ...],
    archive: Path,
    sort: str | None,
    limit: int,
    offset: int,
    each: bool,
    save: Path | None,
    reader: str | None,
    by: str,
    as_json: bool,
    **wanted: Any,
) -> int:
    """Find articles by the words of QUERY, and by what is known of them.

    All words have to be there: rain harbour. "rain over" in quotation marks is a phrase, harb* the
    beginning of a word; AND, OR, NOT and brackets work. Case and accents make no difference. The
    words of an article are those of its headlines, text, captions, people, places and subjects.

    What came in since the last search is indexed first. What is closed is counted and not shown.
    With --save nothing is listed: newsarchive list --compare FILE says later what has changed.

    \b
    Example:
      newsarchive search harbour NOT rain --from 2017 --to 2018-06

    \b
    Exit status:
      0  searched, be it that nothing was found
      3  the archive could not be read; or a full disk, or bags that cannot be reached, kept the
         newest from being searched
    """
    clock, who = SystemClock(), asking(reader, by, "search")
    if save is not None:
        return save_set(archive, save, _as_wanted(wanted, " ".join(query)), who, as_json=as_json)
    with opened_archive(archive, clock) as opened:
        with Progress("article", None, clock, silent=as_json) as progress:

            def tell(_done: int, of: int) -> None:
                progress.plan(of, 0)
                progress.advance()

            found = opened.search(
                " ".join(query),
                sort=sort,
                limit=limit,
                offset=offset,
                each=each,
                tell=tell,
                verdicts=as_json,
                asking=who,
                **wanted,
            )
        if as_json:
            print_json(report.document(found))
        else:
            click.echo("\n".join(report.lines(found)))
        for remark in report.remarks(found):
            click.echo(f"newsarchive: {remark}.", err=True)
    return found.exit_code


def _as_wanted(asked: dict[str, Any], query: str) -> Wanted:
    """What is asked for, as a result set keeps it: one source, one agency, one collection."""
    one = {name: asked.pop(name) for name in ("source", "agency", "collection")}
    if several := [name for name, values in one.items() if len(values) > 1]:
        raise UsageError(
            f"a result set is of one {several[0]}, and {len(one[several[0]])} are named"
        )
    own = {name: values[0] if values else None for name, values in one.items()}
    return Wanted.of({**own, **asked}, query)
