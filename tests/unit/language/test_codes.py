from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.language.codes import find_codes, find_phone_tails
from shouhou.language.normalise import normalise
from shouhou.language.spans import settle


def found(text: str) -> list[tuple[str, object]]:
    normal = normalise(text)
    codes = settle(find_codes(normal))
    return [(each.kind, each.value) for each in settle([*codes, *find_phone_tails(normal, codes)])]


@pytest.mark.parametrize(
    "text",
    [
        "261201-123456789012345",
        "261201 123456789012345",
        "261201123456789012345",
        "261201 - 12345 67890 12345",
        "２６１２０１－１２３４５６７８９０１２３４５",
        "订单号：261201-123456789012345，谢谢",
        "我那单261201–123456789012345坏了",
    ],
)
def test_a_pinduoduo_number_is_read_however_it_is_spaced(text: str) -> None:
    assert found(text) == [("order_number", "261201-123456789012345")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ORD-1001", "ORD-1001"),
        ("ord-1001坏了", "ORD-1001"),
        ("ＯＲＤ－１００１", "ORD-1001"),
        ("D20261201003", "D20261201003"),
        ("我的订单是d20261201003", "D20261201003"),
        ("123456789", "123456789"),
        ("订单号78899102345567", "78899102345567"),
        ("订单号是1001", "1001"),
        ("订单 20261207", "20261207"),
    ],
)
def test_other_shops_numbers_are_orders_in_upper_case(text: str, number: str) -> None:
    assert found(text) == [("order_number", number)]


@pytest.mark.parametrize(
    "text",
    [
        "iphone15",
        "rtx4090",
        "5000mah",
        "我有3个订单",
        "订单2026年的",
        "2026",
        "12345678",
        "3.141592653589793",
        "退货",
        "",
    ],
)
def test_models_years_and_short_numbers_are_no_orders(text: str) -> None:
    assert [kind for kind, _ in found(text) if kind == "order_number"] == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("快递单号是773123456789012", "773123456789012"),
        ("单号 SF3029475816620", "SF3029475816620"),
        ("SF1234567890123", "SF1234567890123"),
        ("顺丰 单号sf3029475816620", "SF3029475816620"),
        ("圆通YT8765432109876", "YT8765432109876"),
        ("邮政 9874410026358", "9874410026358"),
        ("运单号：78899102345", "78899102345"),
        ("寄回去了，物流单号JT0001234567890", "JT0001234567890"),
        ("EA123456789CN", "EA123456789CN"),
        ("单号是 78899102345567", "78899102345567"),
    ],
)
def test_a_parcels_number_is_known_by_its_carrier_or_its_introduction(text: str, number: str) -> None:
    assert found(text) == [("tracking_number", number)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("SF1390 2233 4455 6", "SF1390223344556"),
        ("SF1390-2233-4455-6", "SF1390223344556"),
        ("sf 一四三三二二四四零零幺二三", "SF1433224400123"),
        ("顺丰，SF 一三八 四四〇 幺二 三三", "SF1384401233"),
        ("圆通 一三八四四零幺二三四五六", "138440123456"),
        ("寄了，中通快递 7312 3456 7890 12", "73123456789012"),
        ("快递单号七七三幺二三四五六七八九", "773123456789"),
    ],
)
def test_a_dictated_or_grouped_parcel_number_is_never_an_order(text: str, number: str) -> None:
    assert found(text) == [("tracking_number", number)]


@pytest.mark.parametrize("text", ["顺丰 138 0000 1111", "顺丰寄的，电话13800001111"])
def test_a_phone_behind_a_carriers_name_stays_a_phone(text: str) -> None:
    assert found(text) == [("phone", "13800001111")]


@pytest.mark.parametrize(
    "text", ["13800001111", "138 0000 1111", "138-0000-1111", "+86 13800001111", "电话１３８００００１１１１"]
)
def test_a_mobile_phone_is_no_order(text: str) -> None:
    assert found(text) == [("phone", "13800001111")]


@pytest.mark.parametrize(
    "text",
    ["1234", " 1234。", "尾号1234", "尾号是１２３４", "手机后四位1234", "1234是我手机尾号", "我的手机号末四位是 1234"],
)
def test_four_digits_that_stand_for_a_phone_are_its_tail(text: str) -> None:
    assert found(text) == [("phone", "1234")]


@pytest.mark.parametrize(
    "text", ["七七一九", "尾号七七一九", "尾巴 7719 那张", "末四位７７１９", "手机尾号是七七幺九"]
)
def test_a_tail_may_be_said_in_words(text: str) -> None:
    assert found(text)[-1] == ("phone", "7719")


@pytest.mark.parametrize("text", ["二零二六年", "我说一二三四五", "一千二百三十四个", "退一二三四件"])
def test_other_numbers_in_words_are_no_tail(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["ORD-1001 8888", "ORD-1001，8888", "ORD-1001 尾号8888", "订单ORD-1001 手机尾号是8888"]
)
def test_a_number_and_a_tail_are_told_apart(text: str) -> None:
    assert found(text) == [("order_number", "ORD-1001"), ("phone", "8888")]


@pytest.mark.parametrize(
    "text", ["2026年买的", "花了1999元", "1999块", "12345", "123", "8:1234", "容量2000毫升", "买了1000个"]
)
def test_years_prices_and_measures_are_no_tail(text: str) -> None:
    assert [kind for kind, _ in found(text) if kind == "phone"] == []


@pytest.mark.parametrize(
    ("text", "number"), [("as261201-abcd1234", "AS261201-ABCD1234"), ("查CP261201-00ZZ00ZZ", "CP261201-00ZZ00ZZ")]
)
def test_a_case_is_known_by_its_form_in_any_case(text: str, number: str) -> None:
    assert found(text) == [("case_number", number)]


@given(
    st.from_regex(r"2[0-9](0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{15}", fullmatch=True),
    st.sampled_from(["", "-", " ", "－"]),
)
def test_any_pinduoduo_number_survives_its_separator(digits: str, separator: str) -> None:
    assert found(digits[:6] + separator + digits[6:]) == [("order_number", f"{digits[:6]}-{digits[6:]}")]


@given(st.text(alphabet="0123456789-abAS 单号是尾手机1", max_size=40))
def test_any_jumble_of_digits_is_read_without_overlaps(text: str) -> None:
    normal = normalise(text)
    codes = settle(find_codes(normal))
    assert all(one.end <= other.start for one, other in pairwise(codes))
