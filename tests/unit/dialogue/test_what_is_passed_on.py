"""What is said to the merchant, apart from what bids the desk to say it; and what is set right of it."""

from typing import Optional

import pytest

from actions.words import word
from shouhou.dialogue.asked_of_filed import asks_if_told
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.mending import mended
from shouhou.dialogue.message import Clause
from shouhou.dialogue.passing_on import (
    bids,
    dictates,
    echoes,
    for_desk,
    for_merchant,
    only_bids,
    parted,
    passed_on,
    question_words,
    said_of,
    speaks_of_message,
    worth_asking,
)
from shouhou.dialogue.revising import said_of_message, sends, takes_out, without_struck
from shouhou.dialogue.wishes import bargains
from shouhou.dialogue.yes_no import read_yes_no, says_yes
from shouhou.language.clauses import clauses as spans
from shouhou.language.normalise import normalise

VERBS = word("verbs", "merchant")


def clauses(text: str) -> list[Clause]:
    """A message's clauses, as the language component parts them."""
    plain = normalise(text)
    return [Clause(text[a:b], a, b, (("inform", 0.9),), normal=plain[a:b]) for a, b in spans(plain)]


@pytest.mark.parametrize(
    ("text", "words"),
    [("你去跟卖家说 让他同意退货 不然俺投诉他", "请同意退货，不然俺投诉他"),
     ("你帮额问一哈卖家 这轮子咋装 说明书不对额看不懂", "这轮子咋装，说明书不对额看不懂"),
     ("您给坐垫那家问有没有大点儿的号 有就换", "有没有大点儿的号，有就换"),
     ("你问下老板一节几钱", "一节几钱"),
     ("手套那单让商家转寄新地址 转不了我拒收 就这句", "请转寄新地址，转不了我拒收"),
     ("电话不接那事你给他捎句话 让他给我回电话", "电话不接，请给我回电话"),
     ("原包装没了也跟商家说一声", "原包装没了"),
     ("背带能不能留 你帮我问问商家", "背带能不能留"),
     ("帮我问问商家是不是降价了", "是不是降价了"),
     ("跟他说今日发就留 不发就退 另外迟发赔多少", "今日发就留，不发就退"),
     ("帮我跟商家说 另外两桶也歪 想不寄回退150 行不", "另外两桶也歪，想不寄回退150，行不"),
     ("你给我捎句话给卖家 就说我要以旧换新 让他们送货时候把旧的拉走", "我要以旧换新，请送货时候把旧的拉走"),
     ("发票抬头开错了。烦请协助联系商家更正。谢谢。王敏", "发票抬头开错了，请更正"),
     ("劳驾给店里捎句话，说我人在外地，晚两天寄", "我人在外地，晚两天寄"),
     ("方才说可代问商家发货前是否验琴", "发货前是否验琴"),
     ("你刚说可以替我问商家先发新的 帮我问", "能不能先发新的"),
     ("麻烦转告店家，换成蓝的", "换成蓝的"),
     ("幫我同商家講聲 蓋子裂咗", "蓋子裂咗"),
     ("就是想让商家知道气垫漏气 你转达一下", "气垫漏气"),
     ("周五没到才退 这句是让你转告卖家的", "周五没到才退")],
)
def test_nothing_of_the_bid_goes_to_the_merchant_and_all_of_the_rest_does(text: str, words: str) -> None:
    assert passed_on(clauses(text)) == words


@pytest.mark.parametrize(
    "text",
    ["中 你给他转过去", "我昨天跟商家说过了 他不理", "问商家说没货", "他们说话难听", "说明书没有", "给他退回去",
     "联系一下商家", "跟商家说一声可以吗", "先跟店家说一声行不行，让他们给个话"],
)
def test_where_nothing_is_to_be_passed_on_no_words_are_made_up(text: str) -> None:
    assert passed_on(clauses(text)) == ""


@pytest.mark.parametrize(
    ("text", "gives"),
    [("就说老人每天要量血压", True), ("那再转一句可以吗", True), ("你就问几号到", True), ("就说明书有问题", False),
     ("就说过一次", False), ("再发货", False), ("他就说没货", False)],
)
def test_words_that_are_given_to_be_said_are_known(text: str, gives: bool) -> None:
    assert dictates(text) is gives


@pytest.mark.parametrize("text", ["帮我跟商家说快点", "问一下卖家", "你替我转告店家", "原包装没了也跟他说", "再发给他",
             "方才说可代问商家发货前是否验琴", "你刚说可以替我问商家先发新的"])
def test_a_bid_to_pass_on_is_known(text: str) -> None:
    assert bids(text)


@pytest.mark.parametrize(
    "text",
    ["请问商家同意了吗", "问他他就是不理", "给卖家发了八条消息", "我不知道怎么跟他说", "跟他讲道理没用", "转告人工客服",
     "跟商家说他回我一句就消失了", "快递那边让我等理赔", "我要揭发他", "跟快递那边也说声", "跟客服说一声"],
)
def test_what_tells_of_it_or_is_for_others_bids_nothing(text: str) -> None:
    assert not bids(text)


@pytest.mark.parametrize(
    "text",
    ["转这句", "就这句", "再发给他", "你给他转过去", "话不能这样转", "请写", "请一并告知商家", "请补上后再转",
     "帮我转一下"],
)
def test_an_instruction_to_the_desk_is_no_part_of_the_message(text: str) -> None:
    assert only_bids(text) and for_merchant(clauses(text)[0]) == ""


@pytest.mark.parametrize("text", ["转寄到新地址", "发货", "写错了", "问题没解决", "说好三天到", "转接头坏了", "发票"])
def test_words_of_the_matter_are_kept_whatever_verb_is_in_them(text: str) -> None:
    assert not only_bids(text) and said_of(clauses(text)) == text


def test_who_signs_and_thanks_are_left_out_and_a_name_in_the_matter_is_not() -> None:
    assert said_of(clauses("您好,抬头开错了。谢谢。王敏")) == "抬头开错了"
    assert said_of(clauses("收件人应该写 王敏")) == "收件人应该写，王敏"
    assert said_of(clauses("要黄色 黄色的")) == "要黄色，黄色的"


@pytest.mark.parametrize(
    "text",
    ["可以你就这么问吧", "你给他转过去", "转", "嗯转吧", "嗯发吧", "发", "请转", "再发给他", "就这句", "去问他",
     "转过去吧"],
)
def test_a_verb_of_passing_on_is_a_yes(text: str) -> None:
    assert read_yes_no(clauses(text), VERBS).yes


@pytest.mark.parametrize(
    "text", ["别转", "不转这句", "转了没", "发货", "问题是他不发", "唔系发货啊大佬", "先别发", "转给谁"]
)
def test_an_objection_or_another_matter_is_no_yes(text: str) -> None:
    assert not says_yes(text, VERBS) and not read_yes_no(clauses(text), VERBS).yes


@pytest.mark.parametrize(
    ("text", "left", "goes"),
    [("嗯发吧 后面那句老子别发啊", "费用先告诉我", True),
     ("就发前面那句", "费用先告诉我", True),
     ("搞混了 夹子是支架那单的 手套就发前面那句", "费用先告诉我", True),
     ("不转这句 删掉转不了那半句", "费用先告诉我", False),
     ("no no 就按上一版发 后面那句是问你的", "费用先告诉我", True),
     ("把转不了我就拒收这句删了 再发", "费用先告诉我", True),
     ("后头那句是问恁嘞 别写 就前头那些发给他", "费用先告诉我", True),
     ("“费用先告诉我”别写进去 其他ok", "转不了我就拒收", False),
     ("拒收那句别提", "费用先告诉我", False)],
)
def test_the_part_that_is_meant_is_struck_and_sent_only_where_that_is_said(text: str, left: str, goes: bool) -> None:
    said = clauses(text)
    assert without_struck("费用先告诉我，转不了我就拒收", "费用先告诉我", said) == left
    assert sends(said, "费用先告诉我") is goes


def test_what_was_never_shown_without_its_last_part_is_shown_before_it_goes() -> None:
    assert not sends(clauses("嗯发吧 后面那句别发"), None) and sends(clauses("把拒收那句删了 再发"), None)


@pytest.mark.parametrize(
    "text", ["不转这句", "别转了", "不要发货", "别说了", "别发这么多", "这句能不能删", "前面说过了"]
)
def test_what_strikes_no_part_is_known(text: str) -> None:
    assert not takes_out(text)


def set_right(words: str, text: str, former: Optional[str] = None) -> Optional[str]:
    """What becomes of a message that is shown, once this is said of it."""
    done = mended(words, former, clauses(text), VERBS)
    return None if done is None or done.undone or done.words == words else done.words


@pytest.mark.parametrize(
    ("text", "words"),
    [("我说的是原包装扔了 转这句", "原包装扔了"),
     ("唔系呢句 问佢单卖第三节几钱", "单卖第三节几钱"),
     ("话不能这样转 请写 您上周在私聊里答应退 请同意售后", "您上周在私聊里答应退，请同意售后"),
     ("请将留言改为:发票抬头有误,请换开", "发票抬头有误，请换开"),
     ("不是 是让商家派人上门修 冰箱太大寄不了", "请派人上门修，冰箱太大寄不了"),
     ("唔系发货啊大佬 系卡咗喺路上 帮我催快递", "卡咗喺路上，帮我催快递"),
     ("不对 就说周五要用 麻烦快点发", "周五要用，麻烦快点发")],
)
def test_other_words_take_the_place_of_those_shown(text: str, words: str) -> None:
    assert set_right("请尽快发货，谢谢", text) == words


@pytest.mark.parametrize(
    ("text", "more"),
    [("ok 你加一句 我收到第二天就降价了 再发给他", "我收到第二天就降价了"),
     ("嗯转吧 再跟他说补的东西寄到单位", "补的东西寄到单位"),
     ("可以。另需说明,正确抬头为“瑞和公司”,请一并告知商家。此致 王敏", "正确抬头为“瑞和公司”"),
     ("您好,留言中遗漏了正确抬头,抬头应为:瑞和公司。请补上后再转。王敏", "抬头应为：瑞和公司"),
     ("问问 周末我在家", "周末我在家"),
     ("行 顺便问问颜色能不能换", "颜色能不能换"),
     ("可以 要是今天不发我就退款", "要是今天不发我就退款")],
)
def test_what_is_told_besides_is_added(text: str, more: str) -> None:
    assert set_right("发票开错了", text) == f"发票开错了，{more}"


@pytest.mark.parametrize(
    "text",
    ["可以你就这么问吧", "中 你给他转过去", "嗯发吧 他要是不肯补 我拆了还能退吗", "中 发 现在办到哪一步了",
     "嗯发吧 他要是不肯补 我就把机器退了 不过我已经拆了用了几次 这样还能退吗", "转 要是转不了我就拒收 钱退不",
     "行 我已经拆了 这样还能退吗", "可以 谢谢"],
)
def test_a_yes_with_a_question_for_the_desk_changes_nothing(text: str) -> None:
    assert set_right("发票开错了", text) is None


def test_what_leads_to_a_question_is_none_of_the_message_but_what_stands_after_it_is() -> None:
    assert set_right("发票开错了", "可以 要是他不认咋办 周末我在家") == "发票开错了，周末我在家"


def test_questions_for_the_desk_are_told_from_those_for_the_merchant() -> None:
    asked = for_desk(clauses("还能照常发不 你给他捎句话 就说旧的拉走 另外赔多少"))
    assert [clause.text for clause in asked] == ["还能照常发不", "另外赔多少"]
    assert for_desk(clauses("帮我问问商家 几天能到 另外赔多少")) == []


def test_an_answer_is_parted_from_what_goes_to_the_merchant() -> None:
    own, words = parted(clauses("提交吧，再帮我跟卖家说一声，周五之前寄不到的话就退我120元哦"))
    assert [clause.text for clause in own] == ["提交吧"] and words == "周五之前寄不到的话就退我120元"
    own, words = parted(clauses("先补8盒，周五没到才退120，这句是让你转告卖家的"))
    assert [clause.text for clause in own] == ["先补8盒"] and words == "周五没到才退120"
    assert parted(clauses("不对 是少一个轮子"))[1] == ""


@pytest.mark.parametrize("text", ["行不", "问几次啦", "咋办呢", "这个行不行", "可以吗亲"])
def test_what_asks_nothing_of_the_matter_is_not_offered(text: str) -> None:
    assert not worth_asking(question_words(clauses(text)))


@pytest.mark.parametrize("text", ["单买一节几钱", "里面的数据会不会被清掉", "有白色的没", "是不是同一批货"])
def test_a_question_of_the_matter_is_offered(text: str) -> None:
    assert worth_asking(question_words(clauses(text))) and question_words(clauses(text)) == text


def test_a_scolding_beside_a_question_is_no_part_of_it() -> None:
    assert question_words(clauses("问几次啦 单买一节几钱")) == "单买一节几钱"
    assert question_words(clauses("你给问问卖家有没有别的尺寸")) == "有没有别的尺寸"


def test_a_cry_at_what_was_just_said_is_no_question() -> None:
    assert echoes("什么送礼呀亲", ["订单号只有送礼的人那里看得到"])
    assert not echoes("什么材质呀", ["订单号只有送礼的人那里看得到"])


def test_a_bargain_is_no_message() -> None:
    assert bargains(clauses("让商家补我100我留着穿行不行")) and bargains(clauses("不退货 补我100块 我凑合用"))
    assert not bargains(clauses("让商家快点发")) and not bargains(clauses("我留着穿"))


@pytest.mark.parametrize("text", ["留言里漏了 抬头应为瑞和公司", "加上 医药费他出 发吧"])
def test_words_about_a_message_that_went_are_known(text: str) -> None:
    assert said_of_message(clauses(text))


@pytest.mark.parametrize("text", ["发吧", "加一句 盖子也裂了", "转人工", "发的货不对"])
def test_words_about_anything_else_are_none_of_it(text: str) -> None:
    assert not said_of_message(clauses(text))


def test_a_message_is_spoken_of_and_asked_after() -> None:
    assert speaks_of_message("请将留言改为") and speaks_of_message("转的那句话错了")
    assert not speaks_of_message("发的货不对")
    assert asks_if_told("那周五的事你帮我转告卖家了吗") and not asks_if_told("转告卖家吧")


def test_what_was_done_some_times_is_told_and_how_often_is_asked() -> None:
    assert not is_question("我已经拆了用了几次") and is_question("还能撤几次") and is_question("现在办到哪一步了")


@pytest.mark.parametrize(
    ("text", "words"),
    [("邮费谁拿钱几天到账你别写进去啊说明就写吊牌没剪", "几天到账"),
     ("能不能写清楚只换那一本", "能不能写清楚只换那一本")],
)
def test_what_orders_the_written_lines_is_no_part_of_a_question(text: str, words: str) -> None:
    assert words in question_words(clauses(text)) and "别写" not in question_words(clauses(text))
