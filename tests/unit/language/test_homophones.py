import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.language.homophones import correct, syllables


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("我要退宽", "我要退款"),
        ("怎么申情售后", "怎么申请售后"),
        ("转人公", "转人工"),
        ("客福在吗", "客服在吗"),
        ("平幕碎了", "屏幕碎了"),
        ("商家不回肖息", "商家不回消息"),
        ("审合了没", "审核了没"),
        ("撤消授后", "撤销售后"),
    ],
)
def test_words_of_the_desk_are_read_by_their_sound(typed: str, meant: str) -> None:
    assert correct(typed) == meant


@pytest.mark.parametrize(
    "text",
    ["我要退款", "很有收获", "恢复了信号", "买家是我", "同一家", "报修", "火锅底料", "天气不错", "深情", "abc 123", ""],
)
def test_words_that_are_meant_as_written_stay(text: str) -> None:
    assert correct(text) == text


@given(st.text(alphabet="退推款宽货或申深请情售授后服客福人工公abc1 ", max_size=30))
def test_correcting_keeps_the_length_and_is_done_once(text: str) -> None:
    once = correct(text)
    assert len(once) == len(text)
    assert correct(once) == once


def test_near_sounds_are_alike_and_other_signs_stand_for_themselves() -> None:
    assert syllables("深申") == syllables("身神")
    assert syllables("知") == syllables("资")
    assert syllables("a1!") == ["a", "1", "!"]
