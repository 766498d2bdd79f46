"""`newsarchive describe`: supply what is known of bags that are in the archive."""

import sys
from pathlib import Path
from typing import Any

import click

from newsarchive.cli import supplying
from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import (
    archive_option,
    json_option,
    print_json,
    quiet_option,
)
from newsarchive.cli.output import data
from newsarchive.errors import RefusedError, UsageError
from newsarchive.model.asked import Choice, Description, Image
from newsarchive.model.outcome import ItemOutcome
from newsarchive.model.supplied import Value, disputable
from newsarchive.reports import documents, text
from newsarchive.workflows.describe.sheets import SUFFIXES, gap_sheet, read_sheet


@click.command()
@click.argument("bag", required=False)
@archive_option
@click.option("--gaps", is_flag=True, help="List what is incomplete, as a sheet to fill in.")
@supplying.field_options
@click.option(
    "--image",
    "image_paths",
    multiple=True,
    metavar="FILE",
    help="A picture of the article that was forgotten; or the number of one that is known.",
)
@click.option("--caption", "captions", multiple=True, metavar="TEXT", help="The caption of it.")
@click.option("--credit", "credits_", multiple=True, metavar="TEXT", help="The credit of it.")
@click.option("--resolve", multiple=True, metavar="FIELD=CANDIDATE", help="Settle a dispute.")
@click.option("--reason", metavar="TEXT", help="Why it is settled so.")
@json_option
@quiet_option
def command(
    bag: str | None,
    archive: Path,
    gaps: bool,
    image_paths: tuple[str, ...],
    captions: tuple[str, ...],
    credits_: tuple[str, ...],
    resolve: tuple[str, ...],
    reason: str | None,
    as_json: bool,
    quiet: bool,
    by: str | None,
    **given: Any,
) -> int:
    """Supply what is known of BAG, or of the bags in a sheet (.csv, .tsv or .xlsx).

    The bag itself never changes: what you supply becomes an amendment beside it, with your role,
    the time, and how you know it. A sheet is checked whole before anything is entered; what you
    give as options beside it holds for each of its rows that says nothing else. CANDIDATE is the
    value that shall stand, or the word stated or supplied. A picture that was forgotten lies in the
    amendment; of one that is there already, its file or its number takes caption and credit.

    \b
    Example:
      newsarchive describe --gaps > gaps.csv
      newsarchive describe gaps.csv
      newsarchive describe gaps.xlsx --source "The Harbour Gazette"
      newsarchive describe rain-over --date-published '2017-04-13?' --note "from the binding"
      newsarchive describe rain-over --image quay.jpg --caption "The quay in April"
      newsarchive describe rain-over --image 1 --caption "The quay, seen from the sea"
      newsarchive describe rain-over --resolve source=stated --reason "the masthead says so"

    \b
    Exit status:
      0  everything is entered, now or before
      1  something was refused: a value or a line that cannot be understood, no such bag
      2  the command was called wrongly; nothing was begun
      3  not finished: something could not be read or stored
    """
    if gaps:
        return _gaps(archive, as_json)
    if bag is None:
        raise UsageError("name a bag or a sheet, or ask for --gaps")
    images = supplying.images(image_paths, captions, credits_)
    descriptions = _descriptions(bag, supplying.values(given), _choices(resolve, reason), images)

    def tell(outcome: ItemOutcome) -> None:
        if as_json:
            print_json(documents.item(outcome))
        elif outcome.bag is None:
            click.echo(text.item(outcome), err=True)
        elif not quiet:
            click.echo(text.item(outcome))

    with opened_archive(archive) as opened:
        done = opened.describe(descriptions, tell, by)
    if as_json:
        print_json({"summary": documents.ingest_summary(done)})
    elif not quiet or done.exit_code:
        click.echo("\n".join(text.ingest_summary(done)), err=True)
    return done.exit_code


def _gaps(archive: Path, as_json: bool) -> int:
    with opened_archive(archive) as opened:
        if as_json:
            for gap in opened.gaps():
                print_json(
                    {
                        "bag": gap.bag,
                        "title": gap.title,
                        "file": gap.file,
                        "begins": gap.begins,
                        "missing": list(gap.fields),
                    }
                )
        else:
            if not sys.stdout.isatty():
                data("\ufeff")  # by which Excel knows UTF-8
            for row in gap_sheet(opened.gaps()):
                data(f"{row}\n")
    return 0


def _descriptions(
    bag: str,
    supplied: tuple[Value, ...],
    choices: tuple[Choice, ...],
    images: tuple[Image, ...],
) -> tuple[Description, ...]:
    if bag.casefold().endswith(SUFFIXES):
        if images:
            raise UsageError("--image is a picture of one article: name a bag, no sheet")
        if choices:
            raise UsageError("--resolve settles a dispute of one bag: name a bag, no sheet")
        return read_sheet(Path(bag), supplied)
    if not supplied and not choices and not images:
        raise UsageError("nothing was supplied: give an option such as --date-published")
    return (Description(bag, bag, supplied, choices, images),)


def _choices(resolve: tuple[str, ...], reason: str | None) -> tuple[Choice, ...]:
    if resolve and not reason:
        raise UsageError("--resolve needs a --reason")
    found = []
    for text_ in resolve:
        name, equals, candidate = text_.partition("=")
        if not equals or not candidate.strip():
            raise UsageError(f"--resolve wants FIELD=CANDIDATE, not {text_!r}")
        try:
            found.append(Choice(disputable(name), candidate.strip(), reason or ""))
        except ValueError as error:
            raise RefusedError(str(error)) from error
    return tuple(found)
