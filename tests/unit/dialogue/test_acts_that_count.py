"""Which of the learned acts a message keeps."""

from typing import Any

import pytest

from shouhou.dialogue.message import Message, read_message

ACTS = {"summary": [["yes", 0.95], ["chat", 0.03]]}


def message(text: str, **metadata: Any) -> Message:
    part = {"start": 0, "end": len(text), "ranking": [], "acts": ACTS}
    return read_message({"text": text, "acts": ACTS, "clauses": [part], "metadata": metadata})


def test_what_is_typed_keeps_all_of_them() -> None:
    said = message("批准")
    assert said.whole.does("yes", "summary") == said.clauses[0].does("yes", "summary") == 0.95


@pytest.mark.parametrize("text", ["/affirm", "／affirm", ' /affirm{"a": 1}', "{affirm}"])
def test_a_typed_intent_does_nothing(text: str) -> None:
    said = message(text)
    assert not said.whole.acts and not said.clauses[0].acts


def test_what_was_heard_by_a_machine_is_no_learned_yes() -> None:
    said = message("批准", heard=True)
    assert said.whole.does("yes", "summary") == said.clauses[0].does("yes", "summary") == 0.0
    assert said.clauses[0].does("chat", "summary") == 0.03
