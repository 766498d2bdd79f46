"""The portal under load: requests in a second, next to Datasette over a table of the same articles.

    web.py [ARTICLES [REQUESTS]]        default 5,000 and 2,000; 100,000 and 100,000 by hand

The bags are one bag under many names, as in scale.py, and the index has made-up words, as in
search.py. Datasette has these words in a table with FTS5, and counts the same facets; it is used if
there is one on the PATH: pip install datasette==0.65.5, best in an environment of its own. Both are
asked by four clients that keep their connections. The processor time is that of the server alone.
The memory of the portal must be flat, however many requests there were.
"""

import http.client
import os
import random
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

from _measure import COMMAND, heading, run
from scale import make_archive

from newsarchive.archive import Archive
from newsarchive.model.found import Facet
from search import fill

CLIENTS = 4
_ROUND, _FEW = 200, 20  # requests of each kind
_TICK = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """One that answers: its port on this machine, and its process."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """What it has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def megabytes(self) -> float:
        """Its memory now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serving(*command: str | Path, port: int) -> Iterator[Server]:
    """A server, once it takes connections."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(10 * _START_SECONDS):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except ConnectionRefusedError:
                    time.sleep(0.1)
            yield Server(port, process.pid)
        finally:
            process.terminate()


def free_port() -> int:
    """A port that nobody had a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def asked(server: Server, paths: Sequence[str]) -> list[float]:
    """Ask for these, by several clients at once: the seconds of each request, in any order."""
    taken: list[float] = []
    wrong: list[str] = []

    def client(mine: Sequence[str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        for path in mine:
            start = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            taken.append(time.perf_counter() - start)
            if answer.status != 200:
                wrong.append(f"{answer.status} {path}")
        connection.close()

    threads = [threading.Thread(target=client, args=(paths[n::CLIENTS],)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong or len(taken) != len(paths):
        raise SystemExit(f"not answered: {wrong[:5]}")
    return taken


def tell(name: str, server: Server, paths: Sequence[str]) -> float:
    """Print how one kind of page is answered; requests in a second."""
    asked(server, paths[: 2 * CLIENTS])
    used, start = server.processor_seconds(), time.perf_counter()
    taken = asked(server, paths)
    seconds = time.perf_counter() - start
    used = server.processor_seconds() - used
    rate = len(paths) / seconds
    print(
        f"  {name:<34}{rate:7.1f} a second, p95 {1000 * statistics.quantiles(taken, n=20)[-1]:7.1f}"
        f" ms, processor {1000 * used / len(paths):6.1f} ms",
        flush=True,
    )
    return rate


def make(root: Path, sources: Path, table: Path, count: int) -> tuple[list[str], list[str]]:
    """An archive of so many articles, and the same in a table; ids of bags, and words to ask for.

    The words are in few, some, many and all of the articles.
    """
    make_archive(root, sources, count)
    bags, sample = [], list[str]()
    database = sqlite3.connect(table)
    database.execute(
        "CREATE TABLE article (id INTEGER PRIMARY KEY, bag, title, source, agency, year, language,"
        " date, text)"
    )
    with Archive.open(root) as archive:
        for number, (text, said) in enumerate(fill(archive, root, count), 1):
            bags.append(said.card.bag_id)
            if number % max(count // 50, 1) == 0:
                sample.append(text.split()[number % 100 + 1])
            facets = (Facet.SOURCE, Facet.AGENCY, Facet.YEAR, Facet.LANGUAGE)
            database.execute(
                "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    said.card.bag_id,
                    said.card.title,
                    *(said.values[facet][0] for facet in facets),
                    said.card.date,
                    text,
                ),
            )
    database.execute(
        "CREATE VIRTUAL TABLE article_fts USING fts5"
        " (title, text, content=article, content_rowid=id)"
    )
    database.execute(
        "INSERT INTO article_fts (rowid, title, text) SELECT id, title, text FROM article"
    )
    database.commit()
    database.close()
    run(COMMAND, "search", "-a", root, "common")  # brings nothing up to date: it is
    return bags, [*sample, "common"]


def portal(root: Path, bags: list[str], words: list[str], requests: int) -> dict[str, float]:
    """Print how the portal answers; requests in a second by the names of the kinds of pages."""
    chance = random.Random(3)  # noqa: S311  # the same questions each time
    results = [f"/search?q={quote_plus(chance.choice(words))}" for _ in range(_ROUND)]
    filtered = [f"{path}&agency=AFP&from=1960&to=1989" for path in results]
    articles = [f"/article/{chance.choice(bags)}" for _ in range(_ROUND)]
    port = free_port()
    with serving(COMMAND, "serve", "-a", root, "--port", str(port), port=port) as server:
        rates = {
            "results": tell("portal: results with facets", server, results),
            "filtered": tell("portal: the same with filters", server, filtered),
            "articles": tell("portal: articles, compared", server, articles),
        }
        tell("portal: the first page", server, ["/"] * _ROUND)
        # Who searches reads several of what was found.
        every = [*results[:_FEW], *filtered[:_FEW], *articles, "/", "/browse/source"]
        asked(server, every)
        begun = server.megabytes()
        for start in range(0, requests, 1_000):
            asked(server, chance.choices(every, k=min(1_000, requests - start)))
        ended = server.megabytes()
    print(
        f"  memory of the portal: {begun:.0f} MB after {5 * _ROUND:,} requests,"
        f" {ended:.0f} MB after {requests:,} more: {ended / begun:.2f}; flat is 1",
        flush=True,
    )
    return rates


def datasette(table: Path, count: int, words: list[str]) -> dict[str, float]:
    """Print how Datasette answers the same; nothing where there is none."""
    program = shutil.which("datasette")
    if program is None:
        print("  no Datasette on the PATH: pip install datasette==0.65.5", flush=True)
        return {}
    chance = random.Random(3)  # noqa: S311  # the same questions each time
    facets = "".join(f"&_facet={name}" for name in ("source", "agency", "year", "language"))
    base = "/" + table.stem
    results = [
        f"{base}/article?_search={quote_plus(chance.choice(words))}{facets}" for _ in range(_ROUND)
    ]
    filtered = [f"{path}&agency=AFP&year__gte=1960&year__lte=1989" for path in results]
    articles = [f"{base}/article/{chance.randint(1, count)}" for _ in range(_ROUND)]
    port = free_port()
    # It gives up where an answer takes long; the portal does not, so here it does not, either.
    settings = ("sql_time_limit_ms", "facet_time_limit_ms")
    options = [word for name in settings for word in ("--setting", name, "60000")]
    options += ["--setting", "suggest_facets", "off", "--setting", "default_page_size", "20"]
    with serving(
        program, "serve", "--port", str(port), "--immutable", table, *options, port=port
    ) as server:
        return {
            "results": tell("Datasette: results with facets", server, results),
            "filtered": tell("Datasette: the same with filters", server, filtered),
            "articles": tell("Datasette: rows", server, articles),
        }


def main() -> None:
    """Print all of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    requests = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    with tempfile.TemporaryDirectory(prefix="bench-", dir=".") as name:
        folder = Path(name).resolve()
        table = folder / "same.db"
        bags, words = make(folder / "archive", folder / "in", table, count)
        heading(f"the portal over {count:,} articles, {CLIENTS} clients")
        ours = portal(folder / "archive", bags, words, requests)
        theirs = datasette(table, count, words)
        for kind, rate in theirs.items():
            print(f"  {kind}: {ours[kind] / rate:.1f} times as many as Datasette")


if __name__ == "__main__":
    main()
