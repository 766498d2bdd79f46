"""How sites mark up pictures, captions and credits: fragments in media.json, and what is read."""

import json
from pathlib import Path

import pytest

from support.pages import PROSE, medium, page, read_page

IMG = '<img src="https://x.example/pictures/harbour-ferry.jpg" alt="x" width="640" height="400">'
TABLE = json.loads(Path(__file__).with_name("media.json").read_text("utf-8"))
FRAGMENTS, NO_MEDIA, ONE_MEDIUM = TABLE["fragments"], TABLE["no media"], TABLE["one medium"]


@pytest.mark.parametrize("case", FRAGMENTS)
def test_what_stands_with_a_picture_is_found(case: str) -> None:
    wanted = FRAGMENTS[case]

    (found,) = read_page(page(wanted["html"].replace("<IMG>", IMG))).media

    assert medium(found)[1:] == [wanted["caption"], wanted["credit"]]


@pytest.mark.parametrize("case", NO_MEDIA)
def test_what_is_no_picture_of_the_article_is_none(case: str) -> None:
    assert read_page(page(NO_MEDIA[case])).media == ()


@pytest.mark.parametrize("case", ONE_MEDIUM)
def test_all_sources_of_one_picture_are_one_medium(case: str) -> None:
    head = '<link rel="canonical" href="https://x.example/ferry">'

    (found,) = read_page(page(ONE_MEDIUM[case], head)).media

    assert found.url is not None
    assert "harbour-ferry" in found.url


def test_the_largest_source_is_the_address_of_a_picture() -> None:
    head = '<link rel="canonical" href="https://x.example/ferry">'

    (found,) = read_page(page(ONE_MEDIUM["sizes"], head)).media

    assert found.url == "https://x.example/a/harbour-ferry.jpg"
    assert len(found.renditions) == 2


def test_the_picture_of_the_fields_is_the_lead_picture_only_where_none_is_shown() -> None:
    head = (
        '<meta property="og:image" content="https://x.example/a/shared-preview.jpg">'
        '<link rel="canonical" href="https://x.example/ferry">'
    )
    shown = '<figure><img src="/a/harbour-ferry.jpg"></figure>'

    assert [m.url for m in read_page(page("", head)).media] == [
        "https://x.example/a/shared-preview.jpg"
    ]
    assert [m.url for m in read_page(page(shown, head)).media] == [
        "https://x.example/a/harbour-ferry.jpg"
    ]


def test_the_picture_of_the_fields_is_none_besides_one_in_the_text() -> None:
    head = '<meta property="og:image" content="https://img.example/a/shared-preview.jpg">'
    text = f"<p>{PROSE}</p><figure><img src='https://x.example/a/harbour-ferry.jpg'></figure>"

    assert [m.url for m in read_page(page(text, head)).media] == [
        "https://x.example/a/harbour-ferry.jpg"
    ]


@pytest.mark.parametrize("where", ["in its head", "behind its first paragraph", "before it"])
def test_the_picture_of_linked_data_is_none_besides_a_lead_picture(where: str) -> None:
    node = {"@type": "NewsArticle", "headline": "Ferry stays in port", "image": "/a/crop.jpg"}
    head = (
        f'<script type="application/ld+json">{json.dumps(node)}</script>'
        '<link rel="canonical" href="https://x.example/ferry">'
    )
    lead = '<figure class="lead"><img src="https://x.example/a/own-lead.jpg"></figure>'
    whole = {
        "in its head": page(lead, head),
        "behind its first paragraph": page(f"<p>{PROSE}</p>{lead}", head),
        "before it": page("", head).replace("<main>", f"<main>{lead}"),
    }

    assert [m.url for m in read_page(whole[where]).media] == ["https://x.example/a/own-lead.jpg"]


STAGE = f"<figure>{IMG}<figcaption>The ferry. (Jo Lens/AP)</figcaption></figure>"


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        (f"<div class=stage>{STAGE}</div>", [["The ferry.", "Jo Lens/AP"]]),
        (f"<div class=stage><a href='/another'>{STAGE}</a></div>", []),
        (f"<div class=stage><h2>Another</h2>{STAGE}</div>", []),
        (f"<div class=box>{IMG}</div>", []),
    ],
    ids=["a figure", "in a link", "with a heading", "in what is called nothing"],
)
def test_a_lead_picture_may_stand_right_before_the_article(
    before: str, wanted: list[list[str]]
) -> None:
    whole = page("").replace("<main>", f"<main>{before}")

    assert [medium(m)[1:] for m in read_page(whole).media] == wanted


def test_what_stands_before_an_article_with_a_lead_picture_is_not_of_it() -> None:
    own = "<figure><img src='https://x.example/a/own-lead.jpg'></figure>"
    whole = page(own).replace("<main>", f"<main><div class=stage>{STAGE}</div>")

    assert [m.url for m in read_page(whole).media] == ["https://x.example/a/own-lead.jpg"]


def test_captions_are_not_in_the_text() -> None:
    fragment = FRAGMENTS["a block called after the picture"]["html"].replace("<IMG>", IMG)

    assert "Die Fähre am Kai" not in read_page(page(fragment)).body.text
