"""The templates of the portal: every value is escaped, and control characters are shown as such."""

import functools
from collections.abc import Mapping
from importlib import resources

import jinja2

from newsarchive.model.article import BlockKind
from newsarchive.model.dates import Edtf
from newsarchive.reports.amounts import number, size
from newsarchive.reports.article.text import shown
from newsarchive.web import addresses

PACKAGE = "newsarchive.web"


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_source),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: value if hasattr(value, "__html__") else shown(value),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        number=number, size=size, addresses=addresses, BlockKind=BlockKind, is_day=is_day
    )
    return environment


def _source(name: str) -> str | None:
    file = resources.files(PACKAGE) / "templates" / name
    return file.read_text("utf-8") if file.is_file() else None


def render(name: str, values: Mapping[str, object]) -> bytes:
    """The page of this template, UTF-8. It fails where something is not given."""
    return _environment().get_template(f"{name}.html.j2").render(values).encode("utf-8")


def is_day(text: str) -> bool:
    """Whether a date is a whole day or moment, so that the element `time` may say it."""
    try:
        date = Edtf.parse(text)
    except ValueError:
        return False
    return date.day is not None and not (date.uncertain or date.approximate)


@functools.cache
def stylesheet() -> bytes:
    """The stylesheet."""
    return (resources.files(PACKAGE) / "style.css").read_bytes()


@functools.cache
def icon() -> bytes:
    """What browsers show beside a page's title, an SVG of ours."""
    return (resources.files(PACKAGE) / "icon.svg").read_bytes()
