"""Widget tokens for trying things out; a shop's own server makes those of its buyers."""

from typing import Annotated

import typer

from shouhou.commands.common import CommandError, plain_errors


def token(
    buyer_id: Annotated[str, typer.Argument(help="The buyer; with --guest, the visit.")],
    ttl: Annotated[int, typer.Option("--ttl", min=1, help="Seconds that it is good for.")] = 3600,
    guest: Annotated[bool, typer.Option("--guest", help="Make a guest's token.")] = False,
) -> None:
    """Print a widget token."""
    from shouhou.channels.tokens import make_token
    from shouhou.settings import settings

    with plain_errors():
        buyer, visit = (None, buyer_id) if guest else (buyer_id, None)
        try:
            made = make_token(settings().secret(), buyer_id=buyer, visit=visit, ttl=ttl)
        except ValueError as error:
            raise CommandError(str(error)) from error
    typer.echo(made)
