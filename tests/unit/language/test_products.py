import pytest

from shouhou.language.normalise import normalise
from shouhou.language.products import find_products


def goods(text: str) -> list[object]:
    return [each.value for each in find_products(normalise(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("那个冰箱", ["冰箱"]),
        ("蘋果手機壞了", ["苹果手机"]),
        ("我买的儿童水杯漏水", ["儿童水杯"]),
        ("糖水罐头破了", ["糖水罐头"]),
        ("无线蓝牙耳机没声音", ["无线蓝牙耳机"]),
        ("羽绒服和车厘子", ["羽绒服", "车厘子"]),
        ("iPhone15 pro坏了", ["iphone15 pro"]),
        ("这双鞋开胶", ["鞋"]),
        ("这口锅", ["锅"]),
        ("买的包", ["包"]),
        ("T恤掉色", ["t恤"]),
        ("苹果烂了", ["苹果"]),
    ],
)
def test_goods_are_named_in_full(text: str, names: list[str]) -> None:
    assert goods(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "手机号是多少",
        "手机尾号1234",
        "手机13800001111",
        "包邮吗",
        "包装破了",
        "电脑版怎么退",
        "退货",
        "锅",
        "ipadress",
        "",
    ],
)
def test_words_that_only_contain_a_good_are_none(text: str) -> None:
    assert goods(text) == []
