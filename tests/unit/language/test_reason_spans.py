"""What is left of the stretches that the reason tagger finds."""

from typing import Optional

import pytest

from shouhou.language.normalise import normalise
from shouhou.language.products import find_products
from shouhou.language.reason_spans import trimmed
from shouhou.language.spans import Mention


def left_of(text: str, found: str) -> Optional[Mention]:
    text = normalise(text)
    start = text.index(found)
    reason = Mention("reason", start, start + len(found), found, None, 0.9)
    return trimmed(text, reason, list(find_products(text)))


def told(text: str, found: str) -> Optional[str]:
    left = left_of(text, found)
    return None if left is None else left.value


@pytest.mark.parametrize(
    "text", ["一个礼拜不到", "才用了三天", "两个月左右", "半年多", "不到一周", "刚穿了两次", "好几天了", "一年零三个月"]
)
def test_a_time_is_no_reason(text: str) -> None:
    assert told(text, text) is None


@pytest.mark.parametrize(
    ("text", "found", "left"),
    [
        ("穿了一个礼拜不到鞋底开胶", "一个礼拜不到鞋底开胶", "鞋底开胶"),
        ("才用三天就漏水了", "才用三天就漏水了", "漏水了"),
        ("三天没动静", "三天没动静", "三天没动静"),
    ],
)
def test_a_reason_begins_behind_the_time_that_it_took(text: str, found: str, left: str) -> None:
    mention = left_of(text, found)
    assert mention is not None
    assert text[mention.start : mention.end] == left


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *((text, text) for text in ("没有照片", "视频太大", "拍不了", "照片传不上去", "图发不出来")),
        ("视频太大发不了", "太大"),
        ("我没有开箱视频", "没有开箱视频"),
    ],
)
def test_talk_about_evidence_is_no_reason(text: str, found: str) -> None:
    assert told(text, found) is None


def test_what_a_camera_does_to_pictures_is_a_reason() -> None:
    assert told("相机拍不了视频", "拍不了视频") is not None


@pytest.mark.parametrize(
    "text", ["你听懂没", "说了", "我都说三遍了", "听不懂人话", "讲过了", "到底懂不懂", "问了几遍了", "不是说了吗"]
)
def test_words_to_the_bot_are_no_reason(text: str) -> None:
    assert told(text, text) is None


@pytest.mark.parametrize("text", ["改成尺码不合适", "不对,改成30", "帮我改为质量问题", "改一下"])
def test_a_correction_is_no_reason(text: str) -> None:
    assert told(text, text) is None


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("锅把儿松了晃荡晃荡", "晃荡晃荡", "锅把儿松了晃荡晃荡"),
        ("桌子腿是歪的", "腿是歪", "桌子腿是歪的"),
        ("杯盖裂了", "裂了", "杯盖裂了"),
        ("这个盖子拧不紧呀", "拧不紧", "盖子拧不紧"),
    ],
)
def test_a_reason_tells_the_part_that_is_broken(text: str, found: str, whole: str) -> None:
    assert told(text, found) == whole


@pytest.mark.parametrize(
    ("text", "found", "value"),
    [
        ("冰箱拉链坏了", "拉链坏了", "拉链坏了"),
        ("录音笔坏了", "坏了", "坏了"),
        ("商家说裂了不给换", "裂了", "裂了"),
        ("我上周在你们家给孩子买的那个小书桌有一条腿是歪的", "腿是歪", "腿是歪"),
    ],
)
def test_a_reason_does_not_take_in_the_good_or_what_else_is_told(text: str, found: str, value: str) -> None:
    assert told(text, found) == value


def test_a_reasons_span_stays_apart_from_the_good_even_where_its_words_name_it() -> None:
    left = left_of("桌子腿是歪的", "腿是歪")
    assert left is not None
    assert (left.start, left.end) == (2, 5)
