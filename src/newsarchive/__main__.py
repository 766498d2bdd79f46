"""The program's door: `newsarchive`, and `python -m newsarchive`.

Until the command line is loaded nobody is there to say anything about Ctrl-C: it simply ends the
process, as it does any other.
"""

import gc
import signal


def main() -> None:
    """Load the command line, and run it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What is imported is no garbage: it is not looked for before the command is loaded (in `cli`),
    # and then every 20,000 objects, a few MB. By default that takes a twelfth of the time.
    gc.disable()
    gc.set_threshold(20_000, 20, 20)
    from newsarchive import cli  # noqa: PLC0415  # after the signal is seen to

    cli.main()


if __name__ == "__main__":
    main()
