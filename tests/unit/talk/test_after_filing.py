"""After an application was filed: what is only asked changes nothing, what is to be added is added, and the leave."""

from datetime import timedelta

import pytest

from shouhou.cases import tables as t
from shouhou.cases.conversations import receive
from shouhou.cases.database import Database
from shouhou.cases.handovers import hand_over
from shouhou.cases.messages import Draft
from shouhou.cases.speakers import Speaker
from shouhou.dialogue.demands import asks_of_rules, denies_complaint
from shouhou.dialogue.dictation import additions, is_private
from shouhou.dialogue.telling import tells_missing
from shouhou.rules.hours import HandoverStatus
from shouhou.rules.kinds import RequestType
from tests.leading import NOW, Talk, begin
from tests.unit.dialogue.test_what_is_passed_on import clauses
from tests.unit.talk.talks import cases, complaints, file_case, rows, tells


@pytest.fixture
def filed(one: Talk, database: Database) -> Talk:
    """Goods filed for an exchange for another size."""
    file_case(database, request_type=RequestType.EXCHANGE, reason="盖子裂了")
    one.asks("ask_case_status")
    return one


def test_what_is_to_be_added_goes_into_the_application(filed: Talk) -> None:
    said = tells(filed, "对了帮我加上是左边那个盖子哈 商家好知道", "contact_merchant")
    assert said == ["utter_confirm_change"] and "说明：左边那个盖子\n" in filed.text


@pytest.mark.parametrize(("text", "private"), [("商家好知道", True), ("好让他们清楚", True), ("商家不知道", False)])
def test_why_it_is_told_is_no_part_of_it(text: str, private: bool) -> None:
    assert is_private(text) is private


def test_what_is_written_is_quoted_and_not_dictated() -> None:
    assert additions(clauses("申请里写的是商品问题")) == ""


@pytest.mark.parametrize("words", ["申请里写的是商品问题，所以运费就是商家出，对吗", "单子上写的是盖子裂了吧"])
def test_a_question_is_never_a_change(filed: Talk, words: str) -> None:
    tells(filed, words, "ask_return_shipping", asks={"运费": "ask_return_shipping", "写": "change_request"})
    assert filed.state.draft is None and "utter_confirm_change" not in [each.response for each in filed.said]


@pytest.mark.parametrize(
    "words", ["我是说商家同意换但是来不及了 我可不可以改成退款", "到时候再改也行对吧", "他批准了还能换成退钱吗"]
)
def test_whether_it_may_be_changed_later_is_answered(filed: Talk, words: str) -> None:
    said = tells(filed, words, "change_request")
    assert said == ["utter_change_later"] and filed.state.draft is None and "12月4日" in filed.text


def test_a_present_wish_opens_the_change(filed: Talk) -> None:
    assert tells(filed, "能改成退款吗", "change_request")[-1] == "utter_confirm_change"


def test_the_question_behind_a_no_is_answered(filed: Talk) -> None:
    tells(filed, "加一句 盒子还在", "change_request")
    said = tells(filed, "不改，我是问你，运费是不是商家出", asks={"运费": "ask_return_shipping"})
    assert said[0] == "utter_not_changed" and len(said) == 2 and "运费" in filed.text and filed.state.draft is None


@pytest.mark.parametrize(
    ("words", "acts"),
    [("罢了，静候商家答复", {"罢了": "leave", "静候": "ack"}), ("三天后我再来问", {}), ("行吧 那我等通知 谢了", {})],
)
def test_who_goes_away_is_told_until_when_the_merchant_answers(filed: Talk, words: str, acts: dict[str, str]) -> None:
    said = tells(filed, words, "report_merchant_inactive", acts=acts)
    assert said in (["utter_acknowledged_by"], ["utter_thank_waiting_by"]) and "12月4日" in filed.text


def test_it_agrees_to_nothing_that_was_offered(filed: Talk) -> None:
    filed.asks("report_merchant_inactive")
    assert filed.text.count("没有及时") == 0
    tells(filed, "行吧 那我等通知 谢了", "affirm")
    assert filed.state.draft is None and filed.last.response == "utter_thank_waiting_by"


def test_nobody_is_late_who_was_asked_just_now(filed: Talk) -> None:
    assert filed.asks("report_merchant_inactive") == ["utter_merchant_still_has_time"]
    filed.now = NOW + timedelta(hours=5)
    assert filed.asks("report_merchant_inactive")[0] == "utter_sorry_merchant_inactive"


def test_a_choice_of_what_to_do_is_a_question(filed: Talk) -> None:
    acts = {"待商家": "ack", "留着": "ack", "还是": "ask"}
    said = tells(filed, "哦待商家处理 那旧的我先留着 还是要寄给他", asks={"还是": "ask_must_return"}, acts=acts)
    assert said and said[0].startswith("utter_") and "寄" in filed.text


def test_who_leaves_the_queue_is_out_of_it(filed: Talk, database: Database) -> None:
    filed.asks("request_human")
    asks = {"人工": "request_human", "谢谢": "thank"}
    said = tells(filed, "谢谢你啊 那个人工就不用来啦 我去忙了", "thank", asks=asks)
    assert said[0] == "utter_queue_ended" and len(said) == 2
    assert [each.status for each in rows(database, t.handovers)] == [HandoverStatus.ENDED.value]


def test_the_queue_is_never_said_to_grow(database: Database) -> None:
    anna = begin(database, ["蓝色保温杯"])
    anna.asks("request_human")
    begin(database, buyer="bert", conversation="widget:buyer:bert")
    hand_over(database, Speaker("widget:buyer:bert", "bert"), "report_injury", "", NOW, urgent=True)
    assert anna.asks("ask_queue_position") == ["utter_queue_waits"]


@pytest.mark.parametrize(
    ("text", "denies"),
    [("我并未要求投诉", True), ("请勿提交投诉", True), ("谁让你投诉了", True), ("不是要投诉", True),
     ("我要投诉", False), ("不投诉不行", False), ("再不回我就投诉", False)],
)
def test_words_that_want_no_complaint(text: str, denies: bool) -> None:
    assert denies_complaint(text) is denies


def test_a_complaint_that_is_denied_ends_at_once(one: Talk, database: Database) -> None:
    tells(one, "商家拒绝退货 我要投诉", "file_complaint")
    assert one.state.draft is not None and one.state.draft.form == "complaint"
    said = tells(one, "请勿提交投诉，商家仅凭用过就拒绝，平台规则上站得住脚吗", "file_complaint")
    assert said[0] == "utter_not_complained" and len(said) > 1 and one.state.draft is None
    assert complaints(database) == []


@pytest.mark.parametrize("words", ["商家口头拒绝退货，请问依据的是哪条规则", "我并未要求投诉，我问的是拒绝的依据"])
def test_a_question_of_rules_opens_no_complaint(one: Talk, words: str) -> None:
    assert any(asks_of_rules(clause.plain) for clause in clauses(words))
    tells(one, words, "file_complaint")
    assert one.state.draft is None


def test_conduct_told_while_nobody_listened_is_what_is_complained_of(one: Talk, database: Database) -> None:
    told = "打印机卡纸！昨天找卖家他理都不理！"
    receive(database, one.conversation, "c1", "d1", Draft("m1", "buyer", text=told), NOW)
    tells(one, "卡纸", reason="卡纸", group="goods")
    tells(one, "我要投诉那个卖家", "file_complaint")
    assert one.state.draft is not None and one.state.draft.fields["problem"] == "昨天找卖家他理都不理"


@pytest.mark.parametrize("words", ["保温杯蛮好的 就是另外那个", "不是呀 保温杯没事的 是另一个漏水"])
def test_of_two_orders_the_one_said_to_be_fine_is_out(database: Database, words: str) -> None:
    talk = begin(database, ["蓝色保温杯", "破壁料理机"])
    tells(talk, words)
    assert talk.state.order == "N2"


@pytest.mark.parametrize(
    ("text", "missing"),
    [("漏水", False), ("漏了一桌子", False), ("底下漏", False), ("漏了一包", True), ("少个电池", True),
     ("店名少了个字", False)],
)
def test_what_leaks_lacks_no_piece(text: str, missing: bool) -> None:
    assert tells_missing(text) is missing


def test_nothing_was_changed_by_any_of_it(filed: Talk, database: Database) -> None:
    tells(filed, "申请里写的是盖子裂了，对吗", "change_request")
    assert cases(database)[0].details == ""
