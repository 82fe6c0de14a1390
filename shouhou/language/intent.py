"""The graph component that says what the buyer wants."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Optional

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, RESPONSE_SELECTOR, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from shouhou.language.acts import clause_texts, fit_acts, read_acts
from shouhou.language.asks import Parts, parts_of
from shouhou.language.bare import is_bare_fact
from shouhou.language.calibrate import fit_calibrated
from shouhou.language.clauses import clauses
from shouhou.language.embed import Matrix, embedder
from shouhou.language.features import Features, Featurizer, Grams, canonical
from shouhou.language.homophones import correct
from shouhou.language.normalise import normalise
from shouhou.language.reason_class import told_class
from shouhou.language.softmax import Softmax
from shouhou.language.sources import sources_digest
from shouhou.language.told import fit_told, is_told, told_chances

FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
INFORM = "inform"
ASKS = "asks"  # the message's further asks, beside its intent
PLAIN = "plain"  # the text in its normal form, spelled as meant, of the same length
# How likely the text tells the merchant something of the matter, and whether it is held to; also of each clause.
TELLS, IS_TOLD = "tells", "is_told"
ACTS = "acts"  # what a clause does, by the place where the talk stands: see acts.py
CLAUSES = "clauses"  # the message in clauses, each with what it would mean alone
_OF_A_CLAUSE = 3  # intents told of each
# What can stand beside another ask in one message: questions, and the writes that a form begins.
_QUESTIONS = ("ask_", "list_orders", "faq/")
_WRITES = (
    *("request_aftersales", "cancel_aftersales", "file_complaint", "contact_merchant", "urge_shipping"),
    *("change_delivery_address", "request_invoice", "request_price_difference", "request_pickup"),
)
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
# Told of two that are about equally likely, these need no question back: the answer to either serves.
_EITHER_SERVES = (
    *({"inform", name} for name in ("request_missing_part", "request_missing_gift", "request_wrong_item")),
    *({"inform", name} for name in ("report_damaged_on_arrival", "report_counterfeit", "report_danger")),
    *({"request_aftersales", name} for name in ("request_missing_part", "request_missing_gift", "request_wrong_item")),
    *({"request_aftersales", name} for name in ("request_partial_refund", "request_part_quantity")),
    *({"ask_case_status", name} for name in ("ask_exchange_time", "ask_repair_time", "ask_resend_parcel")),
    *({"ask_case_status", name} for name in ("ask_return_received", "ask_consent_answer", "report_refund_not_arrived")),
    *({"ask_window_length", name} for name in ("faq/no_reason_days", "faq/timers_both_sides")),
    *({"ask_refund_arrival", name} for name in ("report_refund_not_arrived", "ask_how_long")),
    {"ask_delivery_status", "report_parcel_stuck"},
    {"ask_ship_time", "urge_shipping"},
    {"ask_return_address", "ask_where_to_send"},
    {"ask_return_shipping", "ask_who_pays"},
    {"ask_freight_insurance", "report_insurance_unpaid"},
    {"report_danger", "report_injury"},
)
_WEIGHTS, _NAMES = "intent.npz", "intent.json"
_ALL = "/"  # stands for all intents where each family of retrieval intents stands under its name
_TOLD = "/told"  # the weighing of what clauses tell
_ACTS = "/acts"  # and of what they do
_STEPS = {"dense": 127, "sparse": 63}  # of a row's largest weight; n-grams are many
_FEWER = {"dense": 63, "sparse": 15}  # where few labels share a row: coarser weights change none of what is measured
Ranking = list[tuple[str, float]]
Acts = dict[str, Ranking]


@dataclass(frozen=True)
class Model:
    """What training leaves: how to read a text, and how to weigh what was read.

    Of the retrieval intents (`faq/…`) the first weighing knows the family alone, as Rasa does; within each family a
    weighing of its own tells them apart.
    """

    featurizer: Featurizer
    softmax: Softmax
    families: Mapping[str, Softmax] = field(default_factory=dict)
    told: Optional[Softmax] = None
    acts: Optional[Softmax] = None

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """For each canonical text all intents with their confidences, the likeliest first; members by full name."""
        return self._rank(self.featurizer.transform(texts))

    def read(self, texts: Sequence[str]) -> list[tuple[Ranking, float]]:
        """For each canonical text its ranking, and how likely it tells the merchant something of the matter."""
        rows = self.featurizer.transform(texts)
        told = told_chances(self.told, rows) if self.told is not None else [0.0] * len(texts)
        return list(zip(self._rank(rows), told, strict=True))

    def do(self, texts: Sequence[str]) -> list[Acts]:
        """What each of a message's clauses, canonical and in their order, does in each place."""
        if self.acts is None:
            return [{} for _ in texts]
        return read_acts(self.acts, self.featurizer.transform(texts))

    def _rank(self, rows: Features) -> list[Ranking]:
        chances = self.softmax.probabilities(rows)
        for name, inner in self.families.items():
            of_family = chances[:, [self.softmax.labels.index(name)]]
            chances = np.hstack([chances, of_family * inner.probabilities(rows)])
        names, columns = self._names
        return [
            [(names[at], float(row[at])) for at in np.argsort(-row, kind="stable").tolist()]
            for row in chances[:, columns]
        ]

    @cached_property
    def _names(self) -> tuple[list[str], list[int]]:
        """The full names in their order, and where each one's chance stands: families have none of their own."""
        every = [*self.softmax.labels, *(label for inner in self.families.values() for label in inner.labels)]
        columns = sorted((label, at) for at, label in enumerate(every) if label not in self.families)
        return [label for label, _ in columns], [at for _, at in columns]

    def save(self, folder: Path) -> None:
        """Write two files into the folder."""
        arrays: dict[str, npt.NDArray[Any]] = {}
        names: dict[str, Any] = {"grams": [[grams.names, grams.weights] for grams in self.featurizer.grams]}
        besides = {_TOLD: self.told, _ACTS: self.acts}
        for family, softmax in {_ALL: self.softmax, **self.families, **besides}.items():
            if softmax is None:
                continue
            # A byte for each weight, a quarter of the file: no confidence differs by two hundredths.
            arrays[f"{family}bias"] = softmax.bias
            for block, weights in (("dense", softmax.dense), ("sparse", softmax.sparse)):
                steps, largest = _in_steps(weights, _steps(family)[block])
                arrays |= {f"{family}{block}": steps, f"{family}{block}_largest": largest.astype(np.float16)}
            names[family] = {"labels": softmax.labels, "temperature": softmax.temperature}
        np.savez(folder / _WEIGHTS, **arrays)
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> "Model":
        """Read what save wrote. Raises FileNotFoundError when it is not there."""
        names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        grams = [Grams(tuple(known), tuple(values)) for known, values in names.pop("grams")]
        softmaxes = {}
        with np.load(folder / _WEIGHTS, allow_pickle=False) as weights:
            for family, told in names.items():
                bias = weights[f"{family}bias"]
                dense, sparse = (
                    weights[f"{family}{block}"] * (
                        weights[f"{family}{block}_largest"].astype(np.float32) / _steps(family)[block]
                    )
                    for block in ("dense", "sparse")
                )
                softmaxes[family] = Softmax(tuple(told["labels"]), dense, sparse, bias, told["temperature"])
        told, acts = softmaxes.pop(_TOLD, None), softmaxes.pop(_ACTS, None)
        return cls(Featurizer(embedder(), grams), softmaxes.pop(_ALL), told=told, acts=acts, families=softmaxes)


def family_of(name: str) -> str:
    """What Rasa's domain calls an intent: `faq` of `faq/auto_close`, any other by its name."""
    return name.partition("/")[0]


def _steps(family: str) -> Mapping[str, int]:
    """In how many steps the weights of a weighing are kept, by their block."""
    return _FEWER if family == _ACTS else _STEPS


def _in_steps(weights: Matrix, steps: int) -> tuple[npt.NDArray[np.int8], Matrix]:
    """Each row as whole numbers up to `steps`, and what so many steps stand for, of shape (rows, 1)."""
    largest = np.maximum(np.abs(weights).max(axis=1, keepdims=True), np.float32(1e-4))
    return np.rint(weights / largest * steps).astype(np.int8), largest


def _told(chance: float, group: Optional[str]) -> dict[str, Any]:
    return {TELLS: round(chance, 3), IS_TOLD: is_told(chance, group)}


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
            "iterations": 16,
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
        names = [str(message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)) for message in examples]
        if len(set(names)) > 1:
            self._model = self._fit([canonical(message.get(TEXT)) for message in examples], names)
            with self._model_storage.write_to(self._resource) as folder:
                self._model.save(folder)
        return self._resource

    def _fit(self, texts: Sequence[str], names: Sequence[str]) -> Model:
        featurizer = Featurizer(embedder())
        rows = featurizer.fit(texts)
        strength, iterations = float(self._config["strength"]), int(self._config["iterations"])
        softmax = fit_calibrated(rows, [family_of(name) for name in names], strength, iterations)
        families = {}
        for family in sorted({family_of(name) for name in names if name != family_of(name)}):
            members = np.array([row for row, name in enumerate(names) if family_of(name) == family])
            named = [names[row] for row in members]
            families[family] = fit_calibrated(rows.rows(members), named, strength, iterations)
        told, acts = fit_told(featurizer, strength, iterations), fit_acts(featurizer, iterations)
        return Model(featurizer, softmax, families, told, acts)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and intent_ranking of each message, its clauses, and `asks` where it holds more than one ask."""
        for message in messages:
            self._read(message, message.get(TEXT) or "")
        return messages

    def _read(self, message: Message, text: str) -> None:
        meant, parts = canonical(text), parts_of(canonical(text))
        spans = clauses(normalise(text))
        alone = [canonical(text[start:end]) for start, end in spans] if len(spans) > 1 else []
        every = list(dict.fromkeys([meant, *parts.texts, *alone]))  # one text is read once
        readings = dict(zip(every, self._model.read(every) if self._model else [([], 0.0) for _ in every], strict=True))
        asks = self._several(parts, [readings[part][0] for part in parts.texts])
        entities = message.get(ENTITIES, [])
        decided = asks[0] if asks else self._decide(text, entities, readings[meant][0])
        told = [{"name": name, "confidence": chance} for name, chance in decided[: self._config["ranking_length"]]]
        self._set_intent(message, *decided[0])
        message.set("intent_ranking", told, add_to_output=True)
        message.set(ASKS, [ask[0][0] for ask in asks[1:]], add_to_output=True)
        acts = self._model.do(clause_texts(text, spans)) if self._model else [{} for _ in spans]
        read = [
            {**self._clause(text, span, entities, *readings[each]), ACTS: does}
            for span, each, does in zip(spans, alone, acts, strict=False)
        ]
        message.set(CLAUSES, read, add_to_output=True)
        message.set(ACTS, acts[0] if len(acts) == 1 else {}, add_to_output=True)
        for key, value in _told(readings[meant][1], told_class(text)).items():
            message.set(key, value, add_to_output=True)
        message.set(PLAIN, correct(normalise(text)), add_to_output=True)

    @staticmethod
    def _set_intent(message: Message, name: str, confidence: float) -> None:
        """As Rasa tells them: of a retrieval intent the family, its full name where a ResponseSelector would tell it."""
        message.set(INTENT, {"name": family_of(name), "confidence": confidence}, add_to_output=True)
        if name != family_of(name):
            response = {"intent_response_key": name, "utter_action": f"utter_{name}", "confidence": confidence}
            message.set(RESPONSE_SELECTOR, {family_of(name): {"response": response}}, add_to_output=True)

    def _clause(
        self, text: str, span: tuple[int, int], entities: list[dict[str, Any]], ranking: Ranking, tells: float
    ) -> dict[str, Any]:
        """What a clause would mean alone: `start`, `end` and its ranking, the fallback on top where it is unsure."""
        start, end = span
        inside = [
            {**each, "start": each["start"] - start, "end": each["end"] - start}
            for each in entities if start <= each["start"] and each["end"] <= end
        ]
        decided = self._decide(text[start:end], inside, ranking)[:_OF_A_CLAUSE]
        ranked = [{"name": name, "confidence": sure} for name, sure in decided]
        group = told_class(text[start:end])
        return {"start": start, "end": end, "ranking": ranked, "told_class": group, **_told(tells, group)}

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
        (name, best), (other, second) = ranking[0], ranking[1]
        if name == OUT_OF_SCOPE:
            return False
        outside = dict(ranking).get(OUT_OF_SCOPE, 0.0)
        return bool(
            best < self._config["threshold"]
            or best - outside < self._config["margin"]
            or (best - second < self._config["ambiguity"] and {name, other} not in _EITHER_SERVES)
        )
