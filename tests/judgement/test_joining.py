"""What belongs to one article: companions of its main document, and image files by their names."""

from datetime import UTC, datetime

import pytest

from newsarchive.judgement.matching import GivenImage, attach, join
from newsarchive.model.article import Article, Body, Medium, MediumKind, Rendition
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Statement

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def capture(name: str) -> Capture:
    return Capture(name, f"/in/{name}", 1, (), NOW, f"/spool/{name}")


def article(name: str, *media: Medium, findings: tuple[Finding, ...] = ()) -> Article:
    return Article("x/1", (capture(name),), Body(), media=media, findings=findings)


def medium(caption: str, *urls: str) -> Medium:
    said = Statement.stated(caption, basis="x")
    return Medium(MediumKind.IMAGE, caption=said, renditions=tuple(Rendition(url=u) for u in urls))


def captions(of: Article) -> list[tuple[str | None, str | None]]:
    return [(m.caption.value, m.capture.name if m.capture else None) for m in of.media]


def test_companions_come_after_the_main_document_in_their_order() -> None:
    noted = Finding(Code.TX_03, Kind.TEXT, Level.NOTE, "", "x")

    joined = join(
        article("main", medium("one")),
        [article("second", medium("two"), findings=(noted,)), article("third", medium("three"))],
    )

    assert [o.name for o in joined.originals] == ["main", "second", "third"]
    assert [caption for caption, _ in captions(joined)] == ["one", "two", "three"]
    assert joined.findings == (noted,)
    assert joined.body == Body()


def test_an_article_without_companions_is_what_it_was() -> None:
    main = article("main", medium("one"))

    assert join(main, []) == main


@pytest.mark.parametrize(
    "url",
    [
        "https://agency.example/a/p7.jpg",
        "https://agency.example/a/p7.jpg?size=l#x",
        "p7.jpg",
        "./renditions/p7.jpg",
    ],
)
def test_an_image_goes_where_its_name_stands_in_an_address(url: str) -> None:
    media = (medium("one", "https://agency.example/p1.jpg"), medium("two", "x.jpg", url))

    found = attach(
        article("main", *media), [GivenImage(capture("p7.jpg"))], by="archivist", when="x"
    )

    assert captions(found) == [("one", None), ("two", "p7.jpg")]


def test_a_name_that_two_media_have_decides_nothing() -> None:
    media = (medium("one", "a/p.jpg"), medium("two", "b/p.jpg"))

    found = attach(
        article("main", *media), [GivenImage(capture("p.jpg"))], by="archivist", when="x"
    )

    assert captions(found) == [("one", None), ("two", None), (None, "p.jpg")]
