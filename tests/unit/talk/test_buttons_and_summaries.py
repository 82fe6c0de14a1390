"""A press means what its button said, a yes the summary that it answers; what no longer stands writes nothing."""

from datetime import timedelta

import pytest

from shouhou.cases import tables as t
from shouhou.cases.applications import cancel
from shouhou.cases.database import Database
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import set_case_status
from shouhou.dialogue import offers
from shouhou.rules.kinds import Actor
from shouhou.rules.lifecycle import CaseStatus
from shouhou.settings import policy
from tests.leading import NOW, Talk
from tests.unit.talk.talks import (
    TALK,
    cases,
    file_case,
    file_complaint,
    payload,
    press,
    rows,
    set_order,
    summed_up,
    tells,
)

PAST = "utter_offer_past"
DONE = "utter_offer_done"  # past, and what it said yes to is written


def test_the_press_under_the_summary_writes_it(one: Talk, database: Database) -> None:
    assert summed_up(one).presses("确认提交") == ["utter_application_filed"]
    (case,) = cases(database)
    assert (case.request_type, case.reason, case.reason_class, case.details) == ("return_refund", "杯盖裂了", "goods",
        "")


def test_every_answer_on_offer_carries_the_scope_of_its_question(one: Talk) -> None:
    summed_up(one)
    answers = [b for said in one.said for b in said.buttons if offers.parse(b["payload"]).intent in offers.ANSWERS]
    assert answers and all(offers.parse(each["payload"]).scope for each in answers)
    assert offers.parse(payload(one, "确认提交")).scope != offers.parse(payload(one, "没有补充")).scope


def test_an_old_yes_to_a_cancellation_after_another_summary_writes_nothing(three: Talk, database: Database) -> None:
    file_case(database, "N1")
    three.asks("cancel_aftersales")
    old = payload(three, "确认撤销")
    three.asks("request_aftersales", order_number="N2", request_type="exchange")
    tells(three, "裂了", reason="裂了", group="goods")
    tells(three, "没有", "deny")
    assert three.last.response == "utter_confirm_application"
    said = press(three, old, "确认撤销")
    assert said[0] == PAST and said[-1] == "utter_confirm_application"
    assert "这个选项已经过期" in three.text
    assert [case.status for case in cases(database)] == ["requested"]


def test_an_old_yes_to_an_application_does_not_cancel(one: Talk, database: Database) -> None:
    old = payload(summed_up(one), "确认提交")
    one.presses("确认提交")
    one.asks("cancel_aftersales")
    assert one.last.response == "utter_confirm_cancel"
    assert press(one, old, "确认提交")[0] == DONE
    assert "这个选项已经过期" in one.text
    assert [case.status for case in cases(database)] == ["requested"]


def test_a_yes_pressed_twice_writes_once(one: Talk, database: Database) -> None:
    yes = payload(summed_up(one), "确认提交")
    press(one, yes, "确认提交")
    assert press(one, yes, "确认提交") == [DONE]
    assert "这个选项已经过期" in one.text
    assert len(cases(database)) == 1


def test_the_yes_to_a_summary_that_was_corrected_since_is_past(one: Talk, database: Database) -> None:
    old = payload(summed_up(one), "确认提交")
    tells(one, "不对，是换货", request_type="exchange")
    assert "类型：换货" in one.text
    assert press(one, old, "确认提交")[0] == PAST
    assert cases(database) == []
    one.presses("确认提交")
    assert [case.request_type for case in cases(database)] == ["exchange"]


def test_the_same_summary_shown_again_keeps_its_older_button(one: Talk, database: Database) -> None:
    yes = payload(summed_up(one), "确认提交")
    one.asks("ask_return_shipping")
    assert press(one, yes, "确认提交")[0] == "utter_application_filed"


@pytest.mark.parametrize("how", ["press", "words"])
def test_after_the_price_changed_in_the_database_the_summary_is_shown_anew(one: Talk, database: Database,
    how: str) -> None:
    summed_up(one)
    set_order(database, "N1", paid_amount=5000)
    if how == "press":
        one.presses("确认提交")
    else:
        one.asks("affirm")
    assert cases(database) == [] and "50.00" in one.text
    one.asks("affirm")
    assert [case.amount for case in cases(database)] == [5000]


@pytest.mark.parametrize("how", ["press", "words"])
def test_after_a_case_was_filed_elsewhere_the_yes_files_no_second_one(one: Talk, database: Database, how: str) -> None:
    summed_up(one)
    file_case(database, "N1")
    if how == "press":
        one.presses("确认提交")
    else:
        one.asks("affirm")
    assert len(cases(database)) == 1 and not one.text.startswith("提交好了")


@pytest.mark.parametrize("how", ["press", "words"])
def test_after_the_refund_came_meanwhile_the_yes_files_nothing(one: Talk, database: Database, how: str) -> None:
    summed_up(one)
    set_order(database, "N1", status="refunded")
    if how == "press":
        one.presses("确认提交")
    else:
        one.asks("affirm")
    assert cases(database) == [] and "utter_application_filed" not in [said.response for said in one.said]


@pytest.mark.parametrize("how", ["press", "words"])
def test_after_another_cancellation_meanwhile_the_yes_does_not_cancel_the_new_case(
    one: Talk, database: Database, how: str
) -> None:
    file_case(database, "N1")
    one.asks("cancel_aftersales")
    cancel(database, policy(), Speaker(TALK, "anna"), "N1", NOW, "elsewhere")
    file_case(database, "N1", key="again")
    if how == "press":
        one.presses("确认撤销")
    else:
        tells(one, "撤吧", "cancel_aftersales")
    assert sorted(case.status for case in cases(database)) == ["cancelled", "requested"]
    assert "第 2 次" in one.text


def test_after_the_parcel_went_back_meanwhile_nothing_is_cancelled(one: Talk, database: Database) -> None:
    number = file_case(database, "N1")
    one.asks("cancel_aftersales")
    set_case_status(database, number, CaseStatus.AGREED, Actor.MERCHANT, "好", NOW)
    set_case_status(database, number, CaseStatus.RETURNING, Actor.BUYER, "寄了", NOW)
    one.asks("affirm")
    assert [case.status for case in cases(database)] == ["returning"]


def test_after_the_window_shut_meanwhile_the_yes_files_nothing(one: Talk, database: Database) -> None:
    summed_up(one)
    one.now = NOW + timedelta(days=40)
    one.asks("affirm")
    assert cases(database) == []


def test_a_yes_when_nothing_was_asked_writes_nothing(one: Talk, database: Database) -> None:
    file_case(database, "N1")
    for word in ("好的", "确认", "是的"):
        one.says(word, "affirm")
    assert [case.status for case in cases(database)] == ["requested"] and rows(database, t.complaints) == []


def test_a_forged_scope_is_past(one: Talk, database: Database) -> None:
    summed_up(one)
    assert press(one, "/affirm#s0000000000000000", "确认提交")[0] == PAST
    assert cases(database) == []


def test_an_answer_without_a_scope_pressed_after_the_form_ended_writes_nothing(one: Talk, database: Database) -> None:
    summed_up(one)
    tells(one, "算了", "stop")
    press(one, "/affirm", "确认提交")
    assert cases(database) == []


def test_a_choice_of_an_older_form_is_past_in_the_new_one(one: Talk) -> None:
    one.asks("request_aftersales")
    old = payload(one, "换货")
    tells(one, "算了", "stop")
    one.asks("request_aftersales")
    assert press(one, old, "换货")[0] == PAST
    assert one.state.draft is not None and one.state.draft.fields["request_type"] is None


def test_a_button_that_begins_something_stands_and_keeps_its_order(three: Talk, database: Database) -> None:
    tells(three, "雪纺连衣裙", order_number="N2")
    begin = payload(three, "申请售后")
    tells(three, "折叠台灯", order_number="N3")
    press(three, begin, "申请售后")
    assert three.state.order == "N2" and three.state.draft is not None


def test_an_old_withdrawal_s_yes_withdraws_nothing_after_another_summary(one: Talk, database: Database) -> None:
    file_complaint(database, "N1")
    one.asks("withdraw_complaint")
    old = payload(one, "确认撤回")
    tells(one, "先不撤", "deny")
    assert press(one, old, "确认撤回")[0] == PAST
    assert [each.status for each in rows(database, t.complaints)] == ["submitted"]


def test_an_offer_is_past_once_the_talk_went_on(one: Talk, database: Database) -> None:
    file_case(database, "N1")
    one.asks("ask_how_to_cancel")  # with the offer to do it here
    assert one.state.question is not None and one.state.question.does
    one.asks("ask_cancellation_limit")
    one.asks("affirm")
    assert one.state.draft is None and [case.status for case in cases(database)] == ["requested"]


def test_a_yes_to_an_offer_that_stands_carries_it_out(one: Talk, database: Database) -> None:
    file_case(database, "N1")
    one.asks("ask_how_to_cancel")
    assert one.asks("affirm") == ["utter_confirm_cancel"]
    assert [case.status for case in cases(database)] == ["requested"]
