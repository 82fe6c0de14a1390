"""Multinomial logistic regression over a dense and a sparse block.

scikit-learn takes one matrix: the dense block would have to be written as a sparse one, which makes training some
ten times slower. The loss is scikit-learn's own (C times the cross-entropy, plus half the squared weights).
"""

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

from shouhou.language.descent import minimise
from shouhou.language.embed import Matrix
from shouhou.language.features import Features, Index

_PARTS = 2
# How much a doubt bends the loss, as guessed before training: a label's p * (1 - p), over all examples. Measured.
_DOUBT = 0.003
# Of a label with few examples each counts for more, lest the rare ones drown: as if it had more of them, by this power.
_PLENTY, _EVENING, _MOST = 400, 0.8, 4.0
_TELLING = 6000  # rows tell enough of how the dense columns go together


@dataclass(frozen=True)
class Softmax:
    """A trained model: one column of weights per label."""

    labels: tuple[str, ...]
    dense: Matrix
    sparse: Matrix
    bias: Matrix
    temperature: float = 1.0

    def logits(self, rows: Features) -> Matrix:
        """One score per label and row, before any temperature."""
        return np.asarray(rows.dense @ self.dense + rows.sparse @ self.sparse + self.bias, dtype=np.float32)

    def probabilities(self, rows: Features) -> Matrix:
        """Calibrated probabilities, one row per text."""
        return softmax(self.logits(rows) / np.float32(self.temperature))


def softmax(logits: Matrix) -> Matrix:
    """Each row to positive numbers that add up to one."""
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    exponents /= exponents.sum(axis=1, keepdims=True)
    return np.asarray(exponents, dtype=np.float32)


@dataclass(frozen=True)
class _Part:
    """Some of the rows that are learned from, the number of the label that is true of each, and how much each counts."""

    rows: Features
    transposed: csr_matrix
    truth: Index
    weights: Matrix

    @classmethod
    def of(cls, rows: Features, truth: Index, weights: Matrix, index: Index) -> "_Part":
        """The rows of an index."""
        sparse = rows.sparse[index]
        return cls(Features(rows.dense[index], sparse), sparse.T.tocsr(), truth[index], weights[index])

    def loss(self, model: Softmax) -> tuple[float, Matrix]:
        """The cross-entropy of these rows, and its slope by every weight: dense, bias, sparse."""
        slope = softmax(model.logits(self.rows))
        every = np.arange(len(self.truth))
        entropy = -float(np.log(slope[every, self.truth] + 1e-12) @ self.weights)
        slope[every, self.truth] -= 1.0
        slope *= self.weights.reshape(-1, 1)
        parts = (self.rows.dense.T @ slope, slope.sum(axis=0, keepdims=True), np.asarray(self.transposed @ slope))
        return entropy, np.vstack(parts)


class _Problem:
    """What is to be made least. Weights are one matrix: a row for each dense column, the bias, each sparse column."""

    def __init__(
        self, rows: Features, labels: tuple[str, ...], names: Sequence[str], strength: float, threads: Executor
    ) -> None:
        self._labels, self._strength, self._threads = labels, np.float32(strength), threads
        self._dense = rows.dense.shape[1]
        index = {label: column for column, label in enumerate(labels)}
        truth = np.array([index[name] for name in names])
        # Two parts whatever the machine, so that the sums, and with them the model, are the same everywhere.
        weights = _weights(truth)
        self._parts = [_Part.of(rows, truth, weights, part) for part in np.array_split(np.arange(len(names)), _PARTS)]
        self._dense_curvature, self._sparse_curvature = self._curvature(rows)

    def _curvature(self, rows: Features) -> tuple[Any, Matrix]:
        """A guess, alike for all labels: of the dense columns and the bias together, of each sparse one by itself."""
        doubt = np.float32(self._strength * _DOUBT)
        every = 1 + rows.dense.shape[0] // _TELLING
        some = rows.dense[::every]
        columns = np.hstack([some, np.ones((some.shape[0], 1), dtype=np.float32)])
        dense = doubt * np.float32(every) * (columns.T @ columns) + np.eye(self._dense + 1, dtype=np.float32)
        sparse = 1.0 + doubt * np.asarray(rows.sparse.multiply(rows.sparse).sum(axis=0), dtype=np.float32)
        return cho_factor(dense, lower=True, overwrite_a=True, check_finite=False), sparse.reshape(-1, 1)

    def newton(self, slope: Matrix) -> Matrix:
        """The step that the guessed curvature suggests."""
        step = slope.copy()
        step[: self._dense + 1] = cho_solve(self._dense_curvature, slope[: self._dense + 1], check_finite=False)
        step[self._dense + 1 :] /= self._sparse_curvature
        return step

    def loss(self, weights: Matrix) -> tuple[float, Matrix]:
        """Value and slope."""
        model = self.model(weights)
        (first, slope), *others = self._threads.map(lambda part: part.loss(model), self._parts)
        entropy = first + sum(value for value, _ in others)
        for _, other in others:
            slope += other
        slope *= self._strength
        penalty = 0.0
        for block in (slice(None, self._dense), slice(self._dense + 1, None)):
            slope[block] += weights[block]
            penalty += 0.5 * float(weights[block].ravel() @ weights[block].ravel())
        return float(self._strength) * entropy + penalty, slope

    def model(self, weights: Matrix) -> Softmax:
        """The model that the weights are."""
        return Softmax(self._labels, weights[: self._dense], weights[self._dense + 1 :], weights[self._dense])


def _weights(truth: Index) -> Matrix:
    """How much each row counts, by how many others have its label."""
    counts = np.bincount(truth)[truth]
    typical = min(_PLENTY, len(truth) / (truth.max() + 1))
    return np.asarray(np.clip((typical / counts) ** _EVENING, 1.0, _MOST), dtype=np.float32)


def fit_softmax(
    rows: Features, names: Sequence[str], strength: float, iterations: int, start: Optional[Softmax] = None
) -> Softmax:
    """Train on one name per row. `strength` is scikit-learn's C. Deterministic: no sampling.

    It goes on from `start`, a model of the same features, else from zero; one of other labels is no start.
    """
    labels = tuple(sorted(set(names)))
    with ThreadPoolExecutor(_PARTS) as threads:
        problem = _Problem(rows, labels, names, strength, threads)
        if start is not None and start.labels == labels:
            first = np.vstack([start.dense, start.bias.reshape(1, -1), start.sparse])
        else:
            first = np.zeros((rows.dense.shape[1] + 1 + rows.sparse.shape[1], len(labels)), dtype=np.float32)
        return problem.model(minimise(problem.loss, problem.newton, first, iterations))
