from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sentences import EXAMPLES, REASONS

from shouhou.language import acts
from shouhou.language.entities import EntityExtractor
from shouhou.language.intent import IntentClassifier

SAID_AT = "2026-12-23T10:00:00+08:00"


class Trained:
    """Both components, trained on a few sentences and loaded again from storage, as the server does."""

    def __init__(self, folder: Path) -> None:
        self._storage = LocalModelStorage(folder)
        context = ExecutionContext(GraphSchema({}))
        parts: list[tuple[Any, dict[str, Any]]] = [
            (EntityExtractor, {}),
            (IntentClassifier, {**IntentClassifier.get_default_config(), "margin": 0.05, "threshold": 0.2}),
        ]
        self.components = []
        for kind, config in parts:
            resource = Resource(kind.__name__)
            few = acts.examples()[::40]  # enough to be read; all of them take a minute
            with mock.patch.object(acts, "examples", lambda few=few: few):
                kind.create(config, self._storage, resource, context).train(training_data())
            self.components.append(kind.load(config, self._storage, resource, context))

    def parse(self, text: str, at: Any = SAID_AT) -> Message:
        """The message after both components."""
        message = Message(data={"text": text, "metadata": {"at": at}})
        for component in self.components:
            component.process([message])
        return message


def training_data() -> TrainingData:
    """A few sentences of five intents, the reasons marked."""
    messages = []
    for intent, texts in EXAMPLES.items():
        for text in texts:
            entities = [_mark(text, reason) for reason in REASONS if reason in text]
            messages.append(Message.build(text=text, intent=intent, entities=entities))
    return TrainingData(messages)


def _mark(text: str, reason: str) -> dict[str, Any]:
    start = text.index(reason)
    return {"entity": "reason", "start": start, "end": start + len(reason), "value": reason}


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return Trained(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="session")
def parse(trained: Trained) -> Callable[..., Message]:
    return trained.parse


@pytest.fixture
def examples() -> list[tuple[str, str]]:
    return [(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
