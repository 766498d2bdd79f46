"""A web archive whose ingest is killed again and again ends with the bags of an undisturbed one."""

import json
from pathlib import Path

import pytest

from support.cli import Cli
from support.killing import killed_after
from support.warcs import PAGE, digest, http, packed, record

pytest.importorskip("trafilatura", reason="the extra html is not installed")

PICTURE = b"\x89PNG\r\n\x1a\nnot much of one"
STATED = f"WARC-Payload-Digest: {digest(PICTURE)}\r\n"


def crawl(pages: int, *, earlier: bool) -> bytes:
    """So many pages, each with a picture of its own, or one that an earlier crawl had."""
    found = []
    for number in range(pages):
        page = PAGE.replace("bridge.png", f"{number}.png").replace("Tolm", f"Tolm {number}")
        page = page.replace("ten minutes", "six minutes") if earlier else page
        image = f"https://post.example/img/{number}.png"
        answer = http(PICTURE + b"%d" % number, "image/png")
        again = record(b"", image, "revisit", more=f"WARC-Refers-To: <urn:uuid:0000-1{number}>\r\n")
        found += [
            record(http(page.encode()), f"https://post.example/{number}.html", number=number),
            record(answer, image, number=int(f"1{number}")) if earlier else again,
        ]
    return packed(*found)


def bags_in(archive: Path) -> list[tuple[str, str, list[str], list[str]]]:
    """What the ledger knows of each bag but for when it came."""
    ledger = (archive / "ledger/entries.jsonl").read_bytes()
    entries = [json.loads(line) for line in ledger.splitlines()]
    return sorted(
        (e["kind"], e["bag"], e["originals"], e["media"])
        for e in entries
        if e["type"] == "accession"
    )


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("pages", "step"),
    [(90, 50), pytest.param(600, 40, marks=pytest.mark.heavy)],
    ids=["90 pages", "600 pages"],
)
def test_a_web_archive_that_is_killed_over_and_over_is_there_once(
    tmp_path: Path, cli: Cli, pages: int, step: int, workers: int
) -> None:
    for name in ("killed", "undisturbed"):
        assert cli("init", "-a", name).code == 0
    before, source = tmp_path / "before.warc.gz", tmp_path / "crawl.warc.gz"
    before.write_bytes(crawl(4, earlier=True))
    source.write_bytes(crawl(pages, earlier=False))
    for name in ("killed", "undisturbed"):
        assert cli("ingest", "-a", name, before).code == 0

    outcomes = 1
    while killed_after(tmp_path / "killed", source, outcomes, workers):
        outcomes += step
    done = cli("ingest", "-a", "killed", "--json", source)
    undisturbed = cli("ingest", "-a", "undisturbed", "--json", source)

    assert (done.code, undisturbed.code) == (0, 0)
    assert done.summary["items"] == pages
    assert done.summary["records"] == undisturbed.summary["records"]
    assert bags_in(tmp_path / "killed") == bags_in(tmp_path / "undisturbed")
    assert cli("audit", "-a", "killed", "--quiet").code == 0
