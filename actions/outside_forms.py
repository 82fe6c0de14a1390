"""A message outside any form: what it asks is answered, what it tells is kept and something offered for it."""

import json
import re
from collections.abc import Sequence

from actions.answering import (
    HUMAN,
    LIKELY,
    answer,
    answer_all,
    begin,
    can_answer,
    not_understood,
    offer_to_ask,
)
from actions.answers.people import leave_message_for_desk, offer_person
from actions.answers.window import calculated
from actions.choices import STOP, order_chosen
from actions.facts import order_facts
from actions.forms import all_forms
from actions.orders import named_order, only_names_order, points_at_order, the_order
from actions.stories import opens_story
from actions.turn import Turn
from actions.words import moment_text
from shouhou.cases.evidence import evidence_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import (
    asked_in_short,
    asks_how_long_it_may_be,
    asks_leave,
    asks_of_sending,
    asks_of_sum,
    asks_of_use,
    asks_scope,
    asks_when,
    asks_whether_done,
    hurries,
    is_question,
    is_to_bot,
    only_opens,
    only_supposes,
    speaks_of_payment,
    tells_condition,
)
from shouhou.dialogue.dictation import additions, to_be_added
from shouhou.dialogue.message import FALLBACK, INFORM, OUT_OF_SCOPE
from shouhou.dialogue.pictures import sent_before
from shouhou.dialogue.reading import SURE, Reading, likely
from shouhou.dialogue.wishes import takes_back, type_said, wanted_instead, wants_money_back, wishes, without_leave
from shouhou.dialogue.words import beside, free_words, reason_in, told_in
from shouhou.dialogue.yes_no import is_about_evidence
from shouhou.rules.hours import staffing
from shouhou.rules.kinds import OrderStatus, RequestType
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import Rule, may_apply, may_change

OUTSIDE_SURE = 0.6
LONG = 8  # characters that tell more than which order is meant
ANGER = "express_anger"
_BACK = (RequestType.REFUND_ONLY.value, RequestType.RETURN_REFUND.value)
_WAITING = ("ask_how_long", "express_anger", "followup_why_not_yet", "ask_refund_arrival", "report_merchant_inactive")
_PARCEL = ("ask_delivery_status", "ask_ship_time", "ask_resend_parcel")
_STATES = (INFORM, FALLBACK, OUT_OF_SCOPE)
_USED = "faq/used_washed_worn"
_IS_FAULT = "ask_is_it_a_fault"
_MONEY_TOPICS = ("ask_refund_arrival", "report_refund_not_arrived")
SHORT_WORDS = 14  # characters of words that are but a follow-up
_LEADS_THERE = ("ask_can_reapply", "ask_window_open", "ask_window_length", "ask_how_to_apply")
_CANCELS = re.compile(r"^(?!.*(?:怎么|咋|如何|哪|路径|步骤|入口|教我)).*(?:撤|取消)")
_STATE = ("ask_case_status", "ask_how_long", "ask_next_step", "ask_consent_answer")
REQUESTS = ("request_aftersales", "request_partial_refund", "request_part_quantity")
SMALL = ("greet", "goodbye", "thank", "ask_capabilities", "bot_challenge")


def free(turn: Turn, reading: Reading) -> None:
    state, message = turn.state, turn.message
    leaves_word = "leave_message_for_desk" in reading.asks
    if _sends_number(turn):
        answer(turn, "give_tracking_number")
        return
    if leaves_word or (state.takes_message and not reading.asks and _leaves_word(turn, reading)):
        leave_message_for_desk(turn)
        return
    added = _adds(turn)
    if added and any(order.facts.open_case for order in turn.orders()):
        begin(turn, "change_request", reading, {"details": added})
        return
    if _takes_back(turn):
        begin(turn, "cancel_aftersales", reading)
        return
    if _tells_of_filed(turn):
        return
    if _only_accepts(turn, reading):
        turn.say("utter_affirm_nothing")
        return
    asks = _as_question(turn, _as_follow_up(turn, _as_change(turn, list(reading.asks))))
    asks = _as_leave(turn, asks)
    if not asks and any(_wishes_outright(c.plain) for c in message.clauses):
        asks = ["request_aftersales"]  # 我穿有点小 想换L的行不
    if _wishes_anew(turn) and not any(all_forms.opened_by(each) for each in asks):
        asks = [*(each for each in asks if each not in _LEADS_THERE), "request_aftersales"]  # 按错了，要换的
    jobs = [each for each in asks if all_forms.opened_by(each) is not None]
    questions = [each for each in asks if each not in jobs]
    if jobs and not any(is_question(clause.plain) for clause in message.clauses):
        questions = []  # 我妈说出运费，还是换吧: nothing is asked
    if jobs:  # who applies is not told besides that it may be done
        questions = [each for each in questions if each not in _LEADS_THERE]
    if asks and not jobs:
        _keep_reason(turn)
    if asks:
        story = opens_story(message.intent, turn)
        answer_all(turn, questions if not story else [q for q in questions if q != message.intent], reading)
        if jobs and not turn.asked_for_order:
            begin(turn, jobs[0], reading)
        elif jobs:
            state.waiting = [*state.waiting, *jobs]
        return
    _tell(turn, reading)


def question_left(turn: Turn) -> None:
    """A question beside a yes that nothing answers: told from the case, or offered to be passed on."""
    asked = [c for c in turn.message.clauses if is_question(c.plain) and not is_to_bot(c.plain)]
    asked = [clause for clause in asked if clause not in turn.reading.yes_no.used and len(clause.text) >= LONG // 2]
    if not asked or turn.order_in_view is None or _tells_of_filed(turn):
        return
    if any(asks_when(clause.plain) for clause in asked):
        answer(turn, "ask_how_long")
    elif any(only_supposes(clause.plain) for clause in asked):
        answer(turn, "followup_what_if")
    else:
        words = "，".join(clause.text for clause in asked)
        offer_to_ask(turn, turn.say("utter_question_left", order=turn.order_in_view, words=words), words)


def _tells_of_filed(turn: Turn) -> bool:
    """Short words that belong to what is filed: may the goods be used, is the money paid back so; whether they were."""
    order = named_order(turn) or turn.order_in_view
    case = order.case if order is not None and order.facts.open_case else None
    text = turn.message.whole.plain
    if case is None or turn.message.has("file_id"):
        return False
    if asks_of_use(text) and not turn.reading.danger:
        waits = case.request_type.needs_return and case.status in (CaseStatus.REQUESTED, CaseStatus.AGREED)
        turn.say("utter_keep_as_it_is" if waits else "utter_keep_to_show", {"order_number": case.order_number},
                 next=moment_text(case.next.due_at) if case.next.due_at else "")
        return True
    if turn.state.topic == "add_evidence" and re.match(r"(?:这|那)(?:个|张)?(?:是|就是)", text):
        turn.say("utter_photo_is_there", {"order_number": case.order_number})
        return True
    if sent_before(text) and evidence_of(turn.database, case.case_number):
        turn.say("utter_photo_is_there", {"order_number": case.order_number})
        return True
    if asks_scope(text):
        turn.say("utter_scope_by_merchant", {"order_number": case.order_number})
        return True
    short = asked_in_short(text) or next((a for c in turn.message.clauses if (a := asked_in_short(c.plain))), None)
    pays = speaks_of_payment(text) and (turn.state.topic in _MONEY_TOPICS or "退" in text) and len(text) <= SHORT_WORDS
    if short or pays:
        if order is not None:
            turn.state.order = order.order_number
        answer(turn, short or "ask_refund_arrival")
        return True
    return False


def _only_accepts(turn: Turn, reading: Reading) -> bool:
    """Whether words only put up with what was just answered (行吧 自己出就自己出)."""
    clauses = turn.message.clauses
    asks = [each for each in reading.asks if all_forms.opened_by(each) is not None or each != turn.state.topic]
    accepts = re.match(r"(?:行吧|好吧|那行|那好|知道了|明白了?|哦+|懂了|了解|算了)", clauses[0].plain) is not None
    return accepts and bool(reading.asks) and not asks and not any(is_question(clause.plain) for clause in clauses)


def _as_leave(turn: Turn, asks: list[str]) -> list[str]:
    """Who asks if something may be given back (没拆过，能退吗) is told so; no guess at the rest outweighs it."""
    clauses = turn.message.clauses
    asking = [clause for clause in clauses if asks_leave(clause.plain) or asks_how_long_it_may_be(clause.plain)]
    jobs = [each for each in asks if all_forms.opened_by(each) is not None]
    order = named_order(turn) or turn.order_in_view
    used = _USED if any(tells_condition(clause.plain) for clause in clauses) else None
    if asking and used and not jobs and not (order is not None and order.facts.open_case):
        known = turn.state.topic in ("ask_window_open", _USED)
        return [used] if known else ["ask_window_open", used]
    if not asking or jobs or "ask_can_reapply" in asks or (order is not None and order.facts.open_case):
        return asks
    others = [each for each in asks if any(c.intent == each and is_question(c.plain) for c in turn.message.clauses)]
    others = [each for each in others if not any(c.intent == each for c in asking)]
    return list(dict.fromkeys(["ask_window_open", *others]))


def _wishes_outright(text: str) -> bool:
    """Whether a clause wishes for a type of request, asking leave for it or not."""
    bare = without_leave(text)
    return wishes(bare) and (type_said(bare) is not None or wanted_instead(bare) is not None)


def _wishes_anew(turn: Turn) -> bool:
    """Whether a clause wishes for a type of request, where its fault was told before and nothing is filed."""
    order = named_order(turn) or turn.order_in_view
    filed = any(each.facts.open_case for each in turn.orders()) if order is None else order.facts.open_case
    if filed or (turn.state.told.reason is None and turn.message.told_class is None):
        return False
    return any(wishes(c.plain) and type_said(c.plain) is not None for c in turn.message.clauses)


def _adds(turn: Turn) -> str:
    """What is to be added to what is filed; empty for nothing."""
    words = free_words(to_be_added(turn.message.clauses)) or additions(turn.message.clauses)
    words = "" if is_about_evidence(words) or sent_before(turn.message.text) else words
    return words if len(words) >= LONG // 2 else ""


def _speaks_of_change(turn: Turn) -> bool:
    return any(c.intent == "change_request" and c.confidence >= SURE for c in turn.message.clauses)


def _as_change(turn: Turn, asks: list[str]) -> list[str]:
    """A request that speaks of changing is a change of the one that is filed, where there is one to change."""
    speaks_of_change = _speaks_of_change(turn)
    filed = [order for order in turn.orders() if order.facts.open_case]
    requests = [each for each in asks if each in REQUESTS]
    if "cancel_aftersales" in asks and any(type_said(without_leave(c.plain)) for c in turn.message.clauses):
        requests.append("cancel_aftersales")  # 不退了，给我换个新的行吗
    wants_other = _wants_other(turn, filed)
    if wants_other:
        requests = [*requests, *(each for each in asks if each in _WAITING)]
    if not (requests or wants_other) or not filed:
        return asks
    number = turn.message.entity("order_number")
    meant = turn.order(str(number)) if number is not None else named_order(turn) or turn.order_in_view
    one = meant or (filed[0] if len(filed) == 1 else None)
    if one is None or not one.facts.open_case:
        return asks  # it is another order's matter
    named = turn.message.entity("request_type")
    other_type = named is not None and one.case is not None and named not in (one.case.request_type.value, "refund")
    if not (speaks_of_change or other_type or wants_other or turn.message.has("amount", "share")):
        return asks
    return ["change_request", *(each for each in asks if each not in requests and each != "change_request")]


def _wants_other(turn: Turn, filed: Sequence[OrderRecord]) -> bool:
    """Whether the money is wanted where goods are filed for, and no more than wanted (不换了 退钱)."""
    goods = (RequestType.EXCHANGE, RequestType.REPAIR, RequestType.RESEND)
    clauses = [without_leave(clause.plain) for clause in turn.message.clauses]
    wants = any((wants_money_back(c) or type_said(c) in _BACK) and not is_question(c) for c in clauses)
    denies_filed = any(re.search(r"不(?:想|要)?(?:换|修|补)了?", c) for c in clauses)
    one = turn.order_in_view or (filed[0] if len(filed) == 1 else None)
    case = one.case if one is not None and one.facts.open_case else None
    return case is not None and case.request_type in goods and wants and denies_filed


def _as_follow_up(turn: Turn, asks: list[str]) -> list[str]:
    """A request for what is filed already, said as a question of time (多久能给我换), asks how long it takes.

    So does a question for the parcel, where a case waits; a question whether it is done asks how it stands.
    """
    filed = [order for order in turn.orders() if order.facts.open_case]
    order = named_order(turn) or turn.order_in_view
    if not asks and order is not None and order.facts.open_case:
        if any(asks_when(clause.plain) for clause in turn.message.clauses):
            return ["ask_how_long"]
        if any(asks_of_sending(clause.plain) for clause in turn.message.clauses):
            return ["ask_must_return"]
    received = order is not None and order.facts.status is OrderStatus.RECEIVED
    if order is not None and order.facts.open_case and received:
        asks = list(dict.fromkeys("ask_how_long" if each in _PARCEL else each for each in asks))
    cased = [each for each in turn.orders() if each.case is not None]
    if "request_aftersales" in asks and cased and any(asks_whether_done(c.plain) for c in turn.message.clauses):
        return list(dict.fromkeys("ask_case_status" if each == "request_aftersales" else each for each in asks))
    if set(asks) & {"ask_how_to_cancel"} and filed and _CANCELS.search(turn.message.whole.plain):
        asks = ["cancel_aftersales" if each == "ask_how_to_cancel" else each for each in asks]
    if "request_aftersales" not in asks or not filed or not asks_when(turn.message.text):
        return asks
    return list(dict.fromkeys("ask_how_long" if each == "request_aftersales" else each for each in asks))


def _takes_back(turn: Turn) -> bool:
    """Whether what is filed is wanted no more (不退了吧), and nothing else instead."""
    filed = [order for order in turn.orders() if order.facts.open_case]
    clauses = turn.message.clauses
    instead = turn.message.has("amount", "share") or any(only_supposes(clause.plain) for clause in clauses)
    return bool(filed) and turn.state.draft is None and not instead and takes_back(c.plain for c in clauses)


def _as_question(turn: Turn, asks: list[str]) -> list[str]:
    """A job that is only supposed or asked about is answered, not begun (要是又送来了我不退行不行, 能退吗)."""
    clauses = turn.message.clauses
    filed = [order for order in turn.orders() if order.facts.open_case]
    asks_sum = any(asks_of_sum(clause.plain) for clause in clauses) and not _speaks_of_change(turn)
    if filed and any(is_question(clause.plain) for clause in clauses) and len(asks) > 1:
        # 运费不用我出吧 是你们发错的: what is told beside a question is no second request.
        asks = [each for each in asks if each in REQUESTS or not _of_application(each)] or asks
    if filed and asks_sum and set(asks) <= {*REQUESTS, "change_request", "cancel_aftersales"}:
        return ["ask_case_status"]  # it tells the sum that is filed
    if filed and set(asks) & set(REQUESTS) and any(asks_of_sending(clause.plain) for clause in clauses):
        return list(dict.fromkeys("ask_must_return" if each in REQUESTS else each for each in asks))
    supposes = any(only_supposes(clause.plain) for clause in clauses)
    if supposes and not asks and turn.state.topics and turn.orders():
        return ["followup_what_if"]
    if supposes:
        asks = ["followup_what_if" if all_forms.opened_by(each) or each in _STATE else each for each in asks]
    elif filed and "request_aftersales" in asks and hurries(turn.message.text):
        asks = ["report_merchant_inactive" if each == "request_aftersales" else each for each in asks]
    elif filed and "request_aftersales" in asks and any(is_question(clause.plain) for clause in clauses):
        asks = ["followup_what_if" if each == "request_aftersales" else each for each in asks]
    elif "request_aftersales" in asks and any(asks_leave(clause.text) for clause in clauses):
        asks = ["ask_window_open" if each == "request_aftersales" else each for each in asks]
    return list(dict.fromkeys(asks))


def _tell(turn: Turn, reading: Reading) -> None:
    """A message that asks nothing: facts, a word of courtesy, or something that could not be read."""
    state, message = turn.state, turn.message
    intent = message.intent
    if message.has("tracking_number"):
        answer(turn, "give_tracking_number")
    elif state.claimed_order or state.claimed_tail or message.has("order_number"):
        if the_order(turn) is not None:
            order_chosen(turn)
    elif intent in SMALL and message.whole.confidence >= SURE and not message.has("reason", "request_type"):
        in_talk = intent == "greet" and state.topics
        turn.say("utter_greet_in_talk" if in_talk else f"utter_{intent}")
    elif only_opens(message.text):
        turn.say("utter_listening")
    elif opens_story(intent, turn):
        return
    elif _tells_fault(turn):
        _told_fault(turn, reading)
    elif state.waiting and (points_at_order(turn) or named_order(turn) is not None):
        if the_order(turn) is not None:
            order_chosen(turn)
    elif lies_outside(turn):
        turn.say("utter_out_of_scope")
    elif message.has("date") and (calculated(turn) or _reckons(turn)):
        return
    elif intent == ANGER:
        state.anger += 1
        turn.say("utter_sorry_anger" if state.anger == 1 else "utter_sorry_anger_again")
        if state.anger > 1:
            offer_person(turn)
    elif reading.yes_no.leaves or intent == STOP:
        state.waiting = []
        turn.say("utter_nothing_to_stop")
    elif (reading.yes_no.yes or intent == "affirm") and not message.has("product_category") and not _asks(turn):
        turn.say("utter_affirm_nothing")
    elif reading.yes_no.no or intent == "deny":
        state.waiting = []
        turn.say("utter_deny_nothing")
    elif _tells_of_named(turn):
        _told_fault(turn, reading)
    elif (
        only_names_order(turn) or named_order(turn) is not None
        or message.has("product_category", "phone", "order_ref")
    ):
        if the_order(turn) is not None:
            order_chosen(turn)
    else:
        not_understood(turn)


def _keep_reason(turn: Turn) -> None:
    """A reason told beside what is asked is kept: it is not asked for again."""
    reason = reason_in(turn.message.clauses)
    told = turn.state.told
    if reason is not None and told.reason is None and len(turn.message.clauses) > 1:
        order = named_order(turn) or turn.order_in_view
        told.order = order.order_number if order is not None else None
        told.reason, told.reason_class = reason, turn.message.group("reason") or turn.message.told_class


def _tells_fault(turn: Turn) -> bool:
    message = turn.message
    if message.has("reason", "request_type"):
        return True
    if any(c.told_class and c.intent in _STATES and not is_question(c.plain) for c in message.clauses[1:]):
        return True  # 老板在吗 耳机右边没声了
    states = message.intent in (INFORM, FALLBACK, OUT_OF_SCOPE) and not is_question(message.text)
    return states and message.told_class is not None


def _tells_of_named(turn: Turn) -> bool:
    """Whether something is told of goods that are named, more than that they were bought (给孙子买的积木)."""
    told = told_in(turn.message)
    return (
        named_order(turn) is not None and not only_names_order(turn) and len(told) >= LONG
        and re.search(r"买的.{0,8}$", told) is None
    )


def _of_application(intent: str) -> bool:
    form = all_forms.opened_by(intent)
    return form is not None and form.name == "application"


def _sends_number(turn: Turn) -> bool:
    """Whether a bare number is the return parcel's: one is waited for, and no order is called so."""
    waits = [each for each in turn.orders() if each.case is not None and each.case.status is CaseStatus.AGREED
             and each.case.request_type.needs_return]
    number = str(turn.message.entity("order_number") or "")
    if len(waits) != 1 or not re.fullmatch(r"\d{10,15}", number) or turn.order(number) is not None:
        return False
    turn.state.tracking_number, turn.state.order = number, waits[0].order_number
    return True


def _asks(turn: Turn) -> bool:
    return any(is_question(clause.plain) for clause in turn.message.clauses)


def _reckons(turn: Turn) -> bool:
    """A day told of an order whose receipt is not known: its window is reckoned with it; whether that was so."""
    order = turn.order_in_view
    if order is None or may_apply(turn.policy, order.facts, turn.now).rule is not Rule.RECEIPT_UNKNOWN:
        return False
    answer(turn, "ask_window_open")
    return True


def _told_fault(turn: Turn, reading: Reading) -> None:
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
        pays = re.search(r"(?:我|谁)(?:来)?[出付掏]|运费|邮费", message.whole.plain)
        answer(turn, "ask_who_pays" if pays else "ask_case_status")
        return
    wishes_something = message.has("request_type", "amount", "share") or any(wishes(c.plain) for c in message.clauses)
    if (
        order is not None and order.case is not None and reason is not None and not wishes_something
        and _of_the_case(turn, order, reason)
    ):
        return
    if reason is not None:
        told.reason, told.reason_class = reason, message.group("reason") or message.told_class
        told.details = beside(reason, message.clauses) or told.details
    begin(turn, "request_aftersales", reading)


def _of_the_case(turn: Turn, order: OrderRecord, words: str) -> bool:
    """What is told of goods that have a case belongs to that case; False where it is closed and done."""
    case = order.case
    assert case is not None
    turn.state.order = order.order_number
    if case.status is CaseStatus.REFUSED:
        said = turn.say("utter_refusal_disputed", order_facts(turn.policy, order), order=order)
        turn.offer(said, f"/file_complaint{json.dumps({'problem': words}, ensure_ascii=False)}")
        return True
    if may_change(turn.policy, order.facts, turn.now).allowed:
        begin(turn, "change_request", turn.reading, {"details": words})
        return True
    if order.facts.open_case:
        begin(turn, "contact_merchant", turn.reading, {"words": words, "consents": False})
        return True
    return False


def _leaves_word(turn: Turn, reading: Reading) -> bool:
    """Whether words after the desk's closing are left for its people."""
    desk = staffing(turn.policy.desk_hours.value, turn.now)
    intent = turn.message.intent
    if desk.open_now or turn.state.question is not None:
        return False
    if is_question(turn.message.text):
        return False
    return not (reading.yes_no.used or intent in (*SMALL, STOP, HUMAN)) and not turn.message.has("tracking_number")


def lies_outside(turn: Turn) -> bool:
    """Whether a message surely has nothing to do with what was bought here."""
    whole = turn.message.whole
    told = turn.message.has("reason", "request_type", "order_number", "product_category", "amount")
    near = likely(turn.message, can_answer, LIKELY, 1)
    return whole.intent == OUT_OF_SCOPE and whole.confidence >= OUTSIDE_SURE and not told and not near
