"""How long the command line takes to start, next to an interpreter that does nothing.

The limit of the house is 150 ms for `newsarchive --help` (docs/architecture.md, section 10). It is
shown and not enforced: a busy machine is no mistake in the program.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
LIMIT_MS = 150.0
COMMAND = str(Path(sys.executable).with_name("newsarchive"))

CASES = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "newsarchive --version": [COMMAND, "--version"],
    "newsarchive --help": [COMMAND, "--help"],
}


def milliseconds(command: list[str]) -> float:
    """The wall time of one run.

    Raises:
        subprocess.CalledProcessError: it failed; its time would mean nothing.
    """
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def measure() -> dict[str, list[float]]:
    """All times by case. The cases take turns, so that a slow moment of the machine hits all."""
    for command in CASES.values():
        milliseconds(command)  # the first run compiles and warms the page cache
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(ROUNDS):
        for name, command in CASES.items():
            times[name].append(milliseconds(command))
    return times


def main() -> None:
    """Print one line for each case."""
    load = os.getloadavg()[0]
    print(f"Python {sys.version.split()[0]}, median of {ROUNDS} runs, load {load:.1f}")
    times = measure()
    bare = statistics.median(times["python -c pass"])
    print(f"{'':24}{'median':>9}{'fastest':>10}{'slowest':>10}{'to python':>11}{'to 150 ms':>11}")
    for name, runs in times.items():
        middle = statistics.median(runs)
        print(
            f"{name:24}{middle:6.1f} ms{min(runs):7.1f} ms{max(runs):7.1f} ms"
            f"{middle / bare:10.2f}x{middle / LIMIT_MS:10.2f}x"
        )


if __name__ == "__main__":
    main()
