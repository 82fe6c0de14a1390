"""The conversation that both bots are measured on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from bench.places import HOME

Messages = list[dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One message of the buyer, and the facts that a right answer carries."""

    says: str
    facts: tuple[str, ...]

    def is_answered_by(self, messages: Messages) -> bool:
        """Whether these replies, with `text` and `facts`, answer the step."""
        texts = [message["text"] for message in messages if message.get("text")]
        if not texts or any(text in apologies() for text in texts):
            return False
        told = {fact for message in messages for fact in message.get("facts") or {}}
        return told.issuperset(self.facts)


@lru_cache(maxsize=1)
def script() -> tuple[Step, ...]:
    """The conversation, message by message."""
    steps = yaml.safe_load((HOME / "bench" / "script.yml").read_text(encoding="utf-8"))
    return tuple(Step(step["says"], tuple(step.get("facts", ()))) for step in steps)


@lru_cache(maxsize=1)
def apologies() -> frozenset[str]:
    """What either bot says when a turn failed."""
    domain = yaml.safe_load((HOME / "domain.yml").read_text(encoding="utf-8"))
    return frozenset(variant["text"] for variant in domain["responses"]["utter_failed"])
