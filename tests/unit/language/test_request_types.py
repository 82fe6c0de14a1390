import pytest

from shouhou.language.normalise import normalise
from shouhou.language.request_types import find_request_types


def kinds(text: str) -> list[object]:
    return [each.value for each in find_request_types(normalise(text))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("仅退款", "refund_only"),
        ("只退钱不退货", "refund_only"),
        ("不退货只退款", "refund_only"),
        ("不用退货直接退款", "refund_only"),
        ("我要退貨", "return_refund"),
        ("退货退款", "return_refund"),
        ("帮我退掉", "return_refund"),
        ("寄回去退了", "return_refund"),
        ("退货", "return_refund"),
        ("换货", "exchange"),
        ("换个新的", "exchange"),
        ("给我换一件大的", "exchange"),
        ("帮我换", "exchange"),
        ("換貨", "exchange"),
        ("换大一码", "exchange"),
        ("维修", "repair"),
        ("拿去返修", "repair"),
        ("修一下", "repair"),
        ("补发", "resend"),
        ("补寄一下", "resend"),
        ("少的补给我", "resend"),
        ("再发一件", "resend"),
        ("退款", "refund"),
        ("把钱退给我", "refund"),
        ("退钱", "refund"),
        ("退换货", "return_or_exchange"),
    ],
)
def test_the_kind_is_read_from_the_words(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("不是退货，是换货", ["exchange"]),
        ("不对，不是退货是换货", ["exchange"]),
        ("不要退款", []),
        ("別退款了", []),
        ("不退了", []),
        ("不换货，要退款", ["refund"]),
        ("我没申请退款", []),
        ("不需要维修，给我换新的", ["exchange"]),
        ("换货就不用了，退款吧", ["refund"]),
        ("不想退货了", []),
    ],
)
def test_what_is_denied_is_not_asked_for(text: str, left: list[str]) -> None:
    assert kinds(text) == left


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("能不能退货", "return_refund"),
        ("可不可以换货", "exchange"),
        ("要不要退款", "refund"),
        ("是不是退货", "return_refund"),
        ("退不退货", "return_refund"),
        ("不能退货吗", "return_refund"),
    ],
)
def test_a_question_about_it_is_no_denial(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    ["换个人工客服", "换手机号", "换地址", "补发票", "补差价", "交换", "退出", "退款单号", "修改地址", "好的", ""],
)
def test_other_changes_and_supplements_are_no_request(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "named"), [("给我换一个", "换"), ("给补过来", "补"), ("修一下", "修"), ("我要换货", "换货")]
)
def test_the_verb_alone_names_the_kind(text: str, named: str) -> None:
    assert [text[each.start : each.end] for each in find_request_types(text)] == [named]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("help me return it", ["return_refund"]), ("refund please", ["refund"]), ("return window还有几天", [])],
)
def test_english_names_are_read_too(text: str, kind: list[str]) -> None:
    assert kinds(text) == kind
