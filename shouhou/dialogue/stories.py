"""Stories as trainers write them (data/stories/*.yml, in Rasa's own form), and how far a talk has come in them.

A story is a list of steps: what the buyer says (`intent`, one of `or`, with `entities` that must stand in it), what the
bot does (`action`), what a slot holds then (`slot_was_set`), and checkpoints, where stories join. Stories that begin
alike are branches of one: which of them a talk is in shows as it goes on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from ruamel.yaml import YAML

_MOST_JOINED = 200  # ways through checkpoints; more is a loop


class StoryError(ValueError):
    """A story that cannot be followed; the message names file and story."""


@dataclass(frozen=True)
class Step:
    """One step: `kind` is "says", "does" or "slot"."""

    kind: str
    names: tuple[str, ...]
    entities: tuple[tuple[str, Any], ...] = ()  # a value of None: any

    @property
    def key(self) -> str:
        """What makes two stories share this step."""
        inside = "".join(f"{name}={value};" for name, value in self.entities)
        return f"{self.kind}:{'|'.join(self.names)}{{{inside}}}"


@dataclass(frozen=True)
class Story:
    """A way through; steps in order."""

    name: str
    file: str
    steps: tuple[Step, ...] = field(default=())

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(step.key for step in self.steps)


def read_stories(folder: Path) -> list[Story]:
    """All stories of a folder, checkpoints joined. Raises StoryError."""
    written: list[tuple[str, str, list[Any]]] = []
    for path in sorted(folder.glob("*.yml")) if folder.is_dir() else []:
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
        for story in document.get("stories") or []:
            written.append((path.name, str(story.get("story")), list(story.get("steps") or [])))
    stories: list[Story] = []
    for file, name, steps in written:
        if not steps or "checkpoint" in steps[0]:
            continue  # it is the end of others
        for whole in _joined(steps, written, file, name, 0):
            stories.append(Story(name, file, tuple(_steps(whole, file, name))))
    return stories


def _joined(
    steps: Sequence[Mapping[str, Any]], written: Sequence[tuple[str, str, list[Any]]], file: str, name: str, depth: int
) -> Iterator[list[Mapping[str, Any]]]:
    if depth > 20:
        raise StoryError(f"{file}: story {name!r}: its checkpoints lead round in a circle")
    if not steps or "checkpoint" not in steps[-1]:
        yield list(steps)
        return
    joint = steps[-1]["checkpoint"]
    ends = [other for _, _, other in written if other and other[0].get("checkpoint") == joint]
    if not ends:
        raise StoryError(f"{file}: story {name!r}: no story goes on from the checkpoint {joint!r}")
    count = 0
    for end in ends:
        for whole in _joined([*steps[:-1], *end[1:]], written, file, name, depth + 1):
            count += 1
            if count > _MOST_JOINED:
                raise StoryError(f"{file}: story {name!r}: too many ways through its checkpoints")
            yield whole


def _steps(written: Sequence[Mapping[str, Any]], file: str, name: str) -> Iterator[Step]:
    for step in written:
        if "intent" in step:
            yield Step("says", (str(step["intent"]),), _entities(step))
        elif "or" in step:
            choices = [each for each in step["or"] if "intent" in each]
            yield Step("says", tuple(str(each["intent"]) for each in choices), _entities(choices[0]) if choices else ())
        elif "action" in step:
            yield Step("does", (str(step["action"]),))
        elif "slot_was_set" in step:
            for slot in step["slot_was_set"]:
                pairs = slot.items() if isinstance(slot, Mapping) else [(slot, None)]
                yield Step("slot", (), tuple((str(key), value) for key, value in pairs))
        elif "checkpoint" not in step:
            raise StoryError(f"{file}: story {name!r}: a step of no known kind: {dict(step)}")


def _entities(step: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    found: list[tuple[str, Any]] = []
    for entity in step.get("entities") or []:
        if isinstance(entity, Mapping):
            found += [(str(name), value) for name, value in entity.items() if name not in ("role", "group")]
        else:
            found.append((str(entity), None))
    return tuple(found)


def going_on(stories: Sequence[Story], gone: Sequence[str]) -> list[Story]:
    """The stories that a talk with these steps behind it may be in."""
    return [story for story in stories if story.keys[: len(gone)] == tuple(gone)]


def next_said(
    stories: Sequence[Story], gone: Sequence[str], intents: Sequence[str], entities: Mapping[str, Any]
) -> Optional[Step]:
    """The step that the buyer's words are, of those that the stories expect now; the one that asks for most first."""
    expected = [story.steps[len(gone)] for story in going_on(stories, gone) if len(story.steps) > len(gone)]
    fits = [
        step for step in expected
        if step.kind == "says" and any(name in intents for name in step.names) and _stands(step, entities)
    ]
    return max(fits, key=lambda step: len(step.entities), default=None)


def next_done(
    stories: Sequence[Story], gone: Sequence[str], slots: Mapping[str, Any]
) -> Optional[Step]:
    """What comes next without the buyer: an action, or a slot's value; None when the buyer is to speak.

    Where stories part by what a slot holds, the one that is true now; where they do not part, it is noted.
    """
    expected = [story.steps[len(gone)] for story in going_on(stories, gone) if len(story.steps) > len(gone)]
    holding = [step for step in expected if step.kind == "slot" and _stands(step, slots)]
    if holding:
        return max(holding, key=lambda step: sum(value is not None for _, value in step.entities))
    noted = {step.key: step for step in expected}
    if len(noted) == 1 and expected[0].kind == "slot":
        return expected[0]
    return next((step for step in expected if step.kind == "does"), None)


def _stands(step: Step, values: Mapping[str, Any]) -> bool:
    return all(
        name in values and values[name] is not None and (value is None or str(values[name]) == str(value))
        for name, value in step.entities
    )
