"""What a message orders of the lines that stand to be written."""

import pytest

from shouhou.dialogue.edits import edits
from shouhou.dialogue.line_orders import Act, Line
from shouhou.dialogue.message import Clause
from shouhou.dialogue.struck import swaps, without
from shouhou.language.clauses import clauses
from shouhou.language.normalise import normalise


def said(text: str, told: bool = True) -> list[Clause]:
    """The clauses of a text, as they are told."""
    plain = normalise(text)
    spans = clauses(plain)
    return [
        Clause(text[a:b], a, b, (("inform", 0.9),), is_told=told, normal=plain[a : b + 1].rstrip("，, "))
        for a, b in spans
    ]


def orders(text: str) -> list[tuple[str, str, str]]:
    """What a text orders: the act, the line, the words."""
    return [(each.act.value, each.line.value if each.line else "", each.words) for each in edits(said(text), "提交|交")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("原因:颜色不喜欢 说明:吊牌完好，两只中退一只", [
            ("set", "reason", "颜色不喜欢"), ("set", "details", "吊牌完好，两只中退一只"),
        ]),
        ("原因：桌面划痕、桌子晃；说明：要上门取", [
            ("set", "reason", "桌面划痕，桌子晃"), ("set", "details", "要上门取"),
        ]),
        ("原因改成掉漆了", [("set", "reason", "掉漆了")]),
        ("吸尘器那张原因别动", [("keep", "reason", "")]),
        ("说明里写上四十斤要上门取", [("add", "details", "四十斤要上门取")]),
        ("原因加上一条腿短。算了不说了", [("add", "reason", "一条腿短")]),
        ("类型改退货退款 其他不动", [("set", "type", "退货退款"), ("keep", "", "")]),
        ("金额150 说明写只退裤子 上衣留下", [("set", "amount", "150"), ("set", "details", "只退裤子，上衣留下")]),
        ("要换改成43码", [("set", "wanted", "43码")]),
        ("要换：3米线", [("set", "wanted", "3米线")]),
        ("就写吸两分钟就停 别的不写", [("set", "", "吸两分钟就停"), ("only", "", "")]),
        ("写清楚是换200度", [("add", "", "换200度")]),
        ("说明写成掉色严重 提交吧", [("set", "details", "掉色严重")]),
        ("请注明：只补左侧板一块，其余不用。确认提交。", [("add", "details", "只补左侧板一块，其余不用")]),
        ("“盼换琴”这半句请删去。可加一句：盼换来的琴，寄出前请调好音", [
            ("strike", "", "盼换琴这半句"), ("add", "details", "盼换来的琴，寄出前请调好音"),
        ]),
        ("你别写进去啊说明就写灯不亮", [("set", "details", "灯不亮")]),
        ("写只要数学一本啊 别把六本都给我换了", [("set", "", "只要数学一本，别把六本都给我换了")]),
        ("说明写针坏了 省得他们又叫我换针", [("set", "details", "针坏了")]),
        ("说明写吊牌没剪 还有钱几天到你还没说呢", [("set", "details", "吊牌没剪")]),
        ("补寄单里加一句：只补左侧板一块", [("add", "details", "只补左侧板一块")]),
        ("再写一句：不同意退差价的话，我就整袋退回去", [("add", "details", "不同意退差价的话，我就整袋退回去")]),
        ("对 备注一下30没货就退款", [("add", "details", "30没货就退款")]),
        ("还是补寄 只加说明：只补左侧板", [("add", "details", "只补左侧板")]),
        ("说明写得不通。应当是：补寄第三册，第七册。请改一下。", [("set", "details", "补寄第三册，第七册")]),
        ("原因写清楚点 拍的豆沙发成正红了", [("set", "reason", "拍的豆沙发成正红了")]),
        ("原因写明天前到不了赶不上出差", [("set", "reason", "明天前到不了赶不上出差")]),
        ("原因你写E键双击啊 光写坏了谁知道", [("set", "reason", "E键双击")]),
        ("原因不对呀 是收到的时候就烂了呢", [("set", "reason", "收到的时候就烂了")]),
        ("只退个吧是啥 亲 去掉", [("strike", "", "只退个吧是啥")]),
        ("说明里最后那句去掉呀亲", [("strike", "details", "最后那句")]),
        ("骂人那半句抠了吧", [("strike", "", "骂人那半句")]),
        ("备注写上了吗", []),
        ("加一条腿短", []),
    ],
)
def test_what_is_ordered_goes_into_the_line_that_it_names(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert orders(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("原因里还写着5盒呢 改成6盒干的", [("fault", "reason", ""), ("set", "reason", "6盒干的")]),
        ("这个原因看着怪怪的 就写画不出来，可以吗", [("fault", "reason", ""), ("set", "reason", "画不出来")]),
        ("原因怎么变成类型改了 原因就是裤子太短", [("fault", "reason", ""), ("set", "reason", "裤子太短")]),
        ("原因写错了 是没拆的三桶不要了", [("set", "reason", "没拆的三桶不要了")]),
        ("原因 写错 是铰链断了 不是手腕", [("set", "reason", "铰链断了")]),
        ("说明写的啥玩意 写5个不亮就完了", [("fault", "details", ""), ("set", "details", "5个不亮")]),
    ],
)
def test_what_finds_fault_says_which_line_is_meant(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert orders(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "说明写的啥", "原因是什么", "说明改了没", "怎么又是个人原因", "这是质量原因", "写错了", "改成退一部分",
        "我要换成43码", "就写这么多", "桌子晃", "原因写清楚没", "说明书发错了",
    ],
)
def test_a_question_a_wish_and_a_telling_order_nothing(text: str) -> None:
    assert [each for each in orders(text) if each[0] in ("set", "add", "strike")] == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("说明里那句签收日期删掉", "details", "签收日期"), ("“看着怪怪的”不用写", "", "看着怪怪的"),
        ("说明里别写烂了", "details", "烂"),
    ],
)
def test_what_is_struck_is_named(text: str, line: str, words: str) -> None:
    (order,) = orders(text)
    assert order[:2] == (Act.STRIKE.value, line)
    assert words in order[2]


def test_a_strike_that_only_points_means_what_stands_before_it() -> None:
    (order,) = edits(said("前面那句球烂了不寄 还有坏两桶150 都删了"))
    assert order.act is Act.STRIKE
    assert without("球烂了不寄回去；坏两桶150；三桶没拆", order.words) == "三桶没拆"


@pytest.mark.parametrize(
    ("record", "named", "left"),
    [
        ("没拆封；邻居拿的是饲料不是锅；站点查无此件", "那个饲料", "没拆封；站点查无此件"),
        ("掉色；袋子破", "", ""),
        ("掉色；袋子破", "尺码", "掉色；袋子破"),
    ],
)
def test_a_strike_takes_out_the_part_that_it_names(record: str, named: str, left: str) -> None:
    assert without(record, named) == left


def test_words_that_name_no_line_order_nothing_before_a_summary_stands() -> None:
    assert edits(said("就写掉色吧"), unnamed=False) == []
    assert edits(said("原因写掉色吧"), unnamed=False)[0].line is Line.REASON


def test_words_are_swapped_where_the_old_ones_stand() -> None:
    assert swaps(said("把5盒改成6盒"), "有5盒干了", "") == ("5盒", "6盒")
    assert swaps(said("把5盒改成6盒"), "少了笔", "") is None
    quoted = said("说明里那个“前天晚上”改成昨天收到当天拆的嘛 别到时候商家说我隔了好久才拆")
    assert swaps(quoted, "我前天晚上拆的蓝莓苗", "") == ("前天晚上", "昨天收到当天")
    assert swaps(said("不是响得厉害 是收不到台 交吧"), "坏了", "响得厉害") == ("响得厉害", "收不到台")
    assert swaps(said("不是响得厉害 是收不到台 交吧"), "响得厉害", "") is None


@pytest.mark.parametrize(
    ("words", "named", "left"),
    [
        ("土也没有，另外3棵好的；退2棵的钱；只退个吧", "最后那句", "土也没有，另外3棵好的；退2棵的钱"),
        ("写的电池90%以上；拿了150之后，电池再掉", "拿了150之后那句", "写的电池90%以上"),
        ("毛巾掉毛；热水壶漏水；好的", "第二句", "毛巾掉毛；好的"),
        ("土也没有；只退个吧", "只退个吧是啥", "土也没有"),
    ],
)
def test_a_sentence_that_is_named_goes_whole(words: str, named: str, left: str) -> None:
    assert without(words, named) == left
