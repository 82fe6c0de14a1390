"""The command `shouhou evaluate`, with a parse that needs no model."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from answers_made import answer
from click.testing import Result
from typer.testing import CliRunner

from shouhou import settings
from shouhou.command import app
from shouhou.evaluation import answers
from shouhou.evaluation.answers import Answer
from shouhou.evaluation.labels import Label

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """The command with a model that says `deny` to everything; what it writes stays in the test's folder."""
    monkeypatch.setenv("SHOUHOU_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(answers, "answers_of", _deny)
    settings.settings.cache_clear()
    model = tmp_path / "model.tar.gz"
    model.write_bytes(b"0")
    yield lambda *arguments: CliRunner().invoke(app, ["evaluate", "--model", str(model), *map(str, arguments)])
    settings.settings.cache_clear()


def _deny(model: Path, labels: Sequence[Label], advance: Callable[[], None]) -> list[Answer]:
    for _ in labels:
        advance()
    return [answer(label.intent, "deny", text=label.text) for label in labels]


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    return _written(tmp_path / "labels.jsonl", {"text": "不", "intent": "deny"}, {"text": "算了", "intent": "stop"})


def _written(file: Path, *lines: dict[str, Any]) -> Path:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def test_figures_are_printed_and_reports_written(run: Run, labels: Path, tmp_path: Path) -> None:
    result = run("--file", labels)
    assert result.exit_code == 0, result.output
    assert "0.500  intent right, in scope" in result.stdout
    assert {path.suffix for path in (tmp_path / "var" / "reports").iterdir()} == {".md", ".html", ".png"}


def test_the_projects_bars_hold_for_its_own_sentences(run: Run) -> None:
    result = run()
    assert result.exit_code == 1
    assert "below the bar: intent_accuracy is 0.0" in result.stderr
    assert "Traceback" not in result.output


def test_named_bars_hold_for_named_files(run: Run, labels: Path, tmp_path: Path) -> None:
    bars = tmp_path / "bars.yml"
    bars.write_text("at_least:\n  intent_accuracy: 0.5\n", encoding="utf-8")
    assert run("--file", labels, "--file", labels, "--bars", bars).exit_code == 0
    bars.write_text("at_least:\n  intent_accuracy: 0.6\n", encoding="utf-8")
    result = run("--file", labels, "--bars", bars)
    assert result.exit_code == 1
    assert "below the bar: intent_accuracy is 0.5; at least 0.6 is wanted" in result.stderr
    assert "1 of 1 bars are missed" in result.stderr


@pytest.mark.parametrize("wrong", ["file", "line", "intent", "bars"])
def test_what_cannot_be_read_is_named_with_code_2(run: Run, labels: Path, tmp_path: Path, wrong: str) -> None:
    bars = tmp_path / "bars.yml"
    bars.write_text("at_least:\n  nothing: 1\n", encoding="utf-8")
    (tmp_path / "line.jsonl").write_text("{\n", encoding="utf-8")
    _written(tmp_path / "intent.jsonl", {"text": "买", "intent": "buy"})
    arguments = ["--file", labels, "--bars", bars] if wrong == "bars" else ["--file", tmp_path / f"{wrong}.jsonl"]
    result = run(*arguments)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"shouhou: {tmp_path / wrong}.")


def test_a_model_that_cannot_be_read_is_named_with_code_2(
    run: Run, labels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("SHOUHOU_VAR", str(tmp_path / "var"))
    result = run("--file", labels, "--model", tmp_path / "none.tar.gz")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"shouhou: {tmp_path / 'none.tar.gz'}: there is no such model"
    result = run("--file", labels)  # a file, but none of Rasa's
    assert result.exit_code == 2
    assert f"{tmp_path / 'model.tar.gz'}: not a model of this version" in result.stderr.splitlines()[-1]


def test_a_report_that_cannot_be_written_is_named(run: Run, labels: Path, tmp_path: Path) -> None:
    (tmp_path / "var").write_text("in the way")
    result = run("--file", labels)
    assert result.exit_code == 2
    assert "the report cannot be written" in result.stderr
