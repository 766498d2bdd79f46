"""EXIF: what a camera writes, and the few fields of it that people fill in. Pure.

(CIPA DC-008 Exif 3.0; names as printed there)
"""

import re
from collections.abc import Mapping

from newsarchive.model.article import Embedded

_IMAGE = {
    270: "ImageDescription",
    271: "Make",
    272: "Model",
    305: "Software",
    315: "Artist",
    33432: "Copyright",
}
_PHOTO = {
    36867: "DateTimeOriginal",
    36881: "OffsetTimeOriginal",
    37510: "UserComment",
    42016: "ImageUniqueID",
}
_GPS = {1: "GPSLatitudeRef", 2: "GPSLatitude", 3: "GPSLongitudeRef", 4: "GPSLongitude"}
_CODES = {b"ASCII\0\0\0": "ascii", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "iso2022_jp"}
_CODE_BYTES = 8
_COORDINATES = 3  # degrees, minutes, seconds
# What cameras write into the description by themselves.
_BY_CAMERAS = re.compile(
    r"(?i)(?:olympus digital camera|sony dsc|dcim\W.*|digital camera|default|dsc_?\d+|img_?\d+"
    r"|created by .*|kodak digital still camera|minolta digital camera|hdr|btfe?|untitled|\W*)"
)


def fields(
    image: Mapping[int, object], photo: Mapping[int, object], gps: Mapping[int, object]
) -> list[Embedded]:
    """The fields of the three directories that say something of the picture; blank ones left out.

    What a camera writes into every picture is no description of this one. A place is given in
    degrees, as the satellites said.
    """
    found = []
    for names, values in ((_IMAGE, image), (_PHOTO, photo)):
        for number, name in names.items():
            text = _text(values.get(number))
            if not text or (number in {270, 37510} and _BY_CAMERAS.fullmatch(text)):
                continue
            found.append(Embedded("exif", name, text))
    for value, reference in ((2, 1), (4, 3)):
        if (degrees := _degrees(gps.get(value), gps.get(reference))) is not None:
            found.append(Embedded("exif", _GPS[value], f"{degrees:.6f}"))
    return found


def _text(value: object) -> str:
    if isinstance(value, bytes):
        encoding = _CODES.get(value[:_CODE_BYTES])
        data = value[_CODE_BYTES:] if encoding else value
        text = data.decode(encoding or "utf-8", "replace")
    elif isinstance(value, str):
        text = _repaired(value)
    else:
        return ""
    return text.replace("\0", " ").strip()


def _repaired(text: str) -> str:
    """Pillow reads text as Latin-1; what was written as UTF-8 is read as that."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _degrees(value: object, reference: object) -> float | None:
    if not isinstance(value, tuple) or len(value) != _COORDINATES:
        return None
    try:
        degrees, minutes, seconds = (float(number) for number in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    total = degrees + minutes / 60 + seconds / 3600
    if not -180 <= total <= 180 or total == 0:  # noqa: PLR2004  # also what is no number
        return None
    return -total if str(reference).upper()[:1] in {"S", "W"} else total
