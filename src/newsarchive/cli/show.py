"""`newsarchive show`: what is known of one bag."""

from pathlib import Path

import click

from newsarchive.cli.opened import opened_archive
from newsarchive.cli.options import archive_option, json_option, print_json
from newsarchive.cli.output import data
from newsarchive.reports import documents, shown


@click.command()
@click.argument("bag")
@archive_option
@click.option("--text", "only_text", is_flag=True, help="Print the text of the article itself.")
@json_option
def command(bag: str, archive: Path, only_text: bool, as_json: bool) -> int:
    """Show what is known of BAG, and where each fact comes from; or the article's text.

    BAG is its name, its id, its path, or the beginning of one of these.

    \b
    Example:
      newsarchive show rain-over-the-harbour
      newsarchive show rain-over-the-harbour --text

    \b
    Exit status:
      0  shown
      1  the bag's record is missing or damaged: run newsarchive audit; or it has no text
      3  there is no such bag, or it could not be reached
    """
    with opened_archive(archive) as opened:
        if only_text:
            words = opened.words_of(bag)
            if as_json:
                print_json(documents.words(words))
            else:
                parts = (words.headline, words.byline, words.text)
                data("\n\n".join(part for part in parts if part))
            return 0
        view = opened.show(bag)
    if as_json:
        print_json(documents.bag_view(view))
    else:
        click.echo("\n".join(shown.bag_view(view)))
    return view.exit_code
