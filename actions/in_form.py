"""A message in an open form: what it asks besides is answered, what it tells goes in, and the form goes on."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Optional

from actions.answering import answer_all, begin, carry_out, open_form, to_be_asked
from actions.answers.people import offer_person
from actions.at_message import SENT, mends_message
from actions.choices import STOP, answered, choice_in, reask, side_asks
from actions.complaining import complaint_later
from actions.for_merchant import drop_message, drops_message, forget_answered, is_told_to_ask, note_beside_yes
from actions.forms import all_forms
from actions.forms.application_draft import MORE
from actions.forms.application_put import told_whole
from actions.forms.application_rest import gives_whole
from actions.forms.base import CONFIRM, Answer, Form
from actions.forms.merchant import MerchantForm
from actions.kept_question import answered_here, keep_question
from actions.leaving import asks_for_other, asks_of_goods, leaves_form, names_deed
from actions.of_filed import answer_behind_no, question_left
from actions.orders import ORDER
from actions.outside_forms import ANGER, free, lies_outside
from actions.taking_back import asks_which_to_take_back, tells_it_is_undone
from actions.turn import Turn
from actions.words import word
from shouhou import responses
from shouhou.dialogue import offers
from shouhou.dialogue.asked import told_to_the_desk
from shouhou.dialogue.asked_of_filed import asks_if_written
from shouhou.dialogue.asking import (
    asks_leave,
    is_question,
    is_to_bot,
    only_opens,
)
from shouhou.dialogue.dictation import additions, trimmed
from shouhou.dialogue.edits import edits
from shouhou.dialogue.giving_up import remedy_denied, takes_up
from shouhou.dialogue.line_orders import Act
from shouhou.dialogue.ordered import asks_to_swap, ordered
from shouhou.dialogue.passing_on import bids, only_bids, parted
from shouhou.dialogue.reading import SURE, Reading
from shouhou.dialogue.wishes import (
    gives_goods_back,
    says_all,
    speaks_of_complaint,
    type_said,
    wants_money_back,
    wish_in_front,
    wishes,
    without_leave,
)
from shouhou.dialogue.words import asks_of_class, stands_in
from shouhou.dialogue.yes_no import YesNo, denies


def in_form(turn: Turn, reading: Reading, form: Form[Any]) -> None:
    state, message = turn.state, turn.message
    question = state.question
    slot = question.slot if question is not None and question.of == form.name else (ORDER if question else None)
    choice = choice_in(turn, question) if question is not None and slot not in form.free else None
    declines = choice is not None and not message.is_press and offers.parse(choice.payload).intent == STOP
    typed = responses.titles().get(message.text.strip())
    if choice is None and typed is not None and not message.is_press and typed.startswith("/contact_merchant{"):
        carry_out(turn, typed, reading)  # 带给商家, as a button of an answer says
        return
    gives_back = form.lapses(turn) and any(gives_goods_back(clause.plain) for clause in message.clauses)
    gives_back = gives_back and not any(only_bids(clause.plain) for clause in message.clauses)  # 发给他 换不到就退了
    if gives_back or (declines and form.lapses(turn) and _wants_else(turn, reading)):
        form.leave(turn)
        free(turn, reading)  # 不用了 多久能退下来; 算了 这玩意儿俺退了
        return
    at_message = form.name == "merchant" and slot == CONFIRM and not message.is_press
    if at_message and choice is None and isinstance(form, MerchantForm):
        besides = side_asks(turn, reading, form, slot)
        if (mended := mends_message(turn, form)) == SENT:
            _after_yes(turn, reading, form, besides)
        if mended:
            return
    if at_message and drops_message(turn, form):
        drop_message(turn, form)
        return
    undone = state.draft.fields.get("undone") if state.draft is not None else None
    if choice is None and form.name == "application" and gives_whole(undone, Answer(reading, slot)):
        form.go(turn, reading, None, slot)  # 把整句说明发给我: what comes is not read for anything else
        return
    if choice is not None and not message.is_press and (
        additions(message.clauses, form.verbs) or any(each.act is not Act.FAULT for each in edits(message.clauses))
    ):
        choice = None  # 1 顺便说下…: there is more to be written
    if choice is not None and question is not None:
        answered(turn, reading, question, choice)
        denied = offers.parse(choice.payload).intent in ("deny", STOP) and state.draft is None
        if (turn.leaves_question or denied) and not message.is_press:
            answer_behind_no(turn, reading) if denied else question_left(turn)
        return
    if slot == CONFIRM and reading.yes_no.yes and asks_for_other(turn):
        reading = turn.reading = replace(reading, yes_no=YesNo())
    if slot == CONFIRM and form.name == "application" and reading.yes_no.yes and names_deed(message.clauses):
        message = turn.message = replace(message, clauses=told_to_the_desk(message.clauses, turn.place))
        reading = turn.reading = replace(reading, message=message)
    if leaves_form(turn, reading, form, slot):
        return
    said = reading.yes_no
    if form.lapses(turn) and not (said.yes or said.no or said.pauses or form.means_yes(turn)):
        form.leave(turn)
        free(turn, reading)
        return
    if form.lapses(turn) and said.pauses and not (said.yes or reading.asks):
        form.say_left(turn)  # 知道了 有信再说
        return
    if form.lapses(turn) and said.no and _wants_else(turn, reading):
        form.leave(turn)
        free(turn, reading)  # 别转 你给我加上过敏了
        return
    reading = complaint_later(turn, reading, form)
    message = turn.message
    asks = side_asks(turn, reading, form, slot)
    if form.name in _OF_LINES and slot in (CONFIRM, MORE) and (told := told_whole(message.clauses)):
        asks = [each for each in asks if any(is_question(c.plain) for c in message.clauses if c not in told)]
    if form.name in _OF_LINES and additions(message.clauses) and not any(bids(c.plain) for c in message.clauses):
        asks = [each for each in asks if each != "contact_merchant"]  # 380没写上 要写清楚 请商家赔: in these lines
    jobs = [each for each in asks if all_forms.opened_by(each) is not None]
    questions = [each for each in asks if each not in jobs]
    if not asks and slot == CONFIRM and any(asks_leave(clause.plain) for clause in message.clauses):
        questions = ["ask_window_open"]
    confirms = slot == CONFIRM and reading.yes_no.yes
    if jobs and not confirms and _chooses_type(turn, form, slot):
        state.later, jobs, asks = jobs, [], questions  # 全退啊 找店家还骂我: the one after the other
    if jobs and not confirms:
        asks_something = any(is_question(clause.plain) for clause in message.clauses)
        answer_all(turn, questions if asks_something else [], reading)
        begin(turn, jobs[0], reading)
        if form.name == "complaint" and state.aside is not None and state.aside.form == "complaint":
            turn.say("utter_complaint_later")  # 我要退钱: the money first
            turn.said.insert(0, turn.said.pop())
        if reading.yes_no.no:
            state.drop_aside()  # 先不退，帮我问商家: it does not come back by itself
        return
    late = [each for each in questions if each in _BY_DRAFT and form.name == "application" and not confirms]
    if questions:
        forget_answered(turn)
    if not confirms:
        answer_all(turn, [each for each in questions if each not in late], reading)
        if state.draft is None:
            return  # 我不是要再退一次: the answer ended what was begun by mistake
    said_before = len(turn.said)
    known = dict(state.draft.fields) if state.draft is not None else {}
    only_asks = bool(questions) and _only_asks(reading) and not (form.name == "application" and any(
        ordered(c, turn.place) in (Act.ADD, Act.STRIKE) or asks_to_swap(c.plain) for c in message.clauses
    ))  # 可以加个“加急”吗 orders
    understood = False if only_asks else form.go(turn, reading, None, slot, asks)
    if confirms:
        _after_yes(turn, reading, form, [*questions, *jobs])
        return
    if understood:
        _answer_by_draft(turn, reading, late, said_before)
        if slot != "amount":
            keep_question(turn, said_before, questions)
        again = state.question
        same = question is not None and again is not None and again.id == question.id and slot != CONFIRM
        told_more = state.draft is not None and dict(state.draft.fields) != known
        if same and again is not None and (told_more or len(turn.said) > said_before + 1):
            again.times = 1  # it stays open, and yet something was taken in
        elif same and not questions and any(is_to_bot(clause.text) for clause in message.clauses):
            turn.say("utter_sorry_asked_again")
            turn.said.insert(said_before, turn.said.pop())
        return
    del turn.said[said_before:]
    answer_all(turn, late, reading)
    if not questions:
        _unread(turn, reading)
    times = question.times if question is not None else 0
    reask(turn)
    if questions and state.question is not None and question is not None and state.question.id == question.id:
        state.question.times = times  # a question in between is no failure of this one


def _after_yes(turn: Turn, reading: Reading, form: Form[Any], asks: Sequence[str]) -> None:
    """What a message wants beside its yes to the summary, once that was written, or was not."""
    state, message = turn.state, turn.message
    # A yes that wrote nothing, because words came with it, is not yet the time for another job.
    stays = state.draft is not None and state.draft.form == form.name
    spoken = len(turn.said)
    if not stays and (asks_which_to_take_back(turn) or tells_it_is_undone(turn)):
        return  # ok 交 对了把第二个取消了; 撤了洗衣机还照样发吧
    asked = {c.intent for c in message.clauses if is_question(c.plain)} | {*reading.by_words}
    jobs = [each for each in asks if all_forms.opened_by(each) is not None]
    questions = [each for each in asks if each not in jobs]
    questions = [each for each in questions if each in asked or not each.startswith("ask_")]  # 哦懂了 行提交
    if form.name == "complaint":
        questions = ["faq/complaint_goes_on" if each in _OF_CASE else each for each in questions]
    # 现在问，照片一起给他: what was just done is not begun again.
    anew = [each for each in jobs if all_forms.opened_by(each) is not form]
    answer_all(turn, [*questions, *([] if stays else anew)], reading)
    if not stays and not anew and form.name == "merchant":
        note_beside_yes(turn)
    if not stays and len(turn.said) == spoken and not is_told_to_ask(turn):
        question_left(turn)


_SHORT, _HEARD = 8, 0.8  # characters of words that only name a type; how surely words take note
_OF_LINES = ("application", "change")
# What depends on the class, the type and the sum that the same message may tell.
_OF_CASE = ("ask_next_step", "ask_case_status", "ask_how_to_complain", "ask_complaint_progress")
_BY_DRAFT = ("ask_return_shipping", "ask_who_pays", "ask_refund_amount", "ask_must_return", "ask_how_long")


def _answer_by_draft(turn: Turn, reading: Reading, asks: Sequence[str], place: int) -> None:
    """Answer what depends on the form once it was filled, and put it before what the form says."""
    spoken = len(turn.said)
    answer_all(turn, asks, reading)
    answered_now = turn.said[spoken:]
    turn.said[place:] = [*answered_now, *turn.said[place:spoken]]


def _chooses_type(turn: Turn, form: Form[Any], slot: Optional[str]) -> bool:
    """Whether the open choice of a type is answered before something else is wanted."""
    if form.name != "application" or slot != "request_type":
        return False
    own, _ = parted(turn.message.clauses)  # 你问问商家有没有大号 有就换 chooses nothing
    first = [clause.plain for clause in own if not speaks_of_complaint(clause.plain)]
    return any(type_said(without_leave(text)) or wants_money_back(text) or says_all(text) for text in first)


def _wants_else(turn: Turn, reading: Reading) -> bool:
    """Whether something is asked or told beside a no."""
    asked = any(is_question(clause.plain) or asks_if_written(clause.plain) for clause in reading.rest)
    return bool(reading.asks) or asked or bool(additions(turn.message.clauses))


def _only_asks(reading: Reading) -> bool:
    """Whether a message holds nothing but what it asks."""
    wishes_too = any(
        wishes(without_leave(c.plain)) or wish_in_front(c.plain) != c.plain for c in reading.message.clauses
    )
    return not reading.yes_no.used and not wishes_too and (
        len(reading.message.clauses) == 1 or all(only_opens(clause.plain) for clause in reading.rest)
    )


def _is_there(turn: Turn) -> bool:
    """Whether what is said stands in the summary already (60块写上没, 要黑色43码的)."""
    question = turn.state.question
    if question is None or question.slot != CONFIRM:
        return False
    summed = _WRITTEN_OVER.sub("：", "".join(turn.state.said))
    told = [clause.plain for clause in turn.message.clauses if clause.is_told and len(trimmed(clause.text)) > 1]
    return stands_in(turn.message.whole.plain, summed) and all(stands_in(each, summed) for each in told)


_WRITTEN_OVER = re.compile(r"：[^：\n]*? → ")  # what a change leaves out stands there no more


def _says_again(turn: Turn) -> bool:
    """Whether words but name the type that is chosen already (？要补啊), or take note of what is not yet agreed to."""
    clauses, draft = turn.message.clauses, turn.state.draft
    chosen = draft.fields.get("request_type") if draft is not None else None
    if any(remedy_denied(clause.plain) is not None for clause in clauses):
        return True  # 我不修, where the others are still to be chosen from
    named = [type_said(clause.plain.lstrip("?")) for clause in clauses]
    if chosen is not None and chosen in named and set(named) <= {None, chosen} and not turn.state.asked:
        return len(turn.message.text) <= _SHORT
    return all(clause.does("ack", turn.place) >= _HEARD for clause in clauses)


def _unread(turn: Turn, reading: Reading) -> None:
    """Say that nothing was read. Anger and what lies outside our work are no failures."""
    whole = turn.message.whole
    if whole.intent == ANGER or turn.message.has("tone"):
        state = turn.state
        if whole.intent == ANGER:
            state.anger += 1
            turn.say("utter_apologise_first" if state.anger == 1 else "utter_sorry_anger_again")
            if state.anger > 1:
                offer_person(turn)
    elif (form := open_form(turn)) is not None and form.name != "merchant" and any(
        denies(clause.plain, word("wishes", "merchant")) for clause in turn.message.clauses
    ):
        turn.say("utter_only_not_passed_on")  # 不用再转了, where nothing is to be passed on any more
    elif _says_again(turn):
        return  # the question that stands is put again, and says so
    elif _is_there(turn):
        turn.say("utter_it_says_so")
    elif only_opens(turn.message.text):
        turn.say("utter_take_your_time")
    elif (form := open_form(turn)) is not None and any(takes_up(clause.plain) for clause in turn.message.clauses):
        turn.say("utter_back_to_form", form=word("form", form.name))  # 你还是给我办吧
    elif lies_outside(turn):
        turn.say("utter_out_of_scope")
    elif turn.order_in_view is not None and (
        asked := [c for c in turn.message.clauses if asks_of_goods(c) or asks_of_class(c.plain)]
    ):
        if not answered_here(turn, asked):
            words = to_be_asked(turn, [clause for clause in turn.message.clauses if is_question(clause.plain)])
            turn.say("utter_question_in_form" if words else "utter_not_understood_in_form")
            turn.state.asked = words or turn.state.asked
            turn.unhelpful = True
    elif any(is_to_bot(clause.text) for clause in turn.message.clauses):
        turn.say("utter_sorry_asked_again")
        turn.unhelpful = True
    elif whole.intent in ("thank", "greet") and whole.confidence >= SURE:
        turn.say(f"utter_{whole.intent}_in_form")
    else:
        turn.say("utter_not_understood_in_form")
        turn.unhelpful = True
