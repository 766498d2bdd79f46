"""XML that is not what it should be: one clear line, or an article with a finding; no traceback."""

import pytest

from newsarchive.errors import RefusedError
from newsarchive.model.finding import Code
from support.wires import read_wire

NAR = "http://iptc.org/std/nar/2006-10-01/"


def item(inside: str = "", attributes: str = 'guid="g" version="1"') -> str:
    return (
        f'<newsItem xmlns="{NAR}" {attributes}><itemMeta><itemClass qcode="ninat:text"/>'
        '<provider literal="AP"/><versionCreated>2024-01-01</versionCreated></itemMeta>'
        f"<contentMeta><headline>Rain</headline></contentMeta>{inside}</newsItem>"
    )


def of_text(text: str, kind: str = "text/plain") -> str:
    return f'<contentSet><inlineData contenttype="{kind}">{text}</inlineData></contentSet>'


BOMB = (
    '<!DOCTYPE nitf [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
P = "<body><body.content><p>{}</p></body.content></body>"
REFUSED = {
    "cut in the middle": (item(of_text("Rain"))[:300], "can be read: .*(line 1)"),
    "tags that do not fit": ("<nitf><body></nitf></body>", "mismatch"),
    "an entity bomb": (f"{BOMB}<nitf>{P.format('&c;')}</nitf>", "declares entities of its own"),
    "a bomb in an attribute": (f'{BOMB}<nitf x="&c;"/>', "declares entities of its own"),
    "a file as an entity": (
        f'<!DOCTYPE nitf [<!ENTITY f SYSTEM "file:///etc/passwd">]><nitf>{P.format("&f;")}</nitf>',
        "declares entities of its own",
    ),
    "a parameter entity": (
        "<!DOCTYPE nitf [<!ENTITY % p '<!ENTITY a \"rain\">'> %p;]><nitf></nitf>",
        "declares entities of its own",
    ),
    "behind comments": (
        f"<!-- ]> --><?x?>{BOMB}<nitf>{P.format('&a;')}</nitf>",
        "declares entities of its own",
    ),
    "an entity that nobody knows": (f"<nitf>{P.format('&tolm;')}</nitf>", "tolm"),
    "the same, with a DTD": (
        f'<!DOCTYPE nitf SYSTEM "n.dtd"><nitf>{P.format("&tolm;")}</nitf>',
        "nobody knows what its entity &tolm; stands for",
    ),
    "U+0000": (f"<nitf>{P.format('a' + chr(0) + 'b')}</nitf>", r"U\+0000"),
    "a character that no XML has": (f"<nitf>{P.format('&#8;')}</nitf>", "8"),
    "too many elements": (f"<nitf>{'<a/>' * 600_000}</nitf>", "more than 250,000 elements"),
    "too deep": (f"<nitf>{'<p>' * 3000}{'</p>' * 3000}</nitf>", "can be read"),
    "too large": (f"<nitf>{'a' * (8 * 1024**2)}</nitf>", "larger than 8 MiB"),
    "a concept": (f'<conceptItem xmlns="{NAR}" guid="c"/>', "concept item"),
    "a message without items": (f'<newsMessage xmlns="{NAR}"><itemSet/></newsMessage>', "no item"),
    "a message of concepts": (
        f'<newsMessage xmlns="{NAR}"><itemSet><conceptItem guid="c"/></itemSet></newsMessage>',
        "holds no article, but a NewsML-G2 concept item",
    ),
    "a message of two": (
        f'<newsMessage xmlns="{NAR}"><itemSet>{item() * 2}</itemSet></newsMessage>',
        "holds 2 articles",
    ),
    "NewsML 1 without an item": ("<NewsML><NewsEnvelope/></NewsML>", "holds no item"),
    "NewsML 1 with two": ("<NewsML><NewsItem/><NewsItem/></NewsML>", "holds 2 articles"),
    "NewsML 1 with entities": (
        "<!DOCTYPE NewsML [<!ENTITY a 'rain'>]><NewsML><NewsItem/></NewsML>",
        "declares entities of its own",
    ),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as refused:
        read_wire(text.encode(), "bad.xml")

    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 400


KEPT = {
    "no contentSet": (item(), Code.TX_03),
    "an empty contentSet": (item("<contentSet/>"), Code.TX_03),
    "an empty text": (item(of_text(" \n ")), Code.TX_03),
    "no guid": (item(of_text("Rain."), 'version="1"'), Code.WR_01),
    "no version": (item(of_text("Rain."), 'guid="g"'), Code.WR_01),
    "base64 that is none": (
        item(of_text("%%%%").replace("<inlineData", '<inlineData encoding="base64"')),
        Code.TX_03,
    ),
    "text that is too deep": (
        item(of_text("&lt;div&gt;" * 250 + "Rain", "text/html")),
        Code.WR_02,
    ),
}


OLD = (
    "<NewsML><NewsItem>{}<NewsComponent><NewsLines><HeadLine>Rain</HeadLine></NewsLines>"
    "<ContentItem>{}</ContentItem></NewsComponent></NewsItem></NewsML>"
)
KEPT |= {
    "NewsML 1 without a text": (OLD.format("", ""), Code.TX_03),
    "NewsML 1 without an identifier": (
        OLD.format("", "<DataContent>It rained.</DataContent>"),
        Code.WR_01,
    ),
    "NewsML 1 in base64 that is none": (
        OLD.format("", '<Encoding Notation="Base64"><DataContent>%%%%a</DataContent></Encoding>'),
        Code.TX_03,
    ),
    "NewsML 1 that is too deep": (
        OLD.format("", f"<DataContent>{'&lt;div&gt;' * 250}Rain</DataContent>"),
        Code.WR_02,
    ),
}


@pytest.mark.parametrize(("text", "code"), KEPT.values(), ids=KEPT)
def test_what_lacks_something_is_archived_with_a_finding(text: str, code: Code) -> None:
    article = read_wire(text.encode(), "bad.xml")

    assert code in {finding.code for finding in article.findings}
    assert [headline.value for headline in article.headlines] == ["Rain"]


def test_a_part_of_a_dtd_that_lies_elsewhere_is_not_fetched_and_bars_nothing() -> None:
    dtd = '<!DOCTYPE nitf [<!ENTITY % p SYSTEM "http://x.example/p"> %p;]>'
    text = f"{dtd}<nitf><body><body.content><p>It rained.</p></body.content></body></nitf>"

    assert read_wire(text.encode(), "x.xml").body.text == "It rained.\n"


def test_a_text_of_four_megabytes_in_one_element_is_read() -> None:
    article = read_wire(item(of_text("Rain fell on Tolm. " * 220_000)).encode(), "long.xml")

    assert len(article.body.text) > 4_000_000


ENCODINGS = {
    "UTF-8 that is Windows-1252": ("utf-8", "windows-1252", Code.TX_01),
    "ISO-8859-1 that is UTF-8": ("iso-8859-1", "utf-8", Code.TX_01),
    "ISO-8859-1 with quotation marks of Windows": ("iso-8859-1", "windows-1252", Code.TX_01),
    "UTF-16 that is UTF-8": ("utf-16", "utf-8", None),
    "UTF-8 with a mark of UTF-16": ("utf-8", "utf-16", None),
    "an encoding that is known": ("windows-1251", "windows-1251", None),
    "an encoding that nobody knows": ("tolm-8", "utf-8", None),
}


@pytest.mark.parametrize(("declared", "written", "code"), ENCODINGS.values(), ids=ENCODINGS)
def test_a_declaration_that_the_bytes_contradict_is_not_believed(
    declared: str, written: str, code: Code | None
) -> None:
    word = "Дождь над гаванью" if written == "windows-1251" else "Café “Zoé” à côté"
    text = f'<?xml version="1.0" encoding="{declared}"?>{item(of_text(word))}'

    article = read_wire(text.encode(written), "x.xml")

    assert article.body.blocks[0].text == word
    assert [f.code for f in article.findings] == ([code] if code else [])


CUT = item(of_text("Rain fell &eacute; on Tolm."))


@pytest.mark.parametrize("end", range(14, len(CUT), 7))
def test_an_item_that_is_cut_anywhere_is_refused_in_one_line(end: int) -> None:
    with pytest.raises(RefusedError) as refused:
        read_wire(CUT.encode()[:end], "cut.xml")

    assert "\n" not in refused.value.message


NAMED = {
    "without a DTD": "Caf&eacute;&nbsp;&mdash; &ldquo;Zo&euml;&rdquo; &amp; &lt;b&gt;",
    "in a CDATA section": "Caf&eacute;<![CDATA[ — “Zoë” & <b>]]>",
}


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED)
@pytest.mark.parametrize("doctype", ["", '<!DOCTYPE nitf SYSTEM "../nitf-3-2.dtd">'])
def test_the_named_characters_of_html_are_what_they_are(text: str, doctype: str) -> None:
    article = read_wire(f"{doctype}<nitf>{P.format(text)}</nitf>".encode(), "n.xml")

    assert article.body.blocks[0].text == "Café — “Zoë” & <b>"


def test_what_looks_like_an_entity_in_a_cdata_section_is_text() -> None:
    article = read_wire(f"<nitf>{P.format('<![CDATA[&tolm; &eacute;]]>')}</nitf>".encode(), "n.xml")

    assert article.body.blocks[0].text == "&tolm; &eacute;"


@pytest.mark.parametrize("junk", ["<!--", "<![CDATA[", "<?", "&", "<", "]]>", "<!DOCTYPE ["])
def test_a_document_of_one_mark_over_and_over_ends_in_one_line(junk: str) -> None:
    with pytest.raises(RefusedError):
        read_wire(f"<nitf>{junk * 200_000}".encode(), "junk.xml")
