"""One bag for the terminal: all that the archive can tell of it, and where each fact comes from."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten
from typing import Any

from newsarchive.model.access import Gives
from newsarchive.model.decision import Access, Decision, DecisionKind
from newsarchive.model.holding import BagKind
from newsarchive.model.outcome import BagView
from newsarchive.reports.amounts import number, size
from newsarchive.reports.history import said

_MOST_SHOWN = 20
_LEAD = 300  # characters
_OF_A_DELIVERY = (
    ("accession", "accessionNumber"),
    ("depositor", "depositor"),
    ("agreement", "agreement"),
)
Rows = Iterator[tuple[str, str]]

# What is shown of every article, be it that it is not known; and what is shown where it is.
_ALWAYS = (
    ("published", "datePublished"),
    ("publisher", "publisher"),
    ("dateline", "dateline"),
    ("url", "url"),
)
_WHERE_KNOWN = (
    ("issued", ("provenance", "dateIssued")),
    ("changed", ("provenance", "dateModified")),
    ("captured", ("provenance", "captured")),
    ("edition", ("printed", "edition")),
    ("section", ("printed", "section")),
    ("page", ("printed", "page")),
    ("column", ("printed", "column")),
    ("version", ("version",)),
    ("slugline", ("slugline",)),
    ("genre", ("genre",)),
    ("urgency", ("urgency",)),
    ("to editors", ("edNote",)),
    ("status", ("pubStatus",)),
    ("embargo", ("embargoedUntil",)),
    ("made by", ("digitalSourceType",)),
    ("copyright", ("rights", "copyrightNotice")),
    ("rights of", ("rights", "copyrightHolder")),
    ("terms", ("rights", "usageTerms")),
)
_TERMS = (("subject", "subjects"), ("place", "places"), ("keyword", "keywords"))
_OF_A_MEDIUM = (
    ("credit", "creditLine"),
    ("by", "by"),
    ("alt text", "altText"),
    ("rights", "rights"),
    ("rights of", "copyrightHolder"),
    ("terms", "usageTerms"),
    ("taken", "taken"),
    ("place", "place"),
    ("made by", "digitalSourceType"),
)


def bag_view(view: BagView) -> Iterator[str]:
    """All that the archive can tell of one bag, for the terminal."""
    accession, record = view.accession, view.record
    is_delivery = accession.kind is BagKind.DELIVERY
    yield (record["name"] if is_delivery else record["displayTitle"]) if record else accession.name
    yield ""
    rows = [
        ("bag", accession.name),
        ("path", accession.path),
        *(() if is_delivery else (("article id", accession.article),)),
        ("seal", str(accession.seal)),
        ("holds", f"{number(accession.files, 'file')}, {size(accession.bytes)}"),
        ("taken in", accession.time),
        ("last checked", _standing(view)),
    ]
    if view.access.level is not Access.OPEN or view.access.why:
        rows.append(("access", view.access.said))
    if view.amendments:
        newest = view.amendments[-1]
        rows.append(("amended", f"{newest.time}  by {newest.name}"))
    if accession.delivery:
        rows.append(("came in", f"delivery {accession.delivery[:12]}"))
    rows += _versions(view)
    rows += _decided(view.decisions)
    if is_delivery:
        rows += _delivered(view)
    elif record:
        rows += _facts(record)
    if view.hidden:
        rows.append(("closed", f"{view.hidden:,} more, of which nothing is told"))
    width = max(len(label) for label, _ in rows) + 2
    yield from (f"{label:<{width}}{value}" for label, value in rows)
    if view.problem:
        yield f"The record cannot be shown: {view.problem}"
    elif view.given is Gives.ALL and not is_delivery and record and record["body"]["path"]:
        yield ""
        yield f"The text itself: newsarchive show {accession.name} --text"


def _versions(view: BagView) -> Rows:
    """The other bags of the article, and those of others with the same text."""
    when = "an earlier"
    for other in view.versions:
        if other.bag == view.accession.bag:
            when = "a later"
        elif other is view.superseded_by:
            yield "also", f"a later version, taken in {other.time}: {other.name}, the current one"
        else:
            yield "also", f"{when} version, taken in {other.time}: {other.name}"
    if not view.current and view.superseded_by is None:
        yield "also", "a later version, of which nothing is told"
    for other in view.same_text:
        yield "same text", other.name
    if more := view.same_text_count - len(view.same_text):
        yield "same text", f"{'and ' if view.same_text else ''}in {number(more, 'other bag')}"


def _decided(decisions: Iterable[Decision]) -> Rows:
    """What stands decided about it: collection, access and the like."""
    standing: dict[DecisionKind, Decision] = {d.kind: d for d in decisions}
    for one in standing.values():
        yield "decided", said(one)


def _delivered(view: BagView) -> Rows:
    """What a delivery is, and the articles that came in it."""
    if view.record:
        yield "kind", f"delivery ({view.record['kind']}), received {view.record['received']}"
        yield from _given(view.record)
    yield "articles", f"{len(view.articles):,}"
    for article in view.articles[:_MOST_SHOWN]:
        yield "", article.name
    if len(view.articles) > _MOST_SHOWN:
        yield "", f"and {len(view.articles) - _MOST_SHOWN:,} more: --json names all"


def _given(record: Mapping[str, Any]) -> Rows:
    """What was agreed on with who gave a delivery, and what the sender said of it."""
    for label, name in _OF_A_DELIVERY:
        if name in record:
            yield label, record[name]
    for element in record.get("bagInfo", ()):
        yield "its bag says", f"{element['label']}: {element['value']}"
    for checksum in record.get("senderChecksums", ()):
        held = "held" if checksum["held"] else "did not hold"
        yield "sender's", f"{checksum['algorithm']} {checksum['value']}  ({held})"


def _standing(view: BagView) -> str:
    if view.standing is None:
        return "not yet; run newsarchive audit"
    return f"{view.standing.checked}  {view.standing.verdict}"


def _facts(record: Mapping[str, Any]) -> Rows:
    provenance = record["provenance"]
    yield "source", _joined(provenance["sources"])
    yield "agency", _joined(provenance["agencies"])
    for label, name in _ALWAYS:
        yield label, statement(provenance[name])
    yield "byline", statement(record["by"])
    yield from _language(record["language"])
    for label, path in _WHERE_KNOWN:
        yield from _known(label, _at(record, path))
    if record.get("embargoed") and not _said(record["embargoedUntil"]):
        yield "embargo", "not to be published for now, says the source; until when it does not say"
    if "form" in record:
        yield "kind", record["form"]
    yield from _terms(record)
    yield from _headlines(record)
    if lead := record["lead"].get("value"):
        yield "lead", shorten(lead, _LEAD, placeholder=" ...")
    yield from _text(record)
    for medium in record["media"]:
        yield from _medium(medium)
    for one in record.get("corrections") or ():
        yield "correction", one["text"]
    for found in record["findings"]:
        yield "note", f"{found['code']} {found['level']}: {found['detail']}"


def _at(record: Mapping[str, Any], path: tuple[str, ...]) -> Mapping[str, Any] | None:
    value: Any = record
    for step in path:
        value = (value or {}).get(step)
    return None if value is None else dict(value)


def _known(label: str, document: Mapping[str, Any] | None) -> Rows:
    """A fact that is shown where somebody said something of it."""
    if document is not None and _said(document):
        yield label, statement(document)


def _said(document: Mapping[str, Any]) -> bool:
    return document["status"] != "unknown" or bool(document.get("candidates"))


def _language(language: Mapping[str, Any]) -> Rows:
    declared, detected = language["declared"], language.get("detected")
    if detected and not _said(declared):
        yield "language", f"{detected['tag']}  (recognised by {detected['by']}, not stated)"
        return
    yield "language", statement(declared)
    if detected and detected["tag"] != declared.get("value"):
        yield "", f"recognised as {detected['tag']}"


def _terms(record: Mapping[str, Any]) -> Rows:
    for label, name in _TERMS:
        if names := [term["name"] for term in record[name]]:
            yield label, "; ".join(names)


def _headlines(record: Mapping[str, Any]) -> Rows:
    for headline in record["headlines"]:
        if headline["value"] != record["displayTitle"] or headline["role"] != "main":
            yield "headline", f"{headline['value']}  ({headline['role']})"


def _text(record: Mapping[str, Any]) -> Rows:
    part = record.get("completeness") or "full"
    words = "" if part == "full" else f"; received as: {part}"
    yield "text", f"{number(record['body']['paragraphs'], 'paragraph')}{words}"
    encoding = record.get("encoding")
    if encoding and encoding["status"] != "stated":
        yield "", f"read as {encoding['name']}  ({encoding['status']}{_whence(encoding)})"


def _medium(medium: Mapping[str, Any]) -> Rows:
    caption = statement(medium["caption"]) if _said(medium["caption"]) else "no caption"
    yield f"{medium['kind']} {int(medium['id'])}", f"{medium['status']}: {caption}"
    facts = [medium.get("name") or medium.get("url") or ""]
    if "width" in medium and "height" in medium:
        facts.append(f"{medium['width']} x {medium['height']}")
    if "size" in medium:
        facts.append(size(medium["size"]))
    if any(facts):
        yield "", ", ".join(filter(None, facts))
    for label, name in _OF_A_MEDIUM:
        document = medium.get(name)
        if document is not None and _said(document):
            yield "", f"{label}: {statement(document)}"


def _joined(statements: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(statement(s) for s in statements)


def statement(document: Mapping[str, Any]) -> str:
    """A statement for the terminal: its value and where it comes from, or why it is not known."""
    status = document["status"]
    if status == "unknown":
        return f"unknown: {document['reason']}"
    if status == "none":
        return f"none, says {document.get('by') or document.get('basis')}"
    if document.get("value") is None:
        return f'not named ("{document["raw"]}"; {status})'
    return f"{document['value']}  ({status}{_whence(document)}){_dispute(document)}"


def _dispute(document: Mapping[str, Any]) -> str:
    candidates = document.get("candidates", ())
    if not candidates or document.get("resolution"):
        return ""
    others = ", ".join(f"{c.get('value') or c['status']}{_whence(c)}" for c in candidates)
    return f"  disputed; also: {others}"


def _whence(document: Mapping[str, Any]) -> str:
    for name in ("by", "basis"):
        if document.get(name):
            return f" by {document[name]}" if name == "by" else f", {document[name]}"
    return ""
