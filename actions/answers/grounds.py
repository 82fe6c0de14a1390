"""On what it rests: a merchant's no, the class that is written, what may be taken off; a bill for a part."""

from actions.answers.progress import ask_refund_amount
from actions.at_hand import AGREED_TO, AtHand, Stage, answers_at_hand, blanks_of
from actions.facts import order_facts
from actions.registry import answers
from actions.turn import Turn
from actions.where_it_holds import order_meant
from actions.words import money_text, word
from shouhou.dialogue.telling import made_to_order
from shouhou.rules.freight import merchant_pays_freight
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.lifecycle import CaseStatus


def _goods(turn: Turn, at: AtHand) -> str:
    goods = f"{at.order.product} {at.order.category}" if at.order is not None else ""
    return f"{goods} {turn.message.whole.plain}"


@answers_at_hand("ask_rule_behind")
def ask_rule_behind(turn: Turn, at: AtHand) -> None:
    """On which rule a merchant's no rests: by the class of what is told; his word alone does not outweigh the rules."""
    if at.stage in (Stage.SHUT, Stage.CONSENT):
        name = "shut"
    elif at.group is not ReasonClass.PERSONAL and made_to_order(_goods(turn, at)):
        name = "custom"
    elif at.group is None:
        name = "either"
    else:
        name = "personal" if at.group is ReasonClass.PERSONAL else "goods"
    said = turn.say(f"utter_rule_behind_{name}", at.facts, order=at.order, **blanks_of(at))
    if turn.state.draft is not None or at.stage in (Stage.REQUESTED, Stage.ESCALATED, *AGREED_TO):
        said.buttons = []
    elif at.stage is Stage.SHUT:
        turn.offer(said, "/contact_merchant")
    elif at.stage is Stage.NONE and name != "personal":
        turn.offer(said, "/request_aftersales")


@answers_at_hand("ask_class_why")
def ask_class_why(turn: Turn, at: AtHand) -> None:
    """Why a class is written, what it means for the freight, and how it is set right."""
    if at.group is None:
        turn.say("utter_class_why_rule", at.facts, order=at.order)
        return
    pays = bool(merchant_pays_freight(at.group))
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    reason = at.case.reason if at.case is not None and at.filed else draft.get("reason") or turn.state.told.reason
    freight = word("class_freight", "none" if not at.goes_back else "merchant" if pays else "buyer")
    mend = "later" if at.filed and at.stage is not Stage.REQUESTED else "merchant" if pays else "buyer"
    because = word("class_because", "said", reason=reason) if reason else word("class_because", "told")
    turn.say("utter_class_why", at.facts, order=at.order, klass=word("reason_class", at.group.value),
             means=word("means", at.group.value), because=because, freight=freight, mend=word("class_mend", mend))


@answers_at_hand("ask_refund_deductions")
def ask_refund_deductions(turn: Turn, at: AtHand) -> None:
    """Whether anything is taken off: no fee; the freight and worn goods where the reason is personal; coupons."""
    if at.kind is not None and not at.kind.returns_money and (at.filed or at.stage is Stage.FORM):
        turn.say("utter_deductions_no_money", at.facts, order=at.order, **blanks_of(at))
    elif at.case is not None and at.order is not None and at.case.status is CaseStatus.REFUNDED:
        ask_refund_amount(turn, at.order)
    elif at.order is None:
        turn.say("utter_deductions_rule")
    else:
        name = "unreceived" if at.stage is Stage.UNDER_WAY else "either" if at.group is None else (
            "personal" if at.group is ReasonClass.PERSONAL else "goods")
        turn.say(f"utter_deductions_{name}", at.facts, order=at.order, asked=_asked(turn, at), **blanks_of(at))


@answers("request_invoice")
def request_invoice(turn: Turn) -> None:
    """A bill: where a part of the money goes back, what becomes of the bill stands first."""
    order = order_meant(turn)
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    amount = draft.get("amount")
    if order is not None and order.facts.open_case and order.case is not None and order.case.request_type.returns_money:
        amount = order.case.amount
    if order is not None and amount is not None and int(amount) < order.paid_amount:
        turn.say("utter_invoice_part", order_facts(turn.policy, order), order=order,
                 left=money_text(order.paid_amount - int(amount)))
        return
    turn.say("utter_request_invoice", order=order)


def _asked(turn: Turn, at: AtHand) -> str:
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    assert at.order is not None
    amount = at.case.amount if at.case is not None and at.filed else draft.get("amount")
    return money_text(int(amount) if amount else at.order.paid_amount)
