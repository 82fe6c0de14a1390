"""The stories of data/stories/ as they are written, each step with its line, and their joining through checkpoints."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shouhou.validating.project import File, Place, Project, Slip, meant

FOLDER = "data/stories/"
_STEPS = ("intent", "or", "action", "slot_was_set", "checkpoint")
_BESIDE = ("entities", "role", "group")  # what may stand in a step beside its kind
_MOST_WAYS = 2000
_FOREIGN = {
    "user": "write `- intent: …`; words themselves are no step",
    "bot": "write `- action: utter_…`",
    "active_loop": "a form is opened with `- action: action_<intent>`, as action_request_aftersales",
}


@dataclass(frozen=True)
class Said:
    """Something that the buyer may say at a step: an intent, and entities with their values (None: any)."""

    intent: str
    entities: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Step:
    """A step: `kind` is "says", "does" or "slot"."""

    kind: str
    place: Place = field(compare=False)
    said: tuple[Said, ...] = ()
    action: str = ""
    slot: tuple[str, Any] = ("", None)


@dataclass(frozen=True)
class Written:
    """A story as it stands: its steps, and the checkpoints that it begins and ends with."""

    name: str
    place: Place
    steps: tuple[Step, ...]
    begins: str = ""
    ends: str = ""
    ends_at: Place = field(default=Place("", 1), compare=False)


@dataclass(frozen=True)
class Way:
    """A whole way through joined stories."""

    name: str
    place: Place
    steps: tuple[Step, ...]


class Stories:
    """Every story of a project, with the slips in how they are written and joined."""

    def __init__(self, project: Project) -> None:
        self.slips: list[Slip] = []
        self.written: list[Written] = []
        for file in project.files:
            for story in file.listed("stories"):
                if not file.name.startswith(FOLDER):
                    self.slips.append(file.at(story).slip(f"a story is read in {FOLDER} alone; move it there"))
                    continue
                self._read(file, story)
        self.ways = list(self._ways())

    def _read(self, file: File, story: Mapping[str, Any]) -> None:
        place, name, written = file.at(story), str(story.get("story") or ""), story.get("steps")
        if not name:
            self.slips.append(place.slip("a story begins with `- story: its name`"))
        if not isinstance(written, list) or not written:
            self.slips.append(place.slip(f"the story {name!r} has no steps"))
            return
        steps: list[Step] = []
        begins, ends, ends_at = "", "", place
        for number, step in enumerate(written):
            at = file.at(written, number)
            if not isinstance(step, dict):
                self.slips.append(at.slip(f"a step reads `- intent: …` or `- action: …`, not {step!r}"))
            elif "checkpoint" in step:
                if number == 0:
                    begins = str(step["checkpoint"])
                elif number == len(written) - 1:
                    ends, ends_at = str(step["checkpoint"]), at
                else:
                    self.slips.append(at.slip(f"the checkpoint {step['checkpoint']} stands in the middle of a story; it"
                                              " joins stories, and stands first or last"))
            else:
                steps += self._step(file, at, step)
        self.written.append(Written(name, place, tuple(steps), begins, ends, ends_at))

    def _step(self, file: File, at: Place, step: Any) -> Iterator[Step]:
        kinds = [key for key in step if key in _STEPS]
        for key in step:
            if key not in _STEPS + _BESIDE:
                mend = _FOREIGN.get(str(key)) or f"a step is one of {', '.join(_STEPS)}{meant(str(key), _STEPS)}"
                self.slips.append(file.at(step, key).slip(f"a step of unknown kind `{key}`: {mend}"))
        if len(kinds) != 1:
            if kinds:
                self.slips.append(at.slip(f"two things in one step: {' and '.join(kinds)}; begin each with a - of"
                                          " its own"))
            return
        if kinds == ["intent"]:
            yield Step("says", at, (_said(step),))
        elif kinds == ["or"]:
            choices = step["or"] if isinstance(step["or"], list) else []
            said = tuple(_said(each) for each in choices if isinstance(each, dict) and "intent" in each)
            if len(said) != len(choices) or not said:
                self.slips.append(at.slip("below `or:` stands a list of `- intent: …`"))
            if said:
                yield Step("says", at, said)
        elif kinds == ["action"]:
            yield Step("does", at, action=str(step["action"]))
        else:
            yield from self._slots(file, at, step["slot_was_set"])

    def _slots(self, file: File, at: Place, written: Any) -> Iterator[Step]:
        if not isinstance(written, list):
            self.slips.append(at.slip("below `slot_was_set:` stands a list: `- name: value`"))
            return
        for number, slot in enumerate(written):
            place = file.at(written, number)
            for name, value in slot.items() if isinstance(slot, dict) else [(slot, None)]:
                yield Step("slot", place, slot=(str(name), value))

    def _ways(self) -> Iterator[Way]:
        onward: dict[str, list[Written]] = defaultdict(list)
        for story in self.written:
            if story.begins:
                onward[story.begins].append(story)
        reached = {story.ends for story in self.written if story.ends}
        for story in self.written:
            if story.ends and story.ends not in onward:
                self.slips.append(story.ends_at.slip(f"no story goes on from the checkpoint {story.ends!r}"
                                                     f"{meant(story.ends, sorted(onward))}"))
            if story.begins and story.begins not in reached:
                self.slips.append(story.place.slip(f"no story leads to the checkpoint {story.begins!r}"
                                                   f"{meant(story.begins, sorted(reached))}"))
        circles: set[str] = set()
        for story in self.written:
            if not story.begins:
                yield from self._from(story, story, (), onward, (), circles)

    def _from(
        self, first: Written, story: Written, before: tuple[Step, ...], onward: Mapping[str, list[Written]],
        joints: tuple[str, ...], circles: set[str],
    ) -> Iterator[Way]:
        steps = (*before, *story.steps)
        if not story.ends or not onward.get(story.ends):
            yield Way(first.name, first.place, steps)
            return
        if story.ends in joints:
            if story.ends not in circles:
                circles.add(story.ends)
                self.slips.append(story.ends_at.slip(
                    f"the checkpoint {story.ends!r} leads round in a circle: {' → '.join((*joints, story.ends))}"))
            return
        if len(joints) > _MOST_WAYS:
            return
        for end in onward[story.ends]:
            yield from self._from(first, end, steps, onward, (*joints, story.ends), circles)


def _said(step: Mapping[str, Any]) -> Said:
    found: list[tuple[str, Any]] = []
    for entity in step.get("entities") or []:
        if isinstance(entity, Mapping):
            found += [(str(name), value) for name, value in entity.items() if name not in ("role", "group")]
        else:
            found.append((str(entity), None))
    return Said(str(step["intent"]), tuple(found))
