"""A message outside any form: what it asks is answered, what it tells is kept and something offered for it."""

import re
from typing import Optional

from actions import knowledge
from actions.answering import (
    HUMAN,
    LIKELY,
    answer,
    answer_all,
    begin,
    can_answer,
    carry_out,
    not_understood,
)
from actions.answers.guidance import give_tracking_number
from actions.answers.people import leave_message_for_desk, offer_person
from actions.answers.safety import asks_afterwards
from actions.answers.window import calculated
from actions.by_words import answer_outright
from actions.choices import STOP, order_chosen
from actions.coming_back import comes_back
from actions.complaining import LIKE_COMPLAINT, complains_beside
from actions.forms import all_forms
from actions.meant import asks_meant, is_taken_back, only_accepts, questions_left
from actions.of_filed import asks_of_all, question_left, tells_it_went, tells_of_filed
from actions.orders import named_order, only_names_order, points_at_order, the_order
from actions.stories import opens_story
from actions.taking_back import asks_which_to_take_back, tells_it_is_undone, tells_nothing_filed
from actions.to_filed import orders_of_lines, to_add, to_complaint
from actions.told import (
    LONG,
    applies,
    keep_reason,
    tells_fault,
    tells_of_matter,
    tells_of_named,
    tells_surely,
    told_fault,
)
from actions.turn import Turn
from actions.words import moment_text, spoken_label
from shouhou import responses
from shouhou.cases.merchant import messages_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue import offers
from shouhou.dialogue.asking import (
    is_question,
    only_opens,
    says_for_me,
    speaks_of_goods,
)
from shouhou.dialogue.closing import only_closes, plans, puts_up_with, takes_leave, thanks
from shouhou.dialogue.message import INFORM, OUT_OF_SCOPE
from shouhou.dialogue.passing_on import parted
from shouhou.dialogue.reading import SURE, Reading, likely
from shouhou.dialogue.telling import says_sound, scolds_conduct
from shouhou.dialogue.words import only_bought
from shouhou.rules.hours import staffing
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import Rule, may_apply

OUTSIDE_SURE = 0.6
ANGER = "express_anger"
_ORDERS, _PICTURE, _CHALLENGE = "list_orders", "add_evidence", "bot_challenge"
_NUMBER = ("give_tracking_number", "correct_tracking_number")
_SENDING = (CaseStatus.AGREED, CaseStatus.RETURNING)
_POINTS = 0.6  # that a clause only says which goods are meant
FRAGMENT = 6  # characters of a fragment that only names something
# What these are answered by stands only once what is wanted beside them is begun (想换一辆 下周三要用 来得及吗).
_BY_WHAT_BEGINS = ("ask_in_time", "ask_whole_time", "ask_in_stock", "ask_if_no_stock", "ask_when_to_send",
                   "ask_exchange_difference", "ask_use_meanwhile", "ask_home_visit")
SMALL = ("greet", "goodbye", "thank", "ask_capabilities", "bot_challenge")


def free(turn: Turn, reading: Reading) -> None:
    state, message = turn.state, turn.message
    if state.topics and not reading.by_words and only_closes(message.clauses):
        take_note(turn)
        return
    leaves_word = "leave_message_for_desk" in reading.asks
    waits = _waits_for_number(turn)
    if waits is not None:
        give_tracking_number(turn, waits)
        return
    if message.has("tracking_number") and reading.asks:
        answer(turn, "give_tracking_number")  # the number first, whatever is asked beside it
        asked = {clause.intent for clause in message.clauses if is_question(clause.plain)}
        others = [each for each in reading.asks if each not in _NUMBER and each in asked]
        answer_all(turn, [each for each in others if all_forms.opened_by(each) is None], reading)
        return
    if leaves_word or (state.takes_message and not reading.asks and _leaves_word(turn, reading)):
        leave_message_for_desk(turn)
        return
    if (added := to_complaint(turn)) is not None:
        answer_all(turn, [each for each in reading.asks if each == "ask_complaint_progress"], reading)
        begin(turn, "add_to_complaint", reading, {"added_words": added or None})
        return
    if "contact_merchant" in reading.asks and parted(message.clauses)[1]:
        answer_all(turn, [each for each in reading.asks if all_forms.opened_by(each) is None], reading)
        begin(turn, "contact_merchant", reading)  # nothing of what he is to be told changes what is filed
        return
    if reading.by_words:
        answer_outright(turn, reading)
        return
    if comes_back(turn, reading):
        return
    if complains_beside(turn):
        beside = [each for each in reading.asks if all_forms.opened_by(each) is None and each not in LIKE_COMPLAINT]
        answer_all(turn, beside, reading)
        begin(turn, "file_complaint", reading)
        return
    filed = any(order.facts.open_case for order in turn.orders())
    if filed and "contact_merchant" not in reading.asks and orders_of_lines(message.clauses):
        begin(turn, "change_request", reading)  # 不是这个意思 说明写：…
        return
    added = to_add(turn)
    if added and "contact_merchant" not in reading.asks and any(order.facts.open_case for order in turn.orders()):
        begin(turn, "change_request", reading, {"details": added})
        return
    if asks_which_to_take_back(turn) or tells_it_is_undone(turn) or tells_nothing_filed(turn):
        return
    reading, message = turn.reading, turn.message
    if is_taken_back(turn):
        begin(turn, "cancel_aftersales", reading)
        return
    if asks_afterwards(turn) or tells_it_went(turn) or tells_of_filed(turn):
        return
    if asks_of_all(turn):
        return
    if only_accepts(turn, reading):
        take_note(turn)
        return
    typed = responses.titles().get(message.text.strip())
    if typed is not None and offers.parse(typed).intent not in offers.ANSWERS and named_order(turn) is None:
        carry_out(turn, typed, reading)  # the title of some button, older than the latest ones
        return
    offered = knowledge.message_offered(state.topics)
    if offered is not None and any(says_for_me(c.plain) for c in message.clauses):
        carry_out(turn, offered, reading)  # 你帮我说下, of what was offered to be told
        return
    sound = any(says_sound(clause.plain) for clause in message.clauses)
    faulty = state.told.reason_class == ReasonClass.GOODS.value and not sound
    if not faulty and any(
        c.told_class == ReasonClass.PERSONAL.value and not is_question(c.plain) and not c.plain.startswith("不是")
        for c in message.clauses
    ):
        state.told.reason_class = ReasonClass.PERSONAL.value  # 也没坏 就是不合适
    asks = asks_meant(turn, reading)
    asks = ["request_aftersales"] if applies(turn, asks) else asks
    unfiled = not any(order.facts.open_case for order in turn.orders())
    if tells_surely(turn) and (asks in ([_ORDERS], []) or (asks == [_PICTURE] and unfiled)):
        asks = []  # 我前几天买的镜头对焦不准 麻烦看看: no list is wanted; 烂了一半 我拍了照片的: told
    if asks == [_CHALLENGE] and tells_surely(turn):
        answer_all(turn, asks, reading)
        told_fault(turn, reading)  # 颜色跟前头的不一样 你说咋办 你是真人吗: the fault is no less told for it
        return
    jobs = [each for each in asks if all_forms.opened_by(each) is not None]
    questions = questions_left(turn, asks, jobs)
    if jobs:
        questions = [each for each in questions if each not in _BY_WHAT_BEGINS]  # unanswered.py has them in the end
    if asks and not jobs:
        keep_reason(turn)
    if asks:
        story = opens_story(message.intent, turn)
        answer_all(turn, questions if not story else [q for q in questions if q != message.intent], reading)
        if jobs and not turn.asked_for_order:
            begin(turn, jobs[0], reading)
            if jobs == ["cancel_aftersales"] and state.draft is None and not questions:
                question_left(turn)  # 退款那张撤了 但迟了几天赔多少
            form = all_forms.opened_by(jobs[0])
            others = [each for each in jobs[1:] if form is not None and all_forms.opened_by(each) is not form]
            state.later = [each for each in others if each not in form.own_matters] if state.draft and form else []
        elif jobs:
            state.waiting = [*state.waiting, *jobs]
        return
    _tell(turn, reading)


def take_note(turn: Turn) -> None:
    """Say that a closing word was heard: what is waited for comes to who asks again."""
    waits = any(order.facts.open_case or _waits_for_answer(turn, order) for order in turn.orders())
    thanked, by = any(thanks(clause.plain) for clause in turn.message.clauses), _answered_by(turn)
    told = any(by in text for text in turn.state.said) and not plans(turn.message.clauses)
    if by and takes_leave(turn.message.clauses) and not told:
        turn.say("utter_thank_waiting_by" if thanked else "utter_acknowledged_by", by=by)
    elif thanked:
        turn.say("utter_thank_waiting" if waits else "utter_thank")
    else:
        turn.say("utter_acknowledged" if waits else "utter_affirm_nothing")


def _answered_by(turn: Turn) -> str:
    """Until when the merchant answers what is filed on the order in view, or on the only one; empty where he did."""
    filed = [order for order in turn.orders() if order.facts.open_case]
    order = next((each for each in filed if each.order_number == turn.state.order), filed[0] if filed else None)
    case = order.case if order is not None else None
    due = case.next.due_at if case is not None and case.status is CaseStatus.REQUESTED else None
    return moment_text(due) if due is not None and due >= turn.now else ""


def _waits_for_answer(turn: Turn, order: OrderRecord) -> bool:
    return any(each.answer is None for each in messages_of(turn.database, order.order_number))


def _tell(turn: Turn, reading: Reading) -> None:
    """A message that asks nothing: facts, a word of courtesy, or something that could not be read."""
    state, message = turn.state, turn.message
    intent = message.intent
    if message.has("tracking_number"):
        answer(turn, "give_tracking_number")
    elif state.claimed_order or state.claimed_tail or message.has("order_number"):
        if the_order(turn) is not None:
            order_chosen(turn)
    elif intent in SMALL and message.whole.confidence >= SURE and not (
        message.has("reason", "request_type") or tells_surely(turn)
    ):
        in_talk = intent == "greet" and state.topics
        if intent == "thank":
            take_note(turn)
        else:
            turn.say("utter_greet_in_talk" if in_talk else f"utter_{intent}")
    elif only_opens(message.text):
        turn.say("utter_listening")
    elif opens_story(intent, turn):
        return
    elif tells_fault(turn):
        told_fault(turn, reading)
    elif state.waiting and (points_at_order(turn) or named_order(turn) is not None):
        if the_order(turn) is not None:
            order_chosen(turn)
    elif scolds_conduct(message.whole.plain) and not state.topics:
        state.anger += 1
        turn.say("utter_sorry_anger")  # 你们卖家什么态度啊: what happened comes next
    elif lies_outside(turn):
        turn.say("utter_out_of_scope")
    elif message.has("date") and (calculated(turn) or _reckons(turn)):
        return
    elif puts_up_with(message.whole.plain) and len(message.text.strip()) <= FRAGMENT // 2:
        take_note(turn)  # 哦
    elif intent == ANGER:
        state.anger += 1
        turn.say("utter_sorry_anger" if state.anger == 1 else "utter_sorry_anger_again")
        if state.anger > 1:
            offer_person(turn)
    elif reading.yes_no.leaves or intent == STOP:
        state.waiting = []
        turn.say("utter_nothing_to_stop")
    elif (reading.yes_no.yes or intent == "affirm") and not message.has("product_category") and not _asks(turn):
        take_note(turn)
    elif (reading.yes_no.no and not _goes_on(turn)) or intent == "deny":
        state.waiting = []
        turn.say("utter_deny_nothing")
    elif tells_of_named(turn):
        told_fault(turn, reading)
    elif (
        only_names_order(turn) or named_order(turn) is not None
        or message.has("phone", "order_ref") or (message.has("product_category") and not state.topics)
    ):
        if the_order(turn) is not None:
            order_chosen(turn)
    elif tells_of_matter(turn) and not _asks(turn):
        told_fault(turn, reading)
    elif len(turn.orders()) == 1 and only_bought(message.whole.plain) and not _asks(turn):
        state.order = turn.orders()[0].order_number
        turn.say("utter_what_about", words=spoken_label(turn.orders()[0]))  # 我买的那个量血压的
    elif intent == INFORM and len(message.text.strip()) <= FRAGMENT and not _asks(turn) and turn.orders():
        state.begun = message.text.strip()  # 锅胆: what about it comes next
        turn.say("utter_what_about", words=state.begun)
    elif _points(turn) and turn.orders():
        if the_order(turn) is not None:
            order_chosen(turn)  # 我买的那个量血压的
    else:
        not_understood(turn)


def _points(turn: Turn) -> bool:
    """Whether all that a message does is to say which of the goods are meant, in words that no title has."""
    clauses = turn.message.clauses
    return not _asks(turn) and any(c.does("point", turn.place) >= _POINTS for c in clauses) and all(
        c.does("point", turn.place) + c.does("chat", turn.place) >= _POINTS for c in clauses
    )


def _waits_for_number(turn: Turn) -> Optional[OrderRecord]:
    """The order whose return parcel a bare number is of: one is waited for, and no order is called so."""
    waits = [each for each in turn.orders() if each.case is not None and each.case.status in _SENDING
             and each.case.request_type.needs_return]
    if not waits and turn.state.topic in _NUMBER and turn.order_in_view is not None:
        waits = [turn.order_in_view]  # the number is set right, whatever it is of
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
