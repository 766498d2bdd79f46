"""The grammar of bagit.txt, bag-info.txt, manifests and fetch.txt (RFC 8493 section 2). Pure.

Readers take the bytes in chunks, give values one by one in flat memory, and note every fault in a
`Faults`, with its line, while going on: a file has all its faults reported at once.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple, TypeVar

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
_FETCH_LINE = re.compile(r"([^ \t]+)[ \t]+([^ \t]+)[ \t]+(.+)", re.DOTALL)
_PLAIN_ELEMENT = re.compile(
    r"^([A-Za-z0-9](?:[A-Za-z0-9 -]*[A-Za-z0-9])?): ([^ \t\r\n](?:[^\r\n]*[^ \t\r\n])?)\n",
    re.MULTILINE,
)
_UNPARTED = re.compile(r"[0-9A-Fa-f]{32,}[^0-9A-Fa-f \t]?data/")
_HEX = re.compile(r"[0-9A-Fa-f]+")
# RFC 3986 section 4.3: a scheme, and no fragment. Possessive throughout, so linear whatever comes.
_SUB = r"[A-Za-z0-9._~!$&'()*+,;=-]"
_PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]++|%[0-9A-Fa-f]{2})"
_HOST = rf"(?:\[[0-9A-Za-z:.%]++\]|(?:{_SUB}++|%[0-9A-Fa-f]{{2}})*+)"
_AUTHORITY = rf"//(?:(?:{_SUB}++|:|%[0-9A-Fa-f]{{2}})*+@)?{_HOST}(?::[0-9]*+)?(?:/{_PCHAR}*+)*+"
_URI = (
    rf"[A-Za-z][A-Za-z0-9+.-]*+:(?:{_AUTHORITY}|/?(?!/)(?:{_PCHAR}++(?:/{_PCHAR}*+)*+)?)"
    rf"(?:\?(?:{_PCHAR}|[/?])*+)?"
)
_ABSOLUTE_URI = re.compile(_URI)
_LENGTH = re.compile(r"[0-9]{1,20}")
_OXUM = re.compile(r"([0-9]{1,20})\.([0-9]{1,20})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNT = re.compile(r"[0-9]{1,20} of ([0-9]{1,20}|\?)")
_ONCE = ("bagging-date", "bag-size", "bag-group-identifier", "bag-count")  # RI-09
_RESERVED = frozenset({*_ONCE, "payload-oxum", "packing-date"})
_MOST_INFO = 1 << 22  # bytes of bag-info.txt that are looked at
_KEPT = 1 << 20  # characters of bag-info.txt, and of one value in it, that are kept
# One part of a path that says nothing but itself: not empty, not `.` or `..`, no NUL.
_PART = r"(?!\.{1,2}(?:/|\r?\n))[^/\r\n\0]+"
_PAYLOAD_PATH = rf"data(?:/{_PART})+"
_TAG_PATH = rf"(?!data(?:/|\r?\n)|[*~\\]|[A-Za-z]:){_PART}(?:/{_PART})*"
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

    @property
    def is_known(self) -> bool:
        """Whether the version is one whose rules we know."""
        return self.version in KNOWN


def parse_declaration(data: bytes, faults: Faults) -> Declaration:
    """Read the whole of bagit.txt (section 2.1.1)."""
    if data == DECLARATION:  # as it stands in nearly every bag
        return Declaration("1.0", "UTF-8")
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


class _Texts:
    """Lines as text. Notes what is wrong with encoding and endings, the latter at the `end`."""

    def __init__(self, codec: str, faults: Faults, malformed: Code) -> None:
        self.faults = faults
        self.endings: set[bytes] = set()
        self.last_ending = b"\n"
        self._codec = codec
        self._malformed = malformed

    def of(self, line: lines.Line) -> str | None:
        """The text of a line; None where it is too long to be used."""
        data, offset = line.data, line.offset
        self.last_ending = line.ending
        if line.number == 1 and data.startswith(_BOM):
            if self._codec == "utf-8":
                self.faults.add(Code.RX_04, "it begins with a byte order mark")
            data, offset = data.removeprefix(_BOM), offset + len(_BOM)
        if line.length > lines.LONGEST:
            self.faults.add(
                self._malformed,
                f"it is {line.length:,} bytes long, more than is read of one line",
                line=line.number,
            )
            return None
        self.endings.add(line.ending)
        return _text(line.number, data, offset, self._codec, self.faults)

    def end(self) -> None:
        """Say what only the whole file shows."""
        if len(self.endings - {b""}) > 1:
            self.faults.add(Code.RX_01, "its lines end in different ways", level=Level.NOTE)
        if not self.last_ending:
            self.faults.add(Code.RX_01, "its last line has no line ending", level=Level.NOTE)


def _texts(
    chunks: Iterable[bytes], codec: str, faults: Faults, *, malformed: Code
) -> Iterator[tuple[int, str]]:
    """(number, text) of every line; faults of encoding and line endings are noted."""
    texts = _Texts(codec, faults, malformed)
    for line in lines.as_lines(chunks, codec):
        if line.offset > _MOST_INFO or faults.hopeless:
            detail = (
                f"it is longer than {_MOST_INFO:,} bytes, or broken beyond use;"
                " the rest was not looked at"
            )
            faults.add(malformed, detail, line=line.number, kind=Kind.UNVERIFIABLE)
            return
        text = texts.of(line)
        if text is not None:
            yield line.number, text
    texts.end()


Row = TypeVar("Row")


def _rows(
    chunks: Iterable[bytes],
    texts: _Texts,
    codec: str,
    plain: "re.Pattern[str] | None",
    read: Callable[[int, str], Row | None],
) -> Iterator["Plain | Row"]:
    """The rows of a manifest or fetch.txt: by the thousand where they are `plain`, else one by one.

    `plain` matches one whole line, with its ending, that has nothing to be said about it.
    """
    for item in lines.blocks(lines.as_utf8(chunks, codec)):
        if isinstance(item, lines.Block):
            rows = plain and _plain(item, plain, texts, codec)
            if rows:
                yield Plain(item.number, rows)
                continue
        for line in item.lines() if isinstance(item, lines.Block) else (item,):
            if texts.faults.hopeless:
                return
            text = texts.of(line)
            row = None if text is None else read(line.number, text)
            if row is not None:
                yield row
    texts.end()


def _plain(
    block: lines.Block, plain: "re.Pattern[str]", texts: _Texts, codec: str
) -> list[tuple[str, ...]] | None:
    """What `plain` finds in the lines of a block, or None unless it matches every one of them."""
    try:
        text = block.data.decode(codec)
    except UnicodeDecodeError:
        return None
    rows: list[tuple[str, ...]] = plain.findall(text)
    ends = text.count("\n")
    # Each match holds exactly one LF and begins where a line does: as many matches as LFs is all.
    if len(rows) != ends or not text.endswith("\n"):
        return None
    crlf = text.count("\r")
    texts.endings |= {b"\r\n"} if crlf == ends else {b"\n", b"\r\n"} if crlf else {b"\n"}
    texts.last_ending = b"\n"
    return rows


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
    chunks = iter(chunks)
    first = next(chunks, b"")
    if codec == "utf-8" and len(first) < _KEPT:
        rest = next(chunks, b"")
        rows = None if rest else _plain_elements(first)
        if rows is not None:
            yield from rows
            return
        chunks = itertools.chain((rest,), chunks)
    yield from _elements(itertools.chain((first,), chunks), faults, rules, codec)


def _plain_elements(data: bytes) -> list[tuple[str, str]] | None:
    """The elements of a file that is `label: value` lines and nothing else; None for any other."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    rows: list[tuple[str, str]] = _PLAIN_ELEMENT.findall(text)
    return rows if len(rows) == text.count("\n") and text.endswith("\n") else None


def _elements(
    chunks: Iterable[bytes], faults: Faults, rules: Rules, codec: str
) -> Iterator[tuple[str, str]]:
    label: str | None = None
    value: list[str] = []
    length = 0
    for number, text in _texts(chunks, codec, faults, malformed=Code.RI_02):
        if text[:1] in _WSP and text:
            if label is None:
                faults.add(Code.RI_04, "continues an element before there is one", line=number)
                continue
            if length <= _KEPT < length + len(text):
                detail = f"the value of {label[:80]!r} is longer than is kept of one value"
                faults.add(Code.RI_04, detail, line=number, level=Level.NOTE)
            length += len(text) + 1
            if length <= _KEPT:
                value.append(text.lstrip(_WSP))
            continue
        if label is not None:
            yield label, "\n".join(value)
        label, first = _element(number, text, faults, rules)
        value, length = [first], len(first)
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


@dataclass(frozen=True, slots=True)
class Info:
    """What bag-info.txt says: its elements in order, and the Payload-Oxum, octets and files.

    `whole` is False if there was more than is kept; `oxum` is None where there is none to be used.
    """

    elements: tuple[tuple[str, str], ...] = ()
    oxum: tuple[int, int] | None = None
    whole: bool = True


def judge_info(elements: Iterable[tuple[str, str]], faults: Faults) -> Info:
    """Check the reserved elements, and keep all. Labels are compared without case (RI-06)."""
    kept: list[tuple[str, str]] = []
    length = 0
    values: dict[str, list[str]] = {}
    for label, value in elements:
        length += len(label) + len(value)
        if length <= _KEPT:
            kept.append((label, value))
        reserved = label.lower()
        if reserved in _RESERVED:
            _judge_element(reserved, value, faults, values.setdefault(reserved, []))
    for reserved in _ONCE:
        if len(values.get(reserved, ())) > 1:
            faults.add(Code.RI_09, f"{reserved} should not be repeated", level=Level.WARNING)
    if "bag-count" in values and "bag-group-identifier" not in values:
        faults.add(Code.RI_11, "a Bag-Count without a Bag-Group-Identifier", level=Level.WARNING)
    if length > _KEPT:
        detail = f"it holds {length:,} characters, of which not all are kept"
        faults.add(Code.RI_04, detail, level=Level.NOTE)
    oxums = values.get("payload-oxum", [])
    if len(oxums) > 1:
        faults.add(Code.RI_07, "Payload-Oxum stands there more than once")
    found = _OXUM.fullmatch(oxums[0]) if oxums else None
    oxum = (int(found[1]), int(found[2])) if found else None
    return Info(tuple(kept), oxum, length <= _KEPT)


def _judge_element(reserved: str, value: str, faults: Faults, seen: list[str]) -> None:
    if len(seen) > 1:
        return  # the third and later repeats are no news
    seen.append(value)
    if reserved in {"bagging-date", "packing-date"} and not _is_date(value):
        detail = f"{reserved} is no YYYY-MM-DD: {value[:80]!r}"
        faults.add(Code.RI_10, detail, level=Level.WARNING)
    if reserved == "bag-count" and not _COUNT.fullmatch(value):
        faults.add(Code.RI_10, f"Bag-Count is no `N of T`: {value[:80]!r}", level=Level.WARNING)
    if reserved == "payload-oxum" and not _OXUM.fullmatch(value):
        faults.add(Code.RI_07, f"Payload-Oxum is no `octets.files`: {value[:80]!r}")


def _is_date(text: str) -> bool:
    try:
        return _DATE.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


# --- Manifests and fetch.txt -------------------------------------------------------------------


class Plain(NamedTuple):
    """Many lines of which nothing needs to be said, from line `number` on, as tuples of fields."""

    number: int
    rows: list[tuple[str, ...]]


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
    for row in _rows(chunks, _Texts(codec, faults, Code.RM_05), codec, plain, read):
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
    path = _PAYLOAD_PATH if payload else _TAG_PATH
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
        if not text.strip(_WSP):
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
    path = _usable_path(number, decoded, literal, faults, rules, payload=payload)
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


def parse_fetch(
    chunks: Iterable[bytes], faults: Faults, *, rules: Rules = LATEST, codec: str = "utf-8"
) -> Iterator[FetchEntry]:
    """The entries of fetch.txt (section 2.2.3). Lines that name no usable path are left out."""

    def read(number: int, text: str) -> FetchEntry | None:
        return _fetch_entry(number, text, faults, rules)

    plain = _PLAIN_FETCH if codec in {"utf-8", "ascii"} else None
    for row in _rows(chunks, _Texts(codec, faults, Code.RF_03), codec, plain, read):
        if isinstance(row, FetchEntry):
            yield row
            continue
        for number, (url, length, path) in enumerate(row.rows, row.number):
            if "%" not in path:
                yield FetchEntry(number, url, None if length == "-" else int(length), path, path)
            elif entry := read(number, f"{url} {length} {path}"):
                yield entry


_PLAIN_FETCH = re.compile(
    rf"^({_URI})[ \t]+([0-9]{{1,20}}|-)[ \t]+({_PAYLOAD_PATH})\r?\n", re.MULTILINE
)


def _fetch_entry(number: int, text: str, faults: Faults, rules: Rules) -> FetchEntry | None:
    match = _FETCH_LINE.fullmatch(text)
    if match is None:
        faults.add(Code.RF_03, f"not `url length path`: {text[:80]!r}", line=number)
        return None
    url, length, literal = match[1], match[2], match[3]
    if not _ABSOLUTE_URI.fullmatch(url):
        faults.add(Code.RF_04, f"no absolute URI: {url[:80]!r}", line=number)
    if length != "-" and not _LENGTH.fullmatch(length):
        faults.add(Code.RF_05, f"no length, and not `-`: {length[:80]!r}", line=number)
    decoded = paths.decode(literal, rules.escapes)
    path = _usable_path(number, decoded, literal, faults, rules, payload=True, fetch=True)
    if path is None:
        return None
    size = int(length) if _LENGTH.fullmatch(length) else None
    return FetchEntry(number, url, size, path, literal)


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
    if payload and path.startswith("data\\") and not fetch:
        detail = f"{literal[:200]!r}: the parts of a path are parted by /, not by a backslash"
        faults.add(Code.RM_07, detail, line=number)
        return None
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
            Code.RF_06 if fetch else Code.RM_11 if payload else Code.RT_08,
            f"a % in {literal[:200]!r} should be written %25; it was taken as it stands",
            line=number,
            level=Level.WARNING,
        )
    return path
