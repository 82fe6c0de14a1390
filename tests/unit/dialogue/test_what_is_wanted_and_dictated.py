"""What words want instead, what they dictate, add and strike, what they ask of what is filed."""

import re
from typing import Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.dialogue import asked_of_filed, asking, people, telling
from shouhou.dialogue.dictation import additions, is_private, struck, trimmed
from shouhou.dialogue.message import Clause
from shouhou.dialogue.numerals import mended_tail, read_number
from shouhou.dialogue.sizes import wanted_instead, with_wanted
from shouhou.dialogue.sums import asks_money, counts_alike, names_unit_price, pieces_in, sum_said, wants_part
from shouhou.dialogue.wishes import asks_anew, changes_part, denies_type, keeps_goods, sends_back, type_said, wishes
from shouhou.dialogue.words import class_named, corrected_reason, objects, speaks_of_class
from shouhou.dialogue.yes_no import read_yes_no
from shouhou.language.reason_class import told_class


def clauses(text: str) -> list[Clause]:
    """A message's clauses, as its stops and blanks part them."""
    return [Clause(part, 0, len(part), (("inform", 0.9),)) for part in re.split(r"[ ，。]+", text) if part]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("换个L的快点", "L码"),
     ("麻烦帮我换成38码", "38码"),
     ("不是37，是要38码的", "38码"),
     ("要换黑色43码的", "黑色 43码"),
     ("颜色要黑色的 43黑色", "黑色 43码"), ("我要大一号", "大一号"), ("能换个黑的", "黑色"), ("还是给我换43", "43码"),
     ("换成米白色的", "米白色"), ("换成13号的", "13号"),
     ("20号前要用 换成43码", "43码"),
     ("我要换到42号", "42码"), ("我要的是42码", "42码")],
)
def test_a_size_and_a_colour_wanted_instead_are_read(text: str, wanted: str) -> None:
    assert wanted_instead(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["鞋子37码偏小", "42码太小", "裤子m的穿不上啊", "我拍的是42码",
     "发成黑色了", "图片上是酒红的", "换个新的", "退我43块", "不想要黑色的",
     "定的13号来的10号", "20号前要用", "20号之前要拿到", "我要20号前拿到", "到20号要用",
     "深灰色的那件", "189", "退钱给我嘛 189"],
)
def test_a_size_or_colour_at_hand_is_none_that_is_wanted(text: str) -> None:
    assert wanted_instead(text) is None


def test_a_size_by_itself_is_wanted_where_an_exchange_is_talked_of() -> None:
    assert wanted_instead("43") is None and wanted_instead("43", loosely=True) == "43码"
    assert wanted_instead("黑色", loosely=True) == "黑色"
    assert wanted_instead("是13号", loosely=True) == "13号" and wanted_instead("啊不是20码", loosely=True) is None


def test_a_new_size_leaves_the_colour() -> None:
    assert with_wanted("黑色 43码", "44码") == "黑色 44码"
    assert with_wanted("43码", "黑色") == "黑色 43码"
    assert with_wanted(None, "L码") == "L码"


@given(st.sampled_from(["黑色", "白色", "雾霾蓝色"]), st.integers(35, 46))
def test_what_is_wanted_reads_the_same_when_it_is_said_again(colour: str, size: int) -> None:
    wanted = wanted_instead(f"要换{colour}{size}码的")
    assert wanted is not None and wanted_instead(f"要换{wanted}") == wanted


@pytest.mark.parametrize(
    ("text", "added"),
    [("把换过插座和米夹生也写上 要得就交", "换过插座和米夹生"), ("涂层掉了那个也写上啊", "涂层掉了"),
     ("加一句 商家说照片看不清 其实拍得很清楚", "商家说照片看不清，其实拍得很清楚"),
     ("M6螺丝 两包 写说明里。 其他没错了 提交", "M6螺丝，两包"), ("那句你加上没? 驿站说没有这个件", "驿站说没有这个件"),
     ("问吧 我手还被烫了一下 这个也写上", "我手还被烫了一下"),
     ("备注一下周末前要", "周末前要"),
     ("没剪过要写上啊 还有到手是灰蓝的也写 别把我呜呜呜写进去哈哈哈", "没剪过，到手是灰蓝的"),
     ("只换女款那只这个要写上 男款留着的 还有我想问下换货要多久", "只换女款那只，男款留着的"),
     ("写进去 吊牌没剪 还有钱几天到你还没说呢 寄回去邮费谁拿", "吊牌没剪"),
     ("口子在盘子边上，加上去", "口子在盘子边上"),
     ("要得 顺便说一声里头制冷是好的", "里头制冷是好的"),
     ("我说有一根桌腿磕坏了 能不能加进补寄里", "有一根桌腿磕坏了")],
)
def test_what_is_to_be_written_besides_is_found(text: str, added: str) -> None:
    assert additions(clauses(text), "问|去问|提交|交") == added


@pytest.mark.parametrize(
    "text",
    ["提交吧", "写上了", "对，写上吧",
     "没写上", "43写上了吧? 写上了就交", "嗯 写上去了吗", "就写这些"],
)
def test_words_that_add_nothing_add_nothing(text: str) -> None:
    assert additions(clauses(text), "提交|交") == ""


def test_drawn_out_cries_and_asides_to_the_desk_are_not_written() -> None:
    assert trimmed("这假发色差也太大了吧呜呜呜") == "这假发色差也太大了"
    assert is_private("省得他们又叫我换针") and not is_private("省得我再跑一趟")
    assert class_named(clauses("怎么写物流问题 不是路上的事 是东西本身不好")) == "东西"
    assert class_named(clauses("东西不好看")) is None


def test_what_is_struck_goes_and_the_rest_stays() -> None:
    words = "保温壶，早上灌的水中午就凉了，不是改，另外一个"
    assert struck(words, clauses("就是别写什么不是改另外一个 那句是跟你说的")) == "保温壶，早上灌的水中午就凉了"
    assert struck("你们客服打电话我也能说清楚", clauses("说明那句不用写")) == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [("光退60块", "refund_only"),
     ("就退款", "refund_only"),
     ("东西我留着", "refund_only"),
     ("补给我就行", "resend"), ("不想整箱寄回去了", "refund_only"), ("补一条腿和一包螺丝寄来", "resend"),
     ("就退吧", None),
     ("寄回去", "return_refund")],
)
def test_a_type_is_read_as_people_say_it(text: str, kind: Optional[str]) -> None:
    assert type_said(text) == kind


def test_pieces_are_no_sum() -> None:
    assert sum_said("只退3只的钱") is None and sum_said("退我3块") == 300


@pytest.mark.parametrize("text", ["退点钱吧", "赔点就行", "补点差价", "退我一部分钱"])
def test_some_of_the_money_is_a_part(text: str) -> None:
    assert wants_part(text)


def test_wishes_may_stand_behind_what_is_told() -> None:
    assert wishes("睡衣太大了想换M码") and not wishes("插座也换过了") and not wishes("不想换了")
    assert keeps_goods("东西我留着") and not keeps_goods("要留着吗")
    assert asks_anew("重新申请") and not asks_anew("再说")


@pytest.mark.parametrize(
    "text",
    ["还能穿不", "正常不哦", "补充啥子", "运费哪个出", "他要是不答应喃",
     "运费他出吧", "还能撤几次", "凭啥我出", "有货不", "运费呢", "能退嘛"],
)
def test_questions_as_people_put_them_are_known(text: str) -> None:
    assert asking.is_question(text)


@pytest.mark.parametrize(
    "text", ["那还是换嘛", "退钱给我嘛", "确认嘛", "孩子发烧等着用呢",
     "我不", "还不", "我问他涂层掉了咋办", "我都问商家多久了"]
)
def test_statements_that_sound_like_questions_are_none(text: str) -> None:
    assert not asking.is_question(text)


@pytest.mark.parametrize("text", ["那个…", "我想问一下", "请问", "有个事想问", "诶"])
def test_words_that_only_begin_are_known(text: str) -> None:
    assert asking.only_opens(text)


@pytest.mark.parametrize("text", ["那个水壶", "好", "我想问一下运费", "不是"])
def test_words_that_say_something_do_more_than_begin(text: str) -> None:
    assert not asking.only_opens(text)


def test_what_is_meant_outweighs_what_was_said() -> None:
    assert asking.says_what_is_meant("我是问今天不发能不能退") and asking.says_what_is_meant("我问运费谁出")
    assert not asking.says_what_is_meant("我问他了") and not asking.says_what_is_meant("我说换货")


@pytest.mark.parametrize(
    ("text", "intent"),
    [("运费呢", "ask_who_pays"), ("那地址呢", "ask_where_to_send"), ("钱呢", "ask_refund_arrival"), ("鞋呢", None)],
)
def test_a_bare_noun_asks(text: str, intent: Optional[str]) -> None:
    assert asking.asked_in_short(text) == intent


@pytest.mark.parametrize("text", ["退款有消息没", "商家回了没", "批了没", "咋样了", "到哪一步了"])
def test_asking_whether_it_is_done_is_known(text: str) -> None:
    assert asked_of_filed.asks_whether_done(text)


def test_use_loss_and_persons() -> None:
    assert asking.asks_of_use("能扔不") and asking.asks_of_use("衣服我先穿着不") and not asking.asks_of_use("穿了两天")
    assert telling.tells_loss("万一快递弄丢了") and not telling.tells_loss("没到")
    assert people.declines_person("不用人工了") and not people.declines_person("转人工")
    assert asking.passes_on("给商家带句话") and not asking.passes_on("商家同意没")
    assert telling.names_place("寄到浙江省义乌市北苑街道茶具仓") and not telling.names_place("同意")


def test_a_class_is_set_right_without_touching_the_reason() -> None:
    assert class_named(clauses("括号里还是商品问题啊 应该是个人原因吧")) == "个人"
    assert class_named(clauses("质量问题啊怎么写服务 东西坏了")) == "质量"
    assert class_named(clauses("咋写商品问题 包没毛病")) is None
    assert speaks_of_class("咋写商品问题") and not speaks_of_class("包没毛病")
    assert objects("咋写商品问题") and not objects("挺好的")


def test_a_reason_of_several_clauses_is_set_whole() -> None:
    assert corrected_reason(clauses("原因写少两包螺丝 少一个书立")) == "少两包螺丝，少一个书立"
    assert corrected_reason(clauses("原因：少两包螺丝")) == "少两包螺丝"


@pytest.mark.parametrize(
    ("text", "group"),
    [("我是不想要了 没坏", "personal"),
     ("包没毛病 就是我买回来不喜欢了", "personal"),
     ("拆开用过了", None),
     ("真的挤脚", "personal"),
     ("像是别人用过的", "goods"), ("掉涂层", "goods")],
)
def test_what_is_sound_is_no_fault(text: str, group: Optional[str]) -> None:
    assert told_class(text) == group


def test_who_is_fed_up_has_not_agreed() -> None:
    assert not read_yes_no(clauses("操 行了 不查了 那259退不退得了"), "提交").yes
    assert read_yes_no(clauses("行 提交"), "提交").yes


def test_the_form_s_own_verb_is_a_yes_though_it_may_leave_elsewhere() -> None:
    assert read_yes_no(clauses("取消吧 撤了还能再申请不"), "撤|取消").yes
    assert read_yes_no(clauses("取消吧"), "提交").leaves


def test_the_end_of_a_number_is_mended() -> None:
    assert mended_tail("SF1648820093317", "单号打错了 最后是3371不是3317") == "SF1648820093371"
    assert mended_tail("SF1648820093317", "单号打错了") is None and mended_tail("SF12", "是34不是56") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十五", 15), ("二十", 20), ("三百六", 360), ("一百零八", 108), ("一千二", 1200), ("一千零二十", 1020),
        ("两", 2), ("一百一十五", 115), ("360", 360), ("两三", None), ("十几", None), ("三万二", None),
    ],
)
def test_a_number_is_read_as_it_is_said(text: str, number: Optional[int]) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("title", "pieces"),
    [("羽毛球 12只×5筒", 5), ("腊肉 500g×4袋", 4), ("大闸蟹 8只", 8), ("枕套 48×74cm 两只装", 2)],
)
def test_the_pieces_of_a_title_are_those_of_its_outer_pack(title: str, pieces: Optional[int]) -> None:
    assert pieces_in(title) == pieces


@pytest.mark.parametrize("text", ["不是仅退款", "我没要仅退款", "这个仅退款不要", "不是整个换", "怎么成换货了"])
def test_a_type_that_is_denied_is_none(text: str) -> None:
    assert type_said(text) is None or denies_type(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("按退货整", "return_refund"), ("改返补寄", "resend"), ("坐垫是退货退款", "return_refund"), ("只退一只", None)],
)
def test_a_type_is_named_as_the_one_that_is_wanted(text: str, kind: Optional[str]) -> None:
    assert type_said(text) == kind


@pytest.mark.parametrize(
    ("title", "text", "alike"),
    [("陶泥 30套", "有4小罐干了", False), ("陶泥 30套", "就这4罐的钱", False), ("羽毛球 12只×5筒", "坏了3只", False),
     ("蓝莓苗 5棵", "烂的两颗", True), ("玻璃杯 6只装", "碎的两个", True), ("腊肉 500g×4袋", "2包", True)],
)
def test_pieces_in_another_unit_than_the_title_s_are_not_reckoned(title: str, text: str, alike: bool) -> None:
    assert counts_alike(title, text) is alike


@pytest.mark.parametrize(
    ("text", "asks"),
    [("烂的那两棵补给我就行", False), ("补两个", False), ("碎的两个退钱", True), ("补我30块", True), ("赔两个", True)],
)
def test_what_is_sent_again_is_no_money(text: str, asks: bool) -> None:
    assert asks_money(text) is asks


@pytest.mark.parametrize(
    ("text", "part"), [("腿也要换一条", True), ("换那一节", True), ("还是换货吧", False), ("整个换一个", False)],
)
def test_a_part_to_be_changed_is_told_from_an_exchange(text: str, part: bool) -> None:
    assert changes_part(text) is part


@pytest.mark.parametrize("text", ["裤子我会寄回去的", "那罐要寄还", "是把东西寄回去的"])
def test_who_sends_the_goods_back_says_so(text: str) -> None:
    assert sends_back(text)


@pytest.mark.parametrize("text", ["不想寄回去", "寄回去邮费谁出", "谁寄回去啊", "寄到哪里"])
def test_who_sends_nothing_back_or_only_asks_does_not(text: str) -> None:
    assert not sends_back(text)


@pytest.mark.parametrize(
    ("text", "per_piece"),
    [("12块5一个", True), ("一张一块八", True), ("每瓶30块", True), ("退12块5", False), ("一共75", False)],
)
def test_the_price_of_one_piece_is_told_from_a_sum(text: str, per_piece: bool) -> None:
    assert names_unit_price(text) is per_piece


def test_a_length_in_metres_is_no_colour() -> None:
    assert wanted_instead("换3米的", True) is None
    assert wanted_instead("换米色的", True) == "米色"
