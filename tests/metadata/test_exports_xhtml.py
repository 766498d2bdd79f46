"""The text of a record as XHTML: read again it gives the same blocks."""

import pytest

from newsarchive.formats.markup import blocks_of_html
from newsarchive.metadata.exports.xhtml import to_xhtml
from newsarchive.model.article import Block, BlockKind, Body

P, H, Q, L, T, N = (
    BlockKind.PARAGRAPH,
    BlockKind.HEADING,
    BlockKind.QUOTE,
    BlockKind.LIST,
    BlockKind.TABLE,
    BlockKind.NOTE,
)
CASES = {
    "headings": [Block(H, "One", level=3), Block(P, "It rained."), Block(H, "Two", level=2)],
    "signs of markup": [Block(H, "a < b & c > d", level=2), Block(P, "<p>&amp;</p>")],
    "lines in a paragraph": [Block(H, "One", level=2), Block(P, "a\nb")],
    "a quote": [Block(Q, "“Wet”, it said."), Block(P, "It rained.")],
    "a note": [Block(N, "By the way.")],
    "a list": [Block(L, "- one\n- two")],
    "a numbered list": [Block(L, "1. one\n2. two")],
    "a list in a list": [Block(L, "- one\n  - inner\n  - more\n- two")],
    "lines in an item": [Block(L, "- one\n  and more\n- two")],
    "a table": [Block(T, "Rain\nDay\tmm\nMon\t3")],
    "a table with an empty cell": [Block(T, "Day\tmm\nMon\t")],
}
PLAIN = {
    "paragraphs": [Block(P, "a"), Block(P, "b")],
    "nothing": [],
}


def described(blocks: list[Block]) -> list[dict[str, object]]:
    """The blocks as a record has them."""
    return [
        {"position": n, "kind": b.kind.value, **({"level": b.level} if b.level else {})}
        for n, b in enumerate(blocks, 1)
        if b.kind is not P
    ]


@pytest.mark.parametrize("blocks", CASES.values(), ids=CASES)
def test_blocks_come_back(blocks: list[Block]) -> None:
    made = to_xhtml(Body(tuple(blocks)).text, described(blocks))

    assert made is not None
    assert list(blocks_of_html(made)) == blocks


@pytest.mark.parametrize("blocks", PLAIN.values(), ids=PLAIN)
def test_paragraphs_need_none(blocks: list[Block]) -> None:
    assert to_xhtml(Body(tuple(blocks)).text, described(blocks)) is None


def test_blocks_that_do_not_fit_the_text_make_none() -> None:
    assert to_xhtml("One.\n", [{"position": 4, "kind": "heading"}]) is None


@pytest.mark.parametrize("text", ["Rain\n- Water", "1. one\n3. three", "- one\n2. two"])
def test_a_list_that_is_none_keeps_its_words(text: str) -> None:
    made = to_xhtml(f"{text}\n", [{"position": 1, "kind": "list"}])

    assert made is not None
    assert [block.text for block in blocks_of_html(made)] == [text]
