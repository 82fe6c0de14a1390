"""Where in a message the buyer says what is wrong: a trained sequence labeller, one token per character."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Optional

import pycrfsuite

from shouhou.language.fault_words import FAULT, PARTY, part_pattern
from shouhou.language.products import find_products
from shouhou.language.reason_class import reason_class
from shouhou.language.request_types import find_request_types
from shouhou.language.spans import Mention

Span = tuple[int, int]
Token = tuple[int, int]
_TOKEN = re.compile(r"[a-z]+|[0-9]+|\S")
_WINDOW = 3
_OUTSIDE = "O"
# A reason is asked for again when it is missed, and confirmed before it is filed: finding more beats finding less.
LIKELY = 0.4
_TRAINING = {"c1": 0.1, "c2": 0.02, "max_iterations": 80, "feature.possible_transitions": True}


class ReasonTagger:
    """Finds reasons in normalised texts with a linear-chain CRF; knows none until trained or opened."""

    def __init__(self) -> None:
        self._tagger: Optional[pycrfsuite.Tagger] = None
        self._bytes = b""
        self._model = b""

    def train(self, texts: Sequence[str], spans: Sequence[Sequence[Span]], path: Path) -> None:
        """Learn from normalised texts and the spans of their reasons, write the model to `path` and use it."""
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params(_TRAINING)
        for text, marked in zip(texts, spans, strict=True):
            tokens = _tokens(text)
            if tokens:
                trainer.append(_features(text, tokens), _tags(tokens, marked))
        trainer.train(str(path))
        self.open(path)

    def open(self, path: Path) -> None:
        """Use a trained model. The file may go away afterwards."""
        # The tagger points into these bytes and does not keep them alive itself.
        self._bytes = path.read_bytes()
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._bytes)

    def find(self, text: str) -> Iterator[Mention]:
        """Reasons in a normalised text, with their class as group; the value is the text of the span."""
        tokens = _tokens(text)
        if self._tagger is None or not tokens:
            return
        self._tagger.set(_features(text, tokens))
        known = self._tagger.labels()
        chances = [{tag: float(self._tagger.marginal(tag, index)) for tag in known} for index in range(len(tokens))]
        for first, last in _runs([_likely(chance) for chance in chances]):
            start, end = tokens[first][0], tokens[last][1]
            confidence = min(1.0 - chances[index].get(_OUTSIDE, 0.0) for index in range(first, last + 1))
            value = text[start:end]
            yield Mention("reason", start, end, value, reason_class(value), confidence)


def _likely(chance: dict[str, float]) -> str:
    """The likeliest tag, where being part of a reason needs only LIKELY in all."""
    if 1.0 - chance.get(_OUTSIDE, 0.0) < LIKELY:
        return _OUTSIDE
    return max((tag for tag in chance if tag != _OUTSIDE), key=lambda tag: chance[tag])


def _tokens(text: str) -> list[Token]:
    return [match.span() for match in _TOKEN.finditer(text)]


def _tags(tokens: Sequence[Token], spans: Sequence[Span]) -> list[str]:
    tags = ["O"] * len(tokens)
    for start, end in spans:
        inside = [index for index, (left, right) in enumerate(tokens) if left >= start and right <= end]
        for index in inside:
            tags[index] = "I"
        if inside:
            tags[inside[-1]] = "L"
            tags[inside[0]] = "B" if len(inside) > 1 else "U"
    return tags


def _runs(tags: Sequence[str]) -> Iterator[Span]:
    """First and last token of each run of reason tags; a B or U opens a new one."""
    first: Optional[int] = None
    for index, tag in enumerate([*tags, "O"]):
        if first is not None and (tag in "OBU" or tags[index - 1] in "LU"):
            yield first, index - 1
            first = None
        if tag != "O" and first is None:
            first = index


def _features(text: str, tokens: Sequence[Token]) -> list[list[str]]:
    words = [_word(text[start:end]) for start, end in tokens]
    padded = ["<"] * _WINDOW + words + [">"] * _WINDOW
    marks = _marks(text)
    known = ["<"] + ["".join(sorted(marks[start])) for start, _ in tokens] + [">", ">"]
    return [_words_around(padded, index + _WINDOW) + _marks_around(known, index + 1) for index in range(len(words))]


def _word(token: str) -> str:
    return "0" if token[0].isdigit() else token


def _words_around(words: Sequence[str], at: int) -> list[str]:
    found = ["b"]
    found += [f"{shift}:{words[at + shift]}" for shift in range(-_WINDOW, _WINDOW + 1)]
    found += [f"{shift}|{words[at + shift]}{words[at + shift + 1]}" for shift in range(-2, 2)]
    found += [f"{shift}t{''.join(words[at + shift : at + shift + 3])}" for shift in (-2, -1, 0)]
    return found


def _marks(text: str) -> list[set[str]]:
    """For each character what the tables know of it: faults, parties to blame, parts, goods, request types."""
    marks: list[set[str]] = [set() for _ in text]
    spans = [("fault", *match.span()) for match in FAULT.finditer(text)]
    spans += [("party", *match.span()) for match in PARTY.finditer(text)]
    spans += [("part", *match.span()) for match in part_pattern().finditer(text)]
    spans += [("good", good.start, good.end) for good in find_products(text)]
    spans += [("type", kind.start, kind.end) for kind in find_request_types(text)]
    for name, start, end in spans:
        for index in range(start, end):
            marks[index].add(name)
        marks[start].add(name + "<")
        marks[end - 1].add(name + ">")
    return marks


def _marks_around(known: Sequence[str], at: int) -> list[str]:
    before, here, after = known[at - 1 : at + 2]
    return [f"m{here}", f"m-{before}", f"m+{after}", f"m-0{before}|{here}", f"m0+{here}|{after}", f"m++{known[at + 2]}"]
