"""The arithmetic of answers: shares, F1, pairs, confusions."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from shouhou.evaluation.answers import OUT_OF_SCOPE, REJECTED, Answer

Answers = Sequence[Answer]


@dataclass(frozen=True)
class EntityScore:
    """How well the spans of one kind are found; `marked` is their number in the labels."""

    precision: float
    recall: float
    f1: float
    marked: int


def share_right(answers: Answers) -> float:
    """The share of answers with the right intent."""
    return statistics.mean(answer.right for answer in answers)


def share_rejected(answers: Answers) -> float:
    """The share of answers taken for out of scope or not understood, where that is not right."""
    return statistics.mean(answer.got in REJECTED and not answer.right for answer in answers)


def share_in_first_two(answers: Answers) -> float:
    """The share whose right intent is among the two likeliest: what "did you mean … or …?" can save."""
    return statistics.mean(any(name in answer.label.right for name, _ in answer.candidates[:2]) for answer in answers)


def macro_f1(answers: Answers) -> float:
    """The mean over the labelled intents of the harmonic mean of precision and recall."""
    scores = []
    for intent in {answer.wanted for answer in answers}:
        hits = sum(answer.wanted == intent == answer.counted for answer in answers)
        claims = sum(intent in (answer.wanted, answer.counted) for answer in answers) + hits
        scores.append(2 * hits / claims)
    return statistics.mean(scores)


def by_style(answers: Answers) -> dict[str, list[Answer]]:
    """The answers of each style, the styles in the order of their names."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.label.style or "-"].append(answer)
    return dict(sorted(groups.items()))


def pairs(answers: Answers) -> list[list[Answer]]:
    """The minimal pairs; a label whose counterpart is not there makes none."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        if answer.label.pair is not None:
            groups[answer.label.pair].append(answer)
    return [group for group in groups.values() if len(group) > 1]


def entity_scores(answers: Answers) -> dict[str, EntityScore]:
    """The score of each kind of entity that the labels mark; exact spans count."""
    marked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for answer in answers:
        needed = [span for span in answer.label.spans if not span.optional]
        optional = [span for span in answer.label.spans if span.optional]
        marked.update(span.kind for span in needed)
        for span in answer.found:
            hit = any(span.same_as(other) for other in needed)
            hits[span.kind] += hit
            found[span.kind] += hit or not any(span.touches(other) for other in optional)
    return {kind: _score(hits[kind], found[kind], marked[kind]) for kind in sorted(marked)}


def _score(hits: int, found: int, marked: int) -> EntityScore:
    return EntityScore(hits / found if found else 0.0, hits / marked, 2 * hits / (found + marked), marked)


def norms(answers: Answers) -> list[bool]:
    """For each span that was found where the label names a value too: whether the value is right."""
    return [
        span.norm == other.norm
        for answer in answers
        for other in answer.label.spans
        for span in answer.found
        if other.norm is not None and span.same_as(other)
    ]


def confusions(answers: Answers) -> Counter[tuple[str, str]]:
    """How often each wanted intent was answered with each, the right ones included."""
    return Counter((answer.wanted, answer.counted) for answer in answers)


def worst(answers: Answers) -> list[Answer]:
    """Wrong ones, the surest first."""
    wrong = [answer for answer in answers if not answer.right]
    return sorted(wrong, key=lambda answer: -answer.ranking[0][1] if answer.ranking else 0.0)


def rejection_curve(inside: Answers, outside: Answers) -> list[tuple[float, float]]:
    """(false fallback, out-of-scope recall) at each least lead of an intent over out of scope, from 0 to 1.

    What the classifier's `margin` alone could give; the shipped point has its other rules too.
    """
    cuts = [step / 50 for step in range(51)]
    leads, others = [_lead(answer) for answer in inside], [_lead(answer) for answer in outside]
    return [(_share_below(leads, cut), _share_below(others, cut)) for cut in cuts]


def _lead(answer: Answer) -> float:
    chances = dict(answer.candidates)
    outside = chances.pop(OUT_OF_SCOPE, 0.0)
    return max(chances.values(), default=0.0) - outside


def _share_below(leads: Sequence[float], cut: float) -> float:
    return statistics.mean(lead < cut for lead in leads)
