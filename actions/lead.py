"""Leading a turn: first what the words change, then what they ask, then the form goes on; in one reply."""

import json
from dataclasses import replace

from actions.answering import (
    ENOUGH_FAILURES,
    HUMAN,
    answer,
    answer_all,
    begin,
    can_answer,
    carry_out,
    open_form,
    verbs_of_job,
)
from actions.answers.people import note_for_people, offer_person
from actions.beforehand import settled_beforehand
from actions.by_words import by_words
from actions.choices import answered, choice_in, goes_to_order, order_chosen, reask
from actions.complaining import unless_complained
from actions.danger import advise, cautioned, is_new_danger, only_tells_more, takes_back_harm
from actions.for_merchant import (
    GIVEN_UP,
    as_for_merchant,
    is_all_for_merchant,
    note_for_merchant,
    offer_kept,
    tell_kept,
)
from actions.for_people import for_people
from actions.forms import all_forms
from actions.forms.base import CONFIRM, Form
from actions.in_form import in_form
from actions.leaving import leave_for_person
from actions.orders import ORDER, more_orders, named_order, the_order
from actions.other_orders import begin_next, note_other_orders
from actions.outside_forms import ANGER, free, take_note
from actions.queueing import (
    asks_in_queue,
    before_person,
    goes_on_from_queue,
    keep_wish,
    says_more_than_leaving,
    withdraws_from_queue,
)
from actions.set_right import set_right
from actions.stories import follow, opens_story
from actions.told import note_grievance
from actions.turn import FORM_OFFER, Turn
from actions.unanswered import answer_left
from actions.words import word
from shouhou.cases.confirmed import has_written
from shouhou.dialogue import offers
from shouhou.dialogue.asked import in_the_talk
from shouhou.dialogue.asked_of_filed import asks_if_told
from shouhou.dialogue.asking import is_question, says_for_me
from shouhou.dialogue.closing import asks_in_the_end, goes_away, goes_on, only_accords, only_acknowledges
from shouhou.dialogue.giving_up import asks_if_filed
from shouhou.dialogue.grievance import hangs_on_failure
from shouhou.dialogue.message import INFORM, without
from shouhou.dialogue.passing_on import question_words
from shouhou.dialogue.people import declines_person
from shouhou.dialogue.people import wants_person as asks_person_outright
from shouhou.dialogue.reading import SURE, Reading, read
from shouhou.dialogue.state import Offer, Question
from shouhou.dialogue.wishes import wants_order_cancelled
from shouhou.dialogue.yes_no import YesNo, says_yes

_SENT = ("send_file", "send_unreadable")


def lead(turn: Turn) -> None:
    """Lead one turn to its end."""
    state, message, told = turn.state, turn.message, dict(turn.state.to_tell)
    offered_person, state.person_offered = state.person_offered, False
    if message.has("file_id") or message.intent in _SENT:
        _sent(turn, turn.reading)
    elif message.is_press:
        _pressed(turn)
    else:
        _read(turn, offered_person)
        answer_left(turn)
    note_grievance(turn)
    idle = state.draft is None and state.question is None
    if idle and state.aside is not None and not turn.said_any("utter_stopped"):
        _take_up_again(turn)
    if state.later and state.draft is None and state.question is None and not turn.said_any(*GIVEN_UP):
        begin(turn, state.later.pop(0), turn.reading)  # 投诉！还有钱退我: one after the other
    offer_kept(turn)
    if state.next_up and state.draft is None and state.question is None:
        begin_next(turn)
    offer_kept(turn)
    if (words := question_words([c for c in message.clauses if is_question(c.plain) and not asks_if_told(c.plain)])):
        state.asked_last = words
    elif not (message.is_press or only_accords(message.clauses)):
        state.asked_last = None  # the talk has gone on
    tell_kept(turn, told)
    _count_failures(turn)


def _sent(turn: Turn, reading: Reading) -> None:
    """A file, or what could not be read."""
    form = open_form(turn)
    if form is not None and turn.message.has("file_id") and form.name in ("application", "complaint"):
        slot = turn.state.question.slot if turn.state.question else None
        if not form.go(turn, reading, None, slot):
            form.reask(turn)
        elif turn.state.question is not None:
            turn.state.question.times = 1  # a picture came: the question is not put in vain
        return
    answer(turn, turn.message.intent)
    reask(turn)


def _pressed(turn: Turn) -> None:
    state, message = turn.state, turn.message
    scope = message.pressed or ""
    question = state.question
    if scope and (question is None or question.id != scope):
        if not goes_to_order(turn):
            done = has_written(turn.database, Form.key(turn, scope))
            turn.say("utter_offer_done" if done else "utter_offer_past")
            reask(turn)
        return
    reading = turn.reading = Reading(message)
    if scope and question is not None:
        title = message.text
        pressed = next((each for each in question.offers if each.title == title), None)
        answered(turn, reading, question, pressed or Offer(title, _payload(turn)))
        return
    if message.intent == "more_orders":
        more_orders(turn, int(message.entity("from") or 0))
        return
    if message.intent == INFORM and message.has("order_number"):
        the_order(turn)
        order_chosen(turn)
        return
    state.story = None
    if state.draft is None and opens_story(message.intent, turn, chosen=True):
        return
    given = {each.kind: each.value for each in message.entities if each.kind != "order_number"}
    begin(turn, message.intent, reading, given)


def is_under_way(turn: Turn) -> bool:
    """Whether the message stands in the middle of a talk: something was asked, told or filed before it."""
    state = turn.state
    if state.topics or state.draft or state.question or state.story or state.told.reason:
        return True
    return any(order.facts.open_case for order in turn.orders())


def _payload(turn: Turn) -> str:
    entities = {each.kind: each.value for each in turn.message.entities}
    return f"/{turn.message.intent}{json.dumps(entities, ensure_ascii=False) if entities else ''}"


def _read(turn: Turn, offered_person: bool) -> None:
    state = turn.state
    form = open_form(turn)
    question = state.question
    verbs = form.verbs if form is not None and question is not None and question.slot == CONFIRM else ""
    turn.message = in_the_talk(turn.message, turn.place, can_answer, begins=not is_under_way(turn))
    if settled_beforehand(turn, form):
        return
    note_for_merchant(turn)
    if not (is_all_for_merchant(turn) or note_other_orders(turn)):
        reask(turn)
        return
    if takes_back_harm(turn):
        reask(turn)
        return
    if for_people(turn) or asks_in_queue(turn) or withdraws_from_queue(turn):
        return
    if turn.message.left_queue and not says_more_than_leaving(turn):
        return
    reading = turn.reading = _reading(turn, verbs)
    if reading.danger is not None and is_new_danger(turn, reading):
        advise(turn, reading, form, verbs)
        return
    if reading.danger is not None:
        note_for_people(turn)  # the advice is given once; what is said later still reaches them
    if form is None and only_tells_more(turn, reading):
        return
    if reading.danger is None and (answered := cautioned(turn)):
        turn.message = without(turn.message, answered)
        reading = turn.reading = _reading(turn, verbs)
    if turn.message.has("tone") and turn.message.intent != ANGER:
        turn.say("utter_apologise_first")
    outright = any(asks_person_outright(c.plain) and not hangs_on_failure(c.plain) for c in turn.message.clauses)
    surely = turn.message.intent == HUMAN and turn.message.whole.confidence >= SURE
    wants_person = outright or surely or HUMAN in reading.asks
    at_summary = question is not None and question.slot == CONFIRM
    if at_summary and says_yes(turn.message.whole.plain, verbs):
        wants_person = False  # 转, where to pass it on was asked
    if wants_person and (turn.message.left_queue or declines_person(turn.message.whole.plain)):
        wants_person = False
        reading = turn.reading = replace(reading, asks=tuple(each for each in reading.asks if each != HUMAN))
        if not reading.asks and form is None and not turn.message.left_queue:
            turn.say("utter_no_person")
            return
    if wants_person and at_summary and form is not None and reading.yes_no.yes and reading.yes_no.used:
        rest = turn.reading = replace(reading, asks=tuple(each for each in reading.asks if each != HUMAN))
        in_form(turn, rest, form)  # 行提交 但是我要人工: what was agreed to is done first
        if state.draft is None:
            answer(turn, HUMAN)
        return
    if wants_person or (offered_person and reading.yes_no.yes and not reading.asks and not at_summary):
        keep_wish(turn)
        leave_for_person(turn)
        before_person(turn, reading)
        answer(turn, HUMAN)
        return
    if form is None and goes_on_from_queue(turn, reading):
        return
    if state.story is not None and follow(turn, reading):
        return
    if (
        question is not None and (form is None or question.of in (ORDER, FORM_OFFER))
        and _answers_question(turn, reading, question)
    ):
        return
    if form is not None:
        in_form(turn, reading, form)
    else:
        free(turn, reading)


def _reading(turn: Turn, verbs: str) -> Reading:
    """What the message means where the talk stands: as its intents say, then as its words do."""
    state = turn.state
    reading = read(turn.message, can_answer, verbs_of_job, verbs, turn.place)
    reading = by_words(turn, set_right(reading, state.topic, state.told.reason is not None))
    return unless_complained(turn, as_for_merchant(turn, reading))


def _answers_question(turn: Turn, reading: Reading, question: Question) -> bool:
    """Whether the message answered a question outside any form: which order, or an offer."""
    message, state = turn.message, turn.state
    choice = choice_in(turn, question)
    if question.of == ORDER or question.slot == ORDER:
        if choice is not None:
            answered(turn, reading, question, choice)
            return True
        if named_order(turn) is not None and not reading.asks and turn.state.draft is None:
            the_order(turn)
            order_chosen(turn)
            return True
        return False
    asks = bool(reading.asks) or any(is_question(clause.plain) for clause in message.clauses)
    if choice is not None and asks and offers.parse(choice.payload).intent in ("deny", "stop"):
        turn.state.question = None  # 先不用，就问问多少天内能退
        return False
    if choice is not None:
        answered(turn, reading, question, choice)
        return True
    if any(asks_if_filed(clause.plain) for clause in message.clauses):
        state.question = None  # 换豆子的不是交了吗
        return False
    said = reading.yes_no
    if reading.asks and goes_on(message.text):
        said = YesNo()  # 好吧，那运费谁出: what was said is heard, nothing is agreed to
    if goes_away(message.clauses):
        turn.state.question = None
        return False  # 行吧 那我等通知 谢了: what was offered lapses
    others = message.intent in all_forms.opening_intents() or any(wants_order_cancelled(c.plain) for c in reading.rest)
    if said.yes and question.does and not any(asks_in_the_end(text) for text in turn.state.said) and (
        only_acknowledges(message.whole.plain)
    ):
        said = YesNo()  # 好嘞, to an answer that offered by a button and asked nothing
        turn.state.question = None
        take_note(turn)
        return True
    if question.does and ((said.yes and not others) or _asks_for_it(question, turn, said)):
        turn.state.question = None
        carry_out(turn, question.does, reading)
        asked = {*reading.by_words, *(c.intent for c in message.clauses if is_question(c.plain))}
        beside = [each for each in reading.asks if not _same_as(question.does, each)]
        beside = [each for each in beside if state.draft is None or each in asked]  # 嗯 帮我查下吧 都5天了还没到
        answer_all(turn, beside, reading)
        return True
    if (said.no or said.pauses) and not asks and not turn.message.has("reason", "request_type"):
        turn.state.question = None
        turn.state.waiting = []
        turn.say("utter_deny_nothing")
        return True
    turn.state.question = None  # it lapses: the buyer goes on with something else
    return False


def _asks_for_it(question: Question, turn: Turn, said: YesNo) -> bool:
    """Whether what is offered is asked for by name, rather than agreed to."""
    told = _same_as(question.does, "contact_merchant") and any(says_for_me(c.plain) for c in turn.message.clauses)
    return (told or _same_as(question.does, turn.message.intent)) and not (said.no or said.pauses or said.leaves)


def _same_as(payload: str, intent: str) -> bool:
    return offers.parse(payload).intent == intent


def _take_up_again(turn: Turn) -> None:
    state = turn.state
    state.draft, state.aside = state.aside, None
    if state.draft is not None and state.draft.order is not None:
        state.order = state.draft.order
    form = open_form(turn)
    if form is None or turn.order_in_view is None:
        state.draft = None
        return
    turn.say("utter_back_to_form", form=word("form", form.name))
    form.reask(turn)


def _count_failures(turn: Turn) -> None:
    """Two turns in a row that did not help offer a person."""
    state = turn.state
    question = state.question
    if (
        question is not None and question.times >= 3 and not turn.reading.asks
        and question.of not in (FORM_OFFER, ORDER) and question.slot != CONFIRM
    ):
        turn.unhelpful = True
    if not turn.unhelpful:
        state.failures = 0
        return
    state.failures += 1
    if state.failures >= ENOUGH_FAILURES and not any(said.facts.get("handover") for said in turn.said):
        offer_person(turn)
        asked = [said for said in turn.said if question is not None and said.question == question.id]
        if asked:  # the question stays the last thing said
            turn.said = [said for said in turn.said if said not in asked] + asked
