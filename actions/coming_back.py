"""Coming back to a form that was given up: it knows all that it knew, its order too."""

from collections.abc import Sequence

from actions.answering import answer, answer_all
from actions.forms import all_forms
from actions.orders import ORDER, named_order
from actions.turn import Turn
from actions.words import word
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.giving_up import asks_if_filed, gives_up, takes_up
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.state import Draft
from shouhou.dialogue.wishes import type_said
from shouhou.dialogue.words import reason_in
from shouhou.dialogue.yes_no import says_no


def comes_back(turn: Turn, reading: Reading) -> bool:
    """Whether a form that was given up was taken up again, with all that it knew and what the words change.

    Where it has been filed meanwhile, it is told how that stands.
    """
    state = turn.state
    if state.draft is not None or turn.message.is_press:
        return False
    if any(gives_up(clause.plain) is not None for clause in turn.message.clauses):
        return False  # 好的那不用申请了
    named = named_order(turn)
    left = [each for each in state.left if named is None or each.order == named.order_number]
    left = [each for each in left if (order := turn.order(each.order)) is not None and not order.facts.open_case]
    asked = any(takes_up(clause.plain) for clause in turn.message.clauses)
    order = named or turn.order_in_view
    if asked and not left and order is not None and order.facts.open_case and _says_no_more(turn, reading):
        answer(turn, "ask_case_status")
        return True
    if not left or not (asked or _wishes_it(turn, reading, left[-1])):
        return False
    take_up(turn, left[-1], reading)
    return True


def take_up(turn: Turn, draft: Draft, reading: Reading) -> None:
    """Go on with a form that was put by, with what the words change in it; what they ask is answered first."""
    state = turn.state
    state.forget(draft.order)
    state.draft, state.order, state.question, state.waiting = draft, draft.order or state.order, None, []
    draft.number = state.next_number()
    form = all_forms.by_name(draft.form)
    answer_all(turn, _questions(turn, reading.asks), reading)
    turn.say("utter_back_to_form", form=word("form", form.name))
    if not form.go(turn, reading, None, ORDER):
        form.reask(turn)


def _wishes_it(turn: Turn, reading: Reading, left: Draft) -> bool:
    """Whether it is wished for again, for the same order and with nothing told anew."""
    forms = [(name, form) for name in reading.asks if (form := all_forms.opened_by(name)) is not None]
    names = [name for name, form in forms if form.name == left.form and not form.opened_by[name]]
    said = [clause for clause in turn.message.clauses if clause.intent in names] or [turn.message.whole]
    wished = bool(names) and any(not is_question(c.plain) and not says_no(c.plain) for c in said)
    anew = reason_in(turn.message.clauses) is not None or any(c.told_class for c in turn.message.clauses)
    anew = anew or any(asks_if_filed(clause.plain) for clause in turn.message.clauses)
    return wished and not anew and (named_order(turn) is not None or left.order == turn.state.order)


def _says_no_more(turn: Turn, reading: Reading) -> bool:
    """Whether words but bid to get on with it, and wish for nothing of their own (你还是给我办吧)."""
    return not reading.asks and all(type_said(clause.plain) is None for clause in turn.message.clauses)


def _questions(turn: Turn, asks: Sequence[str]) -> list[str]:
    """What is asked besides whether it is still there."""
    asking = {c.intent for c in turn.message.clauses if is_question(c.plain) and not takes_up(c.plain)}
    return [each for each in asks if each in asking and all_forms.opened_by(each) is None]
