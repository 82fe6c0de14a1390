"""What a turn brings to a form, and what stands in a form's way."""

from dataclasses import dataclass
from typing import Any, Optional

from shouhou.dialogue import offers
from shouhou.dialogue.asking import is_question, is_to_bot
from shouhou.dialogue.message import Clause
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.state import Offer
from shouhou.dialogue.words import corrects

CONFIRM = "confirm"


@dataclass(frozen=True)
class Refusal:
    """Something stood in the way and has been said. It ends the form, unless saying it asked for another value."""

    asks_again: Optional[str] = None
    opens: Optional[str] = None  # the form that does what this one may not


@dataclass(frozen=True)
class Answer:
    """What a turn brings to a form: the reading, the choice pressed or named, and the slot that was asked for."""

    reading: Reading
    slot: Optional[str] = None
    choice: Optional[Offer] = None
    asks: tuple[str, ...] = ()  # what it asks that is not the form's own matter

    @property
    def words(self) -> tuple[Clause, ...]:
        """The clauses that may answer in free words: what asks nothing, and is no yes or no."""
        taken = [*self.reading.yes_no.used, *self.reading.worded]
        taken += [c for c in self.reading.asking if c.intent in self.asks]
        return tuple(
            clause for clause in self.reading.message.clauses
            if clause not in taken and not is_to_bot(clause.text) and not is_question(clause.plain)
        )

    def entity(self, kind: str) -> Any:
        """What the choice or the message names of a kind; None for nothing."""
        if self.choice is not None:
            return offers.parse(self.choice.payload).entities.get(kind)
        found = [each.value for each in self.reading.message.entities if each.kind == kind]
        if kind == "request_type":
            found = [each for each in found if each != "refund"] or found  # what is said plainer counts
        # 类型换成退货退款: of several, what stands last is what is meant.
        if not found:
            return None
        return found[-1] if any(corrects(clause.text) for clause in self.reading.message.clauses) else found[0]
