"""Several orders in one message: one after the other, each with what was told of it."""

import re
from dataclasses import replace

from actions.answering import begin
from actions.forms import all_forms
from actions.orders import named_order
from actions.turn import Turn
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.message import Clause, Message
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.state import Told
from shouhou.dialogue.wishes import gives_goods_back, type_said, wants_money_back, without_leave
from shouhou.dialogue.words import corrects, reason_in
from shouhou.dialogue.yes_no import read_yes_no, sets_right
from shouhou.rules.kinds import RequestType


def note_other_orders(turn: Turn) -> None:
    """Keep what the message wishes for another order (对了灰的那双也想退) until the one at hand is done with.

    The message is read on without it. Nothing is kept of one that only sets right which order is meant.
    """
    state, message = turn.state, turn.message
    if message.is_press or len(message.clauses) < 2 or len(turn.orders()) < 2 or _sets_right(message):
        return
    if state.draft is not None and state.draft.form != "application":
        return
    named = [(clause, named_order(turn, clause)) for clause in message.clauses]
    first = next((order.order_number for _, order in named if order is not None), None)
    at_hand = state.order if state.draft is not None else first
    others = [
        (clause, order) for clause, order in named
        if order is not None and order.order_number != at_hand and not order.facts.open_case and _wishes(clause)
    ]
    idle = [
        clause for clause, order in named
        if order is not None and order.order_number != at_hand and not _wishes(clause) and not is_question(clause.plain)
        and _stays_out(clause)
    ]  # 登山杖没问题不用动: nothing of it belongs to the one at hand
    if at_hand is None or not (others or idle):
        return
    for clause, order in others:
        state.next_up.append(_told(clause, order))
        turn.say("utter_other_order_noted", {"order_number": order.order_number}, order=order)
    left_out = [*(clause for clause, _ in others), *idle]
    turn.message = without_clauses(message, left_out)


def begin_next(turn: Turn) -> None:
    """Apply for the next order of which something was told."""
    told = turn.state.next_up.pop(0)
    turn.state.told, turn.state.order = told, told.order
    turn.message = Message(turn.message.key, Clause("", 0, 0, ()), ())  # what was said belongs to the one that is done
    turn.reading = Reading(turn.message)
    begin(turn, next(iter(all_forms.by_name("application").opened_by)), turn.reading)


def _told(clause: Clause, order: OrderRecord) -> Told:
    text = without_leave(clause.plain)
    named = type_said(text)
    if named is None and (gives_goods_back(text) or wants_money_back(text)):
        named = RequestType.RETURN_REFUND.value
    reason = clause.entity("reason")
    group = clause.told_class or (reason.group if reason is not None else None)
    words = reason_in([clause]) or (str(reason.value) if reason is not None else None)
    return Told(order=order.order_number, reason=words, reason_class=group, request_type=named)


def _wishes(clause: Clause) -> bool:
    text = without_leave(clause.plain)
    wanted = type_said(text) is not None or gives_goods_back(text) or wants_money_back(text)
    return (wanted or clause.told_class is not None) and not is_question(text)


def _stays_out(clause: Clause) -> bool:
    """Whether a clause says of an order that nothing is to be done about it."""
    sound = r"没(?:事|问题|毛病|坏)|好的|好好的|不用(?:动|管|退|换)|别(?:动|管|弄)|不(?:动|退|换|管)"
    return re.search(sound, clause.plain) is not None


def _sets_right(message: Message) -> bool:
    said = read_yes_no(message.clauses)
    goes_over = said.leaves or said.pauses  # 电饭煲再说 先弄那个坚果: the one at hand is left for it
    return goes_over or any(sets_right(clause.plain) or corrects(clause.text) for clause in message.clauses)


def without_clauses(message: Message, left_out: list[Clause]) -> Message:
    """The message as if some of its clauses had not been said."""
    rest: list[Clause] = []
    for clause in message.clauses:
        if clause in left_out:
            continue
        start = rest[-1].end + 1 if rest else 0
        by = start - clause.start
        entities = tuple(replace(each, start=each.start + by, end=each.end + by) for each in clause.entities)
        rest.append(replace(clause, start=start, end=clause.end + by, entities=entities))
    whole = replace(
        message.whole, text=" ".join(clause.text for clause in rest), normal=" ".join(clause.plain for clause in rest),
        end=rest[-1].end if rest else 0, entities=tuple(each for clause in rest for each in clause.entities),
    )
    return replace(message, whole=whole, clauses=tuple(rest) or (whole,))
