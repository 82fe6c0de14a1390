"""`python -m bench.streams`: what open conversations cost: turns beside none and beside 2,000 idle streams.

Also the memory of a stream, the queries of idle ones, and how long the bot takes to end with all of them open. The bot
works on a PostgreSQL database made for the run, whose own counters tell its queries; without a server, on SQLite and
uncounted.
"""

import asyncio
import multiprocessing
import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import OperationalError

from bench.bots import SECRET, TOKEN_SECONDS, Shouhou
from bench.load import Turns, drive
from bench.measure import Report
from bench.places import WORK
from bench.processes import cpu_seconds
from bench.stock_model import BenchError
from bench.world import Talkers, make_shop
from shouhou.bot import allow_open_files
from shouhou.cases.database import Database
from shouhou.cases.orders_import import import_orders
from shouhou.cases.schema import upgrade
from shouhou.channels.tokens import make_token

SERVER_URL = os.environ.get("TEST_DATABASE_URL") or "postgresql://postgres@127.0.0.1:5432/test"
CLIENTS = (1, 8)
TALKERS = 8_000
AT_ONCE = 50  # streams that are being opened: fewer than a server lets wait
OPEN_SECONDS = 120.0
QUIET = 0.1  # of a core; idle streams take less
FLUSH_SECONDS = 12.0  # PostgreSQL's sessions hand their counts in at least every ten seconds


@dataclass
class Figures:
    """What was measured with a number of streams open; None: not measured."""

    load: dict[int, Turns] = field(default_factory=lambda: {clients: Turns() for clients in CLIENTS})
    memory: float = 0.0  # MiB, of the bot's process, before the load
    computing: float = 0.0  # of the bot's process while nobody speaks, as a share of a core
    queries: Optional[float] = None  # transactions a second while nobody speaks


class _Bot(Shouhou):
    """The bot on any database, looked at more closely."""

    name = "streams"

    def __init__(self, shop: Path, url: str) -> None:
        super().__init__(shop)
        self._url = url

    @property
    def port(self) -> int:
        return self._port

    def computed(self) -> float:
        """What the bot's process alone has computed, in seconds."""
        return cpu_seconds(self._bot_process())

    def connections(self) -> int:
        """How many descriptors the bot's process has open: beside a few that stay, one for each connection."""
        return len(os.listdir(f"/proc/{self._bot_process()}/fd"))

    def _shop_environment(self) -> dict[str, str]:
        return super()._shop_environment() | {"DATABASE_URL": self._url}


class _Counter:
    """Counts a PostgreSQL database's transactions, from another database, so that it does not count itself."""

    def __init__(self, server: Engine, name: str) -> None:
        self._server, self._name = server, name

    def read(self) -> int:
        """How many there have been so far."""
        query = text("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = :name")
        with self._server.connect() as connection:
            return int(connection.execute(query, {"name": self._name}).scalar_one())


@contextmanager
def _database(server_url: str, shop: Path, report: Report) -> Iterator[tuple[str, Optional[_Counter]]]:
    """The address of a shop's database made for this run, and its counter when it is PostgreSQL."""
    make_shop(shop, TALKERS, 0)
    server = create_engine(server_url, isolation_level="AUTOCOMMIT", future=True)
    name = f"shouhou_bench_{uuid.uuid4().hex[:12]}"
    try:
        _run(server, f"CREATE DATABASE {name}")
    except OperationalError:
        report("no PostgreSQL can be reached: on SQLite, and queries are not counted")
        yield f"sqlite:///{shop}", None
        return
    try:
        url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
        database = Database(url)
        upgrade(database)
        import_orders(database, shop.with_suffix(".csv"), datetime.now(timezone.utc))
        database.dispose()
        yield url, _Counter(server, name)
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()


def _run(server: Engine, statement: str) -> None:
    with server.connect() as connection:
        connection.execute(text(statement))


# The streams' own process


@contextmanager
def _open_streams(port: int, count: int) -> Iterator[Callable[[], bool]]:
    """Idle streams, in a process of their own, while the block runs; gives whether all are still open."""
    here, there = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_hold_streams, args=(port, count, there), daemon=True)
    process.start()
    there.close()
    try:
        if not here.poll(OPEN_SECONDS) or here.recv() != "open":
            raise BenchError(f"{count} streams were not open within {OPEN_SECONDS:.0f} s")
        yield lambda: not here.poll()
    except EOFError as error:
        raise BenchError("the streams' process broke") from error
    finally:
        process.kill()
        process.join()


def _hold_streams(port: int, count: int, told: "Connection[str, str]") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # its parent ends it
    allow_open_files()
    asyncio.run(_hold(port, count, told))


async def _hold(port: int, count: int, told: "Connection[str, str]") -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    readers = await asyncio.gather(*(_open_stream(port, f"listener-{number:06d}", gate) for number in range(count)))
    told.send("open")
    await asyncio.wait([asyncio.create_task(_read(reader)) for reader in readers], return_when="FIRST_COMPLETED")
    told.send("ended")
    await asyncio.Event().wait()


async def _open_stream(port: int, buyer: str, gate: asyncio.Semaphore) -> asyncio.StreamReader:
    async with gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        token = make_token(SECRET, buyer_id=buyer, ttl=TOKEN_SECONDS)
        writer.write(
            f"GET /webhooks/widget/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Authorization: Bearer {token}\r\nAccept: text/event-stream\r\n\r\n".encode()
        )
        await reader.readuntil(b"retry:")
        return reader


async def _read(reader: asyncio.StreamReader) -> None:
    while await reader.read(1024):
        pass


# Measuring


@dataclass(frozen=True)
class _Plan:
    streams: int
    rounds: int
    seconds: float  # of each stretch of load
    idle: float  # seconds without a turn


async def _measure(
    bot: _Bot, counter: Optional[_Counter], plan: _Plan, report: Report
) -> tuple[Figures, Figures, float]:
    """The figures with none and with all streams open, and the KB that a stream takes."""
    report("starting the bot")
    await bot.start()
    talkers = Talkers(0, TALKERS)
    report("warming up")
    await drive(bot, max(CLIENTS), plan.seconds, talkers.next)
    none, all_open, each = Figures(), Figures(), 0.0
    for number in range(plan.rounds):
        few = bot.connections()
        if number == 0:
            await _idle(bot, counter, plan, none, "0 streams", report)
        await _load(bot, plan, none, f"0 streams, round {number + 1}", talkers, report)
        with _open_streams(bot.port, plan.streams) as all_last:
            if number == 0:
                await _idle(bot, counter, plan, all_open, f"{plan.streams} streams", report)
                each = await _memory_of_a_stream(bot, plan, report)
            await _load(bot, plan, all_open, f"{plan.streams} streams, round {number + 1}", talkers, report)
            if not all_last():
                raise BenchError("a stream ended while it was measured")
        await _until_left(bot, few, plan)
    return none, all_open, each


async def _idle(
    bot: _Bot, counter: Optional[_Counter], plan: _Plan, figures: Figures, what: str, report: Report
) -> None:
    report(f"{what}: idle")
    figures.memory = bot.memory_mib()
    await asyncio.sleep(FLUSH_SECONDS)
    computed, began = bot.computed(), time.monotonic()
    counted = counter.read() if counter is not None else None
    await asyncio.sleep(plan.idle)
    seconds = time.monotonic() - began
    figures.computing = (bot.computed() - computed) / seconds
    if counter is not None and counted is not None:
        figures.queries = (counter.read() - counted) / seconds


async def _load(bot: _Bot, plan: _Plan, figures: Figures, what: str, talkers: Talkers, report: Report) -> None:
    await _until_quiet(bot, plan)
    for clients in CLIENTS:
        report(f"{what}: {clients} clients")
        figures.load[clients].add(await drive(bot, clients, plan.seconds, talkers.next))


async def _memory_of_a_stream(bot: _Bot, plan: _Plan, report: Report) -> float:
    """KB for each of as many streams again: the first ones fill memory that the process has free but keeps."""
    report(f"{2 * plan.streams} streams: memory")
    few, before = bot.connections(), bot.memory_mib()
    with _open_streams(bot.port, plan.streams):
        taken = bot.memory_mib() - before
    await _until_left(bot, few, plan)
    return taken * 1024 / plan.streams


async def _until_quiet(bot: _Bot, plan: _Plan) -> None:
    """Wait until the bot has done what streams that came or left have given it: each reads the record as it opens."""
    until = time.monotonic() + OPEN_SECONDS
    while True:
        computed = bot.computed()
        await asyncio.sleep(1)
        if bot.computed() - computed < QUIET:
            return
        if time.monotonic() > until:
            raise BenchError(f"the bot was not quiet after {OPEN_SECONDS:.0f} s with {plan.streams} streams")


async def _until_left(bot: _Bot, few: int, plan: _Plan) -> None:
    """Wait until the bot has noticed that streams' clients have left. Raises BenchError when it does not."""
    until = time.monotonic() + OPEN_SECONDS
    while bot.connections() > few + plan.streams // 100:
        if time.monotonic() > until:
            raise BenchError(f"streams whose clients have left were open after {OPEN_SECONDS:.0f} s")
        await asyncio.sleep(0.1)


def _end(bot: _Bot, streams: int, report: Report) -> float:
    report(f"{streams} streams: Ctrl-C")
    with _open_streams(bot.port, streams):
        began = time.monotonic()
        bot.stop()
        return time.monotonic() - began


def _rows(
    none: Figures, all_open: Figures, each: float, ending: float, streams: int
) -> Iterator[tuple[str, str, str, str]]:
    yield "", "0 streams", f"{streams:,} streams", "ratio"
    for clients in CLIENTS:
        for percent in (50, 95):
            left, right = (1000 * side.load[clients].percentile(percent) for side in (none, all_open))
            name = f"p{percent}, {clients} client{'s' if clients > 1 else ''}, ms"
            yield name, f"{left:.1f}", f"{right:.1f}", f"{right / left:.2f}"
    left, right = (100 * min(turns.right_share for turns in side.load.values()) for side in (none, all_open))
    yield "turns answered as the script expects, %", f"{left:.1f}", f"{right:.1f}", ""
    yield "memory of the bot process, MiB", f"{none.memory:.0f}", f"{all_open.memory:.0f}", ""
    yield "memory for a stream, KB", "", f"{each:.1f}", ""
    yield "transactions a second, idle", _number(none.queries), _number(all_open.queries), ""
    yield "computing while idle, % of a core", f"{100 * none.computing:.1f}", f"{100 * all_open.computing:.1f}", ""
    yield "Ctrl-C to the end of every process, s", "", f"{ending:.1f}", ""


def _number(value: Optional[float]) -> str:
    return "not counted" if value is None else f"{value:.2f}"


def main(
    streams: Annotated[int, typer.Option(min=1, help="Streams that are open.")] = 2000,
    rounds: Annotated[int, typer.Option(min=1, help="Times that each number of streams is measured.")] = 3,
    seconds: Annotated[float, typer.Option(help="Seconds of load, each time.")] = 12,
    idle: Annotated[float, typer.Option(help="Seconds without a turn, to count what idle streams do.")] = 45,
    postgresql: Annotated[str, typer.Option(help="A server on which a database may be made.")] = SERVER_URL,
) -> None:
    """Measure turns beside open streams and print the table as Markdown."""
    console = Console(stderr=True)

    def report(step: str) -> None:
        console.print(f"measuring: {step}", markup=False)

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the bot is ended with it
    shop = WORK / "streams" / "shouhou.db"
    plan = _Plan(streams, rounds, seconds, idle)
    try:
        with _database(postgresql, shop, report) as (url, counter):
            bot = _Bot(shop, url)
            try:
                none, all_open, each = asyncio.run(_measure(bot, counter, plan, report))
                ending = _end(bot, streams, report)
            finally:
                bot.stop()
    except BenchError as error:
        console.print(f"bench: {error}", style="red", markup=False)
        raise typer.Exit(1) from error
    for number, row in enumerate(_rows(none, all_open, each, ending, streams)):
        print("| " + " | ".join(row) + " |" + ("\n|---|---:|---:|---:|" if number == 0 else ""))


if __name__ == "__main__":
    typer.run(main)
