"""What the words themselves ask, above what they were taken for; and what they were taken for and do not ask."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from actions.answering import CHECKS, HUMAN, answer_all, begin
from actions.answers.cancellations import LAST_CANCELLATION, meant_by_last
from actions.answers.delivery import not_there_yet
from actions.forms import all_forms
from actions.told import keep_reason
from actions.turn import Turn
from actions.where_it_holds import holds, kind_meant, order_meant
from shouhou.cases.complaints import latest_complaint
from shouhou.cases.merchant import messages_of
from shouhou.dialogue import matters as m
from shouhou.dialogue import matters_between as b
from shouhou.dialogue import matters_of_filed as f
from shouhou.dialogue.addressees import addresses_him
from shouhou.dialogue.asking import asks_other_way, is_question, only_supposes, passes_on, says_what_is_meant
from shouhou.dialogue.dictation import additions, dictates
from shouhou.dialogue.grievance import hangs_on_failure, tells_conduct
from shouhou.dialogue.message import Clause
from shouhou.dialogue.passing_on import bids as bids_him
from shouhou.dialogue.reading import Reading, certainty
from shouhou.dialogue.telling import tells_refusal
from shouhou.dialogue.unasked import asks_abilities, lacks_words, says_not_asked
from shouhou.dialogue.wishes import begins_with, chooses_type, type_said, wants_money_back, wishes, without_leave
from shouhou.rules.kinds import ConsentStatus, RequestType
from shouhou.rules.lifecycle import OPEN_COMPLAINTS

_SURE = 0.95  # that an ask is meant though none of its words is said
_TELLS = 0.7  # that a clause tells of the goods or the parcel
_ABILITIES, _MEANING = "ask_capabilities", "followup_meaning"
_DENIALS = ("不是", "不", "别", "没")
_BEFORE_ARRIVAL = (m.TRADE_IN, m.REORDER, m.SHIPS, m.DISPATCHED, m.ARRIVES)
_OF_MERCHANT = (m.MEDICAL, m.LATE, m.TRADE_IN, m.PART_PRICE, m.DECIDES)
_ASKED_OF_HIM = (
    m.PICKUP, m.WHICH_FIRST, m.OTHER_LOSS, m.COUPON, m.EXCEPTION, m.UNIT_PRICE, m.TRIPLE, m.ARRIVES, m.REFUND_WAY,
    m.RECORDING, m.SUBSIDY, m.PART_PRICE,
)
_COUNTS = ("followup_does_it_count", "ask_cancellations_left", "ask_cancellation_limit")
_OF_DAYS = (m.NO_REASON, m.WINDOW, "ask_window_length", "ask_warranty", "ask_can_reapply")
_STANDS = ("ask_case_status", "ask_how_long", "list_orders", "ask_next_step", "ask_closed_case", "change_request",
           "cancel_aftersales", "ask_cancellations_left", "ask_is_filed", "request_aftersales")
_MONEY_OF_RETURN = ("ask_refund_arrival", "report_refund_not_arrived", "ask_case_status", "request_aftersales",
                    "ask_delivery_status", "report_merchant_inactive", "ask_return_received", "ask_how_long",
                    "report_signed_not_received", "give_tracking_number")
_OF_FILED_OUTWEIGHS = {
    f.WRITTEN: (*_STANDS, "add_evidence"), f.STATES: _STANDS, f.HOW_MANY: _STANDS,
    f.WENT: (*_STANDS, m.MERCHANT_SAID, "contact_merchant", "ask_delivery_status", "report_parcel_stuck",
             "report_merchant_inactive", "urge_shipping", "ask_ship_time"),
    f.RETURNED: _MONEY_OF_RETURN, f.DATES: _OF_DAYS, f.BASIS: (*_OF_DAYS, f.DATES),
    f.REPORT: ("followup_what_if", m.DECIDES),
    f.RUNS_NOT: (*_STANDS, "ask_how_to_cancel", m.CANCELLED, f.NOT_KNOWN, "cancel_unshipped_order"),
    f.NOT_KNOWN: (*_STANDS, "report_merchant_inactive", "faq/two_requests_at_once"),
    f.IF_REFUSED: (*_STANDS, *_OF_DAYS, "followup_what_if", m.DECIDES, "ask_exchange_time"),
    f.AFTER_OFFER: (*_STANDS, *_OF_DAYS, m.USED, m.OPENED, "followup_what_if", "ask_about_merchant_offer",
                    "faq/merchant_gives_part"),
    f.ALL_BACK: (*_STANDS, *_OF_DAYS, m.USED, m.OPENED, "ask_must_return", "request_part_quantity"),
    f.PICTURES_CAME: (*_STANDS, "faq/evidence_and_upload", "add_evidence", "request_wrong_item"),
    f.TOO_BIG: (*_STANDS, "followup_what_if", "add_evidence"),
    f.COSTS: ("ask_return_shipping", "ask_who_pays", "ask_refund_amount", m.PART_PRICE, "ask_repair_cost"),
    f.BACK_OUT: ("ask_how_to_cancel", "contact_merchant"),
    f.CAN_CHANGE: (*_STANDS, *_OF_DAYS, "contact_merchant"),
}
_OF_REPAIR = ("faq/repair_cost_and_data", "faq/home_repair", "ask_warranty")
_OF_FREIGHT = ("ask_return_shipping", "ask_who_pays", "request_freight_reimbursement", "faq/refund_of_postage")
_OUTWEIGHS = {  # what is never meant beside them
    m.USED: ("faq/is_it_harmful", *_COUNTS), m.OPENED: ("faq/is_it_harmful", *_COUNTS), m.DECIDES: ("ask_warranty",),
    m.NO_REASON: _COUNTS,
    m.MEDICAL: ("ask_return_shipping", "ask_who_pays", "request_freight_reimbursement", m.OTHER_LOSS),
    m.OTHER_LOSS: ("ask_who_pays", "ask_return_shipping", *_OF_REPAIR),
    m.PART_PRICE: _OF_FREIGHT,
    m.ARRIVES: ("ask_refund_arrival", "ask_delivery_status", "report_parcel_stuck", "ask_how_long", "ask_case_status",
                "followup_why_not_yet"),
    m.REFUND_WAY: ("ask_refund_arrival", "bind_account", "faq/refund_to_closed_card"),
    m.RECORDING: ("faq/evidence_and_upload", "faq/without_picture", "add_evidence", m.PICTURE_LATER),
    m.WHICH_FIRST: ("ask_must_return", "ask_where_to_send", "ask_return_shipping", "urge_shipping"),
    m.OTHER_ACCOUNT: ("ask_can_reapply", "unbind_account", "bind_account"),
    m.TRIPLE: ("request_compensation", m.DECIDES),
    m.SUBSIDY: ("faq/trade_in_return", m.TRADE_IN, "faq/discount_recalculated"),
    m.COUPON: ("faq/coupon_and_red_packet",), m.EXCEPTION: ("ask_capabilities", "ask_can_reapply"),
    m.PICKUP: ("ask_delivery_status", "report_parcel_stuck", "report_pickup_point"),
    m.LATE: ("request_compensation", "report_injury"),
    **_OF_FILED_OUTWEIGHS,
    b.IN_STOCK: (*_STANDS, "ask_size_help", "set_exchange_details", "followup_what_if"),
    b.DIFFERENCE: (*_STANDS, *_OF_FREIGHT, f.COSTS, m.PART_PRICE, "request_price_difference", "ask_size_help"),
    b.WHEN_TO_SEND: (*_STANDS, m.WHICH_FIRST, "ask_must_return", "ask_where_to_send", "ask_return_address"),
    b.FOR_CALL: ("ask_service_hours", "request_human", "contact_merchant", "ask_queue_position",
                 "faq/will_you_tell_me"),
    b.CALL_BEFORE: ("ask_service_hours", "request_human", "ask_queue_position", b.FOR_CALL, "faq/will_you_tell_me",
                    "faq/home_repair", "ask_how_long", "change_request", "leave_message_for_desk"),
    b.WHO_READS: (*_STANDS, "bot_challenge", "request_human", "ask_service_hours", m.DECIDES),
    m.MESSAGE_NUMBER: ("contact_merchant", "ask_merchant_message_answer", "ask_case_status"),
    m.AGREED_YET: ("ask_case_status", "ask_consent_answer", "file_complaint", "withdraw_complaint",
                   "ask_complaint_progress"),
}
_SENT_ANEW = (RequestType.RESEND.value, RequestType.EXCHANGE.value)
_OF_WINDOW = ("ask_window_length", "ask_window_open")
_HURRIES = ("urge_shipping", "contact_merchant")
_OF_CASE = ("ask_case_status", "ask_how_long", "ask_closed_case", "followup_why_not_yet")
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
    if turn.state.topic == CHECKS and any(asks_other_way(clause.plain) for clause in turn.message.clauses):
        asks = [CHECKS]  # 试了都不行 还有别的办法吗
    asks = [meant_by_last(turn) if each == LAST_CANCELLATION else each for each in asks]
    if not found and set(said) & {*_OF_MERCHANT} and any(passes_on(c.plain) for c in turn.message.clauses):
        asks = ["contact_merchant", *(each for each in asks if each not in ("ask_return_shipping", "ask_who_pays"))]
        return replace(reading, asks=tuple(dict.fromkeys(asks)), by_words=("contact_merchant",))
    if "contact_merchant" in asks:
        found.pop(f.RETURNED, None)  # 东西早寄回去了 你让商家赶紧打钱
    beaten = {each for name in found for each in _OUTWEIGHS.get(name, ())}
    found = {name: asking for name, asking in found.items() if name not in beaten}
    worded = tuple(dict.fromkeys(clause for asking in found.values() for clause in asking))
    outweighed = {*found, *beaten}
    kept = [each for each in asks if each not in outweighed and (not found or _stands_beside(turn, each, worded))]
    if set(found) & {*f.NOT_HERE}:
        kept = [each for each in kept if _form_of(each) in (None, "merchant", "complaint") and each != "add_evidence"]
    asking = tuple(clause for clause in reading.asking if clause.intent in kept)
    return replace(reading, asks=(*found, *kept), by_words=tuple(found), worded=worded, asking=asking)


def answer_outright(turn: Turn, reading: Reading) -> None:
    """Answer what is asked outright, outside any form, and begin what is wished for beside it."""
    jobs = [each for each in reading.asks if all_forms.opened_by(each) is not None]
    if not jobs:
        keep_reason(turn)
    if set(reading.by_words) & {*f.NOT_HERE}:
        answer_all(turn, reading.asks, reading)
        return
    beside = [c for c in turn.message.clauses if c not in reading.worded and not is_question(c.plain)]
    if not jobs and any(wants_money_back(c.plain) and not c.plain.startswith(_DENIALS) for c in beside):
        jobs = ["request_aftersales"]  # 退款要 迟发的赔偿也要
    faulty = turn.state.told.reason is not None or turn.message.told_class is not None
    if not jobs and faulty and any(wishes(c.plain) and type_said(c.plain) is not None for c in beside):
        jobs = ["request_aftersales"]  # 八天了还能换不 是你们发错 想换200度的
    filed = any(order.facts.open_case for order in turn.orders())
    if not jobs and not filed and any(chooses_type(c.plain) and type_said(c.plain) for c in beside):
        jobs = ["request_aftersales"]  # 检测报告到底要不要？不要的话我就申请退货退款
    answer_all(turn, [each for each in reading.asks if each not in jobs], reading)
    if jobs and not turn.asked_for_order:
        begin(turn, jobs[0], reading)


def _form_of(name: str) -> Optional[str]:
    form = all_forms.opened_by(name)
    return form.name if form is not None else None


def _is_ruled_out(turn: Turn, reading: Reading, name: str) -> bool:
    """Whether words rule out an ask that they were taken for."""
    message = turn.message
    of_it = [clause for clause in message.clauses if clause.intent == name]
    meant = any(says_what_is_meant(clause.plain) for clause in message.clauses if clause not in of_it)
    if of_it and all(says_not_asked(c.plain) or (meant and c.plain.startswith("不是")) for c in of_it):
        return True  # 谁问投诉了; 我问的是退款有没有保证 不是保修
    if name == _ABILITIES and not _asks_abilities(turn):
        return True  # 你给破个例行不行, in the middle of a matter: no list of what the desk can do
    tells = any(clause.does("tell", turn.place) >= _TELLS for clause in message.clauses)
    if name == _MEANING and not turn.state.topics and tells:
        return True  # …不是黄金。请说明: nothing was said yet that might be explained
    if name == HUMAN and of_it and all(hangs_on_failure(clause.plain) for clause in of_it):
        return len(message.clauses) > 1  # 不能就给我转个活人: only if it cannot be done here
    if "file_complaint" in reading.asks and all_forms.opened_by(name) is None and of_it and not any(
        is_question(clause.plain) and not tells_conduct(clause.plain) for clause in of_it
    ):
        return True  # 他自己说能免费保修 … 投诉他: told, not asked
    heard = (message.whole, *of_it)
    sure = max((certainty(clause, name) for clause in heard if clause.intent == name), default=0.0)
    return lacks_words(name, message.whole.plain, sure >= _SURE)


def _asks_abilities(turn: Turn) -> bool:
    """Whether what the desk can do is asked for: by the words, or where nothing else was spoken of yet."""
    clauses, whole = turn.message.clauses, turn.message.whole
    tells = any(clause.does("tell", turn.place) >= _TELLS for clause in clauses)
    begins = not (turn.state.topics or turn.state.draft or tells)
    sure = whole.intent == _ABILITIES and whole.confidence >= _SURE
    return begins or sure or any(asks_abilities(clause.plain) for clause in clauses)


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
    if name in _HURRIES and of_it:
        return True  # 几号能到？商家能不能催一下快递: whether he can be asked to asks him to
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
    if name in _ASKED_OF_HIM and any(bids_him(c.plain) or addresses_him(c.plain) for c in clauses):
        return False  # 上门取的事你帮我问问商家: to be passed on
    if name in _ASKED_OF_HIM and any(dictates(clause.plain) for clause in asking):
        return False  # 再加一句能不能先发新的: to be written
    if name == m.TRIPLE and (form is not None or "file_complaint" in reading.asks):
        return any(is_question(clause.plain) for clause in asking)  # else it is to be written, not answered
    if name == m.PART_PRICE and not any(m.speaks_of_part(c.plain) for c in clauses) and not _sends_anew(turn):
        return False  # 要钱不, of what is sent back
    if (filed := holds(turn, name, asking)) is not None:
        return filed
    order = order_meant(turn)
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


def _sends_anew(turn: Turn) -> bool:
    """Whether what is filed, or being filed, has the merchant send something: it may have its price."""
    return kind_meant(turn, order_meant(turn)) in _SENT_ANEW
