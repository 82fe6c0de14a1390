"""What a message does not ask, though taken for it: asks whose words are not there, asks it says are not meant."""

import re

# Without one of these words the ask is not meant, unless it was read very surely.
_NEEDS = {
    "request_price_difference": (
        r"降|差|价|便宜(?:了|\d|十|几)|更便宜|[比得]我?便宜|保值|贵|优惠|折|促|涨|划算|多花|多付|跳水|掉了|低|变成|今天\d|补我|补上"
    ),
    "report_id_card_demand": r"身份|证|照|脸|卡|验|实名|密码|码",
    "faq/pay_later": r"先用|后付|没付|没给钱|没扣|一分|先享|月付|未付|先不付",
    "faq/gift_receiver": (
        r"(?:别人|人家|朋友|亲戚|同学|同事|闺蜜|单位|公司|男友|女友|姐|妹|哥|姑|姨|舅|爸|妈).{0,6}[送寄]|礼|送|付款人|不是我买|没下过单"
    ),
    "faq/triple_damages": r"倍|赔[三十13]|赔一?千|五百|退一|欺诈",
    "ask_closed_case": r"关|超时|过时|失效|没了|结|取消|消失|到期|过期|自动|系统|逾期|终止|不见|黄了|停|灰|作废|完",
    "faq/is_it_harmful": (
        r"害|毒|吃|喝|用|碰|闻|咽|舔|戴|睡|安全|孩|娃|宝|孕|老人|过敏|漏电|危险|身体|健康|味|致癌|辐射|甲醛|眼|皮|肚|有事|没事|爆|炸|火"
    ),
    "ask_cancellations_left": r"撤|取消|机会|悔|剩|额度|上限|到顶|余|收手|变卦|(?<![用穿]几)"
    "(?<![用穿][过了]几)[次遍回趟]",
    "ask_cancellation_limit": r"撤|取消|机会|悔|剩|额度|上限|限|规|变卦|反复|[次遍回趟]",
}
# Of the phone, or of when people are there; never of the buyer's own hours, or of who is to ring whom.
_OF_HOURS = re.compile(
    r"电[话活]|客服|人工|真人|值班|热线|座机|营业|收工|开门|24小时|午休|号码|有没有人|没人接|有人(?:在|接|吗|不)|打(?:得|不)?通"
    r"|(?:几点|[啥几]时|什么时候|周末|节假日|夜里|半夜|晚上|现在|明天)[^，, ]{0,8}(?:上班"
    r"|下班|有人|没人|在线|在不|休|放假|服务|联系|打)"
    r"|(?:你们|平台|官方|那边|人家)[^，, ]{0,8}(?:上班|下班|在线|休息|放假|有人|没人|服务"
    r"|接)|(?:上班|下班)(?:时间|了?[吗没])"
)
_OWN_HOURS = re.compile(
    r"我(?:们|都|也)?(?:只有|只能|白天|晚上|在|要|得|平时)[^，, ]{0,4}(?:上班|下班|有空|在家"
    r"|方便)|打我|给我(?:来|打|回)|(?:打|来)(?:个)?电话给我|师傅|上门|快递员"
)
# What is counted there is something else than cancellations.
_COUNTS_ELSE = re.compile(
    r"(?:都|已经|这是?|今年)?第[几多]+次|(?:问|说|讲|洗|试|跑|催|穿|戴|修|换|寄|拍|坏|数|(?:拆|开)了?用)(?:了|过)*(?:好|有)?(?:几|多少|两|三|这么多|无数|n)[次遍回]"
)
_CANCELS = re.compile(r"撤|取消|机会|悔")
_OF_CANCELLATIONS = ("ask_cancellations_left", "ask_cancellation_limit", "ask_can_reapply")
_ABILITIES = re.compile(
    r"(?:能|会|可以|可|帮|替|管|负责)(?:帮|替|给)?(?:我|俺|到)?(?:干|做|办|弄|整|处理|解决|查|管|问)?(?:些|点|得|的)?(?:啥|什么|哪些|哪方面|哪几样|咩|乜|嘛(?=.))"
    r"|[啥什]么?(?:功能|作用|用处|本事|服务|业务|指令)|(?:功能|服务|业务)(?:有|都|是|清单|范围|项目)|有[啥什]么?用|能耐|本事|(?:怎么|咋)(?:用|玩|使)(?:你|呀|啊|这个(?:助手|客服|机器人))?$"
)
_GIFT = re.compile(r"(?:再|多|也|让他|要他|叫他|能不能|可不可以)送|送(?:我|俺)?(?:个|一个|一?点|小)")
_NOT_ASKED = re.compile(
    r"^(?:我|俺)?谁(?:问|说|讲|要)|(?:没|又没|不是|不)(?:在|有)?问(?!题)|问的?(?:可)?不是|^(?:又|都)?不是(?:说|问)"
    r"|(?:咋|怎么)(?:光|老|又|总|净|还)(?:说|讲|提)|(?:别|不要)(?:再|老)?(?:跟我)?(?:扯|提)(?!交|供|前)"
)


def lacks_words(name: str, text: str, sure: bool = False) -> bool:
    """Whether an ask of that name cannot be meant by a text; `sure`: it was read very surely."""
    if name in _OF_CANCELLATIONS[:2] and _COUNTS_ELSE.search(text) and not _CANCELS.search(text):
        return True  # 问几次啦 单买一节几钱
    if name == "faq/gift_receiver" and _GIFT.search(text):
        return True  # 再送我个小礼物
    if name == "ask_service_hours":
        return not any(_OF_HOURS.search(part) and not _OWN_HOURS.search(part) for part in re.split(r"[，,。\s]+", text))
    needed = _NEEDS.get(name)
    return needed is not None and not sure and re.search(needed, text) is None


def asks_abilities(text: str) -> bool:
    """Whether words ask what the desk can do at all (你都能干啥), not whether it can do one thing (能写进去吗)."""
    return _ABILITIES.search(text) is not None


def says_not_asked(text: str) -> bool:
    """Whether words say that what they name was not asked (谁问差价了, 俺没问运费)."""
    return _NOT_ASKED.search(text) is not None
