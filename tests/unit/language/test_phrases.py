import pytest

from shouhou.language.normalise import normalise
from shouhou.language.phrases import find_anger, find_later, find_order_refs
from shouhou.language.reason_class import reason_class
from shouhou.language.spans import settle


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("最后一个", {"last": True}),
        ("最近那单", {"last": True}),
        ("最新的订单", {"last": True}),
        ("刚买的那单", {"last": True}),
        ("倒数第一个", {"last": True}),
        ("第一个", {"index": 1}),
        ("第二個", {"index": 2}),
        ("第2单", {"index": 2}),
        ("第十二个订单", {"index": 12}),
    ],
)
def test_an_order_of_a_list_is_pointed_at(text: str, value: object) -> None:
    assert [each.value for each in settle(find_order_refs(normalise(text)))] == [value]


@pytest.mark.parametrize(
    "text", ["第三个工作日", "第二次", "第二天", "最近三天", "倒数第二个", "第99999个", "一个", ""]
)
def test_counts_of_other_things_point_at_no_order(text: str) -> None:
    assert list(find_order_refs(normalise(text))) == []


@pytest.mark.parametrize(
    "text", ["气死我了", "垃圾商家", "你们是骗子", "什么破东西", "太過分了", "坑人", "退钱!!!", "退款！！！", "😡",
             "你们这破店，卖假货，我要投诉他", "这家破店",
             "破店", "在吗，破商家", "你这破商家", "那破賣家", "投诉破商家"]
)
def test_anger_is_heard(text: str) -> None:
    assert [each.value for each in find_anger(normalise(text))][:1] == ["anger"]


@pytest.mark.parametrize("text", ["垃圾桶坏了", "退款", "谢谢!", "你好!!", "他买的", "",
             "收到就是破的，商家不管", "杯子破店家不管", "包装破商家不认", "个破杯子", "收到货 破店家不理"])
def test_calm_words_are_not_angry(text: str) -> None:
    assert list(find_anger(normalise(text))) == []


@pytest.mark.parametrize(
    "text", ["待会儿发", "等會再發", "回头补", "晚点传", "一会儿拍给你", "先不传", "图片待会儿发", "暂时没有照片"]
)
def test_evidence_is_put_off(text: str) -> None:
    assert [each.value for each in settle(find_later(normalise(text)))] == ["later"]


@pytest.mark.parametrize("text", ["没有照片", "我没拍照片", "跳过", "没有补充", "不用补充了", "没图", "手头没图"])
def test_evidence_is_declined(text: str) -> None:
    assert [each.value for each in settle(find_later(normalise(text)))] == ["none"]


@pytest.mark.parametrize("text", ["图片已经传了", "屏幕碎了", "好的", ""])
def test_other_answers_say_nothing_of_later(text: str) -> None:
    assert list(find_later(normalise(text))) == []


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("屏幕碎了", "goods"),
        ("质量太差", "goods"),
        ("少发了一件", "goods"),
        ("发错颜色", "goods"),
        ("是假货", "goods"),
        ("跟描述不符", "goods"),
        ("有異味", "goods"),
        ("快递丢件", "logistics"),
        ("一直没收到", "logistics"),
        ("物流太慢", "logistics"),
        ("运输中压坏了", "logistics"),
        ("等太久了", "logistics"),
        ("商家一直不发货", "logistics"),
        ("卖家发错颜色", "goods"),
        ("商家没补发", "service"),
        ("拒绝退货", "service"),
        ("客福不回", "service"),
        ("商家不回消息", "service"),
        ("卖家态度恶劣", "service"),
        ("客服骂人", "service"),
        ("不想要了", "personal"),
        ("拍错了", "personal"),
        ("尺码不合适", "personal"),
        ("不喜欢", "personal"),
        ("太小了", "personal"),
        ("", None),
        ("嗯", None),
    ],
)
def test_a_reason_lies_on_one_side_or_tells_none(text: str, group: object) -> None:
    assert reason_class(text) == group
