"""Asked of the goods and the hours: what was tried on, a visit, what breaks later, an offer that was not taken."""

from collections.abc import Callable

import pytest

from shouhou.cases.database import Database
from tests.leading import Talk
from tests.unit.talk.talks import summed_up


def _before(_: Talk) -> None:
    """Nothing is told or filed yet."""


def _form(talk: Talk) -> None:
    summed_up(talk)


def _filed(talk: Talk) -> None:
    summed_up(talk)
    talk.presses("确认提交")


def _personal(talk: Talk) -> None:
    talk.asks("request_aftersales", request_type="return_refund")
    talk.asks("inform", reason="不喜欢", group="personal")


@pytest.mark.parametrize(("stands", "ask", "response", "holds"), [
    (_before, "ask_worn_ok", "utter_worn_ok_tried", "试"),
    (_filed, "ask_worn_ok", "utter_worn_ok_goods", "质量问题|用过"),
    (_before, "ask_home_visit", "utter_home_visit_none", "商家"),
    (_form, "ask_home_visit", "utter_home_visit_form", "写"),
    (_filed, "ask_home_visit", "utter_home_visit_filed", "商家"),
    (_before, "ask_after_window", "utter_after_window", "12月15日"),
    (_form, "ask_freight_sum", "utter_freight_sum_merchant", "商家"),
    (_before, "ask_freight_sum", "utter_freight_sum_rule", "快递公司"),
    (_filed, "ask_offer_not_taken", "utter_offer_not_taken_filed", "99.00"),
    (_before, "ask_offer_not_taken", "utter_offer_not_taken_unfiled", "您"),
    (_filed, "ask_silence", "utter_silence_filed", "12月"),
    (_before, "ask_silence", "utter_silence_rule", "同意"),
    (_before, "ask_desk_message", "utter_desk_message_none", "留言"),
    (_form, "ask_can_be_changed", "utter_change_in_form", "能改|可以"),
])
def test_each_ask_is_answered_by_what_stands(
    one: Talk, stands: Callable[[Talk], None], ask: str, response: str, holds: str
) -> None:
    stands(one)
    said = one.asks(ask)
    assert said[0] == response and any(each in one.text for each in holds.split("|")), one.text
    if stands is _form:
        assert said[-1] == "utter_confirm_application"


def test_a_test_report_is_asked_of_the_merchant(one: Talk) -> None:
    _filed(one)
    said = one.asks("ask_for_report")
    assert said[0] == "utter_report_of_merchant" and said[-1] == "utter_offer_ask_now"


def test_what_was_left_for_the_desk_is_said_to_be_there(one: Talk, database: Database) -> None:
    one.asks("request_human")
    assert one.asks("ask_desk_message") in (["utter_desk_message_there"], [])
