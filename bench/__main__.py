"""`python -m bench`: measure, print the table, write it down."""

import dataclasses
import os
import platform
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench import report as tables
from bench.measure import FULL, QUICK, Report, measure
from bench.places import HOME, REPORT
from bench.stock_model import BenchError, stock_model
from shouhou.rules.window import SHANGHAI


def main(
    quick: Annotated[bool, typer.Option("--quick", help="Few epochs and turns, for work on the benchmark.")] = False,
    stock_epochs: Annotated[
        int, typer.Option(min=1, help="Epochs of the stock bot's training; fewer give the same speed and memory.")
    ] = FULL.epochs,
    keep_stock: Annotated[
        bool, typer.Option("--keep-stock", help="Take the newest stock model though the data has changed since.")
    ] = False,
) -> None:
    """Measure this project and the same bot on Rasa's stock pipeline and policies, side by side."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the bots are ended with it
    plan = QUICK if quick else dataclasses.replace(FULL, epochs=stock_epochs)
    machine = _machine()
    try:
        with _progress() as report:
            model = stock_model(plan.epochs, keep_stock, report)
            ours, stock = measure(plan, model, report)
    except BenchError as error:
        Console(stderr=True).print(f"bench: {error}", style="red", markup=False)
        raise typer.Exit(1) from error
    rows, reached = tables.rows(ours, stock, plan), tables.goal_rows(tables.goals(ours, stock))
    notes = tables.notes(plan, model, quick, machine)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(tables.markdown(rows, reached, notes), encoding="utf-8")
    _show(rows, reached, notes)


def _show(rows: list[tables.Row], reached: list[tables.Row], notes: list[str]) -> None:
    console = Console()
    for note in notes:
        console.print(note, markup=False)
    for header, body in ((tables.HEADER, rows), (tables.GOAL_HEADER, reached)):
        table = Table(*header)
        for column in table.columns[1:]:
            column.justify = "right"
        for row in body:
            table.add_row(*row)
        console.print(table)
    console.print(f"written to {REPORT.relative_to(HOME)}")


@contextmanager
def _progress() -> Iterator[Report]:
    """What is being done, on standard error: one live line on a terminal, else a line for each step."""
    console = Console(stderr=True)
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("bench", total=None)

        def report(step: str) -> None:
            progress.update(task, description=step)
            if not console.is_terminal:
                console.print(f"bench: {step}")

        yield report


def _machine() -> str:
    """When and where the figures come from: noise is told by the load before the run."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HOME, capture_output=True, text=True)
    when = datetime.now(SHANGHAI).isoformat(timespec="minutes")
    return (
        f"{when}, commit {commit.stdout.strip() or 'unknown'}, {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}; load average before the run {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    typer.run(main)
