"""A search that takes too long is given up on, and such searches are never many at once."""

import threading
from functools import partial

import pytest

from newsarchive.archive import Archive
from support import portal
from support.patience import PATIENCE_SECONDS
from support.portal import Made

anyio = pytest.importorskip("anyio", reason="the extra `web` is not installed")
pytest.importorskip("httpx", reason="Starlette's test client needs it")

from starlette.responses import Response  # noqa: E402  # an extra

from newsarchive.web import app  # noqa: E402  # the same
from newsarchive.web.deadline import Places  # noqa: E402  # the same

DONE = Response()


class Endless:
    """Work that ends when it is told to."""

    def __init__(self) -> None:
        self.begun, self.told = threading.Event(), threading.Event()

    def __call__(self) -> Response:
        self.begun.set()
        assert self.told.wait(PATIENCE_SECONDS)
        return DONE


def quick() -> Response:
    """Work that is done at once."""
    return DONE


def test_what_is_done_in_time_is_given() -> None:
    async def scenario() -> list[Response | None]:
        places = Places(1, PATIENCE_SECONDS)
        return [await places.answer(quick) for _ in range(3)]

    assert anyio.run(scenario) == [DONE] * 3


def test_what_goes_wrong_in_time_is_raised_and_leaves_its_place() -> None:
    def wrong() -> Response:
        raise ZeroDivisionError

    async def scenario() -> Response | None:
        places = Places(1, PATIENCE_SECONDS)
        with pytest.raises(ZeroDivisionError):
            await places.answer(wrong)
        return await places.answer(quick)

    assert anyio.run(scenario) is DONE


def test_who_waited_too_long_is_told_so_and_the_work_keeps_its_place_until_it_is_done() -> None:
    async def scenario() -> list[Response | None]:
        places, work = Places(1, PATIENCE_SECONDS), Endless()
        given: list[Response | None] = []

        async def ask() -> None:
            given.append(await places.answer(work))

        async with anyio.create_task_group() as group:
            group.start_soon(ask)
            await anyio.to_thread.run_sync(partial(work.begun.wait, PATIENCE_SECONDS))
            group.cancel_scope.cancel()
        places.seconds = 0.0
        given.append(await places.answer(quick))
        work.told.set()
        places.seconds = PATIENCE_SECONDS
        given.append(await places.answer(quick))
        return given

    assert anyio.run(scenario) == [None, DONE]


def test_a_search_that_is_not_done_in_time_is_answered_with_503(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Endless()
    monkeypatch.setattr(Archive, "search", lambda *_, **__: work())
    monkeypatch.setattr(app, "_SEARCH_SECONDS", 0.5)

    with portal.client(made.root) as reader:
        slow = [reader.get(f"/search{form}?q=rain") for form in ("", ".json")]
        other = reader.get(f"/article/{made.bags['rain']}")
    work.told.set()

    assert [(a.status_code, a.headers["retry-after"]) for a in slow] == [(503, "60")] * 2
    assert all("was not done in time" in answer.text for answer in slow)
    assert other.status_code == 200
