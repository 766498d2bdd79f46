"""IPTC IIM: what photo agencies write into pictures since 1991. Pure.

(IPTC-NAA Information Interchange Model version 4.2, records 1 and 2; names as printed there)
"""

from collections.abc import Mapping, Sequence

from newsarchive.model.article import Embedded

_NAMES = {
    3: "Object Type Reference",
    4: "Object Attribute Reference",
    5: "Object Name",
    7: "Edit Status",
    10: "Urgency",
    12: "Subject Reference",
    15: "Category",
    20: "Supplemental Category",
    22: "Fixture Identifier",
    25: "Keywords",
    26: "Content Location Code",
    27: "Content Location Name",
    30: "Release Date",
    35: "Release Time",
    37: "Expiration Date",
    38: "Expiration Time",
    40: "Special Instructions",
    55: "Date Created",
    60: "Time Created",
    62: "Digital Creation Date",
    63: "Digital Creation Time",
    65: "Originating Program",
    80: "By-line",
    85: "By-line Title",
    90: "City",
    92: "Sub-location",
    95: "Province/State",
    100: "Country Code",
    101: "Country Name",
    103: "Original Transmission Reference",
    105: "Headline",
    110: "Credit",
    115: "Source",
    116: "Copyright Notice",
    118: "Contact",
    120: "Caption/Abstract",
    122: "Writer/Editor",
    131: "Image Orientation",
    135: "Language Identifier",
}
_APPLICATION_RECORD, _CODED_CHARACTER_SET = 2, (1, 90)
# ISO 2022 escape sequences as dataset 1:90 has them.
_ENCODINGS = {
    b"\x1b%G": "utf-8",
    b"\x1b%/G": "utf-8",
    b"\x1b%/H": "utf-8",
    b"\x1b%/I": "utf-8",
    b"\x1b.A": "latin-1",
    b"\x1b-A": "latin-1",
    b"\x1b-F": "iso8859-7",
    b"\x1b-L": "iso8859-5",
    b"\x1b-B": "iso8859-2",
    b"\x1b-M": "iso8859-9",
}

Datasets = Mapping[tuple[int, int], bytes | Sequence[bytes]]
"""What stands in each dataset, by record and number."""


def fields(datasets: Datasets) -> list[Embedded]:
    """The fields of record 2 that are texts, in order of their numbers; blank ones left out.

    The character set is the declared one, else UTF-8, else Windows-1252: of the pictures that
    declare none, nearly all are in one of the two.
    """
    declared = _first(datasets.get(_CODED_CHARACTER_SET, b""))
    encoding = _ENCODINGS.get(declared.strip())
    found = []
    for (record, number), value in sorted(datasets.items()):
        name = _NAMES.get(number)
        if record != _APPLICATION_RECORD or name is None:
            continue
        for one in [value] if isinstance(value, bytes) else value:
            text = _text(one, encoding)
            found += [Embedded("iptc-iim", name, text)] if text else []
    return found


def _first(value: bytes | Sequence[bytes]) -> bytes:
    return value if isinstance(value, bytes) else bytes(value[0]) if value else b""


def _text(data: bytes, encoding: str | None) -> str:
    data = data.rstrip(b"\0")
    if encoding is None:
        try:
            return data.decode("utf-8").strip()
        except UnicodeDecodeError:
            encoding = "cp1252"
    return data.decode(encoding, "replace").strip()
