"""A message of several items: each is a document of its own, cut out of the message."""

import io
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from newsarchive.errors import RefusedError, SourceError
from newsarchive.formats.base import Item, Stray
from newsarchive.formats.wires.messages import MessageContents, MessageUnpacker
from newsarchive.formats.wires.scanning import brief_of, scan
from support.newsml import NAR, message, package, picture, text
from support.wires import read_wire


def contents(data: bytes) -> MessageContents:
    return MessageUnpacker().open(io.BytesIO(data), "m.xml")


def documents(data: bytes) -> Iterator[tuple[str, bytes]]:
    opened = contents(data)
    for item in opened.items():
        assert isinstance(item, Item)
        for part in (item.main, *item.companions):
            yield item.label, b"".join(opened.pieces(part))  # type: ignore[arg-type]


def test_each_item_is_read_as_it_would_be_by_itself() -> None:
    found = [read_wire(data, label) for label, data in documents(message(text("t"), text("u")))]

    assert [(a.source_id, a.version.value, a.language.declared.value) for a in found] == [
        ("t", "1", "en"),
        ("u", "1", "en"),
    ]
    assert found[1].body.text == "Rain fell on the harbour all night, the office of u said.\n"


def test_an_item_keeps_its_bytes_from_its_start_tag_on() -> None:
    item = text("t").replace("<contentMeta>", "<!-- &amp;  kept -->\n<contentMeta   >")

    [(_, data), _] = documents(message(item, text("u")))

    assert data.endswith(item[item.index(">") :].encode())


ENCODINGS = {
    "UTF-8": ("UTF-8", b""),
    "with a mark": ("UTF-8", b"\xef\xbb\xbf"),
    "ISO-8859-1": ("ISO-8859-1", b""),
    "windows-1252": ("windows-1252", b""),
    "UTF-16": ("UTF-16", b"\xff\xfe"),
}


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS.values(), ids=ENCODINGS)
def test_an_item_is_in_the_encoding_of_its_message(encoding: str, mark: bytes) -> None:
    whole = message(text("t", words="Café à Tölm"), text("ü"), header="<sender>Zoë</sender>")
    declared = whole.decode().replace('"UTF-8"', f'"{encoding}"')
    codec = "utf-16-le" if encoding == "UTF-16" else encoding

    found = [read_wire(data, "x.xml") for _, data in documents(mark + declared.encode(codec))]

    assert [a.source_id for a in found] == ["t", "ü"]
    assert found[0].body.text.endswith("Café à Tölm\n")
    assert found[0].findings == ()


def test_namespaces_and_the_language_around_an_item_hold_in_it() -> None:
    item = (
        '<g:newsItem guid="{}"><g:itemMeta><g:itemClass qcode="ninat:text"/></g:itemMeta>'
        '<g:contentSet><g:inlineXML><h:html><h:body><h:p a="&gt;">Rain &eacute; fell.</h:p>'
        "</h:body></h:html></g:inlineXML></g:contentSet></g:newsItem>"
    )
    whole = (
        f'<g:newsMessage xmlns:g="{NAR}" xml:lang="en-GB"><g:itemSet '
        'xmlns:h="http://www.w3.org/1999/xhtml" xmlns:q="http://x.example/?a=1&amp;b=2">'
        f"{item.format('one')}{item.format('two')}</g:itemSet></g:newsMessage>"
    )

    found = [read_wire(data, "x.xml") for _, data in documents(whole.encode())]

    assert [a.source_id for a in found] == ["one", "two"]
    assert found[0].body.text == "Rain é fell.\n"
    assert found[0].language.declared.value == "en-GB"


def test_the_same_item_in_another_message_has_the_same_bytes() -> None:
    first = dict(documents(message(text("t"), text("u"))))
    second = dict(documents(message(text("v"), text("t"), header="<sender>x</sender>")))

    assert first["t"] == second["t"]


def test_pictures_and_the_package_go_with_the_text_and_are_no_items() -> None:
    data = message(package("k", ("t", "p")), picture("p"), text("t"), text("u"))

    found = [(i.label, len(i.companions)) for i in contents(data).items() if isinstance(i, Item)]

    assert found == [("t", 2), ("u", 0)]


def test_what_is_no_news_is_named_and_refused() -> None:
    concept = '<conceptItem guid="c"/>'

    found = list(contents(message(text("t"), concept, text("u"))).items())

    strays = [one for one in found if isinstance(one, Stray)]
    assert [(s.position, s.label) for s in strays] == [(2, "c")]
    assert "concept item" in strays[0].error.message


SOLE = {
    "one text": (message(text("t")), True),
    "a text with its pictures": (message(picture("p"), text("t"), package("k", ("t",))), True),
    "one picture": (message(picture("p")), True),
    "two texts": (message(text("t"), text("u")), False),
    "two pictures": (message(picture("p"), picture("q")), False),
    "a text that is cut off": (message(text("t"))[:-40], False),
}


@pytest.mark.parametrize(("data", "sole"), SOLE.values(), ids=SOLE)
def test_a_message_of_one_article_is_that_article(data: bytes, sole: bool) -> None:
    assert contents(data).sole == sole
    assert MessageUnpacker().accepts(data, "m.xml") != sole


@pytest.mark.parametrize("cut", [1, 30, 200, 500])
def test_of_a_damaged_message_what_is_whole_is_given_first(cut: int) -> None:
    whole = message(text("t"), text("u"))
    found: list[str] = []

    with pytest.raises(SourceError, match=r"damaged: .* behind that is not known"):
        found.extend(item.label for item in contents(whole[:-cut]).items())

    assert found[:1] == ["t"]


REFUSED = {
    "without items": message(),
    "cut in its head": message(text("t"))[:60],
    "with entities of its own": b'<!DOCTYPE x [<!ENTITY a "b">]>' + message(text("t"), text("u")),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_a_message_without_items_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        list(contents(data).items())

    assert "\n" not in refused.value.message


class Counting(io.RawIOBase):
    """A message of very many items that is made while it is read, and never held."""

    def __init__(self, count: int) -> None:
        self._pieces = iter([b"", *self._made(count)])
        self._left = b""

    def _made(self, count: int) -> Iterator[bytes]:
        begin, end = message("\0").split(b"\0")
        yield begin
        for n in range(count):
            yield text(f"t{n}").encode()
        yield end

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < size and (piece := next(self._pieces, None)) is not None:
            self._left += piece
        data, self._left = self._left[:size], self._left[size:]
        return data

    def seek(self, place: int, whence: int = 0) -> int:  # noqa: ARG002  # it is read once
        return 0


def test_of_a_message_of_very_many_items_only_where_they_are_is_kept() -> None:
    file: BinaryIO = Counting(2000)  # type: ignore[assignment]

    found = scan(file.read)

    assert len(found.spots) == 2000
    assert found.problem == ""
    assert found.spots[-1].brief.guid == "t1999"


OLD = """<?xml version="1.0"?>
<!DOCTYPE NewsML [<!ENTITY % nitf SYSTEM "nitf-3-0.dtd"> %nitf;]>
<NewsML xml:lang="de"><NewsEnvelope><DateAndTime>20110311T101500Z</DateAndTime></NewsEnvelope>
{}</NewsML>"""


def old_item(name: str) -> str:
    identifier = (
        f"<ProviderId>x.example</ProviderId><DateId>20110311</DateId><NewsItemId>{name}</NewsItemId>"
        f"<PublicIdentifier> urn:newsml:x.example:20110311:{name}:1 </PublicIdentifier>"
    )
    return (
        f"<NewsItem><Identification><NewsIdentifier>{identifier}</NewsIdentifier></Identification>"
        f"<NewsComponent><ContentItem Href='{name}.jpg'><MediaType FormalName='Photo'/>"
        "</ContentItem><NewsComponent><ContentItem><DataContent><p>"
        f"Es regnete in {name}.</p></DataContent></ContentItem></NewsComponent></NewsComponent>"
        "</NewsItem>"
    )


def test_a_newsml_1_document_of_several_items_is_a_message_of_them() -> None:
    data = OLD.format(old_item("Tolm") + old_item("Harl")).encode()

    assert MessageUnpacker().accepts(data, "m.xml")
    assert MessageUnpacker().kind(data) == "newsml-1"
    found = list(documents(data))
    articles = [read_wire(part, label) for label, part in found]

    assert [label for label, _ in found] == [
        f"urn:newsml:x.example:20110311:{name}:1" for name in ("Tolm", "Harl")
    ]
    assert [a.body.text for a in articles] == ["Es regnete in Tolm.\n", "Es regnete in Harl.\n"]
    assert {a.language.declared.value for a in articles} == {"de"}


def test_a_newsml_1_document_of_one_item_is_that_article() -> None:
    data = OLD.format(old_item("Tolm")).encode()

    assert not MessageUnpacker().accepts(data, "m.xml")
    assert read_wire(data).source_id == "urn:newsml:x.example:20110311:Tolm"
    brief = brief_of(data)
    assert brief is not None
    assert brief.files == ("Tolm.jpg",)
