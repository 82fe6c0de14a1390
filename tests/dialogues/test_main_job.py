"""The main job, end to end against the real bot: ask, apply, cancel, complain."""

from tests.dialogues.talking import sums_up, until
from tests.shop import Order, Shop


def test_a_buyer_asks_how_many_cancellations_are_left_and_hears_the_number_first(shop: Shop) -> None:
    reply = shop.buyer(Order(prior_cancellations=1)).says("我这单还能撤销几次")
    assert "2" in reply.text.split("。")[0]
    assert reply.facts["cancellations_used"] == 1
    assert reply.facts["cancellations_left"] == 2


def test_an_application_is_written_only_after_an_explicit_yes(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    summary = sums_up(buyer)
    assert "退货退款" in summary.text and "裂" in summary.text
    assert not [case for case in shop.exported("cases") if case["buyer_id"] == buyer.buyer_id]
    filed = buyer.says("确认")
    assert filed.facts["case_status"] == "requested"
    (case,) = [case for case in shop.exported("cases") if case["buyer_id"] == buyer.buyer_id]
    assert case["case_number"] == filed.facts["case_number"]
    assert (case["request_type"], case["reason_class"], case["amount"]) == ("return_refund", "goods", 9900)


def test_three_cancellations_are_counted_and_the_order_takes_no_fourth_application(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    for nth in (1, 2, 3):
        sums_up(buyer)
        assert buyer.says("确认").facts["case_status"] == "requested"
        asked = buyer.says("帮我撤销售后")
        assert ("最后一次" in asked.text) == (nth == 3)
        done = buyer.says("确认")
        assert (done.facts["cancellations_used"], done.facts["cancellations_left"]) == (nth, 3 - nth)
    refused = buyer.says("我要退货退款")
    assert refused.facts["rule"] == "limit_reached"
    assert refused.facts["verdict"] == "refused"


def test_a_complaint_gets_a_number_and_the_wait(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要投诉商家")
    until(buyer, buyer.says("商家卖假货还骂人"), "确认投诉")
    filed = buyer.says("好的，确认")
    assert filed.facts["complaint_status"] == "submitted"
    assert "3 个工作日" in filed.text
