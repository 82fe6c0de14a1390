from pathlib import Path

import pytest

from shouhou.evaluation.bars import Bar, BarsError, missed, read_bars
from shouhou.settings import HOME


def written(folder: Path, text: str) -> Path:
    file = folder / "bars.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_bars_are_the_least_or_the_most_of_a_figure(tmp_path: Path) -> None:
    file = written(tmp_path, "at_least:\n  intent_accuracy: .9\n  entity_f1.date: 1\nat_most:\n  model_mb: 5\n")
    assert read_bars(file) == [
        *(Bar("intent_accuracy", 0.9, True), Bar("entity_f1.date", 1.0, True), Bar("model_mb", 5.0, False)),
    ]


@pytest.mark.parametrize(
    "text, told",
    [
        ("at_least:\n  accuracy: .9\n", r"bars\.yml:2: at_least knows no figure accuracy; it knows intent_accuracy,"),
        ("at_least:\n  model_mb: 5\n", r":2: at_least knows no figure model_mb"),
        ("at_least:\n  entity_f1: 5\n", r":2: at_least knows no figure entity_f1;"),
        ("at_least:\n  macro_f1.x: 5\n", r":2: at_least knows no figure macro_f1\.x"),
        ("least:\n  macro_f1: 1\n", r":1: least is unknown; wanted are at_least and at_most"),
        ("at_least:\n  macro_f1: high\n", r":2: macro_f1 must be a number, not 'high'"),
        ("at_least:\n  macro_f1: yes\n", r":2: macro_f1 must be a number"),
        ("at_least:\n  macro_f1: .nan\n", r":2: macro_f1 must be a number"),
        ("at_least:\n  macro_f1:\n", r":2: macro_f1 must be a number, not None"),
        ("at_least:\n", r":1: at_least holds no figures"),
        ("- 1\n", r"wanted are at_least and at_most"),
        ("at_least: {\n", r"bars\.yml:\d+: not YAML"),
        ("at_least:\n  macro_f1: 1\n  macro_f1: 1\n", r"bars\.yml:3: not YAML: found duplicate key"),
    ],
)
def test_a_bar_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BarsError, match=told):
        read_bars(written(tmp_path, text))


def test_a_file_of_bars_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BarsError, match=r"none\.yml: No such file"):
        read_bars(tmp_path / "none.yml")


def test_a_missed_bar_is_told_with_both_numbers() -> None:
    bars = [Bar("macro_f1", 0.9, True), Bar("false_fallback", 0.04, False), Bar("minimal_pairs", 0.8, True)]
    assert missed(bars, {"macro_f1": 0.9, "false_fallback": 0.04, "minimal_pairs": 0.8}) == []
    assert missed(bars, {"macro_f1": 0.8912, "false_fallback": 0.05}) == [
        "macro_f1 is 0.8912; at least 0.9 is wanted",
        "false_fallback is 0.05; at most 0.04 is wanted",
        "minimal_pairs is not measured by any sentence; at least 0.8 is wanted",
    ]


def test_the_projects_own_bars_can_be_used() -> None:
    assert read_bars(HOME / "trainers" / "bars.yml")
