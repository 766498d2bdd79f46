"""What a picture says of itself stands where its article says nothing, and differences are told."""

import pytest

from newsarchive.model.article import Embedded, Medium, MediumKind
from newsarchive.model.finding import Code
from newsarchive.model.photo import enrich
from newsarchive.model.statement import Statement


def medium(caption: str = "", credit: str = "") -> Medium:
    said = {
        name: Statement.stated(text, basis="text:caption")
        for name, text in (("caption", caption), ("credit_line", credit))
        if text
    }
    return Medium(MediumKind.IMAGE, **said)  # type: ignore[arg-type]


def xmp(name: str, value: str) -> Embedded:
    return Embedded("xmp", name, value)


def iim(name: str, value: str) -> Embedded:
    return Embedded("iptc-iim", name, value)


def exif(name: str, value: str) -> Embedded:
    return Embedded("exif", name, value)


FACTS: dict[str, tuple[list[Embedded], str, str | None]] = {
    "a caption": ([xmp("dc:description", "Rain")], "caption", "Rain"),
    "XMP before IIM": (
        [iim("Credit", "AP"), xmp("photoshop:Credit", "Hill/AP")],
        "credit_line",
        "Hill/AP",
    ),
    "IIM before EXIF": ([exif("Artist", "B"), iim("By-line", "A")], "by", "A"),
    "two creators": ([xmp("dc:creator", "A"), xmp("dc:creator", "B")], "by", "A, B"),
    "rights": ([exif("Copyright", "© A")], "rights", "© A"),
    "terms": ([xmp("xmpRights:UsageTerms", "One use")], "usage_terms", "One use"),
    "a place": (
        [iim("City", "Oslo"), iim("Country Name", "Norway")],
        "place",
        "Oslo, Norway",
    ),
    "made by a model": (
        [xmp("Iptc4xmpExt:DigitalSourceType", "http://cv.iptc.org/x")],
        "digital_source_type",
        "http://cv.iptc.org/x",
    ),
    "a day": ([xmp("photoshop:DateCreated", "2003-08-31")], "taken", "2003-08-31"),
    "a day and a time of IIM": (
        [iim("Date Created", "20191016"), iim("Time Created", "190100+0000")],
        "taken",
        "2019-10-16T19:01:00+00:00",
    ),
    "a time of EXIF with its zone": (
        [exif("DateTimeOriginal", "2019:10:16 19:01:00"), exif("OffsetTimeOriginal", "+02:00")],
        "taken",
        "2019-10-16T19:01:00+02:00",
    ),
    "a time of EXIF has no zone by itself": (
        [exif("DateTimeOriginal", "2019:10:16 19:01:00")],
        "taken",
        "2019-10-16T19:01:00",
    ),
    "a clock that was never set": (
        [exif("DateTimeOriginal", "0000:00:00 00:00:00")],
        "taken",
        None,
    ),
    "nothing of the kind": ([xmp("photoshop:Urgency", "5")], "caption", None),
}


@pytest.mark.parametrize(("embedded", "fact", "expected"), FACTS.values(), ids=FACTS)
def test_what_the_picture_says_is_a_fact(
    embedded: list[Embedded], fact: str, expected: str | None
) -> None:
    filled, found = enrich(medium(), embedded, "a.jpg")
    statement = getattr(filled, fact)

    value = statement.value if statement is not None else None
    assert (str(value) if value is not None else None) == expected
    assert found == ()


def test_its_basis_says_that_the_picture_said_it() -> None:
    filled, _ = enrich(medium(), [iim("Credit", "AP")], "a.jpg")

    assert filled.credit_line.basis == "image:iptc-iim:Credit"


def test_what_another_standard_says_else_is_kept() -> None:
    filled, _ = enrich(medium(), [xmp("dc:creator", "A"), exif("Artist", "B")], "a.jpg")

    assert [c.value for c in filled.by.candidates] == ["B"]
    assert not filled.by.disputed


def test_a_field_that_iim_cut_says_nothing_else() -> None:
    whole = "Test author string for metadata-extractor"

    filled, _ = enrich(medium(), [xmp("dc:creator", whole), iim("By-line", whole[:32])], "a.jpg")

    assert filled.by.candidates == ()


SAID = {
    "the same": ("Rain in Oslo.", "Rain in  Oslo", []),
    "something else": ("Rain in Oslo", "A ferry leaves the harbour", [Code.MD_05]),
    "the beginning of it": (
        "Rain fell in Oslo on Monday for hours",
        "Rain fell in Oslo on Monday for hours. (AP Photo/A. Hill)",
        [],
    ),
    "nothing": ("Rain in Oslo", "", []),
}


@pytest.mark.parametrize(("said", "own", "codes"), SAID.values(), ids=SAID)
def test_the_article_stands_and_a_difference_is_told_with_both(
    said: str, own: str, codes: list[Code]
) -> None:
    embedded = [xmp("dc:description", own)] if own else []

    filled, found = enrich(medium(said), embedded, "a.jpg")

    assert filled.caption.value == said
    assert [f.code for f in found] == codes
    assert all((f.expected, f.found) == (said, own) for f in found)
