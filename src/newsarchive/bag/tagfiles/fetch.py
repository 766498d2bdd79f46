"""fetch.txt: what of a bag is to be fetched, and from where (section 2.2.3)."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsarchive.bag import paths
from newsarchive.bag.faults import Faults
from newsarchive.bag.tagfiles.listed import PAYLOAD, usable_path
from newsarchive.bag.tagfiles.texts import Texts, rows_of
from newsarchive.bag.versions import LATEST, Rules
from newsarchive.model.finding import Code

_FETCH_LINE = re.compile(r"([^ \t]+)[ \t]+([^ \t]+)[ \t]+(.+)", re.DOTALL)
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
_PLAIN_FETCH = re.compile(rf"^({_URI})[ \t]+([0-9]{{1,20}}|-)[ \t]+({PAYLOAD})\r?\n", re.MULTILINE)


class FetchEntry(NamedTuple):
    """One line of fetch.txt; `length` is None where it says `-`."""

    line: int
    url: str
    length: int | None
    path: str
    literal: str


def parse_fetch(
    chunks: Iterable[bytes], faults: Faults, *, rules: Rules = LATEST, codec: str = "utf-8"
) -> Iterator[FetchEntry]:
    """The entries of fetch.txt (section 2.2.3). Lines that name no usable path are left out."""

    def read(number: int, text: str) -> FetchEntry | None:
        return _fetch_entry(number, text, faults, rules)

    plain = _PLAIN_FETCH if codec in {"utf-8", "ascii"} else None
    for row in rows_of(chunks, Texts(codec, faults, Code.RF_03), codec, plain, read):
        if isinstance(row, FetchEntry):
            yield row
            continue
        for number, (url, length, path) in enumerate(row.rows, row.number):
            if "%" not in path:
                yield FetchEntry(number, url, None if length == "-" else int(length), path, path)
            elif entry := read(number, f"{url} {length} {path}"):
                yield entry


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
    path = usable_path(number, decoded, literal, faults, rules, payload=True, fetch=True)
    if path is None:
        return None
    size = int(length) if _LENGTH.fullmatch(length) else None
    return FetchEntry(number, url, size, path, literal)
