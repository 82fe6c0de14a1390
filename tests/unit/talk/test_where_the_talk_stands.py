"""Where the talk stands, by what was last asked: the place that decides what words do."""

from typing import Any

import pytest

from actions.server import turn_of
from actions.turn import FORM_OFFER, Desk
from shouhou.cases.database import Database
from shouhou.dialogue.state import Question, State, dump
from shouhou.language.acts import PLACES
from shouhou.settings import policy

ASKED = [
    (None, "open"),
    (("application", "confirm"), "summary"), (("cancellation", "confirm"), "summary"),
    (("complaint", "confirm"), "summary"),
    (("merchant", "confirm"), "message"), (("addition", "confirm"), "message"),
    ((FORM_OFFER, "yes"), "offer"),
    (("application", "evidence"), "more"), (("application", "request_type"), "kind"),
    (("application", "reason"), "why"),
]


@pytest.mark.parametrize(("asked", "place"), ASKED)
def test_what_was_asked_says_where_the_talk_stands(database: Database, asked: Any, place: str) -> None:
    state = State()
    state.question = Question("q", *asked) if asked else None
    assert turn_of(Desk(database, policy()), "widget:buyer:anna", {"text": "好"}, dump(state)).place == place


def test_every_place_that_acts_are_learned_for_is_reached() -> None:
    assert {place for _, place in ASKED} == set(PLACES.values())
