"""From which side a text is read, by its language and its letters. Pure."""

import re
import unicodedata

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "iw", "khw", "ks", "lrc", "mzn"}
    | {"nqo", "pnb", "prs", "ps", "rhg", "sd", "sdh", "syr", "ug", "ur", "yi"}
)
_SCRIPTS = frozenset(
    {"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"}
)
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def language_tag(text: str | None) -> str:
    """A language as a page may say it, "" for what is no tag of one (BCP 47)."""
    return text if text and _TAG.fullmatch(text) else ""


def direction(tag: str, text: str) -> str:
    """`rtl` or `ltr`: by the script or the language that is named, else by the first letter."""
    parts = tag.casefold().split("-")
    script = next((part for part in parts[1:] if len(part) == 4), "")  # noqa: PLR2004  # ISO 15924
    if script:
        return "rtl" if script in _SCRIPTS else "ltr"
    if parts[0] in _RIGHT_TO_LEFT:
        return "rtl"
    strong = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in strong if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"
