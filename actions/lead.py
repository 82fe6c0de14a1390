"""Leading a turn: first what the words change, then what they ask, then the form goes on; in one reply."""

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from actions import knowledge
from actions.answers.people import leave_message_for_desk, offer_person, to_people
from actions.answers.window import calculated
from actions.forms import all_forms
from actions.forms.base import CONFIRM, Form
from actions.orders import ORDER, more_orders, named_order, only_names_order, points_at_order, the_order
from actions.registry import Ask, ask_of
from actions.stories import STORY, follow, opens_story, retell
from actions.turn import FORM_OFFER, Turn
from actions.words import has_word, label_of, word
from shouhou.dialogue import offers
from shouhou.dialogue.message import FALLBACK, INFORM, OUT_OF_SCOPE
from shouhou.dialogue.reading import SURE, Reading, likely, read
from shouhou.dialogue.state import Offer, Question
from shouhou.dialogue.words import asks_when, beside, is_question, is_to_bot, reason_in, told_in
from shouhou.rules.hours import staffing
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.verdicts import Rule, may_apply

VERY_SURE = 0.95  # that a free text asks for another job
QUESTION_SURE = 0.75  # that a free text asks something
OUTSIDE_SURE = 0.6
LIKELY = 0.1  # a less likely ask is not worth offering
MANY_TOPICS = 5
ENOUGH_FAILURES = 2
_REPORT = "report_"
_OF_DELIVERY = ("ask_ship_time", "ask_delivery_status", "urge_shipping")
_HUMAN, _STOP, _ANGER = "request_human", "stop", "express_anger"
_SENT = ("send_file", "send_unreadable")
_SMALL = ("greet", "goodbye", "thank", "ask_capabilities", "bot_challenge")
# What an open application takes as a correction or as its own evidence, rather than as a job of its own.
_OF_THE_FORM = ("change_request", "add_evidence", "set_exchange_details", "ask_how_to_apply", "leave_message_for_desk",
                "report_fault_again", "ask_is_it_a_fault", "report_signed_not_received")


def lead(turn: Turn) -> None:
    """Lead one turn to its end."""
    state, message = turn.state, turn.message
    offered_person, state.person_offered = state.person_offered, False
    if message.has("file_id") or message.intent in _SENT:
        _sent(turn, turn.reading)
    elif message.is_press:
        _pressed(turn)
    else:
        _read(turn, offered_person)
    if state.draft is None and state.aside is not None and not turn.said_any("utter_stopped") and state.question is None:
        _take_up_again(turn)
    _count_failures(turn)


def can_answer(intent: str) -> bool:
    """Whether an intent is one that the bot answers or does."""
    return (
        ask_of(intent) is not None or all_forms.opened_by(intent) is not None
        or knowledge.response_of(intent) is not None
    )


# What was pressed


def _pressed(turn: Turn) -> None:
    state, message = turn.state, turn.message
    scope = message.pressed or ""
    question = state.question
    if scope and (question is None or question.id != scope):
        turn.say("utter_offer_past")
        _reask(turn)
        return
    reading = turn.reading = Reading(message)
    if scope and question is not None:
        title = message.text
        pressed = next((each for each in question.offers if each.title == title), None)
        _answered(turn, reading, question, pressed or Offer(title, _payload(turn)))
        return
    if message.intent == "more_orders":
        more_orders(turn, int(message.entity("from") or 0))
        return
    if message.intent == INFORM and message.has("order_number"):
        the_order(turn)
        _order_chosen(turn)
        return
    state.story = None
    given = {each.kind: each.value for each in message.entities if each.kind != "order_number"}
    _begin(turn, message.intent, reading, given)


def _payload(turn: Turn) -> str:
    import json

    entities = {each.kind: each.value for each in turn.message.entities}
    return f"/{turn.message.intent}{json.dumps(entities, ensure_ascii=False) if entities else ''}"


def _sent(turn: Turn, reading: Reading) -> None:
    """A file, or what could not be read."""
    form = _open_form(turn)
    if form is not None and turn.message.has("file_id") and form.name in ("application", "complaint"):
        slot = turn.state.question.slot if turn.state.question else None
        if not form.go(turn, reading, None, slot):
            form.reask(turn)
        return
    _answer(turn, turn.message.intent)
    _reask(turn)


# What was said


def _read(turn: Turn, offered_person: bool) -> None:
    state = turn.state
    form = _open_form(turn)
    question = state.question
    verbs = form.verbs if form is not None and question is not None and question.slot == CONFIRM else ""
    reading = turn.reading = read(turn.message, can_answer, _verbs_of_job, verbs)
    if reading.danger is not None:
        _answer(turn, reading.danger)
        return
    if turn.message.has("tone") and turn.message.intent != _ANGER:
        turn.say("utter_apologise_first")
    wants_person = turn.message.intent == _HUMAN and turn.message.whole.confidence >= SURE or _HUMAN in reading.asks
    at_summary = question is not None and question.slot == CONFIRM
    if wants_person or (offered_person and reading.yes_no.yes and not reading.asks and not at_summary):
        if form is not None:
            form.leave(turn)
        state.aside = state.story = None
        _answer(turn, _HUMAN)
        return
    if state.story is not None and follow(turn, reading, _answer_all):
        return
    if question is not None and question.of in (ORDER, FORM_OFFER) or (question is not None and form is None):
        if _answers_question(turn, reading, question):
            return
    if form is not None:
        _in_form(turn, reading, form)
    else:
        _free(turn, reading)


def _answers_question(turn: Turn, reading: Reading, question: Question) -> bool:
    """Whether the message answered a question outside any form: which order, or an offer."""
    message = turn.message
    choice = _choice(turn, question)
    if question.of == ORDER or question.slot == ORDER:
        if choice is not None:
            _answered(turn, reading, question, choice)
            return True
        if named_order(turn) is not None and not reading.asks and turn.state.draft is None:
            the_order(turn)
            _order_chosen(turn)
            return True
        return False
    if choice is not None:
        _answered(turn, reading, question, choice)
        return True
    said = reading.yes_no
    if said.yes and question.does and message.intent not in all_forms_intents():
        turn.state.question = None
        _carry_out(turn, question.does, reading)
        _answer_all(turn, [each for each in reading.asks if not _same_as(question.does, each)], reading)
        return True
    if (said.no or said.pauses) and not reading.asks and not turn.message.has("reason", "request_type"):
        turn.state.question = None
        turn.state.waiting = []
        turn.say("utter_deny_nothing")
        return True
    turn.state.question = None  # it lapses: the buyer goes on with something else
    return False


def _verbs_of_job(intent: str) -> str:
    """The words of a wish that opens a form, by which a negated wish is known; empty for no such intent."""
    form = all_forms.opened_by(intent)
    return form.wishes if form is not None else ""


def all_forms_intents() -> frozenset[str]:
    """The intents that open forms: a yes beside one of them is a yes to that."""
    return frozenset(each for form in all_forms.every() for each in form.opened_by)


def _choice(turn: Turn, question: Question) -> Optional[Offer]:
    """The choice on offer that the words mean: all of them, or one clause."""
    whole = offers.chosen(turn.message.whole.plain, question.offers)
    if whole is not None or len(turn.message.clauses) < 2:
        return whole
    found = [offers.chosen(clause.plain, question.offers) for clause in turn.message.clauses]
    only = list(dict.fromkeys(each for each in found if each is not None))
    return only[0] if len(only) == 1 else None


def _answered(turn: Turn, reading: Reading, question: Question, choice: Offer) -> None:
    """A choice was made, by a press or in words: it answers the open question, or begins something."""
    given = offers.parse(choice.payload)
    state = turn.state
    if given.intent == "more_orders":
        more_orders(turn, int(given.entities.get("from", 0)))
        return
    form = _open_form(turn)
    if question.of == ORDER or "order_number" in given.entities and given.intent == INFORM:
        state.order = str(given.entities["order_number"])
        state.question = None
        if form is not None:
            form.go(turn, reading, choice, ORDER)
        else:
            _order_chosen(turn)
        return
    if question.of == STORY and state.story is not None:
        follow(turn, reading, _answer_all, choice)
        return
    if form is not None and question.of == form.name:
        if given.intent == _STOP:
            turn.say(form.stopped)
            form.leave(turn)
            state.aside = None
        elif given.intent in offers.ANSWERS:
            others = [] if turn.message.is_press else _side_asks(turn, reading, form, question.slot)
            others = [each for each in others if all_forms.opened_by(each) is None]
            confirms = question.slot == CONFIRM
            if not confirms:
                _answer_all(turn, others, reading)
            if not form.go(turn, reading, choice, question.slot, others):
                _reask(turn)
            if confirms:
                _answer_all(turn, others, reading)
        else:
            _carry_out(turn, choice.payload, reading)
        return
    state.question = None
    if given.intent == "affirm" and question.does:
        _carry_out(turn, question.does, reading)
    elif given.intent in ("deny", "stop"):
        state.waiting = []
        turn.say("utter_deny_nothing")
    else:
        _carry_out(turn, choice.payload, reading)


def _carry_out(turn: Turn, payload: str, reading: Reading) -> None:
    """Do what a payload begins."""
    given = offers.parse(payload)
    if "order_number" in given.entities:
        turn.state.order = str(given.entities["order_number"])
    _begin(turn, given.intent, reading, {k: v for k, v in given.entities.items() if k != "order_number"})


def begin_job(turn: Turn, intent: str, given: Mapping[str, Any]) -> None:
    """Begin a job, or answer an ask, as a step of a story; what the story holds of the form's own fields is preset."""
    _begin(turn, intent, turn.reading, given)


def _begin(turn: Turn, intent: str, reading: Reading, given: Optional[Mapping[str, Any]] = None) -> None:
    """Begin a job, or answer an ask, by its intent."""
    turn.focus = None
    form = all_forms.opened_by(intent)
    if form is None:
        _answer(turn, intent)
        if turn.state.draft is not None:
            _reask(turn)
        return
    known = {name: value for name, value in (given or {}).items() if name in form.presets}
    if turn.state.draft is not None and turn.state.draft.form == form.name and not known:
        form.reask(turn)
        return
    _put_aside(turn, form)
    _note_topic(turn, intent)
    form.open(turn, reading, {**form.opened_by[intent], **known})


# In a form


def _in_form(turn: Turn, reading: Reading, form: Form[Any]) -> None:
    state, message = turn.state, turn.message
    question = state.question
    slot = question.slot if question is not None and question.of == form.name else (ORDER if question else None)
    choice = _choice(turn, question) if question is not None and slot not in form.free else None
    if choice is not None and question is not None:
        _answered(turn, reading, question, choice)
        return
    if (reading.yes_no.leaves or _is_stop(turn, slot, form)) and not (slot == CONFIRM and reading.yes_no.yes):
        turn.say(form.stopped)
        form.leave(turn)
        state.aside = None
        return
    if form.lapses and not (reading.yes_no.yes or reading.yes_no.no or reading.yes_no.pauses):
        form.leave(turn)
        _free(turn, reading)
        return
    asks = _side_asks(turn, reading, form, slot)
    jobs = [each for each in asks if all_forms.opened_by(each) is not None]
    questions = [each for each in asks if each not in jobs]
    confirms = slot == CONFIRM and reading.yes_no.yes
    if jobs and not confirms:
        _leave_for(turn, reading, form, jobs[0], questions)
        return
    if not confirms:
        _answer_all(turn, questions, reading)
    said_before = len(turn.said)
    only_asks = bool(questions) and _only_asks(reading)
    understood = False if only_asks else form.go(turn, reading, None, slot, asks)
    if confirms:
        _answer_all(turn, [*questions, *jobs], reading)
        return
    if understood:
        again = state.question
        same = question is not None and again is not None and again.id == question.id and slot != CONFIRM
        if same and any(is_to_bot(clause.text) for clause in message.clauses):
            turn.say("utter_sorry_asked_again")
            turn.said.insert(said_before, turn.said.pop())
        return
    del turn.said[said_before:]
    if not questions:
        _unread(turn, reading)
    times = question.times if question is not None else 0
    _reask(turn)
    if questions and state.question is not None and question is not None and state.question.id == question.id:
        state.question.times = times  # a question in between is no failure of this one


def _only_asks(reading: Reading) -> bool:
    """Whether a message holds nothing but what it asks."""
    return not reading.yes_no.used and (len(reading.message.clauses) == 1 or not reading.rest)


def _is_stop(turn: Turn, slot: Optional[str], form: Form[Any]) -> bool:
    whole = turn.message.whole
    if whole.intent != _STOP:
        return False
    return whole.confidence >= (QUESTION_SURE if slot in form.free or slot == CONFIRM else SURE)


def _side_asks(turn: Turn, reading: Reading, form: Form[Any], slot: Optional[str]) -> list[str]:
    """What a message in a form asks that is not the form's own matter."""
    kept: list[str] = []
    for name in reading.asks:
        other = all_forms.opened_by(name)
        if other is form or name in form.own_matters or (form.name == "application" and name in _OF_THE_FORM):
            continue
        sure = max((c.confidence for c in (turn.message.whole, *turn.message.clauses) if c.intent == name), default=0.0)
        if other is not None:
            quotes = slot == "merchant_words"
            if name == "cancel_aftersales" and not _has_something_to_cancel(turn):
                continue
            if slot in form.free and (sure < VERY_SURE or turn.message.has("reason") or quotes):
                continue
            if reading.yes_no.no or sure < QUESTION_SURE:
                continue
        elif slot in form.free and (name.startswith(_REPORT) or not _asks_surely(turn, sure)):
            continue  # what is reported here is what the question was for
        elif slot == "merchant_words" and sure < VERY_SURE:
            continue
        kept.append(name)
    return kept


def _asks_surely(turn: Turn, sure: float) -> bool:
    """Whether words at a question for free words are an ask of their own."""
    return sure >= VERY_SURE or (sure >= QUESTION_SURE and is_question(turn.message.text))


def _leave_for(turn: Turn, reading: Reading, form: Form[Any], job: str, questions: Sequence[str]) -> None:
    """Another job is wanted: the form is put aside for it."""
    _answer_all(turn, questions, reading)
    _begin(turn, job, reading)


def _has_something_to_cancel(turn: Turn) -> bool:
    order = turn.order_in_view
    return order is not None and order.facts.open_case


def _unread(turn: Turn, reading: Reading) -> None:
    """Say that nothing was read. Anger and what lies outside our work are no failures."""
    whole = turn.message.whole
    if whole.intent == _ANGER or turn.message.has("tone"):
        state = turn.state
        if whole.intent == _ANGER:
            state.anger += 1
            turn.say("utter_apologise_first" if state.anger == 1 else "utter_sorry_anger_again")
            if state.anger > 1:
                offer_person(turn)
    elif _lies_outside(turn):
        turn.say("utter_out_of_scope")
    elif any(is_to_bot(clause.text) for clause in turn.message.clauses):
        turn.say("utter_sorry_asked_again")
        turn.unhelpful = True
    elif whole.intent in ("thank", "greet"):
        turn.say(f"utter_{whole.intent}_in_form")
    else:
        turn.say("utter_not_understood_in_form")
        turn.unhelpful = True


def _lies_outside(turn: Turn) -> bool:
    """Whether a message surely has nothing to do with what was bought here."""
    whole = turn.message.whole
    told = turn.message.has("reason", "request_type", "order_number", "product_category", "amount")
    return whole.intent == OUT_OF_SCOPE and whole.confidence >= OUTSIDE_SURE and not told


# Outside any form


def _free(turn: Turn, reading: Reading) -> None:
    state, message = turn.state, turn.message
    leaves_word = "leave_message_for_desk" in reading.asks
    if leaves_word or (state.takes_message and not reading.asks and _leaves_word(turn, reading)):
        leave_message_for_desk(turn)
        return
    asks = _as_follow_up(turn, _as_change(turn, list(reading.asks)))
    jobs = [each for each in asks if all_forms.opened_by(each) is not None]
    questions = [each for each in asks if each not in jobs]
    if asks:
        story = opens_story(message.intent, turn)
        _answer_all(turn, questions if not story else [q for q in questions if q != message.intent], reading)
        if jobs and not turn.asked_for_order:
            _begin(turn, jobs[0], reading)
        elif jobs:
            state.waiting = [*state.waiting, *jobs]
        return
    _tell(turn, reading)


def _as_change(turn: Turn, asks: list[str]) -> list[str]:
    """A request that speaks of changing is a change of the one that is filed, where there is one to change."""
    speaks_of_change = any(c.intent == "change_request" and c.confidence >= SURE for c in turn.message.clauses)
    if "request_aftersales" not in asks or not speaks_of_change:
        return asks
    if not any(order.facts.open_case for order in turn.orders()):
        return asks
    return ["change_request" if each == "request_aftersales" else each for each in asks if each != "change_request"]


def _as_follow_up(turn: Turn, asks: list[str]) -> list[str]:
    """A request for what is filed already, said as a question of time (多久能给我换), asks how long it takes."""
    filed = [order for order in turn.orders() if order.facts.open_case]
    if "request_aftersales" not in asks or not filed or not asks_when(turn.message.text):
        return asks
    return list(dict.fromkeys("ask_how_long" if each == "request_aftersales" else each for each in asks))


def _tell(turn: Turn, reading: Reading) -> None:
    """A message that asks nothing: facts, a word of courtesy, or something that could not be read."""
    state, message = turn.state, turn.message
    intent = message.intent
    if message.has("tracking_number"):
        _answer(turn, "give_tracking_number")
    elif state.claimed_order or state.claimed_tail or message.has("order_number"):
        if the_order(turn) is not None:
            _order_chosen(turn)
    elif intent in _SMALL and message.whole.confidence >= SURE and not message.has("reason", "request_type"):
        turn.say(f"utter_{intent}")
    elif opens_story(intent, turn):
        return
    elif _tells_fault(turn):
        _told_fault(turn, reading)
    elif state.waiting and (points_at_order(turn) or named_order(turn) is not None):
        if the_order(turn) is not None:
            _order_chosen(turn)
    elif _lies_outside(turn):
        turn.say("utter_out_of_scope")
    elif message.has("date") and (calculated(turn) or _reckons(turn)):
        return
    elif intent == _ANGER:
        state.anger += 1
        turn.say("utter_sorry_anger" if state.anger == 1 else "utter_sorry_anger_again")
        if state.anger > 1:
            offer_person(turn)
    elif reading.yes_no.leaves or intent == _STOP:
        state.waiting = []
        turn.say("utter_nothing_to_stop")
    elif (reading.yes_no.yes or intent == "affirm") and not message.has("product_category"):
        turn.say("utter_affirm_nothing")
    elif reading.yes_no.no or intent == "deny":
        state.waiting = []
        turn.say("utter_deny_nothing")
    elif only_names_order(turn) or named_order(turn) is not None or message.has("product_category", "phone", "order_ref"):
        if the_order(turn) is not None:
            _order_chosen(turn)
    else:
        not_understood(turn)


def _tells_fault(turn: Turn) -> bool:
    message = turn.message
    if message.has("reason", "request_type"):
        return True
    states = message.intent in (INFORM, FALLBACK, OUT_OF_SCOPE) and not is_question(message.text)
    return states and message.told_class is not None


def _reckons(turn: Turn) -> bool:
    """A day told of an order whose receipt is not known: its window is reckoned with it; whether that was so."""
    order = turn.order_in_view
    if order is None or may_apply(turn.policy, order.facts, turn.now).rule is not Rule.RECEIPT_UNKNOWN:
        return False
    _answer(turn, "ask_window_open")
    return True


def _told_fault(turn: Turn, reading: Reading) -> None:
    """A fault or a wish without an ask: it is kept, and what may be done about it is offered."""
    told, message = turn.state.told, turn.message
    reason = reason_in(message.clauses)
    if reason is None and message.told_class is not None:
        reason = told_in(message) or None
    if reason is not None:
        told.reason, told.reason_class = reason, message.group("reason") or message.told_class
        told.details = beside(reason, message.clauses) or told.details
    _begin(turn, "request_aftersales", reading)


def _order_chosen(turn: Turn) -> None:
    """An order has come into view: what waited for it goes on, else the ways are offered that the rules leave."""
    state = turn.state
    order = turn.order_in_view
    if order is None:
        return
    form = _open_form(turn)
    if form is not None:
        form.go(turn, turn.reading, None, ORDER)
        return
    waiting, state.waiting = state.waiting, []
    state.question = None
    if waiting:
        for intent in waiting:
            _begin(turn, intent, turn.reading)
        return
    topic = ask_of(state.topic) if state.topic is not None and only_names_order(turn) else None
    if topic is not None and topic.about_order is not None:
        _answer(turn, topic.intent)  # the same of another order (那耳机呢)
        return
    if state.told.reason is not None and state.told.order is None:
        _begin(turn, "request_aftersales", turn.reading)
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


def _leaves_word(turn: Turn, reading: Reading) -> bool:
    """Whether words after the desk's closing are left for its people."""
    desk = staffing(turn.policy.desk_hours.value, turn.now)
    intent = turn.message.intent
    if desk.open_now or turn.state.question is not None:
        return False
    return not (reading.yes_no.used or intent in (*_SMALL, _STOP, _HUMAN)) and not turn.message.has("tracking_number")


def not_understood(turn: Turn) -> None:
    """Offer the nearest things that may have been meant, a person last; the second time in a row a person alone."""
    turn.unhelpful = True
    if turn.state.failures + 1 >= ENOUGH_FAILURES:
        return
    near = [each for each in likely(turn.message, can_answer, LIKELY) if has_label(each)]
    if not near:
        turn.say("utter_not_understood")
        return
    buttons = [{"title": label_of(each), "payload": f"/{each}"} for each in near]
    buttons.append({"title": word("button", _HUMAN), "payload": f"/{_HUMAN}"})
    said = turn.say("utter_which_meant", buttons=buttons)
    turn.ask(said, FORM_OFFER, "which", f"o{turn.state.next_number()}")


def has_label(intent: str) -> bool:
    """Whether an intent can be offered by a name."""
    return has_word("ask", intent) or bool(knowledge.metadata_of(intent).get("title"))


# Answering


def _answer_all(turn: Turn, asks: Sequence[str], reading: Reading) -> None:
    """Answer several asks of one message; those about an order come last, and wait together where none is named."""
    about_order = [each for each in asks if (ask := ask_of(each)) is not None and ask.about_order is not None]
    for intent in [*(each for each in asks if each not in about_order), *about_order]:
        if turn.asked_for_order:
            turn.state.waiting.append(intent)
            continue
        if all_forms.opened_by(intent) is not None:
            _begin(turn, intent, reading)
        else:
            _answer(turn, intent)


def _answer(turn: Turn, intent: str) -> None:
    """Answer one ask by what is registered for it, or by what a trainer wrote."""
    asking = [clause for clause in turn.reading.asking if clause.intent == intent]
    turn.focus = asking[0] if asking and len(turn.message.clauses) > 1 else None
    if intent.startswith(_REPORT) or intent in _OF_DELIVERY:
        _keep_told(turn, ReasonClass.LOGISTICS.value if intent in _OF_DELIVERY else None)
    repeated = intent == turn.state.topic
    before, turn.repeats = turn.repeats, False
    ask = ask_of(intent)
    if ask is not None:
        _call(turn, ask)
    elif knowledge.response_of(intent) is not None:
        knowledge.answer(turn, intent)
    else:
        not_understood(turn)
        return
    if repeated and turn.repeats:
        turn.unhelpful = True
    turn.repeats = turn.repeats or before
    _note_topic(turn, intent)


def _keep_told(turn: Turn, known_class: Optional[str]) -> None:
    """What a report tells is the reason of whatever is filed on it: it is not asked for again."""
    told = turn.state.told
    reason = reason_in(turn.message.clauses) or told_in(turn.message) or (turn.message.text if known_class else "")
    group = turn.message.group("reason") or turn.message.told_class or known_class
    if reason and group is not None and not turn.message.is_press:
        told.reason, told.reason_class = reason, group


def _call(turn: Turn, ask: Ask) -> None:
    if ask.plain is not None:
        ask.plain(turn)
        return
    assert ask.about_order is not None
    if ask.else_by is not None and ask.else_by(turn):
        return
    order = the_order(turn, ask.prefer)
    if order is None:
        if turn.state.draft is None:
            turn.state.waiting = [ask.intent]
        return
    turn.state.waiting = [each for each in turn.state.waiting if each != ask.intent]
    ask.about_order(turn, order)


def _note_topic(turn: Turn, intent: str) -> None:
    turn.state.topic = intent
    turn.state.topics = [*turn.state.topics, intent][-MANY_TOPICS:]


def _same_as(payload: str, intent: str) -> bool:
    return offers.parse(payload).intent == intent


# Forms put aside, and questions asked again


def _open_form(turn: Turn) -> Optional[Form[Any]]:
    draft = turn.state.draft
    if draft is None or not all_forms.is_known(draft.form):
        return None
    return all_forms.by_name(draft.form)


def _put_aside(turn: Turn, other: Form[Any]) -> None:
    state = turn.state
    if state.draft is not None and state.draft.form != other.name and state.draft.fields.get("reason"):
        state.aside = state.draft
    state.draft = state.question = None


def _take_up_again(turn: Turn) -> None:
    state = turn.state
    state.draft, state.aside = state.aside, None
    form = _open_form(turn)
    if form is None or turn.order_in_view is None:
        state.draft = None
        return
    turn.say("utter_back_to_form", form=word("form", form.name))
    form.reask(turn)


def _reask(turn: Turn) -> None:
    """Put the open question again, after something else was answered."""
    form = _open_form(turn)
    if form is not None:
        form.reask(turn)
    elif turn.state.story is not None:
        retell(turn)


def _count_failures(turn: Turn) -> None:
    """Two turns in a row that did not help offer a person."""
    state = turn.state
    question = state.question
    if question is not None and question.times >= 3 and question.of not in (FORM_OFFER, ORDER) and question.slot != CONFIRM:
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


__all__ = ["FALLBACK", "can_answer", "lead", "to_people"]
