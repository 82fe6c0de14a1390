"""Rasa's dialogue memory, kept as small as it can be: the slots of each conversation.

Rasa's own stores keep every event, read them all at each turn and post them with each action call, so a turn gets
slower as a conversation grows. Our rules look no further back than the buyer's latest message, so a turn starts from
a tracker of a few events, however long the talk. The memory is stored with the turn's replies in one transaction
(cases/conversations.finish_turn): this store only hands it over.
"""

import json
from datetime import datetime, timedelta
from typing import Any, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

FORGET_AFTER = timedelta(hours=12)  # a talk taken up later starts anew


class TurnMemory(TrackerStore):
    """Hands a turn its tracker and takes it back."""

    def __init__(
        self, domain: Optional[Domain] = None, event_broker: Optional[EventBroker] = None, **kwargs: Any
    ) -> None:
        super().__init__(domain, event_broker)
        self._given: dict[str, Optional[str]] = {}
        self._taken: dict[str, DialogueStateTracker] = {}

    def give(self, conversation_id: str, memory: Optional[str], now: datetime) -> None:
        """Set what the turn will start from; a memory older than FORGET_AFTER is dropped."""
        self._given[conversation_id] = memory if memory is not None and _is_fresh(memory, now) else None

    def take(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """The tracker that the turn ended with; None when the turn did not reach its end."""
        self._given.pop(conversation_id, None)
        return self._taken.pop(conversation_id, None)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        given = self._given.get(sender_id)
        return restore(sender_id, self.domain, given)

    async def save(self, tracker: DialogueStateTracker) -> None:
        self._taken[tracker.sender_id] = tracker

    async def keys(self) -> list[str]:
        return list(self._given)


def remember(tracker: DialogueStateTracker, now: datetime) -> str:
    """What must outlive the turn, as text."""
    slots = {
        name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value
    }
    return json.dumps({"at": now.isoformat(), "slots": slots}, ensure_ascii=False)


def restore(conversation_id: str, domain: Domain, memory: Optional[str]) -> DialogueStateTracker:
    """A tracker that listens, with the remembered slots."""
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    if memory is not None:
        remembered = json.loads(memory)
        known = {slot.name for slot in domain.slots}  # a slot that a new model dropped is forgotten
        events += [SlotSet(name, value) for name, value in remembered["slots"].items() if name in known]
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    return DialogueStateTracker.from_events(conversation_id, events, domain.slots, domain=domain)


def _is_fresh(memory: str, now: datetime) -> bool:
    return abs(now - datetime.fromisoformat(json.loads(memory)["at"])) < FORGET_AFTER
