"""Examples that say the same: repeated within an intent, or under two intents as if one of them were wrong.

Two examples of different intents may be as like as 怎么退货 and 我要退货: the words that differ decide, and such pairs
teach the most. What is looked for is a pair whose differing words tell nothing about its intents: going by all other
examples they stand in one about as often as in the other, so that no model could keep them apart.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from shouhou.language.normalise import normalise
from shouhou.training_examples import Example

# Found by reading all pairs of the data that come near them: below LEAST_ALIKE two examples merely share a topic; what
# differs between contrasts that are meant tells more than MOST_TOLD (natural logarithm of the odds).
LEAST_ALIKE, MOST_TOLD = 0.5, 1.0
_OUT_OF_SCOPE = "out_of_scope"
# Half an occurrence is granted to every n-gram, so that an unseen one tells nothing; a whole one in what is out of
# scope, where most words belong that no other example holds.
_GRANTED, _GRANTED_OUTSIDE = 0.5, 1.0
_ROWS_AT_ONCE = 500
_PUNCTUATION = re.compile(r"[\s,。.!?、…~;:—-]+")
_PARTICLES = re.compile(r"[了啊呀吧呢哦嘛哈啦的哟喔呗咯]")
_LEAST_WITHOUT_PARTICLES = 4  # 是的 and 是呀 are two answers; nothing but 是 would be left of them
_WORD = re.compile(r"[a-z]+|[0-9]+|[?\w]")


def repeated(examples: Sequence[Example]) -> list[list[Example]]:
    """Groups of examples that differ by punctuation, particles or the form of their characters alone."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        groups[_bare(example.text)].append(example)
    return [group for group in groups.values() if len(group) > 1]


def _bare(text: str) -> str:
    text = normalise(text)
    without = _PUNCTUATION.sub("", text) or text
    bare = _PARTICLES.sub("", without)
    return bare if len(bare) >= _LEAST_WITHOUT_PARTICLES else without


def contradicting(
    examples: Sequence[Example], reviewed: Collection[frozenset[str]] = ()
) -> list[tuple[Example, Example]]:
    """Pairs of examples of different intents that are too alike, the least told apart first.

    `reviewed` are pairs of texts that were looked at and are right.
    """
    if len({example.intent for example in examples}) < 2:
        return []
    told = _Told(examples)
    found = sorted((told.apart(one, other), one, other) for one, other in _alike(told.rows, told.intents))
    pairs = [(examples[one], examples[other]) for apart, one, other in found if apart < MOST_TOLD]
    return [pair for pair in pairs if frozenset(example.text for example in pair) not in reviewed]


def _alike(rows: Any, intents: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """The pairs of rows of different intents with a cosine of LEAST_ALIKE or more; rows by rows, to spare memory."""
    weighted = TfidfTransformer().fit_transform(rows).astype(np.float32).tocsr()
    columns = weighted.T.tocsr()
    for first in range(0, weighted.shape[0], _ROWS_AT_ONCE):
        cosines = weighted[first : first + _ROWS_AT_ONCE] @ columns[:, first:]  # each pair once
        near = np.flatnonzero(cosines.data >= LEAST_ALIKE)
        one = np.searchsorted(cosines.indptr, near, side="right") - 1 + first
        other = cosines.indices[near] + first
        chosen = (one < other) & (intents[one] != intents[other])
        yield from zip(one[chosen].tolist(), other[chosen].tolist(), strict=True)


@dataclass(frozen=True)
class _Told:
    """What the n-grams of examples tell about intents."""

    examples: Sequence[Example]

    @cached_property
    def rows(self) -> Any:
        """For each example its n-grams, each as 1 however often it stands there."""
        texts = [example.text for example in self.examples]
        return CountVectorizer(analyzer=_grams, binary=True, dtype=np.float32).fit_transform(texts).tocsr()

    @cached_property
    def _names(self) -> list[str]:
        return sorted({example.intent for example in self.examples})

    @cached_property
    def intents(self) -> npt.NDArray[np.int64]:
        """For each example the number of its intent."""
        numbers = {name: number for number, name in enumerate(self._names)}
        return np.array([numbers[example.intent] for example in self.examples])

    @cached_property
    def _sizes(self) -> npt.NDArray[np.float64]:
        sizes = Counter(self.intents.tolist())
        return np.array([float(sizes[number]) for number in range(len(self._names))])

    @cached_property
    def _counts(self) -> npt.NDArray[np.float64]:
        """How many examples of each intent hold each n-gram."""
        ones = np.ones(len(self.examples), dtype=np.float32)
        shape = (len(self._names), len(self.examples))
        members = csr_matrix((ones, (self.intents, np.arange(len(self.examples)))), shape=shape)
        return np.asarray((members @ self.rows).toarray())

    @cached_property
    def _granted(self) -> npt.NDArray[np.float64]:
        each = np.array([_GRANTED_OUTSIDE if name == _OUT_OF_SCOPE else _GRANTED for name in self._names])
        return np.asarray(each * self._sizes / self._sizes.mean())

    def apart(self, one: int, other: int) -> float:
        """How much more the n-grams that two examples do not share speak for their intents than against them.

        The logarithm of the odds, going by all other examples.
        """
        grams, others = self._grams_of(one), self._grams_of(other)
        return self._speaks(one, other, np.setdiff1d(grams, others)) + self._speaks(
            other, one, np.setdiff1d(others, grams)
        )

    def _grams_of(self, number: int) -> npt.NDArray[np.int64]:
        return np.asarray(self.rows.indices[self.rows.indptr[number] : self.rows.indptr[number + 1]])

    def _speaks(self, holder: int, other: int, grams: npt.NDArray[np.int64]) -> float:
        right, wrong = self.intents[holder], self.intents[other]
        # The example itself is no witness.
        here = np.log((self._counts[right, grams] - 1 + self._granted[right]) / self._sizes[right])
        there = np.log((self._counts[wrong, grams] + self._granted[wrong]) / self._sizes[wrong])
        return float((here - there).sum())


def _grams(text: str) -> list[str]:
    """Characters, Latin words and numbers of a text, and each with its neighbour; the ends count as neighbours."""
    text = normalise(text)
    words = _WORD.findall(text) or list(text)  # of a message of emoji, the emoji
    return words + [first + second for first, second in zip(["^", *words], [*words, "$"], strict=True)]
