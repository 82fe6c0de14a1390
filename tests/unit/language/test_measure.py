import json
from pathlib import Path
from typing import Any

import pytest

from shouhou.language.measure import Answer, entity_scores, macro_f1, read_labels, report


def answer(wanted: str, got: str, entities: Any = (), found: Any = (), style: str = "plain") -> Answer:
    label = {"text": "话", "intent": wanted, "entities": list(entities), "style": style}
    ranking = [{"name": got, "confidence": 0.9}, {"name": "greet", "confidence": 0.1}]
    return Answer(label, {"intent": ranking[0], "intent_ranking": ranking, "entities": list(found)}, 5.0)


def span(kind: str, start: int, end: int, optional: bool = False) -> dict[str, Any]:
    return {"entity": kind, "start": start, "end": end, "optional": optional}


def test_a_fallback_is_right_out_of_scope_and_wrong_inside() -> None:
    assert answer("out_of_scope", "nlu_fallback").right
    assert answer("out_of_scope", "out_of_scope").right
    assert not answer("deny", "nlu_fallback").right
    assert not answer("out_of_scope", "deny").right


def test_macro_f1_weighs_each_intent_alike() -> None:
    answers = [answer("deny", "deny")] * 3 + [answer("stop", "deny")]
    assert macro_f1(answers) == pytest.approx((6 / 7 + 0) / 2)


def test_optional_spans_are_neither_rewarded_nor_punished() -> None:
    marked = [span("date", 0, 2), span("date", 5, 7, optional=True)]
    assert entity_scores([answer("deny", "deny", marked, [span("date", 0, 2)])])["date"] == (1.0, 1.0, 1.0, 1)
    both = [span("date", 0, 2), span("date", 5, 6)]
    assert entity_scores([answer("deny", "deny", marked, both)])["date"] == (1.0, 1.0, 1.0, 1)


def test_a_wrong_span_costs_precision_and_recall() -> None:
    assert entity_scores([answer("deny", "deny", [span("date", 0, 2)], [span("date", 0, 3)])])["date"] == (
        0.0,
        0.0,
        0.0,
        1,
    )


def test_the_report_names_the_figures_and_the_surest_mistakes() -> None:
    answers = [answer("deny", "deny"), answer("stop", "deny", style="typo"), answer("out_of_scope", "out_of_scope")]
    lines = "\n".join(report(answers, worst=5))
    assert "accuracy 0.500" in lines
    assert "style typo: 0.000 of 1" in lines
    assert "recall 1.000" in lines
    assert "p50 5.0 ms" in lines
    assert "wrong: 话 | stop | deny 0.90" in lines


def test_an_unreadable_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text(json.dumps({"text": "好", "intent": "affirm"}) + "\n[1]\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"labels\.jsonl:2"):
        read_labels([file])
    file.write_text(json.dumps({"text": "好", "intent": "affirm"}) + "\n", encoding="utf-8")
    assert read_labels([file]) == [{"style": "", "entities": [], "text": "好", "intent": "affirm"}]
