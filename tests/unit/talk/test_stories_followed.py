"""Following a story: its choices pressed, typed or named by place; a question in its middle; its end in a form."""

import pytest

from shouhou.cases.database import Database
from tests.leading import Talk
from tests.unit.talk.talks import cases, payload, press, tells, titles


@pytest.fixture
def looking(one: Talk) -> Talk:
    """A buyer whose parcel shows as received, asked to look for it."""
    assert tells(one, "显示签收了没收到", "report_signed_not_received") == ["utter_parcel_where_to_look"]
    return one


def to_the_summary(talk: Talk) -> Talk:
    for _ in range(3):
        if talk.last.response != "utter_confirm_application":
            tells(talk, "没收到货", reason="没收到货", group="logistics")
    return talk


@pytest.mark.parametrize("words", ["找到了", "第一个", "找到了。", "1"])
def test_a_choice_may_be_typed_or_named_by_its_place(looking: Talk, words: str) -> None:
    assert tells(looking, words, "nlu_fallback") == ["utter_parcel_found"]
    assert looking.state.story is None


def test_a_choice_may_be_pressed(looking: Talk) -> None:
    assert looking.presses("找到了") == ["utter_parcel_found"]


@pytest.mark.parametrize("how", ["press", "没有", "都没有，要退款", "没找到"])
def test_nowhere_to_be_found_ends_in_the_form_and_what_is_filed_disputes_the_receipt(
    looking: Talk, database: Database, how: str
) -> None:
    said = looking.presses("都没有，要退款") if how == "press" else tells(looking, how, "deny")
    assert said[0] == "utter_parcel_apply" and looking.state.story is None
    assert cases(database) == []  # no step of a story writes
    to_the_summary(looking).asks("affirm")
    assert [(case.request_type, case.reason_class) for case in cases(database)] == [("refund_only", "logistics")]


def test_a_question_in_its_middle_is_answered_and_the_story_s_own_put_again(looking: Talk) -> None:
    said = tells(looking, "最多能撤几次？", "ask_cancellation_limit")
    assert said == ["utter_cancellation_limit", "utter_parcel_where_to_look"]
    assert "找到了" in titles(looking)
    assert tells(looking, "找到了", "inform", found="找到了") == ["utter_parcel_found"]


def test_after_the_question_the_older_button_still_stands(looking: Talk) -> None:
    found = payload(looking, "找到了")
    tells(looking, "最多能撤几次？", "ask_cancellation_limit")
    assert press(looking, found, "找到了") == ["utter_parcel_found"]


def test_a_choice_of_a_story_that_is_over_is_past(looking: Talk, database: Database) -> None:
    none = payload(looking, "都没有，要退款")
    looking.presses("找到了")
    assert press(looking, none, "都没有，要退款") == ["utter_offer_past"]
    assert looking.state.draft is None and cases(database) == []


def test_what_the_story_cannot_read_is_said_and_asked_again(looking: Talk) -> None:
    said = tells(looking, "嘟嘟嘟", "nlu_fallback")
    assert said == ["utter_not_understood_in_form", "utter_parcel_where_to_look"]


@pytest.mark.parametrize("words", ["算了", "不弄了", "那算了不退了"])
def test_a_story_may_be_left(looking: Talk, database: Database, words: str) -> None:
    tells(looking, words, "stop")
    assert looking.state.story is None and looking.state.draft is None
    looking.asks("affirm")
    assert cases(database) == []


def test_a_job_of_its_own_leaves_the_story(looking: Talk) -> None:
    tells(looking, "我要投诉", "file_complaint")
    assert looking.state.story is None
    assert looking.state.draft is not None and looking.state.draft.form == "complaint"


def test_going_to_look_waits_for_the_answer(looking: Talk) -> None:
    assert tells(looking, "好的", "affirm") == ["utter_parcel_take_time"]
    assert tells(looking, "没有", "deny")[0] == "utter_parcel_apply"


def test_a_size_that_is_too_small_is_exchanged_with_what_was_said(one: Talk, database: Database) -> None:
    assert tells(one, "尺码不合适", "trouble_size") == ["utter_size_which"]
    assert tells(one, "小了", "inform") == ["utter_size_ways"]
    said = one.presses("换个码")
    assert said[0] == "utter_size_exchange"
    assert one.state.draft is not None and one.state.draft.fields["request_type"] == "exchange"
    assert cases(database) == []


def test_a_wish_said_at_once_is_not_held_up_by_the_story(one: Talk) -> None:
    tells(one, "尺码不合适", "trouble_size")
    tells(one, "直接给我换", "request_aftersales", request_type="exchange")
    assert one.state.story is None and one.state.draft is not None
    assert one.state.draft.fields["request_type"] == "exchange"
