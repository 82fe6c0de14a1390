"""Tokens and claims for trying things out; a shop's own server makes those of its buyers."""

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


def claim(
    order_number: Annotated[str, typer.Argument(help="The order that the link shows.")],
    page: Annotated[str, typer.Option("--page", help="The shop's page that has the widget.")] = "",
    ttl: Annotated[int, typer.Option("--ttl", min=1, help="Seconds that it is good for.")] = 7 * 24 * 3600,
) -> None:
    """Print a signed link to an order, for an order that came without a buyer and without a phone to prove it by."""
    from shouhou.cases.orders import order_exists
    from shouhou.channels.claims import make_claim
    from shouhou.commands.common import open_shop

    with open_shop() as shop:
        if not order_exists(shop.database, order_number):
            raise CommandError(f"no order {order_number}")
        made = make_claim(shop.settings.secret(), order_number, ttl)
    typer.echo(f"{page}#claim={made}")
