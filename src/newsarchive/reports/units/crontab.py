"""The scheduled audit as a line for cron. Pure text."""

import re
import shlex

from newsarchive.errors import UsageError
from newsarchive.model.schedule import Job, ScheduleFile
from newsarchive.reports.units.lines import command, fallbacks, head, note, refuse_unwritable
from newsarchive.reports.units.when import crontab_time, nearest

_MOST_CRON_LINE = 990  # Vixie cron cuts a command at 1,000 characters
_TO_CRON_NAME = re.compile(r"[^A-Za-z0-9_-]")  # cron skips files in cron.d with other signs


def cron(job: Job) -> ScheduleFile:
    """The line for cron: for /etc/cron.d, or without the account where it is `personal`.

    Raises:
        UsageError: a path or the account is one that crontabs cannot hold.
    """
    refuse_unwritable(job)
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
    told = ("env", *fallbacks(job)) if job.tells else ()
    line = shlex.join((*told, "nice", "-n", "19", "ionice", "-c", "3", *command(job))).replace(
        "%", r"\%"
    )
    if len(line) > _MOST_CRON_LINE:
        raise UsageError("cron cannot be given so long a path", hint="Use systemd.")
    account = "" if job.personal else f"{job.user} "
    lines = [
        *head(job, "cron"),
        "#",
        *note(
            "Nothing is printed while all is well. What is printed, cron sends by mail to the"
            " account; a line above the last one sends it to somebody else:"
            " MAILTO=operator@example.org"
        ),
        *note(
            "A hook in archive.toml that is not in /usr/bin or /bin needs its whole path, or such"
            " a line: PATH=/usr/local/bin:/usr/bin:/bin"
        ),
        *note(
            "cron does not make up for a run that was missed while the machine was off;"
            " newsarchive status counts it."
        ),
        *nearest(job),
        f"{crontab_time(job)} {account}{line}",
    ]
    name = _TO_CRON_NAME.sub("_", f"newsarchive-audit-{job.name}")
    return ScheduleFile(name, "\n".join(lines) + "\n")
