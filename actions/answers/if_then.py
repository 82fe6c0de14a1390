"""What then: should the merchant refuse, not answer, have none in stock; another type after it, and how often."""

from dataclasses import replace
from typing import Any

from actions.answers.progress import ask_refusal_reason
from actions.answers.what_next import ask_next_step
from actions.at_hand import AGREED_TO, AtHand, Stage, answers_at_hand, at_hand, blanks_of, offer_at
from actions.facts import order_facts
from actions.registry import answers_about_order
from actions.standing import has_case
from actions.turn import Turn
from actions.verdict_words import window_values
from actions.words import moment_text, word
from shouhou.cases.merchant import messages_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.matters_of_filed import IF_REFUSED
from shouhou.dialogue.telling import (
    tells_arrival,
    tells_denial,
    tells_dispatch,
    tells_failure,
    tells_loss,
    tells_no_stock,
    tells_silence,
)
from shouhou.rules.kinds import ConsentStatus, OrderStatus, RequestType
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import Rule, Verdict, cancellations_left, may_apply, order_window
from shouhou.rules.window import day_of


@answers_about_order("followup_what_if", prefer=has_case)
def followup_what_if(turn: Turn, order: OrderRecord) -> None:
    """One step further on the present course: what is left should the other side not do its part."""
    text, at = turn.message.text, at_hand(turn, order)
    if tells_no_stock(text):
        ask_if_no_stock(turn, at)
    elif tells_failure(text) and (order.facts.open_case or turn.state.draft is not None) and not (
        order.facts.status is OrderStatus.PAID and tells_dispatch(text)
    ):
        turn.say("utter_if_it_fails", at.facts, order=order)
    elif _of_parcel(turn, order):
        return
    elif tells_silence(text) and not tells_denial(text):
        ask_if_no_answer(turn, at)
    elif tells_denial(text) and not tells_silence(text):
        ask_if_refused(turn, at)
    else:
        _if_either(turn, at)


def _of_parcel(turn: Turn, order: OrderRecord) -> bool:
    """What then of a parcel that has not come: it leaves, arrives, is lost, never comes; whether that was asked."""
    text, facts = turn.message.text, order_facts(turn.policy, order)
    under_way = order.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED)
    if not under_way:
        return False
    lost = tells_loss(text)
    if order.facts.status is OrderStatus.PAID and tells_dispatch(text):
        turn.say("utter_if_it_ships" if order.facts.open_case else "utter_if_it_ships_or_not", facts, order=order)
    elif tells_arrival(text):
        turn.say("utter_if_it_arrives", facts, order=order)
    elif lost and not order.facts.open_case:
        turn.say("utter_if_it_is_lost", facts, order=order)
    elif not lost and not order.facts.open_case and may_apply(
        turn.policy, order.facts, turn.now, RequestType.REFUND_ONLY
    ).allowed:
        said = turn.say("utter_if_it_never_comes", facts, order=order)
        offer_at(turn, said, '/request_aftersales{"request_type": "refund_only"}')
    else:
        return False
    return True


def _if_either(turn: Turn, at: AtHand) -> None:
    """What then, where it is not said whether he refuses or says nothing."""
    assert at.order is not None
    sent = messages_of(turn.database, at.order.order_number)
    if _wants_consent(turn, at) or at.stage is Stage.CONSENT:
        _without_consent(turn, at)
    elif at.stage in (Stage.REQUESTED, Stage.RECEIVED, Stage.SENDING, Stage.AGREED):
        name = "buyer" if at.stage is Stage.SENDING else "merchant"
        turn.say(f"utter_if_{name}_silent", at.facts, order=at.order, **blanks_of(at))
    elif sent:
        turn.say("utter_if_no_answer", at.facts, order=at.order, by=moment_text(sent[0].due_at))
    elif at.stage is Stage.FORM:
        ask_if_refused(turn, at)
    else:
        ask_next_step(turn, at.order)


@answers_at_hand("ask_if_refused")
def ask_if_refused(turn: Turn, at: AtHand) -> None:
    """What then if the merchant refuses: apply again as long as that may be, complain; no cancellation is used."""
    if at.stage is Stage.REFUSED and at.order is not None:
        ask_refusal_reason(turn, at.order)
    elif _wants_consent(turn, at) or at.stage is Stage.CONSENT:
        _without_consent(turn, at)
    elif at.stage in (*AGREED_TO, Stage.ESCALATED, Stage.DONE):
        name = "escalated" if at.stage is Stage.ESCALATED else "done" if at.stage is Stage.DONE else "agreed"
        turn.say(f"utter_if_refused_{name}", at.facts, order=at.order, **blanks_of(at))
    elif at.order is None:
        turn.say("utter_if_refused_general")
    else:
        verdict = _verdict_once_refused(turn, at.order)
        name = "again" if verdict.allowed else "limit" if verdict.rule is Rule.LIMIT_REACHED else "shut"
        said = turn.say(f"utter_if_refused_{name}", at.facts, order=at.order, until=_until(turn, at.order, verdict))
        if turn.state.draft is not None:
            said.buttons = []


@answers_at_hand("ask_if_no_answer")
def ask_if_no_answer(turn: Turn, at: AtHand) -> None:
    """What then if the merchant does not answer, or does not act, in time: when that is, and the complaint."""
    sent = messages_of(turn.database, at.order.order_number) if at.order is not None else []
    if _wants_consent(turn, at) or at.stage is Stage.CONSENT:
        _without_consent(turn, at)
        return
    if at.stage in (Stage.NONE, Stage.UNDER_WAY) and sent:
        turn.say("utter_if_no_answer", at.facts, order=at.order, by=moment_text(sent[0].due_at))
        return
    due = at.case.next.due_at if at.case is not None else None
    if at.stage in (Stage.REQUESTED, Stage.AGREED, Stage.RECEIVED) and due is not None and turn.now > due:
        name = "late"
    elif at.stage in (Stage.AGREED, Stage.RECEIVED):
        name = "agreed"
    else:
        name = at.stage.value if at.filed or at.stage in (Stage.REFUSED, Stage.DONE) else "before"
    said = turn.say(f"utter_if_unanswered_{name}", at.facts, order=at.order, **blanks_of(at))
    if name == "late":
        offer_at(turn, said, "/file_complaint")


@answers_at_hand("ask_if_no_stock")
def ask_if_no_stock(turn: Turn, at: AtHand) -> None:
    """What becomes of it where there is none in stock: by the type that is filed, or being filed."""
    name = "utter_if_no_stock"
    if at.kind is RequestType.RESEND:
        name = "utter_if_no_stock_resend"
    elif at.stage in AGREED_TO:
        name = "utter_if_no_stock_agreed"
    elif at.filed and at.kind is not RequestType.EXCHANGE:
        name = "utter_if_no_stock_filed"
    turn.say(name, at.facts, order=at.order, **blanks_of(at))


@answers_at_hand(IF_REFUSED)
def ask_type_after_refusal(turn: Turn, at: AtHand) -> None:
    """Whether another type may be applied for once the merchant has refused, or where this one fails; until when."""
    if at.order is None:
        turn.say("utter_after_refusal_rule")
        return
    if at.stage in AGREED_TO:
        turn.say("utter_after_agreed", at.facts, order=at.order, **blanks_of(at))
        return
    verdict, window = _verdict_once_refused(turn, at.order), order_window(turn.policy, at.order.facts)
    if not verdict.allowed:
        name = "limit" if verdict.rule is Rule.LIMIT_REACHED else "shut"
        turn.say(f"utter_if_refused_{name}", at.facts, order=at.order, until="")
    elif window is None or window.last_day < day_of(turn.now):
        turn.say("utter_after_refusal_rule", at.facts, order=at.order)
    else:
        values: dict[str, Any] = window_values(turn, window)
        both = window.last_day > window.full_last_day >= day_of(turn.now)
        only_mends = window.full_last_day < day_of(turn.now)
        name = "utter_after_refusal_longer" if both else "utter_after_refusal"
        name = "utter_after_refusal_mends" if only_mends else name
        turn.say(name, at.facts, order=at.order, **values)


@answers_at_hand("ask_refused_times")
def ask_refused_times(turn: Turn, at: AtHand) -> None:
    """How often one may be refused: that is not counted; what is limited are the buyer's own cancellations."""
    if at.order is None:
        turn.say("utter_refused_times_rule")
        return
    left = cancellations_left(turn.policy, at.order.facts.cancellations_used)
    verdict = _verdict_once_refused(turn, at.order)
    name = "again" if verdict.allowed else "limit" if verdict.rule is Rule.LIMIT_REACHED else "shut"
    turn.say(f"utter_refused_times_{name}", at.facts, order=at.order, left=left,
             until=_until(turn, at.order, verdict))


def _verdict_once_refused(turn: Turn, order: OrderRecord) -> Verdict:
    """Whether it may be applied for again, were the case refused: a consent lets one application through."""
    facts = order.facts
    used = ConsentStatus.USED if facts.consent is ConsentStatus.YES and facts.open_case else facts.consent
    return may_apply(turn.policy, replace(facts, case_status=CaseStatus.REFUSED, consent=used), turn.now)


def _until(turn: Turn, order: OrderRecord, verdict: Verdict) -> str:
    window, today = order_window(turn.policy, order.facts), day_of(turn.now)
    if window is None or not verdict.allowed or window.last_day < today:
        return word("again_until", "none")
    values = window_values(turn, window)
    if window.last_day > window.full_last_day >= today:
        return word("again_until", "both", full_last_day=values["full_last_day"], last_day=values["last_day"])
    return word("again_until", "day", day=values["last_day"])


def _wants_consent(turn: Turn, at: AtHand) -> bool:
    """Whether it is the merchant's consent, not his answer to an application, that is still to be had."""
    asking = turn.state.draft is not None and bool(turn.state.draft.fields.get("consents"))
    shut = at.order is not None and not at.filed and at.order.facts.consent is None and (
        may_apply(turn.policy, at.order.facts, turn.now).rule is Rule.WINDOW_SHUT
    )
    return at.order is not None and at.order.facts.consent is None and (asking or shut)


def _without_consent(turn: Turn, at: AtHand) -> None:
    if at.stage is Stage.CONSENT and at.order is not None:
        due = at.order.consent_due_at
        turn.say("utter_if_no_consent", at.facts, order=at.order, by=moment_text(due) if due else "")
    else:
        turn.say("utter_if_consent_refused", at.facts, order=at.order)
