"""Whether scheduled audits come as they should. Pure."""

from collections.abc import Iterable
from datetime import datetime

from newsarchive.model.auditing import Reach
from newsarchive.model.policy import Policy
from newsarchive.model.run import Run
from newsarchive.model.status import Watch


def missed(runs: Iterable[Run], policy: Policy, now: datetime) -> Watch:
    """Whether scheduled audits come, by all `runs` on record, oldest first.

    They are expected where one ever came, or the settings say so. Half of the time between two may
    pass before one that did not come counts as missed.
    """
    scheduled = [run for run in runs if _is_scheduled(run, watched=policy.watched)]
    if not scheduled:
        return Watch(policy.run_every)
    last = scheduled[-1]
    began = last.began
    waited = (now - datetime.fromisoformat(began)).total_seconds()
    return Watch(policy.run_every, began, max(int(waited / policy.run_every - 0.5), 0))


def _is_scheduled(run: Run, *, watched: bool) -> bool:
    reach = run.scope.reach
    return reach == Reach.DUE or (watched and reach == Reach.ALL)
