"""The two bots: how each is started, talked to and ended."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import uuid
from functools import lru_cache
from pathlib import Path

import httpx

from bench.conversation import Messages, script
from bench.places import STOCK_FILES, WORK
from bench.processes import child_running, children, cpu_seconds, end, free_port, resident_mib, spawn
from bench.stock_model import BenchError, stock_environment
from shouhou.channels.tokens import make_token

SECRET = "a secret of the benchmark, long enough to sign tokens with"
TOKEN_SECONDS = 24 * 3600
START_SECONDS = 300.0
POLL_SECONDS = 0.05


class MeasuredBot:
    """A bot in processes of its own. A subclass starts them and speaks its protocol."""

    name: str

    def __init__(self, database: Path) -> None:
        self.database = database
        self._port, self._actions_port = free_port(), free_port()
        self._log = WORK / "logs" / f"{self.name}.log"
        self._processes: list[subprocess.Popen[bytes]] = []

    async def start(self) -> float:
        """Start, and wait for the first right answer; the seconds from the one to the other. Raises BenchError."""
        self._log.unlink(missing_ok=True)
        started = time.monotonic()
        self._spawn()
        async with httpx.AsyncClient(timeout=START_SECONDS, trust_env=False) as http:
            while not await self._greets(http):
                self._check(time.monotonic() - started)
                await asyncio.sleep(POLL_SECONDS)
        return time.monotonic() - started

    async def say(self, client: httpx.AsyncClient, buyer: str, text: str) -> Messages:
        """Send one message of a buyer; the replies of its turn. Raises httpx.HTTPError."""
        raise NotImplementedError

    def memory_mib(self) -> float:
        """The resident memory of the process that runs the bot, without its action server, in MiB."""
        return resident_mib(self._bot_process())

    def cpu_seconds(self) -> float:
        """What all the bot's processes have computed so far, its action server included."""
        started = [process.pid for process in self._processes]
        return sum(map(cpu_seconds, started + [child for process_id in started for child in children(process_id)]))

    def stop(self) -> None:
        """End every process."""
        for process in reversed(self._processes):
            end(process, signal.SIGINT)
        self._processes.clear()

    def _spawn(self) -> None:
        raise NotImplementedError

    def _bot_process(self) -> int:
        return self._processes[-1].pid

    def _shop_environment(self) -> dict[str, str]:
        """What the case database and the actions need; empty values keep a developer's .env out."""
        return {
            "SHOUHOU_VAR": str(self.database.parent),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "REDIS_URL": "",
            "SHOUHOU_HOST": "127.0.0.1",
            "SHOUHOU_PORT": str(self._port),
            "SHOUHOU_ACTIONS_PORT": str(self._actions_port),
            "SHOUHOU_WIDGET_SECRET": SECRET,
            "SHOUHOU_RATE_PER_TOKEN": "0",
            "SHOUHOU_RATE_PER_ADDRESS": "0",
            "SHOUHOU_TIME_OFFSET": "",
        }

    async def _greets(self, http: httpx.AsyncClient) -> bool:
        greeting = script()[0]
        try:
            return greeting.is_answered_by(await self.say(http, f"start-{uuid.uuid4().hex}", greeting.says))
        except httpx.HTTPError:
            return False

    def _check(self, waited: float) -> None:
        for process in self._processes:
            if process.poll() is not None:
                raise BenchError(f"{self.name} ended with code {process.returncode} at its start: see {self._log}")
        if waited > START_SECONDS:
            raise BenchError(f"{self.name} did not answer within {START_SECONDS:.0f} s: see {self._log}")


class Shouhou(MeasuredBot):
    """This project: `shouhou serve`, talked to over the widget API."""

    name = "shouhou"

    async def say(self, client: httpx.AsyncClient, buyer: str, text: str) -> Messages:
        answer = await client.post(
            f"http://127.0.0.1:{self._port}/webhooks/widget/messages",
            headers={"Authorization": f"Bearer {_token(buyer)}"},
            json={"id": uuid.uuid4().hex, "text": text},
        )
        answer.raise_for_status()
        messages: Messages = answer.json()["messages"]
        return messages

    def _spawn(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SHOUHOU_")}
        command = [sys.executable, "-m", "shouhou.command", "serve"]
        self._processes = [spawn(command, environment | self._shop_environment(), self._log)]

    def _bot_process(self) -> int:
        return child_running(self._processes[0].pid, "shouhou.bot")


class Stock(MeasuredBot):
    """The same bot on Rasa's stock pipeline and policies: `rasa run` with its rest channel, and rasa_sdk's server."""

    name = "stock"

    def __init__(self, database: Path, model: Path) -> None:
        super().__init__(database)
        self._model = model

    async def say(self, client: httpx.AsyncClient, buyer: str, text: str) -> Messages:
        answer = await client.post(
            f"http://127.0.0.1:{self._port}/webhooks/rest/webhook",
            json={"sender": buyer, "message": text, "metadata": {"buyer_id": buyer}},
        )
        answer.raise_for_status()
        # The rest channel sends what a response carries besides its text as a message of its own.
        return [{"text": said.get("text"), **(said.get("custom") or {})} for said in answer.json()]

    def _spawn(self) -> None:
        trackers = self.database.with_name("trackers.db")
        for stale in trackers.parent.glob(f"{trackers.name}*"):
            stale.unlink()
        environment = stock_environment() | self._shop_environment() | {
            "SANIC_HOST": "127.0.0.1",
            "BENCH_ACTIONS_URL": f"http://127.0.0.1:{self._actions_port}/webhook",
            "BENCH_TRACKER_DB": str(trackers),
        }
        actions = ["-m", "rasa_sdk", "--actions", "actions", "--port", str(self._actions_port)]
        rasa = [
            "-m", "rasa", "run", "--model", str(self._model), "--interface", "127.0.0.1", "--port", str(self._port),
            "--endpoints", str(STOCK_FILES / "endpoints.yml"), "--credentials", str(STOCK_FILES / "credentials.yml"),
        ]
        self._processes = [spawn([sys.executable, *part], environment, self._log) for part in (actions, rasa)]


@lru_cache(maxsize=4096)
def _token(buyer: str) -> str:
    return make_token(SECRET, buyer_id=buyer, ttl=TOKEN_SECONDS)
