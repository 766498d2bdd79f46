"""The page of an article, of one version of it, and their twins for programs.

What is shown of a bag was held against its manifests and its seal for this very page.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from newsarchive.archive import Archive
from newsarchive.bag.verified import VerifiedTree
from newsarchive.digests import Algorithm
from newsarchive.errors import NotFoundError, RefusedError, SourceError, StoreError, why
from newsarchive.metadata import record_of
from newsarchive.metadata.exports import to_dublin_core, to_json_ld
from newsarchive.model.access import Gives
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.layout import RECORD
from newsarchive.model.outcome import BagView
from newsarchive.model.record import Record
from newsarchive.reports import difference as report
from newsarchive.reports import documents
from newsarchive.reports.article.script import direction, language_tag
from newsarchive.reports.article.text import blocks, in_order, lead, web_address
from newsarchive.web import addresses, answers, panel, tags, twins
from newsarchive.web.addresses import article_named, version_named
from newsarchive.web.files import PACKED, packed
from newsarchive.web.shelf import Shelf
from newsarchive.workflows.cite import cite_shown
from newsarchive.workflows.verified import verified

_MOST_TEXT, _MOST_RECORD = 8 << 20, 64 << 20  # bytes; a longer text is taken home as a file
_MOST_ORIGINAL = 4 << 20  # bytes of a text in which words are marked
INLINE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"})

FORMS = {
    "json": ("application/json", ""),
    "jsonld": ("application/ld+json", "jsonld"),
    "dc": ("application/xml", "dc"),
    "ris": ("application/x-research-info-systems", "ris"),
    "bib": ("application/x-bibtex", "bibtex"),
    "csl": ("application/vnd.citationstyles.csl+json", "csl-json"),
    "txt": ("text/plain", "text"),
}
"""The twins of an article's page, by the ending of their addresses, and what makes them."""

_CITED = frozenset({"ris", "bib", "csl", "txt"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A medium of an article: where it can be seen or fetched, "" where it cannot be."""

    kind: str
    seen: str
    fetched: str
    alt: str
    caption: str
    credit: str
    name: str
    width: int | None
    height: int | None
    size: int | None


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read of a bag and held against its seal.

    `places` are the bags in which media lie, by the ids of the media.
    """

    text: str | None
    plain: panel.Plain | None
    places: dict[str, str]


def article(request: Request, shelf: Shelf) -> Response:
    """The current version of an article: the link stays the same whatever becomes known of it."""
    reference, _, form = request.path_params["ref"].partition(".")
    base = article_named(shelf.archive().holdings, reference)
    return _answer(request, shelf, base, form, lasting=True)


def version(request: Request, shelf: Shelf) -> Response:
    """One version of an article, or the bag whole as a zip or a tar."""
    reference, _, form = request.path_params["ref"].partition(".")
    if form in PACKED:
        return packed(request, shelf, reference, form)
    base = version_named(shelf.archive().holdings, reference)
    return _answer(request, shelf, base, form, lasting=False)


def _answer(
    request: Request, shelf: Shelf, base: Accession, form: str, *, lasting: bool
) -> Response:
    archive = shelf.archive()
    view = archive.show(base.bag, shelf.asking)
    if form in FORMS and base.kind is not BagKind.DELIVERY and view.record is not None:
        _read(archive, view, record_of(view.record))
    if form and form not in FORMS:
        raise NotFoundError("an article is not given in such a form")
    etag = _etag(archive, view, form)
    if same := answers.unchanged(request, etag):
        return same
    if form:
        response = _twin(archive, shelf, view, form)
        response.headers["etag"] = etag
        return response
    if base.kind is BagKind.DELIVERY:
        return _delivery(archive, shelf, view, etag)
    return _page(archive, shelf, view, etag, lasting=lasting)


def _twin(archive: Archive, shelf: Shelf, view: BagView, form: str) -> Response:
    base = view.accession
    if form == "json":
        return answers.as_json(documents.bag_view(view))
    if form in _CITED:
        cited = cite_shown(archive.holdings, view, FORMS[form][1])
        name = "" if form == "txt" else f"{base.name}.{form}"
        return answers.data(cited.text, FORMS[form][0], name=name)
    made = archive.export(base.bag, FORMS[form][1], shelf.asking)
    return answers.data(made.data, FORMS[form][0])


def _etag(archive: Archive, view: BagView, form: str) -> str:
    """The seal, and how far the ledger goes: what it says later stands on the page, too."""
    newest = (view.accession, *view.amendments)[-1]
    mark = repr(sorted(archive.holdings.catalog.memory.mark().items()))
    said = f"{mark} {view.given} {archive.institution.name} {form}"
    return f'W/"{newest.seal.hex[:32]}.{hashlib.sha256(said.encode()).hexdigest()[:16]}"'


def _delivery(archive: Archive, shelf: Shelf, view: BagView, etag: str) -> Response:
    values = {"view": view, "name": view.record["name"] if view.record else view.accession.name}
    return answers.page(
        "delivery",
        values,
        archive.institution,
        staff=shelf.staff,
        etag=etag,
        title=str(values["name"]),
    )


def _page(archive: Archive, shelf: Shelf, view: BagView, etag: str, *, lasting: bool) -> Response:
    base, document = view.accession, view.record
    if document is None:
        raise StoreError(f"the record of {base.name} cannot be read: {view.problem}")
    record = record_of(document)
    held = _read(archive, view, record)
    found = in_order(tuple(blocks(record, held.text)))
    detected = record.language.detected.tag if record.language.detected else None
    tag = language_tag(record.language.declared.value) or language_tag(detected)
    beginning = "".join((record.headline or "", *(block.text for block in found)))
    cited = cite_shown(archive.holdings, view)
    here = addresses.article(base.bag) if lasting else addresses.version(base.bag)
    headlines = record.headlines
    linked_data = {
        name: value
        for name, value in to_json_ld(document).document.items()
        if name != "articleBody"  # it stands on the page
    }
    values = {
        "record": record,
        "view": view,
        "base": base,
        "here": here,
        "lasting": lasting,
        "language": tag,
        "direction": direction(tag, beginning),
        "kickers": [h.value for h in headlines if h.role == "kicker"],
        "subs": [h.value for h in headlines if h.role not in {"main", "kicker"}],
        "byline": record.by.value or ", ".join(dict.fromkeys(p.name for p in record.people)),
        "dated": _dated(record),
        "lead": lead(record, found),
        "blocks": found,
        "without": _without(view, record, held),
        "pictures": tuple(_pictures(record, held)),
        "facts": tuple(panel.facts(document, held.plain)),
        "url": web_address(record.url.value),
        "originals": record.originals if view.given is Gives.ALL else (),
        "cited": cited.text.strip(),
        "meta": (
            *tags.highwire(cited.citation),
            *tags.dublin_core(to_dublin_core(document).document),
        ),
        "coins": tags.coins(cited.citation),
        "linked_data": tags.block(linked_data),
        "whole": view.given is Gives.ALL,
        "forms": tuple((form, f"{here}.{form}") for form in FORMS),
    }
    return answers.page(
        "article",
        values,
        archive.institution,
        staff=shelf.staff,
        etag=etag,
        title=record.title,
        alternates=tuple((kind, f"{here}.{form}") for form, (kind, _) in FORMS.items()),
    )


def _without(view: BagView, record: Record, held: _Held) -> str:
    """Why no text stands on the page, "" where one does or only a description is given."""
    if view.given is not Gives.ALL or held.text is not None:
        return ""
    if record.text.path is None:
        return "It came without a text."
    return "Its text is too long for a page; it is among the files of the bag."


def _dated(record: Record) -> tuple[str, str, str]:
    """The date, its kind and how it is known; the first is "" where none is."""
    for kind, said in record.provenance.dates:
        if said.known and said.value is not None:
            return str(said.value), kind, "disputed" if said.disputed else said.status.value
    return "", "", ""


def _read(archive: Archive, view: BagView, record: Record) -> _Held:
    """What a page shows of the bag, each file as it was taken in.

    Raises:
        DamagedBagError: something is not what was taken in.
        StoreError, SourceError: it cannot be read.
    """
    holdings, base = archive.holdings, view.accession
    newest = (base, *view.amendments)[-1]
    text, plain, places = None, None, dict[str, str]()
    with verified(holdings, newest) as tree:
        _take(tree, RECORD, _MOST_RECORD)  # the record that is shown is the one that was sealed
    if view.given is not Gives.ALL:
        return _Held(None, None, {})
    with verified(holdings, base) as tree:
        if record.text.path is not None:
            data = _take(tree, record.text.path, _MOST_TEXT)
            text = None if data is None else data.decode("utf-8", "replace")
        if record.text.segments and record.originals:
            plain = _plain(tree, record)
    for bag in (base, *view.amendments):
        wanted = [m for m in record.media if m.path is not None and m.id not in places]
        if not wanted:
            break
        with verified(holdings, bag) as tree:
            for medium in wanted:
                digests = tree.expected.get(medium.path or "", ())
                if any(d.algorithm is Algorithm.SHA512 and d.hex == medium.sha512 for d in digests):
                    places[medium.id] = bag.bag
    return _Held(text, plain, places)


def _plain(tree: VerifiedTree, record: Record) -> panel.Plain | None:
    """The text in which spans count: the original, or what was taken out of it."""
    path = record.text.source or record.originals[0].path
    data = _take(tree, path, _MOST_ORIGINAL)
    encoding = record.encoding.name if record.encoding and not record.text.source else "utf-8"
    return None if data is None else panel.Plain(data, encoding)


def _take(tree: VerifiedTree, path: str, most: int) -> bytes | None:
    try:
        return tree.take(path, most)
    except OSError as error:
        reason = why(error) or "it changed while it was read"
        raise SourceError(f"cannot read {path}: {reason}") from error


def _pictures(record: Record, held: _Held) -> Iterator[Picture]:
    for medium in record.media:
        bag = held.places.get(medium.id, "")
        address = addresses.file(bag, medium.path) if bag and medium.path else ""
        yield Picture(
            medium.kind.value,
            address if medium.media_type in INLINE else "",
            address,
            medium.alt_text.value or "",
            medium.caption.value or "",
            medium.credit_line.value or "",
            medium.name or medium.url or "",
            medium.width,
            medium.height,
            medium.size,
        )


def files(request: Request, shelf: Shelf) -> Response:
    """Every file of a bag with its digest, as its manifests have them."""
    archive = shelf.archive()
    base = version_named(archive.holdings, request.path_params["ref"])
    view = archive.show(base.bag, shelf.asking)
    if view.given is not Gives.ALL:
        raise NotFoundError("files are not given of a bag of which only the description is")
    listed = []
    for bag in (base, *view.amendments):
        with verified(archive.holdings, bag) as tree:
            rows = [
                (path, addresses.file(bag.bag, path), digests[-1])
                for path, digests in sorted(tree.expected.items())
            ]
        listed.append((bag, rows))
    if _is_data(request):
        return answers.as_json(twins.files(base, listed))
    values = {"base": base, "listed": listed, "title": f"Files of {base.name}"}
    return answers.page(
        "files",
        values,
        archive.institution,
        staff=shelf.staff,
        alternates=(("application/json", f"{addresses.version(base.bag)}/files.json"),),
    )


def _is_data(request: Request) -> bool:
    return request.url.path.endswith(".json")


def difference(request: Request, shelf: Shelf) -> Response:
    """What differs between two versions: one that is named, and another or the one before it."""
    archive = shelf.archive()
    second = version_named(archive.holdings, request.path_params["ref"])
    other = request.query_params.get("with", "")
    first = version_named(archive.holdings, other) if other else None
    if second.kind is BagKind.DELIVERY:
        raise RefusedError("a delivery has no text to compare")
    found = (
        archive.diff(first.bag, second.bag, asking=shelf.asking)
        if first
        else archive.diff(second.bag, asking=shelf.asking)
    )
    if _is_data(request):
        return answers.as_json(report.document(found))
    values = {"found": found, "title": "What changed"}
    twin = twins.diff_address(second.bag, first.bag if first else "", "json")
    return answers.page(
        "difference",
        values,
        archive.institution,
        staff=shelf.staff,
        alternates=(("application/json", twin),),
    )
