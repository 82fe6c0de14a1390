"""Another buyer's order is not there: for reading, for writing, and in what comes back."""

from collections.abc import Callable

import pytest
from cases_world import (
    ANNA,
    BEN,
    GUEST,
    NOW,
    POLICY,
    add_order,
    cancel_case,
    case_number_of,
    count,
    everything,
    file_case,
    order_of,
    rows,
    staff,
    wish,
)

from shouhou.cases import tables as t
from shouhou.cases.applications import apply, cancel, send_back
from shouhou.cases.complaints import Grievance, complain
from shouhou.cases.database import Database
from shouhou.cases.merchant import ask_consent, message_merchant
from shouhou.cases.orders import find_order, orders_of
from shouhou.cases.proofs import Proof, prove_order
from shouhou.cases.speakers import Speaker
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.lifecycle import CaseStatus

Ask = Callable[[Database, Speaker, str], object]
EVERY_WAY: dict[str, Ask] = {
    "find_order": lambda db, who, number: find_order(db, POLICY, who, number, NOW),
    "apply": lambda db, who, number: apply(db, POLICY, who, wish(number), NOW, "key-1"),
    "cancel": lambda db, who, number: cancel(db, POLICY, who, number, NOW, "key-1"),
    "send_back": lambda db, who, number: send_back(db, POLICY, who, number, "SF1", NOW),
    "ask_consent": lambda db, who, number: ask_consent(db, POLICY, who, number, "坏了", NOW, "key-1"),
    "message_merchant": lambda db, who, number: message_merchant(db, POLICY, who, number, "在吗", NOW, "key-1"),
    "complain": lambda db, who, number: complain(
        db, POLICY, who, Grievance(number, ReasonClass.GOODS, "坏了"), NOW, "key-1"
    ),
}
STRANGERS = {
    "another buyer": BEN,
    "a guest": GUEST,
    "a guest who calls the visit by the buyer's name": Speaker("anna"),
    "a buyer in the owner's conversation": Speaker(ANNA.conversation_id, "ben"),
    "a guest in the owner's conversation": Speaker(ANNA.conversation_id),
    "a buyer of nearly that name": Speaker("widget:Anna", "Anna"),
    "a buyer without a name": Speaker("widget:", ""),
}


@pytest.mark.parametrize("way", EVERY_WAY)
def test_anothers_order_is_no_different_from_none(database: Database, way: str) -> None:
    add_order(database)
    staff(database, case_number_of(file_case(database)), CaseStatus.AGREED)
    add_order(database, "UNCLAIMED", buyer_id=None)
    before = everything(database)
    for stranger, who in STRANGERS.items():
        for number in ("N1", "UNCLAIMED"):
            assert EVERY_WAY[way](database, who, number) == EVERY_WAY[way](database, who, "N9"), (stranger, number)
    assert everything(database) == before


@pytest.mark.parametrize("way", EVERY_WAY)
def test_the_owner_gets_another_answer_than_a_stranger(database: Database, way: str) -> None:
    add_order(database)
    staff(database, case_number_of(file_case(database)), CaseStatus.AGREED)
    assert EVERY_WAY[way](database, ANNA, "N1") != EVERY_WAY[way](database, ANNA, "N9")


def test_a_buyer_lists_their_own_orders_the_latest_paid_first(database: Database) -> None:
    add_order(database, "N1")
    add_order(database, "N2", paid_at=NOW)
    add_order(database, "N3", paid_at=None, received_at=None, status="paid")
    add_order(database, "N4", buyer_id="ben")
    add_order(database, "N5", buyer_id=None)
    assert [order.order_number for order in orders_of(database, POLICY, ANNA, NOW)] == ["N2", "N1", "N3"]
    assert orders_of(database, POLICY, GUEST, NOW) == []


def test_a_proven_guest_sees_that_order_in_that_visit_alone(database: Database) -> None:
    add_order(database)
    add_order(database, "N2")
    assert prove_order(database, GUEST, "N1", "5678", NOW, "proof-1") is Proof.PROVEN
    assert [order.order_number for order in orders_of(database, POLICY, GUEST, NOW)] == ["N1"]
    assert find_order(database, POLICY, GUEST, "N2", NOW) is None
    other_visit = Speaker("widget:visit:2")
    assert orders_of(database, POLICY, other_visit, NOW) == []
    assert find_order(database, POLICY, other_visit, "N1", NOW) is None


def test_a_proven_guest_may_file_and_cancel_and_the_case_is_the_owners(database: Database) -> None:
    add_order(database)
    prove_order(database, GUEST, "N1", "5678", NOW, "proof-1")
    assert file_case(database, speaker=GUEST).case is not None
    assert [row.buyer_id for row in rows(database, t.cases)] == ["anna"]
    assert order_of(database).case is not None
    assert cancel_case(database, speaker=GUEST).verdict.allowed


def test_a_guests_case_on_an_unclaimed_order_names_the_visit(database: Database) -> None:
    add_order(database, buyer_id=None)
    prove_order(database, GUEST, "N1", "5678", NOW, "proof-1")
    file_case(database, speaker=GUEST)
    assert [row.buyer_id for row in rows(database, t.cases)] == ["guest:widget:visit:1"]


def test_a_buyer_who_proves_an_unclaimed_order_owns_it_from_then_on(database: Database) -> None:
    add_order(database, buyer_id=None)
    assert prove_order(database, BEN, "N1", "5678", NOW, "proof-1") is Proof.PROVEN
    assert order_of(database, speaker=Speaker("wechat:other", "ben")).buyer_id == "ben"
    assert prove_order(database, ANNA, "N1", "5678", NOW, "proof-2") is Proof.WRONG
    assert find_order(database, POLICY, ANNA, "N1", NOW) is None


def test_a_buyer_does_not_get_anothers_order_by_knowing_its_phone(database: Database) -> None:
    add_order(database)
    assert prove_order(database, BEN, "N1", "5678", NOW, "proof-1") is Proof.WRONG
    assert find_order(database, POLICY, BEN, "N1", NOW) is None
    assert order_of(database).buyer_id == "anna"
    assert count(database, t.proofs) == 0


def test_a_stranger_who_repeats_a_buyers_key_gets_nothing_of_the_buyers(database: Database) -> None:
    add_order(database)
    add_order(database, "N2", buyer_id="ben")
    mine = case_number_of(file_case(database, "yes-1"))
    assert apply(database, POLICY, BEN, wish("N1"), NOW, "yes-1").case is None
    assert cancel(database, POLICY, BEN, "N1", NOW, "yes-1").case is None
    case = order_of(database).case
    assert case is not None and (case.case_number, case.status) == (mine, CaseStatus.REQUESTED)
