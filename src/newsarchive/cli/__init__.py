"""The command line: the lazy group, and the rendering of errors. One file per command.

Only the command that runs is imported, so `--help` and `--version` start quickly.
"""

import gc
import importlib
import signal
import sys
from types import FrameType
from typing import Any

import click

from newsarchive import __version__
from newsarchive.cli import output
from newsarchive.errors import InterruptedRunError, NewsArchiveError, UsageError, why

__all__ = ["main", "no_command"]

# Each command with the line that `newsarchive --help` shows for it; its module has its name.
COMMANDS = {
    "init": "Make a new, empty archive.",
    "ingest": "Take articles into the archive, one bag each.",
    "describe": "Supply what is known of bags that are in the archive.",
    "validate": "Say whether a bag is valid, and every rule that it breaks.",
    "search": "Find articles by their words, and by what is known of them.",
    "list": "List articles: of a source, an agency, a year, a collection, or incomplete.",
    "show": "Show what is known of one bag.",
    "audit": "Check that every bag is still what was taken in.",
    "audits": "List the audits on record, and remove reports that nobody needs.",
    "status": "Show how the archive stands and what needs a person.",
    "history": "Show everything that happened to one bag, and the versions of its article.",
    "diff": "Show what differs between two versions of an article, word by word.",
    "acknowledge": "Take a finding that is known off the list of what needs a person.",
    "adopt": "Enter a bag again that the ledger does not know any more.",
    "decide": "Record a decision about a bag: collection, access, embargo, identifier.",
    "get": "Take bags home, checked: a folder, zip or tar; or a file, the text or a page of one.",
    "serve": "Show the archive as pages to readers in a browser.",
    "cite": "Cite an article: as a footnote, BibTeX, RIS or CSL-JSON.",
    "withdraw": "Close a bag for everybody, or destroy it with every copy of it.",
    "export": "Give a bag's record in another form.",
    "rebuild": "Make the catalog anew from the ledger and the audit reports, and the index.",
    "bag": "Make a BagIt bag of any folder, without an archive.",
    "schedule": "Print the units or the crontab line that run the audit.",
    "doctor": "Check the machine and the archive's folders, and say what to do.",
    "completion": "Print what a shell needs to complete commands and options.",
    "help": "Show the help of a command.",
}


def no_command(name: str) -> UsageError:
    """What is said to somebody who asked for a command that is not there, with the nearest one."""
    import difflib  # noqa: PLC0415  # only a mistake needs it

    near = difflib.get_close_matches(name, COMMANDS, n=1)
    hint = f"Did you mean {near[0]}?" if near else "newsarchive --help lists the commands."
    return UsageError(f"there is no command {name}", hint=hint)


class _LazyGroup(click.Group):
    """A group that imports a command's module when the command is called, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"newsarchive.cli.{cmd_name}")
        gc.freeze()
        gc.enable()
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise no_command(args[0])
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="newsarchive %(version)s")
def group() -> None:
    """Keep news articles as BagIt bags, and keep proving that each is what was taken in.

    The archive is the folder named by -a, else by $NEWSARCHIVE, else ./archive.

    \b
    Begin with:
      newsarchive init
      newsarchive ingest story.txt
      newsarchive audit

    \b
    Exit status:
      0  done, and all that was asked for holds
      1  findings: damage, or an input that was refused
      2  the command was called wrongly; nothing was begun
      3  not finished, or not verified
      4  refused by policy: embargoed, closed or withdrawn
      5  overdue: a fixity check that is due was not made (status)
    """


def main() -> None:
    """Run the command line, and end the process with the command's exit status."""
    output.begin()
    signal.signal(signal.SIGTERM, _terminated)
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # __main__ did without, until now
        signal.signal(signal.SIGINT, signal.default_int_handler)
    code = _run()
    if (lost := output.lost_answer()) and output.is_question(sys.argv[1:]):
        code = code or _say(f"the answer could not be written to standard output: {lost}.", 3)
    sys.exit(code)


def _run() -> int:
    try:
        result: Any = group.main(prog_name="newsarchive", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _say("interrupted; what was reported so far is done. Run the same command again.", 3)
    except NewsArchiveError as error:
        said = f"{error.message}. {error.hint}".rstrip(". ")
        said += "" if said.endswith("?") else "."
        return _say("\n  ".join((said, *error.details)), error.exit_code)
    except OSError as error:
        reason = why(error)
        where = f" {error.filename}" if error.filename else ""
        return _say(f"the system refused:{where}: {reason}", 3)
    except MemoryError:
        return _say("there is not enough memory", 3)
    return result if isinstance(result, int) else 0


def _say(message: str, code: int) -> int:
    print(f"newsarchive: {message}", file=sys.stderr)
    return code


def _terminated(number: int, _frame: FrameType | None) -> None:
    raise InterruptedRunError(f"signal {number}")
