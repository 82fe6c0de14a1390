"""Handing a conversation to a person and back."""

from contextlib import suppress
from datetime import timedelta

import pytest
from cases_world import ANNA, BEN, GUEST, NOW, add_conversation, at_once, count, rows

from shouhou.cases import tables as t
from shouhou.cases.conversations import receive, start_turn
from shouhou.cases.database import Database
from shouhou.cases.handovers import add_note, hand_back, hand_over, status_of, take, waiting, withdraw
from shouhou.cases.messages import Draft
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import NotFound
from shouhou.rules.hours import HandoverStatus

MINUTE = timedelta(minutes=1)
WAITING, TAKEN, ENDED = HandoverStatus.WAITING, HandoverStatus.TAKEN, HandoverStatus.ENDED


def test_a_handover_waits_with_its_reason_and_summary(database: Database) -> None:
    add_conversation(database)
    record = hand_over(database, ANNA, "asked for a person", "N1, case open", NOW)
    assert (record.status, record.opened_at, record.ahead, record.agent) == (WAITING, NOW, 0, None)
    (row,) = rows(database, t.handovers)
    assert (row.buyer_id, row.reason, row.summary) == ("anna", "asked for a person", "N1, case open")


def test_asking_for_a_person_twice_waits_once(database: Database) -> None:
    add_conversation(database)
    first = hand_over(database, ANNA, "first", "", NOW)
    assert hand_over(database, ANNA, "second", "", NOW + MINUTE) == first
    assert count(database, t.handovers) == 1


def test_a_guests_handover_names_the_visit(database: Database) -> None:
    add_conversation(database, GUEST)
    hand_over(database, GUEST, "", "", NOW)
    assert [row.buyer_id for row in rows(database, t.handovers)] == ["guest:widget:visit:1"]


def test_ahead_are_the_older_ones_that_still_wait(database: Database) -> None:
    visits = [Speaker(f"widget:visit:{number}") for number in range(4)]
    for place, visit in enumerate(visits):
        add_conversation(database, visit)
        assert hand_over(database, visit, "", "", NOW + MINUTE * place).ahead == place
    take(database, visits[0].conversation_id, "mei", NOW + MINUTE * 5)
    hand_back(database, visits[1].conversation_id, NOW + MINUTE * 5)
    queue = {record.conversation_id: record.ahead for record in waiting(database)}
    assert queue == {visits[0].conversation_id: 0, visits[2].conversation_id: 0, visits[3].conversation_id: 1}
    assert hand_over(database, visits[3], "", "", NOW + MINUTE * 6).ahead == 1


def test_handovers_of_the_same_moment_queue_one_behind_the_other(database: Database) -> None:
    for place, speaker in enumerate([ANNA, BEN, GUEST]):
        add_conversation(database, speaker)
        assert hand_over(database, speaker, "", "", NOW).ahead == place
    assert [record.ahead for record in waiting(database)] == [0, 1, 2]


def test_the_queue_is_the_oldest_first(database: Database) -> None:
    for speaker, moment in [(BEN, NOW + MINUTE), (ANNA, NOW)]:
        add_conversation(database, speaker)
        hand_over(database, speaker, "", "", moment)
    assert [record.conversation_id for record in waiting(database)] == [ANNA.conversation_id, BEN.conversation_id]


def test_urgent_handovers_come_first_and_among_themselves_the_oldest(database: Database) -> None:
    visits = [Speaker(f"widget:visit:{place}") for place in range(4)]
    aheads = []
    for place, visit in enumerate(visits):
        add_conversation(database, visit)
        aheads.append(hand_over(database, visit, "", "", NOW + MINUTE * place, urgent=place >= 2).ahead)
    assert aheads == [0, 1, 0, 1]
    queue = [(record.conversation_id, record.urgent, record.ahead) for record in waiting(database)]
    assert queue == [
        (f"widget:visit:{place}", place >= 2, ahead) for ahead, place in enumerate((2, 3, 0, 1))
    ]
    assert hand_over(database, visits[1], "", "", NOW).ahead == 3


def test_one_that_waits_becomes_urgent_and_stays_so(database: Database) -> None:
    for speaker in (BEN, ANNA):
        add_conversation(database, speaker)
        assert not hand_over(database, speaker, "asked", "", NOW).urgent
    raised = hand_over(database, ANNA, "hurt", "", NOW + MINUTE, urgent=True)
    assert (raised.urgent, raised.ahead, raised.reason, raised.opened_at) == (True, 0, "asked", NOW)
    assert hand_over(database, ANNA, "again", "", NOW + MINUTE).urgent
    assert [record.conversation_id for record in waiting(database)] == [ANNA.conversation_id, BEN.conversation_id]
    assert count(database, t.handovers) == 2


def test_one_that_a_person_has_becomes_urgent_and_stays_with_the_person(database: Database) -> None:
    add_conversation(database)
    take(database, ANNA.conversation_id, "mei", NOW)
    raised = hand_over(database, ANNA, "hurt", "", NOW + MINUTE, urgent=True)
    assert (raised.status, raised.agent, raised.urgent) == (TAKEN, "mei", True)


def test_a_note_is_a_line_under_the_summary(database: Database) -> None:
    add_conversation(database)
    hand_over(database, ANNA, "asked", "N1, case open", NOW)
    for _ in range(2):  # as when a turn is run again
        add_note(database, ANNA.conversation_id, "留言：明天下午打给我", NOW)
    record = add_note(database, ANNA.conversation_id, "留言：谢谢", NOW)
    assert record is not None
    assert record.summary == "N1, case open\n留言：明天下午打给我\n留言：谢谢"
    assert waiting(database)[0].summary == record.summary


def test_a_note_to_a_handover_without_a_summary_is_the_summary(database: Database) -> None:
    add_conversation(database)
    take(database, ANNA.conversation_id, "mei", NOW)
    record = add_note(database, ANNA.conversation_id, "留言：在吗", NOW)
    assert record is not None and record.summary == "留言：在吗"


def test_without_an_open_handover_there_is_nowhere_to_put_a_note(database: Database) -> None:
    add_conversation(database)
    assert add_note(database, ANNA.conversation_id, "留言：在吗", NOW) is None
    hand_over(database, ANNA, "", "summary", NOW)
    hand_back(database, ANNA.conversation_id, NOW)
    assert add_note(database, ANNA.conversation_id, "留言：在吗", NOW) is None
    assert [row.summary for row in rows(database, t.handovers)] == ["summary"]


def test_notes_at_once_are_all_kept(database: Database) -> None:
    add_conversation(database)
    hand_over(database, ANNA, "", "", NOW)
    at_once(lambda place: add_note(database, ANNA.conversation_id, f"留言：{place:02}", NOW))
    assert sorted(waiting(database)[0].summary.splitlines()) == [f"留言：{place:02}" for place in range(20)]


def test_a_person_takes_the_talk_and_hands_it_back(database: Database) -> None:
    add_conversation(database)
    hand_over(database, ANNA, "", "", NOW)
    taken = take(database, ANNA.conversation_id, "mei", NOW + MINUTE)
    assert (taken.status, taken.agent, taken.opened_at) == (TAKEN, "mei", NOW)
    hand_back(database, ANNA.conversation_id, NOW + MINUTE * 2)
    assert waiting(database) == []
    (row,) = rows(database, t.handovers)
    assert (row.status, row.taken_at, row.ended_at) == ("ended", NOW + MINUTE, NOW + MINUTE * 2)


def test_a_talk_that_nobody_handed_over_may_be_taken(database: Database) -> None:
    add_conversation(database)
    record = take(database, ANNA.conversation_id, "mei", NOW)
    assert (record.status, record.agent) == (TAKEN, "mei")
    assert [row.buyer_id for row in rows(database, t.handovers)] == ["anna"]


def test_asking_for_a_person_while_one_has_the_talk_changes_nothing(database: Database) -> None:
    add_conversation(database)
    take(database, ANNA.conversation_id, "mei", NOW)
    assert hand_over(database, ANNA, "again", "", NOW + MINUTE).status is TAKEN
    assert count(database, t.handovers) == 1


def test_after_a_hand_back_a_new_handover_is_a_new_record(database: Database) -> None:
    add_conversation(database)
    hand_over(database, ANNA, "first", "", NOW)
    hand_back(database, ANNA.conversation_id, NOW)
    record = hand_over(database, ANNA, "second", "", NOW + MINUTE)
    assert (record.status, record.reason, record.agent) == (WAITING, "second", None)
    assert [row.status for row in rows(database, t.handovers)] == ["ended", "waiting"]


def test_what_is_not_there_is_not_taken_or_handed_back(database: Database) -> None:
    with pytest.raises(NotFound, match="widget:anna"):
        take(database, ANNA.conversation_id, "mei", NOW)
    add_conversation(database)
    with pytest.raises(NotFound, match="not handed over"):
        hand_back(database, ANNA.conversation_id, NOW)
    hand_over(database, ANNA, "", "", NOW)
    hand_back(database, ANNA.conversation_id, NOW)
    with pytest.raises(NotFound, match="not handed over"):
        hand_back(database, ANNA.conversation_id, NOW)


def test_a_turn_learns_whether_its_talk_is_handed_over(database: Database) -> None:
    add_conversation(database)
    add_conversation(database, BEN)
    hand_over(database, BEN, "", "", NOW)
    receive(database, ANNA.conversation_id, "m1", "digest", Draft("m1", "buyer", "hello"), NOW)

    def state() -> object:
        turn = start_turn(database, ANNA.conversation_id, "m1")
        return turn.handover, turn.quiet_from

    assert state() == (None, None)
    hand_over(database, ANNA, "", "", NOW)
    assert state() == (WAITING, NOW)
    take(database, ANNA.conversation_id, "mei", NOW + MINUTE)
    assert state() == (TAKEN, NOW)
    hand_back(database, ANNA.conversation_id, NOW + MINUTE)
    assert state() == (None, None)


def test_a_person_asked_for_twenty_times_at_once_waits_once(database: Database) -> None:
    add_conversation(database)
    handed = at_once(lambda place: hand_over(database, ANNA, f"reason {place}", "", NOW))
    assert all(one == handed[0] for one in handed)
    assert count(database, t.handovers) == 1


def test_taking_asking_and_handing_back_at_once_leaves_at_most_one_open_handover(database: Database) -> None:
    add_conversation(database)

    def hand(place: int) -> None:
        if place % 3 == 0:
            hand_over(database, ANNA, "", "", NOW)
        elif place % 3 == 1:
            assert take(database, ANNA.conversation_id, f"agent-{place}", NOW).status is HandoverStatus.TAKEN
        else:
            with suppress(NotFound):
                hand_back(database, ANNA.conversation_id, NOW)

    at_once(hand)
    assert count(database, t.handovers, t.handovers.c.status != "ended") <= 1


def test_a_handover_that_waits_is_withdrawn_once_and_one_that_a_person_has_is_not(database: Database) -> None:
    add_conversation(database)
    assert not withdraw(database, ANNA.conversation_id, NOW)
    hand_over(database, ANNA, "asked", "", NOW)
    assert withdraw(database, ANNA.conversation_id, NOW + MINUTE)
    assert not withdraw(database, ANNA.conversation_id, NOW + MINUTE)
    assert status_of(database, ANNA.conversation_id) == (None, None)
    take(database, ANNA.conversation_id, "mei", NOW + MINUTE)
    assert not withdraw(database, ANNA.conversation_id, NOW + MINUTE)
