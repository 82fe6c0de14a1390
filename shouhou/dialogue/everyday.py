"""An order under its everyday name or by its price, and goods that a message says are not the ones meant."""

import re
from collections.abc import Sequence
from typing import Optional, Protocol, TypeVar

from shouhou.dialogue.message import Message
from shouhou.dialogue.telling import speaks_of_fault

_HAN = re.compile(r"[一-鿿]+")
_PIECE = r"[个件双条款单只套把台本口盒瓶支箱床张]"
_PRICE = re.compile(
    rf"(?<![0-9a-z.])([0-9]{{2,6}})(?:块钱?|元|的)*(?:那|这)(?:一)?{_PIECE}|(?:那|这)(?:一)?{_PIECE}([0-9]{{2,6}})(?:块钱?|元)?的"
)
_BEFORE = 3  # characters in front of the noun that may tell which
# 那个电饭煲蛮好的, 电饭煲没事的, 炒锅挺好用的
_IS_FINE = re.compile(
    r"(?:没(?:有)?(?:啥|什么)?(?:事|问题|毛病|坏)|(?:蛮|挺|很|还|都|是)(?:好用?|不错|可以|正常|满意)|好好的|好着)(?:的|呢|啦|嘛|呀|啊)*$"
)
_MEANS_OTHER = re.compile(
    r"另外(?:那|一)|另一|别的那|^不是(?:不是)*(?:呀|啊|的|哦|这个|那个|它)*$|(?:错|反)了|^是[^，,]{1,8}那[个件只台条双]$"
)
_SO = r"(?:哎呀?|都|我|说了?|又|真|可|不对|[，,\s])*"
_NOT_THAT = re.compile(
    rf"{_SO}(?:不是(?:不是)*|唔系)(?:我|说|要|的|那|这|[个单口双件])*(?P<name>[^，,\s]{{1,8}}?)(?:的?那[个单口双件台条]|的?(?:订单|单子))?[呀啊嘛哦啦了]*$"
)
_LEAVE_THAT = re.compile(
    rf"{_SO}(?:你|您)?(?:别|莫|甭|不要|没让你|没叫你)(?:再|给我|帮我|把|动不动|老)*(?:换|退|修|动|弄|碰|管)(?:我)?(?:的|那个|那口|那)*"
    r"(?P<name>[^，,\s]{1,8}?)[呀啊嘛哦啦了]*$"
)
# 你写的啥 原因怎么是炒锅好用, 你咋又给我弄成炒锅了: what stands wrongly, which is not what is meant.
QUOTES_WRONG = re.compile(
    r"(?:怎么|咋|为啥|为什么|干嘛|哪里?)(?:又|还|给我|就|会|都|是|把.{1,8}?)*(?:写|弄|搞|换|变|选)?(?:的)?[是成](?P<name>[^，,。!！?？\s]{1,12})"
    r"|(?:又|还)给我(?:写|弄|搞|换|变|选)成(?P<again>[^，,。!！?？\s]{1,12})"
)


_COURTESY = ("greet", "thank", "goodbye")


class Sold(Protocol):
    """What an order shows of itself."""

    @property
    def product(self) -> str: ...


S = TypeVar("S", bound=Sold)


def by_everyday_name(text: str, orders: Sequence[S]) -> list[S]:
    """The one order that alone has what stands before its noun (高压锅, of a 电压力锅 beside a 炒锅), or its price."""
    priced = {int(first or second) for first, second in _PRICE.findall(text)}
    of_price = [order for order in orders if getattr(order, "paid_amount", None) in {each * 100 for each in priced}]
    if len(of_price) == 1:
        return of_price
    found = [order for order in orders if _telling(text, order, [each for each in orders if each is not order])]
    return found if len(found) == 1 else []


def _telling(text: str, order: Sold, others: Sequence[Sold]) -> bool:
    """Whether a character that no other title has stands before the noun of the title."""
    called = _HAN.search(order.product)
    if called is None or len(called[0]) < 2:
        return False
    own = {char for char in called[0][:-1] if not any(char in each.product for each in others)}
    return any(
        own & set(text[max(0, match.start() - _BEFORE) : match.start()])
        for match in re.finditer(re.escape(called[0][-1]), text)
    )


def says_fine(text: str) -> bool:
    """Whether a clause says of goods that they are fine (那个电饭煲蛮好的, 炒锅挺好用的)."""
    return _IS_FINE.search(text.strip()) is not None


def means_other(text: str) -> bool:
    """Whether a clause says that the other goods are meant (就是另外那个, 不是呀)."""
    return _MEANS_OTHER.search(text.strip()) is not None


def denied_name(text: str) -> Optional[str]:
    """The goods that a clause says are not meant, and no more than that (不是炒锅呀, 别换我炒锅啊); None for none."""
    bare = text.strip(" ，,。.!！~～")
    match = _NOT_THAT.fullmatch(bare) or _LEAVE_THAT.fullmatch(bare)
    return None if match is None or speaks_of_fault(match["name"]) else match["name"]


_PRAISE = re.compile(
    r"(?:挺|蛮|很|还|真|特别|非常|一直|都)+(?:好用?|不错|好吃|喜欢|满意|好看|结实|舒服)(?:的|呢|啦|嘛|呀|啊)*$|好用得很|没得说"
)
_NOT_ORDER = re.compile(
    r"(?:你|您)?(?:订单|单子|东西|货)?(?:又|都|全)?(?:点|选|搞|弄|说|按|看|拿|记|报|听)?(?:错|混|岔|反)(?:了|啦|咯)+[呀啊哦]*"
)


def praises(text: str) -> bool:
    """Whether a clause praises what was bought (上回买的炒锅挺好用的), which is nothing to be dealt with."""
    return _PRAISE.search(text.strip()) is not None


def only_praises(message: Message) -> bool:
    """Whether a message praises what was bought, and else holds no more than a greeting or a word of courtesy."""
    rest = [clause for clause in message.clauses if not praises(clause.plain)]
    return len(rest) < len(message.clauses) and all(each.intent in _COURTESY for each in rest)


def only_points(text: str) -> bool:
    """Whether a clause does no more than set right which goods are meant (订单错了, 299那个, 你咋又给我弄成炒锅了)."""
    bare = text.strip(" ，,。.!！~～")
    return any(each.fullmatch(bare) for each in (_NOT_ORDER, _PRICE)) or quotes_wrong(bare)


def without_quoted(text: str) -> str:
    """Words without what they only quote as written wrongly (原因怎么是炒锅好用)."""
    return QUOTES_WRONG.sub(" ", text)


def quotes_wrong(text: str) -> bool:
    """Whether a clause scolds what stands written (你咋又给我弄成炒锅了)."""
    return QUOTES_WRONG.search(text) is not None
