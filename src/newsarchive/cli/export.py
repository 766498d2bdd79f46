"""`newsarchive export`: a bag's record in another form."""

from pathlib import Path

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.cli.output import data
from newsarchive.workflows.export import FORMS, save


@click.command()
@click.argument("bag")
@archive_option
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(FORMS)),
    default="record",
    show_default=True,
    help="The form to give it in.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A new file to write; without it, standard output.",
)
@json_option
def command(bag: str, archive: Path, form: str, output: Path | None, as_json: bool) -> int:
    """Give the current record of BAG in another form: ninjs 3.1, schema.org JSON-LD, Dublin Core.

    What of the record has no place in that form is listed. No file is ever overwritten.

    \b
    Example:
      newsarchive export rain-over-the-harbour --format ninjs -o rain.json

    \b
    Exit status:
      0  given
      3  there is no such bag, its record cannot be read, or the file is there already
    """
    with opened_archive(archive) as opened:
        exported = opened.export(bag, form)
    if output is not None:
        save(exported.data, output)
    if as_json:
        text = None if output else exported.data.decode()
        print_json(
            {
                "bag": exported.bag,
                "format": exported.form,
                "media_type": exported.media_type,
                "bytes": len(exported.data),
                "file": str(output) if output else None,
                "content": text,
                "left_out": list(exported.left_out),
            }
        )
        return 0
    if output is None:
        data(exported.data)
    for place in exported.left_out:
        click.echo(f"Left out: {place}", err=True)
    return 0
