"""Staff's steps on cases and complaints, and the events that nobody can change."""

import pytest
from cases_world import (
    ANNA,
    NOW,
    POLICY,
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
)
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from shouhou.cases import tables as t
from shouhou.cases.complaints import Grievance, complain, latest_complaint
from shouhou.cases.database import Database
from shouhou.cases.evidence import StoredFile, add_file
from shouhou.cases.transitions import ConfirmationUsed, IllegalStep, NotFound, set_case_status, set_complaint_status
from shouhou.rules.kinds import Actor, ReasonClass
from shouhou.rules.lifecycle import CaseStatus, ComplaintStatus

S, C = CaseStatus, ComplaintStatus
MERCHANT, PLATFORM = Actor.MERCHANT, Actor.PLATFORM
GRIEVANCE = Grievance("N1", ReasonClass.SERVICE, "商家不理人")


def test_a_step_is_recorded_with_its_event(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    step = set_case_status(database, number, S.AGREED, MERCHANT, "send it back", NOW)
    assert (step.number, step.came_from, step.to) == (number, "requested", "agreed")
    (event,) = rows(database, t.case_events, t.case_events.c.from_status == "requested")
    assert (event.to_status, event.actor, event.why, event.at) == ("agreed", "merchant", "send it back", NOW)
    case = order_of(database).case
    assert case is not None and (case.status, case.since) == (S.AGREED, NOW)


def test_an_illegal_step_writes_nothing_and_names_the_legal_ones(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    before = everything(database)
    with pytest.raises(IllegalStep) as refused:
        set_case_status(database, number, S.REFUNDED, MERCHANT, "", NOW)
    message = str(refused.value)
    assert all(word in message for word in (number, "requested", "refunded", "agreed", "refused"))
    assert "escalated" not in message
    assert everything(database) == before


def test_a_final_case_says_that_it_is_final(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, S.REFUSED)
    with pytest.raises(IllegalStep, match="final"):
        set_case_status(database, number, S.AGREED, PLATFORM, "", NOW)


@pytest.mark.parametrize("actor", [MERCHANT, PLATFORM, Actor.SYSTEM])
def test_nobody_cancels_in_the_buyers_place(database: Database, actor: Actor) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    with pytest.raises(IllegalStep):
        set_case_status(database, number, S.CANCELLED, actor, "", NOW)
    assert used(database) == 0


def test_a_step_on_an_unknown_number_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound, match="AS000000-22222222"):
        set_case_status(database, "AS000000-22222222", S.AGREED, MERCHANT, "", NOW)
    with pytest.raises(NotFound, match="CP000000-22222222"):
        set_complaint_status(database, "CP000000-22222222", C.REVIEWING, PLATFORM, "", NOW)


@pytest.mark.parametrize("table", [t.case_events, t.complaint_events])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_an_event_is_never_changed_or_deleted(database: Database, table: object, change: str) -> None:
    add_order(database)
    file_case(database)
    complain(database, POLICY, ANNA, GRIEVANCE, NOW, "complain-1")
    before = everything(database)
    statement = update(table).values(why="rewritten") if change == "update" else delete(table)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as connection:
        connection.execute(statement)
    assert everything(database) == before


def test_an_event_is_not_replaced_by_an_insert_either(database: Database) -> None:
    add_order(database)
    file_case(database)
    before = everything(database)
    insert = "INSERT OR REPLACE" if database.is_sqlite else "INSERT"
    conflict = "" if database.is_sqlite else "ON CONFLICT (id) DO UPDATE SET why = 'rewritten'"
    columns = "id, case_number, at, to_status, actor"
    statement = f"{insert} INTO case_events ({columns}, why) SELECT {columns}, 'rewritten' FROM case_events {conflict}"
    with pytest.raises(DBAPIError, match="append-only"), database.write() as connection:
        connection.execute(text(statement))
    assert everything(database) == before


def test_events_carry_the_moment_of_each_step_and_chain(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, S.AGREED, S.RETURNING, S.ESCALATED, S.REFUNDED)
    chain = events_of(database, number)
    assert [step[0] for step in chain] == [None, *(step[1] for step in chain[:-1])]


# --- complaints -----------------------------------------------------------------------------------------------------


def test_a_complaint_keeps_the_buyers_words_and_leaves_the_case_alone(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    before = order_of(database)
    filed = complain(database, POLICY, ANNA, GRIEVANCE, NOW, "complain-1")
    assert filed is not None and filed.status is C.SUBMITTED
    (row,) = rows(database, t.complaints)
    assert (row.complaint_number, row.case_number, row.buyer_id) == (filed.complaint_number, number, "anna")
    assert (row.problem_class, row.problem) == ("service", "商家不理人")
    assert order_of(database) == before
    assert latest_complaint(database, "N1") == filed


def test_an_order_without_a_case_may_be_complained_about(database: Database) -> None:
    add_order(database)
    assert complain(database, POLICY, ANNA, GRIEVANCE, NOW, "complain-1") is not None
    assert [row.case_number for row in rows(database, t.complaints)] == [None]


def test_the_same_complaint_is_filed_once(database: Database) -> None:
    add_order(database)
    first = complain(database, POLICY, ANNA, GRIEVANCE, NOW, "complain-1")
    before = everything(database)
    assert complain(database, POLICY, ANNA, GRIEVANCE, NOW, "complain-1") == first
    assert everything(database) == before


def test_a_complaint_about_one_order_does_not_answer_for_another(database: Database) -> None:
    add_order(database)
    add_order(database, "N2")
    complain(database, POLICY, ANNA, GRIEVANCE, NOW, "complain-1")
    before = everything(database)
    with pytest.raises(ConfirmationUsed):
        complain(database, POLICY, ANNA, Grievance("N2", ReasonClass.GOODS, "坏了"), NOW, "complain-1")
    assert everything(database) == before


def test_a_complaints_evidence_is_the_speakers_own(database: Database) -> None:
    add_order(database)
    add_file(database, StoredFile("mine.jpg", ANNA.conversation_id, "image/jpeg", 10), NOW)
    add_file(database, StoredFile("bens.jpg", "widget:ben", "image/jpeg", 10), NOW)
    words = Grievance("N1", ReasonClass.GOODS, "坏了", ("bens.jpg", "mine.jpg"))
    filed = complain(database, POLICY, ANNA, words, NOW, "complain-1")
    assert filed is not None
    assert [(row.file_id, row.complaint_number) for row in rows(database, t.evidence)] == [
        ("mine.jpg", filed.complaint_number)
    ]


def test_the_platform_decides_a_complaint_and_the_case_does_not_move(database: Database) -> None:
    add_order(database)
    file_case(database)
    before = order_of(database)
    filed = complain(database, POLICY, ANNA, GRIEVANCE, NOW, "complain-1")
    assert filed is not None
    for to in (C.REVIEWING, C.UPHELD):
        set_complaint_status(database, filed.complaint_number, to, PLATFORM, "seen", NOW)
    latest = latest_complaint(database, "N1")
    assert latest is not None and latest.status is C.UPHELD
    assert [(row.from_status, row.to_status) for row in rows(database, t.complaint_events)] == [
        (None, "submitted"), ("submitted", "reviewing"), ("reviewing", "upheld"),
    ]
    assert order_of(database) == before


def test_a_decided_complaint_stays_decided(database: Database) -> None:
    add_order(database)
    filed = complain(database, POLICY, ANNA, GRIEVANCE, NOW, "complain-1")
    assert filed is not None
    set_complaint_status(database, filed.complaint_number, C.REJECTED, PLATFORM, "", NOW)
    before = everything(database)
    for to in C:
        with pytest.raises(IllegalStep):
            set_complaint_status(database, filed.complaint_number, to, PLATFORM, "", NOW)
    assert everything(database) == before


def test_complaining_never_cancels_or_counts(database: Database) -> None:
    add_order(database, prior_cancellations=2)
    file_case(database)
    complain(database, POLICY, ANNA, GRIEVANCE, NOW, "complain-1")
    assert used(database) == 2
    assert cancel_case(database).verdict.is_last
