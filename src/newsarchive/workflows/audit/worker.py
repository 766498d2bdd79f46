"""Looking at bags: what an audit gives to its workers. It judges nothing and writes nothing.

A worker imports what a sound bag needs. What explains damage is imported where there is some: that
halves the time until a worker begins.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from newsarchive.bag import Tree, check, trace
from newsarchive.bag.pacing import Pace, PacedTree
from newsarchive.bag.readers import Readers
from newsarchive.digests import Digest, digest_of
from newsarchive.errors import InvalidRecordError, why
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.observation import TAG_MANIFEST, Observation
from newsarchive.store import Store

_CHUNK_BAGS = 64
_CHUNK_BYTES = 64 << 20
_MOST_PREMIS = 64 << 20
_MOST_TAGS = 64 << 20


@dataclass(frozen=True, slots=True)
class Task:
    """One bag to look at: its path, and the bytes and the seal of its accession.

    Without the seal, whether the tag manifest was read right is asked only where something else is
    wrong as well.
    """

    path: str
    bytes: int
    seal: Digest | None = None


@dataclass(frozen=True, slots=True)
class Examining:
    """Looks at the bags of `store`, chunk by chunk. It can be pickled; `store` goes with it.

    `direct` reads past the page cache; `rate` is how many bytes a second are read at the most.
    """

    store: Store
    direct: bool = False
    rate: int | None = None

    def __call__(self, tasks: Sequence[Task]) -> Sequence[Observation]:
        """What was seen of each bag."""
        pace = None if self.rate is None else Pace(self.rate)
        return [examine_bag(self.store, task, direct=self.direct, pace=pace) for task in tasks]


@dataclass(frozen=True, slots=True)
class ExaminingTogether:
    """Looks at the bags of `store` in several threads, which share `readers` and a `pace`."""

    store: Store
    readers: Readers
    pace: Pace
    direct: bool = False

    def __call__(self, tasks: Sequence[Task]) -> Sequence[Observation]:
        """What was seen of each bag."""
        return [
            examine_bag(self.store, task, direct=self.direct, pace=self.pace, readers=self.readers)
            for task in tasks
        ]


def examine_bag(
    store: Store,
    task: Task,
    *,
    direct: bool = False,
    pace: Pace | None = None,
    readers: Readers | None = None,
) -> Observation:
    """What is seen of one bag. Nothing is raised: what cannot be seen is a finding."""
    try:
        tree = store.tree(task.path, direct=direct)
        if pace is not None:
            tree = PacedTree(tree, pace)
        seen = check(tree, readers)
        if seen.present is False and (trouble := store.trouble()):
            return unreachable(trouble)  # not there: because the whole store is gone by now
        return _explained(tree, _read_twice(tree, seen, task, readers), task)
    except MemoryError:
        return _broken_off("there was not enough memory for it")
    except Exception as error:  # noqa: BLE001  # one bag that no rule foresaw never ends an audit
        return _broken_off(f"{type(error).__name__}: {error}")


def _read_twice(tree: Tree, seen: Observation, task: Task, readers: Readers | None) -> Observation:
    """`seen`, unless its tag manifest is another at a second reading.

    No list has the digest of the tag manifest, so the check itself cannot know that it was read
    wrong; and a mismatch is read twice before it is damage.
    """
    if seen.seal is None or seen.seal == task.seal or (task.seal is None and not seen.findings):
        return seen
    try:
        data = tree.take(TAG_MANIFEST, _MOST_TAGS, fresh=True)
    except OSError as error:
        reason = why(error)
        detail = f"cannot be read a second time: {reason}"
        return _doubtful(seen, Code.IO_01, Kind.UNREADABLE, detail)
    finally:
        tree.close()
    if data is None or (second := digest_of(data)) == seen.seal:
        return seen
    detail = "read differently the second time: the disk, a cable or the memory may be failing"
    again = check(tree, readers)
    doubt = _doubtful(again, Code.IO_02, Kind.UNSTABLE, f"{detail}; check it again")
    found, *rest = doubt.findings
    return replace(
        doubt,
        seal=second if again.seal == second else None,
        findings=(replace(found, expected=str(second), found=str(seen.seal)), *rest),
    )


def _doubtful(seen: Observation, code: Code, kind: Kind, detail: str) -> Observation:
    """`seen`, with a finding that its tag manifest cannot be relied on, and so without its seal."""
    finding = Finding(code, kind, Level.ERROR, TAG_MANIFEST, detail)
    return replace(seen, seal=None, findings=(finding, *seen.findings))


def _explained(tree: Tree, seen: Observation, task: Task) -> Observation:
    """The observation of a bag that is not what it was, with what can be said of how.

    What was seen is never lost to a failure to explain it.
    """
    try:
        return _traced(tree, seen, task)
    except Exception:  # noqa: BLE001  # it was seen, whatever cannot be said besides
        return seen


def _traced(tree: Tree, seen: Observation, task: Task) -> Observation:
    errors = {f.path for f in seen.findings if f.level is not Level.NOTE}
    if not errors or not seen.present:
        return seen
    from newsarchive.metadata.premis.read import file_sizes  # noqa: PLC0415  # see above
    from newsarchive.packaging.places import PREMIS  # noqa: PLC0415
    from newsarchive.workflows.audit.beginnings import may_be_beginning  # noqa: PLC0415

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
