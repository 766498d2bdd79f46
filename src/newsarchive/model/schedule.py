"""What a scheduler is to start and under which conditions, and the files that tell it so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """The scheduled audit of one archive.

    `program` and `archive` are absolute paths; `name` tells this job from those of other archives;
    `user` is the account it runs as, a name or a number. It begins at `hour`:`minute`, and again
    every `every` seconds or somewhat more often. A `personal` job is that of a user's own manager,
    which cannot take away as much from it.

    `metrics_folder` is where the metrics file lies, "" if that is in the archive or there is none;
    `needs_home` and `needs_temp` tell whether something it needs lies below the folders of users or
    of temporary files; `ping` and `hook` are those of archive.toml, so that somebody is told also
    when that file cannot be read any more.
    """

    program: str
    archive: str
    name: str
    user: str
    hour: int
    minute: int
    every: int
    personal: bool = False
    metrics_folder: str = ""
    needs_home: bool = False
    needs_temp: bool = False
    ping: str = ""
    hook: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether anybody is told, over the network for all we know."""
        return bool(self.ping or self.hook)


@dataclass(frozen=True, slots=True)
class ScheduleFile:
    """A file for a scheduler: its name and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Installed:
    """Where the files of a job lie now; `unchanged` of them were there already, the same."""

    paths: tuple[str, ...]
    unchanged: frozenset[str]
