"""How many cancellations there are, and how to cancel."""

from actions.desk import Talk, answers
from actions.facts import order_facts
from actions.order_choice import order_label, the_order
from actions.pending import needs_order


@answers("ask_cancellations_left")
@needs_order
def ask_cancellations_left(talk: Talk) -> None:
    """Used n, left m; what the last one means."""
    order = the_order(talk)
    if order is None:
        return
    limit = talk.policy.cancellation_limit.value
    used = order.facts.cancellations_used
    left = max(0, limit - used)
    name = {0: "utter_cancellations_none_left", 1: "utter_cancellations_one_left"}.get(left, "utter_cancellations_left")
    talk.say(name, order_facts(talk.policy, order), order=order_label(order), used=used, left=left, limit=limit)


@answers("ask_cancellation_limit")
def ask_cancellation_limit(talk: Talk) -> None:
    """The rule itself."""
    talk.say("utter_cancellation_limit", limit=talk.policy.cancellation_limit.value)


@answers("ask_how_to_cancel")
def ask_how_to_cancel(talk: Talk) -> None:
    """The path in the App, with an offer to do it here."""
    talk.say("utter_how_to_cancel", limit=talk.policy.cancellation_limit.value)
    talk.offer("cancel_aftersales")
