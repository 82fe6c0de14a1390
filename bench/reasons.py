"""`python -m bench.reasons`: what each choice of the reason tagger gives, measured by changing it.

Each row trains the tagger anew on the marks of data/nlu/ and counts exact spans in labelled sentences; in intents where
no reason may stand (config.yml) none counts as found, as the gate has it. The table of docs/language.md is made here.
"""

import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Optional
from unittest.mock import patch

import typer
from rich.console import Console
from ruamel.yaml import YAML

from bench.language import labelled
from bench.places import HOME
from shouhou.language import entities, reasons
from shouhou.language.entities import find_mentions
from shouhou.language.normalise import normalise
from shouhou.language.reasons import ReasonTagger

_MARK = re.compile(r"\[([^\]]+)\]\(reason\)")
_ANY_DAY = date(2026, 1, 1)  # reasons do not hang on the day
Span = tuple[int, int]


@dataclass(frozen=True)
class Variant:
    """One row: what is changed against the shipped tagger."""

    name: str
    every: int = entities._EVERY
    likely: float = reasons.LIKELY
    tables: bool = True
    training: tuple[tuple[str, float], ...] = ()


def variants() -> Iterator[Variant]:
    """The rows of the table."""
    yield Variant("as shipped")
    for every in (1, 3, 6):
        yield Variant(f"of sentences without a reason every {every}.", every=every)
    for rounds in (45, 100):
        yield Variant(f"{rounds} iterations", training=(("max_iterations", rounds),))
    yield Variant("features in two sentences at least", training=(("feature.minfreq", 2),))
    yield Variant("without what the tables know (faults, parties, parts, goods, types)", tables=False)
    for likely in (0.3, 0.5):
        yield Variant(f"a token is a reason's from {likely:g} on", likely=likely)


def _marked() -> Iterator[tuple[str, str, list[Span]]]:
    """Intent, normalised text and reasons of every example."""
    for path in sorted((HOME / "data" / "nlu").glob("*.yml")):
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in str(block["examples"]).splitlines():
                text, spans = "", []
                for part in re.split(r"(\[[^\]]+\]\(reason\))", line[2:].strip()):
                    mark = _MARK.fullmatch(part)
                    if mark:
                        spans.append((len(text), len(text) + len(mark[1])))
                    text += mark[1] if mark else part
                yield block["intent"], normalise(text), spans


def _no_marks(text: str) -> list[set[str]]:
    return [set() for _ in text]


def _train(variant: Variant) -> ReasonTagger:
    chosen = [
        (text, spans)
        for number, (intent, text, spans) in enumerate(_marked())
        if spans or intent in entities._REASON_INTENTS or number % variant.every == 0
    ]
    tagger = ReasonTagger()
    with tempfile.TemporaryDirectory() as folder:
        tagger.train([text for text, _ in chosen], [spans for _, spans in chosen], Path(folder) / "reasons.crf")
    return tagger


def _score(tagger: ReasonTagger, labels: Sequence[dict[str, Any]], gate: set[str]) -> tuple[str, ...]:
    """Precision, recall and F1 of exact spans, optional ones neither rewarded nor punished; percentages."""
    hits = found = marked = 0
    for label in labels:
        spans = [each for each in label["entities"] if each["entity"] == "reason"]
        needed = {(each["start"], each["end"]) for each in spans if not each.get("optional")}
        optional = [(each["start"], each["end"]) for each in spans if each.get("optional")]
        said = find_mentions(label["text"], _ANY_DAY, tagger) if label["intent"] in gate else []
        for span in [(each.start, each.end) for each in said if each.kind == "reason"]:
            hits += span in needed
            found += span in needed or not any(span[0] < end and start < span[1] for start, end in optional)
        marked += len(needed)
    precision, recall, both = hits / max(1, found), hits / max(1, marked), 2 * hits / max(1, found + marked)
    return tuple(f"{100 * each:.1f}" for each in (precision, recall, both))


def main(
    files: Annotated[
        Optional[list[Path]],
        typer.Option("--file", help="Labelled sentences; may be repeated. [trainers/heldout.jsonl]"),
    ] = None,
) -> None:
    """Measure the variants and print the table as Markdown; a row takes about a quarter of a minute."""
    labels = [label for label in labelled(files) if label["intent"] != "out_of_scope"]
    config = YAML(typ="safe").load((HOME / "config.yml").read_text(encoding="utf-8"))
    gate = set(config["pipeline"][-1]["intents"])
    console = Console(stderr=True)
    print("| | precision | recall | F1 | training, s |\n|---|---:|---:|---:|---:|")
    for variant in variants():
        console.print(f"measuring: {variant.name}", markup=False)
        with (
            patch.dict(reasons._TRAINING, dict(variant.training)),
            patch.object(reasons, "LIKELY", variant.likely),
            patch.object(reasons, "_marks", reasons._marks if variant.tables else _no_marks),
        ):
            started = time.monotonic()
            tagger = _train(variant)
            seconds = f"{time.monotonic() - started:.0f}"
            cells = (variant.name, *_score(tagger, labels, gate), seconds)
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    typer.run(main)
