"""An article as a page: all of it in one file, and nothing in it that a text could do."""

import base64
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.metadata import record_of
from newsarchive.reports.article.page import ArticlePage, page
from newsarchive.reports.article.script import direction, language_tag
from support.records import full_document, small_record

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
FACTS = (("Bag", "rain-0123456789ab"), ("Seal", "sha512:00"))


class Tags(HTMLParser):
    """Every element of a page with its attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def made(
    text: str | None = "It rained.\n", pictures: dict[str, bytes] | None = None, **changes: Any
) -> str:
    document = full_document() | changes
    given = ArticlePage(record_of(document), text, pictures or {}, FACTS, "Cite it so.")
    return page(given).decode()


def test_the_page_holds_text_pictures_provenance_and_citation() -> None:
    shown = made("Rain fell.\n\nWhy\n\nNobody knows.\n", {"001": PNG})
    tags = Tags(shown)

    assert shown.startswith("<!doctype html>")
    assert base64.b64encode(PNG).decode() in shown
    for words in (
        "Rain over the harbour",
        "Nobody knows.",
        "By Ann Lee",
        "sha512:00",
        "Cite it so",
    ):
        assert words in tags.text
    assert ("h2", {"dir": "auto"}) in tags.found
    assert "2017-04-13 (published, stated, disputed)" in tags.text


HOSTILE = (
    "</p></title></style><script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>"
    "<svg/onload=alert(1)>\" ' onmouseover=alert(1) <!-- <base href=http://evil.example>"
)


def hostile_everywhere(node: Any) -> Any:
    """The document with every value that a source gives made hostile."""
    if isinstance(node, dict):
        return {
            k: HOSTILE
            if k in {"value", "raw", "name", "basis", "reason"} and isinstance(v, str) and v != ""
            else hostile_everywhere(v)
            for k, v in node.items()
        }
    return [hostile_everywhere(one) for one in node] if isinstance(node, list) else node


def test_nothing_that_a_source_says_becomes_a_tag() -> None:
    harmless = Tags(made("x\n\ny\n\nz\n", {"001": PNG})).found
    document = full_document()
    for name in ("headlines", "by", "rights", "lead"):
        document[name] = hostile_everywhere(document[name])
    for medium in document["media"]:
        medium["caption"] = {"status": "stated", "value": HOSTILE, "basis": HOSTILE}
        medium["altText"] = {"status": "stated", "value": HOSTILE, "basis": HOSTILE}
    document["provenance"]["sources"] = hostile_everywhere(document["provenance"]["sources"])
    shown = Tags(made(f"{HOSTILE}\n\n{HOSTILE}\n\n{HOSTILE}\n", {"001": PNG}, **document))

    assert {tag for tag, _ in shown.found} <= {tag for tag, _ in harmless} | {"figcaption", "span"}
    assert not [a for _, attributes in shown.found for a in attributes if a.startswith("on")]
    assert [a["src"] for t, a in shown.found if t == "img" and not _inline(a["src"])] == []
    assert "<script>alert(1)</script>" in shown.text


def _inline(source: str | None) -> bool:
    return bool(source) and str(source).startswith("data:image/png;base64,")


def test_the_page_lets_the_browser_load_and_run_nothing() -> None:
    shown = made("x\n", {"001": PNG})
    policy = next(
        str(a["content"]) for t, a in Tags(shown).found if t == "meta" and "http-equiv" in a
    )

    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert not re.search(r"""\s(?:src|href)\s*=\s*(?!"data:)""", shown)
    assert not re.search(r"url\(|@import", shown)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://example.org", False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(url: str, *, linked: bool) -> None:
    provenance = full_document()["provenance"]
    provenance["url"] = {"status": "stated", "value": url, "basis": "x"}

    links = [a["href"] for t, a in Tags(made(provenance=provenance)).found if t == "a"]

    assert links == ([url] if linked else [])


@pytest.mark.parametrize(
    "data", [b"<svg onload=alert(1)>", b"%PDF-1.4", b"II*\0tiff", b"", b"<html>"]
)
def test_what_is_no_picture_for_a_browser_is_named_and_not_shown(data: bytes) -> None:
    shown = Tags(made(pictures={"001": data}))

    assert "img" not in {tag for tag, _ in shown.found}
    assert "data/media/001-rain-1.jpg" in shown.text


@given(st.text())
def test_any_text_makes_a_page(text: str) -> None:
    shown = made(text)

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown.replace("\r", ""))
    assert Tags(shown).text.count("Where it is kept") >= 1


def test_an_article_without_a_headline_shows_none() -> None:
    record = record_of(json.loads(small_record()))

    shown = page(ArticlePage(record, "It rained.\n", {}, FACTS, "x")).decode()

    assert "<h1" in shown
    assert "[It rained.]" in shown
    assert "No date is known" in shown


DIRECTIONS = [
    ("ar", "", "rtl"),
    ("ar-Latn", "مطر", "ltr"),
    ("uz-Arab", "", "rtl"),
    ("he-IL", "", "rtl"),
    ("en", "Rain", "ltr"),
    ("", "مطر", "rtl"),
    ("", "12: גשם", "rtl"),
    ("", "12: rain", "ltr"),
    ("", "", "ltr"),
]


@pytest.mark.parametrize(("tag", "text", "side"), DIRECTIONS)
def test_a_text_is_read_from_the_side_of_its_script(tag: str, text: str, side: str) -> None:
    assert direction(tag, text) == side


def test_an_arabic_page_is_set_from_the_right() -> None:
    language = {"declared": {"status": "stated", "value": "ar", "basis": "x"}, "detected": None}

    (html,) = [a for t, a in Tags(made("مطر\n", language=language)).found if t == "html"]

    assert html == {"lang": "ar", "dir": "rtl"}


@pytest.mark.parametrize("text", ['en" onload="x', "", None, "en us", "a" * 20])
def test_what_is_no_tag_of_a_language_stands_on_no_page(text: str | None) -> None:
    assert language_tag(text) == ""
