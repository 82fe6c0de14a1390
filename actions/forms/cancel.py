"""Cancelling: which cancellation this is, what stays, the last one's warning; a yes; the cancellation."""

from typing import Any, Optional

from actions.answers.progress import has_open_case
from actions.desk import DeskAction, Talk
from actions.facts import order_facts
from actions.forms.base import CONFIRM, Form, Refusal, clear
from actions.order_choice import order_label
from actions.words import next_step_text, word
from shouhou.cases.applications import cancel
from shouhou.cases.orders import OrderRecord
from shouhou.rules.verdicts import CancelVerdict, Rule, may_cancel

SLOTS = ("confirmed", "denied")


class CancelForm(Form):
    """The cancellation's conversation."""

    form = "cancel_form"
    starts_with = "cancel_aftersales"
    own_slots = SLOTS
    prefer = has_open_case

    def fill(self, talk: Talk, order: Optional[OrderRecord], requested: Optional[str]) -> bool:
        return False  # nothing but the order and the yes

    def refusal(self, talk: Talk, order: OrderRecord) -> Optional[Refusal]:
        verdict = may_cancel(talk.policy, order.facts)
        if verdict.allowed:
            return None
        say_cancel_refused(talk, order, verdict)
        return Refusal()

    def next_slot(self, talk: Talk, order: OrderRecord) -> str:
        return CONFIRM

    def ask(self, talk: Talk, order: OrderRecord, slot: str) -> None:
        verdict = may_cancel(talk.policy, order.facts)
        if not verdict.allowed or order.case is None:
            say_cancel_refused(talk, order, verdict)
            return
        talk.say(
            "utter_confirm_cancel_last" if verdict.is_last else "utter_confirm_cancel",
            _facts(talk, order, verdict),
            order=order_label(order),
            case=order.case.case_number,
            type=word("request_type", order.case.request_type.value),
            nth=verdict.cancellations_used + 1,
            left=verdict.left_after,
            limit=talk.policy.cancellation_limit.value,
        )


class ActionCancelCase(DeskAction):
    """Cancel the case that the buyer confirmed."""

    def name(self) -> str:
        return "action_cancel_case"

    def act(self, talk: Talk) -> None:
        """Cancel it once, and say what is left."""
        if not talk.get(CONFIRM):
            clear(talk, SLOTS)
            return
        outcome = cancel(
            talk.database, talk.policy, talk.speaker, talk.get("order_number"), talk.now, talk.get("confirm_key")
        )
        clear(talk, SLOTS)
        verdict = outcome.verdict
        if outcome.case is None:
            talk.say("utter_cancel_nothing_open", used=verdict.cancellations_used, left=verdict.left_after)
            return
        facts = {
            "order_number": outcome.case.order_number,
            "case_number": outcome.case.case_number,
            "case_status": outcome.case.status.value,
            "cancellations_used": verdict.cancellations_used + 1,
            "cancellations_left": verdict.left_after,
        }
        talk.say(
            "utter_cancelled" if verdict.left_after else "utter_cancelled_last",
            facts,
            case=outcome.case.case_number,
            used=verdict.cancellations_used + 1,
            left=verdict.left_after,
            limit=talk.policy.cancellation_limit.value,
        )


def say_cancel_refused(talk: Talk, order: OrderRecord, verdict: CancelVerdict) -> None:
    """Say why there is nothing to cancel."""
    values = {
        "order": order_label(order),
        "used": verdict.cancellations_used,
        "left": verdict.left_after,
        "limit": talk.policy.cancellation_limit.value,
    }
    facts = _facts(talk, order, verdict)
    if verdict.rule is Rule.LIMIT_REACHED:
        talk.say("utter_cancel_limit_reached", facts, **values)
    elif order.case is None or not order.facts.open_case:
        talk.say("utter_cancel_nothing_open", facts, **values)
    else:
        values |= {
            "case": order.case.case_number,
            "status": word("case_status", order.case.status.value),
            "next": next_step_text(order.case.status, order.case.next),
        }
        talk.say("utter_cancel_too_late", facts, **values)


def _facts(talk: Talk, order: OrderRecord, verdict: CancelVerdict) -> dict[str, Any]:
    facts = order_facts(talk.policy, order)
    return facts | {"verdict": verdict.outcome.value, "rule": verdict.rule.value}
