"""What a catalog remembers: how far the ledger was read, what of it is missing, what was wrong."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from newsarchive.catalog.connection import Connection
from newsarchive.catalog.findings import Findings
from newsarchive.model.entries import Loss
from newsarchive.model.finding import Finding, finding_document, read_finding
from newsarchive.model.layout import CATALOG


class Memory:
    """The tables `meta` and `memory`.

    Raises, from every method: what the methods of `Catalog` raise.
    """

    def __init__(self, file: Connection, findings: Findings) -> None:
        self._file = file
        self._findings = findings

    def mark(self) -> Mapping[str, Any]:
        """What `set_mark` kept last; empty in a new catalog."""
        with self._file.guard():
            text = self._file.get("meta", "mark")
            return json.loads(text) if text else {}

    def set_mark(self, mark: Mapping[str, Any]) -> None:
        """Remember how far the ledger has been read."""
        self._file.put("meta", "mark", json.dumps(dict(mark), sort_keys=True))

    def pending(self) -> tuple[Loss, ...]:
        """What was noticed to be missing in the ledger, and is not entered in it yet."""
        with self._file.guard():
            text = self._file.get("memory", "pending")
        return tuple(Loss.read(f, -1, f["noticed"]) for f in json.loads(text)) if text else ()

    def set_pending(self, losses: Sequence[Loss]) -> None:
        """Keep what is missing until somebody can enter it; `time` is when it was noticed."""
        documents = [{**loss.fields(), "noticed": loss.time} for loss in losses]
        self._file.put("memory", "pending", json.dumps(documents, sort_keys=True))

    def ledger_state(self) -> str:
        """What `set_ledger_state` kept last; "" in a new catalog."""
        with self._file.guard():
            return self._file.get("memory", "ledger_state") or ""

    def set_ledger_state(self, state: str) -> None:
        """Remember how the ledger's file was when it was last known to be whole."""
        with self._file.guard():
            self._file.put("memory", "ledger_state", state)

    def noticed(self) -> tuple[tuple[Finding, str], ...]:
        """What was found to be wrong with the catalog before this one, and when; not told yet."""
        with self._file.guard():
            text = self._file.get("memory", "noticed")
        return tuple((read_finding(f), f["since"]) for f in json.loads(text)) if text else ()

    def set_noticed(self, noticed: Sequence[tuple[Finding, str]]) -> None:
        """Keep that, open, until an audit has told it."""
        documents = [finding_document(finding, CATALOG) | {"since": at} for finding, at in noticed]
        with self._file.writing():
            self._file.put("memory", "noticed", json.dumps(documents, sort_keys=True))
            self._findings.set_of_catalog(documents)
