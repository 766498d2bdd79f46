"""Pages that were named one after the other and are one article: told as those of a folder are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from newsarchive.formats.pages.folders import is_page_name
from newsarchive.formats.pages.following import Following, PagePart, part_in
from newsarchive.workflows.ingest.folders import head_of
from newsarchive.workflows.ingest.lists import Listed

_MOST = 500  # pages in a row that are looked at together

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Page(Generic[T]):
    """One that was named. `name` is its place in the row: files of two folders may be namesakes."""

    name: str
    path: Path
    source: T
    page_part: PagePart | None


def joined(sources: Iterable[T]) -> Iterator[tuple[T, tuple[Path, ...]]]:
    """The sources in their order, each with the further pages of its article.

    A page that goes with an earlier one is no source any more. Only files that were named count,
    and of them those that stand in a row: whatever else stands between them parts them.
    """
    row: list[_Page[T]] = []
    for source in sources:
        path = _path_of(source)
        part = part_in(head_of(path)) if path is not None else None
        if path is not None and part is not None and len(row) < _MOST:
            row.append(_Page(str(len(row)), path, source, part))
            continue
        yield from _together(row)
        row.clear()
        yield source, ()
    yield from _together(row)


def _path_of(source: object) -> Path | None:
    """The file that was named, if it is a page by its name."""
    path = source.path if isinstance(source, Listed) else source
    return path if isinstance(path, Path) and is_page_name(path.name) else None


def _together(row: list[_Page[T]]) -> Iterator[tuple[T, tuple[Path, ...]]]:
    following = Following(row)
    for page in row:
        if not following.has(page):
            yield page.source, tuple(p.path for p in following.behind(page))
