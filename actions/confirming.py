"""Yes or no before an answer, where the question took something for granted."""

from collections.abc import Callable
from typing import Optional

from actions.turn import Said, Turn
from actions.words import word
from shouhou.dialogue.supposed import supposed


def begins_so(turn: Turn, said: Said, reads: Callable[[str], Optional[bool]], holds: bool) -> Said:
    """Begin an answer with yes or no, where the question took something for granted (那就是你们出对吧)."""
    taken = supposed([clause.plain.strip() for clause in turn.message.clauses], reads)
    if taken is not None:
        lead = word("so", "yes" if taken is holds else "no")
        said.text = said.text if said.text.startswith(lead) else f"{lead}{said.text}"
    return said
