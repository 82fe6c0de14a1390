"""Complaining: the ways, the form, the number and the wait."""

from shouhou.cases.complaints import latest_complaint
from shouhou.cases.export_kinds import Kind
from shouhou.cases.transitions import set_complaint_status
from shouhou.rules.kinds import Actor
from shouhou.rules.lifecycle import ComplaintStatus
from tests.dialogues.talking import POLICY, cases_of, check_facts, file_case, png, records, until
from tests.shop import Order, Shop


def test_the_four_ways_to_complain_are_told_and_a_yes_begins_here(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    reply = buyer.says("怎么投诉商家")
    hours = POLICY.phone_hours.value
    for step in ("聊天页", "官方客服", "提交订单和凭证", "平台电话", "下拉", "投诉", "公众号", "联系平台客服"):
        assert step in reply.text
    assert f"{hours.opens:%H:%M}" in reply.text and f"{hours.closes:%H:%M}" in reply.text
    assert all(f"\n{place}. " in reply.text for place in (1, 2, 3, 4))
    assert "商家" in buyer.presses("帮我投诉").text


def test_a_complaint_is_written_after_its_summary_and_a_yes(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    buyer.says("我要投诉商家")
    buyer.says("商家一直不回消息还骂人")
    buyer.sends_file(png())
    summary = buyer.says("就这些")
    assert "商家一直不回消息还骂人" in summary.text and "1 份" in summary.text
    assert records(shop, Kind.COMPLAINTS, order_number=order.number) == []
    filed = buyer.presses("确认投诉")
    (complaint,) = records(shop, Kind.COMPLAINTS, order_number=order.number)
    assert check_facts(filed, order) == {
        "order_number": order.number, "complaint_number": complaint["complaint_number"],
        "complaint_status": "submitted",
    }
    assert complaint["complaint_number"] in filed.text
    assert f"{POLICY.complaint_working_days.value} 个工作日" in filed.text and "以订单页显示为准" in filed.text
    kept = ("buyer_id", "problem", "problem_class", "status", "case_number")
    assert {name: complaint[name] for name in kept} == {
        "buyer_id": buyer.buyer_id, "problem": "商家一直不回消息还骂人", "problem_class": "service",
        "status": "submitted", "case_number": None,
    }
    assert [evidence["kind"] for evidence in complaint["evidence"]] == ["image/png"]


def test_the_problem_may_stand_in_the_first_message_and_evidence_may_come_later(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    asked = buyer.says("我要投诉商家卖假货")
    assert "照片" in asked.text
    assert "卖假货" in buyer.says("照片晚点再发").text
    assert buyer.says("确认").facts["complaint_status"] == "submitted"


def test_a_complaint_stands_beside_the_case_and_does_not_move_it(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    case = file_case(shop, buyer, order)
    buyer.says("我要投诉商家")
    until(buyer, buyer.says("商家态度差"), "确认投诉")
    buyer.says("确认")
    assert [(line["case_number"], line["status"]) for line in cases_of(shop, order)] == [(case, "requested")]
    assert records(shop, Kind.COMPLAINTS, order_number=order.number)[0]["case_number"] == case


def test_the_progress_tells_of_the_complaint_and_what_became_of_it(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    buyer.says("我要投诉商家")
    until(buyer, buyer.says("商家态度差"), "确认投诉")
    number = buyer.says("确认").facts["complaint_number"]
    assert buyer.says("售后进度").facts["complaint_status"] == "submitted"
    set_complaint_status(shop.database, number, ComplaintStatus.UPHELD, Actor.PLATFORM, "查实了", shop.now())
    reply = buyer.says("售后进度")
    assert (reply.facts["complaint_number"], reply.facts["complaint_status"]) == (number, "upheld")
    assert "投诉成立" in reply.text


def test_a_no_or_a_stop_writes_no_complaint(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    for last in ("不行", "算了"):
        buyer.says("我要投诉商家")
        until(buyer, buyer.says("商家态度差"), "确认投诉")
        assert "什么都没有提交" in buyer.says(last).text
    assert latest_complaint(shop.database, order.number) is None


def test_a_question_in_the_middle_of_a_complaint_is_answered(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要投诉商家")
    interrupted = buyer.says("我这单还能撤销几次")
    assert interrupted.facts["cancellations_left"] == 3
    assert "商家的问题" in interrupted.messages[-1]["text"]


def test_a_button_of_another_form_leaves_the_complaint(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("你能做什么")
    offered = buyer.last
    buyer.says("我要投诉商家")
    buyer.last = offered
    assert "退货退款" in buyer.presses("申请售后").buttons


def test_naming_another_order_in_the_middle_changes_the_order_and_is_no_problem_to_complain_of(shop: Shop) -> None:
    fridge = Order(product="海尔冰箱", category="冰箱")
    dress = Order(product="红色连衣裙", category="女装")
    buyer = shop.buyer(fridge, dress)
    buyer.says("我要投诉商家")
    buyer.says("那个冰箱")
    asked = buyer.says("连衣裙那个")
    assert "商家的问题" in asked.text and asked.facts["order_number"] == dress.number
