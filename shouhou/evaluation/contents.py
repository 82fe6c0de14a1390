"""What stands in a report, whatever it is written in."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Union

from shouhou.evaluation import pictures
from shouhou.evaluation.answers import Answer
from shouhou.evaluation.bars import Bar
from shouhou.evaluation.calibration import reliability
from shouhou.evaluation.figures import figures, meaning, shown
from shouhou.evaluation.scores import by_style, confusions, entity_scores, pairs, share_right, worst

WORST = 50
_CONFUSIONS = 30
_SURE_OF = 3  # candidates told of a wrong sentence


@dataclass(frozen=True)
class Table:
    """Rows under heads; every row is as long as the heads."""

    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Picture:
    """A PNG, the file name that it may get, and what it shows."""

    name: str
    png: bytes
    shows: str


@dataclass(frozen=True)
class Section:
    """A headed part of a report."""

    title: str
    note: str
    parts: tuple[Union[Table, Picture], ...]


@dataclass(frozen=True)
class Measured:
    """One run: which model on which files, with what answers, held against which bars."""

    model: Path
    files: tuple[Path, ...]
    at: datetime
    answers: Sequence[Answer]
    bars: Sequence[Bar]

    @property
    def figures(self) -> dict[str, float]:
        """All figures by name."""
        return figures(self.answers, self.model.stat().st_size)


def sections(run: Measured) -> Iterator[Section]:
    """The parts of a report; those that nothing was measured for are left out."""
    answers = [answer for answer in run.answers if not answer.label.of_clause]
    questions = [answer for answer in run.answers if answer.label.about is not None]
    clauses = [answer for answer in run.answers if answer.label.tells is not None]
    inside = [answer for answer in answers if answer.in_scope and not answer.newly_in_scope]
    newly = [answer for answer in answers if answer.newly_in_scope]
    outside = [answer for answer in answers if not answer.in_scope]
    yield _figures(run)
    if clauses:
        yield _told_apart(clauses)
    if questions:
        yield _asked_about(questions)
    if not answers:
        return
    if inside:
        yield _styles(inside, outside)
    if newly:
        yield _newly_in_scope(newly)
    if inside and outside:
        yield _rejection(run, inside, outside)
    if any(not span.optional for answer in inside for span in answer.label.spans):
        yield _entities(inside)
    yield _calibration(answers)
    yield _confusions(answers)
    if pairs(answers):
        yield _pairs(answers)
    yield _worst(answers)


def _figures(run: Measured) -> Section:
    limits = {bar.figure: bar for bar in run.bars}
    rows = []
    for name, value in run.figures.items():
        bar = limits.get(name)
        wanted = f"{'at least' if bar.at_least else 'at most'} {bar.limit:.4g}" if bar else ""
        verdict = ("met" if bar.holds(value) else "MISSED") if bar else ""
        rows.append((meaning(name), shown(name, value), wanted, verdict))
    return Section("Figures", "", (Table(("figure", "measured", "bar", ""), rows),))


def _styles(inside: Sequence[Answer], outside: Sequence[Answer]) -> Section:
    within, without = by_style(inside), by_style(outside)
    rows = [
        (style, *_share_of(within.get(style, [])), *_share_of(without.get(style, [])))
        for style in sorted({*within, *without})
    ]
    shares = [(style, share_right(group), len(group)) for style, group in within.items()]
    table = Table(("style", "in scope right", "sentences", "out of scope rejected", "sentences"), rows)
    picture = Picture("styles", pictures.bars_picture(shares), "intent accuracy in scope by style")
    return Section("Styles", "", (picture, table))


def _newly_in_scope(answers: Sequence[Answer]) -> Section:
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.wanted].append(answer)
    rows = [(intent, *_share_of(group)) for intent, group in sorted(groups.items())]
    note = "Sentences that were out of scope before it widened; they count in no other figure of what is in scope."
    return Section("Newly in scope", note, (Table(("intent", "right", "sentences"), rows),))


def _share_of(answers: Sequence[Answer]) -> tuple[str, str]:
    return (f"{share_right(answers):.3f}", str(len(answers))) if answers else ("", "0")


def _rejection(run: Measured, inside: Sequence[Answer], outside: Sequence[Answer]) -> Section:
    shipped = (run.figures["false_fallback"], run.figures["out_of_scope_recall"])
    note = (
        f"As shipped {shipped[1]:.3f} of what is out of scope is rejected, and {shipped[0]:.3f} of what is in scope. "
        "The curve shows what the lead over out_of_scope alone (`margin` in config.yml) could give; "
        "the grey line is the most false fallback that is wanted."
    )
    drawn = pictures.rejection_picture(inside, outside, shipped)
    return Section("Out of scope", note, (Picture("rejection", drawn, "recall against false fallback"),))


def _entities(inside: Sequence[Answer]) -> Section:
    rows = [
        (kind, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", str(score.marked))
        for kind, score in entity_scores(inside).items()
    ]
    note = "Exact spans in sentences in scope; spans marked optional are neither rewarded nor punished."
    return Section("Entities", note, (Table(("kind", "precision", "recall", "F1", "marked"), rows),))


def _calibration(answers: Sequence[Answer]) -> Section:
    bins = reliability(answers)
    rows = [(f"{b.low:.1f}", str(b.count), f"{b.confidence:.3f}", f"{b.right:.3f}") for b in bins]
    note = "The confidence of the likeliest intent, whether it was said or held back."
    picture = Picture("calibration", pictures.reliability_picture(bins), "share right by confidence")
    return Section("Calibration", note, (picture, Table(("from", "answers", "mean confidence", "right"), rows)))


def _confusions(answers: Sequence[Answer]) -> Section:
    wrong = {pair: count for pair, count in confusions(answers).items() if pair[0] != pair[1]}
    often = sorted(wrong.items(), key=lambda item: (-item[1], item[0]))[:_CONFUSIONS]
    rows = [(wanted, got, str(count)) for (wanted, got), count in often]
    picture = Picture("confusion", pictures.confusion_picture(answers), "wanted and answered intents")
    return Section("Confusions", "", (picture, Table(("wanted", "answered", "sentences"), rows)))


def _pairs(answers: Sequence[Answer]) -> Section:
    both = pairs(answers)
    broken = [pair for pair in both if not all(answer.right for answer in pair)]
    rows = [_row(answer) for pair in broken for answer in pair]
    note = f"{len(both) - len(broken)} of {len(both)} pairs have all their sides right; these have not."
    return Section("Minimal pairs", note, (Table(("sentence", "wanted", "answered"), rows),) if rows else ())


def _worst(answers: Sequence[Answer]) -> Section:
    wrong = worst(answers)
    rows = [_row(answer) for answer in wrong[:WORST]]
    note = f"{len(wrong)} of {len(answers)} sentences are wrong; the surest {len(rows)} of them."
    return Section("Worst sentences", note, (Table(("sentence", "wanted", "answered"), rows),) if rows else ())


def _row(answer: Answer) -> tuple[str, str, str]:
    told = ", ".join(f"{name} {confidence:.2f}" for name, confidence in answer.ranking[:_SURE_OF])
    return answer.label.text, " or ".join(answer.label.right), told


def _told_apart(clauses: Sequence[Answer]) -> Section:
    wrong = [answer for answer in clauses if answer.is_told != answer.label.tells]
    rows = [(answer.label.text, "told" if answer.label.tells else "only said to the desk") for answer in wrong]
    note = f"{len(clauses) - len(wrong)} of {len(clauses)} clauses are told apart. These are not:"
    return Section("What is told, and what is only said to the desk", note, (Table(("clause", "is"), rows),))


def _asked_about(questions: Sequence[Answer]) -> Section:
    wrong = [answer for answer in questions if answer.about != answer.label.about]
    rows = [(answer.label.text, str(answer.label.about), answer.about) for answer in wrong]
    note = f"{len(questions) - len(wrong)} of {len(questions)} are taken for what they ask about. These are not:"
    return Section("What is asked in the middle of a talk", note, (Table(("text", "asks about", "taken for"), rows),))
