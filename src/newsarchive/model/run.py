"""An audit on record: what its entry in the ledger says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsarchive.model.auditing import AuditReport, Reach, RunState, Scope
from newsarchive.model.finding import Verdict
from newsarchive.model.subject import MAIN

_LOOKED_AT = ("store", "reports")  # what every audit looked at before entries said so


@dataclass(frozen=True, slots=True)
class Run:
    """An audit on record, as the ledger has it; what it means stands at `AuditReport`.

    `run` is its name, `report` the digest of its report.json (`sha512:...`), `bags` how many it
    looked at in `store` of the `of_bags` that there were, and `counts` by verdict, `findings` how
    many there were about the archive as a whole, `milliseconds` how long it took, `exit` its exit
    status.

    Entries of early archives say less: what they do not say has the value that was true of every
    audit then, 0 where nobody knows.
    `seq` and `time` are those of the ledger entry.
    """

    run: str
    report: str = ""
    read_how: str = ""
    bags: int = 0
    unknown: int = 0
    counts: Mapping[Verdict, int] = field(default_factory=dict)
    scope: Scope = Scope()
    state: RunState = RunState.COMPLETE
    stopped: str = ""
    planned: int = 0
    of_bags: int = 0
    carried: int = 0
    continues: str = ""
    began: str = ""
    ended: str = ""
    milliseconds: int = 0
    bytes: int = 0
    used_up: str = ""
    told: tuple[str, ...] = _LOOKED_AT
    findings: int = 0
    exit: int | None = None
    store: str = MAIN
    seq: int = -1
    time: str = ""

    @property
    def not_reached(self) -> int:
        """How many bags were to be looked at and were not."""
        return max(self.planned - self.bags, 0)

    @classmethod
    def of(cls, report: AuditReport, digest: str = "") -> "Run":
        """An audit as it will stand on record; `digest` is that of its report.json."""
        start, found, end = report.start, report.found, report.end
        return cls(
            run=start.run,
            report=digest,
            read_how=start.read,
            bags=found.bags,
            unknown=found.unknown,
            counts=dict(found.counts),
            scope=start.scope,
            state=end.state,
            stopped=end.stopped,
            planned=start.planned,
            of_bags=start.of,
            carried=start.carried,
            continues=start.continues,
            began=start.began,
            ended=end.ended,
            milliseconds=end.milliseconds,
            bytes=found.bytes,
            used_up=end.used_up,
            told=end.told,
            findings=sum(b.is_of_archive for b in found.problems),
            exit=report.exit_code,
            store=start.store,
            time=start.began,
        )

    def fields(self) -> dict[str, Any]:
        """The fields of its ledger entry."""
        return {
            "run": self.run,
            "report": self.report,
            "read": self.read_how,
            "bags": self.bags,
            "unknown": self.unknown,
            **{verdict.value: self.counts.get(verdict, 0) for verdict in Verdict},
            "scope": {"reach": self.scope.reach.value, "value": self.scope.value},
            "state": self.state.value,
            "stopped": self.stopped,
            "planned": self.planned,
            "of": self.of_bags,
            "carried": self.carried,
            "continues": self.continues,
            "began": self.began,
            "ended": self.ended,
            "milliseconds": self.milliseconds,
            "bytes": self.bytes,
            "used_up": self.used_up,
            "told": list(self.told),
            "findings": self.findings,
            "exit": self.exit,
            "store": self.store,
        }

    @classmethod
    def read(cls, fields: Mapping[str, Any], seq: int, time: str) -> "Run":
        """The audit in the fields of a ledger entry.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or is not what it should be.
        """
        scope = fields.get("scope", {"reach": Reach.ALL.value, "value": ""})
        counts = {verdict: fields.get(verdict.value, 0) for verdict in Verdict}
        return cls(
            run=fields["run"],
            report=fields["report"],
            read_how=fields.get("read", ""),
            bags=fields.get("bags", sum(counts.values())),
            unknown=fields.get("unknown", 0),
            counts=counts,
            scope=Scope(Reach(scope["reach"]), scope["value"]),
            state=RunState(fields.get("state", RunState.COMPLETE.value)),
            stopped=fields.get("stopped", ""),
            planned=fields.get("planned", 0),
            of_bags=fields.get("of", 0),
            carried=fields.get("carried", 0),
            continues=fields.get("continues", ""),
            began=fields.get("began", time),
            ended=fields.get("ended", time),
            milliseconds=fields.get("milliseconds", 0),
            bytes=fields.get("bytes", 0),
            used_up=fields.get("used_up", ""),
            told=tuple(fields.get("told", _LOOKED_AT)),
            findings=fields.get("findings", 0),
            exit=fields.get("exit"),
            store=fields.get("store", MAIN),
            seq=seq,
            time=time,
        )
