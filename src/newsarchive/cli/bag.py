"""`newsarchive bag`: any folder to a bag."""

from pathlib import Path

import click

from newsarchive.archive import AGENT
from newsarchive.cli.options import json_option, print_json
from newsarchive.cli.progress import Progress
from newsarchive.clock import SystemClock
from newsarchive.digests import Algorithm
from newsarchive.reports import bagged as report
from newsarchive.workflows.bagging.run import make_bag


def _elements(
    context: click.Context,  # noqa: ARG001
    option: click.Parameter,  # noqa: ARG001
    values: tuple[str, ...],
) -> tuple[tuple[str, str], ...]:
    for value in values:
        if "=" not in value:
            raise click.BadParameter(f"{value!r} is not LABEL=VALUE")
    return tuple((v.partition("=")[0], v.partition("=")[2]) for v in values)


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("dest", type=click.Path(path_type=Path))
@click.option(
    "--info",
    multiple=True,
    metavar="LABEL=VALUE",
    callback=_elements,
    help="An element for bag-info.txt, such as Source-Organization=Town Library. Repeatable.",
)
@click.option(
    "--algorithm",
    "algorithms",
    multiple=True,
    type=click.Choice([a.value for a in Algorithm]),
    help="A manifest by this algorithm too, beside sha512. Repeatable.",
)
@click.option("--dereference", is_flag=True, help="Put what links lead to into the bag.")
@click.option("--force-bag-of-bag", "bag_of_bag", is_flag=True, help="SOURCE may be a bag itself.")
@json_option
def command(
    source: Path,
    dest: Path,
    info: tuple[tuple[str, str], ...],
    algorithms: tuple[str, ...],
    dereference: bool,
    bag_of_bag: bool,
    as_json: bool,
) -> int:
    """Make the new bag DEST of everything in the folder SOURCE.

    The bag is BagIt 1.0. SOURCE is only read. Each file is copied once and hashed meanwhile, and
    the bag is read back before it gets its place: there is a whole bag at DEST, or nothing. It
    needs no archive. The seal is the SHA-512 of tagmanifest-sha512.txt; kept elsewhere, it proves
    later that nothing in the bag was changed.

    \b
    Example:
      newsarchive bag photos photos-bag --info "Source-Organization=Town Library"

    \b
    Exit status:
      0  the bag is at DEST, on disk
      1  something in SOURCE cannot go into a bag; all of it is named
      2  DEST would lie inside SOURCE, or an option cannot be used
      3  not made: something could not be read or written, or changed meanwhile
    """
    clock = SystemClock()
    with Progress("file", None, clock, silent=as_json) as progress:
        made = make_bag(
            source,
            dest,
            clock,
            AGENT,
            info=info,
            algorithms=[Algorithm(name) for name in algorithms],
            dereference=dereference,
            bag_of_bag=bag_of_bag,
            watcher=progress,
        )
    if as_json:
        print_json(report.document(made))
    else:
        click.echo("\n".join(report.lines(made)))
    for warning in made.warnings:
        click.echo(f"Note: {warning}.", err=True)
    return 0
