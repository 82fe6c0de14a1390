"""What is a yes to a summary and what is none; pauses keep what was filled in; a question leaves it waiting."""

import pytest

from shouhou.cases import tables as t
from shouhou.cases.bindings import bind_by_proof
from shouhou.cases.database import Database
from shouhou.cases.proofs import prove_order
from shouhou.cases.speakers import Speaker
from tests.leading import NOW, Talk, add_order, begin_wechat
from tests.unit.talk.talks import cases, file_case, file_complaint, rows, summed_up, tells

WECHAT = "wechat:main:o1"


@pytest.mark.parametrize(
    "words", ["中", "嗯呐", "可以可以", "就这样吧", "行吧", "好的", "是的", "没毛病", "提交吧", "确认提交",
    "好的提交吧", "那就交吧", "ok", "行，办吧"]
)
def test_a_yes_in_the_buyer_s_own_words_files(one: Talk, database: Database, words: str) -> None:
    summed_up(one)
    assert "utter_application_filed" in tells(one, words, "affirm")
    assert len(cases(database)) == 1


@pytest.mark.parametrize(
    ("words", "intent"),
    [("不要", "deny"), ("先别提交", "deny"), ("不行", "deny"), ("算了", "stop"), ("那算了不退了", "stop"),
     ("别提交", "request_aftersales"),
     ("我再想想", "nlu_fallback"), ("等会儿再说", "deny"), ("可以退吗", "ask_window_open"), ("行不行", "nlu_fallback"),
     ("谢谢", "thank"),
     ("提交了吗", "ask_case_status"), ("能不能不提交", "deny"), ("没说要提交", "deny"), ("不是我是说换货", "inform"),
     ("嗯？", "nlu_fallback"), ("提交？", "affirm"), ("确认提交？", "affirm")],
)
def test_what_is_no_yes_files_nothing(one: Talk, database: Database, words: str, intent: str) -> None:
    summed_up(one)
    tells(one, words, intent)
    assert cases(database) == []


@pytest.mark.parametrize("words", ["撤吧", "撤撤撤", "确认撤销", "好的", "中", "可以可以", "嗯，撤"])
def test_a_yes_to_a_cancellation_cancels(one: Talk, database: Database, words: str) -> None:
    file_case(database)
    one.asks("cancel_aftersales")
    tells(one, words, "affirm")
    assert [case.status for case in cases(database)] == ["cancelled"]


@pytest.mark.parametrize("intent", ["deny", "cancel_aftersales", "affirm", "stop"])
@pytest.mark.parametrize(
    "words", ["别撤别撤", "先不撤", "别撤", "不撤了", "没说要撤", "先别取消", "我不想撤了", "算了不撤了", "不用撤了"]
)
def test_a_negated_wish_cancels_nothing_whatever_was_read(one: Talk, database: Database, words: str,
    intent: str) -> None:
    file_case(database)
    one.asks("cancel_aftersales")
    tells(one, words, intent)
    assert [case.status for case in cases(database)] == ["requested"]


@pytest.mark.parametrize("words", ["别撤", "我不撤了", "没说要撤", "不撤"])
def test_a_negated_wish_opens_no_form(one: Talk, database: Database, words: str) -> None:
    file_case(database)
    assert "utter_confirm_cancel" not in tells(one, words, "cancel_aftersales")
    assert one.state.draft is None


@pytest.mark.parametrize("words", ["可以撤吗", "撤了还能再申请吗", "撤了会怎样", "能撤吗"])
def test_a_question_about_the_cancellation_cancels_nothing(one: Talk, database: Database, words: str) -> None:
    file_case(database)
    one.asks("cancel_aftersales")
    tells(one, words, "ask_can_reapply")
    assert [case.status for case in cases(database)] == ["requested"]
    assert one.state.question is not None and one.state.question.of == "cancellation"


@pytest.mark.parametrize("words", ["嗯", "嗯。", "是"])
def test_a_short_sound_that_was_heard_confirms_no_cancellation(one: Talk, database: Database, words: str) -> None:
    file_case(database)
    one.asks("cancel_aftersales")
    assert tells(one, words, "affirm", heard=True) == ["utter_say_clearly"]
    assert [case.status for case in cases(database)] == ["requested"]
    tells(one, "确认", "affirm", heard=True)
    assert [case.status for case in cases(database)] == ["cancelled"]


def test_a_short_sound_that_was_heard_withdraws_no_complaint(one: Talk, database: Database) -> None:
    file_complaint(database)
    one.asks("withdraw_complaint")
    assert tells(one, "嗯", "affirm", heard=True) == ["utter_say_clearly"]
    assert [each.status for each in rows(database, t.complaints)] == ["submitted"]


def test_a_short_sound_that_was_heard_unbinds_nobody(database: Database) -> None:
    add_order(database, "N1", "连衣裙")
    talk = begin_wechat(database, WECHAT)
    prove_order(database, Speaker(WECHAT), "N1", "5678", NOW, "proof")
    bind_by_proof(database, Speaker(WECHAT), "N1", NOW)
    talk.asks("unbind_account")
    assert tells(talk, "嗯", "affirm", heard=True) == ["utter_say_clearly"]
    assert talk.owner() == "anna"
    tells(talk, "确认", "affirm", heard=True)
    assert talk.owner() is None


def test_the_same_sound_typed_is_a_yes(one: Talk, database: Database) -> None:
    file_case(database)
    one.asks("cancel_aftersales")
    tells(one, "嗯", "affirm")
    assert [case.status for case in cases(database)] == ["cancelled"]


@pytest.mark.parametrize("words", ["先别提交", "我再想想", "先放着", "等一下再说"])
def test_a_pause_keeps_the_draft_and_a_later_yes_files_it(one: Talk, database: Database, words: str) -> None:
    summed_up(one)
    assert tells(one, words, "deny") == ["utter_paused"]
    assert cases(database) == [] and one.state.draft is not None
    one.asks("ask_return_shipping")
    tells(one, "提交吧", "affirm")
    assert [case.reason for case in cases(database)] == ["杯盖裂了"]


def test_a_no_asks_what_to_change_and_a_second_no_ends_it(one: Talk, database: Database) -> None:
    summed_up(one)
    assert tells(one, "不行", "deny") == ["utter_what_to_change"]
    assert tells(one, "不行", "deny") == ["utter_stopped"]
    assert cases(database) == [] and one.state.draft is None


@pytest.mark.parametrize("words", ["算了", "那算了不退了", "不退了", "不办了", "不弄了"])
def test_giving_up_ends_it_and_a_yes_afterwards_files_nothing(one: Talk, database: Database, words: str) -> None:
    summed_up(one)
    tells(one, words, "stop")
    assert one.state.draft is None
    one.asks("affirm")
    assert cases(database) == []


def test_a_yes_with_a_question_beside_it_files_and_answers(one: Talk, database: Database) -> None:
    summed_up(one)
    said = tells(one, "好的，运费谁出", "affirm", asks={"好的": "affirm", "运费": "ask_return_shipping"})
    assert said[0] == "utter_application_filed" and len(said) > 1
    assert len(cases(database)) == 1


def test_asked_for_once_more_with_a_full_sentence_a_cancellation_still_waits(one: Talk, database: Database) -> None:
    file_case(database)
    one.asks("cancel_aftersales")
    tells(one, "我要把这个售后申请撤销", "cancel_aftersales")
    assert [case.status for case in cases(database)] == ["requested"]
    assert one.last.response == "utter_confirm_cancel"


def test_nothing_to_change_is_no_yes(one: Talk, database: Database) -> None:
    summed_up(one)
    tells(one, "没有了", "deny")
    assert cases(database) == []


@pytest.mark.parametrize(
    "words", ["okok 等我发个对比图", "可以的 不过想先问下 运费是我们出吗", "行吧 能直接补一本给我不"]
)
def test_a_yes_that_waits_or_asks_first_files_nothing(one: Talk, database: Database, words: str) -> None:
    summed_up(one, "exchange")
    tells(one, words, "affirm")
    assert cases(database) == []
    assert one.state.question is not None and one.state.question.slot == "confirm"


def test_enough_doubt_and_then_the_deed_files_and_tells_the_time(one: Talk, database: Database) -> None:
    summed_up(one, "exchange")
    tells(one, "S会不会又太紧 算了换吧 婚礼下个月18号 来得及吗", "nlu_fallback")
    assert len(cases(database)) == 1
    assert one.state.draft is None and one.said[-1].response != "utter_choose"


def test_a_yes_before_the_wish_itself_cancels(one: Talk, database: Database) -> None:
    file_case(database)
    one.asks("cancel_aftersales")
    tells(one, "那就是改了就换不了了呗 好吧 我妈手艺好 取消吧", "cancel_aftersales")
    assert [case.status for case in cases(database)] == ["cancelled"]


def test_what_was_offered_to_be_asked_is_offered_beside_the_yes_that_bids_it(one: Talk, database: Database) -> None:
    summed_up(one, "exchange")
    tells(one, "能先发新的吗", "nlu_fallback")
    tells(one, "提交 顺便帮我问", "affirm")
    assert len(cases(database)) == 1
    assert one.state.draft is not None and one.state.draft.form == "merchant" and "能先发新的吗" in one.text


@pytest.mark.parametrize(("then", "offered"), [("", True), ("这个温控器和别家的通用不", False)])
def test_a_promise_to_ask_is_kept_unless_it_was_answered(
    one: Talk, database: Database, then: str, offered: bool
) -> None:
    summed_up(one, "exchange")
    tells(one, "你们这个温控器和别家的能通用不", "nlu_fallback")
    assert one.state.asked is not None
    if then:
        tells(one, then, "ask_return_shipping")
    tells(one, "提交", "affirm")
    assert (one.state.draft is not None and one.state.draft.form == "merchant") is offered
