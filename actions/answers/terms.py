"""The terms of an order, one by one: every date, what the days rest on, what is needed, what then."""

from datetime import timedelta
from typing import Any

from actions.answers.what_next import ask_must_return
from actions.answers.window import no_warranty
from actions.facts import order_facts, verdict_facts
from actions.registry import answers, answers_about_order
from actions.turn import Turn
from actions.verdict_words import say_verdict, window_values
from actions.where_it_holds import kind_meant
from actions.words import caveat_of, day_text, moment_text, money_text, word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.matters_of_filed import (
    AFTER_OFFER,
    ALL_BACK,
    BASIS,
    CAN_CHANGE,
    CHANGE_LATER,
    COSTS,
    DATES,
    REPORT,
)
from shouhou.rules.kinds import ReasonClass, RequestType
from shouhou.rules.verdicts import cancellations_left, may_apply, may_change, order_window
from shouhou.rules.window import day_of


@answers_about_order(DATES)
def ask_all_dates(turn: Turn, order: OrderRecord) -> None:
    """Every date of the order: the days without reason, the after-sales window, the warranty."""
    window, verdict = order_window(turn.policy, order.facts), may_apply(turn.policy, order.facts, turn.now)
    if window is None:
        say_verdict(turn, order, verdict)
        return
    today, days = day_of(turn.now), turn.policy.no_reason_days.value
    last = min(window.received_on + timedelta(days=days), window.full_last_day)
    longer = window.last_day > window.full_last_day
    warranty = "until" if longer else "none" if no_warranty(order) else "unnamed"
    values: dict[str, Any] = window_values(turn, window) | {
        "days": days, "no_reason": day_text(last, today),
        "stands": word("date_stands", "over" if last < today else "open"),
        "full_stands": word("date_stands", "over" if window.full_last_day < today else "open"),
        "now": word("dates_now", "open" if verdict.allowed else "shut") if not order.facts.open_case else "",
        "warranty": word("warranty_dates", warranty, day=day_text(window.last_day, today)),
    }
    turn.say("utter_all_dates", verdict_facts(turn.policy, order, verdict), order=order, **values)


@answers(BASIS)
def ask_basis_of_days(turn: Turn) -> None:
    """What each of the terms rests on."""
    policy = turn.policy
    turn.say("utter_basis_of_days", days=policy.window_days.value, no_reason_days=policy.no_reason_days.value,
             caveat=caveat_of(policy.window_days))


@answers(REPORT)
def ask_needs_report(turn: Turn) -> None:
    """Nothing of the kind is needed to apply; the merchant may ask."""
    turn.say("utter_needs_no_report")


@answers_about_order(AFTER_OFFER)
def ask_after_offer(turn: Turn, order: OrderRecord) -> None:
    """What can still be asked for once the merchant's money was taken: what was agreed settles the matter, mostly."""
    window, today = order_window(turn.policy, order.facts), day_of(turn.now)
    name = "window" if window is None or window.last_day < today else (
        "both" if window.last_day > window.full_last_day >= today else "day"
    )
    until = word("until_then", name, **(window_values(turn, window) if window is not None and name != "window" else {}))
    turn.say("utter_after_offer", order_facts(turn.policy, order), order=order, until=until)


@answers_about_order(COSTS)
def ask_does_it_cost(turn: Turn, order: OrderRecord) -> None:
    """Whether what is exchanged or sent once more costs anything: by whose doing it is."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    group = draft.get("reason_class") or turn.state.told.reason_class
    if order.case is not None and order.facts.open_case and not draft:
        group = order.case.reason_class.value if order.case.reason_class is not None else None
    name = "utter_costs_buyer" if group == ReasonClass.PERSONAL.value else "utter_costs_nothing"
    kind = kind_meant(turn, order) or RequestType.EXCHANGE.value
    turn.say(name, order_facts(turn.policy, order), order=order, type=word("request_type", kind))


@answers_about_order(ALL_BACK)
def ask_all_goes_back(turn: Turn, order: OrderRecord) -> None:
    """Whether all the pieces of an order go back: by the type and the sum that are filed, or being filled in."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    case = order.case if order.facts.open_case and not draft else None
    kind = case.request_type.value if case is not None else draft.get("request_type")
    amount = case.amount if case is not None else draft.get("amount")
    facts, paid = order_facts(turn.policy, order), money_text(order.paid_amount)
    if kind == RequestType.RETURN_REFUND.value and amount not in (None, order.paid_amount):
        turn.say("utter_part_goes_back", facts, order=order, asked=money_text(int(amount or 0)), paid=paid)
    elif kind is not None and not RequestType(kind).needs_return:
        ask_must_return(turn, order)  # 不用寄什么回去吧, of what is sent once more
    elif kind in (None, RequestType.RETURN_REFUND.value):
        turn.say("utter_all_goes_back", facts, order=order, paid=paid)
    else:
        turn.say("utter_goes_back_by_type", facts, order=order, type=word("request_type", str(kind)))


@answers_about_order(CAN_CHANGE)
def ask_can_be_changed(turn: Turn, order: OrderRecord) -> None:
    """Whether what is filed may still be changed."""
    verdict = may_change(turn.policy, order.facts, turn.now)
    if turn.state.draft is not None and turn.state.draft.form == "application":
        turn.say("utter_change_in_form", order_facts(turn.policy, order), order=order)
        return
    if not verdict.allowed or order.case is None:
        say_verdict(turn, order, verdict)
        return
    said = turn.say("utter_can_be_changed", order_facts(turn.policy, order), order=order, case=order.case.case_number)
    turn.offer(said, "/change_request")


@answers_about_order(CHANGE_LATER)
def ask_change_later(turn: Turn, order: OrderRecord) -> None:
    """Whether it may be changed later: until the merchant has answered outright, after that by cancelling it first."""
    case = order.case
    if case is None or not may_change(turn.policy, order.facts, turn.now).allowed:
        ask_can_be_changed(turn, order)
        return
    left = cancellations_left(turn.policy, order.facts.cancellations_used)
    name = "utter_change_later" if left else "utter_change_later_no_more"
    turn.say(name, order_facts(turn.policy, order), order=order, left=left,
             by=moment_text(case.next.due_at) if case.next.due_at else "")
