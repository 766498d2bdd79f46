"""What the reader tells the archivist about a text."""

from dataclasses import replace
from io import BytesIO

import pytest

from newsarchive.errors import RefusedError
from newsarchive.formats.text.reader import TextReader
from newsarchive.model.finding import Code
from newsarchive.model.statement import Status
from support.texts import capture, read_text

BODY = "Rain fell on the harbour all night.\n\nThe first ferry left at nine.\n"


def detail(text: bytes, code: Code) -> str:
    (found,) = [f for f in read_text(text).findings if f.code is code]
    return found.detail


def test_a_doubtful_encoding_is_named_with_what_to_look_for() -> None:
    said = detail(b"Rain \x81 caf\xe9.\n\nBar.\n", Code.TX_01)

    assert "read as ISO-8859-1" in said
    assert "letters are right" in said
    assert "--encoding" in said


def test_an_ambiguous_date_is_quoted() -> None:
    assert "'Date: 04/05/2017'" in detail(f"Date: 04/05/2017\n\n{BODY}".encode(), Code.TX_02)


def test_an_ambiguous_date_is_unknown_with_its_reason() -> None:
    published = read_text(f"Date: 04/05/2017\n\n{BODY}".encode()).provenance.date_published

    assert published.status is Status.UNKNOWN
    assert "2017-05-04 or 2017-04-05" in (published.reason or "")


def test_a_date_without_a_label_names_the_option_that_settles_it() -> None:
    said = detail(f"13 April 2017\n\n{BODY}".encode(), Code.PV_04)

    assert "'13 April 2017'" in said
    assert "--date-published" in said


@pytest.mark.parametrize("line", ["Link: nowhere", "Language: Old Entish"])
def test_a_label_without_a_usable_value_is_quoted(line: str) -> None:
    assert f"{line!r}" in detail(f"{line}\n\n{BODY}".encode(), Code.TX_02)


def test_a_text_too_large_for_an_article_is_refused() -> None:
    data = b"rain " * (TextReader.max_bytes // 5 + 1)

    with pytest.raises(RefusedError, match="larger than 4 MiB"):
        TextReader().read(replace(capture(b"x"), name="big.txt"), BytesIO(data))


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_a_text_of_too_many_lines_for_an_article_is_refused(end: bytes) -> None:
    data = (b"rain" + end) * (TextReader.max_lines + 1)

    with pytest.raises(RefusedError, match="more than 50,000 lines") as refused:
        TextReader().read(replace(capture(b"x"), name="long.txt"), BytesIO(data))
    assert "--as-is" in refused.value.hint


def test_a_title_of_which_it_is_open_whether_it_is_the_headline_stays_in_the_text() -> None:
    article = read_text(b"A lantern of brass\n\nHe carried seventeen letters to the old viaduct.\n")

    assert article.headlines == ()
    assert article.body.text.startswith("A lantern of brass\n\nHe carried")
    assert article.display_title == "A lantern of brass"
