"""The places of files in a bag, and the profiles that bags of ours name."""

from collections.abc import Sequence

from newsarchive.bag.plan import Spooled
from newsarchive.model import layout
from newsarchive.model.capture import Capture
from newsarchive.model.identity import safe_names

PROFILE = "urn:newsarchive:profile:1"
DELIVERY_PROFILE = "urn:newsarchive:delivery-profile:1"

TEXT = "data/article.txt"
SOURCE = "data/derived/source.txt"
README = "data/README.txt"
RECORD = layout.RECORD
DELIVERY = "data/metadata/delivery.json"
CAPTURES = "data/metadata/captures.jsonl"
PREMIS = "data/metadata/premis.xml"
ORIGINALS = "data/original/"
MEDIA = "data/media/"
SUPPLIED = "data/supplied/"


def spooled(
    folder: str, captures: Sequence[Capture], numbers: Sequence[int] = ()
) -> tuple[Spooled, ...]:
    """Received files under safe names in `folder`, begun with their numbers if they have any."""
    names = safe_names(capture.name for capture in captures)
    starts = [f"{n:03d}-" for n in numbers] or [""] * len(names)
    return tuple(
        Spooled(folder + start + name, capture.spool, capture.size, capture.digests)
        for start, name, capture in zip(starts, names, captures, strict=True)
    )
