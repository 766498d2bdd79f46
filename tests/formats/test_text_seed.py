"""The article that the project starts from, read from beginning to end."""

import pytest

from newsarchive.model.article import Article, Medium, SegmentKind
from newsarchive.model.statement import Span, Statement, Status
from support.samples import samples
from support.texts import read_text, statements

pytestmark = pytest.mark.samples

CAPTION = (
    "A woman grieves at a wall filled with photographs of siege victims at school N1 in the town "
    "of Beslan in September 2004."
)


@pytest.fixture
def data() -> bytes:
    return samples("seed", "000_26c2ae38a2c41f39.txt").read_bytes()


@pytest.fixture
def article(data: bytes) -> Article:
    return read_text(data)


def test_it_has_no_headline(article: Article) -> None:
    assert article.headlines == ()


def test_the_lead_is_the_first_block_and_derived(article: Article, data: bytes) -> None:
    first = data.partition(b"\n\n")[0].decode()

    assert article.lead == Statement.derived(
        first, basis="text:first-block", raw=first, span=Span(0, len(first))
    )


def test_one_image_is_described_and_missing(article: Article, data: bytes) -> None:
    (image,) = article.media
    start, credit = data.index(CAPTION.encode()), data.index(b"TRT World and Agencies")

    assert image == Medium(
        image.kind,
        caption=Statement.stated(
            CAPTION,
            raw=CAPTION,
            basis="text:caption-repeated",
            span=Span(start, start + len(CAPTION)),
        ),
        credit_line=Statement.stated(
            "TRT World and Agencies",
            raw="TRT World and Agencies",
            basis="text:caption-repeated",
            span=Span(credit, credit + 22),
        ),
    )


def test_the_segments_are_lead_caption_twice_fifteen_paragraphs_and_source_line(
    article: Article,
) -> None:
    assert [segment.kind for segment in article.body.segments] == [
        SegmentKind.LEAD,
        SegmentKind.CAPTION,
        SegmentKind.CAPTION_REPEATED,
        *[SegmentKind.PARAGRAPH] * 15,
        SegmentKind.SOURCE_LINE,
    ]


def test_there_are_fifteen_body_paragraphs(article: Article) -> None:
    assert article.body.paragraphs == 15


def test_the_last_paragraph_names_a_presenter_and_no_author(article: Article) -> None:
    assert article.body.blocks[-1].text == "TRT World's Dana Lewis has more."
    assert (article.by.status, article.people) == (Status.UNKNOWN, ())


def test_the_text_is_the_blocks_without_caption_and_source_line(
    article: Article, data: bytes
) -> None:
    blocks = data.decode().rstrip("\n").split("\n\n")

    assert article.body.text == "\n\n".join([blocks[0], *blocks[2:-1]]) + "\n"


def test_the_source_line_is_stated(article: Article) -> None:
    assert article.provenance.source_line == Statement.stated(
        "Source: TRTWorld and agencies",
        raw="Source: TRTWorld and agencies",
        basis="text:last-block",
        span=Span(2752, 2781),
    )


def test_the_source_is_trtworld(article: Article) -> None:
    assert article.provenance.sources == (
        Statement.stated(
            "TRTWorld",
            raw="Source: TRTWorld and agencies",
            basis="text:last-block",
            span=Span(2752, 2781),
        ),
    )


def test_the_agencies_are_mentioned_without_a_name(article: Article) -> None:
    assert article.provenance.agencies == (
        Statement.unnamed("agencies", basis="text:last-block", span=Span(2773, 2781)),
    )


def test_no_date_of_the_story_is_a_date_of_the_article(article: Article) -> None:
    provenance = article.provenance
    dates = [provenance.date_published, provenance.date_issued, provenance.date_modified]

    assert {date.status for date in dates} == {Status.UNKNOWN}


def test_whatever_is_unknown_says_why(article: Article) -> None:
    unknown = [s for s in statements(article) if s.status is Status.UNKNOWN]

    assert unknown
    assert all(statement.reason for statement in unknown)


def test_publisher_address_and_dateline_are_unknown(article: Article) -> None:
    provenance = article.provenance

    assert not any(s.known for s in (provenance.publisher, provenance.url, provenance.dateline))


def test_nothing_is_found_amiss(article: Article) -> None:
    assert article.findings == ()
