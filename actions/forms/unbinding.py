"""Unbinding the chat from an account: an explicit yes, and everything said as the buyer is forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Optional

from actions.forms.base import CONFIRM, Answer, Form
from actions.turn import Said, Turn
from shouhou.cases.bindings import unbind
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.state import Draft, State

_NO_ORDER: Any = None


@dataclass
class UnbindingDraft:
    """Nothing to collect."""

    begun: bool = True


class UnbindingForm(Form[UnbindingDraft]):
    """One question, and a yes."""

    name: ClassVar[str] = "unbinding"
    draft_type: ClassVar[type] = UnbindingDraft
    needs_order: ClassVar[bool] = False
    wants_clear_word: ClassVar[bool] = True
    lapses: ClassVar[bool] = True
    stopped: ClassVar[str] = "utter_not_unbound"

    def fill(self, turn: Turn, draft: UnbindingDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
        return False

    def next_slot(self, turn: Turn, draft: UnbindingDraft, order: OrderRecord) -> str:
        return CONFIRM

    def ask(self, turn: Turn, draft: UnbindingDraft, order: OrderRecord, slot: str) -> Said:
        return self.sum_up(turn, draft, order)

    def sum_up(self, turn: Turn, draft: UnbindingDraft, order: OrderRecord) -> Said:
        return turn.say("utter_confirm_unbind")

    def content(self, turn: Turn, draft: UnbindingDraft, order: OrderRecord) -> Sequence[Any]:
        return [turn.speaker.buyer_id]

    def write(self, turn: Turn, draft: UnbindingDraft, order: OrderRecord, key: str) -> None:
        if not unbind(turn.database, turn.speaker.conversation_id, turn.now):
            turn.say("utter_unbind_not_bound")
            return
        turn.state.__dict__.update(State().__dict__)  # whoever writes next may be somebody else
        turn.say("utter_unbound")

    # It is about no order

    def _go_on(self, turn: Turn, draft: UnbindingDraft, answer: Answer) -> bool:
        if answer.slot == CONFIRM and self._confirm(turn, draft, _NO_ORDER, answer):
            return True
        turn.state.draft = turn.state.draft or Draft(self.name, turn.state.next_number())
        self._keep(turn, draft)
        self._ask(turn, draft, _NO_ORDER, CONFIRM)
        return answer.slot is None

    def reask(self, turn: Turn) -> None:
        self._ask(turn, self.draft_of(turn), _NO_ORDER, CONFIRM)
