"""Signals while a long run goes on: an end that is asked for, and a line of progress."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

from newsarchive.parallel.stopping import Stop

# How long what is in hand may take; a service manager kills after ninety.
_PATIENCE_SECONDS = {signal.SIGINT: 3.0, signal.SIGTERM: 20.0, signal.SIGHUP: 20.0}
_AGAIN_SECONDS = 0.1


@contextlib.contextmanager
def stoppable(progress: Callable[[], None]) -> Iterator[Stop]:
    """Let SIGINT, SIGTERM and SIGHUP ask for the end, and SIGUSR1 for `progress`.

    What is in hand is finished, unless that takes long or the same is asked a second time.
    """
    stop = Stop()

    def asked(number: int, _frame: FrameType | None) -> None:
        again = bool(stop.asked)
        stop.ask(signal.Signals(number).name)
        seconds = _AGAIN_SECONDS if again else _PATIENCE_SECONDS[signal.Signals(number)]
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def late(_number: int, _frame: FrameType | None) -> None:
        # Set before leaving, since that does not come back.
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
        if stop.leave():
            signal.setitimer(signal.ITIMER_REAL, 0)

    handlers = {
        **dict.fromkeys(_PATIENCE_SECONDS, asked),
        signal.SIGALRM: late,
        signal.SIGUSR1: lambda _number, _frame: progress(),
    }
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield stop
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
