"""Danger and injury where a turn is led: advice before anything else, once, and taken back where it was none."""

import re
from dataclasses import replace
from typing import Any, Optional

from actions.answering import answer, answer_all, begin
from actions.forms.base import Form
from actions.in_form import in_form
from actions.orders import named_order
from actions.turn import Turn
from actions.words import word
from shouhou.cases.handovers import add_note, waiting, withdraw
from shouhou.dialogue import harm as h
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.closing import takes_leave
from shouhou.dialogue.dictation import MAX_WORDS, additions
from shouhou.dialogue.message import Clause, without
from shouhou.dialogue.reading import DANGER, Reading
from shouhou.dialogue.wishes import gives_goods_back, type_said, wants_money_back, wishes, without_leave
from shouhou.dialogue.words import free_words
from shouhou.rules.hours import HandoverStatus
from shouhou.rules.kinds import ReasonClass

_SHORT = 10  # characters of a clause that says nothing else


def advise(turn: Turn, reading: Reading, form: Optional[Form[Any]], verbs: str) -> None:
    """The advice for a danger first; then what the message asks outright and wishes for, in the same reply."""
    state, danger = turn.state, reading.danger
    assert danger is not None
    state.warned.append(danger)
    state.story = None
    named = named_order(turn)
    state.order = named.order_number if named is not None else state.order
    answer(turn, danger)
    answer_all(turn, reading.by_words, reading)
    if state.draft is not None and state.draft.form == "application" and "reason_class" in state.draft.fields:
        state.draft.fields["reason_class"] = ReasonClass.GOODS.value  # it need not be asked any more
    wants = _wants_more(turn)
    written = additions(turn.message.clauses, verbs) or turn.place == "message"
    if not (wants or (form is not None and written)):
        return
    turn.message = without(turn.message, _beside_harm(turn))
    rest = turn.reading = replace(reading, message=turn.message, danger=None, asks=(), asking=(), by_words=())
    if form is not None:
        in_form(turn, rest, form)
    else:
        begin(turn, "request_aftersales", rest)


def is_new_danger(turn: Turn, reading: Reading) -> bool:
    """Whether a danger has not been warned of yet: the advice for one is given once, an injury's after a danger's."""
    if reading.danger is None or reading.danger in turn.state.warned:
        return False
    text = turn.message.whole.plain
    if h.INJURY in turn.state.warned:  # 再着了火咋办 烧糊的还要寄吗: the same told again
        kind = h.kind_of_harm(text)
        return kind in (h.FIRE, h.GAS, h.BATTERY) and kind != turn.state.harm and not (
            h.is_past(text) or any(h.says_unhurt(c.plain) for c in turn.message.clauses)
            or any(is_question(c.plain) and h.names_harm(c.plain) for c in turn.message.clauses)
        )
    return h.DANGER not in turn.state.warned or not any(h.says_unhurt(c.plain) for c in turn.message.clauses)


def _wants_more(turn: Turn) -> bool:
    """Whether a message that tells of harm wishes for something too, which goes on behind the advice (我要退钱)."""
    for clause in turn.message.clauses:
        text = without_leave(clause.plain)
        if is_question(text):
            continue
        if wishes(text) or type_said(text) is not None or gives_goods_back(text) or wants_money_back(text):
            return True
    return False


def _beside_harm(turn: Turn) -> list[Clause]:
    """The clauses that ask what to do about the harm, or say how the person is: the advice answers them."""
    return [
        c for c in turn.message.clauses
        if h.says_unhurt(c.plain) or (is_question(c.plain) and h.asks_of_safety(c.plain) and not c.entities
                                      and (h.real(c.plain) == "" or len(c.plain) <= _SHORT))
    ]


def only_tells_more(turn: Turn, reading: Reading) -> bool:
    """Whether a message but tells more of a harm that was advised on (四天前开始吃的): noted, and so said."""
    told = turn.state.told
    of_it = reading.danger is not None or turn.said_any("utter_animal_not_person", "utter_nobody_hurt")
    if not of_it or any(c.told_class is not None and not h.names_harm(c.plain) for c in turn.message.clauses):
        return False
    if reading.asks or _wants_more(turn) or any(is_question(c.plain) for c in turn.message.clauses):
        return False
    words = free_words([clause for clause in turn.message.clauses if clause.is_told])
    if told.reason and words not in f"{told.reason}；{told.details}":
        told.details = "；".join(part for part in (told.details, words) if part)[:MAX_WORDS]
    order = turn.order_in_view
    filed = order is not None and order.facts.open_case
    turn.say("utter_harm_noted_filed" if filed or takes_leave(turn.message.clauses) else "utter_harm_noted")
    return True


def cautioned(turn: Turn) -> list[Clause]:
    """Say what is to be stopped though nobody is hurt yet, once; the clauses that this answers (宝宝喝进去咋办)."""
    state, clauses = turn.state, turn.message.clauses
    if state.warned and {*state.warned} & {*DANGER}:
        return []
    answered: list[Clause] = []
    for kind, text in h.cautions([clause.plain for clause in clauses]).items():
        if f"caution_{kind}" in state.warned:
            continue
        state.warned.append(f"caution_{kind}")
        turn.say(f"utter_caution_{kind}")
        answered += [clause for clause in clauses if clause.plain == text and is_question(text) and kind == h.TAKEN]
    return answered


def takes_back_harm(turn: Turn) -> bool:
    """Take back what was understood of a harm, where a message sets it right; whether it says nothing else."""
    said = _set_right(turn)
    nothing_else = bool(said) and all(clause in said for clause in turn.message.clauses)
    if not nothing_else:
        turn.message = without(turn.message, said)
    return nothing_else


def _set_right(turn: Turn) -> list[Clause]:
    """The clauses that say after an advice that nobody is hurt, that it is an animal, or that no such thing was told.

    What was no harm at all is taken back, and people are not called for it.
    """
    state, clauses = turn.state, turn.message.clauses
    if not {*state.warned} & {*DANGER}:
        return []
    animal = [clause for clause in clauses if h.means_animal(clause.plain)]
    never = [clause for clause in clauses if h.takes_back(clause.plain)]
    unhurt = [clause for clause in clauses if h.says_unhurt(clause.plain)]
    if animal:
        state.harm_of_pet = True
        turn.say("utter_animal_not_person")
        return [*animal, *(c for c in never if c not in animal)]
    if (never or (unhurt and _denies(turn))) and not h.names_harm(state.told.reason or ""):
        _recall(turn)
        turn.say("utter_no_harm_after_all")
        denied = [c for c in clauses if c not in never and c not in unhurt and len(c.plain) <= _SHORT and _is_no(c)]
        return [*never, *unhurt, *denied]
    if (unhurt or never) and not state.knows_unhurt:
        state.knows_unhurt = True
        turn.say("utter_nobody_hurt")
    return [*unhurt, *(clause for clause in never if clause not in unhurt)]


def _denies(turn: Turn) -> bool:
    """Whether words deny what was understood (不是不是 人没事), where an injury was."""
    return h.INJURY in turn.state.warned and any(_is_no(clause) for clause in turn.message.clauses)


def _is_no(clause: Clause) -> bool:
    return re.match(r"(?:哎呀?|啊|哦|唉|诶)*(?:不是|没有|不对)", clause.plain) is not None


def _recall(turn: Turn) -> None:
    """Nobody is called any more for a harm that was none; what was taken for it is no reason of anything."""
    state, number = turn.state, turn.speaker.conversation_id
    mine = next((each for each in waiting(turn.database) if each.conversation_id == number), None)
    if mine is not None and mine.status is HandoverStatus.WAITING and mine.reason in DANGER:
        withdraw(turn.database, number, turn.now)
    else:
        add_note(turn.database, number, word("format", "note", text=turn.message.text), turn.now)
    state.warned = [each for each in state.warned if each not in DANGER]
    state.harm, state.told.reason, state.told.reason_class = None, None, None
