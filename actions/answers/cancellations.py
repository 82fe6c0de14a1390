"""How many cancellations there are, and how to cancel."""

from actions.facts import order_facts
from actions.registry import answers, answers_about_order
from actions.turn import Turn
from shouhou.cases.orders import OrderRecord
from shouhou.rules.verdicts import cancellations_left, may_cancel

LAST_CANCELLATION = "faq/what_last_cancellation_means"


@answers_about_order("ask_cancellations_left")
def ask_cancellations_left(turn: Turn, order: OrderRecord) -> None:
    """Used n, left m; what the last one means."""
    used = order.facts.cancellations_used
    left = cancellations_left(turn.policy, used)
    name = {0: "utter_cancellations_none_left", 1: "utter_cancellations_one_left"}.get(left, "utter_cancellations_left")
    turn.say(name, order_facts(turn.policy, order), order=order, used=used, left=left,
             limit=turn.policy.cancellation_limit.value)


@answers("ask_cancellation_limit")
def ask_cancellation_limit(turn: Turn) -> None:
    """The rule itself; of an order that has used some of them, what is left of it."""
    order = turn.order_in_view
    if order is not None and order.facts.cancellations_used and order.facts.open_case:
        ask_cancellations_left(turn, order)
        return
    turn.say("utter_cancellation_limit", limit=turn.policy.cancellation_limit.value)


@answers("ask_how_to_cancel")
def ask_how_to_cancel(turn: Turn) -> None:
    """The path in the App, with an offer to do it here where there is something to cancel."""
    limit = turn.policy.cancellation_limit.value
    orders = turn.orders()
    # Of a guest who has proven no order nobody knows that there is nothing to cancel.
    if not orders or any(may_cancel(turn.policy, order.facts).allowed for order in orders):
        turn.offer(turn.say("utter_how_to_cancel", limit=limit), "/cancel_aftersales")
    else:
        turn.say("utter_how_to_cancel_path", limit=limit)


def meant_by_last(turn: Turn) -> str:
    """What a question after the last cancellation asks where this is not the last one: if one may apply again."""
    order = turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    if order is None or not (order.facts.open_case or order.facts.cancellations_used):
        return LAST_CANCELLATION
    left = cancellations_left(turn.policy, order.facts.cancellations_used) - (1 if order.facts.open_case else 0)
    return "ask_can_reapply" if left > 0 else LAST_CANCELLATION


@answers_about_order("followup_does_it_count")
def followup_does_it_count(turn: Turn, order: OrderRecord) -> None:
    """What uses up a cancellation and what does not, and how many this order has left."""
    used = order.facts.cancellations_used
    turn.say("utter_what_counts", order_facts(turn.policy, order), order=order, used=used,
             left=cancellations_left(turn.policy, used), limit=turn.policy.cancellation_limit.value)
