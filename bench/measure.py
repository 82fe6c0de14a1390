"""What is measured on the two bots, in one run: their figures as plain values."""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.bots import MeasuredBot, Shouhou, Stock
from bench.load import Turns, converse, drive
from bench.places import HOME, WORK
from bench.stock_model import BenchError, StockModel
from bench.world import Talkers, file_cases, make_shop

CLIENTS = (1, 8, 32)
Report = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    epochs: int
    rounds: int  # times that each number of clients is measured, the bots taking turns
    seconds: float  # each time
    talks: int  # long conversations
    passes: int  # through the script in each of them
    few_cases: int
    many_cases: int
    talkers: int = 12_000  # buyers who may speak to each bot


FULL = Plan(epochs=100, rounds=3, seconds=12, talks=3, passes=25, few_cases=10, many_cases=10_000)
QUICK = Plan(epochs=5, rounds=1, seconds=4, talks=1, passes=8, few_cases=10, many_cases=1_000)


@dataclass
class Figures:
    """What one bot showed; seconds and MiB."""

    training: float = 0.0
    start: float = 0.0
    memory: float = 0.0
    load: dict[int, Turns] = field(default_factory=dict)  # by clients
    first_pass: Turns = field(default_factory=Turns)
    last_pass: Turns = field(default_factory=Turns)
    few_cases: Turns = field(default_factory=Turns)
    many_cases: Turns = field(default_factory=Turns)


def train_ours(report: Report) -> float:
    """Train this project's model anew; the seconds from the command's start to its end. Raises BenchError."""
    report("training shouhou")
    started = time.monotonic()
    command = [sys.executable, "-m", "shouhou.command", "train", "--force"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True)
    if done.returncode != 0:
        raise BenchError(f"`shouhou train --force` failed: {done.stderr.strip()}")
    return time.monotonic() - started


def measure(plan: Plan, model: StockModel, report: Report) -> tuple[Figures, Figures]:
    """The figures of this project and of the stock bot. Raises BenchError when one of them does not work."""
    ours, stock = Figures(training=train_ours(report)), Figures(training=model.training_seconds)
    report("making the shop")
    shop = WORK / "shop" / "shouhou.db"
    make_shop(shop, 2 * plan.talkers, plan.many_cases)
    file_cases(shop, 0, plan.few_cases)
    sides = [
        _Side(Shouhou(shop), ours, plan, Talkers(0, plan.talkers)),
        _Side(Stock(shop, model.path), stock, plan, Talkers(plan.talkers, 2 * plan.talkers)),
    ]
    try:
        asyncio.run(_measure(sides, plan, report))
    finally:
        for side in sides:
            side.bot.stop()
    return ours, stock


@dataclass
class _Side:
    """One bot, its figures, and the buyers who will talk to it."""

    bot: MeasuredBot
    figures: Figures
    plan: Plan
    talkers: Talkers

    async def drive(self, clients: int) -> Turns:
        """Some seconds of load."""
        before = self.bot.cpu_seconds()
        turns = await drive(self.bot, clients, self.plan.seconds, self.talkers.next)
        turns.cpu = self.bot.cpu_seconds() - before
        return turns


async def _measure(sides: list[_Side], plan: Plan, report: Report) -> None:
    for side in sides:
        report(f"starting {side.bot.name}")
        side.figures.start = await side.bot.start()
    for side in sides:
        report(f"warming up {side.bot.name}")
        await side.drive(8)
    await _load(sides, plan, report)
    for side in sides:
        side.figures.memory = side.bot.memory_mib()
    for talk in range(plan.talks):
        for side in sides:
            report(f"{side.bot.name}: long conversation {talk + 1} of {plan.talks}")
            passes = await converse(side.bot, side.talkers.next(), plan.passes)
            side.figures.first_pass.add(passes[0])
            side.figures.last_pass.add(passes[-1])
    await _cases(sides, plan, report)


async def _load(sides: list[_Side], plan: Plan, report: Report) -> None:
    """The bots take turns, so that whatever else the machine does falls on both."""
    for number in range(plan.rounds):
        for clients in CLIENTS:
            for side in sides:
                report(f"{side.bot.name}: {clients} clients, round {number + 1} of {plan.rounds}")
                side.figures.load.setdefault(clients, Turns()).add(await side.drive(clients))


async def _cases(sides: list[_Side], plan: Plan, report: Report) -> None:
    for side in sides:
        report(f"{side.bot.name}: {plan.few_cases} cases in the database")
        side.figures.few_cases = await side.drive(1)
    report(f"filing {plan.many_cases} cases")
    file_cases(sides[0].bot.database, plan.few_cases, plan.many_cases)
    for side in sides:
        report(f"{side.bot.name}: {plan.many_cases} cases in the database")
        side.figures.many_cases = await side.drive(1)


def right_share(figures: Figures) -> float:
    """The share of all the loaded turns that were answered as the script expects, 0 to 1."""
    return statistics.fmean(turns.right_share for turns in figures.load.values())
