"""The options by which people supply what is known of an article, for `ingest` and `describe`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import click

from newsarchive.errors import UsageError
from newsarchive.model.asked import Image
from newsarchive.model.supplied import FIELDS, Shape, Value, merge

F = TypeVar("F", bound=Callable[..., Any])

_METAVARS = {
    Shape.TEXT: "TEXT",
    Shape.DATE: "DATE",
    Shape.LANGUAGE: "TAG",
    Shape.URL: "URL",
    Shape.TOKEN: "WORD",
}
# The rarer ones are given by --set, so that the help stays on a screen.
_WITH_OPTION = (
    "source",
    "agency",
    "publisher",
    "date-published",
    "date-modified",
    "headline",
    "byline",
    "language",
    "url",
    "dateline",
    "copyright-notice",
    "usage-terms",
    "accession-number",
)


def field_options(command: F) -> F:
    """An option for each common field, `--set` for the others, and notes."""
    options = [
        click.option(
            f"--{name}",
            name.replace("-", "_"),
            multiple=True,
            metavar=_METAVARS[FIELDS[name].shape],
            help=FIELDS[name].words[0].upper() + FIELDS[name].words[1:] + ".",
        )
        for name in _WITH_OPTION
    ]
    options += [
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="FIELD=VALUE",
            help="Any other field: " + ", ".join(n for n in FIELDS if n not in _WITH_OPTION) + ".",
        ),
        click.option("--date-note", metavar="TEXT", help="How the date is known."),
        click.option("--note", metavar="TEXT", help="How what you supply is known."),
        click.option("--by", metavar="ROLE", help="Your role or staff id, never a login."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def values(given: Mapping[str, Any], basis: str = "option") -> tuple[Value, ...]:
    """The values in the options that `field_options` made.

    Raises:
        UsageError: one of them is not what it should be; all such are named.
    """
    problems: list[str] = []
    found = list(_values(given, basis, problems))
    if problems:
        raise UsageError("; ".join(problems))
    return merge(found)


def _values(given: Mapping[str, Any], basis: str, problems: list[str]) -> Iterator[Value]:
    texts: dict[str, list[str]] = {
        name: list(given[name.replace("-", "_")])
        for name in _WITH_OPTION
        if given[name.replace("-", "_")]
    }
    for setting in given["settings"]:
        name, equals, text = setting.partition("=")
        if not equals:
            problems.append(f"--set wants FIELD=VALUE, not {setting!r}")
            continue
        texts.setdefault(name.strip(), []).append(text)
    for name, listed in texts.items():
        note = (given["date_note"] if name.startswith("date-") else None) or given["note"]
        try:
            yield Value.parse(name, listed, basis=basis, note=note)
        except ValueError as error:
            problems.append(str(error))


def images(
    paths: Sequence[str], captions: Sequence[str], credits_: Sequence[str]
) -> tuple[Image, ...]:
    """The images of `--image`, each with the caption and credit given in the same place.

    Raises:
        UsageError: there are more captions or credits than images.
    """
    if len(captions) > len(paths) or len(credits_) > len(paths):
        raise UsageError("there are more captions or credits than images: give --image for each")
    return tuple(
        Image(
            path,
            captions[n] if n < len(captions) else None,
            credits_[n] if n < len(credits_) else None,
        )
        for n, path in enumerate(paths)
    )
