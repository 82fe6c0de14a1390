"""Many hands at once: one case, three cancellations, one effect for each key, no deadlock, and no exception."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from cases_world import (
    ANNA,
    HANDS,
    NOW,
    PAST_WINDOW,
    POLICY,
    add_order,
    at_once,
    cancel_case,
    case_number_of,
    count,
    events_of,
    everything,
    file_case,
    order_of,
    rows,
    staff,
    used,
)

from shouhou.cases import tables as t
from shouhou.cases.applications import send_back
from shouhou.cases.complaints import Grievance, complain
from shouhou.cases.database import Database
from shouhou.cases.lapses import settle_lapses
from shouhou.cases.merchant import answer_consent, ask_consent, message_merchant
from shouhou.cases.orders import orders_of
from shouhou.cases.transitions import IllegalStep, set_case_status
from shouhou.rules.kinds import Actor, ConsentStatus, ReasonClass
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import Rule

S = CaseStatus
CANCELLED = t.cases.c.status == "cancelled"
GRIEVANCE = Grievance("N1", ReasonClass.SERVICE, "不理人")


def assert_every_chain_holds(database: Database) -> None:
    """Each case's events follow one another, and the last one is where the case stands."""
    for case in rows(database, t.cases):
        chain = events_of(database, case.case_number)
        assert [step[0] for step in chain] == [None, *(step[1] for step in chain[:-1])]
        assert chain[-1][1] == case.status


def test_twenty_applications_at_once_are_one_case(database: Database) -> None:
    add_order(database)
    applied = at_once(lambda place: file_case(database, f"yes-{place}"))
    assert Counter(one.verdict.rule for one in applied) == {Rule.OK: 1, Rule.OPEN_CASE_EXISTS: HANDS - 1}
    assert sum(one.case is not None for one in applied) == 1
    assert count(database, t.cases) == count(database, t.case_events) == 1


def test_one_yes_delivered_twenty_times_files_one_case_and_everybody_hears_of_it(database: Database) -> None:
    add_order(database)
    applied = at_once(lambda _: file_case(database, "yes"))
    assert len({case_number_of(one) for one in applied}) == 1
    assert count(database, t.cases) == count(database, t.case_events) == 1


def test_one_yes_delivered_for_two_orders_files_for_one_of_them(database: Database) -> None:
    add_order(database, "N1")
    add_order(database, "N2")

    def deliver(place: int) -> str:
        try:
            return case_number_of(file_case(database, "yes", "N1" if place % 2 else "N2"))
        except ValueError:
            return "refused"

    answers = Counter(at_once(deliver))
    assert (len(answers), answers["refused"]) == (2, HANDS // 2)
    assert count(database, t.cases) == 1


def test_twenty_cancellations_at_once_count_once(database: Database) -> None:
    add_order(database)
    file_case(database)
    cancelled = at_once(lambda place: cancel_case(database, f"no-{place}"))
    assert Counter(one.verdict.rule for one in cancelled) == {Rule.OK: 1, Rule.WRONG_STATE: HANDS - 1}
    assert (used(database), count(database, t.cases, CANCELLED)) == (1, 1)
    assert_every_chain_holds(database)


def test_one_cancellation_delivered_twenty_times_counts_once_and_answers_alike(database: Database) -> None:
    add_order(database)
    file_case(database)
    cancelled = at_once(lambda _: cancel_case(database, "no"))
    assert all(one == cancelled[0] and one.verdict.allowed for one in cancelled)
    assert used(database) == 1


def test_applying_and_cancelling_from_everywhere_never_makes_a_fourth_cancellation(database: Database) -> None:
    add_order(database)

    def hand(place: int) -> int:
        made = 0
        for time in range(4):
            file_case(database, f"yes-{place}-{time}")
            made += cancel_case(database, f"no-{place}-{time}").verdict.allowed
        return made

    assert sum(at_once(hand)) == 3
    assert (used(database), count(database, t.cases, CANCELLED)) == (3, 3)
    assert file_case(database, "late").verdict.rule is Rule.LIMIT_REACHED
    assert_every_chain_holds(database)


def test_the_last_cancellation_left_is_made_once(database: Database) -> None:
    add_order(database, prior_cancellations=2)
    file_case(database)
    at_once(lambda place: cancel_case(database, f"no-{place}"))
    assert used(database) == 3


def test_a_consent_lets_one_of_twenty_through(database: Database) -> None:
    add_order(database)
    answer_consent(database, POLICY, "N1", True, "", PAST_WINDOW)

    def hand(place: int) -> bool:
        filed = file_case(database, f"yes-{place}", now=PAST_WINDOW).case is not None
        cancel_case(database, f"no-{place}", now=PAST_WINDOW)
        return filed

    assert sum(at_once(hand)) == 1
    assert [row.status for row in rows(database, t.consents)] == ["used"]


@pytest.mark.parametrize("same_key", [True, False])
def test_a_consent_asked_for_twenty_times_at_once_is_asked_once(database: Database, same_key: bool) -> None:
    add_order(database)
    asked = at_once(
        lambda place: ask_consent(database, POLICY, ANNA, "N1", "", PAST_WINDOW, "ask" if same_key else f"ask-{place}")
    )
    assert {one.status for one in asked if one} == {ConsentStatus.ASKED}
    assert count(database, t.consents) == 1


def test_a_complaint_delivered_twenty_times_is_filed_once(database: Database) -> None:
    add_order(database)
    filed = at_once(lambda _: complain(database, POLICY, ANNA, GRIEVANCE, NOW, "complain"))
    assert len({one.complaint_number for one in filed if one}) == 1
    assert count(database, t.complaints) == count(database, t.complaint_events) == 1


def test_twenty_complaints_are_twenty(database: Database) -> None:
    add_order(database)
    filed = at_once(lambda place: complain(database, POLICY, ANNA, GRIEVANCE, NOW, f"complain-{place}"))
    assert len({one.complaint_number for one in filed if one}) == HANDS == count(database, t.complaint_events)


def test_words_to_the_merchant_delivered_twenty_times_are_sent_once(database: Database) -> None:
    add_order(database)
    at_once(lambda _: message_merchant(database, POLICY, ANNA, "N1", "在吗", NOW, "word"))
    assert count(database, t.merchant_messages) == 1


def test_a_tracking_number_given_twenty_times_is_one_step(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, S.AGREED)
    sent = at_once(lambda _: send_back(database, POLICY, ANNA, "N1", "SF1", NOW))
    assert {one.status for one in sent if one} == {S.RETURNING} and None not in sent
    assert len(events_of(database, number)) == 3


def test_a_buyer_who_cancels_while_the_goods_are_noted_as_sent_does_one_or_the_other(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, S.AGREED)

    def hand(place: int) -> bool:
        if place % 2:
            return cancel_case(database, f"no-{place}").verdict.allowed
        try:
            set_case_status(database, number, S.RETURNING, Actor.MERCHANT, "", NOW)
        except IllegalStep:
            return False
        return True

    assert sum(at_once(hand)) == 1
    assert len(events_of(database, number)) == 3
    assert used(database) == count(database, t.cases, CANCELLED)
    assert_every_chain_holds(database)


def test_the_sweep_for_lapses_and_staff_do_not_write_over_one_another(database: Database) -> None:
    numbers = [f"N{place}" for place in range(5)]
    for number in numbers:
        add_order(database, number)
        staff(database, case_number_of(file_case(database, f"yes-{number}", number)), S.AGREED)
    due = NOW + timedelta(days=7)
    cases = [row.case_number for row in rows(database, t.cases)]

    def hand(place: int) -> int:
        if place % 2:
            return settle_lapses(database, POLICY, due)
        try:
            set_case_status(database, cases[place // 2 % 5], S.RETURNING, Actor.MERCHANT, "", due)
        except IllegalStep:
            return 0
        return 1

    assert sum(at_once(hand)) == 5
    assert count(database, t.case_events) == 15
    assert_every_chain_holds(database)


def test_a_case_that_lapses_is_closed_by_one_of_many(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staff(database, number, S.AGREED)
    due = NOW + timedelta(days=7)
    closed = at_once(
        lambda place: settle_lapses(database, POLICY, due)
        if place % 2
        else int(cancel_case(database, f"no-{place}", now=due).verdict.allowed)
    )
    assert sum(closed) <= 1
    assert events_of(database, number)[-1] == ("agreed", "closed", "system")
    assert (len(events_of(database, number)), used(database)) == (3, 0)


def test_everybody_doing_everything_on_the_same_orders_leaves_a_sound_record(database: Database) -> None:
    numbers = ["N1", "N2", "N3"]
    for number in numbers:
        add_order(database, number)

    def hand(place: int) -> None:
        for time in range(3):
            number, key = numbers[(place + time) % 3], f"{place}-{time}"
            file_case(database, f"yes-{key}", number)
            if place % 5 == 0:
                settle_lapses(database, POLICY, NOW)
            elif place % 5 == 1:
                case = order_of(database, number).case
                if case is not None:
                    with suppress(IllegalStep):
                        set_case_status(database, case.case_number, S.AGREED, Actor.MERCHANT, "", NOW, POLICY)
            elif place % 5 == 2:
                ask_consent(database, POLICY, ANNA, number, "", NOW, f"ask-{key}")
                answer_consent(database, POLICY, number, bool(time % 2), "", NOW)
            elif place % 5 == 3:
                complain(database, POLICY, ANNA, Grievance(number, ReasonClass.GOODS, "坏了"), NOW, f"cp-{key}")
            cancel_case(database, f"no-{key}", number)

    at_once(hand)
    assert_every_chain_holds(database)
    for number in numbers:
        of_order = t.cases.c.order_number == number
        assert used(database, number) == count(database, t.cases, of_order, CANCELLED) == 3
    assert len(orders_of(database, POLICY, ANNA, NOW)) == 3


def test_an_answer_sees_one_state_while_others_write(database: Database) -> None:
    add_order(database)
    file_case(database)
    with database.read() as connection:
        before = connection.execute(t.cases.select()).all()
        cancel_case(database)
        assert connection.execute(t.orders.select()).one().cancellations == 0
        assert connection.execute(t.cases.select()).all() == before
    assert order_of(database).facts.cancellations_used == 1


def test_a_write_that_breaks_leaves_nothing(database: Database) -> None:
    add_order(database)
    before = everything(database)
    with suppress(KeyboardInterrupt), database.write() as connection:
        connection.execute(t.orders.update().values(product="half written"))
        raise KeyboardInterrupt
    assert everything(database) == before
