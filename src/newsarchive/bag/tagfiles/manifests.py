"""Manifests and tag manifests, written and read (sections 2.1.3 and 2.2.1)."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from newsarchive.bag import paths
from newsarchive.bag.faults import Faults
from newsarchive.bag.tagfiles.listed import PAYLOAD, TAG_FILE, usable_path
from newsarchive.bag.tagfiles.texts import WSP, Plain, Texts, rows_of
from newsarchive.bag.versions import LATEST, Rules
from newsarchive.digests import Algorithm
from newsarchive.model.finding import Code, Level

_MANIFEST_LINE = re.compile(r"([^ \t]+)[ \t]+(.+)", re.DOTALL)
_UNPARTED = re.compile(r"[0-9A-Fa-f]{32,}[^0-9A-Fa-f \t]?data/")
_HEX = re.compile(r"[0-9A-Fa-f]+")
_MD5SUM_ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}


class ManifestEntry(NamedTuple):
    """One line of a manifest: the digest in lower-case hex, and the path it is of.

    `checksum` is "" where it was malformed: the path is listed all the same. `literal` is the path
    as written, for names that a tool wrote without encoding them.
    """

    line: int
    checksum: str
    path: str
    literal: str


def render_manifest(lines: Iterable[tuple[str, str]]) -> bytes:
    """A manifest from (hex digest, path) pairs: sorted by path, two spaces, LF (RM-15)."""
    ordered = sorted(lines, key=lambda line: line[1])
    return "".join(f"{hexa}  {paths.encode(path)}\n" for hexa, path in ordered).encode()


def parse_manifest(
    chunks: Iterable[bytes],
    faults: Faults,
    *,
    algorithm: Algorithm | None,
    payload: bool,
    rules: Rules = LATEST,
    codec: str = "utf-8",
) -> Iterator[ManifestEntry]:
    """The entries of a manifest (section 2.1.3), or with `payload=False` of a tag manifest (2.2.1).

    `algorithm` is None where it is not one of ours; digests then may have any length. Lines that
    name no usable path are noted and left out.
    """
    for row in manifest_rows(
        chunks, faults, algorithm=algorithm, payload=payload, rules=rules, codec=codec
    ):
        if isinstance(row, ManifestEntry):
            yield row
        else:
            for number, (checksum, path) in enumerate(row.rows, row.number):
                yield ManifestEntry(number, checksum.lower(), path, path)


def manifest_rows(
    chunks: Iterable[bytes],
    faults: Faults,
    *,
    algorithm: Algorithm | None,
    payload: bool,
    rules: Rules = LATEST,
    codec: str = "utf-8",
) -> Iterator[Plain | ManifestEntry]:
    """As `parse_manifest`, but plain lines, (checksum in either case, path), come by the thousand.

    This is what makes a manifest of a million lines a matter of a second or two.
    """

    def read(number: int, text: str) -> ManifestEntry | None:
        return _manifest_entry(number, text, faults, algorithm, rules, payload=payload)

    plain = None
    if algorithm is not None and codec in {"utf-8", "ascii"}:
        plain = _plain_manifest(algorithm.hex_length, payload=payload)
    for row in rows_of(chunks, Texts(codec, faults, Code.RM_05), codec, plain, read):
        if isinstance(row, ManifestEntry) or not any("%" in path for _, path in row.rows):
            yield row
            continue
        for number, (checksum, path) in enumerate(row.rows, row.number):
            if "%" not in path:
                yield ManifestEntry(number, checksum.lower(), path, path)
            elif entry := read(number, f"{checksum}  {path}"):
                yield entry


@cache
def _plain_manifest(hex_length: int, *, payload: bool) -> re.Pattern[str]:
    path = PAYLOAD if payload else TAG_FILE
    return re.compile(rf"^([0-9A-Fa-f]{{{hex_length}}})[ \t]+(?![ \t])({path})\r?\n", re.MULTILINE)


def _manifest_entry(
    number: int,
    text: str,
    faults: Faults,
    algorithm: Algorithm | None,
    rules: Rules,
    *,
    payload: bool,
) -> ManifestEntry | None:
    match = _MANIFEST_LINE.fullmatch(text)
    if match is None or text.startswith("#"):
        if not text.strip(WSP):
            faults.add(Code.RM_05, "a blank line", line=number)
        elif _UNPARTED.match(text):
            detail = f"no space or tab between digest and path: {text[:80]!r}"
            faults.add(Code.RM_08, detail, line=number)
        else:
            faults.add(Code.RM_05, f"not `digest path`: {text[:80]!r}", line=number)
        return None
    checksum, literal = match[1], match[2]
    if checksum.startswith("\\"):  # md5sum's mark for a name in which it escaped something
        faults.add(
            Code.RN_06,
            "a name with the escapes of md5sum, which BagIt does not know",
            line=number,
            level=Level.WARNING,
        )
        checksum = checksum[1:]
        decoded = unescaped(literal)
    else:
        decoded = paths.decode(literal, rules.escapes)
    if decoded.startswith("*"):  # md5sum's mark for binary mode
        faults.add(
            Code.RN_06,
            "an asterisk before the name, as md5sum writes it; strict validation would fail",
            line=number,
            level=rules.star,
        )
        decoded = decoded[1:]
    checksum = _hex(number, checksum, algorithm, faults)
    path = usable_path(number, decoded, literal, faults, rules, payload=payload)
    return None if path is None else ManifestEntry(number, checksum, path, literal)


def _hex(number: int, checksum: str, algorithm: Algorithm | None, faults: Faults) -> str:
    if algorithm is None:
        return checksum.lower()
    if not _HEX.fullmatch(checksum) or len(checksum) != algorithm.hex_length:
        faults.add(
            Code.RM_06,
            f"not a {algorithm} digest of {algorithm.hex_length} hexadecimal characters:"
            f" {checksum[:80]!r}",
            line=number,
        )
        return ""
    return checksum.lower()


def unescaped(name: str) -> str:
    """A name in which md5sum and its like escaped backslashes and ends of lines."""
    return re.sub(r"\\[\\nr]", lambda found: _MD5SUM_ESCAPES[found[0]], name)
