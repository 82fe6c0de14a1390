"""Giving up what is being filled in, waiting with it, taking it back, and coming back to it."""

import re
from typing import Optional

from shouhou.dialogue.asking import is_question

_END = r"[了的吧啊呀哈哦呗嘛哒啦得先哎唉]*(?:我?自己(?:弄|修|留着?)|留着吧?|没事了?)?[!！。.~～…]*$"
_ACT = (
    r"(?:退货退款|仅退款|退款|退货|退钱|退|换货|换|维修|修|补寄|补发|补(?!充|上)|申请|提交|交上去|交|弄|办|搞|整|处理)"
    r"(?:退货退款|仅退款|退款|退货|换货|维修|补寄|售后|申请|单子)?"
)
_DENIAL = r"(?:先|暂时)?(?:不|别|甭|莫)(?:要|用|想|打算|急着|忙)?(?:再|给我|帮我|去|跟我)*"
_GIVES_UP = re.compile(rf"(?P<before>.*?)(?P<no>{_DENIAL}{_ACT}){_END}")
# 手机壳的算了; not 换个L算了
_ENOUGH_OF = re.compile(rf"(?P<before>[^，,退换修补寄]{{1,10}}?)(?:就)?(?P<no>算了|拉倒){_END}")
_QUOTED = re.compile(r"(?:没|谁|又没|不是|没有)(?:说|叫|让)[^，,]{0,3}$|(?:能|可|要|是|好|敢)$")
_SPURNS = re.compile(r"(?<!不)([退换修补办弄])(?:啥子?|什么)\1")
_CANCELS = re.compile(
    rf"(?P<before>[^，,不别没怎咋]{{0,10}}?)"
    rf"(?:取消|撤销|撤回|撤|作废)(?:掉|它|这个|申请)?{_END}"
)
# What may stand before the denial without naming anything else: fillers, and the thing that is being filled in.
_NAMES_THIS = re.compile(
    r"(?:我?(?:老公|老婆|媳妇|对象|家里|家人|爸|妈|儿子|女儿|弟弟?|哥|姐|妹妹?|朋友|同事|孩子)(?:说|讲|让我?|叫我?|劝我?)"
    r"|好的?|行吧?|可以|知道了|明白了?|算了|拉倒|给我|帮我|你|麻烦|赶紧|快点?|刚才|唉|哎|哦|嗯|呃|emm*|那|就|我|俺|咱|还是|先|都|也|全|统统|现在|暂时|真的?|干脆|其实|这|那|个|单|件|双|条|张|款"
    r"|些|东西|货|它|订单|单子|申请|售后|表|退货退款|仅退款|退款|退货|换货|换[^，,]?的?|退的?|修的?|维修|补寄|的|了|吧|把|给|事|[，,、\s])*"
)
_OF_A_PART = re.compile(r"其[他它余]|别的|剩|[两三几][^，,]{0,2}好的|.{13}")  # 那两袋好的我留着吃不退了: not all of it
_ALL = re.compile(r"(?:都|全|全部|统统|所有|一起|两个|几个)[^，,]{0,4}(?:取消|撤|不|别|算了)|重新来|从头来")
_FIRM = re.compile(r"算了|拉倒|先|暂时|别|甭|莫|了")


def gives_up(text: str, firmly: bool = True) -> Optional[str]:
    """What a clause that gives up an application says it is about (那个换鞋的 in 那个换鞋的我不弄了); None for none.

    Empty for what is at hand. `firmly`: not where it may be but a no to the question (不换).
    """
    bare = text.strip(" ，,。.!！~～…")
    if _SPURNS.search(bare):
        return ""  # 退什么退
    match = _GIVES_UP.fullmatch(bare) or _ENOUGH_OF.fullmatch(bare)
    if match is None or is_question(bare) or _QUOTED.search(match["before"]) or _OF_A_PART.search(match["before"]):
        return None
    if firmly and not _FIRM.search(bare):
        return None
    return _subject(match["before"])


_REMEDY = re.compile(rf"{_DENIAL}(?P<remedy>退货(?!退)|[退换修补](?!充|上|了))")


def leaves_unchanged(text: str) -> bool:
    """Whether words say no more than that nothing is to be changed (不改不改, 先不改了)."""
    once = r"(?:那|就|先|还是)*(?:不|别|甭)(?:用|要|想)?改(?:了|吧|啊|啦|哈)*[，,\s]*"
    return re.fullmatch(rf"(?:{once})+", text.strip()) is not None


def remedy_denied(text: str) -> Optional[str]:
    """The remedy that words deny and nothing more (我不修, 修什么修, 钻不退啊); None for giving up (不退了)."""
    found = {match["remedy"] for match in _REMEDY.finditer(text.strip())}
    found |= {match[1] for match in _SPURNS.finditer(text) if match[1] in "换修补"}
    return found.pop() if len(found) == 1 and not re.search(r"[了啦]|算|拉倒", text) else None


VERBS = {  # of each type, what its wish is said with
    "return_refund": ("退", "退货"), "refund_only": ("退",), "exchange": ("换",), "repair": ("修",), "resend": ("补",),
}


def speaks_of_other(text: str, chosen: Optional[str]) -> bool:
    """Whether words speak of another remedy than the one that was chosen (退了吧, of an exchange)."""
    return chosen in VERBS and any(verb not in VERBS[chosen] for verb in re.findall("[退换修补]", text))


def calls_off(text: str) -> Optional[str]:
    """What a clause wants cancelled (把第二个取消了), whether or not it was filed; empty for what is at hand."""
    bare = text.strip(" ，,。.!！~～…")
    match = _CANCELS.fullmatch(bare)
    return None if match is None or is_question(bare) else _subject(match["before"])


def _subject(before: str) -> str:
    return "" if _NAMES_THIS.fullmatch(before) else before


def gives_up_all(text: str) -> bool:
    """Whether words give up everything that was begun (都先取消 重新来)."""
    return _ALL.search(text) is not None and not is_question(text)


_ASKS_IF_FILED = re.compile(
    r"[没未](?:有)?(?:给我)?(?:交|提交|申请|报|退|弄)(?:款|货|钱|上去|出去|掉|成|了)?(?:吧|吗|么)[?？]*$"
    r"|(?:交|提交|申请|报)(?:上去|出去|了|成)*(?:没|没有|吗|么|不)[啊呀呢]?[?？]*$"
)


def asks_if_filed(text: str) -> bool:
    """Whether words ask if something was filed (没交上去吧)."""
    return _ASKS_IF_FILED.search(text.strip()) is not None and re.search(r"投诉|商家|店家|卖家|转", text) is None


_AGAIN = r"(?:那|那就|你|姑娘|还是|就|再|接着|继续|赶紧|快|给我|帮我|给俺|替我|按刚才的?|把它?)"
_TAKES_UP = re.compile(
    rf"(?:还是|接着|继续|再){_AGAIN}*{_ACT}(?![不得没过])"
    rf"|还是(?:要|得){_ACT}[了吧啊呀呗]*$"
    r"|(?:申请|单子|那张|那份|那单|填的|填好的|表)(?:都)?(?:还在|还有)(?:吗|不|没|么|吧)?|刚才?(?:都)?填(?:好|完)"
    r"|(?:那个|那张|那份|那单|刚才的?)[^，,别不]{0,4}(?:交|提交)(?:了|上去)*吧?$|直接交(?:吧|了|就行)?$"
    r"|^(?:那|就|你)*(?:交|提交)+(?:上去|了)*(?:吧)?$|没(?:说|叫你|让你)(?:要)?(?:不[退换修补办弄]|取消|停)"
)
_NOT_AGAIN = re.compile(r"(?:别|不|莫|甭|不要)(?:给我|帮我)?(?:接着|继续)")


def takes_up(text: str) -> bool:
    """Whether words come back to what was left (还是给我换吧, 换货的申请还在吗, 那还是给我办吧)."""
    return _TAKES_UP.search(text.strip(" ，,。.!！?？~～…")) is not None and not _NOT_AGAIN.search(text)


_WAITS = re.compile(r"(?:先|暂时|等(?:会儿?|下|一下)?)(?:不|别|甭|莫)")
_WAITS_FOR = re.compile(
    r"等(?:他|她|它|货|东西|包裹|快递|商家|卖家)*(?:寄|送|发)?(?:到|来|发货|收到)"
    r"|(?:到|收到|到货)了?再(?:说|看)"
)


def only_waits(text: str) -> bool:
    """Whether what is given up is but put off for a moment (先不退), and not done with (先不办了)."""
    return _WAITS.search(text) is not None and re.search(r"[了啦]|算|拉倒", text) is None


def waits_for_it(text: str) -> bool:
    """Whether words wait for something that comes in its own time (我等它到, 收到再说)."""
    return _WAITS_FOR.search(text) is not None and not is_question(text)


_SENDS_FIRST = re.compile(
    r"(?:那|你|您|先|得)*等(?:等|一?下)?(?:我|俺)(?:先|再|去|给你|把)*[^，,]{0,4}?[发拍找传翻量试]"
)
_ASKS_FIRST = re.compile(
    r"(?:先|想|再|还要?)(?:想)?(?:请|打听|确认)?问(?:一?[下句声]|个|清楚|你|您)?|(?:但|不过)[^，,]{0,4}问"
)


def sends_first(text: str) -> bool:
    """Whether words bid to wait for something that is fetched or sent first (等我发个对比图)."""
    return _SENDS_FIRST.match(text.strip()) is not None


def asks_first(text: str) -> bool:
    """Whether words bring in a question that comes first (不过想先问下), put to us and not to the merchant."""
    return _ASKS_FIRST.search(text) is not None and not re.search("商家|卖家|店家|老板|他", text)


def defers_side(text: str) -> bool:
    """Whether words put off a matter that they name (一会儿再说背带), and not what is being filled in."""
    return re.search(r"(?:再说|先不说|不说|别管|不管|先不提|别提)(?!了?[吧啊呀哈]*$)[^，,]", text) is not None


def only_that(text: str) -> bool:
    """Whether words narrow it down to what they name (只弄口红, 就退口红那支)."""
    return re.search(r"(?:只|光|就|先|单)(?:弄|办|搞|退|换|修|补|要|申请)(?!了?[吧啊呀]*$)", text) is not None


_UNDONE = re.compile(
    r"(?:撤|取消)(?:销|回)?(?:干净|掉|成|好|完|成功)*了?(?:没(?:有)?|吧|吗|么|是吧)[啊呀呢]?[?？]*$|撤(?:干净|成功|好|掉)"
    r"|[没未](?:有)?(?:给我)?(?:退|取消)(?:掉|款|了)*(?:吧|吗)[?？]*$"
    r"|(?:还(?![没不])|照)[^，,]{0,4}(?:照样|照常|正常|照旧|照)?(?:会|能|给我|给)?(?:发|送|寄)(?:货|过?来)?(?:吧|吗|么|不|没)[啊呀呢]?[?？]*$"
    r"|(?:(?<![你您人服])还在|没了|还有效|还算)(?:的)?(?:吧|吗|么|不|是吧)[?？]*$"
)


def asks_if_undone(text: str) -> bool:
    """Whether words ask if what was taken back is so, and goods come as before (撤干净没有, 那订单还照样发吧)."""
    return _UNDONE.search(text.strip()) is not None and re.search(r"多久|几|啥时候|什么时候", text) is None
