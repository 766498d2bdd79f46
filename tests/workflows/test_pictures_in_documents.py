"""Pictures inside office documents are media of the article, with the captions they have there."""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from newsarchive.model.outcome import ItemStatus
from support.archives import Place, bags
from support.papers import caption, docx, drawn, framed, odt, paragraph

TITLE, FIRST, SECOND = (
    "Bridge opens at Tolm",
    "The bridge over the river at Tolm opened on Thursday after two years of work.",
    "Trams will run from Monday, the town said.",
)
BOATS, QUAY = "Boats at the quay of Tolm. Photo: Ada Lund", "The quay in the rain"


def picture(shade: int, kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("L", (8, 6), shade).save(out, kind)
    return out.getvalue()


FILES = {"image1.png": picture(1), "image2.jpeg": picture(2, "JPEG")}


def shown(run: str) -> str:
    return f"<w:p>{run}</w:p>"


def texts(*parts: str) -> str:
    return paragraph(TITLE) + paragraph(FIRST) + "".join(parts) + paragraph(SECOND)


def open_texts(*parts: str) -> str:
    return (
        f"<text:h>{TITLE}</text:h><text:p>{FIRST}</text:p>{''.join(parts)}<text:p>{SECOND}</text:p>"
    )


def framed_with_its_caption() -> str:
    inner = f'<text:p text:style-name="P7">{framed("image1.png")}{BOATS}</text:p>'
    return (
        f"<text:p><draw:frame><draw:text-box>{inner}</draw:text-box></draw:frame></text:p>"
        f"<text:p>{framed('image2.jpeg', QUAY)}</text:p>"
    )


FALLBACK = (
    f"<mc:AlternateContent><mc:Choice>{drawn('image1.png')}</mc:Choice><mc:Fallback><w:pict>"
    '<v:shape><v:imagedata r:id="image1.png"/></v:shape></w:pict></mc:Fallback>'
    "</mc:AlternateContent>"
)
ALT = shown(drawn("image2.jpeg", QUAY))
DOCUMENTS: dict[str, tuple[str, bytes]] = {
    "Word, the caption below": (
        "story.docx",
        docx(texts(shown(drawn("image1.png")), caption(BOATS), ALT), pictures=FILES),
    ),
    "Word, the caption above": (
        "story.docx",
        docx(texts(caption(BOATS), shown(drawn("image1.png")), ALT), pictures=FILES),
    ),
    "Word, an empty paragraph between": (
        "story.docx",
        docx(texts(shown(drawn("image1.png")), "<w:p/>", caption(BOATS), ALT), pictures=FILES),
    ),
    "Word, with a fallback": (
        "story.docx",
        docx(texts(shown(FALLBACK), caption(BOATS, "Caption"), ALT), pictures=FILES),
    ),
    "Word, in a table": (
        "story.docx",
        docx(
            texts(
                f"<w:tbl><w:tr><w:tc>{shown(drawn('image1.png'))}{caption(BOATS)}</w:tc></w:tr>"
                f"</w:tbl>{ALT}"
            ),
            pictures=FILES,
        ),
    ),
    "OpenDocument, in a frame with its caption": (
        "story.odt",
        odt(open_texts(framed_with_its_caption()), pictures=FILES),
    ),
    "OpenDocument, the caption below": (
        "story.odt",
        odt(
            open_texts(
                f"<text:p>{framed('image1.png')}</text:p>"
                f'<text:p text:style-name="P7">{BOATS}</text:p>'
                f"<text:p>{framed('image2.jpeg', QUAY)}</text:p>"
            ),
            pictures=FILES,
        ),
    ),
}


def taken(place: Place, name: str, data: bytes) -> Mapping[str, Any]:
    path = place.sources / name
    path.write_bytes(data)
    with place.open() as archive:
        (item,) = archive.ingest(path).items
        assert item.status is ItemStatus.STORED, item.message
        assert archive.audit().exit_code == 0
        record = archive.show(item.bag or "").record
    assert record is not None
    return record


@pytest.mark.parametrize(("name", "data"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_pictures_are_kept_bit_for_bit_with_caption_and_alternative_text(
    place: Place, name: str, data: bytes
) -> None:
    record = taken(place, name, data)

    first, second = record["media"]
    assert [m["name"] for m in (first, second)] == list(FILES)
    assert [m["sha512"] for m in (first, second)] == [
        hashlib.sha512(data).hexdigest() for data in FILES.values()
    ]
    assert first["caption"]["value"] == BOATS
    assert second["altText"]["value"] == QUAY
    assert "value" not in second["caption"]


@pytest.mark.parametrize(("name", "data"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_captions_and_alternative_texts_are_not_in_the_text(
    place: Place, name: str, data: bytes
) -> None:
    taken(place, name, data)

    (folder,) = bags(place.root)
    text = (folder / "data/article.txt").read_text()
    assert FIRST in text
    assert SECOND in text
    assert BOATS not in text
    assert QUAY not in text


def test_a_caption_without_a_picture_is_text(place: Place) -> None:
    taken(place, "story.docx", docx(texts(caption("Table of tides")), pictures=FILES))

    (folder,) = bags(place.root)
    assert "Table of tides" in (folder / "data/article.txt").read_text()


def test_what_is_linked_is_named_and_not_fetched(place: Place) -> None:
    address = "https://tolm-post.example/boats.jpg"
    links = {"far": address, "near": "file:///etc/passwd"}
    body = texts(shown(drawn("far", linked=True)), shown(drawn("near", linked=True)))
    record = taken(place, "story.docx", docx(body, linked=links))

    assert [(m["status"], m["url"]) for m in record["media"]] == [("missing", address)]


NO_PICTURES = {
    "one that is none": {"image1.png": b"\x01\0\0\0 a drawing"},
    "one that is not there": {},
}


@pytest.mark.parametrize("files", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_no_medium(place: Place, files: Mapping[str, bytes]) -> None:
    body = texts(shown(drawn("image1.png")))
    record = taken(place, "story.docx", docx(body, pictures=files, linked={"x": "y"}))

    assert record["media"] == []


def test_a_target_that_leads_out_of_the_document_leads_nowhere(place: Place) -> None:
    data = docx(texts(shown(drawn("x"))), pictures=FILES, linked={"x": "../../../etc/passwd"})
    record = taken(place, "story.docx", data.replace(b'TargetMode="External" ', b""))

    assert record["media"] == []
