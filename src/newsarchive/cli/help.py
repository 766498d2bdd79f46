"""`newsarchive help`: the help of the program, or of one of its commands."""

import click


@click.command()
@click.argument("name", metavar="[COMMAND]", required=False)
@click.pass_context
def command(context: click.Context, name: str | None) -> int:
    """Show the help of newsarchive, or of COMMAND, as --help does.

    \b
    Example:
      newsarchive help audit

    \b
    Exit status:
      0  shown
      2  there is no such command
    """
    from newsarchive.cli import group, no_command  # noqa: PLC0415  # it imports this one

    parent = context.parent or context
    if name is None:
        click.echo(group.get_help(parent))
        return 0
    found = group.get_command(parent, name)
    if found is None:
        raise no_command(name)
    click.echo(found.get_help(click.Context(found, parent=parent, info_name=name)))
    return 0
