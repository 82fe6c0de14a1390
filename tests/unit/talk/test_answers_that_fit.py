"""What is asked gets the answer to it: no step for goods that have no plug, no freight for a part's price, no list of
what the desk can do in the middle of a matter, and nothing promised that the merchant decides.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from shouhou.cases.database import Database
from tests.leading import Talk
from tests.unit.talk.talks import file_case, set_order, summed_up, tells

UNDER_WAY: Mapping[str, Any] = {"status": "shipped", "received_at": None}


@pytest.mark.parametrize(
    ("product", "words", "answer"),
    [("空气炸锅 6L", "插上没反应 教我怎么检查", "utter_faq/basic_checks"),
     ("蓝牙耳机", "连不上 怎么重新配对", "utter_checks_battery"),
     ("上臂式电子血压计", "量出来高了 请问怎么调准", "utter_checks_unknown"),
     ("手编毛线团", "颜色不一样 怎么调准", "utter_checks_unknown")],
)
def test_a_step_is_told_for_the_goods_that_it_fits(
    one: Talk, database: Database, product: str, words: str, answer: str
) -> None:
    set_order(database, "N1", product=product)
    said = tells(one, words, "faq/basic_checks")
    assert said[0] == answer and (answer != "utter_checks_unknown" or said[1:] == ["utter_offer_ask_now"])


def test_in_a_form_the_step_that_is_not_known_is_kept_for_the_merchant(one: Talk) -> None:
    tells(one, "杯盖裂了", reason="杯盖裂了", group="goods")
    assert tells(one, "请问怎么调准", "out_of_scope")[0] == "utter_checks_unknown_in_form"
    assert one.state.asked and "插座" not in one.text


def test_in_the_middle_of_a_matter_no_list_is_given_of_what_the_desk_can_do(one: Talk, database: Database) -> None:
    file_case(database)
    tells(one, "到哪了", "ask_case_status")
    assert "utter_ask_capabilities" not in tells(one, "这个您能写进去吗", "ask_capabilities", sure=0.7)
    assert tells(one, "你都能干啥", "ask_capabilities", sure=0.7) == ["utter_ask_capabilities"]


def test_an_exception_is_not_the_desk_s_to_make(one: Talk, database: Database) -> None:
    set_order(database, "N1", received_at=one.now.replace(month=1))
    assert tells(one, "老顾客了 你给破个例行不行", "ask_capabilities") == ["utter_exception"]
    assert one.says("好的", "affirm") and one.state.draft is not None and one.state.draft.form == "merchant"


def test_within_the_window_no_exception_is_needed(one: Talk) -> None:
    assert tells(one, "你给破个例行不行", "ask_capabilities") == ["utter_exception_not_needed"]


@pytest.mark.parametrize("intent", ["ask_refund_arrival", "ask_delivery_status", "out_of_scope"])
def test_the_day_a_parcel_comes_is_not_seen_here(one: Talk, database: Database, intent: str) -> None:
    set_order(database, "N1", **UNDER_WAY)
    assert tells(one, "我那个杯子啥时候能到", intent) == ["utter_arrival_offer"]
    assert one.says("好的", "affirm") == ["utter_confirm_merchant_message"]
    one.says("好的", "affirm")
    assert tells(one, "所以几号能到没法估计是吗", intent) == ["utter_arrival_asked"]


def test_the_day_is_answered_and_the_merchant_hurried(one: Talk, database: Database) -> None:
    set_order(database, "N1", **UNDER_WAY)
    said = tells(one, "大概什么时候能到 商家能不能催一下快递", "nlu_fallback", asks={"催": "urge_shipping"})
    assert said == ["utter_arrival", "utter_confirm_merchant_message"]


def test_when_the_money_comes_is_no_question_of_the_parcel(one: Talk, database: Database) -> None:
    set_order(database, "N1", **UNDER_WAY)
    assert tells(one, "退款几天能到", "ask_refund_arrival") == ["utter_refund_arrival"]


def test_what_a_part_costs_is_for_the_merchant_to_say(one: Talk) -> None:
    said = tells(one, "我不退 就想要一个盖子 补一个要钱不嘛", "ask_return_shipping")
    assert said == ["utter_part_price", "utter_offer_ask_now"]


def test_other_losses_are_for_the_merchant_to_say(one: Talk) -> None:
    summed_up(one)
    assert tells(one, "手机进水你们赔不赔", "ask_warranty") == [
        "utter_request_compensation", "utter_confirm_application",
    ]


def test_which_comes_first_in_an_exchange(one: Talk) -> None:
    tells(one, "杯盖裂了", reason="杯盖裂了", group="goods")
    said = tells(one, "是先给我发 还是要等我这个寄回去", "ask_must_return")
    assert said == ["utter_faq/new_one_first", "utter_form_request_type"]


def test_the_purse_that_was_paid_with_is_the_one_that_gets_it_back(one: Talk) -> None:
    assert tells(one, "到底退微信还是银行卡 我微信付的", "ask_refund_arrival") == ["utter_refund_way_named"]
    assert "微信零钱" in one.text and "储蓄卡" not in one.text


def test_a_recording_is_no_picture(one: Talk) -> None:
    summed_up(one)
    assert tells(one, "声音拍不出来 录音可以吗", "faq/without_picture")[0] == "utter_recording_in_form"


def test_a_pickup_can_be_written_into_what_is_open(one: Talk) -> None:
    summed_up(one, "exchange")
    assert tells(one, "快递员到不到家里来拿啊", "ask_delivery_status")[0] == "utter_pickup_in_form"
    tells(one, "写上要上门取件", "inform")
    assert one.state.draft is not None and "上门取件" in str(one.state.draft.fields["details"])


def test_another_account_changes_nothing(one: Talk) -> None:
    assert tells(one, "那我拿我媳妇的号重新申请一个 认不认", "ask_can_reapply") == ["utter_other_account"]


def test_three_times_the_price_is_not_promised_and_food_is_left_out_of_it(one: Talk) -> None:
    assert tells(one, "属欺诈 根据消法 要求退一赔三", "request_compensation") == ["utter_triple_damages"]
    assert "食" not in one.text and ("替商家答应" in one.text or "替他答复" in one.text)


def test_a_claim_in_a_complaint_is_written_and_not_answered(one: Talk) -> None:
    tells(one, "我要投诉 卖假货", "file_complaint")
    assert "utter_triple_damages" not in tells(one, "要求退一赔三", "faq/triple_damages")


def test_what_is_for_the_merchant_to_be_asked_is_not_answered(one: Talk, database: Database) -> None:
    file_case(database)
    said = tells(one, "上门取的事你帮我问问商家 快递员上不上门", "contact_merchant")
    assert said == ["utter_confirm_merchant_message"]
