"""What is told outside any form: a fault or a wish is kept, and what may be done about it is offered."""

import json
import re
from collections.abc import Sequence
from typing import Optional

from actions.answering import (
    answer,
    begin,
    nearest_answer,
    offer_to_ask,
    to_be_asked,
)
from actions.facts import order_facts
from actions.orders import named_order, only_names_order
from actions.turn import Turn
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asked_of_filed import asks_whether_done
from shouhou.dialogue.asking import asks_when, asks_who_pays, is_question, is_to_bot
from shouhou.dialogue.dictation import MAX_WORDS
from shouhou.dialogue.grievance import is_complained, tells_conduct, told_problem
from shouhou.dialogue.message import FALLBACK, INFORM, OUT_OF_SCOPE, Clause
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.wishes import wishes
from shouhou.dialogue.words import beside, joined, only_bought, reason_in, told_in
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import may_change

LONG = 8  # characters that tell more than which order is meant

_WANTED, _SURELY, _VERY_SURELY = 0.6, 0.7, 0.8
_LIKELY = 0.5  # that a clause with a known fault in it tells of it
_STATES = (INFORM, FALLBACK, OUT_OF_SCOPE)
_IS_FAULT = "ask_is_it_a_fault"
_OF_STATE = (
    "ask_resend_parcel", "ask_case_status", "ask_how_long", "ask_next_step", "request_aftersales", "ask_repair_time",
)


def keep_reason(turn: Turn) -> None:
    """A reason told beside what is asked is kept: it is not asked for again."""
    clauses = [c for c in turn.message.clauses if c not in turn.reading.worded]
    sure = [c for c in clauses if c.tells >= _VERY_SURELY and len(c.text) >= LONG]
    fault = reason_in(clauses)
    reason = fault or (beside("", sure) if turn.state.told.reason is None else None) or None
    told = turn.state.told
    order = named_order(turn) or turn.order_in_view
    if order is not None and order.facts.open_case:
        return  # it is filed: what is said beside belongs to the talk
    number = order.order_number if order is not None else None
    if reason is not None and told.reason is not None and told.order in (None, number):
        more = beside(f"{told.reason}；{told.details or ''}", turn.message.clauses)
        told.details = "；".join(part for part in (told.details, more) if part)[:MAX_WORDS] or None
    elif reason is not None and told.reason is None and (len(turn.message.clauses) > 1 or fault is not None):
        told.order = order.order_number if order is not None else None
        told.reason, told.reason_class = fault_first(turn, reason)


def fault_first(turn: Turn, reason: str) -> tuple[str, Optional[str]]:
    """A reason with its class: what is wrong with the goods goes before what the merchant did about it."""
    group = turn.message.group("reason") or turn.message.told_class
    goods = [c for c in turn.message.clauses if c.told_class == ReasonClass.GOODS.value and c.is_told]
    of_goods = joined([clause for clause in goods if not is_question(clause.plain)])
    if of_goods and any(clause.told_class == ReasonClass.SERVICE.value for clause in turn.message.clauses):
        return of_goods, ReasonClass.GOODS.value
    return reason, group


def note_grievance(turn: Turn) -> None:
    """What the merchant did or left undone, told beside anything else: a complaint that follows is about that."""
    filing = turn.state.draft is not None and turn.state.draft.form == "complaint"
    clauses = turn.message.clauses
    if turn.message.is_press or filing or turn.said_any("utter_complaint_filed") or not turn.orders():
        return
    if not any(tells_conduct(c.plain) and is_complained(c) and not is_question(c.plain) for c in clauses):
        return
    order, told = named_order(turn) or turn.order_in_view, turn.state.told
    number = order.order_number if order is not None else None
    before = told.grievance if told.grievance_order in (None, number) else None
    words = told_problem(clauses)
    if words not in (before or ""):
        told.grievance = "；".join(part for part in (before, words) if part)[:MAX_WORDS]
        told.grievance_order = number


def tells_surely(turn: Turn) -> bool:
    """Whether a clause tells a fault, whatever the whole message was taken for (你好 镜头对焦不准 麻烦看看)."""
    return any(
        c.told_class and not is_question(c.plain)
        and ((c.is_told and c.tells >= _SURELY) or c.does("tell", turn.place) >= _LIKELY) for c in turn.message.clauses
    )


def tells_fault(turn: Turn) -> bool:
    message = turn.message
    if tells_surely(turn):
        return True
    if message.has("reason", "request_type"):
        return True
    if any(c.told_class and c.intent in _STATES and not is_question(c.plain) for c in message.clauses[1:]):
        return True  # 老板在吗 耳机右边没声了
    if message.intent == "express_anger" and any(
        c.told_class and c.is_told and not is_question(c.plain) for c in message.clauses
    ):
        return True  # 你们这花什么情况！！送来全蔫了
    if _tells_by_its_act(turn):
        return True
    states = message.intent in (INFORM, FALLBACK, OUT_OF_SCOPE) and not is_question(message.text)
    return states and message.told_class is not None


def _tells_by_its_act(turn: Turn) -> bool:
    """Whether a clause surely tells of the goods in words of no known fault, where the talk begins (E键双击了)."""
    begins = turn.state.draft is None and turn.state.question is None and bool(turn.orders())
    return begins and any(
        c.does("tell", turn.place) >= _SURELY and c.is_told and c.tells >= _VERY_SURELY and len(c.text) >= LONG
        and not (is_question(c.plain) or only_bought(c.plain) or only_names_order(turn, c))
        for c in turn.message.clauses
    ) and not any(is_question(c.plain) and not is_to_bot(c.plain) for c in turn.message.clauses)


def applies(turn: Turn, asks: Sequence[str]) -> bool:
    """Whether what was taken for a question is an application: it need not be explained or offered first.

    想申请换货 asks for no way to apply, 遥控器坏了 能不能先寄一个新的 for no state of what is not filed.
    """
    order = turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    if order is None or order.case is not None or not asks:
        return False
    told = [clause for clause in turn.message.clauses if not is_question(clause.plain)]
    faulty = any(c.told_class == ReasonClass.GOODS.value and c.is_told and c.tells >= _SURELY for c in told)
    wanted = any(c.entity("request_type") and c.does("want", turn.place) >= _WANTED for c in told)
    return (wanted and set(asks) == {"ask_how_to_apply"}) or (faulty and set(asks) <= {*_OF_STATE})


def tells_of_named(turn: Turn) -> bool:
    """Whether something is told of goods that are named, more than that they were bought (给孙子买的积木)."""
    told = told_in(turn.message)
    return (
        named_order(turn) is not None and not only_names_order(turn) and len(told) >= LONG
        and not only_bought(told)
    )


def tells_of_matter(turn: Turn) -> bool:
    """Whether something is surely told, of whatever class (我键盘E键双击了), where nothing else is."""
    told = [c for c in turn.message.clauses if c.is_told and c.tells >= _VERY_SURELY and not is_question(c.plain)]
    sure = [c for c in told if c.does("tell", turn.place) >= _SURELY and not only_bought(c.plain)]
    filed = any(order.facts.open_case for order in turn.orders())
    return bool(sure) and len(told_in(turn.message)) >= LONG and bool(turn.orders()) and not filed


def told_fault(turn: Turn, reading: Reading) -> None:
    """A fault or a wish without an ask: it is kept, and what may be done about it is offered."""
    told, message = turn.state.told, turn.message
    if turn.state.topic == _IS_FAULT and any(is_question(clause.plain) for clause in message.clauses):
        answer(turn, _IS_FAULT)  # still asking whether it is one
        return
    reason = reason_in(message.clauses)
    if reason is None and (message.told_class is not None or len(told_in(message)) >= LONG):
        reason = told_in(message) or None
    order = turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    if order is not None and order.facts.open_case and any(is_question(clause.plain) for clause in message.clauses):
        asked = [clause for clause in message.clauses if is_question(clause.plain)]
        of_state = any(asks_when(c.plain) or asks_whether_done(c.plain) for c in asked)
        nearest = nearest_answer(asked)
        if nearest is not None:
            answer(turn, nearest)
        elif asks_who_pays(message.whole.plain) or of_state or message.intent in _OF_STATE:
            answer(turn, "ask_who_pays" if asks_who_pays(message.whole.plain) else "ask_case_status")
        elif words := to_be_asked(turn, asked):
            offer_to_ask(turn, "this", words)  # 修好之前能不能借我一台备用机
        else:
            answer(turn, "ask_case_status")
        return
    wishes_something = message.has("request_type", "amount", "share") or any(wishes(c.plain) for c in message.clauses)
    if (
        order is not None and order.case is not None and reason is not None and not wishes_something
        and _of_the_case(turn, order, reason)
    ):
        return
    begun, turn.state.begun = turn.state.begun, None
    if reason is not None:
        reason = f"{begun}{reason}" if begun and begun not in reason else reason
        told.reason, told.reason_class, told.details = _with_what_was_told(turn, order, reason)
    begin(turn, "request_aftersales", reading)


def _with_what_was_told(
    turn: Turn, order: Optional[OrderRecord], reason: str
) -> tuple[str, Optional[str], Optional[str]]:
    """The reason, its class and the details of what is told now: it stands beside a fault that was told before."""
    told, clauses = turn.state.told, turn.message.clauses
    group = turn.message.group("reason") or turn.message.told_class
    about = told.order in (None, order.order_number if order is not None else None)
    if told.reason is None or not about or told.reason_class != ReasonClass.GOODS.value:
        return *fault_first(turn, reason), beside(reason, clauses) or (told.details if about else None)
    if group == ReasonClass.SERVICE.value:
        return told.reason, told.reason_class, told.details  # 又不理人: no part of what is wrong with the goods
    known = f"{told.reason}；{told.details or ''}"
    more = beside(known, clauses) or (reason if reason not in known else "")
    return told.reason, told.reason_class, "；".join(part for part in (told.details, more) if part)[:MAX_WORDS] or None


_NO_FAULT = re.compile(r"^(?:还好|幸好|好在|幸亏|多亏|我?(?:不是|没有?(?!声|反应|电|画面|用|信号)))|最爱|喜欢")
_CHATS = 0.3  # how likely words only chat that tell of no fault


def _new_fault(clause: Clause) -> bool:
    """Whether a clause plainly tells what is wrong (又裂了一道), and not what did not happen (还好没给孩子喝)."""
    if _NO_FAULT.search(clause.plain.strip()) or is_question(clause.plain):
        return False
    return clause.is_told and clause.does("chat", "open") < _CHATS


def _of_the_case(turn: Turn, order: OrderRecord, words: str) -> bool:
    """What is told of goods that have a case belongs to that case; False where it is closed and done."""
    case = order.case
    assert case is not None
    turn.state.order = order.order_number
    if case.status is CaseStatus.REFUSED:
        said = turn.say("utter_refusal_disputed", order_facts(turn.policy, order), order=order)
        turn.offer(said, f"/file_complaint{json.dumps({'problem': words}, ensure_ascii=False)}")
        return True
    if order.facts.open_case and not any(_new_fault(clause) for clause in turn.message.clauses):
        turn.say("utter_heard_nothing_changed", order_facts(turn.policy, order), order=order)
        return True
    if may_change(turn.policy, order.facts, turn.now).allowed:
        begin(turn, "change_request", turn.reading, {"details": words})
        return True
    if order.facts.open_case:
        begin(turn, "contact_merchant", turn.reading, {"words": words, "consents": False})
        return True
    return False
