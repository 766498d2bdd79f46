"""Makes a golden archive, once for each layout: `make_golden.py FOLDER SOURCES`.

SOURCES is a copy of examples/, at a place that may stand in the ledger as where they came from.

The clock is set by hand, so that whoever runs it sees when it was made; ids of the archive and the
store differ from run to run. What lies in `1/` is never made again.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from newsarchive.archive import Archive
from newsarchive.model.asked import Description, IngestOptions
from newsarchive.model.institution import Institution
from newsarchive.model.supplied import Value
from newsarchive.workflows.ingest.sources import Details, RequestedImage
from support.archives import HandClock


def make(root: Path, sources: Path) -> None:
    """Make the archive at `root`, which does not exist, of the examples in `sources`."""
    clock = HandClock(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    Archive.create(root, Institution("Town Library", contact_name="The archivist"), clock)
    with Archive.open(root, clock) as archive:
        images = (
            RequestedImage(sources / "bridge.png", "The bridge at Wendle.", "Drawn by us"),
            RequestedImage(sources / "rain.png"),
        )
        values = (Value.parse("keyword", ["bridges"], basis="option"),)
        bridge, sea_wall, museum = (
            sources / name
            for name in ("wendle-bridge.txt", "sea-wall-inquiry.txt", "hafenmuseum.txt")
        )
        manner = IngestOptions(by="librarian")
        archive.ingest([bridge], _ignore, Details(values, images), manner)
        archive.ingest([sea_wall, museum], _ignore, Details(collection="harbours"), manner)
        clock.move(days=1)
        archive.audit(_ignore)
        clock.move(days=1)
        date = Value.parse("date-published", ["2019-02?"], basis="option", note="the binding")
        archive.describe([Description("inquiry", "an-inquiry", (date,))], _ignore, "librarian")
        clock.move(days=90)
        archive.audit(_ignore)
    (root / "catalog.sqlite").unlink()  # it can be made again, and is no promise


def _ignore(_: object) -> None:
    """Nobody listens."""


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
