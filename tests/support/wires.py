"""Reads a wire with the reader that the registry has for it, and lists what it found."""

from collections.abc import Iterator
from dataclasses import fields
from io import BytesIO
from typing import Any

from newsarchive.formats import HEAD_BYTES, choose
from newsarchive.metadata.drafting import (
    Placed,
    Placement,
    draft,
)
from newsarchive.model.article import Article, Medium
from newsarchive.model.statement import Statement
from support.records import BAG
from support.texts import capture


def read_wire(data: bytes, name: str = "item.json") -> Article:
    return choose(data[:HEAD_BYTES], name).read(capture(data, name), BytesIO(data))


def record_of(article: Article) -> dict[str, Any]:
    """The record of an article whose media are all missing."""
    text = "data/article.txt" if article.body.blocks else None
    places = Placement((Placed("data/original/item.json"),), (None,) * len(article.media), text)
    return {**draft(article, places), "identifier": article.source_id or "x", "bag": BAG}


def every_statement(of: Any) -> Iterator[tuple[str, Statement[Any]]]:
    """Every statement in an article or a part of it, with where it is."""
    for member in fields(of):
        value = getattr(of, member.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Statement):
                yield member.name, one
            elif hasattr(one, "__dataclass_fields__"):
                yield from every_statement(one)


def told(article: Article) -> dict[str, Any]:
    """All that was found in a wire; what is unknown is left out. Derived facts say so."""
    p, rights = article.provenance, article.rights
    found = {
        "source_id": article.source_id,
        "alt_ids": [[i.role, i.value] for i in article.alt_ids],
        "type": article.type,
        "completeness": article.completeness and article.completeness.value,
        "version": _said(article.version),
        "headlines": [[h.role, h.value] for h in article.headlines],
        "lead": _said(article.lead),
        "blocks": [f"{b.kind.value}{' (lead)' * b.lead}: {b.text}" for b in article.body.blocks],
        "by": _said(article.by),
        "people": [[c.rel, c.name, c.uri or c.code] for c in article.people],
        "language": _said(article.language.declared),
        "dateline": _said(p.dateline),
        "source_line": _said(p.source_line),
        "sources": [_said(s) for s in p.sources if s.known],
        "agencies": [_said(s) for s in p.agencies if s.known],
        "publisher": _said(p.publisher),
        "published": _said(p.date_published),
        "issued": _said(p.date_issued),
        "created": _said(p.date_created),
        "embargo": _said(article.embargoed_until) or "yes" if article.embargoed else None,
        "pub_status": _said(article.pub_status),
        "copyright_notice": _said(rights.copyright_notice),
        "copyright_holder": _said(rights.copyright_holder),
        "usage_terms": _said(rights.usage_terms),
        "licence": _said(rights.licence),
        "digital_source_type": _said(article.digital_source_type),
        "subjects": [_term(t) for t in article.subjects],
        "places": [_term(t) for t in article.places],
        "keywords": [_term(t) for t in article.keywords],
        "slugline": _said(article.slugline),
        "genre": _said(article.genre),
        "urgency": _said(article.urgency),
        "ed_note": _said(article.ed_note),
        "media": [_medium(m) for m in article.media],
        "relations": [[r.rel, r.identifier, r.reason] for r in article.relations],
        "findings": [f"{f.code.value}: {f.detail}" for f in article.findings],
    }
    return _set(found)


def _medium(medium: Medium) -> dict[str, Any]:
    members = ("caption", "credit_line", "alt_text", "by", "rights", "title", "copyright_holder")
    more = ("usage_terms", "taken", "place", "digital_source_type")
    return _set(
        {
            "kind": medium.kind.value,
            "url": medium.url,
            "media_type": medium.media_type,
            "size": [medium.width, medium.height] if medium.width else None,
            **{name: _said(getattr(medium, name)) for name in (*members, *more)},
            "renditions": [r.name for r in medium.renditions],
        }
    )


def _term(term: Any) -> str:
    known = [term.uri or "", f"{term.scheme or ''}{term.code}" if term.code else "", term.rel or ""]
    return " | ".join([term.name, *(k for k in known if k)])


def _said(statement: Statement[Any] | None) -> str | None:
    if statement is None or statement.value is None:
        return None
    derived = "" if statement.status.value == "stated" else f"{statement.status.value}: "
    return f"{derived}{statement.value}"


def _set(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, [], "")}
