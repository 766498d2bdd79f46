"""`newsarchive audits`: the audits on record, and the removal of reports that nobody needs."""

from pathlib import Path

import click
from click.core import ParameterSource

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.reports import documents
from newsarchive.reports.audit import terminal as audit_text

_DAYS = 365


@click.group(invoke_without_command=True)
@archive_option
@json_option
@click.pass_context
def command(context: click.Context, archive: Path, as_json: bool) -> int:
    """List the audits on record, oldest first; or remove reports that nobody needs any more.

    \b
    Example:
      newsarchive audits
      newsarchive audits prune --yes

    \b
    Exit status:
      0  listed
      3  there is no such archive, or it could not be read
    """
    if context.invoked_subcommand is not None:
        context.obj = archive
        return 0
    with opened_archive(archive) as opened:
        runs, pruned = opened.audits(), opened.holdings.catalog.runs.pruned()
    if as_json:
        for run in runs:
            print_json(documents.run(run, pruned))
    else:
        click.echo("\n".join(audit_text.runs(runs, pruned)) or "No audit is on record yet.")
    return 0


@command.command()
@archive_option
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(0, 36_500),
    default=_DAYS,
    show_default=True,
    metavar="DAYS",
    help="Leave newer ones.",
)
@click.option("--yes", "act", is_flag=True, help="Do it; without, it says what it would do.")
@click.option("--by", default="", metavar="WHO", help="Who decides: a role or staff id.")
@json_option
@click.pass_context
def prune(
    context: click.Context, archive: Path, days: int, act: bool, by: str, as_json: bool
) -> int:
    """Remove the reports of audits whose single checks say nothing that others do not say.

    Kept is every audit that holds, for any bag, its first or last check, one that did not find it
    intact, or the check before or after such a one. The ledger keeps the numbers of every audit,
    and says which reports were removed, when and by whom.

    \b
    Example:
      newsarchive audits prune --older-than 730

    \b
    Exit status:
      0  removed, or there was nothing to remove
      3  an audit runs, or the ledger could not be written; nothing was removed
    """
    if context.get_parameter_source("archive") is ParameterSource.DEFAULT:
        archive = context.obj  # named before the sub-command, or by default there, too
    with opened_archive(archive) as opened:
        pruned = opened.prune_audits(days, act=act, by=by)
    if as_json:
        print_json(documents.pruned(pruned.runs, pruned.bytes, pruned.kept, done=pruned.done))
    else:
        click.echo(
            "\n".join(audit_text.pruned(pruned.runs, pruned.bytes, pruned.kept, done=pruned.done))
        )
    return 0
