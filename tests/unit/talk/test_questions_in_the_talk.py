"""Questions in the middle of a talk: what was learned of them names the answer, and none goes unheard."""

import pytest

from shouhou.cases.database import Database
from shouhou.dialogue.asked import in_the_talk
from shouhou.dialogue.message import read_message
from tests.leading import Talk
from tests.unit.talk.talks import cases, summed_up, tells

FREIGHT, WHERE = "ask_return_shipping", "ask_where_to_send"


def test_a_question_in_a_talk_asks_what_was_learned_of_it_whatever_its_intent(one: Talk) -> None:
    summed_up(one)
    said = tells(one, "旧的往哪儿送", "report_parcel_lost", asked={"旧的": WHERE})
    assert said[0] == "utter_must_return_yes" and said[-1] == "utter_confirm_application"


def test_the_first_message_is_read_by_its_intent(one: Talk) -> None:
    said = tells(one, "几天能退", "ask_window_open", asked={"几天": "ask_refund_arrival"}, about_sure=0.85)
    assert said == ["utter_verdict_ok"]


def test_the_first_message_is_a_question_too_where_it_is_surest(one: Talk) -> None:
    said = tells(one, "几天能退到卡上", "ask_window_open", asked={"几天": "ask_refund_arrival"})
    assert said == ["utter_refund_arrival"]


def test_every_question_of_a_message_is_answered_before_the_form_goes_on(one: Talk) -> None:
    summed_up(one)
    said = tells(one, "旧的往哪儿送，邮费算谁的", "nlu_fallback", asked={"旧的": WHERE, "邮费": FREIGHT})
    assert said[0] == "utter_must_return_yes" and any(name.startswith("utter_freight") for name in said)
    assert said[-1] == "utter_confirm_application" and said.count("utter_confirm_application") == 1


def test_a_question_behind_a_yes_is_answered_once_it_is_filed(one: Talk) -> None:
    summed_up(one)
    said = tells(one, "提交吧，旧的往哪儿送", "affirm", asks={"旧的": "nlu_fallback"}, asked={"旧的": WHERE})
    assert said[0] == "utter_application_filed" and "utter_where_not_yet" in said


def test_words_that_only_sound_like_a_question_are_not_answered(one: Talk) -> None:
    summed_up(one)
    assert tells(one, "早干嘛去了", "nlu_fallback", asked={"早": "none"})[-1] == "utter_confirm_application"


def test_what_is_to_be_passed_on_is_not_answered_here(one: Talk) -> None:
    summed_up(one)
    one.presses("确认提交")
    tells(one, "帮我问商家什么时候到", "contact_merchant", asked={"帮我": "ask_whole_time"})
    assert one.last.response == "utter_confirm_merchant_message"


def test_money_asked_for_before_any_was_sent_is_told_when_it_comes(one: Talk) -> None:
    assert one.asks("report_refund_not_arrived") == ["utter_refund_arrival"]
    summed_up(one)
    one.presses("确认提交")
    assert one.asks("report_refund_not_arrived") == ["utter_refund_not_yet"]


def test_what_has_an_answer_here_is_not_offered_to_be_asked_of_the_merchant(one: Talk) -> None:
    summed_up(one)
    said = tells(one, "提交吧，盖子那块往哪儿送去呢", "affirm", asks={"盖子": "nlu_fallback"}, asked={"盖子": WHERE})
    assert said[0] == "utter_application_filed" and not any(name.startswith("utter_offer_ask") for name in said)
    assert one.state.draft is None


def test_what_is_told_for_the_answers_sake_behind_a_yes_is_not_written(one: Talk, database: Database) -> None:
    summed_up(one)
    tells(one, "提交吧，拆开过没事吧，就用了一天", "affirm", asks={"拆开": "nlu_fallback", "一天": "inform"},
          acts={"拆开": "ask", "一天": "tell"}, asked={"拆开": "ask_worn_ok"})
    assert "utter_application_filed" in [said.response for said in one.said]
    assert all("一天" not in (case.details or "") for case in cases(database))


def test_a_word_of_assent_beside_a_word_for_the_merchant_files_nothing(one: Talk, database: Database) -> None:
    summed_up(one)
    tells(one, "嗯，那帮我问一下能不能先发新的", "affirm", asks={"帮我": "contact_merchant"})
    assert cases(database) == []


def test_who_worries_behind_a_yes_has_not_taken_it_back(one: Talk, database: Database) -> None:
    summed_up(one)
    tells(one, "对的，提交吧，不会不给我退吧", "affirm", asks={"不会": "nlu_fallback"})
    assert len(cases(database)) == 1


def test_whether_it_may_be_had_is_no_yes(one: Talk, database: Database) -> None:
    summed_up(one, "exchange")
    tells(one, "在家试了下，没穿出去，可以换吧", "request_aftersales", asks={"可以": "request_aftersales"})
    assert cases(database) == []


def test_a_sum_that_is_named_asks_nothing(one: Talk) -> None:
    summed_up(one)
    said = tells(one, "就退12块吧", "inform", amount=1200, asked={"12": "ask_exchange_difference"})
    assert not any(name.startswith("utter_exchange_difference") for name in said)


def test_a_greeting_by_a_trade_asks_for_no_visit(one: Talk) -> None:
    assert tells(one, "师傅在吗", "greet", asked={"师傅": "ask_home_visit"}) == ["utter_greet"]


def test_of_a_resend_it_is_asked_when_the_merchant_sends(one: Talk) -> None:
    summed_up(one, "resend", "少了螺丝")
    one.presses("确认提交")
    said = tells(one, "螺丝啥时候寄", "nlu_fallback", asked={"螺丝": "ask_when_to_send"})
    assert said[0].startswith("utter_whole_time")
    assert tells(one, "螺丝寄哪儿", "nlu_fallback", asked={"螺丝": WHERE}) == ["utter_comes_to_you"]
    said = tells(one, "那坏的啥时候寄回去", "nlu_fallback", asked={"坏的": "ask_when_to_send"})
    assert said == ["utter_send_when_never"]


@pytest.mark.parametrize(("intent", "sure", "about_sure", "meant"), [
    ("faq/large_goods", 0.7, 0.8, "faq/large_goods"), ("faq/large_goods", 0.7, 0.95, FREIGHT),
    ("faq/large_goods", 0.4, 0.8, FREIGHT), ("ask_why", 0.7, 0.8, FREIGHT), ("ask_why", 0.95, 0.8, "ask_why"),
])
def test_what_a_trainer_wrote_keeps_its_likely_questions(
    intent: str, sure: float, about_sure: float, meant: str
) -> None:
    message = read_message({
        "text": "怎么算", "plain": "怎么算", "intent_ranking": [{"name": intent, "confidence": sure}],
        "asked": [(FREIGHT, about_sure)],
    })
    assert in_the_talk(message, "summary", lambda _: True).intent == meant


def test_the_rule_is_told_from_what_is_left_of_it(one: Talk) -> None:
    said = tells(one, "一共可以撤销几次", "ask_cancellation_limit", asked={"一共": "ask_cancellations_left"})
    assert said[0].startswith("utter_ask_cancellation_limit") or said[0].startswith("utter_cancellation_limit"), said


def test_what_the_merchant_may_send_wrong_again_is_no_sending_back(one: Talk) -> None:
    summed_up(one, "exchange")
    one.presses("确认提交")
    said = tells(one, "不会又给我寄个小的来吧", "nlu_fallback", asked={"不会": "ask_must_return"})
    assert said[0] == "utter_same_goods_exchange"


def test_the_frame_of_an_order_to_write_is_not_written(one: Talk) -> None:
    summed_up(one, "exchange")
    tells(one, "就是帮我在申请里写清楚，要换两米七的，收到的是两米六的", "inform")
    written = str(one.state.draft.fields) if one.state.draft is not None else ""
    assert "申请里" not in written and "两米七" in written and "两米六" in written
