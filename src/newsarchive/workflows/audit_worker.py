"""Looking at bags: what an audit gives to its workers. It judges nothing and writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsarchive.bag import Tree, check, trace
from newsarchive.errors import InvalidRecordError
from newsarchive.metadata.premis import file_sizes
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.observation import Observation
from newsarchive.packaging.places import PREMIS
from newsarchive.store import Store
from newsarchive.workflows.audit_remains import may_be_beginning
from newsarchive.workflows.pacing import Pace, PacedTree

_CHUNK_BAGS = 64
_CHUNK_BYTES = 64 << 20
_MOST_PREMIS = 64 << 20


@dataclass(frozen=True, slots=True)
class Task:
    """One bag to look at: its path, and the bytes of its accession."""

    path: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Looking:
    """Looks at the bags of `store`, chunk by chunk. It can be pickled; `store` goes with it.

    `direct` reads past the page cache; `rate` is how many bytes a second are read at the most.
    """

    store: Store
    direct: bool = False
    rate: int | None = None

    def __call__(self, tasks: Sequence[Task]) -> Sequence[Observation]:
        """What was seen of each bag."""
        pace = None if self.rate is None else Pace(self.rate)
        return [look(self.store, task, direct=self.direct, pace=pace) for task in tasks]


def look(
    store: Store, task: Task, *, direct: bool = False, pace: Pace | None = None
) -> Observation:
    """What is seen of one bag. Nothing is raised: what cannot be seen is a finding."""
    try:
        tree = store.tree(task.path, direct=direct)
        if pace is not None:
            tree = PacedTree(tree, pace)
        seen = check(tree)
        if seen.present is False and (trouble := store.trouble()):
            return unreachable(trouble)  # not there: because the whole store is gone by now
        return _explained(tree, seen, task)
    except MemoryError:
        return _broken_off("there was not enough memory for it")
    except Exception as error:  # noqa: BLE001  # one bag that no rule foresaw never ends an audit
        return _broken_off(f"{type(error).__name__}: {error}")


def _explained(tree: Tree, seen: Observation, task: Task) -> Observation:
    """The observation of a bag that is not what it was, with what can be said of how."""
    errors = {f.path for f in seen.findings if f.level is not Level.NOTE}
    if not errors or not seen.present:
        return seen
    sizes: Mapping[str, int] = {}
    if PREMIS not in errors and seen.sizes:
        try:
            data = tree.take(PREMIS, _MOST_PREMIS)
            sizes = file_sizes(data) if data else {}
        except (OSError, InvalidRecordError):
            pass  # then nobody knows how long the files were
    return trace(tree, seen, sizes, task.bytes, may_be_beginning)


def _broken_off(why: str) -> Observation:
    finding = Finding(
        Code.IO_04,
        Kind.UNREADABLE,
        Level.ERROR,
        "",
        f"the check of this bag broke off: {why}"[:1000],
    )
    return Observation(present=None, findings=(finding,))


def unreachable(trouble: str) -> Observation:
    """What is seen of a bag in a store that cannot be relied on."""
    finding = Finding(Code.AR_01, Kind.UNREACHABLE, Level.ERROR, "", trouble)
    return Observation(present=None, findings=(finding,))


def lost(task: Task) -> Observation:  # noqa: ARG001  # what is lost is lost, whatever it was
    """What is seen of a bag whose reader died twice."""
    finding = Finding(
        Code.IO_01,
        Kind.UNREADABLE,
        Level.ERROR,
        "",
        "the process that read this bag was ended from outside, twice; is there enough memory?",
    )
    return Observation(present=None, findings=(finding,))


def chunks(tasks: Iterable[Task]) -> Iterator[Sequence[Task]]:
    """Tasks in handfuls: enough for a worker not to wait, few enough to be interrupted."""
    chunk: list[Task] = []
    size = 0
    for task in tasks:
        if chunk and (len(chunk) >= _CHUNK_BAGS or size + task.bytes > _CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(task)
        size += task.bytes
    if chunk:
        yield chunk
