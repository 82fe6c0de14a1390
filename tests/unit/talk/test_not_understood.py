"""What could not be read: the nearest things are offered, a person last; the second time in a row a person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shouhou.cases import schema
from shouhou.cases.database import Database
from tests.leading import Talk, begin


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    database = Database(f"sqlite:///{tmp_path / 'shouhou.db'}")
    schema.upgrade(database)
    yield begin(database, ["保温杯"])
    database.dispose()


def unsure(talk: Talk, **chances: float) -> list[str]:
    """A message in which these intents were thought of, none of them surely."""
    ranking = [{"name": name, "confidence": chance} for name, chance in (("nlu_fallback", 0.6), *chances.items())]
    return talk._lead({"text": "这个怎么弄", "intent_ranking": ranking, "entities": [], "clauses": []})


def titles(talk: Talk) -> list[str]:
    return [each["title"] for each in talk.last.buttons]


def test_the_nearest_asks_are_offered_by_name_and_a_person_comes_last(talk: Talk) -> None:
    assert unsure(talk, ask_how_to_apply=0.4, request_aftersales=0.38) == ["utter_which_meant"]
    assert titles(talk) == ["怎么申请售后", "申请售后", "转人工"]


def test_the_choice_may_be_pressed_or_named_by_its_place(talk: Talk) -> None:
    unsure(talk, ask_cancellation_limit=0.4, request_aftersales=0.38)
    assert talk.says("第一个", "inform") == ["utter_cancellation_limit"]
    unsure(talk, ask_cancellation_limit=0.4, request_aftersales=0.38)
    assert talk.presses("售后最多能撤销几次") == ["utter_cancellation_limit"]


def test_what_is_too_unlikely_is_not_offered(talk: Talk) -> None:
    assert unsure(talk, ask_how_to_apply=0.05, request_aftersales=0.04) == ["utter_not_understood"]


def test_small_talk_and_what_lies_outside_are_never_offered(talk: Talk) -> None:
    assert unsure(talk, greet=0.5, out_of_scope=0.4) == ["utter_not_understood"]


def test_the_second_unread_message_in_a_row_offers_a_person(talk: Talk) -> None:
    unsure(talk, ask_how_to_apply=0.4)
    assert unsure(talk, ask_how_to_apply=0.4) == ["utter_offer_person"]


def test_an_answer_between_two_unread_messages_starts_the_count_anew(talk: Talk) -> None:
    unsure(talk, ask_how_to_apply=0.4)
    talk.asks("ask_cancellation_limit")
    assert unsure(talk, ask_how_to_apply=0.4) == ["utter_which_meant"]
