"""One turn: what the buyer sent, what the talk remembers, and what the bot says and changes.

Who speaks comes from the channel's metadata alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from string import Formatter
from typing import Any, Optional

from actions.words import order_label, spoken_label, word
from shouhou import responses
from shouhou.cases.database import Database
from shouhou.cases.orders import OrderRecord, find_order, orders_of
from shouhou.cases.speakers import Speaker
from shouhou.dialogue import offers
from shouhou.dialogue.message import Clause, Message
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.state import Offer, Question, State
from shouhou.responses import Variation
from shouhou.rules.policy import Policy

FORM_OFFER = "offer"
_DRAFTS = ("merchant", "addition")  # forms whose summary is a message to somebody
_PLACES = {"evidence": "more", "request_type": "kind"}
SUMMARY = "_confirm_"  # stands in the names of the responses that sum up


@dataclass(frozen=True)
class Desk:
    """What every turn works with."""

    database: Database
    policy: Policy


@dataclass
class Said:
    """One message of the bot's. `question`: the id of the question that its answer buttons answer."""

    response: str
    text: str
    buttons: list[dict[str, str]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    sender: Optional[str] = None
    question: Optional[str] = None


class Turn:
    """What answers and forms know of the turn, and what they say and change."""

    def __init__(self, desk: Desk, message: Message, state: State, speaker: Speaker, now: datetime) -> None:
        self.database = desk.database
        self.policy = desk.policy
        self.message = message
        self.state = state
        self.speaker = speaker
        self.now = now
        self.said: list[Said] = []
        self.answered: list[str] = []  # the asks that were answered, by their names
        self.answers: list[Said] = []  # and what was said to them
        self.place_before = self.place  # where the talk stood when the message came
        self.draft_before = state.draft  # and what was being filled in
        self.reading = Reading(message)  # the leader sets it once it has read the message
        self.focus: Optional[Clause] = None  # the clause whose ask is being answered, in a message of several
        self.other_meant: Optional[str] = None  # the one of two orders that is meant, as the other is said not to be
        self.asked_for_order = False  # the buyer has been asked which order is meant, or to prove it
        self.leaves_question = False  # a yes was carried out, and what was asked beside it has no answer yet
        self.unhelpful = False  # the turn did not help the buyer on
        self.repeats = False  # something was said that was said the turn before
        self._last_words: list[str] = []
        self._orders: Optional[list[OrderRecord]] = None

    # What is known

    def orders(self) -> list[OrderRecord]:
        """Every order that the speaker may see, the latest paid first; read once a turn."""
        if self._orders is None:
            self._orders = orders_of(self.database, self.policy, self.speaker, self.now)
        return self._orders

    def order(self, number: Optional[str]) -> Optional[OrderRecord]:
        """One of them; None for none, or one that is not the speaker's to see."""
        if number is None:
            return None
        known = next((each for each in self.orders() if each.order_number == number), None)
        return known or find_order(self.database, self.policy, self.speaker, number, self.now)

    def reread(self) -> None:
        """Something was written: what was read before no longer holds."""
        self._orders = None

    @property
    def place(self) -> str:
        """Where the talk stands, as acts.py names it: what was last asked decides what words do."""
        question = self.state.question
        if question is None:
            return "open"
        if question.slot == "confirm":
            return "message" if question.of in _DRAFTS else "summary"
        if question.of == FORM_OFFER:
            return "offer"
        return _PLACES.get(question.slot, "why")

    @property
    def order_in_view(self) -> Optional[OrderRecord]:
        return self.order(self.state.order)

    # What is said

    def say(
        self,
        response: str,
        facts: Optional[dict[str, Any]] = None,
        *,
        buttons: Optional[Sequence[Mapping[str, str]]] = None,
        order: Optional[OrderRecord] = None,
        sender: Optional[str] = None,
        **values: Any,
    ) -> Said:
        """Say a response of the domain, its blanks filled, in words that the turn before did not use if there are any.

        `facts` carry the same for programs. Buttons that begin something are about `order`, or the order of the facts.
        """
        if order is not None:
            label = order_label if SUMMARY in response else spoken_label  # a summary shows the whole title
            values = {"order": label(order), **values}
        variation, text, repeats = self._worded(response, values)
        same = [said for said in self.said if said.response == response and said.text == text]
        if same:  # two asks with one answer hear it once
            return same[0]
        self.repeats = self.repeats or repeats
        number = order.order_number if order is not None else (facts or {}).get("order_number")
        given = [dict(each) for each in (variation.buttons if buttons is None else buttons)]
        if number is not None:
            given = [{**each, "payload": offers.about(each["payload"], number)} for each in given]
        said = Said(response, text, given, dict(facts or {}), sender)
        self.said.append(said)
        return said

    def ask(self, said: Said, of: str, slot: str, scope: str, does: str = "") -> None:
        """Make what was just said the question that waits for an answer; its buttons are the choices.

        `scope` names the question: the same one asked again keeps its name, and its older buttons stand.
        """
        before = self.state.question
        times = before.times + 1 if before is not None and before.id == scope else 1
        choices = [Offer(each["title"], each["payload"]) for each in said.buttons]
        self.state.question = Question(scope, of, slot, choices, times, does)
        said.question = scope

    def offer(self, said: Said, does: str) -> None:
        """Make what was just said an offer: a plain yes to it carries out the payload `does`, where no form waits."""
        if self.state.draft is not None and self.state.question is not None:
            said.buttons = []
            return
        number = said.facts.get("order_number")
        if number is not None:
            does = offers.about(does, number)
        self.ask(said, FORM_OFFER, "yes", f"o{self.state.next_number()}", does)

    def say_at_the_end(self, response: str) -> None:
        """Say a response once what was asked has its answer; where a question waits, it is left out."""
        self._last_words.append(response)

    def said_any(self, *names: str) -> bool:
        """Whether one of these responses was said."""
        return any(said.response in names for said in self.said)

    def end(self) -> list[Said]:
        """Everything said, with the buttons that stand; to be called once, when the turn is led."""
        question = self.state.question
        if question is None or question.of == FORM_OFFER:
            for response in self._last_words:
                self.say(response)
        for said in self.said:
            mine = question is not None and said.question == question.id
            said.buttons = [
                {"title": each["title"], "payload": offers.with_scope(each["payload"], question.id if question else "")}
                for each in said.buttons
                if mine or offers.parse(each["payload"]).intent not in offers.ANSWERS
            ]
        self.state.said = [said.text for said in self.said]
        return self.said

    def _worded(self, response: str, values: Mapping[str, Any]) -> tuple[Variation, str, bool]:
        """The variation to say, its text, and whether it repeats the turn before."""
        given = [(each, self._filled(each, values)) for each in responses.variations(response)]
        spoken = {said.text for said in self.said if said.response == response}
        if spoken:
            given = [each for each in given if each[1] in spoken] or given
        fresh = [each for each in given if each[1] not in self.state.said]
        if not fresh:
            again = f"{response}_again"
            if responses.exists(again):
                return (*self._first(again, values), True)
            return (*given[0], True)
        # Which of several comes by the talk's own count, so that the same talk said again reads the same.
        return (*fresh[len(self.state.topics) % len(fresh)], False)

    def _first(self, response: str, values: Mapping[str, Any]) -> tuple[Variation, str]:
        variation = responses.variations(response)[0]
        return variation, self._filled(variation, values)

    def _filled(self, variation: Variation, values: Mapping[str, Any]) -> str:
        names = {name for _, name, _, _ in Formatter().parse(variation.text) if name}
        missing = names - set(values)
        text = variation.text.format(**{**self._numbers(missing), **values})
        return text if variation.is_sure else _with_caveat(text)

    def _numbers(self, names: set[str]) -> dict[str, Any]:
        """The policy's numbers and the order's facts, for texts that trainers write."""
        filled: dict[str, Any] = {}
        for name in names:
            entry = getattr(self.policy, name, None)
            if entry is not None and isinstance(entry.value, int):
                filled[name] = f"{entry.value}"
            elif name.endswith(("_opens", "_closes")):
                hours, _, edge = name.rpartition("_")
                filled[name] = f"{getattr(getattr(self.policy, f'{hours}_hours').value, edge):%H:%M}"
            elif name in ("product", "order", "last_day"):
                filled[name] = self._of_order(name)
        return filled

    def _of_order(self, name: str) -> str:
        order = self.order_in_view or next(iter(self.orders()), None)
        if order is None:
            return word("format", "this_order")
        if name == "last_day":
            from actions.verdict_words import last_day_text

            return last_day_text(self, order)
        return order.product or order.order_number


def _with_caveat(text: str) -> str:
    """The text with what outranks it before its last stop."""
    caveat = word("caveat", "order_page")
    return f"{text[:-1]}{caveat}{text[-1]}" if text and text[-1] in "。！？" else f"{text}{caveat}"
