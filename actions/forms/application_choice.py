"""The choice of a type of request: what is put before the buyer, and what is said beside it."""

import re
from typing import Optional

from actions.facts import verdict_facts
from actions.forms.application_draft import DECLINED, MORE, TYPE, ApplicationDraft, is_under_way
from actions.forms.base import Answer
from actions.turn import Said, Turn
from actions.words import money_text, word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue import offers
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.sums import count_said, has_no_idea, pieces_in
from shouhou.dialogue.telling import tells_missing
from shouhou.dialogue.wishes import type_said
from shouhou.rules.kinds import ReasonClass, RequestType
from shouhou.rules.verdicts import Rule, Verdict, Way

# A phone's case is no phone, and machine-made charcoal no machine.
_NO_MACHINE = re.compile(r"\w{0,3}(?:壳|膜|套|罩|贴|垫)|机制|有机|机洗|机织|随机|电商|手表带|灯芯绒|器皿")
NEARLY = 0.01  # of a piece: the sum of some pieces is rounded to a fen


def ask_type(turn: Turn, draft: ApplicationDraft, order: OrderRecord, rule: Rule) -> Said:
    """Put the choice of a type: the ones that the rules and the goods leave."""
    asked = turn.state.question is not None and turn.state.question.slot == TYPE
    if asked and asks_for_help(Answer(turn.reading)):
        return turn.say("utter_form_request_type_help", {"order_number": order.order_number}, order=order)
    if draft.proposed == RequestType.RESEND.value and rule not in (Rule.NOT_RECEIVED, Rule.WITHIN_WARRANTY):
        said = turn.say("utter_form_request_type_missing", {"order_number": order.order_number}, order=order)
        said.buttons = [each for each in said.buttons if _suits(draft, order, each["payload"])]
        return said
    trouble = _is_trouble(draft) and not asked and not turn.said_any("utter_apologise_first")
    usual = "utter_form_request_type_told" if trouble else "utter_form_request_type"
    name = {
        Rule.NOT_RECEIVED: "utter_form_request_type_not_received",
        Rule.WITHIN_WARRANTY: "utter_form_request_type_warranty",
    }.get(rule, "utter_form_request_type_refund" if draft.wants_refund else usual)
    said = turn.say(name, {"order_number": order.order_number}, order=order, reason=draft.reason)
    if rule not in (Rule.NOT_RECEIVED, Rule.WITHIN_WARRANTY):
        said.buttons = [each for each in said.buttons if _suits(draft, order, each["payload"])]
    return said


def offers_change(turn: Turn, draft: ApplicationDraft, order: OrderRecord, verdict: Verdict) -> bool:
    """Offer to make the open request one of the type that is wanted now; False where that is not open."""
    wanted = draft.request_type
    if Way.CHANGE_CASE not in verdict.ways or order.case is None or wanted in (None, order.case.request_type.value):
        return False
    payload = f'/change_request{{"request_type": "{wanted}"}}'
    type_word = word("request_type", wanted or "")
    said = turn.say(
        "utter_verdict_open_case_change", verdict_facts(turn.policy, order, verdict), order=order,
        case=order.case.case_number, status=word("case_status", order.case.status.value),
        type=word("request_type", order.case.request_type.value), wanted=type_word,
    )
    said.buttons.insert(0, {"title": word("format", "change_to", type=type_word),
                            "payload": offers.about(payload, order.order_number)})
    turn.offer(said, payload)
    return True


def tell_sum(
    turn: Turn, draft: ApplicationDraft, order: Optional[OrderRecord], before: ApplicationDraft
) -> None:
    """Say how the money of some pieces of a pack was reckoned."""
    pack = pieces_in(order.product) if order is not None else None
    if order is None or pack is None or draft.amount in (None, before.amount):
        return
    pieces = (draft.amount or 0) * pack / order.paid_amount
    said = any(count_said(clause.plain) == round(pieces) for clause in turn.message.clauses)
    if said and abs(pieces - round(pieces)) < NEARLY:
        turn.say("utter_sum_of_pieces", pack=pack, paid=money_text(order.paid_amount), pieces=round(pieces),
                 asked=money_text(draft.amount or 0))


def propose(draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
    """Propose to send what is missing, rather than put the choice of all; whether a no to that was read."""
    said = answer.reading.yes_no
    if draft.request_type is not None or draft.wants_refund:
        return False
    if answer.slot == TYPE and draft.proposed == RequestType.RESEND.value and said.no and not said.leaves:
        draft.proposed = DECLINED
        return True
    told = f"{draft.reason or ''}；{draft.details or ''}"
    of_goods = draft.reason_class in (None, ReasonClass.GOODS.value) and not is_under_way(order)
    if not draft.proposed and of_goods and not draft.disputes_receipt and any(map(tells_missing, told.split("；"))):
        draft.proposed = RequestType.RESEND.value
    return False


def asks_for_help(answer: Answer) -> bool:
    """Whether words at the choice of a type leave it open for want of knowing what there is."""
    clauses = answer.reading.message.clauses
    return any(has_no_idea(c.plain) for c in clauses) and not any(type_said(c.plain) for c in clauses)


def _suits(draft: ApplicationDraft, order: OrderRecord, payload: str) -> bool:
    """Whether a type on offer makes sense: nothing is mended for a changed mind, nor food or clothes at all."""
    kind = offers.parse(payload).entities.get("request_type")
    if draft.reason_class == ReasonClass.PERSONAL.value:
        return kind not in (RequestType.REPAIR.value, RequestType.RESEND.value, RequestType.REFUND_ONLY.value)
    goods = f"{order.category} {order.product}"
    goods = _NO_MACHINE.sub("", goods)
    if draft.proposed and kind == RequestType.REPAIR.value:
        return False  # nothing is mended that is not there
    return kind != RequestType.REPAIR.value or any(each in goods for each in word("said", "repairable").split())


def _is_trouble(draft: ApplicationDraft) -> bool:
    """Whether what was told deserves a word of sympathy: a fault, not a changed mind."""
    return draft.reason is not None and draft.reason_class != ReasonClass.PERSONAL.value


def acknowledge(turn: Turn, draft: ApplicationDraft, answer: Answer, before: ApplicationDraft) -> None:
    """Say what was taken in, where the question that follows does not show it."""
    if answer.slot == TYPE and draft.request_type is None:
        if draft.files != before.files:
            turn.say("utter_photo_kept", count=len(draft.files))
        elif draft.details != before.details:
            turn.say("utter_noted")
        elif any(is_about_evidence(clause.text) for clause in answer.reading.message.clauses):
            turn.say("utter_send_it")
    elif answer.slot == MORE and draft.request_type and before.request_type not in (None, draft.request_type):
        turn.say("utter_type_taken", type=word("request_type", draft.request_type))
