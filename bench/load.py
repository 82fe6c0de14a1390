"""Closed-loop clients: each says its next message as soon as the last one is answered."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Optional, Protocol

import httpx

from bench.conversation import Messages, script

TURN_SECONDS = 120.0  # a turn that takes longer is not waited for


class Bot(Protocol):
    """A bot that clients can talk to."""

    name: str

    async def say(self, client: httpx.AsyncClient, buyer: str, text: str) -> Messages:
        """Send one message of a buyer; the replies of its turn, each with `text` and `facts`."""


@dataclass
class Turns:
    """Measured turns: the seconds of each; how many were answered rightly; how many ended in how long.

    `cpu` is what the bot's processes computed meanwhile, in seconds; filled in by whoever knows the processes.
    """

    seconds: list[float] = field(default_factory=list)
    right: int = 0
    ended: int = 0
    elapsed: float = 0.0
    cpu: float = 0.0

    def add(self, other: "Turns") -> None:
        """Take in the turns of a later stretch."""
        self.seconds += other.seconds
        self.right += other.right
        self.ended += other.ended
        self.elapsed += other.elapsed
        self.cpu += other.cpu

    @property
    def per_second(self) -> float:
        """Turns ended in a second, over all clients."""
        return self.ended / self.elapsed if self.elapsed else 0.0

    @property
    def cpu_per_turn(self) -> float:
        """Seconds of computing for a turn."""
        return self.cpu / len(self.seconds) if self.seconds else 0.0

    @property
    def right_share(self) -> float:
        """The share of turns that were answered as the script expects, 0 to 1."""
        return self.right / len(self.seconds) if self.seconds else 0.0

    def percentile(self, percent: float) -> float:
        """The time in seconds within which this percentage of the turns ended. Raises ValueError without turns."""
        if not self.seconds:
            raise ValueError("no turn was measured")
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


async def drive(bot: Bot, clients: int, seconds: float, next_buyer: Callable[[], str]) -> Turns:
    """Let `clients` talk for `seconds`, each through whole conversations of buyers who have not spoken before.

    Turns under way at the end are waited for and timed, but do not count as ended.
    """
    measured = Turns()
    async with _client(clients) as http:
        started = time.perf_counter()
        await asyncio.gather(*(_talk(bot, http, started + seconds, next_buyer, measured) for _ in range(clients)))
    measured.elapsed = seconds
    return measured


async def converse(bot: Bot, buyer: str, passes: int) -> list[Turns]:
    """One buyer goes through the script `passes` times in one conversation; the turns of each pass."""
    measured = []
    async with _client(1) as http:
        for _ in range(passes):
            turns = Turns()
            await _run_script(bot, http, buyer, turns)
            measured.append(turns)
    return measured


async def _talk(
    bot: Bot, http: httpx.AsyncClient, until: float, next_buyer: Callable[[], str], measured: Turns
) -> None:
    while time.perf_counter() < until:
        await _run_script(bot, http, next_buyer(), measured, until)


async def _run_script(
    bot: Bot, http: httpx.AsyncClient, buyer: str, measured: Turns, until: Optional[float] = None
) -> None:
    for step in script():
        began = time.perf_counter()
        if until is not None and began >= until:
            return
        messages = await bot.say(http, buyer, step.says)
        ended = time.perf_counter()
        measured.seconds.append(ended - began)
        measured.right += step.is_answered_by(messages)
        measured.ended += until is None or ended < until
        measured.elapsed += ended - began


def _client(clients: int) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    return httpx.AsyncClient(timeout=TURN_SECONDS, limits=limits, trust_env=False)
