"""The stories: what they name is there, every branch can be told from the next, every button leads on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from shouhou.dialogue import offers
from shouhou.validating.answers import Rules
from shouhou.validating.code import Code
from shouhou.validating.examples import Examples
from shouhou.validating.project import Place, Project, Slip, line_of, meant
from shouhou.validating.story_files import Step, Stories, Way

_ANYWHERE = ("stop",)  # what leaves any story, without a step of its own
Node = tuple[Step, ...]


def opened_by(stories: Stories) -> set[str]:
    """The intents that a story opens with."""
    return {said.intent for way in stories.ways if way.steps for said in way.steps[0].said}


def told_by(stories: Stories) -> dict[str, Place]:
    """The responses that stories say, and where first."""
    found: dict[str, Place] = {}
    for story in stories.written:
        for step in story.steps:
            if step.kind == "does" and step.action.startswith("utter_"):
                found.setdefault(step.action, step.place)
    return found


def check_stories(project: Project, examples: Examples, stories: Stories, rules: Rules, code: Code) -> Iterator[Slip]:
    """Everything wrong with the stories, each slip once."""
    found = [
        *stories.slips, *_steps(project, examples, stories, code), *_ways(stories), *_branches(stories),
        *_against_rules(stories, rules), *_buttons(project, stories),
    ]
    yield from dict.fromkeys(found)


def _steps(project: Project, examples: Examples, stories: Stories, code: Code) -> Iterator[Slip]:
    written = {response.name for response in project.responses}
    known = {*project.intents, *examples.blocks}
    counts = examples.counts
    for step in _every_step(stories):
        for said in step.said:
            if said.intent not in known:
                yield step.place.slip(f"{said.intent} is no intent{meant(said.intent, sorted(known))}")
            elif said.intent in project.intents and not counts[said.intent] and said.intent not in code.led:
                yield step.place.slip(f"{said.intent} has no examples, so that nobody ever gets here")
        if step.kind == "does":
            yield from _action(step, written, code)
    yield from _not_of_the_domain(project, stories)


def _not_of_the_domain(project: Project, stories: Stories) -> Iterator[Slip]:
    """Entities and slots that domain.yml does not name, each told once."""
    slots = project.domain.document.get("slots") or {}
    entities: dict[str, Place] = {}
    set_to: dict[str, Place] = {}
    for step in _every_step(stories):
        for said in step.said:
            for entity, _ in said.entities:
                entities.setdefault(entity, step.place)
        if step.kind == "slot":
            set_to.setdefault(step.slot[0], step.place)
    for name, place in entities.items():
        if name not in project.entities:
            yield place.slip(f"the entity {name} is none of domain.yml: add `  - {name}` to its `entities:`"
                             f"{meant(name, [*project.entities])}")
    for name, place in set_to.items():
        if name not in slots:
            yield place.slip(f"the slot {name} is none of domain.yml: add it to its `slots:`"
                             f"{meant(name, [str(each) for each in slots])}")


def _every_step(stories: Stories) -> Iterator[Step]:
    for story in stories.written:
        yield from story.steps


def _action(step: Step, written: set[str], code: Code) -> Iterator[Slip]:
    name = step.action
    if name.startswith("utter_"):
        if name not in written:
            yield step.place.slip(f"there is no response {name}{meant(name, sorted(written))}")
    elif not name.startswith("action_") or not (
        code.does(name.removeprefix("action_")) or f"utter_{name.removeprefix('action_')}" in written
    ):
        known = [f"action_{each}" for each in (*code.forms, *code.answers)]
        yield step.place.slip(f"{name} is nothing that a story can do: utter_… says a response, action_<intent> begins"
                              f" what the bot does for an intent{meant(name, known)}")


def _ways(stories: Stories) -> Iterator[Slip]:
    for way in stories.ways:
        if not way.steps:
            continue
        if way.steps[0].kind != "says":
            yield way.steps[0].place.slip(f"the story {way.name!r} begins with no intent, so that nothing opens it")
        for step, after in zip(way.steps, way.steps[1:], strict=False):
            if step.kind == "does" and not step.action.startswith("utter_"):
                yield after.place.slip(f"nothing is done behind {step.action}: with it the story is over")
            if step.kind == after.kind == "says":
                yield after.place.slip("the buyer speaks twice running; the bot's `- action:` is missing between")
        if way.steps[-1].kind != "does":
            yield way.steps[-1].place.slip(f"the story {way.name!r} ends without an answer: its last step is an `-"
                                           " action:`")


def _nodes(stories: Stories) -> dict[Node, list[tuple[Way, Step]]]:
    """For each beginning that ways share, how each of them goes on."""
    found: dict[Node, list[tuple[Way, Step]]] = defaultdict(list)
    for way in stories.ways:
        for number, step in enumerate(way.steps):
            found[way.steps[:number]].append((way, step))
    return found


def _branches(stories: Stories) -> Iterator[Slip]:
    ends = {way.steps for way in stories.ways}
    seen: dict[Node, Way] = {}
    for way in stories.ways:
        other = seen.setdefault(way.steps, way)
        if other is not way:
            yield way.place.slip(f"the story {way.name!r} says all the same as {other.name!r} ({other.place})")
    for gone, onward in _nodes(stories).items():
        steps = list(dict.fromkeys(step for _, step in onward))
        does = [step for step in steps if step.kind == "does"]
        says = [step for step in steps if step.kind == "says"]
        if len(does) > 1:
            yield does[1].place.slip(f"after the same words one story does {does[0].action} ({does[0].place}) and"
                                     " another"
                                     f" {does[1].action}, with no slot between to choose by; the first is always taken")
        if does and says:
            yield says[0].place.slip(f"here the story waits for the buyer, where another goes straight on to"
                                     f" {does[0].action} ({does[0].place}); it never comes to this step")
        if gone and does and gone in ends:
            yield does[0].place.slip("one story ends where this one goes on, and nothing tells them apart")
        yield from _same_words(says)


def _same_words(says: Sequence[Step]) -> Iterator[Slip]:
    """Two steps that the same words fit equally well."""
    first: dict[object, Step] = {}
    for step in says:
        for said in step.said:
            other = first.setdefault(said, step)
            if other is not step:
                yield step.place.slip(f"{said.intent} goes two ways here, the other in {other.place}; tell them"
                                      " apart by an"
                                      " entity, or make one of them")


def _against_rules(stories: Stories, rules: Rules) -> Iterator[Slip]:
    for way in stories.ways:
        for said in way.steps[0].said if way.steps else ():
            if said.intent in rules.given and not said.entities:
                _, place = rules.given[said.intent]
                yield way.steps[0].place.slip(f"{said.intent} opens this story and has a rule too ({place}), and"
                                              " nothing"
                                              " tells them apart: the story is always taken; keep one")


def _buttons(project: Project, stories: Stories) -> Iterator[Slip]:
    """A button that answers a story's question must be a step of it: else pressing it says nothing."""
    responses = {response.name: response for response in reversed(project.responses)}
    for gone, onward in _nodes(stories).items():
        waited = [said for _, step in onward if step.kind == "says" for said in step.said]
        if not waited or not gone or gone[-1].kind != "does" or gone[-1].action not in responses:
            continue
        response = responses[gone[-1].action]
        for variation in response.variations:
            buttons = variation.get("buttons") or []
            for number, button in enumerate(buttons):
                given = _answer_of(button)
                if given is not None and not any(_fits(said, given) for said in waited):
                    place = Place(response.place.file, line_of(buttons, number))
                    yield place.slip(f"no story goes on from the button {button.get('title')!r}"
                                     f" ({button.get('payload')})")


def _answer_of(button: object) -> "offers.Payload | None":
    """What a button answers; None for one that begins something by itself, or cannot be read."""
    try:
        given = offers.parse(str(button["payload"]))  # type: ignore[index]
    except (ValueError, KeyError, TypeError):
        return None
    return given if given.intent in offers.ANSWERS and given.intent not in _ANYWHERE else None


def _fits(said: object, given: offers.Payload) -> bool:
    entities = dict(said.entities)  # type: ignore[attr-defined]
    return said.intent == given.intent and all(  # type: ignore[attr-defined]
        name in given.entities and (value is None or str(given.entities[name]) == str(value))
        for name, value in entities.items()
    )
