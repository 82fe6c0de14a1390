"""What a conversation bound to an account does, where its channel knows no buyers of its own (WeChat)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shouhou.cases import schema
from shouhou.cases.bindings import Binding, bind_by_proof
from shouhou.cases.database import Database
from shouhou.cases.proofs import Proof, prove_order
from shouhou.cases.speakers import Speaker
from tests.leading import NOW, Talk, add_order, begin_wechat

TALK = "wechat:main:o1"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Two buyers with orders, one order without a buyer."""
    database = Database(f"sqlite:///{tmp_path / 'shouhou.db'}")
    schema.upgrade(database)
    for number, buyer_id, product in (
        ("N1", "anna", "连衣裙"), ("N2", "anna", "帆布鞋"), ("N3", "ben", "台灯"), ("N4", None, "保温杯")
    ):
        add_order(database, number, product, buyer_id)
    yield database
    database.dispose()


@pytest.fixture
def wechat(database: Database) -> Talk:
    """Somebody unknown who writes from WeChat."""
    return begin_wechat(database, TALK)


@pytest.fixture
def bound(wechat: Talk) -> Talk:
    """As `wechat`, bound to anna by her order N1."""
    guest = Speaker(TALK)
    assert prove_order(wechat.database, guest, "N1", "5678", NOW, "proof") is Proof.PROVEN
    assert bind_by_proof(wechat.database, guest, "N1", NOW) is Binding.BOUND
    return wechat


def proves(talk: Talk, number: str, intent: str = "inform", **more: Any) -> list[str]:
    """Name an order with the last four digits of its phone."""
    return talk.asks(intent, order_number=number, phone="5678", **more)


def test_whoever_asks_to_be_bound_proves_an_order_and_is_bound_to_its_buyer(wechat: Talk) -> None:
    asked = wechat.asks("bind_account")
    assert asked == ["utter_ask_proof"] and wechat.state.waiting == ["bind_account"]
    assert wechat.asks("inform", order_number="N1") == ["utter_ask_proof_tail"]
    assert wechat.asks("inform", phone="5678") == ["utter_bound"]
    assert wechat.owner() == "anna"
    assert wechat.asks("bind_account") == ["utter_bind_already"]
    assert wechat.asks("list_orders") == ["utter_orders"]


def test_number_and_digits_may_come_with_the_ask(wechat: Talk) -> None:
    assert proves(wechat, "N3", "bind_account") == ["utter_bound"]
    assert wechat.owner() == "ben"


def test_wrong_digits_bind_nobody_and_the_ask_waits(wechat: Talk) -> None:
    wrong = wechat.asks("bind_account", order_number="N1", phone="0000")
    assert wrong == ["utter_proof_wrong"] and wechat.state.waiting == ["bind_account"]
    assert wechat.owner() is None
    assert proves(wechat, "N1") == ["utter_bound"]


def test_an_order_of_no_account_binds_nobody_and_stays_visible(wechat: Talk) -> None:
    assert proves(wechat, "N4", "bind_account") == ["utter_bind_no_account"]
    assert wechat.owner() is None
    assert wechat.asks("ask_case_status") == ["utter_no_case"]


def test_of_orders_of_different_buyers_the_chosen_one_decides(wechat: Talk) -> None:
    proves(wechat, "N1")
    proves(wechat, "N3")
    assert wechat.asks("bind_account", order_number="N1") == ["utter_bound"]
    assert wechat.owner() == "anna"


def test_of_orders_of_different_buyers_none_is_guessed(wechat: Talk) -> None:
    proves(wechat, "N1")
    proves(wechat, "N3")
    wechat.memory.clear()  # as after twelve hours
    assert wechat.asks("bind_account") == ["utter_ask_which_order"]
    assert wechat.asks("inform", order_number="N3") == ["utter_bound"]
    assert wechat.owner() == "ben"


def test_of_proven_orders_one_without_an_account_is_passed_over(wechat: Talk) -> None:
    proves(wechat, "N1")
    proves(wechat, "N4")
    assert wechat.asks("bind_account") == ["utter_bound"]
    assert wechat.owner() == "anna"


def test_after_a_proof_binding_is_offered_once_behind_the_answer(wechat: Talk) -> None:
    wechat.asks("ask_cancellations_left")
    assert proves(wechat, "N1") == ["utter_cancellations_left", "utter_offer_bind"]
    assert proves(wechat, "N2") == ["utter_order_chosen"]
    assert wechat.asks("bind_account") == ["utter_bound"]


def test_a_plain_yes_is_no_yes_to_the_offer_of_binding(wechat: Talk) -> None:
    assert proves(wechat, "N1") == ["utter_order_chosen", "utter_offer_bind"]
    wechat.asks("affirm")
    assert wechat.owner() is None


def test_binding_is_not_offered_in_a_form(wechat: Talk) -> None:
    assert "utter_offer_bind" not in proves(wechat, "N1", "request_aftersales")
    assert wechat.state.order == "N1"


def test_binding_is_not_offered_for_an_order_of_no_account(wechat: Talk) -> None:
    assert proves(wechat, "N4") == ["utter_order_chosen"]


def test_a_buyer_is_bound_in_the_middle_of_a_form_and_the_form_goes_on(wechat: Talk) -> None:
    proves(wechat, "N1", "request_aftersales")
    said = wechat.asks("bind_account")
    assert said == ["utter_bound", "utter_form_request_type"]
    assert wechat.owner() == "anna"


def test_unbinding_waits_for_a_yes_and_forgets_everything(bound: Talk) -> None:
    bound.sends_file("f1")
    bound.asks("ask_cancellations_left", order_number="N1")
    asked = bound.asks("unbind_account")
    assert asked == ["utter_confirm_unbind"] and bound.owner() == "anna"
    done = bound.says("是的", "affirm")
    assert done == ["utter_unbound"] and bound.state.order is None and bound.state.told.files == []
    assert bound.owner() is None
    for question in ("ask_cancellations_left", "list_orders"):
        assert bound.asks(question) == ["utter_ask_proof"]
    assert bound.asks("unbind_account") == ["utter_unbind_not_bound"]


@pytest.mark.parametrize("answer", ["deny", "thank", "ask_cancellations_left"])
def test_without_a_yes_nothing_is_unbound(bound: Talk, answer: str) -> None:
    bound.asks("unbind_account")
    bound.asks(answer)
    bound.asks("affirm")
    assert bound.owner() == "anna"


def test_in_a_form_nothing_is_unbound_and_its_yes_stays_its_own(bound: Talk) -> None:
    bound.asks("request_aftersales", order_number="N1")
    said = bound.asks("unbind_account")
    assert said == ["utter_unbind_later", "utter_form_request_type"]
    assert bound.state.question is not None and bound.state.question.of == "application"


def test_whoever_was_unbound_can_be_bound_to_another_buyer(bound: Talk) -> None:
    bound.asks("unbind_account")
    bound.asks("affirm")
    assert proves(bound, "N3", "bind_account") == ["utter_bound"]
    assert bound.owner() == "ben"


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("voice", "utter_unreadable_voice"), ("picture", "utter_unreadable_picture"),
        ("video", "utter_unreadable_other"), ("location", "utter_unreadable_other"),
        ("link", "utter_unreadable_other"), ("other", "utter_unreadable_other"),
    ],
)
def test_what_cannot_be_read_is_answered_by_its_kind_and_a_form_goes_on(
    bound: Talk, kind: str, response: str
) -> None:
    assert bound.says(f"[{kind}]", "send_unreadable", media_kind=kind) == [response]
    bound.asks("request_aftersales", order_number="N1")
    bound.asks("inform", request_type="repair")
    assert bound.says(f"[{kind}]", "send_unreadable", media_kind=kind) == [response, "utter_form_reason"]
    assert bound.state.draft is not None and bound.state.draft.fields["reason"] is None
