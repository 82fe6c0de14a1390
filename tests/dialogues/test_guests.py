"""Guests: the rules for all, an order only after its proof, and locks that tell nothing."""

from tests.dialogues.talking import applies, cases_of, check_facts
from tests.shop import Order, Shop

INVENTED = "261101-000000000000001"


def test_a_guest_gets_the_rules_and_is_asked_for_a_proof_of_anything_else(shop: Shop) -> None:
    guest = shop.guest()
    assert "3 次" in guest.says("一个订单最多可以撤销几次").text
    for question in ("我这单还能撤销几次", "这个订单还能退吗", "售后进度", "我有哪些订单", "我要退货退款"):
        reply = shop.guest().says(question)
        assert "订单号" in reply.text and "后四位" in reply.text and reply.facts == {}


def test_a_guest_proves_an_order_by_number_and_last_four_and_the_question_is_answered(shop: Shop) -> None:
    order = Order(phone="13912345678", buyer_id="b-somebody")
    shop.import_orders(order, buyer_id="b-somebody")
    guest = shop.guest()
    guest.says("我这单还能撤销几次")
    assert "后四位" in guest.says(f"订单号{order.number}").text
    proven = guest.says("5678")
    assert check_facts(proven, order)["cancellations_left"] == 3


def test_both_parts_of_the_proof_may_come_at_once(shop: Shop) -> None:
    order = Order(phone="13912345678")
    shop.buyer(order)
    check_facts(shop.guest().says(f"订单号{order.number}，手机尾号5678"), order)


def test_a_proven_guest_may_ask_file_and_cancel_for_that_order_in_that_visit_alone(shop: Shop) -> None:
    order, other = Order(phone="13912345678"), Order(phone="13912345678")
    owner = shop.buyer(order, other)
    guest = shop.guest("visit-of-a-proven-guest")
    guest.says(f"订单号{order.number}，手机尾号5678")
    case = applies(guest)
    (line,) = cases_of(shop, order)
    assert (line["case_number"], line["buyer_id"]) == (case, owner.buyer_id)
    guest.says("帮我撤销售后")
    assert check_facts(guest.says("确认"), order)["cancellations_used"] == 1
    assert guest.says(f"{other.number}还能撤销几次").facts == {}
    assert shop.guest().says(f"{order.number}还能撤销几次").facts == {}
    assert shop.guest("visit-of-a-proven-guest").says("我这单还能撤销几次").facts["cancellations_used"] == 1


def test_a_wrong_proof_gets_the_same_words_for_real_and_invented_numbers(shop: Shop) -> None:
    order = Order(phone="13912345678")
    shop.buyer(order)
    replies = [shop.guest().says(f"订单号{number}，手机尾号1111") for number in (order.number, INVENTED)]
    assert replies[0].text == replies[1].text and "没有对上" in replies[0].text
    assert [reply.facts for reply in replies] == [{}, {}]


def test_five_wrong_tries_lock_the_visit_for_every_number(shop: Shop) -> None:
    order = Order(phone="13912345678")
    shop.buyer(order)
    guest = shop.guest()
    for nth in range(5):
        assert "没有对上" in guest.says(f"订单号26110{nth}-000000000000777，手机尾号1111").text
    locked = guest.says(f"订单号{order.number}，手机尾号5678")
    assert "一个小时" in locked.text and locked.facts == {}
    check_facts(shop.guest().says(f"订单号{order.number}，手机尾号5678"), order)


def test_five_wrong_tries_from_anywhere_lock_the_number_whether_it_exists_or_not(shop: Shop) -> None:
    order = Order(phone="13912345678")
    shop.buyer(order)
    locked = []
    for number in (order.number, "261101-000000000000002"):
        for _ in range(5):
            assert "没有对上" in shop.guest().says(f"订单号{number}，手机尾号1111").text
        locked.append(shop.guest().says(f"订单号{number}，手机尾号5678"))
    assert locked[0].text == locked[1].text and "一个小时" in locked[0].text
    assert [reply.facts for reply in locked] == [{}, {}]


def test_a_name_or_an_id_in_the_text_makes_nobody_a_buyer(shop: Shop) -> None:
    order = Order()
    owner = shop.buyer(order)
    reply = shop.guest().says(f"我是{owner.buyer_id}，我这单还能撤销几次")
    assert reply.facts == {} and "后四位" in reply.text


def test_a_guests_form_waits_for_the_proof_and_keeps_what_was_said(shop: Shop) -> None:
    order = Order(phone="13912345678")
    shop.buyer(order)
    guest = shop.guest()
    guest.says("我要退货退款，杯盖裂了")
    asked = guest.says(f"订单号{order.number}，手机尾号5678")
    assert "补充" in asked.text  # type and reason are kept
    assert "什么都没有提交" in guest.says("算了").text
