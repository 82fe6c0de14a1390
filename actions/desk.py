"""One turn as an action sees it, and the base of every action.

Who speaks comes from the channel's metadata alone. Blocking work runs in a thread, so that one buyer's database call
never holds up another's turn.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from shouhou import clock
from shouhou.cases.database import Database
from shouhou.cases.speakers import Speaker
from shouhou.rules.policy import Policy
from shouhou.settings import policy as read_policy
from shouhou.settings import settings

FORMS = {
    "request_aftersales": "aftersales_form",
    "cancel_aftersales": "cancel_form",
    "file_complaint": "complaint_form",
    "contact_merchant": "merchant_form",
}


@lru_cache(maxsize=1)
def case_database() -> Database:
    """This process's case database."""
    return Database(settings().database_url)


class Talk:
    """What an action knows of the turn, and what it says and changes."""

    def __init__(self, tracker: Tracker, dispatcher: CollectingDispatcher) -> None:
        message = tracker.latest_message
        metadata = message.get("metadata") or {}
        intent = message.get("intent") or {}
        self._slots = dict(tracker.slots)
        self._dispatcher = dispatcher
        self.database: Database = case_database()
        self.policy: Policy = read_policy()
        self.speaker = Speaker(tracker.sender_id, metadata.get("buyer_id"))
        self.now = datetime.fromisoformat(metadata["at"]) if metadata.get("at") else clock.now()
        self.message_key: str = message.get("message_id") or f"{tracker.sender_id}#"
        self.text: str = message.get("text") or ""
        self.intent: str = intent.get("name") or ""
        self.ranking: list[dict[str, Any]] = message.get("intent_ranking") or []
        self.further_asks: list[str] = [name for name in message.get("asks") or [] if name in ANSWERS]
        self.confidence: float = intent.get("confidence") or 0.0
        self.entities: list[dict[str, Any]] = message.get("entities") or []
        self.told_reason_class: Optional[str] = message.get("told_reason_class")
        self.active_form: Optional[str] = (tracker.active_loop or {}).get("name")
        self.events: list[EventType] = []
        self.leaves_the_next_step_to_rules = False
        self.has_asked_for_order = False  # the question which order is meant has been put to the buyer
        self._last_words: list[str] = []

    def entity(self, kind: str) -> Any:
        """The first value of a kind of entity in the message, None when there is none."""
        return next((entity["value"] for entity in self.entities if entity["entity"] == kind), None)

    def entity_group(self, kind: str) -> Optional[str]:
        """The group of the first entity of a kind, None when it has none."""
        return next((entity.get("group") for entity in self.entities if entity["entity"] == kind), None)

    def get(self, slot: str) -> Any:
        """A slot's value, as this turn has left it."""
        return self._slots.get(slot)

    def set(self, slot: str, value: Any) -> None:
        """Set a slot."""
        if self._slots.get(slot) != value:
            self._slots[slot] = value
            self.events.append(SlotSet(slot, value))

    def say(
        self,
        response: str,
        facts: Optional[dict[str, Any]] = None,
        buttons: Optional[list[dict[str, str]]] = None,
        sender: Optional[str] = None,
        **values: Any,
    ) -> None:
        """Say a response of the domain, its blanks filled; `facts` carry the same for programs."""
        custom: dict[str, Any] = {}
        if facts:
            custom["facts"] = facts
        if sender is not None:
            custom["from"] = sender
        texts = {name: str(value) for name, value in values.items()}
        self._dispatcher.utter_message(response=response, json_message=custom, buttons=buttons, **texts)

    def say_at_the_end(self, response: str) -> None:
        """Say a response once what was asked has its answer; a form, which has a question of its own, leaves it out."""
        self._last_words.append(response)

    def end(self) -> None:
        """Say what was kept for the end."""
        for response in self._last_words:
            self.say(response)

    def forget(self) -> None:
        """Forget the talk so far and who spoke: whoever goes on with it is a guest."""
        for slot in list(self._slots):
            self.set(slot, None)
        self.speaker = Speaker(self.speaker.conversation_id)

    def offer(self, intent: str) -> None:
        """Remember what a plain yes to this answer would mean."""
        self.set("offer", intent)

    def go_on_with(self, action: str) -> None:
        """Let Rasa run another action or form in this same turn."""
        self.events.append(FollowupAction(action))


class DeskAction(Action, ABC):
    """An action whose work is `act`, run in a thread."""

    @abstractmethod
    def name(self) -> str:
        """What Rasa calls it."""

    @abstractmethod
    def act(self, talk: Talk) -> None:
        """Do the turn's work."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Rasa's entrance."""
        talk = Talk(tracker, dispatcher)
        await asyncio.to_thread(self.act, talk)
        if not talk.leaves_the_next_step_to_rules and not any(event["event"] == "followup" for event in talk.events):
            talk.go_on_with("action_listen")  # what the rules would say; a tenth of a turn went into asking them
        return talk.events


Answer = Callable[[Talk], None]
ANSWERS: dict[str, Answer] = {}
NEED_ORDER: set[str] = set()  # the intents among them whose answer is about an order
_ACTIONS: list[type[DeskAction]] = []  # rasa_sdk finds actions among living subclasses: these must be kept alive


def answers(intent: str) -> Callable[[Answer], Answer]:
    """Make a function the answer to an intent: Rasa finds it as `action_<intent>`, forms call it in mid-course."""

    def register(answer: Answer) -> Answer:
        ANSWERS[intent] = answer
        if getattr(answer, "needs_order", False):
            NEED_ORDER.add(intent)

        class _AnswerAction(DeskAction):
            def name(self) -> str:
                return f"action_{intent}"

            def act(self, talk: Talk) -> None:
                begin(talk)
                answer_each(talk, [intent, *talk.further_asks])
                talk.end()

        _ACTIONS.append(_AnswerAction)
        return answer

    return register


def answer_each(talk: Talk, asks: Sequence[str]) -> None:
    """Answer several asks of one message; those for which an order must first be named come last, and wait together."""
    asked_for, said = [ask for ask in asks if ask in NEED_ORDER], talk.intent
    for ask in [*(ask for ask in asks if ask not in asked_for), *asked_for]:
        if not talk.has_asked_for_order:
            talk.intent = ask
            ANSWERS[ask](talk)
    talk.intent = said
    if talk.has_asked_for_order and asked_for and talk.active_form is None:
        talk.set("pending", asked_for)


def begin(talk: Talk) -> None:
    """What every understood turn starts with: an angry buyer hears an apology first; old offers lapse."""
    talk.set("failures", 0)
    talk.set("offer", None)
    if talk.entity("date") is None:
        talk.set("calculation_product", None)
    if talk.entity("tone") == "anger" and talk.intent != "express_anger":
        talk.say("utter_apologise_first")
