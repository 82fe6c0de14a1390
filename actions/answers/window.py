"""Whether and until when an application may be made."""

from datetime import date, datetime, time
from typing import Any, Optional

from actions.desk import Talk, answers
from actions.order_choice import mentions_order, the_order
from actions.pending import needs_order
from actions.verdict_words import say_verdict, window_values
from actions.words import caveat_of, day_text, period_text, word
from shouhou.cases.orders import OrderRecord, orders_of
from shouhou.rules.kinds import OrderStatus
from shouhou.rules.policy import Category, Period, Policy
from shouhou.rules.verdicts import OrderFacts, Rule, may_apply, order_window
from shouhou.rules.window import SHANGHAI, day_of


@answers("ask_window_open")
@needs_order
def ask_window_open(talk: Talk) -> None:
    """The verdict for the order, or a calculation for a category and a date."""
    if _is_calculation(talk):
        calculate(talk)
        return
    order = the_order(talk)
    if order is None:
        return
    verdict = may_apply(talk.policy, order.facts, talk.now)
    if verdict.rule is Rule.RECEIPT_UNKNOWN and talk.entity("date") is not None:
        calculate(talk, order)
    else:
        say_verdict(talk, order, verdict)


@answers("ask_can_reapply")
@needs_order
def ask_can_reapply(talk: Talk) -> None:
    """Yes with m left; no after the last; or which rule stands in the way."""
    order = the_order(talk)
    if order is None:
        return
    verdict = may_apply(talk.policy, order.facts, talk.now)
    if verdict.allowed and verdict.rule is not Rule.NOT_RECEIVED:
        talk.say("utter_reapply_yes", limit=talk.policy.cancellation_limit.value, left=verdict.cancellations_left)
    say_verdict(talk, order, verdict)


@answers("ask_window_length")
def ask_window_length(talk: Talk) -> None:
    """The rule and its exceptions."""
    if talk.entity("date") is not None and not mentions_order(talk):
        calculate(talk)
        return
    policy = talk.policy
    talk.say(
        "utter_window_length",
        days=policy.window_days.value,
        no_reason_days=policy.no_reason_days.value,
        caveat=caveat_of(policy.window_days, policy.no_reason_days),
    )


@answers("ask_warranty")
def ask_warranty(talk: Talk) -> None:
    """The period by category, for the category named or the order meant."""
    category = _category_named(talk)
    if category is None and talk.entity("product_category") is None:
        order = _only_order(talk)
        if order is not None and order_window(talk.policy, order.facts) is not None:
            say_verdict(talk, order, may_apply(talk.policy, order.facts, talk.now))
            return
    if category is None or not isinstance(category.period, Period):
        talk.say("utter_warranty_general", days=talk.policy.window_days.value, periods=_periods_text(talk.policy))
        return
    caveat = word("caveat", category.caveat) if category.caveat else caveat_of(talk.policy.categories)
    values: dict[str, Any] = {"category": category.name, "period": period_text(category.period), "caveat": caveat}
    if category.main_parts is not None:
        talk.say("utter_warranty_main_parts", parts=period_text(category.main_parts), **values)
    else:
        talk.say("utter_warranty_category", **values)


def calculate(talk: Talk, order: Optional[OrderRecord] = None) -> None:
    """The same arithmetic for a category and a day of receipt that the buyer names; nothing is filed on it.

    `order` is one whose day of receipt nobody but the buyer knows: its period counts.
    """
    product = _product_named(talk)
    talk.set("calculation_product", product)  # kept while the day is asked back
    told = _day_told(talk)
    if told.get("future"):
        talk.say("utter_date_in_future", day=day_text(date.fromisoformat(told["future"])))
        return
    for unclear in ("ambiguous", "between"):
        if told.get(unclear):
            first, second = (day_text(date.fromisoformat(day)) for day in told[unclear])
            talk.say(f"utter_date_{unclear}", first=first, second=second)
            return
    received = date.fromisoformat(told["day"])
    if received > day_of(talk.now):
        talk.say("utter_date_in_future", day=day_text(received))
        return
    talk.set("calculation_product", None)
    facts = OrderFacts(
        order_number="",
        status=OrderStatus.RECEIVED,
        received_at=datetime.combine(received, time(12), SHANGHAI),
        own_days=order.facts.own_days if order else None,
        category=order.facts.category if order else talk.policy.category_of(product or "", talk.text),
    )
    _say_calculated(talk, facts, day_text(received))


def _say_calculated(talk: Talk, facts: OrderFacts, received: str) -> None:
    verdict = may_apply(talk.policy, facts, talk.now)
    window = order_window(talk.policy, facts)
    assert window is not None
    told_facts: dict[str, Any] = {
        "verdict": verdict.outcome.value,
        "rule": verdict.rule.value,
        "window_open": verdict.window_open,
        "window_last_day": window.last_day.isoformat(),
    }
    if verdict.days_left is not None:
        told_facts["days_left"] = verdict.days_left
    if verdict.rule is Rule.WITHIN_WARRANTY:
        response = "utter_calculation_within_warranty"
    elif not verdict.window_open:
        response = "utter_calculation_shut"
    elif window.last_day > window.full_last_day:
        response = "utter_calculation_open_longer"
    else:
        response = "utter_calculation_open"
    talk.say(response, told_facts, **(window_values(talk, window) | {"received": received}))


def _is_calculation(talk: Talk) -> bool:
    """A day of receipt is named, and no order of the speaker's is."""
    if talk.entity("date") is None or talk.entity("order_number") is not None or talk.entity("order_ref") is not None:
        return False
    named = _product_named(talk)
    orders = orders_of(talk.database, talk.policy, talk.speaker, talk.now)
    if named is None:
        return not orders
    return not any(named in order.product or named in order.category for order in orders)


def _day_told(talk: Talk) -> dict[str, Any]:
    """The first date of the message that is a single day, else the first (ordered last week, received on the 20th)."""
    told: list[dict[str, Any]] = [each["value"] for each in talk.entities if each["entity"] == "date"]
    return next((value for value in told if "day" in value), next(iter(told), {}))


def _product_named(talk: Talk) -> Optional[str]:
    """The product that the message names, or that the question did which is waiting for its day."""
    named = talk.entity("product_category") or talk.get("calculation_product")
    return None if named is None else str(named)


def _category_named(talk: Talk) -> Optional[Category]:
    """The policy's category of the product named, or of the whole message when no table knows the noun."""
    return talk.policy.category_of(str(talk.entity("product_category") or ""), talk.text)


def _only_order(talk: Talk) -> Optional[OrderRecord]:
    orders = orders_of(talk.database, talk.policy, talk.speaker, talk.now)
    remembered = [order for order in orders if order.order_number == talk.get("order_number")]
    return (remembered or orders)[0] if remembered or len(orders) == 1 else None


def _periods_text(policy: Policy) -> str:
    """Every category longer than the default window, with its period and what outranks it."""
    parts = [
        word("format", "category_period", category=item.name, period=period_text(item.period),
             caveat=word("caveat", item.caveat) if item.caveat else "")
        for item in policy.categories.value
        if isinstance(item.period, Period) and (item.period.years or item.period.months)
    ]
    return word("format", "joint").join(parts)
