"""How a long run is asked to stop: it ends what it has in hand, or leaves it if that takes long."""

import contextlib
from collections.abc import Iterator


class StoppedError(KeyboardInterrupt):
    """The run was asked to stop, and what it had in hand took too long.

    No ordinary exception: whoever deals with the failure of one bag must not take it for one.
    """


class Stop:
    """A request to stop, and who made it.

    `ask` may be called by a signal handler. `leave` breaks off what is in hand, but only where that
    harms nothing: inside `breakable`.
    """

    def __init__(self) -> None:
        self.asked = ""
        self._breakable = False

    def ask(self, who: str) -> None:
        """Ask for the end; `who` is the name of a signal."""
        self.asked = self.asked or who

    def leave(self) -> bool:
        """Break off what is in hand, now. False if that would harm: ask again a little later.

        Raises:
            StoppedError: the only way to get out of a call that waits.
        """
        if not self._breakable:
            return False
        self._breakable = False
        raise StoppedError

    @contextlib.contextmanager
    def breakable(self) -> Iterator[None]:
        """What happens inside the `with` block may be broken off at any point."""
        self._breakable = True
        try:
            yield
        finally:
            self._breakable = False
