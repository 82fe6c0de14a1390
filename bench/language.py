"""`python -m bench.language`: what each part of the understanding gives, measured by leaving it out.

Each row trains the intent classifier anew on data/nlu/ with one thing changed and measures it on labelled sentences;
the table of docs/language.md comes from here. Fresh figures of the shipped model: `shouhou evaluate`.
"""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Optional

import numpy as np
import typer
from rich.console import Console

from bench.places import HOME
from shouhou.language.calibrate import calibrated
from shouhou.language.embed import Embedded, Embedder, Matrix, embedder
from shouhou.language.features import SHARES, Featurizer, Shares, canonical
from shouhou.language.intent import OUT_OF_SCOPE, IntentClassifier
from shouhou.language.intent_model import Model
from shouhou.language.softmax import fit_softmax
from shouhou.training_examples import examples

HELD_OUT = HOME / "trainers" / "heldout.jsonl"


@dataclass(frozen=True)
class Variant:
    """One row: what is changed against the shipped classifier."""

    name: str
    shares: Shares = SHARES
    strength: float = float(IntentClassifier.get_default_config()["strength"])
    part: float = 1.0  # of the examples


def variants() -> Iterator[Variant]:
    """The rows of the table."""
    yield Variant("as shipped")
    for share, name in (
        ("whole", "meaning of the whole text"),
        ("last", "meaning of the last clause"),
        ("words", "words before the encoder's last layer"),
        ("cues", "cues of the tables"),
        ("characters", "n-grams of characters"),
        ("sounds", "n-grams of sounds"),
    ):
        yield Variant(f"without: {name}", replace(SHARES, **{share: 0.0}))
    yield Variant("sentence embedding alone", Shares(last=0.0, words=0.0, cues=0.0, characters=0.0, sounds=0.0))
    yield Variant("n-grams of characters alone", Shares(whole=0.0, last=0.0, words=0.0, cues=0.0, sounds=0.0))
    for strength in (1.0, 2.0, 3.0, 4.0, 6.0, 10.0):
        yield Variant(f"strength (C) {strength:g}", strength=strength)
    for part in (0.25, 0.5, 0.75):
        yield Variant(f"{part:.0%} of the examples", part=part)


class _Remembering:
    """An embedder that reads each text once for all variants."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._meaning: dict[str, Matrix] = {}
        self._words: dict[str, Matrix] = {}

    def encode(self, texts: Sequence[str]) -> Embedded:
        """One row per text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._meaning]
        read = self._inner.encode(new)
        self._meaning.update(zip(new, read.meaning, strict=True))
        self._words.update(zip(new, read.words, strict=True))
        meaning, words = ([known[text] for text in texts] for known in (self._meaning, self._words))
        return Embedded(np.stack(meaning), np.stack(words))


def _train(variant: Variant, reader: Embedder) -> Model:
    every = list(examples())
    # Every n-th, so that all intents and topics keep their share.
    chosen = [each for number, each in enumerate(every) if (number * variant.part) % 1 < variant.part]
    iterations = int(IntentClassifier.get_default_config()["iterations"])
    featurizer = Featurizer(reader, shares=variant.shares)
    rows, names = featurizer.fit([canonical(each.text) for each in chosen]), [each.intent for each in chosen]
    part = calibrated(rows, names, variant.strength, iterations)
    assert part is not None
    softmax = fit_softmax(rows, names, variant.strength, iterations // 2, part)
    return Model(featurizer, replace(softmax, temperature=part.temperature))


def _figures(model: Model, labels: Sequence[dict[str, Any]], margin: float, threshold: float) -> tuple[str, ...]:
    """In scope right, first two, false fallback; out of scope rejected; pairs right; as percentages, "-" for none."""
    rankings = model.rank([canonical(label["text"]) for label in labels])
    inside, first_two, refused, outside = [], [], [], []
    pairs: dict[str, list[bool]] = {}
    for label, ranking in zip(labels, rankings, strict=True):
        (name, best), beyond = ranking[0], dict(ranking)[OUT_OF_SCOPE]
        rejected = name == OUT_OF_SCOPE or best < threshold or best - beyond < margin
        right = rejected if label["intent"] == OUT_OF_SCOPE else not rejected and name == label["intent"]
        if label["intent"] == OUT_OF_SCOPE:
            outside.append(right)
        else:
            inside.append(right)
            first_two.append(label["intent"] in [each for each, _ in ranking[:2]])
            refused.append(rejected)
        if label.get("pair"):
            pairs.setdefault(label["pair"], []).append(right)
    both = [all(sides) for sides in pairs.values() if len(sides) > 1]
    return tuple(f"{100 * np.mean(each):.1f}" if each else "-" for each in (inside, first_two, refused, outside, both))


def labelled(files: Optional[list[Path]]) -> list[dict[str, Any]]:
    """The lines of JSON Lines files, by default of the held-out one."""
    texts = [file.read_text(encoding="utf-8") for file in files or [HELD_OUT]]
    return [json.loads(line) for text in texts for line in text.split("\n") if line.strip()]


def main(
    files: Annotated[
        Optional[list[Path]],
        typer.Option("--file", help="Labelled sentences; may be repeated. [trainers/heldout.jsonl]"),
    ] = None,
    only: Annotated[str, typer.Option("--only", help="Rows whose name holds this.")] = "",
) -> None:
    """Measure the variants and print the table as Markdown; a row takes about half a minute."""
    labels = labelled(files)
    config = IntentClassifier.get_default_config()
    reader, console = _Remembering(embedder()), Console(stderr=True)
    header = ("", "in scope right", "first two", "false fallback", "out of scope rejected", "pairs", "training, s")
    print("| " + " | ".join(header) + " |\n|---|---:|---:|---:|---:|---:|---:|")
    for variant in variants():
        if only not in variant.name:
            continue
        console.print(f"measuring: {variant.name}", markup=False)
        started = time.monotonic()
        model = _train(variant, reader)
        seconds = f"{time.monotonic() - started:.0f}"
        cells = (variant.name, *_figures(model, labels, config["margin"], config["threshold"]), seconds)
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    typer.run(main)
