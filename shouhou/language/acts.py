"""What each clause of a message does in the talk: agrees, corrects, asks, tells, gives up, …

Learned from acts.txt with what the intent classifier sees of a text, and the clauses around it. What a clause does hangs
on what the desk last said (没有 adds nothing to one question and denies another): each of those places bends the weighing
by itself, so a message is read once for all of them, and whoever leads the talk, and alone knows the place, picks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from shouhou.language.calibrate import fit_calibrated
from shouhou.language.clauses import clauses
from shouhou.language.embed import Matrix
from shouhou.language.features import Features, Featurizer, Index, canonical
from shouhou.language.normalise import normalise
from shouhou.language.softmax import Softmax, softmax

# Where a message stands. summary: what is to be written is shown; message: a draft to the merchant is; offer: something
# is offered; more: whether there is more to tell; kind: which type of request; why: the reason; open: nothing is asked.
PLACES = {"S": "summary", "D": "message", "O": "offer", "M": "more", "T": "kind", "R": "why", "A": "open"}
ACTS = frozenset({
    "yes", "no", "nothing", "leave", "pause", "ack", "want", "fallback", "unwanted", "tell", "set", "add", "strike",
    "wrong", "ask", "pass", "human", "complain", "cancel", "point", "photo", "number", "rebuke", "anger", "chat",
})
TOLD_OF_EACH = 2  # acts told of a clause in each place
_FILE = Path(__file__).with_name("acts.txt")
_PART = re.compile(r"\[([a-z]+)\]([^\[]*)")
_MEANING = 512  # of the dense columns, the first: the text's meaning
# How much the clauses around, their absence and the place count.
_BEFORE, _BEHIND, _ALONE, _PLACE = (np.float32(each) for each in (0.7, 0.5, 0.5, 1.0))
_STRENGTH = 2.0  # scikit-learn's C; measured on played lines
_NO_CLAUSE = ""


@dataclass(frozen=True)
class Example:
    """A clause with the ones around it, the place, and what it does."""

    text: str
    before: str
    behind: str
    place: str
    act: str


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """The clauses of all lines of the file. Raises ValueError on a line of another form."""
    found: list[Example] = []
    for number, line in enumerate(_FILE.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            place, parts = parts_of_line(line)
        except ValueError as error:
            raise ValueError(f"{_FILE.name}:{number}: {error}") from None
        found += dict.fromkeys([*_as_cut(place, parts), *_as_marked(place, parts)])
    return tuple(found)


def parts_of_line(line: str) -> tuple[str, list[tuple[str, str]]]:
    """The place of a line of the file, and its parts: what each does, and its words. Raises ValueError."""
    place, _, marked = line.partition(" ")
    parts = _PART.findall(marked)
    if place not in PLACES or not parts or any(act not in ACTS or not text.strip() for act, text in parts):
        raise ValueError(f"expected a place and `[act]words` parts: {line!r}")
    return PLACES[place], parts


def clause_texts(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The clauses of a text as they are weighed: a question mark behind one belongs to it."""
    normal = normalise(text)
    return [canonical(normal[start:end] + ("?" if "?" in normal[end : end + 2] else "")) for start, end in spans]


def act_of_each(parts: Sequence[tuple[str, str]]) -> list[str]:
    """What each clause does of the message that these parts make: what most of it does."""
    ends = np.cumsum([0, *(len(words) for _, words in parts)])
    shares = [
        [min(end, int(ends[part + 1])) - max(start, int(ends[part])) for part in range(len(parts))]
        for start, end in clauses(normalise("".join(words for _, words in parts)))
    ]
    return [parts[int(np.argmax(each))][0] for each in shares]


def _as_cut(place: str, parts: Sequence[tuple[str, str]]) -> Iterator[Example]:
    """The message as it will be cut."""
    text = "".join(words for _, words in parts)
    texts = clause_texts(text, clauses(normalise(text)))
    for at, act in enumerate(act_of_each(parts)):
        yield Example(texts[at], _at(texts, at - 1), _at(texts, at + 1), place, act)


def _as_marked(place: str, parts: Sequence[tuple[str, str]]) -> Iterator[Example]:
    texts = [canonical(words.strip(" ,，。.!！")) or canonical(words) for _, words in parts]
    for at, (act, _) in enumerate(parts):
        yield Example(texts[at], _at(texts, at - 1), _at(texts, at + 1), place, act)


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place] if 0 <= place < len(texts) else _NO_CLAUSE


def fit_acts(featurizer: Featurizer, iterations: int) -> Softmax:
    """A weighing of the acts over a featurizer that knows its n-grams."""
    told = examples()
    texts = list(dict.fromkeys(text for each in told for text in (each.text, each.before, each.behind) if text))
    rows = featurizer.transform(texts)
    at = {_NO_CLAUSE: -1, **{text: row for row, text in enumerate(texts)}}
    index = np.array([[at[text] for text in (each.text, each.before, each.behind)] for each in told])
    places = np.vstack([_place(each.place) for each in told])
    return fit_calibrated(_around(rows, index, places), [each.act for each in told], _STRENGTH, iterations)


def read_acts(weighing: Softmax, rows: Features) -> list[dict[str, list[tuple[str, float]]]]:
    """For each clause of a message, whose rows are given in their order, its likeliest acts in each place."""
    count = rows.dense.shape[0]
    index = np.array([[at, at - 1, at + 1 if at + 1 < count else -1] for at in range(count)])
    logits = weighing.logits(_around(rows, index, np.zeros((count, len(PLACES)), dtype=np.float32)))
    bends = weighing.dense[-len(PLACES) :] * _PLACE
    found: list[dict[str, list[tuple[str, float]]]] = [{} for _ in range(count)]
    for place, bend in zip(PLACES.values(), bends, strict=True):
        chances = softmax((logits + bend) / np.float32(weighing.temperature))
        for at, row in enumerate(chances):
            best = np.argsort(-row, kind="stable")[:TOLD_OF_EACH].tolist()
            found[at][place] = [(weighing.labels[each], round(float(row[each]), 3)) for each in best]
    return found


def _around(rows: Features, index: Index, places: Matrix) -> Features:
    """Each clause's own columns, the meaning of those around it (-1: there is none), and the place, which comes last."""
    dense = np.vstack([rows.dense, np.zeros((1, rows.dense.shape[1]), dtype=np.float32)])
    own, before, behind = index.T
    alone = (index[:, 1:] == -1).astype(np.float32) * _ALONE
    parts = (dense[own], dense[before][:, :_MEANING] * _BEFORE, dense[behind][:, :_MEANING] * _BEHIND, alone, places)
    return Features(np.hstack(parts), rows.sparse[own])


def _place(name: str) -> Matrix:
    row = np.zeros(len(PLACES), dtype=np.float32)
    row[list(PLACES.values()).index(name)] = _PLACE
    return row
