"""What the header of an image says: type, size, and what it tells of itself. The door to Pillow.

Only the header is read: no pixel is decoded, so no image can be too large to look at, and nothing
is ever encoded again.
"""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsarchive.errors import why
from newsarchive.formats.photos import exif, iim
from newsarchive.model.article import Embedded

if TYPE_CHECKING:
    from PIL.Image import Image as Opened

_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"BM")


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """The media type and the size in pixels, as far as the header tells.

    `problem` is why it is no image, `remarks` what else is wrong with it; `embedded` is what the
    image says of itself.
    """

    media_type: str | None = None
    width: int | None = None
    height: int | None = None
    problem: str = ""
    remarks: tuple[str, ...] = ()
    embedded: tuple[Embedded, ...] = ()


def looks_like_image(head: bytes) -> bool:
    """Whether bytes begin as an image does that people attach to articles."""
    riff = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return head.startswith(_MAGIC) or riff or head[4:12] in {b"ftypavif", b"ftypheic"}


def inspect(path: Path) -> ImageFacts:
    """The facts in the header of the image at `path`. A file that is none has a `problem`."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  # slow to import

    try:
        with warnings.catch_warnings():
            # A bomb is one only for who decodes it; its size is a fact like any other.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                problems: list[str] = []
                embedded = tuple(_embedded(image, problems))
                return ImageFacts(
                    Image.MIME.get(image.format or ""),
                    image.width,
                    image.height,
                    remarks=(*problems, *_also(path)),
                    embedded=embedded,
                )
    except UnidentifiedImageError:
        return ImageFacts(problem="it is no image of a known kind")
    except Image.DecompressionBombError:
        return ImageFacts(problem="its header claims a size that no picture has")
    except Exception as error:  # noqa: BLE001  # readers of headers fail in many ways on bad bytes
        return ImageFacts(problem=f"its header cannot be read ({type(error).__name__})")


_MOST_FIELDS, _LONGEST_FIELD = 500, 20_000
_EXIF_PHOTO, _EXIF_GPS = 34665, 34853
_TIFF_XMP = 700


def _embedded(image: "Opened", problems: list[str]) -> Iterable[Embedded]:
    """What the image says of itself by each of the three standards; what cannot be read, is told.

    A part that is damaged takes nothing from the others.
    """
    found: list[Embedded] = []
    for name, read in (("IPTC", _iim), ("XMP", _xmp), ("EXIF", _exif)):
        found += _attempt(name, read, image, problems)
    if len(found) > _MOST_FIELDS:
        problems.append(
            f"it has {len(found):,} fields of metadata, of which {_MOST_FIELDS} stand here"
        )
    for one in found[:_MOST_FIELDS]:
        value = "".join(c if c.isprintable() or c in "\n\t" else " " for c in one.value).strip()
        if value:
            yield Embedded(one.standard, one.name, value[:_LONGEST_FIELD])


def _attempt(
    name: str,
    read: Callable[["Opened"], list[Embedded]],
    image: "Opened",
    problems: list[str],
) -> list[Embedded]:
    try:
        return read(image)
    except Exception as error:  # noqa: BLE001  # damaged metadata fails in many ways
        reason = str(error) if isinstance(error, ValueError) else type(error).__name__
        if isinstance(error, OSError):
            reason = why(error)
        problems.append(f"its {name} metadata cannot be read ({' '.join(reason.split())[:200]})")
        return []


def _iim(image: "Opened") -> list[Embedded]:
    from PIL.IptcImagePlugin import getiptcinfo  # noqa: PLC0415

    if image.format not in {"JPEG", "MPO", "TIFF"}:
        return []
    return iim.fields(getiptcinfo(image) or {})  # type: ignore[arg-type]  # what Image.open gives


def _xmp(image: "Opened") -> list[Embedded]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if packet is None and image.format == "TIFF":
        packet = _tag(image, _TIFF_XMP)
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet:
        return []
    from newsarchive.formats.photos import xmp  # noqa: PLC0415  # lxml

    return xmp.fields(bytes(packet))


def _tag(image: "Opened", number: int) -> Any:
    return image.getexif().get(number)


def _exif(image: "Opened") -> list[Embedded]:
    if "exif" not in image.info and image.format not in {"TIFF", "PNG", "WEBP"}:
        return []
    if image.format == "PNG" and "exif" not in image.info:
        return []  # to look for it behind the picture, the picture would have to be read
    tags = image.getexif()
    return exif.fields(tags, tags.get_ifd(_EXIF_PHOTO), tags.get_ifd(_EXIF_GPS))


_TAIL = 66_000  # the end of a zip with its longest comment
_ZIP_END = 22  # bytes of the record that ends a zip, without its comment
_HEAD = 1024


def _also(path: Path) -> tuple[str, ...]:
    """What else the file is: an image that is a zip or a PDF, too, hides something."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    found = []
    if b"%PDF-" in head:
        found.append("it is a PDF document as well")
    end = tail.rfind(b"PK\x05\x06")
    comment = tail[end + _ZIP_END :]
    if end >= 0 and len(comment) == int.from_bytes(tail[end + _ZIP_END - 2 :][:2], "little"):
        found.append("it is a zip file as well")
    return tuple(found)
