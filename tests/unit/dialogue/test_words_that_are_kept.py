"""Which words may stand as the buyer's own: about goods, parcel and merchant, never what is said for another end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.dialogue.asking import asks_when, is_question, is_to_bot, quotes_merchant
from shouhou.dialogue.dictation import trimmed
from shouhou.dialogue.message import Clause, Entity, Message
from shouhou.dialogue.wishes import wants_money_back
from shouhou.dialogue.words import (
    beside,
    corrected_reason,
    corrects,
    free_words,
    names_goods,
    reason_in,
    speaks_of_reason,
    tells_not_received,
    told_in,
    without_correction,
)

TITLES = ("【官方】蓝色保温杯 500ml", "雪纺连衣裙 M 白色", "折叠台灯")


def clause(text: str, intent: str = "inform", reason: str = "", told: str = "", start: int = 0) -> Clause:
    """A clause as read; `reason` is marked in it, `told` is the class that its words tell."""
    at = start + text.find(reason)
    marked = (Entity("reason", reason, at, at + len(reason)),) if reason else ()
    return Clause(text, start, start + len(text), ((intent, 0.9),), marked, told or None)


@pytest.mark.parametrize(
    "text",
    ["你听得懂吗", "听不懂吗", "你懂不懂", "能不能说人话", "我刚才说过了", "都说了", "我都说了三遍了", "你是不是机器人",
     "复读机", "别问了", "问了几遍了",
     "还用问", "无语", "赶紧的", "你到底会不会", "说过了", "前面已经说过了", "看不懂吗"],
)
def test_words_for_the_bot_are_known(text: str) -> None:
    assert is_to_bot(text)


@pytest.mark.parametrize(
    "text",
    ["杯子漏水", "屏幕碎了", "少发了一件", "商家不理人", "不想要了", "穿着太小", "打开就有划痕", "快递把箱子压扁了",
     "用了两次就坏了", "声音听不清楚",
     "说明书上写的是不锈钢", "你家发的货是坏的", "看着像二手的", "你们发错颜色了"],
)
def test_words_about_the_goods_are_not_taken_for_words_to_the_bot(text: str) -> None:
    assert not is_to_bot(text)


@pytest.mark.parametrize("text", ["商家说不给退", "客服让我等", "他说要我出运费", "卖家告诉我没货了", "老板讲了不退"])
def test_what_the_merchant_said_is_known_as_a_quote(text: str) -> None:
    assert quotes_merchant(text)
    assert reason_in([clause(text, reason="不给退" if "不给退" in text else "", told="service")]) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [("改成换货", "换货"), ("不对，是换货", "换货"), ("原因改成掉皮", "掉皮"), ("我说的是漏水", "漏水"),
     ("应该是少了一件", "少了一件"),
     ("其实是尺码小了", "尺码小了"), ("不是，我是说漏水", "漏水")],
)
def test_words_that_correct_leave_what_is_meant(text: str, left: str) -> None:
    assert corrects(text)
    assert without_correction(text).removeprefix("是").strip("，, ") == left


@pytest.mark.parametrize("text", ["漏水", "我要换货", "好的", "不想要了", "改天再说", "不是很好用", "错发了颜色"])
def test_plain_words_correct_nothing(text: str) -> None:
    assert not corrects(text)


@pytest.mark.parametrize(
    ("texts", "reason"),
    [(("原因改成掉皮",), "掉皮"), (("原因写错了", "是掉皮"), "掉皮"), (("理由填错了", "应该是拉链坏了"), "拉链坏了"),
     (("掉皮",), None),
     (("原因写错了",), None), (("原因能改吗",), None)],
)
def test_a_correction_of_the_reason_gives_the_new_one_or_none(texts: tuple[str, ...], reason: str) -> None:
    assert corrected_reason([clause(text) for text in texts]) == reason


@pytest.mark.parametrize(
    ("text", "marked", "reason"),
    [("杯盖裂了", "裂了", "杯盖裂了"), ("我要退货因为杯盖裂了", "杯盖裂了", "杯盖裂了"),
     ("就是杯盖裂了呀", "裂了", "杯盖裂了"), ("因为不喜欢", "不喜欢", "不喜欢"),
     ("帮我换一个，杯盖裂了", "杯盖裂了", "杯盖裂了"), ("杯盖裂了能退吗", "杯盖裂了", "杯盖裂了")],
)
def test_a_reason_stands_in_the_buyer_s_words_without_what_asks(text: str, marked: str, reason: str) -> None:
    assert reason_in([clause(text, reason=marked)]) == reason


@pytest.mark.parametrize("text", ["照片晚点发", "没拍照", "不是质量问题", "其他的不变", "别的都不动"])
def test_talk_of_evidence_and_of_what_stays_is_no_reason(text: str) -> None:
    assert reason_in([clause(text, told="goods")]) is None


@pytest.mark.parametrize(("text", "marked"), [("写错了", "写错了"), ("选错了", "选错了"), ("是商家", "商家"), ("不对",
    "不对")])
def test_a_mark_on_the_form_or_on_somebody_is_no_reason(text: str, marked: str) -> None:
    assert reason_in([clause(text, reason=marked)]) is None


def test_two_reasons_stand_together_and_one_said_twice_once() -> None:
    assert reason_in([clause("漏水", reason="漏水"), clause("还掉漆", reason="掉漆")]) == "漏水，还掉漆"
    assert reason_in([clause("漏水了", reason="漏水"), clause("漏水", reason="漏水")]) == "漏水了"


def test_without_a_reason_there_is_none() -> None:
    assert reason_in([]) is None
    assert reason_in([clause("你好"), clause("我要退货")]) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [("保温杯", True), ("是那个保温杯", True), ("那件连衣裙", True), ("白色的", True), ("台灯", True),
     ("我说的是台灯", True), ("折叠 台灯", True),
     ("保温杯漏水", False), ("台灯不亮", False), ("", False), ("的", False), ("冰箱", False), ("裂了", False)],
)
def test_words_that_only_say_which_goods_are_told_from_words_about_them(text: str, named: bool) -> None:
    assert names_goods(text, TITLES) is named


@given(st.sampled_from(TITLES), st.data())
def test_any_piece_of_a_title_names_goods(title: str, data: st.DataObject) -> None:
    plain = "".join(title.split())
    start = data.draw(st.integers(0, len(plain) - 2))
    piece = plain[start : data.draw(st.integers(start + 2, len(plain)))]
    assert names_goods(piece, TITLES)


@given(st.text(max_size=20))
def test_without_goods_nothing_names_any(text: str) -> None:
    assert not names_goods(text, ())


@pytest.mark.parametrize("text", ["能退吗", "多久到账", "运费谁出", "为什么不给退", "怎么办", "是不是坏了",
    "啥叫仅退款", "退货行不", "可以换吗？"])
def test_questions_are_known(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", ["杯盖裂了", "我要退货", "不想要了", "好的", "昨天收到的"])
def test_statements_are_no_questions(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize("text", ["没收到", "未收到货", "包裹丢了", "根本没有收到", "收不到", "没送到", "东西不见了"])
def test_a_parcel_that_never_came_is_known(text: str) -> None:
    assert tells_not_received(text)


@pytest.mark.parametrize("text", ["收到了", "收到就是坏的", "少了一件", "昨天签收的"])
def test_a_parcel_that_came_is_not_called_missing(text: str) -> None:
    assert not tells_not_received(text)


@pytest.mark.parametrize(("text", "wants"), [("我要退", True), ("退了吧", True), ("退钱", True), ("帮我退", True),
    ("退货", False), ("不想要了", False)])
def test_money_back_is_wanted_without_saying_how(text: str, wants: bool) -> None:
    assert wants_money_back(text) is wants


def test_a_time_is_asked_for_and_a_reason_spoken_of() -> None:
    assert asks_when("多久能给我换") and not asks_when("给我换")
    assert speaks_of_reason("原因写错了") and not speaks_of_reason("写错了")


@pytest.mark.parametrize(
    ("text", "left"), [("就是漏水啊。", "漏水"), ("因为，不喜欢", "不喜欢"), ("嗯，那个，漏水呢", "漏水"), ("漏水～",
    "漏水"), ("就是", "就是")]
)
def test_what_introduces_and_ends_words_is_cut_but_never_all(text: str, left: str) -> None:
    assert trimmed(text) == left


@given(st.text(min_size=1, max_size=30))
def test_cutting_never_adds_and_cutting_twice_changes_nothing_of_substance(text: str) -> None:
    assert trimmed(text) in text


def test_what_is_told_beside_the_reason_keeps_to_the_matter() -> None:
    told = [
        clause("杯盖裂了", reason="裂了"), clause("昨天打开包装就看到了"), clause("你听得懂吗"), clause("照片晚点发"),
        clause("谢谢你啊帮忙", "thank"),
        clause("运费谁出"), clause("我要退货"), clause("原因写错了"), clause("好的"), clause("改成换货"),
    ]
    assert beside("杯盖裂了", told) == "昨天打开包装就看到了"


def test_free_words_leave_out_yes_no_and_words_for_the_bot() -> None:
    told = [clause("好的"), clause("客服骂人"), clause("不用了"), clause("都说了三遍了"), clause("还拉黑我")]
    assert free_words(told) == "客服骂人，还拉黑我"
    assert free_words([clause("好的")]) == ""


def test_all_that_a_message_tells_is_its_statements() -> None:
    parts = (clause("漏水"), clause("能退吗", start=3))
    message = Message("m1", clause("漏水，能退吗"), parts)
    assert told_in(message) == "漏水"
