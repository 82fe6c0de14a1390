"""The figures as a table, with the ratios and the goals."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.load import Turns
from bench.measure import CLIENTS, FULL, Figures, Plan, right_share
from bench.stock_model import StockModel

Row = tuple[str, str, str, str]
Figure = Callable[[Figures], float]
HEADER: Row = ("", "shouhou", "stock Rasa", "ratio")
GOAL_HEADER: Row = ("goal", "to reach", "measured", "")


@dataclass(frozen=True)
class Goal:
    """Something to reach, what was measured, and whether it was reached."""

    name: str
    measured: float
    limit: float
    at_least: bool = False
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def rows(ours: Figures, stock: Figures, plan: Plan) -> list[Row]:
    """The table's rows: what, this project, stock, ratio."""
    table = [_row(f"turns per second, {n} clients", ours, stock, _per_second(n), "{:.1f}") for n in CLIENTS]
    for percent in (50, 95):
        table += [_row(f"p{percent}, {n} clients, ms", ours, stock, _latency(n, percent), "{:.0f}") for n in CLIENTS]
    table += [_row(f"computing for a turn, {n} clients, ms", ours, stock, _cpu(n), "{:.0f}") for n in CLIENTS]
    passes = plan.passes
    table += [
        _row("start-up to the first answer, s", ours, stock, lambda f: f.start, "{:.1f}"),
        _row("memory of the bot process after the load, MiB", ours, stock, lambda f: f.memory, "{:.0f}"),
        _row("training, s", ours, stock, lambda f: f.training, "{:.0f}"),
        _row("p50 of turns 1-8 of a conversation, ms", ours, stock, lambda f: _p50(f.first_pass), "{:.0f}"),
        _row(f"p50 of turns {8 * passes - 7}-{8 * passes}, ms", ours, stock, lambda f: _p50(f.last_pass), "{:.0f}"),
        _row(f"p50 with {plan.few_cases:,} cases, ms", ours, stock, lambda f: _p50(f.few_cases), "{:.0f}"),
        _row(f"p50 with {plan.many_cases:,} cases, ms", ours, stock, lambda f: _p50(f.many_cases), "{:.0f}"),
        _row("turns answered as the script expects, %", ours, stock, lambda f: 100 * right_share(f), "{:.1f}"),
    ]
    return table


def goals(ours: Figures, stock: Figures) -> list[Goal]:
    """What is to be reached beside stock, each at the number of clients where it is hardest."""
    return [
        Goal("throughput of stock's, at the least of 1, 8, 32 clients", min(
            ours.load[n].per_second / stock.load[n].per_second for n in CLIENTS), 3.0, at_least=True, unit="x"),
        Goal("p50 of stock's, at the most of 1, 8, 32 clients", max(
            _p50(ours.load[n]) / _p50(stock.load[n]) for n in CLIENTS), 1 / 3, unit="x"),
        Goal("memory of stock's, per bot process", ours.memory / stock.memory, 0.55, unit="x"),
        Goal("start-up to the first answer", ours.start, 10.0, unit=" s"),
        Goal("training", ours.training, 60.0, unit=" s"),
    ]


def goal_rows(reached: list[Goal]) -> list[Row]:
    """The goals' rows: what, to reach, measured, whether met."""
    return [
        (
            goal.name,
            f"{'at least' if goal.at_least else 'at most'} {goal.limit:.3g}{goal.unit}",
            f"{goal.measured:.3g}{goal.unit}",
            "met" if goal.met else "NOT MET",
        )
        for goal in reached
    ]


def notes(plan: Plan, model: StockModel, quick: bool, machine: str) -> list[str]:
    """What a reader must know about the figures."""
    told = [machine]
    if quick:
        told.insert(0, "QUICK RUN, for development: few epochs, few turns. No figure here counts.")
    told.append(
        f"Stock: Rasa 3.6 unpatched, DIET and TED {plan.epochs} epochs, SQL tracker store on SQLite, its rest channel; "
        "both bots answer from the same actions, domain, training data and rules."
    )
    if plan.epochs != FULL.epochs:
        told.append(f"Stock's training time is that of {plan.epochs} epochs, not of {FULL.epochs}.")
    if model.cached:
        told.append("Stock's training time was measured when its model was made, not in this run.")
    if model.stale:
        told.append("Stock's model was trained on older data than the present (--keep-stock).")
    return told


def markdown(table: list[Row], reached: list[Row], told: list[str]) -> str:
    """The whole report."""
    lines = ["# Benchmark", "", *(f"- {line}" for line in told), ""]
    lines += _markdown_table(HEADER, table)
    lines += ["", "## Goals", "", *_markdown_table(GOAL_HEADER, reached), ""]
    return "\n".join(lines)


def _markdown_table(header: Row, table: list[Row]) -> list[str]:
    return [_line(header), "|---|---:|---:|---:|", *map(_line, table)]


def _line(cells: Row) -> str:
    return "| " + " | ".join(cells) + " |"


def _per_second(clients: int) -> Figure:
    return lambda figures: figures.load[clients].per_second


def _latency(clients: int, percent: float) -> Figure:
    return lambda figures: 1000 * figures.load[clients].percentile(percent)


def _cpu(clients: int) -> Figure:
    return lambda figures: 1000 * figures.load[clients].cpu_per_turn


def _row(name: str, ours: Figures, stock: Figures, figure: Figure, form: str) -> Row:
    left, right = figure(ours), figure(stock)
    return name, form.format(left), form.format(right), f"{left / right:.2f}" if right else ""


def _p50(turns: Turns) -> float:
    return 1000 * turns.percentile(50)
