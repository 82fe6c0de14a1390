from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sentences import EXAMPLES
from sklearn.feature_extraction.text import TfidfVectorizer

from shouhou.language.calibrate import calibrated
from shouhou.language.embed import MAX_CHARACTERS, Embedded, embedder
from shouhou.language.features import SHARES, Features, Featurizer, canonical, last_clause
from shouhou.language.intent import FALLBACK, IntentClassifier
from shouhou.language.intent_model import Model
from shouhou.language.softmax import fit_softmax

Parse = Callable[..., Message]
Examples = list[tuple[str, str]]


def temperature(rows: Features, names: list[str]) -> float:
    model = calibrated(rows, names, 3.0, 20)
    assert model is not None
    return model.temperature


class Letters:
    """An embedder for tests: how often each of 32 buckets of characters occurs."""

    def encode(self, texts: Any) -> Embedded:
        rows = np.zeros((len(texts), 32), dtype=np.float32)
        for row, text in enumerate(texts):
            for char in text:
                rows[row, ord(char) % 32] += 1
        rows /= np.maximum(1, np.linalg.norm(rows, axis=1, keepdims=True))
        return Embedded(rows, rows)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我要申请退款", "request_aftersales"),
        ("客服什么时候上班", "ask_service_hours"),
        ("您好呀", "greet"),
        ("放首音乐", "out_of_scope"),
        ("我要退貨", "request_aftersales"),
        ("拉链坏了", "inform"),
    ],
)
def test_a_sentence_near_the_examples_gets_their_intent(parse: Parse, text: str, intent: str) -> None:
    assert parse(text).get("intent")["name"] == intent


@pytest.mark.parametrize(
    "text",
    [
        "261201-123456789012345",
        "订单号是ORD-1001",
        "ORD-1001 8888",
        "尾号1234",
        "1234",
        "顺丰 SF1234567890123",
        "上周三",
        "退货退款",
        "仅退款",
        "最后一个",
        "第二个",
        "AS261201-ABCD1234",
        "13800001111",
        "２６１２０１－１２３４５６７８９０１２３４５。",
    ],
)
def test_a_bare_fact_informs_whatever_the_classifier_says(parse: Parse, text: str) -> None:
    assert parse(text).get("intent") == {"name": "inform", "confidence": 1.0}


@pytest.mark.parametrize("text", ["我要退货", "上周三能退吗", "ORD-1001怎么还没到", "退我钱", "退钱", "少的补给我"])
def test_a_fact_with_an_ask_around_it_is_not_bare(parse: Parse, text: str) -> None:
    assert parse(text).get("intent") != {"name": "inform", "confidence": 1.0}


def test_when_unsure_the_fallback_stands_above_the_kept_ranking(trained: Any) -> None:
    classifier = trained.components[1]
    ranking = [("greet", 0.4), ("out_of_scope", 0.38), ("inform", 0.22)]
    assert classifier._decide("嗯哼", [], ranking) == [(FALLBACK, 0.6), *ranking]
    assert classifier._decide("嗯哼", [], [("greet", 0.9), ("out_of_scope", 0.1)])[0] == ("greet", 0.9)
    assert classifier._decide("嗯哼", [], [("out_of_scope", 0.2), ("greet", 0.19)])[0] == ("out_of_scope", 0.2)


def test_two_that_are_answered_alike_need_no_question_back(trained: Any) -> None:
    classifier = trained.components[1]
    alike = [("request_missing_part", 0.5), ("inform", 0.49), ("out_of_scope", 0.01)]
    apart = [("affirm", 0.5), ("deny", 0.49), ("out_of_scope", 0.01)]
    classifier._config["ambiguity"], before = 0.03, classifier._config["ambiguity"]
    assert classifier._decide("少个盖子", [], alike)[0] == alike[0]
    assert classifier._decide("少个盖子", [], apart)[0][0] == FALLBACK
    classifier._config["ambiguity"] = before


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\ud800"])
def test_nothing_to_read_is_not_understood(parse: Parse, text: str) -> None:
    assert parse(text).get("intent")["name"] == FALLBACK


def test_the_ranking_falls_and_adds_up_to_one(trained: Any, examples: Examples) -> None:
    ranking = trained.components[1]._model.rank(["我要退货"])[0]
    chances = [chance for _, chance in ranking]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1.0, abs=1e-5)
    assert {name for name, _ in ranking} == {intent for _, intent in examples}


def test_training_twice_gives_the_same_model(examples: Examples) -> None:
    texts, names = zip(*examples, strict=True)
    first, second = (fit_softmax(Featurizer(Letters()).fit(texts), names, 3.0, 30) for _ in range(2))
    assert np.array_equal(first.dense, second.dense)
    assert np.array_equal(first.sparse, second.sparse)


def test_a_saved_model_ranks_as_before(tmp_path: Path, trained: Any) -> None:
    model = trained.components[1]._model
    model.save(tmp_path)
    assert Model.open(tmp_path).rank(["我要退货", "你好"]) == model.rank(["我要退货", "你好"])


def test_a_byte_for_each_weight_changes_no_confidence_by_two_hundredths(tmp_path: Path, examples: Examples) -> None:
    texts, names = zip(*examples, strict=True)
    featurizer = Featurizer(Letters())
    rows = featurizer.fit([canonical(text) for text in texts])
    softmax = fit_softmax(rows, names, 5.0, 40)
    Model(featurizer, softmax).save(tmp_path)
    apart = np.abs(Model.open(tmp_path).softmax.probabilities(rows) - softmax.probabilities(rows))
    assert 0 < apart.max() < 0.02


def test_without_examples_every_message_is_not_understood(tmp_path: Path) -> None:
    storage, resource, context = LocalModelStorage(tmp_path), Resource("intent"), ExecutionContext(GraphSchema({}))
    config = IntentClassifier.get_default_config()
    IntentClassifier.create(config, storage, resource, context).train(TrainingData([]))
    classifier = IntentClassifier.load(config, storage, resource, context)
    message = Message(data={"text": "我要退货"})
    classifier.process([message])
    assert message.get("intent") == {"name": FALLBACK, "confidence": 1.0}


FAQS = {
    "faq/huabei": ["花呗付的退到哪", "花呗还款日到了还没退", "用花呗买的怎么退", "花呗分期退款", "花呗恢复吗"],
    "faq/packaging_gone": ["盒子扔了能退吗", "包装拆了还能退不", "外包装没了怎么退", "箱子丢掉了行不行", "没包装能退"],
    "faq/gift_receiver": ["别人送的能退吗", "礼物能换吗", "收礼的人怎么退", "送人的东西坏了找谁", "朋友送的咋换"],
}


def classifier_of(folder: Path, examples: dict[str, list[str]]) -> IntentClassifier:
    """Trained on examples as Rasa reads them from YAML, and loaded again."""
    storage, resource, context = LocalModelStorage(folder), Resource("intent"), ExecutionContext(GraphSchema({}))
    config = {**IntentClassifier.get_default_config(), "threshold": 0.2, "margin": 0.05}
    messages = [Message.build(text=text, intent=intent) for intent, texts in examples.items() for text in texts]
    IntentClassifier.create(config, storage, resource, context).train(TrainingData(messages))
    return IntentClassifier.load(config, storage, resource, context)


def read_by(classifier: IntentClassifier, text: str) -> Message:
    return classifier.process([Message(data={"text": text})])[0]


def test_a_retrieval_intent_is_told_as_rasa_tells_it_and_ranked_by_its_full_name(tmp_path: Path) -> None:
    message = read_by(classifier_of(tmp_path, EXAMPLES | FAQS), "我是花呗付的怎么退")
    assert message.get("intent")["name"] == "faq"
    first = message.get("intent_ranking")[0]
    assert first["name"] == "faq/huabei"
    assert message.get("intent")["confidence"] == first["confidence"]
    told = message.get("response_selector")["faq"]["response"]
    assert told == {
        "intent_response_key": "faq/huabei",
        "utter_action": "utter_faq/huabei",
        "confidence": first["confidence"],
    }


def test_the_flat_ranking_of_all_members_falls_and_adds_up_to_one(tmp_path: Path) -> None:
    ranking = classifier_of(tmp_path, EXAMPLES | FAQS)._model.rank(["盒子没了"])[0]  # type: ignore[union-attr]
    chances = [chance for _, chance in ranking]
    assert {name for name, _ in ranking} == {*EXAMPLES, *FAQS}
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1.0, abs=1e-5)


def test_an_ordinary_intent_leaves_no_selected_response(tmp_path: Path) -> None:
    message = read_by(classifier_of(tmp_path, EXAMPLES | FAQS), "您好")
    assert message.get("intent")["name"] == "greet"
    assert message.get("response_selector") is None


def test_a_family_of_one_member_needs_no_second_choice(tmp_path: Path) -> None:
    one = {"faq/huabei": FAQS["faq/huabei"] * 2}
    message = read_by(classifier_of(tmp_path, EXAMPLES | one), "花呗付的退到哪里")
    assert message.get("response_selector")["faq"]["response"]["intent_response_key"] == "faq/huabei"


def test_retrieval_intents_alone_are_told_apart(tmp_path: Path) -> None:
    message = read_by(classifier_of(tmp_path, FAQS), "朋友送的东西不合适")
    assert message.get("intent_ranking")[0]["name"] == "faq/gift_receiver"


def test_a_clause_names_retrieval_intents_in_full(tmp_path: Path) -> None:
    message = read_by(classifier_of(tmp_path, EXAMPLES | FAQS), "您好。盒子扔了还能退吗。")
    assert [each["ranking"][0]["name"] for each in message.get("clauses")] == ["greet", "faq/packaging_gone"]


def test_families_are_saved_too(tmp_path: Path) -> None:
    model = classifier_of(tmp_path, EXAMPLES | FAQS)._model
    assert model is not None
    model.save(tmp_path)
    assert Model.open(tmp_path).rank(["花呗退哪"]) == model.rank(["花呗退哪"])


def test_a_stronger_fit_follows_its_examples_more_closely(examples: Examples) -> None:
    texts, names = zip(*examples, strict=True)
    rows = Featurizer(Letters()).fit(texts)
    weak, strong = (
        fit_softmax(rows, names, strength, 100).probabilities(rows).max(axis=1).mean() for strength in (0.1, 10)
    )
    assert strong > weak


def test_a_temperature_comes_from_held_back_examples() -> None:
    names = ["a", "b"] * 30
    texts = ["甲乙", "丙丁"] * 30
    rows = Featurizer(Letters()).fit(texts)
    assert temperature(rows, names) < 1.0
    noisy = ["a", "b", "b", "a"] * 15
    assert temperature(rows, noisy) > 1.0
    assert calibrated(Featurizer(Letters()).fit(["甲乙", "甲丙"]), ["a", "b"], 3.0, 20) is None


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("我的订单 261201-1234", "我的订单 1234"),
        ("啊啊啊啊啊啊", "啊啊啊"),
        ("拼多多怎么退貨", "平台怎么退货"),
        (" 退\n款 ", "退 款"),
    ],
)
def test_numbers_stretches_and_the_platforms_name_do_not_matter(text: str, seen: str) -> None:
    assert canonical(text) == seen


def test_long_texts_are_cut(parse: Parse) -> None:
    assert len(canonical("退货" * 1000)) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    ("text", "last"),
    [("东西坏了,怎么退", "怎么退"), ("退货吗。。", "退货吗"), ("好", "好"), ("嗯。", "嗯。"), ("", "")],
)
def test_the_last_clause_is_what_rambling_comes_to(text: str, last: str) -> None:
    assert last_clause(text) == last


def test_the_n_grams_weigh_as_scikit_learn_weighs_them_in_training_and_after(examples: Examples) -> None:
    texts = [canonical(text) for text, _ in examples]
    featurizer = Featurizer(Letters())
    trained = featurizer.fit(texts).sparse.toarray()
    known = featurizer.grams[0].names
    theirs = TfidfVectorizer(
        analyzer="char", ngram_range=(1, 4), sublinear_tf=True, lowercase=False, vocabulary=known, dtype=np.float32
    ).fit_transform(texts)
    assert np.allclose(trained[:, : len(known)], theirs.toarray() * SHARES.characters, atol=1e-6)
    assert np.allclose(featurizer.transform(texts).sparse.toarray(), trained, atol=1e-6)


def test_many_texts_are_embedded_as_each_by_itself() -> None:
    texts = [f"我买的第{number}件东西坏了要退" for number in range(600)]
    together = embedder().encode(texts)
    for row in (0, 255, 256, 599):
        alone = embedder().encode([texts[row]])
        assert np.allclose(together.meaning[row], alone.meaning[0], atol=1e-5)
        assert np.allclose(together.words[row], alone.words[0], atol=1e-5)


def test_no_text_is_no_row_of_either_view() -> None:
    rows = embedder().encode([])
    assert rows.meaning.shape[0] == rows.words.shape[0] == 0
    assert rows.words.shape[1] == embedder().encode(["退货"]).words.shape[1]
