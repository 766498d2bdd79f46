"""Archives for tests, in this process: a clock that is set by hand, and articles written by us."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import newsarchive
from newsarchive.archive import Archive
from newsarchive.model.institution import Institution

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that moves when a test moves it. Implements `model.clock.Clock`."""

    moment: datetime = NOON
    ticks: float = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        self.ticks += 0.001
        return self.ticks

    def wait(self, seconds: float) -> None:
        self.move(seconds=seconds)

    def move(self, **by: float) -> None:
        """Forward, or backward where it is negative: `move(days=-365)`."""
        self.moment += timedelta(**by)


@dataclass(frozen=True)
class Place:
    """An archive at `root` and where its sources lie. `open` gives a new view of it each time."""

    root: Path
    sources: Path
    clock: HandClock = field(default_factory=HandClock)

    def open(self) -> Archive:
        return Archive.open(self.root, self.clock)

    def source(self, name: str = "rain.txt", text: str | None = None) -> Path:
        """A source file with an article; the name decides the words."""
        path = self.sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(name) if text is None else text, encoding="utf-8")
        return path


def article(topic: str) -> str:
    """An article in the shape of a plain story: no date, unnamed agencies."""
    return (
        f"Rain fell on the harbour for the ninth day, the office of {topic} said on Monday.\n\n"
        "Boats stayed at the quay and the ferry did not run.\n\n"
        "The gauge at the lock showed four metres, the most since it was built.\n\n"
        "Source: Harbour Gazette and agencies\n"
    )


def make_place(folder: Path) -> Place:
    """A new archive below `folder`."""
    place = Place(folder / "archive", folder / "sources")
    place.sources.mkdir()
    Archive.create(place.root, Institution(name="Town Library"), place.clock)
    return place


THREE = {
    "bridge": "The bridge\n\nPublished: 4 March 2016\n\nThe bridge opened on a cold day.\n\n"
    "Source: The Courier, AFP\n",
    "ferry": "The ferry\n\nPublished: 5 May 2017\n\nThe ferry sailed on a warm day.\n\n"
    "Source: The Courier\n",
    "rain": "The rain\n\nThe rain fell on every one of the days.\n",
}
"""Three texts: one with date, source and agency, one without an agency, one without any."""


def place_of(folder: Path, texts: Mapping[str, str]) -> Place:
    """A place below `folder` with these articles, by the names of their sources."""
    place = make_place(folder)
    with place.open() as archive:
        for name, text in texts.items():
            archive.ingest(place.source(f"{name}.txt", text))
    return place


def archive_of(folder: Path, texts: Mapping[str, str]) -> Path:
    """A new archive below `folder` with these articles, by the names of their sources."""
    Archive.create(folder / "archive")
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    take_in(folder / "archive", *(folder / f"{name}.txt" for name in texts))
    return folder / "archive"


def put(made: Path, root: Path) -> Path:
    """Put a copy of the archive at `made`, times and all, where the one at `root` is; `root`."""
    shutil.rmtree(root)
    shutil.copytree(made, root, symlinks=True)
    return root


def fill(place: Place, made: Place) -> Place:
    """Give `place` a copy of all that `made` holds, and the time that it is there; `place`."""
    put(made.root, place.root)
    shutil.copytree(made.sources, place.sources, symlinks=True, dirs_exist_ok=True)
    place.clock.moment, place.clock.ticks = made.clock.moment, made.clock.ticks
    return place


def take_in(root: Path, *sources: Path) -> list[str]:
    """Take sources in, in this process: ten times as fast as the command. The bags' names."""
    with newsarchive.open(root) as archive:
        done = archive.ingest(sources, workers=1)
    assert done.exit_code == 0, [item.message for item in done.items]
    return [item.bag or "" for item in done.items]


def snapshot(root: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file below `root`: mode, time of change and content; folders with mode and time."""
    return {
        path.relative_to(root).as_posix(): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() and not path.is_symlink() else b"",
        )
        for path in sorted(root.rglob("*"))
    }


def bags(root: Path) -> list[Path]:
    """The folders of all bags of the archive at `root`, in order."""
    return sorted(path.parent for path in (root / "bags").rglob("bagit.txt"))
