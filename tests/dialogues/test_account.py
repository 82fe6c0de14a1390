"""Binding an account: what the web chat says, where the page itself knows who speaks.

What a bound WeChat does is told in tests/unit/actions/test_account.py.
"""

import pytest

from tests.shop import Order, Shop


@pytest.mark.parametrize("words", ["绑定账号", "怎么把我的账号跟这里关联起来", "我要綁定帳號"])
def test_a_guest_of_the_web_chat_is_told_to_log_in(shop: Shop, words: str) -> None:
    reply = shop.guest().says(words)
    assert "登录" in reply.text and len(reply.messages) == 1


def test_a_buyer_who_is_logged_in_needs_no_binding(shop: Shop) -> None:
    reply = shop.buyer(Order()).says("绑定账号")
    assert "不用再绑定" in reply.text and "微信" not in reply.text


def test_a_buyer_who_is_logged_in_has_nothing_to_unbind(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    reply = buyer.says("解除绑定")
    assert "不用解绑" in reply.text and not reply.buttons
    assert buyer.says("我这单还能撤销几次").facts["order_number"] == order.number


def test_a_guest_of_the_web_chat_has_nothing_to_unbind(shop: Shop) -> None:
    assert "没有绑定" in shop.guest().says("我要解绑账号").text


def test_a_guest_of_the_web_chat_who_proves_an_order_is_offered_no_binding(shop: Shop) -> None:
    order = Order(phone="13912345678")
    shop.buyer(order)
    reply = shop.guest().says(f"订单号{order.number}，手机尾号5678")
    assert reply.facts["order_number"] == order.number and "绑定账号" not in reply.buttons


@pytest.mark.parametrize("words", ["绑定手机号", "怎么绑定银行卡"])
def test_other_things_are_not_bound_here(shop: Shop, words: str) -> None:
    assert "登录" not in shop.guest().says(words).text


def test_a_question_about_binding_in_a_form_is_answered_and_the_form_goes_on(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要申请售后")
    reply = buyer.says("解除绑定")
    assert "不用解绑" in reply.text and "退货退款" in reply.buttons


@pytest.mark.parametrize("words", ["怎么绑定账号", "怎么解除绑定"])
def test_a_question_about_binding_is_answered_where_a_form_takes_any_words_and_is_not_filed_with_them(
    shop: Shop, words: str
) -> None:
    buyer = shop.buyer(Order())
    assert "补充" in buyer.says("我要退货退款，杯盖裂了").text
    asked = buyer.says(words)
    assert "账号" in asked.text or "绑定" in asked.text
    assert "补充" in asked.text  # the form goes on where it was
