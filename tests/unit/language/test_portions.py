import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.language.normalise import normalise
from shouhou.language.portions import find_pieces, find_shares
from shouhou.language.spans import settle


def shares(text: str) -> list[object]:
    return [each.value for each in find_shares(normalise(text))]


def pieces(text: str) -> list[tuple[str, object]]:
    return [(text[each.start : each.end], each.value["count"]) for each in settle(find_pieces(normalise(text)))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一半", 0.5),
        ("就一半吧", 0.5),
        ("退一半成不", 0.5),
        ("三成", 0.3),
        ("退三成五？退三成半", 0.35),
        ("退我１成", 0.1),
        ("30%", 0.3),
        ("赔百分之十五", 0.15),
        ("退三分之一的钱", pytest.approx(1 / 3)),
        ("出一半运费", 0.5),
    ],
)
def test_a_share_of_money_is_read_as_a_number_up_to_one(text: str, value: object) -> None:
    assert shares(text)[-1] == value


@pytest.mark.parametrize("text", ["碎了一半", "九成新", "亮一半", "电量30%", "含棉80%", "退150%", "一半是坏的", "成"])
def test_a_share_of_anything_else_is_none(text: str) -> None:
    assert shares(text) == []


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("退两个", "两个", 2),
        ("三件退一件", "一件", 1),
        ("坏了一只", "一只", 1),
        ("只退3双", "3双", 3),
        ("换三个", "三个", 3),
        ("两个都退", "两个", 2),
        ("退四留二", "四", 4),
        ("两盒退一盒", "一盒", 1),
        ("碎了十二个", "十二个", 12),
        ("退其中两本", "两本", 2),
    ],
)
def test_pieces_that_go_back_are_counted(text: str, words: str, count: int) -> None:
    assert pieces(text) == [(words, count)]


@pytest.mark.parametrize(
    "text", ["换一个", "给我换一件", "退了一个月了", "退第二个", "买了三个", "烂了七八个", "坏了两天", "退几个"]
)
def test_what_is_not_counted_or_does_not_go_back_is_no_pieces(text: str) -> None:
    assert pieces(text) == []


@given(st.text(alphabet="退换坏了一二三十百0123456789个件只成分之%半的钱留", max_size=30))
def test_any_jumble_is_read_with_shares_up_to_one_and_counts_from_one(text: str) -> None:
    assert all(0 < each.value <= 1 for each in find_shares(text))
    assert all(each.value["count"] >= 1 for each in find_pieces(text))
