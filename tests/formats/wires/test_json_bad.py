"""JSON of wires that is broken, hostile or odd: read, or refused in one line, and never a crash."""

import codecs
import json
import tracemalloc
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.errors import RefusedError
from newsarchive.formats import Reader
from newsarchive.formats.wires.json_readers import DigitalWiresReader, NinjsReader
from newsarchive.formats.wires.loading import MAX_BYTES
from newsarchive.metadata.record import encode
from newsarchive.model.article import Article
from support.texts import capture
from support.wires import read_wire, record_of

HERE = Path(__file__).parent / "good"
READERS: dict[str, Reader] = {"ninjs": NinjsReader(), "digitalwires": DigitalWiresReader()}
TEXT = "It rained for the ninth day in Tolm, and the ferry did not run, the town said."


def read(data: bytes, reader: str = "ninjs", charset: str = "") -> Article:
    given_in = replace(capture(data, "item.json"), charset=charset)
    return READERS[reader].read(given_in, BytesIO(data))


def item(**members: Any) -> bytes:
    document = {"uri": "urn:x", "versioncreated": "2024-01-01T00:00:00Z", "body_text": TEXT}
    return json.dumps({**document, **members}).encode()


def with_text(inside: str) -> bytes:
    return item(headline="HERE").replace(b'"HERE"', inside.encode("utf-8", "surrogatepass"))


BAD = {
    "cut off": (item()[:-9], "not JSON at line 1"),
    "two of one name": (item()[:-1] + b', "uri": "urn:y"}', "'uri' stands twice"),
    "two of one name, deep": (with_text('{"a": [{"b": 1, "b": 2}]}'), "'b' stands twice"),
    "NaN": (with_text("NaN"), "NaN is not JSON"),
    "Infinity": (with_text("-Infinity"), "-Infinity is not JSON"),
    "U+0000": (with_text('"Ra\\u0000in"'), "$.headline: holds U+0000"),
    "a lone surrogate": (with_text('"Ra\\ud800in"'), "$.headline: holds U+0000 or a lone"),
    "a surrogate in a name": (with_text('{"\\udfff": 1}'), "lone surrogate"),
    "a surrogate in bytes": (with_text('"\ud800"'), "not UTF-8 at byte"),
    "a control character": (with_text('"Ra\x01in"'), "not JSON at line 1"),
    "depth": (with_text("[" * 100_000), "nested deeper than 64 levels"),
    "depth that is closed": (with_text("[" * 100_000 + "]" * 100_000), "nested deeper than"),
    "objects in depth": (with_text('{"a":' * 65 + "1" + "}" * 65), "nested deeper than 64"),
    "a huge number": (with_text("1" * 5000), "more than 4,300 digits"),
    "Latin-1": (item().replace(b"Tolm", b"T\xf6lm"), "not UTF-8 at byte"),
    "UTF-16 that is broken": (codecs.BOM_UTF16_LE + b"{\x00\x00\xd8", "marked as UTF-16 and is"),
    "an array": (b"[]", "it holds no JSON object"),
    "a text": (b'"uri"', "it holds no JSON object"),
    "nothing": (b"", "not JSON at line 1, column 1"),
    "two objects": (item() + item(), "extra data"),
    "a comment": (item()[:-1] + b"/* */}", "not JSON"),
    "a comma too many": (item()[:-1] + b",}", "not JSON"),
    "too large": (item(body_text="x" * MAX_BYTES), "is larger than 4 MiB"),
    "subjects without end": (
        item(subject=["x"] * 10_001),
        "$.subject has more than 10,000 members",
    ),
    "pictures without end": (
        item(associations={"a": {"associations": [{"type": "picture"}] * 10_001}}),
        "$.associations.a.associations has more than 10,000 members",
    ),
    "elements in depth": (item(body_html="<b>" * 5000 + "x"), "more than 200 deep"),
    "blocks without end": (item(body_html="<p>x" * 50_001), "more than 50,000 blocks"),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("data", "says"), BAD.values(), ids=BAD)
def test_it_is_refused_in_one_line(reader: str, data: bytes, says: str) -> None:
    if reader == "digitalwires":
        data = data.replace(b"body_html", b"article_html")

    with pytest.raises(RefusedError) as refused:
        read(data, reader)

    assert says in refused.value.message
    assert refused.value.message.startswith("item.json")
    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 400


def test_a_hundred_megabytes_take_no_memory() -> None:
    class Endless(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 <= size <= MAX_BYTES + 1
            return b"[" * size

    tracemalloc.start()
    with pytest.raises(RefusedError, match="is larger than 4 MiB"):
        NinjsReader().read(capture(b"x", "item.json"), Endless())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 4 * MAX_BYTES


ODD = {
    "a mark of UTF-8": (codecs.BOM_UTF8 + item(), ""),
    "UTF-16": (item().decode().encode("utf-16"), ""),
    "UTF-16 the other way": (codecs.BOM_UTF16_BE + item().decode().encode("utf-16-be"), ""),
    "Latin-1 that somebody says it is": (item().replace(b"Tolm", b"T\xf6lm"), "latin-1"),
    "escapes of what is no ASCII": (with_text('"T\\u00f6lm \\ud83c\\udf27"'), ""),
    "blank space around": (b" \r\n\t" + item() + b"\n\n", ""),
    "a number beyond all": (with_text("1e999"), ""),
    "a small number": (with_text("-0.0"), ""),
}


@pytest.mark.parametrize(("data", "charset"), ODD.values(), ids=ODD)
def test_it_is_read(data: bytes, charset: str) -> None:
    article = read(data, charset=charset)

    assert article.source_id == "urn:x"
    assert article.body.text.startswith("It rained for the ninth day in T")


PREFERRED = {
    "HTML before text": ({"body_text": "plain", "body_html": "<p>rich</p>"}, "rich"),
    "HTML 5 before text": ({"body_text": "plain", "body_html5": "<p>rich</p>"}, "rich"),
    "NITF before text": ({"body_text": "plain", "body_nitf": "<block><p>rich</p></block>"}, "rich"),
    "the whole before a part": ({"body_short": "<p>part</p>", "body_text": "whole"}, "whole"),
    "a part where there is nothing else": ({"body_short": "<p>part</p>"}, "part"),
    "text where HTML is empty": ({"body_html": "<p> </p>", "body_text": "plain"}, "plain"),
    "HTML in a text": ({"body_text": "<p>a &amp; b</p>"}, "a & b"),
    "text that is said to be plain": (
        {"bodies": [{"contentType": "text/plain", "value": "a <p> b"}]},
        "a <p> b",
    ),
}


@pytest.mark.parametrize(("members", "expected"), PREFERRED.values(), ids=PREFERRED)
def test_the_richest_whole_body_is_the_text(members: dict[str, Any], expected: str) -> None:
    data = json.dumps({"uri": "urn:x", "versioncreated": "2024-01-01", **members}).encode()

    assert read(data).body.text == f"{expected}\n"


VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "a number": 5,
    "a fraction": 0.5,
    "a text": "x",
    "a blank text": " \n",
    "an object": {"name": "x", "value": {"a": 1}, "href": 5, "role": [], "renditions": 7},
    "a list of everything": [None, True, 5, "x", [], {}, [[]], {"name": None}, {"name": {}}],
    "objects by name": {"": {}, "a": None, "b": {"type": 5}, "c": {"type": "picture", "uri": 1}},
}
MEMBERS = sorted(
    {
        name
        for path in HERE.glob("*.json")
        if not path.name.endswith(".says.json")
        for name in json.loads(path.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_member_of_any_type_is_read_or_left_out(name: str, value: Any) -> None:
    for reader in READERS:
        article = read(item(**{name: value}), reader)

        assert encode(record_of(article))


@pytest.mark.parametrize("value", [v for v in VALUES.values() if not isinstance(v, str | bool)])
def test_a_headline_of_another_type_is_no_headline_and_a_finding(value: Any) -> None:
    article = read(item(headline=value))

    assert article.headlines == ()
    assert bool(article.findings) == (value is not None)


WORDS = (
    *("picture", "text", "image/jpeg", "2024-01-01", "main", "<p>x</p>", "medtop:1", "a:", ":"),
    *("dnltype:keyword", "dnltype:creator", "dnltype:provider", "dnltype:genre", "credit"),
)
INNER = ("name", "href", "code", "role", "qcode", "type", "value", "rel", "mimetype", "width")
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
    | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*MEMBERS, *INNER * 3]), inner)
    ),
    max_leaves=12,
)


def outcome(data: bytes, reader: str) -> str:
    """Why it was refused; "" where it was read, and its record is one."""
    try:
        encode(record_of(read(data, reader)))
    except RefusedError as error:
        return error.message
    return ""


@given(st.dictionaries(st.sampled_from(MEMBERS), json_values), st.sampled_from(list(READERS)))
def test_any_json_of_the_right_outline_is_read_or_refused_in_one_line(
    members: dict[str, Any], reader: str
) -> None:
    data = json.dumps(members).encode()

    assert "\n" not in outcome(data, reader)


@given(st.dictionaries(st.sampled_from(MEMBERS), json_values))
def test_an_item_gives_the_same_article_each_time(members: dict[str, Any]) -> None:
    data = json.dumps({**members, "uri": "urn:x", "standard": {"name": "ninjs"}}).encode()

    assert read_wire(data) == read_wire(data)
