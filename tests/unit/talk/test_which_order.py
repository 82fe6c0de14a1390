"""Which order is meant: the choice may be pressed, typed or named by its place; what was asked waits for it."""

import pytest

from shouhou.cases.database import Database
from tests.leading import Talk, add_order, begin
from tests.unit.talk.talks import cases, file_case, tells, titles


def test_an_ask_waits_for_its_order_and_is_answered_then(three: Talk) -> None:
    assert three.asks("ask_cancellations_left") == ["utter_ask_which_order"]
    assert tells(three, "第二个", order_ref={"index": 2}) == ["utter_cancellations_left"]
    assert three.state.order == "N2" and three.state.waiting == []


@pytest.mark.parametrize(
    ("words", "number"),
    [("蓝色保温杯", "N1"), ("保温杯", "N1"), ("连衣裙", "N2"), ("第三个", "N3"), ("最后一个", "N3"), ("2", "N2"),
     ("折叠台灯（尾号 N3）", "N3"),
     ("就那个台灯吧", "N3"), ("雪纺的", "N2"), ("伞", None), ("第九个", None)],
)
def test_typed_words_of_an_offered_order_are_the_press(three: Talk, words: str, number: str | None) -> None:
    three.asks("ask_cancellations_left")
    said = tells(three, words, "nlu_fallback")
    assert three.state.order == number
    assert ("utter_cancellations_left" in said) is (number is not None)


@pytest.mark.parametrize("title", ["蓝色保温杯（尾号 N1）", "折叠台灯（尾号 N3）"])
def test_the_press_of_an_order_does_what_typing_it_does(three: Talk, title: str) -> None:
    three.asks("ask_cancellations_left")
    assert three.presses(title) == ["utter_cancellations_left"]


def test_a_tail_that_was_printed_is_enough(database: Database) -> None:
    talk = begin(database)
    for number, product in (("261101-000000000001234", "保温杯"), ("261101-000000000005678", "保温杯")):
        add_order(database, number, product)
    talk.asks("ask_cancellations_left")
    assert tells(talk, "尾号5678", "inform") == ["utter_cancellations_left"]
    assert talk.state.order == "261101-000000000005678"


def test_beyond_ten_orders_the_rest_come_by_a_button_or_the_word_for_it(database: Database) -> None:
    for how in ("press", "typed"):
        talk = begin(database, [], conversation=f"widget:buyer:{how}", buyer=how)
        for place in range(12):
            add_order(database, f"{how}{place:02d}", f"{how}品{place:02d}", how)
        talk.asks("ask_cancellations_left")
        assert len(titles(talk)) == 11 and titles(talk)[-1] == "更多订单"
        first = set(titles(talk))
        if how == "press":
            talk.presses("更多订单")
        else:
            tells(talk, "更多", "nlu_fallback")
        assert len(titles(talk)) == 2 and not first & set(titles(talk))
        shown = titles(talk)[0]
        assert talk.presses(shown) == ["utter_cancellations_left"]


def test_a_place_means_one_of_those_shown_last(database: Database) -> None:
    talk = begin(database, [])
    for place in range(12):
        add_order(database, f"M{place:02d}", f"货品{place:02d}")
    talk.asks("ask_cancellations_left")
    tells(talk, "更多", "nlu_fallback")
    shown = titles(talk)[1]
    tells(talk, "第二个", "nlu_fallback")
    assert talk.state.order is not None and talk.state.order in shown


def test_two_asks_wait_for_one_order_together(three: Talk) -> None:
    tells(three, "还能退吗，还能撤几次", "ask_window_open", asks={"还能退": "ask_window_open",
        "撤几次": "ask_cancellations_left"})
    assert three.last.response == "utter_ask_which_order"
    said = tells(three, "保温杯", product_category="保温杯")
    assert "utter_cancellations_left" in said and len(said) >= 2


def test_a_job_waits_for_its_order_with_what_was_told(three: Talk, database: Database) -> None:
    tells(three, "我要换货，裂了", "request_aftersales", reason="裂了", group="goods", request_type="exchange")
    assert three.last.response == "utter_ask_which_order"
    tells(three, "第一个", order_ref={"index": 1})
    assert three.last.response == "utter_form_evidence"
    tells(three, "没有", "deny")
    three.asks("affirm")
    assert [(case.order_number, case.request_type, case.reason) for case in cases(database)] == [("N1", "exchange",
        "裂了")]


def test_a_character_that_names_the_goods_tells_which_order_is_meant(three: Talk) -> None:
    tells(three, "我要换货，杯盖裂了", "request_aftersales", reason="杯盖裂了", group="goods", request_type="exchange")
    assert three.state.order == "N1"


def test_a_question_while_the_order_is_asked_for_is_answered(three: Talk) -> None:
    three.asks("ask_cancellations_left")
    assert "utter_cancellation_limit" in three.asks("ask_cancellation_limit")


def test_this_order_keeps_meaning_the_same_one(three: Talk) -> None:
    three.asks("ask_cancellations_left", order_number="N2")
    three.asks("ask_window_open")
    assert three.state.order == "N2"
    assert tells(three, "那台灯呢", product_category="台灯") and three.state.order == "N3"


def test_a_cancellation_takes_the_only_order_that_has_a_case(three: Talk, database: Database) -> None:
    file_case(database, "N3")
    three.asks("cancel_aftersales")
    assert three.last.response == "utter_confirm_cancel" and three.state.order == "N3"


def test_a_number_that_is_not_the_buyer_s_leads_to_no_other_order(three: Talk, database: Database) -> None:
    add_order(database, "N9", "别人的手机", "ben")
    three.asks("ask_cancellations_left", order_number="N1")
    said = three.asks("ask_cancellations_left", order_number="N9")
    assert "utter_cancellations_left" not in said and "手机" not in three.text


def test_in_a_form_another_order_named_plainly_is_gone_on_with_and_this_is_said(three: Talk,
    database: Database) -> None:
    three.asks("request_aftersales", order_number="N1", request_type="exchange")
    said = tells(three, "不对，是连衣裙", product_category="连衣裙")
    assert "utter_order_switched" in said and three.state.order == "N2"
    tells(three, "开线了", reason="开线了", group="goods")
    tells(three, "没有", "deny")
    three.asks("affirm")
    assert [case.order_number for case in cases(database)] == ["N2"]


def test_a_yes_to_the_summary_of_one_order_writes_nothing_for_another(three: Talk, database: Database) -> None:
    three.asks("request_aftersales", order_number="N1", request_type="exchange")
    tells(three, "裂了", reason="裂了", group="goods")
    tells(three, "没有", "deny")
    tells(three, "连衣裙", product_category="连衣裙")
    assert cases(database) == []
    assert three.state.order == "N2" and "连衣裙" in three.text
