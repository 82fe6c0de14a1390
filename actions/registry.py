"""What the bot can be asked: each answer stands here under the intent that it answers, once.

An intent without Python is answered by what a trainer wrote for it (actions/knowledge.py); one that writes opens its
form (actions/forms/).
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

from actions.orders import Preference
from actions.turn import Turn
from shouhou.cases.orders import OrderRecord

OrderAnswer = Callable[[Turn, OrderRecord], None]
PlainAnswer = Callable[[Turn], None]


@dataclass(frozen=True)
class Ask:
    """An intent's answer: about an order, which is found first (`prefer`: rather one of these), or about none."""

    intent: str
    about_order: Optional[OrderAnswer] = None
    plain: Optional[PlainAnswer] = None
    prefer: Optional[Preference] = None
    else_by: Optional[Callable[[Turn], bool]] = None  # answers without an order where it can; whether it did


_ASKS: dict[str, Ask] = {}


def answers(intent: str) -> Callable[[PlainAnswer], PlainAnswer]:
    """Make a function the answer to an intent that is about no order."""

    def register(answer: PlainAnswer) -> PlainAnswer:
        _add(Ask(intent, plain=answer))
        return answer

    return register


def answers_about_order(
    *intents: str, prefer: Optional[Preference] = None, else_by: Optional[Callable[[Turn], bool]] = None
) -> Callable[[OrderAnswer], OrderAnswer]:
    """Make a function the answer to intents about an order: which one is found, or asked for, before it is called.

    `else_by` may answer where the ask needs no order after all (a calculation for a day that is named).
    """

    def register(answer: OrderAnswer) -> OrderAnswer:
        for intent in intents:
            _add(Ask(intent, about_order=answer, prefer=prefer, else_by=else_by))
        return answer

    return register


def ask_of(intent: str) -> Optional[Ask]:
    """The Python answer to an intent; None for none."""
    return registered().get(intent)


@lru_cache(maxsize=1)
def registered() -> dict[str, Ask]:
    """Every answer: the modules of actions.answers are imported, whatever they are called."""
    package = importlib.import_module("actions.answers")
    for module in pkgutil.iter_modules(package.__path__, "actions.answers."):
        importlib.import_module(module.name)
    return _ASKS


def _add(ask: Ask) -> None:
    if ask.intent in _ASKS:
        raise ValueError(f"two answers to {ask.intent}")
    _ASKS[ask.intent] = ask
