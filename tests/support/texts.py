"""Reads a text with the plain text reader, and lists what it found, to compare with a table."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from newsarchive.digests import Algorithm, digest_of
from newsarchive.formats.text.reader import TextReader
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture
from newsarchive.model.statement import Statement

RECEIVED = datetime(2026, 11, 22, 10, tzinfo=UTC)


def capture(data: bytes, name: str = "story.txt") -> Capture:
    digests = tuple(digest_of(data, a) for a in (Algorithm.SHA256, Algorithm.SHA512))
    return Capture(name, f"/in/{name}", len(data), digests, RECEIVED, f"/staging/{name}")


def read_text(data: bytes, name: str = "story.txt") -> Article:
    return TextReader().read(capture(data, name), BytesIO(data))


def statements(article: Article) -> Iterator[Statement[Any]]:
    """Every statement of an article that a text can give, candidates among them."""
    provenance, rights = article.provenance, article.rights
    found: list[Statement[Any]] = [article.lead, article.by, article.language.declared]
    found += [provenance.source_line, *provenance.sources, *provenance.agencies]
    found += [provenance.publisher, provenance.dateline, provenance.url, provenance.captured]
    found += [provenance.date_published, provenance.date_issued, provenance.date_modified]
    found += [rights.copyright_notice, rights.copyright_holder, rights.usage_terms]
    for medium in article.media:
        found += [medium.caption, medium.credit_line, medium.alt_text, medium.by, medium.rights]
    for statement in found:
        yield statement
        yield from statement.candidates


def facts(article: Article) -> dict[str, Any]:
    """All that was found in a text, and nothing that was not: unknown facts are left out."""
    provenance = article.provenance
    found: dict[str, Any] = {
        "kinds": [segment.kind.value for segment in article.body.segments],
        "paragraphs": article.body.paragraphs,
        "headlines": [[h.role, h.value] for h in article.headlines],
        "lead": article.lead.value,
        "by": article.by.value,
        "people": [person.name for person in article.people],
        "source_line": provenance.source_line.value,
        "sources": [_named(s) for s in provenance.sources if s.known],
        "agencies": [_named(s) for s in provenance.agencies if s.known],
        "publisher": provenance.publisher.value,
        "dateline": provenance.dateline.value,
        "url": provenance.url.value,
        "date_published": provenance.date_published.value,
        "date_issued": provenance.date_issued.value,
        "date_modified": provenance.date_modified.value,
        "language": article.language.declared.value,
        "copyright": article.rights.copyright_notice.value,
        "printed": _printed(article),
        "embargo": str(article.embargoed_until.value or "yes") if article.embargoed else None,
        "slugline": article.slugline and article.slugline.value,
        "ed_note": article.ed_note and article.ed_note.value,
        "media": [[m.caption.value, m.credit_line.value] for m in article.media],
        "disputed": [str(s.value) for s in statements(article) if s.disputed],
        "findings": [finding.code.value for finding in article.findings],
    }
    return {
        name: str(value) if name.startswith("date_") else value
        for name, value in found.items()
        if value not in (None, [])
    }


def _printed(article: Article) -> dict[str, Any] | None:
    """Page, section and edition of a printed paper."""
    if article.printed is None:
        return None
    told = ((f.name, getattr(article.printed, f.name)) for f in fields(article.printed))
    return {name: said.value for name, said in told if said is not None}


def _named(statement: Statement[str]) -> str | None:
    """The name; the printed words in brackets where they name nobody."""
    return statement.value if statement.named else f"[{statement.raw}]"
