"""Result sets for the terminal: kept by `list --save` and `search --save`, and compared later."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import print_json

if TYPE_CHECKING:
    from newsarchive.model.corpus import Wanted
    from newsarchive.model.resultset import Changed
    from newsarchive.workflows.access import Asking


def unread(bag: str, problem: str) -> None:
    """Name a bag that cannot be read."""
    click.echo(f"newsarchive: {bag}: {problem}", err=True)


def save_set(archive: Path, path: Path, wanted: "Wanted", who: "Asking", *, as_json: bool) -> int:
    """Keep which articles are wanted, and say so; the exit status."""
    from newsarchive.reports import resultsets as report  # noqa: PLC0415  # a list does without

    with opened_archive(archive) as opened:
        saved = opened.save_set(path, wanted, unread, who.reader)
    if as_json:
        print_json(report.saved_document(saved))
    else:
        click.echo("\n".join(report.saved_lines(saved)))
    return 1 if saved.unread else 0


def compare_set(archive: Path, path: Path, who: "Asking", *, as_json: bool) -> int:
    """Say what has changed since a result set was kept; the exit status."""
    from newsarchive.reports import resultsets as report  # noqa: PLC0415  # a list does without

    def tell(changed: "Changed") -> None:
        if as_json:
            print_json(report.changed_document(changed))
        else:
            click.echo(report.changed_line(changed))

    with opened_archive(archive) as opened:
        compared = opened.compare_set(path, tell, unread, who.reader)
    if as_json:
        print_json(report.compared_document(compared))
    else:
        click.echo("\n".join(report.compared_lines(compared)))
    return 1 if compared.unread or not compared.known else 0
