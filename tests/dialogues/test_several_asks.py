"""Two asks in one message."""

from tests.dialogues.talking import cases_of, file_case, sums_up
from tests.shop import Order, Shop


def test_two_asks_in_one_message_both_get_their_answer(shop: Shop) -> None:
    reply = shop.buyer(Order()).says("还能撤销几次，另外怎么投诉")
    assert reply.facts["cancellations_left"] == 3
    assert "3 次" in reply.text and "投诉" in reply.text and "9:00" in reply.text


def test_two_asks_about_an_order_wait_together_until_it_is_named(shop: Shop) -> None:
    buyer = shop.buyer(Order(product="保温杯"), Order(product="台灯"))
    assert "哪" in buyer.says("我还能撤销几次，另外我这单还在售后期吗").text
    reply = buyer.says("保温杯那个")
    assert reply.facts["cancellations_left"] == 3 and reply.facts["window_open"] is True


def test_an_ask_beside_a_write_is_answered_before_the_form_begins(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    reply = buyer.says("我要退货，另外退款几天能到账")
    assert "工作日" in reply.text
    assert "仅退款" not in reply.text and len(reply.messages) > 1
    assert buyer.says("算了，不办了").messages


def test_what_is_agreed_to_is_filed_before_it_is_asked_which_to_cancel(shop: Shop) -> None:
    cup, lamp = Order(product="保温杯"), Order(product="台灯")
    buyer = shop.buyer(cup, lamp)
    file_case(shop, buyer, cup)
    sums_up(buyer, "台灯不亮了，我要换货")
    reply = buyer.says("ok 交 对了把第二个取消了")
    assert [case["status"] for case in cases_of(shop, lamp)] == ["requested"]
    assert [case["status"] for case in cases_of(shop, cup)] == ["requested"]
    assert {title.split("（")[0] for title in reply.buttons} >= {"保温杯", "台灯"}


def test_wishes_for_two_orders_in_one_message_are_filed_one_by_one(shop: Shop) -> None:
    keyboard, mouse = Order(product="机械键盘 87键"), Order(product="游戏鼠标 有线")
    buyer = shop.buyer(keyboard, mouse)
    assert "机械键盘" in buyer.says("鼠标点一下给我双击 我要退款 键盘空格卡住了 换一个").text
    buyer.presses("退货退款")
    buyer.says("没有")
    assert "机械键盘" in buyer.says("提交").text
    buyer.says("没有")
    buyer.says("提交")
    filed = [(case["request_type"], case["reason"]) for order in (mouse, keyboard) for case in cases_of(shop, order)]
    assert filed == [("return_refund", "鼠标点一下给我双击"), ("exchange", "键盘空格卡住了")]
