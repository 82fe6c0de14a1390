"""Who answers what: every intent has an answer, every rule names a response that is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from shouhou.validating.code import Code
from shouhou.validating.examples import Examples
from shouhou.validating.project import Place, Project, Slip, meant

FAQ = "faq"


class Rules:
    """The rules that give an intent a response, with the slips in how they are written."""

    def __init__(self, project: Project) -> None:
        self.slips: list[Slip] = []
        self.given: dict[str, tuple[str, Place]] = {}
        for file in project.files:
            for rule in file.listed("rules"):
                place, steps = file.at(rule), rule.get("steps")
                if not file.name.startswith("data/rules/"):
                    self.slips.append(place.slip("a rule is read in data/rules/ alone; move it there"))
                    continue
                self._read(place, str(rule.get("rule")), steps, file)

    def _read(self, place: Place, name: str, steps: Any, file: Any) -> None:
        if not isinstance(steps, list) or not all(isinstance(step, Mapping) for step in steps):
            self.slips.append(place.slip(f"rule {name!r}: expected `steps:` with `- intent: …` and `- action: …`"))
            return
        if len(steps) != 2 or "intent" not in steps[0] or "action" not in steps[1]:
            self.slips.append(place.slip(
                f"rule {name!r} is not followed: a rule is one intent and the one response that answers it; more turns,"
                " conditions and slots make a story in data/stories/"))
            return
        intent, action = str(steps[0]["intent"]), str(steps[1]["action"])
        if intent in self.given:
            self.slips.append(file.at(steps, 0).slip(
                f"a second rule for {intent}; the first is in {self.given[intent][1]}, and only one can be followed"))
            return
        self.given[intent] = (action, file.at(steps, 1))


def check_answers(project: Project, examples: Examples, rules: Rules, opened: set[str], code: Code) -> Iterator[Slip]:
    """`opened`: the intents that a story opens with."""
    yield from rules.slips
    written = {response.name for response in project.responses}
    yield from _check_rules(project, rules, written, code)
    yield from _unanswered(project, examples, rules, written, opened, code)
    yield from _check_actions(project, code)


def _check_rules(project: Project, rules: Rules, written: set[str], code: Code) -> Iterator[Slip]:
    for intent, (action, place) in rules.given.items():
        if intent == FAQ and action == f"utter_{FAQ}":
            continue
        if intent not in project.intents:
            yield place.slip(f"the rule's intent {intent} is none of domain.yml{meant(intent, [*project.intents])}")
        elif code.does(intent):
            yield place.slip(f"{intent} is answered by Python (actions/), so this rule is never followed; take it out")
        if not action.startswith("utter_"):
            yield place.slip(f"a rule can only say a response, and {action} is none; answers that look something up are"
                             " Python's (actions/answers/), forms are opened by their intent or by a story")
        elif action not in written:
            yield place.slip(f"there is no response {action}{meant(action, sorted(written))}")


def _unanswered(
    project: Project, examples: Examples, rules: Rules, written: set[str], opened: set[str], code: Code
) -> Iterator[Slip]:
    names = [each for each in project.intents if each != FAQ]
    for intent in names:
        if not (code.does(intent) or intent in rules.given or intent in opened):
            yield project.intents[intent].slip(
                f"{intent} is answered nowhere: give it a rule in data/rules/ with a response, a story in"
                " data/stories/,"
                f" or Python in actions/answers/{meant(intent, [*code.answers])}")
    members = [name for name in examples.blocks if name.startswith(f"{FAQ}/")]
    for name in members:
        if f"utter_{name}" not in written:
            near = meant(f"utter_{name}", sorted(each for each in written if each.startswith(f"utter_{FAQ}/")))
            yield examples.blocks[name][0].slip(f"{name} has no answer: write a response utter_{name}{near}")
    if members and FAQ not in rules.given and project.files:
        yield Place("data/rules/answers.yml", 1).slip("the rule that answers FAQs is gone: intent faq, action"
                                                      " utter_faq")


def _check_actions(project: Project, code: Code) -> Iterator[Slip]:
    for action, place in project.actions.items():
        if action != "action_turn" and not code.does(action.removeprefix("action_")):
            known = meant(action, [f"action_{each}" for each in (*code.forms, *code.answers)])
            yield place.slip(f"{action} is no action that anything runs: action_turn leads every turn, and in stories"
                             f" action_<intent> begins what Python does for an intent{known}")
