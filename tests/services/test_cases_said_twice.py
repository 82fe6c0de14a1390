"""What is delivered twice happens once, and a confirmation confirms one thing."""

from datetime import timedelta

import pytest
from cases_world import NOW, add_order, cancel_case, case_number_of, everything, file_case, staff

from shouhou.cases.database import Database
from shouhou.cases.transitions import ConfirmationUsed
from shouhou.rules.lifecycle import CaseStatus

S = CaseStatus


def test_the_same_yes_files_once_and_finds_the_case_whatever_has_happened_since(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    for steps in [(), (S.AGREED,), (S.RETURNING,), (S.CLOSED,)]:
        staff(database, number, *steps)
        before = everything(database)
        again = file_case(database).case
        assert again is not None and again.case_number == number
        assert everything(database) == before


def test_the_same_cancellation_counts_once_and_answers_as_the_first_time(database: Database) -> None:
    add_order(database, prior_cancellations=1)
    file_case(database)
    first = cancel_case(database)
    before = everything(database)
    assert cancel_case(database) == first
    assert everything(database) == before


def test_an_old_cancellation_said_again_answers_as_the_first_time_after_a_later_one(database: Database) -> None:
    add_order(database)
    file_case(database, "yes-1")
    first = cancel_case(database, "no-1")
    file_case(database, "yes-2", now=NOW + timedelta(hours=1))
    cancel_case(database, "no-2", now=NOW + timedelta(hours=2))
    file_case(database, "yes-3", now=NOW + timedelta(hours=3))
    before = everything(database)
    assert cancel_case(database, "no-1", now=NOW + timedelta(hours=4)) == first
    assert everything(database) == before


def test_a_yes_that_filed_a_case_is_no_yes_to_cancelling_it(database: Database) -> None:
    add_order(database)
    file_case(database, "yes-1")
    before = everything(database)
    with pytest.raises(ConfirmationUsed):
        cancel_case(database, "yes-1")
    assert everything(database) == before


def test_a_yes_that_cancelled_a_case_is_no_yes_to_filing_one(database: Database) -> None:
    add_order(database)
    file_case(database, "yes-1")
    cancel_case(database, "no-1")
    before = everything(database)
    with pytest.raises(ConfirmationUsed):
        file_case(database, "no-1")
    assert everything(database) == before


def test_a_yes_about_one_order_is_no_yes_about_another(database: Database) -> None:
    add_order(database)
    add_order(database, "N2")
    file_case(database, "yes-1")
    before = everything(database)
    with pytest.raises(ConfirmationUsed):
        file_case(database, "yes-1", "N2")
    assert everything(database) == before
