"""Two asks in one message."""

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
