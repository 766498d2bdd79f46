"""One value of every type of ledger entry, each with all that it can say."""

from datetime import UTC, date, datetime

from newsarchive.digests import Algorithm, Digest
from newsarchive.ledger.kinds import Known
from newsarchive.model.attention import Acknowledgement
from newsarchive.model.auditing import Reach, RunState, Scope
from newsarchive.model.decision import Decision, DecisionKind, Reason
from newsarchive.model.entries import Adoption, Damage, Founding, Loss, Prune, Sighting, Use
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.holding import Accession
from newsarchive.model.run import Run
from newsarchive.model.withdrawal import Act, Withdrawal

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TIME = "2026-11-22T12:00:00Z"
BAG, SEAL = "ab" * 32, Digest(Algorithm.SHA512, "cd" * 64)
LOST = Finding(Code.RX_09, Kind.MISSING, Level.ERROR, "data/article.txt", "it is gone")

ACCESSION = Accession(
    bag=BAG,
    name="rain-abababababab",
    path="bags/2017/04/13/rain-abababababab",
    seal=SEAL,
    article="urn:x:1",
    version="2",
    originals=("ef" * 64,),
    media=(("01" * 64, 1),),
    supplied={"sources": ["Tolm Post"]},
    origin="/in/rain.txt",
    files=9,
    bytes=4711,
    complete=True,
    sources=("Tolm Post",),
    dated="2017-04-13?",
    versioned="2017-04-13T10:00:00+01:00",
    pub_status="usable",
    embargoed_until="2017-05-01",
    text="1:" + "ab" * 32,
    seq=0,
    time=TIME,
)
VALUES: dict[str, Known] = {
    "init": Founding("urn:uuid:1", 1, "newsarchive 0.1.0", 0, TIME),
    "accession": ACCESSION,
    "sighting": Sighting(BAG, "/in/b.txt", 0, TIME),
    "audit": Run(
        "2026-11-22T120000Z-00ffee",
        "sha512:" + "0" * 128,
        "direct",
        bags=3,
        counts={v: 2 if v is Verdict.INTACT else 1 for v in Verdict},
        scope=Scope(Reach.COLLECTION, "floods"),
        state=RunState.INTERRUPTED,
        stopped="SIGTERM",
        planned=7,
        of_bags=9,
        began=TIME,
        ended=TIME,
        told=("store",),
        exit=3,
        store="copy",
        seq=0,
        time=TIME,
    ),
    "damage": Damage("run", BAG, Verdict.DAMAGED, (LOST,), 0, TIME, "copy"),
    "decision": Decision(
        BAG, DecisionKind.ACCESS, "onsite", Reason.PRIVACY, "archivist", "", 0, TIME
    ),
    "acknowledgement": Acknowledgement(
        "0123456789abcdef", BAG, "known", date(2027, 1, 31), "archivist", 0, TIME
    ),
    "loss": Loss("the catalog", 17, "ab" * 32, TIME, 0, TIME),
    "adoption": Adoption(BAG, "restored from tape", "archivist", 0, TIME),
    "use": Use(BAG, "staff", "get", "archivist", 0, TIME),
    "withdrawal": Withdrawal(
        BAG,
        str(SEAL),
        Act.APPROVE,
        Reason.COURT_ORDER,
        "12 O 26/26",
        "archivist",
        persons=2,
        also=("cd" * 32,),
        refused=("ef" * 64,),
        reports=(("run", str(SEAL)),),
        beside=("23" * 32,),
        seq=0,
        time=TIME,
    ),
    "prune": Prune(("run",), ("sha512:1",), TIME, "archivist", 0, TIME),
}
