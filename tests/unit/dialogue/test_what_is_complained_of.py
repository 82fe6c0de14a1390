"""What the merchant did, how a problem is named and corrected, and what is to be put into a complaint that is filed."""

import re
from typing import Optional

import pytest

from shouhou.dialogue.grievance import (
    asks_what_is_written,
    denies_class,
    for_complaint,
    hangs_on_failure,
    named_problem,
    names_class,
    tells_conduct,
    told_problem,
)
from shouhou.dialogue.message import Clause

VERBS = "投诉|告|举报"


def clauses(text: str) -> list[Clause]:
    """A message's clauses, as its stops and blanks part them."""
    return [Clause(part, 0, len(part), (("inform", 0.9),)) for part in re.split(r"[ ，。！]+", text) if part]


@pytest.mark.parametrize(
    "text",
    ["商家三天没回我", "他装死", "答应退货又拖着", "说好补发到现在没补", "客服骂人", "卖家拉黑我了", "电话打不通",
     "单子给拒了", "老板说话不算", "店家一拖再拖", "他就是不给退", "一直糊弄我", "后来再也没回", "商家不承认"],
)
def test_what_the_merchant_did_is_known(text: str) -> None:
    assert tells_conduct(text)


@pytest.mark.parametrize(
    "text",
    ["拖鞋开胶了", "耳机没反应", "还没发货", "物流没动静", "态度挺好的", "先不管这个", "我反悔了", "桌面有划痕",
     "商家卖假货", "卖家说今天发货"],
)
def test_what_ails_goods_or_parcel_is_none_of_it(text: str) -> None:
    assert not tells_conduct(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("我投诉的重点是他装死不回消息 还拿话糊弄我 你这写成商品问题是几个意思", "他装死不回消息，还拿话糊弄我"),
     ("这不是商品问题 我投诉的是商家答应换货却拖着不办 请写准确", "商家答应换货却拖着不办"),
     ("投诉原因是商家不理人", "商家不理人"),
     ("问题那一栏写 店家收了钱不认账 属于服务问题", "店家收了钱不认账"),
     ("问题写成商家骂人", "商家骂人"),
     ("就投他嘴上说保修 单子给拒了", "他嘴上说保修，单子给拒了"),
     ("我先投诉他虚标行不行", "他虚标"),
     ("我要投诉商家卖假货", "商家卖假货")],
)
def test_a_problem_is_taken_whole_as_it_is_named(text: str, problem: str) -> None:
    assert named_problem(clauses(text)) == problem


@pytest.mark.parametrize(
    "text",
    ["我要投诉商家", "没有补充 投诉他就行", "投诉他吧", "有问题吗", "问题不大", "这个问题是商品问题吗",
     "你这写成商品问题是几个意思", "投诉多久有结果", "我几时说不投诉了"],
)
def test_a_wish_a_question_and_an_objection_name_none(text: str) -> None:
    assert named_problem(clauses(text)) == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [("他一拖再拖 就是等我过期 聊天记录我都留着", "他一拖再拖，等我过期"),
     ("我要投诉 桌子一条腿短 跟他说了就消失了", "桌子一条腿短，跟他说了就消失了"),
     ("我要投诉他，不回消息算什么服务", "不回消息算什么服务"),
     ("照片清清楚楚商家硬说看不清", "照片清清楚楚商家硬说看不清"),
     ("照片晚点发", ""), ("我要投诉", ""), ("没了 就这些", ""), ("你听得懂吗", "")],
)
def test_all_that_is_told_of_it_is_kept_and_the_talk_is_not(text: str, problem: str) -> None:
    assert told_problem(clauses(text), VERBS) == problem


def test_what_no_stop_parts_is_one_and_what_a_stop_parts_is_two() -> None:
    one = [Clause("商家私下答应", 0, 6, (("inform", 0.9),)), Clause("给我退", 6, 9, (("inform", 0.9),), is_told=False)]
    later = Clause("他没下文", 10, 14, (("inform", 0.9),))
    assert told_problem([*one, later]) == "商家私下答应给我退，他没下文"
    assert told_problem([Clause("腿短正常吗？商家不回消息", 0, 12, (("inform", 0.9),))]) == "商家不回消息"


@pytest.mark.parametrize(
    ("text", "name"),
    [("属于服务问题", "服务"), ("应该是物流问题", "物流"), ("这不是商品问题", None), ("还是写成商品问题", None),
     ("你这写成商品问题是几个意思", None), ("怎么是商品问题", None)],
)
def test_a_class_is_named_and_not_denied(text: str, name: Optional[str]) -> None:
    assert names_class(text) == name


@pytest.mark.parametrize("text", ["这不是商品问题", "还是写成商品问题", "你这写成商品问题是几个意思"])
def test_a_class_is_denied(text: str) -> None:
    assert denies_class(text) and not denies_class("属于服务问题")


@pytest.mark.parametrize(
    ("text", "words"),
    [("把他这个拒绝也算进去", "他这个拒绝"),
     ("我就是要把“商家拒绝且不回消息”补进投诉里 能补还是不能补", "商家拒绝且不回消息"),
     ("投诉里加一句 他还骂我", "他还骂我"), ("把商家骂人那段也写进投诉里行不行", "商家骂人那段"),
     ("投诉里写的什么", None), ("投诉到哪了", None), ("别写进投诉里", None), ("他又不回了", None)],
)
def test_what_is_to_be_put_into_a_complaint_is_found(text: str, words: Optional[str]) -> None:
    assert for_complaint(clauses(text)) == words


def test_what_hangs_on_failure_and_what_asks_for_the_words() -> None:
    assert hangs_on_failure("不能就给我转个活人") and not hangs_on_failure("给我转人工")
    assert asks_what_is_written("投诉里写的什么") and not asks_what_is_written("写什么好")
