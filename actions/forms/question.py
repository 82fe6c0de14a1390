"""A form with nothing to collect: one question, which says all that a yes does, and the yes."""

from dataclasses import dataclass
from typing import ClassVar, Optional

from actions.forms.base import CONFIRM, Answer, Form
from actions.turn import Said, Turn
from shouhou.cases.orders import OrderRecord


@dataclass
class Asked:
    """Nothing but that it was asked."""

    begun: bool = True


class QuestionForm(Form[Asked]):
    """One question; a subclass sums up, names what a yes writes, and writes it."""

    draft_type: ClassVar[type] = Asked
    wants_clear_word: ClassVar[bool] = True

    def fill(self, turn: Turn, draft: Asked, order: Optional[OrderRecord], answer: Answer) -> bool:
        return False  # nothing but the order and the yes

    def next_slot(self, turn: Turn, draft: Asked, order: OrderRecord) -> str:
        return CONFIRM

    def ask(self, turn: Turn, draft: Asked, order: OrderRecord, slot: str) -> Said:
        return self.sum_up(turn, draft, order)
