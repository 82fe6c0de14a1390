"""Rasa's own commands: what each is told in this project."""

import sys
from typing import Any

import pytest
from rasa.shared.exceptions import RasaException

from shouhou import rasa_importer, validation
from shouhou.channels.widget.channel import WidgetInput
from shouhou.rasa_commands import instead, rasa_command
from shouhou.rasa_importer import Importer
from shouhou.validating.project import Slip
from shouhou.validation import Findings


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Type a command."""

    def type_it(*words: str) -> None:
        monkeypatch.setattr(sys, "argv", list(words))

    return type_it


@pytest.mark.parametrize("words, command", [
    (("/x/.venv/bin/rasa", "test", "core", "--model", "m"), "shouhou test"),
    (("/x/.venv/bin/rasa", "test", "--model", "m"), "shouhou test"),
    (("/x/site-packages/rasa/__main__.py", "run"), "shouhou serve"),
    (("/x/.venv/bin/rasa", "interactive"), "shouhou serve --demo"),
])
def test_a_command_that_cannot_work_names_the_one_to_use(typed: Any, words: tuple[str, ...], command: str) -> None:
    typed(*words)
    told = instead()
    assert told is not None and f"`{command}`" in told and "\n" not in told


@pytest.mark.parametrize("words", [
    ("rasa", "train"), ("rasa", "test", "nlu"), ("rasa", "shell"), ("rasa", "shell", "nlu"), ("rasa", "run", "actions"),
    ("rasa", "data", "validate"), ("/x/bin/shouhou", "test"), ("/x/bin/shouhou", "run"), ("bot.py",),
])
def test_every_other_command_is_left_alone(typed: Any, words: tuple[str, ...]) -> None:
    typed(*words)
    assert instead() is None


def test_another_program_is_no_command_of_rasas(typed: Any) -> None:
    typed("/x/bin/shouhou", "test", "core")
    assert rasa_command() == ()


def test_rasa_data_validate_is_shouhou_validate(
    typed: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(validation, "findings", lambda: Findings([Slip("data/faq/x.yml", 3, "is wrong")], []))
    typed("rasa", "data", "validate")
    with pytest.raises(SystemExit) as stopped:
        Importer()
    assert stopped.value.code == 1
    assert "data/faq/x.yml, line 3: is wrong" in capsys.readouterr().err


def test_rasa_data_validate_is_content_with_what_is_sound(typed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "findings", lambda: Findings([], []))
    typed("rasa", "data", "validate")
    with pytest.raises(SystemExit) as stopped:
        Importer()
    assert stopped.value.code == 0


def test_rasa_train_looks_with_our_checks_and_goes_on(typed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasa.cli.utils.validate_files", None)
    typed("rasa", "train")
    Importer()
    assert rasa_importer.rasa.cli.utils.validate_files is rasa_importer._validate


def test_rasa_interactive_stops_before_it_trains(typed: Any) -> None:
    typed("rasa", "interactive")
    with pytest.raises(RasaException, match="shouhou serve --demo"):
        Importer()


def test_rasa_run_stops_before_it_serves(typed: Any) -> None:
    typed("rasa", "run")
    with pytest.raises(RasaException, match="shouhou serve"):
        WidgetInput.from_credentials(None)
