"""The checksums that a sender gave: read, and matched with the files that came."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsarchive.bag.tagfiles.manifests import unescaped
from newsarchive.digests import Algorithm, Digest
from newsarchive.durable import TooLargeError, display, read_small
from newsarchive.errors import RefusedError, UsageError, why
from newsarchive.model.capture import Capture
from newsarchive.workflows.ingest.below import Below, Named
from newsarchive.workflows.ingest.requested import Unusable

_MOST_BYTES = 256 << 20
# What sha256sum and its kin write, and what they write with --tag, as BSD does.
_PLAIN = re.compile(r"(\\?)([0-9A-Fa-f]{32,128}) [ *](.+)", re.DOTALL)
_TAGGED = re.compile(r"(\\?)(MD5|SHA1|SHA224|SHA256|SHA384|SHA512) ?\((.+)\) ?= ?([0-9A-Fa-f]+)")
_BY_LENGTH = {algorithm.hex_length: algorithm for algorithm in Algorithm}


@dataclass(slots=True)
class Checksums:
    """A file of checksums: what it says of each path, and which of them came.

    `name` is how people call it, and paths in it are those of `folder`.
    """

    path: Path
    name: str
    folder: str
    listed: dict[str, list[Digest]]
    met: set[str] = field(default_factory=set)
    _places: dict[str, str] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in self.listed:
            self._places[self._place(path)] = path
            self._names.setdefault(path.rpartition("/")[2], []).append(path)

    @classmethod
    def read(cls, path: Path) -> "Checksums":
        """The checksums in a file such as sha256sum writes.

        Raises:
            UsageError: it cannot be read, or a line of it is none; says which.
        """
        shown = display(path)
        try:
            text = read_small(path, _MOST_BYTES, follow=True).decode("utf-8-sig", "surrogateescape")
        except TooLargeError as error:
            raise UsageError(f"{shown} is too large for a list of checksums") from error
        except OSError as error:
            raise UsageError(f"cannot read the checksums in {shown}: {why(error)}") from error
        listed: dict[str, list[Digest]] = {}
        for number, line in enumerate(text.split("\n"), 1):
            where = f"line {number:,} of {shown}"
            if not (line := line.removesuffix("\r")).strip() or line.startswith(("#", ";")):
                continue
            name, digest = _parse(line, where)
            known = listed.setdefault(name, [])
            if any(d.algorithm is digest.algorithm and d != digest for d in known):
                raise UsageError(f"{where} gives {name!r} another checksum than a line before it")
            known.append(digest)
        return cls(path, shown, os.path.abspath(path.parent), listed)

    def is_in(self, file: Named) -> bool:
        """Whether a file is the one in which the checksums stand."""
        return os.path.realpath(file) == os.path.realpath(self.path)

    def of(self, file: Named) -> tuple[Digest, ...]:
        """What the sender says of a file that came: by its place, else by its name."""
        path = self._path_of(file)
        if path is None:
            return ()
        self.met.add(path)
        return tuple(self.listed[path])

    def _path_of(self, file: Named) -> str | None:
        if (path := self._places.get(os.path.abspath(file))) is not None:
            return path
        if isinstance(file, Below) and (inside := "/".join(file.parts)) in self.listed:
            return inside
        named = self._names.get(file.name, ())
        # A sender lists what lies in a folder of his, which nobody else has.
        return named[0] if len(named) == 1 and not self._lies(named[0]) else None

    def absent(self) -> Iterator[Unusable]:
        """What is listed and did not come."""
        for path in self.listed:
            if path not in self.met and not self._lies(path):
                shown = display(path)
                message = f"{shown} is listed in {self.name}, and is not there"
                hint = "Ask the sender for it, or whether it was meant to come."
                yield Unusable(shown, RefusedError(message, hint=hint))

    def _place(self, path: str) -> str:
        return os.path.normpath(os.path.join(self.folder, path))

    def _lies(self, path: str) -> bool:
        try:
            return os.path.lexists(self._place(path))
        except ValueError:
            return False


def _parse(line: str, where: str) -> tuple[str, Digest]:
    if match := _TAGGED.fullmatch(line):
        escaped, algorithm, name, value = match.groups()
        found = Algorithm(algorithm.lower())
    elif match := _PLAIN.fullmatch(line):
        escaped, value, name = match.groups()
        if len(value) not in _BY_LENGTH:
            raise UsageError(f"{where}: a checksum has no {len(value)} characters")
        found = _BY_LENGTH[len(value)]
    else:
        shown = line if len(line) <= 60 else f"{line[:60]}..."  # noqa: PLR2004  # of a line to show
        raise UsageError(
            f"{where} is no checksum: {shown!r}",
            hint='Each line has a checksum, two blanks and a path, as "sha256sum *" writes them.',
        )
    if escaped:
        name = unescaped(name)
    try:
        return os.path.normpath(name), Digest(found, value.lower())
    except ValueError as error:
        raise UsageError(f"{where}: {error}") from error


def must_hold(capture: Capture, wanted: tuple[Digest, ...], name: str) -> None:
    """See that what was received under `name` has the checksums that its sender gave.

    Raises:
        RefusedError: it has not; says both.
    """
    for digest in wanted:
        found = capture.digest(digest.algorithm)
        if found != digest:
            raise RefusedError(
                f"{name} is not what its sender sent: its {digest.algorithm} is {found.hex}, and"
                f" should be {digest.hex}",
                hint="Get it anew. Nothing was stored for it.",
            )
