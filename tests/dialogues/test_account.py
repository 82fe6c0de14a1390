"""Binding an account: what the web chat says, where the page itself knows who speaks, and what a bound WeChat does.

The web chat cannot be bound, so that WeChat's side is run action by action, against a database of its own.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from ruamel.yaml import YAML
from sqlalchemy import insert

from actions import desk
from shouhou.cases import schema
from shouhou.cases import tables as t
from shouhou.cases.bindings import Binding, bind_by_proof
from shouhou.cases.conversations import Address, open_conversation, say
from shouhou.cases.database import Database
from shouhou.cases.messages import Draft
from shouhou.cases.proofs import Proof, prove_order
from shouhou.cases.speakers import Speaker
from shouhou.rules.window import SHANGHAI
from shouhou.settings import HOME
from tests.shop import Order, Shop

NOW = datetime(2026, 12, 2, 10, tzinfo=SHANGHAI)
TALK = "wechat:main:o1"


# --- in the web chat ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["绑定账号", "怎么把我的账号跟这里关联起来", "我要綁定帳號"])
def test_a_guest_of_the_web_chat_is_told_to_log_in(shop: Shop, words: str) -> None:
    reply = shop.guest().says(words)
    assert "登录" in reply.text and len(reply.messages) == 1


def test_a_buyer_who_is_logged_in_needs_no_binding(shop: Shop) -> None:
    reply = shop.buyer(Order()).says("绑定账号")
    assert "不用再绑定" in reply.text and "微信" not in reply.text


def test_a_buyer_who_is_logged_in_has_nothing_to_unbind(shop: Shop) -> None:
    order = Order()
    buyer = shop.buyer(order)
    reply = buyer.says("解除绑定")
    assert "不用解绑" in reply.text and not reply.buttons
    assert buyer.says("我这单还能撤销几次").facts["order_number"] == order.number


def test_a_guest_of_the_web_chat_has_nothing_to_unbind(shop: Shop) -> None:
    assert "没有绑定" in shop.guest().says("我要解绑账号").text


def test_a_guest_of_the_web_chat_who_proves_an_order_is_offered_no_binding(shop: Shop) -> None:
    order = Order(phone="13912345678")
    shop.buyer(order)
    reply = shop.guest().says(f"订单号{order.number}，手机尾号5678")
    assert reply.facts["order_number"] == order.number and "绑定账号" not in reply.buttons


@pytest.mark.parametrize("words", ["绑定手机号", "怎么绑定银行卡"])
def test_other_things_are_not_bound_here(shop: Shop, words: str) -> None:
    assert "登录" not in shop.guest().says(words).text


def test_a_question_about_binding_in_a_form_is_answered_and_the_form_goes_on(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要申请售后")
    reply = buyer.says("解除绑定")
    assert "不用解绑" in reply.text and "退货退款" in reply.buttons


# --- in WeChat ------------------------------------------------------------------------------------------------------


@dataclass
class Said:
    """What a turn said and what it left behind."""

    responses: list[str]
    slots: dict[str, Any]


@dataclass
class WeChat:
    """A conversation that a channel carries; each turn runs one action, and the slots go on to the next."""

    database: Database
    slots: dict[str, Any]
    seq: int = 0
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def buyer_id(self) -> Optional[str]:
        """Whose the conversation is."""
        with self.database.read() as connection:
            row = t.conversations.select().where(t.conversations.c.conversation_id == TALK)
            owner: Optional[str] = connection.execute(row).one().buyer_id
            return owner

    def turn(
        self, intent: str, text: str = "", form: Optional[str] = None, action: Optional[str] = None, **entities: Any
    ) -> Said:
        """Run the action of an intent, or another one, as Rasa would."""
        self.seq += 1
        message = {
            "text": text or intent,
            "intent": {"name": intent, "confidence": 1.0},
            "entities": [
                {"entity": name, "value": value, "start": 0, "end": 0} for name, value in entities.items()
            ],
            "message_id": f"{TALK}#{self.seq}",
            "metadata": {"buyer_id": self.buyer_id, "at": NOW.isoformat()},
        }
        loop = {"name": form} if form else {}
        tracker = Tracker(TALK, {**self.slots, **self.memory}, message, [], False, None, loop, "action_listen")
        dispatcher = CollectingDispatcher()
        events = asyncio.run(_actions()[action or f"action_{intent}"](dispatcher, tracker, {}))
        self.memory |= {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        said = [message["response"] for message in dispatcher.messages]
        for nth, response in enumerate(said):
            draft = Draft(f"{self.seq}-{nth}", "bot", text=response, buttons=_buttons(response))
            say(self.database, TALK, draft, NOW)
        return Said(said, {name: value for name, value in self.memory.items() if value is not None})

    def proves(self, number: str, intent: str = "inform", **more: Any) -> Said:
        """Name an order with the last four digits of its phone."""
        return self.turn(intent, order_number=number, phone="5678", **more)


@lru_cache(maxsize=1)
def _actions() -> dict[str, Any]:
    """What the action server finds, by the names that Rasa calls."""
    executor = ActionExecutor()
    executor.register_package("actions")
    return executor.actions


def _buttons(response: str) -> Optional[list[dict[str, str]]]:
    domain = YAML(typ="safe").load((HOME / "domain.yml").read_text(encoding="utf-8"))
    buttons: Optional[list[dict[str, str]]] = domain["responses"][response][0].get("buttons")
    return buttons


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A shop's database, which the actions find as their own: two buyers with orders, one order without a buyer."""
    database = Database(f"sqlite:///{tmp_path / 'shouhou.db'}")
    schema.upgrade(database)
    for number, buyer_id, product in (
        ("N1", "anna", "连衣裙"), ("N2", "anna", "帆布鞋"), ("N3", "ben", "台灯"), ("N4", None, "保温杯")
    ):
        with database.write() as connection:
            connection.execute(
                insert(t.orders).values(
                    order_number=number, buyer_id=buyer_id, buyer_phone="13812345678", product=product,
                    paid_amount=9900, paid_at=NOW, received_at=NOW, status="received", imported_at=NOW, updated_at=NOW,
                )
            )
    monkeypatch.setattr(desk, "case_database", lambda: database)
    yield database
    database.dispose()


@pytest.fixture
def wechat(database: Database) -> WeChat:
    """Somebody unknown who writes from WeChat."""
    open_conversation(database, TALK, "wechat", None, NOW, address=Address("main", {"user": "o1"}))
    domain = YAML(typ="safe").load((HOME / "domain.yml").read_text(encoding="utf-8"))
    return WeChat(database, dict.fromkeys([*domain["slots"], "requested_slot"]))


@pytest.fixture
def bound(wechat: WeChat) -> WeChat:
    """As `wechat`, bound to anna by her order N1."""
    guest = Speaker(TALK)
    assert prove_order(wechat.database, guest, "N1", "5678", NOW, "proof") is Proof.PROVEN
    assert bind_by_proof(wechat.database, guest, "N1", NOW) is Binding.BOUND
    return wechat


def test_whoever_asks_to_be_bound_proves_an_order_and_is_bound_to_its_buyer(wechat: WeChat) -> None:
    asked = wechat.turn("bind_account")
    assert asked.responses == ["utter_ask_proof"] and asked.slots["pending"] == ["bind_account"]
    assert wechat.turn("inform", order_number="N1").responses == ["utter_ask_proof_tail"]
    assert wechat.turn("inform", phone="5678").responses == ["utter_bound"]
    assert wechat.buyer_id == "anna"
    assert wechat.turn("bind_account").responses == ["utter_bind_already"]
    assert wechat.turn("list_orders").responses == ["utter_orders"]


def test_number_and_digits_may_come_with_the_ask(wechat: WeChat) -> None:
    assert wechat.proves("N3", "bind_account").responses == ["utter_bound"]
    assert wechat.buyer_id == "ben"


def test_wrong_digits_bind_nobody_and_the_ask_waits(wechat: WeChat) -> None:
    wrong = wechat.turn("bind_account", order_number="N1", phone="0000")
    assert wrong.responses == ["utter_proof_wrong"] and wrong.slots["pending"] == ["bind_account"]
    assert wechat.buyer_id is None
    assert wechat.proves("N1").responses == ["utter_bound"]


def test_an_order_of_no_account_binds_nobody_and_stays_visible(wechat: WeChat) -> None:
    assert wechat.proves("N4", "bind_account").responses == ["utter_bind_no_account"]
    assert wechat.buyer_id is None
    assert wechat.turn("ask_case_status").responses == ["utter_no_case"]


def test_of_orders_of_different_buyers_the_chosen_one_decides(wechat: WeChat) -> None:
    wechat.proves("N1")
    wechat.proves("N3")
    assert wechat.turn("bind_account", order_number="N1").responses == ["utter_bound"]
    assert wechat.buyer_id == "anna"


def test_of_orders_of_different_buyers_none_is_guessed(wechat: WeChat) -> None:
    wechat.proves("N1")
    wechat.proves("N3")
    wechat.memory.clear()  # as after twelve hours
    assert wechat.turn("bind_account").responses == ["utter_ask_which_order"]
    assert wechat.turn("inform", order_number="N3").responses == ["utter_bound"]
    assert wechat.buyer_id == "ben"


def test_of_proven_orders_one_without_an_account_is_passed_over(wechat: WeChat) -> None:
    wechat.proves("N1")
    wechat.proves("N4")
    assert wechat.turn("bind_account").responses == ["utter_bound"]
    assert wechat.buyer_id == "anna"


def test_after_a_proof_binding_is_offered_once_behind_the_answer(wechat: WeChat) -> None:
    wechat.turn("ask_cancellations_left")
    assert wechat.proves("N1").responses == ["utter_cancellations_left", "utter_offer_bind"]
    assert wechat.proves("N2").responses == ["utter_order_chosen"]
    assert wechat.turn("bind_account").responses == ["utter_bound"]


def test_a_plain_yes_is_no_yes_to_the_offer_of_binding(wechat: WeChat) -> None:
    assert wechat.proves("N1").responses == ["utter_order_chosen", "utter_offer_bind"]
    wechat.turn("affirm", action="action_answer_offer")
    assert wechat.buyer_id is None


@pytest.mark.parametrize("form", [None, "aftersales_form"])  # Rasa names no form in its first turn
def test_binding_is_not_offered_in_a_form(wechat: WeChat, form: Optional[str]) -> None:
    said = wechat.proves("N1", "request_aftersales", form=form, action="validate_aftersales_form")
    assert "utter_offer_bind" not in said.responses and said.slots["order_number"] == "N1"


def test_binding_is_not_offered_for_an_order_of_no_account(wechat: WeChat) -> None:
    assert wechat.proves("N4").responses == ["utter_order_chosen"]


def test_a_buyer_is_bound_in_the_middle_of_a_form_and_the_form_goes_on(wechat: WeChat) -> None:
    wechat.proves("N1", "request_aftersales", form="aftersales_form", action="validate_aftersales_form")
    said = wechat.turn("bind_account", form="aftersales_form", action="validate_aftersales_form")
    assert said.responses == ["utter_bound", "utter_form_request_type"]
    assert wechat.buyer_id == "anna"


def test_unbinding_waits_for_a_yes_and_forgets_everything(bound: WeChat) -> None:
    bound.turn("send_file", file_id="f1")
    bound.turn("ask_cancellations_left", order_number="N1")
    asked = bound.turn("unbind_account")
    assert asked.responses == ["utter_confirm_unbind"] and bound.buyer_id == "anna"
    done = bound.turn("affirm", "是的", action="action_answer_offer")
    assert done.responses == ["utter_unbound"] and done.slots == {}
    assert bound.buyer_id is None
    for question in ("ask_cancellations_left", "list_orders"):
        assert bound.turn(question).responses == ["utter_ask_proof"]
    assert bound.turn("unbind_account").responses == ["utter_unbind_not_bound"]


@pytest.mark.parametrize("answer", ["deny", "thank", "ask_cancellations_left"])
def test_without_a_yes_nothing_is_unbound(bound: WeChat, answer: str) -> None:
    bound.turn("unbind_account")
    bound.turn(answer, action="action_answer_offer" if answer == "deny" else None)
    bound.turn("affirm", action="action_answer_offer")
    assert bound.buyer_id == "anna"


def test_in_a_form_nothing_is_unbound_and_its_yes_stays_its_own(bound: WeChat) -> None:
    bound.turn("request_aftersales", order_number="N1", form="aftersales_form", action="validate_aftersales_form")
    said = bound.turn("unbind_account", form="aftersales_form", action="validate_aftersales_form")
    assert said.responses == ["utter_unbind_later", "utter_form_request_type"]
    assert "offer" not in said.slots


def test_whoever_was_unbound_can_be_bound_to_another_buyer(bound: WeChat) -> None:
    bound.turn("unbind_account")
    bound.turn("affirm", action="action_answer_offer")
    assert bound.proves("N3", "bind_account").responses == ["utter_bound"]
    assert bound.buyer_id == "ben"


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("voice", "utter_unreadable_voice"), ("picture", "utter_unreadable_picture"),
        ("video", "utter_unreadable_other"), ("location", "utter_unreadable_other"),
        ("link", "utter_unreadable_other"), ("other", "utter_unreadable_other"),
    ],
)
def test_what_cannot_be_read_is_answered_by_its_kind_and_a_form_goes_on(
    bound: WeChat, kind: str, response: str
) -> None:
    assert bound.turn("send_unreadable", f"[{kind}]", media_kind=kind).responses == [response]
    bound.turn("request_aftersales", order_number="N1", form="aftersales_form", action="validate_aftersales_form")
    bound.turn("inform", request_type="repair", form="aftersales_form", action="validate_aftersales_form")
    said = bound.turn(
        "send_unreadable", f"[{kind}]", form="aftersales_form", action="validate_aftersales_form", media_kind=kind
    )
    assert said.responses == [response, "utter_form_reason"] and "reason" not in said.slots


@pytest.mark.parametrize("words", ["怎么绑定账号", "怎么解除绑定"])
def test_a_question_about_binding_is_answered_where_a_form_takes_any_words_and_is_not_filed_with_them(
    shop: Shop, words: str
) -> None:
    buyer = shop.buyer(Order())
    assert "补充" in buyer.says("我要退货退款，杯盖裂了").text
    asked = buyer.says(words)
    assert "账号" in asked.text or "绑定" in asked.text
    assert "补充" in asked.text  # the form goes on where it was
