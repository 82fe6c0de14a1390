"""What each clause of a message does in the talk: agrees, corrects, asks, tells, gives up, …

Learned from acts.txt with what the intent classifier sees of a text, and the clauses around it. What a clause does hangs
on what the desk last said (没有 adds nothing to one question and denies another): each of those places bends the weighing
by itself, so a message is read once for all of them, and whoever leads the talk, and alone knows the place, picks.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from shouhou.language.around import Example, Ranking, fit_around, neighbour, read_around
from shouhou.language.clauses import clauses
from shouhou.language.features import Features, Featurizer, canonical
from shouhou.language.normalise import normalise
from shouhou.language.softmax import Softmax

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
_STRENGTH = 2.0  # scikit-learn's C; measured on played lines


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
        yield Example(texts[at], neighbour(texts, at - 1), neighbour(texts, at + 1), place, act)


def _as_marked(place: str, parts: Sequence[tuple[str, str]]) -> Iterator[Example]:
    texts = [canonical(words.strip(" ,，。.!！")) or canonical(words) for _, words in parts]
    for at, (act, _) in enumerate(parts):
        yield Example(texts[at], neighbour(texts, at - 1), neighbour(texts, at + 1), place, act)


def fit_acts(featurizer: Featurizer, iterations: int) -> Softmax:
    """A weighing of the acts over a featurizer that knows its n-grams."""
    return fit_around(featurizer, examples(), tuple(PLACES.values()), _STRENGTH, iterations)


def read_acts(weighing: Softmax, rows: Features) -> list[dict[str, Ranking]]:
    """For each clause of a message, whose rows are given in their order, its likeliest acts in each place."""
    return read_around(weighing, rows, range(rows.dense.shape[0]), tuple(PLACES.values()), TOLD_OF_EACH)
