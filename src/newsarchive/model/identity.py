"""Identity: article id, bag id, bag name, the place of a bag, and safe names for files in it.

An article id says which article this is, a bag id which exact packaging of it. The bag id covers
what was received and what people supplied, and nothing that this program derived: a better parser
never makes a known article a new one. (docs/format.md)
"""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from newsarchive import canonical
from newsarchive.digests import Digest

if TYPE_CHECKING:
    pass  # slow to import, and here a name only

_SLUG_LENGTH = 40
_NAME_LENGTH = 100
_EXTENSION_LENGTH = 10  # only where the whole name is too long
# Latin letters that Unicode does not take apart, and apostrophes, which part no words.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("'\u2018\u2019\u02bc")
)
# Names that Windows gives to devices, with any extension (RFC 8493 section 6.1.2).
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


def article_id(
    *,
    supplied: str | None = None,
    source_id: str | None = None,
    canonical_url: str | None = None,
    main: Digest,
) -> str:
    """Which article this is: as supplied, else the source's own id, its address, or its bytes.

    `main` is the SHA-256 of the main original.
    """
    return supplied or source_id or canonical_url or f"urn:newsarchive:sha256:{main.hex}"


def bag_id(
    article: str,
    *,
    stated_version: str | None,
    originals: Sequence[Digest],
    media: Sequence[tuple[Digest, int]],
    supplied: Mapping[str, object],
) -> str:
    """The bag's id, 64 hexadecimal characters: SHA-256 of the canonical JSON of what identifies it.

    `originals` and `media` are SHA-512 digests, in order; a medium comes with its position.
    """
    return hashlib.sha256(
        canonical.dumps(
            {
                "v": 1,
                "article_id": article,
                "stated_version": stated_version,
                "originals": [d.hex for d in originals],
                "media": [[d.hex, position] for d, position in media],
                "supplied": dict(supplied),
            }
        )
    ).hexdigest()


def bag_urn(bag: str) -> str:
    """A bag id as URN: a UUID of version 8 (RFC 9562 section 5.8) from its first 128 bits."""
    raw = bytearray.fromhex(bag[:32])
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    return f"urn:uuid:{uuid.UUID(bytes=bytes(raw))}"


def bag_name(title: str, bag: str) -> str:
    """The bag's folder name: a slug of the title, at most 40 characters, and 12 of the bag id."""
    return f"{slug(title) or 'article'}-{bag[:12]}"


def slug(text: str) -> str:
    """`text` in lower-case ASCII letters, digits and hyphens, cut between words; may be empty."""
    words = re.findall(r"[a-z0-9]+", _ascii(text))
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word[:_SLUG_LENGTH]
        if len(longer) > _SLUG_LENGTH:
            break
        result = longer
    return result


def safe_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names for files inside a bag: lower-case ASCII, safe on every system, no two alike (RC-09).

    At most 100 characters each; safe names that differ come back as they are. The names as
    received stand in the record.
    """
    taken: set[str] = set()
    result = []
    for name in names:
        stem, ending = _safe(name)
        candidate = _joined(stem, ending)
        number = 2
        while candidate in taken:
            candidate = _joined(stem, f"-{number}{ending}")
            number += 1
        taken.add(candidate)
        result.append(candidate)
    return tuple(result)


def _joined(stem: str, ending: str) -> str:
    return stem[: _NAME_LENGTH - len(ending)].rstrip("-.") + ending


def _safe(name: str) -> tuple[str, str]:
    """The stem and the ending (`.txt`, or none) of a safe name, the stem of any length."""
    plain = re.sub(r"[^a-z0-9._]+", "-", _ascii(name))
    plain = re.sub(r"\.{2,}", ".", plain).lstrip(".").rstrip("-.")
    match = re.fullmatch(r"(.*)\.([a-z0-9_]+)", plain)
    stem, extension = match.groups() if match else (plain, "")
    stem = stem.strip("-.")
    if len(stem) + len(extension) >= _NAME_LENGTH:
        extension = extension[:_EXTENSION_LENGTH]
    if not stem or _RESERVED.match(f"{stem}."):
        stem = f"file-{stem}".rstrip("-")
    return stem, f".{extension}" if extension else ""


def _ascii(text: str) -> str:
    """Lower case, without marks: `Überflutung` gives `uberflutung`; other scripts become spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS).lower()
    return "".join(
        c if c.isascii() else " " for c in plain if not unicodedata.category(c).startswith("M")
    )
