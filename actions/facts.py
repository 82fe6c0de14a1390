"""What a message's text says, for programs."""

from typing import Any, Optional

from shouhou.cases.complaints import ComplaintRecord
from shouhou.cases.orders import CaseRecord, OrderRecord
from shouhou.rules.kinds import ConsentStatus
from shouhou.rules.policy import Policy
from shouhou.rules.verdicts import Verdict, cancellations_left, order_window
from shouhou.rules.window import SHANGHAI

_TOLD_CONSENTS = {ConsentStatus.ASKED, ConsentStatus.YES, ConsentStatus.NO}


def order_facts(policy: Policy, order: OrderRecord) -> dict[str, Any]:
    """The order, its count of cancellations, its case and consent."""
    used = order.facts.cancellations_used
    facts: dict[str, Any] = {
        "order_number": order.order_number,
        "cancellations_used": used,
        "cancellations_left": cancellations_left(policy, used),
    }
    if order.case is not None:
        facts |= case_facts(order.case)
    if order.facts.consent in _TOLD_CONSENTS:
        facts["consent"] = order.facts.consent.value
    return facts


def verdict_facts(policy: Policy, order: OrderRecord, verdict: Verdict) -> dict[str, Any]:
    """The order's facts with the verdict on it and its window."""
    facts = order_facts(policy, order)
    facts |= {"verdict": verdict.outcome.value, "rule": verdict.rule.value, "window_open": verdict.window_open}
    window = order_window(policy, order.facts)
    if window is not None:
        facts["window_last_day"] = window.last_day.isoformat()
    if verdict.days_left is not None:
        facts["days_left"] = verdict.days_left
    return facts


def case_facts(case: CaseRecord) -> dict[str, Any]:
    """A case's number and status; who must act next and by when, where somebody must."""
    facts = {"case_number": case.case_number, "case_status": case.status.value}
    if case.next.actor is not None:
        facts["case_next_actor"] = case.next.actor.value
    if case.next.due_at is not None:
        facts["case_due_at"] = case.next.due_at.astimezone(SHANGHAI).isoformat(timespec="seconds")
    return facts


def complaint_facts(complaint: Optional[ComplaintRecord]) -> dict[str, Any]:
    """A complaint's number and status; empty for none."""
    if complaint is None:
        return {}
    return {"complaint_number": complaint.complaint_number, "complaint_status": complaint.status.value}
