"""A scan has the text that came beside it; both are kept, and the record says whose text it is."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from newsarchive.model.outcome import ItemStatus
from support.archives import Place, bags
from support.papers import lines, pdf

SCAN = pdf("q Q")
PRINTED = pdf(lines((72, 700, "Bridge opens at Tolm"), (72, 660, "The bridge opened, it said.")))
TEXT = b"Bridge opens at Tolm\n\nThe bridge opened on Thursday, the town said.\n"
ALTO = (
    b'<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>'
    b'<Page><PrintSpace><TextBlock><TextLine><String CONTENT="Bridge" WC="0.9"/>'
    b'<String CONTENT="opens." WC="0.7"/></TextLine></TextBlock></PrintSpace></Page>'
    b"</Layout></alto>"
)
HOCR = (
    b'<html><head><meta name="ocr-capabilities" content="ocr_page"/></head><body>'
    b"<div class='ocr_page'><p class='ocr_par'><span class='ocr_line'>"
    b"<span class='ocrx_word' title='x_wconf 90'>Bridge</span> "
    b"<span class='ocrx_word' title='x_wconf 70'>opens.</span></span></p></div></body></html>"
)


def tiff() -> bytes:
    out = BytesIO()
    Image.new("L", (40, 60), 255).save(out, "TIFF")
    return out.getvalue()


def lay(place: Place, files: Mapping[str, bytes]) -> Path:
    folder = place.sources / "box"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def records(place: Place, source: Path | list[Path]) -> list[Mapping[str, Any]]:
    """The records of what was taken in, by the names of their first originals."""
    sources = source if isinstance(source, list) else [source]
    with place.open() as archive:
        for item in archive.ingest(sources).items:
            assert item.status is ItemStatus.STORED, item.message
        found = [archive.show(bag.name).record for bag in archive.bags(kind="article")]
        assert archive.audit().exit_code == 0
    return sorted((r for r in found if r), key=lambda r: str(r["originals"][0]["name"]))


def names(record: Mapping[str, Any]) -> list[str]:
    return [original["name"] for original in record["originals"]]


def says(record: Mapping[str, Any], words: str) -> bool:
    return any(words in finding["detail"] for finding in record["findings"])


GIVEN = {
    "scan.txt": (TEXT, "Bridge opens at Tolm", "is from scan.txt"),
    "scan.xml": (ALTO, "Bridge opens.", "2 words with a mean confidence of 0.80"),
    "scan.hocr": (HOCR, "Bridge opens.", "2 words with a mean confidence of 0.80"),
}


@pytest.mark.parametrize(("name", "given"), GIVEN.items(), ids=GIVEN)
def test_a_scan_and_the_text_of_its_name_are_one_article(
    place: Place, name: str, given: tuple[bytes, str, str]
) -> None:
    text, title, said = given
    (record,) = records(place, lay(place, {"scan.pdf": SCAN, name: text}))

    assert names(record) == ["scan.pdf", name]
    assert record["displayTitle"] == title
    assert says(record, said)
    assert says(record, f"scan.pdf has no text of its own; the text is from {name}")
    (folder,) = bags(place.root)
    assert (folder / f"data/original/{name}").read_bytes() == text
    assert (folder / "data/original/scan.pdf").read_bytes() == SCAN
    assert title in (folder / record["body"]["source"]["path"]).read_text()


def test_spans_count_in_the_text_that_was_given(place: Place) -> None:
    text = "Die Brücke ist offen\n\nTOLM — Die Brücke ist seit Donnerstag offen, so die Stadt.\n"
    files = {"scan.pdf": SCAN, "scan.txt": text.encode("utf-16")}
    (record,) = records(place, lay(place, files))

    (folder,) = bags(place.root)
    source = (folder / record["body"]["source"]["path"]).read_bytes()
    start, end = record["headlines"][0]["span"]
    assert source[start:end].decode() == "Die Brücke ist offen"


def test_among_other_articles_each_scan_has_its_own_text(place: Place) -> None:
    files = {"a.pdf": SCAN, "a.txt": TEXT, "b.pdf": SCAN + b"\n", "b.hocr": HOCR, "c.txt": TEXT}

    assert [names(r) for r in records(place, lay(place, files))] == [
        ["a.pdf", "a.txt"],
        ["b.pdf", "b.hocr"],
        ["c.txt"],
    ]


def test_a_document_with_a_text_of_its_own_stays_an_article_and_so_does_the_other(
    place: Place,
) -> None:
    found = records(place, lay(place, {"story.pdf": PRINTED, "story.txt": TEXT}))

    assert [names(r) for r in found] == [["story.pdf"], ["story.txt"]]


def test_of_two_texts_for_one_scan_neither_is_taken_and_it_says_so(place: Place) -> None:
    files = {"scan.pdf": SCAN, "scan.txt": TEXT, "scan.hocr": HOCR}
    hocr, scan, text = records(place, lay(place, files))

    assert names(scan) == ["scan.pdf"]
    assert (names(hocr), names(text)) == (["scan.hocr"], ["scan.txt"])
    assert says(scan, "which of scan.hocr and scan.txt is its text, nobody can tell")


def test_a_scan_that_is_named_takes_the_text_beside_it(place: Place) -> None:
    folder = lay(place, {"scan.pdf": SCAN, "scan.txt": TEXT})
    (record,) = records(place, folder / "scan.pdf")

    assert names(record) == ["scan.pdf", "scan.txt"]


def test_where_both_are_named_there_is_one_article(place: Place) -> None:
    folder = lay(place, {"scan.pdf": SCAN, "scan.txt": TEXT})
    (record,) = records(place, [folder / "scan.pdf", folder / "scan.txt"])

    assert names(record) == ["scan.pdf", "scan.txt"]


def test_a_zip_is_read_as_its_folder_would_be(place: Place) -> None:
    path = place.sources / "box.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, data in {"scan.txt": TEXT, "scan.pdf": SCAN, "other.txt": b"Snow.\n"}.items():
            file.writestr(name, data)

    assert [names(r) for r in records(place, path)] == [["other.txt"], ["scan.pdf", "scan.txt"]]


@pytest.mark.parametrize(("name", "text"), [("a.xml", ALTO), ("a.hocr", HOCR), ("a.txt", TEXT)])
def test_a_picture_of_print_goes_with_the_text_of_its_name(
    place: Place, name: str, text: bytes
) -> None:
    files = {"a.tif": tiff(), name: text, "z.txt": b"Snow\n\nIt snowed all night on Monday.\n"}
    first, second = records(place, lay(place, files))

    assert (names(first), names(second)) == ([name], ["z.txt"])
    assert [m["name"] for m in first["media"]] == ["a.tif"]
    assert second["media"] == []
