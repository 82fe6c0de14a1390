"""What Rasa is handed of a buyer's message, what it says in a turn, and what it read."""

import uuid
from typing import Any, Optional

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from shouhou.cases.conversations import Understood
from shouhou.cases.messages import BOT, Draft
from shouhou.channels.incoming import Incoming
from shouhou.dialogue.offers import parse

NOT_UNDERSTOOD = Understood()


class Replies(OutputChannel):
    """Collects what Rasa says in one turn."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.said: list[dict[str, Any]] = []
        self.failed = False  # set by rasa_patches when an action could not be run

    def name(self) -> str:
        return self.channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.said.append(message)


def user_message(incoming: Incoming, replies: Replies, at: str) -> UserMessage:
    """The message as Rasa takes it, said `at` (ISO 8601). Raises ValueError for a payload that is none of ours."""
    message = UserMessage(
        text=incoming.title or incoming.text or "",
        output_channel=replies,
        sender_id=incoming.conversation_id,
        input_channel=incoming.channel,
        message_id=incoming.key,
        metadata={
            "buyer_id": incoming.buyer_id, "at": at, **({"heard": True} if incoming.heard else {}),
            **({"left_queue": True} if incoming.left_queue else {}),
            **({"own_people": True} if incoming.own_people else {}),
        },
    )
    if incoming.payload is not None:
        message.parse_data = _pressed(incoming.payload, message)
    elif incoming.file_id is not None:
        message.parse_data = _parsed("send_file", {"file_id": incoming.file_id}, message)
    elif message.text and message.text.startswith("/"):
        # A leading slash would make Rasa take typed text for an intent with entities of the buyer's choosing.
        message.text = "／" + message.text[1:]
    return message


def _pressed(payload: str, message: UserMessage) -> dict[str, Any]:
    """A button's payload as parsed, with the question that it answers: buttons need no language model."""
    given = parse(payload)
    return {**_parsed(given.intent, given.entities, message), "pressed": given.scope}


def _parsed(intent: str, entities: dict[str, Any], message: UserMessage) -> dict[str, Any]:
    return {
        "text": message.text,
        "intent": {"name": intent, "confidence": 1.0},
        "intent_ranking": [{"name": intent, "confidence": 1.0}],
        "entities": [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in entities.items()],
        "message_id": message.message_id,
        "metadata": message.metadata,
    }


def draft_of(said: dict[str, Any]) -> Optional[Draft]:
    """One of Rasa's messages as ours; None for one that says nothing."""
    custom = said.get("custom") or {}
    text = said.get("text")
    if not text:
        return None
    buttons = [{"title": b["title"], "payload": b["payload"]} for b in said.get("buttons") or []]
    return Draft(
        uuid.uuid4().hex, custom.get("from", BOT), text=text, buttons=buttons or None, facts=custom.get("facts") or None
    )


def understood_in(tracker: DialogueStateTracker) -> Understood:
    """What the language model read, whatever the dialogue then made of it."""
    latest = tracker.latest_message
    ranking = (latest.parse_data or {}).get("intent_ranking") if latest is not None else None
    if not ranking:
        return NOT_UNDERSTOOD
    return Understood(ranking[0].get("name"), ranking[0].get("confidence"))
