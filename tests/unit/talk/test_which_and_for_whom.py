"""Which of two orders is meant, and for whom words are: the merchant, the desk's people, who comes to the door."""

import pytest

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from tests.leading import Talk, begin
from tests.unit.talk.talks import cases, file_case, rows, summed_up, tells


@pytest.fixture
def two(database: Database) -> Talk:
    """A buyer of a vacuum flask and an electric kettle."""
    return begin(database, ["保温水壶", "电热水壶"])


def applied(talk: Talk, fault: str) -> None:
    """An application for what the fault is told of, led to its summary."""
    tells(talk, f"{fault} 退货退款", "request_aftersales", reason=fault, group="goods", request_type="退货退款")
    tells(talk, "没有", "deny")
    assert talk.last.response == "utter_confirm_application", talk.text


def test_praise_alone_opens_no_request(one: Talk) -> None:
    assert tells(one, "你好 上次买的杯子挺好用的", asks={"你好": "greet"}) == ["utter_glad_of_it"]
    assert one.state.draft is None and one.state.told.reason is None


@pytest.mark.parametrize("words", ["不是保温壶呀", "别退我保温壶啊 保温壶好好的", "保温壶没毛病 是电热的那个 不通电"])
def test_an_order_that_is_denied_is_out_and_the_other_one_meant(two: Talk, words: str) -> None:
    applied(two, "保温水壶漏水")
    assert two.state.order == "N1"
    tells(two, words, "inform")
    assert two.state.order == "N2"
    draft = two.state.draft
    assert draft is not None and "保温" not in f"{draft.fields.get('reason')}{draft.fields.get('details')}"


def test_what_is_scolded_for_standing_wrongly_names_no_order(two: Talk) -> None:
    applied(two, "电热水壶不通电")
    tells(two, "你咋又给我写成保温壶了 写电热壶不通电", "inform")
    assert two.state.order == "N2"


def test_the_order_at_hand_stays_where_the_other_is_denied_and_that_is_said(two: Talk) -> None:
    applied(two, "电热水壶不通电")
    assert "utter_order_stays" in tells(two, "别动我保温壶", "inform")
    assert two.state.order == "N2"


def test_what_is_told_beside_a_yes_goes_behind_the_words_that_were_offered(one: Talk, database: Database) -> None:
    file_case(database)
    one.asks("ask_case_status")
    one.says("里面的数据会不会被清掉", "out_of_scope", sure=0.55)
    tells(one, "要 再写上里面有孩子的照片", "inform")
    assert "里面的数据会不会被清掉，里面有孩子的照片" in one.text and not rows(database, t.merchant_messages)
    assert tells(one, "好 发吧", asks={"好": "affirm", "发吧": "affirm"})[0] == "utter_merchant_message_sent"
    (message,) = rows(database, t.merchant_messages)
    assert message.words == "里面的数据会不会被清掉，里面有孩子的照片"
    said = tells(one, "刚才转给商家那句里写了照片没", "contact_merchant")
    assert said == ["utter_message_waiting"] and "里面有孩子的照片" in one.text and one.state.draft is None


def test_him_is_the_person_who_was_just_called_for(one: Talk, database: Database) -> None:
    file_case(database)
    tells(one, "转人工", "request_human")
    tells(one, "跟他说中午别打电话", "contact_merchant")
    (handover,) = rows(database, t.handovers)
    assert "留言：中午别打电话" in handover.summary and not rows(database, t.merchant_messages)
    assert tells(one, "客服能看到我留的话吗", "out_of_scope") == ["utter_word_left_stands_now"]
    assert "中午别打电话" in one.text


def test_what_was_put_to_the_merchant_by_mistake_is_left_for_the_people(one: Talk, database: Database) -> None:
    file_case(database)
    tells(one, "跟商家说我后天才在家", "contact_merchant")
    tells(one, "不是跟商家说 是让你给人工客服留言", "inform")
    (handover,) = rows(database, t.handovers)
    assert "我后天才在家" in handover.summary and one.state.draft is None
    assert not rows(database, t.merchant_messages)


def test_who_comes_is_asked_to_ring_before(one: Talk, database: Database) -> None:
    summed_up(one, "exchange")
    tells(one, "上门取件前先给我打电话", "ask_service_hours")
    tells(one, "提交", "affirm")
    (case,) = cases(database)
    assert "上门前请先打电话约时间" in case.details
    said = tells(one, "师傅来之前能先联系我不", "ask_for_call")
    assert "utter_phone_staffed" not in said and "utter_no_calls" not in said


def test_a_message_gives_way_to_the_application_that_waits(one: Talk, database: Database) -> None:
    summed_up(one)
    tells(one, "帮我跟商家说 杯身也花了", asks={"帮我": "contact_merchant"})
    said = tells(one, "算了 先把退货提交了吧", "inform")
    assert said[-1] == "utter_confirm_application" and not cases(database)
    assert not rows(database, t.merchant_messages)
