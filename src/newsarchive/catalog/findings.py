"""What is open, what the ledger lost and what it says wrongly: `finding`, `loss`, `fault`."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from newsarchive.catalog.connection import Connection
from newsarchive.catalog.entries import Entries
from newsarchive.model.attention import FindingCounts, OpenFinding, Weight, weight
from newsarchive.model.entries import Loss, fault_finding
from newsarchive.model.finding import Finding, Kind, Level, Verdict, finding_document, read_finding
from newsarchive.model.holding import Standing
from newsarchive.model.run import Run
from newsarchive.model.subject import (
    About,
    Description,
    StoredBag,
    Subject,
    WholeCatalog,
    WholeLedger,
    describe,
)

ACCESSION = "accession"
AUDIT = "audit"
OF_LEDGER = "ledger"
OF_CATALOG = "catalog"

_MOST_FAULTS = 1000


class Findings:
    """The open findings. Methods that fill it need an open transaction of the catalog.

    Raises, from every method that asks: what the methods of `Catalog` raise.
    """

    def __init__(self, file: Connection, entries: Entries) -> None:
        self._file = file
        self._entries = entries

    # Filling

    def set_at_accession(self, bag: str, findings: Iterable[Mapping[str, str]], since: str) -> None:
        """What was found at accession, as finding documents; it takes the place of what was."""
        documents = list(findings)
        about = Description(About.BAG, "", "", "", bag, bag)  # wherever it lies
        self._forget(about, ACCESSION, documents)
        self._add(about, ACCESSION, documents, since)

    def clear_others(self, run: Run) -> None:
        """An audit was entered in the ledger that tells anew of what is no bag of it."""
        looked_at = {
            About.PLACE: "store" in run.told,
            About.STORE: "store" in run.told,
            About.AUDIT: "reports" in run.told,
        }
        self._file.db.execute(
            "DELETE FROM finding WHERE origin = ?1 AND store IN (?2, '')"
            " AND about IN (SELECT value FROM json_each(?3))",
            (AUDIT, run.store, json.dumps([a.value for a, looked in looked_at.items() if looked])),
        )

    def add_checks(self, standings: Sequence[Standing]) -> None:
        """Bags were checked. A bag that is not known is left alone.

        What could not be verified is added to what was found before: not to see damage is not to
        see it mended.
        """
        # Nearly all are intact, and nothing is found any more: those in one step.
        clean = [s for s in standings if s.verdict is not Verdict.UNVERIFIED and not s.findings]
        self._file.db.executemany(
            "DELETE FROM finding WHERE bag = ?1 AND store = ?2 AND origin = ?3"
            " AND EXISTS (SELECT 1 FROM bag WHERE id = ?1)",
            [(s.bag, s.store, AUDIT) for s in clean],
        )
        for standing in standings:
            if standing.findings:
                self._add_of(standing)

    def _add_of(self, standing: Standing) -> None:
        known = self._file.db.execute("SELECT 1 FROM bag WHERE id = ?", (standing.bag,)).fetchone()
        if not known:
            return
        about = describe(StoredBag(standing.bag, "", "", standing.store))
        documents = [finding_document(f, about.key) for f in standing.findings]
        if standing.verdict is not Verdict.UNVERIFIED:
            self._forget(about, AUDIT, documents)
        self._add(about, AUDIT, documents, standing.checked)

    def add_other(self, subject: Subject, findings: Iterable[Finding], since: str) -> None:
        """Something is wrong with what is no bag of the ledger."""
        if isinstance(subject, WholeLedger | WholeCatalog):
            return  # the ledger tells of itself, and the catalog was made anew
        about = describe(subject)
        self._add(about, AUDIT, [finding_document(f, about.key) for f in findings], since)

    def add_loss(self, loss: Loss) -> None:
        """Something remembers an entry that the ledger does not have: open until acknowledged."""
        if loss.seq >= 0:
            fields = json.dumps(loss.fields(), sort_keys=True)
            self._file.db.execute("INSERT INTO loss VALUES (?, ?)", (loss.seq, fields))
        about = describe(WholeLedger())
        self._add(about, OF_LEDGER, [finding_document(loss.finding(), about.key)], loss.time)

    def add_fault(self, seq: int, faults: Iterable[str], since: str) -> None:
        """An entry of the ledger, number `seq`, cannot be what it says: open until acknowledged.

        The first thousand are kept: whoever wrote so many did not mean one of them.
        """
        (many,) = self._file.db.execute("SELECT count(*) FROM fault").fetchone()
        if many >= _MOST_FAULTS:
            return
        about = describe(WholeLedger())
        document = finding_document(fault_finding(seq, faults), about.key)
        text = json.dumps(document, sort_keys=True)
        self._file.db.execute("INSERT OR IGNORE INTO fault VALUES (?, ?)", (seq, text))
        self._add(about, OF_LEDGER, [document], since)

    def set_of_catalog(self, documents: Sequence[Mapping[str, str]]) -> None:
        """What was wrong with the catalog before this one: open until an audit has told it."""
        about = describe(WholeCatalog())
        self._file.db.execute("DELETE FROM finding WHERE origin = ?", (OF_CATALOG,))
        for document in documents:
            self._add(about, OF_CATALOG, [document], document["since"])

    def _forget(self, about: Description, origin: str, kept: Iterable[Mapping[str, str]]) -> None:
        """What is not found any more is not open any more; what is keeps the day it was found."""
        self._file.db.execute(
            "DELETE FROM finding WHERE bag = ? AND store = ? AND origin = ?"
            " AND id NOT IN (SELECT value FROM json_each(?))",
            (about.bag, about.store, origin, json.dumps([document["id"] for document in kept])),
        )

    def _add(
        self, about: Description, origin: str, documents: Iterable[Mapping[str, str]], since: str
    ) -> None:
        self._file.db.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id, origin) DO UPDATE SET weight = excluded.weight,"
            " document = excluded.document",
            [
                (
                    d["id"],
                    origin,
                    about.about.value,
                    about.store,
                    about.bag or about.path,
                    d["code"],
                    weight(Level(d["level"]), Kind(d["kind"])),
                    since,
                    json.dumps(d, sort_keys=True),
                )
                for d in documents
                if d["level"] != Level.NOTE
            ],
        )

    # Asking

    def open(
        self,
        beginning: str = "",
        *,
        only: Collection[str] | None = None,
        but: Collection[str] = (),
        most: int = -1,
    ) -> tuple[OpenFinding, ...]:
        """The open findings whose id begins so, worst first, then by code and bag; at most `most`.

        `only` those with these ids; `but` those. Each has its newest acknowledgement, whether or
        not that still holds.
        """
        chosen = "[]" if only is None else json.dumps(sorted(only))
        with self._file.guard():
            rows = self._file.db.execute(
                "SELECT finding.bag, coalesce(bag.name, finding.bag), finding.origin,"
                " finding.since, finding.document, finding.about, finding.store"
                " FROM finding LEFT JOIN bag ON bag.id = finding.bag"
                " WHERE substr(finding.id, 1, length(?1)) = ?1"
                " AND (?2 OR finding.id IN (SELECT value FROM json_each(?3)))"
                " AND finding.id NOT IN (SELECT value FROM json_each(?4))"
                " ORDER BY weight, finding.code, finding.bag, finding.store, finding.id,"
                " finding.origin LIMIT ?5",
                (beginning, only is None, chosen, json.dumps(sorted(but)), most),
            ).fetchall()
        acknowledged = self._entries.acknowledgements()
        found = []
        for bag, name, origin, since, text, about, store in rows:
            document = json.loads(text)
            found.append(
                OpenFinding(
                    document["id"],
                    bag,
                    name,
                    origin,
                    since,
                    read_finding(document),
                    acknowledged.get(document["id"]),
                    About(about),
                    store,
                )
            )
        return tuple(found)

    def tally(self, but: Collection[str] = ()) -> FindingCounts:
        """How many open findings there are, `but` those with these ids."""
        left_out = (json.dumps(sorted(but)),)
        where = "WHERE id NOT IN (SELECT value FROM json_each(?))"
        with self._file.guard():
            weights = self._file.db.execute(
                f"SELECT weight, count(*), count(DISTINCT bag) FROM finding {where}"  # noqa: S608
                " GROUP BY weight",
                left_out,
            ).fetchall()
            codes = self._file.db.execute(
                f"SELECT code, count(*) FROM finding {where} GROUP BY code ORDER BY code",  # noqa: S608
                left_out,
            ).fetchall()
        return FindingCounts(
            {w: sum(n for at, n, _ in weights if at == w) for w in Weight},
            {w: sum(n for at, _, n in weights if at == w) for w in Weight},
            dict(codes),
        )

    def faults(self) -> tuple[Finding, ...]:
        """What entries of the ledger say that cannot be, as findings, in its order."""
        with self._file.guard():
            rows = self._file.db.execute("SELECT finding FROM fault ORDER BY seq").fetchall()
        return tuple(read_finding(json.loads(row[0])) for row in rows)

    def losses(self) -> tuple[Finding, ...]:
        """What the ledger itself says that it lost, as findings, each once."""
        with self._file.guard():
            rows = self._file.db.execute("SELECT fields FROM loss ORDER BY seq").fetchall()
        found = (Loss.read(json.loads(row[0]), 0, "").finding() for row in rows)
        key = describe(WholeLedger()).key
        return tuple({finding.id(key): finding for finding in found}.values())
