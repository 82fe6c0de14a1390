"""What is asked and told around the queue for a person: where one stands, what is gone on with when one leaves it."""

import pytest

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.dialogue.people import asks_in_the_queue, wants_person
from tests.leading import Talk
from tests.unit.talk.talks import rows, tells


@pytest.mark.parametrize("text", ["人呢", "我店里等着用呢 等到什么时候", "咋还没人来嘛", "人工啥时候来", "还要等多久"])
def test_who_waits_asks_where_he_stands(one: Talk, text: str) -> None:
    one.asks("request_human")
    assert asks_in_the_queue(text) and tells(one, text, "ask_how_long") == ["utter_queue_position"]


@pytest.mark.parametrize("text", ["粮我已经不喂了", "等着用呢", "多久能退下来"])
def test_what_asks_for_nobody(text: str) -> None:
    assert not asks_in_the_queue(text)


def test_who_leaves_the_queue_need_not_tell_it_again(one: Talk) -> None:
    tells(one, "杯盖裂了 想换一个 转人工", "request_human", reason="杯盖裂了", group="goods")
    assert one.state.told.reason == "杯盖裂了"
    said = one._lead({
        "text": "咋还没人来 你帮我办吧", "plain": "咋还没人来 你帮我办吧", "entities": [], "clauses": [],
        "intent_ranking": [{"name": "nlu_fallback", "confidence": 0.9}],
    }, left_queue=True)
    assert said[0] == "utter_left_queue" and one.state.draft is not None
    assert one.state.draft.fields["reason"] == "杯盖裂了" and one.state.draft.fields["request_type"] == "exchange"


@pytest.mark.parametrize("text", ["我想跟真人讲", "找个能拍板的人来跟我说", "给我换个活人"])
def test_a_person_is_wanted_outright(one: Talk, database: Database, text: str) -> None:
    assert wants_person(text)
    said = tells(one, f"你是真人吗，{text}", "bot_challenge")
    assert said == ["utter_bot_hands_over", "utter_handover_waiting"] and len(rows(database, t.handovers)) == 1


@pytest.mark.parametrize("text", ["怎么找真人", "不要人工", "跟客服说过了", "人工智能的"])
def test_no_person_is_wanted(text: str) -> None:
    assert not wants_person(text)


def test_who_waits_and_is_hurt_then_is_told_of_in_the_summary(one: Talk, database: Database) -> None:
    one.asks("request_human")
    tells(one, "杯子炸了把手划流血了", "report_injury")
    (handover,) = rows(database, t.handovers)
    assert handover.urgent and "杯子炸了把手划流血了" in handover.summary
