"""What an archive asks of everything that it receives, and what is known of how it came."""

from dataclasses import dataclass

from newsarchive.digests import Digest

SETTLE_SECONDS = 2
SCAN_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Receiving:
    """How files are received (archive.toml, [ingest]).

    `scan` is the command that looks for harmful files, `{file}` standing for one, empty for none;
    `scan_seconds` is how long it may take. A file in a folder is taken in when nothing of it
    changed for `settle_seconds`.
    """

    scan: tuple[str, ...] = ()
    scan_seconds: int = SCAN_SECONDS
    settle_seconds: int = SETTLE_SECONDS


@dataclass(frozen=True, slots=True)
class Gift:
    """What was agreed on with whoever gave something: empty texts are not known.

    `number` is the accession number, `depositor` who gave it, `agreement` the reference of the
    agreement, as the institution has them.
    """

    number: str = ""
    depositor: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How the files of one bag were received, besides what they are.

    `scan` is the command of the scanner that found nothing in any of them, "" where none was asked;
    `gift` what was agreed on; `held` are the checksums that the sender gave and that they have,
    each with the name of its file.
    """

    scan: tuple[str, ...] = ()
    gift: Gift = Gift()
    held: tuple[tuple[str, Digest], ...] = ()
