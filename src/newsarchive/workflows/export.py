"""A bag's current record in the forms of others. Each form is a pure function of the record."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsarchive.durable import fsync_directory, store_error, write_new
from newsarchive.errors import StoreError
from newsarchive.workflows.holdings import Holdings
from newsarchive.workflows.look import look


@dataclass(frozen=True, slots=True)
class Form:
    """A form to export to: its media type, and what makes it of a record."""

    media_type: str
    make: Callable[[Mapping[str, Any]], bytes]


def _record(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, indent=2).encode() + b"\n"


FORMS: Mapping[str, Form] = {
    "record": Form("application/json", _record),
}


@dataclass(frozen=True, slots=True)
class Export:
    """A record in some form: of which bag, and its bytes."""

    bag: str
    form: str
    media_type: str
    data: bytes


def export(holdings: Holdings, reference: str, form: str) -> Export:
    """The current record of a bag in the form of this name, one of `FORMS`.

    Raises:
        NotFoundError: there is no such bag.
        StoreError: its record cannot be read.
    """
    view = look(holdings, reference)
    if view.record is None:
        raise StoreError(
            f"the record of {view.accession.name} cannot be read: {view.problem}",
            hint="Run newsarchive audit: it says what is wrong with the bag.",
        )
    chosen = FORMS[form]
    return Export(view.accession.name, form, chosen.media_type, chosen.make(view.record))


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
