"""When a job runs: the step that a calendar can repeat, as systemd and cron write it."""

from newsarchive.model.policy import DAY
from newsarchive.model.schedule import Job
from newsarchive.reports.units.lines import note

_MINUTE, _HOUR = 60, 3600
# What a calendar can repeat evenly. A month has up to 31 days.
_MINUTES = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)
_HOURS = (1, 2, 3, 4, 6, 8, 12)
_STEPS = (*(m * _MINUTE for m in _MINUTES), *(h * _HOUR for h in _HOURS), DAY, 7 * DAY, 31 * DAY)


def step_of(job: Job) -> int:
    """The longest step of a calendar, in seconds, that is not longer than what is asked for."""
    return max(step for step in _STEPS if step <= max(job.every, _MINUTE))


def calendar(job: Job) -> str:
    """When, as systemd.time(7) writes it."""
    step = step_of(job)
    if step < _HOUR:
        every = step // _MINUTE
        return f"*-*-* *:{job.minute % every:02}/{every}:00"
    if step < DAY:
        every = step // _HOUR
        return f"*-*-* {job.hour % every:02}/{every}:{job.minute:02}:00"
    day = {DAY: "*-*-*", 7 * DAY: "Sun *-*-*", 31 * DAY: "*-*-01"}[step]
    return f"{day} {job.hour:02}:{job.minute:02}:00"


def crontab_time(job: Job) -> str:
    """When, as crontab(5) writes it."""
    step = step_of(job)
    if step < _HOUR:
        every = step // _MINUTE
        return f"{job.minute % every}-59/{every} * * * *"
    if step < DAY:
        every = step // _HOUR
        return f"{job.minute} {job.hour % every}-23/{every} * * *"
    day = {DAY: "* * *", 7 * DAY: "* * 0", 31 * DAY: "1 * *"}[step]
    return f"{job.minute} {job.hour} {day}"


def nearest(job: Job) -> tuple[str, ...]:
    """A comment that says so where the step is not what archive.toml asks for."""
    if step_of(job) == job.every:
        return ()
    return note(
        "run-every in archive.toml is a time that no calendar repeats evenly. This is the longest"
        " one that a calendar does, and not longer."
    )
