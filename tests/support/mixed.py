"""A mixed archive: articles with and without images, dates and versions, and amendments of some.

It is made once; a test that harms it takes a copy.
"""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsarchive.model.asked import Description
from newsarchive.model.supplied import Value
from support.archives import Place, article, make_place
from support.project import ROOT

PICTURES = tuple(ROOT / "examples" / name for name in ("rain.png", "bridge.png", "harbour.png"))
_CAPTION = "Boats at the quay.\nBoats at the quay. (Harbour Gazette)\n\n"


@dataclass(frozen=True, slots=True)
class Mixed:
    """An archive, and the paths of its bags: all of them, and those of one sort."""

    place: Place
    paths: tuple[str, ...]

    def copy(self, folder: Path) -> Place:
        """A copy of its own below `folder`, times and all."""
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["cp", "-a", "--reflink=auto", self.place.root, folder / "archive"],  # noqa: S607
            check=True,
        )
        (folder / "sources").mkdir()
        return Place(folder / "archive", folder / "sources")


def mixed(folder: Path, articles: int) -> Mixed:
    """A new archive of so many articles, besides their versions and amendments, below `folder`.

    Every third article has pictures, two of three a date, every fifth a second version, and every
    fourth an amendment.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = make_place(folder)
    with place.open() as archive:
        first = archive.ingest([_write(place, n) for n in range(articles)], _nobody, workers=1)
        again = [_write(place, n, version=2) for n in range(0, articles, 5)]
        archive.ingest(again, _nobody, workers=1)
        said = Value.parse("publisher", ["The Harbour Press"], basis="option")
        described = [
            Description(item.bag, item.bag, (said,)) for item in first.items[::4] if item.bag
        ]
        archive.describe(described, _nobody, "librarian")
        paths = tuple(a.path for a in archive.holdings.catalog.accessions())
    return Mixed(place, paths)


def _nobody(_: object) -> None:
    """Who hears of single articles."""


def _write(place: Place, number: int, version: int = 1) -> Path:
    """The source of an article, a file or a folder with pictures."""
    facts: dict[str, object] = {"identifier": f"urn:example:{number}"}
    if number % 3:
        facts["datePublished"] = f"20{number % 20:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    text = article(f"number {number}, version {version}")
    name = f"v{version}/a{number:04}"
    if number % 3:
        source = place.source(f"{name}.txt", text)
        source.with_suffix(".json").write_text(json.dumps(facts), encoding="utf-8")
        return source
    title, rest = text.split("\n\n", 1)
    folder = place.source(f"{name}/text.txt", f"{title}\n\n{_CAPTION}{rest}").parent
    for picture in PICTURES[: 1 + number % 2]:
        (folder / picture.name).write_bytes(picture.read_bytes())
    (folder / "metadata.json").write_text(json.dumps(facts), encoding="utf-8")
    return folder


def files(bag: Path) -> Sequence[str]:
    """The paths of all files of a bag, in order."""
    return sorted(p.relative_to(bag).as_posix() for p in bag.rglob("*") if p.is_file())
