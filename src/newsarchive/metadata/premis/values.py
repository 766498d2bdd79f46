"""What a PREMIS 3.0 document says, as values."""

from dataclasses import dataclass
from enum import StrEnum

from newsarchive.digests import Digest
from newsarchive.model.event import Event


class FileRole(StrEnum):
    """What a file of the payload is to the article."""

    ORIGINAL = "original"
    MEDIUM = "medium"
    DERIVED = "derived"
    DOCUMENTATION = "documentation"


@dataclass(frozen=True, slots=True)
class PremisFile:
    """A file of the payload. `sources` are the paths of the files that it was derived from.

    `path` is relative to the bag (`data/original/story.txt`), `size` in bytes, `original_name` the
    name as received. A format that was not identified has neither `media_type` nor `pronom`.
    """

    path: str
    role: FileRole
    size: int
    digests: tuple[Digest, ...]
    media_type: str | None = None
    pronom: str | None = None
    original_name: str | None = None
    sources: tuple[str, ...] = ()


class RightsBasis(StrEnum):
    """What a right rests on, as far as a source can say it. The values are the codes of PREMIS."""

    LICENSE = "lic"
    OTHER = "oth"


@dataclass(frozen=True, slots=True)
class PremisRights:
    """One thing that is said of rights, in the words of whoever said it.

    `kind` names what is said (`copyright notice`, `usage terms`); `note` how it is known; `paths`
    the files that it is about, none for the article as a whole.
    """

    basis: RightsBasis
    kind: str
    text: str
    note: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PremisPackage:
    """All that the premis.xml of one bag says.

    `bag` is the bag's URN, `article` the article id, `title` the title for listings. `files` are
    the whole payload but for premis.xml itself, which cannot hold its own digest.
    """

    bag: str
    article: str
    title: str
    files: tuple[PremisFile, ...]
    events: tuple[Event, ...] = ()
    rights: tuple[PremisRights, ...] = ()


@dataclass(frozen=True, slots=True)
class PremisDocument:
    """What was read from a PREMIS document of ours: the bag, its files by path, and its events."""

    bag: str
    article: str
    files: tuple[str, ...]
    events: tuple[Event, ...]
