"""Taking in what each format holds: items in a second, next to the same articles as plain texts.

    formats.py [ITEMS]        default 1,000 of each format, one archive, no images

Wires come a file an item, as agencies send them; a message, a list and a sheet are one file. At
least 150 a second are wanted on two idle cores, with everything on; 300 is the aim.
"""

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from _measure import COMMAND, heading, peak_megabytes, rested, run

_PARAGRAPHS = 6
_NAR = "http://iptc.org/std/nar/2006-10-01/"


def paragraphs(number: int) -> list[str]:
    """The text of an article; no two are alike."""
    return [
        f"Rain fell on the harbour for day {number}, the office said, and at quay {n} the gauge"
        " showed four metres, the most since it was built; the ferry did not run."
        for n in range(_PARAGRAPHS)
    ]


def text(number: int) -> str:
    """A plain text."""
    body = "\n\n".join(paragraphs(number))
    return f"Rain on day {number}\n\nBy Ana Writer\n\n{body}\n\nSource: Harbour Gazette, dpa\n"


def newsml(number: int) -> str:
    """A newsItem."""
    body = "".join(f"<p>{p}</p>" for p in paragraphs(number))
    return (
        f'<newsItem xmlns="{_NAR}" guid="urn:x:{number}" version="1" xml:lang="en"'
        ' standard="NewsML-G2" standardversion="2.32" conformance="power"><itemMeta>'
        '<itemClass qcode="ninat:text"/><provider><name>dpa</name></provider>'
        "<versionCreated>2024-09-25T10:37:24+02:00</versionCreated>"
        '<pubStatus qcode="stat:usable"/></itemMeta><contentMeta>'
        f"<headline>Rain on day {number}</headline><creditline>dpa</creditline></contentMeta>"
        '<contentSet><inlineXML contenttype="application/xhtml+xml">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
        "</inlineXML></contentSet></newsItem>"
    )


def nitf(number: int) -> str:
    """A NITF document."""
    body = "".join(f"<p>{p}</p>" for p in paragraphs(number))
    return (
        f'<nitf><head><docdata><doc-id id-string="x{number}"/><date.issue norm="20240925T103724Z"/>'
        f"</docdata></head><body><body.head><hedline><hl1>Rain on day {number}</hl1></hedline>"
        "<distributor>AP</distributor></body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    )


def ninjs(number: int) -> dict[str, object]:
    """An item of ninjs."""
    return {
        "uri": f"urn:y:{number}",
        "type": "text",
        "version": "1",
        "versioncreated": "2024-09-25T10:37:24+02:00",
        "language": "en",
        "headline": f"Rain on day {number}",
        "body_html": "".join(f"<p>{p}</p>" for p in paragraphs(number)),
    }


def files(make: Callable[[int], str], ending: str) -> Callable[[Path, range], Path]:
    """A file for each item."""

    def put(folder: Path, numbers: range) -> Path:
        folder.mkdir()
        for number in numbers:
            (folder / f"{number:06d}.{ending}").write_text(make(number), encoding="utf-8")
        return folder

    return put


def message(folder: Path, numbers: range) -> Path:
    """One newsMessage with all items."""
    items = "".join(newsml(number) for number in numbers)
    path = folder.with_suffix(".xml")
    path.write_text(
        f'<newsMessage xmlns="{_NAR}"><itemSet>{items}</itemSet></newsMessage>', "utf-8"
    )
    return path


def listed(folder: Path, numbers: range) -> Path:
    """One list of ninjs with all items."""
    path = folder.with_suffix(".json")
    path.write_text(json.dumps([ninjs(number) for number in numbers]), "utf-8")
    return path


def sheet(folder: Path, numbers: range) -> Path:
    """One sheet with a row for each article."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("identifier", "headline", "text", "source", "agency", "date"))
    for number in numbers:
        body = "\n\n".join(paragraphs(number))
        writer.writerow((f"s{number}", f"Rain on day {number}", body, "Gazette", "dpa", "2024-09"))
    path = folder.with_suffix(".csv")
    path.write_text(out.getvalue(), "utf-8")
    return path


FORMATS: dict[str, Callable[[Path, range], Path]] = {
    "plain text": files(text, "txt"),
    "NewsML-G2": files(newsml, "xml"),
    "NITF": files(nitf, "xml"),
    "ninjs": files(lambda number: json.dumps(ninjs(number)), "json"),
    "NewsML-G2 message": message,
    "list of ninjs": listed,
    "sheet": sheet,
}


def main() -> None:
    """Print the rate of each format, and its ratio to plain texts."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="bench-", dir=".") as name:
        root = Path(name).resolve()
        run(COMMAND, "init", "-a", root / "archive")
        heading(f"ingest of {count:,} items of each format, without images")
        plain = 0.0
        for place, (called, put) in enumerate(FORMATS.items()):
            source = put(root / f"in-{place}", range(place * count, (place + 1) * count))
            rested(source)
            os.sync()
            rate = count / run(COMMAND, "ingest", "-a", root / "archive", "--quiet", source)
            plain = plain or rate
            print(
                f"  {called:18} {rate:6.1f} a second, {rate / plain:.2f} of plain text", flush=True
            )
        print(f"largest process: {peak_megabytes():.0f} MB; at most 300")


if __name__ == "__main__":
    main()
