"""What came of a schedule, and what is left to run."""

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from newsarchive.model.schedule import Installed, Job, ScheduleFile
from newsarchive.reports.units.unitfiles import unit_name


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
