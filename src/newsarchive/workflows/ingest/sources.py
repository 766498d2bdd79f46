"""What was named on the command line becomes requests: files, with their sidecars, and folders.

Which files of a folder belong together is a rule of `formats.grouping`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from newsarchive import formats
from newsarchive.durable import display
from newsarchive.errors import RefusedError, why
from newsarchive.formats.grouped import (
    Group,
    PassedOver,
    Several,
)
from newsarchive.formats.grouping import groups
from newsarchive.formats.scans import Scans, partners
from newsarchive.workflows.ingest.below import Below, lies_there
from newsarchive.workflows.ingest.folders import Entry, Lists, head_of
from newsarchive.workflows.ingest.requested import (
    Details,
    Found,
    Packed,
    Passed,
    Request,
    RequestedImage,
    Unusable,
)
from newsarchive.workflows.ingest.sidecars import read_sidecar

__all__ = ["Details", "RequestedImage", "requests"]


def requests(
    sources: Iterable[Path], common: Details, *, whole: bool = False, dereference: bool = False
) -> Iterator[Found]:
    """The requests in `sources`, in order. `common` is said of all, and wins over sidecars.

    `whole`: containers are taken as they are, and not opened. What is named may be a link; links
    below it are followed if `dereference`.
    """
    for source in sources:
        try:
            if source.is_dir():
                found = _folder(Below(source, (), dereference), whole)
            else:
                found = iter([_file(source, whole, dereference)])
            for request in found:
                if isinstance(request, Unusable | Passed):
                    yield request
                else:
                    yield replace(request, details=common.over(request.details))
        except RefusedError as error:
            yield Unusable(display(source), error)
        except (OSError, ValueError) as error:
            reason = why(error) if isinstance(error, OSError) else str(error)
            problem = RefusedError(f"cannot look at {display(source)[:200]}: {reason}")
            yield Unusable(display(source)[:200], problem)


def _file(source: Path, whole: bool, dereference: bool) -> Request | Packed:
    details = Details()
    if source.suffix and source.suffix.lower() != ".json":
        sidecar = Below(source.parent, (f"{source.stem}.json",), dereference)
        if lies_there(sidecar) and not formats.is_item(head_of(sidecar), sidecar.name):
            details = read_sidecar(sidecar)
    if not whole:
        unpacker = formats.choose_unpacker(head_of(source), source.name)
        if unpacker is not None:
            folder = Below(source.parent, (), dereference)
            return Packed(source, unpacker.name, folder, details)
    given, doubt = _given(source, dereference)
    return Request(source, details, given=given, doubt=doubt)


def _given(source: Path, dereference: bool) -> tuple[Below | None, str]:
    """The text beside a scan that was named, or why it has none though something lies there."""
    if not source.name.lower().endswith(".pdf"):
        return None, ""
    names = (source.name, *partners(source.name))
    places = [Below(source.parent, (name,), dereference) for name in names]
    there = [place for place in places if lies_there(place)]
    if len(there) < 2:  # noqa: PLR2004
        return None, ""
    entries = [Entry(place, Lists()) for place in there]
    scans = Scans([e for e in entries if e.foreign is None or e.name == source.name], ())
    given = scans.text_of(entries[0])
    return (given.path if given else None), scans.doubt(entries[0])


def _folder(folder: Below, whole: bool) -> Iterator[Found]:
    lists = Lists()
    for found in groups(Entry(folder, lists, whole), growing=True):
        yield from lists.named()
        if isinstance(found, PassedOver):
            if not lists.emptied(found.entry):
                yield Passed(found.entry.shown)
        elif isinstance(found, Group):
            try:
                if not whole and found.text.unpacker:
                    yield _packed(found)
                else:
                    yield _request(found)
            except RefusedError as error:
                yield Unusable(display(found.text.path), error)
        elif isinstance(found, Several):
            path = found.entry.path
            yield Packed(path, found.entry.unpacker, path.parent)
        else:
            yield Unusable(found.entry.shown, found.error)
    yield from lists.named()


def _packed(found: Group[Entry]) -> Packed:
    """A document that a reader would take, and that holds several articles."""
    path = found.text.path
    details = read_sidecar(found.sidecar.path) if found.sidecar is not None else Details()
    return Packed(path, found.text.unpacker, path.parent, details)


def _request(found: Group[Entry]) -> Request:
    details = Details(enclosures=tuple(e.path for e in found.others))
    if found.sidecar is not None:
        details = read_sidecar(found.sidecar.path).over(details)
    named = {image.path for image in details.images}
    basis = f"folder:{display(found.basis)}"
    unnamed = (RequestedImage(e.path, basis=basis) for e in found.images if e.path not in named)
    details = replace(details, images=(*details.images, *unnamed))
    companions = tuple(e.path for e in found.companions)
    given = found.given.path if found.given is not None else None
    return Request(
        found.text.path,
        details,
        companions=companions,
        given=given,
        doubt=found.doubt,
        pages=tuple(e.path for e in found.pages),
    )
