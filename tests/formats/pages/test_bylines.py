"""Bylines as sites print them, and lines that look like one."""

import pytest

from support.pages import PROSE, page, read_page

USER = (
    '<p class="submitted">Saved by <span class="username">jdoe</span> on'
    ' <time datetime="2019-07-07T18:44:31+02:00">7 July 2019</time></p>'
)
CALLED = "<p>Guest post by Jane Doe</p>"
LABELLED = (
    '<div class="author contributor"><div><span class="label">Written by</span>'
    '<a href="https://x.example/author/jane">Jane Doe</a></div></div>'
)
FOUND = {
    "a user's name alone": (USER, ["jdoe"], "jdoe"),
    "a line that calls the text a guest post": (CALLED, ["Jane Doe"], "Guest post by Jane Doe"),
    "a user's name beside a person's": (USER + CALLED, ["Jane Doe"], "Guest post by Jane Doe"),
    "elements that only a style holds apart": (LABELLED, ["Jane Doe"], "Written by Jane Doe"),
    "a drop cap": (
        '<div class="byline">By <span>J</span>ane Doe</div>',
        ["Jane Doe"],
        "By Jane Doe",
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_a_byline_is_stated_as_it_is_seen_and_names_the_person(case: str) -> None:
    html, authors, by = FOUND[case]

    article = read_page(page(html))

    assert [p.name for p in article.people] == authors
    assert article.by.value == by


@pytest.mark.parametrize(
    "line",
    [
        "<p>Guest post by nobody who is known</p>",
        "<p>Analysis by the council shows that the ramp was old.</p>",
        "<p>The text from the Harbour Board</p>",
        f"<p>{PROSE} Guest post by Jane Doe</p>",
    ],
)
def test_a_sentence_with_such_words_is_no_byline(line: str) -> None:
    article = read_page(page(line))

    assert (article.people, article.by.value) == ((), None)


def test_who_saved_a_page_and_when_is_no_part_of_its_text() -> None:
    text = read_page(page(USER)).body.text

    assert "Saved by" not in text
    assert PROSE in text


def test_a_credit_before_its_licence_is_the_credit_with_it() -> None:
    figure = (
        '<figure><img src="https://x.example/ferry.jpg"><figcaption>The ferry in port.'
        " Photo: Tom Pier (CC BY 2.0)</figcaption></figure>"
    )

    (found,) = read_page(page(figure)).media

    assert found.caption.value == "The ferry in port."
    assert found.credit_line.value == "Tom Pier (CC BY 2.0)"
