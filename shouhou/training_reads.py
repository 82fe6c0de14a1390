"""How Rasa reads the training data while it trains: once, and without copying it.

Rasa 3.6.21 parses every file three times and copies all examples with each of the merges in between, though what was
merged is thrown away at once: with 15,000 examples a fifth of a training. `shouhou validate` and the bot are untouched.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from typing import Optional
from unittest.mock import patch

from rasa.shared.importers import rasa as files
from rasa.shared.importers import utils
from rasa.shared.nlu.training_data import training_data
from rasa.shared.nlu.training_data.training_data import TrainingData


@contextmanager
def read_once() -> Iterator[None]:
    """Within it each set of training files is parsed once, and merging shares examples. One thread at a time."""

    @cache
    def parsed(paths: tuple[str, ...], language: Optional[str]) -> TrainingData:
        return utils.training_data_from_paths(paths, language)

    def get_nlu_data(self: files.RasaFileImporter, language: Optional[str] = "en") -> TrainingData:
        return parsed(tuple(self._nlu_files), language)

    with (
        patch.object(files.RasaFileImporter, "get_nlu_data", get_nlu_data),
        patch.object(training_data, "copy", _Shallow),
        # Repeats are `shouhou validate`'s to find; to look for them Rasa takes a digest of every example at each merge.
        patch.object(TrainingData, "sanitize_examples", staticmethod(list)),
    ):
        yield


class _Shallow:
    """Stands for the module `copy` where training data is merged: lists are new, what they hold is shared."""

    copy = deepcopy = staticmethod(copy)
