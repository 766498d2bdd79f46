"""archive.toml: read into frozen values, all its mistakes at once; and written for a new one."""

import contextlib
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsarchive.digests import Algorithm
from newsarchive.durable import TooLargeError, read_small
from newsarchive.errors import ConfigError, NotFoundError, StoreError, why
from newsarchive.model.access import AccessPolicy, Reader
from newsarchive.model.decision import Access, is_line
from newsarchive.model.institution import Institution
from newsarchive.model.measure import parse_bytes, parse_seconds
from newsarchive.model.policy import Policy, Telling
from newsarchive.model.receiving import SCAN_SECONDS, SETTLE_SECONDS, Receiving
from newsarchive.reports.safe import visible

if TYPE_CHECKING:
    from newsarchive.model.supplied import Value

LAYOUT = 1
"""The newest layout of an archive on disk that this program knows."""

_TABLES = (
    "archive",
    "institution",
    "bags",
    "staff",
    "access",
    "withdrawal",
    "audit",
    "ingest",
    "defaults",
)
_STAFF_BY = "archivist"
_RECORDED = (Reader.ONSITE, Reader.STAFF)
_MOST_DAYS = 36_500
_AUDIT = (
    "every-days",
    "collections",
    "max-duration",
    "max-bytes",
    "run-every",
    "ping",
    "metrics",
    "hook",
    "notify",
)
_SHORTEST_RUN_EVERY = 60
_MOST_WAIT = 24 * 3600
_MOST_PERSONS = 9
_MOST_BYTES = 1 << 20
_MOST_MEASURE = 1 << 62  # seconds or bytes
_MOST_LAYOUT = 1 << 31
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_TOO_DEEP = "it is nested too deeply"
_MOST_NAMED, _LONGEST_NAMED, _LONGEST_KEY = 20, 250, 60  # mistakes, characters of one, of a name
# Settings have three levels. Of names with thousands, as in a.a.a.a = 1, what reads TOML holds the
# square in memory, so they are looked for first; no step of this goes back over what it has read.
_DEEP = re.compile(
    r"""(?:(?:(?<![A-Za-z0-9_-])[A-Za-z0-9_-]++|(?<!\\)"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
    r"""[ \t]*+\.[ \t]*+){32}"""
)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one archive.

    `staff_by` is who is said to have decided something where nobody is named: a role or staff id;
    `policy` is what is promised about fixity checks, `telling` who is told of scheduled ones,
    `access` who may read what nobody decided about, and whose uses the ledger keeps; `persons` how
    many have to agree before a bag is destroyed; `defaults` is what is said of each article of a
    collection that says nothing itself; `receiving` how files are received.
    """

    archive_id: str
    institution: Institution
    algorithms: tuple[Algorithm, ...]
    staff_by: str = _STAFF_BY
    policy: Policy = Policy()
    telling: Telling = Telling()
    access: AccessPolicy = AccessPolicy()
    persons: int = 1
    defaults: Mapping[str, "tuple[Value, ...]"] = field(default_factory=dict)
    receiving: Receiving = Receiving()


def load(path: Path) -> Config:
    """The settings in the file at `path`.

    Raises:
        NotFoundError: there is no such file.
        ConfigError: it holds mistakes; all are named. Or its layout is newer than this program.
        StoreError: it cannot be read.
    """
    where = path.parent
    try:
        text = read_small(path, _MOST_BYTES, follow=True).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError(
            f"there is no archive at {where}",
            hint="Is the disk attached that it lies on? If there never was one here, newsarchive"
            f" init -a {shlex.quote(str(where))} makes it; another one is named with -a.",
        ) from error
    except TooLargeError as error:
        raise ConfigError(str(path), (str(error.strerror),)) from error
    except OSError as error:
        reason = why(error)
        raise StoreError(f"cannot read {path}: {reason}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), ("it is not UTF-8 text",)) from error
    return _Reader(str(path), _parse(str(path), text)).config()


def _parse(where: str, text: str) -> Mapping[str, Any]:
    """The document in a text of TOML.

    Raises:
        ConfigError: it is none.
    """
    if _DEEP.search(text):
        raise ConfigError(where, (_TOO_DEEP,))
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(where, (_TOO_DEEP,)) from error
    except ValueError as error:  # besides what is no TOML, numbers of thousands of digits
        is_toml = isinstance(error, tomllib.TOMLDecodeError)
        what = _one_line(error) if is_toml else "a number in it has too many digits"
        raise ConfigError(where, (what,)) from error


def _one_line(problem: object, longest: int = _LONGEST_NAMED) -> str:
    """A mistake in words on one line, however long or odd the text is that it is about."""
    text = visible(str(problem))
    if len(text) <= longest:
        return text
    return f"{text[: longest // 2]} ... {text[-longest // 2 :]}"


def _short(name: str) -> str:
    return _one_line(name, _LONGEST_KEY)


class _Reader:
    """Reads one document and collects what is wrong with it."""

    def __init__(self, where: str, document: Mapping[str, Any]) -> None:
        self.where = where
        self.document = document
        self.problems: list[str] = []

    def config(self) -> Config:
        archive = self._table("archive", {"id", "layout"})
        layout = archive.get("layout")
        if type(layout) is not int or not 1 <= layout < _MOST_LAYOUT:
            self.problems.append("archive.layout must be a number from 1")
        elif layout > LAYOUT:
            raise ConfigError(
                self.where,
                (f"its layout is {layout}, newer than {LAYOUT}: a newer newsarchive is needed",),
            )
        identifier = archive.get("id")
        if not isinstance(identifier, str) or not identifier or _CONTROL.search(identifier):
            self.problems.append("archive.id must be the archive's URN")
        institution = self._institution()
        algorithms = self._algorithms()
        staff_by = self._staff()
        access = self._access()
        persons = self._persons()
        audit = self._table("audit", set(_AUDIT))
        policy, telling = self._policy(audit), self._telling(audit)
        receiving = self._receiving()
        defaults = self._defaults()
        for name in sorted(set(self.document) - set(_TABLES)):
            self.problems.append(f"[{_short(name)}] is not known; known are {', '.join(_TABLES)}")
        if self.problems:
            named = [_one_line(problem) for problem in self.problems[:_MOST_NAMED]]
            if (more := len(self.problems) - _MOST_NAMED) > 0:
                named.append(f"and {more:,} more")
            raise ConfigError(self.where, tuple(named))
        return Config(
            str(identifier),
            institution,
            algorithms,
            staff_by,
            policy,
            telling,
            access,
            persons,
            defaults,
            receiving,
        )

    def _table(self, name: str, known: set[str]) -> Mapping[str, Any]:
        table = self.document.get(name, {})
        if not isinstance(table, dict):
            self.problems.append(f"{name} must be a table: [{name}]")
            return {}
        for key in sorted(set(table) - known):
            listed = ", ".join(sorted(known))
            self.problems.append(f"{name}.{_short(key)} is not known; known are {listed}")
        return table

    def _institution(self) -> Institution:
        names = {"name", "address", "contact-name", "contact-email"}
        table = self._table("institution", names)
        values = {}
        for name in sorted(names):
            value = table.get(name, "")
            if not isinstance(value, str) or _CONTROL.search(value):
                self.problems.append(f"institution.{name} must be one line of text")
                value = ""
            values[name.replace("-", "_")] = value.strip()
        return Institution(**values)

    def _algorithms(self) -> tuple[Algorithm, ...]:
        listed = self._table("bags", {"algorithms"}).get("algorithms", ["sha512"])
        known = ", ".join(Algorithm)
        if not isinstance(listed, list) or not all(isinstance(a, str) for a in listed):
            self.problems.append(f"bags.algorithms must be a list of: {known}")
            return ()
        for name in listed:
            if name not in set(Algorithm):
                self.problems.append(f"bags.algorithms: {name!r} is not one of {known}")
        chosen = tuple(dict.fromkeys(Algorithm(a) for a in listed if a in set(Algorithm)))
        if Algorithm.SHA512 not in chosen:
            self.problems.append("bags.algorithms must hold sha512, whatever else it holds")
        return chosen

    def _staff(self) -> str:
        by = self._table("staff", {"by"}).get("by", _STAFF_BY)
        if not isinstance(by, str) or not is_line(by):
            self.problems.append("staff.by must be one line of text: a role or a staff id")
            return ""
        return by

    def _access(self) -> AccessPolicy:
        table = self._table("access", {"default", "record"})
        default, recorded = table.get("default", Access.OPEN.value), table.get("record", [])
        if not isinstance(default, str) or default not in set(Access):
            self.problems.append(f"access.default must be one of: {', '.join(Access)}")
            default = Access.OPEN.value
        known = {reader.value for reader in _RECORDED}
        if not isinstance(recorded, list) or not all(
            isinstance(one, str) and one in known for one in recorded
        ):
            self.problems.append(f"access.record must be a list of: {', '.join(_RECORDED)}")
            recorded = []
        return AccessPolicy(Access(default), frozenset(map(Reader, recorded)))

    def _persons(self) -> int:
        persons = self._table("withdrawal", {"persons"}).get("persons", 1)
        if type(persons) is not int or not 1 <= persons <= _MOST_PERSONS:
            self.problems.append(f"withdrawal.persons must be a number from 1 to {_MOST_PERSONS}")
            return 1
        return persons

    def _policy(self, audit: Mapping[str, Any]) -> Policy:
        default = Policy()
        collections = audit.get("collections", {})
        if not isinstance(collections, dict):
            self.problems.append("audit.collections must be a table: [audit.collections]")
            collections = {}
        return Policy(
            every_days=self._days("audit.every-days", audit.get("every-days", default.every_days)),
            collections={
                name: self._days(f"audit.collections.{_short(name)}", days)
                for name, days in collections.items()
            },
            max_seconds=self._measure(audit, "max-duration", parse_seconds),
            max_bytes=self._measure(audit, "max-bytes", parse_bytes),
            run_every=self._run_every(audit),
            watched="run-every" in audit,
        )

    def _receiving(self) -> Receiving:
        table = self._table("ingest", {"scan", "scan-timeout", "settle"})
        line = table.get("scan", "")
        command: tuple[str, ...] = ()
        if not isinstance(line, str) or (line and not is_line(line)):
            self.problems.append("ingest.scan must be one line of text")
        else:
            try:
                command = tuple(shlex.split(line))
            except ValueError as error:
                self.problems.append(f"ingest.scan is no command: {error}".lower())
        if command and not any("{file}" in word for word in command[1:]):
            self.problems.append("ingest.scan must say where the file comes: {file}")
        return Receiving(
            command,
            self._seconds(table, "scan-timeout", SCAN_SECONDS, least=1),
            self._seconds(table, "settle", SETTLE_SECONDS, least=0),
        )

    def _seconds(self, table: Mapping[str, Any], name: str, default: int, *, least: int) -> int:
        value = table.get(name, default)
        seconds = value if type(value) is int else -1
        if isinstance(value, str):
            with contextlib.suppress(ValueError):
                seconds = 0 if value.strip() in {"0", "0s"} else parse_seconds(value)
        if not least <= seconds <= _MOST_WAIT:
            self.problems.append(
                f'ingest.{name} must be a time from {least} s to {_MOST_WAIT // 3600} hours: "2s"'
            )
            return default
        return seconds

    def _defaults(self) -> Mapping[str, "tuple[Value, ...]"]:
        listed = self.document.get("defaults", {})
        if not isinstance(listed, dict) or not all(isinstance(t, dict) for t in listed.values()):
            self.problems.append('defaults must be tables by collection: [defaults."Tolm Post"]')
            return {}
        if not listed:
            return {}
        from newsarchive.model.supplied import merge  # noqa: PLC0415  # it takes 10 ms to import

        return {
            collection: merge(filter(None, (self._default(collection, *s) for s in table.items())))
            for collection, table in listed.items()
        }

    def _default(self, collection: str, name: str, said: Any) -> "Value | None":
        from newsarchive.model.asked import ONE_ARTICLE  # noqa: PLC0415  # see above
        from newsarchive.model.supplied import Value  # noqa: PLC0415

        texts = said if isinstance(said, list) else [said]
        problem = f"{_short(name)} must be a text or a list of texts"
        if all(isinstance(text, str) for text in texts):
            try:
                value = Value.parse(name, texts, basis=f"defaults:{collection}")
            except ValueError as error:
                problem = str(error)
            else:
                if value.field.name not in ONE_ARTICLE:
                    return value
                problem = f"{value.field.name} is said of one article, not of a collection"
        self.problems.append(f"defaults.{_short(collection)}: {problem}")
        return None

    def _days(self, name: str, days: Any) -> int:
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= _MOST_DAYS:
            self.problems.append(f"{name} must be a number of days from 1 to {_MOST_DAYS:,}")
            return Policy().every_days
        return days

    def _measure(
        self, audit: Mapping[str, Any], name: str, parse: Callable[[str], int]
    ) -> int | None:
        value = audit.get(name, "")
        if value == "":
            return None
        if type(value) not in {str, int}:
            self.problems.append(f"audit.{name} must be a text or a number")
            return None
        try:
            measure = parse(value if isinstance(value, str) else _digits(value))
        except ValueError as error:
            self.problems.append(f"audit.{name}: {error}")
            return None
        if measure > _MOST_MEASURE:
            self.problems.append(f"audit.{name} is more than can be counted")
            return None
        return measure

    def _run_every(self, audit: Mapping[str, Any]) -> int:
        seconds = self._measure(audit, "run-every", parse_seconds)
        if seconds is not None and not _SHORTEST_RUN_EVERY <= seconds <= _MOST_DAYS * 86_400:
            self.problems.append(
                f"audit.run-every must be a minute or more, and {_MOST_DAYS:,} days or less"
            )
        return Policy().run_every if seconds is None else seconds

    def _telling(self, audit: Mapping[str, Any]) -> Telling:
        lines = {}
        for name in ("ping", "metrics", "hook", "notify"):
            value = audit.get(name, "")
            if not isinstance(value, str) or (value and not is_line(value)):
                self.problems.append(f"audit.{name} must be one line of text")
                value = ""
            lines[name] = value
        if lines["ping"] and not lines["ping"].startswith(("http://", "https://")):
            self.problems.append(
                "audit.ping must be an address that begins with http:// or https://"
            )
        if lines["notify"] not in {"", "damage", "always"}:
            self.problems.append('audit.notify must be "damage" or "always"')
        try:
            hook = tuple(shlex.split(lines["hook"]))
        except ValueError as error:
            self.problems.append(f"audit.hook is no command: {error}".lower())
            hook = ()
        return Telling(lines["ping"], lines["metrics"], hook, lines["notify"] or "damage")


def _digits(number: int) -> str:
    """A number as text; one of thousands of digits, which has none in Python, as what none is."""
    return str(number) if abs(number) <= _MOST_MEASURE else "a number of many digits"


def render(config: Config) -> str:
    """The text of a new archive.toml."""
    quoted = json.dumps  # a JSON string is a TOML string
    institution = config.institution
    algorithms = ", ".join(quoted(a.value) for a in config.algorithms)
    return f"""\
# The settings of this archive. See README.txt beside this file.

[archive]
id = {quoted(config.archive_id)}
layout = {LAYOUT}

[institution]
# Who keeps this archive: it stands in every bag as Source-Organization and so on.
name = {quoted(institution.name)}
address = {quoted(institution.address)}
contact-name = {quoted(institution.contact_name)}
contact-email = {quoted(institution.contact_email)}

[bags]
# The checksums of the files in each bag. sha512 is always among them.
algorithms = [{algorithms}]

[staff]
# Who supplies and decides, unless --by says otherwise: a role or a staff id, never a login.
by = {quoted(config.staff_by)}

[access]
# Who may read an article of which nobody decided it, and of which its source says nothing else:
# open, registered, onsite, metadata-only or closed.
default = {quoted(config.access.default.value)}
# Whose uses of what is not open are entered in the ledger: "onsite", "staff".
record = [{", ".join(quoted(r) for r in _RECORDED if r in config.access.recorded)}]

[withdrawal]
# How many persons have to agree before a bag is destroyed (newsarchive withdraw --destroy).
persons = {config.persons}

[ingest]
# What looks for harmful files in everything that is received; 0 is clean, 1 refuses the file:
# scan = "clamdscan --no-summary --fdpass {{file}}"
# scan-timeout = "2m"
# A file in a folder is taken in when nothing of it changed for so long; "0s" takes it at once:
# settle = "{SETTLE_SECONDS}s"

[audit]
# How many days may pass between two fixity checks of a bag; `newsarchive status` counts by it.
every-days = {config.policy.every_days}
# What one scheduled run (newsarchive audit --due) may use up; leave out what needs no bound:
# max-duration = "2h"
# max-bytes = "500GB"
# How much time lies between two scheduled runs: `newsarchive status` says when one was missed.
# run-every = "1d"
# Who hears of scheduled runs: a URL, a file for Prometheus, a command that gets a message.
# ping = "https://..."
# metrics = "/var/lib/node_exporter/newsarchive.prom"
# hook = "mail -s newsarchive operator"
# Collections with a number of days of their own:
# [audit.collections]
# "Reuters 2004" = 30

# What is true of every article of a collection that says nothing of it itself:
# [defaults."Tolm Post 1950s"]
# source = "Tolm Post"
# language = "de"
"""
