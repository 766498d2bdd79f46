"""An amendment: a bag with a better record of an article whose own bag stays as it is."""

import copy
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsarchive import canonical
from newsarchive.bag.plan import BagPlan, Inline, Spooled
from newsarchive.metadata import (
    ReadRecord,
    Seated,
    add_pictures,
    digests_of,
    encode,
    said_of,
    view,
)
from newsarchive.model.article import Relation
from newsarchive.model.identity import bag_name, bag_urn
from newsarchive.model.layout import bag_path
from newsarchive.model.supplied import Supplied
from newsarchive.packaging import events, findings, tags
from newsarchive.packaging.article import Identity, Maker, complete, seal_up
from newsarchive.packaging.places import MEDIA, PREMIS, README, RECORD, spooled

_BETWEEN_BAGS = frozenset({"amends", "follows", "replaces", "replaced-by", "alternate"})


@dataclass(frozen=True, slots=True)
class Amendment:
    """An amendment that is ready to be written."""

    identity: Identity
    plan: BagPlan
    record: ReadRecord


def amend(
    current: ReadRecord,
    amended: ReadRecord,
    *,
    supplied: Supplied,
    decisions: Sequence[Sequence[str]] = (),
    pictures: Sequence[Seated] = (),
    base: tuple[str, str],
    follows: tuple[str, str] | None,
    maker: Maker,
) -> Amendment:
    """The amendment that makes `amended` the current record in place of `current`.

    `base` is the bag that it amends and `follows` the newest amendment before it, each as bag id
    and seal; `decisions` are what a person resolved, as (field, candidate) pairs; `pictures` are
    those that come, and what was said of pictures. The bag holds the record, premis.xml, README.txt
    and the pictures that come, and nothing else of the article. Paths in the record are paths in
    the base bag, or in the amendment with which the picture came.

    Raises:
        InvalidRecordError: what was supplied cannot be said in a record.
    """
    bag = _bag_id(current, supplied, decisions, pictures, base[1], follows[1] if follows else None)
    document = copy.deepcopy(dict(amended.document))
    media = _files(pictures)
    paths = {int(f.path.removeprefix(MEDIA).partition("-")[0]): f.path for f in media}
    add_pictures(document, pictures, paths, supplied)
    document["bag"] = bag_urn(bag)
    document["relations"] = [r for r in document["relations"] if r["rel"] not in _BETWEEN_BAGS]
    document["findings"] = [f for f in document["findings"] if f["code"] not in findings.COMPUTED]
    relations = [Relation("amends", bag_urn(base[0]), seal=base[1])]
    if follows:
        relations.append(Relation("follows", bag_urn(follows[0]), seal=follows[1]))
    record = complete(view(document), relations)
    name = bag_name(record.display_title, bag)
    identity = Identity(
        record.identifier, bag, name, bag_path(record.date, bag, name), (), digests_of(pictures)
    )
    files: tuple[Inline | Spooled, ...] = (
        *media,
        Inline(README, tags.readme(record, "amendment", pictures=bool(media))),
        Inline(RECORD, encode(record.document, "the amended record")),
    )
    premis = events.premis(
        record,
        files,
        algorithms=maker.algorithms,
        now=maker.now,
        agent=maker.agent,
        institution=maker.institution.name,
        person=supplied.by,
        receipt=maker.receipt,
        identifier=maker.identifier,
    )
    plan = seal_up(
        record, bag, supplied, (*files, Inline(PREMIS, premis)), maker, _sender_id(record)
    )
    return Amendment(identity, plan, record)


def _files(pictures: Sequence[Seated]) -> tuple[Spooled, ...]:
    """The files of the pictures that come, each under its number."""
    come = [(s.picture.capture, s.number) for s in pictures if s.comes and s.picture.capture]
    return spooled(MEDIA, [capture for capture, _ in come], [number for _, number in come])


def _bag_id(
    record: ReadRecord,
    supplied: Supplied,
    decisions: Sequence[Sequence[str]],
    pictures: Sequence[Seated],
    amends: str,
    follows: str | None,
) -> str:
    """As for any bag, and over the seals of the bag it amends and of the amendment before it."""
    document: dict[str, Any] = {
        "v": 1,
        "article_id": record.identifier,
        "stated_version": None,
        "originals": [],
        "media": [list(medium) for medium in digests_of(pictures)],
        "supplied": supplied.identity(),
        "resolved": [list(decision) for decision in decisions],
        "amends": amends,
        "follows": follows,
    }
    if said := said_of(pictures):
        document["pictures"] = said  # early amendments have no such member
    return hashlib.sha256(canonical.dumps(document)).hexdigest()


def _sender_id(record: ReadRecord) -> str:
    return str(record.document["originals"][0]["name"])
