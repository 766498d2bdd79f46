"""Names that are legal here and trouble elsewhere: twins by case or normalisation, Windows. Pure.

RFC 8493 section 6.1, which is advice: everything here is a warning.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator

# Section 6.1.2: what Windows reserves. Control characters are reserved, too.
_CHARACTERS = re.compile(r'[<>:"\\|?*\x01-\x1f]')
_DEVICES = re.compile(r"(?<![^/\0])(?:CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(?![^./\0])", re.IGNORECASE)
_ENDS = re.compile(r"[. ](?![^/\0])")
_LONGEST = 255  # bytes of one part of a path: more than that no common file system stores


def odd(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """(name, what is wrong with it) for names that cannot be stored everywhere (RN-05)."""
    # One search through all of them together: bags with such a name are few.
    together = "\0".join(names)
    rules = [rule for rule in (_CHARACTERS, _DEVICES, _ENDS) if rule.search(together)]
    for name in names if rules else ():
        found = next((match for rule in rules if (match := rule.search(name))), None)
        if found:
            yield name, _why(found[0])
    # A character is one to four bytes, so that short paths need no closer look.
    for name in [name for name in names if len(name) > _LONGEST // 4]:
        if any(len(p.encode("utf-8", "surrogateescape")) > _LONGEST for p in name.split("/")):
            yield name, f"a part of its path is longer than {_LONGEST} bytes"


def _why(found: str) -> str:
    if found in {".", " "}:
        return "a part of its path ends in a dot or a space"
    if len(found) == 1:
        return f"its path holds {found!r}"
    return f"{found} is the name of a device"


def normal(name: str) -> str:
    """`name` as one of all names that differ in Unicode normalisation only."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def caseless(name: str) -> str:
    """`name` as one of all names that differ in case and form only (Unicode 3.13, D145)."""
    if name.isascii():
        return name.lower()
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())
    return unicodedata.normalize("NFC", folded)


def normal_twins(names: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Groups of names that differ in normalisation only, each ordered."""
    return _groups([name for name in names if not name.isascii()], normal)


def case_twins(names: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Groups of names that differ in case, and perhaps in normalisation, each ordered."""
    if len(set(map(caseless, names))) == len(names):
        return
    for group in _groups(names, caseless):
        # One name for each normalisation: twins by that alone are not twins by case.
        if len({normal(name) for name in group}) > 1:
            yield group


def _groups(names: Iterable[str], key: Callable[[str], str]) -> Iterator[tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(key(name), []).append(name)
    return (tuple(sorted(group)) for group in groups.values() if len(group) > 1)
