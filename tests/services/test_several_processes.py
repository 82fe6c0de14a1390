"""Two bots on one PostgreSQL and one Redis: a message is one turn whichever takes it, and each hears the other."""

import asyncio
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import redis
from widget_world import (
    buyer_at_the_yes,
    call,
    message,
    nobody_listens,
    post,
    records_of,
    redis_url,
    streaming,
    until,
)

from shouhou.channels import locks as locks_module
from shouhou.channels.locks import RedisLocks
from shouhou.channels.pushes import NEWS, RedisPushes
from shouhou.settings import HOME
from tests.shop import Order, Shop, free_port

READY_SECONDS = 120


@dataclass
class Pair:
    """A shop with two bots: the one on the shop's port, and another."""

    shop: Shop
    other_port: int

    @property
    def ports(self) -> tuple[int, int]:
        return self.shop.port, self.other_port


@pytest.fixture(scope="module")
def pair(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """One action server and two bots that know of each other through PostgreSQL and Redis alone."""
    environment = {"DATABASE_URL": postgresql_url, "REDIS_URL": redis_url(), "SHOUHOU_DEMO": "1"}
    shop = Shop(tmp_path_factory.mktemp("pair"), environment=environment)
    pair = Pair(shop, free_port())
    with ExitStack() as stack:
        stack.callback(shop.database.dispose)
        stack.enter_context(_process("shouhou.actions_server", shop.environment))
        until(lambda: not nobody_listens(shop.actions_port), READY_SECONDS, "the action server listens")
        for port in pair.ports:
            stack.enter_context(_process("shouhou.bot", {**shop.environment, "SHOUHOU_PORT": str(port)}))
        for port in pair.ports:
            until(lambda port=port: not nobody_listens(port), READY_SECONDS, "a bot listens")  # type: ignore[misc]
        yield pair


class _process:  # a phrase where it is used
    """A process of the product while the block runs."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module], cwd=HOME, env=environment, stdin=subprocess.DEVNULL
        )

    def __enter__(self) -> None: ...

    def __exit__(self, *_: Any) -> None:
        self._process.terminate()
        self._process.wait(30)


def test_the_same_message_to_both_at_once_is_one_turn_and_each_gives_its_answer(pair: Pair) -> None:
    for _ in range(3):
        buyer = buyer_at_the_yes(pair.shop)
        yes = message("确认", "yes-1")
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda port: post(buyer, yes, port), pair.ports * 3))  # noqa: B023
        assert {answer.status for answer in answers} == {200}
        assert len({tuple(told["id"] for told in answer.json["messages"]) for answer in answers}) == 1
        assert answers[0].json["messages"][0]["facts"]["case_status"] == "requested"
        assert len(records_of(buyer)) == 1
        history = buyer.history()["messages"]
        assert [told["id"] for told in history].count("yes-1") == 1
        assert len({told["id"] for told in history}) == len(history)


def test_a_conversation_goes_on_wherever_its_next_message_arrives(pair: Pair) -> None:
    buyer = pair.shop.buyer(Order())
    texts = ["我要退货退款，杯盖裂了", "没有", "没有", "没有", "没有"]
    for nth, text in enumerate(texts):
        answer = post(buyer, message(text), pair.ports[nth % 2]).json["messages"][-1]
        if any(button["title"] == "确认提交" for button in answer.get("buttons", [])):
            break
    filed = post(buyer, message("确认"), pair.ports[(nth + 1) % 2]).json["messages"]
    assert filed[0]["facts"]["case_status"] == "requested"


def test_messages_to_both_at_once_keep_one_order_without_gaps(pair: Pair) -> None:
    buyer = pair.shop.buyer(Order(prior_cancellations=1))
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda nth: post(buyer, message("我这单还能撤销几次", f"m-{nth}"), pair.ports[nth % 2]), range(6))
        )
    assert all(answer.json["messages"][-1]["facts"]["cancellations_left"] == 2 for answer in answers)
    history = buyer.history()["messages"]
    assert [told["cursor"] for told in history] == [str(place) for place in range(1, len(history) + 1)]


def test_a_stream_on_one_bot_tells_what_was_said_through_the_other(pair: Pair) -> None:
    buyer = pair.shop.buyer(Order())
    with streaming(buyer, port=pair.other_port) as stream:
        replies = post(buyer, message("你好", "m-1")).json["messages"]
        assert [stream.next().data["id"] for _ in range(1 + len(replies))] == ["m-1", *[r["id"] for r in replies]]
    with streaming(buyer, after=replies[-1]["cursor"], port=pair.other_port) as stream:
        post(buyer, message("谢谢"))
        assert stream.next("typing").data == {"typing": True}


def test_a_button_and_a_file_that_one_bot_gave_are_taken_by_the_other(pair: Pair) -> None:
    buyer = buyer_at_the_yes(pair.shop)
    payload = buyer.last.buttons["确认提交"].replace('"', '\\"')
    pressed = post(buyer, f'{{"id": "yes-1", "payload": "{payload}"}}'.encode(), pair.other_port)
    assert pressed.json["messages"][0]["facts"]["case_status"] == "requested"
    assert buyer.sends_file(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 32).status == 200
    image = next(told["image"] for told in buyer.history()["messages"] if "image" in told)
    assert call(pair.other_port, "GET", image).status == 200


# The lock itself


@pytest.fixture
def url() -> str:
    return redis_url()


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks_module, "LEASE_SECONDS", 0.4)
    monkeypatch.setattr(locks_module, "RENEW_SECONDS", 0.1)


async def test_a_lock_is_held_past_its_lease_while_its_turn_lasts(url: str, short_leases: None) -> None:
    name, order = uuid.uuid4().hex, []
    here, there = RedisLocks(url), RedisLocks(url)

    async def wait_there() -> None:
        async with there.hold(name):
            order.append("there")

    async with here.hold(name):
        waiting = asyncio.create_task(wait_there())
        done, _ = await asyncio.wait([waiting], timeout=1.2)  # three leases
        assert not done
        order.append("here")
    await asyncio.wait_for(waiting, 5)
    assert order == ["here", "there"]


async def test_a_lock_that_a_killed_process_left_is_free_after_its_lease(url: str, short_leases: None) -> None:
    name = uuid.uuid4().hex
    assert redis.Redis.from_url(url).set(f"shouhou:turn:{name}", "a dead process", px=300)

    async def take() -> bool:
        async with RedisLocks(url).hold(name):
            return True

    assert await asyncio.wait_for(take(), 5)


async def test_a_turn_whose_lease_was_lost_ends_in_peace_and_leaves_the_next_holder_alone(url: str) -> None:
    name, server = uuid.uuid4().hex, redis.Redis.from_url(url)
    async with RedisLocks(url).hold(name):
        server.set(f"shouhou:turn:{name}", "another", px=5000)
    assert server.get(f"shouhou:turn:{name}") == b"another"
    server.delete(f"shouhou:turn:{name}")


async def test_without_redis_turns_go_on_one_at_a_time_in_this_process() -> None:
    locks, order = RedisLocks(f"redis://127.0.0.1:{free_port()}/0"), []

    async def turn(name: str) -> None:
        async with locks.hold("c"):
            order.append(name)
            await asyncio.sleep(0)
            order.append(name)

    await asyncio.wait_for(asyncio.gather(turn("a"), turn("b")), 10)
    assert order == ["a", "a", "b", "b"]


async def test_without_redis_a_push_still_reaches_this_process() -> None:
    pushes = RedisPushes(f"redis://127.0.0.1:{free_port()}/0")
    async with pushes.listen("c") as queue:
        await asyncio.wait_for(pushes.publish("c", NEWS), 10)
        assert queue.get_nowait() == NEWS


async def test_an_error_of_the_turn_itself_is_not_taken_for_redis_being_away(url: str) -> None:
    name = uuid.uuid4().hex
    with pytest.raises(redis.RedisError, match="the turn's own"):
        async with RedisLocks(url).hold(name):
            raise redis.RedisError("the turn's own")
    assert redis.Redis.from_url(url).get(f"shouhou:turn:{name}") is None
