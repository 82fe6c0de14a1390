"""Kill -9 in the middle of a write, a client that leaves, an action server that is down: nothing is lost or doubled."""

import http.client
import os
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Optional

import pytest
from widget_world import (
    PREFIX,
    Answer,
    buyer_at_the_yes,
    is_alive,
    members,
    message,
    post,
    records_of,
    redis_url,
    until,
)

from tests.shop import Buyer, Order, Shop, serving

RESTART_SECONDS = 90
# When to kill: so many seconds after the request (a turn that writes takes some tens of milliseconds), or None for the
# moment in which the case stands in the database and its answer does not. Fewer than make the supervisor give up.
AT_THE_WRITE = None
MOMENTS = {
    ("sqlite", "shouhou.actions_server"): (AT_THE_WRITE, 0.01, 0.03, AT_THE_WRITE, 0.06),
    ("sqlite", "shouhou.bot"): (AT_THE_WRITE, 0.02, AT_THE_WRITE),
    ("postgresql", "shouhou.actions_server"): (AT_THE_WRITE, 0.03),
    ("postgresql", "shouhou.bot"): (AT_THE_WRITE,),
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def killed_shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop of its own: on SQLite, and on PostgreSQL with Redis."""
    environment = {}
    if request.param == "postgresql":
        environment = {"DATABASE_URL": request.getfixturevalue("postgresql_url"), "REDIS_URL": redis_url()}
    with serving(tmp_path_factory.mktemp(f"killed-{request.param}"), environment=environment) as running:
        yield running


def member(shop: Shop, module: str) -> int:
    """The process id of one of the shop's processes, waiting for it to be started."""
    assert shop.process is not None
    supervisor = shop.process.pid
    return until(lambda: members(supervisor).get(module), RESTART_SECONDS, f"{module} runs")


def kill(process_id: int) -> None:
    """Kill -9 a process."""
    os.kill(process_id, signal.SIGKILL)
    until(lambda: not is_alive(process_id), 10, "the process is dead")


def answered(buyer: Buyer, body: bytes) -> Optional[Answer]:
    """The answer to a message, None when the bot cannot be reached or broke off."""
    try:
        answer = post(buyer, body)
    except (OSError, http.client.HTTPException):
        return None
    return answer if answer.status == 200 else None


def kill_while_a_yes_is_on_its_way(shop: Shop, module: str, after: Optional[float]) -> None:
    """Confirm an application, kill within the turn, and hold what comes of it against what must come of it."""
    buyer = buyer_at_the_yes(shop)
    process_id = member(shop, module)
    yes = message("确认", "yes-1")
    with ThreadPoolExecutor(1) as pool:
        first: Future[Optional[Answer]] = pool.submit(answered, buyer, yes)
        if after is AT_THE_WRITE:
            until(lambda: records_of(buyer), 30, "the case is written", poll=0)
        else:
            pass_time(after)
        kill(process_id)
        told = first.result()
    # The buyer's page sends the same message again until it is answered.
    again = until(lambda: answered(buyer, yes), RESTART_SECONDS, "the same message is answered")
    if told is not None:
        assert _said(again) == _said(told)
    filed = records_of(buyer)
    if _facts(again).get("case_status") == "requested":
        # Filed, not refused because of the case that this very message filed.
        assert _facts(again).get("verdict", "allowed") == "allowed", _facts(again)
        assert [case["case_number"] for case in filed] == [_facts(again)["case_number"]]
    else:
        # An apology: written or not, the buyer says it again and there is one case.
        assert [m for m in again.json["messages"] if m.get("buttons")]
        assert len(filed) <= 1
        until(lambda: _status_after_another_yes(buyer) == "requested", RESTART_SECONDS, "the case is filed")
        filed = records_of(buyer)
    assert len(filed) == 1
    asked = until(lambda: _facts_of(buyer, "我的售后现在到哪一步了"), RESTART_SECONDS, "the bot knows the case")
    assert (asked["case_number"], asked["case_status"]) == (filed[0]["case_number"], "requested")
    assert [m["id"] for m in buyer.history()["messages"]].count("yes-1") == 1


@pytest.mark.parametrize("module", ["shouhou.actions_server", "shouhou.bot"])
def test_a_process_killed_in_the_middle_of_a_write_loses_and_doubles_nothing(killed_shop: Shop, module: str) -> None:
    kind = "sqlite" if killed_shop.database.is_sqlite else "postgresql"
    for after in MOMENTS[kind, module]:
        kill_while_a_yes_is_on_its_way(killed_shop, module, after)


def test_while_the_action_server_is_down_the_bot_apologises_with_a_way_out_and_then_works_again(shop: Shop) -> None:
    buyer = shop.buyer(Order(prior_cancellations=1))
    with _frozen_supervisor(shop):  # or it would start the action server again at once
        kill(member(shop, "shouhou.actions_server"))
        reply = buyer.says("我这单还能撤销几次", "m-1")
    assert reply.status == 200 and reply.text and reply.senders == ["bot"]
    assert "转人工" in reply.buttons
    assert not reply.facts
    facts = until(lambda: _facts_of(buyer, "我这单还能撤销几次"), RESTART_SECONDS, "the action server is back")
    assert facts["cancellations_left"] == 2
    assert buyer.says("我这单还能撤销几次", "m-1").messages == reply.messages


def test_a_client_that_leaves_in_the_middle_of_a_turn_finds_its_answer_in_the_history(shop: Shop) -> None:
    for nth in range(5):
        _leave_and_return(buyer_at_the_yes(shop), nth * 0.01)


def _leave_and_return(buyer: Buyer, after: float) -> None:
    before = buyer.history()["cursor"]
    _leave(buyer, message("确认", "yes-1"), after)
    news = until(lambda: _replies_after(buyer, before), 30, "the turn is complete")
    assert news[0]["facts"]["case_status"] == "requested"
    assert buyer.says("确认", "yes-1").messages == news
    assert len(records_of(buyer)) == 1


def _status_after_another_yes(buyer: Buyer) -> Optional[str]:
    """Say yes again, or begin again when the bot asks; the status of the case that stands then."""
    reply = buyer.says("确认")
    if "case_status" not in reply.facts:
        reply = buyer.says("我的售后现在到哪一步了")
    status: Optional[str] = reply.facts.get("case_status")
    return status


def _facts_of(buyer: Buyer, question: str) -> Optional[dict[str, Any]]:
    """The facts of an answer; None while there is none or it is an apology."""
    answer = answered(buyer, message(question))
    return (_facts(answer) or None) if answer else None


def _facts(answer: Answer) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for told in answer.json["messages"]:
        merged |= told.get("facts", {})
    return merged


def _said(answer: Answer) -> list[tuple[str, str]]:
    return [(told["id"], told["text"]) for told in answer.json["messages"]]


def _replies_after(buyer: Buyer, cursor: str) -> list[dict[str, Any]]:
    return [told for told in buyer.history(cursor)["messages"] if told["from"] == "bot"]


def _leave(buyer: Buyer, body: bytes, after: float) -> None:
    """Send a message and, so long after it was received, reset the connection as a phone that loses its net does."""
    head = (
        f"POST {PREFIX}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {buyer.token}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", buyer.shop.port))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    connection.sendall(head.encode() + body)
    until(lambda: _received(buyer), 20, "the message is received")
    pass_time(after)
    connection.close()


def _received(buyer: Buyer) -> bool:
    return any(told["id"] == "yes-1" for told in buyer.history()["messages"])


def pass_time(seconds: float) -> None:
    """Let a moment of a turn pass, so that the breaks fall at different places in it; nothing is waited for."""
    threading.Event().wait(seconds)


class _frozen_supervisor:  # a phrase where it is used
    """The supervisor stands still while the block runs."""

    def __init__(self, shop: Shop) -> None:
        assert shop.process is not None
        self._process_id = shop.process.pid

    def __enter__(self) -> None:
        os.kill(self._process_id, signal.SIGSTOP)

    def __exit__(self, *_: Any) -> None:
        os.kill(self._process_id, signal.SIGCONT)
