"""What the classifier sees of a text: its meaning (a sentence embedding) and its form (character n-grams)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from shouhou.language.embed import MAX_CHARACTERS, Embedder, Matrix
from shouhou.language.normalise import normalise

# The embeddings' shares beside the n-grams, whose rows have length one; measured on held-out sentences.
WHOLE_WEIGHT, LAST_WEIGHT = np.float32(1.5), np.float32(1.05)
_NUMBER = re.compile(r"[0-9][0-9a-z-]{3,}")
_STRETCH = re.compile(r"(.)\1{3,}")
_SPACES = re.compile(r"\s+")
_CLAUSE_END = re.compile(r"[,。.!?;~…\s]+")
# The desk's own platform says nothing about what is wanted, but it stands more often in sentences out of scope.
_PLATFORM = re.compile(r"拼多多|拼夕夕|并夕夕|(?<![a-z])pdd(?![a-z])")


@dataclass(frozen=True)
class Features:
    """Rows of both blocks, one per text."""

    dense: Matrix
    sparse: csr_matrix


def canonical(text: str) -> str:
    """A text as the classifier reads it: normalised, long numbers alike, stretched characters shortened."""
    text = _PLATFORM.sub("平台", _NUMBER.sub("1234", normalise(text)))
    text = _STRETCH.sub(r"\1\1\1", text)
    return _SPACES.sub(" ", text).strip()[:MAX_CHARACTERS]


def last_clause(text: str) -> str:
    """What stands after the last stop or gap, single characters aside."""
    clauses = [clause for clause in _CLAUSE_END.split(text) if len(clause) > 1]
    return clauses[-1] if clauses else text


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
        """The whole text's embedding beside that of its last clause, where rambling buyers come to the point."""
        lasts = [last_clause(text) for text in texts]
        distinct = list(dict.fromkeys([*texts, *lasts]))
        rows = self._embedder.encode(distinct)
        at = {text: row for row, text in enumerate(distinct)}
        whole, last = (rows[[at[text] for text in each]] for each in (texts, lasts))
        return np.hstack([whole * WHOLE_WEIGHT, last * LAST_WEIGHT])
