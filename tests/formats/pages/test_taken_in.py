"""Pages with the pictures beside them and inside them, taken in."""

import base64
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from support.cli import Cli, Result
from support.pages import PROSE, page

JPEG = ("harbour-ferry.jpg", "broken-hinge.jpg", "site-logo.jpg")
Shown = Callable[[str], dict[str, Any]]


def picture(path: Path, shade: int) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (640, 400), (shade, 30, 30)).save(path, "JPEG")
    return path.read_bytes()


def figure(source: str, caption: str) -> str:
    return f'<figure><img src="{source}"><figcaption>{caption}</figcaption></figure>'


def saved(folder: Path, name: str = "story", files: str = "story_files") -> Path:
    """A page as a browser saves it, with its folder."""
    for shade, file in enumerate(JPEG):
        picture(folder / files / file, shade * 80)
    (folder / files / "style.css").write_text("body {}")
    (folder / files / "frame.html").write_text(page("", title="A frame of an advertisement"))
    path = folder / f"{name}.html"
    path.write_text(
        page(
            figure(f"./{files}/{JPEG[0]}", "The ferry. Photo: Jane Doe/AFP")
            + figure(f"./{files}/{JPEG[1]}", "The hinge"),
            f'<link rel="stylesheet" href="./{files}/style.css">',
        ).replace("<main>", f'<header><img class="logo" src="./{files}/{JPEG[2]}"></header><main>')
    )
    return path


@pytest.fixture
def show(cli: Cli, archive: Path) -> Shown:
    def of(bag: str) -> dict[str, Any]:
        record: dict[str, Any] = cli("show", "-a", archive, "--json", bag).document["record"]
        return record

    return of


def present(record: dict[str, Any]) -> list[tuple[str, str]]:
    return [(m["name"], m["caption"].get("value", "")) for m in record["media"] if "path" in m]


def stored(result: Result) -> list[str]:
    return [item["bag"] for item in result.lines if item.get("status") == "stored"]


@pytest.mark.parametrize("named", ["the page", "its folder"])
def test_a_page_and_its_folder_are_one_article(
    cli: Cli, archive: Path, tmp_path: Path, show: Shown, named: str
) -> None:
    path = saved(tmp_path / "in")

    done = cli("ingest", "-a", archive, "--json", path if named == "the page" else path.parent)

    (bag,) = stored(done)
    assert done.code == 0
    assert present(show(bag)) == [(JPEG[0], "The ferry."), (JPEG[1], "The hinge")]


def test_what_is_no_picture_in_such_a_folder_is_passed_over_and_named(
    cli: Cli, archive: Path, tmp_path: Path
) -> None:
    path = saved(tmp_path / "in")

    done = cli("ingest", "-a", archive, "--json", path.parent)

    assert len(done.lines) == 2
    assert [Path(p).name for p in done.summary["passed_over"]] == ["frame.html", "style.css"]


def test_the_folder_may_be_called_as_any_browser_calls_it(
    cli: Cli, archive: Path, tmp_path: Path, show: Shown
) -> None:
    path = saved(tmp_path / "in", files="story-Dateien")

    (bag,) = stored(cli("ingest", "-a", archive, "--json", path.parent))

    assert [name for name, _ in present(show(bag))] == list(JPEG[:2])


def test_a_page_in_a_zip_has_its_folder_there(
    cli: Cli, archive: Path, tmp_path: Path, show: Shown
) -> None:
    path = saved(tmp_path / "in")
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as packed:
        for file in sorted(path.parent.rglob("*.*")):
            packed.write(file, file.relative_to(path.parent))

    (bag,) = stored(cli("ingest", "-a", archive, "--json", tmp_path / "in.zip"))

    assert [name for name, _ in present(show(bag))] == list(JPEG[:2])


def test_pages_in_one_folder_keep_to_their_own(
    cli: Cli, archive: Path, tmp_path: Path, show: Shown
) -> None:
    saved(tmp_path / "in", "one", "one_files")
    other = saved(tmp_path / "in", "two", "two_files")
    other.write_text(other.read_text().replace("stays in port", "sails again"))

    done = cli("ingest", "-a", archive, "--json", tmp_path / "in")

    assert [len(present(show(bag))) for bag in stored(done)] == [2, 2]


@pytest.mark.parametrize(
    "address", ["../outside.jpg", "/etc/outside.jpg", "in/../../outside.jpg", "link/outside.jpg"]
)
def test_no_picture_is_taken_from_outside_of_the_folder(
    cli: Cli, archive: Path, tmp_path: Path, show: Shown, address: str
) -> None:
    picture(tmp_path / "outside.jpg", 9)
    path = tmp_path / "in" / "story.html"
    path.parent.mkdir()
    (path.parent / "link").symlink_to(tmp_path)
    path.write_text(page(figure(address, "Outside")))

    (bag,) = stored(cli("ingest", "-a", archive, "--json", path))

    assert present(show(bag)) == []


def test_a_file_that_is_no_picture_is_not_taken_for_one(
    cli: Cli, archive: Path, tmp_path: Path, show: Shown
) -> None:
    path = tmp_path / "in" / "story.html"
    path.parent.mkdir()
    (path.parent / "passwords.jpg").write_text("secret")
    path.write_text(page(figure("passwords.jpg", "No picture")))

    (bag,) = stored(cli("ingest", "-a", archive, "--json", path))

    assert present(show(bag)) == []


def test_what_lies_in_the_page_itself_becomes_files(
    cli: Cli, archive: Path, tmp_path: Path, show: Shown
) -> None:
    data = picture(tmp_path / "x.jpg", 50)
    inlined = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
    path = tmp_path / "single.html"
    path.write_text(page(figure(inlined, "The ferry")))

    (bag,) = stored(cli("ingest", "-a", archive, "--json", path))

    (medium,) = show(bag)["media"]
    (file,) = (archive / "bags").rglob(Path(medium["path"]).name)
    assert file.read_bytes() == data
    assert (medium["caption"]["value"], medium["width"]) == ("The ferry", 640)


def test_a_page_in_one_file_brings_its_pictures_and_where_it_is_from(
    cli: Cli, archive: Path, tmp_path: Path, show: Shown
) -> None:
    data = picture(tmp_path / "x.jpg", 70)
    address = "https://gazette.example/pictures/harbour-ferry.jpg"
    html = page(figure(address, "The ferry"))
    path = tmp_path / "page.mhtml"
    path.write_bytes(
        b"From: <Saved by Blink>\r\n"
        b"Snapshot-Content-Location: https://gazette.example/2019/ferry\r\n"
        b"Subject: =?utf-8?Q?Ferry?=\r\nDate: Fri, 5 Apr 2019 10:00:00 +0200\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        b'\tboundary="----part"\r\n\r\n------part\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://gazette.example/2019/ferry\r\n\r\n"
        + html.replace("=", "=3D").encode()
        + b"\r\n------part\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n"
        + f"Content-Location: {address}\r\n\r\n".encode()
        + base64.encodebytes(data)
        + b"\r\n------part--\r\n"
    )

    (bag,) = stored(cli("ingest", "-a", archive, "--json", path))

    record = show(bag)
    assert present(record) == [("harbour-ferry.jpg", "The ferry")]
    assert record["identifier"] == "https://gazette.example/2019/ferry"
    assert record["provenance"]["captured"]["value"] == "2019-04-05T10:00:00+02:00"
    assert PROSE in cli("show", "-a", archive, "--text", bag).stdout.replace("\n", " ")


def test_a_page_taken_in_again_is_there_already(cli: Cli, archive: Path, tmp_path: Path) -> None:
    path = saved(tmp_path / "in")
    cli("ingest", "-a", archive, path)

    done = cli("ingest", "-a", archive, "--json", path)

    assert [item.get("status") for item in done.lines[:-1]] == ["present"]


def test_no_article_is_refused_with_the_reason_and_kept_as_it_is_when_asked(
    cli: Cli, archive: Path, tmp_path: Path
) -> None:
    path = tmp_path / "gone.html"
    path.write_text("<!DOCTYPE html><title>404: page not found</title><p>It is not here.</p>")

    refused = cli("ingest", "-a", archive, "--json", path)
    kept = cli("ingest", "-a", archive, "--json", "--as-is", path)

    assert (refused.code, kept.code) == (1, 0)
    assert "an error page" in json.dumps(refused.lines)
    assert stored(kept)
