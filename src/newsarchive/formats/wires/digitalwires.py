"""dpa's digital wires (`"format": "digitalwires@0.9.1"`), JSON, to Article.

The text is in `article_html`; the box beside it (`infobox_html`) comes behind it as notes. The
notepad is for those who print it, and no text. docs/formats.md says what goes where.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from newsarchive.formats.wires.bodies import Opening, blocks_of, dateline_said, opening, plain
from newsarchive.formats.wires.catalogs import Catalogs
from newsarchive.formats.wires.fields import (
    Fields,
    Said,
    finding_of,
    joined,
    maybe,
    maybe_date,
    stated,
    token,
)
from newsarchive.formats.wires.ninjs import detected_in, embargo, no_text, type_of
from newsarchive.formats.wires.ninjs_media import KINDS, medium_of
from newsarchive.formats.wires.values import agencies_of, said, sources_of, words
from newsarchive.model.article import (
    AltId,
    Article,
    Block,
    BlockKind,
    Body,
    Contributor,
    Headline,
    Language,
    Medium,
    Provenance,
    Rights,
    Term,
    not_stated,
)
from newsarchive.model.capture import Capture
from newsarchive.model.statement import Statement

_HEADLINES = (("headline", "main"), ("subhead", "sub"), ("kicker", "kicker"))
_SUBJECTS = (
    "desk",
    "dpasubject",
    "subject",
    "person",
    "organisation",
    "organization",
    "company",
    "event",
)
_PLACES = ("geosubject", "poi", "locationcreated", "located")
_LOCATED = frozenset({"locationcreated", "located"})
_Categories = Mapping[str, list[Fields]]
_CONTACTS = "dpacontacts"  # telephone numbers of persons: the original keeps them
_LEADS = frozenset({"teaser", "summary", "lead", "abstract"})


def read_entry(document: Mapping[str, Any], capture: Capture, reader: str) -> Article:
    """One entry that was parsed.

    Raises:
        RefusedError: the text in it cannot be read.
    """
    entry = Fields(document, "digitalwires:")
    categories = _categories(entry)
    begin = _opening(entry, capture.name)
    declared = entry.language("language")
    until, embargoed = embargo(entry)
    urn = entry.text("urn", "uri")
    media = tuple(_media(entry))
    what = _type(entry, begin, media)
    return Article(
        reader=reader,
        originals=(capture,),
        body=Body(begin.blocks),
        lead=begin.lead,
        headlines=tuple(_headlines(entry)),
        by=entry.stated("byline"),
        people=tuple(_people(categories)),
        language=Language(declared, detected_in(begin.blocks, declared)),
        provenance=_provenance(entry, categories, begin),
        media=media,
        rights=Rights(
            copyright_notice=entry.stated("copyrightnotice"),
            copyright_holder=entry.stated("copyrightholder"),
            usage_terms=entry.stated("usageterms"),
        ),
        type=what,
        version=stated(entry.word("version")),
        pub_status=entry.stated("pubstatus"),
        embargoed_until=until,
        embargoed=embargoed,
        subjects=_terms(categories, _SUBJECTS),
        places=_terms(categories, _PLACES),
        keywords=_terms(categories, ("keyword",)),
        source_id=words(urn.text) if urn else None,
        alt_ids=tuple(_alt_ids(entry)),
        genre=maybe(joined(_names(categories, "genre"), "; ")),
        urgency=maybe(stated(entry.word("urgency"))),
        ed_note=maybe(joined(tuple(_notes(entry)), " ")),
        findings=(*finding_of(entry.wrong), *no_text(begin.blocks, what)),
    )


def _type(entry: Fields, begin: Opening, media: tuple[Medium, ...]) -> str:
    """What an entry is: dpa calls everything composite. Without a text it is its first medium."""
    if begin.blocks or not media:
        return "text" if type_of(entry) == "composite" else type_of(entry)
    return next(name for name, kind in KINDS.items() if kind is media[0].kind)


def _opening(entry: Fields, name: str) -> Opening:
    blocks: tuple[Block, ...] = ()
    if (text := entry.text("article_html")) is not None:
        blocks = blocks_of(text.text, name, text.basis, html=True)
    boxes: tuple[Block, ...] = ()
    for box in ("infobox_html", "linkbox_html"):
        if (text := entry.text(box)) is not None:
            found = blocks_of(text.text, name, text.basis, html=True)
            boxes = (*boxes, *(_as_note(block) for block in found))
    begin = opening(blocks, _lead(entry), "digitalwires")
    dateline, named = begin.dateline, begin.agencies
    if (line := entry.text("dateline")) is not None:
        dateline = dateline_said(line.text, line.basis)
        named = dateline.value or ""
    return Opening((*begin.blocks, *boxes), begin.lead, dateline, named)


def _as_note(block: Block) -> Block:
    return replace(block, kind=BlockKind.NOTE) if block.kind is BlockKind.PARAGRAPH else block


def _lead(entry: Fields) -> Statement[str]:
    if (teaser := entry.text("teaser")) is not None:
        return said(plain(teaser.text), teaser.basis)
    for description in entry.each("descriptions", key="description"):
        role, text = description.text("role"), description.text("description")
        if text and role and token(role.text) in _LEADS:
            return said(plain(text.text), description.where)
    return not_stated()


def _headlines(entry: Fields) -> Iterator[Headline]:
    for name, role in _HEADLINES:
        text = entry.text(name)
        if text is not None and (value := plain(text.text)):
            yield Headline(value, role, text.basis)


def _categories(entry: Fields) -> _Categories:
    """The categories by the last word of their type: `keyword` for `dnltype:keyword`."""
    found: dict[str, list[Fields]] = defaultdict(list)
    for category in entry.each("categories"):
        if (given := category.text("type")) is not None:
            found[given.text.rpartition(":")[2].strip()].append(category)
    return found


def _names(categories: _Categories, kind: str) -> list[Said]:
    named = (c.text("name", "qcode") for c in categories.get(kind, ()))
    return [Said(n.text, f"digitalwires:categories.{kind}") for n in named if n]


def _terms(categories: _Categories, kinds: tuple[str, ...]) -> tuple[Term, ...]:
    found = (_term(c, kind) for kind in kinds for c in categories.get(kind, ()))
    return tuple(dict.fromkeys(term for term in found if term))


def _term(category: Fields, kind: str) -> Term | None:
    name, given = category.text("name", "qcode"), category.text("qcode")
    if name is None:
        return None
    code = Catalogs().code(words(given.text) if given else None)
    label = words(name.text)
    return Term(
        label,
        f"{category.where}.{kind}",
        uri=code.uri or None,
        code=code.printed if code.printed not in {"", label} else None,
        scheme=code.scheme or None,
        rel="located" if kind in _LOCATED else None,
    )


def _people(categories: _Categories) -> Iterator[Contributor]:
    for kind in ("creator", "contributor"):
        for category in categories.get(kind, ()):
            name = category.text("name")
            if name is not None:
                role, code = category.text("role"), category.text("qcode")
                yield Contributor(
                    words(name.text),
                    (token(role.text) if role else None) or kind,
                    f"{category.where}.{kind}",
                    code=words(code.text) if code else None,
                )


def _provenance(entry: Fields, categories: _Categories, begin: Opening) -> Provenance:
    providers = _names(categories, "provider") + _names(categories, "infosource")
    pairs = [(p.text, p.basis) for p in providers]
    credit, by = entry.text("creditline"), entry.text("byline")
    named = [*pairs, *((s.text, s.basis) for s in (credit, by) if s)]
    if begin.agencies:
        named.append((begin.agencies, "digitalwires:dateline"))
    return Provenance(
        source_line=stated(credit),
        sources=sources_of(pairs),
        publisher=joined(_names(categories, "provider")[:1], ""),
        agencies=agencies_of(named),
        date_issued=entry.moment("version_created"),
        date_created=maybe_date(entry.moment("content_created")),
        dateline=begin.dateline,
    )


def _media(entry: Fields) -> Iterator[Medium]:
    for association in entry.each("associations"):
        given = association.text("type")
        kind = KINDS.get(given.text.strip().casefold()) if given else None
        medium = medium_of(association, kind)
        if medium is None:
            continue
        caption = association.text("caption")
        if caption is not None:
            medium = replace(medium, caption=said(plain(caption.text), caption.basis))
        urn = association.text("urn")
        yield replace(medium, url=medium.url or (words(urn.text) if urn else None))


def _alt_ids(entry: Fields) -> Iterator[AltId]:
    given = entry.word("entry_id")
    if given is not None:
        yield AltId(words(given.text), "entry_id")


def _notes(entry: Fields) -> Iterator[Said]:
    for note in entry.each("ednotes", key="ednote"):
        role, text = note.text("role"), note.text("ednote")
        if text is None or note.value("is_publishable") is False:
            continue
        if not (role and token(role.text) == _CONTACTS):
            yield Said(text.text, note.where)
