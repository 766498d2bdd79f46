"""A result set that was saved, or compared with what is there now, in lines and as JSON. Pure."""

from collections.abc import Iterator
from typing import Any

from newsarchive.model.corpus import Position
from newsarchive.model.resultset import Change, Changed, Compared, Saved
from newsarchive.reports.amounts import number

_WORDS = {
    Change.AMENDED: "amended since",
    Change.SUPERSEDED: "superseded by a later version",
    Change.GONE: "gone from the archive",
    Change.ANOTHER: "with another seal",
    Change.NO_LONGER: "that fit no longer",
    Change.NEW: "new",
    Change.UNREAD: "that could not be read",
}


def saved_lines(saved: Saved) -> Iterator[str]:
    """Where it is, and what it is cited by."""
    yield f"Saved {number(saved.articles, 'article')} to {saved.place}."
    yield f"as of     ledger entry {saved.about.position}"
    yield f"sha512    {saved.sha512}"
    if saved.unread:
        yield f"not read  {saved.unread:,}; run newsarchive audit"


def saved_document(saved: Saved) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "place": saved.place,
        "sha512": saved.sha512,
        "articles": saved.articles,
        "archive": saved.about.archive,
        "ledger": _position(saved.about.position),
        "made": saved.about.made,
        "asked_for": dict(saved.about.asked_for),
        "unread": saved.unread,
    }


def changed_line(changed: Changed) -> str:
    """What became of one article."""
    return f"{changed.change.value}  {changed.name}"


def changed_document(changed: Changed) -> dict[str, Any]:
    """The same as JSON."""
    return {"change": changed.change.value, "bag": changed.name, "bag_id": changed.bag}


def compared_lines(compared: Compared) -> Iterator[str]:
    """How many are as they were, and how many are not."""
    total = number(compared.articles, "article")
    yield f"{compared.same:,} of {total} as saved on {compared.saved.made[:10]}."
    parts = [f"{n:,} {_WORDS[change]}" for change in Change if (n := compared.changed.get(change))]
    if parts:
        yield f"{'; '.join(parts)}."
    if not compared.known:
        yield (
            f"The ledger never stood at entry {compared.saved.position}, where the set was saved:"
            " the ledger or the set was changed, or entries were lost. Run newsarchive audit."
        )
    if compared.unread:
        yield f"{compared.unread:,} could not be read. Run newsarchive audit."


def compared_document(compared: Compared) -> dict[str, Any]:
    """The same as JSON, under `summary` since the changed articles come before it."""
    return {
        "summary": {
            "articles": compared.articles,
            "same": compared.same,
            "changed": {change.value: count for change, count in compared.changed.items()},
            "saved": {
                "made": compared.saved.made,
                "ledger": _position(compared.saved.position),
                "asked_for": dict(compared.saved.asked_for),
                "known": compared.known,
            },
            "ledger": _position(compared.position),
            "unread": compared.unread,
        }
    }


def _position(position: Position) -> dict[str, Any]:
    return {
        "seq": position.seq,
        "line_sha256": position.line_sha256,
        "time": position.time,
    }
