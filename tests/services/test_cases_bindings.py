"""Binding a conversation that a channel carries to a buyer: by a proven order, by the shop's link; and unbinding it."""

from collections import Counter
from datetime import timedelta

import pytest
from cases_world import ANNA, HANDS, NOW, POLICY, add_conversation, add_order, at_once, count, rows

from shouhou.cases import tables as t
from shouhou.cases.bindings import Binding, bind_by_link, bind_by_proof, can_bind, unbind
from shouhou.cases.conversations import (
    Address,
    Understood,
    UnknownConversation,
    finish_turn,
    open_conversation,
    receive,
    start_turn,
)
from shouhou.cases.database import Database
from shouhou.cases.messages import Draft
from shouhou.cases.offers import standing_scopes
from shouhou.cases.orders import find_order, orders_of
from shouhou.cases.proofs import Proof, prove_order
from shouhou.cases.speakers import Speaker

LATER = NOW + timedelta(minutes=1)


def carried(database: Database, user: str = "o1") -> Speaker:
    """A guest who writes from a channel's account."""
    speaker = Speaker(f"wechat:main:{user}")
    open_conversation(
        database, speaker.conversation_id, "wechat", None, NOW, address=Address("main", {"user": user})
    )
    return speaker


def proves(database: Database, speaker: Speaker, number: str = "N1") -> None:
    outcome = prove_order(database, speaker, number, "5678", NOW, f"{speaker.conversation_id}-{number}")
    assert outcome is Proof.PROVEN


def owner(database: Database, speaker: Speaker) -> object:
    """Whose the conversation is, as the next turn will be told."""
    (row,) = rows(database, t.conversations, t.conversations.c.conversation_id == speaker.conversation_id)
    return row.buyer_id


def turn(database: Database, speaker: Speaker, key: str, memory: str) -> None:
    """A turn that leaves a memory behind."""
    receive(database, speaker.conversation_id, key, key, Draft(key, "buyer", text="你好"), NOW)
    finish_turn(database, speaker.conversation_id, key, [], memory, Understood(), NOW, ["q1"])


# --- what can be bound ----------------------------------------------------------------------------------------------


def test_only_a_conversation_that_a_channel_carries_can_be_bound(database: Database) -> None:
    assert can_bind(database, carried(database).conversation_id)
    assert not can_bind(database, add_conversation(database, ANNA))
    assert not can_bind(database, add_conversation(database, Speaker("widget:visit:1")))
    assert not can_bind(database, "never opened")


@pytest.mark.parametrize("conversation_id", ["widget:anna", "never opened"])
def test_what_cannot_be_bound_is_refused_outright(database: Database, conversation_id: str) -> None:
    add_conversation(database, ANNA)
    add_order(database)
    proves(database, Speaker(conversation_id))
    with pytest.raises(UnknownConversation):
        bind_by_proof(database, Speaker(conversation_id), "N1", NOW)
    with pytest.raises(UnknownConversation):
        bind_by_link(database, conversation_id, "ben", "c1", NOW)
    with pytest.raises(UnknownConversation):
        unbind(database, conversation_id, NOW)
    assert count(database, t.bindings) == 0


# --- by a proof -----------------------------------------------------------------------------------------------------


def test_a_proven_order_binds_to_its_buyer_who_then_sees_all_of_theirs(database: Database) -> None:
    guest = carried(database)
    add_order(database), add_order(database, "N2"), add_order(database, "N3", buyer_id="ben")
    proves(database, guest)
    assert [order.order_number for order in orders_of(database, POLICY, guest, NOW)] == ["N1"]
    assert bind_by_proof(database, guest, "N1", NOW) is Binding.BOUND
    assert owner(database, guest) == "anna"
    bound = Speaker(guest.conversation_id, "anna")
    assert [order.order_number for order in orders_of(database, POLICY, bound, NOW)] == ["N1", "N2"]
    (row,) = rows(database, t.bindings)
    assert (row.conversation_id, row.buyer_id, row.how, row.code, row.bound_at, row.ended_at) == (
        guest.conversation_id, "anna", "proof", None, NOW, None
    )


def test_binding_again_to_the_same_buyer_changes_nothing(database: Database) -> None:
    guest = carried(database)
    add_order(database), add_order(database, "N2")
    proves(database, guest), proves(database, guest, "N2")
    assert bind_by_proof(database, guest, "N1", NOW) is Binding.BOUND
    assert [bind_by_proof(database, guest, number, LATER) for number in ("N1", "N2")] == [Binding.ALREADY] * 2
    assert count(database, t.bindings) == 1


def test_an_order_that_was_not_proven_here_binds_nobody(database: Database) -> None:
    guest, other = carried(database), carried(database, "o2")
    add_order(database)
    proves(database, other)
    assert bind_by_proof(database, guest, "N1", NOW) is Binding.REFUSED
    assert bind_by_proof(database, guest, "no such order", NOW) is Binding.REFUSED
    assert owner(database, guest) is None and count(database, t.bindings) == 0


def test_an_order_that_no_buyer_has_binds_nobody_and_stays_visible(database: Database) -> None:
    guest = carried(database)
    add_order(database, buyer_id=None)
    proves(database, guest)
    assert bind_by_proof(database, guest, "N1", NOW) is Binding.REFUSED
    assert owner(database, guest) is None
    assert find_order(database, POLICY, guest, "N1", NOW) is not None


def test_an_order_of_another_buyer_does_not_take_a_bound_conversation_away(database: Database) -> None:
    guest = carried(database)
    add_order(database), add_order(database, "N2", buyer_id="ben")
    proves(database, guest), proves(database, guest, "N2")
    assert bind_by_proof(database, guest, "N1", NOW) is Binding.BOUND
    assert bind_by_proof(database, guest, "N2", NOW) is Binding.OTHER
    assert owner(database, guest) == "anna" and count(database, t.bindings) == 1


# --- by a link ------------------------------------------------------------------------------------------------------


def test_a_link_binds_once(database: Database) -> None:
    first, second = carried(database), carried(database, "o2")
    assert bind_by_link(database, first.conversation_id, "anna", "c1", NOW) is Binding.BOUND
    assert bind_by_link(database, second.conversation_id, "anna", "c1", LATER) is Binding.REFUSED
    assert (owner(database, first), owner(database, second)) == ("anna", None)


def test_a_link_that_is_followed_again_where_it_binds_is_no_mistake(database: Database) -> None:
    guest = carried(database)
    assert bind_by_link(database, guest.conversation_id, "anna", "c1", NOW) is Binding.BOUND
    assert bind_by_link(database, guest.conversation_id, "anna", "c1", LATER) is Binding.ALREADY
    assert count(database, t.bindings) == 1


def test_a_link_does_not_bind_again_what_was_unbound(database: Database) -> None:
    guest = carried(database)
    bind_by_link(database, guest.conversation_id, "anna", "c1", NOW)
    assert unbind(database, guest.conversation_id, LATER)
    assert bind_by_link(database, guest.conversation_id, "anna", "c1", LATER) is Binding.REFUSED
    assert owner(database, guest) is None
    assert bind_by_link(database, guest.conversation_id, "anna", "c2", LATER) is Binding.BOUND


def test_a_second_link_for_the_same_buyer_is_used_up_too(database: Database) -> None:
    guest, other = carried(database), carried(database, "o2")
    bind_by_link(database, guest.conversation_id, "anna", "c1", NOW)
    assert bind_by_link(database, guest.conversation_id, "anna", "c2", NOW) is Binding.ALREADY
    assert bind_by_link(database, other.conversation_id, "anna", "c2", NOW) is Binding.REFUSED


def test_a_link_for_another_buyer_replaces_the_binding_and_what_was_proven(database: Database) -> None:
    guest = carried(database)
    add_order(database), add_order(database, "N2", buyer_id="ben")
    proves(database, guest)
    bind_by_proof(database, guest, "N1", NOW)
    assert bind_by_link(database, guest.conversation_id, "ben", "c1", LATER) is Binding.BOUND
    assert owner(database, guest) == "ben"
    bound = Speaker(guest.conversation_id, "ben")
    assert [order.order_number for order in orders_of(database, POLICY, bound, LATER)] == ["N2"]
    assert [(row.buyer_id, row.how, row.ended_at) for row in rows(database, t.bindings)] == [
        ("anna", "proof", LATER), ("ben", "link", None)
    ]


def test_one_buyer_may_bind_several_conversations(database: Database) -> None:
    for place in range(3):
        guest = carried(database, f"o{place}")
        assert bind_by_link(database, guest.conversation_id, "anna", f"c{place}", NOW) is Binding.BOUND


# --- unbinding ------------------------------------------------------------------------------------------------------


def test_unbinding_forgets_the_buyer_and_every_proof(database: Database) -> None:
    guest, other = carried(database), carried(database, "o2")
    add_order(database), add_order(database, "N2", buyer_id="ben")
    proves(database, guest), proves(database, guest, "N2"), proves(database, other)
    bind_by_proof(database, guest, "N1", NOW)
    assert unbind(database, guest.conversation_id, LATER)
    assert owner(database, guest) is None
    assert orders_of(database, POLICY, guest, LATER) == []
    assert len(orders_of(database, POLICY, other, LATER)) == 1
    assert bind_by_proof(database, guest, "N1", LATER) is Binding.REFUSED
    (row,) = rows(database, t.bindings)
    assert row.ended_at == LATER


def test_a_guest_has_nothing_to_unbind_and_keeps_what_was_proven(database: Database) -> None:
    guest = carried(database)
    add_order(database)
    proves(database, guest)
    assert not unbind(database, guest.conversation_id, NOW)
    assert find_order(database, POLICY, guest, "N1", NOW) is not None


def test_whoever_was_unbound_can_be_bound_again(database: Database) -> None:
    guest = carried(database)
    add_order(database)
    for moment in (NOW, LATER):
        proves(database, guest)
        assert bind_by_proof(database, guest, "N1", moment) is Binding.BOUND
        assert unbind(database, guest.conversation_id, moment)
    assert count(database, t.bindings) == 2


def test_binding_and_unbinding_forget_the_dialogue(database: Database) -> None:
    guest = carried(database)
    turn(database, guest, "m1", '{"slots": {"order_number": "N9"}}')
    bind_by_link(database, guest.conversation_id, "anna", "c1", NOW)
    receive(database, guest.conversation_id, "m2", "m2", Draft("m2", "buyer", text="在吗"), NOW)
    state = start_turn(database, guest.conversation_id, "m2")
    assert (state.buyer_id, state.memory) == ("anna", None)
    assert standing_scopes(database, guest.conversation_id) == set()  # nor does what was asked before stand
    turn(database, guest, "m3", '{"slots": {"order_number": "N1"}}')
    unbind(database, guest.conversation_id, NOW)
    state = start_turn(database, guest.conversation_id, "m2")
    assert (state.buyer_id, state.memory) == (None, None)


# --- at once --------------------------------------------------------------------------------------------------------


def test_of_many_who_follow_one_link_at_once_one_is_bound(database: Database) -> None:
    guests = [carried(database, f"o{place}") for place in range(HANDS)]
    answers = at_once(lambda place: bind_by_link(database, guests[place].conversation_id, "anna", "c1", NOW))
    assert Counter(answers) == {Binding.BOUND: 1, Binding.REFUSED: HANDS - 1}
    assert [guest for guest in guests if owner(database, guest)] == [guests[answers.index(Binding.BOUND)]]


def test_of_links_for_many_buyers_followed_at_once_the_last_one_holds(database: Database) -> None:
    guest = carried(database)
    answers = at_once(lambda place: bind_by_link(database, guest.conversation_id, f"b{place}", f"c{place}", NOW))
    assert set(answers) == {Binding.BOUND}
    (held,) = rows(database, t.bindings, t.bindings.c.ended_at.is_(None))
    assert owner(database, guest) == held.buyer_id and count(database, t.bindings) == HANDS


def test_proofs_of_two_buyers_at_once_bind_to_one_of_them(database: Database) -> None:
    guest = carried(database)
    add_order(database), add_order(database, "N2", buyer_id="ben")
    proves(database, guest), proves(database, guest, "N2")
    answers = at_once(lambda place: bind_by_proof(database, guest, f"N{place % 2 + 1}", NOW))
    assert answers.count(Binding.BOUND) == 1
    assert owner(database, guest) == ("anna", "ben")[answers.index(Binding.BOUND) % 2]
    assert count(database, t.bindings) == 1


def test_binding_and_unbinding_at_once_leave_one_or_none(database: Database) -> None:
    guest = carried(database)

    def hand(place: int) -> object:
        if place % 2:
            return unbind(database, guest.conversation_id, NOW)
        return bind_by_link(database, guest.conversation_id, "anna", f"c{place}", NOW)

    at_once(hand)
    held = rows(database, t.bindings, t.bindings.c.ended_at.is_(None))
    assert {row.buyer_id for row in held} == ({"anna"} if owner(database, guest) else set())
