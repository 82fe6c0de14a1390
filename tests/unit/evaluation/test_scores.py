import pytest
from answers_made import answer

from shouhou.evaluation.answers import Answer, answer_of
from shouhou.evaluation.calibration import calibration_error, reliability
from shouhou.evaluation.figures import figures
from shouhou.evaluation.labels import Label, Span
from shouhou.evaluation.scores import (
    EntityScore,
    confusions,
    entity_scores,
    macro_f1,
    norms,
    pairs,
    rejection_curve,
    worst,
)

DATE = Span("date", 0, 2)


def test_a_fallback_is_right_out_of_scope_and_wrong_inside() -> None:
    assert answer("out_of_scope", "nlu_fallback").right
    assert answer("out_of_scope", "out_of_scope").right
    assert not answer("deny", "nlu_fallback").right
    assert not answer("out_of_scope", "deny").right


def test_further_right_intents_are_right_and_count_as_the_wanted_one() -> None:
    other = answer("deny", "stop", also=["stop", "goodbye"])
    assert other.right
    assert other.counted == "deny"
    assert not answer("deny", "thank", also=["stop"]).right
    assert macro_f1([other, answer("deny", "deny")]) == 1
    assert confusions([other]) == {("deny", "deny"): 1}
    assert worst([other]) == []
    assert calibration_error(reliability([answer("deny", "stop", also=["stop"], confidence=1.0)])) == 0


def test_what_may_as_well_be_out_of_scope_may_be_a_fallback() -> None:
    doubtful = answer("deny", "nlu_fallback", also=["out_of_scope"])
    assert doubtful.right
    assert figures([doubtful], 0)["false_fallback"] == 0
    assert answer("out_of_scope", "deny", also=["deny"]).right


def test_a_retrieval_intent_counts_by_its_full_name() -> None:
    ranking = [{"name": "faq/huabei", "confidence": 0.6}, {"name": "faq/pay_later", "confidence": 0.3}]
    parse = {"intent": {"name": "faq"}, "intent_ranking": ranking, "entities": []}
    assert answer_of(Label("花呗退哪", "faq/huabei"), parse, 1.0).right
    assert not answer_of(Label("花呗退哪", "faq/pay_later"), parse, 1.0).right


def test_what_came_into_scope_is_counted_apart_and_not_for_entities() -> None:
    answers = [
        answer("deny", "deny", [DATE], [DATE]),
        answer("request_invoice", "request_invoice", [DATE], was="out_of_scope"),
        answer("request_invoice", "nlu_fallback", was="out_of_scope"),
    ]
    measured = figures(answers, 0)
    assert measured["newly_in_scope"] == 2
    assert measured["newly_in_scope_accuracy"] == 0.5
    assert measured["intent_accuracy"] == measured["macro_f1"] == measured["entity_f1.date"] == 1
    assert measured["false_fallback"] == 0
    assert "newly_in_scope" not in figures(answers[:1], 0)


def test_what_rasa_says_is_read_and_an_empty_ranking_is_a_fallback() -> None:
    label = Label("昨天", "inform")
    entity = {"entity": "date", "start": 0, "end": 2, "value": "2026-11-22", "extractor": "E"}
    ranking = [{"name": "nlu_fallback", "confidence": 0.6}, {"name": "inform", "confidence": 0.4}]
    made = answer_of(label, {"intent_ranking": ranking, "entities": [entity]}, 1.0)
    assert (made.got, made.candidates) == ("nlu_fallback", (("inform", 0.4),))
    assert made.found == (Span("date", 0, 2, norm="2026-11-22"),)
    assert answer_of(label, {"intent_ranking": [], "entities": []}, 1.0).got == "nlu_fallback"


def test_macro_f1_weighs_each_intent_alike() -> None:
    answers = [answer("deny", "deny")] * 3 + [answer("stop", "deny")]
    assert macro_f1(answers) == pytest.approx((6 / 7 + 0) / 2)


def test_optional_spans_are_neither_rewarded_nor_punished() -> None:
    marked = [DATE, Span("date", 5, 7, optional=True)]
    for found in ([DATE], [DATE, Span("date", 5, 6)]):
        assert entity_scores([answer("deny", "deny", marked, found)]) == {"date": EntityScore(1.0, 1.0, 1.0, 1)}


def test_a_wrong_span_costs_precision_and_recall() -> None:
    scores = entity_scores([answer("deny", "deny", [DATE], [Span("date", 0, 3)])])
    assert scores == {"date": EntityScore(0.0, 0.0, 0.0, 1)}


def test_a_value_counts_where_its_span_was_found() -> None:
    marked = [Span("date", 0, 2, norm="2026-11-22"), Span("date", 3, 5, norm="2026-11-01"), Span("date", 6, 8)]
    found = [Span("date", 0, 2, norm="2026-11-22"), Span("date", 3, 5, norm="2025-11-01"), Span("date", 6, 8, norm="x")]
    assert norms([answer("deny", "deny", marked, found)]) == [True, False]


def test_a_pair_is_right_when_both_its_sides_are() -> None:
    answers = [
        *(answer("deny", "deny", pair="1"), answer("stop", "stop", pair="1")),
        *(answer("deny", "deny", pair="2"), answer("stop", "deny", pair="2")),
        *(answer("deny", "deny", pair="3"), answer("deny", "deny")),
    ]
    assert len(pairs(answers)) == 2
    assert figures(answers, 0)["minimal_pairs"] == 0.5


def test_the_surest_mistakes_come_first() -> None:
    answers = [answer("deny", "stop", confidence=0.5), answer("deny", "deny"), answer("deny", "stop", confidence=0.8)]
    assert [each.ranking[0][1] for each in worst(answers)] == [0.8, 0.5]


def test_a_confidence_that_is_kept_has_no_calibration_error() -> None:
    right, wrong = answer("deny", "deny", confidence=0.75), answer("deny", "stop", confidence=0.75)
    assert calibration_error(reliability([right, right, right, wrong])) == pytest.approx(0)
    assert calibration_error(reliability([wrong])) == pytest.approx(0.75)
    (certain,) = reliability([answer("deny", "deny", confidence=1.0)])
    assert (certain.low, certain.count, certain.right) == (0.9, 1, 1)


def test_a_larger_margin_rejects_more_of_both() -> None:
    curve = rejection_curve([answer("deny", "deny", confidence=0.9)], [answer("out_of_scope", "deny", confidence=0.3)])
    assert curve[0] == (0, 0)
    assert (0, 1) in curve
    assert curve[-1] == (1, 1)


def test_only_what_was_measured_is_a_figure() -> None:
    assert set(figures([answer("out_of_scope", "deny")], 2_500_000)) == {
        *("out_of_scope_recall", "calibration_error", "parse_p50_ms", "model_mb"),
    }
    measured = figures([answer("deny", "nlu_fallback", [DATE], style="typo")], 2_500_000)
    assert measured["false_fallback"] == 1
    assert measured["style_accuracy.typo"] == 0
    assert measured["entity_f1.date"] == 0
    assert measured["model_mb"] == 2.5
    assert "minimal_pairs" not in measured


def test_clauses_that_tell_something_count_in_no_figure_but_their_own() -> None:
    told, talk = Label("盒子压扁了", "", tells=True), Label("快点", "", tells=False)
    ranking = (("deny", 0.9), ("greet", 0.1))
    clauses = [Answer(told, ranking, (), 5.0, True), Answer(talk, ranking, (), 5.0, True)]
    assert figures(clauses, 0) == {"told_apart": 0.5}
    with_others = figures([*clauses, answer("deny", "deny")], 0)
    assert (with_others["told_apart"], with_others["intent_accuracy"]) == (0.5, 1)


def test_a_question_counts_by_what_it_asks_about_alone() -> None:
    label = Label("行 运费谁出", "", about="ask_return_shipping", asking=(2, 6))
    asked = [Answer(label, (), (), 5.0, about=about) for about in ("ask_return_shipping", "none")]
    assert figures(asked, 0) == {"asked_about": 0.5}
