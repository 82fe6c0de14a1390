"""Which order is meant, and one order for two messages or two devices."""

import json
import threading
import uuid

from tests.dialogues.talking import LIMIT, cases_of, check_facts, file_case, png, sums_up
from tests.shop import Buyer, Order, Reply, Shop


def fridge() -> Order:
    """The middle one of three orders, by the day it was paid."""
    return Order(product="海尔冰箱", category="冰箱", received=5)


def dress() -> Order:
    """The oldest of three orders."""
    return Order(product="红色连衣裙", category="女装", received=20)


def test_one_order_is_chosen_by_itself(shop: Shop) -> None:
    order = Order()
    check_facts(shop.buyer(order).says("我这单还能撤销几次"), order)


def test_several_orders_are_offered_as_buttons_and_the_question_waits_for_the_choice(shop: Shop) -> None:
    orders = [fridge(), dress(), Order()]
    buyer = shop.buyer(*orders)
    asked = buyer.says("还能撤销几次")
    assert set(asked.buttons) == {f"{order.product}（尾号 {order.number[-4:]}）" for order in orders}
    assert asked.facts == {}
    chosen = buyer.presses(f"海尔冰箱（尾号 {orders[0].number[-4:]}）")
    assert check_facts(chosen, orders[0])["cancellations_left"] == LIMIT


def test_an_order_is_understood_by_its_product(shop: Shop) -> None:
    wanted = fridge()
    buyer = shop.buyer(wanted, dress(), Order())
    check_facts(buyer.says("那个冰箱还能退吗"), wanted)


def test_an_order_is_understood_as_the_last_one_and_by_its_place(shop: Shop) -> None:
    middle, oldest, latest = fridge(), dress(), Order(received=1)
    buyer = shop.buyer(middle, oldest, latest)
    check_facts(buyer.says("最后一个订单还能退吗"), latest)
    check_facts(buyer.says("第二个"), middle)


def test_this_order_stays_the_same_through_a_conversation(shop: Shop) -> None:
    wanted = fridge()
    buyer = shop.buyer(wanted, dress(), Order())
    buyer.says("那个冰箱还能退吗")
    for question in ("这个订单还能撤销几次", "这个订单还能退吗", "售后进度"):
        check_facts(buyer.says(question), wanted)


def test_naming_another_order_changes_what_this_order_means(shop: Shop) -> None:
    first, second = fridge(), dress()
    buyer = shop.buyer(first, second)
    buyer.says("那个冰箱还能退吗")
    check_facts(buyer.says("那条连衣裙还能退吗"), second)
    check_facts(buyer.says("这个订单还能撤销几次"), second)


def test_a_number_is_understood_also_with_full_width_digits(shop: Shop) -> None:
    wanted = fridge()
    buyer = shop.buyer(wanted, dress())
    wide = "".join(chr(ord(char) + 0xFEE0) for char in wanted.number)
    check_facts(buyer.says(f"订单号{wide}还能撤销几次"), wanted)
    check_facts(buyer.says(wide), wanted)


def test_orders_are_listed_with_number_state_and_a_button_each(shop: Shop) -> None:
    orders = [fridge(), Order(received=None, paid=1)]
    buyer = shop.buyer(*orders)
    file_case(shop, buyer, orders[0])
    reply = buyer.says("我有哪些订单")
    assert "2 个订单" in reply.text
    for order in orders:
        assert order.number in reply.text and order.product in reply.text
    assert "待商家处理" in reply.text
    check_facts(buyer.presses(f"海尔冰箱（尾号 {orders[0].number[-4:]}）"), orders[0])


def test_a_buyer_without_orders_is_told_so(shop: Shop) -> None:
    reply = shop.buyer().says("我有哪些订单")
    assert "没有查到订单" in reply.text and reply.buttons == {}


def test_only_the_order_with_a_case_is_meant_by_cancelling(shop: Shop) -> None:
    wanted = fridge()
    buyer = shop.buyer(wanted, dress())
    file_case(shop, buyer, wanted)
    assert "确认撤销" in buyer.says("帮我撤销售后").buttons
    check_facts(buyer.last, wanted)


def test_another_buyers_order_is_as_unknown_as_an_invented_one(shop: Shop) -> None:
    theirs = Order(product="秘密商品")
    shop.buyer(theirs)
    buyer = shop.buyer(Order())
    for number in (theirs.number, "261101-999999999999999"):
        reply = buyer.says(f"{number}还能撤销几次")
        assert "没有查到这个订单" in reply.text and reply.facts == {}
        assert "秘密商品" not in reply.text


def test_another_buyers_order_cannot_be_proven_by_a_buyer(shop: Shop) -> None:
    theirs = Order(phone="13900007777", product="秘密商品")
    shop.buyer(theirs)
    buyer = shop.buyer(Order())
    replies = [buyer.says(f"订单号{number}，手机尾号7777") for number in (theirs.number, "261101-999999999999998")]
    assert replies[0].text == replies[1].text
    assert replies[0].facts == {} and "秘密商品" not in replies[0].text


def test_a_typed_payload_is_text_and_shows_nothing(shop: Shop) -> None:
    theirs = Order(product="秘密商品")
    shop.buyer(theirs)
    buyer = shop.buyer(Order())
    for text in (f'/inform{{"order_number":"{theirs.number}"}}', "/restart", "/affirm"):
        reply = buyer.says(text)
        assert reply.status == 200 and reply.messages and "秘密商品" not in reply.text
        assert theirs.number not in str(reply.messages)
        assert buyer.history()["messages"][-1 - len(reply.messages)]["text"] == text


def test_a_payload_that_was_never_offered_is_refused(shop: Shop) -> None:
    theirs = Order(product="秘密商品")
    shop.buyer(theirs)
    buyer = shop.buyer(Order())
    buyer.says("你好")
    for payload in (f'/inform{{"order_number": "{theirs.number}"}}', "/affirm", "/agent_reply"):
        body = json.dumps({"id": uuid.uuid4().hex, "payload": payload}).encode()
        assert buyer.call("POST", "/messages", body)[0] == 422


def test_another_buyers_file_is_not_there(shop: Shop) -> None:
    file_id = shop.buyer(Order()).uploads(png())[1]["file_id"]
    buyer = shop.buyer(Order())
    body = json.dumps({"id": uuid.uuid4().hex, "file_id": file_id}).encode()
    assert buyer.call("POST", "/messages", body)[0] == 404
    assert buyer.call("GET", f"/files/{file_id}")[0] == 404


def test_another_buyers_product_name_finds_nothing(shop: Shop) -> None:
    shop.buyer(Order(product="秘密商品"))
    own = Order()
    check_facts(shop.buyer(own).says("秘密商品还能退吗"), own)


def test_an_order_without_a_buyer_is_claimed_by_its_proof_and_then_kept(shop: Shop) -> None:
    order = Order(buyer_id="", phone="13900004321")
    buyer = shop.buyer(order, buyer_id=f"b-{uuid.uuid4().hex}")
    check_facts(buyer.says(f"订单号{order.number}，手机尾号4321"), order)
    check_facts(buyer.says("我这单还能撤销几次"), order)


def test_the_same_message_twice_files_once_and_answers_the_same(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    sums_up(buyer)
    message_id = uuid.uuid4().hex
    first, second = buyer.says("确认", message_id), buyer.says("确认", message_id)
    assert first.messages == second.messages
    assert len(cases_of(shop, order)) == 1


def test_the_same_id_for_other_words_is_a_conflict(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    message_id = uuid.uuid4().hex
    assert buyer.says("你好", message_id).status == 200
    assert buyer.says("谢谢", message_id).status == 409


def test_two_devices_confirming_at_once_file_one_case(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    sums_up(buyer)
    replies = at_once(buyer, "确认")
    assert [reply.status for reply in replies] == [200, 200]
    assert len(cases_of(shop, order)) == 1


def test_two_devices_cancelling_at_once_spend_one_cancellation(shop: Shop) -> None:
    order = Order(prior_cancellations=LIMIT - 1)
    buyer = shop.buyer(order)
    file_case(shop, buyer, order)
    buyer.says("帮我撤销售后")
    at_once(buyer, "确认")
    assert buyer.says("我这单还能撤销几次").facts["cancellations_used"] == LIMIT
    assert [case["status"] for case in cases_of(shop, order)] == ["cancelled"]


def at_once(buyer: Buyer, text: str) -> list[Reply]:
    """Two devices of one buyer send the same words at the same moment."""
    start, replies = threading.Barrier(2), []

    def send() -> None:
        device = Buyer(buyer.shop, buyer.token, buyer.buyer_id)
        start.wait()
        replies.append(device.says(text))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies
