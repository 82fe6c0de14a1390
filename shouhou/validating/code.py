"""What the code answers by itself: what trainers' files are held against."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from shouhou.rules.kinds import OrderStatus, ReasonClass, RequestType
from shouhou.rules.policy import Policy
from shouhou.settings import HOME
from shouhou.validating.said_by_code import SaidByCode, said_by_code

NOT_TRAINED = frozenset({"nlu_fallback", "send_file", "send_unreadable", "more_orders"})  # made by us, never said
OF_THE_ORDER = frozenset({"order", "product", "last_day"})
_ENUMS: dict[str, type[Enum]] = {"request_type": RequestType, "reason_class": ReasonClass, "order_status": OrderStatus}


@dataclass(frozen=True)
class Code:
    """`answers`: intents that Python answers; `forms`: those that open a form, with the fields that may be preset;
    `read`: entities that forms read besides; `led`: intents that the leader of a turn deals with by itself; `numbers`:
    blanks filled from policy.yml everywhere.
    """

    said: SaidByCode = field(default_factory=SaidByCode)
    answers: frozenset[str] = frozenset()
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    read: frozenset[str] = frozenset()
    led: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @property
    def blanks(self) -> frozenset[str]:
        """What any text may hold in braces."""
        return self.numbers | OF_THE_ORDER

    def does(self, intent: str) -> bool:
        """Whether Python answers an intent or opens a form for it."""
        return intent in self.answers or intent in self.forms or intent in self.led


@lru_cache(maxsize=1)
def the_code() -> Code:
    """Shouhou's own."""
    from actions import outside_forms
    from actions.forms import all_forms
    from actions.registry import registered
    from shouhou.dialogue.reading import SMALL_TALK

    forms = {intent: form.presets for form in all_forms.every() for intent in form.opened_by}
    led = frozenset({*SMALL_TALK, *outside_forms.SMALL, *NOT_TRAINED})
    return Code(said_by_code(), frozenset(registered()), forms, frozenset(_entities_read()), led, _numbers())


def values_of(group: str) -> frozenset[str]:
    """The values that an entity or a group of words may have; empty where any may stand."""
    kind = _ENUMS.get(group)
    return frozenset(str(each.value) for each in kind.__members__.values()) if kind is not None else frozenset()


def _entities_read() -> Iterator[str]:
    """The entities that forms ask a message or a button for, by name or by a constant of their module."""
    for path in sorted((HOME / "actions" / "forms").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants: dict[str, str] = {}
        for statement in tree.body:
            if isinstance(statement, ast.Assign):
                targets = [each for target in statement.targets for each in ast.walk(target)]
                names = [each.id for each in targets if isinstance(each, ast.Name)]
                values = [each.value for each in ast.walk(statement.value) if isinstance(each, ast.Constant)]
                constants |= {name: str(value) for name, value in zip(names, values, strict=False)}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "entity"):
                continue
            for arg in node.args:
                if isinstance(arg, ast.Constant):
                    yield str(arg.value)
                elif isinstance(arg, ast.Name) and arg.id in constants:
                    yield constants[arg.id]


def _numbers() -> frozenset[str]:
    """The blanks that Turn fills from the policy: its whole numbers, and the edges of its hours."""
    found = set()
    for name, entry in Policy.__fields__.items():
        value = getattr(entry.type_, "__fields__", {}).get("value")
        if value is None:
            continue
        if isinstance(value.type_, type) and issubclass(value.type_, int):
            found.add(name)
        if hasattr(value.type_, "__fields__") and "opens" in value.type_.__fields__:
            hours = name.removesuffix("_hours")
            found |= {f"{hours}_opens", f"{hours}_closes"}
    return frozenset(found)
