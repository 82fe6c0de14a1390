from pathlib import Path
from typing import Any

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from shouhou.training_reads import read_once

NLU = """version: "3.1"
nlu:
- intent: greet
  examples: |
    - 你好
    - 在吗
- intent: inform
  examples: |
    - 手机[屏幕碎了](reason)
"""
DOMAIN = 'version: "3.1"\nintents: [greet, inform]\nentities: [reason]\n'


def read(folder: Path) -> TrainingData:
    (folder / "nlu.yml").write_text(NLU, encoding="utf-8")
    (folder / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    (folder / "config.yml").write_text("recipe: default.v1\nlanguage: zh\n", encoding="utf-8")
    importer = TrainingDataImporter.load_from_config(
        str(folder / "config.yml"), str(folder / "domain.yml"), [str(folder / "nlu.yml")]
    )
    return importer.get_nlu_data("zh")


def told(data: TrainingData) -> list[dict[str, Any]]:
    return [message.as_dict() for message in data.training_examples if message.get("text")]


def test_reading_once_gives_the_examples_that_rasa_reads(tmp_path: Path) -> None:
    rasas = told(read(tmp_path))
    with read_once():
        assert told(read(tmp_path)) == rasas
    assert len(rasas) == 3


def test_files_are_parsed_once_within_and_anew_afterwards(tmp_path: Path) -> None:
    before = RasaFileImporter.get_nlu_data
    with read_once():
        first, second = read(tmp_path).training_examples, read(tmp_path).training_examples
        assert any(one is other for one in first for other in second)
    assert RasaFileImporter.get_nlu_data is before
    assert not any(one is other for one in first for other in read(tmp_path).training_examples)
