"""Answering an ask, or beginning a job, by the name of its intent: what is registered for it or a trainer wrote."""

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from actions import knowledge
from actions.forms import all_forms
from actions.forms.base import Form
from actions.orders import named_order, the_order
from actions.registry import Ask, ask_of
from actions.turn import FORM_OFFER, Turn
from actions.words import has_word, label_of, word
from shouhou.dialogue import offers
from shouhou.dialogue.asking import is_question, is_to_bot, speaks_to_merchant
from shouhou.dialogue.harm import names_harm, only_sounds_harmful
from shouhou.dialogue.message import OUT_OF_SCOPE, Clause
from shouhou.dialogue.passing_on import bids, echoes, question_words, worth_asking
from shouhou.dialogue.reading import DANGER, Reading, likely, read
from shouhou.dialogue.telling import tells_delay
from shouhou.dialogue.unasked import lacks_words
from shouhou.dialogue.words import free_words, joined, names_goods, reason_in, told_in
from shouhou.rules.kinds import OrderStatus, ReasonClass

LIKELY = 0.1  # a less likely ask is not worth offering
NEAR = 0.35  # a likelier ask is better offered by its name than passed on
MANY_TOPICS = 5
ENOUGH_FAILURES = 2  # turns in a row that did not help, after which a person is offered
REPORT = "report_"
_OF_MERCHANT = "report_merchant_"
HUMAN = "request_human"
CHECKS = "faq/basic_checks"
_QUESTIONS = ("ask_", "faq/", "followup_what_if", "request_apology")
_OF_THE_TALK = ("ask_capabilities", "ask_why", "ask_is_it_a_fault")  # these name no matter of their own
_OF_RULES = ("ask_window", "ask_warranty", "ask_cancel", "ask_return_shipping", "ask_refund", "faq/",
             "ask_merchant_message_answer", "ask_consent_answer", "ask_all_dates", "ask_basis_of_days",
             "ask_needs_report", "ask_what_is_written", "ask_all_states", "ask_message_went",
             "ask_returned_goods", "ask_nothing_runs")
_NEAREST, _NEAR_ENOUGH, _SURELY_OUTSIDE = 0.3, 0.45, 0.6
_HEARD, _DOES = ("ack", "yes", "chat", "nothing", "pause"), 0.6  # what closes an answer, and how surely it must
_OFFERED_FREELY = ("ask_cancellations_left", "ask_cancellation_limit")
_WHY = {"ask_why", "ask_refusal_reason", "followup_why_not_yet"}
_SAID_WITH_WHY = ("ask_next_step", "ask_case_status")
_OF_DELIVERY = ("ask_ship_time", "ask_delivery_status", "urge_shipping")


def can_answer(intent: str) -> bool:
    """Whether an intent is one that the bot answers or does."""
    return (
        ask_of(intent) is not None or all_forms.opened_by(intent) is not None
        or knowledge.response_of(intent) is not None
    )


def can_offer(intent: str) -> bool:
    """Whether an intent may be put before a buyer as a choice."""
    return can_answer(intent) or intent in knowledge.story_intents()


def verbs_of_job(intent: str) -> str:
    """The words of a wish that opens a form, by which a negated wish is known; empty for no such intent."""
    form = all_forms.opened_by(intent)
    return form.wishes if form is not None else ""


def read_anew(turn: Turn) -> Reading:
    """The reading of what is left of the message, once a part of it has been dealt with."""
    return read(turn.message, can_answer, verbs_of_job)


def answer_all(turn: Turn, asks: Sequence[str], reading: Reading) -> None:
    """Answer several asks of one message; those about an order come last, and wait together where none is named."""
    if set(asks) & _WHY:
        asks = [each for each in asks if each not in _SAID_WITH_WHY]  # 凭啥啊 那我现在能咋办: one answer tells both
    about_order = [each for each in asks if (ask := ask_of(each)) is not None and ask.about_order is not None]
    for intent in [*(each for each in asks if each not in about_order), *about_order]:
        if turn.asked_for_order:
            turn.state.waiting.append(intent)
            continue
        if all_forms.opened_by(intent) is not None:
            begin(turn, intent, reading)
        else:
            answer(turn, intent)


def answer(turn: Turn, intent: str) -> None:
    """Answer one ask by what is registered for it, or by what a trainer wrote."""
    asking = [clause for clause in turn.reading.asking if clause.intent == intent]
    turn.focus = asking[0] if asking and len(turn.message.clauses) > 1 else None
    if intent.startswith(REPORT) or intent in _OF_DELIVERY:
        _keep_told(turn, ReasonClass.LOGISTICS.value if intent in _OF_DELIVERY else None)
    repeated = intent == turn.state.topic
    if repeated and intent == CHECKS:
        turn.say("utter_checks_done")  # there are no more of them
        return
    before, turn.repeats = turn.repeats, False
    spoken, draft, order = len(turn.said), turn.state.draft, turn.state.order
    ask = ask_of(intent)
    if ask is not None:
        _call(turn, ask)
    elif knowledge.response_of(intent) is not None:
        knowledge.answer(turn, intent)
    else:
        not_understood(turn)
        return
    turn.answered.append(intent)
    turn.answers += turn.said[spoken:]
    if repeated and turn.repeats:
        turn.unhelpful = True
        _instead_of_again(turn, spoken)
    turn.repeats = turn.repeats or before
    if draft is not None and turn.state.draft is draft:
        turn.state.order = order or turn.state.order  # what is asked of another order moves no form to it
    note_topic(turn, intent)


def begin(turn: Turn, intent: str, reading: Reading, given: Optional[Mapping[str, Any]] = None) -> None:
    """Begin a job, or answer an ask, by its intent."""
    turn.focus = None
    form = all_forms.opened_by(intent)
    if form is None:
        answer(turn, intent)
        opened = open_form(turn)
        if opened is not None:
            opened.reask(turn)
        return
    known = {name: value for name, value in (given or {}).items() if name in form.presets}
    draft, named = turn.state.draft, named_order(turn) if turn.message.is_press else None
    about = named.order_number if named is not None else turn.state.order
    if draft is not None and draft.form == form.name and draft.order not in (None, about) and form.comes_back:
        turn.state.order, meant = draft.order, about
        form.say_left(turn, followed=True)  # it is for another order that it is begun
        turn.state.order = meant
    elif draft is not None and draft.form == form.name and not known:
        form.reask(turn)
        return
    if form.name == "merchant" and len(turn.message.clauses) > 1:
        # Which order is meant is said with the ask; what is to be passed on may name anything.
        speaking = [c for c in turn.message.clauses if bids(c.plain)] or turn.message.clauses
        turn.focus = next((c for c in speaking if bids(c.plain) or speaks_to_merchant(c.plain)), None)
    _put_aside(turn, form)
    note_topic(turn, intent)
    form.open(turn, reading, {**form.opened_by[intent], **known})


def carry_out(turn: Turn, payload: str, reading: Reading) -> None:
    """Do what a payload begins."""
    given = offers.parse(payload)
    if "order_number" in given.entities:
        turn.state.order = str(given.entities["order_number"])
    begin(turn, given.intent, reading, {k: v for k, v in given.entities.items() if k != "order_number"})


def not_understood(turn: Turn) -> None:
    """Offer the nearest things that may have been meant, a person last; the second time in a row a person alone."""
    if _only_hears(turn):
        turn.say("utter_affirm_nothing")
        return
    turn.unhelpful = True
    if turn.state.failures + 1 >= ENOUGH_FAILURES:
        return
    words = _asked_words(turn)
    asked = [c for c in turn.message.clauses if is_question(c.plain) and not is_to_bot(c.plain)]
    nearest = nearest_answer(asked, _NEAR_ENOUGH)
    if nearest is not None and nearest != turn.state.topic and turn.state.topics:
        turn.unhelpful = False
        answer(turn, nearest)
        return
    if words and turn.order_in_view is not None and turn.state.topics and not _is_likely(turn):
        offer_to_ask(turn, "this", words)
        return
    text = turn.message.whole.plain
    near = [
        each for each in likely(turn.message, can_offer, LIKELY)
        if has_label(each) and not lacks_words(each, text, sure=each in _OFFERED_FREELY)
        and not (each in DANGER and only_sounds_harmful(text))
    ]
    if not near:
        turn.say("utter_not_understood")
        return
    buttons = [{"title": label_of(each), "payload": f"/{each}"} for each in near]
    buttons.append({"title": word("button", HUMAN), "payload": f"/{HUMAN}"})
    said = turn.say("utter_which_meant", buttons=buttons)
    turn.ask(said, FORM_OFFER, "which", f"o{turn.state.next_number()}")


def _only_hears(turn: Turn) -> bool:
    """Whether words but close what was answered (哦行那我等着, 我问问我媳妇再说), as far as what clauses do tells."""
    clauses = turn.message.clauses
    if not turn.state.topics or any(is_question(clause.plain) for clause in clauses):
        return False
    return all(sum(clause.does(act, turn.place) for act in _HEARD) >= _DOES for clause in clauses)


def nearest_answer(clauses: Sequence[Clause], least: float = _NEAREST) -> Optional[str]:
    """The question that clauses most likely ask, of those that can be answered; None where none is likely enough.

    A question in the middle of something else is told less surely; an answer to the nearest is worth more than a
    promise to ask the merchant what the desk knows.
    """
    found = [
        (chance, name) for clause in clauses if clause.intent != OUT_OF_SCOPE or clause.confidence < _SURELY_OUTSIDE
        for name, chance in clause.ranking
        if chance >= least and name.startswith(_QUESTIONS) and can_answer(name) and name not in _OF_THE_TALK
        and not lacks_words(name, clause.plain)
    ]
    return max(found)[1] if found else None


def _instead_of_again(turn: Turn, spoken: int) -> None:
    """Where an answer would but be the last one again, offer to ask the merchant in the buyer's words."""
    order, words = turn.order_in_view, _asked_words(turn)
    again = turn.said[spoken:]
    if order is None or turn.state.draft is not None or not words or any(said.question for said in again):
        return
    if not all(said.text in turn.state.said for said in again) or (turn.state.topic or "").startswith(_OF_RULES):
        return
    del turn.said[spoken:]
    offer_to_ask(turn, "all", words)


def _is_likely(turn: Turn) -> bool:
    """Whether something near enough can be offered by its name."""
    return any(has_label(each) for each in likely(turn.message, can_offer, NEAR))


def offer_to_ask(turn: Turn, why: str, words: str) -> None:
    """Offer to pass a question on to the merchant, who alone can answer it: a yes passes it on.

    `why` ends the name of the response: this (asked now), all (asked again), kept (asked in a form), left (with a yes).
    """
    all_forms.by_name("merchant").open(turn, turn.reading, {"merchant_words": words, "offered": why})


def _asked_words(turn: Turn) -> str:
    """The buyer's own question; empty for none."""
    return to_be_asked(turn, [clause for clause in turn.message.clauses if is_question(clause.plain)])


def to_be_asked(turn: Turn, clauses: Sequence[Clause]) -> str:
    """A question as it may be offered to be passed on; empty where it asks nothing of the matter (行不, 问几次啦)."""
    words = question_words([clause for clause in clauses if not echoes(clause.plain, turn.state.said)])
    return words if worth_asking(words) else ""


def has_label(intent: str) -> bool:
    """Whether an intent can be offered by a name."""
    return has_word("ask", intent) or bool(knowledge.metadata_of(intent).get("title"))


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


def _keep_told(turn: Turn, known_class: Optional[str]) -> None:
    """What a report tells is the reason of whatever is filed on it: it is not asked for again."""
    told = turn.state.told
    titles = [order.product for order in turn.orders()]
    telling = [c for c in turn.message.clauses if not names_goods(c.text, titles)]
    if known_class:
        telling = [c for c in telling if not is_question(c.plain) or c.told_class is not None]  # 发货没 tells nothing
    of_merchant = turn.message.intent.startswith(_OF_MERCHANT)
    reason = (free_words(telling) if of_merchant else reason_in(telling)) or told_in(turn.message)
    if known_class:
        order = turn.order_in_view or next(iter(turn.orders()), None)
        unshipped = order is not None and order.facts.status is OrderStatus.PAID
        known = word("said", "not_shipped" if unshipped else "not_arrived")
        reason = known if not reason or is_question(reason) else reason if tells_delay(reason) else f"{known}，{reason}"
    group = turn.message.group("reason") or turn.message.told_class or known_class
    if turn.reading.danger is not None:
        of_danger = [c for c in telling if c.intent in DANGER or names_harm(c.plain)]
        harm = joined([c for c in of_danger if not is_question(c.plain)])
        of_fault = [c for c in telling if c.told_class == ReasonClass.GOODS.value and c not in of_danger]
        fault = joined([c for c in of_fault if c.is_told and not is_question(c.plain)])
        reason, group = fault or harm or reason, ReasonClass.GOODS.value
        told.details = harm if fault and harm else told.details  # 一股霉味 我姐喝一口就吐了: what is wrong comes first
    if not reason or group is None or turn.message.is_press:
        return
    of_goods = [clause for clause in telling if clause.told_class == ReasonClass.GOODS.value]
    order = named_order(turn) or turn.order_in_view
    number = order.order_number if order is not None else None
    if told.reason and told.reason_class == ReasonClass.GOODS.value and group != told.reason_class and (
        told.order in (None, number)
    ):
        return  # 霉味 was told: 嫌难喝 does not take its place
    told.order = number
    told.reason, told.reason_class = reason, group
    if of_merchant and of_goods:  # 左边没声音，三天不回: the fault is the reason, the silence stands beside it
        told.reason, told.reason_class = free_words(of_goods) or reason, ReasonClass.GOODS.value
        told.details = free_words([clause for clause in telling if clause not in of_goods]) or None


def note_topic(turn: Turn, intent: str) -> None:
    turn.state.topic = intent
    turn.state.topics = [*turn.state.topics, intent][-MANY_TOPICS:]


def open_form(turn: Turn) -> Optional[Form[Any]]:
    draft = turn.state.draft
    if draft is None or not all_forms.is_known(draft.form):
        return None
    return all_forms.by_name(draft.form)


def _put_aside(turn: Turn, other: Form[Any]) -> None:
    state = turn.state
    if state.draft is not None and state.draft.form != other.name:
        fields = state.draft.fields
        state.told.files = list(dict.fromkeys([*state.told.files, *fields.get("files", [])]))
        if (fields.get("reason") and fields.get("request_type")) or fields.get("problem"):
            state.draft.order = state.draft.order or state.order
            state.aside = state.draft
        elif fields.get("reason"):
            state.told.reason, state.told.reason_class = fields["reason"], fields.get("reason_class")
    state.draft = state.question = None
