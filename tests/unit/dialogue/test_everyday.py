"""An order under its everyday name or its price, and goods that a message says are not the ones meant."""

from dataclasses import dataclass

import pytest

from shouhou.dialogue.asked_of_filed import asks_of_sent, sends_no_more
from shouhou.dialogue.demands import asks_after_complaint
from shouhou.dialogue.everyday import by_everyday_name, denied_name, only_points, praises, says_fine
from shouhou.dialogue.telling import asks_for_call, tells_deadline, wants_call_before
from shouhou.dialogue.unasked import lacks_words


@dataclass(frozen=True)
class Sold:
    """An order as it shows itself."""

    product: str
    paid_amount: int = 0


KETTLE, COOKER = Sold("保温水壶 2L", 12900), Sold("电热水壶 1.7L", 7900)


@pytest.mark.parametrize(
    ("words", "order"),
    [("那个烧热水的电水壶不通电", COOKER), ("保温壶不保温", KETTLE), ("79那个", COOKER), ("129块的那个", KETTLE),
     ("水壶漏了", None), ("壶盖丢了", None)],
)
def test_what_stands_before_the_noun_and_a_price_tell_which(words: str, order: Sold | None) -> None:
    assert by_everyday_name(words, (KETTLE, COOKER)) == ([order] if order is not None else [])


def test_goods_are_denied_by_a_clause_that_says_no_more() -> None:
    assert denied_name("哎呀不是水壶") == "水壶" and denied_name("别退我水壶啊") == "水壶"
    assert denied_name("不是水壶坏了") is None and denied_name("水壶不要了") is None
    assert says_fine("水壶一直挺好用的") and not says_fine("水壶不好用")
    assert praises("上回买的壶真不错") and not praises("你们态度真差")
    assert only_points("单子弄错了") and only_points("你怎么又给我写成水壶了") and not only_points("颜色发错了一个")


def test_who_comes_is_to_ring_and_the_desk_is_not() -> None:
    for words in ("工人上门前能先打个电话不", "让师傅来之前联系我", "取件的时候提前打我电话"):
        assert wants_call_before(words) and not asks_for_call(words)
    assert asks_for_call("给我打个电话") and not wants_call_before("给我打个电话")


@pytest.mark.parametrize("words", ["我晚上才有空 白天要上班", "写上周末上午九点以后都行", "打我电话之前发短信"])
def test_ones_own_hours_ask_for_no_phone(words: str) -> None:
    assert lacks_words("ask_service_hours", words)


@pytest.mark.parametrize("words", ["你们电话几点有人接", "周日客服上班吗", "晚上没人了吗"])
def test_the_hours_of_people_are_asked_for(words: str) -> None:
    assert not lacks_words("ask_service_hours", words)


def test_a_message_a_parcel_a_complaint_and_a_deadline_are_known_by_their_words() -> None:
    assert asks_of_sent("发给卖家那段话里有没有写运费") and not asks_of_sent("转给商家问问几号发")
    assert sends_no_more("可别再给我发货了") and not sends_no_more("你发货了吗")
    assert asks_after_complaint("投诉呢 不办了吗") and not asks_after_complaint("我要投诉")
    assert tells_deadline("下周三之前得到") and not tells_deadline("周三买的")
