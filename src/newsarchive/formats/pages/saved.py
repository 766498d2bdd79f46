"""What a browser wrote into a page when it saved it: where from, and when. Pure."""

import re
from dataclasses import dataclass

from newsarchive.formats.pages.addresses import is_address
from newsarchive.formats.pages.moments import Moment, read

_HEAD = 200_000  # characters in which such a comment stands; SingleFile's may follow the fonts
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,4000}?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile(.{1,5000}?)-->", re.DOTALL)
_URL = re.compile(r"^\s*url:\s*(\S+)", re.MULTILINE)
_DATE = re.compile(r"^\s*saved date:\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a page was saved from, "" where it does not say; when; and by what it is known."""

    url: str = ""
    when: Moment | None = None
    raw: str = ""
    basis: str = ""


def read_saved(text: str) -> Saved:
    """What the comments at the head of a page say of its saving."""
    head = text[:_HEAD]
    if match := _SINGLE_FILE.search(head):
        url, when = _URL.search(match[1]), _DATE.search(match[1])
        address = url[1] if url and is_address(url[1]) else ""
        printed = when[1] if when else ""
        return Saved(address, read(printed), printed, "html:singlefile")
    if (match := _SAVED_FROM.search(head)) and is_address(match[1]):
        return Saved(match[1], basis="html:saved-from")
    return Saved()
