"""One bag as a worker looks at it: what is read wrong, and what cannot be explained."""

from pathlib import Path

import pytest

from newsarchive.bag import check
from newsarchive.bag.wrapped import WrappedTree
from newsarchive.digests import digest_of
from newsarchive.judgement.fixity import judge
from newsarchive.model.finding import Code, Kind, Level, Verdict
from newsarchive.store import DirectoryStore
from newsarchive.workflows.audit.worker import Task, examine_bag
from support.bags import FailingTree, make_bag
from support.faulty import FaultyStore, Shouting
from support.harms import TAGS

PLACE = "bags/2017/04/13/bag"


class Once(WrappedTree):
    """The tag manifest can be read once, with a wrong byte, and not a second time."""

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        if path == TAGS and fresh:
            raise OSError(5, "Input/output error")
        data = super().take(path, most, fresh=fresh)
        return data[1:] if path == TAGS and data else data


class Inexplicable(WrappedTree):
    """What nobody lists breaks whoever wants to know what it is."""

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        if path == "data/stray":
            raise ZeroDivisionError
        return super().take(path, most, fresh=fresh)


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    (tmp_path / PLACE).parent.mkdir(parents=True)
    return make_bag(tmp_path / PLACE)


def store(root: Path, wrap: type[WrappedTree]) -> FaultyStore:
    return FaultyStore(DirectoryStore(root, archive_id="urn:x"), {PLACE: wrap})


def test_a_seal_is_read_twice_before_it_is_called_wrong(tmp_path: Path, bag: Path) -> None:
    seal = digest_of((bag / TAGS).read_bytes())

    seen = examine_bag(store(tmp_path, Shouting), Task(PLACE, 0, seal))

    judged = judge(seen, seal, lambda _: None)
    assert [(f.code, f.kind, f.path) for f in judged.findings] == [
        (Code.IO_02, Kind.UNSTABLE, TAGS)
    ]
    assert judged.verdict is Verdict.UNVERIFIED


def test_a_tag_manifest_that_is_wrong_and_cannot_be_read_again_is_unreadable(
    tmp_path: Path, bag: Path
) -> None:
    seal = digest_of((bag / TAGS).read_bytes())

    judged = judge(examine_bag(store(tmp_path, Once), Task(PLACE, 0, seal)), seal, lambda _: None)

    errors = [f.kind for f in judged.findings if f.level is Level.ERROR]
    assert (judged.verdict, errors) == (Verdict.UNVERIFIED, [Kind.UNREADABLE])


def test_damage_that_cannot_be_explained_is_damage(tmp_path: Path, bag: Path) -> None:
    (bag / "data/stray").write_bytes(b"?")
    (bag / "data/article.txt").unlink()

    seen = examine_bag(store(tmp_path, Inexplicable), Task(PLACE, 0))

    errors = {(f.kind, f.path) for f in seen.findings if f.level is Level.ERROR}
    assert errors == {(Kind.MISSING, "data/article.txt"), (Kind.UNTRACKED, "data/stray")}


def test_a_bag_whose_folder_cannot_be_listed_has_lost_nothing(bag: Path) -> None:
    seal = digest_of((bag / TAGS).read_bytes())
    seen = check(FailingTree(bag, unlistable=frozenset([""])))

    assert judge(seen, seal, lambda _: None).verdict is Verdict.UNVERIFIED
