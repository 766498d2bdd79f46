"""`newsarchive show`: what is known of one bag."""

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
from newsarchive.reports import documents, text


@click.command()
@click.argument("bag")
@archive_option
@reader_options
@json_option
def command(bag: str, archive: Path, reader: str | None, by: str, as_json: bool) -> int:
    """Show what is known of BAG, and where each fact comes from.

    BAG is its name, its id, its path, or the beginning of one of these.

    \b
    Example:
      newsarchive show rain-over-the-harbour

    \b
    Exit status:
      0  shown
      1  the bag's record is missing or damaged; run newsarchive audit
      3  there is no such bag, or it could not be reached
      4  it is embargoed or closed; says why, and until when
    """
    with opened_archive(archive) as opened:
        view = opened.show(bag, asking(reader, by, "show"))
    if as_json:
        print_json(documents.bag_view(view))
    else:
        click.echo("\n".join(text.bag_view(view)))
    return view.exit_code
