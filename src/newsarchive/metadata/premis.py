"""PREMIS 3.0: what a bag holds, what was done to it, by whom, and under which rights, as XML.

A bag's own data/metadata/premis.xml tells what was finished before the bag was sealed. What came
later is in the ledger; `history_premis` joins both into one document. Source: PREMIS Data
Dictionary 3.0 and its schema, http://www.loc.gov/premis/v3. Pure: values in, bytes out, the same
bytes for the same values. lxml is imported when the first document is made.

Text that XML 1.0 cannot hold (control characters, lone surrogates) is not refused, since it is
evidence: U+FFFD stands in its place, and a note in the same object, event, agent or rights
statement says which character stood where.
"""

from collections.abc import Iterable, Mapping
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


def write_premis(package: PremisPackage) -> bytes:
    """The PREMIS document of a bag: UTF-8, indented, ended by LF.

    Raises:
        ValueError: two files have one path, two events have one identifier, or a file is derived
            from one that is not there.
    """
    from newsarchive.metadata import premis_xml  # noqa: PLC0415  # lxml is slow to import

    return premis_xml.write(package)


def history_premis(own: bytes, later: Iterable[Event], what: str = "premis.xml") -> bytes:
    """One document of a bag's own PREMIS document and what happened since, in the given order.

    Everything in `own` stays as it is; `later` events and their agents are added. For a bag without
    a premis.xml, `own` can be written anew by `write_premis` from what its record says.

    Raises:
        InvalidRecordError: `own` is not a PREMIS document of ours; `what` names it.
        ValueError: an event has the identifier of another.
    """
    from newsarchive.metadata import premis_xml  # noqa: PLC0415  # lxml is slow to import

    return premis_xml.join(own, tuple(later), what)


def read_premis(data: bytes, what: str = "premis.xml") -> PremisDocument:
    """Read what `write_premis` or `history_premis` wrote; `what` names it in messages.

    No entity is resolved, no DTD is read and nothing is fetched; a document with a DTD is refused.

    Raises:
        InvalidRecordError: it is not a PREMIS document of ours.
    """
    from newsarchive.metadata import premis_xml  # noqa: PLC0415  # lxml is slow to import

    return premis_xml.read(data, what)


def file_sizes(data: bytes, what: str = "premis.xml") -> Mapping[str, int]:
    """The bytes of each file that a PREMIS document of ours describes, by its path in the bag.

    Raises:
        InvalidRecordError: it is not a PREMIS document of ours.
    """
    from newsarchive.metadata import premis_xml  # noqa: PLC0415  # lxml is slow to import

    return premis_xml.sizes(data, what)
