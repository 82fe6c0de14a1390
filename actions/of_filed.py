"""Short words that belong to what is filed, and questions left beside a yes: answered from the case."""

import re

from actions.answering import (
    answer,
    answer_all,
    begin,
    nearest_answer,
    offer_to_ask,
    to_be_asked,
)
from actions.answers.written import say_written
from actions.facts import complaint_facts
from actions.forms import all_forms
from actions.orders import named_order
from actions.standing import say_message
from actions.to_filed import asks_to_change_later
from actions.told import LONG
from actions.turn import Turn
from actions.words import money_text, word
from shouhou.cases.complaints import latest_complaint
from shouhou.cases.evidence import evidence_of
from shouhou.cases.merchant import messages_of
from shouhou.dialogue.asked_of_filed import (
    asks_if_found_later,
    asks_if_read,
    asks_if_seen,
    asks_if_told,
    asks_if_written,
    asks_of_sent,
    asks_of_sound_ones,
    sends_no_more,
)
from shouhou.dialogue.asking import (
    asked_in_short,
    asks_beside_hurry,
    asks_how_much,
    asks_if_in_time,
    asks_of_cut,
    asks_of_sending,
    asks_of_use,
    asks_scope,
    asks_when,
    asks_without_picture,
    is_question,
    is_to_bot,
    only_supposes,
    passes_on,
)
from shouhou.dialogue.grievance import asks_what_is_written
from shouhou.dialogue.matters_of_filed import CHANGE_LATER
from shouhou.dialogue.passing_on import only_bids
from shouhou.dialogue.pictures import points_at_picture, sent_before
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.telling import hurries, speaks_of_payment, wants_call_before
from shouhou.dialogue.wishes import speaks_of_complaint, speaks_of_return
from shouhou.rules.kinds import OrderStatus

_MONEY_TOPICS = ("ask_refund_way", "ask_refund_arrival", "report_refund_not_arrived")
SHORT_WORDS = 14  # characters of words that are but a follow-up


def question_left(turn: Turn) -> None:
    """A question beside a yes that nothing answers: told from the case, or offered to be passed on."""
    if turn.state.next_up:
        return  # 嗯嗯可以 那灰的呢: the next order comes by itself
    asked = [
        c for c in turn.message.clauses if is_question(c.plain) and not (
            is_to_bot(c.plain) or only_bids(c.plain) or wants_call_before(c.plain)
        )
    ]
    asked = [clause for clause in asked if clause not in turn.reading.yes_no.used and len(clause.text) >= LONG // 2]
    if not asked or turn.order_in_view is None or tells_of_filed(turn):
        return
    near = nearest_answer(asked)
    if any(
        (asks_when(c.plain) or asks_if_in_time(c.plain)) and not asks_how_much(c.plain)
        for c in turn.message.clauses if c in asked or asks_if_in_time(c.plain)
    ):
        answer(turn, "ask_how_long")
    elif any(asks_of_sending(clause.plain) for clause in asked):
        answer(turn, "ask_must_return")
    elif near is not None:
        answer(turn, near)
    elif any(only_supposes(clause.plain) for clause in asked):
        answer(turn, "followup_what_if")
    elif words := to_be_asked(turn, asked):
        offer_to_ask(turn, "left", words)


def answer_behind_no(turn: Turn, reading: Reading) -> None:
    """Answer what is asked beside a no that ended the form (不改，我是问你，运费是不是商家出)."""
    asked = [clause for clause in turn.message.clauses if is_question(clause.plain)]
    names = [each for each in reading.asks if all_forms.opened_by(each) is None]
    names = [each for each in names if each in reading.by_words or any(each == clause.intent for clause in asked)]
    if asks_to_change_later(turn):
        answer(turn, CHANGE_LATER)
    elif names:
        answer_all(turn, names, reading)
    elif asked:
        question_left(turn)


def tells_it_went(turn: Turn) -> bool:
    """Say how the message stands that went just now, where it is bidden once more to pass it on (转给商家)."""
    order = turn.order_in_view
    bidden = all(only_bids(c.plain) and re.search("[转发]", c.plain) is not None for c in turn.message.clauses)
    if turn.state.topic != "contact_merchant" or order is None or not bidden:
        return False
    told = messages_of(turn.database, order.order_number)
    if told:
        say_message(turn, order, told[0])
    return bool(told)


def reads_out_message(turn: Turn) -> bool:
    """Read out what was said to the merchant, where it is asked what stands in it (转给商家那句里写了380没)."""
    draft, order = turn.state.draft, named_order(turn) or turn.order_in_view
    if turn.message.is_press or order is None or not any(asks_of_sent(c.plain) for c in turn.message.clauses):
        return False
    told = messages_of(turn.database, order.order_number)
    if told and not (draft is not None and draft.form == "merchant"):
        say_message(turn, order, told[0])
    elif draft is not None and draft.form == "merchant":
        turn.state.said = []  # they are shown anew, letter by letter
    elif draft is None:
        turn.say("utter_no_message_yet", {"order_number": order.order_number})
    return bool(told) or draft is None or draft.form == "merchant"


def lets_urge_go(turn: Turn) -> bool:
    """Say that the refund stands where the urge to ship is not wanted any more (催发货那个不用管了 别又发过来)."""
    order = named_order(turn) or turn.order_in_view
    case = order.case if order is not None and order.facts.open_case else None
    if order is None or case is None or turn.message.is_press or turn.state.draft is not None:
        return False
    unwanted = any(sends_no_more(c.plain) for c in turn.message.clauses) and not any(
        passes_on(c.plain) for c in turn.message.clauses
    )
    if not unwanted or case.request_type.needs_return or order.facts.status is OrderStatus.RECEIVED:
        return False
    turn.say("utter_urge_let_go", {"order_number": order.order_number}, order=order, case=case.case_number)
    words = word("said", "do_not_send")
    if not any(words in each.words for each in messages_of(turn.database, order.order_number)):
        offer_to_ask(turn, "now", words)
    return True


def asks_of_all(turn: Turn) -> bool:
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


def _tells_of_pictures(turn: Turn) -> bool:
    """Say where the pictures are that were sent; False where none was."""
    order = named_order(turn) or turn.order_in_view
    case = order.case if order is not None and order.facts.open_case else None
    if case is not None and evidence_of(turn.database, case.case_number):
        turn.say("utter_photo_is_there", {"order_number": case.order_number})
        return True
    if turn.state.told.files:
        turn.say("utter_photo_goes_along")
        return True
    return False


def tells_of_filed(turn: Turn) -> bool:
    """Short words that belong to what is filed: may the goods be used, is the money paid back so; whether they were."""
    order = named_order(turn) or turn.order_in_view
    case = order.case if order is not None and order.facts.open_case else None
    text, heard = turn.message.whole.plain, (turn.message.whole, *turn.message.clauses)
    if asks_if_seen(text) and not turn.message.has("file_id") and _tells_of_pictures(turn):
        return True
    known = order or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    asks = speaks_of_complaint(text) and (asks_if_written(text) or asks_if_read(text) or asks_what_is_written(text))
    complaint = latest_complaint(turn.database, known.order_number) if asks and known is not None else None
    if complaint is not None:
        turn.say("utter_complaint_reads", complaint_facts(complaint), complaint=complaint.complaint_number,
                 problem=complaint.problem)
        return True
    if case is None or turn.message.has("file_id"):
        return False
    if order is not None and (asks_if_written(text) or asks_if_read(text)):
        say_written(turn, order, case)
        return True
    if asks_without_picture(text) and not turn.message.has("file_id"):
        turn.say("utter_without_picture")
        return True
    told = messages_of(turn.database, case.order_number) if any(asks_if_told(c.plain) for c in heard) else []
    if told and order is not None:
        say_message(turn, order, told[0])
        return True
    if asks_of_sound_ones(text) and not turn.reading.danger:
        turn.say("utter_sound_ones_usable", {"order_number": case.order_number})
        return True
    if asks_if_found_later(text) and not case.request_type.needs_return:
        turn.say("utter_if_found_later", {"order_number": case.order_number})
        return True
    if asks_of_use(text) and not turn.reading.danger:
        if any(asks_of_sending(c.plain) for c in turn.message.clauses):
            answer(turn, "ask_must_return")  # 不用寄回去的吧 烂的我可以扔掉了吗
        answer(turn, "ask_use_meanwhile")
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
    several = len(turn.message.clauses) > 1 and bool(turn.reading.asks)  # 地址呢 运费谁出: not the first alone
    shorts = [said for c in turn.message.clauses if (said := asked_in_short(c.plain)) is not None]
    short = None if several else asked_in_short(text) or next(iter(shorts), None)
    of_money = turn.state.topic in _MONEY_TOPICS or speaks_of_return(text)
    pays = speaks_of_payment(text) and of_money and len(text) <= SHORT_WORDS
    if short or pays:
        if order is not None:
            turn.state.order = order.order_number
        answer(turn, short or "ask_refund_arrival")
        return True
    return False
