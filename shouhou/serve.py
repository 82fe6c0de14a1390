"""`shouhou serve`: the bot, the action server and what else belongs to the shop, as one supervised group."""

import asyncio
import os
import shutil
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Optional

from shouhou import clock
from shouhou.models import fingerprint, model_for, newest_model
from shouhou.processes import PARENT_PIPE
from shouhou.settings import HOME, Settings, policy

READY_SECONDS = 90.0
STOP_SECONDS = 8.0
LAPSE_SECONDS = 600.0  # how often cases that ran out of time are closed in the record
RESTARTS, RESTARTS_WITHIN = 5, 60.0  # a process that dies more often than this is given up
MIN_FREE_BYTES = 200 * 1024 * 1024


class CannotStart(RuntimeError):
    """The group cannot start, or cannot go on; the message names the cause and the mend."""


@dataclass
class Member:
    """One process of the group."""

    name: str
    module: str
    port: int
    process: Optional[asyncio.subprocess.Process] = None
    listener: Optional[asyncio.Task[None]] = None
    died_at: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS))
    last_words: deque[str] = field(default_factory=lambda: deque(maxlen=12))


def prepare(settings: Settings, say: Callable[[str], None]) -> None:
    """Everything that must hold before a process is started. Raises CannotStart, SettingError or PolicyError."""
    try:
        _prepare(settings, say)
    except OSError as error:
        raise CannotStart(f"{error.filename or settings.var} cannot be used: {error.strerror}") from error


def _prepare(settings: Settings, say: Callable[[str], None]) -> None:
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    policy()
    if settings.time_offset and not settings.demo:
        raise CannotStart("SHOUHOU_TIME_OFFSET moves the clock and is for demos alone: unset it, or run with --demo")
    clock.now()  # names a time offset that does not parse
    if settings.demo:
        settings.make_secret()
    settings.secret()
    _check_disk(settings)
    if settings.port == settings.actions_port:
        raise CannotStart(f"SHOUHOU_PORT and SHOUHOU_ACTIONS_PORT are both {settings.port}: they need one each")
    for name, port in (("SHOUHOU_PORT", settings.port), ("SHOUHOU_ACTIONS_PORT", settings.actions_port)):
        _check_port(name, settings.host if name == "SHOUHOU_PORT" else "127.0.0.1", port)
    model = newest_model()
    if model is None:
        raise CannotStart("there is no trained model in models/: run `shouhou train`")
    if model != model_for(fingerprint()):
        say("the training data has changed since the model was trained: `shouhou train` makes a new one")
    try:
        _prepare_database(settings, say)
    except (ArgumentError, ValueError) as error:  # its message may hold the URL, and the URL a password
        raise CannotStart("DATABASE_URL cannot be read: is it postgresql://user:password@host:5432/name?") from error
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise CannotStart(f"the database at DATABASE_URL cannot be used: {reason}") from error


def _prepare_database(settings: Settings, say: Callable[[str], None]) -> None:
    from shouhou.cases.database import Database
    from shouhou.cases.schema import is_current, upgrade

    database = Database(settings.database_url)
    try:
        if database.is_sqlite:
            upgrade(database)
        elif not is_current(database):
            raise CannotStart("the PostgreSQL schema is older than this version: run `shouhou db upgrade`")
        if settings.demo:
            from shouhou.demo import load_demo_orders

            loaded = load_demo_orders(database)
            if loaded:
                say(f"{loaded} demo orders loaded")
    finally:
        database.dispose()


def _check_disk(settings: Settings) -> None:
    settings.var.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.var).free
    if free < MIN_FREE_BYTES:
        raise CannotStart(f"only {free // 2**20} MiB are free on the disk of SHOUHOU_VAR; 200 MiB are needed")


def _check_port(name: str, host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(f"{host}:{port} cannot be used ({error.strerror}): free it, or set {name}") from error


class Group:
    """The processes, started, watched and stopped together."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        self._stopping = asyncio.Event()
        self._members = [
            Member("action server", "shouhou.actions_server", settings.actions_port),
            Member("bot", "shouhou.bot", settings.port),
        ]

    async def run(self) -> None:
        """Start all, say when ready, watch until told to stop. Raises CannotStart."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stopping.set)
        try:
            started = time.monotonic()
            for member in self._members:
                await self._start(member)
            for member in self._members:
                await self._until_ready(member)
            if not self._stopping.is_set():
                self._tell_addresses(time.monotonic() - started)
            watchers = [asyncio.create_task(self._watch(member)) for member in self._members]
            watchers.append(asyncio.create_task(self._settle_lapses()))
            stop = asyncio.create_task(self._stopping.wait())
            done, rest = await asyncio.wait([stop, *watchers], return_when=asyncio.FIRST_COMPLETED)
            for task in rest:
                task.cancel()
            for task in done - {stop}:
                task.result()  # a watcher ends only by giving up
        finally:
            await self._stop_all()

    async def _start(self, member: Member) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {PARENT_PIPE: "1", "PYTHONUNBUFFERED": "1", "SHOUHOU_DEMO": "1" if self._settings.demo else "0"}
        member.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", member.module,
            cwd=HOME,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C reaches the supervisor, which stops the others in order
        )
        member.listener = asyncio.create_task(self._listen(member, member.process))

    async def _listen(self, member: Member, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        while line := await process.stderr.readline():
            text = line.decode(errors="replace").rstrip()
            member.last_words.append(text)
            print(f"[{member.name}] {text}", file=sys.stderr)

    async def _until_ready(self, member: Member) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._stopping.is_set():
            assert member.process is not None
            if member.process.returncode is not None:
                raise CannotStart(self._obituary(member))
            if await self._answers(member):
                return
            if time.monotonic() > deadline:
                raise CannotStart(f"the {member.name} is not ready after {READY_SECONDS:.0f} s")
            await asyncio.sleep(0.1)

    async def _answers(self, member: Member) -> bool:
        host = self._settings.local_host if member.name == "bot" else "127.0.0.1"
        path = "/" if member.name == "bot" else "/health"
        try:
            reader, writer = await asyncio.open_connection(host, member.port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            status = await asyncio.wait_for(reader.readline(), 5)
            writer.close()
        except (OSError, asyncio.TimeoutError):
            return False
        return b" 200 " in status

    async def _watch(self, member: Member) -> None:
        """Start the member again whenever it dies; raises CannotStart when it dies too often."""
        while True:
            assert member.process is not None
            await member.process.wait()
            if self._stopping.is_set():
                await asyncio.Event().wait()  # being stopped: leave the end to the others
            now = time.monotonic()
            if len(member.died_at) == RESTARTS and now - member.died_at[0] < RESTARTS_WITHIN:
                raise CannotStart(f"{self._obituary(member)} (for the {RESTARTS + 1}th time in a minute)")
            member.died_at.append(now)
            self._say(f"the {member.name} ended with code {member.process.returncode}: starting it again")
            await self._start(member)

    async def _settle_lapses(self) -> None:
        from shouhou.cases.database import Database
        from shouhou.cases.lapses import settle_lapses

        database = Database(self._settings.database_url)
        while True:
            with suppress(Exception):  # the next round tries again; readers see a lapse by arithmetic anyway
                await asyncio.to_thread(settle_lapses, database, policy(), clock.now())
            await asyncio.sleep(LAPSE_SECONDS)

    async def _stop_all(self) -> None:
        self._stopping.set()
        running = [m.process for m in reversed(self._members) if m.process and m.process.returncode is None]
        for process in running:
            with suppress(ProcessLookupError):
                process.terminate()
        if running:
            _, late = await asyncio.wait(
                [asyncio.create_task(process.wait()) for process in running], timeout=STOP_SECONDS
            )
            for process in running if late else []:
                with suppress(ProcessLookupError):
                    process.kill()

    def _obituary(self, member: Member) -> str:
        assert member.process is not None
        words = next((line for line in reversed(member.last_words) if line.strip()), "it said nothing")
        return f"the {member.name} ended with code {member.process.returncode}: {words}"

    def _tell_addresses(self, seconds: float) -> None:
        base = f"http://{self._settings.local_host}:{self._settings.port}/webhooks/widget"
        self._say(f"ready after {seconds:.1f} s")
        self._say(f"widget API   {base}")
        if self._settings.demo:
            self._say(f"demo page    {base}/demo")
        self._say("Ctrl-C stops everything")
