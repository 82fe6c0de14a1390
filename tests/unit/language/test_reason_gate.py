import pytest
from rasa.shared.nlu.training_data.message import Message

from shouhou.language.reason_gate import ReasonGate

REASON, DATE = {"entity": "reason", "start": 0, "end": 2}, {"entity": "date", "start": 3, "end": 5}


@pytest.mark.parametrize(
    ("intent", "asks", "kept"),
    [
        ("inform", [], [REASON, DATE]),
        ("nlu_fallback", [], [REASON, DATE]),
        ("thank", [], [DATE]),
        ("thank", ["inform"], [REASON, DATE]),
    ],
)
def test_a_reason_stays_where_the_intent_may_have_one(intent: str, asks: list[str], kept: list[object]) -> None:
    data = {"text": "坏了 昨天", "entities": [REASON, DATE], "intent": {"name": intent}, "asks": asks}
    (message,) = ReasonGate(frozenset({"inform"})).process([Message(data=data)])
    assert message.get("entities") == kept
