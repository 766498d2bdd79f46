"""ninjs 1.0 to 3.x (IPTC) and Superdesk's export of it to Article.

Sources: http://www.iptc.org/std/ninjs/ and the fields of Superdesk's items. One mapping serves all
versions: names are compared without regard to case, and singular and plural are the same list.
docs/formats.md says what goes where, and what has no place.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from newsarchive.formats.wires.bodies import Opening, blocks_of, body_of, dateline_said, opening
from newsarchive.formats.wires.fields import (
    Fields,
    finding_of,
    joined,
    maybe,
    maybe_date,
    stated,
    token,
)
from newsarchive.formats.wires.ninjs_media import KINDS, kind_of, related, source_type
from newsarchive.formats.wires.ninjs_parties import (
    agencies_and_sources,
    contributors,
    keywords_of,
    places_of,
    subjects_of,
)
from newsarchive.formats.wires.ninjs_texts import bodies, headlines_of, lead_of
from newsarchive.formats.wires.values import words
from newsarchive.model.article import (
    AltId,
    Article,
    Block,
    Body,
    Completeness,
    Headline,
    Language,
    Provenance,
    Relation,
    Rights,
    not_stated,
)
from newsarchive.model.capture import Capture
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Statement

_TYPES = frozenset(
    (
        *("text", "audio", "video", "picture", "graphic", "composite", "planning", "event"),
        "component",
    )
)
_TYPE_NAMES = {"image": "picture", "photo": "picture", "preformatted": "text", "article": "text"}
_TEXTS = frozenset({"text", "composite", "component"})
# What else identifies an item: Superdesk's names, in the order of how well they do.
_ALT_IDS = (
    *("guid", "uri", "_id", "item_id", "unique_id", "unique_name", "family_id", "ingest_id"),
    *("original_id", "event_id", "assignment_id", "copyrightid"),
)
_RELATIONS = (
    ("rewrite_of", "rewrite-of"),
    ("evolvedfrom", "rewrite-of"),
    ("translated_from", "translation-of"),
)
_SUPERDESK = frozenset(
    {"family_id", "unique_id", "anpa_category", "_current_version", "unique_name"}
)


def read_item(document: Mapping[str, Any], capture: Capture, reader: str) -> Article:
    """One item that was parsed.

    Raises:
        RefusedError: the text in it cannot be read.
    """
    item = Fields(document, "ninjs:")
    what = type_of(item)
    kind = kind_of(item) if what not in _TEXTS or not item.has("type") else None
    headlines, by = headlines_of(item), item.stated("byline", "by")
    begin = _opening(item, capture.name, headlines, by, stated_lead=kind is None)
    agencies, sources, publisher, source_line = agencies_and_sources(item, begin.agencies)
    goes_with = related(item, kind)
    located = item.stated("located")
    until, embargoed = embargo(item)
    declared = item.language("language")
    source_id, others = _identifiers(item)
    return Article(
        reader=reader,
        originals=(capture,),
        body=Body(begin.blocks),
        lead=begin.lead,
        headlines=headlines,
        by=by,
        people=contributors(item),
        language=Language(declared, detected_in(begin.blocks, declared)),
        provenance=Provenance(
            source_line=source_line,
            sources=sources,
            agencies=agencies,
            publisher=publisher,
            date_issued=item.moment("versioncreated", "version_created"),
            date_created=maybe_date(item.moment("contentcreated")),
            dateline=begin.dateline if begin.dateline.known else located,
        ),
        media=goes_with.media,
        rights=_rights(item),
        type=what,
        version=stated(item.word("version", "_current_version", "_version")),
        digital_source_type=source_type(item),
        pub_status=item.stated("pubstatus"),
        embargoed_until=until,
        embargoed=embargoed,
        subjects=subjects_of(item),
        places=places_of(item),
        keywords=keywords_of(item),
        relations=(*goes_with.relations, *_relations(item)),
        source_id=source_id,
        completeness=_completeness(item),
        alt_ids=others,
        slugline=maybe(item.stated("slugline", "slug")),
        genre=maybe(joined([n for g in item.each("genre", "genres") if (n := _name(g))], "; ")),
        urgency=maybe(stated(item.word("urgency"))),
        ed_note=maybe(item.stated("ednote")),
        findings=(*finding_of(item.wrong), *no_text(begin.blocks, what)),
    )


def no_text(blocks: tuple[Block, ...], what: str) -> tuple[Finding, ...]:
    """That an item of text has none."""
    if blocks or what not in {"text", "composite"}:
        return ()
    return (Finding(Code.TX_03, Kind.TEXT, Level.WARNING, "", "the text has no body paragraph"),)


def detected_in(blocks: tuple[Block, ...], declared: Statement[str]) -> Any:
    """The language of a text as a program recognises it, where the source declares none."""
    if declared.known:
        return None
    from newsarchive.formats.text.languages import detect  # noqa: PLC0415  # only then

    return detect(Body(blocks).text)


def _name(fields: Fields) -> Any:
    return fields.text("name", "literal", "code", "qcode", "uri")


def type_of(item: Fields) -> str:
    """What an item is, in the words of ninjs 3; a text where it does not say."""
    given = item.text("type")
    word = given.text.strip().casefold() if given else ""
    word = _TYPE_NAMES.get(word, word)
    if word in _TYPES:
        return word
    kind = kind_of(item) if not given and not bodies(item)[0] else None
    return next((name for name, k in KINDS.items() if k is kind), "text")


def _opening(
    item: Fields,
    name: str,
    headlines: tuple[Headline, ...],
    by: Statement[str],
    *,
    stated_lead: bool,
) -> Opening:
    found, footer = bodies(item)
    lead = (lead_of(item) if stated_lead else None) or not_stated()
    if not stated_lead and item.has("guid") and not item.has("uri"):
        found = ()  # Superdesk's alternative text of a picture
    blocks: tuple[Block, ...] = ()
    known = frozenset(words(h.value).casefold() for h in headlines)
    byline = (by.value or "").casefold()
    for body in found:
        blocks = body_of(
            body.text, name, body.basis, html=body.html, headlines=known, byline=byline
        )
        if blocks:
            break
    if footer is not None:
        blocks = (*blocks, *blocks_of(footer.text, name, footer.basis, html=footer.html))
    begin = opening(blocks, lead, "ninjs") if blocks else Opening((), lead, not_stated())
    if begin.dateline.known or not isinstance(item.value("dateline"), dict | str):
        return begin
    return _with_dateline(begin, item)


def _with_dateline(begin: Opening, item: Fields) -> Opening:
    """Superdesk's dateline, which is an object with the text that is printed."""
    given = item if isinstance(item.value("dateline"), str) else item.inner("dateline")
    text = given.text("dateline" if given is item else "text") if given else None
    line = dateline_said(text.text, text.basis) if text else not_stated()
    return Opening(begin.blocks, begin.lead, line, line.value or "")


def _identifiers(item: Fields) -> tuple[str | None, tuple[AltId, ...]]:
    names = ("guid", "uri") if any(item.has(n) for n in _SUPERDESK) else ("uri", "guid")
    main = item.text(*names)
    found = []
    for name in _ALT_IDS:
        given = item.word(name)
        if given is not None:
            found.append(AltId(" ".join(given.text.split()), name.strip("_")))
    found += _alt_ids(item)
    source_id = " ".join(main.text.split()) if main else None
    others = dict.fromkeys(i for i in found if i.value and i.value != source_id)
    return source_id, tuple(others)


def _alt_ids(item: Fields) -> Iterator[AltId]:
    value = item.value("altids")
    if isinstance(value, dict):
        fields = item.inner("altids")
        for lower, printed in fields or ():
            given = fields.word(lower) if fields else None
            if given is not None:
                yield AltId(" ".join(given.text.split()), " ".join(printed.split()) or None)
        return
    for entry in item.each("altids", key="value"):
        given, role = entry.word("value"), entry.text("role")
        if given is not None:
            yield AltId(" ".join(given.text.split()), " ".join(role.text.split()) if role else None)


def embargo(item: Fields) -> tuple[Statement[Edtf], bool]:
    """Until when it is embargoed, and whether it is: what cannot be read is no end."""
    for name in ("embargoed", "embargoeduntil", "embargo"):
        value = item.value(name)
        if value in (None, False, "") or (isinstance(value, str) and not value.strip()):
            continue
        if isinstance(value, str):
            return item.moment(name), True
        return Statement.unknown(f"the source says no date in {item.place(name)}"), True
    return Provenance().date_issued, False


def _rights(item: Fields) -> Rights:
    licence = None
    if isinstance(item.value("rightsinfo"), dict) and (info := item.inner("rightsinfo")):
        licence = maybe(info.stated("linkedrights"))
    return Rights(
        copyright_notice=item.stated("copyrightnotice"),
        copyright_holder=item.stated("copyrightholder"),
        usage_terms=item.stated("usageterms"),
        licence=licence,
    )


def _relations(item: Fields) -> Iterator[Relation]:
    for name, rel in _RELATIONS:
        if (other := item.word(name)) is not None:
            yield Relation(rel, " ".join(other.text.split()))


def _completeness(item: Fields) -> Completeness | None:
    given = item.text("representationtype")
    return Completeness.PART if given and token(given.text) in {"incomplete", "partial"} else None
