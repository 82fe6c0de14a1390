"""Messages that have not reached their buyers, for staff."""

from typing import Annotated

import typer

from shouhou.commands.common import one_line, open_shop


def outbox(
    held: Annotated[
        bool, typer.Option("--held", help="Only those that are held, not those that wait for another try.")
    ] = False,
) -> None:
    """Print the messages that have not reached their buyers, the oldest first.

    What is held for a window or a quota goes out by itself when the buyer writes again.
    """
    from shouhou.cases.outbox import undelivered
    from shouhou.cases.posting import Posting
    from shouhou.rules.window import in_shanghai

    with open_shop() as shop:
        left = [item for item in undelivered(shop.database) if item.status is Posting.HELD or not held]
    for item in left:
        since = in_shanghai(item.at).isoformat(" ", "minutes")
        state = f"held: {item.why}" if item.status is Posting.HELD else item.status.value
        parts = (item.conversation_id, since, item.sender, state, f"tries: {item.tries}", item.text)
        typer.echo("\t".join(one_line(part) for part in parts))
    if not left:
        typer.echo("nothing is held" if held else "nothing waits")
