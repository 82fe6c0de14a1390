"""What is asked between two steps of a request, by the names of the asks: the answer by what stands, with its day."""

from datetime import timedelta
from typing import Optional

import pytest

from shouhou.cases.applications import Application, apply
from shouhou.cases.database import Database
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import set_case_status
from shouhou.rules.kinds import Actor, ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus
from shouhou.settings import policy
from tests.leading import NOW, Talk, begin
from tests.unit.talk.talks import TALK, file_case, file_complaint, set_order, summed_up, tells

ANSWER_BY, SEND_BY, WINDOW = "12月4日 10:00", "12月9日 10:00", "12月15日"
EXCHANGE, REFUND, RESEND, REPAIR = (
    RequestType.EXCHANGE, RequestType.REFUND_ONLY, RequestType.RESEND, RequestType.REPAIR)


def stand(one: Talk, database: Database, where: str, kind: RequestType = EXCHANGE) -> None:
    """Bring the talk to where an ask may come: none, form, shut, paid, or the case's status."""
    if where == "none":
        return
    if where == "form":
        summed_up(one, kind.value)
    elif where == "shut":
        set_order(database, "N1", received_at=NOW - timedelta(days=40))
    elif where == "paid":
        set_order(database, "N1", received_at=None, status="paid")
    else:
        case = file_case(database, request_type=kind)
        for status in {"requested": (), "agreed": (CaseStatus.AGREED,), "refused": (CaseStatus.REFUSED,),
                       "returning": (CaseStatus.AGREED, CaseStatus.RETURNING)}[where]:
            set_case_status(database, case, status, Actor.MERCHANT, "", NOW, policy())


CASES = [
    ("ask_when_to_send", "none", EXCHANGE, "utter_send_when_none", "先别寄|还不能寄"),
    ("ask_when_to_send", "form", EXCHANGE, "utter_send_when_form", "同意"),
    ("ask_when_to_send", "requested", EXCHANGE, "utter_send_when_requested", ANSWER_BY),
    ("ask_when_to_send", "agreed", EXCHANGE, "utter_send_when_sending", SEND_BY),
    ("ask_when_to_send", "requested", RESEND, "utter_send_when_never", "不用寄"),
    ("ask_when_to_send", "refused", EXCHANGE, "utter_send_when_refused", "别寄"),
    ("ask_when_to_send", "shut", EXCHANGE, "utter_send_when_shut", "商家同意|他先同意"),
    ("ask_when_to_send", "paid", EXCHANGE, "utter_send_when_under_way", "仅退款"),
    ("ask_send_how", "none", EXCHANGE, "utter_send_how_before", "快递"),
    ("ask_send_how", "requested", EXCHANGE, "utter_send_how_later", ANSWER_BY),
    ("ask_send_how", "agreed", EXCHANGE, "utter_send_how_now", SEND_BY),
    ("ask_send_how", "requested", REFUND, "utter_send_when_never", "不用寄"),
    ("ask_freight_back", "none", EXCHANGE, "utter_freight_back_rule", "没有固定|没有规定"),
    ("ask_freight_back", "requested", EXCHANGE, "utter_freight_back_later", "底单"),
    ("ask_freight_back", "agreed", EXCHANGE, "utter_freight_back_sent", "底单"),
    ("ask_freight_back", "requested", RESEND, "utter_freight_back_none", "补寄"),
    ("ask_whole_time", "none", EXCHANGE, "utter_whole_time_before", "48 小时"),
    ("ask_whole_time", "form", EXCHANGE, "utter_whole_time_before", "7 天内寄回"),
    ("ask_whole_time", "requested", EXCHANGE, "utter_whole_time_requested", ANSWER_BY),
    ("ask_whole_time", "requested", RESEND, "utter_whole_time_requested", "直接补寄"),
    ("ask_whole_time", "agreed", EXCHANGE, "utter_whole_time_sending", SEND_BY),
    ("ask_whole_time", "agreed", REFUND, "utter_how_long_agreed", ANSWER_BY),
    ("ask_in_time", "none", EXCHANGE, "utter_in_time_none", "48 小时"),
    ("ask_in_time", "form", EXCHANGE, "utter_in_time_form", "48 小时"),
    ("ask_in_time", "requested", EXCHANGE, "utter_in_time_requested", ANSWER_BY),
    ("ask_in_time", "agreed", EXCHANGE, "utter_in_time_sending", SEND_BY),
    ("ask_refund_deductions", "none", REFUND, "utter_deductions_either", "99.00 元"),
    ("ask_refund_deductions", "form", REFUND, "utter_deductions_goods", "99.00 元"),
    ("ask_refund_deductions", "requested", REFUND, "utter_deductions_goods", "99.00 元"),
    ("ask_refund_deductions", "requested", EXCHANGE, "utter_deductions_no_money", "换货"),
    ("ask_refund_deductions", "paid", REFUND, "utter_deductions_unreceived", "99.00 元"),
    ("ask_who_reads", "none", EXCHANGE, "utter_who_reads_before", "48 小时"),
    ("ask_who_reads", "form", EXCHANGE, "utter_who_reads_before", "48 小时"),
    ("ask_who_reads", "requested", EXCHANGE, "utter_who_reads_requested", ANSWER_BY),
    ("ask_who_reads", "refused", EXCHANGE, "utter_who_reads_refused", "平台"),
    ("ask_who_judges", "none", EXCHANGE, "utter_who_judges", "3 个工作日"),
    ("ask_if_refused", "none", EXCHANGE, "utter_if_refused_again", WINDOW),
    ("ask_if_refused", "form", EXCHANGE, "utter_if_refused_again", WINDOW),
    ("ask_if_refused", "requested", EXCHANGE, "utter_if_refused_again", WINDOW),
    ("ask_if_refused", "shut", EXCHANGE, "utter_if_consent_refused", "投诉"),
    ("ask_if_refused", "agreed", EXCHANGE, "utter_if_refused_agreed", "同意"),
    ("ask_if_no_answer", "none", EXCHANGE, "utter_if_unanswered_before", "48 小时"),
    ("ask_if_no_answer", "requested", EXCHANGE, "utter_if_unanswered_requested", ANSWER_BY),
    ("ask_if_no_answer", "agreed", REFUND, "utter_if_unanswered_agreed", ANSWER_BY),
    ("ask_if_no_answer", "agreed", EXCHANGE, "utter_if_unanswered_sending", SEND_BY),
    ("ask_if_no_stock", "form", EXCHANGE, "utter_if_no_stock", "退款"),
    ("ask_if_no_stock", "requested", RESEND, "utter_if_no_stock_resend", "退"),
    ("ask_if_no_stock", "agreed", EXCHANGE, "utter_if_no_stock_agreed", "退款"),
    ("ask_type_after_refusal", "none", EXCHANGE, "utter_after_refusal", WINDOW),
    ("ask_type_after_refusal", "requested", EXCHANGE, "utter_after_refusal", WINDOW),
    ("ask_type_after_refusal", "agreed", REPAIR, "utter_after_agreed", "维修"),
    ("ask_type_after_refusal", "shut", EXCHANGE, "utter_if_refused_shut", "售后期"),
    ("ask_refused_times", "none", EXCHANGE, "utter_refused_times_again", WINDOW),
    ("ask_refused_times", "requested", EXCHANGE, "utter_refused_times_again", "3 次"),
    ("ask_refused_times", "shut", EXCHANGE, "utter_refused_times_shut", "商家"),
    ("ask_in_stock", "none", EXCHANGE, "utter_in_stock_none", "商家"),
    ("ask_in_stock", "form", EXCHANGE, "utter_in_stock_form", "商家"),
    ("ask_in_stock", "requested", EXCHANGE, "utter_in_stock_requested", ANSWER_BY),
    ("ask_in_stock", "requested", REFUND, "utter_in_stock_no_goods", "仅退款"),
    ("ask_exchange_difference", "none", EXCHANGE, "utter_difference_goods", "同款|同一款"),
    ("ask_exchange_difference", "requested", EXCHANGE, "utter_difference_goods", "同款|同一款"),
    ("ask_exchange_difference", "agreed", EXCHANGE, "utter_difference_agreed", "不用"),
    ("ask_exchange_difference", "requested", RESEND, "utter_difference_resend", "补寄"),
    ("ask_same_goods", "form", EXCHANGE, "utter_same_goods_exchange", WINDOW),
    ("ask_same_goods", "requested", REPAIR, "utter_same_goods_repair", "原来|自己"),
    ("ask_same_goods", "requested", RESEND, "utter_same_goods_resend", "缺的"),
    ("ask_needs_evidence", "none", EXCHANGE, "utter_needs_evidence_goods", "没有也能|不拍也能"),
    ("ask_needs_evidence", "form", EXCHANGE, "utter_needs_evidence_goods", "没有也能|不拍也能"),
    ("ask_needs_evidence", "requested", EXCHANGE, "utter_needs_evidence_requested", ANSWER_BY),
    ("ask_needs_evidence", "agreed", EXCHANGE, "utter_needs_evidence_agreed", "不用|不需要"),
    ("ask_use_meanwhile", "none", EXCHANGE, "utter_use_faulty", "别"),
    ("ask_use_meanwhile", "requested", EXCHANGE, "utter_use_careful", ANSWER_BY),
    ("ask_use_meanwhile", "requested", RESEND, "utter_use_resend_broken", "别扔"),
    ("ask_use_meanwhile", "agreed", EXCHANGE, "utter_use_sending", SEND_BY),
    ("ask_danger_recorded", "none", EXCHANGE, "utter_danger_recorded_no_open", "转给?人工"),
    ("ask_danger_recorded", "form", EXCHANGE, "utter_danger_recorded_no_form", "提交"),
    ("ask_danger_recorded", "requested", EXCHANGE, "utter_danger_recorded_no_filed", "AS"),
    ("ask_for_call", "none", EXCHANGE, "utter_no_calls", "20:00"),
    ("ask_for_call", "form", EXCHANGE, "utter_no_calls_in_form", "20:00"),
    ("ask_for_call", "requested", EXCHANGE, "utter_no_calls", "20:00"),
    ("ask_why_not_shipped", "paid", EXCHANGE, "utter_why_unshipped", "11月27日"),
    ("ask_why_not_shipped", "none", EXCHANGE, "utter_why_unshipped_here", "签收"),
    ("ask_rule_behind", "none", EXCHANGE, "utter_rule_behind_either", "15 天"),
    ("ask_rule_behind", "refused", EXCHANGE, "utter_rule_behind_goods", "15 天"),
    ("ask_rule_behind", "shut", EXCHANGE, "utter_rule_behind_shut", "15 天"),
    ("ask_part_only", "none", EXCHANGE, "utter_part_only_none", "可以|能"),
    ("ask_part_only", "form", EXCHANGE, "utter_part_only_form", "可以|能"),
    ("ask_part_only", "requested", EXCHANGE, "utter_part_only_requested", "AS"),
    ("ask_class_why", "none", EXCHANGE, "utter_class_why_rule", "运费"),
    ("ask_class_why", "form", EXCHANGE, "utter_class_why", "杯盖裂了"),
    ("ask_class_why", "requested", EXCHANGE, "utter_class_why", "商家出"),
]


@pytest.mark.parametrize(("ask", "where", "kind", "response", "holds"), CASES)
def test_an_ask_is_answered_by_what_stands(
    one: Talk, database: Database, ask: str, where: str, kind: RequestType, response: str, holds: str
) -> None:
    stand(one, database, where, kind)
    said = one.asks(ask)
    assert said[0] == response, one.text
    text = one.text.replace("转给人工", "转给?人工").replace("转人工", "转给?人工")
    assert any(each in text for each in holds.split("|"))
    if where == "form":
        assert one.state.draft is not None and said[-1] == "utter_confirm_application"


def test_every_ask_has_an_answer_where_no_order_is_known(database: Database) -> None:
    guest = begin(database, [], buyer=None, conversation="widget:guest:1")
    for ask in dict.fromkeys(each[0] for each in CASES if each[0] != "ask_why_not_shipped"):
        said = guest.asks(ask)
        assert said and not said[0].startswith("utter_ask_proof"), ask
        assert "{" not in guest.text and "；；" not in guest.text


@pytest.mark.parametrize(
    ("words", "where", "begins"),
    [("所以先别寄，对吧", "requested", "对，"), ("那我现在就能寄了吧", "requested", "不是，"),
     ("现在就寄对吧", "agreed", "对，")],
)
def test_what_a_question_takes_for_granted_is_confirmed_or_not(
    one: Talk, database: Database, words: str, where: str, begins: str
) -> None:
    stand(one, database, where)
    tells(one, words, "ask_when_to_send")
    assert one.text.startswith(begins)


@pytest.mark.parametrize(
    ("group", "words", "begins"),
    [(ReasonClass.GOODS, "那运费就是你们出对吧", "对，"), (ReasonClass.GOODS, "运费是不是我自己掏", "不是，"),
     (ReasonClass.PERSONAL, "运费你们出吧", "不是，"), (ReasonClass.PERSONAL, "运费谁出", "")],
)
def test_who_pays_begins_with_yes_or_no(
    one: Talk, database: Database, group: ReasonClass, words: str, begins: str
) -> None:
    _apply(database, group)
    tells(one, words, "ask_return_shipping")
    assert one.text.startswith(begins) and ("对，" not in one.text or begins == "对，")


def test_the_freight_of_what_is_being_filled_in_goes_by_its_class(one: Talk) -> None:
    summed_up(one, "exchange", "盖子太重")
    assert one.asks("ask_return_shipping")[0] == "utter_freight_merchant_form"


def test_nothing_goes_back_for_what_is_sent_once_more(one: Talk, database: Database) -> None:
    stand(one, database, "requested", RESEND)
    assert tells(one, "不用寄什么回去吧", "ask_must_return") == ["utter_must_return_no"]
    assert one.text.startswith("对，")
    assert one.asks("ask_all_goes_back") == ["utter_must_return_no"]
    assert one.asks("faq/new_one_first") == ["utter_must_return_no"]


def test_all_purses_are_told_where_it_is_asked_which(one: Talk) -> None:
    assert tells(one, "钱退到哪 微信还是卡", "ask_refund_way") == ["utter_refund_way"]
    assert "储蓄卡" in one.text


def test_the_wish_for_stock_is_offered_to_the_merchant_once(one: Talk, database: Database) -> None:
    _apply(database, ReasonClass.PERSONAL, details="要换：43码")
    assert one.asks("ask_in_stock") == ["utter_in_stock_requested", "utter_offer_ask_now"]
    assert "43码有没有货" in one.text
    assert one.asks("affirm") == ["utter_merchant_message_sent"]
    assert one.asks("ask_in_stock")[-1] == "utter_asked_him_already"


def test_a_deadline_is_passed_on_with_its_day(one: Talk, database: Database) -> None:
    stand(one, database, "requested")
    tells(one, "我5天后就走了 赶得上吗", "ask_in_time")
    assert "5天后就要用" in one.text and "先把新的发给我" in one.text


def test_a_wish_to_be_called_again_is_answered_shorter(one: Talk, database: Database) -> None:
    stand(one, database, "requested")
    first = tells(one, "明天中午给我打个电话", "ask_for_call")
    assert first == ["utter_no_calls", "utter_offer_ask_now"] and "请在明天中午给我打个电话" in one.text
    assert one.asks("ask_for_call")[0] == "utter_no_calls_again"


def test_a_danger_that_went_to_people_is_on_record(one: Talk, database: Database) -> None:
    tells(one, "插上电就冒烟了", "report_danger")
    assert one.asks("ask_danger_recorded")[0] == "utter_danger_recorded_yes_open"
    file_case(database)
    assert one.asks("ask_danger_recorded")[0] == "utter_danger_recorded_yes_filed"
    assert one.asks("ask_use_meanwhile")[0].startswith("utter_use_danger")


@pytest.mark.parametrize(
    ("product", "reason", "response"),
    [("酱香鸭脖", "有股怪味", "utter_use_food"), ("电饭煲", "漏电麻手", "utter_use_danger_power"),
     ("加厚毛毯", "掉毛", "utter_use_faulty")],
)
def test_what_may_be_done_with_the_goods_goes_by_what_they_are(
    database: Database, product: str, reason: str, response: str
) -> None:
    talk = begin(database, [product])
    set_order(database, "N1", category="零食" if "鸭" in product else "家居")
    file_case(database, request_type=RequestType.RETURN_REFUND, reason=reason)
    assert talk.asks("ask_use_meanwhile") == [response]
    assert "吊牌" not in talk.text


def test_what_is_only_not_complete_may_be_used(one: Talk, database: Database) -> None:
    file_case(database, request_type=RESEND, reason="少了两颗螺丝")
    assert one.asks("ask_use_meanwhile") == ["utter_use_resend"]
    assert tells(one, "那盒子能扔吗", "ask_use_meanwhile") == ["utter_use_resend_broken"]


def test_goods_that_only_do_not_please_are_kept_unused(one: Talk, database: Database) -> None:
    _apply(database, ReasonClass.PERSONAL)
    assert one.asks("ask_use_meanwhile") == ["utter_use_personal"]
    assert one.asks("ask_needs_evidence") == ["utter_needs_evidence_personal"]
    assert one.asks("ask_rule_behind") == ["utter_rule_behind_personal"]
    assert one.asks("ask_freight_back") == ["utter_freight_back_personal"]
    assert one.asks("ask_refund_deductions") == ["utter_deductions_personal"]


def test_a_complaint_is_read_by_the_platform_s_people(one: Talk, database: Database) -> None:
    number = file_complaint(database)
    assert one.asks("ask_who_reads") == ["utter_who_judges_filed"] and number in one.text


def test_when_all_cancellations_are_used_a_refusal_is_the_end(one: Talk, database: Database) -> None:
    file_case(database)
    set_order(database, "N1", prior_cancellations=3)
    assert one.asks("ask_refused_times") == ["utter_refused_times_limit"]
    assert one.asks("ask_if_refused") == ["utter_if_refused_limit"]


def test_past_his_time_the_complaint_is_offered(one: Talk, database: Database) -> None:
    file_case(database)
    one.now += timedelta(hours=50)
    assert one.asks("ask_if_no_answer") == ["utter_if_unanswered_late"]
    assert one.asks("affirm")[0] == "utter_form_problem"


def test_two_orders_each_have_their_own_request(three: Talk, database: Database) -> None:
    assert three.asks("ask_two_orders") == ["utter_two_orders_none"]
    file_case(database, "N2")
    assert three.asks("ask_two_orders") == ["utter_two_orders_filed"]


def test_a_bill_for_a_part_begins_with_the_part(one: Talk, database: Database) -> None:
    assert one.asks("request_invoice") == ["utter_request_invoice"]
    wanted = Application("N1", RequestType.REFUND_ONLY, ReasonClass.GOODS, "少两个", amount=2000)
    apply(database, policy(), Speaker(TALK, "anna"), wanted, NOW, "part")
    assert one.asks("request_invoice") == ["utter_invoice_part"] and "79.00 元" in one.text


def test_asked_outright_in_the_middle_of_an_exchange(one: Talk, database: Database) -> None:
    _apply(database, ReasonClass.PERSONAL, details="要换：43码")
    for words, taken_for, response in (
        ("43的有货吗", "out_of_scope", "utter_in_stock_requested"),
        ("换大一码要补差价吗", "request_price_difference", "utter_difference_personal"),
        ("是先寄还是等他同意啊", "ask_case_status", "utter_send_when_requested"),
        ("是真人看还是机器看", "bot_challenge", "utter_who_reads_requested"),
        ("他会不同意吗", "ask_about_merchant_offer", "utter_who_decides_case"),
        ("给我打个电话说下", "ask_service_hours", "utter_no_calls"),
    ):
        assert tells(one, words, taken_for)[0] == response, words


def test_a_fall_in_price_is_no_difference_of_an_exchange(one: Talk) -> None:
    assert tells(one, "刚买就降价了 退我差价", "request_price_difference")[0] == "utter_request_price_difference"


def _apply(database: Database, group: ReasonClass, details: str = "", kind: Optional[RequestType] = None) -> None:
    wanted = Application("N1", kind or (EXCHANGE if details else RequestType.RETURN_REFUND), group, "不合适",
                         details=details)
    assert apply(database, policy(), Speaker(TALK, "anna"), wanted, NOW, "mine").case is not None
