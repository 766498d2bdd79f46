"""Reads a saved page, and tells what was read, to compare with a table."""

from io import BytesIO
from typing import Any

from newsarchive.formats.pages.linkeddata import plain
from newsarchive.formats.pages.moments import read
from newsarchive.formats.pages.reader import BundleReader, PageReader
from newsarchive.model.article import Article, Medium
from support.texts import capture

PROSE = (
    "The ferry between the two halves of the harbour stopped on Monday after its ramp gave way,"
    " and the council said that it would stay in port until a new hinge has been forged."
)


def read_page(data: bytes | str, name: str = "page.html") -> Article:
    """The article in a page."""
    content = data.encode() if isinstance(data, str) else data
    return PageReader().read(capture(content, name), BytesIO(content))


def read_bundle(data: bytes, name: str = "page.mhtml") -> Article:
    """The article in a page that was saved with its files in one."""
    return BundleReader().read(capture(data, name), BytesIO(data))


def page(body: str, head: str = "", title: str = "Ferry stays in port") -> str:
    """A page with a headline and enough of a text."""
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title>{head}</head>"
        f"<body><main><article><h1>{title}</h1>{body}<p>{PROSE}</p><p>{PROSE[::-1]}</p>"
        "</article></main></body></html>"
    )


def faults(article: Article, expected: dict[str, Any]) -> list[tuple[str, object, object]]:
    """Where what was read is not what is expected: the fact, what was read, what should be."""
    provenance = article.provenance
    main = next((h.value for h in article.headlines if h.role == "main"), None)
    found: dict[str, Any] = {
        "title": main,
        "authors": [p.name for p in article.people if p.rel == "author"],
        "agencies": [s.value for s in provenance.agencies],
        "url": provenance.url.value,
        "publisher": provenance.publisher.value,
        "dateline": provenance.dateline.value,
        "language": article.language.declared.value,
        "form": article.form,
        "completeness": article.completeness.value if article.completeness else None,
        "article_id": article.canonical_url,
        "corrections": len(article.corrections),
        "posts": [b.time for b in article.body.blocks],
        "media": [medium(m) for m in article.media],
    }
    dates = {"published": provenance.date_published, "modified": provenance.date_modified}
    wrong = [
        (key, found[key], wanted)
        for key, wanted in expected.items()
        if key in found and key != "media" and found[key] != wanted
    ]
    wrong += [
        (key, statement.value, expected[key])
        for key, statement in dates.items()
        if key in expected and not _same(str(statement.value or ""), expected[key])
    ]
    wrong += _wrong_media(found["media"], expected["media"]) if "media" in expected else []
    text = plain(article.body.text)
    wrong += [("lacks", w, "") for w in expected.get("holds", ()) if plain(w) not in text]
    wrong += [("holds", w, "") for w in expected.get("lacks", ()) if plain(w) in text]
    return wrong


def medium(one: Medium) -> list[str | None]:
    """Address, caption and credit of a medium."""
    return [one.url, one.caption.value, one.credit_line.value]


def _wrong_media(
    found: list[list[str | None]], wanted: list[list[str | None]]
) -> list[tuple[str, object, object]]:
    if len(found) != len(wanted):
        return [("media", found, wanted)]
    return [
        ("medium", here, there)
        for here, there in zip(found, wanted, strict=True)
        if (there[0] or "") not in (here[0] or "") or here[1:] != there[1:]
    ]


def _same(found: str, wanted: str | None) -> bool:
    if not wanted or not found:
        return not wanted and not found
    one, other = read(found), read(wanted)
    if one is None or other is None or one.instant is None:
        return found == wanted
    return one.instant == other.instant
