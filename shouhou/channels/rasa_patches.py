"""What is changed in Rasa 3.6.21 itself, each with its reason and what it gave.

Applied once, before the agent is loaded. `make bench` runs the same bot without them.
"""

from typing import Any

from jsonschema import Draft7Validator
from rasa.core.actions import action as rasa_action
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

ACTION_SECONDS = 15  # Rasa waits five minutes for an action; a buyer does not


def apply() -> None:
    """Apply every patch; a second call changes nothing."""
    if getattr(RemoteAction, "_shouhou", False):
        return
    # Rasa compiles this JSON schema anew at each action call, which took 62 % of a turn's samples.
    validator = Draft7Validator(RemoteAction.action_response_format_spec())

    def validate_once_compiled(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    def call_without_history(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        # Our actions read slots and the latest message; Rasa posts every event and the whole domain with each call.
        state = tracker.current_state(EventVerbosity.NONE)
        state["events"] = []
        return {"next_action": self.name(), "sender_id": tracker.sender_id, "tracker": state, "version": "3.6.21"}

    rasas_run = RemoteAction.run

    async def run_and_note_failure(
        self: RemoteAction, output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Domain
    ) -> Any:
        # Rasa swallows a failed action: the buyer would get an empty answer and nobody would know.
        try:
            return await rasas_run(self, output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            raise
        except Exception:
            output_channel.failed = True
            raise

    RemoteAction._validate_action_result = validate_once_compiled
    RemoteAction._action_call_format = call_without_history
    RemoteAction.run = run_and_note_failure
    rasa_action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS
    RemoteAction._shouhou = True
