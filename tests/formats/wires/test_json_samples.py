"""Real items of ninjs and digital wires, held against a reading that knows nothing of ours."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsarchive.metadata.record import encode
from support.samples import samples
from support.wires import read_wire, record_of

pytestmark = pytest.mark.samples


def real() -> list[Path]:
    return [*samples("ninjs").rglob("*.json"), *samples("dpa-digitalwires").glob("*.json")]


def headline(item: dict[str, Any]) -> str | None:
    """The main headline, as somebody would look for it with the schema at hand."""
    if "headline" in item:
        return str(item["headline"])
    given = [h["value"] for h in item.get("headlines", ())]
    given += [value for name, value in item.items() if name.startswith("headline_")]
    return given[0] if given else item.get("title")


def words(item: dict[str, Any]) -> list[str]:
    """The words of the text, of HTML where there is any."""
    bodies = [(b.get("contentType", b.get("contenttype", "")), b["value"]) for b in bodies_of(item)]
    bodies += [(name, value) for name, value in item.items() if name.startswith("body_")]
    if item.get("article_html"):
        bodies += [("html", "".join(item[n] or "" for n in ("article_html", "infobox_html")))]
        bodies[-1] = ("html", bodies[-1][1] + (item["linkbox_html"] or ""))
    rich = [value for kind, value in bodies if re.search("html|rich", kind)]
    plain = [value for _, value in bodies]
    text = (rich or plain or [""])[0]
    return html.unescape(re.sub(r"<[^>]*>", " ", text) if rich else text).split()


def bodies_of(item: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = item.get("bodies", [])
    return found


def test_headline_identifier_version_language_and_text_are_what_they_should_be() -> None:
    paths = real()

    for path in paths:
        item = json.loads(path.read_bytes())
        article = read_wire(path.read_bytes(), path.name)
        main = [h.value for h in article.headlines if h.role == "main"]
        version = item.get("version")

        assert article.source_id == item.get("uri", item.get("urn")), path.name
        assert main == [h for h in [headline(item)] if h], path.name
        assert article.version.value == (None if version is None else str(version)), path.name
        assert article.language.declared.value == item.get("language"), path.name
        assert "".join(unmarked(article.body.text)) == "".join(words(item)), path.name

    assert len(paths) > 30


def unmarked(text: str) -> list[str]:
    """The words without the marks of lists, which are ours."""
    return re.sub(r"(?m)^\s*- ", "", text).split()


def test_each_gives_a_record_that_fits_the_schema() -> None:
    for path in real():
        assert encode(record_of(read_wire(path.read_bytes(), path.name))), path.name


def test_what_is_not_valid_is_read_and_what_it_adds_stays_in_the_original() -> None:
    paths = sorted(samples("ninjs", "not-valid").iterdir())

    articles = [read_wire(path.read_bytes(), path.name) for path in paths]

    assert paths
    assert all(article.source_id and article.embargoed for article in articles)
