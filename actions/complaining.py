"""A complaint that is wished for beside something else (这事我还要投诉): noted, and begun once that is done."""

from dataclasses import replace
from typing import Any

from actions.answering import answer, can_answer
from actions.forms.base import Form
from actions.told import note_grievance
from actions.turn import Turn
from shouhou.cases.complaints import latest_complaint
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.demands import asks_after_complaint, asks_of_rules, denies_complaint, wants_complaint
from shouhou.dialogue.grievance import tells_conduct
from shouhou.dialogue.matters_of_filed import BASIS
from shouhou.dialogue.message import Clause, without
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.wishes import gives_goods_back, type_said, wants_money_back, wishes
from shouhou.dialogue.yes_no import says_yes

_COMPLAINT = "file_complaint"
LIKE_COMPLAINT = (  # what the wish for one may be taken for
    "report_merchant_rude", "report_merchant_refuses", "report_merchant_inactive", "ask_how_to_complain",
    "ask_complaint_progress",
)
_OPENING = (_COMPLAINT, "report_merchant_refuses", "report_merchant_rude")
_RULES = ("ask_rule_behind", BASIS)  # who answers what rule stands behind a refusal: the first that is there
_BESIDE = ("application", "change", "cancellation")  # forms that are finished before the complaint is begun


def complaint_later(turn: Turn, reading: Reading, form: Form[Any]) -> Reading:
    """Note a complaint that is wished for in the middle of a form that wants something else; the reading without it."""
    clauses, waits = turn.message.clauses, turn.state.aside
    wished = [c for c in clauses if wants_complaint(c.plain) or asks_after_complaint(c.plain)]
    told = [c for c in clauses if tells_conduct(c.plain) or c in wished]
    if form.name not in _BESIDE or not wished:
        return reading
    if any(asks_after_complaint(c.plain) for c in wished):
        told = [c for n, c in enumerate(clauses) if c in told or (n and clauses[n - 1] in wished)]  # … 怎么没了
    elif not any(_is_of_form(c, form) for c in clauses if c not in told):  # 不改不改！我要投诉商家: begun at once
        return replace(reading, asks=tuple(dict.fromkeys([*reading.asks, _COMPLAINT])))
    note_grievance(turn)
    if waits is None or waits.form != "complaint":
        turn.state.later = list(dict.fromkeys([*turn.state.later, _COMPLAINT]))
    turn.say("utter_complaint_later")
    turn.message = without(turn.message, told)
    asks = tuple(each for each in reading.asks if each not in (_COMPLAINT, *LIKE_COMPLAINT))
    turn.reading = replace(reading, message=turn.message, asks=asks)
    return turn.reading


def answer_rule(turn: Turn) -> None:
    """Answer what rule stands behind what the merchant says."""
    answer(turn, next(each for each in _RULES if can_answer(each)))


def unless_complained(turn: Turn, reading: Reading) -> Reading:
    """The reading without a complaint that is denied (我并未要求投诉), or only sounds so where a rule is asked for."""
    clauses, draft = turn.message.clauses, turn.state.draft
    opening = [each for each in reading.asks if each in _OPENING]
    filing = draft is not None and draft.form == "complaint"
    if not opening or filing or any(wants_complaint(clause.plain) for clause in clauses):
        return reading
    of_rules = any(asks_of_rules(clause.plain) for clause in clauses)
    if not (of_rules or any(denies_complaint(clause.plain) for clause in clauses)):
        return reading
    left = [each for each in reading.asks if each not in _OPENING]
    left = left or ([next(each for each in _RULES if can_answer(each))] if of_rules else [])
    return replace(reading, asks=tuple(left))


def _is_of_form(clause: Clause, form: Form[Any]) -> bool:
    """Whether a clause goes on with what is open: agrees to it, tells, wishes or asks something."""
    text = clause.plain
    if says_yes(text, form.verbs) or clause.told_class is not None or is_question(text):
        return True
    return wishes(text) or type_said(text) is not None or gives_goods_back(text) or wants_money_back(text)


def complains_beside(turn: Turn) -> bool:
    """Whether a complaint is wished for in words that were taken for something else, and none was begun."""
    clauses = turn.message.clauses
    if any(asks_after_complaint(clause.plain) for clause in clauses) and turn.orders():
        return not any(latest_complaint(turn.database, order.order_number) for order in turn.orders())
    if _COMPLAINT in turn.reading.asks or not turn.orders():
        return False
    return any(wants_complaint(c.plain) for c in clauses) and any(tells_conduct(c.plain) for c in clauses)
