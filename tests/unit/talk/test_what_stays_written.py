"""What the buyer told stays in the draft: whole, and beside what is told later."""

import pytest

from shouhou.dialogue.fragments import completed
from shouhou.dialogue.message import read_message
from tests.leading import Talk
from tests.unit.talk.talks import summed_up, tells


def draft(talk: Talk) -> dict[str, object]:
    assert talk.state.draft is not None
    return talk.state.draft.fields


def said(*parts: tuple[str, bool]) -> list[str]:
    """The clauses of a message whose parts are told or not, once names and numbers are completed."""
    text, at, clauses = " ".join(words for words, _ in parts), 0, []
    for words, told in parts:
        ranking = [{"name": "inform" if told else "out_of_scope", "confidence": 0.9}]
        clauses.append({"start": at, "end": at + len(words), "ranking": ranking, "is_told": told,
                        "tells": 0.9 if told else 0.05})
        at += len(words) + 1
    message = read_message({"text": text, "plain": text, "clauses": clauses, "intent_ranking": []})
    return [clause.text for clause in completed(message).clauses]


def test_a_name_stays_with_the_words_it_completes() -> None:
    parts = (("杯上刻的名", True), ("林舟", False), ("刻成了", True), ("林州", False))
    assert said(*parts) == ["杯上刻的名 林舟", "刻成了 林州"]


def test_an_address_keeps_its_recipient_and_the_phone() -> None:
    parts = (("寄到长沙市岳麓区桐梓坡路5号", True), ("赵敏", False), ("13500002222", False))
    assert said(*parts) == ["寄到长沙市岳麓区桐梓坡路5号 赵敏 13500002222"]


@pytest.mark.parametrize("words", ["谢谢", "好的", "提交吧", "换货", "黑色", "多久", "不是"])
def test_a_word_of_its_own_completes_nothing(words: str) -> None:
    assert said(("袖口脱线", True), (words, False)) == ["袖口脱线", words]


def test_what_is_missing_is_written_beside_what_stands(one: Talk) -> None:
    summed_up(one)
    tells(one, "说明写倒热水也漏", "change_request")
    tells(one, "说明里没写杯底，写清楚，杯底也有裂纹", "change_request")
    assert draft(one)["details"] == "倒热水也漏；杯底也有裂纹"


@pytest.mark.parametrize(
    ("words", "details"),
    [("倒水也漏，这句也要保留", "倒水也漏"), ("还差一句：倒水也漏", "倒水也漏"), ("你把倒水也漏加回去", "倒水也漏")],
)
def test_what_is_to_be_kept_or_put_back_is_written(one: Talk, words: str, details: str) -> None:
    summed_up(one)
    tells(one, words, "inform")
    assert draft(one)["details"] == details


def test_the_whole_sentence_that_was_asked_for_is_taken_as_it_comes(one: Talk) -> None:
    summed_up(one)
    tells(one, "那三个字删掉", "inform", acts={"删掉": "strike"})
    assert one.last.response == "utter_edit_not_done"
    tells(one, "杯盖一圈都裂了一天漏好几次怎么拧都漏", "inform")
    assert draft(one)["details"] == "杯盖一圈都裂了一天漏好几次怎么拧都漏"


def test_a_yes_with_a_question_behind_it_is_no_such_sentence(one: Talk) -> None:
    summed_up(one)
    tells(one, "那三个字删掉", "inform", acts={"删掉": "strike"})
    tells(one, "提交吧，之前找商家一直不回，又不理我怎么办", "affirm")
    assert "utter_application_filed" in [each.response for each in one.said]


@pytest.mark.parametrize("words", ["没有的话我就点提交了哈", "我等下自己点", "行 等他两天", "要是不用补钱的话就交"])
def test_a_yes_on_a_condition_files_nothing(one: Talk, words: str) -> None:
    summed_up(one)
    tells(one, words.replace(" ", "，"), "affirm")
    assert one.state.draft is not None and "utter_application_filed" not in [each.response for each in one.said]


@pytest.mark.parametrize("words", ["不然人家当我挑嘴", "说明也没写完整", "单子上写的是杯盖吧"])
def test_asides_to_the_desk_stay_out(one: Talk, words: str) -> None:
    summed_up(one)
    tells(one, words, "inform")
    assert not draft(one)["details"]


def test_what_is_denied_in_one_breath_with_what_is_meant_is_put_right(one: Talk) -> None:
    summed_up(one)
    tells(one, "不是杯盖裂了是杯身裂了一条缝，你给我写清楚一点", "inform")
    assert draft(one)["reason"] == "杯身裂了一条缝"


def test_a_mistyped_character_is_put_right_wherever_it_stands(one: Talk) -> None:
    summed_up(one)
    tells(one, "说明写杯盖刻的字也糊", "change_request")
    tells(one, "盖打错了，是身，交吧", "affirm")
    assert (draft(one)["reason"], draft(one)["details"]) == ("杯身裂了", "杯身刻的字也糊")
