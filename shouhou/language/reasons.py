"""Where in a message the buyer says what is wrong: a trained sequence labeller, one token per character."""

import re
from pathlib import Path
from typing import Iterator, Optional, Sequence

import pycrfsuite

from shouhou.language.reason_class import reason_class
from shouhou.language.spans import Mention

Span = tuple[int, int]
Token = tuple[int, int]
_TOKEN = re.compile(r"[a-z]+|[0-9]+|\S")
_WINDOW = 3
_TRAINING = {"c1": 0.05, "c2": 0.02, "max_iterations": 60, "feature.possible_transitions": True}


class ReasonTagger:
    """Finds reasons in normalised texts with a linear-chain CRF; knows none until trained or opened."""

    def __init__(self) -> None:
        self._tagger: Optional[pycrfsuite.Tagger] = None
        self._model = b""

    def train(self, texts: Sequence[str], spans: Sequence[Sequence[Span]], path: Path) -> None:
        """Learn from normalised texts and the spans of their reasons, write the model to `path` and use it."""
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params(_TRAINING)
        for text, marked in zip(texts, spans):
            tokens = _tokens(text)
            if tokens:
                trainer.append(_features(text, tokens), _tags(tokens, marked))
        trainer.train(str(path))
        self.open(path)

    def open(self, path: Path) -> None:
        """Use a trained model. The file may go away afterwards."""
        self._model = path.read_bytes()  # held: crfsuite reads these bytes in place for as long as it tags
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self._model)

    def find(self, text: str) -> Iterator[Mention]:
        """Reasons in a normalised text, with their class as group; the value is the text of the span."""
        tokens = _tokens(text)
        if self._tagger is None or not tokens:
            return
        tags = self._tagger.tag(_features(text, tokens))
        for first, last in _runs(tags):
            start, end = tokens[first][0], tokens[last][1]
            confidence = min(self._tagger.marginal(tags[index], index) for index in range(first, last + 1))
            value = text[start:end]
            yield Mention("reason", start, end, value, reason_class(value), float(confidence))


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
    return [_features_at(padded, index + _WINDOW) for index in range(len(words))]


def _word(token: str) -> str:
    return "0" if token[0].isdigit() else token


def _features_at(words: Sequence[str], at: int) -> list[str]:
    found = ["b"]
    found += [f"{shift}:{words[at + shift]}" for shift in range(-_WINDOW, _WINDOW + 1)]
    found += [f"{shift}|{words[at + shift]}{words[at + shift + 1]}" for shift in range(-2, 2)]
    found += [f"{shift}t{''.join(words[at + shift: at + shift + 3])}" for shift in (-2, -1, 0)]
    return found
