"""What is filed: changed line by line, withdrawn, given evidence later; complaints and words to the merchant."""

import pytest

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.transitions import set_case_status
from shouhou.rules.kinds import Actor
from shouhou.rules.lifecycle import CaseStatus
from tests.leading import NOW, Talk
from tests.unit.talk.talks import cases, complaints, file_case, file_complaint, payload, press, rows, tells, upload


def changes(database: Database) -> list[str]:
    """Why of the events that are no step."""
    return [each.why for each in rows(database, t.case_events) if each.from_status == each.to_status]


def test_a_change_of_type_shows_old_and_new_and_is_written_after_a_yes(one: Talk, database: Database) -> None:
    file_case(database)
    tells(one, "改成换货", "change_request", request_type="exchange")
    assert one.last.response == "utter_confirm_change"
    assert "退货退款 → 换货" in one.text and "原因" not in one.text
    assert [case.request_type for case in cases(database)] == ["return_refund"]
    assert one.asks("affirm") == ["utter_changed"]
    (case,) = cases(database)
    assert (case.request_type, case.reason, case.status) == ("exchange", "裂了", "requested")
    assert len(changes(database)) == 1


def test_a_change_of_the_reason_leaves_the_type(one: Talk, database: Database) -> None:
    file_case(database)
    tells(one, "原因改成掉漆了", "change_request", reason="掉漆了", group="goods")
    assert "裂了 → 掉漆了" in one.text and "类型" not in one.text
    one.asks("affirm")
    assert [(case.request_type, case.reason) for case in cases(database)] == [("return_refund", "掉漆了")]


def test_a_change_of_the_sum_leaves_the_rest(one: Talk, database: Database) -> None:
    file_case(database)
    tells(one, "金额改成三十块", "change_request", amount=3000)
    assert "99.00 元 → 30.00 元" in one.text
    one.asks("affirm")
    assert [(case.amount, case.request_type, case.reason) for case in cases(database)] == [(3000, "return_refund",
        "裂了")]


def test_a_change_uses_up_no_cancellation(one: Talk, database: Database) -> None:
    file_case(database)
    tells(one, "改成换货", "change_request", request_type="exchange")
    one.asks("affirm")
    assert [order.cancellations for order in rows(database, t.orders)] == [0]


@pytest.mark.parametrize("words", ["不改了", "先不改", "别改", "算了"])
def test_without_a_yes_nothing_is_changed(one: Talk, database: Database, words: str) -> None:
    file_case(database)
    tells(one, "改成换货", "change_request", request_type="exchange")
    tells(one, words, "deny")
    one.asks("affirm")
    assert [case.request_type for case in cases(database)] == ["return_refund"] and changes(database) == []


def test_what_to_change_is_asked_for_and_taken(one: Talk, database: Database) -> None:
    file_case(database)
    assert one.asks("change_request") == ["utter_form_change"]
    tells(one, "换货", request_type="exchange")
    assert one.last.response == "utter_confirm_change"
    one.asks("affirm")
    assert [case.request_type for case in cases(database)] == ["exchange"]


@pytest.mark.parametrize("words", ["你听得懂吗", "照片晚点发", "好的", "都说了三遍了"])
def test_words_for_another_end_are_no_new_reason(one: Talk, database: Database, words: str) -> None:
    file_case(database)
    one.asks("change_request")
    tells(one, words, "inform")
    one.asks("affirm")
    assert [case.reason for case in cases(database)] == ["裂了"]


def test_once_the_merchant_agreed_a_change_is_refused_with_the_way_left(one: Talk, database: Database) -> None:
    set_case_status(database, file_case(database), CaseStatus.AGREED, Actor.MERCHANT, "好", NOW)
    assert tells(one, "改成换货", "change_request", request_type="exchange") == ["utter_change_too_late_cancel"]
    one.asks("affirm")
    assert [case.request_type for case in cases(database)] == ["return_refund"]


def test_the_merchant_s_answer_meanwhile_stops_the_change(one: Talk, database: Database) -> None:
    number = file_case(database)
    tells(one, "改成换货", "change_request", request_type="exchange")
    set_case_status(database, number, CaseStatus.AGREED, Actor.MERCHANT, "好", NOW)
    one.asks("affirm")
    assert [case.request_type for case in cases(database)] == ["return_refund"] and changes(database) == []


def test_another_type_wanted_beside_an_open_case_is_offered_as_a_change(one: Talk, database: Database) -> None:
    file_case(database)
    one.asks("request_aftersales", request_type="exchange")
    if one.last.response != "utter_confirm_change":  # the change may be offered before it is summed up
        one.asks("affirm")
    assert one.last.response == "utter_confirm_change" and "退货退款 → 换货" in one.text
    assert [case.request_type for case in cases(database)] == ["return_refund"]
    one.asks("affirm")
    assert [case.request_type for case in cases(database)] == ["exchange"]


def test_a_complaint_is_withdrawn_after_a_yes_and_the_case_stays(one: Talk, database: Database) -> None:
    file_case(database)
    number = file_complaint(database)
    one.asks("withdraw_complaint")
    assert one.last.response == "utter_confirm_withdraw" and number in one.text
    assert one.asks("affirm") == ["utter_withdrawn"]
    assert [each.status for each in complaints(database)] == ["withdrawn"]
    assert [case.status for case in cases(database)] == ["requested"]


@pytest.mark.parametrize("words", ["别撤", "先不撤", "不撤了", "算了"])
def test_a_complaint_stays_without_a_yes(one: Talk, database: Database, words: str) -> None:
    file_complaint(database)
    one.asks("withdraw_complaint")
    tells(one, words, "deny")
    one.asks("affirm")
    assert [each.status for each in complaints(database)] == ["submitted"]


def test_without_a_complaint_there_is_nothing_to_withdraw(one: Talk) -> None:
    assert one.asks("withdraw_complaint") == ["utter_withdraw_nothing_open"]
    assert one.state.draft is None


def test_a_picture_sent_later_goes_to_the_open_case(one: Talk, database: Database) -> None:
    number = file_case(database)
    upload(database, "f1")
    assert one.sends_file("f1") == ["utter_evidence_added"] and number in one.text
    assert [(each.file_id, each.case_number) for each in rows(database, t.evidence)] == [("f1", number)]


def test_a_picture_sent_later_goes_to_the_open_complaint_where_there_is_no_case(one: Talk, database: Database) -> None:
    number = file_complaint(database)
    upload(database, "f1")
    one.sends_file("f1")
    assert [(each.file_id, each.complaint_number) for each in rows(database, t.evidence)] == [("f1", number)]


def test_with_several_open_cases_it_is_asked_which(three: Talk, database: Database) -> None:
    file_case(database, "N1")
    number = file_case(database, "N2")
    upload(database, "f1")
    assert three.sends_file("f1") == ["utter_ask_which_order"]
    tells(three, "雪纺连衣裙", product_category="连衣裙")
    assert [(each.file_id, each.case_number) for each in rows(database, t.evidence)] == [("f1", number)]


def test_a_picture_before_anything_is_filed_is_kept_and_goes_with_what_is_filed_next(one: Talk,
    database: Database) -> None:
    upload(database, "f1")
    assert one.sends_file("f1") == ["utter_file_kept"]
    one.asks("request_aftersales", request_type="exchange")
    tells(one, "裂了", reason="裂了", group="goods")
    tells(one, "没有", "deny")
    assert "1 份" in one.text
    one.asks("affirm")
    assert [each.file_id for each in rows(database, t.evidence)] == ["f1"]


def test_a_complaint_holds_the_buyer_s_own_words(one: Talk, database: Database) -> None:
    one.asks("file_complaint")
    assert one.last.response == "utter_form_problem"
    tells(one, "客服骂人还拉黑我", "report_merchant_rude", reason="骂人", group="service", sure=0.6)
    assert one.last.response == "utter_form_complaint_evidence", one.text
    tells(one, "照片晚点发", "inform")
    assert one.last.response == "utter_confirm_complaint" and "客服骂人还拉黑我" in one.text
    one.asks("affirm")
    assert [(each.problem, each.problem_class) for each in complaints(database)] == [("客服骂人还拉黑我", "service")]


@pytest.mark.parametrize("words", ["你听得懂吗", "我刚才说过了", "好的", "照片晚点发"])
def test_words_for_another_end_are_no_complaint(one: Talk, words: str) -> None:
    one.asks("file_complaint")
    tells(one, words, "inform")
    assert one.state.draft is not None and one.state.draft.fields["problem"] is None


def test_what_the_merchant_is_told_is_what_the_buyer_said(one: Talk, database: Database) -> None:
    one.asks("contact_merchant")
    assert one.last.response == "utter_form_merchant_words"
    tells(one, "杯盖有没有备用的可以寄给我", "inform")
    assert one.last.response == "utter_confirm_merchant_message"
    assert rows(database, t.merchant_messages) == []
    one.presses("转给商家")
    assert [each.words for each in rows(database, t.merchant_messages)] == ["杯盖有没有备用的可以寄给我"]


@pytest.mark.parametrize("words", ["改天再说", "先不转", "别转", "算了", "先别发"])
def test_the_merchant_is_told_nothing_without_a_yes(one: Talk, database: Database, words: str) -> None:
    one.asks("contact_merchant")
    tells(one, "杯盖有没有备用的可以寄给我", "inform")
    tells(one, words, "deny")
    assert rows(database, t.merchant_messages) == []
    assert "天再说" not in one.text


def test_the_button_with_its_own_words_sends_them(one: Talk, database: Database) -> None:
    one.asks("report_signed_not_received")
    title = next(b["title"] for said in one.said for b in said.buttons if b["title"].startswith("请商家查"))
    press(one, payload(one, title), title)
    assert one.last.response == "utter_confirm_merchant_message"
    one.asks("affirm")
    (message,) = rows(database, t.merchant_messages)
    assert "没有收到" in message.words
