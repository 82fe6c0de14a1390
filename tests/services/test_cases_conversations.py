"""The record of everything said: each message once, in its place, answered once."""

from datetime import timedelta
from typing import Optional

import pytest
from cases_world import ANNA, BEN, NOW, add_conversation, at_once, count, everything, rows

from shouhou.cases import tables as t
from shouhou.cases.conversations import (
    Delivery,
    Understood,
    UnknownConversation,
    add_rating,
    finish_turn,
    open_conversation,
    receive,
    say,
    start_turn,
)
from shouhou.cases.database import Database
from shouhou.cases.history import history, replies_to
from shouhou.cases.messages import AGENT, BOT, BUYER, Draft, Message

TALK = ANNA.conversation_id
MINUTE = timedelta(minutes=1)


def hear(
    database: Database, client_id: str = "m1", text: str = "还能撤销几次", talk: str = TALK
) -> tuple[Delivery, list[Message]]:
    return receive(database, talk, client_id, f"digest of {text}", Draft(client_id, BUYER, text), NOW)


def answer(database: Database, *texts: str, client_id: str = "m1", memory: Optional[str] = None) -> list[Message]:
    drafts = [Draft(f"reply-{client_id}-{place}", BOT, text) for place, text in enumerate(texts)]
    return finish_turn(database, TALK, client_id, drafts, memory, Understood("ask_case_status", 0.9), NOW)


def test_opening_a_conversation_twice_keeps_the_first(database: Database) -> None:
    add_conversation(database)
    hear(database)
    open_conversation(database, TALK, "wechat", None, NOW + MINUTE)
    (row,) = rows(database, t.conversations)
    assert (row.channel, row.buyer_id, row.opened_at, row.last_seq) == ("widget", "anna", NOW, 1)


def test_a_message_to_a_conversation_that_is_not_open_is_refused_and_not_kept(database: Database) -> None:
    before = everything(database)
    with pytest.raises(UnknownConversation):
        hear(database)
    assert everything(database) == before


def test_a_new_message_is_recorded_and_has_its_turn_to_run(database: Database) -> None:
    add_conversation(database)
    delivery, recorded = hear(database)
    assert delivery is Delivery.NEW
    assert [(m.seq, m.message_id, m.sender, m.text, m.at) for m in recorded] == [(1, "m1", BUYER, "还能撤销几次", NOW)]
    assert history(database, TALK) == recorded
    assert start_turn(database, TALK, "m1").answered is False


def test_a_message_whose_turn_broke_off_is_run_again_and_recorded_once(database: Database) -> None:
    add_conversation(database)
    hear(database)
    assert hear(database) == (Delivery.NEW, [])
    assert len(history(database, TALK)) == 1


def test_a_message_delivered_again_after_its_turn_finds_the_same_replies(database: Database) -> None:
    add_conversation(database)
    hear(database)
    said = answer(database, "一次", "还剩两次")
    assert hear(database) == (Delivery.ANSWERED, [])
    assert replies_to(database, TALK, "m1") == said
    assert [m.text for m in said] == ["一次", "还剩两次"]
    assert start_turn(database, TALK, "m1").answered is True


def test_a_turn_may_end_without_a_word(database: Database) -> None:
    add_conversation(database)
    hear(database)
    assert answer(database) == []
    assert hear(database)[0] is Delivery.ANSWERED
    assert replies_to(database, TALK, "m1") == []


def test_a_turn_that_ends_twice_is_answered_once(database: Database) -> None:
    add_conversation(database)
    hear(database)
    first = answer(database, "一次", memory="first")
    before = everything(database)
    assert answer(database, "两次", memory="second") == first
    assert everything(database) == before


@pytest.mark.parametrize("done", [False, True])
def test_an_id_used_for_other_content_is_a_conflict_and_nothing_is_kept(database: Database, done: bool) -> None:
    add_conversation(database)
    hear(database)
    if done:
        answer(database, "一次")
    before = everything(database)
    assert hear(database, text="撤销") == (Delivery.CONFLICT, [])
    assert everything(database) == before


def test_an_id_belongs_to_its_conversation(database: Database) -> None:
    add_conversation(database)
    add_conversation(database, BEN)
    hear(database, text="mine")
    answer(database, "一次")
    assert hear(database, text="bens", talk=BEN.conversation_id)[0] is Delivery.NEW
    assert replies_to(database, BEN.conversation_id, "m1") == []


def test_a_turn_hands_its_memory_to_the_next(database: Database) -> None:
    add_conversation(database)
    hear(database)
    assert start_turn(database, TALK, "m1").memory is None
    answer(database, "一次", memory='{"slots": {}}')
    hear(database, "m2")
    assert start_turn(database, TALK, "m2").memory == '{"slots": {}}'


def test_a_turn_without_memory_leaves_the_last_one(database: Database) -> None:
    add_conversation(database)
    hear(database)
    answer(database, "一次", memory="kept")
    hear(database, "m2")
    answer(database, client_id="m2")
    assert start_turn(database, TALK, "m2").memory == "kept"


def test_what_was_understood_stands_on_the_buyers_message_alone(database: Database) -> None:
    add_conversation(database)
    hear(database, "m1")
    hear(database, "m2")
    say(database, TALK, Draft("m1", AGENT, "an agent's, by chance under the same id"), NOW)
    answer(database, "一次")
    assert {(row.message_id, row.sender, row.intent, row.confidence) for row in rows(database, t.messages)} == {
        ("m1", BUYER, "ask_case_status", 0.9), ("m2", BUYER, None, None), ("m1", AGENT, None, None),
        ("reply-m1-0", BOT, None, None),
    }


def test_history_comes_back_as_it_was_said(database: Database) -> None:
    add_conversation(database)
    buttons = [{"title": "是的", "payload": '/affirm{"a": "1"}'}]
    facts = {"order_number": "N1", "window_open": None, "days_left": 3}
    draft = Draft("x", AGENT, "好的 👌\n<b>", buttons, "file-1", facts, "mei")
    said = say(database, TALK, draft, NOW)
    assert said == Message(1, "x", AGENT, NOW, "好的 👌\n<b>", buttons, "file-1", facts, "mei")
    assert history(database, TALK) == [said]


def test_a_cursor_reads_on_from_its_place(database: Database) -> None:
    add_conversation(database)
    for number in range(5):
        hear(database, f"m{number}")
    assert [m.seq for m in history(database, TALK)] == [1, 2, 3, 4, 5]
    assert [m.seq for m in history(database, TALK, after=3)] == [4, 5]
    assert [m.seq for m in history(database, TALK, after=1, limit=2)] == [2, 3]
    assert history(database, TALK, after=5) == []
    assert history(database, "widget:nobody") == []


def test_a_rating_is_kept(database: Database) -> None:
    add_conversation(database)
    add_rating(database, TALK, 5, "谢谢", NOW)
    assert [(row.score, row.comment) for row in rows(database, t.ratings)] == [(5, "谢谢")]


def test_places_have_no_gaps_when_many_speak_at_once(database: Database) -> None:
    add_conversation(database)

    def speak(place: int) -> None:
        if place % 2:
            say(database, TALK, Draft(f"a{place}", AGENT, "在的"), NOW)
        else:
            hear(database, f"m{place}")
            answer(database, "一次", "两次", client_id=f"m{place}")

    at_once(speak)
    assert [m.seq for m in history(database, TALK)] == list(range(1, 10 + 10 * 3 + 1))
    for place in range(0, 20, 2):
        assert [m.text for m in replies_to(database, TALK, f"m{place}")] == ["一次", "两次"]


def test_a_message_delivered_by_many_at_once_is_recorded_once(database: Database) -> None:
    add_conversation(database)
    deliveries = at_once(lambda _: hear(database))
    assert all(delivery is Delivery.NEW for delivery, _ in deliveries)
    assert sum(len(recorded) for _, recorded in deliveries) == 1
    assert count(database, t.messages) == count(database, t.inbound) == 1


def test_a_turn_that_many_end_at_once_is_answered_once(database: Database) -> None:
    add_conversation(database)
    hear(database)
    said = at_once(lambda place: answer(database, f"answer {place}"))
    assert all(messages == said[0] for messages in said)
    assert len(history(database, TALK)) == 2


def test_a_conversation_that_many_open_at_once_is_one(database: Database) -> None:
    at_once(lambda _: add_conversation(database))
    assert count(database, t.conversations) == 1
