"""Which interrupted audits the next one goes on with. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from newsarchive.model.auditing import RunState, Scope
from newsarchive.model.run import Run
from newsarchive.model.subject import MAIN

# An interrupted run is taken up so long; what it saw before is too old to be told as of now.
_TAKEN_UP_WITHIN = timedelta(days=7)
_A_PERSON = "SIGINT"


def taken_up(
    runs: Iterable[Run],
    scope: Scope,
    now: datetime,
    is_known: Callable[[Run], bool],
    store: str = MAIN,
) -> tuple[Run, ...]:
    """The runs that one of this scope, in `store`, goes on with, oldest first, of `runs` in order.

    They were killed, or ended by the system: a person who stops an audit and starts another wants
    all of it. `is_known` tells whether what a run saw is still known; if not it is looked at again.
    """
    chain: list[Run] = []
    for run in reversed(list(runs)):
        if run.scope != scope or run.store != store:
            continue
        if run.state is not RunState.INTERRUPTED or run.stopped == _A_PERSON:
            break
        began = datetime.fromisoformat(run.began)
        if not now - _TAKEN_UP_WITHIN <= began <= now or not is_known(run):
            break
        chain.append(run)
        if not run.continues:
            break
    return tuple(reversed(chain))
