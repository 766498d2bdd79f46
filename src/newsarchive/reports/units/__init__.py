"""The scheduled audit and the portal for systemd, the audit for cron, too. Pure text.

unitfiles: the units for systemd, from `service.j2`, `timer.j2` and `portal.j2`.
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
from newsarchive.reports.units.unitfiles import portal, systemd, unit_name

__all__ = [
    "cron",
    "document",
    "installed_lines",
    "next_lines",
    "next_steps",
    "portal",
    "printed",
    "systemd",
    "unit_name",
]
