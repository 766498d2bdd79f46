"""`newsarchive export`: a bag's record in another form."""

import re
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
from newsarchive.errors import UsageError
from newsarchive.workflows.export import FORMS, save

_CONTAINER = re.compile(r"\.(?:zip|tar|tgz|tbz2?|txz|tar\.\w+)\Z", re.IGNORECASE)


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
@reader_options
@json_option
def command(
    bag: str,
    archive: Path,
    form: str,
    output: Path | None,
    reader: str | None,
    by: str,
    as_json: bool,
) -> int:
    """Give the current record of BAG in another form: ninjs 3.1, schema.org JSON-LD, Dublin Core.

    What of the record has no place in that form is listed; of what is not open, the description
    is given without lead, text and captions. The bag itself comes by newsarchive get. No file is
    ever overwritten.

    \b
    Example:
      newsarchive export rain-over-the-harbour --format ninjs -o rain.json

    \b
    Exit status:
      0  given
      2  the file is named as a zip or tar, which newsarchive get makes
      3  there is no such bag, its record cannot be read, or the file is there already
      4  it is embargoed or closed; says why, and until when
    """
    if output is not None and _CONTAINER.search(output.name):
        raise UsageError(
            f"a record is no container, and {output} would be called one",
            hint=f"newsarchive get {bag} {output} gives the bag itself",
        )
    with opened_archive(archive) as opened:
        exported = opened.export(bag, form, asking(reader, by, "export"))
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
