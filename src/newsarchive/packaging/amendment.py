"""An amendment: a bag with a better record of an article whose own bag stays as it is."""

import copy
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive import canonical
from newsarchive.bag.plan import BagPlan, Inline
from newsarchive.metadata import ReadRecord, encode, view
from newsarchive.model.article import Relation
from newsarchive.model.identity import bag_name, bag_urn
from newsarchive.model.layout import bag_path
from newsarchive.model.supplied import Supplied
from newsarchive.packaging import events, findings, tags
from newsarchive.packaging.article import Identity, Maker, complete, seal_up
from newsarchive.packaging.places import PREMIS, README, RECORD

_BETWEEN_BAGS = frozenset({"amends", "follows", "replaces", "alternate"})


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
    base: tuple[str, str],
    follows: tuple[str, str] | None,
    maker: Maker,
) -> Amendment:
    """The amendment that makes `amended` the current record in place of `current`.

    `base` is the bag that it amends and `follows` the newest amendment before it, each as bag id
    and seal; `decisions` are what a person resolved, as (field, candidate) pairs. The bag holds the
    record, premis.xml and README.txt, and nothing of the article itself. Paths in the record are
    paths in the base bag.

    Raises:
        InvalidRecordError: what was supplied cannot be said in a record.
    """
    bag = _bag_id(current, supplied, decisions, base[1], follows[1] if follows else None)
    document = copy.deepcopy(dict(amended.document))
    document["bag"] = bag_urn(bag)
    document["relations"] = [r for r in document["relations"] if r["rel"] not in _BETWEEN_BAGS]
    document["findings"] = [f for f in document["findings"] if f["code"] not in findings.COMPUTED]
    relations = [Relation("amends", bag_urn(base[0]), seal=base[1])]
    if follows:
        relations.append(Relation("follows", bag_urn(follows[0]), seal=follows[1]))
    record = complete(view(document), relations)
    name = bag_name(record.display_title, bag)
    identity = Identity(
        record.identifier, bag, name, bag_path(record.date, bag, name), originals=(), media=()
    )
    files = (
        Inline(README, tags.readme(record, "amendment")),
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
    )
    plan = seal_up(
        record, bag, supplied, (*files, Inline(PREMIS, premis)), maker, _sender_id(record)
    )
    return Amendment(identity, plan, record)


def _bag_id(
    record: ReadRecord,
    supplied: Supplied,
    decisions: Sequence[Sequence[str]],
    amends: str,
    follows: str | None,
) -> str:
    """As for any bag, and over the seals of the bag it amends and of the amendment before it."""
    document = {
        "v": 1,
        "article_id": record.identifier,
        "stated_version": None,
        "originals": [],
        "media": [],
        "supplied": supplied.identity(),
        "resolved": [list(decision) for decision in decisions],
        "amends": amends,
        "follows": follows,
    }
    return hashlib.sha256(canonical.dumps(document)).hexdigest()


def _sender_id(record: ReadRecord) -> str:
    return str(record.document["originals"][0]["name"])
