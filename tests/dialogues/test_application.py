"""Applying in the chat: what one message may tell, corrections, questions in the middle, ways out, and what is kept."""

import pytest

from shouhou.cases.export_kinds import Kind
from tests.dialogues.talking import POLICY, applies, cases_of, check_facts, png, records, sums_up, until
from tests.shop import Order, Shop


def test_several_facts_in_one_message_fill_several_slots(shop: Shop) -> None:
    buyer = shop.buyer(Order(product="海尔冰箱", category="冰箱"), Order())
    buyer.says("我要退货退款，制冷坏了")
    asked = buyer.says("那个冰箱")
    assert "补充" in asked.text  # type, reason and its class are known: only details are asked for
    summary = until(buyer, asked, "确认提交")
    for known in ("海尔冰箱", "退货退款", "坏了", "商品问题"):
        assert known in summary.text


def test_what_is_filed_is_what_the_buyer_said(shop: Shop) -> None:
    order = Order(amount="128.50")
    buyer = shop.buyer(order)
    buyer.says("我要换货")
    buyer.says("杯盖裂了")
    buyer.says("昨天打开包装就看到了")
    buyer.sends_file(png())
    summary = buyer.says("就这些")
    for known in ("换货", "杯盖裂了", "昨天打开包装就看到了", "1 份"):
        assert known in summary.text
    assert "元" not in summary.text  # an exchange asks for no money
    filed = buyer.presses("确认提交")
    (case,) = cases_of(shop, order)
    facts = check_facts(filed, order)
    assert facts.pop("case_due_at") and facts.pop("case_next_actor") == "merchant"
    assert facts == {
        "order_number": order.number, "cancellations_used": 0, "cancellations_left": 3,
        "case_number": case["case_number"], "case_status": "requested",
    }
    kept = ("buyer_id", "request_type", "reason_class", "reason", "details", "status", "amount", "policy_version")
    assert {name: case[name] for name in kept} == {
        "buyer_id": buyer.buyer_id, "request_type": "exchange", "reason_class": "goods", "reason": "杯盖裂了",
        "details": "昨天打开包装就看到了", "status": "requested", "amount": 12850, "policy_version": POLICY.version,
    }
    assert [evidence["kind"] for evidence in case["evidence"]] == ["image/png"]
    assert [(event["from"], event["to"], event["actor"]) for event in case["events"]] == [(None, "requested", "buyer")]


@pytest.mark.parametrize(
    ("words", "request_type"),
    [("仅退款", "refund_only"), ("退货退款", "return_refund"), ("换货", "exchange"), ("维修", "repair"),
     ("补寄", "resend")],
)
def test_each_type_can_be_asked_for_in_words(shop: Shop, words: str, request_type: str) -> None:
    order = Order()
    buyer = shop.buyer(order)
    buyer.says("我要申请售后")
    asked = buyer.says(words)
    assert "原因" in asked.text
    until(buyer, buyer.says("杯盖裂了"), "确认提交")
    buyer.says("确认")
    assert cases_of(shop, order)[0]["request_type"] == request_type


@pytest.mark.parametrize(
    ("reason", "group"),
    [("杯盖裂了", "goods"), ("和描述不符", "goods"), ("少发了一件", "goods"), ("发错货了", "goods"),
     ("是假货", "goods"), ("快递太慢了", "logistics"), ("快递弄丢了", "logistics"),
     ("商家一直不回消息", "service"), ("客服态度差", "service"), ("不想要了", "personal"),
     ("拍错了", "personal"), ("尺码不合适", "personal"), ("不喜欢", "personal")],
)
def test_a_reason_has_its_class(shop: Shop, reason: str, group: str) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要退货退款")
    summary = until(buyer, buyer.says(reason), "确认提交")
    names = {"goods": "商品问题", "logistics": "物流问题", "service": "服务问题", "personal": "个人原因"}
    assert f"（{names[group]}）" in summary.text


def test_a_correction_at_the_summary_changes_the_type_and_nothing_else(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    sums_up(buyer)
    corrected = buyer.says("不对，是换货")
    assert "类型：换货" in corrected.text and "裂了" in corrected.text
    assert "确认提交" in corrected.buttons


def test_a_correction_while_details_are_asked_for_is_no_detail(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要退货退款，杯盖裂了")
    buyer.says("不对，是换货")
    summary = until(buyer, buyer.says("没有"), "确认提交")
    assert "类型：换货" in summary.text and "不对" not in summary.text


def test_the_reason_can_be_corrected_too(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    sums_up(buyer)
    corrected = buyer.says("原因写错了，是少发了一个杯盖")
    assert "少发了一个杯盖" in corrected.text and "裂了" not in corrected.text


@pytest.mark.parametrize(
    ("question", "answer"), [("售后期是多久", "15 天"), ("退款多久到账", "7 个工作日"), ("运费谁出", "运费")]
)
def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(shop: Shop, question: str, answer: str) -> None:
    order = Order()
    buyer = shop.buyer(order)
    buyer.says("我要申请售后")
    interrupted = buyer.says(question)
    assert answer in interrupted.messages[0]["text"]
    assert "退货退款" in interrupted.buttons
    buyer.presses("退货退款")
    again = buyer.says(question)
    assert answer in again.messages[0]["text"] and "原因" in again.messages[-1]["text"]
    until(buyer, buyer.says("杯盖裂了"), "确认提交")
    at_the_end = buyer.says(question)
    assert answer in at_the_end.messages[0]["text"] and "确认提交" in at_the_end.buttons
    assert buyer.says("确认").facts["case_status"] == "requested"


@pytest.mark.parametrize("words", ["算了", "不办了"])
def test_the_buyer_can_stop_at_any_question(shop: Shop, words: str) -> None:
    order = Order()
    buyer = shop.buyer(order)
    for questions in (["我要申请售后"], ["我要退货退款"], ["我要退货退款，杯盖裂了", "没有"]):
        for question in questions:
            buyer.says(question)
        assert "什么都没有提交" in buyer.says(words).text
    assert cases_of(shop, order) == []
    assert "确认提交" not in buyer.says("确认").buttons


def test_a_no_to_the_summary_asks_what_to_change_and_a_second_no_ends_it(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    sums_up(buyer)
    assert "还没有提交" in buyer.says("不行").text
    assert "什么都没有提交" in buyer.says("不行").text
    assert cases_of(shop, order) == []


def test_after_a_no_a_correction_still_leads_to_the_case(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    sums_up(buyer)
    buyer.says("不行")
    assert "确认提交" in buyer.says("改成换货").buttons
    buyer.says("确认")
    assert [case["request_type"] for case in cases_of(shop, order)] == ["exchange"]


def test_a_picture_sent_before_anything_is_kept_for_the_application(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    kept = buyer.sends_file(png())
    assert "1 份" in kept.text
    buyer.presses("申请售后")
    buyer.says("退货退款")
    applied = until(buyer, buyer.says("杯盖裂了"), "确认提交")
    assert "凭证：1 份" in applied.text
    buyer.says("确认")
    assert len(cases_of(shop, order)[0]["evidence"]) == 1


def test_a_picture_in_the_middle_is_evidence_and_the_question_stays(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要退货退款")
    asked = buyer.sends_file(png())
    assert "原因" in asked.text
    assert "凭证：1 份" in until(buyer, buyer.says("杯盖裂了"), "确认提交").text


def test_evidence_can_come_later(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要退货退款，杯盖裂了")
    buyer.says("没有")
    assert "确认提交" in buyer.says("照片晚点再发").buttons


def test_a_class_that_nobody_can_tell_is_asked_for_and_may_be_typed(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要退货退款")
    asked = buyer.says("嗯这个东西我觉得吧")
    assert {"商品问题", "物流问题", "商家服务", "个人原因"} <= set(asked.buttons)
    summary = until(buyer, buyer.says("个人原因"), "确认提交")
    assert "（个人原因）" in summary.text


def test_a_personal_reason_within_seven_days_is_taken_without_a_warning(shop: Shop) -> None:
    summary = sums_up(shop.buyer(Order(received=POLICY.no_reason_days.value)), "我要退货退款，不想要了")
    assert "无理由已经过了" not in summary.text and summary.facts["rule"] == "ok"


def test_a_personal_reason_after_seven_days_is_taken_with_a_warning(shop: Shop) -> None:
    order = Order(received=POLICY.no_reason_days.value + 1)
    buyer = shop.buyer(order)
    summary = sums_up(buyer, "我要退货退款，不想要了")
    assert f"{POLICY.no_reason_days.value} 天无理由已经过了" in summary.text
    assert "可能会拒绝" in summary.text and "运费" in summary.text
    assert (summary.facts["verdict"], summary.facts["rule"]) == ("allowed", "ok")
    assert buyer.says("确认").facts["case_status"] == "requested"


def test_before_receipt_only_the_refund_can_be_filed(shop: Shop) -> None:
    order = Order(received=None, paid=2)
    buyer = shop.buyer(order)
    refused = buyer.says("我要换货")
    assert (refused.facts["verdict"], refused.facts["rule"]) == ("refused", "not_received")
    assert "申请仅退款" in refused.buttons
    buyer.presses("申请仅退款")
    summary = until(buyer, buyer.says("一直不发货"), "确认提交")
    assert (summary.facts["rule"], summary.facts["window_open"]) == ("ok", None)
    buyer.says("确认")
    assert [case["request_type"] for case in cases_of(shop, order)] == ["refund_only"]


def test_a_refund_within_the_warranty_needs_consent_and_repair_does_not(shop: Shop) -> None:
    order = Order(product="海尔冰箱", category="冰箱", received=100)
    buyer = shop.buyer(order)
    refused = buyer.says("我要退货退款，制冷坏了")
    facts = check_facts(refused, order)
    assert (facts["verdict"], facts["rule"], facts["window_open"]) == ("needs_consent", "type_needs_consent", True)
    assert {"请商家同意", "改成维修", "改成换货"} <= set(refused.buttons)
    buyer.presses("改成维修")
    summary = until(buyer, buyer.says("没有"), "确认提交")
    assert summary.facts["rule"] == "within_warranty" and "类型：维修" in summary.text
    assert buyer.says("确认").facts["case_status"] == "requested"


def test_a_personal_reason_within_the_warranty_needs_consent_whatever_the_type(shop: Shop) -> None:
    order = Order(product="海尔冰箱", category="冰箱", received=100)
    refused = shop.buyer(order).says("我要换货，不喜欢这个颜色")
    assert (refused.facts["verdict"], refused.facts["rule"]) == ("needs_consent", "type_needs_consent")
    assert "请商家同意" in refused.buttons and "改成换货" not in refused.buttons


def test_an_application_past_the_window_is_not_begun(shop: Shop) -> None:
    order = Order(received=30)
    refused = shop.buyer(order).says("我要退货退款，杯盖裂了")
    assert (refused.facts["verdict"], refused.facts["rule"]) == ("needs_consent", "window_shut")
    assert cases_of(shop, order) == []


def test_a_second_application_is_refused_while_the_first_is_open(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    case = applies(buyer)
    refused = buyer.says("我要换货")
    # The one that is open is changed instead, once the buyer says yes to that.
    assert case in refused.text and "→ 换货" in refused.text
    assert len(cases_of(shop, order)) == 1


def test_how_to_apply_names_the_path_and_a_yes_begins_here(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    reply = buyer.says("怎么申请售后")
    for step in ("个人中心", "我的订单", "申请售后/退款", "类型", "原因", "凭证", "提交"):
        assert step in reply.text
    assert "退货退款" in buyer.says("好的").buttons


def test_another_form_can_be_begun_in_the_middle(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    buyer.says("我要退货退款，杯盖裂了")
    complaint = buyer.says("我要投诉商家")
    assert "商家" in complaint.text
    summary = until(buyer, buyer.says("商家卖假货还骂人"), "确认投诉")
    assert "商家卖假货还骂人" in summary.text
    buyer.says("确认")
    assert cases_of(shop, order) == []
    assert len(records(shop, Kind.COMPLAINTS, order_number=order.number)) == 1


def test_html_in_a_reason_is_kept_as_words(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    buyer.says("我要退货退款")
    words = "杯盖裂了<script>alert(1)</script>"
    until(buyer, buyer.says(words), "确认提交")
    buyer.says("确认")
    (case,) = cases_of(shop, order)
    assert case["reason"] in words and "裂了" in case["reason"]
