"""The graph component that says what the buyer wants."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Optional

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from shouhou.language.asks import Parts, parts_of
from shouhou.language.bare import is_bare_fact
from shouhou.language.calibrate import calibrated
from shouhou.language.embed import Matrix, embedder
from shouhou.language.features import Featurizer, Grams, canonical
from shouhou.language.normalise import normalise
from shouhou.language.softmax import Softmax, fit_softmax
from shouhou.language.sources import sources_digest

FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
INFORM = "inform"
ASKS = "asks"  # the message's further asks, beside its intent
# What can stand beside another ask in one message: questions, and the writes that a form begins.
_QUESTIONS = ("ask_", "list_orders")
_WRITES = ("request_aftersales", "cancel_aftersales", "file_complaint", "contact_merchant")
# One ask said twice, or with what led to it, is read as either of these: not as both.
_ONE_ASK = (
    {"request_aftersales", "ask_how_to_apply"},
    {"request_aftersales", "ask_window_open"},
    {"cancel_aftersales", "ask_how_to_cancel"},
    {"file_complaint", "ask_how_to_complain"},
    {"ask_case_status", "ask_refund_arrival"},
    {"ask_case_status", "ask_closed_case"},
    {"ask_cancellations_left", "ask_cancellation_limit"},
    {"ask_can_reapply", "ask_cancellations_left"},
    {"ask_can_reapply", "ask_cancellation_limit"},
    {"ask_can_reapply", "ask_window_open"},
    {"ask_can_reapply", "ask_closed_case"},
    {"ask_window_open", "ask_window_length"},
    {"ask_window_open", "ask_warranty"},
    {"ask_window_length", "ask_warranty"},
)
_WEIGHTS, _NAMES = "intent.npz", "intent.json"
_ARRAYS = ("dense", "bias", "largest", "steps")
_STEPS = 127
Ranking = list[tuple[str, float]]


@dataclass(frozen=True)
class Model:
    """What training leaves: how to read a text, and how to weigh what was read."""

    featurizer: Featurizer
    softmax: Softmax

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """For each canonical text all intents with their confidences, the likeliest first."""
        chances = self.softmax.probabilities(self.featurizer.transform(texts))
        return [self._ranked(row.tolist()) for row in chances]

    def _ranked(self, row: Sequence[float]) -> Ranking:
        return sorted(zip(self.softmax.labels, row, strict=True), key=lambda pair: (-pair[1], pair[0]))

    def save(self, folder: Path) -> None:
        """Write two files into the folder."""
        # Half precision, and for the many n-grams a byte: a third of the file, and no confidence differs by a hundredth.
        steps, largest = _in_steps(self.softmax.sparse)
        dense, bias, halves = (each.astype(np.float16) for each in (self.softmax.dense, self.softmax.bias, largest))
        np.savez(folder / _WEIGHTS, dense=dense, bias=bias, largest=halves, steps=steps)
        names = {
            "labels": self.softmax.labels,
            "temperature": self.softmax.temperature,
            "grams": [[grams.names, grams.weights] for grams in self.featurizer.grams],
        }
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> "Model":
        """Read what save wrote. Raises FileNotFoundError when it is not there."""
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        with np.load(folder / _WEIGHTS, allow_pickle=False) as weights:
            dense, bias, largest, steps = (weights[name].astype(np.float32) for name in _ARRAYS)
            softmax = Softmax(tuple(names["labels"]), dense, steps * (largest / _STEPS), bias, names["temperature"])
        grams = [Grams(tuple(known), tuple(values)) for known, values in names["grams"]]
        return cls(Featurizer(embedder(), grams), softmax)


def _in_steps(weights: Matrix) -> tuple[npt.NDArray[np.int8], Matrix]:
    """Each row as whole numbers up to _STEPS, and what _STEPS steps stand for, of shape (rows, 1)."""
    largest = np.maximum(np.abs(weights).max(axis=1, keepdims=True), np.float32(1e-4))
    return np.rint(weights / largest * _STEPS).astype(np.int8), largest


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, RasaIntentClassifier):
    """Sets a message's intent and intent ranking; `nlu_fallback` on top of the ranking when it is unsure.

    Stands after EntityExtractor: a message of nothing but sure facts is `inform`.
    """

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model: Optional[Model] = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Settings of the pipeline entry.

        strength: scikit-learn's C; iterations: of training. threshold: the least confidence of an intent in scope;
        margin: how far it must be above out_of_scope; ambiguity: how far above the next. joined, unjoined: the least
        confidence of each of several asks in one message, with words between that announce another, and without.
        ranking_length: intents told.
        sources: not to be set; makes a change of code or tables retrain.
        """
        return {
            "strength": 5.0,
            "iterations": 40,
            "threshold": 0.3,
            "margin": 0.3,
            "ambiguity": 0.03,
            "joined": 0.5,
            "unjoined": 0.85,
            "ranking_length": 10,
            "sources": sources_digest(),
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentClassifier":
        """An untrained classifier: every message is a fallback."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentClassifier":
        """The classifier of a trained model; an untrained one if it was trained without examples."""
        component = cls.create(config, model_storage, resource, execution_context)
        try:
            with model_storage.read_from(resource) as folder:
                component._model = Model.open(folder)
        except ValueError:
            pass
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the intent examples, and how sure to be from a part held back."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        names = [str(message.get(INTENT)) for message in examples]
        if len(set(names)) > 1:
            self._model = self._fit([canonical(message.get(TEXT)) for message in examples], names)
            with self._model_storage.write_to(self._resource) as folder:
                self._model.save(folder)
        return self._resource

    def _fit(self, texts: Sequence[str], names: Sequence[str]) -> Model:
        featurizer = Featurizer(embedder())
        rows = featurizer.fit(texts)
        strength, iterations = float(self._config["strength"]), int(self._config["iterations"])
        # The held-back part tells how sure to be of a model as well trained as the whole one: it gets most of the work.
        part = calibrated(rows, names, strength, iterations)
        softmax = fit_softmax(rows, names, strength, iterations if part is None else iterations // 2, part)
        return Model(featurizer, softmax if part is None else replace(softmax, temperature=part.temperature))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and intent_ranking of each message; `asks` too where it holds more than one."""
        texts = [message.get(TEXT) or "" for message in messages]
        meant = [canonical(text) for text in texts]
        parts = [parts_of(text) for text in meant]
        every = [*meant, *(text for each in parts for text in each.texts)]
        rankings = self._model.rank(every) if self._model else [[] for _ in every]
        of_parts = iter(rankings[len(meant) :])
        for message, text, ranking, each in zip(messages, texts, rankings, parts, strict=False):
            asks = self._several(each, [next(of_parts) for _ in each.texts])
            decided = asks[0] if asks else self._decide(text, message.get(ENTITIES, []), ranking)
            told = [{"name": name, "confidence": chance} for name, chance in decided[: self._config["ranking_length"]]]
            message.set(INTENT, told[0], add_to_output=True)
            message.set("intent_ranking", told, add_to_output=True)
            message.set(ASKS, [ask[0][0] for ask in asks[1:]], add_to_output=True)
        return messages

    def _several(self, parts: Parts, rankings: Sequence[Ranking]) -> list[Ranking]:
        """The rankings of a message's different asks, that of a write first; empty when it holds fewer than two."""
        least = self._config["joined" if parts.joined else "unjoined"]
        kinds = (*_QUESTIONS, *_WRITES) if parts.joined else _QUESTIONS
        asks: list[Ranking] = []
        for ranking in rankings:
            if not ranking or ranking[0][1] < least or not ranking[0][0].startswith(kinds) or self._is_unsure(ranking):
                continue
            name = ranking[0][0]
            if all(name != other[0][0] and {name, other[0][0]} not in _ONE_ASK for other in asks):
                asks.append(ranking)
        writes = [ask for ask in asks if ask[0][0] in _WRITES]
        if len(asks) < 2 or len(writes) > 1:
            return []
        return [*writes, *(ask for ask in asks if ask not in writes)]

    def _decide(self, text: str, entities: list[dict[str, Any]], ranking: Ranking) -> Ranking:
        if is_bare_fact(normalise(text), entities):
            return [(INFORM, 1.0), *((name, 0.0) for name, _ in ranking if name != INFORM)]
        if not ranking or not canonical(text):
            return [(FALLBACK, 1.0), *ranking]
        if self._is_unsure(ranking):
            return [(FALLBACK, 1.0 - ranking[0][1]), *ranking]
        return ranking

    def _is_unsure(self, ranking: Ranking) -> bool:
        (name, best), (_, second) = ranking[0], ranking[1]
        if name == OUT_OF_SCOPE:
            return False
        outside = dict(ranking).get(OUT_OF_SCOPE, 0.0)
        return bool(
            best < self._config["threshold"]
            or best - outside < self._config["margin"]
            or best - second < self._config["ambiguity"]
        )
