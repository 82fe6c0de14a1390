"""What clauses tell of the matter: whole clauses, without greetings, wishes and rough words around them."""

import pytest

from shouhou.dialogue.account import asks_for, is_filler, only_leads, told_beside_wish, told_words, with_other_half
from shouhou.dialogue.asking import is_question, promises
from shouhou.dialogue.telling import tells_missing
from shouhou.dialogue.wishes import compares_types, spares_return, tells_of_before, type_said
from shouhou.language.reason_class import told_class


@pytest.mark.parametrize("said, told", [
    ("你好我在你家买的电饭煲一按煮饭就跳闸", "电饭煲一按煮饭就跳闸"),
    ("老板我跟你讲你们那个炭是湿的", "你们那个炭是湿的"),
    ("你们那破雨衣第一天穿就漏", "雨衣第一天穿就漏"),
    ("老子手机都进水了", "手机都进水了"),
    ("我刚才不是都讲了嘛颜色偏暗", "颜色偏暗"),
    ("竿子才用两回就断了啥子质量哦", "竿子才用两回就断了"),
    ("底座有一道划痕诶", "底座有一道划痕"),
    ("你们家破损的就不要发了", "你们家破损的就不要发了"),
    ("烂了一半", "烂了一半"),
])
def test_what_only_leads_up_to_it_is_left_out(said: str, told: str) -> None:
    assert told_words(said) == told


@pytest.mark.parametrize("said, marked, told", [
    ("我想给我换一个一样的就行了第二次开始就跳闸了", "跳闸", "第二次开始就跳闸了"),
    ("盆子一直不热给我换个新的", "不热", "盆子一直不热"),
    ("我要换四团一样颜色的", "颜色", None),
])
def test_a_wish_in_the_same_breath_is_cut_off(said: str, marked: str, told: str | None) -> None:
    assert told_beside_wish(said, marked) == told


def test_what_was_tried_asks_for_nothing() -> None:
    assert not any(map(asks_for, ["换了新电池也没反应", "插座换过了", "衣服退色", "烂成水了没法退"]))
    assert all(map(asks_for, ["想换一个", "退货", "给我补一个"]))


def test_a_short_reason_stands_with_its_other_half() -> None:
    told = [("左脚是37的", True), ("右脚是38", True), ("我就在家里试了一下", False)]
    assert with_other_half(["右脚是38"], told) == ["左脚是37的", "右脚是38"]
    assert with_other_half(["右脚是38"], [("左脚是37的", False), ("右脚是38", True)]) == ["右脚是38"]


def test_what_announces_and_laughs_tells_nothing() -> None:
    assert only_leads("老板我跟你讲") and only_leads("你好") and not only_leads("我跟你讲炭是湿的")
    assert is_filler("xswl") and is_filler("emmm") and not is_filler("屏幕碎了")


def test_missing_pieces_are_told_from_what_only_sounds_so() -> None:
    assert all(map(tells_missing, [
        "少个电池", "衣柜没给螺丝", "我买的食槽少了", "说是20个，来了15个",
        "少了第七册", "里面没有说明书", "缺一包螺丝",
    ]))
    assert not any(map(tells_missing, [
        "缺斤少两", "缺口了一块", "多少个算齐", "少女款的太小", "没给我回信", "颜色发错了",
    ]))


@pytest.mark.parametrize("words", ["哎呀不是不是", "收到不到一个小时就发现了", "坏了好多呢", "啥子质量哦"])
def test_what_only_sounds_like_a_question_asks_nothing(words: str) -> None:
    assert not is_question(words)


def test_a_promise_is_no_wish_and_what_was_before_neither() -> None:
    assert promises("说给我补50块") and promises("答应退我一半") and not promises("给我补50块")
    assert tells_of_before("前两次我申请换货") and not tells_of_before("申请换货")


def test_types_are_read_as_they_are_said() -> None:
    assert type_said("就想要一节稍子") == type_said("那就补吧") == "resend"
    assert type_said("不用补了") is None and type_said("整套换就不必了") is None
    assert spares_return("不寄的话就仅退款") and not spares_return("寄的话运费谁出")
    assert compares_types("你们是给修还是给换") and not compares_types("修好就行")


@pytest.mark.parametrize("words, group", [
    ("它用着用着地图就丢了", "goods"), ("快递丢了", "logistics"), ("比我想的小好多", "personal"),
    ("盖子太沉了", "personal"), ("你们那个炭是湿的", "goods"),
])
def test_the_class_follows_the_cause(words: str, group: str) -> None:
    assert told_class(words) == group
