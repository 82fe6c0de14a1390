"""Multinomial logistic regression over a dense and a sparse block.

scikit-learn takes one matrix: the dense block would have to be written as a sparse one, which makes training some
ten times slower. The loss is scikit-learn's own (C times the cross-entropy, plus half the squared weights).
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Optional

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from shouhou.language.embed import Matrix
from shouhou.language.features import Features

_PARTS = 2


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
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class _Part:
    """Some of the rows that are learned from, and what is true of them."""

    rows: Features
    transposed: csr_matrix
    truth: Matrix

    @classmethod
    def of(cls, rows: Features, truth: Matrix, index: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> "_Part":
        """The rows of an index."""
        sparse = rows.sparse[index]
        return cls(Features(rows.dense[index], sparse), sparse.T.tocsr(), truth[index])

    def loss(self, model: Softmax) -> tuple[float, Matrix]:
        """The cross-entropy of these rows, and its slope by every weight."""
        chances = softmax(model.logits(self.rows))
        slope = chances - self.truth
        gradient = (self.rows.dense.T @ slope, np.asarray(self.transposed @ slope), slope.sum(axis=0))
        entropy = -float(np.log((chances * self.truth).sum(axis=1) + 1e-12).sum())
        return entropy, np.concatenate([part.ravel() for part in gradient])


def fit_softmax(
    rows: Features, names: Sequence[str], strength: float, iterations: int, start: Optional[Softmax] = None
) -> Softmax:
    """Train on one name per row. `strength` is scikit-learn's C. Deterministic: no sampling.

    It goes on from `start`, a model of the same features, else from zero; one of other labels is no start.
    """
    labels = tuple(sorted(set(names)))
    index = {label: column for column, label in enumerate(labels)}
    truth = np.zeros((len(names), len(labels)), dtype=np.float32)
    truth[np.arange(len(names)), [index[name] for name in names]] = 1.0
    dense_end = rows.dense.shape[1] * len(labels)
    sparse_end = dense_end + rows.sparse.shape[1] * len(labels)
    # Two parts whatever the machine, so that the sums, and with them the model, are the same everywhere.
    parts = [_Part.of(rows, truth, part) for part in np.array_split(np.arange(len(names)), _PARTS)]
    threads = ThreadPoolExecutor(_PARTS)

    def unpack(flat: Matrix) -> Softmax:
        shape = (-1, len(labels))
        return Softmax(
            labels, flat[:dense_end].reshape(shape), flat[dense_end:sparse_end].reshape(shape), flat[sparse_end:]
        )

    def loss(point: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> tuple[float, object]:
        flat = point.astype(np.float32)
        model = unpack(flat)
        losses, slopes = zip(*threads.map(lambda part: part.loss(model), parts), strict=True)
        gradient = np.float32(strength) * sum(slopes[1:], slopes[0])
        gradient[:sparse_end] += flat[:sparse_end]
        penalty = 0.5 * float(flat[:sparse_end] @ flat[:sparse_end])
        return strength * sum(losses) + penalty, gradient.astype(np.float64)

    first = np.zeros(sparse_end + len(labels))
    if start is not None and start.labels == labels:
        first = np.concatenate([start.dense.ravel(), start.sparse.ravel(), start.bias]).astype(np.float64)
    with threads:
        best = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 6})
    return unpack(best.x.astype(np.float32))
