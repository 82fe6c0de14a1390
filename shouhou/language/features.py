"""What the classifier sees of a text: its meaning (a sentence embedding) and its form (character n-grams)."""

import re
from dataclasses import dataclass
from typing import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from shouhou.language.embed import MAX_CHARACTERS, Embedder, Matrix
from shouhou.language.normalise import normalise

# The embedding's share beside the n-grams, whose rows have length one; measured on held-out sentences.
DENSE_WEIGHT = 1.5
_NUMBER = re.compile(r"[0-9][0-9a-z-]{3,}")
_STRETCH = re.compile(r"(.)\1{3,}")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Features:
    """Rows of both blocks, one per text."""

    dense: Matrix
    sparse: csr_matrix


def canonical(text: str) -> str:
    """A text as the classifier reads it: normalised, long numbers alike, stretched characters shortened."""
    text = _NUMBER.sub("1234", normalise(text))
    text = _STRETCH.sub(r"\1\1\1", text)
    return _SPACES.sub(" ", text).strip()[:MAX_CHARACTERS]


class Featurizer:
    """Embeddings and tf-idf weights of character 1- to 4-grams."""

    def __init__(self, embedder: Embedder, vocabulary: Sequence[str] = (), idf: Sequence[float] = ()) -> None:
        self._embedder = embedder
        self._grams = TfidfVectorizer(
            analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True, lowercase=False, dtype=np.float32
        )
        if vocabulary:
            self._grams.vocabulary_ = {gram: column for column, gram in enumerate(vocabulary)}
            self._grams.idf_ = np.asarray(idf, dtype=np.float32)

    def fit(self, texts: Sequence[str]) -> Features:
        """Learn the n-grams of canonical texts, and their features. Raises ValueError when there is none."""
        sparse = self._grams.fit_transform(texts)
        return Features(self._dense(texts), csr_matrix(sparse))

    def transform(self, texts: Sequence[str]) -> Features:
        """Features of canonical texts."""
        return Features(self._dense(texts), csr_matrix(self._grams.transform(texts)))

    @property
    def vocabulary(self) -> list[str]:
        """The n-grams, in the order of their columns."""
        columns: dict[str, int] = self._grams.vocabulary_
        return sorted(columns, key=lambda gram: columns[gram])

    @property
    def idf(self) -> Matrix:
        """The weight of each n-gram, in the order of their columns."""
        return np.asarray(self._grams.idf_, dtype=np.float32)

    def _dense(self, texts: Sequence[str]) -> Matrix:
        return np.asarray(self._embedder.encode(texts) * np.float32(DENSE_WEIGHT), dtype=np.float32)
