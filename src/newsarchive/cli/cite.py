"""`newsarchive cite`: how an article is cited."""

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
from newsarchive.metadata.citations import FORMS


@click.command()
@click.argument("bag")
@archive_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="text",
    show_default=True,
    help="A footnote, or what a reference manager or a citation style reads.",
)
@reader_options
@json_option
def command(bag: str, archive: Path, form: str, reader: str | None, by: str, as_json: bool) -> int:
    """Give a citation of the article in BAG: as a footnote, BibTeX, RIS or CSL-JSON.

    It names the bag, its seal, its version, the archive, and the date with its kind. What is
    unknown or disputed is said and not filled in. Where the record was amended, it says by what.

    \b
    Example:
      newsarchive cite rain-over-the-harbour --format bibtex >> article.bib

    \b
    Exit status:
      0  given
      1  it is a delivery, which has nothing to cite
      3  there is no such bag, or its record cannot be read
      4  it is embargoed or closed; says why, and until when
    """
    with opened_archive(archive) as opened:
        cited = opened.cite(bag, form, asking(reader, by, "cite"))
    if as_json:
        print_json(
            {
                "bag": cited.bag,
                "format": cited.form,
                "media_type": cited.media_type,
                "content": cited.text,
                "notes": list(cited.citation.notes),
            }
        )
    else:
        data(cited.text)
    return 0
