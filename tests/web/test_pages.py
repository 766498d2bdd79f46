"""The pages of the portal: whole, in order, to be read by everybody, and with nothing that runs."""

import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import newsarchive
from newsarchive.web import article
from support import portal
from support.portal import ARABIC, HOSTILE, Made, Page

if TYPE_CHECKING:
    from starlette.testclient import TestClient

PAGES = {
    "start": "/",
    "results": "/search?q=harbour",
    "narrowed": "/search?q=ferry&source=Tolm+Post&from=2004&to=2017&sort=oldest",
    "all": "/search",
    "nothing": "/search?q=nosuchword",
    "browse": "/browse",
    "years": "/browse/year",
    "sources": "/browse/source",
    "agencies": "/browse/agency",
    "collections": "/browse/collection",
    "languages": "/browse/language",
    "article": "/article/{rain}",
    "version": "/bag/{ferry-1}",
    "hostile": "/article/{hostile}",
    "arabic": "/article/{arabic}",
    "described": "/article/{described}",
    "files": "/bag/{rain}/files",
    "difference": "/bag/{ferry-2}/diff",
    "delivery": "/bag/{delivery}",
    "closed": "/article/{closed}",
    "withdrawn": "/article/{dark}",
    "nowhere": "/nowhere",
    "audits": "/staff/audits",
    "gaps": "/staff/gaps",
}


@pytest.fixture(scope="module")
def pages(made: Made, staff: "TestClient") -> dict[str, str]:
    """The text of every kind of page."""
    hail = staff.get(f"/bag/{made.bags['hail']}.json").json()
    bags = {**made.bags, "delivery": hail["delivery"]}
    found = {}
    for name, address in PAGES.items():
        answer = staff.get(address.format(**bags))
        assert answer.headers["content-type"] == "text/html; charset=utf-8", name
        assert answer.status_code in {200, 403, 404, 410}, (name, answer.status_code)
        found[name] = answer.text
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_element_is_closed_where_it_should_be(pages: dict[str, str], name: str) -> None:
    assert Page.of(pages[name]).faults == []


@pytest.mark.parametrize("name", PAGES)
def test_headings_begin_with_one_of_the_first_level_and_leave_none_out(
    pages: dict[str, str], name: str
) -> None:
    levels = Page.of(pages[name]).headings

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_landmarks_a_language_and_a_way_past_the_head(
    pages: dict[str, str], name: str
) -> None:
    page = Page.of(pages[name])

    assert page.named("html")[0]["lang"] == "en"
    assert len(page.named("main")) == 1
    assert page.named("nav")[0]["aria-label"]
    assert page.named("a")[0]["href"] == f"#{page.named('main')[0]['id']}"
    assert re.search(r"<title>.+</title>", pages[name])


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_a_label_and_every_id_is_there_once(
    pages: dict[str, str], name: str
) -> None:
    page = Page.of(pages[name])
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    labelled = {attributes["for"] for attributes in page.named("label")}
    fields = [*page.named("input"), *page.named("textarea"), *page.named("select")]
    pointed = " ".join(
        value or ""
        for _, attributes in page.tags
        for key in ("aria-labelledby", "aria-describedby")
        if (value := attributes.get(key))
    ).split()

    assert len(ids) == len(set(ids))
    assert {f["id"] for f in fields if f.get("type") != "hidden"} <= labelled
    assert set(pointed) <= set(ids)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_and_nothing_comes_from_elsewhere(pages: dict[str, str], name: str) -> None:
    page = Page.of(pages[name])

    assert {s.get("type") for s in page.named("script")} <= {"application/ld+json"}
    assert page.named("style") == page.named("iframe") == page.named("object") == []
    for tag, attributes in page.tags:
        assert not [key for key in attributes if key.startswith("on") or key == "style"], tag
        for key in ("src", "action"):
            assert (attributes.get(key) or "/").startswith("/"), tag
    for link in page.named("link"):
        assert (link["href"] or "").startswith("/")
    for link in page.named("a"):
        assert re.match(r"[/#]|https?://", link["href"] or ""), link


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_has_words_for_who_does_not_see_it(pages: dict[str, str], name: str) -> None:
    page = Page.of(pages[name])

    assert all(image.get("alt") for image in page.named("img"))
    assert all(d.get("role") == "img" and d.get("aria-labelledby") for d in page.named("svg"))


def test_what_a_source_wrote_is_text_and_no_tag(pages: dict[str, str]) -> None:
    page = Page.of(pages["hostile"])

    assert HOSTILE.replace("\u202e&amp;", "\u202e&amp;") in page.text
    assert "alert(1)</script>" not in pages["hostile"]
    assert [i for i in page.named("img") if i.get("src") == "x"] == []
    assert "<b>tags</b>" in page.text


def test_linked_data_ends_no_element_and_is_what_it_says(pages: dict[str, str]) -> None:
    for name in ("article", "hostile"):
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', pages[name])
        document = json.loads(block)

        assert document["@type"] == "NewsArticle"
        assert "articleBody" not in document
    assert document["headline"] == HOSTILE


def test_a_text_from_right_to_left_is_set_so(pages: dict[str, str]) -> None:
    (article,) = Page.of(pages["arabic"]).named("article")

    assert (article["lang"], article["dir"]) == ("ar", "rtl")
    assert ARABIC in Page.of(pages["arabic"]).text


def test_every_value_of_others_finds_its_own_direction(pages: dict[str, str]) -> None:
    page = Page.of(pages["arabic"])

    assert page.named("h1")[0]["dir"] == "auto"
    assert all(p.get("dir") for p in page.named("p") if p.get("class") == "lead")


LABELS = {
    "Source": ("Harbour Gazette", "disputed: 2 values"),
    "Published": ("2016-03-04", "stated by source"),
    "Byline": ("not known", "not stated"),
    "Language": ("en", "added by archivist"),
}


@pytest.mark.parametrize("fact", LABELS)
def test_a_fact_says_how_it_is_known(pages: dict[str, str], fact: str) -> None:
    value, label = LABELS[fact]
    shown = re.search(rf"<dt>{fact}</dt>\n<dd>\n(.*)", pages["article"])

    assert shown
    assert f">{value}</span>" in shown[1]
    assert f'<span class="label">{label}</span>' in shown[1]


def test_the_very_words_of_a_plain_text_are_marked(pages: dict[str, str]) -> None:
    assert "Published: <mark>4 March 2016</mark>" in pages["article"]


def test_a_picture_has_its_caption_and_credit(pages: dict[str, str]) -> None:
    assert "The harbour &lt;at night&gt;" in pages["article"]
    assert "Photo: Ina Ros" in pages["article"]


def test_how_it_is_kept_is_told(made: Made, pages: dict[str, str], reader: "TestClient") -> None:
    view = reader.get(f"/article/{made.bags['rain']}.json").json()

    assert view["seal"] in pages["article"]
    assert "<strong>intact</strong>" in pages["article"]
    assert "sha512sum -c manifest-sha512.txt" in pages["article"]


def test_a_difference_shows_what_was_put_in_and_taken_out(pages: dict[str, str]) -> None:
    assert re.search(r"<del>.*Monday", pages["difference"])
    assert re.search(r"<ins>.*Tuesday", pages["difference"])


def test_the_first_page_says_what_is_here_and_how_it_is_kept(pages: dict[str, str]) -> None:
    assert re.search(r"Every one of \d+ bags was checked byte by byte", pages["start"])
    assert "no damage is known" in pages["start"]
    assert '<a href="/search?year=2016">2016</a>' in pages["start"]
    assert "2016: 1 article" in pages["start"]  # in the drawing
    assert "Town &lt;Library&gt;" in pages["start"]


def test_pages_about_the_archive_are_for_staff(reader: "TestClient", staff: "TestClient") -> None:
    for address in ("/staff/audits", "/staff/gaps"):
        assert reader.get(address).status_code == 404
        assert staff.get(address).status_code == 200
    assert "/staff/" not in reader.get("/").text


TAGS = {
    "citation_title": "Rain over the harbour",
    "citation_publication_date": "2016/03/04",
    "citation_journal_title": "Harbour Gazette",
    "DC.date": "2016-03-04",
    "DC.language": "en",
}


@pytest.mark.parametrize("name", TAGS)
def test_reference_managers_find_what_they_look_for(pages: dict[str, str], name: str) -> None:
    values = [
        m["content"] for m in Page.of(pages["article"]).named("meta") if m.get("name") == name
    ]

    assert values == [TAGS[name]]


def test_a_context_object_is_on_the_page(pages: dict[str, str]) -> None:
    (coins,) = [s for s in Page.of(pages["article"]).named("span") if s.get("class") == "Z3988"]

    assert "rft.atitle=Rain+over+the+harbour" in (coins["title"] or "")


def test_staff_see_no_page_under_a_name_from_elsewhere(staff: "TestClient") -> None:
    for address in ("/", "/staff/audits", "/style.css"):
        answer = staff.get(address, headers={"host": "archive.example.org"})

        assert answer.status_code == (200 if address == "/style.css" else 400)
        assert "archive.example.org" not in answer.text


def test_an_article_without_a_text_says_so(copy: Made, tmp_path: Path) -> None:
    source = tmp_path / "wire.json"
    source.write_text(
        '{"uri": "urn:example:silent", "type": "picture", "headline": "A silent picture"}', "utf-8"
    )
    with newsarchive.open(copy.root) as archive:
        done = archive.ingest(source).items[0]
    assert done.bag_id, done

    with portal.client(copy.root) as reader:
        assert "It came without a text." in reader.get(f"/article/{done.bag_id}").text


def test_a_text_that_is_too_long_for_a_page_says_where_it_is(
    made: Made, reader: "TestClient", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article, "_MOST_TEXT", 10)

    page = reader.get(f"/article/{made.bags['undated']}").text

    assert "too long for a page" in page
    assert "Nobody knows" not in page.partition('<div class="text">')[2].partition("</div>")[0]


CHECKED = {"article": True, "version": True, "difference": False, "results": False}


@pytest.mark.parametrize(("name", "checks"), CHECKED.items(), ids=CHECKED)
def test_a_page_says_that_files_are_compared_only_where_they_are(
    pages: dict[str, str], name: str, *, checks: bool
) -> None:
    assert ("Every file is compared with what was taken in" in pages[name]) is checks
