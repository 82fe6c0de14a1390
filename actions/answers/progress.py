"""Where a case stands, why it was refused, what comes next and when: answers from the case itself."""

from datetime import timedelta
from math import ceil
from typing import Any, Optional

from actions.facts import case_facts, complaint_facts, order_facts
from actions.orders import order_buttons, the_order
from actions.registry import answers, answers_about_order
from actions.turn import Turn
from actions.words import caveat_of, moment_text, money_text, next_step_text, word
from shouhou.cases.afterwards import last_step
from shouhou.cases.complaints import ComplaintRecord, complaint_answer, latest_complaint
from shouhou.cases.merchant import MerchantMessage, consent_of, messages_of
from shouhou.cases.orders import CaseRecord, OrderRecord
from shouhou.dialogue.asking import tells_arrival, tells_failure
from shouhou.rules.kinds import Actor, ConsentStatus, OrderStatus, RequestType
from shouhou.rules.lifecycle import OPEN_COMPLAINTS, CaseStatus
from shouhou.rules.verdicts import Rule, Way, may_apply


def has_open_case(order: OrderRecord) -> bool:
    """Whether the order has a case under way."""
    return order.facts.open_case


def _has_case(order: OrderRecord) -> bool:
    return order.case is not None


@answers_about_order("ask_case_status", prefer=has_open_case)
def ask_case_status(turn: Turn, order: OrderRecord) -> None:
    """State, since when, who must act next and by when; complaint, consent and messages beside it."""
    complaint = latest_complaint(turn.database, order.order_number)
    messages = messages_of(turn.database, order.order_number)
    consent = order.facts.consent
    if order.case is not None:
        _say_case(turn, order, order.case, complaint)
    elif complaint is None and consent is None and not messages:
        _say_no_case(turn, order)
    if complaint is not None:
        _say_complaint(turn, order, complaint)
    if consent is not None:
        _say_consent(turn, order)
    if messages:
        _say_message(turn, order, messages[0])


@answers_about_order("ask_complaint_progress")
def ask_complaint_progress(turn: Turn, order: OrderRecord) -> None:
    """The complaint's state and the wait; its order's case where there is no complaint."""
    complaint = latest_complaint(turn.database, order.order_number)
    if complaint is None:
        said = turn.say("utter_no_complaint", order_facts(turn.policy, order), order=order)
        turn.offer(said, "/file_complaint")
        return
    _say_complaint(turn, order, complaint)


@answers_about_order("ask_merchant_message_answer")
def ask_merchant_message_answer(turn: Turn, order: OrderRecord) -> None:
    """What became of the latest message to the merchant."""
    messages = messages_of(turn.database, order.order_number)
    if messages:
        _say_message(turn, order, messages[0])
    else:
        ask_case_status(turn, order)


@answers_about_order("ask_consent_answer")
def ask_consent_answer(turn: Turn, order: OrderRecord) -> None:
    """What became of the request for consent."""
    if order.facts.consent is not None:
        _say_consent(turn, order)
    else:
        ask_case_status(turn, order)


@answers_about_order("ask_refusal_reason", prefer=_has_case)
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
        _say_consent(turn, order)
    elif case is not None:
        _say_case(turn, order, case, None)
    else:
        _say_no_case(turn, order)


@answers_about_order("ask_next_step", prefer=_has_case)
def ask_next_step(turn: Turn, order: OrderRecord) -> None:
    """The one thing that comes next on this order, whose it is, and by when."""
    complaint = latest_complaint(turn.database, order.order_number)
    if order.case is not None and order.facts.open_case:
        case = order.case
        turn.say(
            f"utter_next_{_next_name(case)}", order_facts(turn.policy, order), order=order, case=case.case_number,
            by=_by(case), days=turn.policy.return_goods_days.value, type=word("request_type", case.request_type.value),
            caveat=caveat_of(turn.policy.return_goods_days),
        )
    elif order.facts.consent is ConsentStatus.ASKED:
        _say_consent(turn, order)
    elif complaint is not None and complaint.status in OPEN_COMPLAINTS:
        _say_complaint(turn, order, complaint)
    elif messages_of(turn.database, order.order_number):
        _say_message(turn, order, messages_of(turn.database, order.order_number)[0])
    else:
        ask_case_status(turn, order)


@answers_about_order("ask_how_long", "followup_why_not_yet", "ask_exchange_time", "ask_repair_time",
                     "ask_resend_parcel", "ask_return_received", prefer=_has_case)
def ask_how_long(turn: Turn, order: OrderRecord) -> None:
    """The end of the clock that runs now; where none runs, that is said."""
    case = order.case
    complaint = latest_complaint(turn.database, order.order_number)
    if complaint is not None and complaint.complaint_number == turn.state.written:
        _say_complaint(turn, order, complaint)
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


@answers_about_order("ask_return_address", "ask_where_to_send", prefer=_has_case)
def ask_where_to_send(turn: Turn, order: OrderRecord) -> None:
    """Where the goods go back to, by the case's state; never an address that is no fact of the case."""
    case = order.case
    if case is None or not order.facts.open_case:
        turn.say("utter_where_no_case", order_facts(turn.policy, order), order=order)
        return
    facts = order_facts(turn.policy, order)
    values: dict[str, Any] = {"case": case.case_number, "by": _by(case)}
    if not case.request_type.needs_return:
        turn.say("utter_where_nothing_to_send", facts, order=order, type=word("request_type", case.request_type.value))
    elif case.status is CaseStatus.REQUESTED:
        turn.say("utter_where_not_yet", facts, order=order, **values)
    elif case.status is CaseStatus.AGREED:
        turn.say("utter_where_agreed", facts, order=order, **values)
    else:
        turn.say("utter_where_sent", facts, order=order, number=case.tracking_number or "", **values)


@answers_about_order("ask_must_return", prefer=_has_case)
def ask_must_return(turn: Turn, order: OrderRecord) -> None:
    """Whether the goods must be sent back: by the type that is filed, or that is being filed."""
    draft = turn.state.draft
    named = draft.fields.get("request_type") if draft is not None else None
    case = order.case if order.case is not None and order.facts.open_case else None
    wanted = RequestType(named) if named else case.request_type if case is not None else None
    facts = order_facts(turn.policy, order)
    if wanted is None:
        turn.say("utter_must_return_by_type", facts, order=order)
    elif not wanted.needs_return:
        turn.say("utter_must_return_no", facts, order=order, type=word("request_type", wanted.value))
    else:
        waits = case is None or case.status is CaseStatus.REQUESTED
        turn.say("utter_must_return_yes" if waits else "utter_must_return_now", facts, order=order,
                 type=word("request_type", wanted.value))


@answers_about_order("ask_why", prefer=_has_case)
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


@answers_about_order("followup_what_if", prefer=_has_case)
def followup_what_if(turn: Turn, order: OrderRecord) -> None:
    """One step further on the present course: what is left should the other side not do its part."""
    case, facts = order.case, order_facts(turn.policy, order)
    arrives = tells_arrival(turn.message.text) and order.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED)
    if tells_failure(turn.message.text) and (order.facts.open_case or turn.state.draft is not None):
        turn.say("utter_if_it_fails", facts, order=order)
        return
    if arrives and (order.facts.open_case or turn.state.draft is not None):
        turn.say("utter_if_it_arrives", facts, order=order)
        return
    if order.facts.consent is ConsentStatus.ASKED:
        turn.say("utter_if_no_consent", facts, order=order,
                 by=moment_text(order.consent_due_at) if order.consent_due_at else "")
    elif case is not None and case.status in (CaseStatus.REQUESTED, CaseStatus.RECEIVED, CaseStatus.AGREED):
        name = "buyer" if case.next.actor is Actor.BUYER else "merchant"
        turn.say(f"utter_if_{name}_silent", facts, order=order, case=case.case_number, by=_by(case))
    elif messages_of(turn.database, order.order_number):
        message = messages_of(turn.database, order.order_number)[0]
        turn.say("utter_if_no_answer", facts, order=order, by=moment_text(message.due_at))
    elif turn.state.draft is not None and not order.facts.open_case:
        turn.say("utter_if_refused", facts, order=order)
    else:
        ask_next_step(turn, order)


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
            _say_consent(turn, order)
            return
        messages = messages_of(turn.database, order.order_number)
        if messages and messages[0].answer is None:
            _say_message(turn, order, messages[0])
            return
        turn.offer(turn.say("utter_merchant_no_open_case", facts, order=order), "/contact_merchant")
        return
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


def say_standing_case(turn: Turn, order: OrderRecord) -> None:
    """How the order's case stands, for answers that meet one where they did not look for it."""
    if order.case is not None:
        _say_case(turn, order, order.case, None)


def _say_case(turn: Turn, order: OrderRecord, case: CaseRecord, complaint: Optional[ComplaintRecord]) -> None:
    facts = order_facts(turn.policy, order) | complaint_facts(complaint)
    step = last_step(turn.database, case.case_number)
    why = step[2] if step is not None and step[1] in (Actor.MERCHANT, Actor.PLATFORM) else ""
    said = turn.say(
        "utter_case_status_why" if why else "utter_case_status",
        facts,
        order=order,
        case=case.case_number,
        type=_type_and_sum(case),
        status=word("case_status", case.status.value),
        since=moment_text(case.since),
        next=next_step_text(case.status, case.next),
        who=word("actor", step[1].value) if step else "",
        why=why,
    )
    if case.status is CaseStatus.REFUSED:
        again = may_apply(turn.policy, order.facts, turn.now).allowed
        way = "/request_aftersales" if again else "/contact_merchant"
        said.buttons = _ways(order, [way], complain=complaint is None)


def _type_and_sum(case: CaseRecord) -> str:
    """The type as it is filed, with the sum asked for where money goes back."""
    name = word("request_type", case.request_type.value)
    if case.request_type not in (RequestType.REFUND_ONLY, RequestType.RETURN_REFUND):
        return name
    return word("format", "type_and_sum", type=name, sum=money_text(case.amount))


def _say_no_case(turn: Turn, order: OrderRecord) -> None:
    """No case: what stands in the way of one, or the offer to file it where the rules allow one."""
    verdict = may_apply(turn.policy, order.facts, turn.now)
    if verdict.rule is Rule.ALREADY_REFUNDED:
        turn.say("utter_refunded_already", order_facts(turn.policy, order), order=order)
    elif verdict.allowed:
        said = turn.say("utter_no_case", order_facts(turn.policy, order), order=order)
        turn.offer(said, "/request_aftersales")
    else:
        said = turn.say("utter_no_case_shut", order_facts(turn.policy, order), order=order)
        if Way.ASK_CONSENT in verdict.ways:
            turn.offer(said, "/contact_merchant")
        else:
            said.buttons = [each for each in said.buttons if "contact_merchant" not in each["payload"]]


def _say_complaint(turn: Turn, order: OrderRecord, complaint: ComplaintRecord) -> None:
    facts = order_facts(turn.policy, order) | complaint_facts(complaint)
    why = complaint_answer(turn.database, complaint.complaint_number)
    days = turn.policy.complaint_working_days
    name = "utter_complaint_status" if complaint.status in OPEN_COMPLAINTS else "utter_complaint_decided"
    turn.say(
        f"{name}_why" if why and complaint.status not in OPEN_COMPLAINTS else name,
        facts, order=order, complaint=complaint.complaint_number,
        status=word("complaint_status", complaint.status.value), since=moment_text(complaint.opened_at),
        days=days.value, caveat=caveat_of(days), why=why or "",
    )


def _say_consent(turn: Turn, order: OrderRecord) -> None:
    facts = order_facts(turn.policy, order)
    consent = consent_of(turn.database, order.order_number, turn.now)
    status = order.facts.consent
    assert status is not None
    words = consent.answer if consent is not None else None
    by = moment_text(order.consent_due_at) if order.consent_due_at else ""
    said = turn.say(
        f"utter_consent_is_{status.value}{'_why' if words and status in (ConsentStatus.YES, ConsentStatus.NO) else ''}",
        facts, order=order, consent=word("consent", status.value), by=by, why=words or "",
        caveat=caveat_of(turn.policy.consent_answer_hours),
    )
    if status is ConsentStatus.YES and may_apply(turn.policy, order.facts, turn.now).allowed:
        turn.offer(said, "/request_aftersales")


def _say_message(turn: Turn, order: OrderRecord, message: MerchantMessage) -> None:
    facts = {"order_number": order.order_number}
    words = message.words if len(message.words) <= 60 else f"{message.words[:60]}…"
    if message.answer is not None:
        turn.say("utter_message_answered", facts, order=order, words=words, answer=message.answer)
    else:
        late = turn.now > message.due_at
        said = turn.say("utter_message_late" if late else "utter_message_waiting", facts, order=order, words=words,
                        by=moment_text(message.due_at),
                        sent=moment_text(message.sent_at))
        if late:
            turn.offer(said, "/file_complaint")


def _ways(order: OrderRecord, payloads: list[str], *, complain: bool) -> list[dict[str, str]]:
    from shouhou.dialogue.offers import about, parse

    wanted = [*payloads, *(["/file_complaint"] if complain else []), "/request_human"]
    return [
        {"title": word("button", parse(each).intent), "payload": about(each, order.order_number)} for each in wanted
    ]


def _wanted_type(turn: Turn) -> str:
    """The kind of request that the buyer speaks of, or has begun."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    named = turn.message.entity("request_type") or draft.get("request_type") or turn.state.told.request_type
    return str(named) if named in word("request_type", "all").split() else "any"


def _next_name(case: CaseRecord) -> str:
    if case.status is CaseStatus.AGREED:
        return "agreed_return" if case.next.actor is Actor.BUYER else "agreed"
    return str(case.status.value)


def _by(case: CaseRecord) -> str:
    return moment_text(case.next.due_at) if case.next.due_at is not None else ""


def _order_status(order: OrderRecord) -> str:
    if order.case is not None and order.facts.open_case:
        return word("case_status", order.case.status.value)
    return word("order_status", order.facts.status.value)


__all__ = ["OrderStatus", "case_facts", "has_open_case", "say_standing_case"]
