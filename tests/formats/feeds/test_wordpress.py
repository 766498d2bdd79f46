"""What WordPress exports: published posts, with their authors and pictures."""

from io import BytesIO

import pytest

from newsarchive.errors import RefusedError, SourceError
from newsarchive.formats import Item, choose, choose_unpacker
from newsarchive.formats.base import Contents
from newsarchive.model.article import Article
from support.records import capture

NAMES = (
    'xmlns:excerpt="http://wordpress.org/export/{v}/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/{v}/"'
)


def post(
    number: int,
    body: str = "One.\n\nTwo.",
    *,
    kind: str = "post",
    status: str = "publish",
    more: str = "",
    gmt: str = "2017-04-13 08:00:00",
) -> str:
    return (
        f"<item><title>Post {number}</title><link>https://p.example/{number}</link>"
        f"<dc:creator>alund</dc:creator><guid isPermaLink='false'>https://p.example/?p={number}</guid>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>"
        "<wp:post_date>2017-04-13 10:00:00</wp:post_date>"
        f"<wp:post_date_gmt>{gmt}</wp:post_date_gmt>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
    )


def picture(number: int, parent: int, caption: str = "") -> str:
    return (
        f"<item><title>pic</title><excerpt:encoded><![CDATA[{caption}]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:status>inherit</wp:status>"
        f"<wp:post_parent>{parent}</wp:post_parent><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>https://p.example/{number}.jpg</wp:attachment_url></item>"
    )


def export(*items: str, version: str = "1.2") -> bytes:
    return (
        f'<?xml version="1.0"?><!-- generator --><rss version="2.0" {NAMES.format(v=version)}>'
        "<channel><title>The Post</title><link>https://p.example</link><language>en-GB</language>"
        "<wp:author><wp:author_login>alund</wp:author_login>"
        "<wp:author_display_name>Ann Lund</wp:author_display_name></wp:author>"
        f"{''.join(items)}</channel></rss>"
    ).encode()


def opened(data: bytes) -> Contents:
    unpacker = choose_unpacker(data, "export.xml")
    assert unpacker is not None
    assert unpacker.name == "wxr/1"
    return unpacker.open(BytesIO(data), "export.xml")


def read(data: bytes) -> list[Article]:
    contents = opened(data)
    found = []
    for item in contents.items():
        assert isinstance(item, Item)
        piece = b"".join(contents.pieces(item.main))  # type: ignore[arg-type]
        found.append(choose(piece, "a.xml").read(capture("a.xml", piece), BytesIO(piece)))
    return found


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_a_post_is_an_article_with_its_authors_own_name(version: str) -> None:
    (article,) = read(export(post(7), version=version))

    assert [h.value for h in article.headlines] == ["Post 7"]
    assert [b.text for b in article.body.blocks] == ["One.", "Two."]
    assert [c.name for c in article.people] == ["Ann Lund"]
    assert article.canonical_url == "https://p.example/7"
    assert [s.value for s in article.provenance.sources] == ["The Post"]


DATES = {
    "2017-04-13 08:00:00": "2017-04-13T08:00:00Z",
    "0000-00-00 00:00:00": "2017-04-13T10:00:00",
}


@pytest.mark.parametrize(("gmt", "expected"), DATES.items())
def test_its_date_has_a_zone_only_where_one_is_stated(gmt: str, expected: str) -> None:
    (article,) = read(export(post(7, gmt=gmt)))

    assert str(article.provenance.date_published.value) == expected


def test_pictures_go_with_the_post_that_they_were_uploaded_to() -> None:
    meta = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value>"
        "</wp:postmeta>"
    )
    found = read(export(post(1), picture(8, 1, "The quay"), picture(9, 0), post(2, more=meta)))

    assert [[(m.url, m.caption.value) for m in a.media] for a in found] == [
        [("https://p.example/8.jpg", "The quay")],
        [("https://p.example/9.jpg", None)],
    ]


def test_what_is_not_published_is_left_out_and_counted() -> None:
    contents = opened(
        export(
            post(1),
            post(2, status="draft"),
            post(3, status="private"),
            post(4, kind="page"),
            post(5, kind="revision", status="inherit"),
            picture(6, 1),
        )
    )

    assert len(list(contents.items())) == 1
    assert sorted(contents.passed) == [
        "attachment 1",
        "draft 1",
        "page 1",
        "private 1",
        "revision 1",
    ]


def test_shortcodes_stay_as_they_are_printed() -> None:
    (article,) = read(export(post(1, "Before.\n\n[gallery ids=1,2]\n\nAfter.")))

    assert [b.text for b in article.body.blocks] == ["Before.", "[gallery ids=1,2]", "After."]


def test_blocks_of_the_editor_are_no_text() -> None:
    body = '<!-- wp:paragraph {"a":1} --><p>One.</p><!-- /wp:paragraph --><h2>Two</h2>'

    (article,) = read(export(post(1, body)))

    assert [b.text for b in article.body.blocks] == ["One.", "Two"]


def test_an_export_without_a_published_post_is_refused() -> None:
    with pytest.raises(RefusedError, match="without a published post"):
        read(export(post(1, status="draft")))


def test_an_export_that_is_cut_gives_what_is_whole() -> None:
    whole = export(post(1), post(2), post(3))

    items = opened(whole[: whole.index(b"3</title>")]).items()

    assert [next(items).label, next(items).label] == ["Post 1", "Post 2"]
    with pytest.raises(SourceError, match="ends in the midst"):
        next(items)
