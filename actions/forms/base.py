"""A form: a list of questions over one dataclass, a summary, a yes to exactly that, and the write.

The summary has an id made of its content. A yes names it: when what would be written now is not what was summed up,
nothing is written and the summary is shown anew.
"""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from typing import Any, ClassVar, Generic, Optional, TypeVar, cast

from actions.forms.answer import CONFIRM, Answer, Refusal
from actions.forms.at_summary import say_paused, says_again, sets_a_question_right, wants_something
from actions.orders import (
    ORDER,
    Preference,
    leave_behind,
    named_order,
    only_names_order,
    other_order_meant,
    the_order,
)
from actions.standing import left_values
from actions.turn import FORM_OFFER, Said, Turn
from actions.words import is_enough, word_or_empty
from shouhou.cases.confirmed import has_written
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue import offers
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.beside_yes import says_nothing
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.state import Draft, Offer
from shouhou.dialogue.yes_no import leading_yes, says_yes

NOT_PASSED_ON, NOT_COMPLAINED = "utter_not_passed_on", "utter_not_complained"  # said of forms given up, as below
LONGEST_YES = 4  # characters of a yes that is the wish's own verb (撤撤撤); longer, it is the wish again
D = TypeVar("D")
__all__ = ["CONFIRM", "Answer", "Form", "Refusal"]


class Form(ABC, Generic[D]):
    """A form's conversation. A subclass names its questions in order, reads a message, sums up and writes."""

    name: ClassVar[str]
    draft_type: ClassVar[type]
    prefer: ClassVar[Optional[Preference]] = None
    asks_what_to_change: ClassVar[bool] = False  # a no to the summary may mean a slip in it; else it ends the form
    free: ClassVar[frozenset[str]] = frozenset()  # slots that any words answer
    needs_order: ClassVar[bool] = True
    opened_by: ClassVar[Mapping[str, Mapping[str, Any]]] = {}  # the intents that open it, and what each presets

    @property
    def verbs(self) -> str:
        """Words of a yes to its summary, besides the plain ones."""
        return word_or_empty("verbs", self.name)

    @property
    def wishes(self) -> str:
        """Words of the wish for it: negated they are none."""
        return word_or_empty("wishes", self.name)

    @property
    def outright(self) -> str:
        """Words that ask for it whatever else is going on."""
        return word_or_empty("outright", self.name)

    # What a subclass says

    def begin(self, turn: Turn, draft: D, answer: Answer) -> None:
        """Take what was told before into a new draft."""

    @property
    def presets(self) -> frozenset[str]:
        """The fields that an offer may preset."""
        return frozenset(each.name for each in fields(self.draft_type))

    own_matters: ClassVar[frozenset[str]] = frozenset()  # asks that in this form are answers to it

    @abstractmethod
    def fill(self, turn: Turn, draft: D, order: Optional[OrderRecord], answer: Answer) -> bool:
        """Read the message into the draft; whether anything in it changed or was answered."""

    def refusal(self, turn: Turn, draft: D, order: OrderRecord) -> Optional[Refusal]:
        """Say what stands in the way; None when nothing does."""
        return None

    @abstractmethod
    def next_slot(self, turn: Turn, draft: D, order: OrderRecord) -> str:
        """The next slot to ask for; CONFIRM when all is there."""

    @abstractmethod
    def ask(self, turn: Turn, draft: D, order: OrderRecord, slot: str) -> Said:
        """Ask for a slot."""

    @abstractmethod
    def sum_up(self, turn: Turn, draft: D, order: OrderRecord) -> Said:
        """Say all that a yes will write."""

    def lapses(self, turn: Turn) -> bool:
        """Whether the open summary is dropped as soon as anything else is said."""
        return False

    def means_yes(self, turn: Turn) -> bool:
        """Whether words that are no plain yes agree to the summary all the same."""
        return False

    @abstractmethod
    def content(self, turn: Turn, draft: D, order: OrderRecord) -> Sequence[Any]:
        """All that a yes writes, and what it was judged by, as plain values: what makes a summary this one."""

    @abstractmethod
    def write(self, turn: Turn, draft: D, order: OrderRecord, key: str) -> None:
        """Write it once under the key, and say what happens next."""

    # How it is led

    def open(self, turn: Turn, reading: Reading, fields_given: Optional[Mapping[str, Any]] = None) -> None:
        """Begin the form with what the message and the talk before it told."""
        draft = self.draft_type(**(fields_given or {}))
        turn.state.draft = Draft(self.name, turn.state.next_number())
        turn.state.question = None
        turn.state.story = None
        answer = Answer(reading)
        named = named_order(turn) if self.needs_order else None
        if named is not None:
            turn.state.order = named.order_number  # what was told of another order is none of this one's
        self.begin(turn, draft, answer)
        self._go_on(turn, draft, answer)

    def go(
        self, turn: Turn, reading: Reading, choice: Optional[Offer], slot: Optional[str], asks: Sequence[str] = ()
    ) -> bool:
        """One turn of the open form; False when the message meant nothing to it, and nothing was said.

        What it asks besides has been answered before.
        """
        return self._go_on(turn, self.draft_of(turn), Answer(reading, slot, choice, tuple(asks)))

    def draft_of(self, turn: Turn) -> D:
        """The open draft, as its dataclass; what a former version kept in it is dropped."""
        assert turn.state.draft is not None
        known = {each.name for each in fields(self.draft_type)}
        given = {name: value for name, value in turn.state.draft.fields.items() if name in known}
        return cast(D, self.draft_type(**given))

    def reask(self, turn: Turn) -> None:
        """Put the open question again, after something else was answered."""
        draft = self.draft_of(turn)
        order = turn.order_in_view
        if order is None and self.needs_order:
            the_order(turn, type(self).prefer)
            return
        assert order is not None
        self._ask(turn, draft, order, self.next_slot(turn, draft, order))

    def _go_on(self, turn: Turn, draft: D, answer: Answer) -> bool:
        before = turn.state.order
        order = self._order(turn, answer)
        if order is None:
            read = self.fill(turn, draft, None, answer)
            self._keep(turn, draft)
            return read or turn.asked_for_order
        moved = before is not None and before != order.order_number
        if moved:
            leave_behind(turn, draft, before)
        agreed = answer.only_agrees(getattr(draft, "request_type", None))
        read = not agreed and self.fill(turn, draft, order, answer)
        named = answer.slot == ORDER or only_names_order(turn) or moved
        if read or named or answer.slot in (None, ORDER):
            refusal = self.refusal(turn, draft, order)
            if refusal is not None:
                if refusal.asks_again is None:
                    turn.state.draft = None
                    if turn.state.question is not None and turn.state.question.of != FORM_OFFER:
                        turn.state.question = None
                    if refusal.opens is not None:
                        self._open_other(turn, refusal.opens, answer.reading)
                else:
                    self._keep(turn, draft)
                    self._point_at(turn, refusal.asks_again)
                return True
        if answer.slot == CONFIRM and not (read and self._changed(turn, draft, order)) and not moved:
            done = self._confirm(turn, draft, order, answer)
            if done:
                return True
        slot = self.next_slot(turn, draft, order)
        self._keep(turn, draft)
        if not (read or named or answer.slot in (None, ORDER) or answer.reading.yes_no.yes):
            return False
        self._ask(turn, draft, order, slot)
        return True

    @staticmethod
    def _open_other(turn: Turn, name: str, reading: Reading) -> None:
        from actions.forms import all_forms

        other, aside = all_forms.by_name(name), turn.state.aside
        if aside is not None and aside.form == name:
            turn.state.draft, turn.state.aside = aside, None  # it was under way: it goes on with all it knew
            other.reask(turn)
            return
        other.open(turn, reading)

    def _order(self, turn: Turn, answer: Answer) -> Optional[OrderRecord]:
        """The form's order: another one only where the buyer says so."""
        known = turn.order_in_view
        if known is None or answer.slot == ORDER or turn.state.draft is None or not turn.state.draft.fields:
            return the_order(turn, type(self).prefer)
        other = other_order_meant(turn)
        if other is None and turn.message.intent in self.opened_by:
            other = named_order(turn)  # it is asked for again, for another order
        if other is not None and other.order_number != known.order_number:
            turn.state.order = other.order_number
            turn.say("utter_order_switched", {"order_number": other.order_number}, order=other)
            return other
        if turn.message.has("order_number") and answer.slot not in self.free:
            return the_order(turn, type(self).prefer)
        return known

    def _confirm(self, turn: Turn, draft: D, order: OrderRecord, answer: Answer) -> bool:
        """Read a yes or a no to the summary; True when the turn is over with it."""
        said = answer.reading.yes_no
        pressed = offers.parse(answer.choice.payload).intent if answer.choice is not None else None
        whole = turn.message.whole.plain
        nothing = is_enough(whole) or says_nothing(whole)
        nothing = nothing or (said.no and all(is_enough(each.plain) or says_nothing(each.plain) for each in said.used))
        if self.asks_for_more and nothing and pressed is None:
            self._ask(turn, draft, order, CONFIRM)  # nothing to change is not yet a yes
            return True
        if pressed is None and said.no and not said.leaves and sets_a_question_right(turn):
            return False
        if pressed is None and said.no and not said.pauses and (said.leaves or says_again(turn)):
            self._ask(turn, draft, order, CONFIRM)  # 不是，我说东西留着，只退60; 那算了 我还是退吧: as it stands
            return True
        if said.no or pressed in ("deny", "stop"):
            return self._said_no(turn, draft, order, leaves=said.leaves or pressed == "stop", pauses=said.pauses)
        if said.pauses and not answer.asks and not wants_something(turn):
            return self._said_no(turn, draft, order, leaves=False, pauses=True)
        asks = any(is_question(clause.plain) for clause in turn.message.clauses)
        again = turn.message.intent in self.opened_by and not turn.message.is_press
        repeats = self.repeating_is_yes and not asks and again and all(
            clause.intent in self.opened_by or clause in said.used for clause in turn.message.clauses
        )  # and tells nothing else: 不是发货 是卡在路上 帮我催快递
        asks_again = turn.message.intent in self.opened_by and len(turn.message.text) > LONGEST_YES
        clauses, whole_leads = turn.message.clauses, leading_yes(whole)
        yes = says_yes(clauses[0].plain, self.verbs) or any(says_yes(each.plain) for each in clauses)  # 唉 好吧 取消吧
        if self.wants_clear_word and asks_again and not (whole_leads or (len(clauses) > 1 and yes)):
            return False  # who asks for it once more has not said yes to the summary
        if said.learned and self.wants_clear_word:
            return False  # 交吧, where a cancellation is to be confirmed: the summary is shown again
        if not said.yes and pressed != "affirm" and not repeats and not (pressed is None and self.means_yes(turn)):
            return False
        if self.wants_clear_word and turn.message.heard and len(turn.message.text.strip(" ，。,.")) <= 1:
            asked = turn.say("utter_say_clearly")
            turn.ask(asked, self.name, CONFIRM, self._scope(turn, draft, order))
            return True
        question = turn.state.question
        scope = self._scope(turn, draft, order)
        if question is None:
            return False
        key = self.key(turn, question.id)
        if question.id != scope and not has_written(turn.database, key):
            return False  # the order or what is written has changed since it was summed up
        self._finish(turn, draft, order, key)
        return True

    @staticmethod
    def key(turn: Turn, question: str) -> str:
        """Under what the yes to a summary is written: once, however often it is pressed."""
        return hashlib.sha256(f"{turn.speaker.conversation_id}|{question}".encode()).hexdigest()[:48]

    def _finish(self, turn: Turn, draft: D, order: OrderRecord, key: str) -> None:
        """Write what was summed up, and end the form."""
        self.leave(turn)
        turn.state.forget(turn.state.order)  # it is done now: it does not come back
        if turn.state.aside is not None and turn.state.aside.form == self.name:
            turn.state.drop_aside(done=turn.state.order)
        self.write(turn, draft, order, key)
        turn.reread()

    asks_for_more: ClassVar[bool] = False  # before its summary, so that a no there may still answer that
    wants_clear_word: ClassVar[bool] = False
    repeating_is_yes: ClassVar[bool] = False  # whoever asks for it again once it is summed up means yes

    def _said_no(self, turn: Turn, draft: D, order: OrderRecord, *, leaves: bool, pauses: bool) -> bool:
        if pauses and not leaves:
            said = say_paused(turn, self.name)
            turn.ask(said, self.name, CONFIRM, self._scope(turn, draft, order))
            return True
        if leaves or not self.asks_what_to_change or getattr(draft, "denied", False):
            self.say_left(turn)
            return True
        if hasattr(draft, "denied"):
            draft.denied = True
        self._keep(turn, draft)
        asked = turn.say("utter_what_to_change")
        turn.ask(asked, self.name, CONFIRM, self._scope(turn, draft, order))
        return True

    stopped: ClassVar[str] = "utter_stopped"
    comes_back: ClassVar[bool] = False  # whether what was filled in is kept when the form is given up

    def given_up(self, turn: Turn) -> str:
        """The response that says that the form was given up."""
        return self.stopped

    def say_left(self, turn: Turn, followed: bool = False) -> None:
        """Leave the form and say what was not filed, what stands, and until when it may be taken up again where known.

        `followed`: something else is gone on with in the same reply.
        """
        order, name = turn.order_in_view, self.given_up(turn)
        if followed and self.comes_back and order is not None:
            turn.say("utter_stopped_for", {"order_number": order.order_number}, order=order)
        else:
            turn.say(name, **left_values(turn, self.name))
        self.leave(turn)

    def leave(self, turn: Turn) -> None:
        """End the form; files that were sent for it stay with the talk."""
        if turn.state.draft is not None:
            told = turn.state.told
            fields = turn.state.draft.fields
            told.files = list(dict.fromkeys([*told.files, *fields.get("files", [])]))
            if fields.get("reason") and turn.state.order is not None:  # a form given up: its fault is not asked again
                told.order, told.reason = turn.state.order, fields["reason"]
                told.reason_class = fields.get("reason_class")
                told.details, told.wanted = fields.get("details"), fields.get("wanted")
            if self.comes_back and (fields.get("reason") or fields.get("request_type")):
                turn.state.draft.order = turn.state.draft.order or turn.state.order
                turn.state.put_by(turn.state.draft)
        turn.state.draft = None
        turn.state.question = None

    def _ask(self, turn: Turn, draft: D, order: OrderRecord, slot: str) -> None:
        if slot == CONFIRM:
            said = self.sum_up(turn, draft, order)
            turn.ask(said, self.name, CONFIRM, self._scope(turn, draft, order))
            return
        assert turn.state.draft is not None
        scope = f"q{turn.state.draft.number}.{slot}"
        turn.ask(self.ask(turn, draft, order, slot), self.name, slot, scope)

    def _point_at(self, turn: Turn, slot: str) -> None:
        """What was just said asks for a slot."""
        assert turn.state.draft is not None
        turn.ask(turn.said[-1], self.name, slot, f"q{turn.state.draft.number}.{slot}")

    def _changed(self, turn: Turn, draft: D, order: OrderRecord) -> bool:
        """Whether a yes would write something else than was summed up."""
        question = turn.state.question
        return question is None or question.id != self._scope(turn, draft, order)

    def _scope(self, turn: Turn, draft: D, order: OrderRecord) -> str:
        number = turn.state.draft.number if turn.state.draft is not None else 0
        about = order.order_number if order is not None else None
        content = json.dumps([number, about, *self.content(turn, draft, order)], ensure_ascii=False, default=str)
        return f"s{hashlib.sha256(content.encode()).hexdigest()[:16]}"

    def _keep(self, turn: Turn, draft: D) -> None:
        assert turn.state.draft is not None and is_dataclass(draft)
        turn.state.draft.fields, turn.state.draft.order = asdict(cast(Any, draft)), turn.state.order
