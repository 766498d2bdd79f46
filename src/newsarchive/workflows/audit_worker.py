"""Looking at bags: what an audit gives to its workers. It judges nothing and writes nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsarchive.bag import check
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.observation import Observation
from newsarchive.store import Store

_CHUNK_BAGS = 64
_CHUNK_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Task:
    """One bag to look at: its path, and the bytes of its accession."""

    path: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Looking:
    """Looks at the bags of `store`, chunk by chunk. It can be pickled; `store` goes with it."""

    store: Store

    def __call__(self, tasks: Sequence[Task]) -> Sequence[Observation]:
        """What was seen of each bag."""
        return [look(self.store, task) for task in tasks]


def look(store: Store, task: Task) -> Observation:
    """What is seen of one bag. Nothing is raised: what cannot be seen is a finding."""
    tree = store.tree(task.path)
    seen = check(tree)
    if seen.present is False and (trouble := store.trouble()):
        return unreachable(trouble)  # not there: because the whole store is gone by now
    return seen


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
