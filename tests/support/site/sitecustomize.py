"""Python imports this when it starts: in a worker that is to be broken, the fault is installed.

A spawned worker takes nothing from its parent but the environment (support/victims.py).
"""

import json
import os
import sys

if "SUPPORT_WORKER_FAULT" in os.environ and "--multiprocessing-fork" in sys.orig_argv:
    from support.faults import Fault, install

    install(Fault(**json.loads(os.environ["SUPPORT_WORKER_FAULT"])))
