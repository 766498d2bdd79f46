"""`newsarchive acknowledge`: a finding is known."""

from datetime import date
from pathlib import Path

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.model.attention import parse_day
from newsarchive.reports import history as report


def _day(context: click.Context, option: click.Parameter, value: str | None) -> date | None:  # noqa: ARG001
    try:
        return None if value is None else parse_day(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.argument("finding")
@archive_option
@click.option("--reason", required=True, metavar="TEXT", help="Why nothing more needs to be done.")
@click.option(
    "--until",
    metavar="YYYY-MM-DD",
    callback=_day,
    help="The last day on which it holds; after it the finding is shown again.",
)
@click.option("--by", default="", metavar="ROLE", help="Who says so: a role or a staff id.")
@json_option
def command(
    finding: str, archive: Path, reason: str, until: date | None, by: str, as_json: bool
) -> int:
    """Say that FINDING is known, and take it off the list of what needs a person.

    FINDING is its id, or how the id begins; newsarchive status shows it. The finding stays in every
    audit report, and status goes on to count it as acknowledged. If the same file is damaged
    again, that is a new finding.

    \b
    Example:
      newsarchive acknowledge 3f2a --reason "scan was always cut off" --until 2027-06-30

    \b
    Exit status:
      0  acknowledged, now or before
      2  no reason, or a day that is over
      3  there is no such open finding, or it could not be recorded
    """
    with opened_archive(archive) as opened:
        found = opened.acknowledge(finding, reason, until=until, by=by)
    if as_json:
        print_json(report.open_finding(found))
    else:
        end = f" until {until}" if until else ""
        click.echo(f"Acknowledged{end}: {report.finding_line(found)}")
    return 0
