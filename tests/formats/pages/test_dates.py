"""When an article was published, in pages whose dates mislead: by what each prints, and where.

Of a case: what it shows, what stands in the head of the page, before the text, and behind it; then
the date of publication, and that of the last change.
"""

import json

import pytest

from newsarchive.formats.pages.moments import read
from newsarchive.model.article import Provenance
from support.pages import read_page

TITLE = "Ferry stays in port"
PROSE = (
    "<p>The ferry between the two halves of the harbour stopped on Monday after its ramp gave way,"
    " and the council said that it would stay in port until a new hinge has been forged.</p>"
    "<p>Nobody was hurt when the ramp fell, the harbour master said, although two cars and a float"
    " with milk had to be lifted from the deck by a crane that was brought from the quay.</p>"
    "<p>The yard that built the ferry in 1961 was closed long ago; its drawings are kept in the"
    " town's archive, where a volunteer found them in a drawer on the day after the accident.</p>"
)
NAMED = f'<meta property="og:title" content="{TITLE}">'
H1 = f"<h1>{TITLE}</h1>"


def provenance(
    before: str, behind: str = "", head: str = NAMED, language: str = "en", outside: str = ""
) -> Provenance:
    page = f"<head><meta charset=utf-8><title>{TITLE} | Tolm Post</title>{head}</head>"
    page += (
        f"<body>{outside}<main><article>{before}<div>{PROSE}</div>{behind}</article></main></body>"
    )
    return read_page(f"<!DOCTYPE html><html lang={language}>{page}</html>").provenance


def dates(provenance: Provenance) -> tuple[str, str]:
    """Publication and change, as printed; "" for none."""
    published, modified = provenance.date_published.value, provenance.date_modified.value
    return published.text if published else "", modified.text if modified else ""


def linked(**told: object) -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE} | told)
    return f'{NAMED}<script type="application/ld+json">{data}</script>'


def film(name: str) -> str:
    data = json.dumps({"@type": "VideoObject", "name": name, "uploadDate": "2010-01-01"})
    return f'{NAMED}<script type="application/ld+json">{data}</script>'


# The article's own, as it is printed.
READ = {
    "a name and a day, with a part behind them": (
        H1 + "<div class=meta>By Jane Tolm | March 3, 2012 | 4 comments</div>",
        "2012-03-03",
    ),
    "a day, and by whom": (H1 + "<small>26.11.2012, 10:22 von jovelt</small>", "2012-11-26T10:22"),
    "a label among others": (H1 + "<h3>Datum: 22.12.2012, Rubrik: USA</h3>", "2012-12-22"),
    "a day behind a place": (H1 + "<p class=date>Tolm, 12. März 2014</p>", "2014-03-12"),
    "a day in pieces": (
        H1 + "<p><span class=date>Mai<span>06</span>2018</span></p>",
        "2018-05-06",
    ),
    "a line that is a day, in what is called details of a post": (
        H1 + "<div class=post_detail><div><img src=c.png>&nbsp; 27 Sep 2016 </div></div>",
        "2016-09-27",
    ),
    "a term and what it is": (
        H1 + "<dl><dt>From:</dt><dd>5 May 2001</dd><dt>Published</dt><dd>5 March 2012</dd></dl>",
        "2012-03-05",
    ),
    "a time in an element that no one sees counts no longer where one is seen": (
        H1 + '<div class=infos><time pubdate datetime="2019-06-09T17:00:00Z">9 June 2019</time>'
        '<time pubdate datetime="2019-06-12T06:01:42Z"> </time></div>',
        "2019-06-09T17:00:00Z",
    ),
    "what WordPress calls published and updated, since it has no other": (
        H1
        + '<time class="entry-date published updated" datetime="2018-04-18T09:57:38Z">18/4</time>',
        "2018-04-18T09:57:38Z",
    ),
    "a day called updated beside post_date": (
        H1 + '<span class="post_date date updated">July 12, 2017</span>',
        "2017-07-12",
    ),
    "the header of an opinion is none of the comments of readers": (
        (
            f"<div class=Page_commentHeader>{H1}"
            "<div class=ArticleHeaderComment_publishDate><span>29 January 2019</span></div></div>"
        ),
        "2019-01-29",
    ),
    "the day of a single message in TYPO3, whose class is that of a list": (
        "<div class=news-list-date>12 July 2017</div>" + H1,
        "2017-07-12",
    ),
}


@pytest.mark.parametrize(("before", "day"), READ.values(), ids=READ)
def test_a_date_that_the_head_of_an_article_prints_is_read(before: str, day: str) -> None:
    assert dates(provenance(before)) == (day, "")


BEHIND = {
    "the sentence of WordPress": (
        (
            '<p class="postmetadata alt"><small>This entry was posted on Tuesday, March 26th, 2013'
            ' at 9:11 am and is filed under <a href="/c">Harbour</a>.</small></p>'
        ),
        "2013-03-26T09:11",
    ),
    "the sentence of WordPress in German, with its mistakes": (
        (
            '<p class="postmetadata alt"><small>Dieser Beitrag wurde vor  am Samstag, 3. Dezember'
            " 2011 um %H:%M Uhr veröffentlicht und unter <a>Hafen</a> gespeichert.</small></p>"
        ),
        "2011-12-03",
    ),
    "an abbreviation in the line below, whose title is in words of two languages": (
        (
            "<p class=entry-meta>Autor: <a rel=author href=/a>kin</a> | veröffentlicht am <abbr"
            ' class=published title="Sonntag, Dezember 16th, 2012, 7:05 pm">16.12.2012</abbr></p>'
        ),
        "2012-12-16T19:05",
    ),
    "an abbreviation whose title no one can read": (
        "<p class=entry-meta><abbr class=published title=gestern>16.12.2012</abbr></p>",
        "2012-12-16",
    ),
    "the footer of the article": (
        (
            "<footer class=article-footer><p class=byline>Veröffentlicht am <time class=updated"
            ' datetime="2019-01-03T14:56:51+00:00">3. Januar 2019</time></p></footer>'
        ),
        "2019-01-03T14:56:51+00:00",
    ),
}


@pytest.mark.parametrize(("behind", "day"), BEHIND.values(), ids=BEHIND)
def test_a_date_that_an_article_prints_below_its_text_is_read(behind: str, day: str) -> None:
    assert dates(provenance(H1, behind)) == (day, "")


def test_a_day_in_brackets_that_the_text_begins_with_is_read() -> None:
    page = f"<html lang=de><title>{TITLE}</title><main>{H1}{PROSE}</main></html>"

    found = read_page(page.replace("<p>", "<p>(18.01.2018) ", 1)).provenance

    assert dates(found) == ("2018-01-18", "")


# Of something else, or of no one knows what.
NONE = {
    "an event, by its class": '<div class=event-date><time datetime="2020-08-01">1/8</time></div>',
    "an event, by its property": '<time itemprop=startDate datetime="2020-08-01">1 August</time>',
    "an event, by the word before it": '<p>When: <time datetime="2020-08-01">1 August</time></p>',
    "an event, in words": "<p class=date>Termin: 1. August 2020</p>",
    "another article that leads to its page": (
        '<div><a href="/b"><h3>Other</h3><time datetime="2015-01-05">5/1</time></a></div>'
    ),
    "another article whose headline leads to it": (
        '<div><h3><a href="/b">Other</a></h3><p class=published>5 January 2015</p></div>'
    ),
    "one of other articles in a list": (
        '<ul><li><a href="/b">The bridge is shut</a> <time datetime="2015-01-05">5/1</time></ul>'
    ),
    "a comment, by its type": (
        '<div itemscope itemtype="/Comment"><time datetime="2015-05-05">5/5</time></div>'
    ),
    "the day on which something ends": "<p class=date>Until 31 May 2019</p>",
    "the day on which a page was looked at": "<p class=meta>Retrieved 21 November 2025</p>",
    "a picture": "<div class=photo-date>5 March 1998</div>",
    "a term that says nothing of it": "<dl><dt>Born</dt><dd class=date>5 March 1972</dd></dl>",
    "a table": "<table><tr><td>5 March 2012</td></tr></table>",
    "a change, in a line that says by whom": "<p>By Jane Tolm, updated on 5 March 2012</p>",
    "two days that nothing tells apart": "<p class=date>5 March 2012 | 7 March 2012</p>",
}


@pytest.mark.parametrize("around", NONE.values(), ids=NONE)
def test_a_date_of_something_else_is_never_that_of_the_article(around: str) -> None:
    for before in (H1 + around, around + H1):
        assert dates(provenance(before))[0] == ""


def test_the_day_that_a_paper_prints_above_everything_is_none() -> None:
    today = "<div class=date>Saturday, November 21, 2026</div>"
    page = (
        f"<html lang=en><title>{TITLE}</title><div id=wrapper>{today}{H1}{{}}{PROSE}</div></html>"
    )

    assert dates(read_page(page.format("")).provenance) == ("", "")
    named = page.format("<div class=meta>By Jane Tolm | March 3, 2012</div>")
    assert dates(read_page(named).provenance) == ("2012-03-03", "")
    made = page.format("").replace("<div", '<meta name=date content="2026-11-21"><div', 1)
    assert dates(read_page(made).provenance) == ("", "")


# In figures.
POINTS, SLASHES = "<p class=date>05.10.2017</p>", "<p class=date>05/10/2017</p>"
FIGURES = {
    "points in German": ("de", POINTS, "", "2017-10-05"),
    "points in Austria": ("de-AT", POINTS, "", "2017-10-05"),
    "points in English": ("en", POINTS, "", ""),
    "points in English, beside another that is certain": ("en", POINTS, "23.09.2019", "2017-10-05"),
    "points in German, beside another that contradicts": ("de", POINTS, "09.23.2019", ""),
    "strokes in French": ("fr", SLASHES, "", "2017-10-05"),
    "strokes in Canada": ("fr-CA", SLASHES, "", ""),
    "strokes in Britain": ("en-GB", SLASHES, "", "2017-10-05"),
    "strokes in English of nowhere": ("en", SLASHES, "", ""),
    "strokes beside another that is certain": ("en-US", SLASHES, "09/23/2019", "2017-05-10"),
}


@pytest.mark.parametrize(("language", "line", "other", "day"), FIGURES.values(), ids=FIGURES)
def test_figures_that_could_be_two_days_are_read_by_what_the_page_says_besides(
    language: str, line: str, other: str, day: str
) -> None:
    found = provenance(H1 + line, language=language, outside=f"<nav><span>{other}</span></nav>")

    assert dates(found) == (day, "")


# What fields give.
def test_a_vague_field_that_nothing_supports_does_not_speak_against_what_is_printed() -> None:
    found = provenance(
        H1 + "<p class=date>3 March 2012</p>", head='<meta name=date content="2008-01-15">'
    )

    assert dates(found) == ("2012-03-03", "")
    assert [c.value and c.value.text for c in found.date_published.candidates] == ["2008-01-15"]


def test_a_film_in_an_article_does_not_date_it_but_the_film_of_the_page_does() -> None:
    assert dates(provenance(H1, head=film("A clip"))) == ("", "")
    assert dates(provenance(H1, head=film(TITLE))) == ("2010-01-01", "")


def test_a_day_that_is_called_publication_stands_against_the_day_of_the_change() -> None:
    moved = linked(datePublished="2019-11-05T10:00:00Z", dateModified="2019-11-05T10:00:00Z")

    found = provenance(H1 + "<p class=date>Published 14 April 2012</p>", head=moved)

    assert dates(found) == ("2012-04-14", "2019-11-05T10:00:00Z")
    resolution = found.date_published.resolution
    assert resolution is not None
    assert resolution.rule == "pages:printed-day"


def test_a_field_that_is_later_than_what_is_called_publication_is_in_doubt() -> None:
    found = provenance(
        H1 + "<p class=date>Published 14 April 2012</p>", head=linked(datePublished="2019-11-05")
    )

    assert dates(found) == ("", "")
    assert "2012-04-14" in (found.date_published.reason or "")


def test_a_headline_that_no_field_gives_is_known_by_the_title_of_the_page() -> None:
    post = (
        f"<h3><a href=/1>{TITLE}</a></h3><i class=post_on>27 September 2016</i><div>{PROSE}</div>"
    )

    found = read_page(f"<title>{TITLE} | Tolm</title><h1>Tolm</h1><h2>News</h2><div>{post}</div>")

    assert dates(found.provenance) == ("2016-09-27", "")


def test_a_field_that_gives_the_day_of_saving_is_in_doubt_where_an_earlier_one_is_printed() -> None:
    made = f'{NAMED}<meta property="article:published_time" content="2019-11-05T10:00:00Z">'
    line = H1 + "<p class=date>14 April 2012</p>"
    saved = "<!-- Page saved with SingleFile\n saved date: Tue Nov 05 2019 11:00:00 GMT+0100 -->"

    assert dates(provenance(line, head=made)) == ("2019-11-05T10:00:00Z", "")
    assert dates(provenance(line, head=saved + made)) == ("", "")
    assert dates(provenance(line, head=made.replace("2019-11-05", "2026-11-21"))) == ("", "")


def test_what_is_printed_later_than_the_field_is_the_change_of_an_older_article() -> None:
    fields = linked(datePublished="2017-08-21T13:09:00Z", dateModified="2019-04-03T08:04:01Z")

    found = provenance(H1 + "<p class=date>3 April 2019</p>", head=fields)

    published, modified = map(read, dates(found))
    assert published is not None
    assert modified is not None
    assert (published.edtf.text, modified.edtf.text[:10]) == ("2017-08-21T13:09:00Z", "2019-04-03")
