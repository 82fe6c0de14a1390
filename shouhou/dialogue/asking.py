"""What words ask or tell of the talk: questions, suppositions, words to the bot, what the merchant is quoted with."""

import re

_TO_BOT = re.compile(
    r"(?:听|看|弄|搞)(?:得|不|没|没有)?(?:懂|明白)(?:没|不|吗|了没)?"
    r"|(?:你|您)(?:到底)?(?:懂|明白|听|会不会|能不能|行不行|干嘛|干啥|有没有|是不是|怎么|咋)(?!.{0,6}(?:发|寄|退|换|修|卖))|人话"
    r"|(?:我|俺)?(?:都|刚才?|已经|头先|不是|早就|前面|开头)+(?:就)?(?:说|讲|告诉|回答|发)(?:了|过|的)"
    r"|说了(?:呀|啊|吧|的)?$|^(?:我|就|早)?(?:说|讲)过(?:了|啦|的)?$|说(?:了)?(?:几|三|两|好多|多少)[遍次]"
    r"|复读机|搞笑|逗我|机器人|智障|还用问|别问了|问那么多|问(?:过|了)(?:几|好多|两)?[遍次]?|啥玩意儿?$|什么玩意儿?$"
    r"|无语|念经|答非所问|乱七八糟|糊弄|吞我|绕来绕去|看不懂|听不见|瞎了?$|你瞎|你说呢|废话|啰嗦|我?问你|我问"
    r"|^我说(?!的是|是)|谁说|看看就知道|还用我说|回答我|你倒是|告诉我|赶紧的|快点儿?$|急死"
)
_QUOTED = re.compile(
    r"(?:商家|卖家|店家|客服|掌柜|老板|他|她|对方|店里|上面)(?:们)?(?:非?说|讲|回(?:我|复|了)?|让我|叫我|告诉我|原话)"
)
_QUESTION = re.compile(
    r"(?:要|能|可以|会|用|得|行|对|寄|去|有|够|准)(?:.{0,8})不$|(?P<same>[一-鿿])[没不](?P=same)"
    r"|(?:咋|怎么)(?:寄|办|弄|退|换|整|发|修|用|填|交|说|写)|赔不赔|[吗嘛么?？]$|啥叫|什么叫|啥意思"
    r"|^(?:能|可以|可不可以|能不能)|怎么办|咋办|咋整|(?:能|可以|行)不$|多久|多少|几天|谁(?:出|掏|付|承担|给)|为什么"
    r"|为啥|凭什么|要不要|会不会"
    r"|是不是|[了过到有]没(?:有)?[啊呀呢]?$|.没有[啊呀]$|呢$|行不行|啥时候|什么时候|怎么还?没|[啥咋]$"
    r"|^(?:怎么|咋|为啥|凭啥)"
)
_WHEN = re.compile(r"多久|多长时间|几天|几时|几号|哪天|什么时候|啥时候|什么时间|何时|时间要")
# What is denied is no reason, nor is what only says that the rest stays.
_FAILS = re.compile(
    r"(?:修不好|没货|换不了|退不了|不同意|不答应|拒[绝了]|没回).{0,8}(?:怎么|咋|呢|能|可以|吗|办|[?？])"
)
_SUPPOSED = re.compile(r"^(?:那|可|就是|但是|我是问|我问)*(?:要是|万一|如果|假如|假设|倘若)")
_LEAVE = re.compile(
    r"(?:能不能|可不可以|能否|还能|能|可以|可不可|允许|支持)(?:再|给)?(?:无理由)?(?:退|换|申请)"
    r".{0,4}(?:吗|么|嘛|不|吧|啊|呀)?[?？]*$|(?:退|换)(?:得|不)了[吗么]?[?？]*$"
)


def is_to_bot(text: str) -> bool:
    """Whether words are meant for whoever answers, not about the goods."""
    return _TO_BOT.search(text) is not None


def quotes_merchant(text: str) -> bool:
    """Whether words tell what the merchant said."""
    return _QUOTED.search(text) is not None


def is_question(text: str) -> bool:
    """Whether words ask something."""
    return _QUESTION.search(text.strip()) is not None


def asks_when(text: str) -> bool:
    """Whether words ask for a time."""
    return _WHEN.search(text) is not None


def only_supposes(text: str) -> bool:
    """Whether words suppose something and ask what then (要是送到了呢): they want nothing done yet."""
    return _SUPPOSED.match(text) is not None or _FAILS.search(text) is not None


def asks_leave(text: str) -> bool:
    """Whether words ask if something may be done, and do not yet want it (能退吗)."""
    bare = text.strip()
    return _LEAVE.search(bare) is not None and (is_question(bare) or "能不能" in bare or bare[-1] in "吗么啊?？")


def tells_arrival(text: str) -> bool:
    """Whether words speak of the parcel's coming after all."""
    return re.search(r"送(?:到|来|过来)|到了|收到|签收|拒收|来了", text) is not None


def tells_failure(text: str) -> bool:
    """Whether words ask what comes of a repair or an exchange that fails."""
    return re.search(r"修不好|没货|换不了|退不了|坏了?的?不", text) is not None


def hurries(text: str) -> bool:
    """Whether words want somebody hurried up."""
    return re.search(r"快点|快些|赶紧|尽快|催", text) is not None


def speaks_to_merchant(text: str) -> bool:
    """Whether a clause asks for something to be passed on to the merchant."""
    return re.search(r"商家|卖家|店家|店里|老板|转告|转达|催|跟他说|问问", text) is not None


def tells_delay(text: str) -> bool:
    """Whether words speak of a parcel that is slow or was not sent (发货太慢)."""
    return re.search(r"发货|没发|不发|物流|快递|包裹|太慢|没到|没动", text) is not None


def is_outcry(text: str) -> bool:
    """Whether words are a cry at the waiting or at whoever answers, and tell nothing of the matter."""
    return re.search(r"^还(?:要)?等|听不见|什么态度$|急死|气死", text) is not None


def only_asks_an_answer(text: str) -> bool:
    """Whether words for the merchant ask no more than to answer (让他们给个话)."""
    return re.search(r"给个(?:话|说法|信|准话)|^让(?:他|商家|店家)们?(?:回|看|说)", text) is not None


def asks_of_sum(text: str) -> bool:
    """Whether words ask how much is given back (退的是20不是80吧, 金额是22不)."""
    asked = re.search(r"(?:退|金额|全款|报).{0,14}(?:吧|吗|么|多少|还是|呢|[?？]|\d不)", text)
    return asked is not None and re.search(r"\d|多少|全", text) is not None


def asks_of_sending(text: str) -> bool:
    """Whether words ask if something goes back (其他三个不用寄回吧)."""
    return re.search(r"寄.{0,6}(?:吧|吗|么|不|呢|[?？])$", text) is not None and "地址" not in text
