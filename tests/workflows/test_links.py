"""A link below what was named is not followed: whoever fills a folder could link to anything."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.model.outcome import ItemOutcome, ItemStatus
from newsarchive.workflows.ingest import below
from support.archives import Place, article, bags
from support.nodes import make_socket

SECRET = "root:x:0:0: this is what nobody meant to give away"  # noqa: S105  # none of ours


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A folder beside the one that is taken in, with what is not to be read."""
    folder = tmp_path / "secret"
    folder.mkdir()
    (folder / "shadow.txt").write_text(SECRET + ".\n\n" + SECRET + ".\n", encoding="utf-8")
    (folder / "shadow.png").write_bytes(b"\x89PNG\r\n\x1a\n" + SECRET.encode())
    (folder / "shadow.json").write_text('{"note": "' + SECRET + '"}', encoding="utf-8")
    return folder


@pytest.fixture
def folder(place: Place) -> Path:
    """A folder with two good articles, to which something strange is added."""
    for name in ("a", "z"):
        (place.sources / f"{name}.txt").write_text(article(name), encoding="utf-8")
    return place.sources


def ingest(place: Place, *named: Path, dereference: bool = False) -> list[ItemOutcome]:
    outcomes: list[ItemOutcome] = []
    with place.open() as archive:
        archive.ingest(named, outcomes.append, dereference=dereference)
    return outcomes


def held(place: Place) -> bytes:
    """Every byte of the archive."""
    return b"".join(p.read_bytes() for p in place.root.rglob("*") if p.is_file())


def text(folder: Path, secret: Path) -> None:
    (folder / "b.txt").symlink_to(secret / "shadow.txt")


def subfolder(folder: Path, secret: Path) -> None:
    (folder / "b").symlink_to(secret)


def sidecar(folder: Path, secret: Path) -> None:
    (folder / "a.json").symlink_to(secret / "shadow.json")


def image_in_a_sidecar(folder: Path, secret: Path) -> None:
    (folder / "b.png").symlink_to(secret / "shadow.png")
    (folder / "b.txt").write_text(article("b"), encoding="utf-8")
    (folder / "b.json").write_text('{"images": ["b.png"]}', encoding="utf-8")


def image_behind_a_linked_folder(folder: Path, secret: Path) -> None:
    (folder / "b").symlink_to(secret)
    (folder / "c.txt").write_text(article("c"), encoding="utf-8")
    (folder / "c.json").write_text('{"images": ["b/shadow.png"]}', encoding="utf-8")


def metadata(folder: Path, secret: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b/b.txt").write_text(article("b"), encoding="utf-8")
    (folder / "b/metadata.json").symlink_to(secret / "shadow.json")


def image_in_an_article_folder(folder: Path, secret: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b/b.txt").write_text(article("b"), encoding="utf-8")
    (folder / "b/b.png").symlink_to(secret / "shadow.png")


def to_a_file_beside(folder: Path, secret: Path) -> None:
    assert secret.is_dir()
    (folder / "b.txt").symlink_to("a.txt")


def to_nothing(folder: Path, secret: Path) -> None:
    (folder / "b.txt").symlink_to(secret / "gone.txt")


def to_itself(folder: Path, secret: Path) -> None:
    assert secret.is_dir()
    (folder / "b.txt").symlink_to("b.txt")


def to_a_device(folder: Path, secret: Path) -> None:
    assert secret.is_dir()
    (folder / "b.txt").symlink_to("/dev/zero")


LINKS = {
    f.__name__: f
    for f in (
        text,
        subfolder,
        sidecar,
        image_in_a_sidecar,
        image_behind_a_linked_folder,
        metadata,
        image_in_an_article_folder,
        to_a_file_beside,
        to_nothing,
        to_itself,
        to_a_device,
    )
}


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_a_link_below_a_folder_is_refused_in_a_line_and_the_others_go_on(
    place: Place, folder: Path, secret: Path, link: Callable[[Path, Path], None]
) -> None:
    link(folder, secret)

    outcomes = ingest(place, folder)

    refused = [o for o in outcomes if o.status is ItemStatus.REFUSED]
    assert refused
    assert all(o.message and "\n" not in o.message for o in refused)
    assert sum(o.status is ItemStatus.STORED for o in outcomes) >= 2
    assert SECRET.encode() not in held(place)


@pytest.mark.parametrize("link", [text, subfolder, image_in_a_sidecar, metadata])
def test_links_are_followed_where_that_is_asked_for(
    place: Place, folder: Path, secret: Path, link: Callable[[Path, Path], None]
) -> None:
    link(folder, secret)

    ingest(place, folder, dereference=True)

    assert SECRET.encode() in held(place)


def test_what_is_named_itself_may_be_a_link(place: Place, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "named.txt").symlink_to(folder / "a.txt")
    (tmp_path / "named").symlink_to(folder)

    outcomes = ingest(place, tmp_path / "named.txt", tmp_path / "named")

    assert [o.status for o in outcomes] == [
        ItemStatus.STORED,
        ItemStatus.PRESENT,
        ItemStatus.STORED,
    ]


def test_a_linked_sidecar_beside_a_file_that_was_named_is_refused(
    place: Place, folder: Path, secret: Path
) -> None:
    sidecar(folder, secret)

    [outcome] = ingest(place, folder / "a.txt")

    assert outcome.status is ItemStatus.REFUSED
    assert "link" in (outcome.message or "")


def test_a_link_to_a_folder_above_ends(place: Place, folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b/up").symlink_to(folder)

    outcomes = ingest(place, folder, dereference=True)

    assert sum(o.status is ItemStatus.STORED for o in outcomes) == 2
    assert any("folder that it lies in" in (o.message or "") for o in outcomes)


def test_a_link_that_was_put_there_after_the_listing_is_not_followed(
    place: Place, folder: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    real = below.open_source

    def swapped(source: below.Named, name: str) -> int:
        if os.fspath(source).endswith("a.txt"):
            (folder / "a.txt").unlink()
            (folder / "a.txt").symlink_to(secret / "shadow.txt")
        return real(source, name)

    monkeypatch.setattr(below, "open_source", swapped)

    with place.open() as archive:
        archive.ingest(folder, workers=1)

    assert SECRET.encode() not in held(place)


# Things that are no files


def pipe(path: Path) -> None:
    os.mkfifo(path)


def directory(path: Path) -> None:
    path.mkdir()
    (path / "x.bin").write_bytes(b"\0\1")


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [pipe, make_socket, device])
@pytest.mark.parametrize("name", ["b.txt", "a.json", "b.png", "metadata.json", "b.zip"])
def test_what_is_no_file_in_a_folder_is_an_outcome_of_its_own(
    place: Place, folder: Path, make: Callable[[Path], None], name: str
) -> None:
    make(folder / name)

    outcomes = ingest(place, folder)

    assert [o.status for o in outcomes].count(ItemStatus.STORED) == 2
    assert any(o.status is ItemStatus.REFUSED for o in outcomes)


@pytest.mark.parametrize("make", [pipe, make_socket, device, directory])
def test_what_is_named_and_is_no_file_is_refused(
    place: Place, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "strange.txt")

    outcomes = ingest(place, tmp_path / "strange.txt")

    assert outcomes
    assert all(o.status is ItemStatus.REFUSED for o in outcomes)
    assert bags(place.root) == []


@pytest.mark.parametrize("make", [pipe, make_socket, device])
def test_a_sidecar_that_is_no_file_is_refused_with_its_text(
    place: Place, folder: Path, make: Callable[[Path], None]
) -> None:
    make(folder / "a.json")

    [outcome] = ingest(place, folder / "a.txt")

    assert outcome.status is ItemStatus.REFUSED
