"""The stories that are shipped in data/stories/, talked through: choices, branches, questions between, forms."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shouhou.cases import schema
from shouhou.cases.database import Database
from tests.leading import Talk, begin


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'shouhou.db'}")
    schema.upgrade(database)
    yield database
    database.dispose()


@pytest.fixture
def talk(database: Database) -> Talk:
    return begin(database, ["白鹭 三门冰箱 218 升"])


def fridge_is_warm(talk: Talk) -> list[str]:
    return talk.says("冰箱不制冷怎么办", "trouble_fridge", reason="不制冷", product_category="冰箱")


def test_a_fridge_is_looked_at_and_what_was_told_goes_into_the_application(talk: Talk) -> None:
    assert fridge_is_warm(talk) == ["utter_trouble_fridge"]
    assert talk.presses("灯亮着，就是不冷") == ["utter_fridge_not_cold", "utter_fridge_tried"]
    said = talk.presses("还是不行")
    assert said[0] == "utter_fridge_apply" and said[-1].startswith("utter_form_request_type")
    talk.presses("换货")
    assert talk.says("没有", "deny") == ["utter_confirm_application"]
    assert "不制冷" in talk.text and "商品问题" in talk.text and "灯亮着但不制冷" in talk.text


def test_the_choice_of_a_story_may_be_typed_or_named_by_its_place(talk: Talk) -> None:
    fridge_is_warm(talk)
    assert talk.says("没反应，灯也不亮", "inform")[0] == "utter_fridge_no_power"
    fridge_is_warm(talk)
    assert talk.says("第三个", "inform")[0] == "utter_fridge_new"


def test_a_question_in_the_middle_is_answered_and_the_story_asks_again(talk: Talk) -> None:
    fridge_is_warm(talk)
    talk.presses("没反应，灯也不亮")
    said = talk.asks("ask_window_length")
    assert said[-1] == "utter_fridge_tried" and len(said) > 1
    assert talk.presses("解决了") == ["utter_fridge_solved"]
    assert talk.state.story is None


def test_a_fridge_that_has_just_come_is_given_its_day_first(talk: Talk) -> None:
    fridge_is_warm(talk)
    talk.presses("刚送到，刚插上电")
    assert talk.says("还没冷", "deny") == ["utter_fridge_wait"]
    assert talk.presses("现在申请")[-1].startswith("utter_form_request_type")


def test_who_wants_it_exchanged_is_not_kept_with_checks(talk: Talk) -> None:
    fridge_is_warm(talk)
    said = talk.says("不看了，给我换一台", "request_aftersales", request_type="exchange")
    assert not any(name.startswith("utter_fridge") for name in said)
    assert talk.state.draft is not None and talk.state.draft.fields["request_type"] == "exchange"


def test_a_kind_of_request_read_from_the_first_words_does_not_break_the_form(talk: Talk) -> None:
    talk.says("冰箱不制冷怎么办，退款也行", "trouble_fridge", reason="不制冷", request_type="refund")
    talk.presses("灯亮着，就是不冷")
    assert talk.presses("还是不行")[-1].startswith("utter_form_request_type")


def test_danger_goes_first_and_leaves_the_story(talk: Talk) -> None:
    fridge_is_warm(talk)
    assert talk.says("它冒烟了", "report_danger")[0] == "utter_report_danger"
    assert talk.state.story is None


def test_a_small_appliance_that_was_named_is_not_asked_for(talk: Talk) -> None:
    said = talk.says("空气炸锅不加热怎么办", "trouble_small_appliance", reason="不加热", product_category="空气炸锅")
    assert said == ["utter_air_fryer_checks", "utter_appliance_tried"]


def test_one_that_was_not_named_is_asked_for_and_has_checks_of_its_own(talk: Talk) -> None:
    assert talk.asks("trouble_small_appliance") == ["utter_which_appliance"]
    assert talk.says("电饭锅", "inform", product_category="电饭锅")[0] == "utter_rice_cooker_checks"


def test_one_that_nobody_wrote_checks_for_gets_the_general_ones(talk: Talk) -> None:
    said = talk.says("加湿器不出雾怎么办", "trouble_small_appliance", product_category="加湿器")
    assert said[0] == "utter_appliance_checks"


def test_a_size_that_was_told_is_not_asked_for_and_an_exchange_opens_as_one(database: Database) -> None:
    talk = begin(database, ["山野 帆布鞋 42 码"])
    assert talk.says("鞋买大了怎么办", "trouble_size", reason="买大了") == ["utter_size_ways"]
    assert talk.presses("换个码")[0] == "utter_size_exchange"
    assert talk.state.draft is not None and talk.state.draft.fields["request_type"] == "exchange"


def test_a_size_not_told_is_asked_for_and_goes_into_the_details(database: Database) -> None:
    talk = begin(database, ["山野 帆布鞋 42 码"])
    assert talk.asks("trouble_size") == ["utter_size_which"]
    assert talk.says("小了", "inform") == ["utter_size_ways"]
    talk.presses("退掉")
    assert talk.state.draft is not None and talk.state.draft.fields["request_type"] == "return_refund"
    assert "尺码小了" in talk.state.draft.fields["details"]


def test_who_wants_to_think_first_is_let_go(database: Database) -> None:
    talk = begin(database, ["山野 帆布鞋 42 码"])
    talk.says("鞋买大了怎么办", "trouble_size", reason="买大了")
    assert talk.presses("先想想") == ["utter_size_keep"]
    assert talk.state.story is None and talk.state.draft is None


def test_a_parcel_that_is_nowhere_becomes_a_refund_that_disputes_the_receipt(talk: Talk) -> None:
    assert talk.asks("report_signed_not_received") == ["utter_parcel_where_to_look"]
    assert talk.presses("都没有，要退款")[0] == "utter_parcel_apply"
    draft = talk.state.draft
    assert draft is not None
    assert draft.fields["request_type"] == "refund_only" and draft.fields["disputes_receipt"] is True


def test_a_parcel_that_is_found_ends_well(talk: Talk) -> None:
    talk.asks("report_signed_not_received")
    assert talk.says("好的，我去看看", "affirm") == ["utter_parcel_take_time"]
    assert talk.says("找到了", "inform") == ["utter_parcel_found"]
    assert talk.state.story is None


def test_who_asks_for_the_money_at_once_is_not_sent_to_look(talk: Talk) -> None:
    said = talk.says("显示签收没收到，退款", "report_signed_not_received", request_type="refund")
    assert said[0] == "utter_parcel_sorry"
    assert talk.state.draft is not None and talk.state.draft.fields["request_type"] == "refund_only"


def test_the_order_that_was_named_at_the_beginning_is_not_asked_for(database: Database) -> None:
    talk = begin(database, ["山野 帆布鞋 42 码", "云雀 手机 12"])
    talk.says("帆布鞋显示签收没收到", "report_signed_not_received", product_category="帆布鞋")
    talk.presses("都没有，要退款")
    assert talk.state.order == "N1"


def test_a_story_may_be_opened_by_the_choice_that_names_it(talk: Talk) -> None:
    ranking = [{"name": name, "confidence": chance} for name, chance in
               (("nlu_fallback", 0.6), ("trouble_fridge", 0.4), ("ask_warranty", 0.35))]
    talk._lead({"text": "冰箱", "intent_ranking": ranking, "entities": [], "clauses": []})
    assert talk.presses("冰箱不制冷怎么办") == ["utter_trouble_fridge"]
