"""Taking back: which of several things is meant, what was never filed, whether what was taken back is so for good."""

from collections.abc import Sequence
from typing import Optional

from actions.answering import open_form, read_anew
from actions.choices import WHICH
from actions.orders import ORDER, named_order, pointed_how, short_label
from actions.standing import UNDER_WAY, filed_so_far, say_nothing_filed, say_undone
from actions.turn import FORM_OFFER, Turn
from actions.words import word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue import offers
from shouhou.dialogue.giving_up import asks_if_filed, asks_if_undone, calls_off, gives_up
from shouhou.dialogue.message import Clause, without
from shouhou.rules.lifecycle import CaseStatus


def asks_which_to_take_back(turn: Turn) -> bool:
    """Whether something that is only pointed at (把第二个取消了) is wanted cancelled, and it was asked which.

    Offered are what is filed, what is being filled in, and the orders that have not come: nothing is guessed.
    """
    wanted = [clause for clause in turn.message.clauses if calls_off(clause.plain)]
    if not any(clause.entity("order_ref") is not None for clause in wanted):
        return False
    if any(_is_named(turn, clause) for clause in wanted):
        return False
    buttons = [
        {"title": short_label(order), "payload": offers.about(f"/{job}", order.order_number)}
        for order in turn.orders() if (job := _way(order)) is not None
    ]
    form = open_form(turn)
    if form is not None and form.comes_back:
        buttons.append({"title": word("format", "draft_in_hand"), "payload": "/stop"})
    if len(buttons) < 2:
        return False
    said = turn.say("utter_ask_which_to_take_back", buttons=buttons)
    if form is not None:
        turn.ask(said, form.name, WHICH, f"w{turn.state.next_number()}")
    else:
        turn.ask(said, FORM_OFFER, WHICH, f"w{turn.state.next_number()}")
    return True


def tells_nothing_filed(turn: Turn) -> bool:
    """Whether something was taken back that was never filed, and nothing else was said: this is told."""
    order = named_order(turn) or turn.order_in_view
    if order is None or order.facts.open_case or order.case is not None or turn.message.is_press:
        return False
    left = any(each.order == order.order_number for each in turn.state.left)
    over = [clause for clause in turn.message.clauses if _takes_back(clause, left)]
    if not over:
        return False
    filed, asked = filed_so_far(turn), any(asks_if_filed(clause.plain) for clause in over)
    if filed and asked and named_order(turn) is None:  # 浴巾和被套那两个不是交了吗, where the kettle is in view
        turn.say("utter_filed_so_far", filed="、".join(filed), order=order)
        return _asks_no_more(turn, over)
    say_nothing_filed(turn, order)
    return _asks_no_more(turn, over)


def tells_it_is_undone(turn: Turn) -> bool:
    """Whether it was asked if what was taken back is so for good (撤干净没有, 还照样发吧), and answered."""
    order = named_order(turn) or turn.order_in_view
    if order is None or order.case is None or order.case.status is not CaseStatus.CANCELLED:
        return False
    asked = [clause for clause in turn.message.clauses if asks_if_undone(clause.plain)]
    if not asked:
        return False
    turn.state.order = order.order_number
    say_undone(turn, order)
    return _asks_no_more(turn, asked)


def _asks_no_more(turn: Turn, dealt_with: Sequence[Clause]) -> bool:
    """Read on what is left of the message; whether it asks nothing more."""
    if all(clause in dealt_with for clause in turn.message.clauses):
        return True
    turn.message = without(turn.message, dealt_with)
    turn.reading = read_anew(turn)
    return not turn.reading.asks


def _way(order: OrderRecord) -> Optional[str]:
    """The job that takes an order's case back, or the order itself while it has not come."""
    if order.facts.open_case:
        return "cancel_aftersales"
    return "cancel_unshipped_order" if order.facts.status in UNDER_WAY else None


def _is_named(turn: Turn, clause: Clause) -> bool:
    """Whether a clause names goods, beside their place among others."""
    question = turn.state.question
    if question is not None and question.of == ORDER:
        return True  # a place among those shown
    return pointed_how(turn, clause) not in ("", "place")


def _takes_back(clause: Clause, left: bool) -> bool:
    given_up = gives_up(clause.plain) is not None or asks_if_filed(clause.plain)
    called_off = calls_off(clause.plain) is not None or asks_if_undone(clause.plain)
    return given_up or (left and called_off)
