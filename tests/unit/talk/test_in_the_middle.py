"""What comes in the middle of a form: questions, other jobs, danger, anger, courtesy; and forms taken up again."""

from datetime import timedelta

import pytest

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.dialogue.state import VERSION
from tests.leading import NOW, Talk
from tests.unit.talk.talks import cases, file_case, rows, summed_up, tells

EVENING = NOW.replace(hour=22)


@pytest.mark.parametrize(
    ("ask", "words"), [("ask_return_shipping", "运费谁出"), ("ask_cancellation_limit", "最多能撤销几次"),
    ("ask_window_length", "售后期是多久")]
)
def test_a_question_in_the_middle_is_answered_and_the_form_s_own_put_again(one: Talk, ask: str, words: str) -> None:
    one.asks("request_aftersales")
    said = tells(one, f"{words}？", ask)
    assert len(said) >= 2 and said[-1].startswith("utter_form_request_type")
    tells(one, "换货", request_type="exchange")
    said = tells(one, f"{words}？", ask)
    assert len(said) >= 2 and said[-1] == "utter_form_reason"
    assert one.state.draft is not None and one.state.draft.fields["reason"] is None


def test_a_question_at_the_summary_is_answered_and_the_summary_waits(one: Talk, database: Database) -> None:
    summed_up(one)
    said = tells(one, "运费谁出？", "ask_return_shipping")
    assert said[0] != "utter_confirm_application" and said[-1] == "utter_confirm_application"
    assert cases(database) == []
    one.asks("affirm")
    assert len(cases(database)) == 1


def test_an_answer_and_a_question_in_one_message_are_both_taken(one: Talk) -> None:
    one.asks("request_aftersales")
    said = tells(one, "换货，运费谁出？", "ask_return_shipping", asks={"运费": "ask_return_shipping"},
        request_type="exchange")
    assert one.state.draft is not None and one.state.draft.fields["request_type"] == "exchange"
    assert said[-1] == "utter_form_reason" and len(said) >= 2


def test_two_asks_are_answered_in_one_turn(one: Talk) -> None:
    said = tells(one, "还能撤几次，最多能撤几次", "ask_cancellations_left",
                 asks={"还能撤": "ask_cancellations_left", "最多": "ask_cancellation_limit"})
    assert len(said) >= 1
    said = tells(one, "运费谁出，售后期多久", "ask_return_shipping",
        asks={"运费": "ask_return_shipping", "售后期": "ask_window_length"})
    assert len(said) == 2


def test_a_question_and_a_wish_are_both_served(one: Talk) -> None:
    said = tells(one, "运费谁出，我要换货", "request_aftersales",
                 asks={"运费": "ask_return_shipping", "换货": "request_aftersales"}, request_type="exchange")
    assert len(said) == 2 and said[-1] == "utter_form_reason"


@pytest.mark.parametrize("intent", ["report_danger", "report_injury"])
@pytest.mark.parametrize("where", ["nowhere", "reason", "summary"])
def test_danger_comes_first_wherever_the_talk_is_and_writes_nothing_else(
    one: Talk, database: Database, intent: str, where: str
) -> None:
    if where == "reason":
        one.asks("request_aftersales", request_type="exchange")
    elif where == "summary":
        summed_up(one)
    said = tells(one, "插上电就冒烟了，我要退货", intent, asks={"冒烟": intent, "退货": "request_aftersales"})
    assert said[0].startswith("utter_report_") and any(each.facts.get("handover") for each in one.said)
    assert [handover.urgent for handover in rows(database, t.handovers)] == [True]
    assert cases(database) == []


def test_danger_at_night_is_on_record_too(one: Talk, database: Database) -> None:
    one.now = EVENING
    said = tells(one, "冒烟了", "report_danger")
    assert said[0].startswith("utter_report_") and len(rows(database, t.handovers)) == 1


def test_another_job_puts_the_form_aside_and_afterwards_it_is_taken_up_with_all_it_knew(three: Talk,
    database: Database) -> None:
    file_case(database, "N2")
    three.asks("request_aftersales", order_number="N1", request_type="exchange")
    tells(three, "裂了", reason="裂了", group="goods")
    three.asks("file_complaint", order_number="N1")
    assert three.state.draft is not None and three.state.draft.form == "complaint"
    assert three.state.aside is not None and three.state.aside.form == "application"
    tells(three, "客服骂人还拉黑我", "inform", reason="骂人", group="service")
    tells(three, "没有", "deny")
    said = three.asks("affirm")
    assert said[0] == "utter_complaint_filed" and "utter_back_to_form" in said
    assert three.state.draft is not None and three.state.draft.fields["reason"] == "裂了"
    tells(three, "没有", "deny")
    three.asks("affirm")
    assert [(case.order_number, case.reason) for case in cases(database) if case.order_number == "N1"] == [("N1",
        "裂了")]


def test_the_yes_to_the_job_in_between_is_none_to_the_form_put_aside(one: Talk, database: Database) -> None:
    summed_up(one)
    one.asks("contact_merchant")
    tells(one, "杯盖有没有备用的可以寄给我", "inform")
    one.asks("affirm")
    assert len(rows(database, t.merchant_messages)) == 1 and cases(database) == []
    assert one.last.response == "utter_confirm_application"
    one.asks("affirm")
    assert len(cases(database)) == 1


def test_what_was_stopped_does_not_come_back(one: Talk) -> None:
    summed_up(one)
    one.asks("contact_merchant")
    tells(one, "算了", "stop")
    assert one.state.draft is None and one.state.aside is None
    assert "utter_back_to_form" not in one.asks("ask_cancellation_limit")


@pytest.mark.parametrize(("intent", "words"), [("thank", "谢谢"), ("greet", "你好")])
def test_courtesy_in_a_form_is_answered_and_the_question_stays(one: Talk, intent: str, words: str) -> None:
    one.asks("request_aftersales", request_type="exchange")
    said = tells(one, words, intent)
    assert said[-1] == "utter_form_reason"
    assert one.state.draft is not None and one.state.draft.fields["reason"] is None


def test_anger_in_a_form_gets_an_apology_and_fills_in_nothing(one: Talk) -> None:
    one.asks("request_aftersales", request_type="exchange")
    said = tells(one, "你们就是骗子", "express_anger")
    assert said[0] == "utter_apologise_first" and said[-1] == "utter_form_reason"
    assert one.state.draft is not None and one.state.draft.fields["reason"] is None


def test_a_person_may_be_asked_for_in_a_form_and_it_writes_nothing(one: Talk, database: Database) -> None:
    summed_up(one)
    said = tells(one, "转人工", "request_human")
    assert said == ["utter_handover_waiting"] and cases(database) == []
    one.asks("affirm")
    assert cases(database) == []


def test_two_answers_that_fit_nothing_offer_a_person_and_keep_the_form(one: Talk) -> None:
    one.asks("request_aftersales")
    tells(one, "嘟嘟嘟", "nlu_fallback")
    said = tells(one, "啦啦啦", "nlu_fallback")
    assert "utter_offer_person" in said and one.state.draft is not None


def test_a_yes_to_the_offered_person_hands_over(one: Talk, database: Database) -> None:
    tells(one, "嘟嘟嘟", "nlu_fallback")
    assert "utter_offer_person" in tells(one, "啦啦啦", "nlu_fallback")
    one.asks("affirm")
    assert len(rows(database, t.handovers)) == 1


def test_a_yes_at_a_summary_beside_an_offered_person_is_the_summary_s(one: Talk, database: Database) -> None:
    summed_up(one)
    tells(one, "嘟嘟嘟", "nlu_fallback")
    tells(one, "啦啦啦", "nlu_fallback")
    one.asks("affirm")
    assert len(cases(database)) == 1 and rows(database, t.handovers) == []


def test_after_closing_words_are_left_for_the_desk_and_stand_with_the_handover(one: Talk, database: Database) -> None:
    one.now = EVENING
    assert one.asks("request_human") == ["utter_handover_offline"]
    assert tells(one, "明天请打我电话", "nlu_fallback") == ["utter_message_left"]
    (handover,) = rows(database, t.handovers)
    assert "明天请打我电话" in handover.summary


def test_words_may_be_left_without_having_asked_for_a_person(one: Talk, database: Database) -> None:
    one.now = EVENING
    assert tells(one, "留言：杯盖我自己买到了", "leave_message_for_desk") == ["utter_message_left"]
    (handover,) = rows(database, t.handovers)
    assert "杯盖我自己买到了" in handover.summary and "“杯盖我自己买到了”" in one.text


def test_after_closing_a_question_is_answered_and_not_left_as_words(one: Talk, database: Database) -> None:
    one.now = EVENING
    one.asks("request_human")
    assert one.asks("ask_cancellation_limit") == ["utter_cancellation_limit"]
    assert one.asks("thank") == ["utter_thank"]
    assert "留言" not in rows(database, t.handovers)[0].summary


def test_after_closing_a_form_goes_on(one: Talk, database: Database) -> None:
    one.now = EVENING
    one.asks("request_human")
    summed_up(one)
    one.asks("affirm")
    assert len(cases(database)) == 1


def test_a_memory_of_another_version_is_dropped_and_the_talk_begins_anew(one: Talk, database: Database) -> None:
    summed_up(one)
    one.memory = {**one.memory, "version": VERSION + 1}
    one.asks("affirm")
    assert cases(database) == []
    summed_up(one)
    one.asks("affirm")
    assert len(cases(database)) == 1


@pytest.mark.parametrize("memory", [None, {}, "old", {"version": VERSION, "draft": {"form": "of a former version",
    "number": 3}},
                                    {"version": VERSION, "draft": {"form": "application", "number": 1,
                                    "fields": {"gone": 1}}, "order": "N1"},
                                    {"version": VERSION, "question": {"id": "s1", "of": "nobody", "slot": "confirm"}}])
def test_no_memory_breaks_the_talk(one: Talk, memory: object) -> None:
    one.memory = memory
    assert one.asks("affirm")
    assert one.asks("ask_cancellation_limit")


def test_the_same_words_are_not_said_twice_in_a_row(one: Talk) -> None:
    one.asks("request_aftersales", request_type="exchange")
    first = one.last.text
    tells(one, "你听得懂吗", "nlu_fallback")
    assert one.last.response == "utter_form_reason" and one.last.text != first


def test_days_later_the_talk_still_knows_its_form(one: Talk, database: Database) -> None:
    summed_up(one)
    one.now += timedelta(hours=6)
    one.asks("affirm")
    assert len(cases(database)) == 1
