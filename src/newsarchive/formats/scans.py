"""The text of a scan that lies beside it: `scan.pdf` and `scan.txt`, hOCR or ALTO. Pure.

A picture of print goes with the recognised text of its name likewise.
"""

from collections.abc import Iterable, Mapping
from typing import Generic, Protocol, TypeVar

_ENDINGS = (".txt", ".hocr", ".html", ".htm", ".xml")
_PAPER = ".pdf"


class Named(Protocol):
    """A file among others."""

    @property
    def name(self) -> str:
        """Its own name."""
        ...

    @property
    def is_scan(self) -> bool:
        """Whether it is a PDF without a text; it takes time to tell."""
        ...

    @property
    def gives_text(self) -> bool:
        """Whether it is plain text, or text that was recognised by a machine."""
        ...


E = TypeVar("E", bound=Named)


def stem_of(name: str) -> str:
    """The name without its ending."""
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem else name


class Scans(Generic[E]):
    """Which of the texts in a folder is that of a scan, and which pictures go with which text."""

    def __init__(self, texts: Iterable[E], images: Iterable[E]) -> None:
        texts = list(texts)
        giving: dict[str, list[E]] = {}
        for entry in texts:
            if entry.name.lower().endswith(_ENDINGS) and entry.gives_text:
                giving.setdefault(stem_of(entry.name), []).append(entry)
        papers = [e for e in texts if e.name.lower().endswith(_PAPER) and stem_of(e.name) in giving]
        self._given: dict[str, E] = {}  # a scan, and its text
        self._doubts: dict[str, str] = {}
        self._images: dict[str, tuple[E, ...]] = {}
        for paper in papers:
            found = giving[stem_of(paper.name)]
            if not paper.is_scan:
                continue
            if len(found) == 1:
                self._given[paper.name] = found[0]
            else:
                names = " and ".join(sorted(e.name for e in found))
                self._doubts[paper.name] = f"which of {names} is its text, nobody can tell"
        taken = {e.name for e in self._given.values()}
        pictures = _by_stem(images)
        for stem, found in giving.items():
            if len(found) == 1 and found[0].name not in taken and len(pictures.get(stem, ())) == 1:
                self._images[found[0].name] = pictures[stem]
        self._taken = taken | {e.name for some in self._images.values() for e in some}

    def takes(self, entry: E) -> bool:
        """Whether it goes with a scan or a text, and is no article by itself."""
        return entry.name in self._taken

    def text_of(self, scan: E) -> E | None:
        """The text of a scan, if there is one."""
        return self._given.get(scan.name)

    def doubt(self, scan: E) -> str:
        """Why a scan has no text though something lies beside it; "" for nothing."""
        return self._doubts.get(scan.name, "")

    def images_of(self, text: E) -> tuple[E, ...]:
        """The picture of print whose text this is."""
        return self._images.get(text.name, ())


def _by_stem(images: Iterable[E]) -> Mapping[str, tuple[E, ...]]:
    found: dict[str, tuple[E, ...]] = {}
    for image in images:
        stem = stem_of(image.name)
        found[stem] = (*found.get(stem, ()), image)
    return found


def partners(name: str) -> tuple[str, ...]:
    """The names of files that a file may belong together with as scan and text."""
    stem = stem_of(name)
    if name.lower().endswith(_PAPER):
        return tuple(stem + ending for ending in _ENDINGS)
    return (stem + _PAPER,) if name.lower().endswith(_ENDINGS) else ()
