"""bag-info.txt: its elements written, read and judged (section 2.2.2)."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from newsarchive.bag import lines
from newsarchive.bag.faults import Faults
from newsarchive.bag.tagfiles.texts import WSP, Texts
from newsarchive.bag.versions import LATEST, Rules
from newsarchive.model.finding import Code, Kind, Level

_PLAIN_ELEMENT = re.compile(
    r"^([A-Za-z0-9](?:[A-Za-z0-9 -]*[A-Za-z0-9])?): ([^ \t\r\n](?:[^\r\n]*[^ \t\r\n])?)\n",
    re.MULTILINE,
)
_OXUM = re.compile(r"([0-9]{1,20})\.([0-9]{1,20})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNT = re.compile(r"[0-9]{1,20} of ([0-9]{1,20}|\?)")
_ONCE = ("bagging-date", "bag-size", "bag-group-identifier", "bag-count")  # RI-09
_RESERVED = frozenset({*_ONCE, "payload-oxum", "packing-date"})
_MOST_INFO = 1 << 22  # bytes of bag-info.txt that are looked at
_KEPT = 1 << 20  # characters of bag-info.txt, and of one value in it, that are kept


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
        if text[:1] in WSP and text:
            if label is None:
                faults.add(Code.RI_04, "continues an element before there is one", line=number)
                continue
            if length <= _KEPT < length + len(text):
                detail = f"the value of {label[:80]!r} is longer than is kept of one value"
                faults.add(Code.RI_04, detail, line=number, level=Level.NOTE)
            length += len(text) + 1
            if length <= _KEPT:
                value.append(text.lstrip(WSP))
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
        if not colon or not before.strip(WSP):
            level = Level.ERROR if text.strip(WSP) else Level.WARNING
            faults.add(Code.RI_02, f"not `label: value`: {text[:80]!r}", line=number, level=level)
            return None, ""
        return before.strip(WSP), after.strip(WSP)
    if not colon or not before:
        faults.add(Code.RI_02, f"not `label: value`: {text[:80]!r}", line=number)
        return None, ""
    if before != before.strip():
        faults.add(Code.RI_03, f"white space around the label {before[:80]!r}", line=number)
    if after[:1] not in WSP or not after:
        faults.add(Code.RI_02, f"no space after the colon of {before[:80]!r}", line=number)
        return before.strip(), after
    if after[1:2] in WSP and after[1:]:
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


def _texts(
    chunks: Iterable[bytes], codec: str, faults: Faults, *, malformed: Code
) -> Iterator[tuple[int, str]]:
    """(number, text) of every line; faults of encoding and line endings are noted."""
    texts = Texts(codec, faults, malformed)
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
