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
    # Circular garbage is looked for every 20,000 objects, a few MB: by default a twelfth of the
    # time goes into looking at what was imported and will never be any.
    gc.set_threshold(20_000, 20, 20)
    from newsarchive import cli  # noqa: PLC0415  # after the signal is seen to

    cli.main()


if __name__ == "__main__":
    main()
