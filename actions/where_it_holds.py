"""Whether what words ask of what is filed may be meant where the talk stands: by what is filed, sent and begun."""

import re
from collections.abc import Sequence
from typing import Optional

from actions.orders import named_order
from actions.turn import Turn
from shouhou.cases.complaints import latest_complaint
from shouhou.cases.merchant import messages_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue import matters_between as b
from shouhou.dialogue import matters_of_filed as f
from shouhou.dialogue.asked_of_filed import speaks_of_several
from shouhou.dialogue.asking import only_supposes
from shouhou.dialogue.message import Clause
from shouhou.dialogue.passing_on import bids
from shouhou.dialogue.pointers import touches
from shouhou.dialogue.wishes import type_said
from shouhou.rules.kinds import OrderStatus, RequestType
from shouhou.rules.lifecycle import CaseStatus

_FORMS = ("application", "merchant", "change")  # whose words are shown before they are written
_OVER = (CaseStatus.CANCELLED, CaseStatus.CLOSED)
_OF_DAYS = re.compile(r"[天日]|期限|售后期|无理由|保修")
_DAY_TOPICS = ("ask_window", f.DATES, f.BASIS, "faq/no_reason_days")


def holds(turn: Turn, name: str, asking: Sequence[Clause]) -> Optional[bool]:
    """Whether a matter of what is filed may be meant; None for a matter of another kind."""
    draft = turn.state.draft.form if turn.state.draft is not None else None
    order = order_meant(turn)
    case = order.case if order is not None else None
    filed = order is not None and order.facts.open_case
    if name in (b.IN_STOCK, b.DIFFERENCE):
        sends = kind_meant(turn, order) in (RequestType.EXCHANGE.value, RequestType.RESEND.value)
        return sends and (filed or draft == "application")
    if name in (b.WHEN_TO_SEND, b.WHO_READS):
        complained = name == b.WHO_READS and draft == "complaint"
        return complained or filed or (draft == "application" and order is not None)
    if name == b.CALL_BEFORE and any(bids(c.plain) for c in turn.message.clauses):
        return False  # 你跟商家说一声 上门前先给我打电话: to be passed on
    if name in (b.FOR_CALL, b.CALL_BEFORE):
        writing = turn.state.draft is not None and not turn.state.draft.fields.get("offered")
        return not (writing and draft in ("merchant", "addition"))  # else it is to be passed on
    if name == f.WRITTEN:
        return draft in _FORMS or any(each.facts.open_case for each in turn.orders())
    if name == f.HOW_MANY:
        return draft is None and any(each.facts.open_case for each in turn.orders())
    if name == f.STATES:
        several = any(speaks_of_several(c.plain) for c in asking) or len(orders_touched(turn)) > 1
        return several and len(turn.orders()) > 1 and any(has_anything(turn, each) for each in turn.orders())
    if name == f.WENT:
        return draft == "merchant" or any(was_sent(turn, each) for each in turn.orders())
    if name in (f.RETURNED, f.RUNS_NOT, f.NOT_KNOWN):
        if turn.place == "summary":
            return False  # 前天报的那个撤回来 这个新的交: what is summed up is meant
        if draft not in (None, "application") or any(only_supposes(c.plain) for c in asking):
            return False
        if name == f.RETURNED:
            received = [each for each in turn.orders() if each.facts.status is OrderStatus.RECEIVED]
            one = order or (received[0] if len(received) == 1 else None)
            unknown = one is None or one.case is None or one.case.status in _OVER
            return bool(received) and unknown and not any(each.facts.open_case for each in turn.orders())
        return order is not None and case is None and not was_sent(turn, order)
    if name == f.BASIS:
        topic = turn.state.topic or ""
        return _OF_DAYS.search(turn.message.whole.plain) is not None or topic.startswith(_DAY_TOPICS)
    if name in (f.DATES, f.AFTER_OFFER, f.REPORT):
        return order is not None
    if name == f.IF_REFUSED:
        return order is not None and (case is None or case.status is not CaseStatus.REFUSED)
    if name == f.ALL_BACK:
        return draft == "application" or (draft is None and order is not None and order.facts.open_case)
    if name in (f.CAN_CHANGE, f.PICTURES_CAME, f.BACK_OUT):
        return draft is None and order is not None and order.facts.open_case
    if name == f.COSTS:
        return kind_meant(turn, order) in (RequestType.RESEND.value, RequestType.EXCHANGE.value)
    if name == f.TOO_BIG:
        return draft in (None, "application", "complaint") and not turn.message.has("file_id")
    return None


def order_meant(turn: Turn) -> Optional[OrderRecord]:
    """The order named, in view, or the only one."""
    orders = turn.orders()
    return named_order(turn) or turn.order_in_view or (orders[0] if len(orders) == 1 else None)


def kind_meant(turn: Turn, order: Optional[OrderRecord]) -> Optional[str]:
    """The type that is filed for an order, or being filled in, or was wished for."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    filling = bool(draft.get("request_type") or draft.get("reason"))
    if order is not None and order.case is not None and order.facts.open_case and not filling:
        return order.case.request_type.value
    named = draft.get("request_type") or turn.message.entity("request_type")
    said = [kind for clause in turn.message.clauses if (kind := type_said(clause.plain)) is not None]
    return str(named) if named else said[-1] if said else turn.state.told.request_type


def orders_touched(turn: Turn) -> list[OrderRecord]:
    """The orders that the message names, if in a character alone (浴巾被套)."""
    texts = [clause.plain for clause in turn.message.clauses]
    found = []
    for order in turn.orders():
        others = "".join(each.product for each in turn.orders() if each is not order)
        own = "".join(char for char in order.product if char not in others)
        if any(touches(text, own) for text in texts):
            found.append(order)
    return found


def was_sent(turn: Turn, order: OrderRecord) -> bool:
    """Whether anything was passed on to the order's merchant, or asked of him."""
    return order.facts.consent is not None or bool(messages_of(turn.database, order.order_number))


def has_anything(turn: Turn, order: OrderRecord) -> bool:
    """Whether anything stands for an order: a case, a complaint, something sent to the merchant."""
    complaint = latest_complaint(turn.database, order.order_number)
    return order.case is not None or complaint is not None or was_sent(turn, order)
