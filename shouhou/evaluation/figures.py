"""The figures by name, as bars and reports know them."""

import statistics
from collections.abc import Sequence

from shouhou.evaluation.answers import Answer
from shouhou.evaluation.calibration import calibration_error, reliability
from shouhou.evaluation.scores import (
    by_style,
    entity_scores,
    macro_f1,
    norms,
    pairs,
    share_in_first_two,
    share_rejected,
    share_right,
)

# What each figure is. A name that ends in a dot stands for one figure of each style or kind.
HIGHER_IS_BETTER = {
    "intent_accuracy": "intent right, in scope",
    "newly_in_scope_accuracy": "intent right, newly in scope",
    "newly_in_scope": "sentences newly in scope",
    "macro_f1": "macro-F1 of the intents in scope",
    "first_two": "right intent among the first two, in scope",
    "out_of_scope_recall": "out of scope rejected, at the shipped threshold",
    "minimal_pairs": "minimal pairs with both sides right",
    "asked_about": "questions in the middle of a talk taken for what they ask about",
    "told_apart": "clauses that tell something of the matter told from those only said to the desk",
    "entity_values": "values of found spans right",
    "style_accuracy.": "intent right, in scope, style",
    "entity_f1.": "F1 of exact spans, in scope,",
}
LOWER_IS_BETTER = {
    "false_fallback": "in scope and yet rejected",
    "calibration_error": "expected calibration error",
    "parse_p50_ms": "parse p50, ms",
    "model_mb": "model, MB",
}


def figures(every: Sequence[Answer], model_bytes: int) -> dict[str, float]:
    """What the answers measure; a figure without sentences to measure it on is left out.

    What came into scope when it widened is told apart, and counts in no other figure of what is in scope.
    """
    answers = [answer for answer in every if not answer.label.of_clause]
    questions = [answer for answer in every if answer.label.about is not None]
    clauses = [answer for answer in every if answer.label.tells is not None]
    inside = [answer for answer in answers if answer.in_scope and not answer.newly_in_scope]
    newly = [answer for answer in answers if answer.newly_in_scope]
    outside = [answer for answer in answers if not answer.in_scope]
    found: dict[str, float] = {}
    if inside:
        found["intent_accuracy"] = share_right(inside)
        found["macro_f1"] = macro_f1(inside)
        found["first_two"] = share_in_first_two(inside)
    if newly:
        found["newly_in_scope_accuracy"] = share_right(newly)
        found["newly_in_scope"] = float(len(newly))
    if outside:
        found["out_of_scope_recall"] = share_right(outside)
    if inside:
        found["false_fallback"] = share_rejected(inside)
    if both := pairs(answers):
        found["minimal_pairs"] = statistics.mean(all(answer.right for answer in pair) for pair in both)
    found |= {f"style_accuracy.{style}": share_right(group) for style, group in by_style(inside).items()}
    found |= {f"entity_f1.{kind}": score.f1 for kind, score in entity_scores(inside).items()}
    if values := norms([*inside, *outside]):
        found["entity_values"] = statistics.mean(values)
    if clauses:
        found["told_apart"] = statistics.mean(answer.is_told == answer.label.tells for answer in clauses)
    if questions:
        found["asked_about"] = statistics.mean(answer.about == answer.label.about for answer in questions)
    if not answers:
        return found
    found["calibration_error"] = calibration_error(reliability(answers))
    found["parse_p50_ms"] = statistics.median(answer.milliseconds for answer in answers)
    found["model_mb"] = model_bytes / 1e6
    return found


def meaning(name: str) -> str:
    """What a figure is, in words."""
    every = HIGHER_IS_BETTER | LOWER_IS_BETTER
    family, dot, member = name.partition(".")
    return f"{every[family + dot]} {member}".strip()


def shown(name: str, value: float) -> str:
    """A figure's value as people read it."""
    if name == "newly_in_scope":
        return str(round(value))
    return f"{value:.1f}" if name in ("parse_p50_ms", "model_mb") else f"{value:.3f}"
