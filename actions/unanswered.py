"""What a message asked and the turn did not answer: whoever led the turn, no question goes unheard."""

import re

from actions.answering import answer, can_answer
from actions.forms import all_forms
from actions.turn import Said, Turn
from shouhou.dialogue.asked import RATHER, SURELY, questions
from shouhou.dialogue.message import Clause
from shouhou.dialogue.reading import SMALL_TALK, SURE, same_matter

# What carries on or closes a form, takes note or knows no answer: it answers no question.
_NO_ANSWER = re.compile(
    r"utter_(?:confirm|form|offer(?!_ask)|stopped|paused|type_taken|order_switched|words_kept|noted|back_to_form|application_filed"
    r"|complaint_filed|changed|cancelled|merchant_message_sent|consent_asked|withdrawn|added_to_complaint|apologise"
    r"|sorry|acknowledged|thank|affirm_nothing|deny_nothing|greet|goodbye|photo|what_to_change|edit_not_done|send_it)"
)
_NO_IDEA = ("utter_not_understood", "utter_which_meant", "utter_out_of_scope", "utter_question_in_form",
            "utter_not_understood_in_form")
_OFFERS = ("utter_offer_ask_left", "utter_offer_ask_this")  # to put to the merchant what has an answer here
_CLOSING = ("utter_acknowledged", "utter_affirm_nothing", "utter_deny_nothing", "utter_goodbye")
_MERCHANT_WORDS = ("merchant_words", "added_words")  # whatever is said there is passed on
_BY_PEOPLE = ("request_human", "ask_queue_position")  # the talk's own course leads to people


def answer_left(turn: Turn) -> None:
    """Answer what clauses surely ask and nothing said answers; the answers stand before what goes on."""
    state, message = turn.state, turn.message
    question = state.question
    if message.is_press or not turn.said or (question is not None and question.slot in _MERCHANT_WORDS):
        return
    begins = state.draft is not None and turn.draft_before is None  # what was asked for is begun
    least = RATHER if _says_nothing(turn) and not begins else SURELY
    found = questions(message, turn.place_before, least)
    asking = [name for clause, name in found.items() if _is_left(turn, clause, name)]
    left = [name for name in asking if not any(same_matter(name, other) for other in turn.answered)]
    offered = [said for said in turn.said if said.response in _OFFERS]
    if not left or _answered_otherwise(turn) - len(offered) >= len(left) or (offered and least == RATHER):
        return
    if offered and state.draft is not None and state.draft.form == "merchant":
        turn.said = [said for said in turn.said if said not in offered]
        state.draft = state.question = question = None
    empty = [said for said in turn.said if said.response in (*_NO_IDEA, *_CLOSING)]
    if empty:
        turn.said = [said for said in turn.said if said not in empty]
        turn.unhelpful, state.asked = False, None
        if question is not None and any(said.question == question.id for said in empty):
            question = state.question = None
    before = list(turn.said)
    for name in left:
        if not any(same_matter(name, other) for other in turn.answered):
            answer(turn, name)
    if state.draft is not None:
        state.question = question  # what an answer offers is no question in a form
    told = [said for said in turn.said if said not in before and said.text not in [each.text for each in before]]
    turn.said = _before_what_goes_on(turn, before, told)


def _is_left(turn: Turn, clause: Clause, name: str) -> bool:
    if name in _BY_PEOPLE or not can_answer(name) or all_forms.opened_by(name) is not None:
        return False
    if clause.intent in SMALL_TALK[:3] and clause.confidence >= SURE:
        return False  # 师傅在吗
    return clause not in (*turn.reading.worded, *turn.reading.yes_no.used) and clause.intent not in turn.answered


def _says_nothing(turn: Turn) -> bool:
    """Whether nothing was said that answers anything."""
    return not turn.answered and all(each.response in _NO_IDEA or _NO_ANSWER.match(each.response) for each in turn.said)


def _answered_otherwise(turn: Turn) -> int:
    """How many messages answer something without having been called as an answer."""
    return sum(
        1 for said in turn.said
        if said.question is None and said not in turn.answers and said.response not in _NO_IDEA
        and not _NO_ANSWER.match(said.response)
    )


def _before_what_goes_on(turn: Turn, before: list[Said], told: list[Said]) -> list[Said]:
    question = turn.state.question
    goes_on = question is not None and turn.state.draft is not None
    going_on = [said for said in before if goes_on and question is not None and said.question == question.id]
    rest = [said for said in before if said not in going_on]
    return [*rest, *told, *going_on]
