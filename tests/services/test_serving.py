"""`shouhou serve`: what it refuses to start with, what it keeps to itself, and how the group ends."""

import asyncio
import logging
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Optional

import pytest
from typer.testing import CliRunner, Result
from widget_world import bearer, call, is_alive, members, message, nobody_listens, post, streaming, until

from shouhou import clock
from shouhou import settings as settings_module
from shouhou.channels.widget import WidgetInput
from shouhou.channels.widget.limits import RateLimit
from shouhou.command import app
from shouhou.processes import PlainFormatter
from shouhou.serve import RESTARTS, CannotStart, Group, Member
from shouhou.settings import HOME, read_settings
from tests.shop import SECRET, Order, Shop, free_port, serving

ORIGIN = "https://shop.example"
PER_TOKEN, PER_ADDRESS = 5, 12


@pytest.fixture(scope="module")
def strict_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop embedded in two sites, which counts what it is sent."""
    environment = {
        "SHOUHOU_WIDGET_ORIGINS": f"{ORIGIN}, https://m.shop.example",
        "SHOUHOU_RATE_PER_TOKEN": str(PER_TOKEN),
        "SHOUHOU_RATE_PER_ADDRESS": str(PER_ADDRESS),
    }
    with serving(tmp_path_factory.mktemp("strict"), environment=environment) as running:
        yield running


# What it refuses to start with


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Runs `shouhou serve` with these settings, in this process: it must end before anything is started."""
    for name in [name for name in os.environ if name.startswith("SHOUHOU_")] + ["DATABASE_URL", "REDIS_URL"]:
        monkeypatch.delenv(name, raising=False)

    async def run(self: Group) -> None:
        raise AssertionError("it started")

    monkeypatch.setattr(Group, "run", run)
    caches = (settings_module.settings, settings_module.policy, clock._offset)

    def forget() -> None:
        for cache in caches:
            cache.cache_clear()

    def serve(*arguments: str, **settings: str) -> Result:
        usual = {
            "SHOUHOU_VAR": str(tmp_path / "var"), "SHOUHOU_PORT": str(free_port()),
            "SHOUHOU_ACTIONS_PORT": str(free_port()), "SHOUHOU_WIDGET_SECRET": SECRET,
        }
        for name, value in (usual | settings).items():
            monkeypatch.setenv(name, value)
        forget()
        return CliRunner().invoke(app, ["serve", *arguments])

    yield serve
    forget()


def refusal(result: Result) -> str:
    """The one line that a refused start says."""
    assert result.exit_code == 1, result.output
    (line,) = result.stderr.splitlines()
    assert line.startswith("shouhou: ")
    assert SECRET not in result.output
    return str(line)


def test_with_nothing_in_its_way_it_starts(serve: Any) -> None:
    result = serve()
    assert isinstance(result.exception, AssertionError) and str(result.exception) == "it started"


@pytest.mark.parametrize("name, value, said", [
    ("SHOUHOU_WIDGET_SECRET", "", "random key"),
    ("SHOUHOU_WIDGET_SECRET", "x" * 31, "shorter than 32 bytes"),
    ("SHOUHOU_TIME_OFFSET", "+16d", "--demo"),
    ("SHOUHOU_PORT", "http", "whole number"),
    ("SHOUHOU_PORT", "0", "from 1 to 65535"),
    ("SHOUHOU_ACTIONS_PORT", "70000", "from 1 to 65535"),
    ("SHOUHOU_RATE_PER_TOKEN", "-1", "0 or more"),
    ("SHOUHOU_RATE_PER_ADDRESS", "many", "whole number"),
    ("DATABASE_URL", "postgresql://nobody:hunter2@127.0.0.1:1/none", "cannot be used"),
    ("DATABASE_URL", "mysql://nobody:hunter2@127.0.0.1/none", "SQLite or PostgreSQL"),
    ("DATABASE_URL", "not a url hunter2", "SQLite or PostgreSQL"),
    ("DATABASE_URL", "postgresql://nobody:hunter2@127.0.0.1:port/none", "cannot be read"),
])
def test_a_setting_that_cannot_be_used_is_named_in_one_line(serve: Any, name: str, value: str, said: str) -> None:
    line = refusal(serve(**{name: value}))
    assert name in line and said in line
    assert "hunter2" not in line


@pytest.mark.parametrize("name, value", [
    ("SHOUHOU_VAR", "/proc/nowhere"), ("DATABASE_URL", "sqlite:////proc/nowhere/shouhou.db"),
])
def test_a_folder_that_cannot_be_written_is_named_in_one_line(serve: Any, name: str, value: str) -> None:
    assert "/proc/nowhere" in refusal(serve(**{name: value}))


def test_a_time_offset_that_cannot_be_read_is_named_under_a_demo_too(serve: Any) -> None:
    assert "SHOUHOU_TIME_OFFSET" in refusal(serve("--demo", SHOUHOU_TIME_OFFSET="tomorrow"))


@pytest.mark.parametrize("name", ["SHOUHOU_PORT", "SHOUHOU_ACTIONS_PORT"])
def test_a_port_that_is_taken_is_named_with_its_setting(serve: Any, name: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = refusal(serve(**{name: str(port)}))
    assert name in line and str(port) in line


def test_one_port_for_both_is_refused(serve: Any) -> None:
    port = str(free_port())
    line = refusal(serve(SHOUHOU_PORT=port, SHOUHOU_ACTIONS_PORT=port))
    assert "SHOUHOU_PORT" in line and "SHOUHOU_ACTIONS_PORT" in line


def test_a_missing_model_is_said_with_the_command_that_makes_one(
    serve: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shouhou.models.MODELS", tmp_path / "empty")
    assert "shouhou train" in refusal(serve())


def test_a_slip_in_policy_yml_is_named_by_its_line(serve: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (HOME / "policy.yml").read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip().startswith("value:"))
    lines[at] = lines[at].partition("value:")[0] + "value: -3"
    (tmp_path / "policy.yml").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(settings_module, "HOME", tmp_path)
    line = refusal(serve())
    assert "policy.yml" in line and str(at + 1) in line


def test_a_disk_that_is_full_is_said_with_what_is_needed(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shouhou.serve.MIN_FREE_BYTES", 2**60)
    assert "SHOUHOU_VAR" in refusal(serve())


def test_an_older_postgresql_schema_is_refused_with_the_command_that_mends_it(serve: Any, postgresql_url: str) -> None:
    # A search path that leads nowhere: the database as it is before its first migration.
    line = refusal(serve(DATABASE_URL=f"{postgresql_url}?options=-csearch_path%3Dnowhere"))
    assert "older" in line and "shouhou db upgrade" in line


def test_the_demo_makes_a_secret_once_that_only_its_owner_reads(serve: Any, tmp_path: Path) -> None:
    file = tmp_path / "var" / "widget_secret"
    printed = [serve("--demo", SHOUHOU_WIDGET_SECRET="").output]
    made = file.read_text()
    printed.append(serve("--demo", SHOUHOU_WIDGET_SECRET="").output)
    assert file.read_text() == made and len(made) >= 32 and file.stat().st_mode & 0o777 == 0o600
    assert all(made not in line for line in printed)


def test_a_refused_start_of_the_real_command_ends_with_code_1(tmp_path: Path) -> None:
    environment = {**os.environ, "SHOUHOU_VAR": str(tmp_path), "SHOUHOU_PORT": "x", "SHOUHOU_WIDGET_SECRET": SECRET}
    done = subprocess.run(
        [sys.executable, "-m", "shouhou.command", "serve"], cwd=HOME, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1 and "SHOUHOU_PORT" in done.stderr


# The group


async def test_a_member_that_cannot_start_is_named_with_its_last_words(tmp_path: Path) -> None:
    group = Group(read_settings({"SHOUHOU_VAR": str(tmp_path)}), print)
    group._members = [Member("bot", "shouhou.nothing_there", free_port())]
    with pytest.raises(CannotStart, match=r"the bot ended with code 1: .*shouhou\.nothing_there"):
        await group.run()


async def test_a_member_that_dies_again_and_again_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dead:
        returncode = -9

        async def wait(self) -> int:
            return -9

    starts = 0

    async def start(self: Group, member: Member) -> None:
        nonlocal starts
        starts += 1

    monkeypatch.setattr(Group, "_start", start)
    group = Group(read_settings({"SHOUHOU_VAR": str(tmp_path)}), print)
    member = Member("bot", "shouhou.bot", 1, process=Dead())  # type: ignore[arg-type]
    with pytest.raises(CannotStart, match="the bot ended with code -9"):
        await asyncio.wait_for(group._watch(member), 10)
    assert starts == RESTARTS


def test_ctrl_c_ends_all_with_code_0_and_a_killed_supervisor_takes_its_children_along(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    try:
        shop.start()
        buyer = shop.buyer(Order())
        children = _children(shop)
        with streaming(buyer) as stream:
            buyer.says("你好", "m-1")
            stream.next()
            assert shop.stop() == 0
        _all_gone(shop, children)

        shop.start()  # on the same ports and data
        assert buyer.history()["messages"][0]["id"] == "m-1"
        children = _children(shop)
        assert shop.process is not None
        shop.process.kill()
        assert shop.process.wait(10) == -signal.SIGKILL
        until(lambda: not any(map(is_alive, children)), 20, "the children end with their supervisor")
        _all_gone(shop, children)
        assert not [line for line in shop.output if "Traceback" in line or "ERROR" in line]
    finally:
        shop.stop()
        shop.database.dispose()


def _children(shop: Shop) -> list[int]:
    assert shop.process is not None
    found = members(shop.process.pid)
    assert found.keys() == {"shouhou.bot", "shouhou.actions_server"}
    return list(found.values())


def _all_gone(shop: Shop, children: list[int]) -> None:
    assert not any(map(is_alive, children))
    assert nobody_listens(shop.port) and nobody_listens(shop.actions_port)


# Origins and limits


@pytest.mark.parametrize("origin", [ORIGIN, "https://m.shop.example"])
def test_a_listed_origin_may_call_and_read_even_a_refusal_and_the_stream(strict_shop: Shop, origin: str) -> None:
    buyer = strict_shop.buyer(Order())
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "authorization, content-type, last-event-id"}
    preflight = call(strict_shop.port, "OPTIONS", "/messages", headers=asked)
    assert preflight.status in (200, 204)
    assert preflight.headers["access-control-allow-origin"] == origin
    assert {"authorization", "content-type", "last-event-id"} <= {
        name.strip().lower() for name in preflight.headers["access-control-allow-headers"].split(",")
    }
    assert "POST" in preflight.headers["access-control-allow-methods"]
    for headers in (bearer(buyer.token), {}):
        answer = call(strict_shop.port, "GET", "/messages", headers={"Origin": origin, **headers})
        assert answer.headers["access-control-allow-origin"] == origin
        assert "origin" in answer.headers["vary"].lower()
    assert _stream_headers(strict_shop, buyer.token, origin)["access-control-allow-origin"] == origin


@pytest.mark.parametrize("origin", [
    "https://evil.example", "http://shop.example", "https://shop.example.evil.example", "https://shop.example:8443",
    "https://xshop.example", "https://shopxexample", "null",
])
def test_another_origin_is_allowed_nothing(strict_shop: Shop, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for method, headers in (("OPTIONS", asked), ("GET", {"Origin": origin})):
        assert "access-control-allow-origin" not in call(strict_shop.port, method, "/messages", headers=headers).headers


def test_without_listed_origins_no_origin_is_allowed(shop: Shop) -> None:
    for origin in (ORIGIN, "null", shop.base):
        headers = {"Origin": origin, **bearer(shop.guest().token)}
        assert "access-control-allow-origin" not in call(shop.port, "GET", "/messages", headers=headers).headers


def test_too_many_messages_from_a_token_or_an_address_are_told_when_to_come_back(strict_shop: Shop) -> None:
    first, second, third = (strict_shop.buyer(Order()) for _ in range(3))
    assert [first.says("你好").status for _ in range(PER_TOKEN)] == [200] * PER_TOKEN
    refused = post(first, message("你好"))
    assert refused.status == 429 and 1 <= int(refused.headers["retry-after"]) <= 61
    assert first.uploads(b"\x89PNG\r\n\x1a\n" + b"\x00" * 32)[0] == 429
    assert len([m for m in first.history()["messages"] if m["from"] == "buyer"]) == PER_TOKEN
    assert [second.says("你好").status for _ in range(PER_TOKEN)] == [200] * PER_TOKEN
    rest = PER_ADDRESS - 2 * PER_TOKEN
    assert [third.says("你好").status for _ in range(rest + 1)] == [200] * rest + [429]


def test_a_sender_may_send_as_many_as_allowed_in_any_minute() -> None:
    limit = RateLimit(2)
    for moment in (100.0, 130.0):
        assert limit.wait_for("a", moment) is None
        limit.count("a", moment)
    assert limit.wait_for("a", 140.0) == 20.0
    assert limit.wait_for("b", 140.0) is None
    assert limit.wait_for("a", 160.0) is None
    limit.count("a", 160.0)
    assert limit.wait_for("a", 161.0) == 29.0


def test_a_limit_of_zero_is_none() -> None:
    off = RateLimit(0)
    for _ in range(1000):
        off.count("a", 1.0)
    assert off.wait_for("a", 1.0) is None


def test_the_longest_silent_sender_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shouhou.channels.widget.limits.REMEMBERED", 2)
    limit = RateLimit(1)
    for sender in ("a", "b", "a", "c"):
        limit.count(sender, 1.0)
    assert [limit.wait_for(sender, 1.0) is None for sender in ("a", "b", "c")] == [False, True, False]


# What is kept to itself


@pytest.mark.parametrize("demo", [True, False])
def test_demo_tokens_are_made_only_under_a_demo(tmp_path: Path, demo: bool) -> None:
    chosen = read_settings({
        "SHOUHOU_VAR": str(tmp_path), "SHOUHOU_WIDGET_SECRET": SECRET, "SHOUHOU_DEMO": "1" if demo else "0",
    })

    async def nothing(_: Any) -> None: ...

    routes = {route.uri for route in WidgetInput(chosen).blueprint(nothing)._future_routes}
    assert "/messages" in routes
    assert any(uri.startswith("/demo") for uri in routes) is demo


def test_a_demo_token_is_given_for_demo_buyers_and_unguessable_guests_alone(shop: Shop) -> None:
    known = call(shop.port, "GET", "/demo/buyers").json
    assert known and all("phone" not in buyer for buyer in known)
    wanted = f'{{"buyer_id": "{known[0]["buyer_id"]}"}}'.encode()
    token = call(shop.port, "POST", "/demo/token", wanted).json["token"]
    assert call(shop.port, "GET", "/messages", headers=bearer(token)).status == 200
    real = shop.buyer(Order()).buyer_id
    for status, body in (
        (422, f'{{"buyer_id": "{real}"}}'.encode()), (422, b"{}"), (422, b'{"guest": "short"}'), (400, b"[]"),
        (400, b""), (422, b'{"guest": 7}'), (422, f'{{"guest": "{"x" * 65}"}}'.encode()), (413, b"x" * 70_000),
    ):
        assert call(shop.port, "POST", "/demo/token", body).status == status, body


def test_an_error_is_logged_without_the_words_that_it_quotes(shop: Shop) -> None:
    words = "杯子碎了，我住在幸福路槐花巷口"
    buyer = shop.buyer(Order())
    rating = f'{{"score": 1, "comment": "{words}"}}'.encode()
    with _away(shop, "ratings"):
        answer = call(shop.port, "POST", "/rating", rating, bearer(buyer.token))
    assert answer.status == 500 and words.encode() not in answer.body and b"ratings" not in answer.body
    until(lambda: any("/rating" in line for line in shop.output), 10, "the failure is logged")
    with _away(shop, "cases"):
        reply = buyer.says("我的售后到哪一步了")
    assert reply.status == 200 and reply.buttons  # an apology with a way out
    until(lambda: any("cases" in line for line in shop.output), 10, "the action's failure is logged")
    assert words not in "".join(shop.output) and "我的售后到哪一步了" not in "".join(shop.output)
    assert call(shop.port, "POST", "/rating", rating, bearer(buyer.token)).status == 204


def test_a_logged_error_tells_its_place_and_kind_but_quotes_nobody() -> None:
    def fail(error: Exception, cause: Optional[Exception] = None) -> str:
        try:
            raise error from cause
        except Exception:
            record = logging.LogRecord("x", logging.ERROR, "", 0, "a turn broke off", None, sys.exc_info())
        return PlainFormatter("%(message)s").format(record)

    told = fail(ValueError("my phone is 139"), KeyError("my address"))
    assert "a turn broke off" in told and "ValueError" in told and "KeyError" in told and "in fail" in told
    assert "139" not in told and "address" not in told
    assert "No space left" in fail(OSError(28, "No space left on device"))


class _away:  # a phrase where it is used
    """A table of the shop is away while the block runs."""

    def __init__(self, shop: Shop, table: str) -> None:
        self._path, self._table = shop.var / "shouhou.db", table

    def __enter__(self) -> None:
        self._rename(self._table, f"{self._table}_away")

    def __exit__(self, *_: Any) -> None:
        self._rename(f"{self._table}_away", self._table)

    def _rename(self, old: str, new: str) -> None:
        with closing(sqlite3.connect(self._path, timeout=30)) as connection:
            connection.execute(f"ALTER TABLE {old} RENAME TO {new}")


def _stream_headers(shop: Shop, token: str, origin: str) -> dict[str, str]:
    """The headers with which a stream begins."""
    with socket.create_connection(("127.0.0.1", shop.port), timeout=20) as connection:
        connection.sendall(
            f"GET /webhooks/widget/events HTTP/1.1\r\nHost: x\r\nOrigin: {origin}\r\n"
            f"Authorization: Bearer {token}\r\n\r\n".encode()
        )
        received = b""
        deadline = time.monotonic() + 20
        while b"\r\n\r\n" not in received:
            assert time.monotonic() < deadline
            received += connection.recv(4096)
    lines = received.partition(b"\r\n\r\n")[0].decode().lower().splitlines()[1:]
    return dict(line.split(": ", 1) for line in lines)
