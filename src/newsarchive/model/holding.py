"""What the archive knows of a bag from outside it: its accession, and how its last check went."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from newsarchive.digests import Digest
from newsarchive.model.finding import Finding, Verdict
from newsarchive.model.layout import dated_by
from newsarchive.model.subject import MAIN, key_in


class BagKind(StrEnum):
    """What a bag holds: an article, what became known of one later, or a delivery of several."""

    ARTICLE = "article"
    AMENDMENT = "amendment"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Accession:
    """The ledger's word on one bag.

    `bag` is the bag id, 64 hexadecimal characters; `path` is relative to the archive; `article`
    the article id; `originals` and `media` are SHA-512 digests in hex, media with their positions;
    `files` and `bytes` count the whole bag, tag files included; `complete` tells whether source,
    date and agency are known, and is true of a delivery. An amendment `amends` the bag with that
    seal and `follows` the amendment with that one. `findings` are those that a person may want to
    see to, as documents; `sources` the names of the sources that are known; `delivery` is the
    id of the bag that keeps what it came in, with others; `dated` the article's date as EDTF,
    without a time of day, "" where none is known; `versioned` when this version was issued, as EDTF
    with its time of day, and `pub_status` what its source says of it, one of
    `judgement.versions.STATUS_WORDS`; `text` is the digest of the folded text of an article, ""
    where it has none; all three are None in entries that do not say it. `embargoed_until` is when
    the embargo that its record states ends, as EDTF, "" where no end is known; None where there is
    none, or the entry does not say it. `salt` makes the digest of
    what stands beside the ledger one that tells nothing; `seq` and `time` are those of the ledger
    entry.
    """

    bag: str
    name: str
    path: str
    seal: Digest
    article: str
    version: str | None
    originals: tuple[str, ...]
    media: tuple[tuple[str, int], ...]
    supplied: Mapping[str, Any]
    origin: str
    files: int
    bytes: int
    complete: bool
    amends: str | None = None
    follows: str | None = None
    findings: tuple[Mapping[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    kind: BagKind = BagKind.ARTICLE
    delivery: str | None = None
    dated: str = ""
    versioned: str | None = None
    pub_status: str | None = None
    embargoed_until: str | None = None
    text: str | None = None
    salt: str = ""
    seq: int = -1
    time: str = ""

    def fields(self) -> dict[str, Any]:
        """All that it says; with a `salt`, part of it stands beside the ledger (`ledger.names`)."""
        later = {
            "versioned": self.versioned,
            "pub_status": self.pub_status,
            "embargoed_until": self.embargoed_until,
            "text": self.text,
        }
        said = {name: value for name, value in later.items() if value is not None}
        return self._fields() | said | ({"salt": self.salt} if self.salt else {})

    def _fields(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "bag": self.bag,
            "name": self.name,
            "path": self.path,
            "seal": str(self.seal),
            "article": self.article,
            "version": self.version,
            "originals": list(self.originals),
            "media": [list(m) for m in self.media],
            "supplied": dict(self.supplied),
            "origin": self.origin,
            "files": self.files,
            "bytes": self.bytes,
            "complete": self.complete,
            "amends": self.amends,
            "follows": self.follows,
            "findings": [dict(f) for f in self.findings],
            "sources": list(self.sources),
            "delivery": self.delivery,
            "dated": self.dated,
        }

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Accession":
        """The accession in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        return cls(
            bag=fields["bag"],
            name=fields["name"],
            path=fields["path"],
            seal=Digest.parse(fields["seal"]),
            article=fields["article"],
            version=fields["version"],
            originals=tuple(fields["originals"]),
            media=tuple((digest, position) for digest, position in fields["media"]),
            supplied=fields["supplied"],
            origin=fields["origin"],
            files=fields["files"],
            bytes=fields["bytes"],
            complete=fields["complete"],
            amends=fields["amends"],
            follows=fields["follows"],
            findings=tuple(fields["findings"]),
            sources=tuple(fields.get("sources", ())),  # not in the entries of early archives
            kind=BagKind(fields["kind"]) if "kind" in fields else _early_kind(fields),
            delivery=fields.get("delivery"),
            dated=fields["dated"] if "dated" in fields else dated_by(fields["path"]),
            versioned=fields.get("versioned"),
            pub_status=fields.get("pub_status"),
            embargoed_until=fields.get("embargoed_until"),
            text=fields.get("text"),
            salt=str(fields.get("salt", "")),  # not in the entries of early archives
            seq=seq,
            time=time,
        )


def _early_kind(fields: Mapping[str, Any]) -> BagKind:
    """What a bag is of which the ledger does not say it, since there were two kinds then."""
    return BagKind.AMENDMENT if fields["amends"] else BagKind.ARTICLE


@dataclass(frozen=True, slots=True)
class Standing:
    """How a bag in a store stands: the verdict of its last fixity check, when, in which run."""

    bag: str
    verdict: Verdict
    checked: str
    run: str
    findings: tuple[Finding, ...] = ()
    store: str = MAIN

    @property
    def key(self) -> str:
        """What stands for the bag in the ids of its findings."""
        return key_in(self.store, self.bag)
