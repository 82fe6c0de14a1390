"""Small closed phrases: which order of a list, anger beside an ask, evidence put off or declined."""

import re
from collections.abc import Iterator

from shouhou.language.numerals import NUMERAL, to_int
from shouhou.language.spans import Mention

_UNIT = "(?:个|单|笔|条|件|张)"
_ORDER = "(?:的?(?:订单|单子|那单))?"
_LAST = re.compile(
    rf"最后(?:那|这)?一?{_UNIT}{_ORDER}|倒数第[一1]{_UNIT}?|最近(?:买|下|拍)?的?(?:(?:那|这)一?{_UNIT}|[一1]{_UNIT}|一次){_ORDER}"
    rf"|最近的?(?:订单|单子)"
    rf"|最新的?(?:那|这)?一?(?:{_UNIT}{_ORDER}|订单|单子|的)?|上一{_UNIT}{_ORDER}|刚刚?(?:买|下|拍)的(?:那|这)?一?(?:{_UNIT}|订单|单子)"
)
_INDEX = re.compile(rf"(?<!倒数)第\s?({NUMERAL}+)\s?{_UNIT}(?!工作日|月|星期|礼拜|小时|问题|原因){_ORDER}")
_ANGER = re.compile(
    r"气死(?:我|人|俺|老娘|老子)?了?|气炸了?|气坏了?|火大|恼火|(?:太|真|很|好|特别)?生气|垃圾(?:商家|店|平台|服务|客服|东西|玩意)?(?!桶|袋|箱|处理|筒|分类)|骗子|骗人|骗钱"
    # 破 of a shop, not of goods: 杯子破了店家不管.
    r"|(?<=[这那们家啥个你诉骂])破(?:店家?|商家|卖家|店铺|平台|客服)|(?<![^\s,.!?;~])破(?:店(?!家)|商家|平台)"
    r"|什么破(?:东西|玩意儿?|服务|店|平台|态度|商家|烂)?|什么(?:鬼|玩意儿?|狗屁)(?!时候)|太过分了?|过分(?!享)|坑人|坑爹|坑货|坑死|黑店|黑心(?!米)|奸商|无良|无耻|不要脸"
    r"|恶心(?:死|人|透)?"
    r"|投诉死你们?|妈的|他妈|tmd|特么|尼玛|md(?![a-z])|草泥马|卧槽|我靠|wtf|滚(?:蛋|犊子)|去死|混蛋|王八蛋|傻[逼叉]|sb(?![a-z])|脑残|有病(?:吧|啊)|欺负人"
    r"|欺人太甚|忽悠(?:人|我)?"
    r"|岂有此理|忍无可忍|受够了?|烦死(?:我|人)?了?|烦透|烂透了?|糟糕透|差劲|太差了?|失望透顶|太?失望|耍(?:我|人|猴)|当猴耍|不像话|离谱|离大谱|无语(?:死|了)?|吐血|抓狂|崩溃|丢雷"
    r"|扑街|恼(?:死|人)|缺德"
    r"|!{3,}|😡|🤬|😠|💢|👿"
)
_LATER = re.compile(
    r"(?:待会儿?|等会儿?|一会儿?|等一?下|等等|等哈儿?|稍后|晚点|晚些|晚上|回头|改天|明天|后面"
    r"|之后|过会儿?|过阵|到时候?|下次|回家|下班)再?(?:给你|给您|去|我)?(?:再)?(?:发|补|传|拍|给|上传|提供|交|说|影|弄|找)(?:给你|上|来|吧)?"
    r"|(?:先)?(?:不|没法|没办法|暂时不|没空)(?:传|上传|发图|拍照|提供(?:照片|图片|凭证|证据)?)(?:了|吧)?|先(?:不|别)(?:传|发|拍)|暂时没有?(?:照片|图片|图|凭证|证据|截图)?"
)
_NONE = re.compile(
    r"(?:我)?(?:这边|手头|手里|真)?(?:没有|没得|没|无|冇|不需要|不用)(?:什么|啥|要|任何|拍|留|需要|得)*"
    r"(?:照片|图片|相片|凭证|证据|截图|视频|录像|补充|要说的|开箱录像|图|相)(?:的|了|可以传|可传)*"
    r"|跳过(?!这些)|略过|不(?:用|需要)补充(?:什么|了)?|没(?:有)?(?:什么|啥)?(?:别的|其他|其它)(?:了|要说的|要补充的)?|(?:照片|图片|凭证|证据)(?:没有|没得|冇)"
)


def find_order_refs(text: str) -> Iterator[Mention]:
    """最后一单 → {"last": True}; 第二个 → {"index": 2}, counted from one."""
    for match in _LAST.finditer(text):
        yield Mention("order_ref", match.start(), match.end(), {"last": True})
    for match in _INDEX.finditer(text):
        index = to_int(match[1])
        if index is not None and 1 <= index <= 50:
            yield Mention("order_ref", match.start(), match.end(), {"index": index})


def find_anger(text: str) -> Iterator[Mention]:
    """Words and signs of anger; what the message asks for stays its intent."""
    for match in _ANGER.finditer(text):
        yield Mention("tone", match.start(), match.end(), "anger")


def find_later(text: str) -> Iterator[Mention]:
    """Evidence that comes later ("later") or that there is none to come ("none")."""
    for match in _LATER.finditer(text):
        yield Mention("later", match.start(), match.end(), "later")
    for match in _NONE.finditer(text):
        yield Mention("later", match.start(), match.end(), "none")
