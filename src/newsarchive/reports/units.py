"""The scheduled audit as units for systemd and as a line for cron. Pure text."""

import re
import shlex
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from newsarchive.errors import UsageError
from newsarchive.model.policy import DAY
from newsarchive.model.schedule import Installed, Job, ScheduleFile

_MINUTE, _HOUR = 60, 3600
# What a calendar can repeat evenly. A month has up to 31 days.
_MINUTES = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)
_HOURS = (1, 2, 3, 4, 6, 8, 12)
_STEPS = (*(m * _MINUTE for m in _MINUTES), *(h * _HOUR for h in _HOURS), DAY, 7 * DAY, 31 * DAY)
_MOST_DELAY = 900
_MOST_CRON_LINE = 990  # Vixie cron cuts a command at 1,000 characters
_MOST_NAME = 200  # a unit's name has 255 at most, what stands around ours included
_TO_CRON_NAME = re.compile(r"[^A-Za-z0-9_-]")  # cron skips files in cron.d with other signs
_NO_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, bytes that are no UTF-8, line breaks
_NOT_FOR_EXEC = re.compile(r"[\"'\\]")


def unit_name(job: Job) -> str:
    r"""The name of its units without their ending: `newsarchive-audit-news\x20archive`.

    As systemd-escape does it, but for `-`, which is left for people to read, since nothing turns
    these names back into paths, and `:`, which `systemd-analyze verify` cannot be given.

    Raises:
        UsageError: it would be too long.
    """
    octets = job.name.encode("utf-8", "surrogateescape")
    kept = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"
    escaped = "".join(chr(o) if o in kept else f"\\x{o:02x}" for o in octets)
    if len(escaped) > _MOST_NAME:
        raise UsageError("the archive's folder has too long a name", hint="Give one with --name.")
    return f"newsarchive-audit-{escaped}"


def systemd(job: Job) -> tuple[ScheduleFile, ScheduleFile]:
    """The service and the timer.

    Raises:
        UsageError: a path holds what unit files cannot.
    """
    _refuse_unwritable(job)
    name = unit_name(job)
    return (
        ScheduleFile(f"{name}.service", "\n".join(_service(job)) + "\n"),
        ScheduleFile(f"{name}.timer", "\n".join(_timer(job)) + "\n"),
    )


def cron(job: Job) -> ScheduleFile:
    """The line for cron: for /etc/cron.d, or without the account where it is `personal`.

    Raises:
        UsageError: a path or the account is one that crontabs cannot hold.
    """
    _refuse_unwritable(job)
    if "\\" in job.program + job.archive:
        # One cron reads \\ as one backslash and the next as two: crontab(5) does not say.
        raise UsageError(
            "cron cannot be given a path with a backslash",
            hint="Use systemd, or another path to the same folder.",
        )
    if not job.personal and job.user.isdigit():
        raise UsageError(
            f"the account {job.user} has no name, and cron needs one", hint="Give one with --user."
        )
    told = ("env", *_fallbacks(job)) if job.tells else ()
    command = shlex.join((*told, "nice", "-n", "19", "ionice", "-c", "3", *_command(job))).replace(
        "%", r"\%"
    )
    if len(command) > _MOST_CRON_LINE:
        raise UsageError("cron cannot be given so long a path", hint="Use systemd.")
    account = "" if job.personal else f"{job.user} "
    lines = [
        *_head(job, "cron"),
        "#",
        *_note(
            "Nothing is printed while all is well. What is printed, cron sends by mail to the"
            " account; a line above the last one sends it to somebody else:"
            " MAILTO=operator@example.org"
        ),
        *_note(
            "A hook in archive.toml that is not in /usr/bin or /bin needs its whole path, or such"
            " a line: PATH=/usr/local/bin:/usr/bin:/bin"
        ),
        *_note(
            "cron does not make up for a run that was missed while the machine was off;"
            " newsarchive status counts it."
        ),
        *_nearest(job),
        f"{_crontab_time(job)} {account}{command}",
    ]
    name = _TO_CRON_NAME.sub("_", f"newsarchive-audit-{job.name}")
    return ScheduleFile(name, "\n".join(lines) + "\n")


def _fallbacks(job: Job) -> tuple[str, ...]:
    """Whom to tell if archive.toml cannot be read, as variables of the environment."""
    hook = shlex.join(job.hook) if job.hook else ""
    given = (("NEWSARCHIVE_PING", job.ping), ("NEWSARCHIVE_HOOK", hook))
    return tuple(f"{name}={value}" for name, value in given if value)


def _command(job: Job) -> tuple[str, ...]:
    return (job.program, "audit", "--due", "--quiet", "--wait", "1h", "-a", job.archive)


def _head(job: Job, form: str) -> tuple[str, ...]:
    return (
        f"# The fixity audit of the news archive at {job.archive}",
        f"# Made by `newsarchive schedule {form}`: run that again when archive.toml has changed.",
    )


def _note(text: str) -> tuple[str, ...]:
    """A comment, as many lines as it needs."""
    return tuple(f"# {line}" for line in textwrap.wrap(text, 90, break_on_hyphens=False))


def _refuse_unwritable(job: Job) -> None:
    for path in (job.program, job.archive, job.metrics_folder):
        if any(unicodedata.category(sign) in _NO_TEXT for sign in path):
            raise UsageError(
                f"no schedule can be written for {path!r}: the path holds signs that are no text",
                hint="Use another path to the same folder, such as a link.",
            )


# --- when


def _step(job: Job) -> int:
    """The longest step of a calendar, in seconds, that is not longer than what is asked for."""
    return max(step for step in _STEPS if step <= max(job.every, _MINUTE))


def _calendar(job: Job) -> str:
    """As systemd.time(7) writes it."""
    step = _step(job)
    if step < _HOUR:
        every = step // _MINUTE
        return f"*-*-* *:{job.minute % every:02}/{every}:00"
    if step < DAY:
        every = step // _HOUR
        return f"*-*-* {job.hour % every:02}/{every}:{job.minute:02}:00"
    day = {DAY: "*-*-*", 7 * DAY: "Sun *-*-*", 31 * DAY: "*-*-01"}[step]
    return f"{day} {job.hour:02}:{job.minute:02}:00"


def _crontab_time(job: Job) -> str:
    """As crontab(5) writes it."""
    step = _step(job)
    if step < _HOUR:
        every = step // _MINUTE
        return f"{job.minute % every}-59/{every} * * * *"
    if step < DAY:
        every = step // _HOUR
        return f"{job.minute} {job.hour % every}-23/{every} * * *"
    day = {DAY: "* * *", 7 * DAY: "* * 0", 31 * DAY: "1 * *"}[step]
    return f"{job.minute} {job.hour} {day}"


def _nearest(job: Job) -> tuple[str, ...]:
    if _step(job) == job.every:
        return ()
    return _note(
        "run-every in archive.toml is a time that no calendar repeats evenly. This is the longest"
        " one that a calendar does, and not longer."
    )


# --- systemd


def _word(text: str) -> str:
    """One word of a unit file, whatever is in it (systemd.syntax(7), Quoting)."""
    if re.fullmatch(r"[A-Za-z0-9_./:@+,=-]+", text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', r"\"").replace("%", "%%")
    return f'"{escaped}"'


def _exec(job: Job) -> str:
    """The command line of ExecStart= (systemd.service(5), Command lines)."""
    words = list(_command(job))
    if _NOT_FOR_EXEC.search(job.program):
        words.insert(0, "/usr/bin/env")  # systemd starts nothing that has such a path
    # With a colon before the path, no $ stands for a variable.
    colon = ":" if any("$" in word for word in words) else ""
    return " ".join(_word(word) for word in (colon + words[0], *words[1:]))


def _description(job: Job) -> str:
    """The archive for people. It ends with a bracket: a backslash would go on in the next line."""
    return f"{job.name} ({job.archive})".replace("%", "%%")


def _paths(*paths: str) -> str:
    """Paths, each of which may be missing."""
    return " ".join(_word(f"-{path}") for path in paths)


def _service(job: Job) -> Iterator[str]:
    yield from _head(job, "systemd")
    yield ""
    yield "[Unit]"
    yield f"Description=newsarchive: fixity audit of {_description(job)}"
    if not job.personal:
        yield from _note(
            "The disks and shares are there before it starts. One that is not is no reason for it "
            "not to start: it says so itself, and tells."
        )
        yield "After=local-fs.target remote-fs.target"
        if job.tells:
            yield from _note("archive.toml names somebody to be told over the network.")
            yield "Wants=network-online.target"
            yield "After=network-online.target"
    yield ""
    yield "[Service]"
    yield "Type=oneshot"
    if job.tells:
        yield from _note("Who is told if archive.toml cannot be read: its disk may be gone.")
        yield from (f"Environment={_word(given)}" for given in _fallbacks(job))
    yield f"ExecStart={_exec(job)}"
    yield from _note(
        "Exit status 1 (damage) and 3 (not verified) make this unit fail, and that is meant: it is "
        "listed by systemctl --failed, and a drop-in with OnFailure= can start something."
    )
    if not job.personal:
        yield from _note("The account that owns the archive: what an audit writes stays its own.")
        yield f"User={job.user}"
    yield from _note("As long as it takes: how long a run may be is max-duration in archive.toml.")
    yield "TimeoutStartSec=infinity"
    yield from _note(
        "When it is stopped, it alone is told: it ends its workers itself and writes its report. "
        "If it has not ended after this time it is killed, and the next run goes on from there."
    )
    yield "KillMode=mixed"
    yield "TimeoutStopSec=5min"
    yield ""
    yield from _note("It waits for whoever else needs the processor or the disk.")
    yield "Nice=19"
    yield "CPUWeight=20"
    yield "IOSchedulingClass=idle"
    yield "IOWeight=20"
    yield ""
    if job.personal:
        yield from _note(
            "What a user's own manager can take away from it for certain. A unit of the system can "
            "take away much more: newsarchive schedule systemd --system"
        )
    else:
        yield from _places(job)
        yield ""
    yield from _powers(job)
    if job.hook:
        yield ""
        yield from _note(
            "The hook in archive.toml runs inside all of this. It can use the network, and can "
            "neither become another account nor write elsewhere than in the paths above: a mail "
            "program that needs either is better started by OnFailure=."
        )


def _places(job: Job) -> Iterator[str]:
    root = job.archive
    yield from _note("The whole system can only be read ...")
    yield "ProtectSystem=strict"
    yield from _note(
        "... but for what an audit writes in the archive: audits/ (its report), ledger/ (that it "
        "was made), staging/ (locks), quarantine/ (torn pieces of ledger and reports), and in the "
        "archive's folder itself catalog.sqlite, with the journal that SQLite makes beside it."
    )
    yield f"ReadWritePaths={_paths(root)}"
    yield from _note(
        "The bags are only read. (An ingest that crashed is finished by the next one, not here.)"
    )
    fixed = (f"{root}/{name}" for name in ("bags", "schemas", "archive.toml", "README.txt"))
    yield f"ReadOnlyPaths={_paths(*fixed)}"
    if job.metrics_folder:
        yield from _note("The folder of the metrics file that archive.toml names.")
        yield f"ReadWritePaths={_paths(job.metrics_folder)}"
    if job.needs_home:
        yield from _note(
            "Something that it needs lies below the folders of users; it can only read them."
        )
        yield "ProtectHome=read-only"
    else:
        yield from _note("Nothing that it needs lies below the folders of users: it sees none.")
        yield "ProtectHome=tmpfs"
    if job.needs_temp:
        yield from _note(
            "Something that it needs lies below /tmp or /var/tmp, so it sees those of all."
        )
        yield "ReadWritePaths=/tmp /var/tmp"
    else:
        yield from _note("Temporary files of its own, gone when it ends.")
        yield "PrivateTmp=yes"
    yield from _note("No disk or other device by itself, only files.")
    yield "PrivateDevices=yes"
    yield from _note("Of /proc, only processes, and only its own.")
    yield "ProtectProc=invisible"
    yield "ProcSubset=pid"
    yield from _note(
        "No settings, modules, messages or groups of the kernel, and not its clock or its name."
    )
    yield "ProtectKernelTunables=yes"
    yield "ProtectKernelModules=yes"
    yield "ProtectKernelLogs=yes"
    yield "ProtectControlGroups=yes"
    yield "ProtectClock=yes"
    yield "ProtectHostname=yes"
    if not (job.tells):
        yield from _note("archive.toml names nobody to be told over the network: it has none.")
        yield "PrivateNetwork=yes"
    if job.user in {"root", "0"}:
        yield from _note("Of what root may do: reading every bag, whoever owns it.")
        yield "CapabilityBoundingSet=CAP_DAC_READ_SEARCH"
    else:
        yield from _note("No capability, whatever it runs.")
        yield "CapabilityBoundingSet="
    yield from _note(
        "It sees no keys of other services. (No RemoveIPC=: it would take away what other programs "
        "of the same account share.)"
    )
    yield "KeyringMode=private"


def _powers(job: Job) -> Iterator[str]:
    yield from _note(
        "No program that it runs gets more rights than it has, and none can be left behind."
    )
    yield "NoNewPrivileges=yes"
    yield "RestrictSUIDSGID=yes"
    if job.tells:
        yield from _note(
            "For the ping and the hook: the network, and this machine's service that knows names."
        )
        yield "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX"
    else:
        yield from _note("It talks to nobody. (Its workers have pipes.)")
        yield "RestrictAddressFamilies=none"
    yield from _note(
        "No containers, no other personality, no real-time priority, no code made at run time."
    )
    yield "RestrictNamespaces=yes"
    yield "LockPersonality=yes"
    yield "RestrictRealtime=yes"
    yield "MemoryDenyWriteExecute=yes"
    yield from _note(
        "The calls of an ordinary service, of this processor's own kind; others are refused."
    )
    yield "SystemCallArchitectures=native"
    yield "SystemCallFilter=@system-service"
    yield "SystemCallFilter=~@privileged @resources"
    yield "SystemCallErrorNumber=EPERM"
    yield from _note(
        "Reports can be read by those who can read the reports of an audit started by hand."
    )
    yield "UMask=0022"


def _timer(job: Job) -> Iterator[str]:
    yield from _head(job, "systemd")
    yield ""
    yield "[Unit]"
    yield f"Description=newsarchive: time for the fixity audit of {_description(job)}"
    yield ""
    yield "[Timer]"
    yield from _nearest(job)
    yield f"OnCalendar={_calendar(job)}"
    yield from _note(
        "A run that was missed while the machine was off is made up for when it is on again."
    )
    yield "Persistent=yes"
    yield from _note(
        "Not all machines at the same minute; but this one always at its own, so that the time "
        "between two runs stays the same."
    )
    yield f"RandomizedDelaySec={min(_MOST_DELAY, _step(job) // 96)}"
    yield "FixedRandomDelay=yes"
    yield ""
    yield "[Install]"
    yield "WantedBy=timers.target"


# --- what came of it


def document(
    form: str, files: Sequence[ScheduleFile], installed: Installed | None, steps: Sequence[str]
) -> dict[str, Any]:
    """The files, where they lie if they were installed, and what is left to run."""
    return {
        "form": form,
        "files": [{"name": file.name, "text": file.text} for file in files],
        "installed": None
        if installed is None
        else [
            {"path": path, "changed": path not in installed.unchanged} for path in installed.paths
        ],
        "next": list(steps),
    }


def printed(files: Sequence[ScheduleFile]) -> Iterator[str]:
    """The files, one after the other; what tells which is which is a comment in either form."""
    for number, file in enumerate(files):
        if len(files) > 1:
            yield f"{chr(10) * bool(number)}# {file.name}"
        yield file.text.removesuffix("\n")


def installed_lines(installed: Installed, steps: Sequence[str]) -> Iterator[str]:
    """What was written where, and what is left to run."""
    for path in installed.paths:
        yield f"{'There already:' if path in installed.unchanged else 'Wrote'} {path}"
    yield from next_lines(steps)


def next_lines(steps: Sequence[str]) -> Iterator[str]:
    """What is left to run."""
    yield from (f"Next: {step}" if n == 0 else f"      {step}" for n, step in enumerate(steps))


def next_steps(form: str, job: Job) -> tuple[str, ...]:
    """What the operator runs for the files to come into effect."""
    if form == "cron":
        # cron reads /etc/cron.d by itself; a crontab may hold other lines, which are not ours.
        return ("crontab -e, and add the last line above",) if job.personal else ()
    ours = "systemctl --user" if job.personal else "systemctl"
    timer = shlex.quote(f"{unit_name(job)}.timer")
    enable = f"{ours} daemon-reload && {ours} enable --now {timer}"
    # Without the second, it runs only while its owner is logged in.
    return (enable, "loginctl enable-linger") if job.personal else (enable,)
