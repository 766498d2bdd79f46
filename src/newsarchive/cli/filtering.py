"""The options that say which articles are meant, shared by the commands that list them."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_NAMED = {
    "person": "That names this person, as its author or else.",
    "place": "That is about this place.",
    "subject": "With this subject or keyword.",
    "language": "In this language, such as en or pt-BR.",
}
DATE_STATUSES = ("stated", "derived", "supplied", "unknown")
VERDICTS = ("intact", "damaged", "missing", "unverified", "never")


def filter_options(command: F) -> F:
    """`--person`, `--from` and so on; the command gets them by the names of `FilterKeywords`."""
    for option in reversed(_options()):
        command = option(command)
    return command


def _options() -> list[Callable[[F], F]]:
    named = [
        click.option(
            f"--{name}", multiple=True, metavar="NAME", help=f'{words} "" for those with none.'
        )
        for name, words in _NAMED.items()
    ]
    return [
        *named,
        click.option(
            "--from", "begin", metavar="DATE", help="All of whose date is in or after it."
        ),
        click.option("--to", "end", metavar="DATE", help="All of whose date is in or before it."),
        click.option("--possible", is_flag=True, help="Whose date may be between --from and --to."),
        click.option("--media/--no-media", default=None, help="With an image or other medium."),
        click.option("--disputed/--undisputed", default=None, help="With a fact in dispute."),
        click.option(
            "--date-status",
            multiple=True,
            type=click.Choice(DATE_STATUSES),
            help="How the date is known.",
        ),
        click.option(
            "--verdict",
            multiple=True,
            type=click.Choice(VERDICTS),
            help="The verdict of the last fixity check.",
        ),
        click.option(
            "--versions", is_flag=True, help="Every version of an article, not only the current."
        ),
    ]
