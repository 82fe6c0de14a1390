"""How a case, a complaint, a consent or a message stands, said in one line each: for every answer that tells it."""

from typing import Any, Optional

from actions.facts import complaint_facts, order_facts
from actions.turn import Turn
from actions.verdict_words import until_text
from actions.words import caveat_of, has_word, moment_text, money_text, next_step_text, spoken_label, word
from shouhou.cases.afterwards import last_step
from shouhou.cases.complaints import ComplaintRecord, complaint_answer, latest_complaint
from shouhou.cases.merchant import MerchantMessage, consent_of, messages_of
from shouhou.cases.orders import CaseRecord, OrderRecord
from shouhou.dialogue.telling import names_place, spares_sending
from shouhou.rules.kinds import Actor, ConsentStatus, OrderStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import OPEN_COMPLAINTS, CaseStatus
from shouhou.rules.verdicts import Rule, Way, may_apply

UNDER_WAY = (OrderStatus.PAID, OrderStatus.SHIPPED)  # nothing has arrived yet


def has_open_case(order: OrderRecord) -> bool:
    """Whether the order has a case under way."""
    return order.facts.open_case


def has_case(order: OrderRecord) -> bool:
    return order.case is not None


def say_case(turn: Turn, order: OrderRecord, case: CaseRecord, complaint: Optional[ComplaintRecord]) -> None:
    facts = order_facts(turn.policy, order) | complaint_facts(complaint)
    step = last_step(turn.database, case.case_number)
    why = step[2] if step is not None and step[1] in (Actor.MERCHANT, Actor.PLATFORM) else ""
    if say_spared(turn, order, case):
        return
    said = turn.say(
        "utter_case_status_why" if why else "utter_case_status",
        facts,
        order=order,
        case=case.case_number,
        type=type_and_sum(case),
        status=word("case_status", case.status.value),
        since=moment_text(case.since),
        next=next_step_text(case.status, case.next, names_place(why)),
        who=word("actor", step[1].value) if step else "",
        why=why,
    )
    if case.status is CaseStatus.REFUSED:
        again = may_apply(turn.policy, order.facts, turn.now).allowed
        way = "/request_aftersales" if again else "/contact_merchant"
        said.buttons = _ways(order, [way], complain=complaint is None)


def say_spared(turn: Turn, order: OrderRecord, case: CaseRecord) -> bool:
    """Where the merchant agreed and spared the buyer the sending (师傅上门), what he said; whether that was so."""
    step = last_step(turn.database, case.case_number)
    if case.status is not CaseStatus.AGREED or step is None or step[1] is not Actor.MERCHANT:
        return False
    if not case.request_type.needs_return or not spares_sending(step[2]):
        return False
    turn.say("utter_agreed_as_told", order_facts(turn.policy, order), order=order, case=case.case_number, why=step[2])
    return True


def type_and_sum(case: CaseRecord) -> str:
    """The type as it is filed, with the sum asked for where money goes back, with what is wanted of an exchange."""
    name = word("request_type", case.request_type.value)
    if case.request_type is RequestType.EXCHANGE and case.details.startswith(word("said", "wanted", value="")):
        return word("format", "type_and_wanted", type=name, wanted=case.details.split("；")[0])
    if not case.request_type.returns_money:
        return name
    return word("format", "type_and_sum", type=name, sum=money_text(case.amount))


def say_no_case(turn: Turn, order: OrderRecord) -> None:
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


def say_nothing_filed(turn: Turn, order: OrderRecord) -> None:
    """Say that nothing was filed for an order: what was begun for it is dropped."""
    facts = order_facts(turn.policy, order)
    turn.say("utter_nothing_filed", facts, order=order, until=until_text(turn, order))


def filed_so_far(turn: Turn) -> list[str]:
    """What the buyer has under way, each with its number: cases and complaints."""
    found = []
    for order in turn.orders():
        label = spoken_label(order)
        if order.facts.open_case and order.case is not None:
            kind = word("request_type", order.case.request_type.value)
            found.append(word("format", "filed_case", order=label, type=kind, case=order.case.case_number))
        complaint = latest_complaint(turn.database, order.order_number)
        if complaint is not None and complaint.status in OPEN_COMPLAINTS:
            found.append(word("format", "filed_complaint", order=label, case=complaint.complaint_number))
    return found


def left_values(turn: Turn, form: str) -> dict[str, Any]:
    """What is said of a form that is given up: what is not done, what stands all the same, and until when it may be."""
    filed = filed_so_far(turn)
    sent = any(messages_of(turn.database, order.order_number) for order in turn.orders())
    stands = word("stands", "filed", cases="、".join(filed)) if filed and form != "merchant" else ""
    draft = turn.state.draft
    personal = draft is not None and draft.fields.get("reason_class") == ReasonClass.PERSONAL.value
    return {
        "nothing": word("not_done", form if (filed or sent) and has_word("not_done", form) else "none"),
        "stands": f"{stands}{word('stands', 'sent')}" if sent else stands,
        "until": until_text(turn, turn.order_in_view, personal),
    }


def say_undone(turn: Turn, order: OrderRecord) -> None:
    """Say that an order's case is cancelled, and that the order goes on as before."""
    assert order.case is not None
    name = "utter_is_undone_under_way" if order.facts.status in UNDER_WAY else "utter_is_undone"
    turn.say(name, order_facts(turn.policy, order), order=order, case=order.case.case_number)


def say_complaint(turn: Turn, order: OrderRecord, complaint: ComplaintRecord) -> None:
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


def say_consent(turn: Turn, order: OrderRecord) -> None:
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


def say_message(turn: Turn, order: OrderRecord, message: MerchantMessage) -> None:
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
