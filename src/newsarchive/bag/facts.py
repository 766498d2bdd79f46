"""What is known of a bag once it was read, for rules that are laid down elsewhere (profiles)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newsarchive.model.observation import Observation


@dataclass(frozen=True, slots=True)
class BagFacts:
    """The facts of one bag that a BagIt Profile can speak of.

    `info` are the elements of bag-info.txt in order, all of them if `info_whole`; `manifests` and
    `tag_manifests` the algorithms as the file names have them; `tag_files` and `payload` paths in
    the bag. `payload_octets` is None where it is not known. `serialization` is the media type of
    the file that the bag lies in; None for a folder. `whole` is False if something could not be
    looked at: then what seems absent may be there.
    """

    version: str | None = None
    info: tuple[tuple[str, str], ...] = ()
    info_whole: bool = True
    manifests: tuple[str, ...] = ()
    tag_manifests: tuple[str, ...] = ()
    tag_files: tuple[str, ...] = ()
    payload: Sequence[str] = ()
    payload_octets: int | None = None
    serialization: str | None = None
    whole: bool = True

    def values(self, label: str) -> tuple[str, ...]:
        """The values of an element of bag-info.txt; labels are compared without case (RI-06)."""
        wanted = label.casefold()
        return tuple(value for name, value in self.info if name.casefold() == wanted)


@dataclass(frozen=True, slots=True)
class Examination:
    """What a checker saw (`check`), and the facts beside the findings."""

    observation: Observation
    facts: BagFacts = field(default_factory=BagFacts)


SERIALIZATIONS: Mapping[str, frozenset[str]] = {
    "application/x-tar": frozenset({"application/tar", "application/x-tar"}),
    "application/zip": frozenset({"application/zip", "application/x-zip-compressed"}),
    "application/gzip": frozenset(
        {
            "application/gzip",
            "application/x-gzip",
            "application/tar+gzip",
            "application/x-gtar",
            "application/x-tgz",
            "application/x-compressed-tar",
            "application/x-gtar-compressed",
        }
    ),
    "application/x-bzip2": frozenset(
        {"application/x-bzip2", "application/bzip2", "application/x-bzip-compressed-tar"}
    ),
    "application/x-xz": frozenset({"application/x-xz", "application/x-xz-compressed-tar"}),
}
