"""Which of several orders words point at: by number, tail, place, product or a few of its words, and what is denied."""

from dataclasses import dataclass
from typing import Any, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.dialogue.message import Clause, Entity, Message
from shouhou.dialogue.pointers import alike, pointed_at, speaks_of_all, stays_out


@dataclass(frozen=True)
class Bought:
    """An order as it shows itself."""

    order_number: str
    product: str
    category: str = ""


CUP = Bought("261101-000000000001234", "蓝色保温杯 500ml", "水杯")
DRESS = Bought("261101-000000000005678", "雪纺连衣裙 白色 M", "女装")
FRIDGE = Bought("261101-000000000009012", "海尔冰箱", "冰箱")
SCENT = Bought("261101-000000000003456", "冰箱除味剂", "日用")
BLACK = Bought("261101-000000000007777", "纯棉T恤 黑色 XL", "男装")
WHITE = Bought("261101-000000000008888", "纯棉T恤 白色 L", "男装")
BIG = Bought("261101-000000000002174", "劳保鞋 钢头 42码", "鞋靴")
SMALL = Bought("261101-000000000003957", "劳保鞋 钢头 40码", "鞋靴")
PAIRS = (BIG, SMALL)
ALL = (CUP, DRESS, FRIDGE, SCENT)
SHIRTS = (BLACK, WHITE)


def message(text: str, **entities: Any) -> Message:
    """A message of one clause, these found in it."""
    found = []
    for kind, value in entities.items():
        at = max(text.find(str(value)), 0)
        found.append(Entity(kind, value, at, at + len(str(value))))
    whole = Clause(text, 0, len(text), (("inform", 0.9),), tuple(found))
    return Message("m", whole, (whole,))


def only(text: str, orders: tuple[Bought, ...] = ALL, asked: bool = False, **entities: Any) -> Optional[str]:
    """The number of the one order that words point at."""
    found = pointed_at(message(text, **entities), orders, asked=asked).only
    return found.order_number if found else None


@pytest.mark.parametrize("order", ALL)
def test_an_order_is_meant_by_its_number_and_by_its_tail(order: Bought) -> None:
    assert only(f"订单 {order.order_number} 能退吗") == order.order_number
    for words in ("尾号{}", "尾号是{}的", "{}", "后四位{}", "就是{}那单"):
        assert only(words.format(order.order_number[-4:])) == order.order_number


def test_digits_that_are_no_tail_point_at_nothing() -> None:
    assert only("尾号0000") is None
    assert only("12345678") is None
    assert only("1234567890123") is None


@pytest.mark.parametrize(("place", "number"), [({"index": 1}, CUP), ({"index": 2}, DRESS), ({"index": 4}, SCENT),
    ({"last": True}, CUP)])
def test_an_order_is_meant_by_its_place_among_those_shown(place: dict[str, Any], number: Bought) -> None:
    assert only("那个", order_ref=place) == number.order_number


@pytest.mark.parametrize("index", [0, 5, 99])
def test_a_place_that_was_not_shown_points_at_nothing(index: int) -> None:
    assert only("那个", order_ref={"index": index}) is None


def test_the_thing_itself_comes_before_what_belongs_to_it() -> None:
    assert only("那个冰箱", product_category="冰箱") == FRIDGE.order_number
    assert only("冰箱除味剂", product_category="冰箱除味剂") == SCENT.order_number


def test_a_product_nobody_bought_points_at_nothing() -> None:
    assert only("那个电视", product_category="电视") is None


@pytest.mark.parametrize(("text", "order"), [("保温杯那个", CUP), ("雪纺的那条", DRESS), ("连衣裙", DRESS), ("海尔的",
    FRIDGE), ("除味剂", SCENT)])
def test_two_characters_of_a_title_are_enough(text: str, order: Bought) -> None:
    assert only(text) == order.order_number


@pytest.mark.parametrize(
    ("text", "order"), [("黑的", BLACK), ("白的那件", WHITE), ("黑色的", BLACK), ("xl那件", BLACK), ("L码的", WHITE),
    ("黑那件", BLACK)]
)
def test_whoever_is_asked_may_say_less(text: str, order: Bought) -> None:
    assert only(text, SHIRTS, asked=True) == order.order_number


@pytest.mark.parametrize(
    ("text", "order"), [("不是黑色的，白色的那件", WHITE), ("不要白色的，是黑色的", BLACK), ("不是白色那件 黑色的",
    BLACK)]
)
def test_what_is_denied_is_not_what_is_meant(text: str, order: Bought) -> None:
    assert only(text, SHIRTS, asked=True) == order.order_number


@pytest.mark.parametrize(
    ("text", "order"),
    [("42那双换43", BIG), ("我的是42那双", BIG), ("我那双42的鞋紧", BIG), ("42换43", BIG), ("42码太紧", BIG),
     ("40是我弟的", SMALL),
     ("单子还是40的啊", SMALL), ("换成42那双", BIG), ("40的那双换42", SMALL), ("要换43", None), ("换42", None),
     ("要42码的", None), ("换个42的", None), ("40的不用换", None), ("还有42天", None), ("42块", None)],
)
def test_of_titles_that_differ_in_a_size_the_size_points_unless_it_is_the_one_wanted(
    text: str, order: Optional[Bought]
) -> None:
    assert only(text, PAIRS) == (order.order_number if order else None)


def test_who_is_asked_which_one_need_say_no_more_than_the_size() -> None:
    assert only("42", PAIRS, asked=True) == BIG.order_number
    assert only("40的", PAIRS, asked=True) == SMALL.order_number


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(BIG, SMALL, True), (BLACK, WHITE, True), (FRIDGE, SCENT, False), (CUP, DRESS, False)],
)
def test_titles_that_differ_only_in_a_size_or_a_colour_are_alike(one: Bought, other: Bought, same: bool) -> None:
    assert alike(one.product, other.product) is same


@pytest.mark.parametrize(
    ("text", "out"),
    [("他那双合脚", True), ("40是我弟的", True), ("登山杖不用动", True), ("口红没问题", True), ("那双不合脚", False),
     ("口红也退", False), ("是色号不对的", False)],
)
def test_goods_of_which_nothing_is_wanted_stay_out(text: str, out: bool) -> None:
    assert stays_out(text) is out


@pytest.mark.parametrize(("text", "every"), [("两个都退", True), ("都退了吧", True), ("一起换", True),
    ("口红也退", False),
    ("都坏了", False)])
def test_a_wish_may_be_one_for_all_that_was_named(text: str, every: bool) -> None:
    assert speaks_of_all(text) is every


def test_words_that_fit_several_orders_point_at_all_of_them_and_at_none_alone() -> None:
    found = pointed_at(message("纯棉T恤"), SHIRTS)
    assert found.only is None and set(found.orders) == set(SHIRTS)


@pytest.mark.parametrize("text", ["能退吗", "裂了", "", "你好", "我要退货", "多久到账"])
def test_words_about_something_else_point_at_nothing(text: str) -> None:
    assert pointed_at(message(text), ALL).orders == ()


def test_a_clause_points_for_itself() -> None:
    first, second = Clause("保温杯漏水", 0, 5, (("inform", 0.9),)), Clause("连衣裙能退吗", 6, 12,
        (("ask_window_open", 0.9),))
    said = Message("m", Clause("保温杯漏水，连衣裙能退吗", 0, 12, ()), (first, second))
    assert pointed_at(said, ALL, first).only == CUP
    assert pointed_at(said, ALL, second).only == DRESS


@given(st.text(max_size=30), st.lists(st.sampled_from(ALL), min_size=1, max_size=4, unique=True), st.booleans())
def test_words_point_at_none_but_the_buyer_s_own_orders(text: str, orders: list[Bought], asked: bool) -> None:
    found = pointed_at(message(text), orders, asked=asked)
    assert set(found.orders) <= set(orders)
    assert bool(found.orders) == bool(found.how)


CHARCOAL = Bought("261101-000000000001769", "果木炭烧烤专用机制炭无烟20斤", "户外烧烤")
STICKS = Bought("261101-000000000001770", "一次性竹签烧烤签子30cm 1000支", "户外烧烤")
TENT = Bought("261101-000000000001771", "户外摆摊四角帐篷遮阳棚折叠雨棚 3x3米", "户外")
BOX = Bought("261101-000000000001772", "商用保温箱食品冷藏外卖摆摊箱 50L", "厨房")
FOUR = Bought("261101-000000000006360", "手编毛衣线团 大红 4团", "毛线")
TEN = Bought("261101-000000000006361", "手编毛衣线团 大红 10团", "毛线")


@pytest.mark.parametrize("words, orders, meant", [
    ("你们那个炭是湿的 我还怎么摆摊", (TENT, BOX, CHARCOAL, STICKS), CHARCOAL),
    ("第二回那四团大红跟第一回十团的红不一样", (FOUR, TEN), FOUR),
    ("我不是都讲了嘛那四团大红颜色偏暗", (FOUR, TEN), FOUR),
    ("那个箱子我还没拆", (TENT, BOX, CHARCOAL), BOX),
])
def test_what_is_shown_counted_and_compared(words: str, orders: tuple[Bought, ...], meant: Bought) -> None:
    whole = Clause(words, 0, len(words), ())
    assert pointed_at(Message("m", whole, (whole,)), orders).only == meant
