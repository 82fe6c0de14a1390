"""What is told at the summary and orders nothing: a note that goes with it."""

import re
from collections.abc import Sequence

from actions.forms.application_draft import ApplicationDraft
from actions.forms.application_edits import added_to
from actions.forms.base import Answer
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.breath import only_aside
from shouhou.dialogue.dictation import of_the_talk, trimmed
from shouhou.dialogue.harm import denies_danger
from shouhou.dialogue.message import Clause
from shouhou.dialogue.people import calls_for_somebody, leaves_queue
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.sums import says_only_sum
from shouhou.dialogue.telling import asks_for_call, hurries
from shouhou.dialogue.wishes import denies_type, wishes, without_leave
from shouhou.dialogue.words import (
    COURTESY,
    is_rest,
    joined,
    names_goods,
    speaks_of_class,
    speaks_of_desk,
    speaks_of_reason,
)

_NO_NOTE = (*COURTESY, "out_of_scope", "followup_meaning")
_GIVEN_UP = re.compile(r"[不别莫]\w{1,3}了")
_SURELY, _SURELY_TOLD, _BESIDE_QUESTION = 0.8, 0.6, 0.9
_LEAST_NOTED = 3  # characters of a note


def read_note(draft: ApplicationDraft, answer: Answer, titles: Sequence[str], place: str) -> bool:
    """What is told at the summary and means nothing else (是内胆哦 别寄锅): it is written, and shown before a yes."""
    said = answer.reading.yes_no
    if answer.choice is not None or said.yes or said.leaves or said.pauses:
        return False
    clauses = answer.reading.message.clauses
    if is_question(clauses[-1].plain) and any(_LEADS_TO_ASK.match(clause.plain) for clause in clauses):
        return False  # 我的意思是 拿了150之后 电池再掉 还能退吗
    kept = [c for c in clauses if _is_note(c, titles) and not _is_talk(c, place)]
    kept = [c for c in kept if c not in said.used and c not in answer.reading.asking]
    if any(is_question(clause.plain) for clause in answer.reading.message.clauses):
        told = [c for c in kept if c.told_class or c.tells >= _BESIDE_QUESTION]  # 还能铺着用不 怪冷的
        kept = [c for c in kept if c in told or c.does("tell", "summary") >= _SURELY_TOLD]  # 已经扔了 好的用不用寄回
    before = draft.details
    if words := joined(kept):
        draft.details = added_to(draft.details, words)
    return draft.details != before


_LEADS_TO_ASK = re.compile(r"^(?:我的意思是|我是(?:说|问|想问)|要是|如果|万一|那要是)")
_TALK = ("ask", "chat", "rebuke", "anger", "human", "complain", "photo", "yes", "leave", "pause")


def _is_talk(clause: Clause, place: str) -> bool:
    """Whether words are surely said to the desk, scold, or tell what is nobody's matter here."""
    if clause.told_class is not None or clause.tells >= _SURELY_TOLD:
        return False
    return sum(clause.does(each, place) for each in _TALK) >= _SURELY


def _is_note(clause: Clause, titles: Sequence[str]) -> bool:
    """Whether a clause is nothing that belongs to the talk, the evidence, the type, the sum or the class."""
    if not clause.is_told:
        return False
    if len(trimmed(clause.text)) < _LEAST_NOTED or (clause.intent in _NO_NOTE and clause.confidence >= _SURELY):
        return False
    of_type = denies_type(clause.plain) or wishes(without_leave(clause.plain))
    of_form = of_type or says_only_sum(clause.plain) or is_about_evidence(clause.text)
    of_lines = only_aside(clause) or speaks_of_class(clause.text) or speaks_of_reason(clause.text)
    of_lines = of_lines or names_goods(clause.text, titles)
    if _GIVEN_UP.fullmatch(trimmed(clause.text)):
        return False  # 不查了
    if asks_for_call(clause.plain) or speaks_of_desk(clause.plain) or is_rest(clause.plain):
        return False  # it is said to the desk
    of_people = leaves_queue(clause.plain) or denies_danger(clause.plain) or calls_for_somebody(clause.plain)
    return not (of_form or of_lines or of_people or of_the_talk(clause) or hurries(clause.plain))
