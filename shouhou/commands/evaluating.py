"""Measuring how well sentences are understood."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from shouhou.commands.common import BadInput, CommandError, plain_errors

if TYPE_CHECKING:
    from shouhou.evaluation.answers import Answer
    from shouhou.evaluation.bars import Bar
    from shouhou.evaluation.contents import Measured
    from shouhou.evaluation.labels import Label


def evaluate(
    files: Annotated[
        Optional[list[Path]],
        typer.Option("--file", help="JSON Lines of labelled sentences; may be repeated. [those of trainers/]"),
    ] = None,
    model: Annotated[Optional[Path], typer.Option("--model", help="A trained model. [the present one]")] = None,
    bars: Annotated[
        Optional[Path],
        typer.Option("--bars", help="What must be reached. [trainers/bars.yml; with --file nothing]"),
    ] = None,
) -> None:
    """Measure the model on labelled sentences; a report goes to var/reports/.

    Exits 1 when a figure misses its bar, 2 when a file cannot be used.
    """
    with plain_errors():
        run = _measured(files, _model(model), bars)
        _report(run)
        from shouhou.evaluation.bars import missed

        lines = missed(run.bars, run.figures)
        for line in lines:
            typer.echo(f"below the bar: {line}", err=True)
        if lines:
            raise CommandError(f"{len(lines)} of {len(run.bars)} bars are missed")
        if run.bars:
            typer.echo(f"all {len(run.bars)} bars are met")


def _measured(files: Optional[list[Path]], model: Path, bars_file: Optional[Path]) -> "Measured":
    from shouhou import clock
    from shouhou.evaluation.contents import Measured
    from shouhou.evaluation.labels import LabelError, read_labels
    from shouhou.settings import HOME
    from shouhou.training_examples import known_intents

    chosen = files or [HOME / "trainers" / name for name in ("heldout.jsonl", "told.jsonl", "asked.jsonl")]
    if bars_file is None and not files:
        bars_file = HOME / "trainers" / "bars.yml"
    # What can be wrong at once is looked at before the minutes of parsing.
    bars = _bars(bars_file) if bars_file else []
    try:
        labels = read_labels(chosen, known_intents())
    except LabelError as error:
        raise BadInput(str(error)) from error
    return Measured(model, tuple(chosen), clock.now(), _answers(model, labels), bars)


def _bars(path: Path) -> "Sequence[Bar]":
    from shouhou.evaluation.bars import BarsError, read_bars

    try:
        return read_bars(path)
    except BarsError as error:
        raise BadInput(str(error)) from error


def _model(named: Optional[Path]) -> Path:
    from shouhou.models import fingerprint, model_for, newest_model

    model = named or newest_model()
    if model is None:
        raise BadInput("there is no model; train one with `shouhou train`, or name one with --model")
    if named is None and model != model_for(fingerprint()):
        typer.echo(f"{model.name} is not of the present data; `shouhou train` makes one that is", err=True)
    return model


def _answers(model: Path, labels: "Sequence[Label]") -> "list[Answer]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from shouhou.evaluation.answers import ModelError, answers_of

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("loading the model", total=len(labels))

        def advance() -> None:
            progress.update(task, advance=1, description="parsing")

        try:
            return answers_of(model, labels, advance)
        except ModelError as error:
            raise BadInput(str(error)) from error


def _report(run: "Measured") -> None:
    import os

    from shouhou.evaluation.figures import meaning, shown
    from shouhou.settings import settings

    # matplotlib keeps a list of fonts; nothing is written outside this folder.
    os.environ.setdefault("MPLCONFIGDIR", str(settings().var / "matplotlib"))
    from shouhou.evaluation.report import write_report

    for name, value in run.figures.items():
        typer.echo(f"{shown(name, value):>8}  {meaning(name)}")
    try:
        written = write_report(run, settings().var / "reports")
    except OSError as error:
        raise BadInput(f"the report cannot be written: {error.filename}: {error.strerror}") from error
    for path in written:
        typer.echo(f"written: {path}")
