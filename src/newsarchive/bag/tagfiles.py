"""The grammar of bagit.txt, bag-info.txt, manifest and fetch lines (RFC 8493 sections 2.1, 2.2). Pure."""

from collections.abc import Iterable

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}  # RFC 8493 section 2.1.3


def encode_path(path: str) -> str:
    """A path as a manifest writes it: `%`, CR and LF percent-encoded, and only those (RM-11)."""
    return path.translate(str.maketrans(_ESCAPES))


def render_manifest(lines: Iterable[tuple[str, str]]) -> bytes:
    """A manifest from (hex digest, path) pairs: sorted by path, two spaces, LF (RM-15)."""
    ordered = sorted(lines, key=lambda line: line[1])
    return "".join(f"{hexa}  {encode_path(path)}\n" for hexa, path in ordered).encode()


def render_info(elements: Iterable[tuple[str, str]]) -> bytes:
    """bag-info.txt from (label, value) pairs, in the order given (RI-01)."""
    return "".join(f"{label}: {value}\n" for label, value in elements).encode()
