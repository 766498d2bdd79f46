"""`newsarchive export`: a bag's record in another form, or many articles as a corpus."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsarchive.cli.filtering import filter_options
from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import (
    archive_option,
    asking,
    choice_options,
    json_option,
    print_json,
    reader_options,
)
from newsarchive.cli.output import data
from newsarchive.cli.progress import Progress
from newsarchive.clock import SystemClock
from newsarchive.errors import UsageError
from newsarchive.model.corpus import CorpusForm, Wanted
from newsarchive.workflows.export import FORMS, save

if TYPE_CHECKING:
    from newsarchive.workflows.access import Asking
    from newsarchive.workflows.corpus import Looked

_CONTAINER = re.compile(r"\.(?:zip|tar|tgz|tbz2?|txz|tar\.\w+)\Z", re.IGNORECASE)
_OF_A_CORPUS = tuple(form.value for form in CorpusForm)


@click.command()
@click.argument("bag", required=False, metavar="[BAG|QUERY]")
@archive_option
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMS, *(form for form in _OF_A_CORPUS if form not in FORMS)]),
    help="The form to give it in.  [default: record of one BAG, jsonl with --into]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A new file for one BAG; without it, standard output.",
)
@click.option(
    "--into",
    "dest",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A new folder for all articles that the options below choose.",
)
@choice_options
@filter_options
@click.option("--bom", is_flag=True, help="Begin CSV files with the mark that Excel wants.")
@reader_options
@json_option
def command(
    bag: str | None,
    archive: Path,
    form: str | None,
    output: Path | None,
    dest: Path | None,
    bom: bool,
    reader: str | None,
    by: str,
    as_json: bool,
    **asked: Any,
) -> int:
    """Give the current record of BAG in another form, or with --into many articles as a corpus.

    With --into, QUERY are words as for newsarchive search; without them the options alone choose.

    Of one BAG: record (as it is), ninjs 3.1, jsonld (schema.org), dc (Dublin Core). What of the
    record has no place in that form is listed; of what is not open, the description is given
    without lead, text and captions. The bag itself comes by newsarchive get.

    With --into: jsonl, csv, parquet (extra corpus), texts or dc, with a description of every
    column, a README and checksums. It is made whole or not at all, and nothing is ever overwritten.
    What is not open is left out and counted.

    \b
    Example:
      newsarchive export rain-over-the-harbour --format ninjs -o rain.json
      newsarchive export --into courier --format csv --source "The Wendle Courier"
      newsarchive export --into harbour --format parquet "harbour AND ferry"

    \b
    Exit status:
      0  given
      1  an article could not be read, or is not what was taken in: it is named, and the
         others are there
      2  the options do not go together, or the form needs a package that is not installed
      3  there is no such bag, its record cannot be read, something lies at that place already, or
         the disk refused: nothing is there
      4  it is embargoed, closed or withdrawn; says why, and until when
    """
    if output is not None and _CONTAINER.search(output.name):
        raise UsageError(
            f"a record is no container, and {output} would be called one",
            hint=f"newsarchive get {bag} {output} gives the bag itself",
        )
    who = asking(reader, by, "export")
    wanted = Wanted.of(asked, bag or "" if dest is not None else "")
    if dest is not None:
        _must_be_of_many(form, output)
        made = CorpusForm(form or "jsonl")
        return _corpus(archive, dest, made, wanted, who, bom=bom, as_json=as_json)
    if bag is None:
        raise UsageError(
            "export wants one BAG, or a folder for many articles: --into DIR",
            hint="newsarchive help export shows both.",
        )
    if wanted != Wanted() or bom:
        raise UsageError("options that choose articles, and --bom, go with --into DIR")
    if form is not None and form not in FORMS:
        raise UsageError(f"{form} is a form for many articles: give them a folder, --into DIR")
    return _one(archive, bag, form or "record", output, who, as_json=as_json)


def _must_be_of_many(form: str | None, output: Path | None) -> None:
    if output is not None:
        raise UsageError("-o is for one BAG; --into names the folder for many articles")
    if form is not None and form not in _OF_A_CORPUS:
        raise UsageError(
            f"{form} is a form for one BAG", hint=f"With --into: {', '.join(_OF_A_CORPUS)}."
        )


def _corpus(
    archive: Path,
    dest: Path,
    form: CorpusForm,
    wanted: Wanted,
    who: "Asking",
    *,
    bom: bool,
    as_json: bool,
) -> int:
    from newsarchive.reports import corpus as report  # noqa: PLC0415  # one bag does without

    clock = SystemClock()
    with (
        opened_archive(archive) as opened,
        Progress("article", None, clock, silent=as_json) as progress,
    ):

        def tell(looked: "Looked") -> None:
            progress.plan(looked.of, 0)
            progress.advance()
            if looked.problem:
                progress.say(f"newsarchive: {looked.bag}: {looked.problem}", err=True)

        made = opened.export_corpus(
            dest,
            form,
            tell,
            wanted=wanted,
            bom=bom,
            asking=who,
        )
    if as_json:
        print_json(report.document(made))
    else:
        click.echo("\n".join(report.lines(made)))
    return 1 if made.unread else 0


def _one(
    archive: Path, bag: str, form: str, output: Path | None, who: "Asking", *, as_json: bool
) -> int:
    with opened_archive(archive) as opened:
        exported = opened.export(bag, form, who)
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
