"""Answers made by hand, so that no model is needed to test how they are counted."""

from collections.abc import Sequence
from typing import Optional

from shouhou.evaluation.answers import Answer
from shouhou.evaluation.labels import Label, Span


def answer(
    wanted: str,
    got: str,
    marked: Sequence[Span] = (),
    found: Sequence[Span] = (),
    style: str = "plain",
    pair: Optional[str] = None,
    confidence: float = 0.9,
    text: str = "话",
    milliseconds: float = 5.0,
    also: Sequence[str] = (),
    was: Optional[str] = None,
) -> Answer:
    label = Label(text, wanted, tuple(marked), style, pair, tuple(also), was)
    return Answer(label, ((got, confidence), ("greet", 0.1)), tuple(found), milliseconds)
