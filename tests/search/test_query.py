"""How a query is understood: by its grammar, and whatever somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.model.found import Card, Sort
from newsarchive.search.article import Indexed
from newsarchive.search.folding import fold
from newsarchive.search.index import Mark, SearchIndex
from newsarchive.search.query import (
    EVERYTHING,
    MOST_OPEN,
    MOST_WORDS,
    NOTHING,
    All,
    Any,
    Words,
    parse,
)
from newsarchive.search.tantivy_queries import Chosen

RAIN, SNOW, HAIL = (Words((word,)) for word in ("rain", "snow", "hail"))

UNDERSTOOD = {
    "a word": ("Rain", RAIN),
    "two words": ("rain snow", All((RAIN, SNOW))),
    "AND": ("rain AND snow", All((RAIN, SNOW))),
    "OR": ("rain OR snow", Any((RAIN, SNOW))),
    "AND binds more than OR": ("rain snow OR hail", Any((All((RAIN, SNOW)), HAIL))),
    "NOT": ("rain NOT snow", All((RAIN,), (SNOW,))),
    "a minus": ("rain -snow", All((RAIN,), (SNOW,))),
    "NOT alone": ("NOT rain", All((), (RAIN,))),
    "NOT before brackets": ("hail NOT (rain OR snow)", All((HAIL,), (Any((RAIN, SNOW)),))),
    "brackets": ("(rain OR snow) hail", All((Any((RAIN, SNOW)), HAIL))),
    "a phrase": ('"rain and snow"', Words(("rain", "and", "snow"))),
    "a phrase in other marks": ("„rain snow“", Words(("rain", "snow"))),
    "a phrase without end": ('"rain snow', Words(("rain", "snow"))),
    "a beginning": ("rai*", Words(("rai",), begins=True)),
    "a phrase that is a beginning": ('"rain sn"*', Words(("rain", "sn"), begins=True)),
    "a word of several": ("rain-snow", Words(("rain", "snow"))),
    "characters": ("雨雪", Words(("雨", "雪"))),
    "small and": ("rain and", All((RAIN, Words(("and",))))),
    "an operator too many": ("OR rain AND OR", RAIN),
    "brackets too many": ("((rain))) snow", All((RAIN, SNOW))),
    "nothing": ("  ", EVERYTHING),
    "no word": ("?!", NOTHING),
    "only operators": ("AND OR NOT", NOTHING),
    "empty brackets": ("() rain", RAIN),
}


@pytest.mark.parametrize(("text", "node"), UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_a_query_is_understood(text: str, node: object) -> None:
    assert parse(text).node == node


HARD = {
    "a megabyte of one word": "a" * 1_000_000,
    "a megabyte of words": "rain " * 200_000,
    "ten thousand words": " ".join(f"w{n}" for n in range(10_000)),
    "ten thousand alternatives": " OR ".join(f"w{n}" for n in range(10_000)),
    "control characters": "\x00\x01\x1b[2J\x7f\x1f",
    "brackets": "(" * 100_000,
    "brackets and NOT": "NOT (" * 20_000 + "rain",
    "quotation marks": '"' * 10_001,
    "stars": "*" * 1000 + " ***",
    "surrogates": "\ud800 rain \udfff",
    "every kind of mark": "".join(map(chr, range(0x20, 0x3000))),
    "what other programs take for syntax": 'title:rain^2 +rain~2 [a TO b] {x} /r.*n/ \\ "a"~3',
}


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    index = SearchIndex(None)
    with index.filling():
        card = Card("bag", "id", "Rain")
        index.put(Indexed(1, card, texts=(fold("Rain and snow fell on the town"),)))
        index.settle(Mark("urn:uuid:of-a-test", 1, {}))
    return index


def asked(index: SearchIndex, text: str) -> int:
    return index.ranked(Chosen(parse(text)), Sort.RELEVANCE, 10)[0]


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_no_query_is_a_mistake(index: SearchIndex, text: str) -> None:
    assert asked(index, text) in {0, 1}


@given(
    st.text(st.sampled_from('rain snow AND OR NOT "()*-\u00e9\u6771\u0e01\x00\ud800'), max_size=60)
)
def test_whatever_is_typed_has_an_answer(text: str) -> None:
    assert isinstance(parse(text).node, Words | All | Any)


def test_what_is_left_out_of_a_long_query_is_said() -> None:
    long = parse("rain " * (MOST_WORDS + 1))

    assert len(long.leaves) == MOST_WORDS
    assert long.notes == (f"only the first {MOST_WORDS:,} words of the query were used",)


def test_phrases_that_end_in_a_beginning_are_few() -> None:
    many = parse(" ".join(f'"rain s{n}"*' for n in range(MOST_OPEN + 2)) + " hail*")

    assert [leaf.words for leaf in many.leaves] == [
        *(("rain", f"s{n}") for n in range(MOST_OPEN)),
        ("hail",),
    ]
    assert many.notes == (f"only the first {MOST_OPEN} phrases that end in a beginning were used",)


def test_what_is_left_out_behind_a_not_denies_nothing_else() -> None:
    many = parse('"rain s"* ' * MOST_OPEN + '-"rain s"* hail')

    assert many.leaves[-1] == Words(("hail",))


ANSWERS = {
    "rain": 1,
    "rain snow": 1,
    "rain hail": 0,
    "rain OR hail": 1,
    "rain NOT snow": 0,
    "rain NOT hail": 1,
    "NOT hail": 1,
    "NOT rain": 0,
    '"rain and snow"': 1,
    '"snow and rain"': 0,
    "sno*": 1,
    "no*": 0,
    '"rain and sn"*': 1,
    '"rain and hai"*': 0,
    "(rain OR hail) (snow OR wind)": 1,
    "hail OR NOT wind": 1,
    "": 1,
    "?!": 0,
}


@pytest.mark.parametrize(("text", "count"), ANSWERS.items(), ids=ANSWERS)
def test_the_index_answers_as_the_query_was_understood(
    index: SearchIndex, text: str, count: int
) -> None:
    assert asked(index, text) == count
