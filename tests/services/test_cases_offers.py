"""Offers: which button a press means, and whether its question still stands."""

from collections.abc import Sequence
from typing import Any, Optional

import pytest
from cases_world import ANNA, BEN, NOW, add_conversation

from shouhou.cases import offers
from shouhou.cases.conversations import Understood, finish_turn, receive, say
from shouhou.cases.database import Database
from shouhou.cases.history import history, replies_to
from shouhou.cases.messages import AGENT, BOT, BUYER, Draft, is_past, scope_of
from shouhou.dialogue.offers import parse, with_scope

TALK, OTHER = ANNA.conversation_id, BEN.conversation_id
YES = [{"title": "是", "payload": "/affirm"}, {"title": "否", "payload": "/deny"}]


def said(database: Database, text: str, to: str = TALK, sender: str = BOT, **more: Any) -> None:
    say(database, to, Draft(f"{to} {text}", sender, text=text, **more), NOW)


def wrote(database: Database, client_id: str) -> None:
    receive(database, TALK, client_id, "digest", Draft(client_id, BUYER, text=client_id), NOW)


def offer(database: Database, title: str, payload: str) -> None:
    said(database, f"? {title}", buttons=[{"title": title, "payload": payload}])


def turn(database: Database, client_id: str, *replies: Draft, standing: Optional[Sequence[str]] = None) -> None:
    wrote(database, client_id)
    finish_turn(database, TALK, client_id, replies, None, Understood(), NOW, standing)


def test_a_payload_counts_only_where_it_was_offered(database: Database) -> None:
    add_conversation(database)
    add_conversation(database, BEN)
    offer(database, "冰箱", '/inform{"order": "N1"}')
    assert offers.offered_title(database, TALK, '/inform{"order": "N1"}') == "冰箱"
    assert offers.offered_title(database, TALK, '/inform{"order": "N2"}') is None
    assert offers.offered_title(database, TALK, '/inform{"order": "N1"} ') is None
    assert offers.offered_title(database, OTHER, '/inform{"order": "N1"}') is None


def test_the_latest_offer_names_the_payload(database: Database) -> None:
    add_conversation(database)
    offer(database, "old", "/affirm")
    offer(database, "new", "/affirm")
    assert offers.offered_title(database, TALK, "/affirm") == "new"


def test_messages_without_buttons_do_not_push_an_offer_out(database: Database) -> None:
    add_conversation(database)
    offer(database, "是", "/affirm")
    for place in range(offers.MAX_OFFERS + 1):
        said(database, f"again {place}")
    assert offers.offered_title(database, TALK, "/affirm") == "是"


def test_a_button_is_found_by_its_place_and_nothing_else_is(database: Database) -> None:
    add_conversation(database)
    add_conversation(database, BEN)
    said(database, "一")
    said(database, "二", buttons=YES)
    assert [offers.button_at(database, TALK, 2, index) for index in (0, 1)] == YES
    for place, index in ((2, 2), (2, -1), (1, 0), (3, 0), (0, 0), (10**13, 0)):
        assert offers.button_at(database, TALK, place, index) is None
    assert offers.button_at(database, OTHER, 2, 0) is None


def test_the_latest_offer_is_all_that_the_latest_turn_offers_in_its_order(database: Database) -> None:
    add_conversation(database)
    other = [{"title": "别的", "payload": "/greet"}]
    turn(database, "1", Draft("a", BOT, text="a", buttons=other), Draft("b", BOT, text="b", buttons=YES),
         Draft("c", BOT, text="c"))
    assert offers.latest_offer(database, TALK) == [*other, *YES]


def test_an_older_turns_offer_is_no_longer_on_the_table(database: Database) -> None:
    add_conversation(database)
    turn(database, "1", Draft("a", BOT, text="a", buttons=YES))
    turn(database, "2", Draft("b", BOT, text="b"))
    assert offers.latest_offer(database, TALK) == []


def test_of_two_turns_that_were_asked_for_before_either_was_answered_the_later_makes_the_offer(
    database: Database,
) -> None:
    add_conversation(database)
    for client_id in ("1", "2"):
        wrote(database, client_id)
    for client_id, buttons in (("1", YES), ("2", None)):
        draft = Draft(f"to {client_id}", BOT, text="a", buttons=buttons)
        finish_turn(database, TALK, client_id, [draft], None, Understood(), NOW)
    assert offers.latest_offer(database, TALK) == []


def test_a_buyers_or_an_agents_word_takes_the_offer_away(database: Database) -> None:
    add_conversation(database)
    turn(database, "1", Draft("a", BOT, text="a", buttons=YES))
    assert offers.latest_offer(database, TALK) == YES
    wrote(database, "2")
    assert offers.latest_offer(database, TALK) == []
    add_conversation(database, BEN)
    said(database, "a", to=OTHER, buttons=YES)
    said(database, "您好", to=OTHER, sender=AGENT)
    assert offers.latest_offer(database, OTHER) == []


def test_where_nothing_was_said_nothing_is_offered(database: Database) -> None:
    add_conversation(database)
    assert offers.latest_offer(database, TALK) == []
    assert offers.latest_offer(database, OTHER) == []


# Whether a question still stands


@pytest.mark.parametrize(
    "payload, scope",
    [
        ("/affirm", ""),
        ("/affirm#o1", "o1"),
        ('/inform{"order_number": "N1"}#application.3/reason', "application.3/reason"),
        ('/inform{"product": "a#b"}', ""),
        ('/inform{"product": "a#b}"}', ""),
        ('/inform{"product": "}#b"}', ""),
        ('/inform{"product": "}#b"}#s', "s"),
    ],
)
def test_a_scope_is_what_stands_behind_the_entities(payload: str, scope: str) -> None:
    assert scope_of(payload) == scope


def test_a_scope_is_the_one_that_the_dialogue_wrote() -> None:
    for payload in ("/affirm", '/inform{"order_number": "N1"}', "/deny"):
        scoped = with_scope(payload, "f3-summary-ab12")
        assert scope_of(scoped) == parse(scoped).scope == "f3-summary-ab12"
    begins = with_scope("/list_orders", "f3")
    assert scope_of(begins) == parse(begins).scope == ""


def asked(name: str, scope: str) -> Draft:
    return Draft(name, BOT, text=name, buttons=[{"title": "是", "payload": f"/affirm#{scope}"}])


def test_an_offer_is_past_once_its_question_no_longer_stands(database: Database) -> None:
    add_conversation(database)
    turn(database, "1", asked("first", "q1"), standing=["q1"])
    assert [message.past for message in history(database, TALK)] == [False, False]
    turn(database, "2", asked("second", "q2"), standing=["q2"])
    assert [message.message_id for message in history(database, TALK) if message.past] == ["first"]
    assert [message.past for message in replies_to(database, TALK, "1")] == [True]
    assert [message.past for message in replies_to(database, TALK, "2")] == [False]


def test_the_replies_of_a_turn_are_told_as_they_stand_after_it(database: Database) -> None:
    add_conversation(database)
    wrote(database, "1")
    said = finish_turn(
        database, TALK, "1", [asked("a", "q1"), asked("b", "q2")], None, Understood(), NOW, ["q2"]
    )
    assert [message.past for message in said] == [True, False]


def test_a_failed_turn_leaves_what_stands(database: Database) -> None:
    add_conversation(database)
    turn(database, "1", asked("first", "q1"), standing=["q1"])
    turn(database, "2", Draft("sorry", BOT, text="出错了"))
    assert offers.standing_scopes(database, TALK) == {"q1"}
    turn(database, "3", Draft("bye", BOT, text="再见"), standing=[])
    assert offers.standing_scopes(database, TALK) == frozenset()


def test_what_begins_something_always_stands(database: Database) -> None:
    add_conversation(database)
    turn(database, "1", Draft("a", BOT, text="a", buttons=[{"title": "订单", "payload": "/list_orders"}]), standing=[])
    assert [message.past for message in history(database, TALK)] == [False, False]
    assert not is_past(None, [])


def test_a_message_is_past_with_the_first_of_its_buttons(database: Database) -> None:
    both = [{"title": "是", "payload": "/affirm#q1"}, {"title": "订单", "payload": "/list_orders"}]
    assert is_past(both, ["q2"])
    assert not is_past(both, ["q2", "q1"])


def test_the_past_is_found_by_its_questions_and_up_to_a_place(database: Database) -> None:
    add_conversation(database)
    turn(database, "1", asked("a", "q1"), asked("b", "q1"), standing=["q1"])
    turn(database, "2", asked("c", "q2"), standing=["q2"])
    turn(database, "3", asked("d", "q3"), standing=["q3"])
    assert offers.past_of(database, TALK, frozenset({"q1"})) == ["a", "b"]
    assert offers.past_up_to(database, TALK, 100) == ["a", "b", "c"]
    assert offers.past_up_to(database, TALK, 3) == ["a", "b"]
    assert offers.past_up_to(database, OTHER, 100) == []
