"""Measure a trained model on labelled sentences: `python -m shouhou.language.measure FILE… [--model PATH] [--worst N]`.

A line of a file: {"text", "intent", "entities": [{"entity", "start", "end", "optional"?}], "style"}. Spans marked
optional are neither rewarded nor punished.
"""

import argparse
import asyncio
import json
import logging
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import structlog

OUT_OF_SCOPE, FALLBACK = "out_of_scope", "nlu_fallback"
_REJECTED = (OUT_OF_SCOPE, FALLBACK)


@dataclass(frozen=True)
class Answer:
    """One labelled sentence, what the model made of it, and how long that took."""

    label: dict[str, Any]
    parse: dict[str, Any]
    milliseconds: float

    @property
    def wanted(self) -> str:
        """The intent that the label names."""
        return str(self.label["intent"])

    @property
    def got(self) -> str:
        """The intent that the model found."""
        return str(self.parse["intent"]["name"])

    @property
    def in_scope(self) -> bool:
        """Whether the sentence is one of the desk's."""
        return self.wanted != OUT_OF_SCOPE

    @property
    def right(self) -> bool:
        """Whether the intent is right; out of scope may also be a fallback."""
        return self.got == self.wanted if self.in_scope else self.got in _REJECTED


def read_labels(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The labelled sentences of JSON Lines files. Raises ValueError naming file and line of an unreadable one."""
    labels = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                label = json.loads(line)
                labels.append({"style": "", "entities": [], **label, "text": label["text"], "intent": label["intent"]})
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}:{number}: not a labelled sentence: {error}") from error
    return labels


async def parse_all(model: Path, labels: Sequence[dict[str, Any]]) -> list[Answer]:
    """Parse each sentence as the bot would, after a warm-up."""
    # Agents used in-process log at DEBUG, the buyers' words included.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    await agent.parse_message("你好")
    answers = []
    for label in labels:
        begun = time.perf_counter()
        parse = await agent.parse_message(label["text"])
        answers.append(Answer(label, parse, (time.perf_counter() - begun) * 1000))
    return answers


def report(answers: Sequence[Answer], worst: int = 0) -> Iterator[str]:
    """The figures, a line each."""
    inside = [answer for answer in answers if answer.in_scope]
    outside = [answer for answer in answers if not answer.in_scope]
    if inside:
        yield f"in scope: {len(inside)} sentences, accuracy {_share(inside):.3f}, macro-F1 {macro_f1(inside):.3f}"
        top_two = [answer for answer in inside if answer.wanted in _first_names(answer, 2)]
        yield f"  right one among the first two: {len(top_two) / len(inside):.3f}"
        rejected = [answer for answer in inside if answer.got in _REJECTED]
        yield f"  false fallback: {len(rejected) / len(inside):.3f}"
        for style, group in sorted(_by_style(inside).items()):
            yield f"  style {style or '-'}: {_share(group):.3f} of {len(group)}"
    if outside:
        trained = sum(answer.got == OUT_OF_SCOPE for answer in outside)
        yield f"out of scope: {len(outside)} sentences, recall {_share(outside):.3f} (by its own class {trained})"
    for kind, (precision, recall, f1, support) in sorted(entity_scores(inside).items()):
        yield f"entity {kind}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}, {support} marked"
    yield f"parse: p50 {statistics.median(answer.milliseconds for answer in answers):.1f} ms"
    for answer in _worst(answers)[:worst]:
        ranking = ", ".join(f"{each['name']} {each['confidence']:.2f}" for each in answer.parse["intent_ranking"][:3])
        yield f"  wrong: {answer.label['text']} | {answer.wanted} | {ranking}"


def macro_f1(answers: Sequence[Answer]) -> float:
    """The mean over the labelled intents of the harmonic mean of precision and recall."""
    scores = []
    for intent in {answer.wanted for answer in answers}:
        hits = sum(answer.wanted == intent == answer.got for answer in answers)
        claims = sum(intent in (answer.wanted, answer.got) for answer in answers) + hits
        scores.append(2 * hits / claims)
    return statistics.mean(scores)


def entity_scores(answers: Sequence[Answer]) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and number of marked spans of each kind that the labels mark; exact spans count."""
    marked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for answer in answers:
        needed = {_span(each) for each in answer.label["entities"] if not each.get("optional")}
        optional = [each for each in answer.label["entities"] if each.get("optional")]
        marked.update(kind for kind, _, _ in needed)
        for each in answer.parse["entities"]:
            if _span(each) in needed:
                hits[each["entity"]] += 1
            if _span(each) in needed or not any(_touches(each, other) for other in optional):
                found[each["entity"]] += 1
    return {kind: _scores(hits[kind], found[kind], marked[kind]) for kind in marked}


def _scores(hits: int, found: int, marked: int) -> tuple[float, float, float, int]:
    precision, recall = hits / found if found else 0.0, hits / marked
    return precision, recall, 2 * hits / (found + marked), marked


def _span(entity: dict[str, Any]) -> tuple[str, int, int]:
    return entity["entity"], entity["start"], entity["end"]


def _touches(one: dict[str, Any], other: dict[str, Any]) -> bool:
    same = one["entity"] == other["entity"]
    return bool(same and one["start"] < other["end"] and other["start"] < one["end"])


def _share(answers: Sequence[Answer]) -> float:
    return sum(answer.right for answer in answers) / len(answers)


def _by_style(answers: Sequence[Answer]) -> dict[str, list[Answer]]:
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.label["style"]].append(answer)
    return groups


def _first_names(answer: Answer, count: int) -> list[str]:
    names = [each["name"] for each in answer.parse["intent_ranking"] if each["name"] != FALLBACK]
    return names[:count]


def _worst(answers: Sequence[Answer]) -> list[Answer]:
    """Wrong ones, the surest first."""
    wrong = [answer for answer in answers if not answer.right]
    return sorted(wrong, key=lambda answer: -float(answer.parse["intent_ranking"][0]["confidence"]))


def _latest(folder: Path) -> Path:
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise SystemExit(f"There is no model in {folder}/. Train one with `shouhou train`, or name one with --model.")
    return models[-1]


def main(arguments: Optional[Sequence[str]] = None) -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Measure a trained model on labelled sentences.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--model", type=Path, help="a model file; without it the newest in models/")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="print N wrong sentences, the surest first")
    options = parser.parse_args(arguments)
    try:
        labels = read_labels(options.files)
    except (OSError, ValueError) as error:
        raise SystemExit(str(error)) from error
    answers = asyncio.run(parse_all(options.model or _latest(Path("models")), labels))
    for line in report(answers, options.worst):
        print(line)


if __name__ == "__main__":
    main()
