"""An article that goes over several pages is one article where all of them are given."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from newsarchive.model.outcome import ItemStatus
from newsarchive.workflows.ingest.lists import Listed
from support.archives import Place, bags

pytest.importorskip("trafilatura", reason="needs the extra `html`")

SITE = "https://tolm-post.example"
STORY = f"{SITE}/region/the-long-way-to-the-bridge"
WORDS = (
    "The council of Tolm argued for eleven years about where the bridge should stand, and page",
    "Whoever asks the fishermen of Ruland about it hears another story, which begins on page",
)


def page(
    number: int,
    *,
    canonical: str = "",
    before: str = "",
    behind: str = "",
    says: str = "",
    story: str = STORY,
) -> bytes:
    address = story if number == 1 else f"{story}/{number}"
    links = f'<link rel="canonical" href="{canonical or address}">'
    links += f'<link rel="prev" href="{before}">' if before else ""
    links += f'<link rel="next" href="{behind}">' if behind else ""
    text = "".join(f"<p>{w} {number} tells the rest of it in detail.</p>" for w in WORDS)
    return (
        f"<!-- saved from url=({len(address):04d}){address} -->\n"
        f"<!DOCTYPE html><html lang=en><head>"
        f"<title>The long way to the bridge</title>{links}"
        '<meta property="og:type" content="article"></head><body><article>'
        "<h1>The long way to the bridge</h1>"
        f"<p>Eleven years passed before the first stone of it was laid at the quay.</p>{text}"
        f"<div>{says}</div></article></body></html>"
    ).encode()


def chain(story: str = STORY, canonical: str = "") -> dict[str, bytes]:
    places = {1: story, 2: f"{story}/2", 3: f"{story}/3"}
    return {
        f"story-{n}.html": page(
            n,
            canonical=canonical,
            before=places.get(n - 1, ""),
            behind=places.get(n + 1, ""),
            story=story,
        )
        for n in (1, 2, 3)
    }


def numbered() -> dict[str, bytes]:
    # In the order of names the last page comes first.
    return {
        f"{name}.html": page(n, canonical=STORY, says=f"Page {n} of 3")
        for n, name in ((1, "c"), (2, "b"), (3, "a"))
    }


def lay(place: Place, files: Mapping[str, bytes]) -> Path:
    folder = place.sources / "box"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def records(place: Place, source: Path) -> list[Mapping[str, Any]]:
    with place.open() as archive:
        for item in archive.ingest(source).items:
            assert item.status is ItemStatus.STORED, item.message
        found = [archive.show(bag.name).record for bag in archive.bags(kind="article")]
    return [r for r in found if r]


def numbers(text: str) -> list[int]:
    """Of which pages a text has the paragraphs, in its order."""
    return [n for w in text.split("page ")[1:] if (n := int(w[0]))]


JOINED = {
    "by their links": chain(),
    "by links, all with the address of the first": chain(canonical=STORY),
    "by their numbers": numbered(),
}


@pytest.mark.parametrize("files", JOINED.values(), ids=JOINED)
def test_all_pages_of_an_article_are_one_article(place: Place, files: Mapping[str, bytes]) -> None:
    (record,) = records(place, lay(place, files))

    assert len(record["originals"]) == 3
    assert "completeness" not in record or record["completeness"] != "part"
    (folder,) = bags(place.root)
    text = (folder / "data/article.txt").read_text()
    assert numbers(text) == [1, 1, 2, 2, 3, 3]
    assert text.count("Eleven years passed") == 1
    details = [f["detail"] for f in record["findings"] if f["code"] == "TX-08"]
    assert details == [f"the text is put together from its 3 pages: {', '.join(names(record))}"]


def names(record: Mapping[str, Any]) -> list[str]:
    return [original["name"] for original in record["originals"]]


@pytest.mark.parametrize("gone", ["story-1.html", "story-2.html", "story-3.html"])
def test_where_a_page_is_not_there_each_stays_a_part(place: Place, gone: str) -> None:
    found = records(place, lay(place, {n: d for n, d in chain().items() if n != gone}))

    assert [len(r["originals"]) for r in found] == [1, 1]


def test_the_next_article_is_no_page_of_this_one(place: Place) -> None:
    first = page(1, behind=f"{SITE}/region/snow-in-ruland", canonical=STORY)
    other = page(1, before=STORY, story=f"{SITE}/region/snow-in-ruland")

    found = records(place, lay(place, {"a.html": first, "b.html": other}))

    assert [len(r["originals"]) for r in found] == [1, 1]


def test_articles_with_numbers_in_their_addresses_are_no_pages(place: Place) -> None:
    first = page(1, behind=f"{SITE}/news-13", story=f"{SITE}/news-12")
    other = page(1, before=f"{SITE}/news-12", story=f"{SITE}/news-13")

    found = records(place, lay(place, {"a.html": first, "b.html": other}))

    assert [len(r["originals"]) for r in found] == [1, 1]


def test_a_zip_is_read_as_its_folder_would_be(place: Place) -> None:
    path = place.sources / "box.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, data in chain().items():
            file.writestr(name, data)

    (record,) = records(place, path)

    assert names(record) == ["story-1.html", "story-2.html", "story-3.html"]


def named(place: Place, *sources: Path) -> list[list[str]]:
    """The names of the originals of each article, where these files are named."""
    with place.open() as archive:
        for item in archive.ingest(sources).items:
            assert item.status is ItemStatus.STORED, item.message
        found = [archive.show(bag.name).record for bag in archive.bags(kind="article")]
    return sorted(names(r) for r in found if r)


@pytest.mark.parametrize("files", JOINED.values(), ids=JOINED)
def test_pages_that_are_named_one_after_the_other_are_one_article(
    place: Place, files: Mapping[str, bytes]
) -> None:
    folder = lay(place, files)
    (place.sources / "other.html").write_bytes(page(1, story=f"{SITE}/region/snow"))
    sources = [place.sources / "other.html", *(folder / name for name in files)]

    assert named(place, *sources) == sorted([["other.html"], list(files)])


def test_pages_in_a_list_are_one_article(place: Place) -> None:
    folder = lay(place, chain())

    with place.open() as archive:
        items = archive.ingest([Listed(folder / name) for name in chain()]).items

    assert [item.status for item in items] == [ItemStatus.STORED]


def test_only_pages_that_were_named_are_put_together(place: Place) -> None:
    folder = lay(place, chain())

    found = named(place, folder / "story-1.html", folder / "story-2.html")

    assert found == [["story-1.html"], ["story-2.html"]]


def test_namesakes_of_two_folders_are_told_apart(place: Place) -> None:
    sources = []
    for number, data in enumerate(chain().values(), 1):
        folder = place.sources / str(number)
        folder.mkdir()
        (folder / "index.html").write_bytes(data)
        sources.append(folder / "index.html")

    (originals,) = named(place, *sources)

    assert len(originals) == 3


def test_pages_wait_for_one_that_is_still_being_written(place: Place) -> None:
    files = chain()
    files["story-2.html.part"] = files.pop("story-2.html")
    with place.open() as archive:
        items = archive.ingest(lay(place, files)).items

    assert [item.status for item in items] == [ItemStatus.WAITING] * 3
