"""newsarchive: news articles as BagIt bags, and the proof that each is what was taken in.

What a program needs stands here: `open` and `create` give an `Archive`, whose methods are the
verbs; everything else is a value. docs/api.md shows it. Importing this loads nothing else: each
name is loaded when it is asked for (PEP 562).
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from newsarchive import errors
    from newsarchive.archive import Archive, StrPath
    from newsarchive.bags import Bag
    from newsarchive.model.access import Reader
    from newsarchive.model.article import Article
    from newsarchive.model.asked import Choice, Description, Image, IngestOptions
    from newsarchive.model.auditing import AuditOptions
    from newsarchive.model.clock import Clock
    from newsarchive.model.dates import Edtf
    from newsarchive.model.finding import Finding, Verdict
    from newsarchive.model.found import Facet, Found, Hit, Shown
    from newsarchive.model.institution import Institution
    from newsarchive.model.record import Record
    from newsarchive.model.statement import Statement
    from newsarchive.workflows.access import Asking

__all__ = [
    "Archive",
    "Article",
    "Asking",
    "AuditOptions",
    "Bag",
    "Choice",
    "Description",
    "Edtf",
    "Facet",
    "Finding",
    "Found",
    "Hit",
    "Image",
    "IngestOptions",
    "Institution",
    "Reader",
    "Record",
    "Shown",
    "Statement",
    "Verdict",
    "create",
    "errors",
    "open",
]

_HOMES = {
    "Archive": "archive",
    "Article": "model.article",
    "Asking": "workflows.access",
    "AuditOptions": "model.auditing",
    "Bag": "bags",
    "Choice": "model.asked",
    "Description": "model.asked",
    "Edtf": "model.dates",
    "Facet": "model.found",
    "Finding": "model.finding",
    "Found": "model.found",
    "Hit": "model.found",
    "Image": "model.asked",
    "IngestOptions": "model.asked",
    "Institution": "model.institution",
    "Reader": "model.access",
    "Record": "model.record",
    "Shown": "model.found",
    "Statement": "model.statement",
    "Verdict": "model.finding",
    "errors": "errors",
}


def open(  # noqa: A001  # newsarchive.open, as in gzip.open
    root: "StrPath", *, read_only: bool = False, clock: "Clock | None" = None
) -> "Archive":
    """The archive in the folder `root`; use it in a `with` block, or close it.

    With `read_only` nothing on disk is changed, and verbs that write are refused. The `clock` is
    the system's if none is given.

    Raises:
        NotFoundError: there is none.
        ConfigError: its settings cannot be used, or it is newer than this program.
        LedgerError, StoreError: its ledger is damaged or cannot be read.
    """
    from newsarchive.archive import Archive

    return Archive.open(root, clock, read_only=read_only)


def create(
    root: "StrPath", institution: "Institution | str" = "", *, clock: "Clock | None" = None
) -> "Archive":
    """Make a new archive in the folder `root`, and open it.

    `institution` is who keeps it: a name, an `Institution`, or "" to leave it open.

    Raises:
        StoreError: something else lies there, or the disk refused.
    """
    from newsarchive.archive import Archive

    Archive.create(root, institution, clock)
    return Archive.open(root, clock)


if not TYPE_CHECKING:  # else mypy would take every name to be there

    def __getattr__(name: str) -> object:
        """Load what is asked for, once."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        home = import_module(f"{__name__}.{_HOMES[name]}")
        found = home if name == "errors" else getattr(home, name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})
