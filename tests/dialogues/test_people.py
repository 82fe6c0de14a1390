"""People: their hours, the handover that silences the bot, and the way back."""

from collections.abc import Iterator
from typing import Any

import pytest

from shouhou.cases.export_kinds import Kind
from shouhou.cases.handovers import hand_back, take
from tests.dialogues.talking import LIMIT, POLICY, records
from tests.shop import Buyer, Order, Shop, serving


@pytest.fixture(scope="module")
def night_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop at ten in the evening, when neither the phone nor the desk is staffed."""
    with serving(tmp_path_factory.mktemp("night"), hour=22) as running:
        yield running


def handover_of(shop: Shop, buyer: Buyer) -> dict[str, Any]:
    """The buyer's one handover."""
    (handover,) = records(shop, Kind.HANDOVERS, buyer_id=buyer.buyer_id)
    return handover


def test_by_day_the_phone_is_staffed(shop: Shop) -> None:
    reply = shop.guest().says("平台电话有人接吗")
    hours = POLICY.phone_hours.value
    assert reply.facts == {"phone_staffed_now": True}
    assert "现在有人接" in reply.text
    assert f"{hours.opens:%H:%M}" in reply.text and f"{hours.closes:%H:%M}" in reply.text


def test_a_phone_number_that_nobody_set_is_to_be_looked_up_in_the_app(shop: Shop) -> None:
    assert POLICY.phone_number.value is None
    assert "App" in shop.guest().says("平台电话有人接吗").text


def test_by_night_the_phone_is_not_staffed_and_the_answer_says_when_next(night_shop: Shop) -> None:
    reply = night_shop.guest().says("平台电话有人接吗")
    assert reply.facts == {"phone_staffed_now": False}
    assert "现在没有人接" in reply.text and f"{POLICY.phone_hours.value.opens:%H:%M}" in reply.text


def test_in_hours_one_notice_of_the_system_and_then_the_bot_is_silent(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    buyer.says("我这单还能撤销几次")
    reply = buyer.says("转人工")
    assert reply.senders == ["system"] and reply.facts == {"handover": "waiting"}
    for words in ("在吗", "我这单还能撤销几次", "转人工"):
        silent = buyer.says(words)
        assert (silent.status, silent.messages) == (200, [])
    handover = handover_of(shop, buyer)
    assert (handover["status"], handover["agent"]) == ("waiting", None)
    assert order.number in handover["summary"] and "转人工" in handover["summary"]


def test_who_no_longer_waits_for_a_person_has_the_bot_again(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    assert "不等了" in buyer.says("转人工").text
    assert buyer.says("在吗").messages == []
    reply = buyer.says("不等人工了 我这单还能撤销几次")
    assert f"{LIMIT} 次" in reply.text and "bot" in reply.senders
    assert handover_of(shop, buyer)["status"] == "ended"


def test_who_is_with_a_person_does_not_leave_by_words(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("转人工")
    talk = handover_of(shop, buyer)["conversation_id"]
    assert shop.command("handover", "take", talk, "--agent", "小王").returncode == 0
    assert buyer.says("不等了 你给我退").messages == []


def test_beside_an_urgent_handover_the_bot_goes_on_until_a_person_takes_it(shop: Shop) -> None:
    buyer = shop.buyer(Order(product="充电宝", category="数码"))
    assert buyer.says("充电宝鼓包了还冒烟").facts["handover"] == "waiting"
    assert "3 次" in buyer.says("我这单还能撤销几次").text
    talk = handover_of(shop, buyer)["conversation_id"]
    assert shop.command("handover", "take", talk, "--agent", "小王").returncode == 0
    assert buyer.says("我这单还能撤销几次").messages == []


def test_a_person_takes_replies_and_hands_back_and_the_bot_answers_again(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    buyer.says("转人工")
    talk = handover_of(shop, buyer)["conversation_id"]
    for arguments in (("take", talk, "--agent", "小王"), ("reply", talk, "您好，我是小王", "--agent", "小王")):
        done = shop.command("handover", *arguments)
        assert done.returncode == 0, done.stderr
    assert buyer.says("你好小王").messages == []
    said = [(message["from"], message["text"]) for message in buyer.history()["messages"]]
    assert said[-2:] == [("agent", "您好，我是小王"), ("buyer", "你好小王")]
    assert shop.command("handover", "back", talk).returncode == 0
    assert buyer.says("我这单还能撤销几次").facts["order_number"] == order.number
    handover = handover_of(shop, buyer)
    assert (handover["status"], handover["agent"]) == ("ended", "小王")


def test_a_handover_out_of_a_form_leaves_the_form(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要申请售后")
    assert buyer.says("转人工").facts == {"handover": "waiting"}
    handover = handover_of(shop, buyer)
    take(shop.database, handover["conversation_id"], "xiaowang", shop.now())
    hand_back(shop.database, handover["conversation_id"], shop.now())
    assert "杯盖" not in buyer.says("你好").text
    assert "原因" not in buyer.last.text


def test_out_of_hours_the_bot_says_when_people_are_back_and_goes_on_answering(night_shop: Shop) -> None:
    order = Order()
    buyer = night_shop.buyer(order)
    reply = buyer.says("转人工")
    assert reply.facts == {"handover": "offline"} and reply.senders == ["bot"]
    assert f"{POLICY.desk_hours.value.opens:%H:%M}" in reply.text and "留言" in reply.text
    assert handover_of(night_shop, buyer)["status"] == "waiting"
    assert buyer.says("我这单还能撤销几次").facts["order_number"] == order.number


def test_out_of_hours_a_person_who_takes_the_talk_silences_the_bot(night_shop: Shop) -> None:
    buyer = night_shop.buyer(Order())
    buyer.says("转人工")
    take(night_shop.database, handover_of(night_shop, buyer)["conversation_id"], "xiaowang", night_shop.now())
    assert buyer.says("我这单还能撤销几次").messages == []


def test_a_guest_can_ask_for_a_person_too(shop: Shop) -> None:
    guest = shop.guest()
    assert guest.says("转人工").facts == {"handover": "waiting"}
    assert guest.says("在吗").messages == []


def test_by_night_dates_are_still_those_of_the_shop(night_shop: Shop) -> None:
    reply = night_shop.buyer(Order(received=POLICY.window_days.value)).says("这个订单还能退吗")
    assert (reply.facts["window_open"], reply.facts["days_left"]) == (True, 0)
