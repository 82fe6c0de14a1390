"""Withdrawing a complaint: the complaint's number, a yes; the case beside it stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Optional

from actions.facts import complaint_facts, order_facts
from actions.forms.base import Refusal
from actions.forms.question import Asked, QuestionForm
from actions.turn import Said, Turn
from actions.words import moment_text, word
from shouhou.cases.afterwards import withdraw_complaint
from shouhou.cases.complaints import ComplaintRecord, latest_complaint
from shouhou.cases.orders import OrderRecord
from shouhou.rules.lifecycle import OPEN_COMPLAINTS, ComplaintStatus


class WithdrawalForm(QuestionForm):
    """The conversation before a complaint is withdrawn."""

    name: ClassVar[str] = "withdrawal"
    opened_by: ClassVar[Mapping[str, Mapping[str, Any]]] = {"withdraw_complaint": {}}
    stopped: ClassVar[str] = "utter_not_withdrawn"

    def refusal(self, turn: Turn, draft: Asked, order: OrderRecord) -> Optional[Refusal]:
        if self._open(turn, order) is not None:
            return None
        latest = latest_complaint(turn.database, order.order_number)
        if latest is not None and latest.status is ComplaintStatus.WITHDRAWN:
            turn.say("utter_withdrawn_before", order_facts(turn.policy, order) | complaint_facts(latest), order=order,
                     complaint=latest.complaint_number)
            return Refusal()
        turn.say("utter_withdraw_nothing_open", order_facts(turn.policy, order), order=order)
        return Refusal()

    def sum_up(self, turn: Turn, draft: Asked, order: OrderRecord) -> Said:
        complaint = self._open(turn, order)
        assert complaint is not None
        facts = order_facts(turn.policy, order) | complaint_facts(complaint)
        return turn.say(
            "utter_confirm_withdraw", facts, order=order, complaint=complaint.complaint_number,
            status=word("complaint_status", complaint.status.value), since=moment_text(complaint.opened_at),
        )

    def content(self, turn: Turn, draft: Asked, order: OrderRecord) -> Sequence[Any]:
        complaint = self._open(turn, order)
        return [complaint.complaint_number if complaint else None]

    def write(self, turn: Turn, draft: Asked, order: OrderRecord, key: str) -> None:
        complaint = self._open(turn, order)
        number = complaint.complaint_number if complaint else ""
        done = withdraw_complaint(turn.database, turn.policy, turn.speaker, order.order_number, number, turn.now)
        if done is None:
            turn.say("utter_withdraw_nothing_open", order_facts(turn.policy, order), order=order)
            return
        facts = order_facts(turn.policy, order) | complaint_facts(done)
        turn.say("utter_withdrawn", facts, order=order, complaint=done.complaint_number)

    @staticmethod
    def _open(turn: Turn, order: OrderRecord) -> Optional[ComplaintRecord]:
        complaint = latest_complaint(turn.database, order.order_number)
        return complaint if complaint is not None and complaint.status in OPEN_COMPLAINTS else None
