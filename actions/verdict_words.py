"""Saying a verdict: one response for each rule, with the numbers it stands on."""

from typing import Any

from actions.desk import Talk
from actions.facts import verdict_facts
from actions.order_choice import order_label
from actions.words import caveat_of, day_text, next_step_text, word
from shouhou.cases.orders import OrderRecord
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.policy import Policy
from shouhou.rules.verdicts import Rule, Verdict, Way, may_cancel, order_window
from shouhou.rules.window import Window, day_of


def say_verdict(talk: Talk, order: OrderRecord, verdict: Verdict) -> None:
    """Tell the buyer the verdict on an application for the order, and what can still be done."""
    window = order_window(talk.policy, order.facts)
    values: dict[str, Any] = {
        "order": order_label(order),
        "used": verdict.cancellations_used,
        "left": verdict.cancellations_left,
        "limit": talk.policy.cancellation_limit.value,
        "default_days": talk.policy.window_days.value,
    }
    if window is not None:
        values |= window_values(talk, window)
    if order.case is not None:
        values |= {
            "case": order.case.case_number,
            "status": word("case_status", order.case.status.value),
            "next": next_step_text(order.case.status, order.case.next),
        }
    if order.facts.consent is not None:
        values["consent"] = word("consent", order.facts.consent.value)
    response = _response(talk.policy, verdict, order)
    if verdict.rule is Rule.TYPE_NEEDS_CONSENT and talk.get("reason_class") not in (None, ReasonClass.GOODS.value):
        response = "utter_verdict_reason_needs_consent"  # no other type would do for this reason
    talk.say(response, verdict_facts(talk.policy, order, verdict), **values)
    if Way.ASK_CONSENT in verdict.ways and not verdict.allowed:
        talk.offer("contact_merchant")
    elif verdict.rule in (Rule.OK, Rule.CONSENT_GIVEN):
        talk.offer("request_aftersales")


def window_values(talk: Talk, window: Window) -> dict[str, Any]:
    """What a response needs to tell a window."""
    today = day_of(talk.now)
    return {
        "received": day_text(window.received_on, today),
        "last_day": day_text(window.last_day, today),
        "full_last_day": day_text(window.full_last_day, today),
        "days": window.days_left(talk.now) or 0,
        "basis": basis_text(talk, window),
        "caveat": window_caveat(talk, window),
    }


def basis_text(talk: Talk, window: Window) -> str:
    """The rule that set the window's length, in words."""
    category = window.category.name if window.category else ""
    return word("basis", window.rule, days=talk.policy.window_days.value, category=category)


def window_caveat(talk: Talk, window: Window) -> str:
    """What outranks the period: the warranty card, the order page, or nothing."""
    if window.rule == "category" and window.category is not None and window.category.caveat:
        return word("caveat", window.category.caveat)
    return caveat_of(talk.policy.window_days if window.rule == "default" else talk.policy.categories)


def _response(policy: Policy, verdict: Verdict, order: OrderRecord) -> str:
    if verdict.rule is Rule.OPEN_CASE_EXISTS and not may_cancel(policy, order.facts).allowed:
        return "utter_verdict_open_case_stays"
    if verdict.rule is Rule.OK and verdict.window is None:
        return "utter_verdict_not_received"
    if verdict.rule is Rule.OK and verdict.days_left == 0:
        return "utter_verdict_last_day"
    window = verdict.window
    if verdict.rule is Rule.OK and window is not None and window.last_day > window.full_last_day:
        return "utter_verdict_ok_longer"
    if verdict.rule is Rule.WINDOW_SHUT and order.facts.consent is not None:
        return "utter_verdict_window_shut_consent"
    return f"utter_verdict_{verdict.rule.value}"

