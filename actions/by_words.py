"""What the words themselves ask, above what they were taken for; and what they were taken for and do not ask."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from actions.answering import HUMAN, answer_all, begin
from actions.answers.cancellations import LAST_CANCELLATION, meant_by_last
from actions.answers.delivery import not_there_yet
from actions.forms import all_forms
from actions.orders import named_order
from actions.told import keep_reason
from actions.turn import Turn
from shouhou.cases.complaints import latest_complaint
from shouhou.cases.merchant import messages_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue import matters as m
from shouhou.dialogue.asking import is_question, only_supposes, passes_on, says_what_is_meant
from shouhou.dialogue.dictation import additions
from shouhou.dialogue.grievance import hangs_on_failure, tells_conduct
from shouhou.dialogue.message import Clause
from shouhou.dialogue.reading import Reading, certainty
from shouhou.dialogue.telling import tells_refusal
from shouhou.dialogue.unasked import lacks_words, says_not_asked
from shouhou.dialogue.wishes import begins_with, type_said, wants_money_back, wishes, without_leave
from shouhou.rules.kinds import ConsentStatus
from shouhou.rules.lifecycle import OPEN_COMPLAINTS

_SURE = 0.95  # that an ask is meant though none of its words is said
_DENIALS = ("不是", "不", "别", "没")
_BEFORE_ARRIVAL = (m.TRADE_IN, m.REORDER, m.SHIPS, m.DISPATCHED)
_OF_MERCHANT = (m.MEDICAL, m.LATE, m.TRADE_IN, m.PART_PRICE, m.DECIDES)
_COUNTS = ("followup_does_it_count", "ask_cancellations_left", "ask_cancellation_limit")
_OUTWEIGHS = {  # what is never meant beside them
    m.USED: ("faq/is_it_harmful", *_COUNTS), m.OPENED: ("faq/is_it_harmful", *_COUNTS), m.DECIDES: ("ask_warranty",),
    m.NO_REASON: _COUNTS, m.MEDICAL: ("ask_return_shipping", "ask_who_pays", "request_freight_reimbursement"),
    m.LATE: ("request_compensation", "report_injury"),
    m.MESSAGE_NUMBER: ("contact_merchant", "ask_merchant_message_answer", "ask_case_status"),
    m.AGREED_YET: ("ask_case_status", "ask_consent_answer", "file_complaint", "withdraw_complaint",
                   "ask_complaint_progress"),
}
_OF_WINDOW = ("ask_window_length", "ask_window_open")
_OF_CASE = ("ask_case_status", "ask_how_long", "ask_closed_case")
_DELIVERY = ("ask_delivery_status", "ask_ship_time", "report_parcel_stuck", "report_parcel_lost")


def by_words(turn: Turn, reading: Reading) -> Reading:
    """The reading with what its words ask outright first, and without the asks that they rule out."""
    said = m.matters(turn.message.clauses)
    found = {name: asking for name, asking in said.items() if _holds(turn, reading, name, asking)}
    asks = [each for each in reading.asks if not _is_ruled_out(turn, reading, each)]
    if m.SCAM in asks or m.SCAM in found:
        return replace(reading, asks=(m.SCAM,), by_words=(m.SCAM,), worded=turn.message.clauses)  # that alone, at once
    if set(asks) & {*_DELIVERY} and not any(order.case is not None for order in turn.orders()):
        asks = [each for each in asks if each not in _OF_CASE]  # 没点没转 到底丢没丢: there is no case to tell of
    asks = ["followup_what_if" if _is_supposed(turn, each) else each for each in asks]
    if any(only_supposes(c.plain) and tells_refusal(c.plain) for c in turn.message.clauses):
        asks = ["followup_what_if" if each == "ask_can_reapply" else each for each in asks]  # 商家拒了还能再提吗
    asks = [meant_by_last(turn) if each == LAST_CANCELLATION else each for each in asks]
    if not found and set(said) & {*_OF_MERCHANT} and any(passes_on(c.plain) for c in turn.message.clauses):
        asks = ["contact_merchant", *(each for each in asks if each not in ("ask_return_shipping", "ask_who_pays"))]
        return replace(reading, asks=tuple(dict.fromkeys(asks)), by_words=("contact_merchant",))
    worded = tuple(dict.fromkeys(clause for asking in found.values() for clause in asking))
    outweighed = {*found, *(each for name in found for each in _OUTWEIGHS.get(name, ()))}
    kept = [each for each in asks if each not in outweighed and (not found or _stands_beside(turn, each, worded))]
    asking = tuple(clause for clause in reading.asking if clause.intent in kept)
    return replace(reading, asks=(*found, *kept), by_words=tuple(found), worded=worded, asking=asking)


def answer_outright(turn: Turn, reading: Reading) -> None:
    """Answer what is asked outright, outside any form, and begin what is wished for beside it."""
    jobs = [each for each in reading.asks if all_forms.opened_by(each) is not None]
    if not jobs:
        keep_reason(turn)
    beside = [c for c in turn.message.clauses if c not in reading.worded and not is_question(c.plain)]
    if not jobs and any(wants_money_back(c.plain) and not c.plain.startswith(_DENIALS) for c in beside):
        jobs = ["request_aftersales"]  # 退款要 迟发的赔偿也要
    faulty = turn.state.told.reason is not None or turn.message.told_class is not None
    if not jobs and faulty and any(wishes(c.plain) and type_said(c.plain) is not None for c in beside):
        jobs = ["request_aftersales"]  # 八天了还能换不 是你们发错 想换200度的
    answer_all(turn, [each for each in reading.asks if each not in jobs], reading)
    if jobs and not turn.asked_for_order:
        begin(turn, jobs[0], reading)


def _is_ruled_out(turn: Turn, reading: Reading, name: str) -> bool:
    """Whether words rule out an ask that they were taken for."""
    message = turn.message
    of_it = [clause for clause in message.clauses if clause.intent == name]
    meant = any(says_what_is_meant(clause.plain) for clause in message.clauses if clause not in of_it)
    if of_it and all(says_not_asked(c.plain) or (meant and c.plain.startswith("不是")) for c in of_it):
        return True  # 谁问投诉了; 我问的是退款有没有保证 不是保修
    if name == HUMAN and of_it and all(hangs_on_failure(clause.plain) for clause in of_it):
        return len(message.clauses) > 1  # 不能就给我转个活人: only if it cannot be done here
    if "file_complaint" in reading.asks and all_forms.opened_by(name) is None and of_it and not any(
        is_question(clause.plain) and not tells_conduct(clause.plain) for clause in of_it
    ):
        return True  # 他自己说能免费保修 … 投诉他: told, not asked
    heard = (message.whole, *of_it)
    sure = max((certainty(clause, name) for clause in heard if clause.intent == name), default=0.0)
    return lacks_words(name, message.whole.plain, sure >= _SURE)


def _is_supposed(turn: Turn, name: str) -> bool:
    """Whether an ask for the parcel is only supposed (他今天要是发货我就要)."""
    of_it = [clause for clause in turn.message.clauses if clause.intent == name]
    return name in _DELIVERY and bool(of_it) and all(only_supposes(clause.plain) for clause in of_it)


def _stands_beside(turn: Turn, name: str, worded: Sequence[Clause]) -> bool:
    """Whether clauses beside those that ask outright carry an ask too."""
    others = [c for c in turn.message.clauses if c not in worded and not c.plain.startswith(_DENIALS[:1])]
    form = all_forms.opened_by(name)
    of_it = [clause for clause in others if clause.intent == name]
    if name in _OF_WINDOW:
        return any(is_question(clause.plain) for clause in of_it)  # 是期限 says what is meant, and asks no more
    if any(not (form is not None and is_question(clause.plain)) for clause in of_it):
        return True
    return form is not None and any(
        wishes(without_leave(c.plain)) or begins_with(c.plain, form.wishes) for c in others if not is_question(c.plain)
    )


def _holds(turn: Turn, reading: Reading, name: str, asking: Sequence[Clause]) -> bool:
    """Whether a matter may be meant where the talk stands."""
    state = turn.state
    slot = state.question.slot if state.question is not None else None
    form = state.draft.form if state.draft is not None else None
    if slot == "merchant_words":
        return False  # whatever is said here goes to the merchant
    clauses = turn.message.clauses
    bids = any(passes_on(clause.plain) for clause in clauses)
    adds = bids or (form == "merchant" and bool(additions(clauses)))
    if name in _OF_MERCHANT and adds and not any(is_question(clause.plain) for clause in asking):
        return False  # 给他说 看病的钱让他出: to be passed on
    order = _order_meant(turn)
    if name in _BEFORE_ARRIVAL:
        return order is not None and not_there_yet(order) and not (bids and name == m.TRADE_IN)
    if name == m.DECIDES and order is not None and order.facts.consent is ConsentStatus.ASKED:
        return False  # 他会同意吗: what became of that is told
    if name == m.FIRST_AID:
        return bool(state.warned) or reading.danger is not None
    if name == m.AGREED_YET:
        complaint = latest_complaint(turn.database, order.order_number) if order is not None else None
        return complaint is not None and complaint.status in OPEN_COMPLAINTS
    if name == m.DEADLINE:
        return order is not None and order.facts.open_case
    if name in (m.CANCELLED, m.FILED):
        return order is not None and form is None
    if name == m.MESSAGE_NUMBER:
        return order is not None and form is None and bool(messages_of(turn.database, order.order_number))
    if name in (m.MERCHANT_SAID, m.PAID):
        return order is not None and (order.case is not None or bool(messages_of(turn.database, order.order_number)))
    return True


def _order_meant(turn: Turn) -> Optional[OrderRecord]:
    orders = turn.orders()
    return named_order(turn) or turn.order_in_view or (orders[0] if len(orders) == 1 else None)


