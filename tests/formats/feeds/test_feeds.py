"""Feeds: each entry is an article, and what the feed says of all of them goes with it."""

from io import BytesIO
from typing import Any

import pytest

from newsarchive.errors import RefusedError
from newsarchive.formats import HEAD_BYTES, Item, choose, choose_unpacker
from newsarchive.formats.feeds.dates import feed_date
from newsarchive.model.article import Article, Completeness
from support.records import capture
from support.samples import samples

NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom"'
)
ABOUT = (
    "<title>The Post</title><link>https://post.example</link><language>en-GB</language>"
    "<copyright>© The Post</copyright>"
)
FULL = "&lt;p&gt;The bridge opened on Thursday.&lt;/p&gt;&lt;p&gt;Trams follow.&lt;/p&gt;"


def rss(*items: str, about: str = ABOUT) -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {NAMES}><channel>{about}{inner}</channel></rss>'.encode()


def atom(*entries: str) -> bytes:
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">'
        f"<title>Die Zeitung</title><id>urn:feed:1</id>{inner}</feed>"
    ).encode()


def read(data: bytes, name: str = "feed.xml") -> list[Article]:
    unpacker = choose_unpacker(data[:HEAD_BYTES], name)
    assert unpacker is not None
    contents = unpacker.open(BytesIO(data), name)
    found = []
    for item in contents.items():
        assert isinstance(item, Item)
        piece = b"".join(contents.pieces(item.main))  # type: ignore[arg-type]
        reader = choose(piece[:HEAD_BYTES], item.main.name)
        found.append(reader.read(capture(item.main.name, piece), BytesIO(piece)))
    return found


def one(data: bytes) -> Article:
    (article,) = read(data)
    return article


def told(article: Article) -> dict[str, Any]:
    p = article.provenance
    return {
        "title": [h.value for h in article.headlines],
        "text": [b.text for b in article.body.blocks],
        "lead": article.lead.value,
        "published": p.date_published.value and str(p.date_published.value),
        "modified": p.date_modified.value and str(p.date_modified.value),
        "source": [s.value for s in p.sources],
        "agency": [s.value for s in p.agencies],
        "people": [c.name for c in article.people],
        "url": article.canonical_url,
        "id": article.source_id,
        "other ids": [a.value for a in article.alt_ids],
        "language": article.language.declared.value,
        "rights": article.rights.copyright_notice.value,
        "complete": article.completeness,
        "keywords": [k.name for k in article.keywords],
        "media": [(m.url, m.caption.value, m.credit_line.value) for m in article.media],
    }


RSS: dict[str, tuple[str, dict[str, Any]]] = {
    "a whole text": (
        (
            f"<title>Bridge</title><content:encoded>{FULL}</content:encoded>"
            "<description>Short of it</description>"
        ),
        {
            "text": ["The bridge opened on Thursday.", "Trams follow."],
            "lead": "Short of it",
            "complete": None,
        },
    ),
    "a summary": (
        "<title>Bridge</title><description>It opened.</description>",
        {"text": ["It opened."], "complete": Completeness.SUMMARY, "lead": None},
    ),
    "a summary that is how the text begins": (
        (
            f"<title>B</title><content:encoded>{FULL}</content:encoded>"
            "<description>The bridge opened [&amp;hellip;]</description>"
        ),
        {"lead": None},
    ),
    "nothing but a title": (
        "<title>Bridge</title>",
        {"text": [], "complete": Completeness.STUB},
    ),
    "markup in a title": (
        "<title>Rain &amp;amp; &lt;i&gt;wind&lt;/i&gt;</title>",
        {"title": ["Rain & wind"]},
    ),
    "what the feed says": (
        "<title>B</title>",
        {"source": ["The Post"], "language": "en-GB", "rights": "© The Post"},
    ),
    "what it was taken from": (
        "<title>B</title><source url='https://o.example'>Other</source>",
        {"source": ["Other"]},
    ),
    "a date": (
        "<title>B</title><pubDate>Thu, 13 Apr 2017 10:02:03 +0200</pubDate>",
        {"published": "2017-04-13T10:02:03+02:00", "modified": None},
    ),
    "a date of Dublin Core": (
        "<title>B</title><dc:date>2017-04-13T10:02:03Z</dc:date>",
        {"published": "2017-04-13T10:02:03Z"},
    ),
    "published and updated": (
        (
            "<title>B</title><pubDate>Thu, 13 Apr 2017 08:00:00 GMT</pubDate>"
            "<atom:updated>2017-04-14T08:00:00Z</atom:updated>"
        ),
        {"published": "2017-04-13T08:00:00Z", "modified": "2017-04-14T08:00:00Z"},
    ),
    "no date": ("<title>B</title><pubDate>yesterday</pubDate>", {"published": None}),
    "an author": ("<title>B</title><dc:creator>Ann Lund</dc:creator>", {"people": ["Ann Lund"]}),
    "an author with an address": (
        "<title>B</title><author>ann@post.example (Ann Lund)</author>",
        {"people": ["Ann Lund"]},
    ),
    "an address without a name": (
        "<title>B</title><author>ann@post.example</author>",
        {"people": []},
    ),
    "an agency as author": (
        "<title>B</title><dc:creator>Reuters</dc:creator>",
        {"people": [], "agency": ["Reuters"]},
    ),
    "the paper as author": ("<title>B</title><dc:creator>The Post</dc:creator>", {"people": []}),
    "an address on the web": (
        "<title>B</title><link>https://post.example/b</link><guid isPermaLink='false'>77</guid>",
        {"url": "https://post.example/b", "id": None, "other ids": ["77"]},
    ),
    "a guid that is its address": (
        "<title>B</title><guid>https://post.example/b</guid>",
        {"url": "https://post.example/b", "other ids": []},
    ),
    "an id alone": (
        "<title>B</title><guid isPermaLink='false'>77</guid>",
        {"url": None, "id": "77"},
    ),
    "an address that is no page": (
        "<title>B</title><link>javascript:alert(1)</link>",
        {"url": None},
    ),
    "categories": (
        (
            "<title>B</title><category>Rain</category><category domain='d'>Wind</category>"
            "<category>rain</category>"
        ),
        {"keywords": ["Rain", "Wind"]},
    ),
    "an enclosure": (
        "<title>B</title><enclosure url='https://p.example/a.jpg' type='image/jpeg' length='1'/>",
        {"media": [("https://p.example/a.jpg", None, None)]},
    ),
    "Media RSS": (
        (
            "<title>B</title><media:content url='https://p.example/a.jpg' medium='image'>"
            "<media:description>The quay</media:description><media:credit>E. Tolm</media:credit>"
            "</media:content>"
        ),
        {"media": [("https://p.example/a.jpg", "The quay", "E. Tolm")]},
    ),
    "several sizes of one picture": (
        (
            "<title>B</title><media:group><media:content url='https://p.example/s.jpg' width='80'"
            " medium='image'/><media:content url='https://p.example/l.jpg' width='800'"
            " medium='image'/></media:group>"
        ),
        {"media": [("https://p.example/l.jpg", None, None)]},
    ),
    "a picture in the text": (
        (
            "<title>B</title><content:encoded>&lt;p&gt;Text&lt;/p&gt;&lt;figure&gt;&lt;img"
            " src='https://p.example/a.jpg'&gt;&lt;figcaption&gt;The quay&lt;/figcaption&gt;"
            "&lt;/figure&gt;</content:encoded>"
        ),
        {"text": ["Text"], "media": [("https://p.example/a.jpg", "The quay", None)]},
    ),
    "what counts readers": (
        (
            "<title>B</title><description>Text &lt;img src='https://c.example/1.gif' width='1'"
            " height='1'&gt;</description>"
        ),
        {"media": []},
    ),
}


@pytest.mark.parametrize(("item", "expected"), RSS.values(), ids=RSS)
def test_an_entry_of_rss_says_what_it_says(item: str, expected: dict[str, Any]) -> None:
    found = told(one(rss(item)))

    assert {key: found[key] for key in expected} == expected


ATOM: dict[str, tuple[str, dict[str, Any]]] = {
    "published, updated, author": (
        (
            "<title>Brücke</title><id>urn:x:1</id><published>2017-04-13T10:00:00+02:00</published>"
            "<updated>2017-04-14T10:00:00+02:00</updated><author><name>Jo Lund</name></author>"
            "<link href='https://z.example/b'/>"
            "<content type='html'>&lt;p&gt;Text&lt;/p&gt;</content>"
        ),
        {
            "published": "2017-04-13T10:00:00+02:00",
            "modified": "2017-04-14T10:00:00+02:00",
            "people": ["Jo Lund"],
            "url": "https://z.example/b",
            "other ids": ["urn:x:1"],
            "text": ["Text"],
            "language": "de",
            "source": ["Die Zeitung"],
        },
    ),
    "XHTML": (
        (
            "<title>B</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
            "<p>One</p><p>Two</p></div></content>"
        ),
        {"text": ["One", "Two"]},
    ),
    "plain text": (
        "<title>1 &lt; 2</title><summary type='text'>2 &gt; 1</summary>",
        {"title": ["1 < 2"], "text": ["2 > 1"], "complete": Completeness.SUMMARY},
    ),
    "updated is not published": (
        "<title>B</title><updated>2017-04-14T10:00:00Z</updated>",
        {"published": None, "modified": "2017-04-14T10:00:00Z"},
    ),
}


@pytest.mark.parametrize(("entry", "expected"), ATOM.values(), ids=ATOM)
def test_an_entry_of_atom_says_what_it_says(entry: str, expected: dict[str, Any]) -> None:
    found = told(one(atom(entry)))

    assert {key: found[key] for key in expected} == expected


def test_rss_1_is_read_with_its_items_beside_the_channel() -> None:
    data = (
        b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        b' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<channel rdf:about='https://p.example'><title>The Post</title></channel>"
        b"<item rdf:about='https://p.example/a'><title>A</title><link>https://p.example/a</link>"
        b"<dc:date>2017-04-13</dc:date></item></rdf:RDF>"
    )

    found = told(one(data))

    assert (found["title"], found["published"], found["source"]) == (
        ["A"],
        "2017-04-13",
        ["The Post"],
    )


def test_a_json_feed_is_read() -> None:
    data = (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "The Post", "language": "en",'
        b' "items": [{"id": "1", "url": "https://p.example/a", "title": "A",'
        b' "content_html": "<p>One</p>", "date_published": "2017-04-13T10:00:00-05:00",'
        b' "authors": [{"name": "Ann Lund"}], "image": "https://p.example/a.jpg"},'
        b' {"id": 2, "content_text": "1 < 2"}, "nothing"]}'
    )
    unpacker = choose_unpacker(data, "feed.json")
    assert unpacker is not None
    contents = unpacker.open(BytesIO(data), "feed.json")
    found = list(contents.items())

    assert [type(item).__name__ for item in found] == ["Item", "Item", "Stray"]
    articles = []
    for item in found[:2]:
        assert isinstance(item, Item)
        piece = b"".join(contents.pieces(item.main))  # type: ignore[arg-type]
        articles.append(told(choose(piece, "a").read(capture("a", piece), BytesIO(piece))))
    assert articles[0]["published"] == "2017-04-13T10:00:00-05:00"
    assert articles[0]["people"] == ["Ann Lund"]
    assert articles[0]["media"] == [("https://p.example/a.jpg", None, None)]
    assert (articles[1]["id"], articles[1]["text"]) == ("2", ["1 < 2"])


DATES = {
    "Thu, 13 Apr 2017 10:02:03 GMT": "2017-04-13T10:02:03Z",
    "Thu, 13 Apr 2017 10:02:03 +0530": "2017-04-13T10:02:03+05:30",
    "13 Apr 2017 10:02 EST": "2017-04-13T10:02:00-05:00",
    "Thu, 13 Apr 2017 10:02:03 XYZ": "2017-04-13T10:02:03",
    "2017-04-13T10:02:03.5Z": "2017-04-13T10:02:03.5Z",
    "2017-04-13": "2017-04-13",
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "Thu, 31 Feb 2017 10:00:00 GMT": None,
    "yesterday": None,
    "0000-00-00 00:00:00": None,
    "-0001-11-30T00:00:00Z": None,
}


@pytest.mark.parametrize(("printed", "expected"), DATES.items())
def test_dates_are_read_or_unknown(printed: str, expected: str | None) -> None:
    value = feed_date(printed, "rss:pubDate").value

    assert (str(value) if value else None) == expected


def test_an_entry_has_what_its_feed_says_with_it_as_a_document_of_its_own() -> None:
    articles = read(rss("<title>A</title>", "<title>B</title>"))

    assert [told(a)["source"] for a in articles] == [["The Post"], ["The Post"]]


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_can_be() -> None:
    data = rss("<title>A & B</title>", "<title>C<br></title>")

    assert next(told(a)["title"] for a in read(data)) == ["A B"]


BAD = {
    "a bomb": (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        b"<rss><channel><item><title>&b;</title></item></channel></rss>"
    ),
    "an external entity": (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        b"<rss><channel><item><title>&a;</title></item></channel></rss>"
    ),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_a_feed_with_entities_of_its_own_is_no_feed(data: bytes) -> None:
    assert choose_unpacker(data, "feed.xml") is None
    with pytest.raises(RefusedError):
        choose(data, "feed.xml")


def test_a_feed_without_an_entry_is_refused() -> None:
    with pytest.raises(RefusedError, match="without an entry"):
        read(rss())


WITHOUT_ENTRIES = {
    "atom10_ampersand_in_attr",
    "atom10_atom10_namespace",
    "atom10_atom10_version",
}


@pytest.mark.samples
def test_real_feeds_are_taken_apart() -> None:
    whole = [p for p in sorted(samples("feeds").glob("*.xml")) if p.stem not in WITHOUT_ENTRIES]

    assert len(whole) > 10
    for path in whole:
        data = path.read_bytes()
        contents = choose_unpacker(data, path.name).open(BytesIO(data), path.name)  # type: ignore[union-attr]
        assert list(contents.items())
