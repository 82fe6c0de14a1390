"""The graph component that keeps reasons out of messages that give none.

It stands after IntentClassifier: who reports a silent merchant, thanks or cancels names faults too (女婿来看了一眼就好了), yet
not as the reason of anything that is asked for.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message

from shouhou.language.intent import ASKS, FALLBACK

REASON = "reason"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ReasonGate(GraphComponent):
    """Drops the reasons of messages whose intents are all none of `intents`; what was not understood keeps them."""

    def __init__(self, intents: frozenset[str]) -> None:
        self._intents = intents

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """intents: in which a reason may stand; the guide for trainers marks reasons in the same ones."""
        return {"intents": ["request_aftersales", "inform"]}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ReasonGate":
        """The gate of a pipeline entry."""
        return cls(frozenset(config["intents"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Drop what is no reason in each message."""
        for message in messages:
            meant = {message.get(INTENT, {}).get("name"), *message.get(ASKS, [])}
            if not meant & (self._intents | {FALLBACK}):
                kept = [each for each in message.get(ENTITIES, []) if each["entity"] != REASON]
                message.set(ENTITIES, kept, add_to_output=True)
        return messages
