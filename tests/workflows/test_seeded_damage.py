"""Damage by chance, to many bags at once: all of it is found and named, and nothing else is.

Each seed is one audit of one archive in which every second bag was harmed. `make test-heavy` does
a thousand harms, `make test` a sample of them.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsarchive.model.finding import Code, Kind, Verdict
from newsarchive.model.verdict import BagVerdict
from support.harms import INFO, Sought, errors, flip, harm_some
from support.mixed import Mixed

_SIZED = {Kind.CHANGED, Kind.TRUNCATED}


@dataclass(frozen=True, slots=True)
class Batch:
    """One audit: what had to be found of each bag that was harmed, and what was said of all."""

    sought: dict[str, tuple[Sought, ...]]
    told: dict[str, BagVerdict]

    @property
    def count(self) -> int:
        """How many harms were done."""
        return sum(len({s.path for s in sought}) for sought in self.sought.values())


def batch(mixture: Mixed, folder: Path, seed: int) -> Batch:
    chance = random.Random(seed)  # noqa: S311  # the same harms each time
    place = mixture.copy(folder)
    chosen = chance.sample(mixture.paths, len(mixture.paths) // 2)
    sought = {path: harm_some(place.root / path, chance) for path in chosen}
    told: dict[str, BagVerdict] = {}
    with place.open() as archive:
        archive.audit(lambda v: told.__setitem__(v.path, v), workers=1)
    shutil.rmtree(folder)
    return Batch(sought, told)


def wrong(one: Batch) -> Iterator[str]:
    """Every harm that was not named, and every error that is none, in words."""
    for path, verdict in one.told.items():
        found, sought = errors(verdict), one.sought.get(path, ())
        left = list(found)
        for item in sought:
            match = next((f for f in left if _same(f, item, sought)), None)
            if match is None:
                yield f"{_short(path, item)} was not found, but {[_short('', f) for f in found]}"
            else:
                left.remove(match)
        yield from (f"{_short(path, item)} is no harm" for item in left)
        if verdict.verdict is not (Verdict.DAMAGED if sought else Verdict.INTACT):
            yield f"{path}: it is called {verdict.verdict}"


def _short(bag: str, item: Sought) -> str:
    return f"{bag[-12:]} {item.path} {item.code} {item.kind} {item.expected[-8:]} {item.found[-8:]}"


def _same(found: Sought, item: Sought, sought: tuple[Sought, ...]) -> bool:
    """As it was to be found. Among several harms nobody may know how long a file was."""
    if found == item:
        return True
    if len(sought) == 1 or Kind.CHANGED is not found.kind or item.kind not in _SIZED:
        return False
    return (found.path, found.code, found.expected, found.found) == (
        item.path,
        item.code,
        item.expected,
        item.found,
    )


SEEDS = range(2)


@pytest.mark.parametrize("seed", SEEDS)
def test_harm_by_chance_is_all_found_and_nothing_else(
    mixture: Mixed, tmp_path: Path, seed: int
) -> None:
    one = batch(mixture, tmp_path / "batch", seed)

    assert (one.count >= 30, list(wrong(one))) == (True, [])


@pytest.mark.heavy
def test_a_thousand_harms_by_chance_are_all_found_and_nothing_else(
    mixture: Mixed, tmp_path: Path
) -> None:
    count, seed, found = 0, 1000, []
    while count < 1000:
        one = batch(mixture, tmp_path / "batch", seed)
        found += [f"seed {seed}: {words}" for words in wrong(one)]
        count, seed = count + one.count, seed + 1

    assert found == []


def test_a_tag_manifest_that_is_gone_does_not_make_another_file_look_cut(
    mixture: Mixed, tmp_path: Path
) -> None:
    place = mixture.copy(tmp_path / "copy")
    bag = place.root / mixture.paths[0]
    flip(bag, "data/metadata/premis.xml")
    (bag / "tagmanifest-sha512.txt").unlink()
    told: dict[str, BagVerdict] = {}

    with place.open() as archive:
        archive.audit(lambda v: told.__setitem__(v.path, v))

    found = {s.path: s.kind for s in errors(told[mixture.paths[0]])}
    assert found["data/metadata/premis.xml"] is Kind.CHANGED


def test_the_numbers_of_bag_info_are_no_error_of_their_own_where_it_was_changed(
    mixture: Mixed, tmp_path: Path
) -> None:
    place = mixture.copy(tmp_path / "copy")
    bag = place.root / mixture.paths[0]
    info = (bag / INFO).read_bytes()
    (bag / INFO).write_bytes(info.replace(b"Payload-Oxum: ", b"Payload-Oxum: 9"))
    told: dict[str, BagVerdict] = {}

    with place.open() as archive:
        archive.audit(lambda v: told.__setitem__(v.path, v))

    assert [(s.path, s.code) for s in errors(told[mixture.paths[0]])] == [(INFO, Code.RX_10)]
