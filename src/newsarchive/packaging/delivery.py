"""A delivery: what carried several articles is kept once, as it came, in a bag of its own.

The bags of its articles cite it by bag, position and digest, so that everybody can see what else
came with them, and take out again what this program did not.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from newsarchive import canonical
from newsarchive.bag.plan import BagPlan, Inline, Spooled
from newsarchive.digests import Algorithm
from newsarchive.metadata import DELIVERY_SCHEMA, delivery_bytes
from newsarchive.model.capture import Capture
from newsarchive.model.clock import timestamp
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.identity import bag_name, bag_urn
from newsarchive.model.layout import delivery_path
from newsarchive.model.receiving import Gift, Receipt
from newsarchive.packaging import events, tags
from newsarchive.packaging.article import Maker
from newsarchive.packaging.places import (
    CAPTURES,
    DELIVERY,
    DELIVERY_PROFILE,
    ORIGINALS,
    PREMIS,
    README,
    spooled,
)

_NUMBER = "accession-number"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery that is ready to be written."""

    plan: BagPlan
    accession: Accession


def delivery_id(capture: Capture) -> str:
    """The bag id of the delivery of these bytes: the same bytes are the same delivery."""
    document = {"v": 1, "delivery": [capture.digest(Algorithm.SHA512).hex]}
    return hashlib.sha256(canonical.dumps(document)).hexdigest()


def said_of(gift: Gift) -> dict[str, str]:
    """What a record of a delivery says of what was agreed on, where it is known."""
    said = {
        "accessionNumber": gift.number,
        "depositor": gift.depositor,
        "agreement": gift.agreement,
    }
    return {name: value for name, value in said.items() if value}


def deliver(
    capture: Capture,
    kind: str,
    maker: Maker,
    *,
    bag_info: Sequence[tuple[str, str]] = (),
    as_folder: bool = False,
    captures: Capture | None = None,
) -> Delivery:
    """The bag that keeps a container; `kind` is what it is, in one word: `zip`.

    `bag_info` are the elements of bag-info.txt of one that is a bag itself; `as_folder`: it was a
    folder, of which the capture is a tar; `captures` lists those of a web archive.
    """
    bag = delivery_id(capture)
    name = bag_name(capture.name, bag)
    (original,) = spooled(ORIGINALS, [capture])
    document = {
        **_document(capture, kind, bag, original.path, maker.receipt),
        **({"receivedAs": "folder"} if as_folder else {}),
        **({"bagInfo": [{"label": n, "value": v} for n, v in bag_info]} if bag_info else {}),
    }
    files: tuple[Inline | Spooled, ...] = (
        original,
        Inline(README, tags.delivery_readme(capture.name, kind, bag_urn(bag))),
        Inline(DELIVERY, delivery_bytes(document)),
        *_listed(captures),
    )
    premis = events.delivery_premis(
        document,
        files,
        algorithms=maker.algorithms,
        now=maker.now,
        agent=maker.agent,
        institution=maker.institution.name,
        receipt=maker.receipt,
        identifier=maker.identifier,
        pronom=capture.pronom,
    )
    payload = (*files, Inline(PREMIS, premis))
    plan = BagPlan(payload, _info(capture, kind, bag, maker, payload), maker.algorithms)
    every = tuple(plan.files())
    accession = Accession(
        bag=bag,
        name=name,
        path=delivery_path(bag, name),
        seal=plan.seal(),
        article="",
        version=None,
        originals=(capture.digest(Algorithm.SHA512).hex,),
        media=(),
        supplied={_NUMBER: maker.receipt.gift.number} if maker.receipt.gift.number else {},
        origin=capture.origin,
        files=len(every),
        bytes=sum(file.size for file in every),
        complete=True,
        kind=BagKind.DELIVERY,
    )
    return Delivery(plan, accession)


def _listed(captures: Capture | None) -> tuple[Spooled, ...]:
    if captures is None:
        return ()
    return (Spooled(CAPTURES, captures.spool, captures.size, captures.digests),)


def _document(
    capture: Capture, kind: str, bag: str, path: str, receipt: Receipt
) -> Mapping[str, Any]:
    held = [{"algorithm": d.algorithm.value, "value": d.hex, "held": True} for _, d in receipt.held]
    return {
        "schemaVersion": "1.1",
        "bag": bag_urn(bag),
        "kind": kind,
        "name": capture.name,
        "path": path,
        "size": capture.size,
        "sha512": capture.digest(Algorithm.SHA512).hex,
        "received": timestamp(capture.received),
        **said_of(receipt.gift),
        **({"senderChecksums": held} if held else {}),
    }


def _info(
    capture: Capture, kind: str, bag: str, maker: Maker, payload: tuple[Any, ...]
) -> tags.Elements:
    size = tags.bag_size(sum(file.size for file in payload))
    gift = maker.receipt.gift
    return tags.tidy(
        (
            *tags.of_institution(maker.institution),
            ("External-Description", f"News delivery ({kind}): {capture.name}"),
            ("External-Identifier", bag_urn(bag)),
            ("Bag-Identifier", bag),
            ("Internal-Sender-Identifier", capture.name),
            ("Bagging-Date", maker.now.astimezone(UTC).strftime("%Y-%m-%d")),
            ("Bag-Software-Agent", maker.agent),
            ("BagIt-Profile-Identifier", DELIVERY_PROFILE),
            ("Accession-Number", gift.number),
            ("Depositor", gift.depositor),
            ("Agreement", gift.agreement),
            ("Record-Schema", f"urn:newsarchive:schema:{DELIVERY_SCHEMA}"),
            ("Bag-Size", size),
        )
    )
