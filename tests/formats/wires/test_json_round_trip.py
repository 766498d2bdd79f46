"""What is read from a JSON wire and exported as ninjs again loses what docs/formats.md names."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsarchive.metadata.exports import to_ninjs
from newsarchive.model.article import Article
from support.ninjs import faults
from support.samples import samples
from support.wires import read_wire, record_of, told

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "formats.md"
GOOD = sorted(p for p in (HERE / "good").glob("*.json") if not p.name.endswith(".says.json"))
items = pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
_WORDS = ("derived: ", "supplied: ")


def documented() -> set[str]:
    """The first column of the table of losses."""
    page = PAGE.read_text("utf-8")
    table = page[page.index("| lost | why |") :].partition("\n\n")[0]
    return set(re.findall(r"^\| `([a-z_.]+)` \|", table, re.MULTILINE))


def exported(article: Article) -> dict[str, Any]:
    return dict(to_ninjs(record_of(article), article.body.text or None).document)


def lost(article: Article, again: Article) -> Iterator[str]:
    """The facts of an article that another one has not, or has otherwise."""
    before, after = dict(facts(article)), dict(facts(again))
    for name, value in before.items():
        if plain(value) != plain(after.get(name)) and not holds(after.get(name), value):
            yield name
        elif name == "lead" and value != after.get(name):
            yield "status"


def facts(article: Article) -> Iterator[tuple[str, Any]]:
    found = told(article)
    for number, medium in enumerate(found.pop("media", ())):
        for name, value in medium.items():
            yield f"media.{name}#{number}", value
    yield from found.items()


def plain(value: Any) -> Any:
    if isinstance(value, str):
        for word in _WORDS:
            value = value.removeprefix(word)
        return value.replace(" (lead): ", ": ", 1)
    return [plain(item) for item in value] if isinstance(value, list) else value


def holds(longer: Any, shorter: Any) -> bool:
    """Whether a list has all that another has, in its order."""
    if not isinstance(longer, list) or not isinstance(shorter, list):
        return False
    rest = iter(plain(longer))
    return all(item in rest for item in plain(shorter))


def names(article: Article) -> set[str]:
    again = read_wire(json.dumps(exported(article)).encode(), "again.json")
    return {name.partition("#")[0] for name in lost(article, again)}


@items
def test_an_item_loses_only_what_the_page_names(path: Path) -> None:
    assert names(read_wire(path.read_bytes(), path.name)) <= documented()


def test_whatever_the_page_names_is_lost_somewhere() -> None:
    found = set()
    for path in GOOD:
        found |= names(read_wire(path.read_bytes(), path.name))

    assert found == documented()


@items
def test_what_was_exported_and_read_is_exported_alike(path: Path) -> None:
    once = exported(read_wire(path.read_bytes(), path.name))

    again = read_wire(json.dumps(once).encode(), path.name)

    assert names(again) <= documented() & {"status", "media.url", "people"}


@pytest.mark.samples
@items
def test_the_export_of_an_item_is_valid(path: Path) -> None:
    assert faults(exported(read_wire(path.read_bytes(), path.name))) == []


@pytest.mark.samples
def test_real_items_lose_only_what_the_page_names_and_are_valid() -> None:
    found, wrong, count = set(), [], 0
    for path in real():
        article = read_wire(path.read_bytes(), path.name)
        found |= names(article)
        wrong += faults(exported(article))
        count += 1

    assert count > 30
    assert wrong == []
    assert found <= documented()


def real() -> list[Path]:
    return [*samples("ninjs").rglob("*.json"), *samples("dpa-digitalwires").glob("*.json")]
