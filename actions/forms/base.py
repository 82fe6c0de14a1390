"""What every form does with a message: answer a question in the middle, correct, leave, hand over, or fill.

Rasa calls `validate_<form>` once in each turn of the form; it fills the slots, says the next question itself and names
it as the requested slot. So a turn in a form costs one call, and a question in its middle costs none more.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Optional

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.answers.people import offer_person
from actions.answers.small_talk import not_understood
from actions.desk import ANSWERS, FORMS, DeskAction, Talk, answer_each
from actions.order_choice import Preference, only_names_order, the_order
from actions.words import is_enough
from shouhou.cases.orders import OrderRecord, find_order

# Intents that belong to the form itself; the others are answered in its middle.
_FORM_WORDS = {"inform", "affirm", "deny", "stop", "send_file", "out_of_scope", "express_anger", "give_tracking_number"}
# What a free text may turn out to be instead.
_QUESTIONS = ("ask_", "list_orders", "bot_challenge", "request_human", "bind_account", "unbind_account")
SURE = 0.6  # below this a free text is taken for the answer that was asked for, not for a question
VERY_SURE = 0.95  # as SURE, for a free text that asks for another form
PRESSED = 1.0  # a button's confidence
REQUESTED, CONFIRM = "requested_slot", "confirmed"


@dataclass(frozen=True)
class Refusal:
    """Something stood in the way and has been said. It ends the form, unless saying it asked for another value."""

    asks_again: Optional[str] = None


class Form(DeskAction):
    """A form's conversation. A subclass names its slots, reads a message into them and asks for what is missing."""

    form: ClassVar[str]
    starts_with: ClassVar[str]  # the intent that opens it
    own_slots: ClassVar[Sequence[str]]  # emptied when the form begins and when it ends
    free_text: ClassVar[frozenset[str]] = frozenset()  # slots that any words fill
    quotes: ClassVar[bool] = False  # free text is somebody else's to read, so that an ask in it is not for us
    prefer: ClassVar[Optional[Preference]] = None
    asks_what_to_change: ClassVar[bool] = False  # a no to the summary may mean a slip in it; else it ends the form

    def name(self) -> str:
        return f"validate_{self.form}"

    @abstractmethod
    def fill(self, talk: Talk, order: Optional[OrderRecord], requested: Optional[str]) -> bool:
        """Read the message into the slots, even before the order is known; whether anything was read."""

    def refusal(self, talk: Talk, order: OrderRecord) -> Optional[Refusal]:
        """Say what stands in the way; None when nothing does."""
        return None

    @abstractmethod
    def next_slot(self, talk: Talk, order: OrderRecord) -> str:
        """The next slot to ask for; CONFIRM when all is there."""

    @abstractmethod
    def ask(self, talk: Talk, order: OrderRecord, slot: str) -> None:
        """Ask for a slot; for CONFIRM, sum up."""

    def act(self, talk: Talk) -> None:
        """One turn of the form."""
        requested: Optional[str] = talk.get(REQUESTED) if talk.active_form == self.form else None
        offered = talk.get("offer")
        talk.set("offer", None)
        self._apologise(talk, requested)
        if requested is None:
            self._begin(talk)
            answer_each(talk, talk.further_asks)
        elif offered == "request_human" and talk.intent == "affirm" and requested != CONFIRM:
            self._hand_over(talk)
            return
        elif self._leaves(talk, requested) or self._is_interrupted(talk, requested):
            return
        self._go_on(talk, requested)

    def _begin(self, talk: Talk) -> None:
        for slot in self.own_slots:
            if slot != "evidence":  # what was uploaded just before belongs to what is filed now
                talk.set(slot, None)
        talk.set("pending", None)
        talk.set("failures", 0)

    def _go_on(self, talk: Talk, requested: Optional[str]) -> None:
        before = talk.get("order_number")
        order = the_order(talk, type(self).prefer)
        if order is None:
            self.fill(talk, None, requested)
            self._wait_for(talk, "order_number")
            return
        read = self.fill(talk, order, requested) or only_names_order(talk) or order.order_number != before
        if read or requested in (None, "order_number"):
            talk.set("failures", 0)
            refusal = self.refusal(talk, order)
            if refusal is not None:
                if refusal.asks_again is None:
                    self._end(talk)
                else:
                    self._wait_for(talk, refusal.asks_again)
                return
        answered = requested == CONFIRM and not read and self._confirm(talk)
        if answered:
            return
        slot = self.next_slot(talk, order)
        if not read and requested not in (None, "order_number"):
            self._unread(talk)
        if slot == CONFIRM:
            # The write is named after the question that the yes answers: whoever says yes to it, and however often,
            # there is one write.
            talk.set("confirm_key", talk.message_key)
        self.ask(talk, order, slot)
        self._wait_for(talk, slot)

    def _apologise(self, talk: Talk, requested: Optional[str]) -> None:
        """Sorry first; anger alone offers a person the second time, as it does outside a form."""
        if requested is None or talk.intent != "express_anger":
            if talk.entity("tone") == "anger":
                talk.say("utter_apologise_first")
            return
        times = int(talk.get("anger") or 0) + 1
        talk.set("anger", times)
        talk.say("utter_apologise_first" if times == 1 else "utter_sorry_anger_again")
        if times > 1:
            offer_person(talk)

    def _unread(self, talk: Talk) -> None:
        """Say that nothing was read. Anger, the same ask again and what lies outside our work are no failures."""
        if talk.intent in ("express_anger", self.starts_with):
            talk.set("failures", 0)
        elif talk.intent == "out_of_scope":
            talk.set("failures", 0)
            talk.say("utter_out_of_scope")
        else:
            not_understood(talk, "utter_not_understood_in_form")

    def _confirm(self, talk: Talk) -> bool:
        """Read a yes or a no to the summary; True when the turn is over with it."""
        if talk.intent == "affirm":
            talk.set(CONFIRM, True)
            talk.events.append(SlotSet(REQUESTED, None))
            talk.leaves_the_next_step_to_rules = True  # data/rules/forms.yml names the action that writes
            return True
        if talk.intent == "deny":
            if talk.get("denied") or not self.asks_what_to_change:
                talk.say("utter_stopped")
                self._end(talk)
            else:
                talk.set("denied", True)
                talk.say("utter_what_to_change")
                self._wait_for(talk, CONFIRM)
            return True
        return False

    def _leaves(self, talk: Talk, requested: str) -> bool:
        """Whether the buyer leaves the form: for good, for a person, or for another form."""
        if talk.intent == "stop":
            talk.say("utter_stopped")
            self._end(talk)
            return True
        if talk.intent == "request_human":
            self._hand_over(talk)
            return True
        other = FORMS.get(talk.intent)
        if other is None or other == self.form or not self._is_sure(talk, requested):
            return False
        if talk.intent == "cancel_aftersales" and not self._has_something_to_cancel(talk):
            talk.say("utter_stopped")
            self._end(talk)
            return True
        self._end(talk, then=other)
        return True

    def _is_interrupted(self, talk: Talk, requested: str) -> bool:
        """Answer a question in the middle of the form and ask again; True when it was one."""
        if talk.intent not in ANSWERS or talk.intent in _FORM_WORDS or not self._is_sure(talk, requested):
            return False
        answer_each(talk, [talk.intent, *talk.further_asks])
        talk.set("failures", 0)
        order = self._known_order(talk)
        if order is not None and requested != "order_number":
            if requested == CONFIRM:
                talk.set("confirm_key", talk.message_key)
            self.ask(talk, order, requested)
        elif not talk.has_asked_for_order:
            the_order(talk, type(self).prefer)
        self._wait_for(talk, requested)
        return True

    def _is_sure(self, talk: Talk, requested: str) -> bool:
        if requested not in self.free_text or talk.confidence >= PRESSED:
            return True
        if talk.intent in FORMS:
            return talk.confidence >= VERY_SURE and talk.entity("reason") is None and not self.quotes
        return talk.confidence >= SURE and talk.intent.startswith(_QUESTIONS)

    def _has_something_to_cancel(self, talk: Talk) -> bool:
        order = self._known_order(talk)
        return order is not None and order.facts.open_case

    def _known_order(self, talk: Talk) -> Optional[OrderRecord]:
        number = talk.get("order_number")
        if number is None:
            return None
        return find_order(talk.database, talk.policy, talk.speaker, number, talk.now)

    def _wait_for(self, talk: Talk, slot: str) -> None:
        # A slot event besides the request keeps Rasa from taking the turn for one in which nothing was read.
        talk.events.append(SlotSet("failures", talk.get("failures")))
        talk.events.append(SlotSet(REQUESTED, slot))

    def _hand_over(self, talk: Talk) -> None:
        ANSWERS["request_human"](talk)
        self._end(talk)

    def _end(self, talk: Talk, then: Optional[str] = None) -> None:
        clear(talk, self.own_slots)
        talk.events.append(SlotSet("failures", talk.get("failures")))  # see _wait_for
        talk.events += [SlotSet(REQUESTED, None), ActiveLoop(None), FollowupAction(then or "action_listen")]


def clear(talk: Talk, slots: Sequence[str]) -> None:
    """Empty a form's slots."""
    for slot in slots:
        talk.set(slot, None)


def add_files(talk: Talk) -> bool:
    """Add an uploaded file to the evidence; whether there was one."""
    file_id: Any = talk.entity("file_id")
    if file_id is None:
        return False
    talk.set("evidence", [*(talk.get("evidence") or []), file_id])
    return True


def read_evidence(talk: Talk, requested: Optional[str]) -> bool:
    """Read what the message says about evidence: a file, or that there is none or no more of it."""
    if add_files(talk):
        return True
    no_more = talk.entity("later") is not None or talk.intent in ("deny", "affirm") or is_enough(talk.text)
    if requested == "evidence" and no_more:
        talk.set("evidence_done", True)
        return True
    return False


def ask_evidence(talk: Talk) -> None:
    """Ask for evidence, or for more of it."""
    files = talk.get("evidence") or []
    if files:
        talk.say("utter_form_more_evidence", count=len(files))
    else:
        talk.say("utter_form_evidence")
