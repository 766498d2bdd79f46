"""What holds of every text whatever: nothing is lost, nothing counted twice, every span is true."""

import codecs
from collections.abc import Callable
from io import BytesIO

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsarchive.errors import RefusedError
from newsarchive.formats import choose
from newsarchive.model.article import Article
from newsarchive.model.finding import Code
from newsarchive.model.statement import Span
from support.texts import read_text, statements

ENCODINGS = (
    (b"", "utf-8"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LINE_ENDS = ("\n", "\r", "\r\n")

WORDS = (
    "rain Rain BERLIN (AP) Söderköping 渡轮 🌧 harbour\u00a0wall (dpa) — - and und : by By Jane Doe "
    "2004 September 13 , . ? Source: Quelle: agencies Reuters © Copyright Date: Photo: Title: "
    "Link: Language: Agency: Updated: en https://news.example/x"
)
words = st.sampled_from(WORDS.split(" "))
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)
captions = st.tuples(lines, lines).map(lambda pair: f"{pair[0]}\n{pair[0]} ({pair[1]})")
fields = st.sampled_from(
    [
        "Source: TRTWorld and agencies",
        "Sources: AP, dpa; Example News & agencies",
        "Date: 13 April 2017",
        "Date: 04/05/2017",
        "Published: 2017-04-13T10:00Z",
        "13. April 2017",
        "By Jane Doe and John Roe, Reuters",
        "Author: Jane Doe",
        "Caption: The pier.",
        "Photo: Jane Doe / AP",
        "Place: Berlin",
        "URL: https://news.example/1",
        "Language: English",
        "© 2017 Example News",
        "All rights reserved",
        "ROME (ANSA) — Rain fell.",
    ]
)
blank = st.sampled_from(["\n\n", "\n \t\n", "\n\n\n", "\n"])
shaped = st.lists(st.tuples(st.one_of(lines, captions, fields), blank), min_size=1, max_size=9).map(
    lambda blocks: "".join(block + gap for block, gap in blocks)
)
anything = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=200
)
NOTE = "For the files.\n\nOn 3 Apr 2017 Ann Other wrote:\n\n"
quoted = shaped.map(lambda text: NOTE + "".join(f"> {x}" for x in text.splitlines(keepends=True)))
texts = st.one_of(shaped, shaped, quoted, anything)
forms = st.tuples(st.sampled_from(ENCODINGS), st.sampled_from(LINE_ENDS))
Form = tuple[tuple[bytes, str], str]


def check_all(text: str, form: Form, claim: Callable[[Article, bytes, int, str], None]) -> None:
    """Hold `claim` of `text` in the given encoding and line ends, unless it is no text at all."""
    (bom, encoding), line_end = form
    data = bom + text.replace("\n", line_end).encode(encoding)
    try:
        article = read_text(data)
    except RefusedError:
        return
    claim(article, data, len(bom), encoding)


def cut(data: bytes, span: Span, encoding: str) -> str:
    return data[span.start : span.end].decode(encoding)


@settings(max_examples=150, deadline=None)
@given(texts, forms)
def test_segments_are_in_order_and_do_not_overlap(text: str, form: Form) -> None:
    def claim(article: Article, data: bytes, start: int, _: str) -> None:
        for segment in article.body.segments:
            assert start <= segment.span.start
            start = segment.span.end
        assert start <= len(data)

    check_all(text, form, claim)


@settings(max_examples=150, deadline=None)
@given(texts, forms)
def test_every_character_that_is_not_blank_is_in_a_segment(text: str, form: Form) -> None:
    def claim(article: Article, data: bytes, start: int, encoding: str) -> None:
        for segment in article.body.segments:
            assert (
                not cut(data, Span(start, segment.span.start), encoding).strip()
                if (start < segment.span.start)
                else True
            )
            start = segment.span.end
        assert not data[start:].decode(encoding).strip()

    check_all(text, form, claim)


@settings(max_examples=150, deadline=None)
@given(texts, forms)
def test_what_a_statement_says_is_printed_stands_at_its_span(text: str, form: Form) -> None:
    def claim(article: Article, data: bytes, _: int, encoding: str) -> None:
        for statement in statements(article):
            if statement.span is not None:
                assert cut(data, statement.span, encoding) == statement.raw

    check_all(text, form, claim)


@settings(max_examples=150, deadline=None)
@given(texts, forms)
def test_every_known_fact_lies_within_one_segment(text: str, form: Form) -> None:
    def claim(article: Article, _data: bytes, _start: int, _encoding: str) -> None:
        spans = [s.span for s in statements(article) if s.known]
        spans += [h.span for h in article.headlines] + [p.span for p in article.people]
        for span in spans:
            assert span is not None
            assert sum(segment.span.holds(span) for segment in article.body.segments) == 1

    check_all(text, form, claim)


@settings(max_examples=100, deadline=None)
@given(shaped, forms)
def test_line_ends_and_encoding_change_no_fact(text: str, form: Form) -> None:
    plain = read_text(text.encode())

    def claim(article: Article, _data: bytes, _start: int, _encoding: str) -> None:
        assert article.body.blocks == plain.body.blocks
        assert [s.value for s in statements(article)] == [s.value for s in statements(plain)]

    check_all(text, form, claim)


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=200))
@example(b"{\\rtf")
@example(b"{\\rtf1}")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        article = choose(data, "x").read(read_text(b"x").originals[0], BytesIO(data))
    except RefusedError:
        return

    assert article.body.segments or Code.TX_05 in {f.code for f in article.findings}


@settings(max_examples=100, deadline=None)
@given(st.text("aé渡🌧 \n", min_size=4), st.integers(min_value=1), st.sampled_from(ENCODINGS))
def test_a_head_may_be_cut_anywhere(text: str, where: int, encoding: tuple[bytes, str]) -> None:
    data = encoding[0] + ("x" + text).encode(encoding[1])

    head = data[: len(encoding[0]) + 1 + where % len(data)]

    assert choose(head, "story.txt").name == "text/1"
