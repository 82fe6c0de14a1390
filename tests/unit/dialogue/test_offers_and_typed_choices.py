"""What a button carries, and which of the choices on offer typed words mean."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.dialogue.numerals import read_number
from shouhou.dialogue.offers import ANSWERS, about, chosen, core, parse, place_of, with_scope
from shouhou.dialogue.state import Offer

TYPES = [
    Offer("退货退款", '/inform{"request_type": "return_refund"}'),
        Offer("仅退款", '/inform{"request_type": "refund_only"}'),
    Offer("换货", '/inform{"request_type": "exchange"}'), Offer("维修", '/inform{"request_type": "repair"}'),
    Offer("补寄", '/inform{"request_type": "resend"}'),
]
CONFIRM = [Offer("确认提交", "/affirm"), Offer("先不提交", "/stop")]
ORDERS = [
    Offer("蓝色保温杯（尾号 1234）", '/inform{"order_number": "N1"}'),
        Offer("连衣裙（尾号 5678）", '/inform{"order_number": "N2"}'),
    Offer("台灯（尾号 9012）", '/inform{"order_number": "N3"}'),
]
names = st.from_regex(r"[a-z_]{1,20}(/[a-z_]{1,10})?", fullmatch=True)
values = st.dictionaries(
    st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
    st.one_of(st.text(max_size=12), st.integers(-999, 999), st.booleans(), st.none()), max_size=3,
)
scopes = st.from_regex(r"[a-z][0-9a-z._]{0,20}", fullmatch=True)


def payload(name: str, entities: dict[str, Any]) -> str:
    return f"/{name}{json.dumps(entities, ensure_ascii=False) if entities else ''}"


@given(names, values)
def test_what_was_put_into_a_payload_comes_out_of_it(name: str, entities: dict[str, Any]) -> None:
    given_back = parse(payload(name, entities))
    assert (given_back.intent, given_back.entities, given_back.scope) == (name, entities, "")


@given(st.sampled_from(ANSWERS), values, scopes)
def test_an_answer_carries_its_scope_and_keeps_what_it_says(name: str, entities: dict[str, Any], scope: str) -> None:
    given_back = parse(with_scope(payload(name, entities), scope))
    assert (given_back.intent, given_back.entities, given_back.scope) == (name, entities, scope)


@given(names.filter(lambda name: name not in ANSWERS), values, scopes)
def test_what_begins_something_needs_no_scope(name: str, entities: dict[str, Any], scope: str) -> None:
    assert with_scope(payload(name, entities), scope) == payload(name, entities)


@pytest.mark.parametrize("text", ["affirm", "", "/", "/{}", "/#s1", "你好", '/inform{"a"'])
def test_what_is_no_payload_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


@given(st.text(max_size=40))
def test_any_text_is_a_payload_or_a_plain_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert parse(f"/{text}").intent


def test_what_begins_something_is_about_the_order_it_was_offered_for() -> None:
    made = parse(about('/request_aftersales{"request_type": "exchange"}', "N1"))
    assert made.entities == {"request_type": "exchange", "order_number": "N1"}


def test_an_answer_and_what_names_an_order_already_stay_as_they_are() -> None:
    for same in ("/affirm", '/inform{"reason_class": "goods"}', '/ask_window_open{"order_number": "N2"}'):
        assert about(same, "N1") == same


@pytest.mark.parametrize(
    ("text", "title"),
    [("退货退款", "退货退款"), ("我要退货退款", "退货退款"), ("仅退款吧", "仅退款"), ("换货", "换货"),
     ("那就换货吧", "换货"), ("帮我维修一下", "维修"),
     ("补寄。", "补寄"), ("【换货】", "换货"), ("就换货", "换货"), ("第一个", "退货退款"), ("2", "仅退款"),
     ("第三个吧", "换货"), ("选4", "维修"),
     ("最后一个", "补寄"), ("中间那个", "换货"), ("五", "补寄"), ("我选第二个", "仅退款"), ("第2个", "仅退款")],
)
def test_a_choice_is_meant_by_its_title_its_core_or_its_place(text: str, title: str) -> None:
    found = chosen(text, TYPES)
    assert found is not None and found.title == title


@pytest.mark.parametrize("text", ["确认提交", "确认", "确认提交吧", "那就确认提交", "第一个"])
def test_the_core_of_a_summary_button_is_the_press(text: str) -> None:
    found = chosen(text, CONFIRM)
    assert found is not None and found.title == "确认提交"


@pytest.mark.parametrize("text", ["先不提交", "先不提交吧", "不提交", "先不提交了", "第二个"])
def test_the_refusing_button_is_never_taken_for_the_other_one(text: str) -> None:
    found = chosen(text, CONFIRM)
    assert found is None or found.title == "先不提交"


@pytest.mark.parametrize("text", ["别提交", "不要提交", "不确认", "先别提交", "先别确认提交", "没说要提交", "提交了吗",
    "怎么提交", "要不要提交", "确认提交？", "确认提交?"])
def test_a_negated_or_asked_title_is_not_the_press(text: str) -> None:
    found = chosen(text, CONFIRM)
    assert found is None or found.title == "先不提交"


@pytest.mark.parametrize("text", ["不换货", "别换货", "换货要多久", "不是换货", "可以换货吗"])
def test_a_denied_or_asked_type_is_no_choice(text: str) -> None:
    assert chosen(text, TYPES) is None


@pytest.mark.parametrize("text", ["", "。", "第九个", "6", "0", "裂了", "退", "今天天气不错", "售后期是多久",
    "2025年买的", "第一次用就坏了"])
def test_what_names_no_choice_is_none(text: str) -> None:
    assert chosen(text, TYPES) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("保温杯", "N1"), ("连衣裙", "N2"), ("尾号5678", "N2"), ("台灯", "N3"), ("第二个", "N2"), ("最后那个", "N3"),
     ("就要台灯", "N3"), ("9012", "N3")],
)
def test_an_order_on_offer_is_meant_by_a_part_of_its_label(text: str, number: str) -> None:
    found = chosen(text, ORDERS)
    assert found is not None and parse(found.payload).entities["order_number"] == number


def test_words_that_fit_two_choices_choose_none() -> None:
    assert chosen("保温杯", [Offer("红色保温杯", "/a"), Offer("蓝色保温杯", "/b")]) is None


def test_nothing_is_chosen_where_nothing_was_offered() -> None:
    assert chosen("第一个", []) is None and chosen("换货", []) is None


@given(st.lists(st.sampled_from(TYPES), min_size=1, max_size=5, unique=True), st.data())
def test_every_title_typed_is_its_own_press(offered: list[Offer], data: st.DataObject) -> None:
    offer = data.draw(st.sampled_from(offered))
    assert chosen(offer.title, offered) == offer


@given(st.integers(1, 12), st.integers(1, 15))
def test_a_place_is_one_of_those_shown_or_none(count: int, place: int) -> None:
    assert place_of(f"第{place}个", count) == (place - 1 if place <= count else None)


@given(st.text(max_size=20), st.integers(0, 12))
def test_no_words_name_a_place_that_was_not_offered(text: str, count: int) -> None:
    place = place_of(text, count)
    assert place is None or 0 <= place < count


@given(st.text(max_size=20))
def test_the_core_of_words_can_be_taken_of_anything(text: str) -> None:
    assert isinstance(core(text), str)
    chosen(text, TYPES)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("12", 12), ("零", 0), ("两", 2), ("九", 9), ("十", 10), ("十一", 11), ("二十", 20),
     ("九十九", 99), ("百", None),
     ("", None), ("十十", None), ("个", None), ("二三", None), ("-1", None), ("1.5", None)],
)
def test_small_numbers_are_read_in_digits_and_in_chinese(text: str, number: object) -> None:
    assert read_number(text) == number


def test_words_that_do_more_than_name_a_place_are_no_place() -> None:
    assert place_of("第二个", 5) == 1 and place_of("最后一单吧", 5) == 4
    assert place_of("第二个坏了", 5) is None and place_of("保温杯", 5) is None
