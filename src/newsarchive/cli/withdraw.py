"""`newsarchive withdraw`: a bag is closed for everybody, or destroyed with every copy of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, explaining, json_option, print_json
from newsarchive.errors import UsageError
from newsarchive.model.withdrawal import REASONS
from newsarchive.reports import withdrawal as report

if TYPE_CHECKING:
    from newsarchive.archive import Archive
    from newsarchive.workflows.decisions.withdraw import Removal


@click.command()
@click.argument("bag", required=False)
@archive_option
@click.option("--dark", is_flag=True, help="Show it to nobody; it stays. The default.")
@click.option("--destroy", is_flag=True, help="Remove it and every copy of it, for good.")
@click.option("--approve", is_flag=True, help="Agree to a destruction that another asked for.")
@click.option("--lift", is_flag=True, help="Show it again, or take back what waits for approval.")
@click.option("--list", "as_list", is_flag=True, help="Show what is withdrawn.")
@click.option(
    "--reason",
    type=click.Choice([r.value for r in REASONS]),
    metavar="CODE",
    help="Why: see above.",
)
@click.option(
    "--authority",
    default="",
    metavar="REF",
    help="By what, such as the number of a case: a reference and no name, since it stays.",
)
@click.option("--by", default="", metavar="ROLE", help="Who says so: a role or a staff id.")
@click.option(
    "--with-delivery/--without-delivery",
    "with_delivery",
    default=None,
    help="Whether the delivery that it came in goes, too; the other articles of it stay.",
)
@click.option(
    "--dry-run", is_flag=True, help="Show all that a destruction removes; change nothing."
)
@click.option("--yes", is_flag=True, help="Destroy without another word.")
@json_option
@explaining(report.reasons)
def command(bag: str | None, archive: Path, as_json: bool, **options: Any) -> int:
    """Withdraw BAG: show it to nobody (--dark), or destroy it (--destroy).

    A dark bag stays where it is and is audited on. Of a destroyed one nothing is left below the
    archive but an entry without name, title or text; its files are not taken in again. How many
    persons have to agree to that stands in archive.toml; until then the bag is dark.

    \b
    Reasons:
      REASONS

    \b
    Examples:
      newsarchive withdraw rain-over --reason privacy --authority "letter 2026/114"
      newsarchive withdraw rain-over --destroy --dry-run
      newsarchive withdraw rain-over --destroy --reason court-order --authority "12 O 26/26" --yes

    \b
    Exit status:
      0  it is so, now or before; or shown, with --dry-run or --list
      1  refused: nothing to lift or to approve, or the same person agrees twice
      2  the command was called wrongly
      3  there is no such bag, or it is not finished; the next command that writes goes on with it
      4  the bag is destroyed, and cannot be shown again
    """
    _check_call(bag, options)
    with opened_archive(archive) as opened:
        if options["as_list"]:
            return _list(opened, as_json=as_json)
        if options["dry_run"]:
            what = opened.removal(bag or "", with_delivery=bool(options["with_delivery"]))
            return _show(opened, what, as_json=as_json)
        return _withdraw(opened, bag or "", as_json=as_json, **options)


def _check_call(bag: str | None, options: dict[str, Any]) -> None:
    acts = [f"--{name}" for name in ("dark", "destroy", "approve", "lift") if options[name]]
    if len(acts) > 1:
        raise UsageError(f"{' and '.join(acts)} do not go together; name one")
    if options["as_list"]:
        if bag or acts:
            raise UsageError("--list shows what is withdrawn; withdraw in a call of its own")
        return
    if bag is None:
        raise UsageError("name the bag that it is about, or --list")
    if options["dry_run"]:
        return
    if not options["approve"]:
        if options["reason"] is None:
            raise UsageError(f"a withdrawal needs a --reason, one of: {', '.join(REASONS)}")
        if not options["authority"].strip():
            raise UsageError("a withdrawal needs an --authority, such as the number of a case")
    if (options["destroy"] or options["approve"]) and not options["yes"]:
        raise UsageError(
            "what is destroyed cannot be brought back: look at it with --dry-run, then add --yes"
        )


def _withdraw(opened: "Archive", bag: str, *, as_json: bool, **options: Any) -> int:
    reason, authority, by = options["reason"], options["authority"], options["by"]
    if options["lift"]:
        name = opened.lift_withdrawal(bag, reason, authority, by=by)
        if as_json:
            print_json({"bag": name, "withdrawn": None})
        else:
            click.echo(f"{name}  is no longer withdrawn")
        return 0
    if options["approve"]:
        stands = opened.approve_withdrawal(bag, by=by)
    else:
        stands = opened.withdraw(
            bag,
            reason,
            authority,
            destroy=options["destroy"],
            with_delivery=options["with_delivery"],
            by=by,
        )
    if as_json:
        print_json({"withdrawn": stands.document()})
    else:
        click.echo(report.said(stands))
    return 0


def _list(opened: "Archive", *, as_json: bool) -> int:
    withdrawn = opened.withdrawals()
    if as_json:
        print_json({"withdrawn": [stands.document() for stands in withdrawn]})
    else:
        click.echo("\n".join(report.lines(withdrawn)) or "Nothing is withdrawn.")
    return 0


def _show(opened: "Archive", what: "Removal", *, as_json: bool) -> int:
    from newsarchive.holdings.copies import shown  # noqa: PLC0415  # only here

    document = {
        "bags": [accession.path for accession in what.bags],
        "copies": [{"path": shown(opened.root, c.path), "why": c.why} for c in what.copies],
        "reports": [run for run, _ in what.reports],
        "refused": len(what.refused),
        "remains": list(what.remains),
        "persons": opened.holdings.persons,
    }
    if as_json:
        print_json(document)
    else:
        click.echo("\n".join(report.removal_lines(document)))
    return 0
