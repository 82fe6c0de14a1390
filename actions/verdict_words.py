"""Saying a verdict: one response for each rule, with the numbers it stands on."""

from datetime import timedelta
from typing import Any, Optional

from actions.facts import verdict_facts
from actions.turn import Turn
from actions.words import caveat_of, day_text, next_step_text, word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.offers import parse
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.verdicts import Rule, Verdict, Way, order_window
from shouhou.rules.window import Window, day_of


def say_verdict(
    turn: Turn, order: OrderRecord, verdict: Verdict, reason: Optional[str] = None, no_reason: bool = False
) -> None:
    """Tell the buyer the verdict on an application for the order, and what can still be done.

    `reason` is the class of the reason, where one was given; `no_reason`: whether to say what holds without a fault.
    """
    window = order_window(turn.policy, order.facts)
    values: dict[str, Any] = {
        "used": verdict.cancellations_used,
        "left": verdict.cancellations_left,
        "limit": turn.policy.cancellation_limit.value,
        "default_days": turn.policy.window_days.value,
        "no_reason": _without_reason(turn, window) if no_reason and verdict.allowed and window is not None else "",
    }
    if window is not None:
        values |= window_values(turn, window)
    if order.case is not None:
        values |= {
            "case": order.case.case_number,
            "status": word("case_status", order.case.status.value),
            "next": next_step_text(order.case.status, order.case.next),
        }
    if order.facts.consent is not None:
        values["consent"] = word("consent", order.facts.consent.value)
    response = _response(verdict, order)
    if verdict.rule is Rule.TYPE_NEEDS_CONSENT and reason not in (None, ReasonClass.GOODS.value):
        response = "utter_verdict_reason_needs_consent"  # no other type would do for this reason
    said = turn.say(response, verdict_facts(turn.policy, order, verdict), order=order, **values)
    said.buttons = [button for button in said.buttons if _is_open(button["payload"], verdict)]
    if Way.ASK_CONSENT in verdict.ways and not verdict.allowed:
        turn.offer(said, "/contact_merchant")
    elif verdict.rule in (Rule.OK, Rule.CONSENT_GIVEN):
        turn.offer(said, "/request_aftersales")


def _without_reason(turn: Turn, window: Window) -> str:
    """What holds for goods that nothing is wrong with; source: 消费者权益保护法, article 25."""
    days = turn.policy.no_reason_days.value
    last = window.received_on + timedelta(days=days)
    today = day_of(turn.now)
    return word("no_reason", "open" if today <= last else "over", day=day_text(last, today), days=days)


def last_day_text(turn: Turn, order: OrderRecord) -> str:
    """The last day of the order's window, in words; "-" while it has not begun."""
    window = order_window(turn.policy, order.facts)
    return day_text(window.last_day, day_of(turn.now)) if window is not None else "-"


def until_text(turn: Turn, order: Optional[OrderRecord], personal: bool = False) -> str:
    """Until when what was not filed may still be: the day to which every type is open, else the window's own last.

    Goods that are only not liked go back within the days without reason: those are said. `personal`: they are such.
    """
    window = order_window(turn.policy, order.facts) if order is not None else None
    today = day_of(turn.now)
    if window is None or window.last_day < today:
        return word("until", "whenever")
    free = window.received_on + timedelta(days=turn.policy.no_reason_days.value)
    if (personal or _is_personal(turn)) and today <= free < window.full_last_day:
        return word("until", "no_reason", day=day_text(free, today), days=turn.policy.no_reason_days.value)
    day = window.full_last_day if window.full_last_day >= today else window.last_day
    if personal and free < today:
        return word("until", "whenever")
    return word("until", "day", day=day_text(day, today))


def _is_personal(turn: Turn) -> bool:
    """Whether what was told is no fault of the goods."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    return ReasonClass.PERSONAL.value == (draft.get("reason_class") or turn.state.told.reason_class)


# What a button that the domain gives a verdict begins, and the way that must be open for it.
_NEEDS = {
    "contact_merchant": (Way.ASK_CONSENT, Way.TELL_MERCHANT),
    "cancel_aftersales": (Way.CANCEL_CASE,),
    "change_request": (Way.CHANGE_CASE,),
}


def _is_open(payload: str, verdict: Verdict) -> bool:
    """Whether the rules leave the way that a button offers."""
    needed = _NEEDS.get(parse(payload).intent)
    return needed is None or verdict.allowed or any(way in verdict.ways for way in needed)


def window_values(turn: Turn, window: Window) -> dict[str, Any]:
    """What a response needs to tell a window."""
    today = day_of(turn.now)
    return {
        "received": day_text(window.received_on, today),
        "last_day": day_text(window.last_day, today),
        "full_last_day": day_text(window.full_last_day, today),
        "days": window.days_left(turn.now) or 0,
        "basis": basis_text(turn, window),
        "caveat": window_caveat(turn, window),
    }


def basis_text(turn: Turn, window: Window) -> str:
    """The rule that set the window's length, in words."""
    category = window.category.name if window.category else ""
    days = (window.last_day - window.received_on).days
    if window.rule == "category" and days < turn.policy.window_days.value:
        return word("basis", "short", category=category)
    return word("basis", window.rule, days=turn.policy.window_days.value, category=category)


def window_caveat(turn: Turn, window: Window) -> str:
    """What outranks the period: the warranty card, the order page, or nothing."""
    if window.rule == "category" and window.category is not None and window.category.caveat:
        return word("caveat", window.category.caveat)
    return caveat_of(turn.policy.window_days if window.rule == "default" else turn.policy.categories)


def _response(verdict: Verdict, order: OrderRecord) -> str:
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
