"""Which of several orders words point at: by number, by its tail, by its place among those shown, by what it holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional, Protocol

from shouhou.dialogue.everyday import (
    by_everyday_name,
    denied_name,
    means_other,
    quotes_wrong,
    says_fine,
    without_quoted,
)
from shouhou.dialogue.message import Clause, Message
from shouhou.dialogue.numerals import read_number
from shouhou.dialogue.sizes import wanted_instead

_TAIL = re.compile(r"(?:尾号|尾数|尾巴|末四位|后四位|末4位|后4位)?[^0-9a-z]{0,6}(?<![0-9])([0-9]{4})(?![0-9])")
_DENIED = re.compile(r"(?:不是(?!都?(?:已经|早就|刚)?[讲说])|不要|没说|除了|不看|不是说)([^，。,.!！?？\s]{1,12})")
_LEFT_OUT = re.compile(
    r"([^，。,.!！?？\s]{1,8}?)(?:那单|那个|那件|的)?(?:也|都|就)?"
    r"(?:没事|没问题|不用管|不管|先放着|不急|等[^，,\s]{0,10}再说|再说吧?$|回头再"
    r"|(?:别|不要|不用|莫)(?:给我|再)?(?:撤|取消|动|退|换|管|碰))"
)
_HOW_MANY = re.compile(
    r"(?:有|我这|一共|总共)[边里儿]?(?:有)?[两二三四五六几\d]个(?:单|订单|东西|事)"
)  # 我这边有三个单子的事
_COLOUR = re.compile(r"([黑白红蓝绿灰粉紫黄棕橙])(?=的|那|款|，|,|\s|$)")  # 白的 is said of what the title calls 白色
_SAID_COLOUR = re.compile(r"([黑白红蓝绿灰粉紫黄棕橙])色")
# What goods are held against names them as little as what is denied: 跟第一回十团的红不一样.
_COMPARED = re.compile(
    r"(?:跟|和|与|比|同)(?:我|俺)?(?:头|前|上|之前|第)"
    r"[^，,。\s]{1,12}?(?=不一样|一样|不同|差|比|对不上|要?[大小深浅暗])"
)
_COUNTED = re.compile(r"[两二三四五六七八九十百]{1,4}(?=[团斤只双条包袋盒瓶支米码寸块片卷张本册套根件])")
_TOKEN = re.compile(r"[a-z0-9.]+|[一-鿿]+", re.IGNORECASE)
_SIZES = re.compile(r"(?<![a-z])(xxxl|xxl|xl|l|m|s)(?![a-z])", re.IGNORECASE)
_UNIT = r"(?:码|号|寸|斤|公分|厘米|米|kg|cm|ml|g|w)?"
_UNITS = "码号寸斤米"
_PIECE = r"[双件个条款单只套把台本盒瓶支箱床张]"
_THAT_ONE = re.compile(rf"{_UNIT}(?:的)?(?:那|这)(?:一)?{_PIECE}|{_UNIT}(?:的)?(?:订单|单子|那单)")
_OF_WHAT_IS_THERE = re.compile(rf"{_UNIT}(?:的|是)(?!话)|{_UNIT}(?:太|有点|偏|穿|小了|大了|紧|松|没|不|换)|[码号]$")
_AFTER_THAT = re.compile(rf"(?:那|这)(?:一)?{_PIECE}(?:是)?\s*$")
_WISHED = re.compile(r"(?:换成?|(?<!不)要|想要|改成?|拿|发|来)(?:一)?[个双件条]?\s*$")
_NOUN_GOES_ON = re.compile(r"[一-鿿]")
_HAN = re.compile(r"[一-鿿]")
# They name goods by themselves.
_GOODS = re.compile(r"[鞋袜包灯伞帽裤裙锅杯壶床柜椅桌扇被席毯帘碗盆箱镯链戒表]|垫(?![付钱了上资着出])|(?<!外)壳")
# Those and single characters behind 那个, 这箱: 那个炭是湿的.
_SHOWN = re.compile(
    r"(?:那|这)(?:一)?(?:个|箱|袋|包|件|双|条|台|盒|瓶|把|款|些|根|块)"
    r"(?:破|烂)?([一-鿿])(?=[是都也就有没太又还怎咋真的很]|$)"
)
_CALLED = re.compile(r"([一-鿿])[子儿](?![一-鿿]?[一-鿿]子)")  # 席子, of a 凉席
_LEAST = 2.0  # characters of a title that must be said
_LEAST_ASKED = 1.4  # when the buyer has been asked which order is meant


class Bought(Protocol):
    """What an order shows of itself."""

    @property
    def order_number(self) -> str: ...

    @property
    def product(self) -> str: ...

    @property
    def category(self) -> str: ...


@dataclass(frozen=True)
class Pointed:
    """The orders that words may mean; `how` is number, tail, place, product or words, empty for none."""

    orders: tuple[Bought, ...] = ()
    how: str = ""

    @property
    def only(self) -> Optional[Bought]:
        return self.orders[0] if len(self.orders) == 1 else None


def pointed_at(
    message: Message, orders: Sequence[Bought], clause: Optional[Clause] = None, asked: bool = False
) -> Pointed:
    """What a message, or one of its clauses, says of which of the buyer's own orders it is about.

    `asked`: the buyer was asked just that, so that less tells more.
    """
    if clause is None and (other := the_other_meant(message, orders)) is not None:
        return Pointed((other,), "words")
    said = clause or message.whole
    counted = _COUNTED.sub(lambda match: str(read_number(match[0]) or match[0]), without_quoted(said.text.lower()))
    text = _COLOUR.sub(r"\1色", _LEFT_OUT.sub(" ", _DENIED.sub(" ", _COMPARED.sub(" ", counted))))
    denied = [*_DENIED.findall(said.text.lower()), *_LEFT_OUT.findall(said.text.lower())]
    by_number = [order for order in orders if order.order_number.lower() in text]
    if by_number:
        return Pointed(tuple(by_number), "number")
    by_tail = _by_tail(text, orders)
    if by_tail:
        return Pointed(tuple(by_tail), "tail")
    place = said.entity("order_ref")
    if place is not None and isinstance(place.value, dict) and not _HOW_MANY.search(text):
        if place.value.get("last"):
            return Pointed((orders[0],), "place")
        index = int(place.value.get("index", 0))
        if 1 <= index <= len(orders):
            return Pointed((orders[index - 1],), "place")
    names = [str(each.value) for each in said.entities if each.kind == "product_category"]
    named = _by_name([name for name in names if name.lower() in text], orders)
    if len(named) == 1 or len(orders) < 2:
        return Pointed(tuple(named), "product" if named else "")
    shown = _by_a_character(_SHOWN.findall(text), named or orders)
    words = shown or _by_words(text, denied, named or orders, _LEAST_ASKED if asked else _LEAST)
    if not words and not named:
        words = by_everyday_name(text, orders)
    if not words and not asked and not named:
        words = _by_a_character([*_GOODS.findall(text), *_CALLED.findall(text)], orders)
    if not words or len(words) > 1:
        words = _by_size(text, words or named or orders, asked) or words
    if not words and asked and not named:
        words = _by_a_character(_HAN.findall(text), orders)
    if not words and wanted_instead(said.text) is None:
        words = _by_colour(text, orders)
    if words:
        return Pointed(tuple(words), "words")
    return Pointed(tuple(named), "product" if named else "")


def ruled_out_clauses(message: Message) -> list[Clause]:
    """The clauses that only say which goods are not meant: fine ones, denied ones, ones written wrongly."""
    return [c for c in message.clauses if says_fine(c.plain) or denied_name(c.plain) or quotes_wrong(c.plain)]


def the_other_meant(message: Message, orders: Sequence[Bought]) -> Optional[Bought]:
    """The other of two orders, where one is denied, or said to be fine and the other one is meant or named."""
    out = [(c, one) for c in message.clauses if len(orders) == 2 and (one := _ruled_out(c, orders)) is not None]
    numbers = {one.order_number for _, one in out}
    if len(numbers) != 1:
        return None
    other = next(order for order in orders if order.order_number not in numbers)
    rest = [c for c in message.clauses if not any(c is clause for clause, _ in out)]
    named = [pointed_at(message, orders, clause).only for clause in rest]
    if any(one is not None and one.order_number in numbers for one in named):
        return None
    denied = any(denied_name(clause.plain) for clause, _ in out)
    means = any(means_other(clause.plain) for clause in rest) or other in named
    return other if denied or means else None


def _ruled_out(clause: Clause, orders: Sequence[Bought]) -> Optional[Bought]:
    """The one order that a clause says is fine, or is not meant."""
    text = denied_name(clause.plain) or (clause.plain if says_fine(clause.plain) else None)
    if text is None:
        return None
    names = [str(each.value) for each in clause.entities if each.kind == "product_category" and str(each.value) in text]
    named = _by_name(names, orders) or _by_words(text, (), orders, _LEAST) or by_everyday_name(text, orders)
    named = named if len(named) == 1 else _by_a_character(_GOODS.findall(text), orders)
    return named[0] if len(named) == 1 else None


def _by_colour(text: str, orders: Sequence[Bought]) -> list[Bought]:
    """The one order whose title alone has a colour that is said (灰的那双)."""
    colours = set(_SAID_COLOUR.findall(text))
    found = {colour: [order for order in orders if colour in order.product] for colour in colours}
    only = {each[0].order_number: each[0] for each in found.values() if len(each) == 1}
    return list(only.values()) if len(only) == 1 else []


def _by_size(text: str, orders: Sequence[Bought], asked: bool) -> list[Bought]:
    """The one order whose title alone has a size or number that is said of what was bought (42那双换43, 那双42的).

    A size that is wanted instead (换43) points at nothing; who was `asked` which one need say no more than the size.
    """
    tokens = {order.order_number: set(re.findall(r"[a-z0-9.]+", order.product.lower())) for order in orders}
    found = []
    for order in orders if len(orders) > 1 else ():
        shared = {each for number, mine in tokens.items() if number != order.order_number for each in mine}
        own = tokens[order.order_number] - shared
        if any(_is_said(token, text, asked) for token in own):
            found.append(order)
    return found if len(found) == 1 else []


def _is_said(token: str, text: str, asked: bool) -> bool:
    """Whether a size stands in words as one of what is there: that pair, what it is like; not as one wished for."""
    for match in re.finditer(rf"(?<![a-z0-9.]){re.escape(token)}(?![a-z0-9.])", text):
        before, at = text[: match.start()], match.end()
        if asked or _THAT_ONE.match(text, at):
            return True
        if _WISHED.search(before):
            continue
        if _OF_WHAT_IS_THERE.match(text, at) or _AFTER_THAT.search(before):
            return True
    return False


def _by_tail(text: str, orders: Sequence[Bought]) -> list[Bought]:
    tails = set(_TAIL.findall(text))
    return [order for order in orders if order.order_number[-4:] in tails]


def _by_name(names: Sequence[str], orders: Sequence[Bought]) -> list[Bought]:
    """The orders called by one of the names; the thing itself before what only belongs to it (冰箱, 冰箱除味剂)."""
    scored = [(max((_fit(order, name) for name in names), default=0), order) for order in orders]
    best = max((score for score, _ in scored), default=0)
    return [order for score, order in scored if score == best] if best else []


def _fit(order: Bought, name: str) -> int:
    """How well a name calls an order: 4 the thing by its category or as its title's noun, 1 a part of it, 0 not."""
    name = name.lower()
    stem = name[-2:] if len(name) > 2 else name.rstrip("子儿")
    product, category = order.product.lower(), order.category.lower()
    for word, worth in ((name, 4), (stem, 3)):
        if not word:
            continue
        if any(part == word or part.endswith(word) for part in category.split()):
            return worth
        at = product.find(word)
        if at >= 0:
            goes_on = _NOUN_GOES_ON.match(product, at + len(word))
            return worth - 1 if not goes_on else 1
        if word in category:
            return 1
    return 0


def _by_words(text: str, denied: Sequence[str], orders: Sequence[Bought], least: float) -> list[Bought]:
    """The orders whose titles share most with the words, and least with what is denied, when that means anything."""
    scored = []
    for order in orders:
        title = order.product.lower()
        against = sum(_shared(words, title) for words in denied)
        scored.append((_shared(text, title) - against, order))
    best = max(score for score, _ in scored)
    return [order for score, order in scored if score == best] if best >= least else []


def _by_a_character(said: Sequence[str], orders: Sequence[Bought]) -> list[Bought]:
    """The one order whose title alone holds a character that is said, for who was asked which one (伞)."""
    found = {char: [order for order in orders if char in order.product] for char in set(said)}
    only = {orders_of[0].order_number: orders_of[0] for orders_of in found.values() if len(orders_of) == 1}
    return list(only.values()) if len(only) == 1 else []


def _shared(text: str, title: str) -> float:
    """How much of a title is said: the lengths of the longest runs of each of its words, sizes and numbers whole."""
    score = 0.0
    for token in _TOKEN.findall(title):
        if token.isascii():
            whole = re.search(rf"(?<![a-z0-9]){re.escape(token)}(?![a-z0-9])", text)
            score += (1.5 if _SIZES.fullmatch(token) else 1.0) if whole else 0.0
        elif token in _UNITS:
            continue
        elif len(token) == 1:
            score += 1.5 if token in text else 0.0
        else:
            longest = _run(text, token)
            score += longest if longest >= 2 else 0.0
    return score


def _run(text: str, word: str) -> int:
    longest = 0
    for start in range(len(word)):
        while start + longest < len(word) and word[start : start + longest + 1] in text:
            longest += 1
    return longest


_STAYS_OUT = re.compile(
    r"没(?:事|问题|毛病|坏)|好的|好好的|(?<!不)合(?:脚|身|适)|正好|刚好|是(?:我|给)?(?:家)?[弟哥姐妹爸妈儿女老同朋友婆公]{1,2}(?:买)?的|不用(?:动|管|退|换)"
    r"|别(?:动|管|弄)|不(?:动|退|换|管)$"
)
_APART = re.compile(r"(?:别|不要|莫)(?:给我)?(?:混|搞混|弄混|掺|合)|分开|两码事|两回事")
_OF_ALL = re.compile(
    r"^(?:这|那|[两俩几三四2-4]|个|样|件|单|双|支|款|只|条|东西|订单|一起)*(?:都|全部?|一起)(?:给我|帮我|要|想|得|申请)*(?:退|换|修|补)"
)
_MORE = re.compile(r"^(?:再|另|还)|也|还有|另外|顺便|一起|一块儿?|对了(?!$)")
_NAMES_ONE = re.compile(r"[我俺](?:的|是)?(?:要|想|说|换|退|修|指|买)[^，,]{0,4}的?是|我的是|应该是|换成|换到|换回")
_WRONG = re.compile(r"(?:点|选|搞|弄|说|按|看|拿|记|报)(?:错|混|反|串)|错了|不对|[又还]是[^，,]{1,6}的(?:啊|呀|嘛)?$")
_SAYS_NOTHING = re.compile(
    r"单子?|订单|还是|又是|又|就是|是|的|啊|呀|嘛|吧|呢|了|这|那|个|双|件|条|款|支|只|瓶|我|说|不|对|怎么|咋|上面|写|成|[^0-9a-z一-鿿]"
)


def stays_out(text: str) -> bool:
    """Whether a clause says of goods that nothing is to be done about them (他那双合脚, 登山杖不用动)."""
    return _STAYS_OUT.search(text) is not None


def left_out(clause: Clause) -> list[Clause]:
    """What a clause says nothing is to be done about (热水壶没问题), each as a clause of its own."""
    return [
        replace(clause, text=words, normal=None, entities=tuple(e for e in clause.entities if str(e.value) in words))
        for words in _LEFT_OUT.findall(clause.text.lower())
    ]


def separates(text: str) -> bool:
    """Whether words want two matters kept apart (别混一起): what comes next belongs to neither by its place."""
    return _APART.search(text) is not None


def speaks_of_all(text: str) -> bool:
    """Whether a clause wishes the same for all that was named (两个都退)."""
    return _OF_ALL.match(text) is not None


def names_one_more(text: str) -> bool:
    """Whether a clause names goods besides those at hand (对了灰的也退)."""
    return _MORE.search(text) is not None


def says_which(text: str) -> bool:
    """Whether a clause says which goods are the ones meant (我要换的是那双42的)."""
    return _NAMES_ONE.search(text) is not None


def was_wrong(text: str) -> bool:
    """Whether words say that the wrong one was taken (点错了, 单子还是40的啊)."""
    return _WRONG.search(text) is not None


def only_names(text: str, title: str) -> bool:
    """Whether words hold no more than a title's own, or a part of it."""
    bare = _SAYS_NOTHING.sub("", text.lower())
    for token in sorted(_TOKEN.findall(title.lower()), key=len, reverse=True):
        bare = bare.replace(token, "")
    return len(bare) < _LEAST


def alike(one: str, other: str) -> bool:
    """Whether two titles call the same kind of goods, which differ in a size or a colour."""
    first, second = ({each for each in _TOKEN.findall(title.lower()) if not each.isascii()} for title in (one, other))
    return len(first & second) * 2 > len(first | second) - 1 and bool(first & second)


def touches(text: str, title: str) -> bool:
    """Whether words share a telling character with a title (垫子, of a 鼠标垫)."""
    return any(char in title for char in _HAN.findall(_SAYS_NOTHING.sub("", text)))
