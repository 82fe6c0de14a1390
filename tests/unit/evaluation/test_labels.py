import json
from pathlib import Path
from typing import Any

import pytest

from shouhou.evaluation.labels import Label, LabelError, Span, read_labels

INTENTS = {"affirm", "inform"}
GOOD = {"text": "好", "intent": "affirm"}


def written(folder: Path, *lines: Any) -> Path:
    file = folder / "labels.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return file


def test_a_line_needs_no_more_than_text_and_intent(tmp_path: Path) -> None:
    assert read_labels([written(tmp_path, GOOD)], INTENTS) == [Label("好", "affirm")]


def test_spans_style_and_value_are_read(tmp_path: Path) -> None:
    span = {"entity": "date", "start": 0, "end": 2, "value": "昨天", "optional": True, "norm": "2026-11-22"}
    line = {"text": "昨天的", "intent": "inform", "entities": [span], "style": "short", "source": "somewhere"}
    assert read_labels([written(tmp_path, line)], INTENTS) == [
        Label("昨天的", "inform", (Span("date", 0, 2, True, "2026-11-22"),), "short")
    ]


def test_further_right_intents_and_the_one_before_the_scope_widened_are_read(tmp_path: Path) -> None:
    lines = [{**GOOD, "alt": ["inform"], "was": "out_of_scope"}, {**GOOD, "alt": "inform", "was": None}]
    one, other = read_labels([written(tmp_path, *lines)], INTENTS)
    (gone,) = read_labels([written(tmp_path, {**GOOD, "alt": ["bought", "inform"]})], INTENTS)
    assert gone.right == ("affirm", "inform")
    assert one.right == other.right == ("affirm", "inform")
    assert (one.was, other.was) == ("out_of_scope", None)


def test_pairs_of_two_files_are_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    files = [written(tmp_path / name, {**GOOD, "pair": "1"}) for name in ("a", "b")]
    one, other = read_labels(files, INTENTS)
    assert one.pair is not None and one.pair != other.pair


def test_a_byte_order_mark_blank_lines_and_unicodes_own_line_ends_are_no_errors(tmp_path: Path) -> None:
    file = written(tmp_path, "\ufeff" + json.dumps(GOOD), "", {**GOOD, "text": "好\u2028的\x85"})
    assert [label.text for label in read_labels([file], INTENTS)] == ["好", "好\u2028的\x85"]


@pytest.mark.parametrize(
    "line, told",
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        ({"intent": "affirm"}, "'text' is missing"),
        ({"text": "好"}, "'intent' is missing"),
        ({"text": 1, "intent": "affirm"}, "text is not a string"),
        ({"text": "好", "intent": "buy"}, "the domain has no intent 'buy'"),
        ({**GOOD, "alt": [1]}, "alt is not a list of intents"),
        ({**GOOD, "was": 1}, "was is not a string"),
        ({**GOOD, "entities": {}}, "entities is not a list"),
        ({**GOOD, "entities": ["date"]}, "an entity is not an object"),
        ({**GOOD, "entities": [{"entity": "date", "start": 0}]}, "'end' is missing"),
        ({**GOOD, "entities": [{"entity": "date", "start": 0, "end": 2}]}, "the date from 0 to 2 does not stand"),
        ({**GOOD, "entities": [{"entity": "date", "start": "0", "end": 1}]}, "the date from '0' to 1"),
    ],
)
def test_an_unreadable_line_is_named(tmp_path: Path, line: Any, told: str) -> None:
    with pytest.raises(LabelError, match=r"labels\.jsonl:2: ") as error:
        read_labels([written(tmp_path, GOOD, line)], INTENTS)
    assert told in str(error.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"missing\.jsonl: No such file"):
        read_labels([tmp_path / "missing.jsonl"], INTENTS)
    (tmp_path / "other.jsonl").write_bytes("好".encode("gb18030"))
    with pytest.raises(LabelError, match=r"other\.jsonl: not UTF-8"):
        read_labels([tmp_path / "other.jsonl"], INTENTS)
    with pytest.raises(LabelError, match="holds no sentences"):
        read_labels([written(tmp_path, "")], INTENTS)


def test_a_type_of_request_may_be_named_as_the_desk_names_it(tmp_path: Path) -> None:
    span = {"entity": "request_type", "start": 0, "end": 2, "norm": "退货退款"}
    (label,) = read_labels([written(tmp_path, {"text": "退货", "intent": "inform", "entities": [span]})], INTENTS)
    assert label.spans[0].norm == "return_refund"


def test_a_clause_may_say_whether_it_tells_something_and_then_needs_no_intent(tmp_path: Path) -> None:
    (told,) = read_labels([written(tmp_path, {"text": "盒子压扁了", "tells": True})], INTENTS)
    assert told == Label("盒子压扁了", "", tells=True)
    with pytest.raises(LabelError, match="intent"):
        read_labels([written(tmp_path, {"text": "盒子压扁了", "tells": "yes"})], INTENTS)


def test_a_question_in_the_middle_of_a_talk_names_what_it_asks_about(tmp_path: Path) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_text('{"text": "行 运费谁出", "about": "ask_return_shipping", "start": 2, "end": 6}\n', encoding="utf-8")
    assert read_labels([path], []) == [Label("行 运费谁出", "", about="ask_return_shipping", asking=(2, 6))]
    path.write_text('{"text": "行", "about": "ask_why", "start": 0, "end": 6}\n', encoding="utf-8")
    with pytest.raises(LabelError, match=r"asked\.jsonl:1"):
        read_labels([path], [])
