"""`newsarchive decide`: what people decide about a bag."""

from pathlib import Path
from typing import Any

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, explaining, json_option, print_json
from newsarchive.errors import UsageError
from newsarchive.model.decision import LIFTED, RESTRICTED, Access, DecisionKind, Reason
from newsarchive.reports import history as report


@click.command()
@click.argument("bag", required=False)
@archive_option
@click.option("--collection", metavar="NAME", help="The collection that it belongs to.")
@click.option("--access", type=click.Choice([a.value for a in Access]), help="Who may read it.")
@click.option("--lift-embargo", is_flag=True, help="The embargo is over.")
@click.option("--identifier", metavar="URI", help="A persistent identifier, such as a DOI.")
@click.option(
    "--restrict/--unrestrict",
    "restrict",
    default=None,
    help="Take it out of use, or back into use; the bag stays.",
)
@click.option(
    "--reason", type=click.Choice([r.value for r in Reason]), metavar="CODE", help="Why: see above."
)
@click.option("--note", default="", metavar="TEXT", help="What else is to be known of it.")
@click.option("--by", default="", metavar="ROLE", help="Who decides: a role or a staff id.")
@click.option("--list", "as_list", is_flag=True, help="Show what was decided, oldest first.")
@json_option
@explaining(report.reasons)
def command(
    bag: str | None,
    archive: Path,
    collection: str | None,
    access: str | None,
    lift_embargo: bool,
    identifier: str | None,
    restrict: bool | None,
    reason: str | None,
    note: str,
    by: str,
    as_list: bool,
    as_json: bool,
) -> int:
    """Record a decision about BAG in the ledger. The bag itself never changes.

    The newest decision of a kind is the one that stands. Several can be given at once.

    \b
    Reasons:
      REASONS

    \b
    Example:
      newsarchive decide rain-over --access onsite --reason rights-holder --note "letter of 3 May"
      newsarchive decide --list

    \b
    Exit status:
      0  recorded, now or before; or shown
      2  nothing to decide, no reason, or a value that is none
      3  there is no such bag, or it could not be recorded
    """
    wanted = [
        (kind, value)
        for kind, value in (
            (DecisionKind.COLLECTION, collection),
            (DecisionKind.ACCESS, access),
            (DecisionKind.EMBARGO, LIFTED if lift_embargo else None),
            (DecisionKind.IDENTIFIER, identifier),
            (DecisionKind.RESTRICTION, _RESTRICTION[restrict]),
        )
        if value is not None
    ]
    _check_call(bag, wanted, reason, as_list=as_list)
    with opened_archive(archive) as opened:
        if as_list:
            decided = opened.decisions(bag or "")
        else:
            new = opened.decide(bag or "", wanted, Reason(reason or ""), note=note, by=by)
            known = {one.seq for one in new}
            decided = tuple(d for d in opened.decisions(bag or "") if d[0].seq in known)
    if as_json:
        print_json({"decisions": [report.decision(one, name) for one, name in decided]})
    elif decided:
        click.echo("\n".join(report.decision_lines(decided)))
    else:
        click.echo("Nothing is decided yet." if as_list else "It is decided so already.")
    return 0


_RESTRICTION = {None: None, True: RESTRICTED, False: LIFTED}


def _check_call(bag: str | None, wanted: list[Any], reason: str | None, *, as_list: bool) -> None:
    if as_list and wanted:
        raise UsageError("--list shows what was decided; decide in a call of its own")
    if as_list:
        return
    if bag is None:
        raise UsageError("name the bag that it is about, or --list")
    if not wanted:
        raise UsageError("nothing is decided; see newsarchive decide --help for what can be")
    if reason is None:
        raise UsageError(f"a decision needs a --reason, one of: {', '.join(Reason)}")
