"""A message outside any form: what it asks is answered, what it tells is kept and something offered for it."""

import json
import re
from typing import Optional

from actions.answering import (
    HUMAN,
    LIKELY,
    answer,
    answer_all,
    begin,
    can_answer,
    carry_out,
    not_understood,
    offer_to_ask,
)
from actions.answers.guidance import give_tracking_number
from actions.answers.people import leave_message_for_desk, offer_person
from actions.answers.safety import asks_afterwards
from actions.answers.window import calculated
from actions.choices import STOP, order_chosen
from actions.facts import order_facts
from actions.forms import all_forms
from actions.meant import asks_meant, is_taken_back, only_accepts, questions_left, to_add
from actions.orders import named_order, only_names_order, points_at_order, the_order
from actions.stories import opens_story
from actions.turn import Turn
from actions.words import moment_text, money_text
from shouhou import responses
from shouhou.cases.evidence import evidence_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue import offers
from shouhou.dialogue.asking import (
    asked_in_short,
    asks_beside_hurry,
    asks_of_cut,
    asks_of_sending,
    asks_of_use,
    asks_scope,
    asks_when,
    asks_who_pays,
    is_question,
    is_to_bot,
    only_opens,
    only_supposes,
    speaks_of_goods,
)
from shouhou.dialogue.dictation import question_words
from shouhou.dialogue.message import FALLBACK, INFORM, OUT_OF_SCOPE
from shouhou.dialogue.pictures import points_at_picture, sent_before
from shouhou.dialogue.reading import SURE, Reading, likely
from shouhou.dialogue.telling import hurries, speaks_of_payment
from shouhou.dialogue.wishes import speaks_of_return, wishes
from shouhou.dialogue.words import beside, only_bought, reason_in, told_in
from shouhou.rules.hours import staffing
from shouhou.rules.kinds import OrderStatus
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import Rule, may_apply, may_change

OUTSIDE_SURE = 0.6
LONG = 8  # characters that tell more than which order is meant
ANGER = "express_anger"
_STATES = (INFORM, FALLBACK, OUT_OF_SCOPE)
_NUMBER = ("give_tracking_number", "correct_tracking_number")
_SENDING = (CaseStatus.AGREED, CaseStatus.RETURNING)
_IS_FAULT = "ask_is_it_a_fault"
_MONEY_TOPICS = ("ask_refund_arrival", "report_refund_not_arrived")
NEARLY_SURE = 0.55  # of what a question beside a yes asks
FRAGMENT = 6  # characters of a fragment that only names something
SHORT_WORDS = 14  # characters of words that are but a follow-up
SMALL = ("greet", "goodbye", "thank", "ask_capabilities", "bot_challenge")


def free(turn: Turn, reading: Reading) -> None:
    state, message = turn.state, turn.message
    leaves_word = "leave_message_for_desk" in reading.asks
    waits = _waits_for_number(turn)
    if waits is not None:
        give_tracking_number(turn, waits)
        return
    if message.has("tracking_number") and reading.asks:
        answer(turn, "give_tracking_number")  # the number first, whatever is asked beside it
        others = [each for each in reading.asks if each not in _NUMBER]
        answer_all(turn, [each for each in others if all_forms.opened_by(each) is None], reading)
        return
    if leaves_word or (state.takes_message and not reading.asks and _leaves_word(turn, reading)):
        leave_message_for_desk(turn)
        return
    added = to_add(turn)
    if added and any(order.facts.open_case for order in turn.orders()):
        begin(turn, "change_request", reading, {"details": added})
        return
    if is_taken_back(turn):
        begin(turn, "cancel_aftersales", reading)
        return
    if asks_afterwards(turn) or _tells_of_filed(turn):
        return
    if _asks_of_all(turn):
        return
    if only_accepts(turn, reading):
        turn.say("utter_affirm_nothing")
        return
    typed = responses.titles().get(message.text.strip())
    if typed is not None and offers.parse(typed).intent not in offers.ANSWERS and named_order(turn) is None:
        carry_out(turn, typed, reading)  # the title of some button, older than the latest ones
        return
    asks = asks_meant(turn, reading)
    jobs = [each for each in asks if all_forms.opened_by(each) is not None]
    questions = questions_left(turn, asks, jobs)
    if asks and not jobs:
        _keep_reason(turn)
    if asks:
        story = opens_story(message.intent, turn)
        answer_all(turn, questions if not story else [q for q in questions if q != message.intent], reading)
        if jobs and not turn.asked_for_order:
            begin(turn, jobs[0], reading)
            state.later = jobs[1:] if state.draft is not None else []
        elif jobs:
            state.waiting = [*state.waiting, *jobs]
        return
    _tell(turn, reading)


def question_left(turn: Turn) -> None:
    """A question beside a yes that nothing answers: told from the case, or offered to be passed on."""
    if turn.state.next_up:
        return  # 嗯嗯可以 那灰的呢: the next order comes by itself
    asked = [c for c in turn.message.clauses if is_question(c.plain) and not is_to_bot(c.plain)]
    asked = [clause for clause in asked if clause not in turn.reading.yes_no.used and len(clause.text) >= LONG // 2]
    if not asked or turn.order_in_view is None or _tells_of_filed(turn):
        return
    near = next((c.intent for c in asked if can_answer(c.intent) and c.confidence >= NEARLY_SURE
                 and all_forms.opened_by(c.intent) is None), None)
    if any(asks_when(clause.plain) for clause in asked):
        answer(turn, "ask_how_long")
    elif any(asks_of_sending(clause.plain) for clause in asked):
        answer(turn, "ask_must_return")
    elif near is not None:
        answer(turn, near)
    elif any(only_supposes(clause.plain) for clause in asked):
        answer(turn, "followup_what_if")
    else:
        offer_to_ask(turn, "left", question_words(asked))


def _asks_of_all(turn: Turn) -> bool:
    """Whether it was asked, and answered, if all of the money would come back (没发货退款会不会扣钱)."""
    order = named_order(turn) or turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    asked = any(asks_of_cut(clause.plain) for clause in turn.message.clauses)
    if order is None or order.facts.open_case or not asked:
        return False
    turn.state.order = order.order_number
    name = "utter_refund_all" if order.facts.status is OrderStatus.RECEIVED else "utter_refund_all_unreceived"
    said = turn.say(name, {"order_number": order.order_number}, order=order, paid=money_text(order.paid_amount))
    turn.offer(said, "/request_aftersales")
    return True


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
    if turn.state.topic == "add_evidence" and points_at_picture(text):
        turn.say("utter_photo_is_there", {"order_number": case.order_number})
        return True
    if sent_before(text) and evidence_of(turn.database, case.case_number):
        turn.say("utter_photo_is_there", {"order_number": case.order_number})
        return True
    hurried = hurries(text) and not turn.reading.asks and turn.state.draft is None and not any(
        asks_beside_hurry(clause.plain) for clause in turn.message.clauses
    )
    if hurried and not turn.reading.yes_no.no:
        begin(turn, "urge_shipping", turn.reading)  # 麻烦你们快点，椅子堆客厅呢
        return True
    if asks_scope(text):
        turn.say("utter_scope_by_merchant", {"order_number": case.order_number})
        return True
    short = asked_in_short(text) or next((a for c in turn.message.clauses if (a := asked_in_short(c.plain))), None)
    of_money = turn.state.topic in _MONEY_TOPICS or speaks_of_return(text)
    pays = speaks_of_payment(text) and of_money and len(text) <= SHORT_WORDS
    if short or pays:
        if order is not None:
            turn.state.order = order.order_number
        answer(turn, short or "ask_refund_arrival")
        return True
    return False


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
    elif (reading.yes_no.no and not _goes_on(turn)) or intent == "deny":
        state.waiting = []
        turn.say("utter_deny_nothing")
    elif _tells_of_named(turn):
        _told_fault(turn, reading)
    elif (
        only_names_order(turn) or named_order(turn) is not None
        or message.has("phone", "order_ref") or (message.has("product_category") and not state.topics)
    ):
        if the_order(turn) is not None:
            order_chosen(turn)
    elif intent == INFORM and len(message.text.strip()) <= FRAGMENT and not _asks(turn) and turn.orders():
        state.begun = message.text.strip()  # 锅胆: what about it comes next
        turn.say("utter_what_about", words=state.begun)
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
        and not only_bought(told)
    )


def _waits_for_number(turn: Turn) -> Optional[OrderRecord]:
    """The order whose return parcel a bare number is of: one is waited for, and no order is called so."""
    waits = [each for each in turn.orders() if each.case is not None and each.case.status in _SENDING
             and each.case.request_type.needs_return]
    number = str(turn.message.entity("order_number") or "")
    if len(waits) != 1 or not re.fullmatch(r"\d{10,15}", number) or turn.order(number) is not None:
        return None
    turn.state.tracking_number, turn.state.order = number, waits[0].order_number
    return waits[0]


def _goes_on(turn: Turn) -> bool:
    """Whether a no is followed by what is meant (不是，我说的凉席)."""
    return turn.reading.yes_no.no and any(len(clause.plain) > LONG // 2 for clause in turn.reading.rest)


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
        pays = asks_who_pays(message.whole.plain)
        answer(turn, "ask_who_pays" if pays else "ask_case_status")
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
    if turn.state.topics and speaks_of_goods(whole.plain) and is_question(whole.plain):
        return False  # 放三天到了还能喝吗
    return whole.intent == OUT_OF_SCOPE and whole.confidence >= OUTSIDE_SURE and not told and not near
