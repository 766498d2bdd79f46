"""Where pages say who wrote them: in linked data, in metas, in lines; and who is no author."""

import json

import pytest

from support.pages import page, read_page

BYLINES = {
    "a station behind the names": (
        '<div class="authorline__author">Von Jo Lens und Ina Quay, ARD Tolm</div>',
        ["Jo Lens", "Ina Quay"],
    ),
    "a role behind a slash": ("<div class=name>By Jo Lens / Staff reporter</div>", ["Jo Lens"]),
    "a place and a time behind": (
        "<div><p>By Jo Lens, in Tolm, News · 05 May 2024, 10:00</p></div>",
        ["Jo Lens"],
    ),
    "a person of schema.org": (
        (
            '<div itemscope itemtype="http://schema.org/Person">'
            '<address class="name"><a href="/jo">Jo Lens</a></address></div>'
        ),
        ["Jo Lens"],
    ),
    "a place in an element like that of the name": (
        (
            '<div><span class="MetaAuthor"><a href="/jo">Jo Lens</a></span>'
            '<span class="MetaAuthor">, Tolm</span></div>'
        ),
        ["Jo Lens"],
    ),
    "a list": (
        (
            '<ul class="authors"><li class="authors__item">von <a href="/jo">Jo Lens</a></li>'
            '<li class="authors__item"><span>Ina Quay</span></li></ul>'
        ),
        ["Jo Lens", "Ina Quay"],
    ),
    "who took the picture": (
        (
            '<figure><img src="https://x.example/pictures/ferry.jpg">'
            '<figcaption><span class="author">Jo Lens</span></figcaption></figure>'
        ),
        [],
    ),
    "a line that is no byline": ("<p class=kicker>Von Tolm nach Vale</p>", []),
}
METAS = {
    '<meta name="articleAuthor" content="Jo Lens">': ["Jo Lens"],
    '<meta property="mrf:authors" content="Jo Lens;Ina Quay">': ["Jo Lens", "Ina Quay"],
    '<meta name="twitter:label1" content="Verfasst von">'
    '<meta name="twitter:data1" content="Jo Lens">': ["Jo Lens"],
    '<meta name="twitter:label1" content="Lesezeit">'
    '<meta name="twitter:data1" content="Drei Minuten">': [],
    '<meta property="article:author" content="https://www.facebook.com/tolmpost">': [],
}
NODES = {
    "a byline for a name": ({"@type": "Person", "byline": "Jo Lens"}, ["Jo Lens"]),
    "a role before the name": (
        {"@type": "Person", "name": "Tolm-online-Redakteurin Ina Quay"},
        ["Ina Quay"],
    ),
    "a person and an agency": (
        [{"@type": "Person", "name": "Jo Lens"}, {"@type": "Organization", "name": "dpa"}],
        ["Jo Lens"],
    ),
    "two in one name": ({"@type": "Person", "name": "Jo Lens/Ina Quay"}, ["Jo Lens", "Ina Quay"]),
}


def authors(page_: str) -> list[str]:
    return [p.name for p in read_page(page_).people if p.rel == "author"]


@pytest.mark.parametrize("case", BYLINES)
def test_a_line_above_the_text_names_those_who_wrote_it(case: str) -> None:
    fragment, wanted = BYLINES[case]

    assert authors(page(fragment)) == wanted


@pytest.mark.parametrize("head", METAS)
def test_a_meta_element_names_those_who_wrote_it(head: str) -> None:
    assert authors(page("", head)) == METAS[head]


@pytest.mark.parametrize("case", NODES)
def test_linked_data_name_those_who_wrote_it(case: str) -> None:
    author, wanted = NODES[case]
    node = {"@type": "NewsArticle", "headline": "Ferry stays in port", "author": author}

    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    assert authors(page("", head)) == wanted
