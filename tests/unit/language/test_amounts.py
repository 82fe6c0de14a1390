import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.language.amounts import find_amounts
from shouhou.language.normalise import normalise
from shouhou.language.numerals import to_int


def fen(text: str) -> list[object]:
    return [amount.value for amount in find_amounts(normalise(text))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("199元", 19900),
        ("199块", 19900),
        ("199块钱", 19900),
        ("199块9", 19990),
        ("￥199.00", 19900),
        ("¥0.5", 50),
        ("rmb 20", 2000),
        ("一百九十九块五", 19950),
        ("两百块钱", 20000),
        ("两百五十元", 25000),
        ("一千零五元", 100500),
        ("一千二百元", 120000),
        ("１９９元", 19900),
        ("89.9元的那条裤子", 8990),
        ("1.5万元", 1500000),
        ("一万两千元", 1200000),
        ("差3块", 300),
        ("二十六块五", 2650),
        ("退个五块", 500),
        ("赔五块就行", 500),
        ("六块八", 680),
        ("补50块一直没给", 5000),
        ("一块钱", 100),
        ("邮费一块", 100),
    ],
)
def test_sums_are_read_in_fen(text: str, value: int) -> None:
    assert fen(text) == [value]


@pytest.mark.parametrize(
    "text", ["元旦", "一块退了", "三块地毯", "第199元", "5元素", "199", "几块钱", "一元旦就退", "补左侧板一块", ""]
)
def test_other_uses_of_the_words_are_no_sums(text: str) -> None:
    assert fen(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("就三十", 3000),
        ("改成30", 3000),
        ("赔30", 3000),
        ("补我二十吧", 2000),
        ("钱写 36 就好", 3600),
        ("退一百五", 15000),
        ("退我5", 500),
        ("退12.5", 1250),
        ("退我两百我就收下", 20000),
        ("只要20，货我留着", 2000),
    ],
)
def test_behind_words_of_paying_a_bare_number_is_a_sum(text: str, value: int) -> None:
    assert fen(text) == [value]


@pytest.mark.parametrize(
    "text",
    ["退两个", "退3件", "改成2", "改成30号", "退货30天", "就7719", "退一半", "赔三成", "改成30%", "退三块布"],
)
def test_pieces_days_tails_and_shares_are_no_sums(text: str) -> None:
    assert fen(text) == []


@given(st.integers(0, 99_999_999))
def test_a_sum_printed_with_two_decimals_is_read_back(value: int) -> None:
    assert fen(f"¥{value // 100}.{value % 100:02d}") == [value]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿三", 23),
        ("一百零五", 105),
        ("两百五", 250),
        ("二零二六", 2026),
        ("一千零一", 1001),
        ("三百六十五", 365),
        ("几", None),
        ("两三", None),
        ("", None),
        ("十百", None),
    ],
)
def test_numerals_are_read_or_left_alone(text: str, number: object) -> None:
    assert to_int(text) == number
