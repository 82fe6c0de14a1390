"""Where a case stands, which orders there are, and a merchant who does not react."""

from datetime import timedelta
from math import ceil
from typing import Any

from actions.desk import Talk, answers
from actions.facts import complaint_facts, order_facts
from actions.order_choice import order_buttons, order_label, the_order
from actions.pending import needs_order
from actions.words import moment_text, next_step_text, word
from shouhou.cases.complaints import latest_complaint
from shouhou.cases.orders import OrderRecord, orders_of
from shouhou.rules.kinds import Actor


def has_open_case(order: OrderRecord) -> bool:
    """Whether the order has a case under way."""
    return order.facts.open_case


@answers("ask_case_status")
@needs_order
def ask_case_status(talk: Talk) -> None:
    """State, since when, who must act next and by when; the order's complaint beside it."""
    order = the_order(talk, prefer=has_open_case)
    if order is None:
        return
    complaint = latest_complaint(talk.database, order.order_number)
    facts = order_facts(talk.policy, order) | complaint_facts(complaint)
    if order.case is None:
        talk.say("utter_no_case", facts, order=order_label(order))
        if complaint is None:
            talk.offer("request_aftersales")
    else:
        talk.say(
            "utter_case_status",
            facts,
            order=order_label(order),
            case=order.case.case_number,
            type=word("request_type", order.case.request_type.value),
            status=word("case_status", order.case.status.value),
            since=moment_text(order.case.since),
            next=next_step_text(order.case.status, order.case.next),
        )
    if complaint is not None:
        talk.say(
            "utter_complaint_status",
            facts,
            complaint=complaint.complaint_number,
            status=word("complaint_status", complaint.status.value),
            since=moment_text(complaint.opened_at),
        )
    if order.facts.consent is not None:
        talk.say("utter_consent_status", facts, consent=word("consent", order.facts.consent.value))


@answers("list_orders")
@needs_order
def list_orders(talk: Talk) -> None:
    """The buyer's orders, each with a button."""
    orders = orders_of(talk.database, talk.policy, talk.speaker, talk.now)
    if not orders:
        the_order(talk)  # a guest is asked for a proof, a buyer is told that there is none
        return
    lines = [
        word("format", "order_line", place=place, product=order.product or order.order_number,
             number=order.order_number, status=_order_status(order))
        for place, order in enumerate(orders, start=1)
    ]
    text = word("format", "lines").join(lines)
    talk.say("utter_orders", buttons=order_buttons(orders), count=len(orders), lines=text)


@answers("report_merchant_inactive")
@needs_order
def report_merchant_inactive(talk: Talk) -> None:
    """An apology, the merchant's deadline on the case, and the complaint where it has passed."""
    if talk.intent == "report_merchant_inactive":  # not again when the buyer has only named the order
        talk.say("utter_sorry_merchant_inactive")
    order = the_order(talk, prefer=has_open_case)
    if order is None:
        return
    facts = order_facts(talk.policy, order)
    if order.case is None or not has_open_case(order):
        talk.say("utter_merchant_no_open_case", facts, order=order_label(order))
        talk.offer("contact_merchant")
        return
    step = order.case.next
    values: dict[str, Any] = {"case": order.case.case_number, "status": word("case_status", order.case.status.value)}
    if step.actor is not Actor.MERCHANT:
        talk.say("utter_merchant_not_their_turn", facts, next=next_step_text(order.case.status, step), **values)
        talk.offer("file_complaint")
        return
    if step.due_at is not None and talk.now < step.due_at:
        hours = ceil((step.due_at - talk.now) / timedelta(hours=1))
        talk.say("utter_merchant_still_has_time", facts, hours=hours, by=moment_text(step.due_at), **values)
    elif step.due_at is not None:
        talk.say("utter_merchant_too_late", facts, by=moment_text(step.due_at), **values)
    else:
        talk.say("utter_merchant_no_deadline", facts, **values)
    talk.offer("file_complaint")


def _order_status(order: OrderRecord) -> str:
    if order.case is not None and order.facts.open_case:
        return word("case_status", order.case.status.value)
    return word("order_status", order.facts.status.value)

