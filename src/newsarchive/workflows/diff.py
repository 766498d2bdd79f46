"""What differs between two bags of articles, for whoever may be given both."""

from collections.abc import Mapping
from typing import Any

from newsarchive.errors import RefusedError, StoreError
from newsarchive.holdings.amend import current_record
from newsarchive.holdings.files import read_file
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import described
from newsarchive.metadata.comparing import compare_records, compare_texts
from newsarchive.model.access import Gives
from newsarchive.model.difference import Difference
from newsarchive.model.holding import Accession, BagKind
from newsarchive.workflows.access import Asking, allowed, base_named, enter_use, see


def diff(
    holdings: OpenArchive, first: str, second: str = "", asking: Asking | None = None
) -> Difference:
    """Two articles beside each other: their words, and their current records.

    Without a `second` it is the version that `first` names, of an article the current one, and the
    one before it. Where only a description may be given, descriptions are compared and no words.

    Raises:
        NotFoundError: there is no such bag.
        PolicyError: nothing of one of them may be given.
        RefusedError: one is a delivery, or there is nothing to compare it with.
        StoreError, InvalidRecordError: one cannot be read.
    """
    asking = asking or Asking()
    one = _article(holdings, first)
    two = _article(holdings, second) if second else one
    if not second:
        one = _before(holdings, two)
    names = (one.name if not second else first, second or first)
    levels = [(bag, allowed(holdings, bag)) for bag in (one, two)]
    given = [
        see(holdings, level, asking, name) for (_, level), name in zip(levels, names, strict=True)
    ]
    enter_use(holdings, levels, asking)
    if trouble := holdings.store.trouble():
        raise StoreError(trouble)
    whole = all(what is Gives.ALL for what in given)
    records = [current_record(holdings, bag).record.document for bag in (one, two)]
    texts: list[str] = []
    if whole:
        texts = [
            _text(holdings, bag, record["body"]["path"])
            for bag, record in zip((one, two), records, strict=True)
        ]
        records = [
            _without_quoted(record, text) for record, text in zip(records, texts, strict=True)
        ]
    else:
        records = [described(record) for record in records]
    words = compare_texts(*texts) if texts else None
    fields, images = compare_records(*records)
    return Difference(one, two, words, fields, images)


def _without_quoted(record: Mapping[str, Any], text: str) -> Mapping[str, Any]:
    """A record without a lead that stands in the text: it is compared there."""
    lead = (record.get("lead") or {}).get("value")
    if not lead or " ".join(lead.split()) not in " ".join(text.split()):
        return record
    return {name: value for name, value in record.items() if name != "lead"}


def _article(holdings: OpenArchive, reference: str) -> Accession:
    base = base_named(holdings, reference)
    if base.kind is BagKind.DELIVERY:
        raise RefusedError(
            f"{base.name} is a delivery, and has no text of its own",
            hint=f"newsarchive show {base.name} names its articles.",
        )
    return base


def _before(holdings: OpenArchive, base: Accession) -> Accession:
    """The version before this one."""
    versions = holdings.catalog.versions.beside(base)
    place = [v.bag for v in versions].index(base.bag)
    if place:
        return versions[place - 1]
    what = "the first version of its article" if len(versions) > 1 else "the only version"
    raise RefusedError(
        f"{base.name} is {what}, and there is none before it to compare it with",
        hint="Name two bags.",
    )


def _text(holdings: OpenArchive, base: Accession, path: str | None) -> str:
    if not path:
        return ""
    data = read_file(holdings, base, path)
    if data is None:
        raise StoreError(
            f"the text of {base.name} is not in its bag", hint="Run newsarchive audit."
        )
    return data.decode("utf-8", "replace")
