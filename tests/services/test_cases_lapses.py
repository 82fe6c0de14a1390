"""What time alone does: it reads the same a moment before it is recorded and a moment after."""

from datetime import datetime, timedelta

import pytest
from cases_world import (
    ANNA,
    NOW,
    PAST_WINDOW,
    POLICY,
    add_order,
    cancel_case,
    case_number_of,
    events_of,
    file_case,
    order_of,
    rows,
    staff,
    used,
)

from shouhou.cases import tables as t
from shouhou.cases.applications import send_back
from shouhou.cases.database import Database
from shouhou.cases.lapses import settle_lapses
from shouhou.cases.merchant import answer_consent, ask_consent, message_merchant
from shouhou.cases.transitions import ConfirmationUsed, IllegalStep, set_case_status
from shouhou.rules.kinds import Actor, ConsentStatus, RequestType
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import Rule

S = CaseStatus
SECOND = timedelta(seconds=1)
DUE = NOW + timedelta(days=7)


def agreed_case(database: Database, request_type: RequestType = RequestType.RETURN_REFUND) -> str:
    add_order(database)
    number = case_number_of(file_case(database, request_type=request_type))
    staff(database, number, S.AGREED)
    return number


@pytest.mark.parametrize(("moment", "status"), [(DUE - SECOND, S.AGREED), (DUE, S.CLOSED), (DUE + SECOND, S.CLOSED)])
def test_an_agreed_case_whose_goods_do_not_come_closes_at_its_due_moment(
    database: Database, moment: datetime, status: CaseStatus
) -> None:
    agreed_case(database)
    before = order_of(database, now=moment)
    closed = settle_lapses(database, POLICY, moment)
    after = order_of(database, now=moment)
    assert before == after
    assert after.case is not None and after.case.status is status
    assert after.facts.case_status is status
    assert closed == (1 if status is S.CLOSED else 0)


def test_a_time_out_is_recorded_at_the_moment_it_came_by_the_system(database: Database) -> None:
    number = agreed_case(database)
    settle_lapses(database, POLICY, DUE + timedelta(days=30))
    assert events_of(database, number)[-1] == ("agreed", "closed", "system")
    (event,) = rows(database, t.case_events, t.case_events.c.to_status == "closed")
    assert event.at == DUE
    case = order_of(database, now=DUE + timedelta(days=30)).case
    assert case is not None and (case.since, case.next.actor, case.next.due_at) == (DUE, None, None)


def test_settling_twice_records_once(database: Database) -> None:
    number = agreed_case(database)
    assert settle_lapses(database, POLICY, DUE) == 1
    assert settle_lapses(database, POLICY, DUE) == 0
    assert len(events_of(database, number)) == 3


@pytest.mark.parametrize("request_type", [RequestType.REFUND_ONLY, RequestType.RESEND])
def test_a_merchants_lateness_closes_nothing(database: Database, request_type: RequestType) -> None:
    agreed_case(database, request_type)
    much_later = NOW + timedelta(days=100)
    assert settle_lapses(database, POLICY, much_later) == 0
    assert order_of(database, now=much_later).facts.case_status is S.AGREED


@pytest.mark.parametrize("steps", [(), (S.AGREED, S.RETURNING), (S.AGREED, S.RETURNING, S.RECEIVED), (S.ESCALATED,)])
def test_a_case_that_waits_for_staff_does_not_close_by_itself(
    database: Database, steps: tuple[CaseStatus, ...]
) -> None:
    add_order(database)
    staff(database, case_number_of(file_case(database)), *steps)
    assert settle_lapses(database, POLICY, NOW + timedelta(days=100)) == 0


def test_a_case_closed_by_time_out_does_not_count_and_past_the_window_needs_consent(database: Database) -> None:
    agreed_case(database)
    assert cancel_case(database, now=DUE).verdict.rule is Rule.WRONG_STATE
    assert used(database) == 0
    assert file_case(database, "yes-2", now=DUE).verdict.rule is Rule.OK
    assert cancel_case(database, "no-2", now=DUE).verdict.cancellations_used == 0


def test_a_case_closed_by_time_out_past_the_window_needs_consent(database: Database) -> None:
    agreed_case(database)
    assert file_case(database, "yes-2", now=PAST_WINDOW).verdict.rule is Rule.WINDOW_SHUT
    answer_consent(database, POLICY, "N1", True, "", PAST_WINDOW)
    assert file_case(database, "yes-3", now=PAST_WINDOW).verdict.rule is Rule.CONSENT_GIVEN


def test_goods_are_not_sent_back_after_the_due_moment(database: Database) -> None:
    number = agreed_case(database)
    assert send_back(database, POLICY, ANNA, "N1", "SF1", DUE) is None
    assert [to for _, to, _ in events_of(database, number)][-1] != "returning"


def test_a_lapsed_case_is_moved_by_nobody_although_nobody_has_recorded_the_lapse(database: Database) -> None:
    number = agreed_case(database)
    with pytest.raises(IllegalStep, match="closed"):
        set_case_status(database, number, S.RETURNING, Actor.MERCHANT, "", DUE, POLICY)
    assert events_of(database, number)[-1] == ("agreed", "closed", "system")


def test_a_case_is_moved_by_staff_until_a_second_before_it_lapses(database: Database) -> None:
    number = agreed_case(database)
    set_case_status(database, number, S.RETURNING, Actor.MERCHANT, "", DUE - SECOND, POLICY)
    assert events_of(database, number)[-1] == ("agreed", "returning", "merchant")


def test_one_orders_lapse_is_recorded_before_its_next_write(database: Database) -> None:
    first = agreed_case(database)
    second = case_number_of(file_case(database, "yes-2", now=DUE))
    assert events_of(database, first)[-1] == ("agreed", "closed", "system")
    assert events_of(database, second) == [(None, "requested", "buyer")]


def test_a_receipt_date_that_makes_the_window_shut_is_shanghais(database: Database) -> None:
    add_order(database, received_at=datetime.fromisoformat("2026-11-30T16:30:00+00:00"))
    last = datetime.fromisoformat("2026-12-16T15:59:59+00:00")
    assert file_case(database, now=last + SECOND).verdict.rule is Rule.WINDOW_SHUT
    assert file_case(database, "yes-2", now=last).verdict.rule is Rule.OK


# --- consents -------------------------------------------------------------------------------------------------------

CONSENT_DUE = PAST_WINDOW + timedelta(hours=72)


def ask(database: Database, key: str = "ask-1", now: datetime = PAST_WINDOW) -> ConsentStatus:
    consent = ask_consent(database, POLICY, ANNA, "N1", "坏了", now, key)
    assert consent is not None
    return consent.status


def consent_at(database: Database, now: datetime) -> object:
    return order_of(database, now=now).facts.consent


def test_a_consent_is_asked_for_with_a_deadline(database: Database) -> None:
    add_order(database)
    assert ask(database) is ConsentStatus.ASKED
    order = order_of(database, now=PAST_WINDOW)
    assert (order.facts.consent, order.consent_due_at) == (ConsentStatus.ASKED, CONSENT_DUE)
    (row,) = rows(database, t.consents)
    assert (row.buyer_id, row.why, row.asked_at, row.answered_at) == ("anna", "坏了", PAST_WINDOW, None)


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (CONSENT_DUE - SECOND, ConsentStatus.ASKED),
        (CONSENT_DUE, ConsentStatus.EXPIRED),
        (CONSENT_DUE + SECOND, ConsentStatus.EXPIRED),
    ],
)
def test_a_consent_that_nobody_answers_expires_at_its_due_moment(
    database: Database, moment: datetime, status: ConsentStatus
) -> None:
    add_order(database)
    ask(database)
    before = order_of(database, now=moment)
    settle_lapses(database, POLICY, moment)
    assert order_of(database, now=moment) == before
    assert before.facts.consent is status
    assert [row.status for row in rows(database, t.consents)] == [status.value]


def test_asking_does_not_let_an_application_through_and_neither_does_no(database: Database) -> None:
    add_order(database)
    ask(database)
    assert file_case(database, "yes-1", now=PAST_WINDOW).verdict.rule is Rule.WINDOW_SHUT
    answer_consent(database, POLICY, "N1", False, "too late", PAST_WINDOW)
    assert consent_at(database, PAST_WINDOW) is ConsentStatus.NO
    assert file_case(database, "yes-2", now=PAST_WINDOW).verdict.rule is Rule.WINDOW_SHUT


def test_a_consent_asked_for_again_is_the_one_that_waits(database: Database) -> None:
    add_order(database)
    ask(database, "ask-1")
    ask(database, "ask-2", PAST_WINDOW + timedelta(hours=1))
    assert len(rows(database, t.consents)) == 1
    assert order_of(database, now=PAST_WINDOW).consent_due_at == CONSENT_DUE


def test_a_consent_that_was_given_need_not_be_asked_for(database: Database) -> None:
    add_order(database)
    answer_consent(database, POLICY, "N1", True, "", PAST_WINDOW)
    assert ask(database) is ConsentStatus.YES
    assert len(rows(database, t.consents)) == 1


@pytest.mark.parametrize("ending", ["no", "used", "expired"])
def test_the_same_asking_delivered_again_after_its_end_asks_nothing_anew(database: Database, ending: str) -> None:
    add_order(database)
    ask(database)
    later = CONSENT_DUE if ending == "expired" else PAST_WINDOW
    if ending != "expired":
        answer_consent(database, POLICY, "N1", ending == "used", "", PAST_WINDOW)
    if ending == "used":
        file_case(database, now=PAST_WINDOW)
    assert ask(database, now=later) is ConsentStatus(ending)
    assert len(rows(database, t.consents)) == 1


def test_after_a_no_or_an_expiry_the_buyer_may_ask_anew(database: Database) -> None:
    add_order(database)
    ask(database, "ask-1")
    answer_consent(database, POLICY, "N1", False, "", PAST_WINDOW)
    assert ask(database, "ask-2") is ConsentStatus.ASKED
    assert ask(database, "ask-3", CONSENT_DUE) is ConsentStatus.ASKED
    assert [row.status for row in rows(database, t.consents)] == ["no", "expired", "asked"]


def test_an_asking_about_one_order_does_not_answer_for_another(database: Database) -> None:
    add_order(database)
    add_order(database, "N2")
    ask(database)
    with pytest.raises(ConfirmationUsed):
        ask_consent(database, POLICY, ANNA, "N2", "", PAST_WINDOW, "ask-1")
    message_merchant(database, POLICY, ANNA, "N1", "在吗", NOW, "word-1")
    with pytest.raises(ConfirmationUsed):
        message_merchant(database, POLICY, ANNA, "N2", "在吗", NOW, "word-1")


def test_staff_may_consent_without_having_been_asked(database: Database) -> None:
    add_order(database)
    record = answer_consent(database, POLICY, "N1", True, "goodwill", PAST_WINDOW)
    assert record.status is ConsentStatus.YES
    (row,) = rows(database, t.consents)
    assert (row.asked_at, row.answered_at, row.why, row.answer) == (None, PAST_WINDOW, "", "goodwill")


def test_an_answer_after_the_deadline_is_a_consent_of_its_own(database: Database) -> None:
    add_order(database)
    ask(database)
    answer_consent(database, POLICY, "N1", True, "", CONSENT_DUE)
    assert [row.status for row in rows(database, t.consents)] == ["expired", "yes"]
    assert consent_at(database, CONSENT_DUE) is ConsentStatus.YES


def test_a_consent_may_be_taken_back_until_it_is_used(database: Database) -> None:
    add_order(database)
    answer_consent(database, POLICY, "N1", True, "", PAST_WINDOW)
    answer_consent(database, POLICY, "N1", False, "", PAST_WINDOW)
    assert file_case(database, now=PAST_WINDOW).verdict.rule is Rule.WINDOW_SHUT


def test_a_given_consent_does_not_expire(database: Database) -> None:
    add_order(database)
    ask(database)
    answer_consent(database, POLICY, "N1", True, "", PAST_WINDOW)
    much_later = PAST_WINDOW + timedelta(days=100)
    settle_lapses(database, POLICY, much_later)
    assert file_case(database, now=much_later).verdict.rule is Rule.CONSENT_GIVEN
