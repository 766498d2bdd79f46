"""Files of a bag held against their lists: read twice before a digest is called wrong."""

from newsarchive.bag.faults import Gathered
from newsarchive.bag.listing import (
    Contradictions,
    Listing,
    algorithms_of,
    contradictions,
    expected_by,
    unsteady,
)
from newsarchive.bag.reading import SMALL, Reading, failure, hex_digest
from newsarchive.bag.tree import Tree
from newsarchive.model.finding import Code, Kind


class Comparison:
    """What was read of a bag so far, and what of it contradicts a list.

    `files` and `bytes` are how much was read; `sizes` those of files whose digests are wrong;
    `doubted` what was read twice, since the first reading contradicted a list.
    """

    def __init__(self, tree: Tree, found: Gathered) -> None:
        self.files = 0
        self.bytes = 0
        self.sizes: dict[str, int] = {}
        self.doubted: set[str] = set()
        self._tree = tree
        self._found = found

    def hold(self, reading: Reading, by: list[Listing]) -> Contradictions:
        """Hold what was read against the lists `by`: those that it contradicts."""
        if reading.problem is not None:
            self._found.extend((reading.problem,))
            return []
        self.files += 1
        self.bytes += reading.size
        return contradictions(reading, by)

    def hold_small(self, path: str, by: list[Listing]) -> tuple[int | None, Contradictions] | None:
        """The size of a small payload file, and who contradicts it; None if it is a large one."""
        try:
            data = self._tree.take(path, SMALL)
        except OSError as error:
            self._found.extend((failure(path, error),))
            return None, []
        if data is None:
            return None
        self.files += 1
        self.bytes += len(data)
        wrong = []
        for listing in by:
            if listing.algorithm is not None and (expected := listing.digests[path]):
                found = hex_digest(listing.algorithm, data)
                if found != expected:
                    wrong.append((listing, found))
        return len(data), wrong

    def confirm(self, path: str, by: list[Listing], wrong: Contradictions) -> bool:
        """Read again before calling a digest wrong: whether the first reading was right."""
        again = Reading(self._tree, path, algorithms_of(by), fresh=True).through()
        if again.problem is not None:
            self._found.extend((again.problem,))
            self.files -= 1
            self.bytes -= again.size
            return False
        confirmed = dict(contradictions(again, by))
        for listing, first in wrong:
            found = confirmed.get(listing)
            if found is None:
                self._found.extend((unsteady(path, listing, first),))
                continue
            self.sizes[path] = again.size
            self._found.add(
                Code.RX_10,
                Kind.CHANGED,
                path,
                f"expected {listing.digests[path][:8]}, found {found[:8]} ({listing.algorithm});"
                f" it has {again.size:,} bytes",
                expected=expected_by(listing, path),
                found=f"{listing.algorithm}:{found}",
                by=listing.name,
            )
        self.doubted.add(path)
        return len(confirmed) == len(wrong)
