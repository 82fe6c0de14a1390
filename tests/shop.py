"""A shop that really serves, for tests: `shouhou serve` in a folder of its own, and buyers who talk to it over HTTP.

The shop's clock is moved so that the tests find it at a chosen hour, whatever the hour is where they run.
"""

import contextlib
import csv
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any, Optional

from shouhou.cases.database import Database
from shouhou.cases.orders_import import import_orders
from shouhou.channels.tokens import make_token
from shouhou.rules.window import SHANGHAI
from shouhou.settings import HOME

SECRET = "a secret of the tests, long enough to sign tokens with"
START_SECONDS = 120


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def offset_to(hour: int) -> timedelta:
    """How far to move the clock, whole minutes, so that in Shanghai it is just past `hour` o'clock."""
    now = datetime.now(SHANGHAI)
    wanted = datetime.combine(now.date(), time(hour), SHANGHAI)
    minutes = (wanted - now) // timedelta(minutes=1) + 1
    return timedelta(minutes=minutes)


@dataclass
class Order:
    """An order as a test wants it; days are before the shop's now, None is not yet."""

    product: str = "蓝色保温杯"
    category: str = "水杯"
    received: Optional[float] = 3
    paid: Optional[float] = None
    amount: str = "99.00"
    warranty_days: str = ""
    prior_cancellations: int = 0
    status: str = ""
    phone: str = "13900001234"
    buyer_id: Optional[str] = None
    number: str = field(default_factory=lambda: f"261101-{uuid.uuid4().int % 10**15:015d}")


@dataclass
class Reply:
    """What a turn answered."""

    status: int
    messages: list[dict[str, Any]]

    @property
    def text(self) -> str:
        """All texts of the turn."""
        return "\n".join(message.get("text", "") for message in self.messages)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of all the turn's messages, later ones over earlier ones."""
        merged: dict[str, Any] = {}
        for message in self.messages:
            merged |= message.get("facts", {})
        return merged

    @property
    def buttons(self) -> dict[str, str]:
        """The payload of each button by its title."""
        return {b["title"]: b["payload"] for message in self.messages for b in message.get("buttons", [])}

    @property
    def senders(self) -> list[str]:
        return [message["from"] for message in self.messages]


class Buyer:
    """A buyer or a guest who talks to the shop."""

    def __init__(self, shop: "Shop", token: str, buyer_id: Optional[str]) -> None:
        self.shop = shop
        self.token = token
        self.buyer_id = buyer_id
        self.last = Reply(0, [])

    def says(self, text: str, message_id: Optional[str] = None) -> Reply:
        """Send a text."""
        return self._post({"id": message_id or uuid.uuid4().hex, "text": text})

    def presses(self, title: str, message_id: Optional[str] = None) -> Reply:
        """Press a button of the last reply that had any."""
        assert title in self.last.buttons, f"no button {title!r} among {list(self.last.buttons)}"
        return self._post({"id": message_id or uuid.uuid4().hex, "payload": self.last.buttons[title]})

    def sends_file(self, content: bytes) -> Reply:
        """Upload a file and send it."""
        return self._post({"id": uuid.uuid4().hex, "file_id": self.uploads(content)[1]["file_id"]})

    def uploads(self, content: bytes) -> tuple[int, Any]:
        """Upload a file; the status and the answer."""
        mark = uuid.uuid4().hex
        body = (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self.call("POST", "/files", body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def history(self, after: str = "") -> Any:
        """Both sides so far, however many pages that is."""
        page = self.call("GET", f"/messages?after={after}")[1]
        messages = list(page["messages"])
        while page.get("more"):
            page = self.call("GET", f"/messages?after={page['cursor']}")[1]
            messages += page["messages"]
        return {"messages": messages, "cursor": page["cursor"]}

    def call(
        self, method: str, path: str, body: Optional[bytes] = None, headers: Optional[dict[str, str]] = None
    ) -> tuple[int, Any]:
        """Any call under the widget's path, with this buyer's token."""
        return self.shop.call(method, path, body, {"Authorization": f"Bearer {self.token}", **(headers or {})})

    def _post(self, message: dict[str, Any]) -> Reply:
        status, answer = self.call("POST", "/messages", json.dumps(message).encode())
        reply = Reply(status, answer["messages"] if status == 200 else [])
        if reply.messages:
            self.last = reply
        return reply


class Shop:
    """A shop that serves."""

    def __init__(self, var: Path, hour: int = 10, environment: Optional[dict[str, str]] = None) -> None:
        self.var = var
        self.port, self.actions_port = free_port(), free_port()
        self.offset = offset_to(hour)
        self.base = f"http://127.0.0.1:{self.port}/webhooks/widget"
        minutes = int(self.offset.total_seconds() // 60)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SHOUHOU_")},
            "SHOUHOU_VAR": str(var),
            "SHOUHOU_PORT": str(self.port),
            "SHOUHOU_ACTIONS_PORT": str(self.actions_port),
            "SHOUHOU_WIDGET_SECRET": SECRET,
            "SHOUHOU_RATE_PER_TOKEN": "0",
            "SHOUHOU_RATE_PER_ADDRESS": "0",
            "SHOUHOU_TIME_OFFSET": f"{minutes:+d}m",
            **(environment or {}),
        }
        self.database = Database(self.environment.get("DATABASE_URL") or f"sqlite:///{var / 'shouhou.db'}")
        self.process: Optional[subprocess.Popen[str]] = None
        self.output: list[str] = []

    def now(self) -> datetime:
        """The shop's now."""
        return datetime.now(timezone.utc) + self.offset

    def start(self) -> None:
        """Serve; returns once the shop says that it is ready."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "shouhou.command", "serve", "--demo"], cwd=HOME, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        ready = threading.Event()

        def read() -> None:
            assert self.process is not None and self.process.stdout is not None
            for line in self.process.stdout:
                self.output.append(line)
                if line.startswith("ready"):
                    ready.set()
            ready.set()

        threading.Thread(target=read, daemon=True).start()
        ready.wait(START_SECONDS)
        if self.process.poll() is not None or not any(line.startswith("ready") for line in self.output):
            self.stop()
            raise RuntimeError("the shop did not start:\n" + "".join(self.output[-30:]))

    def stop(self) -> int:
        """End it as Ctrl-C does; returns its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `shouhou …` on this shop's data."""
        return subprocess.run(
            [sys.executable, "-m", "shouhou.command", *arguments], cwd=HOME, text=True, capture_output=True,
            env={**self.environment, "SHOUHOU_DEMO": "1"},
        )

    def exported(self, kind: str) -> list[dict[str, Any]]:
        """The records of a kind, as `shouhou export` gives them."""
        done = self.command("export", kind, "--format", "jsonl")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def buyer(self, *orders: Order, buyer_id: Optional[str] = None) -> Buyer:
        """A new buyer with these orders."""
        buyer_id = buyer_id or f"b-{uuid.uuid4().hex[:12]}"
        self.import_orders(*orders, buyer_id=buyer_id)
        return Buyer(self, make_token(SECRET, buyer_id=buyer_id, ttl=3600), buyer_id)

    def guest(self, visit: Optional[str] = None) -> Buyer:
        """A new guest."""
        return Buyer(self, make_token(SECRET, visit=visit or uuid.uuid4().hex, ttl=3600), None)

    def import_orders(self, *orders: Order, buyer_id: str) -> None:
        """Bring orders in as a shop would, from a standard file."""
        if not orders:
            return
        path = self.var / f"orders-{uuid.uuid4().hex}.csv"
        path.write_text(_csv(orders, buyer_id, self.now()), encoding="utf-8")
        import_orders(self.database, path, self.now())

    def call(
        self, method: str, path: str, body: Optional[bytes] = None, headers: Optional[dict[str, str]] = None
    ) -> tuple[int, Any]:
        """Any call under the widget's path; the status and the answer, decoded where it is JSON."""
        request = urllib.request.Request(self.base + path, data=body, method=method, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, _decoded(response.read())
        except urllib.error.HTTPError as error:
            return error.code, _decoded(error.read())


@contextlib.contextmanager
def serving(var: Path, hour: int = 10, environment: Optional[dict[str, str]] = None) -> Iterator[Shop]:
    """A shop that serves while the block runs."""
    shop = Shop(var, hour, environment)
    shop.start()
    try:
        yield shop
    finally:
        shop.stop()
        shop.database.dispose()


def numbers_in(text: str) -> list[str]:
    """The runs of digits in a text."""
    return re.findall(r"\d+", text)


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content


def _csv(orders: tuple[Order, ...], buyer_id: str, now: datetime) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["order_number", "buyer_id", "buyer_name", "buyer_phone", "shop", "product", "category", "paid_amount",
         "paid_at", "shipped_at", "received_at", "warranty_days", "status", "prior_cancellations"]
    )
    local = now.astimezone(SHANGHAI).replace(microsecond=0)
    for order in orders:
        paid = order.paid if order.paid is not None else (order.received or 0) + 3
        received = "" if order.received is None else (local - timedelta(days=order.received)).isoformat()
        shipped = "" if order.received is None else (local - timedelta(days=paid - 1)).isoformat()
        writer.writerow(
            [order.number, order.buyer_id if order.buyer_id is not None else buyer_id, "测试买家", order.phone,
             "测试店铺", order.product, order.category, order.amount, (local - timedelta(days=paid)).isoformat(),
             shipped, received, order.warranty_days, order.status, order.prior_cancellations]
        )
    return out.getvalue()
