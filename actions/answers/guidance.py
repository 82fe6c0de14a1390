"""The ways: how to apply, what a closed case means, how to complain, freight, refunds."""

from actions.desk import Talk, answers
from actions.order_choice import order_label, the_order
from actions.pending import needs_order
from actions.verdict_words import say_verdict
from actions.words import caveat_of, word
from shouhou.cases.applications import send_back
from shouhou.cases.orders import OrderRecord, orders_of
from shouhou.rules.freight import merchant_pays_freight
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.policy import Hours
from shouhou.rules.verdicts import may_apply


@answers("ask_how_to_apply")
def ask_how_to_apply(talk: Talk) -> None:
    """The path in the App, or here in the chat."""
    talk.say("utter_how_to_apply")
    talk.offer("request_aftersales")


@answers("ask_closed_case")
def ask_closed_case(talk: Talk) -> None:
    """What a case closed by time-out means, and the merchant's consent; for the order where one is known."""
    talk.say("utter_closed_case")
    talk.offer("contact_merchant")
    closed = [
        order for order in orders_of(talk.database, talk.policy, talk.speaker, talk.now)
        if order.case is not None and order.case.status is CaseStatus.CLOSED
    ]
    if len(closed) == 1:
        talk.set("order_number", closed[0].order_number)
        say_verdict(talk, closed[0], may_apply(talk.policy, closed[0].facts, talk.now))


@answers("ask_how_to_complain")
def ask_how_to_complain(talk: Talk) -> None:
    """The four ways, and an offer to file it here."""
    opens, closes = hours_values(talk.policy.phone_hours.value)
    talk.say("utter_how_to_complain", opens=opens, closes=closes)
    talk.offer("file_complaint")


@answers("ask_refund_arrival")
def ask_refund_arrival(talk: Talk) -> None:
    """Working days by the way of payment."""
    arrival = talk.policy.refund_arrival
    ways = [word("format", "arrival", way=item.way, first=item.first, last=item.last) for item in arrival.value]
    talk.say(
        "utter_refund_arrival",
        first=min(item.first for item in arrival.value),
        last=max(item.last for item in arrival.value),
        ways=word("format", "joint").join(ways),
        caveat=caveat_of(arrival),
    )


@answers("ask_return_shipping")
def ask_return_shipping(talk: Talk) -> None:
    """Who pays the freight, by the class of the reason."""
    group = talk.entity_group("reason")
    merchant_pays = merchant_pays_freight(ReasonClass(group) if group else None)
    name = {True: "utter_freight_merchant", False: "utter_freight_buyer", None: "utter_freight_rule"}[merchant_pays]
    talk.say(name, no_reason_days=talk.policy.no_reason_days.value)


@answers("give_tracking_number")
@needs_order
def give_tracking_number(talk: Talk) -> None:
    """The buyer has sent the goods back."""
    order = the_order(talk, prefer=_goods_go_back)
    number = talk.entity("tracking_number") or talk.get("tracking_number")
    if order is None:
        talk.set("tracking_number", number)
        return
    talk.set("tracking_number", None)
    if not number:
        talk.say("utter_ask_tracking_number", order=order_label(order))
        return
    case = send_back(talk.database, talk.policy, talk.speaker, order.order_number, str(number), talk.now)
    if case is None:
        talk.say("utter_no_return_expected", order=order_label(order))
        return
    facts = {"order_number": order.order_number, "case_number": case.case_number, "case_status": case.status.value}
    talk.say("utter_return_noted", facts, number=number, case=case.case_number)


def hours_values(hours: Hours) -> tuple[str, str]:
    """Opening and closing time as people read them."""
    return f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}"


def _goods_go_back(order: OrderRecord) -> bool:
    return order.case is not None and order.case.status is CaseStatus.AGREED
