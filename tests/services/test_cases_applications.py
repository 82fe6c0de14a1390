"""Applying, cancelling, sending back: what is written, what is refused, and what happens when it is said twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from cases_world import (
    ANNA,
    NOW,
    PAST_WINDOW,
    POLICY,
    RECEIVED_AT,
    add_order,
    cancel_case,
    case_number_of,
    events_of,
    everything,
    file_case,
    order_of,
    rows,
    staff,
    used,
    wish,
)

from shouhou.cases import tables as t
from shouhou.cases.applications import Application, apply, send_back
from shouhou.cases.database import Database
from shouhou.cases.evidence import StoredFile, add_file
from shouhou.cases.merchant import answer_consent
from shouhou.rules.kinds import ConsentStatus, OrderStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import Outcome, Rule, may_apply

S = CaseStatus


def test_a_case_keeps_what_the_buyer_asked_for_in_the_buyers_own_words(database: Database) -> None:
    add_order(database, paid_amount=12901)
    words = Application("N1", RequestType.EXCHANGE, ReasonClass.GOODS, "<b>坏了</b> 😡'; --", "拉链\n第二天")
    applied = apply(database, POLICY, ANNA, words, NOW, "yes-1")
    (case,) = rows(database, t.cases)
    assert case.case_number == case_number_of(applied)
    assert (case.order_number, case.buyer_id, case.status) == ("N1", "anna", "requested")
    assert (case.request_type, case.reason_class) == ("exchange", "goods")
    assert (case.reason, case.details) == ("<b>坏了</b> 😡'; --", "拉链\n第二天")
    assert (case.amount, case.policy_version) == (12901, POLICY.version)
    assert (case.opened_at, case.updated_at) == (NOW, NOW)


def test_the_answer_to_an_application_tells_the_case_and_who_acts_next(database: Database) -> None:
    add_order(database)
    case = file_case(database).case
    assert case is not None
    assert (case.status, case.request_type, case.amount) == (S.REQUESTED, RequestType.RETURN_REFUND, 12900)
    assert case.next.due_at == NOW + timedelta(hours=48)


def test_every_change_writes_an_event(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, S.ESCALATED, S.AGREED)
    cancel_case(database)
    assert events_of(database, number) == [
        (None, "requested", "buyer"),
        ("requested", "escalated", "platform"),
        ("escalated", "agreed", "platform"),
        ("agreed", "cancelled", "buyer"),
    ]


# An order's columns, when, what is asked for, and the rule that decides.
REFUSED: list[tuple[dict[str, Any], datetime, RequestType, Rule]] = [
    ({}, PAST_WINDOW, RequestType.REPAIR, Rule.WINDOW_SHUT),
    ({"category": "冰箱"}, PAST_WINDOW, RequestType.REFUND_ONLY, Rule.TYPE_NEEDS_CONSENT),
    ({"status": "shipped", "received_at": None}, NOW, RequestType.EXCHANGE, Rule.NOT_RECEIVED),
    ({"received_at": None}, NOW, RequestType.REFUND_ONLY, Rule.RECEIPT_UNKNOWN),
    ({"status": "refunded"}, NOW, RequestType.REFUND_ONLY, Rule.ALREADY_REFUNDED),
    ({"prior_cancellations": 3}, NOW, RequestType.REFUND_ONLY, Rule.LIMIT_REACHED),
    ({"prior_cancellations": 7}, NOW, RequestType.REFUND_ONLY, Rule.LIMIT_REACHED),
]
ALLOWED: list[tuple[dict[str, Any], datetime, RequestType, Rule]] = [
    ({}, RECEIVED_AT, RequestType.RESEND, Rule.OK),
    ({"category": "海尔冰箱"}, PAST_WINDOW, RequestType.REPAIR, Rule.WITHIN_WARRANTY),
    ({"product": "海尔冰箱"}, PAST_WINDOW, RequestType.REPAIR, Rule.WITHIN_WARRANTY),
    ({"warranty_days": 30}, PAST_WINDOW, RequestType.EXCHANGE, Rule.WITHIN_WARRANTY),
    ({"status": "paid", "received_at": None}, NOW, RequestType.REFUND_ONLY, Rule.OK),
    ({"prior_cancellations": 2}, NOW, RequestType.REFUND_ONLY, Rule.OK),
]


def test_what_the_rules_refuse_is_not_written(database: Database) -> None:
    for place, (columns, moment, wanted, rule) in enumerate(REFUSED):
        number = add_order(database, f"N{place}", **columns)
        before = everything(database)
        applied = file_case(database, f"yes-{place}", number, wanted, moment)
        assert (applied.verdict.rule, applied.case) == (rule, None)
        assert everything(database) == before


def test_what_the_rules_allow_is_filed(database: Database) -> None:
    for place, (columns, moment, wanted, rule) in enumerate(ALLOWED):
        number = add_order(database, f"N{place}", **columns)
        applied = file_case(database, f"yes-{place}", number, wanted, moment)
        assert applied.verdict.rule is rule
        (case,) = rows(database, t.cases, t.cases.c.order_number == number)
        assert case.case_number == case_number_of(applied)


def test_the_verdict_of_a_write_is_that_of_an_answer(database: Database) -> None:
    add_order(database, category="冰箱", prior_cancellations=1)
    order = order_of(database, now=PAST_WINDOW)
    answer = may_apply(POLICY, order.facts, PAST_WINDOW, RequestType.REPAIR, ReasonClass.GOODS)
    assert file_case(database, request_type=RequestType.REPAIR, now=PAST_WINDOW).verdict == answer


def test_a_second_application_waits_for_the_first_to_end(database: Database) -> None:
    add_order(database)
    first = file_case(database)
    second = file_case(database, "yes-2", request_type=RequestType.REPAIR)
    assert (second.verdict.rule, second.case) == (Rule.OPEN_CASE_EXISTS, None)
    assert [case.case_number for case in rows(database, t.cases)] == [case_number_of(first)]


def test_three_cancellations_and_the_order_is_done_for(database: Database) -> None:
    add_order(database)
    for time in range(3):
        assert file_case(database, f"yes-{time}").verdict.cancellations_left == 3 - time
        cancelled = cancel_case(database, f"no-{time}")
        assert (cancelled.verdict.allowed, cancelled.verdict.left_after) == (True, 2 - time)
        assert cancelled.verdict.is_last is (time == 2)
        assert cancelled.case is not None and cancelled.case.status is S.CANCELLED
    assert used(database) == 3
    assert file_case(database, "yes-4").verdict.rule is Rule.LIMIT_REACHED


def test_cancellations_made_before_the_order_came_here_count(database: Database) -> None:
    add_order(database, prior_cancellations=2)
    file_case(database)
    assert cancel_case(database).verdict.is_last
    assert file_case(database, "yes-2").verdict.rule is Rule.LIMIT_REACHED


def test_an_open_case_on_an_order_past_its_limit_is_not_cancelled(database: Database) -> None:
    add_order(database)
    file_case(database)
    with database.write() as connection:
        connection.execute(t.orders.update().values(prior_cancellations=3))
    before = everything(database)
    cancelled = cancel_case(database)
    assert (cancelled.verdict.rule, cancelled.case) == (Rule.LIMIT_REACHED, None)
    assert everything(database) == before


def test_a_case_that_went_on_is_not_cancelled(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, S.AGREED)
    for status in (S.RETURNING, S.RECEIVED, S.REFUNDED):
        staff(database, number, status)
        assert_not_cancelled(database)


@pytest.mark.parametrize("ending", [S.REFUSED, S.CLOSED])
def test_a_case_that_has_ended_is_not_cancelled(database: Database, ending: CaseStatus) -> None:
    add_order(database)
    staff(database, case_number_of(file_case(database)), ending)
    assert_not_cancelled(database)


def test_a_case_whose_goods_are_on_their_way_back_is_not_cancelled_through_the_platform(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, S.AGREED, S.RETURNING)
    for status in (S.ESCALATED, S.AGREED):
        staff(database, number, status)
        assert_not_cancelled(database)


def assert_not_cancelled(database: Database) -> None:
    before = everything(database)
    cancelled = cancel_case(database, f"no-{len(before['case_events'])}")
    assert (cancelled.verdict.rule, cancelled.case) == (Rule.WRONG_STATE, None)
    assert everything(database) == before


def test_goods_sent_back_in_an_earlier_case_do_not_stand_in_the_way(database: Database) -> None:
    add_order(database)
    staff(database, case_number_of(file_case(database)), S.AGREED, S.RETURNING, S.CLOSED)
    file_case(database, "yes-2", now=NOW + timedelta(hours=1))
    assert cancel_case(database, now=NOW + timedelta(hours=2)).verdict.allowed


@pytest.mark.parametrize("ending", [S.REFUSED, S.CLOSED])
def test_a_case_refused_or_closed_does_not_count_and_the_buyer_may_apply_again(
    database: Database, ending: CaseStatus
) -> None:
    add_order(database)
    staff(database, case_number_of(file_case(database)), ending)
    again = file_case(database, "yes-2")
    assert (again.verdict.outcome, again.verdict.cancellations_used) == (Outcome.ALLOWED, 0)


def test_a_refund_is_noted_on_the_order_which_then_takes_no_application(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database, request_type=RequestType.REFUND_ONLY))
    staff(database, number, S.AGREED, S.REFUNDED)
    assert order_of(database).facts.status is OrderStatus.REFUNDED
    assert file_case(database, "yes-2").verdict.rule is Rule.ALREADY_REFUNDED


def test_an_open_case_is_the_orders_case_even_when_another_was_filed_at_the_same_moment(database: Database) -> None:
    add_order(database)
    for time in range(2):
        file_case(database, f"yes-{time}")
        cancel_case(database, f"no-{time}")
    third = case_number_of(file_case(database, "yes-3"))
    case = order_of(database).case
    assert case is not None and (case.case_number, case.status) == (third, S.REQUESTED)


def test_an_open_case_is_the_orders_case_even_when_the_clock_went_back(database: Database) -> None:
    add_order(database)
    file_case(database, now=NOW)
    cancel_case(database, now=NOW)
    second = case_number_of(file_case(database, "yes-2", now=NOW - timedelta(minutes=5)))
    case = order_of(database).case
    assert case is not None and case.case_number == second


def test_a_consent_lets_one_application_through_and_is_used_up(database: Database) -> None:
    add_order(database)
    answer_consent(database, POLICY, "N1", True, "this once", PAST_WINDOW)
    first = file_case(database, now=PAST_WINDOW)
    assert first.verdict.rule is Rule.CONSENT_GIVEN
    assert order_of(database, now=PAST_WINDOW).facts.consent is ConsentStatus.USED
    cancel_case(database, now=PAST_WINDOW)
    assert file_case(database, "yes-2", now=PAST_WINDOW).verdict.rule is Rule.WINDOW_SHUT


def test_a_consent_is_not_used_up_by_what_the_rules_allow_anyway(database: Database) -> None:
    add_order(database, category="冰箱")
    answer_consent(database, POLICY, "N1", True, "", PAST_WINDOW)
    applied = file_case(database, request_type=RequestType.REPAIR, now=PAST_WINDOW)
    assert applied.verdict.rule is Rule.WITHIN_WARRANTY
    assert order_of(database, now=PAST_WINDOW).facts.consent is ConsentStatus.YES


def test_a_consent_does_not_lift_the_limit(database: Database) -> None:
    add_order(database, prior_cancellations=3)
    answer_consent(database, POLICY, "N1", True, "", PAST_WINDOW)
    assert file_case(database, now=PAST_WINDOW).verdict.rule is Rule.LIMIT_REACHED


def test_the_speakers_uploads_become_evidence_once_each(database: Database) -> None:
    add_order(database)
    for name in ("a.jpg", "b.jpg"):
        add_file(database, StoredFile(name, ANNA.conversation_id, "image/jpeg", 10), NOW)
    apply(database, POLICY, ANNA, wish(file_ids=("b.jpg", "a.jpg", "b.jpg", "missing")), NOW, "yes-1")
    assert [row.file_id for row in rows(database, t.evidence)] == ["b.jpg", "a.jpg"]


def test_an_upload_of_another_conversation_does_not_become_evidence(database: Database) -> None:
    add_order(database)
    add_file(database, StoredFile("bens.jpg", "widget:ben", "image/jpeg", 10), NOW)
    assert apply(database, POLICY, ANNA, wish(file_ids=("bens.jpg",)), NOW, "yes-1").case is not None
    assert rows(database, t.evidence) == []


def test_a_tracking_number_sends_the_case_on_its_way(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, S.AGREED)
    case = send_back(database, POLICY, ANNA, "N1", "SF123", NOW)
    assert case is not None and (case.status, case.tracking_number) == (S.RETURNING, "SF123")
    assert events_of(database, number)[-1] == ("agreed", "returning", "buyer")


def test_the_same_tracking_number_again_changes_nothing(database: Database) -> None:
    add_order(database)
    staff(database, case_number_of(file_case(database)), S.AGREED)
    first = send_back(database, POLICY, ANNA, "N1", "SF123", NOW)
    before = everything(database)
    assert send_back(database, POLICY, ANNA, "N1", "SF123", NOW + timedelta(hours=1)) == first
    assert everything(database) == before


def test_a_corrected_tracking_number_replaces_the_first_and_both_stay_in_the_events(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, S.AGREED)
    send_back(database, POLICY, ANNA, "N1", "SF123", NOW)
    later = NOW + timedelta(hours=1)
    case = send_back(database, POLICY, ANNA, "N1", "SF124", later)
    assert case is not None and (case.status, case.tracking_number, case.since) == (S.RETURNING, "SF124", NOW)
    correction = rows(database, t.case_events)[-1]
    assert (correction.from_status, correction.to_status, correction.at) == ("returning", "returning", later)
    assert correction.why == "tracking number SF124 instead of SF123"


def test_a_tracking_number_may_be_given_once_staff_have_noted_that_the_goods_travel(database: Database) -> None:
    add_order(database)
    staff(database, case_number_of(file_case(database)), S.AGREED, S.RETURNING)
    case = send_back(database, POLICY, ANNA, "N1", "SF123", NOW)
    assert case is not None and case.tracking_number == "SF123"
    assert rows(database, t.case_events)[-1].why == "tracking number SF123"


def test_goods_go_back_only_on_an_agreed_case_that_needs_them(database: Database) -> None:
    elsewhere: list[tuple[RequestType, tuple[CaseStatus, ...]]] = [
        (RequestType.RETURN_REFUND, ()),
        (RequestType.REFUND_ONLY, (S.AGREED,)),
        (RequestType.RESEND, (S.AGREED,)),
        (RequestType.RETURN_REFUND, (S.AGREED, S.RETURNING, S.RECEIVED)),
        (RequestType.RETURN_REFUND, (S.REFUSED,)),
        (RequestType.RETURN_REFUND, (S.ESCALATED,)),
    ]
    for place, (wanted, steps) in enumerate(elsewhere):
        number = add_order(database, f"N{place}")
        staff(database, case_number_of(file_case(database, f"yes-{place}", number, wanted)), *steps)
        before = everything(database)
        assert send_back(database, POLICY, ANNA, number, "SF123", NOW) is None
        assert everything(database) == before


def test_without_a_case_there_is_nothing_to_send_back_or_cancel(database: Database) -> None:
    add_order(database)
    assert send_back(database, POLICY, ANNA, "N1", "SF123", NOW) is None
    assert cancel_case(database).verdict.rule is Rule.WRONG_STATE
