"""Unbinding the chat from an account: an explicit yes, and everything said as the buyer is forgotten."""

from collections.abc import Sequence
from typing import Any, ClassVar

from actions.forms.base import CONFIRM, Answer
from actions.forms.question import Asked, QuestionForm
from actions.turn import Said, Turn
from shouhou.cases.bindings import unbind
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.state import Draft, State

_NO_ORDER: Any = None


class UnbindingForm(QuestionForm):
    """One question, and a yes."""

    name: ClassVar[str] = "unbinding"
    needs_order: ClassVar[bool] = False
    stopped: ClassVar[str] = "utter_not_unbound"

    def lapses(self, turn: Turn) -> bool:
        return True

    def sum_up(self, turn: Turn, draft: Asked, order: OrderRecord) -> Said:
        return turn.say("utter_confirm_unbind")

    def content(self, turn: Turn, draft: Asked, order: OrderRecord) -> Sequence[Any]:
        return [turn.speaker.buyer_id]

    def write(self, turn: Turn, draft: Asked, order: OrderRecord, key: str) -> None:
        if not unbind(turn.database, turn.speaker.conversation_id, turn.now):
            turn.say("utter_unbind_not_bound")
            return
        turn.state.__dict__.update(State().__dict__)  # whoever writes next may be somebody else
        turn.say("utter_unbound")

    # It is about no order

    def _go_on(self, turn: Turn, draft: Asked, answer: Answer) -> bool:
        if answer.slot == CONFIRM and self._confirm(turn, draft, _NO_ORDER, answer):
            return True
        turn.state.draft = turn.state.draft or Draft(self.name, turn.state.next_number())
        self._keep(turn, draft)
        self._ask(turn, draft, _NO_ORDER, CONFIRM)
        return answer.slot is None

    def reask(self, turn: Turn) -> None:
        self._ask(turn, self.draft_of(turn), _NO_ORDER, CONFIRM)
