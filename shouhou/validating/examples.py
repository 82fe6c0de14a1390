"""The examples of data/: what is badly written, what says two things, and of what there is too little."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from shouhou.near_duplicates import contradicting, repeated
from shouhou.training_examples import Example
from shouhou.validating.code import Code
from shouhou.validating.project import File, Place, Project, Slip, meant

# What Python answers stands against intents with hundreds of examples; for a small topic fifteen do to begin with.
LEAST_OF_CODE, LEAST_OF_TRAINERS = 40, 15
_MARK = re.compile(r"\[([^\]]+)\](?:\(([^)]*)\)|\{([^}]*)\})")
_SPOILT_MARK = re.compile(r"\[[^\]]*\]\s*（|【[^】]*】\s*[(（][a-z_]+|\[[^\]]*\]\([a-z_]*$")
_TAUGHT = "reason"  # the one kind that marks teach; all else is found by rules and tables
_ELSEWHERE = {"product_category": "goods are found by shouhou/language/products.txt; write the name there"}


class Examples:
    """All examples of a project, with the slips in how they are written."""

    def __init__(self, project: Project) -> None:
        self.slips: list[Slip] = []
        self.found: list[Example] = []
        self.blocks: dict[str, list[Place]] = defaultdict(list)
        for file in project.files:
            for block in file.listed("nlu"):
                self._read(project, file, block)

    @property
    def counts(self) -> Counter[str]:
        """How many each intent has."""
        return Counter(example.intent for example in self.found)

    def _read(self, project: Project, file: File, block: Any) -> None:
        place = file.at(block)
        for kind in ("synonym", "lookup", "regex"):
            if kind in block:
                self.slips.append(place.slip(
                    f"a `{kind}` is read by nobody here: the bot finds goods by name in shouhou/language/products.txt,"
                    " and other things by rules of its own; put names of goods there and take this block out"))
                return
        if "intent" not in block:
            key = str(next(iter(block), ""))
            self.slips.append(place.slip(f"expected `- intent: …`, not `{key}`{meant(key, ['intent'])}"))
            return
        intent = str(block["intent"])
        self.blocks[intent].append(file.at(block, "intent"))
        for key in block:
            if key not in ("intent", "examples", "metadata"):
                self.slips.append(file.at(block, key).slip(f"unknown key `{key}`{meant(str(key), ['examples'])}"))
        if not isinstance(block.get("examples"), str) or file.at(block, "examples").line not in file.examples:
            self.slips.append(place.slip(f"{intent}: examples stand as `examples: |`, each in a line that begins"
                                         " with `- `"))
            return
        for number, line in file.examples[file.at(block, "examples").line]:
            self._read_line(project, Place(file.name, number), intent, line)

    def _read_line(self, project: Project, place: Place, intent: str, line: str) -> None:
        if not line.strip() or line.lstrip().startswith("#"):
            return
        if not line.startswith("- ") or not line[2:].strip():
            self.slips.append(place.slip(f"no example: it must begin with `- ` and say something: {line.strip()!r}"))
            return
        text = line[2:].strip()
        if _SPOILT_MARK.search(text):
            self.slips.append(place.slip(f"a mark is written [words](reason), with half-width brackets: {text}"))
        for mark in _MARK.finditer(text):
            kind = mark[2] if mark[2] is not None else _kind_in(mark[3])
            if kind not in project.entities:
                known = meant(str(kind), [*project.entities])
                self.slips.append(place.slip(f"marked as {kind!r}, which the domain does not name{known}"))
            elif kind != _TAUGHT:
                why = _ELSEWHERE.get(kind, "it is found by rules; take the mark out")
                self.slips.append(place.slip(f"a mark for {kind} teaches nothing: {why}"))
        self.found.append(Example(_MARK.sub(r"\1", text), intent, str(place)))


def _kind_in(braces: str) -> str:
    try:
        return str(json.loads(f"{{{braces}}}").get("entity"))
    except ValueError:
        return braces


def check_examples(project: Project, examples: Examples, code: Code) -> Iterator[Slip]:
    """How examples are written, what they contradict, how many there are."""
    yield from examples.slips
    yield from _not_of_the_domain(project, examples)
    yield from _too_few(project, examples, code)
    yield from _alike(project, examples)


def _not_of_the_domain(project: Project, examples: Examples) -> Iterator[Slip]:
    for intent, places in examples.blocks.items():
        if intent.partition("/")[0] not in project.intents:
            name = intent.partition("/")[0]
            yield places[0].slip(f"{name} is no intent of domain.yml: add `  - {name}` to its `intents:`"
                                 f"{meant(name, [*project.intents])}")


def _too_few(project: Project, examples: Examples, code: Code) -> Iterator[Slip]:
    counts = examples.counts
    for intent, place in project.intents.items():
        members = [name for name in counts if name.startswith(f"{intent}/")]
        if not members and not counts[intent] and intent not in code.led:
            yield place.slip(f"{intent} has no examples: write some below `- intent: {intent}` in data/nlu/")
    for intent, places in examples.blocks.items():
        least = LEAST_OF_CODE if code.does(intent) else LEAST_OF_TRAINERS
        if counts[intent] < least:
            yield places[0].slip(f"{intent} has {counts[intent]} examples; with fewer than {least} it is seldom found")


def _alike(project: Project, examples: Examples) -> Iterator[Slip]:
    for same in repeated(examples.found):
        first, *others = same
        for other in others:
            what = "stands in two intents" if other.intent != first.intent else "stands twice"
            yield _of(other, f"{other.text!r} ({other.intent}) {what}: see {first.file} ({first.intent})"
                             f"{'; decide for one' if other.intent != first.intent else ''}")
    for one, other in contradicting(examples.found, reviewed(project.home)):
        yield _of(one, f"{one.text!r} ({one.intent}) and {other.text!r} ({other.intent}, {other.file}) are two intents,"
                       " and no word tells them apart; change one, or note the pair in trainers/alike.yml if both"
                       " are right")


def reviewed(home: Path) -> set[frozenset[str]]:
    """The pairs of examples that were looked at and are right."""
    path = home / "trainers" / "alike.yml"
    if not path.exists():
        return set()
    return {frozenset(pair) for pair in YAML(typ="safe").load(path.read_text(encoding="utf-8")) or []}


def _of(example: Example, text: str) -> Slip:
    file, _, line = example.file.partition(", line ")
    return Slip(file, int(line or 1), text)


def unheard(project: Project, examples: Examples) -> list[str]:
    """The intents that no held-out sentence measures."""
    path = project.home / "trainers" / "heldout.jsonl"
    if not path.exists():
        return []
    heard: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            heard.add(str(json.loads(line).get("intent")))
    return sorted(set(examples.blocks) - heard)
