"""The real clock: the one place that reads it."""

import time
from datetime import UTC, datetime


class SystemClock:
    """The real clock. Implements `model.clock.Clock`."""

    def now(self) -> datetime:
        """The time now, in UTC."""
        return datetime.now(UTC)  # noqa: TID251  # see above

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)
