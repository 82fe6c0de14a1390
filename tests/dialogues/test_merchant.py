"""Reaching the merchant: consent, messages, a merchant who does not react; and the case's life as buyers hear it."""

from datetime import datetime, timedelta

import pytest

from shouhou.cases.export_kinds import Kind
from shouhou.cases.merchant import answer_consent, ask_consent
from shouhou.cases.speakers import Speaker
from shouhou.rules.kinds import Actor, RequestType
from shouhou.rules.lifecycle import CaseStatus
from tests.dialogues.talking import (
    LIMIT,
    POLICY,
    applies,
    cases_of,
    check_facts,
    file_case,
    records,
    said_moment,
    staff,
    until,
)
from tests.shop import Order, Shop


def test_consent_is_asked_for_after_a_yes_and_has_a_deadline(shop: Shop) -> None:
    order = Order(received=30)
    buyer = shop.buyer(order)
    buyer.says("这个订单还能退吗")
    offered = buyer.presses("请商家同意")
    hours = POLICY.consent_answer_hours.value
    assert f"{hours} 小时" in offered.text and "以订单页显示为准" in offered.text
    assert records(shop, Kind.CONSENTS, order_number=order.number) == []
    done = buyer.presses("去问商家")
    assert check_facts(done, order)["consent"] == "asked"
    (consent,) = records(shop, Kind.CONSENTS, order_number=order.number)
    assert (consent["status"], consent["buyer_id"]) == ("asked", buyer.buyer_id)
    asked_again = buyer.says("帮我问问商家同不同意退")
    assert asked_again.facts["consent"] == "asked" and "已经问过商家" in asked_again.text
    assert len(records(shop, Kind.CONSENTS, order_number=order.number)) == 1


@pytest.mark.parametrize("question", ["商家多久回我", "商家多久回复", "卖家几天内要给我答复"])
def test_when_the_merchant_answers_is_told_from_the_case_not_from_refunds(shop: Shop, question: str) -> None:
    order = Order()
    buyer = shop.buyer(order)
    case = file_case(shop, buyer, order)
    reply = buyer.says(question)
    assert check_facts(reply, order)["case_number"] == case
    assert "最晚" in reply.text and "工作日" not in reply.text


def test_a_plain_yes_to_a_shut_window_goes_to_the_merchant(shop: Shop) -> None:
    buyer = shop.buyer(Order(received=30))
    buyer.says("这个订单还能退吗")
    assert "去问商家" in buyer.says("好的").buttons


def test_consent_lets_one_application_through_and_is_then_used(shop: Shop) -> None:
    order = Order(received=30)
    buyer = shop.buyer(order)
    buyer.says("帮我问问商家同不同意退")
    buyer.says("确认")
    assert shop.command("consent", order.number, "yes", "--why", "kind").returncode == 0
    status = buyer.says("这个订单还能退吗")
    assert (status.facts["rule"], status.facts["consent"]) == ("consent_given", "yes")
    applies(buyer)
    assert [line["status"] for line in records(shop, Kind.CONSENTS, order_number=order.number)] == ["used"]
    buyer.says("帮我撤销售后")
    assert buyer.says("确认").facts["case_status"] == "cancelled"
    assert buyer.says("我要退货退款，杯盖裂了").facts["rule"] == "window_shut"


def test_a_merchant_who_says_no_is_told_and_may_be_asked_again(shop: Shop) -> None:
    order = Order(received=30)
    buyer = shop.buyer(order)
    answer_consent(shop.database, POLICY, order.number, False, "sold long ago", shop.now())
    reply = buyer.says("这个订单还能退吗")
    assert (reply.facts["rule"], reply.facts["consent"]) == ("window_shut", "no")
    assert "商家没有同意" in reply.text and "我要投诉" in reply.buttons


def test_consent_that_nobody_answers_in_time_is_no_longer_waited_for(shop: Shop) -> None:
    order = Order(received=30)
    buyer = shop.buyer(order)
    past = shop.now() - timedelta(hours=POLICY.consent_answer_hours.value, minutes=1)
    asked = ask_consent(shop.database, POLICY, Speaker("x", buyer.buyer_id), order.number, "why", past, order.number)
    assert asked is not None
    reply = buyer.says("这个订单还能退吗")
    assert "consent" not in reply.facts and "没有在时限内答复" in reply.text
    assert "去问商家" in buyer.presses("请商家同意").buttons


def test_consent_does_not_lift_the_limit_of_cancellations(shop: Shop) -> None:
    order = Order(received=30, prior_cancellations=LIMIT)
    buyer = shop.buyer(order)
    answer_consent(shop.database, POLICY, order.number, True, "kind", shop.now())
    reply = buyer.says("我要退货退款，杯盖裂了")
    assert (reply.facts["verdict"], reply.facts["rule"]) == ("refused", "limit_reached")
    assert "商家同意也不行" in reply.text


def test_a_message_is_passed_on_word_for_word_after_a_yes(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    assert "原话" in buyer.says("帮我联系一下商家").text
    asked = buyer.says("请尽快把杯盖补过来，谢谢")
    assert "“请尽快把杯盖补过来，谢谢”" in asked.text
    sent = buyer.presses("转给商家")
    assert sent.facts == {"order_number": order.number}
    assert "已经转给商家" in sent.text and "以订单页显示为准" in sent.text


@pytest.mark.parametrize("no", ["不用了", "算了"])
def test_a_no_passes_nothing_on(shop: Shop, no: str) -> None:
    order = Order(received=30)
    buyer = shop.buyer(order)
    buyer.says("帮我问问商家同不同意退")
    assert "什么都没有提交" in buyer.says(no).text
    assert records(shop, Kind.CONSENTS, order_number=order.number) == []


def test_a_merchant_with_time_left_is_reported_and_the_hours_are_told(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    ago = timedelta(hours=10, minutes=-5)
    opened = shop.now() - ago
    case = file_case(shop, buyer, order, ago=ago)
    reply = buyer.says("商家一直不处理")
    hours = POLICY.merchant_answer_hours.value
    assert "抱歉" in reply.messages[0]["text"] or "不好意思" in reply.messages[0]["text"]
    assert f"还有 {hours - 9} 小时" in reply.text and said_moment(opened + timedelta(hours=hours)) in reply.text
    facts = check_facts(reply, order)
    assert (facts["case_number"], facts["case_status"]) == (case, "requested")
    assert "现在就投诉" in reply.buttons


def test_a_merchant_past_the_deadline_is_reported_and_the_complaint_is_offered(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    file_case(shop, buyer, order, ago=timedelta(hours=POLICY.merchant_answer_hours.value, minutes=1))
    reply = buyer.says("商家一直不处理")
    assert "超时" in reply.text and "帮我投诉" in reply.buttons
    # What was just reported is the complaint's problem: it is not asked for again.
    assert "商家一直不处理" in until(buyer, buyer.says("好的"), "确认投诉").text


@pytest.mark.parametrize(("late", "button"), [(False, "现在就投诉"), (True, "帮我投诉")])
def test_a_merchant_who_agreed_to_refund_has_a_deadline_too(shop: Shop, late: bool, button: str) -> None:
    order = Order()
    buyer = shop.buyer(order)
    ago = timedelta(hours=POLICY.merchant_refund_hours.value, minutes=1 if late else -30)
    staff(shop, file_case(shop, buyer, order, RequestType.REFUND_ONLY, ago=ago), CaseStatus.AGREED, ago=ago)
    reply = buyer.says("商家一直不处理")
    assert reply.facts["case_status"] == "agreed" and button in reply.buttons
    assert ("超时" in reply.text) == late


def test_a_merchant_whose_turn_it_is_not_is_not_blamed(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    staff(shop, file_case(shop, buyer, order), CaseStatus.AGREED)
    reply = buyer.says("商家一直不处理")
    assert "寄回" in reply.text and "超时" not in reply.text


def test_without_a_case_the_report_offers_a_message_or_a_complaint(shop: Shop) -> None:
    reply = shop.buyer(Order()).says("商家一直不处理")
    assert {"给商家带话", "我要投诉"} <= set(reply.buttons)


def test_the_status_tells_state_since_when_who_is_next_and_by_when(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    opened = shop.now() - timedelta(hours=3)
    case = file_case(shop, buyer, order, ago=timedelta(hours=3))
    reply = buyer.says("售后进度")
    facts = check_facts(reply, order)
    due = opened + timedelta(hours=POLICY.merchant_answer_hours.value)
    assert abs(datetime.fromisoformat(facts.pop("case_due_at")) - due) < timedelta(minutes=2)
    assert facts == {
        "order_number": order.number, "cancellations_used": 0, "cancellations_left": LIMIT, "case_number": case,
        "case_status": "requested", "case_next_actor": "merchant",
    }
    due = opened + timedelta(hours=POLICY.merchant_answer_hours.value)
    for known in (case, "待商家处理", said_moment(opened), "等商家答复", said_moment(due)):
        assert known in reply.text


def test_no_case_is_said_and_an_application_offered(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    assert "没有售后单" in buyer.says("售后进度").text
    assert "退货退款" in buyer.says("好的").buttons


def test_agreed_goods_go_back_by_a_day_and_the_tracking_number_moves_the_case(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    case = file_case(shop, buyer, order)
    done = shop.command("case", "set", case, "agreed", "--actor", "merchant", "--why", "看过图片了")
    assert done.returncode == 0, done.stderr
    agreed = buyer.says("售后进度")
    assert agreed.facts["case_status"] == "agreed"
    due = shop.now() + timedelta(days=POLICY.return_goods_days.value)
    assert "寄回" in agreed.text and "退货地址" in agreed.text and f"{due.month}月" in agreed.text
    noted = buyer.says("快递单号 SF1234567890123")
    assert check_facts(noted, order)["case_status"] == "returning"
    assert "SF1234567890123" in noted.text and case in noted.text
    (line,) = cases_of(shop, order)
    assert [(event["to"], event["actor"]) for event in line["events"]] == [
        ("requested", "buyer"), ("agreed", "merchant"), ("returning", "buyer"),
    ]
    assert buyer.says("快递单号 SF1234567890123").facts["case_status"] == "returning"
    assert len(cases_of(shop, order)[0]["events"]) == 3


def test_a_tracking_number_that_nobody_waits_for_is_not_noted(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    file_case(shop, buyer, order)
    assert "没有等您寄回" in buyer.says("快递单号 SF1234567890123").text
    assert cases_of(shop, order)[0]["status"] == "requested"


@pytest.mark.parametrize(
    ("request_type", "steps", "said"),
    [
        (RequestType.RETURN_REFUND, [CaseStatus.AGREED, CaseStatus.RETURNING, CaseStatus.RECEIVED], "商家已收货"),
        (RequestType.EXCHANGE, [CaseStatus.AGREED, CaseStatus.RETURNING, CaseStatus.RECEIVED, CaseStatus.EXCHANGED],
         "已换货"),
        (RequestType.REPAIR, [CaseStatus.AGREED, CaseStatus.RETURNING, CaseStatus.RECEIVED, CaseStatus.REPAIRED],
         "已维修"),
        (RequestType.RESEND, [CaseStatus.AGREED, CaseStatus.RESENT], "已补寄"),
        (RequestType.REFUND_ONLY, [CaseStatus.AGREED, CaseStatus.REFUNDED], "已退款"),
        (RequestType.REFUND_ONLY, [CaseStatus.REFUSED], "商家已拒绝"),
    ],
)
def test_each_step_of_a_cases_life_is_told(
    shop: Shop, request_type: RequestType, steps: list[CaseStatus], said: str
) -> None:
    order = Order()
    buyer = shop.buyer(order)
    staff(shop, file_case(shop, buyer, order, request_type), *steps)
    reply = buyer.says("售后进度")
    assert said in reply.text and reply.facts["case_status"] == steps[-1].value


def test_a_refused_case_names_the_ways_left(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    staff(shop, file_case(shop, buyer, order), CaseStatus.REFUSED)
    reply = buyer.says("售后进度")
    assert "重新申请" in reply.text and "投诉" in reply.text


def test_an_escalated_case_waits_for_the_platform(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    staff(shop, file_case(shop, buyer, order), CaseStatus.ESCALATED, actor=Actor.PLATFORM)
    reply = buyer.says("售后进度")
    assert reply.facts["case_status"] == "escalated" and "平台" in reply.text


def test_goods_not_sent_back_in_time_close_the_case(shop: Shop) -> None:
    order = Order(received=12)
    buyer = shop.buyer(order)
    days = POLICY.return_goods_days.value
    staff(shop, file_case(shop, buyer, order, ago=timedelta(days=days + 1)), CaseStatus.AGREED,
          ago=timedelta(days=days, minutes=1))
    reply = buyer.says("售后进度")
    assert reply.facts["case_status"] == "closed" and "已关闭" in reply.text
    assert reply.facts["cancellations_used"] == 0
    assert buyer.says("快递单号 SF1234567890123").facts == {}
    explained = buyer.says("售后单被关闭了怎么办")
    for step in ("个人中心", "我的订单", "查看全部", "联系商家"):
        assert step in explained.text
    assert explained.facts["rule"] == "ok"


def test_an_illegal_step_of_staff_is_refused_with_the_legal_ones_named(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    case = file_case(shop, buyer, order)
    done = shop.command("case", "set", case, "refunded", "--actor", "merchant", "--why", "hasty")
    assert done.returncode == 1 and "agreed" in done.stderr
    assert cases_of(shop, order)[0]["status"] == "requested"


def test_refund_arrival_is_told_by_the_way_of_payment(shop: Shop) -> None:
    reply = shop.guest().says("退款多久到账")
    for arrival in POLICY.refund_arrival.value:
        assert f"{arrival.way} {arrival.first} 到 {arrival.last} 个工作日" in reply.text
    assert "以订单页显示为准" in reply.text


@pytest.mark.parametrize(
    ("question", "payer"),
    [("质量问题退货运费谁出", "由商家出"), ("不想要了退货运费谁出", "您自己出"), ("退货运费谁出", "商家出")],
)
def test_the_freight_goes_by_the_class_of_the_reason(shop: Shop, question: str, payer: str) -> None:
    assert payer in shop.guest().says(question).text
