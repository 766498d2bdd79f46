"""The exceptions that end a command, each family with its exit status.

Damage in a bag is never an exception: it is a `Finding`, returned. An exception means that
something could not be done (docs/architecture.md, law 4 and the table of exit statuses).
"""

_MOST_SHOWN = 20  # of many mistakes in one input


class NewsArchiveError(Exception):
    """The root of all errors that newsarchive raises on purpose.

    The message is one line for people: what happened, to which file; `hint` says what to do next,
    and `details` are lines below it where there is more than one thing to tell.
    """

    exit_code = 3
    details: tuple[str, ...] = ()

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class RefusedError(NewsArchiveError):
    """An input is not taken: it is not there, not an article, or not complete under --strict."""

    exit_code = 1


class InvalidRecordError(RefusedError):
    """A record does not fit its schema. `problems` holds every fault, each with its JSON path."""

    def __init__(self, what: str, problems: tuple[str, ...]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{what}: {problems[0]}{more}")
        self.problems = problems


class ProblemsError(RefusedError):
    """Several things of one input cannot be understood; `problems` holds each, with its place.

    A single one is told in the message; of several the message is their number, and `details`
    holds the first of them, a line each.
    """

    def __init__(self, what: str, problems: tuple[str, ...], *, hint: str = "") -> None:
        one = len(problems) == 1
        super().__init__(
            f"{what}: {problems[0]}" if one else f"{what} has {len(problems)} mistakes", hint=hint
        )
        self.problems = problems
        if not one:
            more = len(problems) - _MOST_SHOWN
            told = (f"and {more} more",) if more > 0 else ()
            self.details = (*problems[:_MOST_SHOWN], *told)


class UsageError(NewsArchiveError):
    """The command was called wrongly; nothing was begun."""

    exit_code = 2


class NotFoundError(NewsArchiveError):
    """There is no such archive, bag or run."""


class WithdrawnError(NewsArchiveError):
    """The bag is withdrawn: shown to nobody, or destroyed."""

    exit_code = 4


class ConfigError(NewsArchiveError):
    """archive.toml cannot be used. `problems` holds every mistake in it."""

    def __init__(self, where: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"{where}: {'; '.join(problems)}", hint="Correct the file and try again.")
        self.problems = problems


class StoreError(NewsArchiveError):
    """The place where bags live could not be reached, read or written."""


class NoSpaceError(StoreError):
    """The disk, or the quota, is full. Nothing more can be stored until there is room."""


class SourceError(NewsArchiveError):
    """A source file could not be read, or changed while it was read."""


class UnfinishedError(SourceError):
    """A source is still being written. Where nobody named it, it is left for the next run."""


class LockedError(NewsArchiveError):
    """Another newsarchive holds the lock and did not release it in time."""


class DamagedBagError(NewsArchiveError):
    """A bag that was asked for is not what was taken in; `details` hold what is wrong with it."""

    exit_code = 1

    def __init__(self, message: str, details: tuple[str, ...], *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.details = details


class PolicyError(NewsArchiveError):
    """The archive's rules do not let this be given to who asks: embargoed, closed, withdrawn."""

    exit_code = 4


class LedgerError(NewsArchiveError):
    """The ledger is not a chain any more: a line is damaged, missing or out of place."""


class InterruptedRunError(KeyboardInterrupt):
    """The run is ended by a signal, before it is done.

    Not one of the errors above: whoever deals with the failure of one article or bag and goes on
    with the next must not take it for one.
    """


def why(error: OSError) -> str:
    """Why a system call failed, in the system's words: `no space left on device`."""
    return (error.strerror or str(error)).lower()
