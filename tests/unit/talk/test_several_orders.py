"""Several orders in one talk: which one a form is about, and what is told of one while another is at hand."""

import pytest

from shouhou.cases.database import Database
from tests.leading import Talk, begin
from tests.unit.talk.talks import cases, file_case, payload, press, tells


@pytest.fixture
def shoes(database: Database) -> Talk:
    """A buyer of two pairs that differ in their size."""
    return begin(database, ["劳保鞋 钢头 42码", "劳保鞋 钢头 40码"])


@pytest.fixture
def desk(database: Database) -> Talk:
    """A buyer of two things that are nothing alike."""
    return begin(database, ["机械键盘 87键", "游戏鼠标 有线"])


def _wrong_pair(talk: Talk) -> str:
    """An exchange led to its summary for the pair that fits; what the other pair's button carried."""
    tells(talk, "鞋有点紧，想换大一号", "request_aftersales", "鞋有点紧", "personal", request_type="exchange")
    carried = payload(talk, "劳保鞋 钢头 42码（尾号 N1）")
    tells(talk, "40码那双", "inform")
    assert talk.state.order == "N2" and talk.last.response == "utter_confirm_application", talk.text
    return carried


@pytest.mark.parametrize(
    "words",
    ["哎不对 点错了 40是我弟的 他那双合脚 我的是42那双 要换43", "单子还是40的啊 我要换的是那双42的", "42那双换43",
     "那双42的",
     "不对 是42那双"],
)
def test_an_order_that_words_plainly_point_at_is_gone_on_with(shoes: Talk, words: str) -> None:
    _wrong_pair(shoes)
    assert "utter_order_switched" in tells(shoes, words, "nlu_fallback")
    assert shoes.state.order == "N1" and shoes.last.facts["order_number"] == "N1"
    assert "鞋有点紧" in shoes.text and "42码（尾号 N1）" in shoes.text


@pytest.mark.parametrize("words", ["要换43", "43码的", "40那双换41", "42那双合脚不用换", "42那双能退吗"])
def test_a_size_that_is_wanted_or_goods_that_are_only_spoken_of_switch_nothing(shoes: Talk, words: str) -> None:
    _wrong_pair(shoes)
    assert "utter_order_switched" not in tells(shoes, words, "nlu_fallback")
    assert shoes.state.order == "N2"


def test_an_order_s_older_button_switches_the_open_form_and_writes_nothing(shoes: Talk, database: Database) -> None:
    carried = _wrong_pair(shoes)
    said = press(shoes, carried, "劳保鞋 钢头 42码（尾号 N1）")
    assert said == ["utter_order_switched", "utter_confirm_application"] and shoes.state.order == "N1"
    assert cases(database) == []
    shoes.asks("affirm")
    assert [(case.order_number, case.reason) for case in cases(database)] == [("N1", "鞋有点紧")]


def test_an_order_s_older_button_is_past_where_no_form_is_open(shoes: Talk) -> None:
    carried = _wrong_pair(shoes)
    tells(shoes, "算了", "stop")
    assert press(shoes, carried, "劳保鞋 钢头 42码（尾号 N1）") == ["utter_offer_past"]


def test_an_older_button_never_leads_to_another_buyer_s_order(shoes: Talk) -> None:
    carried = _wrong_pair(shoes)
    assert press(shoes, carried.replace("N1", "X9"), "劳保鞋")[0] == "utter_offer_past"
    assert shoes.state.order == "N2"


def test_each_of_two_wishes_keeps_its_own_reason_and_type(desk: Talk, database: Database) -> None:
    said = tells(
        desk, "鼠标点一下给我双击 我要退货退款 键盘空格卡住了 换一个", "request_aftersales", ["鼠标点一下给我双击",
         "键盘空格卡住了"],
        "goods", request_type="return_refund",
    )
    assert said[0] == "utter_other_order_noted" and desk.state.order == "N2"
    tells(desk, "没有", "deny")
    assert "鼠标点一下给我双击" in desk.text and "退货退款" in desk.text and "键盘" not in desk.text
    said = desk.asks("affirm")
    assert "utter_next_order" in said and said[-1] == "utter_form_evidence"
    tells(desk, "没有", "deny")
    desk.asks("affirm")
    assert [(case.order_number, case.request_type, case.reason) for case in cases(database)] == [
        ("N2", "return_refund", "鼠标点一下给我双击"), ("N1", "exchange", "键盘空格卡住了"),
    ]


def test_one_wish_for_both_holds_for_both(database: Database) -> None:
    talk = begin(database, ["口红 正红色", "粉底液 30ml"])
    tells(talk, "口红没拆不想要了 粉底液太黑 两个都退", "inform", "口红没拆不想要了", "personal",
          {"都退": "request_aftersales"})
    assert "退货退款" in talk.text and "粉底液" not in talk.last.text
    talk.asks("affirm")
    assert [(told.order, told.request_type) for told in talk.state.next_up] == []
    assert talk.state.order == "N2" and talk.state.draft is not None
    assert talk.state.draft.fields["request_type"] == "return_refund"
    assert talk.state.draft.fields["reason"] == "粉底液太黑"


def test_a_wish_for_one_more_waits_for_the_one_at_hand(desk: Talk) -> None:
    tells(desk, "键盘空格卡住了 换一个", "request_aftersales", "键盘空格卡住了", "goods", request_type="exchange")
    tells(desk, "没有", "deny")
    said = tells(desk, "鼠标也退了吧", "request_aftersales")
    assert said == ["utter_other_order_noted", "utter_confirm_application"] and desk.state.order == "N1"
    assert [(told.order, told.request_type) for told in desk.state.next_up] == [("N2", "return_refund")]


def test_what_was_noted_may_be_dropped_again(desk: Talk, database: Database) -> None:
    tells(desk, "键盘空格卡住了 换一个", "request_aftersales", "键盘空格卡住了", "goods", request_type="exchange")
    tells(desk, "没有", "deny")
    tells(desk, "鼠标也退了吧", "request_aftersales")
    assert tells(desk, "鼠标不退了", "deny")[0] == "utter_stopped_for"
    assert desk.state.next_up == [] and desk.state.order == "N1"
    desk.asks("affirm")
    assert [case.order_number for case in cases(database)] == ["N1"] and desk.state.draft is None


def test_what_is_set_right_for_each_goes_to_each(desk: Talk) -> None:
    tells(desk, "鼠标双击", "inform", "鼠标双击", "goods")
    tells(desk, "换啥货 鼠标要退货 键盘才换", "nlu_fallback")
    assert desk.state.order == "N2" and desk.state.draft is not None
    assert desk.state.draft.fields["request_type"] == "return_refund"
    assert [(told.order, told.request_type) for told in desk.state.next_up] == [("N1", "exchange")]


def test_danger_of_other_goods_comes_first(desk: Talk) -> None:
    tells(desk, "键盘空格卡住了 换一个", "request_aftersales", "键盘空格卡住了", "goods", request_type="exchange")
    said = tells(desk, "鼠标冒烟了", "report_danger", "冒烟了", "goods")
    assert said[0] == "utter_report_danger" and desk.state.next_up == []


def test_what_is_said_to_the_desk_belongs_to_no_order(desk: Talk, database: Database) -> None:
    tells(desk, "键盘空格卡住了 换一个", "request_aftersales", "键盘空格卡住了", "goods", request_type="exchange")
    tells(desk, "没有", "deny")
    said = tells(desk, "鼠标也退了吧 好的", "affirm", asks={"鼠标": "request_aftersales", "好的": "affirm"})
    assert "utter_application_filed" in said and desk.state.order == "N2"
    assert [case.order_number for case in cases(database)] == ["N1"]
    assert tells(desk, "键盘也坏了 转人工", "request_human", asks={"键盘": "inform", "人工": "request_human"})[-1] == (
        "utter_handover_waiting"
    )


def test_a_fault_of_the_goods_at_hand_sets_no_order_right(desk: Talk) -> None:
    tells(desk, "鼠标双击", "inform", "鼠标双击", "goods")
    said = tells(desk, "两个都退货退款 键盘没拆封 鼠标颜色不对", "inform", "颜色不对", "goods")
    assert said[0] == "utter_other_order_noted" and desk.state.order == "N2"
    assert [(told.order, told.request_type) for told in desk.state.next_up] == [("N1", "return_refund")]


def test_what_is_wished_for_goods_that_are_filed_is_not_begun_again(desk: Talk, database: Database) -> None:
    file_case(database, "N2")
    tells(desk, "键盘空格卡住了 换一个", "request_aftersales", "键盘空格卡住了", "goods", request_type="exchange")
    tells(desk, "没有", "deny")
    assert "utter_other_order_there" in tells(desk, "鼠标是退货退款哈", "inform")
    assert desk.state.next_up == [] and desk.state.order == "N1"


def test_a_question_about_other_goods_moves_no_form_to_them(desk: Talk, database: Database) -> None:
    tells(desk, "键盘空格卡住了 换一个", "request_aftersales", "键盘空格卡住了", "goods", request_type="exchange")
    tells(desk, "没有", "deny")
    said = tells(desk, "鼠标还能退吗", "ask_window_open")
    assert said[0].startswith("utter_verdict") and desk.state.order == "N1"
    desk.asks("affirm")
    assert [case.order_number for case in cases(database)] == ["N1"]


def test_a_fault_of_other_goods_sets_nothing_right(database: Database) -> None:
    talk = begin(database, ["护眼台灯", "保温杯 黑色"])
    tells(talk, "台灯一直闪 换新的", "request_aftersales", "台灯一直闪", "goods", request_type="exchange")
    tells(talk, "没有", "deny")
    assert tells(talk, "保温杯颜色发错了", "inform", "颜色发错了", "goods")[0] == "utter_other_order_noted"
    assert talk.state.order == "N1"


def test_one_is_dropped_and_the_other_gone_on_with(database: Database) -> None:
    talk = begin(database, ["口红 正红色", "粉底液 30ml"])
    tells(talk, "粉底液太黑 我要退货退款", "request_aftersales", "粉底液太黑", "goods", request_type="return_refund")
    tells(talk, "没有", "deny")
    assert talk.state.order == "N2"
    said = tells(talk, "粉底液不退了 我拿去送人 就退口红那支 不想要了", "request_aftersales", "不想要了", "personal")
    assert said[0] == "utter_stopped_for" and said[-1] == "utter_confirm_application" and talk.state.order == "N1"
    assert "送人" not in talk.last.text and "不想要了" in talk.last.text
    talk.asks("affirm")
    assert [case.order_number for case in cases(database)] == ["N1"]


def test_an_order_over_what_is_written_is_for_the_one_at_hand(desk: Talk) -> None:
    tells(desk, "键盘空格键按不下去，要退货退款", "request_aftersales", "空格键按不下去", "goods")
    before = desk.state.next_up
    tells(desk, "说明里鼠标那句去掉", "inform")
    assert desk.state.next_up == before == []
