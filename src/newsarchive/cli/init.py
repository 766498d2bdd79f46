"""`newsarchive init`: make a new archive."""

import shlex
import sys
from pathlib import Path

import click
from click.core import ParameterSource

from newsarchive.archive import Archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.errors import UsageError
from newsarchive.model.institution import Institution

_ASKED = ParameterSource.COMMANDLINE


@click.command()
@click.argument("folder", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path))
@archive_option
@click.option("--institution", metavar="NAME", help="Who keeps the archive; stands in every bag.")
@click.option("--address", metavar="TEXT", help="The institution's address.")
@click.option("--contact-name", metavar="NAME", help="Whom to ask about the archive.")
@click.option("--contact-email", metavar="ADDRESS", help="How to reach them.")
@json_option
def command(
    folder: Path | None,
    archive: Path,
    institution: str | None,
    address: str | None,
    contact_name: str | None,
    contact_email: str | None,
    as_json: bool,
) -> int:
    """Make a new, empty archive at FOLDER, or where -a says.

    On a terminal it asks for the name of the institution; Enter leaves it open. It can be
    written into archive.toml later.

    \b
    Example:
      newsarchive init /srv/news --institution "Town Library"

    \b
    Exit status:
      0  the archive is made
      3  it could not be: something else lies there, or the disk refused
    """
    if folder is not None:
        if click.get_current_context().get_parameter_source("archive") is _ASKED:
            raise UsageError("the archive's folder is named twice", hint="Leave -a out.")
        archive = folder
    if institution is None and sys.stdin.isatty() and not as_json:
        institution = click.prompt(
            "Name of your institution (Enter to leave it open)",
            default="",
            show_default=False,
            err=True,
        )
    Archive.create(
        archive,
        Institution(
            name=_line(institution),
            address=_line(address),
            contact_name=_line(contact_name),
            contact_email=_line(contact_email),
        ),
    )
    if as_json:
        print_json({"archive": str(archive.absolute())})
    else:
        click.echo(f"Made an archive at {archive}.")
        named = "" if str(archive) == "archive" else f" -a {shlex.quote(str(archive))}"
        click.echo(f"Next: newsarchive ingest{named} FILE...", err=True)
    return 0


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
