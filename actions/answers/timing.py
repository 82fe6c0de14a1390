"""How long all of it takes, whether it is done by a day, why a parcel has not left: what has a term, and what none."""

from typing import Any

from actions.answers.delivery import ask_arrival
from actions.answers.guidance import arrival_values
from actions.answers.what_next import ask_how_long
from actions.at_hand import UNFILED, AtHand, Stage, answers_at_hand, ask_merchant, blanks_of, offer_at
from actions.facts import order_facts
from actions.registry import answers_about_order
from actions.turn import Turn
from actions.words import caveat_of, moment_text, word
from shouhou.cases.merchant import messages_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.deadlines import day_said
from shouhou.rules.kinds import OrderStatus, RequestType

_SENT = (RequestType.EXCHANGE, RequestType.REPAIR, RequestType.RESEND)  # things come, and nobody says when


@answers_at_hand("ask_whole_time")
def ask_whole_time(turn: Turn, at: AtHand) -> None:
    """All of it, from the answer to what the buyer gets in the end: which part has a term and which has none."""
    if at.stage is Stage.UNDER_WAY and at.kind is None and at.order is not None:
        ask_arrival(turn, at.order)
        return
    if at.order is not None and at.stage not in (*UNFILED, Stage.SHUT, Stage.REQUESTED, Stage.SENDING):
        ask_how_long(turn, at.order)  # one clock is left, or none
        return
    name = at.stage.value if at.stage in (Stage.REQUESTED, Stage.SENDING, Stage.SHUT) else "before"
    then = word("whole_sent" if at.stage is Stage.SENDING else "whole", at.kind.value if at.kind else "any",
                **_terms(turn))
    policy = turn.policy
    said = turn.say(f"utter_whole_time_{name}", at.facts, order=at.order, then=then,
                    caveat=caveat_of(policy.merchant_answer_hours, policy.return_goods_days), **blanks_of(at))
    if at.stage is Stage.NONE:
        offer_at(turn, said, "/request_aftersales")
    elif at.stage is Stage.SHUT:
        offer_at(turn, said, "/contact_merchant")
    elif at.kind in _SENT and at.stage is not Stage.FORM:
        ask_merchant(turn, at, word("said", "when_done"))


@answers_at_hand("ask_in_time")
def ask_in_time(turn: Turn, at: AtHand) -> None:
    """Whether it is done by a day of the buyer's: nothing is promised; the next term, and that he be hurried."""
    if at.stage is Stage.UNDER_WAY and at.kind is None:
        turn.say("utter_in_time_under_way", at.facts, order=at.order)
        return
    name = at.stage.value
    if at.stage in (Stage.FORM, Stage.UNDER_WAY):
        name = Stage.FORM.value
    said = turn.say(f"utter_in_time_{name}", at.facts, order=at.order,
                    steps=word("steps", at.kind.value if at.kind else "any"), **blanks_of(at))
    if at.stage is Stage.NONE:
        offer_at(turn, said, "/request_aftersales")
    elif at.stage is Stage.SHUT:
        offer_at(turn, said, "/contact_merchant")
    elif at.stage not in (Stage.REFUSED, Stage.DONE, Stage.ESCALATED, Stage.CONSENT):
        ask_merchant(turn, at, _hurry(turn, at))


def _hurry(turn: Turn, at: AtHand) -> str:
    texts = [clause.plain for clause in turn.message.clauses]
    day = next((found for each in texts if (found := day_said(each)) is not None), None)
    words = word("said", "in_time_by", day=day) if day is not None else word("said", "in_time")
    first = at.kind is RequestType.EXCHANGE and at.stage in (Stage.REQUESTED, Stage.FORM, Stage.SENDING)
    return f"{words}，{word('said', 'in_time_first')}" if first else words


@answers_about_order("ask_why_not_shipped",
                     prefer=lambda order: order.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED))
def ask_why_not_shipped(turn: Turn, order: OrderRecord) -> None:
    """Why a parcel has not left: the desk does not know; the merchant can be asked, or was."""
    facts = order_facts(turn.policy, order)
    if order.facts.status is OrderStatus.SHIPPED:
        turn.say("utter_why_unshipped_left", facts, order=order,
                 at=moment_text(order.shipped_at) if order.shipped_at else "")
        return
    if order.facts.status is not OrderStatus.PAID:
        turn.say("utter_why_unshipped_here", facts, order=order)
        return
    paid = moment_text(order.paid_at) if order.paid_at else ""
    waiting = next((m for m in messages_of(turn.database, order.order_number) if m.answer is None), None)
    if order.facts.open_case and order.case is not None:
        due = order.case.next.due_at
        turn.say("utter_why_unshipped_filed", facts, order=order, case=order.case.case_number,
                 by=moment_text(due) if due else "")
    elif waiting is not None:
        turn.say("utter_why_unshipped_asked", facts, order=order, by=moment_text(waiting.due_at))
    else:
        said = turn.say("utter_why_unshipped", facts, order=order, paid=paid)
        if turn.state.draft is None:
            turn.offer(said, said.buttons[0]["payload"])
        else:
            said.buttons = []


def _terms(turn: Turn) -> dict[str, Any]:
    arrival = arrival_values(turn)
    return {"days": turn.policy.return_goods_days.value, "hours": turn.policy.merchant_refund_hours.value,
            "first": arrival["first"], "last": arrival["last"]}
