"""What a clause tells the merchant, and what is only said to the desk: the examples, and the weighing of them."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shouhou.language import told
from shouhou.language.features import Features, Featurizer
from shouhou.language.told import DESK, TOLD, examples, fit_told, is_told, told_chances
from tests.unit.language.test_intent import Letters


def test_every_example_has_one_label_and_neither_drowns_the_other() -> None:
    texts = [text for text, _ in examples()]
    labels = [label for _, label in examples()]
    assert len(set(texts)) == len(texts)
    assert 0.8 < labels.count(TOLD) / labels.count(DESK) < 1.25


def test_a_line_without_its_sign_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = tmp_path / "told.txt"
    spoilt.write_text("# clauses\n+ 盒子压扁了\n快点\n", encoding="utf-8")
    monkeypatch.setattr(told, "_FILE", spoilt)
    examples.cache_clear()
    with pytest.raises(ValueError, match=re.escape("told.txt:3")):
        examples()
    examples.cache_clear()


def test_a_fault_needs_less_to_be_held_told_than_other_words() -> None:
    assert is_told(0.2, "goods") and not is_told(0.2, None)
    assert not is_told(0.01, "goods") and is_told(0.9, None)


def test_what_was_learned_tells_its_own_examples_apart() -> None:
    featurizer = Featurizer(Letters())
    rows: Features = featurizer.fit([text for text, _ in examples()])
    chances: Any = np.array(told_chances(fit_told(featurizer, 5.0, 16), rows))
    right = (chances >= 0.5) == np.array([label == TOLD for _, label in examples()])
    assert right.mean() > 0.9
