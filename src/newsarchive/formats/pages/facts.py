"""What several places of a page say together: sources, agencies, dateline, who worked on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsarchive.formats.pages import linkeddata, writers
from newsarchive.formats.pages.authored import Authors
from newsarchive.formats.pages.linkeddata import plain
from newsarchive.formats.pages.reading import PageReading
from newsarchive.formats.text.bare_datelines import Dateline
from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.notices import worked
from newsarchive.formats.text.sources import read_agencies
from newsarchive.metadata import agencies
from newsarchive.model.article import Block, BlockKind, Contributor, no_date, not_stated
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement

_SIGN = 60  # characters at the end of a text in which an agency signs
_FIRST, _LAST = 3, 3  # paragraphs that may have a dateline, or a signature


def sources(page: PageReading) -> tuple[Statement[str], ...]:
    """Whose article it is: the organisation that its data names as source, and its publisher."""
    found: dict[str, Statement[str]] = {}
    for node in page.nodes:
        for one in page.data.resolved(node.get("sourceOrganization")):
            if told := linkeddata.first(one.get("name")):
                stated = Statement.stated(told, basis="json-ld:sourceOrganization")
                found.setdefault(plain(told), stated)
    publisher = page.publisher
    if publisher.value and publisher.basis:
        stated = Statement.stated(publisher.value, basis=publisher.basis)
        found.setdefault(plain(publisher.value), stated)
    return tuple(found.values()) or (not_stated(),)


def captured(page: PageReading) -> Statement[Edtf]:
    """When the browser saved it, where it says so."""
    saved = page.saved
    if saved.when is None:
        return no_date()
    value = saved.when.edtf
    raw = saved.raw if saved.raw != value.text else None
    return Statement.stated(value, raw=raw, basis=saved.basis)


@dataclass(frozen=True, slots=True)
class Credits:
    """The agencies of an article, its dateline, and all who worked on it."""

    agencies: tuple[Statement[str], ...]
    dateline: Statement[str]
    people: tuple[Contributor, ...]


def credits_of(page: PageReading, authors: Authors, blocks: Sequence[Block]) -> Credits:
    """What fields, byline and text say of agencies and of those who worked on the article."""
    found: dict[str, Statement[str]] = {}
    dateline = _dateline(blocks)
    for match, basis in (*_in_fields(page, authors), *_in_text(blocks, dateline)):
        found.setdefault(match.agency.name, match.statement(basis=basis))
    named = writers.people(authors.named)
    people = [Contributor(n.name, "author", n.basis, uri=n.uri, title=n.title) for n in named]
    known = {plain(c.name) for c in people}
    people += [c for c in _workers(page, blocks) if plain(c.name) not in known]
    agencies_found = tuple(found.values()) or (not_stated(),)
    told = not_stated()
    if dateline is not None:
        told = Statement.stated(dateline.stretch.text, basis="html:dateline")
    return Credits(agencies_found, told, tuple(people))


def _in_fields(page: PageReading, authors: Authors) -> Iterator[tuple[agencies.Match, str]]:
    for node in page.nodes:
        for key in ("sourceOrganization", "publisher", "provider"):
            for one in page.data.resolved(node.get(key)):
                name = linkeddata.first(one.get("name"))
                if name and (match := agencies.named(name)):
                    yield match, f"json-ld:{key}"
    yield from ((n.agency, n.basis) for n in authors.named if n.agency is not None)
    for text, basis in page.marks.all("source", "dc.source", "article:source"):
        yield from ((m, basis) for m in agencies.recognise(text))
    for byline in page.head.bylines:
        yield from ((m, byline.basis) for m in agencies.recognise(byline.text))


def _paragraphs(blocks: Sequence[Block]) -> list[str]:
    return [b.text for b in blocks if b.kind is BlockKind.PARAGRAPH]


def _dateline(blocks: Sequence[Block]) -> Dateline | None:
    for text in _paragraphs(blocks)[:_FIRST]:
        if found := dateline_of(Stretch(0, text)):
            return found[0]
    return None


def _in_text(
    blocks: Sequence[Block], dateline: Dateline | None
) -> Iterator[tuple[agencies.Match, str]]:
    texts = _paragraphs(blocks)
    if dateline is not None:
        named = (agencies.named(a.text) for a in dateline.agencies)
        yield from ((m, "html:dateline") for m in named if m)
    for text in texts[-_LAST:]:
        yield from ((m, "html:sign-off") for m in _signed(text))
        for _, names in worked(Stretch(0, text)):
            yield from ((m, "html:credits") for m in agencies.recognise(names.text))


def _signed(text: str) -> Iterator[agencies.Match]:
    """The agencies that a text is signed by: `... the fare is two crowns. (dpa)`."""
    found = read_agencies(Stretch(0, text)) if len(text) <= 2 * _SIGN else ()
    if not found:
        tail = text[-_SIGN:]
        start = max(tail.rfind("("), tail.rfind("（"))
        if start < 0 or not tail.rstrip(" .").endswith((")", "）")):
            return
        found = read_agencies(Stretch(0, tail[start:].strip()))
    yield from (m for n in found if (m := agencies.named(n.text)))


def _workers(page: PageReading, blocks: Sequence[Block]) -> Iterator[Contributor]:
    """Editors and contributors that the last paragraphs name."""
    for text in _paragraphs(blocks)[-_LAST:]:
        for rel, names in worked(Stretch(0, text)):
            if rel != "author":
                found = writers.read(names.text, "html:credits", page.houses)
                yield from (Contributor(n.name, rel, n.basis) for n in writers.people(found))
