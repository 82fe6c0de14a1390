"""Whole conversations through every kind of account, as buyers have them."""

import pytest

from shouhou.cases.export_kinds import Kind
from tests.dialogues.talking import cases_of, png, records
from tests.services.wechat.world import DESKED, KF, MINI, SERVICE, SUBSCRIPTION, Chat, WeChatShop
from tests.shop import Order

EVERYWHERE = pytest.mark.parametrize("name", [SERVICE, SUBSCRIPTION, DESKED, KF, MINI])
WITH_MENUS = pytest.mark.parametrize("name", [SERVICE, DESKED, KF])


def of_some_buyer(world: WeChatShop, *orders: Order) -> str:
    """Orders that a buyer has; the buyer's id."""
    return world.shop.buyer(*orders).buyer_id or ""


@EVERYWHERE
def test_the_address_is_verified_as_the_console_does_it(world: WeChatShop, name: str) -> None:
    assert world.pusher(name).verify().is_passed


@EVERYWHERE
def test_a_buyer_applies_with_a_picture_cancels_and_complains(world: WeChatShop, name: str) -> None:
    order = Order(prior_cancellations=2)
    buyer_id = of_some_buyer(world, order)
    chat = Chat(world, name)
    chat.proves(order)
    chat.says("我要退货退款，杯盖裂了")
    chat.says("昨天打开包装就看到了")
    chat.sends_picture(png())
    summary = chat.until(chat.says("就这些"), "确认提交")
    assert "杯盖裂了" in summary and "1 份" in summary
    assert not cases_of(world.shop, order)
    chat.presses("确认提交")
    (case,) = cases_of(world.shop, order)
    assert (case["status"], case["buyer_id"], case["reason"]) == ("requested", buyer_id, "杯盖裂了")
    assert [evidence["kind"] for evidence in case["evidence"]] == ["image/png"]

    assert "最后一次" in chat.says("帮我撤销售后")
    assert cases_of(world.shop, order)[0]["status"] == "requested"
    chat.says("确认")
    assert cases_of(world.shop, order)[0]["status"] == "cancelled"

    chat.says("我要投诉商家")
    chat.until(chat.says("商家卖假货还骂人"), "确认投诉")
    chat.presses("确认投诉")
    (complaint,) = records(world.shop, Kind.COMPLAINTS, order_number=order.number)
    assert complaint["status"] == "submitted"
    assert complaint["complaint_number"] in chat.user.text


@EVERYWHERE
def test_a_guest_learns_rules_and_nothing_of_any_order(world: WeChatShop, name: str) -> None:
    order = Order(product="绝密的蓝色保温杯")
    of_some_buyer(world, order)
    chat = Chat(world, name)
    assert "3" in chat.says("一共可以撤销几次")
    asked = chat.says(f"订单{order.number}还能退吗")
    assert order.product not in asked and "手机" in asked
    assert order.product not in chat.says("手机尾号0000")


@WITH_MENUS
def test_a_pressed_line_is_read_back_by_its_id_and_not_by_its_words(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    chat.says("怎么撤销售后")
    line = next(line for line in chat.user.last_menu if line.content == "帮我撤销")
    assert line.id.isdigit()
    answer = chat._answer(lambda: chat.user.clicks(line))
    assert "订单" in answer
    pressed = [message for message in chat.record if message.sender == "buyer"][-1]
    assert pressed.text == "帮我撤销"


@EVERYWHERE
def test_the_same_message_pushed_twice_is_one_turn(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    chat.says("你好")
    before = chat.record
    pushed = chat.user.last_push
    assert pushed is not None
    chat.user.pusher.push(pushed.fields)
    chat.settles()
    assert chat.record == before
