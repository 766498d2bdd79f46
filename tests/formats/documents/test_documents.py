"""Documents that hold a text: what stands in them is read, and nothing that they do is done."""

from io import BytesIO
from itertools import pairwise

import pytest

from newsarchive.errors import RefusedError
from newsarchive.formats import HEAD_BYTES, choose, choose_unpacker
from newsarchive.model.article import Article
from support.papers import docx, lines, odt, packed, paragraph, pdf
from support.records import capture

TITLE, FIRST, SECOND = (
    "Bridge opens at Tolm",
    "The bridge over the river at Tolm opened on Thursday after two years of work.",
    "Trams will run from Monday, the town said.",
)
SOURCE = "Source: The Courier"


def read(data: bytes, name: str) -> Article:
    reader = choose(data[:HEAD_BYTES], name)
    return reader.read(capture(name, data), BytesIO(data))


PAGE = (
    lines((72, 770, TITLE), size=20)
    + "\n"
    + lines(
        (72, 730, "The bridge over the river at Tolm opened on Thursday"),
        (72, 716, "after two years of work."),
        (72, 690, SECOND),
        (72, 660, SOURCE),
    )
)
RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\author A Typist}}\f0 "
    + TITLE.encode()
    + rb"\par\par "
    + FIRST.encode()
    + rb"\par\par "
    + SECOND.encode()
    + rb"\par\par "
    + SOURCE.encode()
    + rb"\par}"
)
WORD = docx("".join(paragraph(t) for t in (TITLE, FIRST, SECOND, SOURCE)), "A Typist")
OPEN = odt(
    f"<text:h>{TITLE}</text:h><text:p>{FIRST}</text:p><text:p>{SECOND}</text:p>"
    f"<text:p>{SOURCE}</text:p>",
    "<meta:initial-creator>A Typist</meta:initial-creator>"
    "<meta:creation-date>2017-04-13T10:00:00Z</meta:creation-date>",
)
ALTO = (
    "<?xml version='1.0'?><alto xmlns='http://www.loc.gov/standards/alto/ns-v4#'><Layout><Page>"
    + "".join(
        "<TextBlock><TextLine>"
        + "".join(f"<String CONTENT='{word}' WC='0.9'/><SP/>" for word in text.split())
        + "</TextLine></TextBlock>"
        for text in (TITLE, FIRST, SECOND, SOURCE)
    )
    + "</Page></Layout></alto>"
).encode()
HOCR = (
    "<!DOCTYPE html><html><head><meta name='ocr-system' content='x'/></head><body>"
    "<div class='ocr_page'>"
    + "".join(
        "<p class='ocr_par'><span class='ocr_line'>"
        + " ".join(
            f"<span class='ocrx_word' title='bbox 1 2; x_wconf 90'>{w}</span>" for w in t.split()
        )
        + "</span></p>"
        for t in (TITLE, FIRST, SECOND, SOURCE)
    )
    + "</div></body></html>"
).encode()
MESSAGE = (
    "Received: by mail.example.org; Thu, 13 Apr 2017 10:02:11 +0200\r\n"
    "Message-ID: <1@example.org>\r\nFrom: Ann Lund <lund@example.org>\r\n"
    f"Date: Thu, 13 Apr 2017 10:02:03 +0200\r\nSubject: {TITLE}\r\n\r\n"
    f"{FIRST}\r\n\r\n{SECOND}\r\n\r\n{SOURCE}\r\n"
).encode()

KINDS = {
    "story.pdf": (pdf(PAGE, info="/Author (A Typist) /CreationDate (D:20170413100000Z)"), "pdf/1"),
    "story.docx": (WORD, "docx/1"),
    "story.odt": (OPEN, "odt/1"),
    "story.rtf": (RTF, "rtf/1"),
    "story.alto.xml": (ALTO, "alto/1"),
    "story.hocr": (HOCR, "hocr/1"),
    "story.eml": (MESSAGE, "mail/1"),
}
EVERY = pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=KINDS)


@EVERY
def test_headline_text_and_source_are_read(name: str, kind: tuple[bytes, str]) -> None:
    article = read(kind[0], name)

    assert article.reader == kind[1]
    assert [h.value for h in article.headlines] == [TITLE]
    assert [" ".join(b.text.split()) for b in article.body.blocks] == [FIRST, SECOND]
    assert [s.value for s in article.provenance.sources] == ["The Courier"]


@EVERY
def test_spans_count_in_the_text_that_was_taken_out(name: str, kind: tuple[bytes, str]) -> None:
    article = read(kind[0], name)

    data = article.extracted.encode()
    (source,) = article.provenance.sources
    assert source.span is not None
    assert data[source.span.start : source.span.end].decode() == SOURCE
    covered = [s.span for s in article.body.segments]
    assert all(a.end <= b.start for a, b in pairwise(covered))


@pytest.mark.parametrize("name", ["story.pdf", "story.docx", "story.odt", "story.rtf"])
def test_who_a_file_says_made_it_stands_for_nobody(name: str) -> None:
    article = read(KINDS[name][0], name)

    assert not article.by.known
    assert [c.value for c in article.by.candidates] == ["A Typist"]
    assert article.people == ()


@pytest.mark.parametrize("name", ["story.pdf", "story.docx", "story.odt"])
def test_when_a_file_was_made_is_no_date_of_the_article(name: str) -> None:
    provenance = read(KINDS[name][0], name).provenance

    assert provenance.date_created is not None
    assert str(provenance.date_created.value) == "2017-04-13T10:00:00Z"
    assert not any(date.known for _, date in provenance.dates)


@pytest.mark.parametrize("name", ["story.alto.xml", "story.hocr"])
def test_how_sure_the_machine_was_is_told(name: str) -> None:
    (found,) = [f for f in read(KINDS[name][0], name).findings if f.code.value == "TX-06"]

    assert "mean confidence of 0.90" in found.detail


@EVERY
def test_no_document_is_a_container(name: str, kind: tuple[bytes, str]) -> None:
    assert choose_unpacker(kind[0][:HEAD_BYTES], name) is None


@EVERY
def test_no_document_that_is_cut_ends_in_a_traceback(name: str, kind: tuple[bytes, str]) -> None:
    data = kind[0]
    ends = range(64, len(data), max(1, len(data) // 40))

    came = [_outcome(data[:end], name) for end in ends]

    assert len(came) == len(ends)
    assert all("\n" not in words for words in came)


def _outcome(data: bytes, name: str) -> str:
    """The reader of what is read, or the words of a refusal; anything else is raised."""
    try:
        return read(data, name).reader
    except RefusedError as error:
        return error.message


SCAN = pdf("q 100 0 0 100 0 0 cm Q")
EMPTY = {
    "scan.pdf": SCAN,
    "blank.docx": docx("<w:p/>"),
    "blank.odt": odt("<text:p/>"),
    "blank.eml": MESSAGE.partition(b"\r\n\r\n")[0] + b"\r\n\r\n",
}


@pytest.mark.parametrize(("name", "data"), EMPTY.items(), ids=EMPTY)
def test_what_has_no_text_is_kept_and_says_so(name: str, data: bytes) -> None:
    article = read(data, name)

    assert article.body.text == ""
    assert "TX-05" in {f.code.value for f in article.findings}


BAD = {
    "no.pdf": (b"%PDF-1.7\nnothing", "is damaged, or no PDF"),
    "no.docx": (WORD[:-30], "is damaged, or no Word document"),
    "without.docx": (
        packed({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<x/>"}),
        "has no word/document.xml",
    ),
    "entities.docx": (
        packed(
            {
                "[Content_Types].xml": "<Types/>",
                "word/document.xml": '<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x',
            }
        ),
        "is no XML that can be read",
    ),
    "bomb.docx": (
        packed({"[Content_Types].xml": "<Types/>", "word/document.xml": b"\0" * (65 << 20)}),
        "is too large",
    ),
    "many.docx": (docx("<w:p/>" * 3_100_000), "has more than 3,000,000 tags"),
    "many.odt": (odt("<text:p/>" * 3_100_000), "has more than 3,000,000 tags"),
    "locked.pdf": (pdf("q Q", locked=True), "has a password"),
    "no.rtf": (b"{\\rtf", "is damaged"),
    "no.xml": (b"<?xml version='1.0'?><alto><TextBlock>", "is no ALTO that can be read"),
}


@pytest.mark.parametrize(("name", "case"), BAD.items(), ids=BAD)
def test_what_cannot_be_read_is_refused_in_one_line(name: str, case: tuple[bytes, str]) -> None:
    with pytest.raises(RefusedError) as refused:
        read(case[0], name)

    assert case[1] in refused.value.message
    assert "\n" not in refused.value.message


WORDS = {
    "pieces of a word": (
        "<w:p><w:r><w:t>Br</w:t></w:r><w:r><w:t>idge</w:t></w:r></w:p>",
        "Bridge",
    ),
    "what was put in": ("<w:p><w:ins><w:r><w:t>Bridge</w:t></w:r></w:ins></w:p>", "Bridge"),
    "what was struck": (
        "<w:p><w:r><w:t>Bridge</w:t></w:r><w:del><w:r><w:delText>s</w:delText></w:r></w:del></w:p>",
        "Bridge",
    ),
    "a link": ("<w:p><w:hyperlink><w:r><w:t>Bridge</w:t></w:r></w:hyperlink></w:p>", "Bridge"),
    "a break": ("<w:p><w:r><w:t>One</w:t><w:br/><w:t>Two</w:t></w:r></w:p>", "One\nTwo"),
    "a field": (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>Bridge</w:t></w:r></w:p>",
        "Bridge",
    ),
    "a table": (
        "<w:tbl><w:tr><w:tc>"
        + paragraph("One")
        + "</w:tc><w:tc>"
        + paragraph("Two")
        + "</w:tc></w:tr>"
        "<w:tr><w:tc>" + paragraph("Three") + "</w:tc></w:tr></w:tbl>",
        "One Two\nThree",
    ),
}


@pytest.mark.parametrize(("body", "expected"), WORDS.values(), ids=WORDS)
def test_a_word_document_is_read_as_it_is_printed(body: str, expected: str) -> None:
    text = read(docx(body), "a.docx").extracted

    assert text.replace("\t", " ").strip() == expected


def test_columns_of_a_pdf_are_paragraphs_of_their_own() -> None:
    page = lines(
        (72, 700, "The left column begins here and"),
        (72, 686, "ends here."),
        (320, 700, "The right column follows it and"),
        (320, 686, "is another paragraph."),
    )

    assert read(pdf(page), "a.pdf").extracted.strip().split("\n\n") == [
        "The left column begins here and\nends here.",
        "The right column follows it and\nis another paragraph.",
    ]


def test_pages_of_a_pdf_come_in_their_order() -> None:
    pages = [lines((72, 700, f"This is what stands on page {n}.")) for n in (1, 2, 3)]

    text = read(pdf(*pages), "a.pdf").extracted

    assert [text.index(f"page {n}") for n in (1, 2, 3)] == sorted(
        text.index(f"page {n}") for n in (1, 2, 3)
    )
