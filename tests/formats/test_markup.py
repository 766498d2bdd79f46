"""Marked-up text to blocks: what a reader sees, in its order, each block as what it is."""

import pytest

from newsarchive.formats.markup import MarkupError, blocks_of_html
from newsarchive.model.article import Block, BlockKind

P, H, Q, L, T, N = (
    BlockKind.PARAGRAPH,
    BlockKind.HEADING,
    BlockKind.QUOTE,
    BlockKind.LIST,
    BlockKind.TABLE,
    BlockKind.NOTE,
)

CASES = {
    "a paragraph": ("<p>One  day\nit rained.</p>", [(P, "One day it rained.")]),
    "text in no element": ("It rained.", [(P, "It rained.")]),
    "text before and behind": ("It <b>rained</b>.<p>Twice.</p>Again.", "It rained.|Twice.|Again."),
    "an element that nobody knows, in a line": (
        "<p>Up <ric>ABC.N</ric> <x:y>2</x:y>%</p>",
        "Up ABC.N 2%",
    ),
    "unknown elements around lines": ("<x><y>One</y><y><p>Two</p></y></x>", "One|Two"),
    "a block in a line": ("<p>One<div>Two</div>", "One|Two"),
    "words in pieces": ("<p>Ber<i>lin</i> is</p>", "Berlin is"),
    "a heading": ("<h3>Weather</h3><p>Rain.</p>", [(H, "Weather"), (P, "Rain.")]),
    "a quotation": ("<blockquote><p>Rain.</p></blockquote>", [(Q, "Rain.")]),
    "a list": ("<ul><li>One</li><li><p>Two</p></li></ul>", [(L, "- One\n- Two")]),
    "a numbered list": ("<ol><li>One</li><li>Two</li></ol>", [(L, "1. One\n2. Two")]),
    "a list in a list": (
        "<ul><li>One<ul><li>Inner</li></ul></li></ul>",
        [(L, "- One\n  - Inner")],
    ),
    "terms": ("<dl><dt>Rain</dt><dd>Water</dd></dl>", [(L, "Rain\n- Water")]),
    "a table": (
        (
            "<table><caption>Rain</caption><tr><th>Day</th><th>mm</th></tr>"
            "<tr><td>Mon</td><td>3</td></tr></table>"
        ),
        [(T, "Rain\nDay\tmm\nMon\t3")],
    ),
    "an aside": ("<aside>By the way.</aside>", [(N, "By the way.")]),
    "a break": ("<p>One<br>Two</p>", [(P, "One\nTwo")]),
    "two breaks": ("<p>One<br><br>Two</p>", [(P, "One"), (P, "Two")]),
    "a preformatted table": ("<pre>a   1\n\nb   2</pre>", [(P, "a   1\nb   2")]),
    "scripts": ("<p>One</p><script>two()</script><style>p{}</style>", "One"),
    "what is hidden": ('<p>One</p><p hidden>Two</p><p style="display: none">Three</p>', "One"),
    "a figure": ("<p>One</p><figure><figcaption>Two</figcaption></figure>", "One"),
    "a comment": ("<p>One<!-- two --> three</p>", "One three"),
    "nothing": ("<p> </p><div></div>", ""),
    "blank": ("  \n ", ""),
    "entities": ("<p>K&ouml;ln &amp; Bonn&nbsp;&#8211;</p>", "Köln & Bonn –"),
    "tags that are not closed": ("<p>One<p>Two", "One|Two"),
    "a whole page": ("<html><head><title>x</title></head><body><p>One</p></body></html>", "One"),
    "sections": ("<section><div><p>One</p></div><div>Two</div></section>", "One|Two"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_blocks_are_what_a_reader_sees(
    text: str, expected: str | list[tuple[BlockKind, str]]
) -> None:
    found = blocks_of_html(text)

    if isinstance(expected, str):
        assert "|".join(block.text for block in found) == expected
    else:
        assert [(block.kind, block.text) for block in found] == expected


def test_a_heading_has_its_level() -> None:
    assert blocks_of_html("<h4>Rain</h4>") == (Block(H, "Rain", level=4),)


def test_captions_are_kept_where_they_are_wanted() -> None:
    text = "<figure><img src=x><figcaption>Two</figcaption></figure>"

    assert [b.text for b in blocks_of_html(text, figures=True)] == ["Two"]


def test_elements_that_lie_too_deep_are_refused() -> None:
    with pytest.raises(MarkupError, match="deep"):
        blocks_of_html("<div>" * 230 + "x" + "</div>" * 230)


def test_no_text_is_too_deep_for_the_stack() -> None:
    with pytest.raises(MarkupError):
        blocks_of_html("<ul><li>" * 5000 + "x")
