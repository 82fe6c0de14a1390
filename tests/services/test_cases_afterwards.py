"""What a buyer may still do to what is filed: change it, add evidence, withdraw a complaint."""

from datetime import timedelta
from typing import Any, Optional

import pytest
from cases_world import (
    ANNA,
    BEN,
    NOW,
    POLICY,
    add_order,
    at_once,
    cancel_case,
    case_number_of,
    count,
    events_of,
    everything,
    file_case,
    rows,
    staff,
)

from shouhou.cases import tables as t
from shouhou.cases.afterwards import Change, Changed, add_evidence, change, last_step, withdraw_complaint
from shouhou.cases.complaints import ComplaintRecord, Grievance, complain, complaint_answer, latest_complaint
from shouhou.cases.database import Database
from shouhou.cases.evidence import StoredFile, add_file, evidence_of
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import ConfirmationUsed, set_complaint_status
from shouhou.rules.kinds import Actor, ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus, ComplaintStatus
from shouhou.rules.verdicts import Rule

HOUR = timedelta(hours=1)


def alter(
    database: Database, number: str, key: str = "change-1", speaker: Speaker = ANNA, **wanted: Any
) -> Changed:
    return change(database, POLICY, speaker, number, Change(**wanted), NOW + HOUR, key)


def upload(database: Database, *names: str, speaker: Speaker = ANNA) -> None:
    for name in names:
        add_file(database, StoredFile(name, speaker.conversation_id, "image/jpeg", 10), NOW)


def grieve(database: Database, key: str = "complain-1") -> ComplaintRecord:
    complaint = complain(database, POLICY, ANNA, Grievance("N1", ReasonClass.SERVICE, "不理人"), NOW, key)
    assert complaint is not None
    return complaint


# Changing a request


def test_a_change_keeps_old_and_new_in_an_event_and_counts_as_no_cancellation(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    changed = alter(database, number, request_type=RequestType.EXCHANGE, details="换大一码", amount=5000)
    assert changed.case is not None
    assert (changed.case.request_type, changed.case.amount, changed.case.since) == (RequestType.EXCHANGE, 5000, NOW)
    event = rows(database, t.case_events)[-1]
    assert (event.from_status, event.to_status, event.actor) == ("requested", "requested", "buyer")
    assert "request_type: return_refund -> exchange" in event.why and "amount: 12900 -> 5000" in event.why
    assert [row.cancellations for row in rows(database, t.orders)] == [0]


def test_the_same_change_delivered_again_changes_nothing(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    first = alter(database, number, details="换大一码")
    before = everything(database)
    assert alter(database, number, details="换大一码").case == first.case
    assert everything(database) == before


def test_a_change_sent_twenty_times_at_once_is_one_event(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    at_once(lambda _: alter(database, number, details="换大一码"))
    assert len(events_of(database, number)) == 2


@pytest.mark.parametrize("amount", [0, -1, 12901])
def test_no_more_than_was_paid_and_no_less_than_a_fen_can_be_asked_for(database: Database, amount: int) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    before = everything(database)
    assert alter(database, number, amount=amount).case is None
    assert everything(database) == before


def test_a_request_that_the_merchant_has_answered_is_not_changed(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, CaseStatus.AGREED)
    before = everything(database)
    changed = alter(database, number, details="换大一码")
    assert (changed.case, changed.verdict.rule) == (None, Rule.WRONG_STATE)
    assert everything(database) == before


def test_anothers_case_or_none_at_all_is_not_changed(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    for speaker, wanted in ((BEN, number), (ANNA, "AS261202-AAAAAAAA")):
        changed = alter(database, wanted, speaker=speaker, details="x")
        assert (changed.order, changed.case, changed.verdict.rule) == (None, None, Rule.UNKNOWN_ORDER)
    assert len(events_of(database, number)) == 1


def test_an_earlier_case_of_the_order_is_not_changed(database: Database) -> None:
    add_order(database)
    first = case_number_of(file_case(database))
    cancel_case(database)
    file_case(database, "yes-2")
    assert alter(database, first, details="x").case is None


def test_a_key_that_filed_or_cancelled_changes_nothing_and_the_other_way_round(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    with pytest.raises(ConfirmationUsed):
        alter(database, number, "yes-1", details="x")
    alter(database, number, details="x")
    for write in (lambda: file_case(database, "change-1"), lambda: cancel_case(database, "change-1")):
        with pytest.raises(ConfirmationUsed):
            write()


def test_a_change_of_one_case_does_not_answer_for_another(database: Database) -> None:
    add_order(database)
    add_order(database, "N2")
    first, second = case_number_of(file_case(database)), case_number_of(file_case(database, "yes-2", "N2"))
    alter(database, first, details="x")
    with pytest.raises(ConfirmationUsed):
        alter(database, second, details="x")


def test_the_last_step_passes_over_changes(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    alter(database, number, details="x")
    assert last_step(database, number) == (CaseStatus.REQUESTED, Actor.BUYER, "拉链坏了", NOW)
    assert last_step(database, "AS261202-AAAAAAAA") is None


# Evidence


def test_evidence_goes_to_the_open_case_once(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    upload(database, "a.jpg", "b.jpg")
    for _ in range(2):
        assert add_evidence(database, POLICY, ANNA, "N1", ["a.jpg", "b.jpg"], NOW) == number
    assert evidence_of(database, number) == ["a.jpg", "b.jpg"]


def test_evidence_goes_to_the_open_complaint_when_it_is_meant_for_it(database: Database) -> None:
    add_order(database)
    file_case(database)
    number = grieve(database).complaint_number
    upload(database, "a.jpg")
    assert add_evidence(database, POLICY, ANNA, "N1", ["a.jpg"], NOW, to_complaint=True) == number
    assert [(row.case_number, row.complaint_number) for row in rows(database, t.evidence)] == [(None, number)]


def test_where_nothing_is_open_evidence_goes_nowhere(database: Database) -> None:
    add_order(database)
    upload(database, "a.jpg")
    assert add_evidence(database, POLICY, ANNA, "N1", ["a.jpg"], NOW) is None
    assert add_evidence(database, POLICY, ANNA, "N1", ["a.jpg"], NOW, to_complaint=True) is None
    file_case(database)
    cancel_case(database)
    assert add_evidence(database, POLICY, ANNA, "N1", ["a.jpg"], NOW) is None
    file_case(database, "yes-2")
    assert add_evidence(database, POLICY, BEN, "N1", ["a.jpg"], NOW) is None
    assert count(database, t.evidence) == 0


def test_anothers_upload_is_no_evidence(database: Database) -> None:
    add_order(database)
    file_case(database)
    upload(database, "bens.jpg", speaker=BEN)
    add_evidence(database, POLICY, ANNA, "N1", ["bens.jpg"], NOW)
    assert count(database, t.evidence) == 0


# Complaints


def test_a_withdrawn_complaint_leaves_the_case_beside_it_as_it_is(database: Database) -> None:
    add_order(database)
    case_number = case_number_of(file_case(database))
    number = grieve(database).complaint_number
    for _ in range(2):
        withdrawn = withdraw_complaint(database, POLICY, ANNA, "N1", number, NOW)
        assert withdrawn is not None and withdrawn.status is ComplaintStatus.WITHDRAWN
    steps = [(row.from_status, row.to_status, row.actor) for row in rows(database, t.complaint_events)]
    assert steps == [(None, "submitted", "buyer"), ("submitted", "withdrawn", "buyer")]
    assert events_of(database, case_number) == [(None, "requested", "buyer")]


def test_a_complaint_that_is_decided_or_anothers_is_not_withdrawn(database: Database) -> None:
    add_order(database)
    number = grieve(database).complaint_number
    assert withdraw_complaint(database, POLICY, BEN, "N1", number, NOW) is None
    assert withdraw_complaint(database, POLICY, ANNA, "N1", "CP261202-AAAAAAAA", NOW) is None
    for to in (ComplaintStatus.REVIEWING, ComplaintStatus.UPHELD):
        set_complaint_status(database, number, to, Actor.PLATFORM, "seen", NOW)
    before = everything(database)
    assert withdraw_complaint(database, POLICY, ANNA, "N1", number, NOW) is None
    assert everything(database) == before


def test_the_latest_complaint_is_the_one_filed_last_even_within_one_moment(database: Database) -> None:
    add_order(database)
    filed = [grieve(database, f"complain-{place}").complaint_number for place in range(5)]
    found = latest_complaint(database, "N1")
    assert found is not None and found.complaint_number == filed[-1]


def test_the_platforms_words_are_those_of_its_latest_step(database: Database) -> None:
    add_order(database)
    number = grieve(database).complaint_number

    def answer() -> Optional[str]:
        return complaint_answer(database, number)

    assert answer() is None
    set_complaint_status(database, number, ComplaintStatus.REVIEWING, Actor.PLATFORM, "已受理", NOW)
    assert answer() == "已受理"
    set_complaint_status(database, number, ComplaintStatus.UPHELD, Actor.PLATFORM, "支持买家", NOW)
    assert answer() == "支持买家"
