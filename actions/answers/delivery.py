"""Before the parcel is there: what the order knows, what the desk can do, and what it cannot see."""

from typing import Any

from actions.answers.what_next import ask_how_long
from actions.facts import order_facts
from actions.registry import answers_about_order
from actions.turn import Turn
from actions.words import moment_text
from shouhou.cases.merchant import messages_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.matters import ARRIVES
from shouhou.rules.kinds import OrderStatus
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import may_apply

_HURRIES = {"urge_shipping", "contact_merchant"}  # the merchant is asked anyway


def not_there_yet(order: OrderRecord) -> bool:
    """Whether the order is paid for and, as far as is known, not received."""
    return order.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED)


@answers_about_order("ask_delivery_status", "ask_ship_time", "report_parcel_stuck", "report_parcel_lost",
                     prefer=not_there_yet)
def ask_delivery_status(turn: Turn, order: OrderRecord) -> None:
    """When it was paid and shipped, and the ways: hurry the merchant, refund only, complain."""
    facts, status = order_facts(turn.policy, order), order.facts.status
    can_refund = may_apply(turn.policy, order.facts, turn.now).allowed
    values: dict[str, Any] = {
        "paid": moment_text(order.paid_at) if order.paid_at else "",
        "shipped": moment_text(order.shipped_at) if order.shipped_at else "",
        "received": moment_text(order.facts.received_at) if order.facts.received_at else "",
    }
    if status is OrderStatus.REFUNDED:
        turn.say("utter_refunded_already", facts, order=order)
        return
    if status is OrderStatus.RECEIVED and (order.facts.open_case or turn.state.draft is not None):
        ask_how_long(turn, order)  # what is waited for is what the case brings
        return
    if status is OrderStatus.RECEIVED:
        said = turn.say("utter_delivery_received" if values["received"] else "utter_delivery_received_unknown", facts,
                        order=order, **values)
        turn.offer(said, "/report_signed_not_received")
        return
    waits = next((each for each in messages_of(turn.database, order.order_number) if each.answered_at is None), None)
    if waits is not None and status is OrderStatus.PAID and not order.facts.open_case:
        said = turn.say("utter_delivery_paid_urged", facts, order=order, by=moment_text(waits.due_at), **values)
        if not can_refund:
            said.buttons = [each for each in said.buttons if "request_aftersales" not in each["payload"]]
        return
    late = turn.message.intent in ("report_parcel_stuck", "report_parcel_lost")
    shipped = "shipped" if values["shipped"] else "shipped_undated"
    name = shipped if status is OrderStatus.SHIPPED else "paid"
    ending = "_late" if late and name != "paid" else ""
    given_up = any(each.order == order.order_number for each in turn.state.left)
    taken_back = given_up or (order.case is not None and order.case.status is CaseStatus.CANCELLED)
    ending = "_kept" if taken_back else ending  # no refund is offered to who has just taken one back
    said = turn.say(f"utter_delivery_{name}{ending}", facts, order=order, **values)
    if not can_refund:
        said.buttons = [each for each in said.buttons if "request_aftersales" not in each["payload"]]
    turn.offer(said, "/urge_shipping")


@answers_about_order(ARRIVES, prefer=not_there_yet)
def ask_arrival(turn: Turn, order: OrderRecord) -> None:
    """On which day the parcel comes: nobody here sees that; where it can be seen, and who was asked or can be."""
    if order.facts.status is OrderStatus.PAID or not not_there_yet(order):
        ask_delivery_status(turn, order)
        return
    facts = order_facts(turn.policy, order)
    waits = next((each for each in messages_of(turn.database, order.order_number) if each.answered_at is None), None)
    if waits is not None:
        turn.say("utter_arrival_asked", facts, order=order, by=moment_text(waits.due_at))
    elif turn.state.draft is not None or set(turn.reading.asks) & _HURRIES:
        turn.say("utter_arrival", facts, order=order)
    else:
        turn.offer(turn.say("utter_arrival_offer", facts, order=order), "/urge_shipping")


@answers_about_order("report_signed_not_received")
def report_signed_not_received(turn: Turn, order: OrderRecord) -> None:
    """Shows as received and never came: sorry, where to look, and the refund that may be applied for all the same."""
    verdict = may_apply(turn.policy, order.facts, turn.now, disputes_receipt=True)
    if not_there_yet(order):
        ask_delivery_status(turn, order)
        return
    if not verdict.allowed:
        from actions.verdict_words import say_verdict

        turn.say("utter_sorry_not_received")
        say_verdict(turn, order, verdict)
        return
    turn.state.told.order = order.order_number
    said = turn.say("utter_signed_not_received", order_facts(turn.policy, order), order=order)
    turn.offer(said, '/request_aftersales{"request_type": "refund_only", "disputes_receipt": true}')
