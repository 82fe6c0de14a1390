"""Questions that only the merchant can answer: offered to be passed on, and passed on as they were quoted."""

import pytest

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from tests.leading import Talk
from tests.unit.talk.talks import cases, rows, summed_up, tells


def test_a_question_offered_to_be_passed_on_goes_as_it_was_quoted(one: Talk, database: Database) -> None:
    one.asks("ask_window_open")
    assert one.says("里面的数据会不会被清掉", "out_of_scope", sure=0.55) == ["utter_offer_ask_this"]
    assert "里面的数据会不会被清掉" in one.text
    said = one.says("好 问吧", "contact_merchant", ("好", "affirm"), ("问吧", "affirm"))
    assert said == ["utter_merchant_message_sent"]
    (message,) = rows(database, t.merchant_messages)
    assert message.words == "里面的数据会不会被清掉"


@pytest.mark.parametrize("words", ["那数据的事你帮我问啊", "嗯问", "转", "问问商家"])
def test_words_that_bid_to_ask_are_a_yes_to_it(one: Talk, database: Database, words: str) -> None:
    one.asks("ask_window_open")
    one.says("里面的数据会不会被清掉", "out_of_scope", sure=0.55)
    assert one.says(words, "ask_capabilities", sure=0.55) == ["utter_merchant_message_sent"]


def test_the_offer_lapses_where_something_else_is_said(one: Talk, database: Database) -> None:
    one.asks("ask_window_open")
    one.says("里面的数据会不会被清掉", "out_of_scope", sure=0.55)
    said = one.says("还能撤销几次？", "ask_cancellations_left")
    assert said == ["utter_cancellations_left"] and one.state.draft is None
    assert rows(database, t.merchant_messages) == []


def shown(talk: Talk, words: str = "里面的数据会不会被清掉") -> Talk:
    """A message led to its summary."""
    talk.asks("contact_merchant")
    tells(talk, words, "inform")
    assert talk.last.response == "utter_confirm_merchant_message" and words in talk.text, talk.text
    return talk


def sent(database: Database) -> list[str]:
    """The words that went to merchants."""
    return [each.words for each in rows(database, t.merchant_messages)]


@pytest.mark.parametrize(
    "words", ["可以你就这么问吧", "中 你给他转过去", "行 转", "嗯转吧", "嗯发吧", "发", "可以,请转。", "再发给他"]
)
def test_a_verb_of_passing_on_sends_the_message_as_it_was_shown(one: Talk, database: Database, words: str) -> None:
    assert tells(shown(one), words, "nlu_fallback", sure=0.4) == ["utter_merchant_message_sent"]
    assert sent(database) == ["里面的数据会不会被清掉"]


def test_a_question_beside_the_yes_is_answered_and_is_no_part_of_the_message(one: Talk, database: Database) -> None:
    said = tells(shown(one), "嗯发吧 他要是不肯补 还能撤销几次", asks={"还能撤销": "ask_cancellations_left"})
    assert said[0] == "utter_merchant_message_sent" and "utter_cancellations_left" in said
    assert sent(database) == ["里面的数据会不会被清掉"]


@pytest.mark.parametrize("words", ["唔系发货啊大佬 系卡咗喺路上 帮我催快递", "不是这个 是盖子裂了 你帮我催一下"])
def test_who_objects_has_not_said_yes_though_he_asks_for_it_again(one: Talk, database: Database, words: str) -> None:
    tells(shown(one), words, "urge_shipping", asks={"催": "urge_shipping", "": "inform"})
    assert sent(database) == [] and one.last.response == "utter_confirm_merchant_message"


def test_what_is_left_of_a_message_is_sent_where_the_same_line_says_so(one: Talk, database: Database) -> None:
    tells(shown(one), "可以 再跟他说 转不了我就拒收")
    assert "里面的数据会不会被清掉，转不了我就拒收" in one.text and sent(database) == []
    said = tells(one, "嗯发吧 后面那句别发啊")
    assert said == ["utter_merchant_message_sent_so"] and sent(database) == ["里面的数据会不会被清掉"]


def test_without_that_it_is_shown_again(one: Talk, database: Database) -> None:
    tells(shown(one), "可以 再跟他说 转不了我就拒收")
    assert tells(one, "不转这句 删掉转不了那半句") == ["utter_confirm_merchant_message"]
    assert "“里面的数据会不会被清掉”" in one.text and sent(database) == []


def test_another_orders_merchant_is_meant_where_he_is_named(three: Talk, database: Database) -> None:
    three.asks("contact_merchant", order_number="N1")
    tells(three, "有没有大一点的", "inform")
    said = tells(three, "别转保温杯那家 转连衣裙那家", "nlu_fallback", sure=0.5)
    assert said == ["utter_order_switched", "utter_confirm_merchant_message"]
    three.asks("affirm")
    (message,) = rows(database, t.merchant_messages)
    assert message.words == "有没有大一点的" and message.order_number == three.state.order != "N1"


def test_what_the_same_line_wants_for_another_order_is_no_part_of_it(three: Talk, database: Database) -> None:
    three.asks("contact_merchant", order_number="N1")
    tells(three, "有没有大一点的", "inform")
    said = tells(three, "发 另外台灯的发票也请催一下")
    assert said == ["utter_merchant_message_sent", "utter_confirm_merchant_message"]
    assert sent(database) == ["有没有大一点的"] and "台灯" in three.text
    three.asks("affirm")
    first, second = rows(database, t.merchant_messages)
    assert second.order_number != first.order_number and "发票" in second.words


def test_a_message_dropped_for_something_else_gives_way_to_what_waited(one: Talk, database: Database) -> None:
    summed_up(one)
    tells(one, "帮我跟商家说 杯身也花了", asks={"帮我": "contact_merchant"})
    assert "“杯身也花了”" in one.text
    said = tells(one, "算了 别问商家了 退货那个交了吧", request_type="退货")
    assert said[0] == "utter_not_passed_on" and said[-1] == "utter_confirm_application"
    assert sent(database) == [] and cases(database) == []


def test_words_for_the_merchant_beside_a_yes_are_offered_after_it(one: Talk, database: Database) -> None:
    said = tells(summed_up(one), "提交吧，再帮我跟卖家说一声，周五之前寄不到的话就退我20元")
    assert len(cases(database)) == 1 and said[-1] == "utter_confirm_merchant_message"
    assert cases(database)[0].request_type == "return_refund" and "“周五之前寄不到的话就退我20元”" in one.text


@pytest.mark.parametrize("words", ["请将留言改为:杯盖裂了,请补一个", "先帮我记着 杯盖裂了", "留言中漏了 是杯盖裂了"])
def test_no_message_to_the_merchant_is_left_for_the_desk(one: Talk, database: Database, words: str) -> None:
    tells(shown(one), words, "leave_message_for_desk")
    assert rows(database, t.handovers) == []


def test_a_message_that_went_is_set_right_by_another(one: Talk, database: Database) -> None:
    shown(one).asks("affirm")
    tells(one, "请将留言改为:杯盖裂了,请补一个", "leave_message_for_desk")
    assert rows(database, t.handovers) == [] and "“杯盖裂了，请补一个”" in one.text


def test_a_form_put_aside_comes_back_for_its_own_order(three: Talk) -> None:
    three.asks("request_aftersales", request_type="exchange", order_number="N1")
    tells(three, "杯盖裂了", reason="杯盖裂了", group="goods")
    three.says("帮我跟商家说连衣裙快点发出来吧", "contact_merchant")
    assert three.state.order != "N1" and three.state.aside is not None
    three.asks("affirm")
    assert three.state.order == "N1" and three.state.draft is not None and three.state.draft.form == "application"


@pytest.mark.parametrize("again", ["转给商家", "转吧", "再发给他"])
def test_what_went_is_told_and_does_not_go_twice(one: Talk, database: Database, again: str) -> None:
    shown(one).asks("affirm")
    assert tells(one, again, "contact_merchant") == ["utter_message_waiting"] and len(sent(database)) == 1


def test_another_message_is_asked_for_where_words_are_to_be_said(one: Talk) -> None:
    shown(one).asks("affirm")
    assert tells(one, "再帮我跟商家说一下", "contact_merchant") == ["utter_form_merchant_words"]


def test_the_merchant_s_answer_is_told_where_his_words_are_asked_for(one: Talk) -> None:
    shown(one).asks("affirm")
    one.asks("contact_merchant")
    said = tells(one, "卖家咋说的", "ask_merchant_message_answer", sure=0.97)
    assert said == ["utter_message_waiting", "utter_form_merchant_words"]


def test_words_for_the_merchant_beside_what_a_form_asks_wait_until_it_is_done(one: Talk, database: Database) -> None:
    one.asks("request_aftersales", request_type="return_refund")
    tells(one, "杯盖裂了", reason="杯盖裂了", group="goods")
    assert tells(one, "没有 你帮我问问商家退回去要不要洗") == ["utter_confirm_application"]
    assert tells(one, "提交", "affirm")[-1] == "utter_confirm_merchant_message"
    assert "“退回去要不要洗”" in one.text and sent(database) == []


def test_a_question_beside_the_words_for_the_merchant_answers_no_form(one: Talk) -> None:
    tells(summed_up(one), "杯子还能用不 你给我捎句话给卖家 就说盖子也裂了", asks={"捎句话": "contact_merchant"})
    assert "“盖子也裂了”" in one.text
