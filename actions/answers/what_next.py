"""What comes next on an order, when, and where to: answers one step on from where the case stands."""

from typing import Any, Optional

from actions.answering import answer
from actions.answers.progress import ask_case_status, ask_refusal_reason
from actions.confirming import begins_so
from actions.facts import order_facts
from actions.registry import answers_about_order
from actions.standing import has_case, say_complaint, say_consent, say_message, say_spared
from actions.turn import Turn
from actions.words import caveat_of, moment_text, next_step_text, word
from shouhou.cases.afterwards import last_step
from shouhou.cases.complaints import latest_complaint
from shouhou.cases.merchant import messages_of
from shouhou.cases.orders import CaseRecord, OrderRecord
from shouhou.dialogue.supposed import goes_back, may_send, supposed
from shouhou.dialogue.telling import names_place, sends_to_buyer, speaks_of_what_comes
from shouhou.dialogue.wishes import type_said, wishes, without_leave
from shouhou.rules.kinds import Actor, ConsentStatus, RequestType
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
    if case is not None and order.facts.open_case and case.request_type is RequestType.RESEND and (
        speaks_of_what_comes(turn.message.whole.plain)
    ):
        turn.say("utter_comes_to_you", order_facts(turn.policy, order), order=order)
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
    if sends_to_buyer(turn.message.whole.plain):
        answer(turn, "ask_same_goods")
        return
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
        said = turn.say("utter_must_return_no", facts, order=order, type=word("request_type", wanted.value))
        begins_so(turn, said, goes_back, False)
    else:
        waits = case is None or case.status is CaseStatus.REQUESTED
        said = turn.say("utter_must_return_yes" if waits else "utter_must_return_now", facts, order=order,
                        type=word("request_type", wanted.value))
        begins_so(turn, said, may_send if waits and _supposes_wait(turn) else goes_back, not _supposes_wait(turn))


def _supposes_wait(turn: Turn) -> bool:
    """Whether the question takes it that nothing is sent yet (先不寄对吧), rather than that nothing goes back."""
    return supposed([clause.plain.strip() for clause in turn.message.clauses], may_send) is False


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
