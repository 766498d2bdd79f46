"""Each format has the identifier of PRONOM: by a table of ours, and the same by Siegfried."""

import tarfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from newsarchive.formats.pronom import identify
from newsarchive.formats.pronom.siegfried import Siegfried
from newsarchive.formats.pronom.table import Table
from newsarchive.model.outcome import ItemStatus
from support.archives import Place, bags, make_place
from support.papers import packed, pdf

MAIL = (
    b"From: lund@tolm.example\nTo: desk@post.example\nSubject: Ferry\n"
    b"Date: Thu, 13 Apr 2017 10:02:03 +0200\nMIME-Version: 1.0\nContent-Type: text/plain\n\n"
    b"The ferry sailed.\n"
)


def picture(kind: str, **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 6), "gray").save(out, kind, **options)
    return out.getvalue()


def page(doctype: str = "") -> bytes:
    html = "<html><head><title>Ferry</title></head><body><p>It sailed.</p></body></html>"
    return f"{doctype}{html}".encode()


def exif(version: bytes) -> bytes:
    tags = Image.Exif()
    tags.get_ifd(34665)[36864] = version
    whole = picture("JPEG", exif=tags)
    app0 = int.from_bytes(whole[4:6]) + 4  # a camera writes no JFIF segment before its own
    return whole[:2] + whole[app0:]


def tar() -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        file.addfile(tarfile.TarInfo("story.txt"))
    return out.getvalue()


FILES: dict[str, tuple[bytes, str]] = {
    "plain text": (b"The ferry sailed on Monday.\n", "x-fmt/111"),
    "text in UTF-16": ("Die Fähre fuhr.\n".encode("utf-16"), "x-fmt/111"),
    "JPEG with JFIF 1.01": (picture("JPEG"), "fmt/43"),
    "JPEG with Exif 2.2": (exif(b"0220"), "x-fmt/391"),
    "JPEG with Exif 2.3": (exif(b"0230"), "fmt/1507"),
    "PNG 1.0": (picture("PNG"), "fmt/11"),
    "PNG with a profile": (picture("PNG", icc_profile=b"x" * 200), "fmt/12"),
    "GIF": (picture("GIF"), "fmt/3"),
    "TIFF": (picture("TIFF"), "fmt/353"),
    "WebP with loss": (picture("WEBP"), "fmt/566"),
    "WebP without loss": (picture("WEBP", lossless=True), "fmt/567"),
    "bitmap": (picture("BMP"), "fmt/116"),
    "PDF 1.4": (pdf("q Q"), "fmt/18"),
    "zip": (packed({"story.txt": "The ferry."}), "x-fmt/263"),
    "tar": (tar(), "x-fmt/265"),
    "page of HTML 5": (page("<!DOCTYPE html>\n"), "fmt/471"),
    "page without a type": (page(), "fmt/96"),
    "page of HTML 4.01": (page('<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">'), "fmt/100"),
    "XML": (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>', "fmt/101"),
    "mail": (MAIL, "fmt/950"),
    "mailbox": (b"From lund@tolm.example Mon Jan  1 00:00:00 2024\n" + MAIL, "fmt/720"),
    "WARC 1.1": (b"WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n", "fmt/1281"),
}


@pytest.fixture
def table_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Siegfried, "installed", lambda: None)
    identify.identifying.cache_clear()
    yield
    identify.identifying.cache_clear()


def named(tmp_path: Path, data: bytes, puid: Callable[[Path], str | None]) -> str | None:
    file = tmp_path / "0f3a"  # without an ending, as it lies in staging
    file.write_bytes(data)
    return puid(file)


@pytest.mark.parametrize(("data", "puid"), FILES.values(), ids=FILES)
def test_the_table_names_what_articles_come_in(tmp_path: Path, data: bytes, puid: str) -> None:
    assert named(tmp_path, data, Table().puid) == puid


@pytest.mark.parametrize(("data", "puid"), FILES.values(), ids=FILES)
def test_siegfried_names_the_same(tmp_path: Path, data: bytes, puid: str) -> None:
    pytest.importorskip("pygfried", reason="needs the extra `formats`")
    siegfried = Siegfried.installed()

    assert siegfried is not None
    assert named(tmp_path, data, siegfried.puid) == puid


UNKNOWN: dict[str, bytes] = {
    "nothing": b"",
    "binary data": bytes(range(256)) * 4,
    "a PNG that is cut off": picture("PNG")[:40],
    "a PDF that calls itself PDF/A": pdf("q Q") + b"<pdfaid:part>1</pdfaid:part>\n%%EOF\n",
    "an old office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "a schema in XML": b'<?xml version="1.0"?><schema/>',
    "a fragment of markup": b"<div><p>The ferry.</p></div>",
}


@pytest.mark.parametrize("data", UNKNOWN.values(), ids=UNKNOWN)
def test_the_table_says_nothing_where_it_is_not_certain(tmp_path: Path, data: bytes) -> None:
    assert named(tmp_path, data, Table().puid) is None


def test_siegfried_says_nothing_of_what_it_cannot_judge(tmp_path: Path) -> None:
    pytest.importorskip("pygfried", reason="needs the extra `formats`")
    siegfried = Siegfried.installed()

    assert siegfried is not None
    assert named(tmp_path, b"", siegfried.puid) is None
    assert named(tmp_path, bytes(range(256)), siegfried.puid) is None


def kept(tmp_path: Path) -> str:
    """The premis.xml of a text that was taken in with a picture and a sidecar."""
    place: Place = make_place(tmp_path)
    story = place.sources / "story"
    story.mkdir()
    (story / "rain.txt").write_text("Rain closes the ferry\n\nIt lay at the quay on Friday.\n")
    (story / "quay.png").write_bytes(picture("PNG"))
    (story / "metadata.json").write_text('{"headline": "Rain closes the ferry"}')
    with place.open() as archive:
        (item,) = archive.ingest(story).items
        assert item.status is ItemStatus.STORED, item.message
        record = archive.show(item.bag or "").record
        assert record is not None
        assert record["originals"][0]["pronom"] == "x-fmt/111"
        assert record["media"][0]["pronom"] == "fmt/11"
    (folder,) = bags(place.root)
    return (folder / "data/metadata/premis.xml").read_text()


@pytest.mark.usefixtures("table_alone")
def test_premis_names_formats_and_the_table(tmp_path: Path) -> None:
    premis = kept(tmp_path)

    for puid in ("x-fmt/111", "fmt/11", "fmt/817"):
        assert f"<formatRegistryKey>{puid}</formatRegistryKey>" in premis
    assert "the program's own, version 1, made by PRONOM V125" in premis


def test_premis_names_siegfried_and_its_signatures(tmp_path: Path) -> None:
    pytest.importorskip("pygfried", reason="needs the extra `formats`")
    identify.identifying.cache_clear()

    premis = kept(tmp_path)

    assert "<agentName>siegfried</agentName>" in premis
    assert "PRONOM ids by DROID_SignatureFile_V" in premis
    assert "container-signature-" in premis
