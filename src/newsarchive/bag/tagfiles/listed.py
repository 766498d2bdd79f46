"""Which paths a manifest or fetch.txt may list, and how each is spelled (sections 2.1.3, 2.2.3)."""

from newsarchive.bag import paths
from newsarchive.bag.faults import Faults
from newsarchive.bag.versions import Rules
from newsarchive.model.finding import Code, Kind, Level

# One part of a path that says nothing but itself: not empty, not `.` or `..`, no NUL.
_PART = r"(?!\.{1,2}(?:/|\r?\n))[^/\r\n\0]+"
PAYLOAD = rf"data(?:/{_PART})+"
TAG_FILE = rf"(?!data(?:/|\r?\n)|[*~\\]|[A-Za-z]:){_PART}(?:/{_PART})*"


def usable_path(
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
