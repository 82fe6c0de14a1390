"""Where a case stands, why it was refused, what became of what was asked: answers from the case itself."""

from datetime import timedelta
from math import ceil
from typing import Any

from actions.facts import order_facts
from actions.orders import order_buttons, the_order
from actions.registry import answers, answers_about_order
from actions.standing import (
    has_case,
    has_open_case,
    say_case,
    say_complaint,
    say_consent,
    say_message,
    say_no_case,
)
from actions.turn import Turn
from actions.words import moment_text, money_text, next_step_text, word
from shouhou.cases.afterwards import last_step
from shouhou.cases.complaints import latest_complaint
from shouhou.cases.merchant import MerchantMessage, consent_of, messages_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import asks_of_each
from shouhou.dialogue.matters import AGREED_YET, MESSAGE_NUMBER
from shouhou.rules.kinds import MONEY_TYPES, Actor, ConsentStatus, OrderStatus, ReasonClass
from shouhou.rules.lifecycle import OPEN_COMPLAINTS, CaseStatus
from shouhou.rules.verdicts import may_apply

_AGREED = (CaseStatus.AGREED, CaseStatus.RETURNING, CaseStatus.RECEIVED, CaseStatus.REFUNDED, CaseStatus.EXCHANGED,
           CaseStatus.REPAIRED, CaseStatus.RESENT)
_LATE = timedelta(hours=1)


@answers_about_order("ask_case_status", prefer=has_open_case)
def ask_case_status(turn: Turn, order: OrderRecord) -> None:
    """State, since when, who must act next and by when; complaint, consent and messages beside it."""
    cased = [each for each in turn.orders() if each.case is not None]
    if asks_of_each(turn.message.text) and len(cased) > 1 and turn.message.intent == "ask_case_status":
        for each in cased:
            if each.case is not None:
                say_case(turn, each, each.case, latest_complaint(turn.database, each.order_number))
        return
    complaint = latest_complaint(turn.database, order.order_number)
    messages = messages_of(turn.database, order.order_number)
    consent = order.facts.consent
    if complaint is not None and complaint.complaint_number == turn.state.written and not order.facts.open_case:
        say_complaint(turn, order, complaint)  # what was filed last is what is asked about
        return
    if order.case is not None:
        say_case(turn, order, order.case, complaint)
    elif complaint is None and consent is None and not messages:
        say_no_case(turn, order)
    if complaint is not None:
        say_complaint(turn, order, complaint)
    if consent is not None:
        say_consent(turn, order)
    if messages and not _is_past(order, messages[0]):
        say_message(turn, order, messages[0])


def _is_past(order: OrderRecord, message: MerchantMessage) -> bool:
    """Whether the merchant has acted on the case since a message that nobody answered: it is no news any more."""
    decided = order.case is not None and order.case.status is not CaseStatus.REQUESTED
    unanswered = decided and message.answer is None
    return unanswered and order.case is not None and order.case.since >= message.sent_at


@answers_about_order("ask_refund_amount", prefer=has_open_case)
def ask_refund_amount(turn: Turn, order: OrderRecord) -> None:
    """How much comes back: of the case, of what is being applied for, else what could be had."""
    case = order.case
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    paid, facts = money_text(order.paid_amount), {"order_number": order.order_number}
    if case is not None and case.status is CaseStatus.REFUNDED:
        turn.say("utter_amount_refunded", facts, order=order, paid=paid, asked=money_text(case.amount))
        return
    kind, amount, group = draft.get("request_type"), draft.get("amount"), draft.get("reason_class")
    if case is not None and order.facts.open_case:
        kind, amount = case.request_type.value, case.amount
        group = case.reason_class.value if case.reason_class is not None else None
    if kind is None:
        received = order.facts.status is OrderStatus.RECEIVED
        name = "utter_refund_all" if received else "utter_refund_all_unreceived"
        said = turn.say(name, facts, order=order, paid=paid)
        if turn.state.draft is None:
            turn.offer(said, "/request_aftersales")
    elif kind not in MONEY_TYPES:
        turn.say("utter_amount_no_money", facts, order=order, type=word("request_type", kind))
    else:
        side = "personal" if group == ReasonClass.PERSONAL.value else "goods"
        turn.say(f"utter_amount_filed_{side}", facts, order=order, paid=paid,
                 asked=money_text(amount or order.paid_amount))


@answers_about_order("ask_complaint_progress")
def ask_complaint_progress(turn: Turn, order: OrderRecord) -> None:
    """The complaint's state and the wait; its order's case where there is no complaint."""
    complaint = latest_complaint(turn.database, order.order_number)
    others = [(each, latest_complaint(turn.database, each.order_number)) for each in turn.orders()]
    elsewhere = [(each, filed) for each, filed in others if filed is not None and filed.status in OPEN_COMPLAINTS]
    if complaint is None and len(elsewhere) == 1:
        order, complaint = elsewhere[0]  # the only one there is
    if complaint is None and turn.state.draft is not None and turn.state.draft.form == "complaint":
        turn.say("utter_not_yet_filed")
        return
    if complaint is None:
        said = turn.say("utter_no_complaint", order_facts(turn.policy, order), order=order)
        turn.offer(said, "/file_complaint")
        return
    say_complaint(turn, order, complaint)


@answers_about_order(AGREED_YET, prefer=has_case)
def ask_agreed_yet(turn: Turn, order: OrderRecord) -> None:
    """Whether the merchant has agreed, from who would drop the complaint then: if so, that is offered."""
    case = order.case
    agreed = order.facts.consent is ConsentStatus.YES or (case is not None and case.status in _AGREED)
    if case is not None:
        say_case(turn, order, case, None)
    elif order.facts.consent is not None:
        say_consent(turn, order)
    if agreed:
        said = turn.say("utter_agreed_withdraw", order_facts(turn.policy, order), order=order)
        turn.offer(said, "/withdraw_complaint")
    else:
        turn.say("utter_withdraw_once_agreed")


@answers_about_order("ask_merchant_message_answer")
def ask_merchant_message_answer(turn: Turn, order: OrderRecord) -> None:
    """What became of the latest message to the merchant."""
    messages = messages_of(turn.database, order.order_number)
    if messages:
        if _is_past(order, messages[0]):
            ask_case_status(turn, order)  # 商家咋说, since he has refused
        else:
            say_message(turn, order, messages[0])
    else:
        ask_case_status(turn, order)


@answers_about_order(MESSAGE_NUMBER)
def ask_message_number(turn: Turn, order: OrderRecord) -> None:
    """The number of the latest message to the merchant, and what it says."""
    messages = messages_of(turn.database, order.order_number)
    if messages:
        last = messages[0]
        turn.say("utter_message_number", {"order_number": order.order_number}, order=order, words=last.words,
                 number=last.message_number, sent=moment_text(last.sent_at))


@answers_about_order("ask_consent_answer")
def ask_consent_answer(turn: Turn, order: OrderRecord) -> None:
    """What became of the request for consent."""
    if order.facts.consent is not None:
        say_consent(turn, order)
    else:
        ask_case_status(turn, order)


@answers_about_order("ask_refusal_reason", prefer=has_case)
def ask_refusal_reason(turn: Turn, order: OrderRecord) -> None:
    """The merchant's own words with the refusal, and the ways left."""
    case = order.case
    consent = consent_of(turn.database, order.order_number, turn.now)
    if case is not None and case.status is CaseStatus.REFUSED:
        step = last_step(turn.database, case.case_number)
        why = step[2] if step is not None else ""
        verdict = may_apply(turn.policy, order.facts, turn.now)
        again = verdict.allowed
        name = "utter_refused_why" if why else "utter_refused_unsaid"
        facts = order_facts(turn.policy, order)
        said = turn.say(
            name if again else f"{name}_shut", facts, order=order, why=why, case=case.case_number,
            who=word("actor", step[1].value if step else Actor.MERCHANT.value), at=moment_text(case.since),
        )
        turn.offer(said, "/request_aftersales" if again else "/file_complaint")
    elif consent is not None and consent.status is ConsentStatus.NO:
        say_consent(turn, order)
    elif case is not None:
        say_case(turn, order, case, None)
    else:
        say_no_case(turn, order)


@answers("list_orders")
def list_orders(turn: Turn) -> None:
    """The buyer's orders, each with a button."""
    orders = turn.orders()
    if turn.message.has("order_number", "phone") or not orders:
        # A guest who proves one in the same words hears of it; else asks for a proof, or says that there is none.
        if the_order(turn) is None:
            turn.state.waiting = ["list_orders"]
            return
        orders = turn.orders()
    lines = [
        word("format", "order_line", place=place, product=order.product or order.order_number,
             number=order.order_number, status=_order_status(order))
        for place, order in enumerate(orders, start=1)
    ]
    said = turn.say("utter_orders", buttons=order_buttons(orders), count=len(orders), lines="\n".join(lines))
    turn.ask(said, "order", "order", f"w{turn.state.next_number()}")


@answers_about_order("report_merchant_inactive", prefer=has_open_case)
def report_merchant_inactive(turn: Turn, order: OrderRecord) -> None:
    """An apology, the merchant's deadline on the case, the message or consent, and the complaint where it passed."""
    facts = order_facts(turn.policy, order)
    if order.case is None or not has_open_case(order):
        if order.facts.consent is ConsentStatus.ASKED:
            say_consent(turn, order)
            return
        messages = messages_of(turn.database, order.order_number)
        if messages and messages[0].answer is None:
            say_message(turn, order, messages[0])
            return
        turn.offer(turn.say("utter_merchant_no_open_case", facts, order=order), "/contact_merchant")
        return
    if turn.now - order.case.since >= _LATE:  # nobody is late who was asked just now
        turn.say("utter_sorry_merchant_inactive")
    step = order.case.next
    values: dict[str, Any] = {"case": order.case.case_number, "status": word("case_status", order.case.status.value)}
    if step.actor is not Actor.MERCHANT:
        said = turn.say("utter_merchant_not_their_turn", facts, order=order,
                        next=next_step_text(order.case.status, step), **values)
    elif step.due_at is not None and turn.now < step.due_at:
        hours = ceil((step.due_at - turn.now) / timedelta(hours=1))
        said = turn.say("utter_merchant_still_has_time", facts, order=order, hours=hours, by=moment_text(step.due_at),
                        **values)
    elif step.due_at is not None:
        said = turn.say("utter_merchant_too_late", facts, order=order, by=moment_text(step.due_at), **values)
    else:
        said = turn.say("utter_merchant_no_deadline", facts, order=order, **values)
    turn.offer(said, "/file_complaint")


def _order_status(order: OrderRecord) -> str:
    if order.case is not None and order.facts.open_case:
        return word("case_status", order.case.status.value)
    return word("order_status", order.facts.status.value)
