"""What buyers had passed on to the merchant, and the merchant's answers, entered by staff."""

from typing import Annotated

import typer

from shouhou.commands.common import one_line, open_shop

merchant = typer.Typer(help="Messages to the merchant.", no_args_is_help=True)

MAX_TEXT = 2_000


@merchant.command("list")
def list_(
    only_open: Annotated[bool, typer.Option("--open", help="Only those without an answer.")] = False,
) -> None:
    """Print what buyers had passed on to the merchant: what is due first comes first."""
    from shouhou.cases.merchant import all_messages
    from shouhou.rules.window import in_shanghai

    with open_shop() as shop:
        for message in all_messages(shop.database, only_open):
            due = in_shanghai(message.due_at).isoformat(" ", "minutes")
            state = "overdue" if message.due_at <= shop.now else "open"
            state = state if message.answered_at is None else "answered"
            parts = (message.message_number, message.order_number, state, due, message.words, message.answer or "-")
            typer.echo("\t".join(one_line(part) for part in parts))


@merchant.command()
def answer(
    message_number: Annotated[str, typer.Argument(help="Such as MM261122-7K3M9QXB.")],
    text: Annotated[str, typer.Option("--text", help="The merchant's words, as the buyer reads them.")],
) -> None:
    """Enter the merchant's answer to a message, once."""
    from shouhou.cases.merchant import answer_message

    if not text.strip() or len(text) > MAX_TEXT:
        raise typer.BadParameter(f"an answer has 1 to {MAX_TEXT} characters", param_hint="--text")
    with open_shop() as shop:
        message = answer_message(shop.database, message_number, text, shop.now)
    typer.echo(f"{one_line(message.message_number)}: answered")
