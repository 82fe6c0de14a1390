"""A question in the middle of a form that no ask carries: answered here, or kept for the merchant."""

from collections.abc import Sequence

from actions.answering import answer, nearest_answer, to_be_asked
from actions.answers.who_reads import FOR_CALL
from actions.leaving import asks_of_goods
from actions.turn import Turn
from shouhou.dialogue.asked_of_filed import asks_whether_done
from shouhou.dialogue.asking import (
    asks_another_case,
    asks_if_matters,
    asks_leave,
    asks_of_sum,
    asks_scope,
    asks_without_picture,
    no_question_at_all,
    only_supposes,
)
from shouhou.dialogue.dictation import additions
from shouhou.dialogue.edits import edits
from shouhou.dialogue.line_orders import used_by
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.reading import SURE
from shouhou.dialogue.sums import sum_said
from shouhou.dialogue.telling import asks_for_call, tells_failure
from shouhou.dialogue.wishes import (
    denies_type,
    wishes,
    without_leave,
)
from shouhou.dialogue.words import asks_of_class, objects

_WORDS = ("merchant", "addition")  # what is asked there is part of what is passed on
_HEARD = 0.8  # how surely words want something


def keep_question(turn: Turn, place: int, answered_already: Sequence[str]) -> None:
    """A question beside an answer, which nothing here answers: it is heard, and kept for the merchant.

    Beside others that were answered (`answered_already`), only one that surely asks something else.
    """
    asked = [
        c for c in turn.message.clauses
        if (asks_of_goods(c) or asks_of_class(c.plain)) and not asks_leave(c.plain)
        and (not is_about_evidence(c.text) or asks_without_picture(c.plain))
        and (c.entity("request_type") is None or nearest_answer([c], SURE) is not None)
        and not wishes(without_leave(c.plain)) and not denies_type(without_leave(c.plain))
        and not (no_question_at_all(c.plain) and additions(turn.message.clauses))
        and sum_said(without_leave(c.plain)) is None
        and not asks_of_sum(c.plain) and not objects(c.text) and c.does("want", turn.place) < _HEARD
        and c not in turn.reading.asking and c not in turn.reading.worded
    ]
    ordered = used_by(edits(turn.message.clauses))  # 能不能写清楚只换那一本
    asked = [c for c in asked if not any(c.start <= each.start < c.end for each in ordered)]
    if answered_already:
        near = [(c, nearest_answer([c], SURE)) for c in asked]
        asked = [c for c, name in near if name is not None and name not in answered_already]
    if not asked or turn.state.draft is None or turn.order_in_view is None or turn.state.draft.form in _WORDS:
        return
    spoken = len(turn.said)
    left = [clause for clause in asked if not answered_here(turn, [clause])]
    if left and len(turn.said) == spoken:
        words = to_be_asked(turn, left)
        turn.state.asked = words or turn.state.asked
        if words:
            turn.say("utter_question_in_form")
    said = turn.said[spoken:]
    turn.said[place:] = [*said, *turn.said[place:spoken]]  # the answer stands before what goes on


def answered_here(turn: Turn, asked: Sequence[Clause]) -> bool:
    """Whether a question in the middle of a form has an answer of its own: nothing need be kept for the merchant."""
    texts = [clause.plain for clause in asked]
    if any(asks_if_matters(text) for text in texts):
        texts.append(turn.message.whole.plain)  # 照片也没拍 有影响不
    if any(asks_another_case(text) for text in texts):
        answer(turn, "faq/two_requests_at_once")
    elif any(asks_scope(text) for text in texts):
        turn.say("utter_scope_in_form")  # 能不能只换裤子: written, and for the merchant to say
    elif any(asks_without_picture(text) for text in texts):
        turn.say("utter_without_picture")
    elif any(only_supposes(text) or tells_failure(text) for text in texts):
        answer(turn, "followup_what_if")  # 这次商家再拒咋办
    elif any(asks_of_class(text) for text in texts):
        answer(turn, "ask_class_why")
    elif any(asks_for_call(text) for text in texts):
        answer(turn, FOR_CALL)
    elif any(asks_whether_done(text) or no_question_at_all(text) for text in texts):
        turn.say("utter_not_yet_filed")
    elif (nearest := nearest_answer(asked)) is not None:
        spoken = len(turn.said)
        answer(turn, nearest)
        if turn.said[spoken:] and turn.said[spoken].text in [said.text for said in turn.said[:spoken]]:
            del turn.said[spoken:]  # 退到哪天 几号截止: one answer tells both
    else:
        return False
    return True
