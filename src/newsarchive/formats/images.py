"""What the header of an image says: its type and its size. The one door to Pillow.

Only the header is read: no pixel is decoded, so no image can be too large to look at, and nothing
is ever encoded again.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path

_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"BM")


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """The media type and the size in pixels, as far as the header tells; what is wrong with it."""

    media_type: str | None = None
    width: int | None = None
    height: int | None = None
    problem: str = ""


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
                return ImageFacts(Image.MIME.get(image.format or ""), image.width, image.height)
    except UnidentifiedImageError:
        return ImageFacts(problem="it is no image of a known kind")
    except Image.DecompressionBombError:
        return ImageFacts(problem="its header claims a size that no picture has")
    except Exception as error:  # noqa: BLE001  # readers of headers fail in many ways on bad bytes
        return ImageFacts(problem=f"its header cannot be read ({type(error).__name__})")
