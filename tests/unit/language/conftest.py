from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from shouhou.language.entities import EntityExtractor
from shouhou.language.intent import IntentClassifier

SAID_AT = "2026-12-23T10:00:00+08:00"
EXAMPLES = {
    "request_aftersales": [
        *("我要退货", "帮我退款", "给我换一个", "我想申请退货", "麻烦办理退款", "我要换货", "给我退了吧", "要求退款"),
        *("冰箱拉链坏了，我要换货", "裤子尺码不合适，想换一条", "手机屏幕碎了，退货", "昨天收到的，屏幕碎了，退款"),
        *("花了两百块，拉链坏了，退钱", "上周签收的箱子，拉链坏了，花了不少，换货"),
    ],
    "ask_service_hours": [
        *("客服几点上班", "电话几点有人接", "几点下班", "周末有人上班吗", "客服电话的时间", "你们几点到几点有人"),
    ],
    "greet": ["你好", "您好", "在吗", "有人吗", "哈喽", "亲在不在"],
    "out_of_scope": [
        *("今天天气怎么样", "讲个笑话", "这个多少钱", "有优惠券吗", "播放音乐", "明天去北京的机票", "什么时候发货"),
    ],
    "inform": ["屏幕碎了", "少了一件", "那个冰箱", "不想要了", "尺码不合适", "拉链坏了", "发错颜色", "有异味"],
}
REASONS = ("屏幕碎了", "少了一件", "不想要了", "尺码不合适", "拉链坏了", "发错颜色", "有异味")


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
