"""What is changed in Rasa 3.6.21 itself, each with its reason and what it gave.

Applied once, before the agent is loaded. `make bench` runs the same bot without them.
"""

from graphlib import TopologicalSorter
from typing import Any, Optional

import aiohttp
from rasa.core.actions import action as rasa_action
from rasa.core.actions.action import RemoteAction
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

ACTION_SECONDS = 15  # Rasa waits five minutes for an action; a buyer does not
KEEP_ALIVE_SECONDS = 30  # less than the action server's, so that it never hangs up on a call about to be made


class _Lent:
    """A session that stays open when the call that borrowed it ends."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_: object) -> None:
        """Keep it."""


def _lend_session(endpoint: EndpointConfig) -> _Lent:
    session: Optional[aiohttp.ClientSession] = getattr(endpoint, "_shouhou_session", None)
    if session is None or session.closed:
        connector = aiohttp.TCPConnector(keepalive_timeout=KEEP_ALIVE_SECONDS, limit=0)
        session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=ACTION_SECONDS))
        endpoint._shouhou_session = session
    return _Lent(session)


def run_in_order(
    self: DaskGraphRunner, inputs: Optional[dict[str, Any]] = None, targets: Optional[list[str]] = None
) -> dict[str, Any]:
    """What DaskGraphRunner.run does, one node after another in an order found once.

    Rasa prunes the graph and lets dask plan it anew at every run, two runs a turn, though its nodes never run side by
    side.
    """
    wanted = tuple(targets or self._graph_schema.target_names)
    orders: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = self.__dict__.setdefault("_shouhou_orders", {})
    if wanted not in orders:
        nodes = self._graph_schema.minimal_graph_schema(list(wanted)).nodes
        needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
        known = {name: [need for need in needed if need in needs] for name, needed in needs.items()}
        orders[wanted] = [(name, needs[name]) for name in TopologicalSorter(known).static_order()]
    done: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        for name, needed in orders[wanted]:
            done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needed))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(done[name] for name in wanted)


def apply() -> None:
    """Apply every patch; a second call changes nothing."""
    if getattr(RemoteAction, "_shouhou", False):
        return

    def check_shape(self: RemoteAction, result: Any) -> bool:
        # Rasa compiles a JSON schema at each action call, which took 62 % of a turn's samples; compiled once it still
        # took a tenth. Reading the events (deserialise_events) checks each of them anyway.
        if not isinstance(result, dict):
            raise TypeError("an action's answer is not an object")
        for part in ("events", "responses"):
            items = result.get(part, [])
            if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
                raise TypeError(f"an action's {part} are not a list of objects")
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
        except Exception:
            output_channel.failed = True
            raise

    # Rasa opens a session and a connection anew for each action call.
    EndpointConfig.session = _lend_session
    DaskGraphRunner.run = run_in_order
    RemoteAction._validate_action_result = check_shape
    RemoteAction._action_call_format = call_without_history
    RemoteAction.run = run_and_note_failure
    rasa_action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS
    RemoteAction._shouhou = True
