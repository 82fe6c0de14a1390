"""What the tests of the widget's API share: calls with their headers, a stream that is read, waiting on a condition."""

import http.client
import json
import os
import queue
import socket
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Optional, TypeVar

import jwt
import pytest
import redis

from shouhou.cases.export_kinds import Kind
from shouhou.cases.exports import export_lines
from tests.shop import SECRET, Buyer, Order, Shop

T = TypeVar("T")
PREFIX = "/webhooks/widget"
POLL_SECONDS = 0.05
ENTRANCES = (
    ("POST", "/messages"),
    ("GET", "/messages"),
    ("GET", "/events"),
    ("POST", "/files"),
    ("GET", "/files/nothing"),
    ("POST", "/rating"),
    ("POST", "/claims"),
    ("POST", "/doorbell"),
)


@dataclass(frozen=True)
class Answer:
    """An answer with its headers, their names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def call(
    port: int, method: str, path: str, body: Optional[bytes] = None, headers: Optional[dict[str, str]] = None
) -> Answer:
    """Any call under the widget's path of the bot on that port, or elsewhere when the path begins with it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # an answer may come before the body is taken
            connection.request(method, path if path.startswith(PREFIX) else PREFIX + path, body, headers or {})
        response = connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


def sign(claims: dict[str, Any], secret: str = SECRET, algorithm: str = "HS256", seconds: int = 3600) -> str:
    """A token with any claims, `iat` and `exp` added unless they are given (None leaves one out)."""
    now = datetime.now(timezone.utc)
    times = {"iat": int(now.timestamp()), "exp": int((now + timedelta(seconds=seconds)).timestamp())}
    given = {name: value for name, value in {**times, **claims}.items() if value is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyJWT minds a key that is short for its algorithm: here that is the point
        return jwt.encode(given, None if algorithm == "none" else secret, algorithm=algorithm)


def message(text: str, message_id: Optional[str] = None) -> bytes:
    """The body of a text message."""
    return json.dumps({"id": message_id or uuid.uuid4().hex, "text": text}).encode()


def post(buyer: Buyer, body: bytes, port: Optional[int] = None) -> Answer:
    """POST /messages as the buyer, through the bot on the shop's or another port."""
    return call(port or buyer.shop.port, "POST", "/messages", body, bearer(buyer.token))


def until(condition: Callable[[], Optional[T]], seconds: float, what: str, poll: float = POLL_SECONDS) -> T:
    """What the condition returns as soon as that is true of it; fails after the seconds."""
    deadline = time.monotonic() + seconds
    while True:
        if found := condition():
            return found
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(poll)


def members(supervisor: int) -> dict[str, int]:
    """The running children of a supervisor: module name to process id."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            words = (folder / "cmdline").read_bytes().decode().split("\0")
            if int(status[1]) == supervisor and status[0] != "Z" and "-m" in words:
                found[words[words.index("-m") + 1]] = int(folder.name)
    return found


def is_alive(process_id: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def nobody_listens(port: int) -> bool:
    """Whether nobody takes connections on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def summary_of_an_application(buyer: Buyer, request: str = "我要退货退款，杯盖裂了") -> None:
    """Talk until the application is summed up and asks for the yes."""
    reply = buyer.says(request)
    for _ in range(6):
        if "确认提交" in reply.buttons:
            return
        reply = buyer.says("没有")
    raise AssertionError(f"no summary: {reply.text}")


def redis_url() -> str:
    """A Redis to test with. Skips where none is reachable; under CI that fails."""
    url = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/0"
    try:
        redis.Redis.from_url(url, socket_connect_timeout=5).ping()
    except redis.RedisError as error:
        reason = f"no Redis at {url} (set TEST_REDIS_URL): {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return url


def records_of(buyer: Buyer, kind: Kind = Kind.CASES) -> list[dict[str, Any]]:
    """The buyer's records of a kind, as they are exported."""
    return [line for line in export_lines(buyer.shop.database, kind) if line["buyer_id"] == buyer.buyer_id]


def buyer_at_the_yes(shop: Shop) -> Buyer:
    """A new buyer whose application waits for the yes."""
    buyer = shop.buyer(Order())
    summary_of_an_application(buyer)
    return buyer


@dataclass(frozen=True)
class Event:
    """One event of a stream."""

    kind: str
    id: Optional[str]
    data: Any


class Stream:
    """A stream that is being read."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self._response = response
        self._events: queue.Queue[Event] = queue.Queue()
        self.retry: Optional[str] = None
        threading.Thread(target=self._read, daemon=True).start()

    def next(self, kind: str = "message", seconds: float = 20) -> Event:
        """The next event of a kind; others are passed over. Fails when none comes."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {kind} event within {seconds} s") from None
            if event.kind == kind:
                return event

    def _read(self) -> None:
        fields: dict[str, str] = {}
        with suppress(OSError, ValueError, AttributeError, http.client.HTTPException):
            for raw in self._response:
                line = raw.decode().rstrip("\n")
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                    continue
                self.retry = fields.get("retry", self.retry)
                if "data" in fields:
                    kind = fields.get("event", "message")
                    self._events.put(Event(kind, fields.get("id"), json.loads(fields["data"])))
                fields = {}


@contextmanager
def streaming(
    buyer: Buyer, after: Optional[str] = None, last_event_id: Optional[str] = None, port: Optional[int] = None
) -> Iterator[Stream]:
    """The buyer's stream while the block runs."""
    connection = http.client.HTTPConnection("127.0.0.1", port or buyer.shop.port, timeout=90)
    headers = bearer(buyer.token) | ({"Last-Event-ID": last_event_id} if last_event_id is not None else {})
    connection.request("GET", f"{PREFIX}/events" + (f"?after={after}" if after is not None else ""), headers=headers)
    response = connection.getresponse()
    assert response.status == 200, response.read()
    assert response.getheader("Content-Type", "").startswith("text/event-stream")
    try:
        yield Stream(response)
    finally:
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
        connection.close()
