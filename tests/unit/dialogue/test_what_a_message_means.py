"""A message read clause by clause: what it asks, what it denies, what it only tells; danger before everything."""

from typing import Any, Optional

import pytest

from shouhou.dialogue.message import FALLBACK, Message, read_message
from shouhou.dialogue.reading import Reading, likely, read

Said = tuple[str, str, float]  # words, intent, how surely
ASKS = {
    "ask_window_open", "ask_return_shipping", "cancel_aftersales", "request_aftersales", "ask_how_to_apply",
    "file_complaint",
    "ask_refund_arrival", "ask_cancellations_left", "ask_can_reapply", "request_human", "report_danger",
    "report_injury",
}
WISHES = {"cancel_aftersales": "撤销|撤|取消", "request_aftersales": "退|换|修|申请|补", "file_complaint": "投诉|告"}


def message(whole: tuple[str, float], *parts: Said, entities: Optional[list[dict[str, Any]]] = None) -> Message:
    """A message of these clauses, and the intent of the whole."""
    text = "，".join(words for words, _, _ in parts)
    found, at = [], 0
    for words, intent, sure in parts:
        found.append({"start": at, "end": at + len(words), "ranking": [{"name": intent, "confidence": sure}]})
        at += len(words) + 1
    ranking = [{"name": whole[0], "confidence": whole[1]}]
    return read_message({"text": text, "plain": text, "intent_ranking": ranking, "clauses": found,
    "entities": entities or []})


def reading(whole: tuple[str, float], *parts: Said, verbs: str = "", **more: Any) -> Reading:
    return read(message(whole, *parts, **more), ASKS.__contains__, lambda name: WISHES.get(name, ""), verbs)


def test_two_asks_are_both_read_in_their_order() -> None:
    said = reading(("ask_window_open", 0.6), ("还能退吗", "ask_window_open", 0.9),
        ("运费谁出", "ask_return_shipping", 0.9))
    assert said.asks == ("ask_window_open", "ask_return_shipping")


def test_one_matter_said_twice_is_asked_once() -> None:
    said = reading(("request_aftersales", 0.9), ("怎么申请", "ask_how_to_apply", 0.9),
        ("我要退货", "request_aftersales", 0.9))
    assert len(said.asks) == 1


def test_what_the_bot_cannot_answer_is_no_ask() -> None:
    assert reading(("ask_weather", 0.99), ("天气怎么样", "ask_weather", 0.99)).asks == ()


def test_an_unsure_whole_is_no_ask() -> None:
    assert reading(("ask_window_open", 0.4), ("这个", "ask_window_open", 0.4)).asks == ()


def test_small_talk_beside_an_ask_is_none() -> None:
    said = reading(("ask_window_open", 0.9), ("你好", "greet", 0.99), ("还能退吗", "ask_window_open", 0.9))
    assert said.asks == ("ask_window_open",)


@pytest.mark.parametrize(
    ("words", "intent"),
    [("不撤了", "cancel_aftersales"), ("别取消", "cancel_aftersales"), ("没说要退", "request_aftersales"),
     ("我不想换了", "request_aftersales"),
     ("先不投诉", "file_complaint"), ("别撤别撤", "cancel_aftersales"), ("不用退了", "request_aftersales"),
     ("先别申请", "request_aftersales")],
)
def test_a_negated_wish_is_never_the_wish(words: str, intent: str) -> None:
    assert reading((intent, 0.99), (words, intent, 0.99)).asks == ()
    beside = reading((intent, 0.99), (words, intent, 0.99), ("还能退吗", "ask_window_open", 0.95))
    assert intent not in beside.asks


def test_a_denied_wish_leaves_the_one_that_is_meant() -> None:
    said = reading(("file_complaint", 0.9), ("我不撤了", "cancel_aftersales", 0.9),
        ("我要投诉", "file_complaint", 0.95))
    assert said.asks == ("file_complaint",)


def test_words_for_the_bot_are_no_ask() -> None:
    said = reading(("ask_refund_arrival", 0.9), ("退款多久到", "ask_refund_arrival", 0.9),
        ("你听得懂吗", "request_aftersales", 0.95))
    assert said.asks == ("ask_refund_arrival",)


@pytest.mark.parametrize("intent", ["report_danger", "report_injury"])
def test_danger_is_read_from_the_whole_and_from_any_clause(intent: str) -> None:
    assert reading((intent, 0.9), ("冒烟了", intent, 0.9)).danger == intent
    said = reading(("request_aftersales", 0.9), ("我要退货", "request_aftersales", 0.9), ("插上就冒烟", intent, 0.8))
    assert said.danger == intent and intent not in said.asks


def test_an_unsure_danger_is_none() -> None:
    assert reading(("report_danger", 0.3), ("有点热", "report_danger", 0.3)).danger is None


def test_a_yes_and_an_ask_are_told_apart() -> None:
    said = reading(("affirm", 0.9), ("好的", "affirm", 0.9), ("运费谁出", "ask_return_shipping", 0.95))
    assert said.yes_no.yes and said.asks == ("ask_return_shipping",) and said.rest == ()


def test_the_verb_of_the_open_question_is_a_yes_and_the_same_words_elsewhere_the_wish() -> None:
    assert reading(("cancel_aftersales", 0.9), ("撤吧", "cancel_aftersales", 0.9), verbs="撤").yes_no.yes
    assert reading(("cancel_aftersales", 0.9), ("撤吧", "cancel_aftersales", 0.9)).asks == ("cancel_aftersales",)


@pytest.mark.parametrize("words", ["可以退吗", "行不行", "可以撤吗", "可以申请退款吗", "能撤吗", "可以换不"])
def test_a_question_whether_something_is_allowed_is_no_yes(words: str) -> None:
    assert not reading(("ask_window_open", 0.9), (words, "ask_window_open", 0.9), verbs="撤|退|申请").yes_no.yes


@pytest.mark.parametrize("words", ["提交", "确认", "嗯", "撤"])
def test_the_same_word_with_a_question_mark_behind_it_is_no_yes(words: str) -> None:
    for mark, agrees in (("", True), ("。", True), ("?", False)):
        part = {"start": 0, "end": len(words), "ranking": [{"name": "affirm", "confidence": 0.9}]}
        said = read_message({"text": words + mark, "plain": words + mark, "intent_ranking": part["ranking"],
            "clauses": [part]})
        assert read(said, ASKS.__contains__, verbs="撤|提交").yes_no.yes is agrees


def test_what_neither_asks_nor_agrees_is_the_rest() -> None:
    said = reading(("inform", 0.9), ("好的", "affirm", 0.9), ("杯盖裂了", "inform", 0.9))
    assert [clause.text for clause in said.rest] == ["杯盖裂了"]


def test_a_press_says_neither_yes_nor_no_in_words() -> None:
    pressed = read_message({"text": "确认", "pressed": "s1", "intent_ranking": [{"name": "affirm", "confidence": 1.0}]})
    assert pressed.is_press and not read(pressed, ASKS.__contains__).yes_no.yes


def test_the_likeliest_asks_of_an_unread_message_come_first_and_small_talk_never() -> None:
    ranking = [{"name": name, "confidence": sure} for name, sure in
               ((FALLBACK, 0.5), ("ask_window_open", 0.2), ("request_aftersales", 0.3), ("greet", 0.4),
               ("ask_refund_arrival", 0.05))]
    unread = read_message({"text": "这个", "intent_ranking": ranking})
    assert likely(unread, ASKS.__contains__, 0.1) == ["request_aftersales", "ask_window_open"]
    assert likely(unread, ASKS.__contains__, 0.1, most=1) == ["request_aftersales"]
    assert likely(unread, ASKS.__contains__, 0.9) == []


def test_a_message_is_read_from_what_the_language_component_says() -> None:
    said = read_message({
        "text": "退款，裂了", "plain": "退款,裂了", "message_id": "c#1", "told_reason_class": "goods",
        "metadata": {"heard": True},
        "intent_ranking": [{"name": "request_aftersales", "confidence": 0.8}],
        "clauses": [{"start": 0, "end": 2, "ranking": []}, {"start": 3, "end": 5, "ranking": [{"name": "inform",
        "confidence": 0.7}], "told_class": "goods"}],
        "entities": [{"entity": "request_type", "value": "refund", "start": 0, "end": 2},
                     {"entity": "reason", "value": "裂了", "start": 3, "end": 5, "group": "goods"}],
    })
    assert said.heard and not said.is_press and said.key == "c#1"
    assert [clause.text for clause in said.clauses] == ["退款", "裂了"]
    assert said.clauses[0].intent == FALLBACK and said.clauses[1].entity("reason") is not None
    assert said.clauses[0].entity("reason") is None
    assert (said.entity("reason"), said.group("reason"), said.group("request_type")) == ("裂了", "goods", None)
    assert said.has("amount", "reason") and not said.has("amount")


def test_a_message_of_which_nothing_is_known_is_read_all_the_same() -> None:
    empty = read_message({})
    assert empty.text == "" and empty.intent == FALLBACK and len(empty.clauses) == 1
    assert not empty.heard and not empty.is_press and empty.entity("reason") is None
