"""The pages of the project: links lead somewhere, commands are shown, words are our own."""

import re
from pathlib import Path

import pytest

from support.cli import Cli
from support.project import ROOT, documents, manual, relative, tracked_files

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^(```|~~~).*?^\1$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")

# Built from parts, or this file would itself hold what it looks for.
_INDEX_HOSTS = (
    "py" + r"pi\.",
    "python" + r"hosted\.",
    "npm" + r"js\.(org|com)",
    r"crates\." + "io",
    "rubygems" + r"\.org",
    r"anaconda\." + "(org|com)",
    "proxy" + r"\.golang\.",
)
_TOOLS_OF_THE_WRITERS = (
    "clau" + "de",
    "anth" + "ropic",
    "open" + "ai",
    "chat" + "gpt",
    "co" + "pilot",
    r"\bl" + r"lms?\b",
    "language " + "model",
    "sub-?" + "agent",
    "co-" + "authored-by",
    "work" + r"tree\b",
    r"(?<![\w.])/wo" + r"rk(?![a-z])",
)
_UNWANTED = re.compile("|".join((*_INDEX_HOSTS, *_TOOLS_OF_THE_WRITERS)), re.IGNORECASE)


def prose(page: Path) -> str:
    """The page without code."""
    return _CODE.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))


def headings(page: Path) -> set[str]:
    """The anchors of a page, made from its headings as code forges make them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", documents(), ids=relative)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in (a or b for a, b in _LINK.findall(prose(page))):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in headings(target)):
            broken.append(link)

    assert not broken


def test_every_page_of_the_manual_is_in_its_index() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    pages = [path for path in documents() if path.is_relative_to(ROOT / "docs")]

    missing = [
        name
        for page in pages
        if (name := page.relative_to(ROOT / "docs").as_posix()) != "README.md"
        and f"]({name})" not in index
    ]

    assert not missing


def test_every_module_that_the_guide_names_is_there() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+/[\w/]*(?:\.py)?)`", guide))
    places = (ROOT, ROOT / "src/newsarchive")

    assert len(named) > 50
    assert [n for n in sorted(named) if not any((place / n).exists() for place in places)] == []


def test_a_decision_is_called_by_its_number() -> None:
    called = [
        (relative(page), number, link)
        for page in documents()
        for number, link in re.findall(r"\[decision (\d+)\]\(([^)]*)\)", prose(page))
    ]

    assert len(called) > 10
    assert [one for one in called if f"/{int(one[1]):04d}-" not in f"/{one[2]}"] == []


def test_every_command_is_shown_in_the_manual(cli: Cli) -> None:
    shown = "\n".join(page.read_text(encoding="utf-8") for page in manual())

    listing = cli("--help").stdout.partition("Commands:\n")[2]
    commands = re.findall(r"^  ([a-z][a-z-]*)\b", listing, re.MULTILINE)

    assert commands
    assert [name for name in commands if not re.search(rf"newsarchive {name}\b", shown)] == []


@pytest.mark.parametrize("path", tracked_files(), ids=relative)
def test_no_file_names_a_package_index_or_the_tools_of_its_writers(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", errors="replace")

    assert _UNWANTED.search(relative(path)) is None
    assert _UNWANTED.search(text) is None


@pytest.mark.parametrize(
    "text",
    ["https://py" + "pi.org/simple", "see /wo" + "rk/notes", "an L" + "LM", "Clau" + "de"],
)
def test_an_unwanted_word_is_recognised(text: str) -> None:
    assert _UNWANTED.search(text)


@pytest.mark.parametrize("text", ["src/workflows/ingest.py", "Bag-Software-Agent", "a working day"])
def test_a_word_of_the_field_is_not_taken_for_an_unwanted_one(text: str) -> None:
    assert _UNWANTED.search(text) is None


def test_every_test_that_a_page_names_is_there() -> None:
    named = {
        (relative(page), test)
        for page in documents()
        for test in re.findall(r"`(tests/[\w./-]+)`", page.read_text(encoding="utf-8"))
    }

    assert len(named) > 10
    assert [n for n in sorted(named) if not (ROOT / n[1]).exists()] == []
