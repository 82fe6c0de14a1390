"""A complaint says what is complained of: told, named, corrected, and added to once it is filed."""

import pytest

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.transitions import set_case_status
from shouhou.rules.kinds import Actor
from shouhou.rules.lifecycle import CaseStatus
from shouhou.settings import policy
from tests.leading import Talk
from tests.unit.talk.talks import complaints, file_case, file_complaint, rows, tells, upload

WISH = {"投诉": "file_complaint"}


def written(database: Database) -> list[tuple[str, str]]:
    return [(each.problem, each.problem_class) for each in complaints(database)]


def summed(talk: Talk, fault: str = "桌面有划痕") -> Talk:
    """A complaint of a fault, led to its summary."""
    tells(talk, f"{fault}，我要投诉", "file_complaint", reason=fault, group="goods", asks=WISH)
    tells(talk, "没有", "deny")
    assert talk.last.response == "utter_confirm_complaint", talk.text
    return talk


@pytest.mark.parametrize(
    ("words", "problem"),
    [("我投诉的重点是他装死不回消息，你这写成商品问题是几个意思", "他装死不回消息"),
     ("这不是商品问题，我投诉的是商家答应退货却拖着不办，请写准确", "商家答应退货却拖着不办"),
     ("改一下，投诉原因是商家不理人，我问他划痕，他再也没回", "商家不理人，我问他划痕，他再也没回"),
     ("问题那一栏写，商家答应了十二天不处理，属于服务问题", "商家答应了十二天不处理")],
)
def test_a_correction_is_taken_whole_and_its_class_follows(
    one: Talk, database: Database, words: str, problem: str
) -> None:
    summed(one)
    assert tells(one, words, "report_merchant_inactive") == ["utter_confirm_complaint"]
    one.asks("affirm")
    assert written(database) == [(problem, "service")]


@pytest.mark.parametrize("words", ["你这写成商品问题是几个意思", "写的不对吧，怎么写这个"])
def test_an_objection_is_no_no_and_no_problem(one: Talk, database: Database, words: str) -> None:
    summed(one)
    tells(one, words, "ask_capabilities")
    assert one.state.draft is not None and "几个意思" not in one.text and written(database) == []


def test_a_class_that_is_denied_is_asked_for(one: Talk, database: Database) -> None:
    summed(one)
    assert tells(one, "这不是商品问题", "inform") == ["utter_form_problem_class"]
    one.presses("商家服务")
    one.asks("affirm")
    assert written(database) == [("桌面有划痕", "service")]


def test_silence_told_before_is_what_is_complained_of(one: Talk, database: Database) -> None:
    tells(one, "商家答应给我退，到今天音讯全无，还能退吗", "ask_window_open", asks={"还能退": "ask_window_open"})
    tells(one, "我要投诉", "file_complaint")
    tells(one, "没有", "deny")
    one.asks("affirm")
    assert written(database) == [("商家答应给我退，到今天音讯全无", "service")]


def test_what_the_merchant_did_stands_for_the_fault_that_the_case_holds(one: Talk, database: Database) -> None:
    file_case(database)
    asks = {"保修": "ask_warranty", "投诉": "file_complaint"}
    tells(one, "他自己说能保修，单子给拒了，投诉他", "file_complaint", asks=asks)
    assert one.last.response == "utter_confirm_complaint"  # evidence was asked for with the case
    one.asks("affirm")
    assert written(database) == [("他自己说能保修，单子给拒了", "service")]


def test_where_a_picture_is_there_the_summary_comes_at_once(one: Talk, database: Database) -> None:
    upload(database, "f1")
    one.sends_file("f1")
    tells(one, "商家骂人，我要投诉", "file_complaint", asks=WISH)
    assert one.last.response == "utter_confirm_complaint" and "1 份" in one.text


def test_a_complaint_that_is_filed_is_added_to_after_a_yes(one: Talk, database: Database) -> None:
    number = file_complaint(database)
    said = tells(one, "投诉什么进度了，把商家拉黑我也写进去", "ask_complaint_progress",
                 asks={"进度": "ask_complaint_progress"})
    assert said == ["utter_complaint_status", "utter_confirm_addition"]
    assert written(database) == [("商家骂人", "service")]
    one.presses("加上")
    assert written(database) == [("商家骂人；商家拉黑我", "service")]
    (_, event) = rows(database, t.complaint_events)
    assert (event.complaint_number, event.from_status, event.to_status) == (number, "submitted", "submitted")


def test_a_refusal_that_is_pointed_at_is_written_as_it_was(one: Talk, database: Database) -> None:
    case = file_case(database)
    file_complaint(database)
    set_case_status(database, case, CaseStatus.REFUSED, Actor.MERCHANT, "木纹正常", one.now, policy())
    tells(one, "投诉里把他这个拒绝也算进去", "ask_refusal_reason")
    assert one.last.response == "utter_confirm_addition" and "木纹正常" in one.text


def test_a_person_wanted_only_if_it_cannot_be_done_is_not_called(one: Talk, database: Database) -> None:
    file_complaint(database)
    said = tells(one, "把他不回消息补进投诉里，不能就给我转个活人", "nlu_fallback", asks={"活人": "request_human"})
    assert said == ["utter_confirm_addition"] and rows(database, t.handovers) == []


def test_a_complaint_that_was_withdrawn_takes_no_more_and_its_note_is_not_shown(one: Talk, database: Database) -> None:
    file_complaint(database)
    one.asks("withdraw_complaint")
    one.asks("affirm")
    said = tells(one, "投诉里加一句，他还骂我", "change_request")
    assert said == ["utter_complaint_not_open"]
    assert one.asks("ask_complaint_progress") == ["utter_complaint_decided"] and "withdrawn" not in one.text


def test_who_would_drop_the_complaint_is_told_once_the_merchant_agreed(one: Talk, database: Database) -> None:
    case = file_case(database)
    file_complaint(database)
    words = "老板同意了没，同意了我就不告他了"
    assert tells(one, words, "ask_consent_answer")[-1] == "utter_withdraw_once_agreed"
    set_case_status(database, case, CaseStatus.AGREED, Actor.MERCHANT, "", one.now, policy())
    assert tells(one, words, "ask_consent_answer")[-1] == "utter_agreed_withdraw"
    assert one.says("好的", "affirm") == ["utter_confirm_withdraw"]


def test_what_stands_in_a_complaint_is_told(one: Talk, database: Database) -> None:
    file_complaint(database)
    assert tells(one, "投诉里写的什么", "ask_complaint_progress") == ["utter_complaint_reads"]
    assert "商家骂人" in one.text
