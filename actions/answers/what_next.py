"""What comes next on an order, when, where to, and what if: answers one step on from where the case stands."""

from typing import Any, Optional

from actions.answers.progress import ask_case_status, ask_refusal_reason
from actions.facts import order_facts
from actions.registry import answers_about_order
from actions.standing import has_case, say_complaint, say_consent, say_message, say_spared
from actions.turn import Turn
from actions.words import caveat_of, moment_text, next_step_text, word
from shouhou.cases.afterwards import last_step
from shouhou.cases.complaints import latest_complaint
from shouhou.cases.merchant import messages_of
from shouhou.cases.orders import CaseRecord, OrderRecord
from shouhou.dialogue.telling import (
    names_place,
    tells_arrival,
    tells_dispatch,
    tells_failure,
    tells_loss,
    tells_no_stock,
    tells_refusal,
)
from shouhou.dialogue.wishes import type_said, wishes, without_leave
from shouhou.rules.kinds import Actor, ConsentStatus, OrderStatus, RequestType
from shouhou.rules.lifecycle import OPEN_COMPLAINTS, CaseStatus
from shouhou.rules.verdicts import Rule, may_apply


@answers_about_order("ask_next_step", prefer=has_case)
def ask_next_step(turn: Turn, order: OrderRecord) -> None:
    """The one thing that comes next on this order, whose it is, and by when."""
    complaint = latest_complaint(turn.database, order.order_number)
    case = order.case
    if case is not None and case.status is CaseStatus.REFUSED and (
        complaint is None or case.since >= complaint.opened_at
    ):
        ask_refusal_reason(turn, order)
        return
    if case is not None and order.facts.open_case:
        if say_spared(turn, order, case):
            return
        turn.say(
            f"utter_next_{_next_name(case)}", order_facts(turn.policy, order), order=order, case=case.case_number,
            by=_by(case), days=turn.policy.return_goods_days.value, type=word("request_type", case.request_type.value),
            after=word("after", case.request_type.value), caveat=caveat_of(turn.policy.return_goods_days),
        )
    elif order.facts.consent is ConsentStatus.ASKED:
        say_consent(turn, order)
    elif complaint is not None and complaint.status in OPEN_COMPLAINTS:
        say_complaint(turn, order, complaint)
    elif messages_of(turn.database, order.order_number):
        say_message(turn, order, messages_of(turn.database, order.order_number)[0])
    else:
        ask_case_status(turn, order)


@answers_about_order("ask_how_long", "followup_why_not_yet", "ask_exchange_time", "ask_repair_time",
                     "ask_resend_parcel", "ask_return_received", prefer=has_case)
def ask_how_long(turn: Turn, order: OrderRecord) -> None:
    """The end of the clock that runs now; where none runs, that is said."""
    case = order.case
    complaint = latest_complaint(turn.database, order.order_number)
    if complaint is not None and complaint.complaint_number == turn.state.written and (
        complaint.status in OPEN_COMPLAINTS
    ):
        say_complaint(turn, order, complaint)
        return
    if case is not None and case.status is CaseStatus.REFUNDED:
        from actions.answers.guidance import ask_refund_arrival

        ask_refund_arrival(turn)  # 到了没, of money that was sent
        return
    if case is None and order.facts.consent is None and not messages_of(turn.database, order.order_number):
        wanted = _wanted_type(turn)
        turn.say("utter_how_long_general", order_facts(turn.policy, order), order=order,
                 hours=turn.policy.merchant_answer_hours.value, after=word("after", wanted),
                 caveat=caveat_of(turn.policy.merchant_answer_hours))
        return
    if case is None or not order.facts.open_case:
        ask_next_step(turn, order)
        return
    step = case.next
    facts = order_facts(turn.policy, order)
    values: dict[str, Any] = {
        "case": case.case_number, "by": moment_text(step.due_at) if step.due_at else "",
        "status": word("case_status", case.status.value), "done": word("done", case.request_type.value),
        "after": word("after", case.request_type.value),
        "refund_hours": turn.policy.merchant_refund_hours.value,
    }
    name = {
        CaseStatus.REQUESTED: "requested", CaseStatus.RETURNING: "returning", CaseStatus.RECEIVED: "received",
        CaseStatus.ESCALATED: "escalated",
        CaseStatus.AGREED: "agreed_return" if step.actor is Actor.BUYER else "agreed",
    }[case.status]
    turn.say(f"utter_how_long_{name}", facts, order=order, **values)


@answers_about_order("ask_return_address", "ask_where_to_send", prefer=has_case)
def ask_where_to_send(turn: Turn, order: OrderRecord) -> None:
    """Where the goods go back to, by the case's state; never an address that is no fact of the case."""
    case = order.case
    if turn.state.draft is not None and turn.state.draft.fields.get("request_type") and not order.facts.open_case:
        ask_must_return(turn, order)  # 寄啥, in the middle of applying for the money alone
        return
    if case is None or not order.facts.open_case:
        allowed = may_apply(turn.policy, order.facts, turn.now).allowed
        if turn.state.draft is not None:
            turn.say("utter_where_in_form", order_facts(turn.policy, order))
            return
        said = turn.say("utter_where_before" if allowed else "utter_where_no_case",
                        order_facts(turn.policy, order), order=order)
        if allowed:
            turn.offer(said, "/request_aftersales")
        return
    if say_spared(turn, order, case):
        return
    facts = order_facts(turn.policy, order)
    values: dict[str, Any] = {"case": case.case_number, "by": _by(case)}
    if not case.request_type.needs_return:
        turn.say("utter_where_nothing_to_send", facts, order=order, type=word("request_type", case.request_type.value))
    elif case.status is CaseStatus.REQUESTED:
        turn.say("utter_where_not_yet", facts, order=order, **values)
    elif case.status is CaseStatus.AGREED:
        step = last_step(turn.database, case.case_number)
        told = step is not None and step[1] is Actor.MERCHANT and names_place(step[2])
        turn.say("utter_where_agreed_told" if told else "utter_where_agreed", facts, order=order,
                 why=step[2] if step is not None else "", **values)
    else:
        turn.say("utter_where_sent", facts, order=order, number=case.tracking_number or "", **values)


@answers_about_order("ask_must_return", prefer=has_case)
def ask_must_return(turn: Turn, order: OrderRecord) -> None:
    """Whether the goods must be sent back: by the type that is filed, or that is being filed."""
    case = order.case if order.case is not None and order.facts.open_case else None
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    named: Optional[str] = _said_type(turn) or draft.get("request_type") if case is not None else _wanted_type(turn)
    named = None if named == "any" else named
    wanted = RequestType(named) if named else case.request_type if case is not None else None
    facts = order_facts(turn.policy, order)
    if case is not None and say_spared(turn, order, case):
        return
    if wanted is None:
        waits = turn.state.draft is None and not order.facts.open_case
        turn.say("utter_must_return_nothing_filed" if waits else "utter_must_return_by_type", facts, order=order)
    elif not wanted.needs_return:
        turn.say("utter_must_return_no", facts, order=order, type=word("request_type", wanted.value))
    else:
        waits = case is None or case.status is CaseStatus.REQUESTED
        turn.say("utter_must_return_yes" if waits else "utter_must_return_now", facts, order=order,
                 type=word("request_type", wanted.value))


@answers_about_order("ask_why", prefer=has_case)
def ask_why(turn: Turn, order: OrderRecord) -> None:
    """The fact and the rule behind what was just said."""
    if order.case is not None and order.case.status is CaseStatus.REFUSED:
        ask_refusal_reason(turn, order)
        return
    verdict = may_apply(turn.policy, order.facts, turn.now)
    if verdict.rule in (Rule.WINDOW_SHUT, Rule.LIMIT_REACHED, Rule.ALREADY_REFUNDED, Rule.NOT_RECEIVED,
                        Rule.WITHIN_WARRANTY) and not order.facts.open_case:
        from actions.verdict_words import say_verdict

        say_verdict(turn, order, verdict)
    elif order.case is not None and order.facts.open_case:
        turn.say("utter_why_waiting", order_facts(turn.policy, order), order=order, case=order.case.case_number,
                 next=next_step_text(order.case.status, order.case.next))
    else:
        ask_case_status(turn, order)


@answers_about_order("followup_what_if", prefer=has_case)
def followup_what_if(turn: Turn, order: OrderRecord) -> None:
    """One step further on the present course: what is left should the other side not do its part."""
    case, facts = order.case, order_facts(turn.policy, order)
    under_way = order.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED)
    arrives = tells_arrival(turn.message.text) and under_way
    if tells_no_stock(turn.message.text):
        turn.say(_without_stock(turn, order), facts, order=order)
        return
    if order.facts.status is OrderStatus.PAID and tells_dispatch(turn.message.text):
        turn.say("utter_if_it_ships" if order.facts.open_case else "utter_if_it_ships_or_not",
                 facts, order=order)
        return
    if tells_failure(turn.message.text) and (order.facts.open_case or turn.state.draft is not None):
        turn.say("utter_if_it_fails", facts, order=order)
        return
    if arrives:
        turn.say("utter_if_it_arrives", facts, order=order)
        return
    lost = tells_loss(turn.message.text) and under_way
    if under_way and not lost and not order.facts.open_case and _applies(turn, order):
        said = turn.say("utter_if_it_never_comes", facts, order=order)
        if turn.state.draft is None:
            turn.offer(said, '/request_aftersales{"request_type": "refund_only"}')
        else:
            said.buttons = []
        return
    if lost and not order.facts.open_case:
        turn.say("utter_if_it_is_lost", facts, order=order)
        return
    asks_consent = turn.state.draft is not None and turn.state.draft.fields.get("consents")
    shut = may_apply(turn.policy, order.facts, turn.now).rule is Rule.WINDOW_SHUT
    if (asks_consent or shut) and order.facts.consent is None:
        turn.say("utter_if_consent_refused", facts, order=order)
    elif order.facts.consent is ConsentStatus.ASKED:
        turn.say("utter_if_no_consent", facts, order=order,
                 by=moment_text(order.consent_due_at) if order.consent_due_at else "")
    elif case is not None and case.status in (CaseStatus.REQUESTED, CaseStatus.RECEIVED, CaseStatus.AGREED):
        name = "buyer" if case.next.actor is Actor.BUYER else "merchant"
        turn.say(f"utter_if_{name}_silent", facts, order=order, case=case.case_number, by=_by(case))
    elif case is None and not messages_of(turn.database, order.order_number) and tells_refusal(turn.message.text):
        turn.say("utter_if_refused_general", facts, order=order)
    elif messages_of(turn.database, order.order_number):
        message = messages_of(turn.database, order.order_number)[0]
        turn.say("utter_if_no_answer", facts, order=order, by=moment_text(message.due_at))
    elif turn.state.draft is not None and not order.facts.open_case:
        turn.say("utter_if_refused", facts, order=order)
    else:
        ask_next_step(turn, order)


def _without_stock(turn: Turn, order: OrderRecord) -> str:
    """What becomes of goods that are not in stock: by the type that is filed, or being filed."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    filed = order.case.request_type.value if order.case is not None and order.facts.open_case else None
    kind = filed or draft.get("request_type")
    if kind == RequestType.RESEND.value:
        return "utter_if_no_stock_resend"
    if filed is not None and kind != RequestType.EXCHANGE.value:
        return "utter_if_no_stock_filed"
    return "utter_if_no_stock"


def _applies(turn: Turn, order: OrderRecord) -> bool:
    return may_apply(turn.policy, order.facts, turn.now, RequestType.REFUND_ONLY).allowed


def _wanted_type(turn: Turn) -> str:
    """The kind of request that the buyer speaks of, or has begun."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    named = _said_type(turn) or turn.message.entity("request_type") or draft.get("request_type")
    named = named or turn.state.told.request_type
    return str(named) if named in word("request_type", "all").split() else "any"


def _said_type(turn: Turn) -> Optional[str]:
    """The kind of request that words wish for, whatever is filed (那换一个要寄回去吗); 先寄还是等 wishes for none."""
    said = [type_said(without_leave(clause.plain)) for clause in turn.message.clauses if wishes(clause.plain)]
    return next((each for each in reversed(said) if each is not None), None)


def _next_name(case: CaseRecord) -> str:
    if case.status is CaseStatus.AGREED:
        return "agreed_return" if case.next.actor is Actor.BUYER else "agreed"
    return str(case.status.value)


def _by(case: CaseRecord) -> str:
    return moment_text(case.next.due_at) if case.next.due_at is not None else ""
