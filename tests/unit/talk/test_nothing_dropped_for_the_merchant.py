"""What a buyer wants said to the merchant is said whole; what belongs to the application goes there."""

from datetime import timedelta

import pytest

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from tests.leading import NOW, Talk
from tests.unit.talk.talks import cases, file_case, rows, set_order, tells


def shown(talk: Talk, words: str = "下周六开业，请先做") -> Talk:
    talk.asks("contact_merchant")
    tells(talk, words)
    assert talk.last.response == "utter_confirm_merchant_message", talk.text
    return talk


def test_a_name_is_dropped_from_no_message_whatever_it_is_taken_for(one: Talk) -> None:
    tells(one, "跟他说我下周六开业 店名叫聚福源 让他先做", "contact_merchant", acts={"聚福源": "photo"})
    assert "“我下周六开业，店名叫聚福源，请先做”" in one.text


def test_what_the_buyer_misses_is_added_or_said_to_be_there(one: Talk) -> None:
    tells(shown(one), "聚福源三个字呢 怎么又没了", acts={"聚福源": "strike", "没了": "wrong"})
    assert "请先做，聚福源”" in one.text
    assert tells(one, "聚福源那句哪去了", acts={"聚福源": "wrong"}) == ["utter_message_says_so"]


def test_the_whole_that_was_asked_for_is_taken_letter_by_letter(one: Talk, database: Database) -> None:
    assert tells(shown(one), "写得太啰嗦", acts={"啰嗦": "wrong"}) == ["utter_message_not_mended"]
    whole = "下周六开业 店名聚福源 不是聚富源 越快越好"
    tells(one, whole, acts={"不是": "no", "越快": "yes", "店名": "set"})
    assert f"“{whole}”" in one.text
    one.asks("affirm")
    assert [each.words for each in rows(database, t.merchant_messages)] == [whole]


@pytest.mark.parametrize("words", ["好的", "转"])
def test_a_bare_yes_to_it_is_no_wording(one: Talk, database: Database, words: str) -> None:
    tells(shown(one), "写得太啰嗦", acts={"啰嗦": "wrong"})
    assert tells(one, words, "affirm") == ["utter_merchant_message_sent"]


def test_the_message_before_is_meant_where_the_buyer_says_so(one: Talk) -> None:
    tells(shown(one), "店名是聚福源的", acts={"聚福源": "rebuke"})
    tells(one, "就转我刚发的那句", "nlu_fallback", acts={"刚发": "human"})
    assert "“店名是聚福源的”" in one.text


def test_what_belongs_in_the_application_goes_there_and_is_sent_where_bidden(one: Talk, database: Database) -> None:
    file_case(database)
    said = tells(shown(one, "杯盖也是歪的"), "转吧 其实写到申请里就行", "affirm")
    assert said == ["utter_merchant_message_sent", "utter_confirm_change"] and "说明：杯盖也是歪的" in one.text
    one.asks("affirm")
    assert cases(database)[0].details == "杯盖也是歪的"


def test_without_a_yes_it_is_not_sent(one: Talk, database: Database) -> None:
    file_case(database)
    assert tells(shown(one, "杯盖也是歪的"), "直接加到售后单里吧") == ["utter_confirm_change"]
    assert rows(database, t.merchant_messages) == []


def test_what_stands_behind_a_wish_to_have_him_do_something_asks_the_desk(one: Talk) -> None:
    tells(one, "跟商家说一声让他们后天上午打我电话行不行", "contact_merchant")
    assert "“请后天上午打我电话”" in one.text


def test_of_two_things_that_would_do_both_are_said(one: Talk, database: Database) -> None:
    set_order(database, "N1", received_at=NOW - timedelta(days=30))
    tells(one, "要退钱 退不了就换新的 帮我问商家", asks={"帮我": "contact_merchant"})
    assert "要退钱，退不了就换新的" in one.text


@pytest.mark.parametrize("words", ["嗯 那催的那条是发出去了吧", "刚才不是发过了吗", "那话带到了没"])
def test_whether_it_went_is_told_and_nothing_is_sent_again(one: Talk, database: Database, words: str) -> None:
    shown(one)
    one.asks("affirm")
    assert tells(one, words, "urge_shipping") == ["utter_message_went"]
    assert len(rows(database, t.merchant_messages)) == 1
