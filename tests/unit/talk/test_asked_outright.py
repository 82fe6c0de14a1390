"""What words ask outright is answered, whatever they were taken for, in a form and outside; and nothing else."""

from datetime import timedelta

import pytest

from shouhou.cases.database import Database
from tests.leading import Talk
from tests.unit.talk.talks import file_case, set_order, summed_up, tells


def test_the_last_hour_of_the_days_without_reason_is_the_order_s_own(one: Talk) -> None:
    said = tells(one, "12月7日24点前提交算七天内吗", "ask_window_length", date={"day": "2026-12-07", "grain": "day"})
    assert said == ["utter_no_reason_open"] and "12月7日 " in one.text and "24 点" in one.text


def test_a_day_in_a_question_is_no_day_of_receipt(one: Talk) -> None:
    tells(one, "售后期到12月3日吗", "ask_window_length", date={"day": "2026-12-03", "grain": "day"})
    assert "按" not in one.text


def test_on_the_last_day_the_whole_day_counts(one: Talk, database: Database) -> None:
    set_order(database, "N1", received_at=one.now - timedelta(days=7))
    assert tells(one, "今天第七天算不算", "followup_does_it_count") == ["utter_no_reason_today"]
    assert "24 点前" in one.text


def test_a_fault_may_be_applied_for_when_the_days_are_over(one: Talk, database: Database) -> None:
    set_order(database, "N1", received_at=one.now - timedelta(days=9))
    assert tells(one, "过了七天质量问题还能不能申请", "ask_can_reapply") == ["utter_no_reason_fault"]
    assert "已经过了" in one.text and "12月8日" in one.text


@pytest.mark.parametrize("intent", ["ask_return_shipping", "ask_who_pays", "out_of_scope"])
def test_a_doctor_s_bill_is_no_freight_and_may_be_put_to_the_merchant(one: Talk, intent: str) -> None:
    assert tells(one, "那检查费谁给掏啊", intent) == ["utter_medical_costs", "utter_offer_ask_now"]
    assert one.says("好的", "affirm") == ["utter_merchant_message_sent"]


def test_a_doctor_s_bill_in_a_form_is_kept_for_afterwards(one: Talk) -> None:
    summed_up(one)
    said = tells(one, "看病的钱谁出", "ask_who_pays")
    assert said == ["utter_medical_costs", "utter_confirm_application"] and one.state.asked == "看病的钱谁出"


def test_a_call_that_promises_money_by_a_link_gets_that_answer_alone(one: Talk) -> None:
    said = tells(one, "有人打电话说赔三倍 叫我点链接 客服几点上班", "ask_service_hours",
                 asks={"客服": "ask_service_hours", "赔三倍": "faq/triple_damages"})
    assert said == ["utter_report_scam_contact"]


def test_who_decides_is_answered_twice_in_other_words(one: Talk, database: Database) -> None:
    file_case(database)
    first = tells(one, "能保证退到吗", "ask_refund_arrival"), one.text
    second = tells(one, "我问谁说了算", "ask_warranty"), one.text
    assert first[0] == second[0] == ["utter_who_decides_case"] and first[1] != second[1]


def test_a_picture_may_follow_before_and_after_filing(one: Talk, database: Database) -> None:
    summed_up(one)
    assert tells(one, "照片明天补行不行", "nlu_fallback")[0] == "utter_picture_later_in_form"
    one.asks("affirm")
    assert tells(one, "照片明天补行不行", "ask_case_status") == ["utter_picture_later"]


def test_a_question_that_was_not_asked_is_not_answered(one: Talk, database: Database) -> None:
    file_case(database)
    said = tells(one, "谁问投诉了 我问99退了没", "ask_complaint_progress",
                 asks={"投诉": "ask_complaint_progress", "99": "ask_case_status"})
    assert said == ["utter_refund_not_yet"]


def test_an_old_machine_is_asked_of_the_merchant_before_the_new_one_comes(one: Talk, database: Database) -> None:
    set_order(database, "N1", received_at=None, status="paid")
    assert tells(one, "下单忘勾以旧换新了 现在能加上不", "request_aftersales") == ["utter_trade_in"]
    assert one.says("好的", "affirm") == ["utter_confirm_merchant_message"]


def test_what_is_asked_beside_a_yes_to_cancel_is_answered_by_what_is_left(one: Talk, database: Database) -> None:
    file_case(database)
    one.asks("cancel_aftersales")
    said = tells(one, "撤 撤了还能再申请吗", "ask_can_reapply", asks={"还能": "ask_can_reapply", "撤 ": "affirm"})
    assert said == ["utter_cancelled", "utter_reapply_now"]


def test_a_question_of_days_never_counts_cancellations(one: Talk) -> None:
    said = tells(one, "度数寄错了 过了一天还算不算数", "ask_window_open", reason="度数寄错了", group="goods",
                 asks={"算不算": "followup_does_it_count"})
    assert said == ["utter_no_reason_fault"]


def test_the_people_of_the_desk_have_hours_of_their_own(one: Talk) -> None:
    assert tells(one, "真人客服啥时候上班", "ask_service_hours") == ["utter_desk_hours_now"]
    one.now = one.now.replace(hour=22)
    assert tells(one, "晚上没人？", "ask_service_hours") == ["utter_desk_hours"]


def test_worn_goods_with_a_fault_may_go_back(one: Talk) -> None:
    one.asks("request_aftersales")
    said = tells(one, "带子开线了 另一个戴过了有影响没", "faq/is_it_harmful", reason="带子开线了", group="goods")
    assert said[0] == "utter_used_with_fault" and "utter_faq/is_it_harmful" not in said


def test_a_day_that_is_not_the_receipt_is_not_reckoned_with(one: Talk) -> None:
    tells(one, "签收不是12月1日", "inform", date={"day": "2026-12-01", "grain": "day"})
    assert "按" not in one.text


def test_what_is_eaten_has_no_warranty_and_opened_no_days_without_reason(one: Talk, database: Database) -> None:
    set_order(database, "N1", category="茶叶")
    assert tells(one, "这个有保修吗", "ask_warranty") == ["utter_warranty_none"]
    assert tells(one, "吃的算七天内吗", "ask_window_length") == ["utter_no_reason_food"]


def test_a_refusal_that_is_only_supposed_leaves_the_cancellations_alone(one: Talk, database: Database) -> None:
    file_case(database)
    said = tells(one, "如果商家拒了，那我还能再提吗", "ask_can_reapply", asks={"还能": "ask_can_reapply"})
    assert said == ["utter_if_refused_again"]


def test_what_is_to_be_passed_on_is_passed_on_and_no_freight(one: Talk, database: Database) -> None:
    file_case(database)
    said = tells(one, "给他说，看病的钱让他出", "ask_who_pays")
    assert said == ["utter_confirm_merchant_message"] and "看病的钱让他出" in one.text


def test_whether_anything_is_filed_is_told_of_the_case_alone(one: Talk) -> None:
    assert tells(one, "我这单子到底交没交上", "ask_next_step") == ["utter_no_case"]


@pytest.mark.parametrize(
    ("words", "advice"),
    [("让这杯子给电了一下", "shock"), ("药水溅到手上，又红又痒", "chemical"), ("烫伤了手", "scald"),
     ("喝了就拉肚子", "food")],
)
def test_the_advice_fits_the_harm_and_asks_after_the_person(one: Talk, words: str, advice: str) -> None:
    assert tells(one, words, "report_injury")[0] == f"utter_report_injury_{advice}" and "现在" in one.text


def test_a_question_after_the_advice_is_one_of_safety_or_none(one: Talk) -> None:
    tells(one, "杯子漏电", "report_danger")
    assert tells(one, "还能接着用不", "ask_next_step") == ["utter_after_near_miss"]
    assert tells(one, "退款怎么申请", "ask_how_to_apply") == ["utter_how_to_apply"]
