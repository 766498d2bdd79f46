"""What a verdict or a finding is about: a bag in a store, what lies at a place, an audit's report.

A closed family of values, and the one function that says of each what it is called, where it lies,
and what stands for it in the ids of findings. An archive can have several stores; `main` is the one
that it is made with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from newsarchive.model.layout import AUDITS, BAGS, CATALOG, LEDGER, is_bag_place

MAIN = "main"
"""The name of the store that an archive is made with."""


class About(StrEnum):
    """What kind of thing it is, as documents and the catalog have it."""

    BAG = "bag"
    PLACE = "place"
    STORE = "store"
    AUDIT = "audit"
    LEDGER = "ledger"
    CATALOG = "catalog"


@dataclass(frozen=True, slots=True)
class StoredBag:
    """A bag of the ledger, in a store. `path` is its place, whether it lies there or not."""

    id: str
    name: str
    path: str
    store: str = MAIN


@dataclass(frozen=True, slots=True)
class Place:
    """Whatever lies at `path` in a store, and no accession knows it."""

    path: str
    store: str = MAIN


@dataclass(frozen=True, slots=True)
class WholeStore:
    """A store itself."""

    store: str = MAIN


@dataclass(frozen=True, slots=True)
class AuditFolder:
    """What an audit on record wrote down: its report and its lists."""

    run: str


@dataclass(frozen=True, slots=True)
class WholeLedger:
    """The ledger itself."""


@dataclass(frozen=True, slots=True)
class WholeCatalog:
    """The catalog itself."""


Subject = StoredBag | Place | WholeStore | AuditFolder | WholeLedger | WholeCatalog
"""What a verdict or a finding is about."""


@dataclass(frozen=True, slots=True)
class Description:
    """What can be said of a subject.

    `name` is what it is called, `path` where it lies, relative to the archive, `store` in which
    store, "" for what lies in none, `bag` the id of a bag, "" for what is none. `key` stands for it
    in the ids of findings.
    """

    about: About
    name: str
    path: str
    store: str
    bag: str
    key: str

    @property
    def text(self) -> str:
        """Its name for people: with its store, if that is not the main one."""
        return named(self.name, self.store)


def describe(subject: Subject) -> Description:
    """What can be said of a subject."""
    match subject:
        case StoredBag(bag, name, path, store):
            return Description(About.BAG, name, path, store, bag, key_in(store, bag))
        case Place(path, store):
            name = path.rpartition("/")[2] if is_bag_place(path) else path
            return Description(About.PLACE, name, path, store, "", key_in(store, path))
        case WholeStore(store):
            return Description(About.STORE, BAGS, BAGS, store, "", key_in(store, BAGS))
        case AuditFolder(run):
            path = f"{AUDITS}/{run}"
            return Description(About.AUDIT, path, path, "", "", path)
        case WholeLedger():
            return Description(About.LEDGER, "the ledger", LEDGER, "", "", LEDGER)
        case WholeCatalog():
            return Description(About.CATALOG, "the catalog", CATALOG, "", "", CATALOG)


def key_in(store: str, key: str) -> str:
    """What stands for the `key` of something in a store: damage to one copy is not that of another.

    In the main store it is the key itself, as it was when there was no other.
    """
    return key if store in {MAIN, ""} else f"{store}:{key}"


def named(name: str, store: str) -> str:
    """A name for people: with its store, if that is not the main one."""
    return name if store in {MAIN, ""} else f"{name} (in {store})"


def document(subject: Subject) -> dict[str, Any]:
    """A subject as lists of verdicts, reports and `--json` have it."""
    told = describe(subject)
    return {
        "about": told.about.value,
        "store": told.store or None,
        "bag": told.name,
        "bag_id": told.bag or None,
        "path": told.path,
    }


def parse(given: Mapping[str, Any]) -> Subject:
    """The subject in such a document, or in one of before they said what they are about.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    path, store = given["path"], given.get("store") or MAIN
    match About(given["about"]) if "about" in given else _early(given["bag_id"], path):
        case About.BAG:
            return StoredBag(given["bag_id"], given["bag"], path, store)
        case About.PLACE:
            return Place(path, store)
        case About.STORE:
            return WholeStore(store)
        case About.AUDIT:
            return AuditFolder(path.removeprefix(f"{AUDITS}/"))
        case About.LEDGER:
            return WholeLedger()
        case About.CATALOG:
            return WholeCatalog()


def _early(bag: str | None, path: str) -> About:
    """What a document is about that does not say it: then everything was in the main store."""
    if bag is not None:
        return About.BAG
    if path.startswith(f"{AUDITS}/"):
        return About.AUDIT
    return {BAGS: About.STORE, LEDGER: About.LEDGER}.get(path, About.PLACE)
