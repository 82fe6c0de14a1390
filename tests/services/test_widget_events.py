"""The widget's stream: what is said reaches whoever listens, once and in order, wherever it was said."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import redis
import redis.asyncio as aioredis
from sqlalchemy import event
from widget_house import QuietTurns, RecordedTurns, widget_served
from widget_world import bearer, call, message, post, redis_url, sign, streaming

from shouhou.cases.conversations import open_conversation, say
from shouhou.cases.database import Database
from shouhou.cases.messages import Draft
from shouhou.channels import pushes as pushes_module
from shouhou.channels.pushes import NEWS, TYPING, Listener, Pushes, RedisPushes
from shouhou.channels.tokens import make_token
from shouhou.channels.widget import stream as stream_module
from shouhou.channels.widget.stream import events
from shouhou.settings import read_settings
from shouhou.shared import doorbell
from tests.shop import SECRET, Buyer, Order, Shop, free_port


def test_a_stream_tells_each_message_of_both_sides_as_history_does(shop: Shop) -> None:
    buyer = shop.buyer(Order(prior_cancellations=1))
    with streaming(buyer) as stream:
        replies = post(buyer, message("我这单还能撤销几次", "m-1")).json["messages"]
        told = [stream.next() for _ in range(1 + len(replies))]
        assert stream.retry is not None
    assert [event.data for event in told] == buyer.history()["messages"]
    assert [event.id for event in told] == [event.data["cursor"] for event in told]
    assert told[0].data["id"] == "m-1" and [event.data for event in told[1:]] == replies


def test_a_stream_tells_that_the_bot_is_at_work_and_when_it_has_ended(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("你好")
    with streaming(buyer, after=buyer.history()["cursor"]) as stream:
        buyer.says("我这单还能撤销几次")
        assert stream.next("typing").data == {"typing": True}
        assert stream.next("typing").data == {"typing": False}


@pytest.mark.parametrize("by_header", [True, False], ids=["by Last-Event-ID", "by after"])
def test_a_stream_goes_on_after_the_last_event_that_was_seen(shop: Shop, by_header: bool) -> None:
    buyer = shop.buyer(Order())
    buyer.says("你好", "m-1")
    with streaming(buyer) as stream:
        seen = [stream.next() for _ in buyer.history()["messages"]][-1]
    buyer.says("谢谢", "m-2")  # said while nobody listens
    after, last_event_id = (None, seen.id) if by_header else (seen.id, None)
    with streaming(buyer, after, last_event_id) as stream:
        assert stream.next().data["id"] == "m-2"


def test_a_browsers_own_last_event_id_wins_over_the_address_it_first_used(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("你好", "m-1")
    last = buyer.history()["cursor"]
    buyer.says("谢谢", "m-2")
    with streaming(buyer, after="0", last_event_id=last) as stream:
        assert stream.next().data["id"] == "m-2"


def test_an_unreadable_last_event_id_is_refused(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    answer = call(shop.port, "GET", "/events", headers=bearer(buyer.token) | {"Last-Event-ID": "yesterday"})
    assert answer.status == 422


def test_a_long_conversation_is_told_whole(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("你好")
    for nth in range(450):
        say(shop.database, _conversation(buyer), Draft(uuid.uuid4().hex, "system", text=f"第 {nth} 条"), shop.now())
    last = int(buyer.history()["cursor"])
    with streaming(buyer) as stream:
        assert [stream.next().id for _ in range(last)] == [str(place) for place in range(1, last + 1)]


def test_two_devices_hear_the_same_and_a_stranger_nothing(shop: Shop) -> None:
    buyer, stranger = shop.buyer(Order()), shop.buyer(Order())
    with streaming(buyer) as phone, streaming(buyer) as laptop, streaming(stranger) as other:
        buyer.says("你好", "m-1")
        assert phone.next().data["id"] == laptop.next().data["id"] == "m-1"
        stranger.says("谢谢", "m-2")
        assert other.next().data["id"] == "m-2"


def test_what_another_process_says_reaches_the_stream_by_the_doorbell(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    buyer.says("我要转人工")
    assert shop.command("handover", "take", _conversation(buyer), "--agent", "小周").returncode == 0
    with streaming(buyer, after=buyer.history()["cursor"]) as stream:
        told = shop.command("handover", "reply", _conversation(buyer), "您好，我是小周", "--agent", "小周")
        assert told.returncode == 0 and "does not run" not in told.stdout
        event = stream.next()
    assert (event.data["from"], event.data["text"]) == ("agent", "您好，我是小周")


def test_a_ring_is_heard_from_the_shops_own_processes_alone(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    settings = read_settings({**shop.environment})
    assert doorbell.ring(settings, _conversation(buyer))
    wrong = read_settings({**shop.environment, "SHOUHOU_WIDGET_SECRET": "another secret that is long enough to sign"})
    assert not doorbell.ring(wrong, _conversation(buyer))
    expired = sign({"aud": "doorbell", "conversation": _conversation(buyer), "iat": 1, "exp": 1_700_000_000})
    for headers in ({}, bearer(buyer.token), bearer(shop.guest().token), bearer(expired), bearer(
        sign({"aud": "doorbell", "conversation": 7})
    )):
        answer = call(shop.port, "POST", "/doorbell", b"", headers)
        assert (answer.status, answer.body) == (401, b"")


def test_a_ring_speaks_for_nobody(shop: Shop) -> None:
    buyer = shop.buyer(Order())
    ring = sign({"aud": "doorbell", "sub": buyer.buyer_id, "conversation": _conversation(buyer)})
    assert call(shop.port, "GET", "/messages", headers=bearer(ring)).status == 401


@asynccontextmanager
async def open_stream(turns: QuietTurns) -> AsyncIterator[Any]:
    parts = events(turns, "c", 0, SECRET)  # type: ignore[arg-type]
    try:
        assert (await parts.__anext__()).startswith("retry:")
        yield parts
    finally:
        await parts.aclose()


async def test_an_idle_stream_asks_the_database_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "HEARTBEAT_SECONDS", 0.001)
    now = datetime.now(timezone.utc)
    open_conversation(database, "c", "widget", None, now)
    turns, statements = RecordedTurns(database), []
    event.listen(database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    async with open_stream(turns) as parts:
        assert (await parts.__anext__()).startswith(":")
        assert statements  # what stood in the record was read
        statements.clear()
        assert all([(await parts.__anext__()).startswith(":") for _ in range(20)])
        assert not statements
        say(database, "c", Draft(uuid.uuid4().hex, "system", text="您好"), now)
        await turns.pushes.publish("c", NEWS)
        assert "您好" in await parts.__anext__()


async def test_a_message_that_no_push_tells_is_told_when_the_record_is_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream_module, "HEARTBEAT_SECONDS", 0.01)
    monkeypatch.setattr(stream_module, "REREAD_SECONDS", 0.0)
    turns = QuietTurns()
    async with open_stream(turns) as parts:
        assert (await parts.__anext__()).startswith(":")
        turns.says("您好")
        told = [await parts.__anext__() for _ in range(3)]
    assert any("您好" in part and part.startswith("id: 1\ndata: ") for part in told)


async def test_a_listener_that_leaves_is_forgotten() -> None:
    turns = QuietTurns()
    turns.says("您好")
    async with open_stream(turns) as parts:
        await parts.__anext__()
        await turns.pushes.publish("c", TYPING)
        assert json.loads((await parts.__anext__()).partition("data: ")[2]) == {"typing": True}
        assert turns.pushes._listeners.keys() == {"c"}
    assert not turns.pushes._listeners


async def test_a_listener_far_behind_holds_nobody_up_and_still_reads_the_record() -> None:
    turns = QuietTurns()
    async with open_stream(turns) as parts:
        first = turns.pushes.publish("c", NEWS)
        turns.says("一")
        await first
        assert "一" in await parts.__anext__()
        for _ in range(1000):
            await turns.pushes.publish("c", TYPING)
        await turns.pushes.publish("c", NEWS)
        turns.says("二")
        told = [await parts.__anext__() for _ in range(2)]
        assert "typing" in told[0] and "二" in told[1]


async def test_a_process_that_ends_ends_its_streams() -> None:
    turns = QuietTurns()
    async with open_stream(turns) as parts:
        turns.says("您好")
        assert "您好" in await parts.__anext__()
        for _ in range(1000):
            await turns.pushes.publish("c", TYPING)
        await turns.pushes.stop()
        assert not [part async for part in parts if "typing" not in part]


# Behind the web server


class NotingPushes(Pushes):
    """Pushes that note when one listens and when one has left."""

    def __init__(self) -> None:
        super().__init__()
        self.came, self.left = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def listen(self, conversation_id: str) -> AsyncIterator[Listener]:
        try:
            async with super().listen(conversation_id) as listener:
                self.came.set()
                yield listener
        finally:
            self.left.set()


@asynccontextmanager
async def listening(port: int, buyer_id: str) -> AsyncIterator[asyncio.StreamReader]:
    """A stream that has begun, while the block runs."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    token = make_token(SECRET, buyer_id=buyer_id, ttl=60)
    writer.write(
        f"GET /webhooks/widget/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    )
    try:
        await reader.readuntil(b"retry: 2000\n\n")
        yield reader
    finally:
        writer.close()


async def test_a_client_that_leaves_is_noticed_and_forgotten(tmp_path: Path) -> None:
    turns = QuietTurns()
    turns.pushes = pushes = NotingPushes()
    async with widget_served(turns, tmp_path) as port:
        async with listening(port, "b-1"):
            await asyncio.wait_for(pushes.came.wait(), 10)
            assert pushes._listeners.keys() == {"widget:buyer:b-1"}
        await asyncio.wait_for(pushes.left.wait(), 10)
        assert not pushes._listeners


async def test_a_client_that_stops_reading_and_leaves_is_forgotten_too(tmp_path: Path) -> None:
    turns = QuietTurns()
    turns.pushes = pushes = NotingPushes()
    for _ in range(100):  # more than the connection's buffers hold: the stream waits in the middle of its sending
        turns.says("长" * 100_000)
    async with widget_served(turns, tmp_path) as port:
        async with listening(port, "b-1"):
            await asyncio.wait_for(pushes.came.wait(), 10)
        await asyncio.wait_for(pushes.left.wait(), 10)
        assert not pushes._listeners


async def test_a_process_that_ends_closes_every_stream_at_once(tmp_path: Path) -> None:
    turns = QuietTurns()
    async with widget_served(turns, tmp_path) as port, AsyncExitStack() as stack:
        readers = [await stack.enter_async_context(listening(port, f"b-{number}")) for number in range(50)]
        await turns.pushes.stop()
        # To its end, and not to the time-out of a connection that might be used again.
        told = await asyncio.wait_for(asyncio.gather(*(reader.read() for reader in readers)), 10)
    assert all(part.endswith(b"0\r\n\r\n") for part in told)
    assert not turns.pushes._listeners


async def test_a_stream_that_breaks_off_ends_and_is_not_answered_a_second_time(tmp_path: Path) -> None:
    class BreakingTurns(QuietTurns):
        async def cases(self, job: Any, conversation_id: str, *arguments: Any) -> Any:
            if self.said:
                raise OSError("the database is away")
            return await super().cases(job, conversation_id, *arguments)

    turns = BreakingTurns()
    async with widget_served(turns, tmp_path) as port, listening(port, "b-1") as reader:
        turns.says("您好")
        await turns.pushes.publish("widget:buyer:b-1", NEWS)
        rest = await asyncio.wait_for(reader.read(), 10)
    assert b"something broke" not in rest and b"HTTP/1.1" not in rest


# Through Redis


@asynccontextmanager
async def redis_pushes(url: str) -> AsyncIterator[RedisPushes]:
    """Pushes that have subscribed."""
    pushes = RedisPushes(url)
    async with pushes.listen("beginning") as listener:
        await pushes.start()
        assert await listener.get(10) == NEWS
    try:
        yield pushes
    finally:
        await pushes.stop()


async def test_when_redis_is_back_every_listener_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushes_module, "AGAIN_SECONDS", 0.01)
    url, name = redis_url(), uuid.uuid4().hex
    async with redis_pushes(f"{url}{'&' if '?' in url else '?'}client_name={name}") as pushes:  # noqa: SIM117
        async with pushes.listen(f"{name}-1") as one, pushes.listen(f"{name}-2") as other:
            server = redis.Redis.from_url(url)
            (ours,) = [client for client in server.client_list("pubsub") if client["name"] == name]
            server.client_kill_filter(_id=ours["id"])
            assert await one.get(10) == NEWS
            assert await other.get(10) == NEWS
            await pushes.publish(f"{name}-1", TYPING)
            assert await one.get(10) == TYPING and other.get_nowait() is None


async def test_news_that_could_not_be_sent_reaches_other_processes_when_redis_is_back() -> None:
    conversation = uuid.uuid4().hex
    async with redis_pushes(redis_url()) as here, redis_pushes(redis_url()) as there:
        reachable, here._redis = here._redis, aioredis.from_url(f"redis://127.0.0.1:{free_port()}/0")
        async with there.listen(conversation) as listener:
            await here.publish(conversation, NEWS)
            here._redis = reachable
            await here.publish(uuid.uuid4().hex, TYPING)
            assert await listener.get(10) == NEWS
            await here.publish(conversation, TYPING)  # and is not sent again and again
            assert await listener.get(10) == TYPING and listener.get_nowait() is None


def _conversation(buyer: Buyer) -> str:
    return f"widget:buyer:{buyer.buyer_id}"
