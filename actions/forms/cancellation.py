"""Cancelling: which cancellation this is, what stays, the last one's warning; a yes; the cancellation."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Optional

from actions.facts import order_facts
from actions.forms.base import Refusal
from actions.forms.question import Asked, QuestionForm
from actions.orders import Preference
from actions.standing import has_open_case
from actions.turn import Said, Turn
from actions.words import next_step_text, word
from shouhou.cases.applications import cancel
from shouhou.cases.orders import OrderRecord
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import CancelVerdict, Rule, may_cancel


class CancellationForm(QuestionForm):
    """The cancellation's conversation."""

    name: ClassVar[str] = "cancellation"
    prefer: ClassVar[Optional[Preference]] = staticmethod(has_open_case)
    opened_by: ClassVar[Mapping[str, Mapping[str, Any]]] = {"cancel_aftersales": {}}
    stopped: ClassVar[str] = "utter_not_cancelled"

    def refusal(self, turn: Turn, draft: Asked, order: OrderRecord) -> Optional[Refusal]:
        verdict = may_cancel(turn.policy, order.facts)
        if verdict.allowed:
            return None
        _say_refused(turn, order, verdict)
        return Refusal()

    def sum_up(self, turn: Turn, draft: Asked, order: OrderRecord) -> Said:
        verdict = may_cancel(turn.policy, order.facts)
        assert order.case is not None
        return turn.say(
            "utter_confirm_cancel_last" if verdict.is_last else "utter_confirm_cancel",
            _facts(turn, order, verdict),
            order=order,
            case=order.case.case_number,
            type=word("request_type", order.case.request_type.value),
            nth=verdict.cancellations_used + 1,
            left=verdict.left_after,
            limit=turn.policy.cancellation_limit.value,
        )

    def content(self, turn: Turn, draft: Asked, order: OrderRecord) -> Sequence[Any]:
        return [order.case.case_number if order.case else None, order.facts.cancellations_used]

    def write(self, turn: Turn, draft: Asked, order: OrderRecord, key: str) -> None:
        outcome = cancel(turn.database, turn.policy, turn.speaker, order.order_number, turn.now, key)
        verdict = outcome.verdict
        if outcome.case is None:
            _say_refused(turn, order, verdict)
            return
        facts = {
            "order_number": outcome.case.order_number,
            "case_number": outcome.case.case_number,
            "case_status": outcome.case.status.value,
            "cancellations_used": verdict.cancellations_used + 1,
            "cancellations_left": verdict.left_after,
        }
        turn.state.written = outcome.case.case_number
        turn.say(
            "utter_cancelled" if verdict.left_after else "utter_cancelled_last",
            facts,
            order=order,
            case=outcome.case.case_number,
            used=verdict.cancellations_used + 1,
            left=verdict.left_after,
            limit=turn.policy.cancellation_limit.value,
        )


def _say_refused(turn: Turn, order: OrderRecord, verdict: CancelVerdict) -> None:
    """Say why there is nothing to cancel."""
    values: dict[str, Any] = {
        "used": verdict.cancellations_used,
        "left": verdict.left_after,
        "limit": turn.policy.cancellation_limit.value,
    }
    facts = _facts(turn, order, verdict)
    if verdict.rule is Rule.LIMIT_REACHED:
        turn.say("utter_cancel_limit_reached", facts, order=order, **values)
    elif order.case is not None and order.case.status is CaseStatus.REFUSED:
        turn.say("utter_cancel_refused", facts, order=order, case=order.case.case_number)
    elif order.case is None or not order.facts.open_case:
        turn.say("utter_cancel_nothing_open", facts, order=order, **values)
    else:
        values |= {
            "case": order.case.case_number,
            "status": word("case_status", order.case.status.value),
            "next": next_step_text(order.case.status, order.case.next),
        }
        turn.say("utter_cancel_too_late", facts, order=order, **values)


def _facts(turn: Turn, order: OrderRecord, verdict: CancelVerdict) -> dict[str, Any]:
    facts = order_facts(turn.policy, order)
    return facts | {"verdict": verdict.outcome.value, "rule": verdict.rule.value}
