"""What is said when something is given up, put off or closed: true to what is filed, and about nothing else."""

import pytest

from shouhou.cases.database import Database
from tests.leading import Talk
from tests.unit.talk.talks import cases, file_case, summed_up, tells


def test_who_gives_up_one_request_is_told_which_stand(three: Talk, database: Database) -> None:
    number = file_case(database, "N2")
    tells(three, "保温杯裂了，我要换货", "request_aftersales", "裂了", "goods", request_type="exchange",
          product_category="保温杯")
    assert tells(three, "算了不换了", "stop") == ["utter_stopped"]
    assert f"雪纺连衣裙（尾号 N2）的退货退款（{number}）" in three.text and "什么都没有提交" not in three.text


def test_where_nothing_is_filed_nothing_is_said_to_stand(one: Talk) -> None:
    summed_up(one)
    tells(one, "算了", "stop")
    assert "什么都没有提交" in one.text and "照常办" not in one.text


def test_of_goods_that_nothing_is_wrong_with_the_days_without_reason_are_told(one: Talk) -> None:
    tells(one, "我要退货，太大了", "request_aftersales", "太大了", "personal", request_type="return_refund")
    tells(one, "算了不退了", "stop")
    assert "12月7日" in one.text


def test_what_was_filed_is_told_to_who_protests(three: Talk, database: Database) -> None:
    number = file_case(database, "N2")
    tells(three, "保温杯裂了，我要换货", "request_aftersales", "裂了", "goods", request_type="exchange",
          product_category="保温杯")
    tells(three, "算了不换了", "stop")
    assert tells(three, "另外两个不是交了吗", "nlu_fallback") == ["utter_filed_so_far"]
    assert number in three.text


@pytest.mark.parametrize(
    ("begin", "words", "said"),
    [("contact_merchant", "等会儿再转", "先不转"), ("change_request", "先放着 我再想想", "先不改"),
     ("cancel_aftersales", "等一下再说", "先不撤")],
)
def test_a_step_that_is_put_off_is_named(one: Talk, database: Database, begin: str, words: str, said: str) -> None:
    file_case(database)
    if begin == "contact_merchant":
        one.asks(begin)
        tells(one, "能不能快点处理", "inform")
    else:
        tells(one, "改成换货" if begin == "change_request" else "撤掉", begin, request_type="exchange")
    tells(one, words, "deny")
    assert said in one.text and "还没有提交" not in one.text


@pytest.mark.parametrize(
    ("text", "acts", "said"),
    [("哦行那我等着", {"哦行": "ack"}, "utter_acknowledged"), ("好的明白了，谢谢您", {"好": "ack", "谢": "ack"},
     "utter_thank_waiting")],
)
def test_a_closing_word_after_filing_is_heard(
    one: Talk, database: Database, text: str, acts: dict[str, str], said: str
) -> None:
    summed_up(one)
    one.asks("affirm")
    one.asks("ask_case_status")
    assert tells(one, text, "nlu_fallback", acts=acts) == [said]
    assert one.state.draft is None and len(cases(database)) == 1


def test_a_wish_for_a_resend_is_none_in_a_closing_word(one: Talk, database: Database) -> None:
    summed_up(one)
    one.asks("affirm")
    one.asks("ask_case_status")
    said = tells(one, "好的明白了，那我等通知再寄", "request_aftersales", acts={"好": "ack", "等": "ack"},
                 request_type="resend")
    assert said == ["utter_acknowledged"]


def test_another_remedy_denied_goes_on_and_stands_in_the_details(one: Talk) -> None:
    one.asks("request_aftersales", request_type="resend")
    tells(one, "少个盖子", reason="少个盖子", group="goods")
    assert tells(one, "杯不退啊 天天用", "nlu_fallback", acts={"杯": "unwanted"}) == ["utter_form_evidence"]
    assert one.state.draft is not None and one.state.draft.fields["details"] == "杯不退，天天用"


def test_the_remedy_at_hand_denied_gives_it_up(one: Talk) -> None:
    summed_up(one, "exchange")
    assert tells(one, "不换了", "nlu_fallback") == ["utter_stopped"]


def test_a_denial_beside_what_is_wanted_gives_nothing_up(one: Talk) -> None:
    one.asks("request_aftersales")
    tells(one, "有一道划痕", reason="有一道划痕", group="goods")
    tells(one, "能不能补我一点钱哇 不用退", "request_partial_refund", acts={"补": "want"})
    assert one.state.draft is not None and one.state.draft.fields["request_type"] == "refund_only"


def test_the_chosen_type_named_again_is_no_failure(one: Talk) -> None:
    one.asks("request_aftersales", request_type="resend")
    tells(one, "少个盖子", reason="少个盖子", group="goods")
    assert tells(one, "？要补啊", "nlu_fallback", acts={"补": "want"}) == ["utter_form_evidence"]


@pytest.mark.parametrize(
    ("text", "acts"),
    [("提交提交我说了好几遍了", {"我说": "rebuke"}), ("哎对对对就这么办那师傅啥时候来", {}),
     ("没错 孩子闹着呢", {"孩子": "chat"}),
     ("批准", {"批准": "yes"}), ("对就是这个要换一样的型号啊提交吧", {"提交": "yes", "对": "yes"})],
)
def test_a_yes_in_a_run_on_files_what_was_shown(one: Talk, database: Database, text: str, acts: dict[str, str]) -> None:
    summed_up(one, "exchange")
    tells(one, text, "nlu_fallback", acts=acts)
    filed = cases(database)
    assert [(case.request_type, case.details) for case in filed] == [("exchange", "")]


@pytest.mark.parametrize(
    ("text", "acts"),
    [("好，明天下班再来看", {"明天": "pause"}), ("不换了，退了吧", {}), ("批准了吗", {"批准": "yes"}),
     ("我等着", {"等": "ack"}), ("为十几块不值当", {"不值当": "leave"}),
     ("类型改为换货 其余不动", {"类型": "set", "其余": "yes"})],
)
def test_what_is_no_yes_files_nothing(one: Talk, database: Database, text: str, acts: dict[str, str]) -> None:
    summed_up(one, "exchange")
    tells(one, text, "nlu_fallback", acts=acts)
    assert cases(database) == []


def test_no_message_is_told_besides_a_summary_where_none_is_to_go(one: Talk) -> None:
    summed_up(one)
    assert tells(one, "不用再转了", "nlu_fallback") == ["utter_only_not_passed_on", "utter_confirm_application"]
