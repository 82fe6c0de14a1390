"""Whether and until when: each verdict as the buyer reads it and as programs do, and calculations without an order."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from shouhou.rules.kinds import RequestType
from shouhou.rules.lifecycle import CaseStatus
from tests.dialogues.talking import (
    LIMIT,
    POLICY,
    WINDOW,
    cases_of,
    check_facts,
    day_before,
    file_case,
    said_day,
    staff,
)
from tests.shop import Order, Shop, numbers_in

DAYS_FACTS = {
    "order_number", "cancellations_used", "cancellations_left", "verdict", "rule", "window_open", "window_last_day",
    "days_left",
}


@pytest.mark.parametrize("days", [0, 1, 14])
def test_inside_the_window_the_answer_gives_the_last_day_the_days_left_and_the_rule(shop: Shop, days: int) -> None:
    order = Order(received=days)
    reply = shop.buyer(order).says("这个订单还能退吗")
    last, today = day_before(shop, days - WINDOW), day_before(shop, 0)
    assert check_facts(reply, order) == {
        "order_number": order.number, "cancellations_used": 0, "cancellations_left": LIMIT, "verdict": "allowed",
        "rule": "ok", "window_open": True, "window_last_day": last.isoformat(), "days_left": WINDOW - days,
    }
    assert f"还剩 {WINDOW - days} 天" in reply.text and said_day(last, today) in reply.text
    assert f"签收后 {WINDOW} 天" in reply.text
    assert "现在申请" in reply.buttons


def test_on_the_last_day_no_days_are_left_and_the_window_is_open(shop: Shop) -> None:
    order = Order(received=WINDOW)
    reply = shop.buyer(order).says("这个订单还能退吗")
    facts = check_facts(reply, order)
    assert (facts["verdict"], facts["rule"], facts["window_open"], facts["days_left"]) == ("allowed", "ok", True, 0)
    assert "最后一天" in reply.text and "还剩 0 天" in reply.text


def test_the_day_after_the_window_is_shut_and_the_merchant_may_consent(shop: Shop) -> None:
    order = Order(received=WINDOW + 1)
    reply = shop.buyer(order).says("这个订单还能退吗")
    facts = check_facts(reply, order)
    assert set(facts) == DAYS_FACTS - {"days_left"}
    assert (facts["verdict"], facts["rule"], facts["window_open"]) == ("needs_consent", "window_shut", False)
    assert facts["window_last_day"] == day_before(shop, 1).isoformat()
    assert "请商家同意" in reply.buttons and "我要投诉" in reply.buttons


def test_an_appliance_past_the_window_is_within_its_warranty(shop: Shop) -> None:
    order = Order(product="海尔冰箱", category="冰箱", received=100)
    reply = shop.buyer(order).says("这个订单还能退吗")
    last = day_before(shop, 100) + relativedelta(years=1)
    facts = check_facts(reply, order)
    assert (facts["verdict"], facts["rule"], facts["window_open"]) == ("allowed", "within_warranty", True)
    assert facts["window_last_day"] == last.isoformat()
    assert facts["days_left"] == (last - day_before(shop, 0)).days
    assert "维修" in reply.text and "换货" in reply.text and "商家同意" in reply.text


def test_an_appliance_inside_the_window_hears_until_when_money_comes_back(shop: Shop) -> None:
    order = Order(product="海尔冰箱", category="冰箱", received=3)
    reply = shop.buyer(order).says("这个订单还能退吗")
    assert (reply.facts["rule"], reply.facts["verdict"]) == ("ok", "allowed")
    assert said_day(day_before(shop, 3 - WINDOW), day_before(shop, 0)) in reply.text


def test_low_confidence_periods_leave_the_last_word_to_the_warranty_card(shop: Shop) -> None:
    order = Order(product="苏泊尔电饭煲", category="小家电", received=100)
    reply = shop.buyer(order).says("这个订单还能退吗")
    assert reply.facts["rule"] == "within_warranty" and "以保修卡为准" in reply.text


def test_fresh_food_has_a_shorter_window(shop: Shop) -> None:
    order = Order(product="阳山水蜜桃", category="水果", received=3)
    reply = shop.buyer(order).says("这个订单还能退吗")
    assert reply.facts["rule"] == "window_shut" and "以订单页显示为准" in reply.text
    assert reply.facts["window_last_day"] == day_before(shop, 1).isoformat()


@pytest.mark.parametrize(("received", "rule"), [(20, "within_warranty"), (3, "ok"), (31, "window_shut")])
def test_a_product_with_its_own_period_goes_by_it(shop: Shop, received: int, rule: str) -> None:
    order = Order(warranty_days="30", received=received)
    reply = shop.buyer(order).says("这个订单还能退吗")
    assert reply.facts["rule"] == rule
    assert reply.facts["window_last_day"] == day_before(shop, received - 30).isoformat()


def test_accessories_of_an_appliance_are_not_the_appliance(shop: Shop) -> None:
    order = Order(product="苹果手机壳", category="配件", received=20)
    assert shop.buyer(order).says("这个订单还能退吗").facts["rule"] == "window_shut"


def test_before_receipt_the_window_has_not_begun_and_only_the_refund_is_offered(shop: Shop) -> None:
    order = Order(received=None, paid=2)
    reply = shop.buyer(order).says("这个订单还能退吗")
    assert check_facts(reply, order) == {
        "order_number": order.number, "cancellations_used": 0, "cancellations_left": LIMIT, "verdict": "allowed",
        "rule": "not_received", "window_open": None,
    }
    assert "还没开始" in reply.text and "申请仅退款" in reply.buttons


def test_a_lost_receipt_date_is_asked_for_and_then_only_reckoned_with(shop: Shop) -> None:
    order = Order(received=None, paid=9, status="received")
    buyer = shop.buyer(order)
    reply = buyer.says("这个订单还能退吗")
    facts = check_facts(reply, order)
    assert (facts["verdict"], facts["rule"], facts["window_open"]) == ("refused", "receipt_unknown", None)
    assert "window_last_day" not in facts and "days_left" not in facts
    assert "哪天收到" in reply.text
    reckoned = buyer.says("前天收到的")
    assert reckoned.facts["window_last_day"] == day_before(shop, 2 - WINDOW).isoformat()
    assert "没有提交" in reckoned.text
    assert buyer.says("我要退货退款，杯盖裂了").facts["rule"] == "receipt_unknown"
    assert cases_of(shop, order) == []


def test_a_refunded_order_takes_no_application(shop: Shop) -> None:
    order = Order(status="refunded")
    reply = shop.buyer(order).says("这个订单还能退吗")
    facts = check_facts(reply, order)
    assert (facts["verdict"], facts["rule"]) == ("refused", "already_refunded")
    assert "已经退过款" in reply.text


def test_an_open_case_stands_in_the_way_and_is_shown(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    case = file_case(shop, buyer, order)
    reply = buyer.says("这个订单还能退吗")
    facts = check_facts(reply, order)
    assert (facts["verdict"], facts["rule"]) == ("refused", "open_case_exists")
    assert (facts["case_number"], facts["case_status"]) == (case, "requested")
    assert case in reply.text and {"看进度", "撤销它"} <= set(reply.buttons)


def test_after_the_last_cancellation_nothing_may_be_applied_for_even_with_consent(shop: Shop) -> None:
    order = Order(prior_cancellations=LIMIT, received=30)
    buyer = shop.buyer(order)
    assert shop.command("consent", order.number, "yes", "--why", "kind").returncode == 0
    facts = check_facts(buyer.says("这个订单还能退吗"), order)
    assert (facts["verdict"], facts["rule"], facts["consent"]) == ("refused", "limit_reached", "yes")


def test_the_merchants_consent_opens_a_shut_window_once(shop: Shop) -> None:
    order = Order(received=30)
    buyer = shop.buyer(order)
    assert shop.command("consent", order.number, "yes", "--why", "kind").returncode == 0
    reply = buyer.says("这个订单还能退吗")
    facts = check_facts(reply, order)
    assert (facts["verdict"], facts["rule"], facts["consent"]) == ("allowed", "consent_given", "yes")
    assert facts["window_open"] is False
    staff(shop, file_case(shop, buyer, order), CaseStatus.REFUSED)
    assert buyer.says("这个订单还能退吗").facts["rule"] == "window_shut"


def test_a_case_that_ran_out_of_time_past_the_window_needs_consent(shop: Shop) -> None:
    order = Order(received=20)
    buyer = shop.buyer(order)
    case = file_case(shop, buyer, order, ago=timedelta(days=10))
    staff(shop, case, CaseStatus.AGREED, ago=timedelta(days=9))
    reply = buyer.says("这个订单还能退吗")
    assert (reply.facts["case_status"], reply.facts["rule"]) == ("closed", "window_shut")


def test_a_case_that_ran_out_of_time_inside_the_window_may_be_filed_anew(shop: Shop) -> None:
    order = Order(received=12)
    buyer = shop.buyer(order)
    case = file_case(shop, buyer, order, RequestType.EXCHANGE, ago=timedelta(days=10))
    staff(shop, case, CaseStatus.AGREED, ago=timedelta(days=9))
    facts = buyer.says("这个订单还能退吗").facts
    assert (facts["case_status"], facts["rule"], facts["cancellations_used"]) == ("closed", "ok", 0)


def test_the_length_of_the_window_is_the_rule_with_its_exceptions(shop: Shop) -> None:
    reply = shop.guest().says("售后期是多久")
    assert f"{WINDOW} 天" in reply.text and f"{POLICY.no_reason_days.value} 天" in reply.text
    assert "保修期" in reply.text and "生鲜" in reply.text


@pytest.mark.parametrize(
    ("question", "told"),
    [("手机保修多久", "1 年"), ("冰箱保修几年", "3 年"), ("电饭煲保修多久", "以保修卡为准")],
)
def test_warranty_is_told_by_category(shop: Shop, question: str, told: str) -> None:
    reply = shop.guest().says(question)
    assert told in reply.text and "1 年" in reply.text


def test_warranty_without_a_category_lists_them_all(shop: Shop) -> None:
    reply = shop.guest().says("保修期是多久")
    for category in ("冰箱", "洗衣机", "空调", "电视", "热水器", "手机", "电脑", "相机"):
        assert category in reply.text


def test_a_guest_gets_a_calculation_for_a_category_and_a_day(shop: Shop) -> None:
    guest = shop.guest()
    reply = guest.says("上周三签收的手机还能退吗")
    today = day_before(shop, 0)
    received = today - timedelta(days=today.weekday() + 5)  # Wednesday of the calendar week before
    last = received + relativedelta(years=1)
    assert check_facts(reply) == {
        "verdict": "allowed", "rule": "ok", "window_open": True, "window_last_day": last.isoformat(),
        "days_left": (last - today).days,
    }
    assert f"{received.year}年{received.month}月{received.day}日" in reply.text
    assert said_day(received + timedelta(days=WINDOW), today) in reply.text
    assert "没有提交" in reply.text


def test_a_buyer_without_such_goods_gets_the_same_calculation(shop: Shop) -> None:
    order = Order()
    reply = shop.buyer(order).says("上周三签收的手机还能退吗")
    assert "order_number" not in reply.facts and reply.facts["verdict"] == "allowed"
    assert cases_of(shop, order) == []


def test_a_buyer_with_such_goods_is_answered_for_the_order(shop: Shop) -> None:
    order = Order(product="小米手机", category="手机", received=40)
    reply = shop.buyer(order).says("上周三签收的手机还能退吗")
    assert reply.facts["order_number"] == order.number and reply.facts["rule"] == "within_warranty"


def test_half_a_month_ago_is_fifteen_days_ago(shop: Shop) -> None:
    reply = shop.guest().says("半个月前收到的衣服还能退货吗")
    assert reply.facts["window_last_day"] == day_before(shop, 15 - WINDOW).isoformat()


def test_a_calculation_past_the_window_says_shut_or_warranty(shop: Shop) -> None:
    guest = shop.guest()
    shut = guest.says("一个月前签收的杯子还能退吗")
    assert (shut.facts["verdict"], shut.facts["rule"], shut.facts["window_open"]) == (
        "needs_consent", "window_shut", False,
    )
    assert "days_left" not in shut.facts
    assert guest.says("两个月前签收的冰箱还能退吗").facts["rule"] == "within_warranty"


def test_a_day_without_a_year_is_its_latest_past_one_and_the_answer_names_the_year(shop: Shop) -> None:
    tomorrow = day_before(shop, -1)
    if (tomorrow.month, tomorrow.day) == (2, 29):
        tomorrow += timedelta(days=1)
    reply = shop.guest().says(f"{tomorrow.month}月{tomorrow.day}日签收的手机还能退吗")
    received = date(tomorrow.year - 1, tomorrow.month, tomorrow.day)
    assert f"{received.year}年{received.month}月{received.day}日" in reply.text
    assert reply.facts["window_last_day"] == (received + relativedelta(years=1)).isoformat()


def test_a_day_in_the_future_is_asked_back(shop: Shop) -> None:
    guest = shop.guest()
    reply = guest.says("明天收到的手机还能退吗")
    assert reply.facts == {} and "还没到" in reply.text
    told = guest.says("昨天")
    assert told.facts["window_last_day"] == (day_before(shop, 1) + relativedelta(years=1)).isoformat()


def test_a_day_with_two_readings_is_asked_back_and_the_goods_are_not_forgotten(shop: Shop) -> None:
    guest = shop.guest()
    today = day_before(shop, 0)
    reply = guest.says(f"周{'一二三四五六日'[today.weekday()]}签收的手机还能退吗")
    week_ago = today - timedelta(days=7)
    for day in (today, week_ago):
        assert f"{day.year}年{day.month}月{day.day}日" in reply.text
    assert reply.facts == {}
    told = guest.says(f"{week_ago.month}月{week_ago.day}日")
    assert told.facts["window_last_day"] == (week_ago + relativedelta(years=1)).isoformat()


def test_a_stretch_of_time_is_asked_back_and_the_day_then_told_counts(shop: Shop) -> None:
    guest = shop.guest()
    reply = guest.says("上周签收的手机还能退吗")
    today = day_before(shop, 0)
    monday = today - timedelta(days=today.weekday() + 7)
    for day in (monday, monday + timedelta(days=6)):
        assert f"{day.year}年{day.month}月{day.day}日" in reply.text
    assert reply.facts == {}
    told = guest.says("上周五")
    assert told.facts["window_last_day"] == (monday + timedelta(days=4) + relativedelta(years=1)).isoformat()


def test_numbers_of_days_come_from_the_policy_alone(shop: Shop) -> None:
    reply = shop.guest().says("售后期是多久")
    assert set(numbers_in(reply.text)) == {str(WINDOW), str(POLICY.no_reason_days.value), "24"}
