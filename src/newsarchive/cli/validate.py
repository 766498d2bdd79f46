"""`newsarchive validate`: is this a valid bag, and if not, by which rule."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from newsarchive.cli.options import json_option, print_json, quiet_option
from newsarchive.cli.progress import Progress
from newsarchive.clock import SystemClock
from newsarchive.errors import UsageError
from newsarchive.reports import validation
from newsarchive.workflows.validate import read_rules, validate

_MOST_WORKERS = 8
_BLOCK = 1 << 16


@click.command()
@click.argument("bags", metavar="BAG...", nargs=-1, required=True)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="How many share the work; 1 is this very process.  [default: one per processor]",
)
@click.option("--direct", is_flag=True, help="Ask the disk, not the system's memory of it.")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="FILE",
    help="Hold every bag against this BagIt Profile; of a folder, against the one that it names.",
)
@click.option("--no-content", is_flag=True, help="Do not check the record in a bag of ours.")
@json_option
@quiet_option
def command(
    bags: tuple[str, ...],
    workers: int | None,
    direct: bool,
    profiles: tuple[str, ...],
    no_content: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Say whether each BAG is a valid bag, and every rule that it breaks.

    A BAG is a folder, or a file that holds one (tar, tar.gz, tar.bz2, tar.xz, zip), and - stands
    for the names on standard input, one on each line. The rules are those of RFC 8493, or of the
    older version of BagIt that the bag names. Nothing is written, unpacked or downloaded.

    \b
    Example:
      newsarchive validate --workers 4 bags/*

    \b
    Exit status:
      0  every bag is valid
      1  a bag is invalid, or files that its fetch.txt names are not there
      3  a bag could not be verified, or is not there
    """
    rules = read_rules(map(Path, profiles), direct=direct, content=not no_content)
    clock = SystemClock()
    start = clock.monotonic()
    tally = validation.Counts()
    total = None if "-" in bags else len(bags)
    silent = as_json or quiet
    with Progress("bag", total, clock, silent=silent) as progress:
        workers, reads = workers or _processors(), None if silent else progress.read
        for outcome in validate(_names(bags), rules, workers=workers, reads=reads):
            tally.add(outcome)
            progress.advance(outcome.bytes)
            if as_json:
                print_json(validation.document(outcome))
    if not tally.counts:
        raise UsageError("no bag was named", hint="Name at least one on standard input.")
    seconds = clock.monotonic() - start
    if as_json:
        print_json({"summary": validation.summary(tally, seconds=seconds)})
    elif not quiet or tally.exit_code:
        click.echo("\n".join(validation.lines(tally, seconds=seconds)))
    return tally.exit_code


def _processors() -> int:
    return min(len(os.sched_getaffinity(0)), _MOST_WORKERS)


def _names(bags: tuple[str, ...]) -> Iterator[str]:
    """The names given, those of standard input as they come: names are bytes and may hold anything.

    There they end with a line feed, or with NUL if the first block has one (`find -print0`).
    """
    for bag in bags:
        if bag != "-":
            yield bag
            continue
        held, end = b"", b""
        while block := os.read(sys.stdin.fileno(), _BLOCK):
            end = end or (b"\0" if b"\0" in block else b"\n")
            *names, held = (held + block).split(end)
            yield from (os.fsdecode(name) for name in names if name)
        if held:
            yield os.fsdecode(held)
