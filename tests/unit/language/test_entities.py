from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from shouhou.language.entities import find_mentions
from shouhou.language.spans import Mention, settle

Parse = Callable[..., Message]


def kinds(message: Message) -> list[tuple[str, Any]]:
    return [(each["entity"], each["value"]) for each in message.get("entities")]


def test_several_facts_of_one_message_are_all_found(parse: Parse) -> None:
    message = parse("订单261201-123456789012345，上周三签收的冰箱，拉链坏了，花了1999元，我要换货，照片回头补")
    assert kinds(message) == [
        ("order_number", "261201-123456789012345"),
        ("date", {"day": "2026-12-16", "grain": "day"}),
        ("product_category", "冰箱"),
        ("reason", "拉链坏了"),
        ("amount", 199900),
        ("request_type", "exchange"),
        ("later", "later"),
    ]


def test_offsets_are_those_of_the_buyers_own_text(parse: Parse) -> None:
    text = "我要退貨，ＯＲＤ－１００１"
    message = parse(text)
    assert message.get("text") == text
    assert [(text[each["start"] : each["end"]], each["value"]) for each in message.get("entities")] == [
        ("退貨", "return_refund"),
        ("ＯＲＤ－１００１", "ORD-1001"),
    ]


def test_a_reason_carries_its_class_and_its_own_words(parse: Parse) -> None:
    text = "屏幕碎了"
    reasons = [each for each in parse(text).get("entities") if each["entity"] == "reason"]
    assert [(each["value"], each["group"]) for each in reasons] == [(text, "goods")]
    assert 0.0 < reasons[0]["confidence_entity"] <= 1.0
    assert [each["group"] for each in parse("尺码不合适").get("entities")] == ["personal"]


def test_a_reason_leaves_out_the_good_it_befell(parse: Parse) -> None:
    assert kinds(parse("冰箱拉链坏了"))[0] == ("product_category", "冰箱")
    assert "冰箱" not in dict(kinds(parse("冰箱拉链坏了")))["reason"]


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-12-23T10:00:00+08:00", "2026-12-22"),
        ("2026-12-22T16:30:00+00:00", "2026-12-22"),
        ("2026-12-22T16:30:00Z", "2026-12-22"),
        ("2026-12-22T15:30:00+00:00", "2026-12-21"),
        ("2026-12-23T00:10:00", "2026-12-22"),
    ],
)
def test_yesterday_is_counted_from_the_messages_own_time_in_the_shops_zone(parse: Parse, at: str, day: str) -> None:
    assert kinds(parse("昨天", at)) == [("date", {"day": day, "grain": "day"})]


@pytest.mark.parametrize("at", [None, "", "soon", 5, {}])
def test_without_a_readable_time_the_clock_is_used(parse: Parse, at: Any) -> None:
    assert [kind for kind, _ in kinds(parse("昨天", at))] == ["date"]


def test_earlier_mentions_win_and_the_rest_stand_in_text_order() -> None:
    sure, unsure, far = Mention("a", 2, 5, 1), Mention("b", 4, 6, 2), Mention("c", 0, 2, 3)
    assert settle([sure, unsure, far]) == [far, sure]


BAD = [
    "",
    "／restart",
    " ",
    "😀😀",
    "1" * 2000,
    "好" * 2000,
    "\ud800退款\udfff",
    "\x00",
    "مرحبا بالعالم",
    '/inform{"a": 1}',
    "<b>退货</b>",
    "!" * 500,
]


@pytest.mark.parametrize("text", BAD)
def test_bad_input_gets_a_sane_parse(parse: Parse, text: str) -> None:
    message = parse(text)
    assert message.get("text") == text
    assert isinstance(message.get("intent")["name"], str)
    assert 0.0 <= message.get("intent")["confidence"] <= 1.0
    assert message.get("intent_ranking")[0] == message.get("intent")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=60
)
@given(
    text=st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("退换货款12月号不要上周三坏了冰箱的，。!0123456789")),
        max_size=80,
    )
)
def test_any_text_is_parsed_with_spans_inside_it_that_do_not_overlap(parse: Parse, text: str) -> None:
    entities = [each for each in parse(text).get("entities") if each["entity"] != "quantity"]
    assert all(0 <= each["start"] < each["end"] <= len(text) for each in entities)
    assert all(one["end"] <= other["start"] for one, other in pairwise(entities))


@pytest.mark.parametrize(
    ("text", "told"), [("商家一直不回消息", "service"), ("快递太慢了", "logistics"), ("我就是想退", None)]
)
def test_a_message_tells_its_class_of_reason_as_a_whole(parse: Parse, text: str, told: object) -> None:
    assert parse(text).get("told_reason_class") == told


def test_pieces_in_a_reason_are_told_beside_it() -> None:
    class All:
        def find(self, text: str) -> Any:
            yield Mention("reason", 0, len(text), text, "goods", 0.9)

    found = find_mentions("坏了一只", date(2026, 12, 23), All())  # type: ignore[arg-type]
    assert [(each.kind, each.value) for each in found] == [("reason", "坏了一只"), ("quantity", {"count": 1})]


def test_a_share_and_pieces_are_found_in_a_message(parse: Parse) -> None:
    assert kinds(parse("退两个，退一半"))[-2:] == [("quantity", {"count": 2}), ("share", 0.5)]


class OnlyTheFault:
    """A tagger that finds 裂了 and, as a reason of its own, the part before it."""

    def find(self, text: str) -> Any:
        at = text.index("裂了")
        part = Mention("reason", at - 2, at, "杯盖", "goods", 0.5)
        return [part, Mention("reason", at, at + 2, "裂了", "goods", 0.9)]


def test_the_part_before_a_fault_belongs_to_the_reason_and_stands_once() -> None:
    found = find_mentions("水杯杯盖裂了，换", date(2026, 12, 23), OnlyTheFault())  # type: ignore[arg-type]
    assert [each.value for each in found if each.kind == "reason"] == ["杯盖裂了"]
