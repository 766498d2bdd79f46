"""Templates of pages: every value is escaped and passes through one function of the page."""

from collections.abc import Callable
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


def template(package: str, shown: Callable[[object], object]) -> "Template":
    """The template `page.html.j2` that lies in a package; `shown` makes of a value what is shown.

    It fails where something is not given. What the template itself made has `__html__`.
    """
    import jinja2  # noqa: PLC0415  # slow to import, and few commands make a page

    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: value if hasattr(value, "__html__") else shown(value),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    file = resources.files(package) / "page.html.j2"
    return environment.from_string(file.read_text("utf-8"))
