"""A form that is given up, put off or come back to; taking back what was filed, and what never was."""

from datetime import timedelta

import pytest

from shouhou.cases.database import Database
from shouhou.cases.transitions import set_case_status
from shouhou.rules.kinds import Actor
from shouhou.rules.lifecycle import CaseStatus
from shouhou.settings import policy
from tests.leading import NOW, Talk, begin
from tests.unit.talk.talks import cases, file_case, set_order, summed_up, tells, titles


@pytest.mark.parametrize(
    ("words", "intent"),
    [("算了不换了 邮费不划算 我问下工友要不要 卖给他", "ask_return_shipping"),
     ("那个换杯子的我不弄了哈 没交上去吧", "stop"),
     ("先不办换货了", "faq/request_types"), ("杯子还是要吧 别换了", "nlu_fallback"), ("取消它", "cancel_aftersales"),
     ("都先取消 重新来", "stop"), ("先不换 我等它到", "deny"), ("老公说不换了 留着用", "nlu_fallback")],
)
def test_a_form_given_up_says_that_nothing_was_filed_and_until_when_it_may_be(
    one: Talk, database: Database, words: str, intent: str
) -> None:
    summed_up(one, "exchange")
    assert tells(one, words, intent) == ["utter_stopped"]
    assert "12月15日" in one.text and one.state.draft is None and cases(database) == []


@pytest.mark.parametrize(
    "words",
    ["算了一会儿再说发票 要不你们赔我20我凑合用得了 这样行不", "不换了，退了吧", "我没说不办啊", "不用换整个",
     "赠品不退了哈",
     "这个能不能不寄回去"],
)
def test_a_side_matter_or_another_wish_leaves_no_form(one: Talk, words: str) -> None:
    summed_up(one, "exchange")
    tells(one, words, "stop" if "再说" in words else "nlu_fallback")
    assert one.state.draft is not None


def test_enough_of_choosing_is_a_yes(one: Talk, database: Database) -> None:
    summed_up(one, "exchange")
    tells(one, "算了算了 哪个都行 提交", "stop")
    assert len(cases(database)) == 1


@pytest.mark.parametrize("words", ["先别弄 我找找照片", "先不办 我再想想"])
def test_what_is_put_off_before_the_summary_stays_open(one: Talk, words: str) -> None:
    one.asks("request_aftersales", request_type="exchange")
    assert tells(one, words, "stop") == ["utter_take_your_time_in_form"]
    assert one.state.draft is not None


def test_beside_giving_up_what_is_asked_is_answered(one: Talk) -> None:
    summed_up(one, "exchange")
    said = tells(one, "杯子不换了 我撤销还剩几次", "ask_cancellations_left",
     asks={"还剩几次": "ask_cancellations_left"})
    assert said == ["utter_stopped", "utter_cancellations_left"]


def test_beside_giving_up_a_person_comes_and_nothing_was_filed(one: Talk, database: Database) -> None:
    summed_up(one, "exchange")
    said = tells(one, "慢着 先不换 我等它到 你叫个真人来", "request_human")
    assert said == ["utter_stopped_for", "utter_handover_waiting"] and cases(database) == []


@pytest.mark.parametrize(
    ("words", "intent"),
    [("还是给我换吧", "request_aftersales"), ("换货的申请还在吗 交上去", "ask_case_status"),
     ("那还是给我办吧", "affirm"),
     ("刚才都填好了 直接交", "affirm"), ("我没说不办啊", "stop"), ("我要申请售后", "request_aftersales")],
)
def test_what_was_left_comes_back_with_all_that_it_knew_and_waits_for_a_yes(
    three: Talk, database: Database, words: str, intent: str
) -> None:
    three.asks("request_aftersales", order_number="N2", request_type="exchange")
    tells(three, "开线了", reason="开线了", group="goods")
    tells(three, "没有", "deny")
    tells(three, "算了", "stop")
    said = tells(three, words, intent)
    assert said[-2:] == ["utter_back_to_form", "utter_confirm_application"] and cases(database) == []
    three.asks("affirm")
    assert [(case.order_number, case.request_type, case.reason) for case in cases(database)] == [("N2", "exchange",
     "开线了")]


def test_what_was_left_comes_back_for_its_own_order_and_changed_as_it_is_said(three: Talk) -> None:
    three.asks("request_aftersales", order_number="N2", request_type="exchange")
    tells(three, "开线了", reason="开线了", group="goods")
    tells(three, "算了不弄了", "stop")
    three.asks("ask_cancellations_left", order_number="N1")
    assert three.state.order == "N1"
    tells(three, "连衣裙还是退货吧", "request_aftersales", request_type="return_refund", product_category="连衣裙")
    assert three.state.order == "N2" and three.state.draft is not None
    fields = three.state.draft.fields
    assert (fields["reason"], fields["request_type"]) == ("开线了", "return_refund")


def test_what_was_filed_since_does_not_come_back(one: Talk, database: Database) -> None:
    summed_up(one, "exchange")
    tells(one, "算了", "stop")
    tells(one, "还是给我换吧", "request_aftersales", request_type="exchange")
    one.asks("affirm")
    assert one.state.left == []
    assert tells(one, "你还是给我办吧", "nlu_fallback") == ["utter_case_status"] and len(cases(database)) == 1


def test_a_new_fault_begins_anew(one: Talk) -> None:
    summed_up(one, "exchange", "杯盖裂了")
    tells(one, "算了", "stop")
    said = tells(one, "杯底漏水，我要退货", "request_aftersales", "杯底漏水", "goods", request_type="return_refund")
    assert "utter_back_to_form" not in said and one.state.draft is not None
    assert "杯底漏水" in f"{one.state.draft.fields['reason']}；{one.state.draft.fields['details']}"


def test_a_word_to_the_merchant_that_is_not_wanted_leads_back_to_the_form(one: Talk, database: Database) -> None:
    for no in ("先不用", "算了凑合不行 别问商家了 换货那个交了吧"):
        summed_up(one, "exchange")
        one.asks("contact_merchant")
        tells(one, "能不能补我20元我留着用", "inform")
        said = one.presses(no) if no == "先不用" else tells(one, no, "ask_case_status")
        assert said[0] == "utter_not_passed_on" and said[-1] == "utter_confirm_application", said
        assert cases(database) == []
        tells(one, "都先取消 重新来", "stop")


@pytest.mark.parametrize(
    ("words", "intent"), [("没交上去吧", "affirm"), ("刚才那个退款没给我退掉吧", "request_aftersales"),
    ("撤了吧", "cancel_aftersales")]
)
def test_whether_what_was_left_was_filed_is_told(one: Talk, words: str, intent: str) -> None:
    summed_up(one, "exchange")
    tells(one, "算了", "stop")
    assert tells(one, words, intent) == ["utter_nothing_filed"]


@pytest.mark.parametrize(("status", "said"), [(CaseStatus.REFUSED, "utter_cancel_case_over"), (CaseStatus.CLOSED,
    "utter_cancel_case_over")])
def test_what_is_over_need_not_be_cancelled(one: Talk, database: Database, status: CaseStatus, said: str) -> None:
    number = file_case(database)
    actor = Actor.MERCHANT if status is CaseStatus.REFUSED else Actor.SYSTEM
    set_case_status(database, number, status, actor, "今天发货", NOW + timedelta(minutes=1), policy())
    assert tells(one, "那张撤了吧", "cancel_aftersales") == [said]
    assert "不用再撤" in one.text


def test_a_place_is_no_name_where_several_things_may_be_cancelled(three: Talk, database: Database) -> None:
    file_case(database, "N1")
    set_order(database, "N3", received_at=None, status="shipped")
    tells(three, "连衣裙开线了，我要换货", "request_aftersales", "开线了", "goods", request_type="exchange",
          product_category="连衣裙")
    tells(three, "没有", "deny")
    assert tells(three, "对了把第二个取消了", "inform", order_ref={"index": 2}) == ["utter_ask_which_to_take_back"]
    assert set(titles(three)) == {"蓝色保温杯（尾号 N1）", "折叠台灯（尾号 N3）", "还没提交的这份"}
    three.presses("还没提交的这份")
    assert three.state.draft is None and [case.status for case in cases(database)] == ["requested"]


def test_which_is_to_be_cancelled_may_be_typed(three: Talk, database: Database) -> None:
    file_case(database, "N1")
    file_case(database, "N2", key="second")
    assert tells(three, "把第二个取消了", "inform", order_ref={"index": 2}) == ["utter_ask_which_to_take_back"]
    tells(three, "保温杯那个", "inform", product_category="保温杯")
    assert three.last.response == "utter_confirm_cancel" and three.state.order == "N1"
    three.asks("affirm")
    assert sorted((case.order_number, case.status) for case in cases(database)) == [("N1", "cancelled"),
     ("N2", "requested")]


@pytest.mark.parametrize(
    ("words", "intent"),
    [("退款那个撤干净没有", "cancel_aftersales"), ("那订单还照样发吧", "cancel_unshipped_order"),
     ("没退吧", "request_aftersales")],
)
def test_after_a_cancellation_the_record_says_that_it_is_so_and_no_refund_is_offered(
    database: Database, words: str, intent: str
) -> None:
    talk = begin(database, ["滚筒洗衣机"])
    set_order(database, "N1", received_at=None, shipped_at=None, status="paid")
    talk.asks("cancel_unshipped_order")
    tells(talk, "不想要了", reason="不想要了", group="personal")
    talk.asks("affirm")
    talk.asks("cancel_aftersales")
    talk.asks("affirm")
    assert tells(talk, words, intent) == ["utter_is_undone_under_way"]
    talk.asks("ask_delivery_status")
    assert "退款" not in talk.text and all("aftersales" not in each["payload"] for each in talk.last.buttons)
