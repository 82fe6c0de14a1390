"""The graph component that says what the buyer wants."""

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, RESPONSE_SELECTOR, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from shouhou.language.acts import clause_texts, fit_acts
from shouhou.language.around import Ranking
from shouhou.language.asked import fit_asked
from shouhou.language.asks import Parts, parts_of
from shouhou.language.bare import is_bare_fact
from shouhou.language.calibrate import fit_calibrated
from shouhou.language.clauses import clauses
from shouhou.language.embed import embedder
from shouhou.language.features import Featurizer, canonical
from shouhou.language.homophones import correct
from shouhou.language.intent_model import Acts, Model, family_of
from shouhou.language.normalise import normalise
from shouhou.language.reason_class import told_class
from shouhou.language.sources import sources_digest
from shouhou.language.told import fit_told, is_told

FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
INFORM = "inform"
ASKS = "asks"  # the message's further asks, beside its intent
PLAIN = "plain"  # the text in its normal form, spelled as meant, of the same length
# How likely the text tells the merchant something of the matter, and whether it is held to; also of each clause.
TELLS, IS_TOLD = "tells", "is_told"
ACTS = "acts"  # what a clause does, by the place where the talk stands: see acts.py
ASKED = "asked"  # what it would ask about: see asked.py
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
        return Model(featurizer, softmax, families, told, acts, fit_asked(featurizer, iterations))

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
        said = clause_texts(text, spans)
        nothing: tuple[list[tuple[Ranking, float]], list[Acts], list[Ranking]] = (
            [([], 0.0) for _ in every], [{} for _ in said], [[] for _ in said]
        )
        read_so, acts, asked = self._model.read(every, said) if self._model else nothing
        readings = dict(zip(every, read_so, strict=True))
        asks = self._several(parts, [readings[part][0] for part in parts.texts])
        entities = message.get(ENTITIES, [])
        decided = asks[0] if asks else self._decide(text, entities, readings[meant][0])
        told = [{"name": name, "confidence": chance} for name, chance in decided[: self._config["ranking_length"]]]
        self._set_intent(message, *decided[0])
        message.set("intent_ranking", told, add_to_output=True)
        message.set(ASKS, [ask[0][0] for ask in asks[1:]], add_to_output=True)
        read = [
            {**self._clause(text, span, entities, *readings[each]), ACTS: does, ASKED: about}
            for span, each, does, about in zip(spans, alone, acts, asked, strict=False)
        ]
        message.set(CLAUSES, read, add_to_output=True)
        message.set(ACTS, acts[0] if len(acts) == 1 else {}, add_to_output=True)
        message.set(ASKED, asked[-1] if asked else [], add_to_output=True)
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
