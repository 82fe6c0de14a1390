"""What a turn brings to a form, and what stands in a form's way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

from shouhou.dialogue import offers
from shouhou.dialogue.asking import is_question, is_to_bot
from shouhou.dialogue.giving_up import speaks_of_other
from shouhou.dialogue.message import Clause
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.state import Offer
from shouhou.dialogue.wishes import type_said
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

    def only_agrees(self, chosen: Optional[str]) -> bool:
        """Whether a summary, of the type that was chosen, is agreed to and nothing else is said: none is written."""
        said, clauses = self.reading.yes_no, self.reading.message.clauses
        other = any(c.entities or type_said(c.plain) not in (None, chosen) or speaks_of_other(c.plain, chosen)
                    or wanted_instead(c.plain) is not None for c in clauses)  # 不换了，退了吧
        return self.slot == CONFIRM and said.yes and not other and all(clause in said.used for clause in clauses)

    def without(self, used: Sequence[Clause]) -> Optional["Answer"]:
        """The answer that is left beside clauses that have been read; None where nothing is."""
        message = self.reading.message
        left = tuple(c for c in message.clauses if not any(c.start <= each.start < c.end for each in used))
        if len(left) == len(message.clauses):
            return self
        if not left:
            return None
        inside = [each for clause in left for each in clause.entities]
        text, plain = " ".join(c.text for c in left), " ".join(c.plain for c in left)
        whole = replace(message.whole, text=text, normal=plain, entities=tuple(inside))
        if len(left) == 1:
            whole = replace(whole, ranking=left[0].ranking, told_class=left[0].told_class)
        yes_no = self.reading.yes_no
        kept = tuple(clause for clause in yes_no.used if clause in left)
        reading = replace(
            self.reading, message=replace(message, whole=whole, clauses=left, told_class=whole.told_class),
            asking=tuple(clause for clause in self.reading.asking if clause in left), yes_no=replace(yes_no, used=kept),
        )
        return replace(self, reading=reading)

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
