"""Two asks in one message, and a message that may be either of two."""

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers.small_talk import ActionNotUnderstood
from tests.shop import Order, Shop


def test_two_asks_in_one_message_both_get_their_answer(shop: Shop) -> None:
    reply = shop.buyer(Order()).says("还能撤销几次，另外怎么投诉")
    assert reply.facts["cancellations_left"] == 3
    assert "3 次" in reply.text and "投诉" in reply.text and "9:00" in reply.text


def test_two_asks_about_an_order_wait_together_until_it_is_named(shop: Shop) -> None:
    buyer = shop.buyer(Order(product="保温杯"), Order(product="台灯"))
    assert "哪" in buyer.says("我还能撤销几次，另外我这单还在售后期吗").text
    reply = buyer.says("保温杯那个")
    assert reply.facts["cancellations_left"] == 3 and reply.facts["window_open"] is True


def test_an_ask_beside_a_write_is_answered_before_the_form_begins(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    reply = buyer.says("我要退货，另外退款几天能到账")
    assert "工作日" in reply.text
    assert "仅退款" not in reply.text and len(reply.messages) > 1
    assert buyer.says("算了，不办了").messages


def ranked(*chances: tuple[str, float]) -> dict[str, Any]:
    ranking = [{"name": name, "confidence": chance} for name, chance in chances]
    return {"text": "这个怎么弄", "intent": ranking[0], "intent_ranking": ranking, "message_id": "m", "entities": []}


def answer_to(message: dict[str, Any], slots: dict[str, Any]) -> dict[str, Any]:
    tracker = Tracker("visit", slots, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    asyncio.run(ActionNotUnderstood().run(dispatcher, tracker, {}))
    said: dict[str, Any] = dispatcher.messages[0]
    return said


def test_of_two_likely_asks_the_buyer_chooses_by_button(shop: Shop) -> None:
    likely = ranked(("nlu_fallback", 0.6), ("ask_how_to_apply", 0.4), ("request_aftersales", 0.38))
    said = answer_to(likely, {})
    assert said["response"] == "utter_which_meant"
    assert [button["payload"] for button in said["buttons"]] == ["/ask_how_to_apply", "/request_aftersales"]


@pytest.mark.parametrize(
    "chances",
    [
        (("ask_how_to_apply", 0.3), ("request_aftersales", 0.2)),  # too unlikely, both
        (("out_of_scope", 0.5), ("request_aftersales", 0.4)),
        (("greet", 0.5), ("thank", 0.4)),  # no asks
        (("ask_how_to_apply", 0.9),),
    ],
)
def test_nothing_is_asked_back_where_the_two_are_not_likely(shop: Shop, chances: tuple[tuple[str, float], ...]) -> None:
    assert answer_to(ranked(("nlu_fallback", 0.6), *chances), {})["response"] == "utter_not_understood"


def test_the_second_unread_message_in_a_row_offers_a_person_even_where_two_asks_are_likely(shop: Shop) -> None:
    likely = ranked(("nlu_fallback", 0.6), ("ask_how_to_apply", 0.4), ("request_aftersales", 0.38))
    assert answer_to(likely, {"failures": 1})["response"] == "utter_offer_person"
