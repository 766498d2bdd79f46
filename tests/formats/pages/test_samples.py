"""Real pages, with what their annotators found in them (samples/html-cc/expected.json)."""

import json
from typing import Any

import pytest

from support.pages import read_page
from support.samples import samples

NAMES = (
    "achtundvierzig.hypotheses.org.822",
    "alexanderlasch.wordpress.com.sprachgeschichte",
    "bloghaus.hypotheses.org.2320",
    "creativecommons.at.faircoin",
    "de.globalvoices.org.nicaragua",
    "ethify.org.vegetarier",
    "strafprozess.ch.polizisten",
)
# What is not read: who writes a blog, where only its title says so. Nothing wrong is said in its
# place. What should not be in the text there is a paragraph of it.
NOT_READ = {
    ("alexanderlasch.wordpress.com.sprachgeschichte", "author"),
    ("alexanderlasch.wordpress.com.sprachgeschichte", "without"),
}


def expected(name: str) -> dict[str, Any]:
    table = json.loads(samples("html-cc", "expected.json").read_bytes())
    found: dict[str, Any] = table[f"{name}.html"]
    return found


@pytest.mark.samples
@pytest.mark.parametrize("name", NAMES)
def test_real_pages_say_what_their_annotators_found(name: str) -> None:
    wanted = expected(name)

    article = read_page(samples("html-cc", f"{name}.html").read_bytes(), f"{name}.html")

    published = article.provenance.date_published.value
    text = article.body.text
    found = {
        "title": article.display_title == wanted["title"],
        "date": published is not None and published.text[:10] == wanted["date"],
        "author": not wanted["author"] or wanted["author"] in [p.name for p in article.people],
        "with": all(part in text for part in wanted["with"]),
        "without": not any(part in text for part in wanted["without"]),
    }
    assert {(name, key) for key, right in found.items() if not right} <= NOT_READ
    assert published is None or found["date"]
