"""What XML is, by its root element, however it begins."""

import pytest

from newsarchive import formats
from newsarchive.formats.roots import root_name

NAR = "http://iptc.org/std/nar/2006-10-01/"
ITEM = f'<newsItem xmlns="{NAR}" guid="x"><itemMeta/></newsItem>'
NITF = "<nitf><body/></nitf>"

TAKEN = {
    "an item": (ITEM, "newsml"),
    "with a declaration": (f'<?xml version="1.0"?>\n{ITEM}', "newsml"),
    "with a mark": (f"\ufeff{ITEM}", "newsml"),
    "in single quotes": (ITEM.replace('"', "'"), "newsml"),
    "with a prefix": (f'<g2:newsItem xmlns:g2="{NAR}"></g2:newsItem>', "newsml"),
    "without a namespace": ("<newsItem guid='x'></newsItem>", "newsml"),
    "behind comments": (f"<!-- a > b <newsItem> -->\n<?x y?><!--c-->{ITEM}", "newsml"),
    "a package": (f'<packageItem xmlns="{NAR}"></packageItem>', "newsml"),
    "a concept, to be refused by its name": (f'<conceptItem xmlns="{NAR}"/>', "newsml"),
    "NewsML 1": ("<NewsML><NewsItem/></NewsML>", "newsml1"),
    "NewsML 1 with its DTD": (
        "<?xml version='1.0'?><!DOCTYPE NewsML SYSTEM 'n.dtd'><NewsML></NewsML>",
        "newsml1",
    ),
    "an item of NewsML 1": ("<NewsItem xml:lang='de'></NewsItem>", "newsml1"),
    "NITF": (NITF, "nitf"),
    "NITF with its DTD": (f'<!DOCTYPE nitf SYSTEM "../dtd/nitf-3-2.dtd">{NITF}', "nitf"),
    "NITF with a subset": (f"<!DOCTYPE nitf [<!ATTLIST p a CDATA #IMPLIED>]>{NITF}", "nitf"),
    "NITF with a namespace": (
        '<n:nitf xmlns:n="http://iptc.org/std/NITF/2006-10-18/"></n:nitf>',
        "nitf",
    ),
}
TAKEN_BY_NONE = {
    "a feed": "<?xml version='1.0'?><rss><channel/></rss>",
    "an item of another vocabulary": "<newsItem xmlns='http://example.org/x'></newsItem>",
    "a fragment": "<?xml version='1.0'?><contentMeta><language tag='en'/></contentMeta>",
}


@pytest.mark.parametrize(("text", "reader"), TAKEN.values(), ids=TAKEN)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_item_is_known_by_its_root(text: str, reader: str, encoding: str) -> None:
    taken = formats.choose(text.encode(encoding), "feed.dat").name

    assert taken.partition("/")[0] == reader


@pytest.mark.parametrize("text", TAKEN_BY_NONE.values(), ids=TAKEN_BY_NONE)
def test_other_xml_is_refused_as_what_it_is(text: str) -> None:
    refusal = formats.refusal(text.encode(), "feed.xml")

    assert refusal is not None
    assert "XML" in refusal.message


@pytest.mark.parametrize(
    "head", [b"", b"<", b"<!--", b"Rain fell.", b"<!DOCTYPE nitf [", b"\xff\xfe", b"\0<\0"]
)
def test_a_beginning_that_is_cut_anywhere_has_no_root_and_no_fault(head: bytes) -> None:
    assert root_name(head) == ("", "")


def test_a_beginning_of_nothing_but_comments_ends_the_search() -> None:
    assert root_name(b"<!-- -->" * 100_000) == ("", "")


NS = f'xmlns="{NAR}"'
TEXT = f'<newsItem {NS} guid="t"><itemMeta><itemClass qcode="ninat:text"/></itemMeta></newsItem>'


@pytest.mark.parametrize(("count", "opened"), [(1, False), (2, True)])
def test_a_message_is_a_container_where_it_holds_more_than_one_article(
    count: int, opened: bool
) -> None:
    message = f"<newsMessage {NS}><itemSet>{TEXT * count}</itemSet></newsMessage>"

    assert (formats.choose_unpacker(message.encode(), "m.xml") is not None) == opened
