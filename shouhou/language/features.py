"""What the classifier sees of a text: its meaning (sentence embeddings), its form and its sound (n-grams)."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from shouhou.language.cues import cue_rows
from shouhou.language.embed import MAX_CHARACTERS, Embedder, Matrix
from shouhou.language.homophones import correct, syllables
from shouhou.language.normalise import normalise

Index = npt.NDArray[np.int64]
# An n-gram counts when this many examples hold it.
_MIN_EXAMPLES = 8
_NUMBER = re.compile(r"[0-9][0-9a-z-]{3,}")
_STRETCH = re.compile(r"(.)\1{3,}")
_SPACES = re.compile(r"\s+")
_CLAUSE_END = re.compile(r"[,。.!?;~…\s]+")
# The desk's own platform says nothing about what is wanted, but it stands more often in sentences out of scope.
_PLATFORM = re.compile(r"拼多多|拼夕夕|并夕夕|(?<![a-z])pdd(?![a-z])")


@dataclass(frozen=True)
class Shares:
    """How much each part counts; all but the cues are of length one. Measured (docs/language.md): none is idle.

    whole: the text's meaning; last: that of its last clause; words: what its words are; cues: what the tables know;
    characters, sounds: n-grams.
    """

    whole: float = 0.8
    last: float = 0.6
    words: float = 1.5
    cues: float = 1.0
    characters: float = 1.5
    sounds: float = 1.5


@dataclass(frozen=True)
class Features:
    """Rows of both blocks, one per text."""

    dense: Matrix
    sparse: csr_matrix

    def rows(self, index: Index) -> "Features":
        """Some of the rows, in the order named."""
        return Features(self.dense[index], self.sparse[index])


SHARES = Shares()


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


@dataclass(frozen=True)
class _Block:
    """One kind of n-grams: how a text is cut into units, how long its n-grams are, and what joins their units."""

    cut: Callable[[str], Sequence[str]]
    longest: int
    joint: str

    def learn(self, texts: Sequence[str], least: int) -> tuple[Grams, csr_matrix]:
        """The n-grams that stand in at least so many of the texts, the rarer ones weighing more; and the texts' rows."""
        vectorizer = TfidfVectorizer(
            analyzer=lambda text: list(self.grams(text)), min_df=least, sublinear_tf=True, dtype=np.float32
        )
        rows = vectorizer.fit_transform(texts)
        return Grams(tuple(vectorizer.get_feature_names_out()), tuple(vectorizer.idf_.tolist())), rows

    def grams(self, text: str) -> Iterator[str]:
        """All n-grams of a text."""
        units = self.cut(text)
        for length in range(1, self.longest + 1):
            for start in range(len(units) - length + 1):
                yield self.joint.join(units[start : start + length])


_CHARACTERS, _SOUNDS = _Block(tuple, 4, ""), _Block(syllables, 3, " ")
_BLOCKS = (_CHARACTERS, _SOUNDS)


class Featurizer:
    """Embeddings, and tf-idf weights of 1- to 4-grams of characters and 1- to 3-grams of their sounds."""

    def __init__(self, embedder: Embedder, grams: Sequence[Grams] = (), shares: Shares = SHARES) -> None:
        self._embedder = embedder
        self._shares = shares
        self._gram_shares = (shares.characters, shares.sounds)  # in the order of _BLOCKS
        self.grams: list[Grams] = []
        self._columns: list[dict[str, tuple[int, float]]] = []
        self._know(grams)

    def fit(self, texts: Sequence[str]) -> Features:
        """Learn the n-grams of canonical texts, and their features. Raises ValueError when there is none."""
        least = max(1, min(_MIN_EXAMPLES, len(texts) // 100))
        learned = [block.learn(texts, least) for block in _BLOCKS]
        self._know([grams for grams, _ in learned])
        blocks = [rows * np.float32(share) for (_, rows), share in zip(learned, self._gram_shares, strict=True)]
        return Features(self._dense(texts), hstack(blocks, format="csr", dtype=np.float32))

    def transform(self, texts: Sequence[str]) -> Features:
        """Features of canonical texts."""
        rows = [self._sparse(text) for text in texts]
        ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = np.fromiter((column for row, _ in rows for column in row), dtype=np.int32, count=ends[-1])
        values = np.fromiter((value for _, row in rows for value in row), dtype=np.float32, count=ends[-1])
        width = sum(len(known) for known in self._columns)
        return Features(self._dense(texts), csr_matrix((values, columns, ends), shape=(len(texts), width)))

    def _know(self, grams: Sequence[Grams]) -> None:
        """Take learned n-grams; those of the second block have the columns after the first block's."""
        self.grams, self._columns, first = list(grams), [], 0
        for known in grams:
            numbered = zip(known.names, known.weights, strict=True)
            self._columns.append({name: (first + number, weight) for number, (name, weight) in enumerate(numbered)})
            first += len(known.names)

    def _sparse(self, text: str) -> tuple[list[int], list[float]]:
        """A text's columns and values: scikit-learn's tf-idf with sublinear counts, each block of one length.

        Its own transform is made for many texts: for one it took a tenth of a turn.
        """
        columns: list[int] = []
        values: list[float] = []
        for block, known, share in zip(_BLOCKS, self._columns, self._gram_shares, strict=False):
            counts = Counter(known[gram] for gram in block.grams(text) if gram in known)
            weights = [(1.0 + math.log(count)) * weight for (_, weight), count in counts.items()]
            length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
            columns += [column for column, _ in counts]
            values += [weight / length * share for weight in weights]
        return columns, values

    def _dense(self, texts: Sequence[str]) -> Matrix:
        """The text's meaning, that of its last clause, where rambling buyers come to the point, its words and its cues."""
        lasts = [last_clause(text) for text in texts]
        distinct = list(dict.fromkeys([*texts, *lasts]))
        rows = self._embedder.encode(distinct)
        at = {text: row for row, text in enumerate(distinct)}
        whole, last = (rows.rows([at[text] for text in each]) for each in (texts, lasts))
        shares = self._shares
        parts = (
            (whole.meaning, shares.whole),
            (last.meaning, shares.last),
            (whole.words, shares.words),
            (cue_rows(texts), shares.cues),
        )
        return np.hstack([part * np.float32(share) for part, share in parts])
