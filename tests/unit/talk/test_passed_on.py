"""Questions that only the merchant can answer: offered to be passed on, and passed on as they were quoted."""

import pytest

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from tests.leading import Talk
from tests.unit.talk.talks import rows


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
