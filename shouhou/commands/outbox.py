"""Messages that have not reached their buyers, for staff."""

from typing import Annotated

import typer

from shouhou.commands.common import one_line, open_shop


def outbox(
    held: Annotated[
        bool, typer.Option("--held", help="Only those that are held, not those that wait for another try.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Let all that is held be tried again, once what was wrong is mended.")
    ] = False,
) -> None:
    """Print the messages that have not reached their buyers, the oldest first, and handovers that WeChat has not taken.

    What is held for a window or a quota goes out by itself when the buyer writes again.
    """
    from shouhou.cases.outbox import try_again, undelivered
    from shouhou.cases.posting import Posting, Thing
    from shouhou.rules.window import in_shanghai

    with open_shop() as shop:
        if again:
            typer.echo(f"{try_again(shop.database, shop.now)} to be tried again")
            return
        left = [item for item in undelivered(shop.database) if item.status is Posting.HELD or not held]
    for item in left:
        since = in_shanghai(item.at).isoformat(" ", "minutes")
        state = f"held: {item.why}" if item.status is Posting.HELD else item.status.value
        sender, text = ("-", "(handover)") if item.kind is Thing.HANDOVER else (item.sender, item.text)
        parts = (item.conversation_id, since, sender, state, f"tries: {item.tries}", text)
        typer.echo("\t".join(one_line(part) for part in parts))
    if not left:
        typer.echo("nothing is held" if held else "nothing waits")
