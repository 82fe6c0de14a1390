"""The graph component that gives every message to one action: `action_turn` leads the turn, stories included.

Rasa's rule policy looked at every rule at each turn, and a story had no way to answer a question in its middle: how a
talk is led stands in actions/ and shouhou/dialogue/, which need no Rasa. This policy is trained on nothing.
"""

from typing import Any, Optional

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from shouhou.rasa_commands import instead

ACTION = "action_turn"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class TurnPolicy(Policy):
    """After a message `action_turn`, after that `action_listen`."""

    @staticmethod
    def supported_data() -> SupportedData:
        """Rules and stories are data of the action, and so of this policy."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings but what Rasa asks of every policy."""
        return {"priority": 1, "max_history": None}

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        """Nothing is learned; what is left says so."""
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "policy.txt").write_text(ACTION, encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "TurnPolicy":
        """The policy; `rasa test core`, which compares names of actions, is told the better command."""
        better = instead()
        if better is not None:
            raise RasaException(better)
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[dict[str, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The one action once a message has come, else to listen."""
        action = ACTION if _has_heard(tracker.events) else ACTION_LISTEN_NAME
        probabilities = [0.0] * domain.num_actions
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)


def _has_heard(events: Any) -> bool:
    """Whether the last thing done was to listen."""
    for event in reversed(events):
        if isinstance(event, ActionExecuted):
            return bool(event.action_name == ACTION_LISTEN_NAME)
    return False
