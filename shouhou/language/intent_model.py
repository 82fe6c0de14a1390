"""What training the intent classifier leaves: how to read a text, and how to weigh what was read; kept in two files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from shouhou.language.acts import read_acts
from shouhou.language.around import Ranking
from shouhou.language.asked import read_asked, to_the_point
from shouhou.language.embed import Matrix, embedder
from shouhou.language.features import Features, Featurizer, Grams
from shouhou.language.softmax import Softmax
from shouhou.language.told import told_chances

_WEIGHTS, _NAMES = "intent.npz", "intent.json"
_ALL = "/"  # stands for all intents where each family of retrieval intents stands under its name
_TOLD = "/told"  # the weighing of what clauses tell
_ACTS, _ASKED = "/acts", "/asked"  # and of what they do, and of what they ask about
_STEPS = {"dense": 127, "sparse": 39}  # of a row's largest weight; n-grams are many
_FEWER = {  # coarser ones of what is learned beside, which change none of what is measured
    _ACTS: {"dense": 63, "sparse": 15}, _ASKED: {"dense": 31, "sparse": 3}, _TOLD: {"dense": 127, "sparse": 63},
}
_WITHIN = {"dense": 63, "sparse": 15}  # and within a family of intents
Acts = dict[str, Ranking]


@dataclass(frozen=True)
class Model:
    """What training leaves: how to read a text, and how to weigh what was read.

    Of the retrieval intents (`faq/…`) the first weighing knows the family alone, as Rasa does; within each family a
    weighing of its own tells them apart.
    """

    featurizer: Featurizer
    softmax: Softmax
    families: Mapping[str, Softmax] = field(default_factory=dict)
    told: Optional[Softmax] = None
    acts: Optional[Softmax] = None
    asked: Optional[Softmax] = None

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """For each canonical text all intents with their confidences, the likeliest first; members by full name."""
        return self._rank(self.featurizer.transform(texts))

    def read(
        self, texts: Sequence[str], clauses: Sequence[str] = ()
    ) -> tuple[list[tuple[Ranking, float]], list[Acts], list[Ranking]]:
        """For each canonical text its ranking, and how likely it tells the merchant something of the matter; of the
        message's clauses, canonical and in their order, what each does in each place, and what it would ask about;
        of several clauses, what the first of the texts, the whole message, would ask about comes last. A text is looked
        at once.
        """
        points = [to_the_point(text) for text in clauses]
        every = list(dict.fromkeys([*texts, *clauses, *points]))
        rows, at = self.featurizer.transform(every), {text: row for row, text in enumerate(every)}
        own = rows.rows(np.array([at[text] for text in texts], dtype=int))
        told = told_chances(self.told, own) if self.told is not None else [0.0] * len(texts)
        acts: list[Acts] = [{} for _ in clauses]
        asked: list[Ranking] = [[] for _ in clauses]
        if self.acts is not None and clauses:
            acts = read_acts(self.acts, rows.rows(np.array([at[text] for text in clauses], dtype=int)))
        if self.asked is not None and clauses:
            said = rows.rows(np.array([at[text] for text in (*clauses, *points)], dtype=int))
            asked = read_asked(self.asked, said, range(len(clauses), 2 * len(clauses)))
            if len(clauses) > 1:
                asked += read_asked(self.asked, rows.rows(np.array([at[texts[0]]])), [0])
        return list(zip(self._rank(own), told, strict=True)), acts, asked

    def _rank(self, rows: Features) -> list[Ranking]:
        chances = self.softmax.probabilities(rows)
        for name, inner in self.families.items():
            of_family = chances[:, [self.softmax.labels.index(name)]]
            chances = np.hstack([chances, of_family * inner.probabilities(rows)])
        names, columns = self._names
        return [
            [(names[at], float(row[at])) for at in np.argsort(-row, kind="stable").tolist()]
            for row in chances[:, columns]
        ]

    @cached_property
    def _names(self) -> tuple[list[str], list[int]]:
        """The full names in their order, and where each one's chance stands: families have none of their own."""
        every = [*self.softmax.labels, *(label for inner in self.families.values() for label in inner.labels)]
        columns = sorted((label, at) for at, label in enumerate(every) if label not in self.families)
        return [label for label, _ in columns], [at for _, at in columns]

    def save(self, folder: Path) -> None:
        """Write two files into the folder."""
        arrays: dict[str, npt.NDArray[Any]] = {}
        names: dict[str, Any] = {"grams": [[grams.names, grams.weights] for grams in self.featurizer.grams]}
        besides = {_TOLD: self.told, _ACTS: self.acts, _ASKED: self.asked}
        for family, softmax in {_ALL: self.softmax, **self.families, **besides}.items():
            if softmax is None:
                continue
            # A byte for each weight, a quarter of the file: no confidence differs by two hundredths.
            arrays[f"{family}bias"] = softmax.bias
            for block, weights in (("dense", softmax.dense), ("sparse", softmax.sparse)):
                steps, largest = _in_steps(weights, _steps(family)[block])
                arrays |= {f"{family}{block}": steps, f"{family}{block}_largest": largest.astype(np.float16)}
            names[family] = {"labels": softmax.labels, "temperature": softmax.temperature}
        np.savez(folder / _WEIGHTS, **arrays)
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> "Model":
        """Read what save wrote. Raises FileNotFoundError when it is not there."""
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        grams = [Grams(tuple(known), tuple(values)) for known, values in names.pop("grams")]
        softmaxes = {}
        with np.load(folder / _WEIGHTS, allow_pickle=False) as weights:
            for family, told in names.items():
                bias = weights[f"{family}bias"]
                dense, sparse = (
                    weights[f"{family}{block}"] * (
                        weights[f"{family}{block}_largest"].astype(np.float32) / _steps(family)[block]
                    )
                    for block in ("dense", "sparse")
                )
                softmaxes[family] = Softmax(tuple(told["labels"]), dense, sparse, bias, told["temperature"])
        told, acts, asked = (softmaxes.pop(each, None) for each in (_TOLD, _ACTS, _ASKED))
        whole = softmaxes.pop(_ALL)
        return cls(Featurizer(embedder(), grams), whole, softmaxes, told, acts, asked)


def family_of(name: str) -> str:
    """What Rasa's domain calls an intent: `faq` of `faq/auto_close`, any other by its name."""
    return name.partition("/")[0]


def _steps(family: str) -> Mapping[str, int]:
    """In how many steps the weights of a weighing are kept, by their block."""
    return _STEPS if family == _ALL else _FEWER.get(family, _WITHIN)


def _in_steps(weights: Matrix, steps: int) -> tuple[npt.NDArray[np.int8], Matrix]:
    """Each row as whole numbers up to `steps`, and what so many steps stand for, of shape (rows, 1)."""
    largest = np.maximum(np.abs(weights).max(axis=1, keepdims=True), np.float32(1e-4))
    return np.rint(weights / largest * steps).astype(np.int8), largest
