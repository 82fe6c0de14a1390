"""Conversations that a person answers, from the command line: the way until the desk is open."""

import uuid
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from shouhou.commands.common import CommandError, Shop, one_line, open_shop

if TYPE_CHECKING:
    from shouhou.cases.handovers import HandoverRecord
    from shouhou.cases.messages import Draft

handover = typer.Typer(help="Conversations handed over to people.", no_args_is_help=True)

MAX_AGENT = 64
MAX_TEXT = 2_000
Conversation = Annotated[str, typer.Argument(help="The conversation, as `handover list` names it.")]
Agent = Annotated[str, typer.Option("--agent", help="Who answers.")]


@handover.command("list")
def list_() -> None:
    """Print the conversations that wait for a person or have one: urgent ones first, then the oldest."""
    from shouhou.cases.handovers import waiting
    from shouhou.rules.window import in_shanghai

    with open_shop() as shop:
        for record in waiting(shop.database):
            since = in_shanghai(record.opened_at).isoformat(" ", "minutes")
            urgency = "urgent" if record.urgent else "-"
            parts = (record.conversation_id, record.status.value, urgency, since, record.agent or "-", record.reason,
                     record.summary)
            typer.echo("\t".join(one_line(part) for part in parts))


@handover.command()
def take(conversation: Conversation, agent: Agent) -> None:
    """Take a conversation: from now on the bot is silent in it."""
    from shouhou.cases import handovers
    from shouhou.shared.doorbell import ring

    with open_shop() as shop:
        said = _system_message("utter_handover_taken", {"handover": "taken"}, _agent(agent))
        handovers.take(shop.database, conversation, agent, shop.now, said)
        ring(shop.settings, conversation)
    typer.echo(f"{conversation}: taken by {agent}")


@handover.command()
def reply(
    conversation: Conversation, text: Annotated[str, typer.Argument(help="What the buyer reads.")], agent: Agent
) -> None:
    """Say something to the buyer in a conversation that you have taken."""
    from shouhou.cases.conversations import say
    from shouhou.cases.messages import AGENT, Draft
    from shouhou.shared.doorbell import ring

    if not text.strip() or len(text) > MAX_TEXT:
        raise typer.BadParameter(f"a reply has 1 to {MAX_TEXT} characters", param_hint="TEXT")
    with open_shop() as shop:
        _must_have(shop, conversation, _agent(agent))
        draft = Draft(message_id=uuid.uuid4().hex, sender=AGENT, text=text, agent=agent)
        say(shop.database, conversation, draft, shop.now)
        heard = ring(shop.settings, conversation)
    typer.echo(f"{conversation}: said" + ("" if heard else " (the bot does not run; the buyer reads it on return)"))


@handover.command()
def back(conversation: Conversation) -> None:
    """Hand a conversation back: the bot answers again."""
    from shouhou.cases.handovers import hand_back
    from shouhou.shared.doorbell import ring

    with open_shop() as shop:
        hand_back(shop.database, conversation, shop.now, _system_message("utter_handover_ended", {"handover": "ended"}))
        ring(shop.settings, conversation)
    typer.echo(f"{conversation}: back with the bot")


def _system_message(response_name: str, facts: dict[str, str], agent: Optional[str] = None) -> "Draft":
    from shouhou.cases.messages import SYSTEM, Draft
    from shouhou.responses import response

    text = response(response_name, agent=agent or "")
    return Draft(message_id=uuid.uuid4().hex, sender=SYSTEM, text=text, facts=facts, agent=agent)


def _must_have(shop: Shop, conversation: str, agent: str) -> None:
    from shouhou.rules.hours import HandoverStatus

    record = _open_handover(shop, conversation)
    if record is None or record.status is not HandoverStatus.TAKEN:
        raise CommandError(f"{conversation} is not taken; first: shouhou handover take {conversation} --agent {agent}")
    if record.agent != agent:
        raise CommandError(f"{conversation} is taken by {record.agent}; take it over first to reply")


def _open_handover(shop: Shop, conversation: str) -> "HandoverRecord | None":
    from shouhou.cases.handovers import waiting

    return next((record for record in waiting(shop.database) if record.conversation_id == conversation), None)


def _agent(name: str) -> str:
    if not name.strip() or len(name) > MAX_AGENT:
        raise CommandError(f"--agent is a name of 1 to {MAX_AGENT} characters")
    return name
