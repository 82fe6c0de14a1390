"""The widget's streams in a process of their own: how they end with it, and what a client that never reads costs it."""

import http.client
import os
import socket
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from widget_world import PREFIX, bearer, members, streaming, until

from shouhou.cases.conversations import say_in
from shouhou.cases.messages import Draft
from shouhou.settings import read_settings
from shouhou.shared import doorbell
from tests.shop import Buyer, Order, Shop, serving

STREAMS = 8
SECONDS = 60  # until what hangs is given up
SILENT = 10  # clients that do not read: more than the record has readers or threads
LARGE = 50_000  # bytes of a message
MANY = 1_000  # such messages: many times what a connection's buffers and a page of the record hold


def test_a_process_that_ends_with_streams_open_closes_them_and_ends_as_without(tmp_path: Path) -> None:
    with serving(tmp_path) as shop, ThreadPoolExecutor(STREAMS) as pool, ExitStack() as stack:
        buyers = [shop.buyer(Order()) for _ in range(STREAMS)]
        for buyer in buyers:
            buyer.says("你好", "m-1")
        ends = [pool.submit(stack.enter_context(answered(buyer)).read) for buyer in buyers]
        assert shop.stop() == 0
        # Read to the end of its last part: where the connection just breaks off, read() raises.
        assert all(b'"id": "m-1"' in end.result(SECONDS) for end in ends)
        assert not [line for line in shop.output if "Traceback" in line or "ERROR" in line]


def test_a_process_that_ends_with_a_stream_that_nobody_reads_ends_as_without(tmp_path: Path) -> None:
    with serving(tmp_path) as shop:
        buyer = shop.buyer(Order())
        buyer.says("你好")
        with unread(buyer) as client:
            write_much(buyer)
            assert shop.stop() == 0
            with suppress(ConnectionResetError):
                while client.recv(LARGE):
                    """What was on its way."""


def test_clients_that_stop_reading_hold_nobody_up_cost_no_more_and_are_forgotten(tmp_path: Path) -> None:
    # Sanic breaks off what nobody has read for a minute: not within this test, however slow the machine is.
    with serving(tmp_path, environment={"SANIC_RESPONSE_TIMEOUT": "3600"}) as shop, ExitStack() as silent:
        buyer, other = shop.buyer(Order()), shop.buyer(Order())
        buyer.says("你好")
        bot = bot_of(shop)
        connections = {at_the_bot(silent.enter_context(unread(buyer)), bot) for _ in range(SILENT)}
        with streaming(buyer, after=buyer.history()["cursor"]) as reading:
            write_much(buyer)
            assert len({reading.next().id for _ in range(MANY)}) == MANY
            before = memory(bot)
            write_much(buyer)
            assert len({reading.next().id for _ in range(MANY)}) == MANY
            with streaming(other) as stream:
                assert other.says("你好", "m-1").senders == ["bot"]
                assert stream.next().data["id"] == "m-1"
            assert buyer.says("谢谢", "m-2").senders == ["bot"]
            assert reading.next().data["id"] == "m-2"
        # What came since would fill this once for each of them, if it were kept for them.
        assert memory(bot) - before < MANY * LARGE
        assert connections <= descriptors(bot)
        silent.close()
        until(lambda: not connections & descriptors(bot), SECONDS, "the bot has let the connections go")


@contextmanager
def answered(buyer: Buyer) -> Iterator[http.client.HTTPResponse]:
    """A stream that has begun, to be read by the test itself."""
    connection = http.client.HTTPConnection("127.0.0.1", buyer.shop.port, timeout=SECONDS)
    try:
        connection.request("GET", f"{PREFIX}/events", headers=bearer(buyer.token))
        response = connection.getresponse()
        assert response.status == 200
        yield response
    finally:
        connection.close()


@contextmanager
def unread(buyer: Buyer) -> Iterator[socket.socket]:
    """A stream whose client reads its beginning and no more."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(SECONDS)
        client.connect(("127.0.0.1", buyer.shop.port))
        client.sendall(
            f"GET {PREFIX}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {buyer.token}\r\n\r\n".encode()
        )
        received = b""
        while b"retry:" not in received:
            received += (part := client.recv(256))
            assert part, received
        yield client


def write_much(buyer: Buyer) -> None:
    """Write many large messages into the buyer's conversation as another process would, and ring."""
    shop, conversation = buyer.shop, f"widget:buyer:{buyer.buyer_id}"
    with shop.database.write() as connection:
        for _ in range(MANY):
            say_in(connection, conversation, Draft(uuid.uuid4().hex, "system", text="x" * LARGE), shop.now())
    settings = read_settings({**shop.environment})
    until(lambda: doorbell.ring(settings, conversation), SECONDS, "the bot hears the bell")


def bot_of(shop: Shop) -> int:
    """The process id of the shop's bot."""
    assert shop.process is not None
    return members(shop.process.pid)["shouhou.bot"]


def at_the_bot(client: socket.socket, bot: int) -> str:
    """The bot's end of a client's connection, as the bot's descriptors name it."""
    ours, theirs = client.getsockname()[1], client.getpeername()[1]
    for line in Path(f"/proc/{bot}/net/tcp").read_text().splitlines()[1:]:
        columns = line.split()
        if [int(address.rpartition(":")[2], 16) for address in columns[1:3]] == [theirs, ours]:
            name = f"socket:[{columns[9]}]"
            assert name in descriptors(bot)
            return name
    raise AssertionError("the bot has no such connection")


def descriptors(process_id: int) -> set[str]:
    """What a process has open."""
    found = set()
    for descriptor in Path(f"/proc/{process_id}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed in the meantime
            found.add(os.readlink(descriptor))
    return found


def memory(process_id: int) -> int:
    """The bytes of memory that a process holds."""
    (line,) = [
        line for line in Path(f"/proc/{process_id}/status").read_text().splitlines() if line.startswith("VmRSS:")
    ]
    return int(line.split()[1]) * 1024
