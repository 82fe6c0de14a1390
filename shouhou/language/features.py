"""What the classifier sees of a text: its meaning (sentence embeddings), its form and its sound (n-grams)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from shouhou.language.cues import cue_rows
from shouhou.language.embed import MAX_CHARACTERS, Embedder, Matrix
from shouhou.language.homophones import correct, syllables
from shouhou.language.normalise import normalise

# The shares beside the n-grams, whose rows have length one; measured on held-out sentences.
WHOLE_WEIGHT, LAST_WEIGHT, CUE_WEIGHT = np.float32(1.5), np.float32(1.05), np.float32(0.4)
# An n-gram counts when this many examples hold it.
_MIN_EXAMPLES = 3
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
    """A text as the classifier reads it: normalised, spelled as meant, long numbers alike, stretched characters shortened."""
    text = _PLATFORM.sub("平台", _NUMBER.sub("1234", correct(normalise(text))))
    text = _STRETCH.sub(r"\1\1\1", text)
    return _SPACES.sub(" ", text).strip()[:MAX_CHARACTERS]


def last_clause(text: str) -> str:
    """What stands after the last stop or gap, single characters aside."""
    clauses = [clause for clause in _CLAUSE_END.split(text) if len(clause) > 1]
    return clauses[-1] if clauses else text


@dataclass(frozen=True)
class Grams:
    """Which n-grams count, in the order of their columns, and how much."""

    names: tuple[str, ...]
    weights: tuple[float, ...]


class Featurizer:
    """Embeddings, and tf-idf weights of 1- to 4-grams of characters and 1- to 3-grams of their sounds."""

    def __init__(self, embedder: Embedder, grams: Sequence[Grams] = ()) -> None:
        self._embedder = embedder
        common = {"sublinear_tf": True, "lowercase": False, "dtype": np.float32}
        self._blocks = (
            TfidfVectorizer(analyzer="char", ngram_range=(1, 4), **common),
            TfidfVectorizer(tokenizer=syllables, token_pattern=None, ngram_range=(1, 3), **common),
        )
        for block, known in zip(self._blocks, grams, strict=False):
            block.vocabulary_ = {gram: column for column, gram in enumerate(known.names)}
            block.idf_ = np.asarray(known.weights, dtype=np.float32)

    def fit(self, texts: Sequence[str]) -> Features:
        """Learn the n-grams of canonical texts, and their features. Raises ValueError when there is none."""
        for block in self._blocks:
            block.set_params(min_df=max(1, min(_MIN_EXAMPLES, len(texts) // 100)))
        sparse = hstack([block.fit_transform(texts) for block in self._blocks])
        return Features(self._dense(texts), csr_matrix(sparse))

    def transform(self, texts: Sequence[str]) -> Features:
        """Features of canonical texts."""
        sparse = hstack([block.transform(texts) for block in self._blocks])
        return Features(self._dense(texts), csr_matrix(sparse))

    @property
    def grams(self) -> list[Grams]:
        """What fit learned, from which the same featurizer can be made again."""
        return [
            Grams(tuple(sorted(block.vocabulary_, key=block.vocabulary_.__getitem__)), tuple(block.idf_.tolist()))
            for block in self._blocks
        ]

    def _dense(self, texts: Sequence[str]) -> Matrix:
        """The text's embedding, that of its last clause, where rambling buyers come to the point, and its cues."""
        lasts = [last_clause(text) for text in texts]
        distinct = list(dict.fromkeys([*texts, *lasts]))
        rows = self._embedder.encode(distinct)
        at = {text: row for row, text in enumerate(distinct)}
        whole, last = (rows[[at[text] for text in each]] for each in (texts, lasts))
        return np.hstack([whole * WHOLE_WEIGHT, last * LAST_WEIGHT, cue_rows(texts) * CUE_WEIGHT])
