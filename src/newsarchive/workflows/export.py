"""A bag's current record in the forms of others. Each form is a pure function of the record."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsarchive.durable import fsync_directory, store_error, write_new
from newsarchive.errors import RefusedError, StoreError
from newsarchive.holdings.files import read_file
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata.described import WITHHELD
from newsarchive.metadata.exports import oai_dc, to_json_ld, to_ninjs
from newsarchive.model.access import Gives
from newsarchive.model.holding import BagKind
from newsarchive.workflows.access import Asking
from newsarchive.workflows.show import show


@dataclass(frozen=True, slots=True)
class Exported:
    """A record in some form: of which bag, its bytes, and what of the record did not fit."""

    bag: str
    form: str
    media_type: str
    data: bytes
    left_out: tuple[str, ...] = ()


Made = tuple[bytes, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    """A form to export to: its media type, and what makes it of a record and the text."""

    media_type: str
    make: Callable[[Mapping[str, Any], str | None], Made]


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _record(record: Mapping[str, Any], text: str | None) -> Made:  # noqa: ARG001  # one shape for all
    return _json(record), ()


def _ninjs(record: Mapping[str, Any], text: str | None) -> Made:
    export = to_ninjs(record, text)
    return _json(export.document), export.left_out


def _json_ld(record: Mapping[str, Any], text: str | None) -> Made:
    export = to_json_ld(record, text)
    return _json(export.document), export.left_out


def _dublin_core(record: Mapping[str, Any], text: str | None) -> Made:  # noqa: ARG001  # it has no text
    export = oai_dc(record)
    return export.xml + b"\n" * (not export.xml.endswith(b"\n")), export.left_out


FORMS: Mapping[str, Form] = {
    "record": Form("application/json", _record),
    "ninjs": Form("application/json", _ninjs),
    "jsonld": Form("application/ld+json", _json_ld),
    "dc": Form("application/xml", _dublin_core),
}


def export(
    holdings: OpenArchive, reference: str, form: str, asking: Asking | None = None
) -> Exported:
    """The current record of a bag in the form of this name, one of `FORMS`, as far as it is given.

    Raises:
        NotFoundError: there is no such bag.
        PolicyError: nothing of it may be given to who asks.
        StoreError: its record or its text cannot be read.
    """
    view = show(holdings, reference, asking)
    if view.accession.kind is BagKind.DELIVERY:
        raise RefusedError(
            f"{view.accession.name} is a delivery of {len(view.articles):,} articles, and has no"
            " record to export",
            hint=f"newsarchive show {view.accession.name} names its articles.",
        )
    if view.record is None:
        raise StoreError(
            f"the record of {view.accession.name} cannot be read: {view.problem}",
            hint="Run newsarchive audit: it says what is wrong with the bag.",
        )
    path = view.record["body"]["path"]
    data = read_file(holdings, view.accession, path) if path else None
    text = None if data is None else data.decode("utf-8", "replace")
    chosen = FORMS[form]
    made, left_out = chosen.make(view.record, text)
    if view.given is Gives.METADATA:
        left_out = (*left_out, f"lead, text, captions: {WITHHELD}")
    return Exported(view.accession.name, form, chosen.media_type, made, left_out)


def save(data: bytes, path: Path) -> None:
    """Write a new file; nothing is overwritten.

    Raises:
        StoreError: something is there already, or the disk refused.
    """
    try:
        write_new(path, data)
        fsync_directory(path.absolute().parent)
    except FileExistsError as error:
        raise StoreError(
            f"something lies at {path} already", hint="Nothing was changed. Name another file."
        ) from error
    except OSError as error:
        raise store_error("write", path, error) from error
