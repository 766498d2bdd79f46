"""The scheduled audit as units for systemd and as a line for cron. Pure text.

unitfiles: the service and the timer for systemd, from `service.j2` and `timer.j2`.
crontab: the line for cron.
when: how often.  lines: what both have.  told: what came of it, for people and programs.
"""

from newsarchive.reports.units.crontab import cron
from newsarchive.reports.units.told import (
    document,
    installed_lines,
    next_lines,
    next_steps,
    printed,
)
from newsarchive.reports.units.unitfiles import systemd, unit_name

__all__ = [
    "cron",
    "document",
    "installed_lines",
    "next_lines",
    "next_steps",
    "printed",
    "systemd",
    "unit_name",
]
