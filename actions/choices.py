"""What was chosen of what was offered, by a press or in words, and what then goes on."""

from typing import Any, Optional

from actions.answering import REPORT, answer, answer_all, begin, carry_out, open_form
from actions.answers.cancellations import meant_by_last
from actions.forms import all_forms
from actions.forms.application_wish import asks_which
from actions.forms.base import CONFIRM, Form
from actions.orders import ORDER, more_orders, named_order, only_names_order
from actions.registry import ask_of
from actions.stories import STORY, follow, opens_story, retell
from actions.turn import Turn
from shouhou.dialogue import matters as m
from shouhou.dialogue import offers
from shouhou.dialogue.asking import is_question, is_to_bot, no_question_at_all, only_supposes
from shouhou.dialogue.demands import demanded
from shouhou.dialogue.dictation import additions, strikes
from shouhou.dialogue.edits import edits
from shouhou.dialogue.grievance import tells_conduct
from shouhou.dialogue.line_orders import used_by
from shouhou.dialogue.message import INFORM
from shouhou.dialogue.passing_on import bids, for_desk
from shouhou.dialogue.reading import Reading, certainty
from shouhou.dialogue.state import Offer, Question
from shouhou.dialogue.sums import has_no_idea
from shouhou.dialogue.wishes import bargains, begins_with, made_anew, speaks_of_complaint, type_said, wishes
from shouhou.dialogue.words import objects
from shouhou.dialogue.yes_no import says_yes, sets_right
from shouhou.rules.verdicts import may_apply

VERY_SURE = 0.95  # that a free text asks for another job
QUESTION_SURE = 0.75  # that a free text asks something
STOP = "stop"
WHICH = "which"  # a question which of several things is meant
_OF_THE_BOT = ("ask_capabilities", "bot_challenge")
_DICTATED = ("merchant", "complaint")  # what is told here is told to others
_OF_APPLICATION = ("request_aftersales", "request_partial_refund", "request_compensation", "report_counterfeit",
                   "faq/triple_damages")
_GOODS_VERBS = "退|换|修|补"
_OF_ANSWER = ("ask_case_status", "ask_merchant_message_answer", "ask_consent_answer")  # the desk knows these
_WHY = ("ask_why", "ask_refusal_reason")


def choice_in(turn: Turn, question: Question) -> Optional[Offer]:
    """The choice on offer that the words mean: all of them, or one clause."""
    whole = offers.chosen(turn.message.whole.plain, question.offers)
    order = named_order(turn) if question.slot == WHICH and not turn.message.is_press else None
    if whole is None and order is not None:
        meant = [each for each in question.offers if order.order_number in each.payload]
        whole = meant[0] if meant else None  # 垫子那个, of several that were offered
    if whole is not None or len(turn.message.clauses) < 2:
        return whole
    found = [offers.chosen(clause.plain, question.offers) for clause in turn.message.clauses]
    only = list(dict.fromkeys(each for each in found if each is not None))
    return only[0] if len(only) == 1 else None


def answered(turn: Turn, reading: Reading, question: Question, choice: Offer) -> None:
    """A choice was made, by a press or in words: it answers the open question, or begins something."""
    given = offers.parse(choice.payload)
    state = turn.state
    if given.intent == "more_orders":
        more_orders(turn, int(given.entities.get("from", 0)))
        return
    form = open_form(turn)
    if question.of == ORDER or ("order_number" in given.entities and given.intent == INFORM):
        state.order = str(given.entities["order_number"])
        state.question = None
        if form is not None:
            form.go(turn, reading, choice, ORDER)
        else:
            order_chosen(turn)
        return
    if question.of == STORY and state.story is not None:
        follow(turn, reading, choice)
        return
    if form is not None and question.of == form.name:
        if given.intent == STOP:
            form.say_left(turn)
            if form.name != "merchant":
                state.drop_aside()  # what a word to the merchant was put before comes back
        elif given.intent in offers.ANSWERS:
            others = [] if turn.message.is_press else side_asks(turn, reading, form, question.slot)
            jobs = [each for each in others if all_forms.opened_by(each) is not None]
            others = [each for each in others if each not in jobs]
            confirms = question.slot == CONFIRM
            if not confirms:
                answer_all(turn, others, reading)
            if not form.go(turn, reading, choice, question.slot, others):
                reask(turn)
            if confirms:
                spoken = len(turn.said)
                answer_all(turn, [*others, *(jobs if state.draft is None else [])], reading)
                turn.leaves_question = state.draft is None and len(turn.said) == spoken
        else:
            carry_out(turn, choice.payload, reading)
        return
    state.question = None
    if given.intent == "affirm" and question.does:
        carry_out(turn, question.does, reading)
    elif given.intent in ("deny", "stop"):
        state.waiting = []
        turn.say("utter_deny_nothing")
    elif not opens_story(given.intent, turn, chosen=True):
        carry_out(turn, choice.payload, reading)


def goes_to_order(turn: Turn) -> bool:
    """Whether an order that was offered before is pressed while a form is open: it goes on with that one."""
    form, number = open_form(turn), turn.message.entity("order_number")
    order = turn.order(str(number)) if number is not None else None
    if form is None or order is None or not form.needs_order or turn.message.intent != INFORM:
        return False
    if turn.state.order != order.order_number:
        turn.say("utter_order_switched", {"order_number": order.order_number}, order=order)
    turn.state.order = order.order_number
    form.go(turn, Reading(turn.message), None, ORDER)
    return True


def order_chosen(turn: Turn) -> None:
    """An order has come into view: what waited for it goes on, else the ways are offered that the rules leave."""
    state = turn.state
    order = turn.order_in_view
    if order is None:
        return
    form = open_form(turn)
    if form is not None:
        form.go(turn, turn.reading, None, ORDER)
        return
    waiting, state.waiting = state.waiting, []
    state.question = None
    if waiting:
        for intent in waiting:
            begin(turn, intent, turn.reading)
        return
    names_it = only_names_order(turn) or sets_right(turn.message.text)
    topic = ask_of(state.topic) if state.topic is not None and names_it else None
    if topic is not None and topic.about_order is not None:
        answer(turn, topic.intent)  # the same of another order (那耳机呢)
        return
    if state.told.reason is not None and state.told.order is None:
        begin(turn, "request_aftersales", turn.reading)
        return
    said = turn.say("utter_order_chosen", {"order_number": order.order_number}, order=order)
    said.buttons = [each for each in said.buttons if _suits(turn, each["payload"])]


def _suits(turn: Turn, payload: str) -> bool:
    """Whether the rules leave what a button of the order in view begins."""
    order = turn.order_in_view
    intent = offers.parse(payload).intent
    if order is None:
        return True
    if intent == "request_aftersales":
        return may_apply(turn.policy, order.facts, turn.now).allowed
    return intent != "ask_case_status" or order.case is not None


# What no merchant is asked, whatever stands ready for him.
_ONLY_OF_DESK = (m.OTHER_ACCOUNT, m.COUPON, m.RECORDING, m.DATA, m.REFUND_WAY)


def side_asks(turn: Turn, reading: Reading, form: Form[Any], slot: Optional[str]) -> list[str]:
    """What a message in a form asks that is not the form's own matter."""
    ours = for_desk(turn.message.clauses) if form.name == "merchant" else turn.message.clauses
    if says_yes(turn.message.whole.plain, form.verbs):
        return []  # 转: a yes, whatever else it may sound like
    if form.name == "application" and asks_which(turn.message.clauses):
        return list(reading.by_words)  # 换货跟维修哪个快: the form's own question
    kept: list[str] = []
    asks_something = any(is_question(clause.plain) for clause in turn.message.clauses)
    writes = additions(turn.message.clauses, form.verbs) or any(strikes(c.plain) for c in turn.message.clauses)
    ordered = used_by(edits(turn.message.clauses, form.verbs)) if form.name in ("application", "change") else ()
    writes = writes or bool(ordered)
    for name in reading.asks:
        if form.name != "merchant" and name == "contact_merchant" and any(bids(c.plain) for c in ours):
            kept.append(name)
            continue
        of_desk = name in reading.by_words and name in _ONLY_OF_DESK
        if form.name == "merchant" and not of_desk and all_forms.opened_by(name) is None and not any(
            c.intent == name and (is_question(c.plain) or only_supposes(c.plain)) for c in ours
        ):
            continue  # what is told or dictated asks the merchant, not us
        apart = name in reading.by_words and not any(
            strikes(c.plain) or any(c.start <= each.start < c.end for each in ordered) for c in reading.worded
        )  # 写清楚只要那一节 还有问下要不要给钱
        if writes and not apart and all_forms.opened_by(name) is not form and not any(
            c.intent == name and is_question(c.plain) and not objects(c.plain) and not strikes(c.plain)
            and not any(c.start <= each.start < c.end for each in ordered) for c in turn.message.clauses
        ):
            continue  # 别的去掉: what is to be written asks for nothing else
        if name in ("ask_case_status", "ask_why") and form.name == "application" and not _has_something_to_cancel(turn):
            continue  # nothing is filed yet whose state could be asked
        anew = any(made_anew(clause.plain) for clause in turn.message.clauses)
        if name == "ask_can_reapply" and form.name == "application" and anew:
            continue  # 能不能马上重新印: what is wanted
        if any(c.intent == name and no_question_at_all(c.plain) for c in turn.message.clauses):
            continue  # 原因怎么没了 asks for no answer
        agrees = reading.yes_no.yes and slot == CONFIRM
        if name == "file_complaint" and agrees and not speaks_of_complaint(turn.message.whole.plain):
            continue  # 我要他们给我妈道歉 is no complaint yet
        if slot == "merchant_words" and name not in (STOP, "request_human", *_OF_ANSWER):
            continue  # whatever is said here goes to the merchant
        if name in reading.by_words:
            kept.append(name)
            continue
        if name in _OF_THE_BOT and any(has_no_idea(clause.plain) for clause in turn.message.clauses):
            continue  # 你看咋弄 asks what to choose
        if form.name in _DICTATED and not asks_something and name.startswith("ask_"):
            continue
        if form.name == "complaint" and all_forms.opened_by(name) is None and not _is_put_to_us(turn, name):
            continue  # 就投他嘴上说保修: what is complained of asks nothing
        if form.name == "complaint" and name in _OF_APPLICATION and not any(
            wishes(clause.plain) or begins_with(clause.plain, _GOODS_VERBS) for clause in turn.message.clauses
        ):
            continue  # 要求退一赔三: what is complained of, not another request
        if form.name == "complaint" and all_forms.opened_by(name) is not None and _is_demanded(turn, name):
            continue  # 仍未写入我的要求：退一赔三
        if name == "report_short_refund" and form.name == "application":
            continue  # nothing has been refunded yet
        if not asks_something and (name in _WHY or (name.startswith("faq/") and turn.message.has("amount"))):
            continue
        if form.name == "cancellation" and name in ("ask_warranty", "ask_can_reapply"):
            kept.append(meant_by_last(turn))
            continue
        other = all_forms.opened_by(name)
        if other is form or name in form.own_matters:
            continue
        heard = (turn.message.whole, *turn.message.clauses)
        sure = max((certainty(clause, name) for clause in heard if clause.intent == name), default=0.0)
        if other is not None and any(only_supposes(clause.plain) for clause in turn.message.clauses):
            kept.append("followup_what_if")  # what is only supposed is answered, not begun
            continue
        if other is not None:
            quotes = slot == "merchant_words"
            if not quotes and any(begins_with(clause.plain, other.wishes) for clause in turn.message.clauses):
                kept.append(name)
                continue
            if name == "cancel_aftersales" and not _has_something_to_cancel(turn):
                continue
            if slot in form.free and (sure < VERY_SURE or turn.message.has("reason") or quotes):
                continue
            if reading.yes_no.no or sure < QUESTION_SURE:
                continue
        elif slot in form.free and (name.startswith(REPORT) or not _asks_surely(turn, sure)):
            continue  # what is reported here is what the question was for
        elif slot == "merchant_words" and sure < VERY_SURE:
            continue
        asked = any(c.intent == name and is_question(c.plain) for c in turn.message.clauses)
        if name in _OF_THE_BOT and not asked:
            continue
        chosen_so = any(type_said(clause.plain) is not None for clause in turn.message.clauses)
        if slot == "request_type" and other is None and chosen_so and not asked:
            continue  # 寄回 is the answer to what was asked
        kept.append(name)
    for other in all_forms.every():
        wished = other is not form and other.outright
        if other.name == "merchant" and bargains(turn.message.clauses) and not any(bids(c.plain) for c in ours):
            continue  # 让商家补我100 我留着穿: part of the money, and no message
        if form.name == "complaint" and any(tells_conduct(clause.plain) for clause in turn.message.clauses):
            continue  # 跟商家说了三次他都不理 tells, and asks for nothing to be told
        if wished and any(begins_with(clause.plain, other.outright) for clause in turn.message.clauses):
            kept = list(dict.fromkeys([*kept, next(iter(other.opened_by))]))
    return kept


def _is_demanded(turn: Turn, name: str) -> bool:
    """Whether a job is asked for only by what is demanded of the merchant."""
    demand = demanded(turn.message.clauses)
    return bool(demand.words) and all(c in demand.clauses for c in turn.message.clauses if c.intent == name)


def _is_put_to_us(turn: Turn, name: str) -> bool:
    """Whether a clause of that intent asks us something: not what the merchant did, nor what we wrote."""
    heard = turn.message.clauses if len(turn.message.clauses) > 1 else (turn.message.whole,)
    return any(
        c.intent == name and is_question(c.plain) and not (is_to_bot(c.text) or tells_conduct(c.plain)) for c in heard
    ) or name == "request_human"


def _asks_surely(turn: Turn, sure: float) -> bool:
    """Whether words at a question for free words are an ask of their own."""
    return sure >= VERY_SURE or (sure >= QUESTION_SURE and is_question(turn.message.text))


def _has_something_to_cancel(turn: Turn) -> bool:
    order = turn.order_in_view
    return order is not None and order.facts.open_case


def reask(turn: Turn) -> None:
    """Put the open question again, after something else was answered."""
    form = open_form(turn)
    if form is not None:
        form.reask(turn)
    elif turn.state.story is not None:
        retell(turn)
