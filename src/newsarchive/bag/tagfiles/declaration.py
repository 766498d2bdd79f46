"""bagit.txt: the version of BagIt, and the encoding of the other tag files (section 2.1.1)."""

import re
from dataclasses import dataclass

from newsarchive.bag import lines
from newsarchive.bag.faults import Faults
from newsarchive.bag.tagfiles.texts import BOM
from newsarchive.bag.versions import KNOWN, LATEST, Rules
from newsarchive.model.finding import Code, Kind, Level

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_VERSION = re.compile(r"BagIt-Version: ([0-9]{1,9})\.([0-9]{1,9})")
_VERSION_LIKE = re.compile(
    r"[ \t]*bagit-version[ \t]*:?[ \t]*(?:([0-9]{1,9})\.([0-9]{1,9})[ \t]*)?.*",
    re.IGNORECASE | re.DOTALL,
)
_ENCODING = re.compile(r"Tag-File-Character-Encoding: ([!-~]+)")
_ENCODING_LIKE = re.compile(
    r"[ \t]*tag-file-character-encoding[ \t]*:?[ \t]*(.*?)[ \t]*", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What bagit.txt says: the version as it stands there, and the encoding; None if it does not.

    `rules` are those of the version, or of 1.0 where it is not known; `codec` decodes the other
    tag files, UTF-8 where the encoding is not known.
    """

    version: str | None = None
    encoding: str | None = None
    rules: Rules = LATEST
    codec: str = "utf-8"

    @property
    def is_known(self) -> bool:
        """Whether the version is one whose rules we know."""
        return self.version in KNOWN


def parse_declaration(data: bytes, faults: Faults) -> Declaration:
    """Read the whole of bagit.txt (section 2.1.1)."""
    if data == DECLARATION:  # as it stands in nearly every bag
        return Declaration("1.0", "UTF-8")
    if data.startswith(BOM):
        faults.add(Code.RB_09, "it begins with a byte order mark, which bagit.txt must not")
        data = data.removeprefix(BOM)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.add(Code.RB_08, f"it is not UTF-8 (byte {error.start})")
    if b"\0" in data:
        faults.add(Code.RB_08, "it holds NUL bytes: UTF-16 perhaps, and it must be UTF-8")
        data = data.replace(b"\0", b"")
    texts = [line.data.decode("utf-8", "replace") for line in lines.split([data])]
    if len(texts) != len(("version", "encoding")):
        faults.add(Code.RB_04, f"it has {len(texts)} lines where there must be exactly two")
    versions = [
        (n, found) for n, text in enumerate(texts) if (found := _VERSION_LIKE.fullmatch(text))
    ]
    encodings = [
        (n, found) for n, text in enumerate(texts) if (found := _ENCODING_LIKE.fullmatch(text))
    ]
    if versions and encodings and versions[0][0] > encodings[0][0]:
        faults.add(Code.RB_05, "the version must come first, then the encoding")
    for n, text in enumerate(texts):
        if not _VERSION_LIKE.fullmatch(text) and not _ENCODING_LIKE.fullmatch(text):
            faults.add(Code.RB_04, f"neither version nor encoding: {text[:80]!r}", line=n + 1)
    version = _declared_version(versions, faults)
    encoding, codec = _declared_encoding(encodings, faults)
    return Declaration(version, encoding, KNOWN.get(version or "", LATEST), codec)


def _declared_version(found: list[tuple[int, re.Match[str]]], faults: Faults) -> str | None:
    if not found:
        faults.add(Code.RB_06, "it has no line `BagIt-Version: M.N`")
        return None
    number, match = found[0]
    if not _VERSION.fullmatch(match[0]):
        special = (
            " (examples in RFC 8493 print it so, its rule does not)"
            if match[0].startswith("BagIt-version: ")
            else ""
        )
        faults.add(
            Code.RB_06,
            f"must read `BagIt-Version: M.N`, and reads {match[0][:80]!r}{special}",
            line=number + 1,
        )
    if match[1] is None:
        return None
    version = f"{match[1]}.{match[2]}"
    if version not in KNOWN:
        faults.add(
            Code.RB_10,
            f"version {version} of BagIt is not known here; the rules of 1.0 were used",
            kind=Kind.UNVERIFIABLE,
        )
    return version


def _declared_encoding(
    found: list[tuple[int, re.Match[str]]], faults: Faults
) -> tuple[str | None, str]:
    if not found:
        faults.add(Code.RB_07, "it has no line `Tag-File-Character-Encoding: UTF-8`")
        return None, "utf-8"
    number, match = found[0]
    if not _ENCODING.fullmatch(match[0]):
        faults.add(
            Code.RB_07,
            f"must read `Tag-File-Character-Encoding: UTF-8`, and reads {match[0][:80]!r}",
            line=number + 1,
        )
    encoding = match[1]
    codec = lines.codec_for(encoding)
    if codec is None:
        faults.add(
            Code.RB_07,
            f"the encoding {encoding[:80]!r} is not known here; tag files were read as UTF-8",
            kind=Kind.UNVERIFIABLE,
        )
    elif codec not in {"utf-8", "ascii"}:
        faults.add(Code.RX_05, f"tag files are in {encoding}; UTF-8 is better", level=Level.WARNING)
    return encoding, codec or "utf-8"
