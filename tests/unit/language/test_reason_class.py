"""Whose side a reason lies on."""

from typing import Optional

import pytest

from shouhou.language.reason_class import reason_class, told_class


def test_a_reason_that_tells_nothing_by_itself_is_classed_by_what_it_stands_in() -> None:
    assert reason_class("太慢了") is None
    assert reason_class("太慢了", "快递太慢了") == "logistics"
    assert reason_class("杯子裂了", "快递送来的杯子裂了") == "goods"


@pytest.mark.parametrize(
    "text",
    [
        *("缩水", "洗一次就缩水了", "掉毛", "跑绒", "钻绒", "漏绒", "掉皮", "掉渣", "掉漆", "起泡", "起球", "烂了一半"),
        *("桌子腿是歪的", "镜框歪了", "架子站不稳", "锅把儿松了", "螺丝松动", "晃得厉害", "椅子一坐就摇摇晃晃"),
        *("不热", "不制冷", "一点都不保温", "充不进电", "盖子拧不紧", "抽屉拉不出来", "火打不着", "没声音"),
        *("鱼死了三条", "花死了", "苗全蔫了", "风扇异响", "一开机就嗡嗡响", "一股塑料味", "要黑的来了白的", "只有八包"),
    ],
)
def test_what_a_thing_does_not_do_or_is_not_lies_with_the_goods(text: str) -> None:
    assert told_class(text) == "goods"


@pytest.mark.parametrize(
    "text",
    [
        *("长袖有点小", "裤腰太松", "买小了", "拍大了", "我量错了", "是我看错尺寸", "自己弄坏的", "尺码不合适"),
        *("大了一码", "不合口味", "不想要了", "放不下", "别家卖得便宜"),
    ],
)
def test_a_misfit_a_slip_or_a_change_of_mind_is_the_buyers_own(text: str) -> None:
    assert told_class(text) == "personal"


@pytest.mark.parametrize(
    "text",
    [
        *("显示签收没收到", "物流不动", "写着已送达可我没见着货", "卡在中转站", "三天没动了", "件丢了", "扔在小卖部"),
        *("签收人不是我", "快递太慢"),
    ],
)
def test_what_went_wrong_on_the_way_lies_with_the_carrier(text: str) -> None:
    assert told_class(text) == "logistics"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *((text, None) for text in ("视频太大发不了", "没有照片", "照片传不上去", "没拍视频", "图太大了发不出去")),
        *((text, None) for text in ("你听懂没", "我都说三遍了", "我就是想退", "退一半吧", "气死我了", "钱没收到")),
        ("视频太大发不了，反正杯子是裂的", "goods"),
    ],
)
def test_talk_about_evidence_or_with_the_bot_tells_no_class(text: str, told: Optional[str]) -> None:
    assert told_class(text) == told
