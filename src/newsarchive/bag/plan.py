"""A whole bag as a value: what will be written, and the seal it will have. Pure.

Everything in a bag follows from its plan (RC-07): same plan, same bytes, same seal. A plan holds
small files as bytes and large ones as files already spooled, with the size and digests that were
taken while they were received, so that nothing is read twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from newsarchive.bag import names, tagfiles
from newsarchive.digests import Algorithm, Digest, digest_of, pick
from newsarchive.model.observation import TAG_MANIFEST


@dataclass(frozen=True, slots=True)
class Inline:
    """A file whose bytes are in the plan."""

    path: str
    data: bytes
    _digests: dict[Algorithm, Digest] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return len(self.data)

    def digest(self, algorithm: Algorithm) -> Digest:
        """Its digest by `algorithm`. It is computed once: PREMIS and manifests ask for it."""
        known = self._digests.get(algorithm)
        if known is None:
            known = self._digests[algorithm] = digest_of(self.data, algorithm)
        return known


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file that waits on the staging file system, at `source`, and will be moved into the bag."""

    path: str
    source: str
    size: int
    digests: tuple[Digest, ...]

    def digest(self, algorithm: Algorithm) -> Digest:
        """Its digest by `algorithm`, as taken while it was received.

        Raises:
            KeyError: it was not taken by that algorithm.
        """
        return pick(self.digests, algorithm)


PlannedFile = Inline | Spooled


@dataclass(frozen=True, slots=True)
class BagPlan:
    """A bag to be written.

    `payload` are files under `data/`; `info` the elements of bag-info.txt in order, but for
    Payload-Oxum, which is computed; `algorithms` those of the payload manifests, SHA-512 among
    them. There is one tag manifest, SHA-512, over every other tag file.
    """

    payload: tuple[PlannedFile, ...]
    info: tuple[tuple[str, str], ...]
    algorithms: tuple[Algorithm, ...] = (Algorithm.SHA512,)
    _tag_files: list[Inline] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if Algorithm.SHA512 not in self.algorithms:
            raise ValueError("a bag of ours has a SHA-512 manifest, whatever else it has")
        paths = [file.path for file in self.payload]
        if len(set(paths)) != len(paths):
            raise ValueError("two files of a bag have the same path")
        twins = next(names.normal_twins(paths), None)
        if twins:  # RFC 8493 section 6.1.1: such bags are to be prevented
            raise ValueError(f"{twins[0]!r} and {twins[1]!r} differ in Unicode normalisation only")
        for path in paths:
            if not path.startswith("data/") or {"", ".", ".."} & set(path.split("/")):
                raise ValueError(f"{path!r} is no place for a payload file")

    @property
    def oxum(self) -> tuple[int, int]:
        """Payload octets and payload files (RFC 8493 section 2.2.2, Payload-Oxum)."""
        return sum(file.size for file in self.payload), len(self.payload)

    def tag_files(self) -> tuple[Inline, ...]:
        """The tag files, in the order in which they are written, tagmanifest-sha512.txt last."""
        if not self._tag_files:  # rendered once: the writer and whoever counts files want them
            self._tag_files.extend(self._rendered())
        return tuple(self._tag_files)

    def _rendered(self) -> list[Inline]:
        octets, count = self.oxum
        files = [
            Inline("bagit.txt", tagfiles.DECLARATION),
            Inline(
                "bag-info.txt",
                tagfiles.render_info((*self.info, ("Payload-Oxum", f"{octets}.{count}"))),
            ),
        ]
        for algorithm in self.algorithms:
            lines = ((file.digest(algorithm).hex, file.path) for file in self.payload)
            files.append(
                Inline(f"manifest-{algorithm}.txt", tagfiles.render_manifest(lines)),
            )
        lines = ((file.digest(Algorithm.SHA512).hex, file.path) for file in files)
        files.append(Inline(TAG_MANIFEST, tagfiles.render_manifest(lines)))
        return files

    def listed(self) -> Mapping[str, Mapping[str, str]]:
        """Every path that a manifest lists, with the digests, in hex, by algorithm."""
        tags, sha512 = self.tag_files()[:-1], Algorithm.SHA512
        return {
            **{f.path: {a.value: f.digest(a).hex for a in self.algorithms} for f in self.payload},
            **{f.path: {sha512.value: f.digest(sha512).hex} for f in tags},
        }

    def files(self) -> Iterator[PlannedFile]:
        """Every file of the bag, payload first, tagmanifest-sha512.txt last."""
        yield from self.payload
        yield from self.tag_files()

    def seal(self) -> Digest:
        """The SHA-512 of tagmanifest-sha512.txt: it commits to every byte of the bag."""
        return self.tag_files()[-1].digest(Algorithm.SHA512)
