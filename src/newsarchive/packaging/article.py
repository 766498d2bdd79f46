"""An article, with what was supplied about it, becomes a bag."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsarchive import canonical
from newsarchive.bag.plan import BagPlan, Inline, Spooled
from newsarchive.digests import Algorithm, digest_of
from newsarchive.metadata import (
    Placed,
    Placement,
    ReadRecord,
    draft_record,
    encode,
    finding_to_json,
    relation_to_json,
    supply_to,
    view,
)
from newsarchive.model.article import Article, Relation
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Finding
from newsarchive.model.format import Identifier
from newsarchive.model.identity import article_id, bag_id, bag_name, bag_urn
from newsarchive.model.institution import Institution
from newsarchive.model.layout import bag_path
from newsarchive.model.receiving import Receipt
from newsarchive.model.supplied import Supplied
from newsarchive.packaging import events, findings, tags
from newsarchive.packaging.places import (
    MEDIA,
    ORIGINALS,
    PREMIS,
    README,
    RECORD,
    SOURCE,
    SUPPLIED,
    TEXT,
    spooled,
)


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes bags, when and how: the same maker makes the same bag of the same article.

    `agent` names the program and its version; `now` is the time of packing; `receipt` says how
    what they hold was received, `identifier` what recognised its formats.
    """

    institution: Institution
    algorithms: tuple[Algorithm, ...]
    agent: str
    now: datetime
    receipt: Receipt = Receipt()
    identifier: Identifier | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Which article and which bag this is, and where the bag will lie.

    `originals` and `media` are SHA-512 digests in hex, in order, media with their positions;
    `path` is relative to the archive.
    """

    article_id: str
    bag_id: str
    name: str
    path: str
    originals: tuple[str, ...]
    media: tuple[tuple[str, int], ...]

    @property
    def urn(self) -> str:
        """The bag id as URN."""
        return bag_urn(self.bag_id)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article on its way into a bag: what lies where, its record so far, and its identity.

    `enclosures` are sidecars and sheets: kept, and no originals; `enclosed` are their PRONOM ids by
    their paths. `record` has its identity, and no relations or computed findings yet.
    """

    article: Article
    supplied: Supplied
    originals: tuple[Spooled, ...]
    media: tuple[Spooled, ...]
    enclosures: tuple[Spooled, ...]
    record: ReadRecord
    identity: Identity
    enclosed: Mapping[str, str] = field(default_factory=dict)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What keeps the provenance from being complete: of `source`, `date`, `agency`."""
        return self.record.missing


def draft(
    article: Article,
    supplied: Supplied | None = None,
    *,
    identifier: str | None = None,
    enclosures: Sequence[Capture] = (),
) -> Draft:
    """The draft of an article with what was supplied; `identifier` is a supplied article id."""
    supplied = supplied or Supplied()
    present = [(m.capture, n) for n, m in enumerate(article.media, 1) if m.capture is not None]
    originals = spooled(ORIGINALS, article.originals)
    media = spooled(MEDIA, [capture for capture, _ in present], [n for _, n in present])
    document = draft_record(article, _placement(article, originals, media))
    supply_to(document, supplied)
    record = view(document)
    identity = _identity(article, record, supplied, identifier, present)
    document |= {"identifier": identity.article_id, "bag": identity.urn}
    kept = spooled(SUPPLIED, enclosures)
    formats = zip(kept, enclosures, strict=True)
    return Draft(
        article,
        supplied,
        originals,
        media,
        kept,
        replace(record, document=document, identifier=identity.article_id, bag=identity.urn),
        identity,
        {file.path: capture.pronom for file, capture in formats if capture.pronom},
    )


def _placement(
    article: Article, originals: Sequence[Spooled], media: Sequence[Spooled]
) -> Placement:
    waiting = iter(media)
    return Placement(
        originals=tuple(
            Placed(file.path, capture.media_type, capture.pronom)
            for file, capture in zip(originals, article.originals, strict=True)
        ),
        media=tuple(
            Placed(next(waiting).path, m.capture.media_type, m.capture.pronom)
            if m.capture
            else None
            for m in article.media
        ),
        text=TEXT if article.body.text else None,
        source=SOURCE if article.extracted else None,
    )


def _identity(
    article: Article,
    record: ReadRecord,
    supplied: Supplied,
    identifier: str | None,
    media: Sequence[tuple[Capture, int]],
) -> Identity:
    originals = [o.digest(Algorithm.SHA512) for o in article.originals]
    digests = [(capture.digest(Algorithm.SHA512), position) for capture, position in media]
    name = article_id(
        supplied=identifier,
        source_id=article.source_id,
        canonical_url=article.canonical_url,
        main=article.originals[0].digest(Algorithm.SHA256),
    )
    bag = bag_id(
        name,
        stated_version=article.version.value,
        originals=originals,
        media=digests,
        supplied=supplied.identity(),
    )
    folder = bag_name(record.display_title, bag)
    return Identity(
        name,
        bag,
        folder,
        bag_path(record.date, bag, folder),
        tuple(d.hex for d in originals),
        tuple((d.hex, position) for d, position in digests),
    )


def pack(
    draft: Draft,
    maker: Maker,
    relations: Sequence[Relation] = (),
    extra: Sequence[Finding] = (),
) -> tuple[BagPlan, ReadRecord]:
    """The bag of an article, and its record as it is written.

    Raises:
        InvalidRecordError: the article holds what no record may.
    """
    article = draft.article
    record = complete(draft.record, relations, extra)
    text = article.body.text.encode()
    extracted = article.extracted.encode()
    made: list[Inline] = [
        Inline(path, data) for path, data in ((TEXT, text), (SOURCE, extracted)) if data
    ]
    content: tuple[Inline | Spooled, ...] = (*draft.originals, *draft.media, *made)
    files: tuple[Inline | Spooled, ...] = (
        *content,
        *draft.enclosures,
        Inline(README, tags.readme(record, "article")),
        Inline(RECORD, encode(record.document, f"the record of {article.originals[0].name}")),
    )
    premis = events.premis(
        record,
        files,
        algorithms=maker.algorithms,
        now=maker.now,
        agent=maker.agent,
        institution=maker.institution.name,
        person=draft.supplied.by if draft.supplied.values else "",
        reader=article.reader,
        receipt=maker.receipt,
        identifier=maker.identifier,
        enclosed=draft.enclosed,
    )
    digests = sorted([f.path, f.digest(Algorithm.SHA512).hex] for f in content)
    content_digest = digest_of(canonical.dumps(digests), Algorithm.SHA256)
    sender_id = article.source_id or article.originals[0].name
    payload = (*files, Inline(PREMIS, premis))
    content_element = ("Content-Digest", str(content_digest))
    return seal_up(
        record, draft.identity.bag_id, draft.supplied, payload, maker, sender_id, content_element
    ), record


def complete(
    record: ReadRecord, relations: Sequence[Relation], extra: Sequence[Finding] = ()
) -> ReadRecord:
    """The record with its relations, and with the findings that follow from it."""
    document = dict(record.document)
    document["relations"] = [*document["relations"], *(relation_to_json(r) for r in relations)]
    found = (*extra, *findings.of_record(record))
    document["findings"] = [*document["findings"], *(finding_to_json(f) for f in found)]
    return replace(record, document=document)  # nothing else in it comes from these


def seal_up(
    record: ReadRecord,
    bag: str,
    supplied: Supplied,
    payload: tuple[Inline | Spooled, ...],
    maker: Maker,
    sender_id: str,
    *own: tuple[str, str],
) -> BagPlan:
    """The plan of a bag with this payload, and the elements of bag-info.txt that each bag has.

    Its `own` elements come last.
    """
    info = tags.first_elements(
        record, bag, supplied, now=maker.now, agent=maker.agent, sender_id=sender_id
    )
    size = tags.bag_size(sum(file.size for file in payload))
    elements = (*tags.of_institution(maker.institution), *info, ("Bag-Size", size), *own)
    return BagPlan(payload, elements, maker.algorithms)
