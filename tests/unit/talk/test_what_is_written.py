"""What is written is what the buyer said of the goods; corrections, evidence talk and words to the bot are not."""

import pytest

from shouhou.cases.database import Database
from tests.leading import Talk
from tests.unit.talk.talks import cases, set_order, summed_up, tells, upload


def at_reason(talk: Talk) -> Talk:
    """An application at the question for its reason."""
    talk.asks("request_aftersales", request_type="return_refund")
    assert talk.last.response == "utter_form_reason"
    return talk


def at_more(talk: Talk) -> Talk:
    """An application at the question whether there is something to add."""
    tells(at_reason(talk), "杯盖裂了", reason="杯盖裂了", group="goods")
    assert talk.last.response == "utter_form_evidence"
    return talk


def filed(talk: Talk, database: Database) -> tuple[str, str]:
    """Say yes; the reason and the details of the case."""
    if talk.last.response != "utter_confirm_application":
        tells(talk, "没有", "deny")
    assert talk.last.response == "utter_confirm_application", talk.text
    talk.asks("affirm")
    (case,) = cases(database)
    return case.reason, case.details


@pytest.mark.parametrize(
    "words",
    ["你听得懂吗", "我刚才说过了", "说了三遍了", "你是机器人吗", "说人话", "都说了", "别问了", "复读机", "还用问",
     "说过了"],
)
def test_words_for_the_bot_never_become_the_reason(one: Talk, words: str) -> None:
    at_reason(one)
    said = tells(one, words, "nlu_fallback")
    assert one.state.draft is not None and one.state.draft.fields["reason"] is None
    assert "utter_form_reason" in said


@pytest.mark.parametrize("words", ["你听得懂吗", "我刚才说过了", "说了三遍了", "无语", "照片晚点发", "不会拍照",
    "运费谁出"])
def test_words_for_another_end_never_become_details(one: Talk, database: Database, words: str) -> None:
    tells(at_more(one), words, "inform")
    assert filed(one, database) == ("杯盖裂了", "")


@pytest.mark.parametrize("words", ["照片晚点发", "没有照片", "不会拍照", "发不了图"])
def test_talk_of_evidence_is_no_reason(one: Talk, words: str) -> None:
    tells(at_reason(one), words, "inform")
    assert one.state.draft is not None and one.state.draft.fields["reason"] is None


@pytest.mark.parametrize("words", ["照片晚点发", "没有照片", "不会拍照", "没有", "没了", "不用了"])
def test_no_evidence_goes_on_to_the_summary(one: Talk, database: Database, words: str) -> None:
    tells(at_more(one), words, "inform")
    assert one.last.response == "utter_confirm_application"
    assert filed(one, database) == ("杯盖裂了", "")


def test_what_is_told_beside_the_reason_becomes_the_details(one: Talk, database: Database) -> None:
    at_reason(one)
    tells(one, "杯盖裂了，昨天打开包装就看到了", reason="杯盖裂了", group="goods")
    assert filed(one, database) == ("杯盖裂了", "昨天打开包装就看到了")


def test_what_is_added_is_added(one: Talk, database: Database) -> None:
    tells(at_more(one), "装开水的时候还会漏", "inform")
    assert filed(one, database) == ("杯盖裂了", "装开水的时候还会漏")


@pytest.mark.parametrize("words", ["不对，是换货", "改成换货", "不是，我要的是换货", "类型换成换货",
    "不是退货，是换货"])
def test_a_corrected_type_changes_its_line_and_no_other(one: Talk, database: Database, words: str) -> None:
    summed_up(one)
    tells(one, words, request_type="exchange")
    assert "类型：换货" in one.text and "原因：杯盖裂了" in one.text and "说明" not in one.text
    assert filed(one, database) == ("杯盖裂了", "")
    assert [case.request_type for case in cases(database)] == ["exchange"]


@pytest.mark.parametrize("words", ["不对，是换货", "改成换货"])
def test_a_correction_while_details_are_asked_for_is_no_detail(one: Talk, database: Database, words: str) -> None:
    tells(at_more(one), words, request_type="exchange")
    assert filed(one, database) == ("杯盖裂了", "")


@pytest.mark.parametrize(
    ("words", "marked"),
    [("原因改成掉漆了", "掉漆了"), ("原因写错了，是掉漆了", "掉漆了"), ("不是裂了，是掉漆了", "掉漆了"),
     ("我说的是掉漆了", "掉漆了"), ("理由应该是掉漆了", "掉漆了")],
)
def test_a_corrected_reason_replaces_the_old_one_and_leaves_the_rest(
    one: Talk, database: Database, words: str, marked: str
) -> None:
    summed_up(one)
    tells(one, words, reason=marked, group="goods")
    reason, details = filed(one, database)
    assert (reason, details) == ("掉漆了", "")
    assert [case.request_type for case in cases(database)] == ["return_refund"]


def test_a_corrected_reason_unmarked_by_the_tagger_is_taken_by_its_words(one: Talk, database: Database) -> None:
    summed_up(one)
    tells(one, "原因改成掉漆了", "change_request")
    if one.last.response == "utter_form_reason_class":
        tells(one, "商品问题", "inform")
    assert filed(one, database) == ("掉漆了", "")


def test_what_the_merchant_said_is_not_the_buyer_s_reason(one: Talk) -> None:
    tells(at_reason(one), "商家说不给退", "report_merchant_refuses", sure=0.6)
    fields = one.state.draft.fields if one.state.draft is not None else {}
    assert fields.get("reason") is None


def test_naming_the_goods_is_no_reason(three: Talk) -> None:
    three.asks("request_aftersales", request_type="exchange", order_number="N1")
    tells(three, "那个保温杯", "inform", product_category="保温杯")
    assert three.state.draft is not None and three.state.draft.fields["reason"] is None


def test_the_words_of_a_yes_are_never_the_reason(one: Talk) -> None:
    for words in ("好的", "嗯", "行"):
        tells(at_reason(one), words, "affirm")
        assert one.state.draft is not None and one.state.draft.fields["reason"] is None
        tells(one, "算了", "stop")


def test_nothing_said_before_is_asked_again(one: Talk) -> None:
    said = tells(one, "杯盖裂了", reason="杯盖裂了", group="goods")
    assert said[-1].startswith("utter_form_request_type")
    tells(one, "换货", request_type="exchange")
    assert one.last.response == "utter_form_evidence"


def test_several_facts_in_one_message_fill_several_slots(one: Talk, database: Database) -> None:
    tells(one, "我要换货，杯盖裂了", "request_aftersales", reason="杯盖裂了", group="goods",
        request_type="exchange")
    assert one.last.response == "utter_form_evidence"
    assert filed(one, database) == ("杯盖裂了", "")


def test_a_picture_in_the_form_is_its_evidence(one: Talk, database: Database) -> None:
    upload(database, "f1", "f2")
    at_more(one)
    one.sends_file("f1")
    assert one.last.response == "utter_confirm_application" and "1 份" in one.text
    one.sends_file("f2")
    assert one.last.response == "utter_confirm_application" and "2 份" in one.text
    tells(one, "就这些", "inform")
    assert one.last.response == "utter_confirm_application" and "2 份" in one.text
    filed(one, database)
    assert cases(database)


def test_a_part_of_the_sum_is_asked_for_and_filed(one: Talk, database: Database) -> None:
    tells(one, "杯盖裂了，退我三十块", "request_partial_refund", reason="杯盖裂了", group="goods", amount=3000)
    for _ in range(3):
        if one.last.response != "utter_confirm_application":
            tells(one, "没有", "deny")
    assert "30.00 元（实付 99.00 元）" in one.text
    one.asks("affirm")
    (case,) = cases(database)
    assert (case.amount, case.request_type) == (3000, "refund_only")


@pytest.mark.parametrize(("words", "entity", "fen"), [("一半", {"share": 0.5}, 4950), ("五十", {"amount": 5000}, 5000),
    ("全退", {}, None)])
def test_how_much_is_asked_for_and_half_is_half_of_what_was_paid(
    one: Talk, database: Database, words: str, entity: dict[str, float], fen: int | None
) -> None:
    tells(one, "杯盖裂了，能不能退一部分", "request_partial_refund", reason="杯盖裂了", group="goods")
    assert one.last.response == "utter_form_amount"
    tells(one, words, **entity)
    if fen is None:
        return
    tells(one, "没有", "deny")
    one.asks("affirm")
    assert [case.amount for case in cases(database)] == [fen]


def test_more_than_was_paid_is_refused_and_asked_again(one: Talk, database: Database) -> None:
    tells(one, "杯盖裂了，退我三百", "request_partial_refund", reason="杯盖裂了", group="goods", amount=30000)
    assert "utter_amount_too_large" in [said.response for said in one.said]
    assert one.state.draft is not None and one.state.draft.fields["amount"] is None
    assert cases(database) == []


def test_a_corrected_sum_changes_the_sum_alone(one: Talk, database: Database) -> None:
    tells(one, "杯盖裂了，退我三十块", "request_partial_refund", reason="杯盖裂了", group="goods", amount=3000)
    tells(one, "没有", "deny")
    tells(one, "改成二十块", "change_request", amount=2000)
    assert "20.00 元" in one.text
    assert filed(one, database) == ("杯盖裂了", "")
    assert [case.amount for case in cases(database)] == [2000]


def test_a_disputed_receipt_can_be_filed_as_refund_only_without_evidence(one: Talk, database: Database) -> None:
    set_order(database, "N1", received_at=None)
    assert one.asks("report_signed_not_received")
    tells(one, "都没有，我要退款", "request_aftersales", request_type="refund")
    for _ in range(3):
        if one.last.response == "utter_confirm_application":
            break
        tells(one, "没收到货", reason="没收到货", group="logistics")
    assert "仅退款" in one.text and "凭证" not in one.text
    one.asks("affirm")
    (case,) = cases(database)
    assert (case.request_type, case.reason_class) == ("refund_only", "logistics")
    assert "收到" in case.reason


def test_never_came_is_a_matter_of_the_parcel_though_the_order_says_received(one: Talk, database: Database) -> None:
    tells(one, "显示签收了但没收到，退款", "request_aftersales", reason="没收到", group="logistics",
        request_type="refund")
    assert one.last.response == "utter_confirm_application", one.text
    one.asks("affirm")
    assert [(case.request_type, case.reason_class) for case in cases(database)] == [("refund_only", "logistics")]


def test_a_yes_that_runs_again_after_a_crash_says_what_it_filed(one: Talk, database: Database) -> None:
    summed_up(one)
    before = one.memory
    one.asks("affirm")
    one.memory = before  # the turn was lost, the case was not
    assert one.asks("affirm")[0] == "utter_application_filed"
    assert len(cases(database)) == 1
