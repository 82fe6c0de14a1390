"""What words ask outright of what is filed, sent or agreed; what of it they name; what is only not to one's liking."""

import re

import pytest

from shouhou.dialogue import matters_of_filed as f
from shouhou.dialogue.asked_of_filed import (
    asked_words,
    asks_if_found_later,
    asks_if_there,
    asks_of_sound_ones,
    sent_back_unfiled,
    speaks_of_several,
)
from shouhou.dialogue.liking import only_liking, tells_liking, tells_measure
from shouhou.dialogue.matters import matters
from shouhou.dialogue.message import Clause, read_message


def clauses(text: str) -> list[Clause]:
    parts = [part for part in re.split(r"(?<=[？?])|[ ，。！]+", text) if part.strip()]
    return [Clause(part, 0, len(part), (("inform", 0.9),)) for part in parts]


@pytest.mark.parametrize(
    ("text", "asked"),
    [("单子上现在写的啥 我看下", f.WRITTEN), ("把我申请的内容发我核对一下", f.WRITTEN),
     ("补寄单里说明一栏写的什么", f.WRITTEN),
     ("你给我申请的是多少钱", f.WRITTEN), ("刚才那个申请号再发我一遍", f.WRITTEN), ("没拆封那句加了没有", f.WRITTEN),
     ("1、我刚说的只补左侧板一块写进去了吗？", f.WRITTEN), ("你这说明里写没写杯子是歪的", f.WRITTEN),
     ("申请没被改吧？", f.WRITTEN), ("键盘四天前自己寄回去了", f.RETURNED), ("签收的是你们", f.RETURNED),
     ("把我两个单子现在的状态列一下", f.STATES), ("毛巾和被套 交了没 进度呢", f.STATES), ("那俩还在不在", f.STATES),
     ("前面那两个可别给我取消了啊", f.STATES),
     ("我问的是查件 转过去了没有", f.WENT), ("刚才不是已经转给商家查件了吗", f.WENT),
     ("那我问商家退款那个还算不算", f.WENT),
     ("支架退回去好几天了 钱咋还没到", f.RETURNED), ("6天前寄的 你们3天前收到了 钱没退", f.RETURNED),
     ("我都退完货了", f.RETURNED), ("东西早寄回去了 钱没影", f.RETURNED),
     ("我昨天申请退的那条裙子 我姐要了 可以不退了吗", f.RUNS_NOT), ("昨天的退货申请取消了没", f.RUNS_NOT),
     ("我前天submit的呀", f.NOT_KNOWN), ("我昨天就申请了", f.NOT_KNOWN),
     ("7天无理由、15天、保修分别到什么时候？", f.DATES), ("就我这个订单，每个期限具体到哪一天？", f.DATES),
     ("这个15天的依据是什么", f.BASIS), ("15天是依据哪条规则？", f.BASIS), ("需不需要检测报告？", f.REPORT),
     ("如果商家拒绝退货退款，我还能再换货吗", f.IF_REFUSED), ("商家拒绝了以后，我还能不能改成退货", f.IF_REFUSED),
     ("商家要是不同意，我再退货来得及吗", f.IF_REFUSED),
     ("要是我要了这150 那我以后还能退货吗", f.AFTER_OFFER), ("拿了补偿之后 还能退吗", f.AFTER_OFFER),
     ("那没拆的那只也退的吧", f.ALL_BACK), ("两个 一个没用过 新的 一起退可以不", f.ALL_BACK),
     ("提交了还能改不", f.CAN_CHANGE), ("照片传上去了吗", f.PICTURES_CAME), ("视频太大传不上去 咋办", f.TOO_BIG),
     ("48小时是从现在算?", f.DEADLINE), ("能不能撤回刚才的", f.BACK_OUT), ("要给钱吗", f.COSTS),
     ("收不收我的钱", f.COSTS)],
)
def test_what_is_asked_of_the_filed_is_found(text: str, asked: str) -> None:
    assert asked in matters(clauses(text))


@pytest.mark.parametrize(
    ("text", "not_asked"),
    [("说明里写没拆封", f.WRITTEN), ("写清楚点", f.WRITTEN), ("塑封没拆 您能写进去吗", f.WRITTEN),
     ("说明书上写的什么", f.WRITTEN),
     ("投诉里写的什么", f.WRITTEN), ("把没用过也写上", f.WRITTEN), ("快递单号多少", f.WRITTEN),
     ("物流什么情况", f.STATES), ("给我转人工了没", f.WENT), ("货转到哪了", f.WENT), ("你跟商家说快点", f.WENT),
     ("要寄回去吗", f.RETURNED), ("我先寄回去", f.RETURNED), ("如果退回去好几天没到账呢", f.RETURNED),
     ("昨天收到的 想退", f.RUNS_NOT), ("昨天买的 取消订单", f.RUNS_NOT), ("我要申请换货", f.NOT_KNOWN),
     ("什么时候到期", f.DATES), ("收费依据是什么", f.BASIS), ("让商家出检测报告", f.REPORT),
     ("不同意退钱 补两棵也可以", f.IF_REFUSED), ("他拒绝了我", f.IF_REFUSED), ("收了货还能退吗", f.AFTER_OFFER),
     ("一起退", f.ALL_BACK), ("没拆的那只也要退 运费谁出", f.ALL_BACK), ("地址提交了还能改吗", f.CAN_CHANGE),
     ("鞋子太大 传不上", f.TOO_BIG), ("已经过了48小时了", f.DEADLINE), ("运费要给钱吗", f.COSTS)],
)
def test_what_only_sounds_like_it_is_not(text: str, not_asked: str) -> None:
    assert not_asked not in matters(clauses(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [("1、我刚说的只补左侧板一块写进去了吗？", "只补左侧板一块"), ("有没有写只补左侧板一块", "只补左侧板一块"),
     ("没货退款那句写上没", "没货退款"), ("过敏有没有写进去", "过敏"), ("我说的发霉你写了没有", "发霉"),
     ("那个缺角的事写了没", "缺角"),
     ("你这说明里写没写线杯是歪的", "线杯是歪的"),
     ("备注写上了吗", ""), ("单子上写上没有", ""), ("写上了吗", ""), ("说明里写的什么", "")],
)
def test_the_words_asked_for_are_told_apart(text: str, words: str) -> None:
    assert asked_words(text) == words


def test_several_things_and_whether_they_are_there() -> None:
    assert speaks_of_several("我两个单子") and speaks_of_several("那俩") and not speaks_of_several("我那个单子")
    assert asks_if_there("那俩还在不在") and not asks_if_there("还在等")


def test_sound_goods_found_goods_and_goods_sent_back() -> None:
    assert asks_of_sound_ones("那7条没问题的我洗了用，影响不") and asks_of_sound_ones("没坏的那几个能用吗")
    assert not asks_of_sound_ones("没问题") and not asks_of_sound_ones("好用吗") and not asks_of_sound_ones("还能穿吗")
    assert asks_if_found_later("后来找到咋办") and asks_if_found_later("后来眼镜找着了呢")
    assert not asks_if_found_later("找到了") and not asks_if_found_later("后来送到了")
    assert sent_back_unfiled("键盘四天前自己寄回去了，没走申请，快递显示你们签收了。钱呢")
    assert sent_back_unfiled("不是，签收的是你们。我寄回去的，退货")
    assert not sent_back_unfiled("我自己寄") and not sent_back_unfiled("你们签收了没")
    assert not sent_back_unfiled("没走申请")


@pytest.mark.parametrize("text", ["比我想的小好多", "就嫌沉", "我自己觉得小了", "不太喜欢", "穿不惯", "后悔了"])
def test_what_is_only_not_liked_is_told_so(text: str) -> None:
    assert tells_liking(text)


@pytest.mark.parametrize("text", ["比图片上小好多", "比描述的小", "嫌弃他服务", "不喜欢 因为坏了", "太小了"])
def test_what_speaks_against_the_goods_is_more_than_that(text: str) -> None:
    assert not tells_liking(text)


@pytest.mark.parametrize(
    ("texts", "only"),
    [(["箱子倒没毛病", "就是盖子太沉了", "单手开不动"], True), (["灯没啥问题", "就是我自己觉得小了"], True),
     (["比我想的小好多"], True),
     (["别的没问题", "就是拉链坏了"], False), (["盖子太沉了"], False), (["不喜欢", "还掉色"], False),
     (["没坏", "发错颜色了"], False)],
)
def test_a_message_that_only_does_not_like_the_goods(texts: list[str], only: bool) -> None:
    assert only_liking(texts) is only
    assert tells_measure("盖子太沉了") and not tells_measure("太大了 跟图片不一样")


def test_the_class_of_what_is_only_not_liked_is_the_buyer_s() -> None:
    text = "箱子没毛病 就是盖子太沉了"
    parse = {
        "text": text, "plain": text, "told_reason_class": "goods",
        "intent_ranking": [{"name": "inform", "confidence": 1}],
        "entities": [{"entity": "reason", "value": "盖子太沉了", "start": 8, "end": 13, "group": "goods"}],
        "clauses": [
            {"start": 0, "end": 5, "ranking": [], "told_class": None},
            {"start": 6, "end": 13, "ranking": [], "told_class": "goods"},
        ],
    }
    message = read_message(parse)
    assert (message.told_class, message.group("reason")) == ("personal", "personal")
    assert [clause.told_class for clause in message.clauses] == [None, "personal"]
