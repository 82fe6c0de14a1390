"""A clause among those around it, as a weighing sees it: its own columns, the meaning of its neighbours, the place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shouhou.language.calibrate import fit_calibrated
from shouhou.language.embed import Matrix
from shouhou.language.features import Features, Featurizer, Index
from shouhou.language.softmax import Softmax, softmax

NO_CLAUSE = ""
NO_PLACE = ""
_MEANING = 512  # of the dense columns, the first: the text's meaning
# How much the clauses around, their absence and the place count.
_BEFORE, _BEHIND, _ALONE, _PLACE = (np.float32(each) for each in (0.7, 0.5, 0.5, 1.0))
Ranking = list[tuple[str, float]]


@dataclass(frozen=True)
class Example:
    """A canonical clause with the ones around it, the place (or none), and its label."""

    text: str
    before: str
    behind: str
    place: str
    label: str


def neighbour(texts: Sequence[str], at: int) -> str:
    """The clause at a place; NO_CLAUSE beyond either end."""
    return texts[at] if 0 <= at < len(texts) else NO_CLAUSE


def fit_around(
    featurizer: Featurizer, told: Sequence[Example], places: Sequence[str], strength: float, iterations: int
) -> Softmax:
    """A weighing of the labels over a featurizer that knows its n-grams."""
    texts = list(dict.fromkeys(text for each in told for text in (each.text, each.before, each.behind) if text))
    rows = featurizer.transform(texts)
    at = {NO_CLAUSE: -1, **{text: row for row, text in enumerate(texts)}}
    index = np.array([[at[text] for text in (each.text, each.before, each.behind)] for each in told])
    placed = np.vstack([_place(each.place, places) for each in told])
    return fit_calibrated(_around(rows, index, placed), [each.label for each in told], strength, iterations)


def read_around(
    weighing: Softmax, rows: Features, own: Sequence[int], places: Sequence[str], likeliest: int
) -> list[dict[str, Ranking]]:
    """For each clause of a message its likeliest labels in each place; under NO_PLACE where no places were told apart.

    The first rows are those of the clauses, in their order; `own` says which row each is weighed by, beside the
    clauses next to it.
    """
    count = len(own)
    index = np.array([[row, at - 1, at + 1 if at + 1 < count else -1] for at, row in enumerate(own)])
    logits = weighing.logits(_around(rows, index, np.zeros((count, len(places)), dtype=np.float32)))
    bends = weighing.dense[-len(places) :] * _PLACE if places else np.zeros((1, len(weighing.labels)), dtype=np.float32)
    found: list[dict[str, Ranking]] = [{} for _ in range(count)]
    for place, bend in zip(places or (NO_PLACE,), bends, strict=True):
        chances = softmax((logits + bend) / np.float32(weighing.temperature))
        for at, row in enumerate(chances):
            best = np.argsort(-row, kind="stable")[:likeliest].tolist()
            found[at][place] = [(weighing.labels[each], round(float(row[each]), 3)) for each in best]
    return found


def _around(rows: Features, index: Index, places: Matrix) -> Features:
    """Each clause's own columns, the meaning of those around it (-1: there is none), and the place, which comes last."""
    dense = np.vstack([rows.dense, np.zeros((1, rows.dense.shape[1]), dtype=np.float32)])
    own, before, behind = index.T
    alone = (index[:, 1:] == -1).astype(np.float32) * _ALONE
    parts = (dense[own], dense[before][:, :_MEANING] * _BEFORE, dense[behind][:, :_MEANING] * _BEHIND, alone, places)
    return Features(np.hstack(parts), rows.sparse[own])


def _place(name: str, places: Sequence[str]) -> Matrix:
    row = np.zeros(len(places), dtype=np.float32)
    if name != NO_PLACE:
        row[list(places).index(name)] = _PLACE
    return row
