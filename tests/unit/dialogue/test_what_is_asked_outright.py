"""What words ask outright whatever they were taken for, what they do not ask, and what kind of harm they tell of."""

import re

import pytest

from shouhou.dialogue import matters as m
from shouhou.dialogue.appliances import is_dead, power_of
from shouhou.dialogue.harm import asks_of_safety, kind_of_harm
from shouhou.dialogue.matters import matters, speaks_of_people
from shouhou.dialogue.message import Clause
from shouhou.dialogue.sums import purse_paid_with
from shouhou.dialogue.telling import asks_to_check
from shouhou.dialogue.unasked import asks_abilities, lacks_words, says_not_asked


def clauses(text: str) -> list[Clause]:
    """A message's clauses, as its stops and blanks part them; a question mark stays with its clause."""
    parts = [part for part in re.split(r"(?<=[？?])|[ ，。！]+", text) if part.strip()]
    return [Clause(part, 0, len(part), (("inform", 0.9),)) for part in parts]


@pytest.mark.parametrize(
    ("text", "asked"),
    [("7天无理由到几号几点", m.NO_REASON), ("今天是第七天 还来得及不", m.NO_REASON), ("还在七天头没得", m.NO_REASON),
     ("七天到底过没过", m.NO_REASON), ("12月3日24点前提交算不算", m.NO_REASON),
     ("过了七天 坏了的还能不能退", m.NO_REASON),
     ("晚了一天还算不算数", m.NO_REASON), ("这个算七天内吗", m.NO_REASON),
     ("最晚几点之前提申请", m.WINDOW), ("收到九天了 还能换不", m.WINDOW),
     ("药费谁给报", m.MEDICAL), ("我孩子看病的钱你们管不管", m.MEDICAL), ("去医院的钱能赔吗", m.MEDICAL),
     ("手上沾到药了咋弄", m.FIRST_AID), ("用凉水冲行不行", m.FIRST_AID),
     ("晚发了怎么赔", m.LATE), ("说好24小时 到现在还没发货 赔不赔", m.LATE),
     ("最后谁说了算", m.DECIDES), ("能保证退到我手里吗", m.DECIDES), ("退款有保障吗", m.DECIDES),
     ("单买一个盖子多少钱", m.PART_PRICE), ("几钱一节", m.PART_PRICE), ("配件咋卖", m.PART_PRICE),
     ("下单忘了选以旧换新 还能加上吗", m.TRADE_IN), ("是不是要取消重新拍", m.REORDER),
     ("撤了还照常发货吧", m.SHIPS), ("那张退款撤干净没有", m.CANCELLED),
     ("照片明天补行不行", m.PICTURE_LATER), ("明天再拍来得及吗", m.PICTURE_LATER),
     ("卖家那边怎么讲", m.MERCHANT_SAID), ("最晚几时给我答复", m.DEADLINE), ("单子到底交上没有", m.FILED),
     ("有人打电话说是客服 叫我点链接", m.SCAM),
     ("今天最后一天了 晚上提交来得及不", m.NO_REASON), ("超过七天了 商家还认吗", m.NO_REASON),
     ("最晚什么时候要提出来", m.WINDOW), ("去皮肤科花了两百 你们报吗", m.MEDICAL), ("晚发货有补偿没有", m.LATE),
     ("退多少是你们定还是他们定", m.DECIDES), ("照片晚上再拍 可以先提交吗", m.PICTURE_LATER),
     ("先申请 照片后补行不行", m.PICTURE_LATER), ("用过会不会扣钱", m.CUT), ("发货了没", m.DISPATCHED),
     ("同意了我就不告他了", m.AGREED_YET), ("戴过一次 有影响没", m.USED), ("穿出门两回了 会不会不给退", m.USED),
     ("吊牌剪了会不会不收", m.USED), ("盒子拆开了 影响退吗", m.OPENED),
     ("赔我一百就留着 他肯吗", m.DECIDES), ("老板会不会答应", m.DECIDES), ("商家能同意退吗", m.DECIDES),
     ("刚才那个退款没给我退掉吧", m.FILED),
     ("大概几号能到乌鲁木齐", m.ARRIVES), ("我那个雨棚啥时候能到", m.ARRIVES), ("到货时间你这边能看到吗？", m.ARRIVES),
     ("还要几天才能到啊？", m.ARRIVES), ("什么时候能到？到不了就退款", m.ARRIVES),
     ("退微信还是银行卡", m.REFUND_WAY), ("那退到支付宝是吧", m.REFUND_WAY), ("退的钱退到哪", m.REFUND_WAY),
     ("手机进水你们赔不赔", m.OTHER_LOSS), ("这个钱你们也得出", m.OTHER_LOSS), ("地板泡坏了谁赔", m.OTHER_LOSS),
     ("抹了药膏 药膏花了30 这个钱你们也得出", m.MEDICAL),
     ("是先给我发 还是等我寄回去", m.WHICH_FIRST), ("收到我的才发新的吗", m.WHICH_FIRST), ("谁先寄啊", m.WHICH_FIRST),
     ("哪样来得快", m.FASTEST), ("哪个快", m.FASTEST), ("要不要先退出苹果账号", m.DATA), ("寄之前要备份不", m.DATA),
     ("没法拍照 录音可以吗", m.RECORDING), ("视频怎么发", m.RECORDING), ("有个video稍后补可以吗", m.RECORDING),
     ("快递员能上门来拿不", m.PICKUP), ("快递员到不到家里来拿啊", m.PICKUP), ("上不上门取", m.PICKUP),
     ("瓜子多少钱一斤", m.UNIT_PRICE), ("换一节新的 收不收我的钱", m.PART_PRICE), ("那要是商家说要钱嘞", m.PART_PRICE),
     ("老顾客了 你给破个例行不行", m.EXCEPTION), ("能不能给张优惠券", m.COUPON),
     ("拿我媳妇的号重新申请 认不认", m.OTHER_ACCOUNT), ("根据消法 要求退一赔三", m.TRIPLE),
     ("补贴这部分退款怎么算", m.SUBSIDY), ("下单用了平台券 退款怎么算", m.COUPON_BACK),
     ("是否同意 请明确答复", m.DECIDES)],
)
def test_what_is_asked_outright_is_found(text: str, asked: str) -> None:
    assert asked in matters(clauses(text))


@pytest.mark.parametrize(
    ("text", "not_asked"),
    [("七天了还没发货", m.NO_REASON), ("过了七天能到账吗", m.NO_REASON), ("撤了七天内还能再交吧", m.NO_REASON),
     ("商家要是说过了七天不给退呢", m.NO_REASON), ("七天无理由运费谁出", m.NO_REASON), ("寄回要七天内吗", m.NO_REASON),
     ("商家几天内退款给我", m.WINDOW), ("退货都签收五天了 商家还不退款", m.WINDOW),
     ("检查一下钱退了没", m.MEDICAL), ("运费谁出", m.MEDICAL), ("看病的钱我自己出了", m.MEDICAL),
     ("发晚了让我受伤了要赔", m.LATE), ("发货晚了", m.LATE),
     ("质量有保证吗", m.DECIDES), ("投诉以后谁说了算", m.DECIDES), ("保证金退吗", m.DECIDES), ("谁规定的", m.DECIDES),
     ("一个退多少钱", m.PART_PRICE), ("修一下多少钱", m.PART_PRICE), ("运费多少钱", m.PART_PRICE),
     ("还能撤吗", m.CANCELLED), ("还有得撤没", m.CANCELLED), ("投诉撤了没", m.CANCELLED),
     ("退款几天能到", m.ARRIVES), ("几天到账", m.ARRIVES), ("师傅什么时候能到", m.ARRIVES), ("钱啥时候到", m.ARRIVES),
     ("处理到哪一步了", m.ARRIVES), ("退款到哪了", m.ARRIVES), ("用微信付的", m.REFUND_WAY),
     ("卡注销了退到哪", m.REFUND_WAY), ("换货是现在先寄还是等你们说了再寄", m.WHICH_FIRST),
     ("晚发了赔不赔", m.OTHER_LOSS), ("运费你们赔吗", m.OTHER_LOSS), ("先给我换一个", m.WHICH_FIRST),
     ("录音坏了", m.RECORDING), ("投诉录音可以吗", m.RECORDING), ("师傅上门修吗", m.PICKUP), ("旧的来拉走吗", m.PICKUP),
     ("券退给我吗", m.COUPON), ("优惠券用了", m.COUPON), ("换个颜色", m.OTHER_ACCOUNT), ("商家肯通融吗", m.EXCEPTION),
     ("把退一赔三写进去", m.TRIPLE), ("退一个多少钱", m.UNIT_PRICE),
     ("图明天再发 可以提交了", m.PICTURE_LATER), ("明天寄行不行", m.PICTURE_LATER),
     ("商家明天补发行不行", m.PICTURE_LATER),
     ("跟卖家说怎么弄", m.MERCHANT_SAID), ("问问他们怎么讲究", m.MERCHANT_SAID),
     ("今天最后一天 商家会答复吗", m.NO_REASON), ("退货发货了没", m.DISPATCHED), ("他不同意我就投诉", m.AGREED_YET),
     ("运费会不会扣钱", m.CUT), ("什么时候有人工回我", m.DEADLINE), ("我的申请没了", m.FILED),
     ("戴过一次 带子开线了", m.USED), ("拆过后盖影响质保吗", m.OPENED), ("不影响使用", m.USED),
     ("他同意了吗", m.DECIDES), ("商家会答应换货吗", m.DECIDES), ("他不肯", m.DECIDES), ("去问他肯不肯", m.DECIDES),
     ("店家答应返现 那我不退了 撤单", m.AGREED_YET), ("钱没给我退", m.FILED)],
)
def test_what_only_sounds_like_it_is_not_asked(text: str, not_asked: str) -> None:
    assert not_asked not in matters(clauses(text))


def test_the_clauses_that_ask_are_told_apart_from_those_beside() -> None:
    asked = matters(clauses("退一半吧 另一个戴过了有影响没 那检查费谁掏"))
    assert [clause.text for clause in asked[m.USED]] == ["另一个戴过了有影响没"]
    assert [clause.text for clause in asked[m.MEDICAL]] == ["那检查费谁掏"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("request_price_difference", "人家也不是想占便宜"), ("ask_cancellation_limit", "问几次啦"),
     ("ask_cancellations_left", "又数了数还有一棵断了"), ("ask_cancellations_left", "你那问过好几遍了"),
     ("report_id_card_demand", "退款要"), ("faq/pay_later", "用过会不会扣钱"), ("faq/gift_receiver", "再送我个小礼物"),
     ("ask_service_hours", "是不是十二点前得弄完"), ("ask_closed_case", "怎么成个人原因了")],
)
def test_an_ask_none_of_whose_words_is_said_is_not_meant(name: str, text: str) -> None:
    assert lacks_words(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [("request_price_difference", "昨天买今天就便宜了二十"), ("ask_cancellation_limit", "一共能撤几次"),
     ("ask_cancellations_left", "我还有几次机会"), ("report_id_card_demand", "退款要身份证"),
     ("faq/pay_later", "先用后付的会扣钱吗"), ("faq/gift_receiver", "朋友送我的能换吗"),
     ("ask_service_hours", "客服几点下班"), ("ask_closed_case", "怎么自己关了"), ("ask_refund_arrival", "随便什么")],
)
def test_an_ask_with_its_words_stands(name: str, text: str) -> None:
    assert not lacks_words(name, text)


@pytest.mark.parametrize("text", ["谁问差价了", "俺没问运费", "我问的不是次数", "不是问到账", "又没问保修"])
def test_what_is_said_not_to_be_asked_is_not_asked(text: str) -> None:
    assert says_not_asked(text)


@pytest.mark.parametrize("text", ["没问题", "运费谁出", "他没回我", "不是坏的"])
def test_a_plain_no_denies_no_question(text: str) -> None:
    assert not says_not_asked(text)


@pytest.mark.parametrize("text", ["真人客服啥时候上班", "晚上没人？", "人工几点下班"])
def test_the_people_of_the_desk_are_meant(text: str) -> None:
    assert speaks_of_people(text)


@pytest.mark.parametrize("text", ["客服电话几点有人接", "平台热线有人吗", "几点下班"])
def test_the_phone_is_another_matter(text: str) -> None:
    assert not speaks_of_people(text)


@pytest.mark.parametrize(
    ("text", "product", "kind"),
    [("倒水的时候让那壶给电了，手麻", "电热水壶", "shock"), ("外壳漏电", "洗衣机", "shock"),
     ("农药漏他一后背，皮都红了", "喷雾器", "chemical"), ("清洁剂溅到眼睛里", "清洁剂", "chemical"),
     ("钻头冒烟了", "锂电冲击钻", "battery"), ("充电宝鼓包", "充电宝", "battery"), ("插上就冒烟", "电饭煲", "fire"),
     ("煤气味很大", "燃气灶", "gas"), ("手被烫了个泡", "电热水壶", "scald"), ("手划破流血了", "衣架", "cut"),
     ("吃了以后拉肚子", "饼干", "food"), ("脸又红又痒", "面膜", "skin"), ("床垫味道刺鼻", "床垫", "smell")],
)
def test_the_kind_of_harm_is_told_by_its_words(text: str, product: str, kind: str) -> None:
    assert kind_of_harm(text, product) == kind


def test_a_question_of_the_request_is_none_of_safety() -> None:
    assert asks_of_safety("还能接着用不") and asks_of_safety("要不要去医院")
    assert not asks_of_safety("那我这单子到底交没交上") and not asks_of_safety("退款怎么办")


@pytest.mark.parametrize("text", ["你都能干啥", "有什么功能", "你会什么", "可以帮我做些什么", "你能处理哪些问题"])
def test_what_the_desk_can_do_is_asked(text: str) -> None:
    assert asks_abilities(text)


@pytest.mark.parametrize("text", ["您能写进去吗", "你给破个例行不行", "还有别的办法吗", "能帮我催一下吗"])
def test_whether_one_thing_can_be_done_asks_no_list(text: str) -> None:
    assert not asks_abilities(text)


@pytest.mark.parametrize(
    ("goods", "power"),
    [("家用三门冰箱", "mains"), ("空气炸锅 6L", "mains"), ("上臂式电子血压计", "battery"), ("蓝牙耳机 黑色", "battery"),
     ("遥控越野车 充电", "battery"), ("手编毛线团 大红", None), ("客制化机械键盘", None), ("手机壳", None),
     ("实木书架", None)],
)
def test_what_goods_run_on(goods: str, power: str | None) -> None:
    assert power_of(goods) == power


@pytest.mark.parametrize(
    ("told", "dead"),
    [("插上没反应", True), ("开不了机", True), ("不制冷了", True), ("连不上蓝牙", True), ("量出来高了三十", False),
     ("颜色不一样", False), ("地图老丢", False)],
)
def test_what_does_nothing_at_all(told: str, dead: bool) -> None:
    assert is_dead(told) is dead


@pytest.mark.parametrize("text", ["请问怎么调准", "配对步骤是什么", "你教我一下", "怎么校准啊", "教教我怎么弄"])
def test_how_to_set_it_right_is_asked(text: str) -> None:
    assert asks_to_check(text)


@pytest.mark.parametrize("text", ["孙女教我用的手机", "怎么调解", "怎么退", "咋办"])
def test_these_ask_for_no_steps(text: str) -> None:
    assert not asks_to_check(text)


@pytest.mark.parametrize(
    ("text", "purse"),
    [("退微信还是银行卡 我微信付的", "微信零钱"), ("那退到微信是吧", "微信零钱"), ("退微信还是银行卡", None),
     ("用信用卡付的", "信用卡"), ("支付宝给的钱 退到哪", "支付宝余额")],
)
def test_the_purse_that_was_paid_with(text: str, purse: str | None) -> None:
    assert purse_paid_with(text) == purse


@pytest.mark.parametrize("text", ["这个锅已经第几次了", "都第几次了"])
def test_how_often_it_broke_counts_no_cancellations(text: str) -> None:
    assert lacks_words("ask_cancellations_left", text) and not lacks_words("ask_cancellations_left", "撤了第几次了")
