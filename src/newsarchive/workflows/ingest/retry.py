"""Again, what an earlier run could not take in: by the report that was kept of it."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsarchive.durable import TooLargeError, display, read_small
from newsarchive.errors import RefusedError, UsageError, why
from newsarchive.model.outcome import ItemStatus
from newsarchive.model.unfinished import finished_name
from newsarchive.workflows.ingest.below import lies_there
from newsarchive.workflows.ingest.requested import Found, Packed, Passed, Request, Unusable

_MOST_BYTES = 1 << 30
_UNDONE = frozenset({ItemStatus.REFUSED, ItemStatus.FAILED, ItemStatus.WAITING})
_COLUMNS = ("input", "status", "folder", "position", "delivery")


@dataclass(frozen=True, slots=True)
class Row:
    """What a report says of one article: `item` is its position in its container, 0 for none."""

    input: str
    folder: str
    status: str
    item: int
    delivery: str


@dataclass(frozen=True, slots=True)
class Items:
    """Items of one container that are to be done again: their positions.

    They are those of the container that `deliveries` keep: in another one under the same name all
    items are new.
    """

    positions: frozenset[int]
    deliveries: frozenset[str]

    def has(self, request: Request | Unusable, bag: str | None) -> bool:
        """Whether an item of the container whose delivery is `bag` is one of them."""
        if request.item is None or bag is None or bag not in self.deliveries:
            return True
        return request.item.position in self.positions


@dataclass(frozen=True, slots=True)
class Again:
    """A source of an earlier run, of which only what is called `names` is to be done again.

    What was not finished then may have its own name by now, and is meant under that as well.
    """

    path: Path
    names: frozenset[str]

    @property
    def place(self) -> Path:
        """Where it lies now."""
        name = finished_name(self.path.name)
        if not name or name == self.path.name or lies_there(self.path):
            return self.path
        return self.path.with_name(name)

    def those(self, found: Iterable[Found]) -> Iterator[Found]:
        """What of `found` is meant; what is not found any more is said."""
        met: set[str] = set()
        wanted = self.names.union(map(_finished, self.names))
        for one in found:
            if isinstance(one, Passed):
                continue
            name = display(one.source) if isinstance(one, Packed) else one.name
            if here := wanted.intersection(_with_folders(name)):
                met.update(here)
                yield one
        for name in sorted(n for n in self.names if not met & {n, _finished(n)}):
            problem = RefusedError(
                f"{name} is not in {display(self.path)} any more",
                hint="It was moved, renamed, or belongs to another article by now.",
            )
            yield Unusable(name, problem)


def _finished(path: str) -> str:
    above, slash, name = path.rpartition("/")
    return f"{above}{slash}{finished_name(name)}"


def _with_folders(name: str) -> Iterator[str]:
    """A path and those of the folders that it lies in."""
    while name:
        yield name
        name = name.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Retry:
    """What an earlier run left: its sources, and by their names the items of containers."""

    sources: tuple[Again, ...] = ()
    items: Mapping[str, Items] = field(default_factory=dict)
    count: int = 0
    done: int = 0


def read_report(path: Path) -> Retry:
    """What was refused, failed or left by the run whose report lies at `path`.

    Raises:
        UsageError: it is not there, or no report of an ingest from which that can be told.
    """
    rows = _rows(path)
    undone = [row for row in rows if row.status in _UNDONE]
    names: dict[str, set[str]] = {}
    for row in undone:
        names.setdefault(row.folder or row.input, set()).add(row.input)
    sources = tuple(Again(Path(at), frozenset(inputs)) for at, inputs in names.items())
    return Retry(sources, dict(_items(rows, undone)), len(undone), len(rows) - len(undone))


def _items(rows: Sequence[Row], undone: Sequence[Row]) -> Iterator[tuple[str, Items]]:
    """Of each container that was opened to its end, which items are left."""
    deliveries: dict[str, set[str]] = {}
    for row in rows:
        if row.delivery:
            deliveries.setdefault(row.input, set()).add(row.delivery)
    positions: dict[str, set[int]] = {}
    for row in undone:
        positions.setdefault(row.input, set()).add(row.item)
    for name, left in positions.items():
        if 0 not in left:  # else the container itself could not be read, or not to its end
            yield name, Items(frozenset(left), frozenset(deliveries.get(name, ())))


def _rows(path: Path) -> list[Row]:
    shown = display(path)
    ending = path.suffix.lower()
    if ending == ".txt":
        raise UsageError(
            f"{shown} is a report for people, from which --retry cannot tell the files",
            hint="Keep a report that ends in .json or .csv: --report run.json.",
        )
    if ending not in {".json", ".csv"}:
        raise UsageError(f"{shown}: --retry wants a report that ends in .json or .csv")
    try:
        text = read_small(path, _MOST_BYTES, follow=True).decode("utf-8-sig")
    except TooLargeError as error:
        raise UsageError(f"{shown} is too large for a report") from error
    except OSError as error:
        raise UsageError(f"cannot read the report {shown}: {why(error)}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{shown} is no report: it is not UTF-8") from error
    try:
        documents = list(_of_json(text) if ending == ".json" else _of_csv(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        raise UsageError(
            f"{shown} is no report of an ingest", hint="It was made by newsarchive ingest --report."
        ) from error
    return documents


def _of_json(text: str) -> Iterator[Row]:
    document: Any = json.loads(text)
    for item in document["items"]:
        of = item["item"] or {"position": 0}
        yield _row(item, of["position"])


def _of_csv(text: str) -> Iterator[Row]:
    """The rows of a table, whose cells begin with `'` where a spreadsheet would compute them."""
    sample = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in sample else ",", strict=True)
    if not set(_COLUMNS) <= set(reader.fieldnames or ()):
        raise ValueError("it has other columns")
    for line in reader:
        cells = {name: _plain(line[name]) for name in _COLUMNS}
        yield _row(cells, cells["position"])


def _plain(cell: str) -> str:
    return cell[1:] if cell[:2] in {"'=", "'+", "'-", "'@", "'\t", "'\r", "'\n"} else cell


def _row(document: Mapping[str, Any], item: Any) -> Row:
    name, folder = document["input"], document["folder"] or ""
    for place in (name, folder or "."):
        if not isinstance(place, str) or not place or "\0" in place:
            raise ValueError("what was taken in has no name")
    status, delivery = ItemStatus(document["status"]), document["delivery"] or ""
    return Row(name, folder, status, int(item or 0), delivery)
