"""`newsarchive completion`: what a shell needs to complete commands and options."""

import click
from click.shell_completion import get_completion_class

_WHERE = {
    "bash": 'eval "$(newsarchive completion bash)"  in ~/.bashrc',
    "zsh": 'eval "$(newsarchive completion zsh)"  in ~/.zshrc',
    "fish": "newsarchive completion fish > ~/.config/fish/completions/newsarchive.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(sorted(_WHERE)))
def command(shell: str) -> int:
    """Print what SHELL needs to complete commands and options when you press Tab.

    \b
    Example:
      eval "$(newsarchive completion bash)"

    \b
    Exit status:
      0  printed
      2  there is no such shell here
    """
    from newsarchive.cli import group  # noqa: PLC0415  # it imports this one

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"there is no completion for {shell}")
    click.echo(kind(group, {}, "newsarchive", "_NEWSARCHIVE_COMPLETE").source())
    click.echo(f"To keep it: {_WHERE[shell]}", err=True)
    return 0
