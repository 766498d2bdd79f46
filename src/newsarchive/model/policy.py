"""What an archive promises about its fixity checks, as archive.toml says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Policy:
    """How often each bag is to be checked, and what one scheduled run may use up.

    `every_days` is the most days between two checks of a bag; `collections` has other numbers for
    the bags of a collection. `max_seconds` and `max_bytes` bound one run, None for no bound;
    `run_every` is how many seconds lie between two scheduled runs, `watched` says that archive.toml
    names it: then any audit of what is due or of all is expected that often.
    """

    every_days: int = 90
    collections: Mapping[str, int] = field(default_factory=dict)
    max_seconds: int | None = None
    max_bytes: int | None = None
    run_every: int = DAY
    watched: bool = False

    def days(self, collection: str) -> int:
        """The most days between two checks of a bag of `collection`, "" for none."""
        return self.collections.get(collection, self.every_days)


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is told of scheduled runs, and when: unset where it is empty.

    `ping` is a URL that hears of start, success and failure; `metrics` a file for Prometheus;
    `hook` a command, as words, that gets one message per run at most; `notify` is when: `damage`
    or `always`.
    """

    ping: str = ""
    metrics: str = ""
    hook: tuple[str, ...] = ()
    notify: str = "damage"

    @property
    def is_empty(self) -> bool:
        """Whether nobody is told."""
        return not (self.ping or self.metrics or self.hook)

    def or_else(self, settings: "Telling", *, notify: str | None) -> "Telling":
        """Whom this one names, and where it names none, whom the `settings` do.

        `notify` is when, as somebody asked for it; None for nobody, which leaves it as set.
        """
        return Telling(
            ping=self.ping or settings.ping,
            metrics=self.metrics or settings.metrics,
            hook=self.hook or settings.hook,
            notify=notify or settings.notify,
        )

    def wants_message(self, exit_status: int) -> bool:
        """Whether the hook is to hear of a run that ended so: 1 is damage, 3 not verified.

        What is acknowledged leads to neither.
        """
        return exit_status in {1, 3} or self.notify == "always"
