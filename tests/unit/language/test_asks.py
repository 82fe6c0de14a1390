from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from shouhou.language.around import Ranking
from shouhou.language.asks import LONGEST, parts_of
from shouhou.language.intent import FALLBACK, IntentClassifier
from shouhou.language.intent_model import Acts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("还能撤销几次,另外怎么投诉", ("还能撤销几次", "怎么投诉")),
        ("怎么投诉 顺便问一下运费谁出", ("怎么投诉", "运费谁出")),
        ("我要退货,还有就是钱几天到账", ("我要退货", "钱几天到账")),
        ("退款几天到账?对了,你们几点下班?", ("退款几天到账", "你们几点下班")),
    ],
)
def test_words_that_announce_a_further_ask_part_a_message(text: str, parts: tuple[str, ...]) -> None:
    found = parts_of(text)
    assert found.joined and found.texts == parts


def test_two_questions_without_such_words_are_parted_at_their_stops() -> None:
    found = parts_of("退款几天到账?运费谁出?")
    assert not found.joined and found.texts == ("退款几天到账", "运费谁出")


@pytest.mark.parametrize(
    "text", ["我还有几次撤销机会", "撤销了,还有机会吗", "屏幕碎了,我要退货", "怎么投诉", "", "?", "a" * (LONGEST + 1)]
)
def test_one_ask_is_not_parted(text: str) -> None:
    assert parts_of(text).texts == ()


class Sure:
    """Ranks each text by what the test says of it."""

    def __init__(self, chances: dict[str, tuple[str, float]]) -> None:
        self._chances = chances

    def read(self, texts: list[str], clauses: list[str]) -> tuple[
        list[tuple[Ranking, float]], list[Acts], list[Ranking]
    ]:
        rankings = [self._ranking(*self._chances.get(text, ("greet", 0.01))) for text in texts]
        return [(ranking, 0.0) for ranking in rankings], [{} for _ in clauses], [[] for _ in clauses]

    @staticmethod
    def _ranking(name: str, chance: float) -> Ranking:
        return [(name, chance), ("thank", (1 - chance) / 2), ("out_of_scope", 0.0)]


@pytest.fixture
def asks_in(tmp_path: Any) -> Any:
    def parse(text: str, **chances: tuple[str, float]) -> tuple[str, list[str]]:
        storage, context = LocalModelStorage(tmp_path), ExecutionContext(GraphSchema({}))
        config = IntentClassifier.get_default_config()
        component = IntentClassifier.create(config, storage, Resource("intent"), context)
        component._model = Sure(chances)  # type: ignore[assignment]
        message = component.process([Message(data={"text": text})])[0]
        return message.get("intent")["name"], message.get("asks")

    return parse


def test_a_message_with_two_asks_has_an_intent_and_a_further_ask(asks_in: Any) -> None:
    found = asks_in(
        "还能撤几次，另外怎么投诉", 还能撤几次=("ask_cancellations_left", 0.7), 怎么投诉=("ask_how_to_complain", 0.6)
    )
    assert found == ("ask_cancellations_left", ["ask_how_to_complain"])


def test_a_write_comes_first_so_that_its_form_begins(asks_in: Any) -> None:
    found = asks_in(
        "运费谁出，另外我要退货", 运费谁出=("ask_return_shipping", 0.9), 我要退货=("request_aftersales", 0.9)
    )
    assert found == ("request_aftersales", ["ask_return_shipping"])


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("运费谁出，另外怎么投诉", ("ask_return_shipping", 0.9), ("ask_how_to_complain", 0.3)),  # not sure enough
        ("运费谁出，另外怎么投诉", ("ask_return_shipping", 0.9), ("ask_return_shipping", 0.9)),  # the same ask again
        ("运费谁出，另外怎么投诉", ("file_complaint", 0.9), ("ask_how_to_complain", 0.9)),  # one ask said two ways
        ("运费谁出，另外怎么投诉", ("greet", 0.9), ("ask_how_to_complain", 0.9)),  # no ask
        ("运费谁出，另外怎么投诉", ("request_aftersales", 0.9), ("cancel_aftersales", 0.9)),  # two writes at once
        ("运费谁出？怎么投诉？", ("ask_return_shipping", 0.6), ("ask_how_to_complain", 0.6)),  # unannounced
    ],
)
def test_what_is_not_surely_two_asks_is_read_as_one(
    asks_in: Any, text: str, first: tuple[str, float], second: tuple[str, float]
) -> None:
    intent, further = asks_in(text, 运费谁出=first, 怎么投诉=second)
    assert further == [] and intent == FALLBACK
