# what browsers call such folders in other languages
"""The folder that a browser saves with a page: its pictures, scripts and styles. Pure.

It is called as the page is, with a word of the browser's language behind it (`story_files`,
`story-Dateien`), and the page's own links lead into it. What the page links to without loading it
is none of its files: a folder of articles is never taken for one.
"""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar
from urllib.parse import unquote

from newsarchive.formats.pages.words import listed

_LOADED = re.compile(
    rb"(?is)<(?:img|script|source|iframe|frame|embed|input|video|audio|link|amp-img)\b[^<>]{0,4000}?"
    rb"(?:src|href|data-src|srcset)\s*=\s*([\"']?)\s*(?:\./)?([^\"'>\s/:][^\"'>/:]{0,300}?)/"
)
_MOST = 200  # folders that a page loads from
_WORDS = frozenset(listed("folder"))
_BEHIND = re.compile(r"[ _.\-–]+(?P<word>[^ _.\-–]+)\Z")


class Named(Protocol):
    """A file or folder among others, and the folders beside it that it loads from."""

    @property
    def name(self) -> str:
        """Its own name."""
        ...

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        ...

    @property
    def loads(self) -> frozenset[str]:
        """The names of folders that a page loads from; empty for what is no page."""
        ...


N = TypeVar("N", bound=Named)


def loaded(head: bytes) -> frozenset[str]:
    """The names of folders beside a page that it loads anything from, by its beginning."""
    found: set[str] = set()
    for _, name in _LOADED.findall(head):
        found.add(unquote(name.decode("utf-8", "replace")))
        if len(found) >= _MOST:
            break
    return frozenset(found - {"..", "."})


def stem_of(name: str) -> str:
    """The name of a page without its ending: `story` of `story.html`."""
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and len(ending) <= len("mhtml") else name


def is_of(folder: str, page: str, *, is_loaded: bool) -> bool:
    """Whether a folder holds the files of a page by its name, or by being loaded from besides."""
    match = _BEHIND.search(folder)
    known = match is not None and match["word"].casefold() in _WORDS
    stem = stem_of(page).casefold()
    begins = folder.casefold().startswith(stem) and len(folder) > len(stem)
    if is_loaded:
        return known or (begins and match is not None)
    return known and match is not None and folder[: match.start()].casefold() == stem


def owned(entries: Iterable[N]) -> frozenset[str]:
    """The names of those folders that hold the files of a page among the entries."""
    everything = list(entries)
    pages = [e for e in everything if not e.is_folder and is_page_name(e.name)]
    return frozenset(e.name for e in everything if e.is_folder and owners(e, pages))


def owners(folder: Named, entries: Iterable[Named]) -> frozenset[str]:
    """The names of those pages among the entries whose files a folder holds."""
    return frozenset(
        page.name
        for page in entries
        if not page.is_folder
        and is_page_name(page.name)
        and is_of(folder.name, page.name, is_loaded=folder.name in page.loads)
    )


def is_page_name(name: str) -> bool:
    """Whether a file is called as browsers call pages; what it is, its content says."""
    return name.lower().endswith((".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".asp"))
