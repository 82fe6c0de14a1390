"""The graph component that finds order numbers, dates, goods, reasons and the other entities of a message."""

import zlib
from datetime import date, datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from shouhou.language.amounts import find_amounts
from shouhou.language.codes import find_codes, find_phone_tails
from shouhou.language.dates import find_days
from shouhou.language.homophones import correct
from shouhou.language.normalise import normalise
from shouhou.language.phrases import find_anger, find_later, find_order_refs
from shouhou.language.portions import find_pieces, find_shares
from shouhou.language.products import find_products
from shouhou.language.reason_class import told_class
from shouhou.language.reason_spans import REASON, trimmed
from shouhou.language.reasons import ReasonTagger
from shouhou.language.request_types import find_request_types
from shouhou.language.sources import sources_digest
from shouhou.language.spans import Mention, settle

SHOP_ZONE = ZoneInfo("Asia/Shanghai")
MAX_CHARACTERS = 2000
_MODEL = "reasons.crf"
TOLD_CLASS = "told_reason_class"  # of a message that as a whole answers the question for a reason
# Intents whose unmarked sentences border on reasons; of the other intents every n-th sentence is learned from.
_REASON_INTENTS = ("inform", "request_aftersales")
_EVERY = 12


def find_mentions(text: str, today: date, tagger: ReasonTagger) -> list[Mention]:
    """Everything found in a text of any form, in text order, without overlaps but for pieces in a reason. `today` is the day it was said on."""
    text = normalise(text[:MAX_CHARACTERS])
    meant = correct(text)  # for the words of the desk alone: dates and reasons stay as the buyer wrote them
    days = [Mention("date", day.start, day.end, day.value) for day in find_days(text, today)]
    numbers = settle([*find_codes(text), *find_amounts(text), *find_shares(text)])
    sure = settle([*numbers, *days, *find_phone_tails(meant, numbers), *find_order_refs(text), *find_later(text)])
    types, goods, anger = list(find_request_types(meant)), list(find_products(meant)), list(find_anger(meant))
    stretches = (trimmed(text, reason, [*types, *goods]) for reason in tagger.find(text))
    # The longer first: a part that was taken for a reason of its own is covered by what is wrong with it.
    reasons = sorted(filter(None, stretches), key=lambda reason: reason.start - reason.end)
    found = settle([*sure, *reasons, *types, *goods, *anger])
    # Pieces may stand inside a reason (坏了一只): both are told.
    taken = [each for each in found if each.kind != REASON]
    pieces = (each for each in settle(find_pieces(text)) if not any(each.overlaps(other) for other in taken))
    return sorted([*found, *pieces], key=lambda mention: mention.start)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntityExtractor(GraphComponent, EntityExtractorMixin):
    """Sets a message's entities; offsets are those of the buyer's own text, which stays as it is."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, tagger: ReasonTagger) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._tagger = tagger

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings but the digest that makes a change of code or tables retrain."""
        return {"sources": sources_digest()}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EntityExtractor":
        """An untrained extractor: it finds everything but reasons."""
        return cls(model_storage, resource, ReasonTagger())

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "EntityExtractor":
        """The extractor of a trained model; an untrained one if the model holds no reasons."""
        component = cls.create(config, model_storage, resource, execution_context)
        try:
            with model_storage.read_from(resource) as folder:
                component._tagger.open(folder / _MODEL)
        except ValueError:
            pass
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn reasons from the marked examples; without any, the extractor works without them."""
        examples = [each for each in training_data.nlu_examples if each.get(TEXT) and _teaches_reasons(each)]
        texts = [normalise(message.get(TEXT)) for message in examples]
        spans = [
            [(mark["start"], mark["end"]) for mark in message.get(ENTITIES, []) if mark["entity"] == REASON]
            for message in examples
        ]
        if any(spans):
            with self._model_storage.write_to(self._resource) as folder:
                self._tagger.train(texts, spans, folder / _MODEL)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the entities of each message, and the class of reason that its words as a whole tell."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = [self._entity(text, mention) for mention in find_mentions(text, _said_on(message), self._tagger)]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
            message.set(TOLD_CLASS, told_class(text), add_to_output=True)
        return messages

    def _entity(self, text: str, mention: Mention) -> dict[str, Any]:
        value = _own_words(text, mention) if mention.kind == REASON else mention.value
        entity = {
            "entity": mention.kind,
            "start": mention.start,
            "end": mention.end,
            "value": value,
            "extractor": type(self).__name__,
        }
        if mention.group is not None:
            entity["group"] = mention.group
        if mention.confidence is not None:
            entity["confidence_entity"] = mention.confidence
        return entity


def _own_words(text: str, reason: Mention) -> str:
    """A reason's value as the buyer wrote it: normalising keeps each character's place."""
    start = normalise(text).rfind(reason.value, 0, reason.start + len(reason.value))
    return text[start : start + len(reason.value)]


def _teaches_reasons(message: Message) -> bool:
    """Of the sentences without a reason a part is enough: training is three times faster, and finds more.

    Which part, their own words decide: a sentence added elsewhere changes nothing of what is learned from the others.
    """
    marked = any(mark["entity"] == REASON for mark in message.get(ENTITIES, []))
    return marked or message.get(INTENT) in _REASON_INTENTS or (
        zlib.crc32(message.get(TEXT).encode()) % _EVERY == 0
    )


def _said_on(message: Message) -> date:
    """The shop's calendar day on which the message was said: its metadata's `at`, else now."""
    at = (message.get("metadata") or {}).get("at")
    try:
        moment = datetime.fromisoformat(str(at).replace("Z", "+00:00")) if at else datetime.now(timezone.utc)
    except ValueError:
        moment = datetime.now(timezone.utc)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHOP_ZONE)
    return moment.astimezone(SHOP_ZONE).date()
