"""What clauses ask about in the middle of a talk, by what was learned of questions there (language/asked.py)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Optional

from shouhou.dialogue.asking import is_question
from shouhou.dialogue.harm import names_harm
from shouhou.dialogue.message import FALLBACK, Clause, Message
from shouhou.dialogue.passing_on import bids

NOTHING = "none"  # as language/asked.py calls what asks nothing of after-sales
SURELY = 0.6  # how likely a question is of a matter that is taken for it: nineteen of twenty such are
RATHER = 0.35  # where nothing else answers it
_ASKS = 0.5  # how likely a clause asks
_SAID = 0.95  # how sure a clause stands for the matter that it was taken for
_DEEDS = ("want", "set", "add", "strike", "pass", "cancel", "complain", "unwanted", "fallback", "human")
_QUESTIONS = ("ask_", "faq/", "followup_", "bot_challenge", "request_apology")


def asks(clause: Clause, place: str) -> bool:
    """Whether a clause asks something, and does not, by way of a question, want it done."""
    if clause.does("ask", place) >= _ASKS:
        return True
    return is_question(clause.plain) and sum(clause.does(deed, place) for deed in _DEEDS) < _ASKS


def about(clause: Clause, least: float = RATHER) -> Optional[str]:
    """What a clause, if it asks, asks about: the name of the answer; None where that is not likely enough."""
    name, chance = clause.asked[0] if clause.asked else (NOTHING, 0.0)
    return name if name != NOTHING and chance >= least else None


def in_the_talk(message: Message, place: str, is_known: Callable[[str], bool]) -> Message:
    """The message with each clause that surely asks standing for what it asks about.

    A typed intent, or a pressed button, says itself what it is. `is_known`: whether there is an answer of that name.
    """
    if message.is_press:
        return message
    meant = {clause: name for clause in message.clauses if (name := _meant(clause, place, is_known)) is not None}
    if not meant:
        return message
    clauses = tuple(_as(clause, meant[clause]) if clause in meant else clause for clause in message.clauses)
    if len(clauses) == 1:
        return replace(message, whole=clauses[0], clauses=clauses)
    return replace(message, whole=_whole(message.whole, clauses), clauses=clauses)


def _meant(clause: Clause, place: str, is_known: Callable[[str], bool]) -> Optional[str]:
    name = about(clause, SURELY)
    if name is None or not is_known(name) or bids(clause.plain) or names_harm(clause.plain):
        return None
    return name if asks(clause, place) and name != clause.intent else None


def _as(clause: Clause, name: str) -> Clause:
    return replace(clause, ranking=((name, _SAID), *((other, 0.0) for other, _ in clause.ranking if other != name)))


def _whole(whole: Clause, clauses: Sequence[Clause]) -> Clause:
    """The whole, which says nothing by itself where it was taken for a question that none of its clauses asks."""
    if not whole.intent.startswith(_QUESTIONS) or any(clause.intent == whole.intent for clause in clauses):
        return whole
    return replace(whole, ranking=((FALLBACK, _SAID), *((name, 0.0) for name, _ in whole.ranking)))
