"""Which bags are versions of one article, in what order, and which have one text.

The order itself is not decided here (`judgement.versions`): it is kept in the table of bags, so
that a list of a million articles need not work it out.
"""

import json
from collections.abc import Iterable, Sequence

from newsarchive.catalog.connection import Connection
from newsarchive.catalog.rows import accession_in
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.version import Brief, Version

_COLUMNS = "accession, seq, accessioned"


class Versions:
    """The versions of articles. Methods that fill it need an open transaction.

    An article without an id is known by no other bag, and has one version. Raises, from every
    method that asks: what the methods of `Catalog` raise.
    """

    def __init__(self, file: Connection) -> None:
        self._file = file
        self._touched: set[str] = set()

    # Filling

    def touch(self, article: str) -> None:
        """A version of the article with this id came, went or was amended."""
        if article:
            self._touched.add(article)

    def touched(self) -> tuple[str, ...]:
        """The ids of the articles that were touched since this was last asked."""
        found = tuple(sorted(self._touched))
        self._touched.clear()
        return found

    def set_order(self, bags: Sequence[str]) -> None:
        """These are the versions of an article, in order; the last is the current one."""
        wanted = {bag: (n, int(n < len(bags))) for n, bag in enumerate(bags, 1)}
        rows = self._file.db.execute(
            "SELECT id, position, superseded FROM bag WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(bags),),
        ).fetchall()
        self._file.db.executemany(
            "UPDATE bag SET position = ?, superseded = ? WHERE id = ?",
            [(*wanted[row[0]], row[0]) for row in rows if wanted[row[0]] != row[1:]],
        )

    # Asking

    def of(self, article: str) -> tuple[Version, ...]:
        """The versions of the article with this id, in the order in which they came."""
        if not article:
            return ()
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT kind, amends, id, name, path, seal, seq, accessioned,"
                " json_extract(accession, '$.version'), json_extract(accession, '$.versioned'),"
                " json_extract(accession, '$.pub_status') FROM bag WHERE article = ? ORDER BY seq",
                (article,),
            ).fetchall()
        bases: list[Brief] = []
        amendments: dict[str, list[Brief]] = {}
        for kind, amends, *values in rows:
            brief = Brief(*values)
            if kind == BagKind.ARTICLE:
                bases.append(brief)
            elif amends is not None:
                amendments.setdefault(amends, []).append(brief)
        return tuple(Version(base, tuple(amendments.get(base.seal, ()))) for base in bases)

    def numbers(self, article: str, most: int) -> tuple[int, ...]:
        """The numbers of the accessions of an article's versions, up to this number."""
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT seq FROM bag WHERE article = ? AND kind = 'article' AND seq <= ?"
                " ORDER BY seq",
                (article, most),
            ).fetchall()
        return tuple(row[0] for row in rows)

    def current(self, base: Accession) -> Accession:
        """The current version of the article of a bag."""
        found = base.article and self._some(
            "article = ? AND kind = 'article' ORDER BY position DESC LIMIT 1", base.article
        )
        return found[0] if found else base

    def count(self, article: str) -> int:
        """How many versions there are of the article with this id."""
        if not article:
            return 0
        with self._file.guard():
            (count,) = self._file.db.execute(
                "SELECT count(*) FROM bag WHERE article = ? AND kind = 'article'", (article,)
            ).fetchone()
        return int(count)

    def in_order(self, article: str) -> tuple[Accession, ...]:
        """The bags of an article in the order of its versions; the last is the current one."""
        if not article:
            return ()
        return self._some("article = ? AND kind = 'article' ORDER BY position", article)

    def beside(self, base: Accession) -> tuple[Accession, ...]:
        """The versions of the article of a bag, itself among them, in their order."""
        return self.in_order(base.article) or (base,)

    def is_superseded(self, bag: str) -> bool:
        """Whether a later version is here than the bag with this id."""
        with self._file.guard():
            row = self._file.db.execute(
                "SELECT superseded FROM bag WHERE id = ?", (bag,)
            ).fetchone()
        return row is not None and bool(row[0])

    def articles(self, bags: Iterable[str]) -> tuple[str, ...]:
        """The ids of the articles of these bags, each once; no deliveries."""
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT DISTINCT article FROM bag WHERE article != ''"
                " AND id IN (SELECT value FROM json_each(?)) ORDER BY article",
                (json.dumps(list(bags)),),
            ).fetchall()
        return tuple(row[0] for row in rows)

    def with_text_of(self, accession: Accession, most: int) -> tuple[tuple[Accession, ...], int]:
        """The bags of other articles with the same text, and how many there are.

        The first `most` that came; none where the ledger does not say what text a bag has.
        """
        if not accession.text:
            return (), 0
        # The index of texts leaves out the empty one, which has to be said for it to be used; and
        # by their kind (the plus) nearly all bags would be looked at.
        others = "text = ?1 AND text != '' AND article != ?2 AND +kind = 'article'"
        with self._file.guard():
            (count,) = self._file.db.execute(
                f"SELECT count(*) FROM bag WHERE {others}",  # noqa: S608  # ours
                (accession.text, accession.article),
            ).fetchone()
        found = self._some(
            f"{others} ORDER BY seq LIMIT ?3", accession.text, accession.article, most
        )
        return found, int(count)

    def _some(self, condition: str, *values: str | int) -> tuple[Accession, ...]:
        query = f"SELECT {_COLUMNS} FROM bag WHERE {condition}"  # noqa: S608  # our own conditions
        with self._file.guard():
            rows = self._file.db.execute(query, values).fetchall()
        return tuple(accession_in(row) for row in rows)
