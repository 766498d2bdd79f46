"""Searching: answers of a large index next to SQLite's FTS5, and what feeding it costs an ingest.

    search.py [ARTICLES]        default 100,000; 1,000,000 by hand

The articles of the large archive are made up: their words go into the index and into FTS5 as they
are, their accessions into the ledger, and there are no bags, so no snippets. What feeding costs is
measured with 2,000 real ones. The aims: a word with a filter within 5 ms, a common word with all
facets within 20 ms, the first answer of a fresh process within 250 ms, feeding within a tenth of
the ingest.
"""

import dataclasses
import hashlib
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from _measure import COMMAND, article_folder, heading, run, timed

from newsarchive.archive import Archive
from newsarchive.ledger import NewEntry
from newsarchive.model.found import Card, Facet
from newsarchive.model.holding import Accession
from newsarchive.model.layout import SEARCH
from newsarchive.search.article import Indexed
from newsarchive.search.folding import fold
from newsarchive.search.index import Mark, SearchIndex

ROUNDS = 9
_AT_ONCE = 5_000
_FED = 2_000
_SOURCES = [f"The Paper of {n}" for n in range(40)]
_AGENCIES = ["AFP", "dpa", "Reuters", "ANSA", "TASS"]


def words() -> list[str]:
    """Fifty thousand words, made up."""
    chance = random.Random(1)  # noqa: S311  # the same words each time
    parts = ["ba", "co", "di", "fu", "ge", "hi", "ka", "lo", "mi", "nu", "pe", "ri", "so", "ta"]
    return ["".join(chance.choices(parts, k=chance.randint(2, 5))) for _ in range(50_000)]


def texts(count: int) -> Iterator[tuple[int, str, str, date]]:
    """Number, text, source and date of each article: the commonest words are in most of them."""
    vocabulary = words()
    weights = [1 / (n + 1) for n in range(len(vocabulary))]
    total = list(_sums(weights))
    chance = random.Random(2)  # noqa: S311  # the same articles each time
    for number in range(1, count + 1):
        body = chance.choices(vocabulary, cum_weights=total, k=150)
        text = f"common {' '.join(body)} story{number}"
        yield number, text, chance.choice(_SOURCES), date(1950, 1, 1) + timedelta(number % 25_000)


def _sums(weights: list[float]) -> Iterator[float]:
    total = 0.0
    for weight in weights:
        total += weight
        yield total


def twin(first: Accession, number: int) -> Accession:
    """The accession of an article that is made up."""
    bag = hashlib.sha256(str(number).encode()).hexdigest()
    name = f"rain-fell-on-the-harbour-{bag[:12]}"
    path = f"bags/undated/{bag[:2]}/{name}"
    return dataclasses.replace(first, bag=bag, name=name, path=path, article=f"urn:example:{bag}")


def make_large(root: Path, sources: Path, count: int) -> sqlite3.Connection:
    """An archive of so many accessions, its index, and the same in FTS5."""
    run(COMMAND, "init", "-a", root)
    run(COMMAND, "ingest", "-a", root, "--quiet", sources)
    with Archive.open(root) as archive:
        holdings = archive.holdings
        (first,) = holdings.catalog.accessions()
        for start in range(1, count, _AT_ONCE):
            numbers = range(start, min(start + _AT_ONCE, count))
            drafts = [NewEntry("accession", twin(first, n).fields()) for n in numbers]
            with holdings.writing():
                holdings.ledger.append(drafts, datetime.now(UTC))
        holdings.catch_up()
        fts = sqlite3.connect(root.parent / "fts.sqlite")
        fts.execute("CREATE VIRTUAL TABLE article USING fts5 (text, source UNINDEXED)")
        for text, said in fill(archive, root, count):
            fts.execute("INSERT INTO article VALUES (?, ?)", (text, said.card.sources[0]))
        fts.commit()
    return fts


def fill(archive: Archive, root: Path, count: int) -> Iterator[tuple[str, Indexed]]:
    """Make the index of an archive of so many accessions; each text, and what is said of it."""
    holdings = archive.holdings
    index = SearchIndex(root / SEARCH)
    with index.filling():
        for (number, text, source, day), accession in zip(
            texts(count), holdings.catalog.by_number.accessions(list(_all(archive))), strict=True
        ):
            said = _indexed(number, text, source, day, accession)
            index.put(said)
            yield text, said
        head = holdings.catalog.memory.mark()
        index.settle(Mark(holdings.archive_id, holdings.ledger.head().seq, head))
    index.close()


def _all(archive: Archive) -> Iterator[int]:
    return (number for number, _ in archive.holdings.catalog.by_number.paths())


def _indexed(number: int, text: str, source: str, day: date, accession: Accession) -> Indexed:
    values = {
        Facet.SOURCE: (source,),
        Facet.AGENCY: (_AGENCIES[number % len(_AGENCIES)],),
        Facet.YEAR: (str(day.year),),
        Facet.LANGUAGE: ("en",),
        Facet.STATUS: ("stated",),
        Facet.MEDIA: ("no",),
        Facet.COMPLETE: ("yes",),
        Facet.DISPUTED: ("no",),
    }
    card = Card(accession.name, accession.bag, "Rain", date=day.isoformat(), sources=(source,))
    return Indexed(accession.seq, card, (fold(text),), ("rain",), values, day, day, number)


def tell(name: str, work: Callable[[], object]) -> None:
    """Print the median of some runs, and of their processor time; the first does not count."""
    work()
    taken, used = [], []
    for _ in range(ROUNDS):
        start = time.process_time()
        taken.append(1000 * timed(work))
        used.append(1000 * (time.process_time() - start))
    print(
        f"  {name:<26}{statistics.median(taken):8.1f} ms;"
        f" processor {statistics.median(used):6.1f} ms",
        flush=True,
    )


def large(root: Path, count: int) -> None:
    """Print how long answers of a large index take."""
    heading(f"an index of {count:,} articles")
    article_folder(root / "one", 1, images=0)
    fts = make_large(root / "large", root / "one", count)
    rare = f"story{count // 2}"
    phrase = '"{0[900]} {0[901]}"'.format(words())
    with Archive.open(root / "large") as archive:
        asked = {
            "a word and a filter": lambda: archive.search("bacodi", source=_SOURCES[3]),
            "a rare word": lambda: archive.search(rare),
            "a common word, facets": lambda: archive.search("common"),
            "the same by date": lambda: archive.search("common", sort="newest"),
            "a common word in a range": lambda: archive.search("common", begin="1960", end="1969"),
            "a phrase": lambda: archive.search(phrase),
            "a beginning": lambda: archive.search("story12*"),
        }
        for name, work in asked.items():
            tell(name, work)
    query = "SELECT rowid, source FROM article WHERE article MATCH ? ORDER BY rank LIMIT 20"
    facets = "SELECT source, count(*) FROM article WHERE article MATCH ? GROUP BY 1"
    for name, statement, word in (
        ("FTS5: a rare word", query, rare),
        ("FTS5: a common word", query, "common"),
        ("FTS5: its sources", facets, "common"),
    ):
        tell(name, partial(_all_rows, fts, statement, word))
    fts.close()
    fresh = [costs(COMMAND, "search", "-a", root / "large", rare) for _ in range(ROUNDS)]
    start = [costs(COMMAND, "--version") for _ in range(ROUNDS)]
    for name, at in (("milliseconds", 0), ("processor milliseconds", 1)):
        print(
            f"  first answer of a fresh process, {name}:"
            f" {1000 * statistics.median(c[at] for c in fresh):.0f}; at most 250"
            f" (--version: {1000 * statistics.median(c[at] for c in start):.0f})"
        )


def fed(root: Path) -> None:
    """Print what feeding the index costs, next to the ingest of the same articles."""
    heading(f"ingest of {_FED:,} articles, and the search that indexes them")
    for number in range(_FED):
        article_folder(root / "in" / f"{number:06d}", number, images=1, image_bytes=20_000)
    run(COMMAND, "init", "-a", root / "small")
    ingest = costs(COMMAND, "ingest", "-a", root / "small", "--quiet", root / "in")
    first = costs(COMMAND, "search", "-a", root / "small", "quay")
    again = costs(COMMAND, "search", "-a", root / "small", "quay")
    for name, at in (("seconds", 0), ("processor seconds", 1)):
        indexing = first[at] - again[at]
        print(
            f"  {name}: ingest {ingest[at]:.1f}, indexing {indexing:.2f}:"
            f" {100 * indexing / ingest[at]:.1f} %; at most 10",
            flush=True,
        )


def costs(*command: str | Path) -> tuple[float, float]:
    """The seconds that a command took, and those of the processors it had."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = run(*command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, used


def _all_rows(fts: sqlite3.Connection, statement: str, word: str) -> list[object]:
    return fts.execute(statement, (word,)).fetchall()


def main() -> None:
    """Print all of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="bench-", dir=".") as name:
        root = Path(name).resolve()
        fed(root)
        large(root, count)


if __name__ == "__main__":
    main()
