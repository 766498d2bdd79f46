"""What photographs say of themselves is read from their headers, and damage in it is told."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from newsarchive.formats.images import inspect
from support.photos import UTF8, iim, jpeg, png, tiff, xmp
from support.samples import samples

CAPTION, CREDIT = 120, 110
ALT = "<rdf:Alt><rdf:li xml:lang='x-default'>{}</rdf:li></rdf:Alt>"


def embedded(tmp_path: Path, data: bytes) -> dict[str, list[str]]:
    facts = inspect(_put(tmp_path, data))
    assert facts.remarks == ()
    found: dict[str, list[str]] = {}
    for one in facts.embedded:
        found.setdefault(f"{one.standard} {one.name}", []).append(one.value)
    return found


def _put(folder: Path, data: bytes) -> Path:
    path = folder / "picture"
    path.write_bytes(data)
    return path


CHARSETS = {
    "declared UTF-8": (UTF8, "Köln – Łódź".encode(), "Köln – Łódź"),
    "UTF-8 that nobody declared": (None, "Köln – Łódź".encode(), "Köln – Łódź"),
    "Windows-1252 that nobody declared": (None, "Köln – Paris".encode("cp1252"), "Köln – Paris"),
    "declared Latin-1": (b"\x1b.A", "Köln".encode("latin-1"), "Köln"),
    "declared Greek": (b"\x1b-F", "Αθήνα".encode("iso8859-7"), "Αθήνα"),
    "declared UTF-8 that is none": (UTF8, b"K\xf6ln", "K\ufffdln"),
}


@pytest.mark.parametrize(("declared", "data", "expected"), CHARSETS.values(), ids=CHARSETS)
def test_iim_is_read_in_its_character_set(
    tmp_path: Path, declared: bytes | None, data: bytes, expected: str
) -> None:
    charset = [(1, 90, declared)] if declared else []

    found = embedded(tmp_path, jpeg(stream=iim(*charset, (2, CAPTION, data))))

    assert found["iptc-iim Caption/Abstract"] == [expected]


def test_fields_that_come_several_times_are_there_several_times(tmp_path: Path) -> None:
    found = embedded(tmp_path, jpeg(stream=iim((2, 25, b"rain"), (2, 25, b"wind"))))

    assert found == {"iptc-iim Keywords": ["rain", "wind"]}


XMP = {
    "a text in an element": (
        xmp("<photoshop:Credit>Hill/AFP</photoshop:Credit>"),
        {"xmp photoshop:Credit": ["Hill/AFP"]},
    ),
    "a text in an attribute": (
        xmp("", "photoshop:Credit='Hill/AFP'"),
        {"xmp photoshop:Credit": ["Hill/AFP"]},
    ),
    "a text in a language": (
        xmp(f"<dc:description>{ALT.format('Rain')}</dc:description>"),
        {"xmp dc:description": ["Rain"]},
    ),
    "a text in two languages": (
        xmp(
            "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>Rain</rdf:li>"
            "<rdf:li xml:lang='de'>Regen</rdf:li></rdf:Alt></dc:description>"
        ),
        {"xmp dc:description": ["Rain"], "xmp dc:description[de]": ["Regen"]},
    ),
    "a list": (
        xmp("<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>"),
        {"xmp dc:creator": ["A", "B"]},
    ),
    "a resource": (
        xmp("<ext:DigitalSourceType rdf:resource='http://cv.iptc.org/x/trained'/>"),
        {"xmp Iptc4xmpExt:DigitalSourceType": ["http://cv.iptc.org/x/trained"]},
    ),
    "a structure": (
        xmp(
            "<ext:LocationShown><rdf:Bag><rdf:li rdf:parseType='Resource'>"
            "<ext:City>Köln</ext:City></rdf:li></rdf:Bag></ext:LocationShown>"
        ),
        {"xmp Iptc4xmpExt:LocationShown/City": ["Köln"]},
    ),
    "what programs write for themselves": (
        xmp("<photoshop:ColorMode>3</photoshop:ColorMode><dc:format>image/jpeg</dc:format>"),
        {},
    ),
    "what is blank": (xmp("<photoshop:City> </photoshop:City>"), {}),
}


@pytest.mark.parametrize(("packet", "expected"), XMP.values(), ids=XMP)
def test_xmp_is_read_by_the_names_of_the_standards(
    tmp_path: Path, packet: bytes, expected: dict[str, list[str]]
) -> None:
    assert embedded(tmp_path, jpeg(packet=packet)) == expected


@pytest.mark.parametrize("make", [png, tiff], ids=["PNG", "TIFF"])
def test_xmp_is_found_in_other_kinds_of_images(tmp_path: Path, make: "type[bytes]") -> None:
    packet = xmp("<photoshop:City>Oslo</photoshop:City>")

    assert embedded(tmp_path, make(packet))["xmp photoshop:City"] == ["Oslo"]


EXIF = {
    "a description": ({270: "Rain"}, {"exif ImageDescription": ["Rain"]}),
    "what a camera writes": ({270: "OLYMPUS DIGITAL CAMERA"}, {}),
    "a blank copyright": ({33432: " "}, {}),
}


@pytest.mark.parametrize(("tags", "expected"), EXIF.values(), ids=EXIF)
def test_exif_says_what_people_wrote(
    tmp_path: Path, tags: dict[int, str], expected: dict[str, list[str]]
) -> None:
    assert embedded(tmp_path, jpeg(tags=tags)) == expected


def test_exif_in_utf_8_is_read_as_that(tmp_path: Path) -> None:
    data = jpeg(tags={315: "JXXrgen"}).replace(b"JXXrgen", "Jørgen".encode())

    assert embedded(tmp_path, data) == {"exif Artist": ["Jørgen"]}


BAD = {
    "XMP that is no XML": (jpeg(packet=b"<x:xmpmeta"), "its XMP metadata cannot be read"),
    "XMP with an entity bomb": (
        jpeg(
            packet=b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
            + xmp("<photoshop:City>&b;</photoshop:City>")
        ),
        "",
    ),
    "IIM cut short": (jpeg(stream=iim((2, CAPTION, b"Rain"))[:-2] + b"\x1c\x02\x78\xff"), ""),
    "a zip behind it": (None, "it is a zip file as well"),
    "a PDF in it": (jpeg(packet=b"%PDF-1.4"), "it is a PDF document as well"),
}


@pytest.mark.parametrize(("data", "remark"), BAD.values(), ids=BAD)
def test_damaged_metadata_takes_nothing_from_the_image(
    tmp_path: Path, data: bytes | None, remark: str
) -> None:
    if data is None:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as file:
            file.writestr("x.txt", "x")
        data = jpeg() + packed.getvalue()

    facts = inspect(_put(tmp_path, data))

    assert (facts.media_type, facts.width, facts.height, facts.problem) == ("image/jpeg", 8, 6, "")
    assert remark in "; ".join(facts.remarks)
    assert not any("aaaa" in e.value for e in facts.embedded)


def test_no_truncation_ends_in_more_than_a_remark(tmp_path: Path) -> None:
    whole = jpeg(
        stream=iim((2, CAPTION, b"Rain"), (2, CREDIT, b"AFP")),
        packet=xmp("<photoshop:City>Oslo</photoshop:City>"),
        tags={270: "Rain"},
    )
    seen = {inspect(_put(tmp_path, whole[:end])).media_type for end in range(0, len(whole), 7)}

    assert seen == {None, "image/jpeg"}


def test_control_characters_go_and_long_values_are_cut(tmp_path: Path) -> None:
    value = b"a\x07b" + b"x" * 30_000

    [text] = embedded(tmp_path, jpeg(stream=iim((2, CAPTION, value))))["iptc-iim Caption/Abstract"]

    assert text.startswith("a bx")
    assert len(text) == 20_000


_AGREE = {
    "IPTC:Caption-Abstract": "iptc-iim Caption/Abstract",
    "IPTC:Credit": "iptc-iim Credit",
    "IPTC:By-line": "iptc-iim By-line",
    "IPTC:Headline": "iptc-iim Headline",
    "IPTC:City": "iptc-iim City",
    "IPTC:CopyrightNotice": "iptc-iim Copyright Notice",
    "XMP-dc:Description": "xmp dc:description",
    "XMP-dc:Rights": "xmp dc:rights",
    "XMP-dc:Title": "xmp dc:title",
    "XMP-photoshop:Credit": "xmp photoshop:Credit",
    "XMP-photoshop:Headline": "xmp photoshop:Headline",
    "XMP-photoshop:City": "xmp photoshop:City",
    "XMP-iptcExt:DigitalSourceType": "xmp Iptc4xmpExt:DigitalSourceType",
    "IFD0:ImageDescription": "exif ImageDescription",
    "IFD0:Artist": "exif Artist",
    "IFD0:Copyright": "exif Copyright",
}


@pytest.mark.samples
def test_real_pictures_are_read_as_exiftool_reads_them(tmp_path: Path) -> None:
    compared = 0
    for expected in json.loads(samples("images", "exiftool-12.57.json").read_text("utf-8")):
        found = embedded(tmp_path, samples(expected["SourceFile"]).read_bytes())
        for theirs, ours in _AGREE.items():
            wanted = str(expected.get(theirs, "")).strip()
            if wanted:
                assert [" ".join(v.split()) for v in found[ours]] == [" ".join(wanted.split())]
                compared += 1
    assert compared > 30
