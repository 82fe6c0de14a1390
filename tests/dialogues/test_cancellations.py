"""How many cancellations there are, what the last one means, and cancelling itself."""

import pytest

from shouhou.rules.kinds import Actor, RequestType
from shouhou.rules.lifecycle import CaseStatus
from tests.dialogues.talking import LIMIT, applies, cases_of, check_facts, file_case, staff
from tests.shop import Order, Shop, numbers_in


@pytest.mark.parametrize("used", range(LIMIT + 1))
def test_the_count_of_cancellations_is_told_in_words_and_facts(shop: Shop, used: int) -> None:
    order = Order(prior_cancellations=used)
    reply = shop.buyer(order).says("我这单还能撤销几次")
    assert check_facts(reply, order) == {
        "order_number": order.number, "cancellations_used": used, "cancellations_left": LIMIT - used,
    }
    assert numbers_in(reply.text.split("。")[0])[0] == str(LIMIT - used)
    assert ("最后" in reply.text) == (LIMIT - used == 1)


def test_the_last_cancellation_is_explained_before_it_is_spent(shop: Shop) -> None:
    reply = shop.buyer(Order(prior_cancellations=LIMIT - 1)).says("我这单还能撤销几次")
    assert "不能再申请" in reply.text


def test_the_rule_on_cancellations_needs_no_order(shop: Shop) -> None:
    reply = shop.guest().says("一个订单最多可以撤销几次")
    assert str(LIMIT) in numbers_in(reply.text)
    assert "再申请" in reply.text
    assert reply.facts == {}


def test_how_to_cancel_names_the_path_and_offers_to_do_it_here(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    case = file_case(shop, buyer, order)
    reply = buyer.says("怎么撤销售后")
    for step in ("右下角", "个人中心", "退款售后", "商品下方", "撤销售后"):
        assert step in reply.text
    asked = buyer.says("好的")
    assert case in asked.text and "确认撤销" in asked.buttons


def test_cancelling_says_which_one_it_is_and_what_stays_and_waits_for_a_yes(shop: Shop) -> None:
    order = Order(prior_cancellations=1)
    buyer = shop.buyer(order)
    case = file_case(shop, buyer, order)
    asked = buyer.says("帮我撤销售后")
    assert f"第 {1 + 1} 次" in asked.text and f"还剩 {LIMIT - 2} 次" in asked.text and case in asked.text
    assert check_facts(asked, order)["case_status"] == "requested"
    assert cases_of(shop, order)[0]["status"] == "requested"
    done = buyer.presses("确认撤销")
    assert check_facts(done, order) == {
        "order_number": order.number, "case_number": case, "case_status": "cancelled",
        "cancellations_used": 2, "cancellations_left": LIMIT - 2,
    }
    assert [case["status"] for case in cases_of(shop, order)] == ["cancelled"]


def test_before_the_last_cancellation_the_buyer_is_warned_and_after_it_told(shop: Shop) -> None:
    order = Order(prior_cancellations=LIMIT - 1)
    buyer = shop.buyer(order)
    file_case(shop, buyer, order)
    asked = buyer.says("帮我撤销售后")
    assert "最后一次" in asked.text and "不能再申请" in asked.text
    done = buyer.says("确认")
    assert done.facts["cancellations_left"] == 0 and "不能再申请" in done.text
    assert buyer.says("我要退货退款").facts["rule"] == "limit_reached"


@pytest.mark.parametrize("answer", ["不了", "算了"])
def test_a_no_keeps_the_case(shop: Shop, answer: str) -> None:
    order = Order()
    buyer = shop.buyer(order)
    file_case(shop, buyer, order)
    buyer.says("帮我撤销售后")
    assert "售后单照常处理" in buyer.says(answer).text
    assert cases_of(shop, order)[0]["status"] == "requested"


def test_asking_to_cancel_twice_asks_for_the_yes_again(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    file_case(shop, buyer, order)
    buyer.says("帮我撤销售后")
    again = buyer.says("帮我撤销售后")
    assert "确认撤销" in again.buttons and "没看懂" not in again.text


def test_without_an_open_case_there_is_nothing_to_cancel(shop: Shop) -> None:
    order = Order(prior_cancellations=1)
    reply = shop.buyer(order).says("帮我撤销售后")
    facts = check_facts(reply, order)
    assert (facts["verdict"], facts["rule"]) == ("refused", "wrong_state")
    assert "没有可以撤销" in reply.text and str(LIMIT - 1) in numbers_in(reply.text)


@pytest.mark.parametrize("status", [CaseStatus.AGREED, CaseStatus.ESCALATED])
def test_a_case_that_the_merchant_agreed_to_or_the_platform_took_can_be_cancelled(
    shop: Shop, status: CaseStatus
) -> None:
    order = Order()
    buyer = shop.buyer(order)
    staff(shop, file_case(shop, buyer, order), status, actor=Actor.PLATFORM)
    assert "确认撤销" in buyer.says("帮我撤销售后").buttons
    assert buyer.says("确认").facts["case_status"] == "cancelled"


@pytest.mark.parametrize("taken_by_platform", [False, True])
def test_goods_on_their_way_back_can_no_longer_be_cancelled(shop: Shop, taken_by_platform: bool) -> None:
    order = Order()
    buyer = shop.buyer(order)
    case = file_case(shop, buyer, order)
    staff(shop, case, CaseStatus.AGREED, CaseStatus.RETURNING)
    if taken_by_platform:
        staff(shop, case, CaseStatus.ESCALATED, actor=Actor.PLATFORM)
    reply = buyer.says("帮我撤销售后")
    facts = check_facts(reply, order)
    assert (facts["verdict"], facts["rule"]) == ("refused", "wrong_state")
    assert "不能撤销" in reply.text
    standing = buyer.says("我要退货退款")
    assert standing.facts["rule"] == "open_case_exists"
    assert "撤销它" not in standing.buttons


@pytest.mark.parametrize("left", range(1, LIMIT + 1))
def test_applying_again_is_a_yes_with_what_is_left(shop: Shop, left: int) -> None:
    order = Order(prior_cancellations=LIMIT - left)
    reply = shop.buyer(order).says("撤销之后还能再申请吗")
    facts = check_facts(reply, order)
    assert (facts["verdict"], facts["rule"], facts["cancellations_left"]) == ("allowed", "ok", left)
    assert "可以再申请" in reply.text and f"还有 {left} 次" in reply.text


def test_applying_again_is_a_no_after_the_last_cancellation(shop: Shop) -> None:
    reply = shop.buyer(Order(prior_cancellations=LIMIT)).says("撤销之后还能再申请吗")
    assert (reply.facts["verdict"], reply.facts["rule"]) == ("refused", "limit_reached")
    assert "不能再申请" in reply.text and "可以再申请。" not in reply.text


def test_applying_again_names_the_rule_that_stands_in_the_way(shop: Shop) -> None:
    reply = shop.buyer(Order(received=40)).says("撤销之后还能再申请吗")
    assert (reply.facts["verdict"], reply.facts["rule"]) == ("needs_consent", "window_shut")
    assert "可以再申请" not in reply.text


def test_a_refused_case_does_not_count_and_the_buyer_may_apply_again(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    staff(shop, file_case(shop, buyer, order, RequestType.EXCHANGE), CaseStatus.REFUSED)
    reply = buyer.says("我这单还能撤销几次")
    assert (reply.facts["cancellations_used"], reply.facts["case_status"]) == (0, "refused")
    assert applies(buyer) != cases_of(shop, order)[0]["case_number"]
