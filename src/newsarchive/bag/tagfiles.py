"""The grammar of bagit.txt, bag-info.txt, manifests and fetch.txt (RFC 8493 section 2). Pure.

Readers take the bytes in chunks, give values one by one in flat memory, and note every fault in a
`Faults`, with its line, while going on: a file has all its faults reported at once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from newsarchive.bag import lines, paths
from newsarchive.bag.faults import Faults
from newsarchive.bag.versions import KNOWN, LATEST, Rules
from newsarchive.digests import Algorithm
from newsarchive.model.finding import Code, Kind, Level

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_BOM = b"\xef\xbb\xbf"
_WSP = " \t"

_VERSION = re.compile(r"BagIt-Version: ([0-9]{1,9})\.([0-9]{1,9})")
_VERSION_LIKE = re.compile(
    r"[ \t]*bagit-version[ \t]*:?[ \t]*(?:([0-9]{1,9})\.([0-9]{1,9})[ \t]*)?.*",
    re.IGNORECASE | re.DOTALL,
)
_ENCODING = re.compile(r"Tag-File-Character-Encoding: ([!-~]+)")
_ENCODING_LIKE = re.compile(
    r"[ \t]*tag-file-character-encoding[ \t]*:?[ \t]*(.*?)[ \t]*", re.IGNORECASE | re.DOTALL
)
_MANIFEST_LINE = re.compile(r"([^ \t]+)[ \t]+(.+)", re.DOTALL)
# A line that no rule can object to but for the length of its digest and the folder it names.
_PLAIN_LINE = re.compile(
    r"([0-9a-f]+)  ((?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][\w.-]*)", re.ASCII
)
_FETCH_LINE = re.compile(r"([^ \t]+)[ \t]+([^ \t]+)[ \t]+(.+)", re.DOTALL)
_HEX = re.compile(r"[0-9A-Fa-f]+")
# RFC 3986 section 4.3: a scheme, and no fragment.
_ABSOLUTE_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^#\x00-\x20\x7f]+")
_LENGTH = re.compile(r"[0-9]{1,20}")
_OXUM = re.compile(r"([0-9]{1,20})\.([0-9]{1,20})")
_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_COUNT = re.compile(r"[0-9]{1,20} of ([0-9]{1,20}|\?)")
_ONCE = ("bagging-date", "bag-size", "bag-group-identifier", "bag-count")  # RI-09
_MD5SUM_ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}


# --- Writing -----------------------------------------------------------------------------------


def render_manifest(lines: Iterable[tuple[str, str]]) -> bytes:
    """A manifest from (hex digest, path) pairs: sorted by path, two spaces, LF (RM-15)."""
    ordered = sorted(lines, key=lambda line: line[1])
    return "".join(f"{hexa}  {paths.encode(path)}\n" for hexa, path in ordered).encode()


def render_info(elements: Iterable[tuple[str, str]]) -> bytes:
    """bag-info.txt from (label, value) pairs, in the order given (RI-01).

    A line break in a value becomes a continuation line (RI-04). Lines are not folded at 79
    characters: the break would become part of the value.

    Raises:
        ValueError: an element that would not read back as it is: a label with a colon, a line break
            or white space at an end (RI-03), a value with a CR, with white space after a line
            break, or that is not Unicode text.
    """
    return "".join(_render_element(label, value) for label, value in elements).encode()


def _render_element(label: str, value: str) -> str:
    if not label or label != label.strip() or set(label) & set(":\r\n"):
        raise ValueError(f"{label!r} is no label for bag-info.txt")
    if "\r" in value or "\n " in value or "\n\t" in value:
        raise ValueError(f"the value of {label} cannot be written as continued lines: {value!r}")
    continued = value.replace("\n", "\n ")
    return f"{label}: {continued}\n"


# --- bagit.txt ---------------------------------------------------------------------------------


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


def parse_declaration(data: bytes, faults: Faults) -> Declaration:
    """Read the whole of bagit.txt (section 2.1.1)."""
    if data.startswith(_BOM):
        faults.add(Code.RB_09, "it begins with a byte order mark, which bagit.txt must not")
        data = data.removeprefix(_BOM)
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


# --- Lines of text, for the three formats below ------------------------------------------------


def _texts(
    chunks: Iterable[bytes], codec: str, faults: Faults, *, malformed: Code
) -> Iterator[tuple[int, str]]:
    """(number, text) of every line; faults of encoding and line endings are noted."""
    endings: set[bytes] = set()
    for line in lines.as_lines(chunks, codec):
        number, offset, data, ending, length = line
        if number == 1 and data.startswith(_BOM):
            if codec == "utf-8":
                faults.add(Code.RX_04, "it begins with a byte order mark")
            data, offset = data.removeprefix(_BOM), offset + len(_BOM)
        if length > lines.LONGEST:
            faults.add(
                malformed,
                f"it is {length:,} bytes long, more than is read of one line",
                line=number,
            )
            continue
        endings.add(ending)
        plain = codec == "utf-8" and data.isascii()
        yield number, data.decode() if plain else _text(number, data, offset, codec, faults)
    if len(endings - {b""}) > 1:
        faults.add(Code.RX_01, "its lines end in different ways", level=Level.NOTE)


def _text(number: int, data: bytes, offset: int, codec: str, faults: Faults) -> str:
    wide = lines.is_wide(codec)
    try:
        text = data.decode("utf-8" if wide else codec)
    except UnicodeDecodeError as error:
        detail = f"not {codec} at byte {offset + error.start} of the file"
        faults.add(Code.RX_03, detail, line=number)
        # Undecodable bytes stay as they are, so that a name which was written raw still matches.
        return data.decode(codec, "surrogateescape")
    if wide and "\ufffd" in text:
        faults.add(Code.RX_03, f"not {codec}", line=number)
    return text


# --- bag-info.txt ------------------------------------------------------------------------------


def parse_info(
    chunks: Iterable[bytes], faults: Faults, *, rules: Rules = LATEST, codec: str = "utf-8"
) -> Iterator[tuple[str, str]]:
    """The (label, value) elements of bag-info.txt, in order, repeats and all (section 2.2.2).

    A continued value has LF between its lines; the padding is no part of it.
    """
    label: str | None = None
    value: list[str] = []
    for number, text in _texts(chunks, codec, faults, malformed=Code.RI_02):
        if text[:1] in _WSP and text:
            if label is None:
                faults.add(Code.RI_02, "continues an element before there is one", line=number)
            else:
                value.append(text.lstrip(_WSP))
            continue
        if label is not None:
            yield label, "\n".join(value)
        label, first = _element(number, text, faults, rules)
        value = [first]
    if label is not None:
        yield label, "\n".join(value)


def _element(number: int, text: str, faults: Faults, rules: Rules) -> tuple[str | None, str]:
    before, colon, after = text.partition(":")
    if rules.free_spacing:
        if not colon or not before.strip(_WSP):
            level = Level.ERROR if text.strip(_WSP) else Level.WARNING
            faults.add(Code.RI_02, f"not `label: value`: {text[:80]!r}", line=number, level=level)
            return None, ""
        return before.strip(_WSP), after.strip(_WSP)
    if not colon or not before:
        faults.add(Code.RI_02, f"not `label: value`: {text[:80]!r}", line=number)
        return None, ""
    if before != before.strip():
        faults.add(Code.RI_03, f"white space around the label {before[:80]!r}", line=number)
    if after[:1] not in _WSP or not after:
        faults.add(Code.RI_02, f"no space after the colon of {before[:80]!r}", line=number)
        return before.strip(), after
    if after[1:2] in _WSP and after[1:]:
        faults.add(
            Code.RI_02,
            f"only one space after the colon of {before[:80]!r} is not part of the value",
            line=number,
            level=Level.WARNING,
        )
    return before.strip(), after[1:]


def judge_info(elements: Iterable[tuple[str, str]], faults: Faults) -> tuple[int, int] | None:
    """Check the reserved elements, and return the Payload-Oxum: octets and files; None without one.

    Labels are compared without case (RI-06).
    """
    values: dict[str, list[str]] = {}
    for label, value in elements:
        values.setdefault(label.lower(), []).append(value)
    for label in _ONCE:
        if len(values.get(label, ())) > 1:
            faults.add(Code.RI_09, f"{label} should not be repeated", level=Level.WARNING)
    for value in values.get("bagging-date", ()):
        if not _DATE.fullmatch(value):
            faults.add(
                Code.RI_10, f"Bagging-Date is no YYYY-MM-DD: {value[:80]!r}", level=Level.WARNING
            )
    for value in values.get("bag-count", ()):
        if not _COUNT.fullmatch(value):
            faults.add(Code.RI_10, f"Bag-Count is no `N of T`: {value[:80]!r}", level=Level.WARNING)
    if "bag-count" in values and "bag-group-identifier" not in values:
        faults.add(Code.RI_11, "a Bag-Count without a Bag-Group-Identifier", level=Level.WARNING)
    return _oxum(values.get("payload-oxum", []), faults)


def _oxum(values: list[str], faults: Faults) -> tuple[int, int] | None:
    if len(values) > 1:
        faults.add(Code.RI_07, "Payload-Oxum stands there more than once")
    for value in values:
        if not _OXUM.fullmatch(value):
            faults.add(Code.RI_07, f"Payload-Oxum is no `octets.files`: {value[:80]!r}")
    found = _OXUM.fullmatch(values[0]) if values else None
    return (int(found[1]), int(found[2])) if found else None


# --- Manifests and fetch.txt -------------------------------------------------------------------


class ManifestEntry(NamedTuple):
    """One line of a manifest: the digest in lower-case hex, and the path it is of.

    `checksum` is "" where it was malformed: the path is listed all the same. `literal` is the path
    as written, for names that a tool wrote without encoding them.
    """

    line: int
    checksum: str
    path: str
    literal: str


class FetchEntry(NamedTuple):
    """One line of fetch.txt; `length` is None where it says `-`."""

    line: int
    url: str
    length: int | None
    path: str
    literal: str


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
    length = None if algorithm is None else algorithm.hex_length
    for number, text in _texts(chunks, codec, faults, malformed=Code.RM_05):
        plain = _PLAIN_LINE.fullmatch(text)
        if plain and len(plain[1]) == length:
            path = plain[2]
            if path.startswith("data/") is payload and path != "data":
                yield ManifestEntry(number, plain[1], path, path)
                continue
        match = _MANIFEST_LINE.fullmatch(text)
        if match is None or text.startswith("#"):
            what = "a blank line" if not text.strip(_WSP) else f"not `digest path`: {text[:80]!r}"
            faults.add(Code.RM_05, what, line=number)
            continue
        checksum, literal = match[1], match[2]
        if checksum.startswith("\\"):  # md5sum's mark for a name in which it escaped something
            faults.add(
                Code.RN_06,
                "a name with the escapes of md5sum, which BagIt does not know",
                line=number,
                level=Level.WARNING,
            )
            checksum = checksum[1:]
            decoded = re.sub(r"\\[\\nr]", lambda m: _MD5SUM_ESCAPES[m[0]], literal)
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
        usable = _usable_path(number, decoded, literal, faults, rules, payload=payload)
        if usable is not None:
            yield ManifestEntry(number, checksum, usable, literal)


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


def parse_fetch(
    chunks: Iterable[bytes], faults: Faults, *, rules: Rules = LATEST, codec: str = "utf-8"
) -> Iterator[FetchEntry]:
    """The entries of fetch.txt (section 2.2.3). Lines that name no usable path are left out."""
    for number, text in _texts(chunks, codec, faults, malformed=Code.RF_03):
        match = _FETCH_LINE.fullmatch(text)
        if match is None:
            faults.add(Code.RF_03, f"not `url length path`: {text[:80]!r}", line=number)
            continue
        url, length, literal = match[1], match[2], match[3]
        if not _ABSOLUTE_URI.fullmatch(url):
            faults.add(Code.RF_04, f"no absolute URI: {url[:80]!r}", line=number)
        if length != "-" and not _LENGTH.fullmatch(length):
            faults.add(Code.RF_05, f"no length, and not `-`: {length[:80]!r}", line=number)
        decoded = paths.decode(literal, rules.escapes)
        path = _usable_path(number, decoded, literal, faults, rules, payload=True, fetch=True)
        if path is not None:
            size = int(length) if _LENGTH.fullmatch(length) else None
            yield FetchEntry(number, url, size, path, literal)


def _usable_path(
    number: int,
    decoded: str,
    literal: str,
    faults: Faults,
    rules: Rules,
    *,
    payload: bool,
    fetch: bool = False,
) -> str | None:
    """The path in its one spelling; None, and a fault, where the bag may not list it."""
    danger = paths.danger(decoded)
    if danger:
        code = Code.RF_07 if fetch else Code.RS_01
        faults.add(code, f"the path {literal[:200]!r} {danger}", line=number, kind=Kind.UNSAFE)
        return None
    path = paths.straighten(decoded)
    if payload and not path.startswith("data/"):
        code = Code.RF_02 if fetch else Code.RM_10
        faults.add(code, f"{literal[:200]!r} is not under data/", line=number)
        return None
    if not payload and (path == "data" or path.startswith("data/")):
        faults.add(Code.RT_05, f"{literal[:200]!r} is payload, in a tag manifest", line=number)
        return None
    if decoded.endswith("/") or not path:
        faults.add(Code.RM_13, f"{literal[:200]!r} is a folder; only files are listed", line=number)
        return None
    if path != decoded:
        faults.add(
            Code.RM_03,
            f"{literal[:200]!r} is a roundabout way to write {path[:200]!r}",
            line=number,
            level=Level.WARNING,
        )
    if rules.percent_is_encoded and paths.has_bare_percent(literal):
        faults.add(
            Code.RF_06 if fetch else Code.RM_11,
            f"a % in {literal[:200]!r} should be written %25; it was taken as it stands",
            line=number,
            level=Level.WARNING,
        )
    return path
