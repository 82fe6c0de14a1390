"""The graph of a model runs the same way as Rasa's own runner runs it."""

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from shouhou.channels.rasa_patches import run_in_order

RASAS_RUN = DaskGraphRunner.run


class Append(GraphComponent):
    """Appends its letter to what comes in."""

    def __init__(self, letter: str) -> None:
        self._letter = letter

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Append":
        return cls(config["letter"])

    def run(self, text: str) -> str:
        if self._letter == "!":
            raise RuntimeError("broken")
        return text + self._letter

    def join(self, one: str, other: str) -> str:
        return one + other


def node(letter: str, fn: str = "run", **needs: str) -> SchemaNode:
    return SchemaNode(needs, Append, "create", fn, {"letter": letter}, is_target=False)


def runner(folder: Path, **nodes: SchemaNode) -> DaskGraphRunner:
    schema = GraphSchema(nodes)
    return DaskGraphRunner.create(schema, LocalModelStorage(folder), ExecutionContext(schema))


def test_nodes_run_after_those_they_need_and_only_those_wanted_run(tmp_path: Path) -> None:
    graph = runner(
        tmp_path, d=node("", "join", one="b", other="c"), c=node("c", text="a"), b=node("b", text="a"),
        a=node("a", text="__said__"), never=node("!", text="a"),
    )
    for said in ("x", "y"):
        rasas = RASAS_RUN(graph, {"__said__": said}, ["d", "a"])
        assert rasas == {"d": f"{said}ab{said}ac", "a": f"{said}a"}
        assert run_in_order(graph, {"__said__": said}, ["d", "a"]) == rasas
    assert run_in_order(graph, {"__said__": "z"}, ["b"]) == {"b": "zab"}


def test_what_breaks_in_a_node_is_the_runners_error(tmp_path: Path) -> None:
    graph = runner(tmp_path, a=node("!", text="__said__"))
    with pytest.raises(Exception) as ours:
        run_in_order(graph, {"__said__": "x"}, ["a"])
    with pytest.raises(Exception) as rasas:
        RASAS_RUN(graph, {"__said__": "x"}, ["a"])
    assert type(ours.value) is type(rasas.value)


def test_a_missing_input_is_the_runners_error(tmp_path: Path) -> None:
    with pytest.raises(GraphRunError):
        run_in_order(runner(tmp_path, a=node("a", text="__said__")), {}, ["a"])
