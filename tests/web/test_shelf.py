"""What the portal works out of the whole catalog is worked out once, however many ask for it."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.model.access import Reader
from newsarchive.model.institution import Institution
from newsarchive.workflows.access import Asking
from support.archives import NOON, HandClock

pytest.importorskip("starlette")

from newsarchive.web.shelf import Shelf

LONG = 120.0  # seconds, for a machine that has much else to do


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def shelf(tmp_path: Path, clock: HandClock) -> Shelf:
    Archive.create(tmp_path / "archive", Institution("Tolm Library"))
    with Archive.open(tmp_path / "archive") as archive:
        archive.status()  # whoever opens it to write makes its catalog
    return Shelf(tmp_path / "archive", Asking(Reader.ANYONE, "test"), clock=clock)


def test_it_is_made_again_when_a_minute_has_passed(shelf: Shelf, clock: HandClock) -> None:
    made = iter(range(9))

    first = [shelf.remembered("n", lambda _: next(made)) for _ in range(2)]
    clock.moment = NOON + timedelta(minutes=1)
    second = [shelf.remembered("n", lambda _: next(made)) for _ in range(2)]

    assert (first, second) == ([0, 0], [1, 1])


def test_who_asks_while_it_is_made_again_is_given_what_was_before(
    shelf: Shelf, clock: HandClock
) -> None:
    shelf.remembered("n", lambda _: "before")
    clock.moment = NOON + timedelta(minutes=1)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(_: Archive) -> str:
        begun.set()
        assert go_on.wait(LONG)
        return "after"

    maker = threading.Thread(target=shelf.remembered, args=("n", slowly))
    maker.start()
    assert begun.wait(LONG)
    meanwhile = shelf.remembered("n", lambda _: "made a second time")
    go_on.set()
    maker.join(LONG)

    assert meanwhile == "before"
    assert shelf.remembered("n", lambda _: "made a second time") == "after"


def test_what_could_not_be_made_is_made_by_who_asks_next(shelf: Shelf) -> None:
    def fails(_: Archive) -> str:
        raise OSError("the disk is away")

    with pytest.raises(OSError, match="away"):
        shelf.remembered("n", fails)

    assert shelf.remembered("n", lambda _: "there again") == "there again"
