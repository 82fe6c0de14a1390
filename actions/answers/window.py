"""Whether and until when an application may be made."""

from datetime import date, datetime, time
from typing import Any, Optional

from actions.answers.delivery import not_there_yet
from actions.facts import order_facts, verdict_facts
from actions.orders import named_order, points_at_order
from actions.registry import answers, answers_about_order
from actions.turn import Turn
from actions.verdict_words import say_verdict, window_values
from actions.words import caveat_of, day_text, period_text, word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import asks_leave
from shouhou.dialogue.telling import denies_receipt, tells_arrival, tells_failure, tells_receipt
from shouhou.dialogue.words import stem_of
from shouhou.rules.kinds import OrderStatus, ReasonClass
from shouhou.rules.policy import Category, Period, Policy
from shouhou.rules.verdicts import OrderFacts, Rule, Verdict, cancellations_left, may_apply, order_window
from shouhou.rules.window import SHANGHAI, Window, day_of


def calculated(turn: Turn) -> bool:
    """Answer as a calculation where a day of receipt is named and no order of the speaker's is; whether it did."""
    if not _is_calculation(turn):
        return False
    calculate(turn)
    return True


@answers_about_order("ask_window_open", else_by=calculated)
def ask_window_open(turn: Turn, order: OrderRecord) -> None:
    """The verdict for the order."""
    verdict = may_apply(turn.policy, order.facts, turn.now)
    text = turn.message.text
    case, window = order.case, order_window(turn.policy, order.facts)
    if case is not None and order.facts.open_case and window is not None:
        turn.say(
            "utter_window_case_open", verdict_facts(turn.policy, order, verdict), order=order, case=case.case_number,
            status=word("case_status", case.status.value), last_day=day_text(window.full_last_day, day_of(turn.now)),
        )
        return
    if not_there_yet(order) and tells_arrival(text) and (turn.message.told_class or tells_failure(text)):
        turn.say("utter_if_it_arrives_bad", order_facts(turn.policy, order), order=order,
                 days=turn.policy.window_days.value)
        return
    if verdict.rule is Rule.RECEIPT_UNKNOWN and turn.message.has("date"):
        calculate(turn, order)
    else:
        goods = ReasonClass.GOODS.value
        faulty = turn.message.told_class == goods or turn.state.told.reason_class == goods
        asks = any(asks_leave(clause.plain) for clause in turn.message.clauses)
        asks = asks or turn.message.told_class == ReasonClass.PERSONAL.value
        say_verdict(turn, order, verdict, no_reason=asks and not faulty)


@answers_about_order("ask_can_reapply")
def ask_can_reapply(turn: Turn, order: OrderRecord) -> None:
    """Yes with m left; no after the last; or which rule stands in the way. Of an open case: once it is cancelled."""
    verdict = may_apply(turn.policy, order.facts, turn.now)
    limit, window = turn.policy.cancellation_limit.value, order_window(turn.policy, order.facts)
    if order.facts.open_case and window is not None and day_of(turn.now) <= window.full_last_day:
        after = cancellations_left(turn.policy, order.facts.cancellations_used) - 1
        turn.say(
            "utter_reapply_after_cancel" if after > 0 else "utter_reapply_after_last",
            order_facts(turn.policy, order), order=order, after=after, used=order.facts.cancellations_used, limit=limit,
            full_last_day=day_text(window.full_last_day, day_of(turn.now)),
        )
    elif verdict.rule is Rule.OK and window is not None and turn.said_any("utter_cancelled"):
        turn.say("utter_reapply_now", verdict_facts(turn.policy, order, verdict), order=order,
                 full_last_day=day_text(window.full_last_day, day_of(turn.now)))  # the count has just been said
    elif verdict.rule is Rule.OK and window is not None:
        said = turn.say(
            "utter_reapply_yes", verdict_facts(turn.policy, order, verdict), order=order, limit=limit,
            left=verdict.cancellations_left, full_last_day=day_text(window.full_last_day, day_of(turn.now)),
        )
        turn.offer(said, "/request_aftersales")
    else:
        say_verdict(turn, order, verdict)


@answers("ask_window_length")
def ask_window_length(turn: Turn) -> None:
    """The rule and its exceptions."""
    if not points_at_order(turn) and calculated(turn):
        return
    policy = turn.policy
    turn.say(
        "utter_window_length",
        days=policy.window_days.value,
        no_reason_days=policy.no_reason_days.value,
        caveat=caveat_of(policy.window_days, policy.no_reason_days),
    )


@answers("ask_warranty")
def ask_warranty(turn: Turn) -> None:
    """The warranty's last day for the order named or the only one, else the period by category."""
    order = named_order(turn) or only_order(turn)
    category = _category_named(turn)
    suits = category is None or (order is not None and order.facts.category == category)
    if order is not None and suits and order_window(turn.policy, order.facts) is not None:
        turn.state.order = order.order_number
        verdict = may_apply(turn.policy, order.facts, turn.now)
        window = order_window(turn.policy, order.facts)
        if window is not None and no_warranty(order) and verdict.rule is not Rule.WINDOW_SHUT:
            turn.say("utter_warranty_none", verdict_facts(turn.policy, order, verdict), order=order,
                     **window_values(turn, window))
            return
        if verdict.rule is Rule.WINDOW_SHUT and window is not None and window.rule == "default" and (
            not no_warranty(order)
        ):
            said = turn.say("utter_warranty_not_on_order", verdict_facts(turn.policy, order, verdict), order=order,
                            default_days=turn.policy.window_days.value, **window_values(turn, window))
            turn.offer(said, "/contact_merchant")
            return
        if window is not None and verdict.rule is not Rule.WITHIN_WARRANTY:
            _say_warranty(turn, order, verdict, window)
            return
        say_verdict(turn, order, verdict)
        return
    if category is None or not isinstance(category.period, Period):
        turn.say("utter_warranty_general", days=turn.policy.window_days.value, periods=_periods_text(turn.policy))
        return
    caveat = word("caveat", category.caveat) if category.caveat else caveat_of(turn.policy.categories)
    values: dict[str, Any] = {"category": category.name, "period": period_text(category.period), "caveat": caveat}
    if category.main_parts is not None:
        turn.say("utter_warranty_main_parts", parts=period_text(category.main_parts), **values)
    else:
        turn.say("utter_warranty_category", **values)


def no_warranty(order: OrderRecord) -> bool:
    """Whether nobody gives a warranty on such goods: what is eaten, what grows."""
    named = f"{word('said', 'eaten')} {word('said', 'perishable')} {word('said', 'grows')}".split()
    return order.facts.own_days is None and any(each in order.category for each in named)


def _say_warranty(turn: Turn, order: OrderRecord, verdict: Verdict, window: Window) -> None:
    """The last day of an order's warranty; where the order names none, that is said, and the merchant can be asked."""
    facts = verdict_facts(turn.policy, order, verdict)
    if window.last_day > window.full_last_day:
        said = turn.say("utter_warranty_until", facts, order=order, **window_values(turn, window))
        if verdict.allowed:
            turn.offer(said, "/request_aftersales")
        else:
            said.buttons = []
        return
    turn.say("utter_warranty_not_named", facts, order=order, **window_values(turn, window))


def calculate(turn: Turn, order: Optional[OrderRecord] = None) -> None:
    """The same arithmetic for a category and a day of receipt that the buyer names; nothing is filed on it.

    `order` is one whose day of receipt nobody but the buyer knows: its period counts.
    """
    product = _product_named(turn)
    turn.state.calculation_product = product  # kept while the day is asked back
    told = _day_told(turn)
    if told.get("future"):
        turn.say("utter_date_in_future", day=day_text(date.fromisoformat(told["future"])))
        return
    for unclear in ("ambiguous", "between"):
        if told.get(unclear):
            first, second = (day_text(date.fromisoformat(day)) for day in told[unclear])
            turn.say(f"utter_date_{unclear}", first=first, second=second)
            return
    received = date.fromisoformat(told["day"])
    if received > day_of(turn.now):
        turn.say("utter_date_in_future", day=day_text(received))
        return
    turn.state.calculation_product = None
    facts = OrderFacts(
        order_number="",
        status=OrderStatus.RECEIVED,
        received_at=datetime.combine(received, time(12), SHANGHAI),
        own_days=order.facts.own_days if order else None,
        category=order.facts.category if order else turn.policy.category_of(product or "", turn.message.text),
    )
    _say_calculated(turn, facts, day_text(received))


def _say_calculated(turn: Turn, facts: OrderFacts, received: str) -> None:
    verdict = may_apply(turn.policy, facts, turn.now)
    window = order_window(turn.policy, facts)
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
    turn.say(response, told_facts, **(window_values(turn, window) | {"received": received}))


def _is_calculation(turn: Turn) -> bool:
    """A day of receipt is named, and no order of the speaker's is."""
    if not turn.message.has("date") or turn.message.has("order_number", "order_ref"):
        return False
    named = _product_named(turn)
    orders = turn.orders()
    if orders and denies_receipt(turn.message.text):
        return False  # 签收不是11月30日
    if len(orders) == 1 and not turn.state.calculation_product and "签收" not in turn.message.text:
        return False  # 上礼拜买的那个烧水壶: the one order, and its day is known
    if orders and turn.state.calculation_product is None and not tells_receipt(turn.message.text):
        return False  # 是不是12月2号之前答复: a day of something else
    if named is None:
        return not orders
    stem = stem_of(named)
    return not any(each in order.product or each in order.category for each in (named, stem) for order in orders)


def _day_told(turn: Turn) -> dict[str, Any]:
    """The first date of the message that is a single day, else the first (ordered last week, received on the 20th)."""
    told: list[dict[str, Any]] = [each.value for each in turn.message.entities if each.kind == "date"]
    return next((value for value in told if "day" in value), next(iter(told), {}))


def _product_named(turn: Turn) -> Optional[str]:
    """The product that the message names, or that the question did which is waiting for its day."""
    named = turn.message.entity("product_category") or turn.state.calculation_product
    return None if named is None else str(named)


def _category_named(turn: Turn) -> Optional[Category]:
    """The policy's category of the product named, or of the whole message when no table knows the noun."""
    return turn.policy.category_of(str(turn.message.entity("product_category") or ""), turn.message.text)


def only_order(turn: Turn) -> Optional[OrderRecord]:
    """The order in view, else the only one; None where it is not known."""
    orders = turn.orders()
    remembered = [order for order in orders if order.order_number == turn.state.order]
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
