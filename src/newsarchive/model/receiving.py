"""What an archive asks of everything that it receives (archive.toml, [ingest])."""

from dataclasses import dataclass

SETTLE_SECONDS = 2
SCAN_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Receiving:
    """How files are received.

    `scan` is the command that looks for harmful files, `{file}` standing for one, empty for none;
    `scan_seconds` is how long it may take. A file in a folder is taken in when nothing of it
    changed for `settle_seconds`.
    """

    scan: tuple[str, ...] = ()
    scan_seconds: int = SCAN_SECONDS
    settle_seconds: int = SETTLE_SECONDS
