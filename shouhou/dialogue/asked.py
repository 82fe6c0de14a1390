"""What clauses ask about in the middle of a talk, by what was learned of questions there (language/asked.py)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Optional

from shouhou.dialogue.asking import is_question, is_to_bot, says_what_is_meant
from shouhou.dialogue.harm import names_harm
from shouhou.dialogue.message import FALLBACK, INFORM, OUT_OF_SCOPE, Clause, Message
from shouhou.dialogue.passing_on import bids
from shouhou.dialogue.reading import same_matter
from shouhou.dialogue.sums import sum_said
from shouhou.dialogue.unasked import lacks_words, says_not_asked

NOTHING = "none"  # as language/asked.py calls what asks nothing of after-sales
SURELY = 0.6  # how likely a question is of a matter that is taken for it: nineteen of twenty such are
RATHER = 0.35  # where nothing else answers it
_ASKS = 0.5  # how likely a clause asks
_OUTRIGHT, _OUTDONE = 0.9, 0.9  # an intent that is so sure gives way only to what is surer than most
_SAID = 0.95  # how sure a clause stands for the matter that it was taken for
_DEEDS = ("yes", "want", "set", "add", "strike", "pass", "cancel", "complain", "unwanted", "fallback", "human")
_MAKES_SURE = ("吧", "呗", "没", "不", "么", "嘛")
_DENIALS = ("不是", "没问", "不问")
_WRITTEN = "faq/"
# What the intents tell apart and the questions of a talk do not: the rule from what is left of it, above all.
_FINER = ("ask_cancellation_limit", "ask_can_reapply", "followup_does_it_count", "ask_window_length")
_OF_THE_BOT = "bot_challenge"
_TELLS, _TELLS_SURELY, _HARDLY = ("tell", "chat", "ack", "rebuke"), 0.6, 0.2
_QUESTIONS = ("ask_", "faq/", "followup_", "bot_challenge", "request_apology")


def asks(clause: Clause, place: str) -> bool:
    """Whether a clause asks something, and does not, by way of a question, want it done."""
    if clause.does("ask", place) >= _ASKS:
        return True
    if sum_said(clause.plain) is not None or clause.entity("amount") is not None:
        return False  # 12块吧
    makes_sure = clause.plain.endswith(_MAKES_SURE) and about(clause, SURELY) is not None  # 蓝色有货吧
    return (is_question(clause.plain) or makes_sure) and sum(clause.does(deed, place) for deed in _DEEDS) < _ASKS


def about(clause: Clause, least: float = RATHER) -> Optional[str]:
    """What a clause, if it asks, asks about: the name of the answer; None where that is not likely enough."""
    name, chance = clause.asked[0] if clause.asked else (NOTHING, 0.0)
    return name if name != NOTHING and chance >= least else None


def questions(message: Message, place: str, least: float = SURELY) -> dict[Clause, str]:
    """Of a message's clauses those that ask, with the name of the answer that each most likely asks for.

    What one says it does not ask (不是问多久，我问的是要不要寄) is none. Where no clause says enough alone, the message
    is read as one.
    """
    asking = [c for c in message.clauses if asks(c, place) and not (bids(c.plain) or names_harm(c.plain))]
    asking = [c for c in asking if not is_to_bot(c.text) or about(c, least) == _OF_THE_BOT]  # 你看不懂吗
    if any(says_what_is_meant(clause.plain) for clause in asking):
        asking = [clause for clause in asking if not _denied(clause)]
    found = {clause: name for clause in asking if (name := about(clause, least)) is not None}
    found = {clause: name for clause, name in found.items() if not lacks_words(name, message.whole.plain)}
    whole = about(message.whole, least)
    if not found and whole is not None:
        return {clause: whole for clause in asking if whole in dict(clause.asked)}
    return found


def _denied(clause: Clause) -> bool:
    return says_not_asked(clause.plain) or clause.plain.startswith(_DENIALS)


def told_to_the_desk(clauses: Sequence[Clause], place: str) -> tuple[Clause, ...]:
    """The clauses, those that tell something with a question behind a yes as if only said to the desk.

    提交吧 不会不给我退吧 我开过封了哦: it is told for the answer's sake, and is nothing to be written first.
    """
    asking = [clause for clause in clauses if asks(clause, place)]
    if not asking:
        return tuple(clauses)
    return tuple(
        replace(clause, tells=0.0, is_told=False, told_class=None, acts={place: (("chat", _SAID),)}, entities=())
        if clause not in asking and clause.told_class is None and clause.does("tell", place) >= _TELLS_SURELY
        else clause for clause in clauses
    )


def in_the_talk(message: Message, place: str, is_known: Callable[[str], bool], begins: bool = False) -> Message:
    """The message with each clause that surely asks standing for what it asks about.

    A typed intent, or a pressed button, says itself what it is. `is_known`: whether there is an answer of that name;
    `begins`: nothing was said before, so that the intents tell more of it.
    """
    if message.is_press:
        return message
    message = replace(message, clauses=tuple(_muted(c, place) for c in message.clauses)) if (
        len(message.clauses) > 1
    ) else message
    asked = questions(message, place, _OUTDONE if begins else SURELY)
    meant = {c: name for c, name in asked.items() if is_known(name) and _outdoes(c, name)}
    if begins:
        meant = {c: name for c, name in meant.items() if c.intent.startswith((*_QUESTIONS, FALLBACK, OUT_OF_SCOPE))}
    if not meant:
        return message
    clauses = tuple(_as(clause, meant[clause]) if clause in meant else clause for clause in message.clauses)
    if len(clauses) == 1:
        return replace(message, whole=clauses[0], clauses=clauses)
    return replace(message, whole=_whole(message.whole, clauses), clauses=clauses)


def _muted(clause: Clause, place: str) -> Clause:
    """The clause; as one that asks nothing where it was taken for a question, and surely does something else.

    白天上班 asks for no hours, and 都等了6天了 for no window.
    """
    if not clause.acts or not clause.intent.startswith(_QUESTIONS) or asks(clause, place) or is_question(clause.plain):
        return clause
    told = sum(clause.does(act, place) for act in _TELLS) >= _TELLS_SURELY
    silent = about(clause, SURELY) is None
    return _as(clause, INFORM) if told and silent and clause.does("ask", place) < _HARDLY else clause


def _outdoes(clause: Clause, name: str) -> bool:
    if name == clause.intent:
        return False
    if clause.intent in _FINER and clause.confidence >= SURELY and same_matter(name, clause.intent):
        return False
    # What a trainer wrote may be newer than what was learned of questions.
    of_trainers = clause.intent.startswith(_WRITTEN) and clause.confidence >= SURELY
    outright = of_trainers or (clause.intent.startswith(_QUESTIONS) and clause.confidence >= _OUTRIGHT)
    return not outright or dict(clause.asked).get(name, 0.0) >= _OUTDONE


def _as(clause: Clause, name: str) -> Clause:
    return replace(clause, ranking=((name, _SAID), *((other, 0.0) for other, _ in clause.ranking if other != name)))


def _whole(whole: Clause, clauses: Sequence[Clause]) -> Clause:
    """The whole, which says nothing by itself where it was taken for a question that none of its clauses asks."""
    if not whole.intent.startswith(_QUESTIONS) or any(clause.intent == whole.intent for clause in clauses):
        return whole
    return replace(whole, ranking=((FALLBACK, _SAID), *((name, 0.0) for name, _ in whole.ranking)))
