"""Adding to a complaint that is filed: the words, a yes; the complaint stays the same one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Optional

from actions.facts import complaint_facts, order_facts
from actions.forms.base import CONFIRM, Answer, Form, Refusal
from actions.turn import Said, Turn
from actions.words import word
from shouhou.cases.afterwards import add_to_complaint, last_step
from shouhou.cases.complaints import ComplaintRecord, latest_complaint
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.grievance import for_complaint, points_at_refusal, told_problem
from shouhou.rules.lifecycle import OPEN_COMPLAINTS, CaseStatus

WORDS = "added_words"


@dataclass
class AdditionDraft:
    """What is to be added."""

    added_words: Optional[str] = None


class AdditionForm(Form[AdditionDraft]):
    """The conversation before something is added to a complaint."""

    name: ClassVar[str] = "addition"
    draft_type: ClassVar[type] = AdditionDraft
    opened_by: ClassVar[Mapping[str, Mapping[str, Any]]] = {"add_to_complaint": {}}
    free: ClassVar[frozenset[str]] = frozenset({WORDS})
    stopped: ClassVar[str] = "utter_not_added"

    def begin(self, turn: Turn, draft: AdditionDraft, answer: Answer) -> None:
        case = turn.order_in_view.case if turn.order_in_view is not None else None
        refused = case is not None and case.status is CaseStatus.REFUSED
        if case is not None and refused and points_at_refusal(draft.added_words or ""):
            step = last_step(turn.database, case.case_number)
            why = step[2] if step is not None else ""
            draft.added_words = word("said", "refused_because" if why else "refused", why=why)

    def fill(self, turn: Turn, draft: AdditionDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
        clauses, before = turn.message.clauses, draft.added_words
        if answer.slot is not None and not turn.message.is_press:
            told = for_complaint(clauses) or told_problem(clauses)
            draft.added_words = told or before
        return draft.added_words != before

    def refusal(self, turn: Turn, draft: AdditionDraft, order: OrderRecord) -> Optional[Refusal]:
        complaint = latest_complaint(turn.database, order.order_number)
        if complaint is not None and complaint.status in OPEN_COMPLAINTS:
            return None
        if complaint is None:
            return Refusal(opens="complaint")
        facts = order_facts(turn.policy, order) | complaint_facts(complaint)
        said = turn.say("utter_complaint_not_open", facts, order=order, complaint=complaint.complaint_number,
                        status=word("complaint_status", complaint.status.value))
        turn.offer(said, "/file_complaint")
        return Refusal()

    def next_slot(self, turn: Turn, draft: AdditionDraft, order: OrderRecord) -> str:
        return CONFIRM if draft.added_words else WORDS

    def ask(self, turn: Turn, draft: AdditionDraft, order: OrderRecord, slot: str) -> Said:
        return turn.say("utter_form_added_words", order_facts(turn.policy, order), order=order)

    def sum_up(self, turn: Turn, draft: AdditionDraft, order: OrderRecord) -> Said:
        complaint = self._open(turn, order)
        return turn.say("utter_confirm_addition", order_facts(turn.policy, order) | complaint_facts(complaint),
                        order=order, complaint=complaint.complaint_number if complaint else "",
                        words=draft.added_words)

    def content(self, turn: Turn, draft: AdditionDraft, order: OrderRecord) -> Sequence[Any]:
        complaint = self._open(turn, order)
        return [complaint.complaint_number if complaint else None, draft.added_words]

    def write(self, turn: Turn, draft: AdditionDraft, order: OrderRecord, key: str) -> None:
        complaint = self._open(turn, order)
        number = complaint.complaint_number if complaint else ""
        job = (turn.database, turn.policy, turn.speaker, order.order_number, number)
        done = add_to_complaint(*job, draft.added_words or "", turn.now)
        if done is None:
            self.refusal(turn, draft, order)
            return
        turn.say("utter_added_to_complaint", order_facts(turn.policy, order) | complaint_facts(done), order=order,
                 complaint=done.complaint_number, problem=done.problem)

    @staticmethod
    def _open(turn: Turn, order: OrderRecord) -> Optional[ComplaintRecord]:
        complaint = latest_complaint(turn.database, order.order_number)
        return complaint if complaint is not None and complaint.status in OPEN_COMPLAINTS else None
