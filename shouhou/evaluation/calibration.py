"""Whether a confidence means what it says: of answers given with 0.8, eight in ten should be right."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from shouhou.evaluation.answers import Answer

BINS = 10


@dataclass(frozen=True)
class Bin:
    """The answers whose confidence lies in [low, low + 1 / BINS)."""

    low: float
    count: int
    confidence: float
    right: float


def reliability(answers: Sequence[Answer]) -> list[Bin]:
    """The bins that hold answers, by rising confidence: that of the likeliest intent, whether it was said or held back.

    An answer without candidates (an empty message) claims nothing and is left out.
    """
    groups: dict[int, list[tuple[float, bool]]] = {}
    for answer in answers:
        if answer.candidates:
            name, confidence = answer.candidates[0]
            number = min(int(confidence * BINS), BINS - 1)
            groups.setdefault(number, []).append((confidence, name in answer.label.right))
    return [
        Bin(
            number / BINS,
            len(group),
            statistics.mean(confidence for confidence, _ in group),
            statistics.mean(right for _, right in group),
        )
        for number, group in sorted(groups.items())
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: by how much a confidence is off, on the average of all answers."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.confidence - each.right) for each in bins) / total if total else 0.0
