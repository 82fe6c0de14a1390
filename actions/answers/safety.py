"""Danger and injury: advice first, on record, to people as urgent; never a form first."""

from actions.answers.people import to_people
from actions.registry import answers
from actions.turn import Turn
from actions.words import word


@answers("report_injury")
def report_injury(turn: Turn) -> None:
    """Somebody is hurt: what to do now, then people, at once."""
    turn.say("utter_report_injury")
    to_people(turn, urgent=True, why=word("summary", "injury", value=turn.message.text))


@answers("report_danger")
def report_danger(turn: Turn) -> None:
    """Something may hurt somebody: what to do now, then people, at once."""
    turn.say("utter_report_danger" if _burns(turn.message.text) else "utter_report_near_miss")
    to_people(turn, urgent=True, why=word("summary", "danger", value=turn.message.text))


def _burns(text: str) -> bool:
    return any(each in text for each in word("said", "burns").split())
