"""What the buyer told while the bot kept quiet for a person, or long before: it need not be told once more."""

import re
from datetime import timedelta

from actions.turn import Turn
from shouhou.cases.said import said_by_buyer
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.demands import denies_complaint
from shouhou.dialogue.grievance import tells_conduct, told_problem
from shouhou.dialogue.message import Clause

_STOPS = re.compile(r"[，。！？；,!;\s]+")


def conduct_told(turn: Turn) -> str:
    """What the buyer told before of the merchant's conduct, since yesterday; empty for nothing."""
    texts = said_by_buyer(turn.database, turn.speaker.conversation_id, turn.now - timedelta(days=1))
    texts = [text for text in texts if text.strip() != turn.message.text.strip()]  # this one is read by whoever asks
    parts = [part for text in texts for part in _STOPS.split(text) if part and tells_conduct(part)]
    parts = [part for part in dict.fromkeys(parts) if not (is_question(part) or denies_complaint(part))]
    return told_problem([Clause(part, 0, 0, ()) for part in parts])
