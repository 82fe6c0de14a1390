"""What Rasa calls: one action, which leads the whole turn. Blocking work runs in a thread."""

import asyncio
import logging
from datetime import datetime
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.lead import lead
from actions.turn import Desk, Turn
from shouhou import clock
from shouhou.cases.database import Database
from shouhou.cases.speakers import Speaker
from shouhou.dialogue.fragments import completed
from shouhou.dialogue.message import read_message
from shouhou.dialogue.state import dump, load
from shouhou.settings import policy, settings

logger = logging.getLogger(__name__)
TALK = "talk"


@lru_cache(maxsize=1)
def the_desk() -> Desk:
    """This process's case database and policy."""
    return Desk(Database(settings().database_url), policy())


class ActionTurn(Action):
    """One turn."""

    def name(self) -> str:
        return "action_turn"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Rasa's entrance: the talk in, its replies and its new memory out."""
        turn = turn_of(the_desk(), tracker.sender_id, dict(tracker.latest_message), tracker.slots.get(TALK))
        await asyncio.to_thread(lead, turn)
        for said in turn.end():
            custom: dict[str, Any] = {}
            if said.facts:
                custom["facts"] = said.facts
            if said.sender is not None:
                custom["from"] = said.sender
            dispatcher.utter_message(text=said.text, buttons=said.buttons, json_message=custom)
        return [SlotSet(TALK, dump(turn.state))]


def turn_of(desk: Desk, conversation_id: str, parse: dict[str, Any], memory: Any) -> Turn:
    """A turn from what Rasa says of the message, and what the talk remembers."""
    metadata = parse.get("metadata") or {}
    now = datetime.fromisoformat(metadata["at"]) if metadata.get("at") else clock.now()
    message = completed(read_message({"message_id": f"{conversation_id}#", **parse}))
    return Turn(desk, message, load(memory), Speaker(conversation_id, metadata.get("buyer_id")), now)
