"""Which of several orders words point at: by number, by its tail, by its place among those shown, by what it holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional, Protocol

from shouhou.dialogue.message import Clause, Message
from shouhou.dialogue.wishes import wanted_instead

_TAIL = re.compile(r"(?:尾号|尾数|尾巴|末四位|后四位|末4位|后4位)?[^0-9a-z]{0,6}(?<![0-9])([0-9]{4})(?![0-9])")
_DENIED = re.compile(r"(?:不是|不要|没说|除了|不看|不是说)([^，。,.!！?？\s]{1,12})")
_LEFT_OUT = re.compile(
    r"([^，。,.!！?？\s]{1,8}?)(?:那单|那个|那件|的)?(?:也|都|就)?"
    r"(?:没事|没问题|不用管|不管|先放着|不急|等[^，,\s]{0,10}再说|再说吧?$|回头再"
    r"|(?:别|不要|不用|莫)(?:给我|再)?(?:撤|取消|动|退|换|管|碰))"
)
_COLOUR = re.compile(r"([黑白红蓝绿灰粉紫黄棕橙])(?=的|那|款|，|,|\s|$)")  # 白的 is said of what the title calls 白色
_SAID_COLOUR = re.compile(r"([黑白红蓝绿灰粉紫黄棕橙])色")
_TOKEN = re.compile(r"[a-z0-9.]+|[一-鿿]+", re.IGNORECASE)
_SIZES = re.compile(r"(?<![a-z])(xxxl|xxl|xl|l|m|s)(?![a-z])", re.IGNORECASE)
_NOUN_GOES_ON = re.compile(r"[一-鿿]")
_HAN = re.compile(r"[一-鿿]")
_GOODS = re.compile(r"[鞋袜包灯伞帽裤裙锅杯壶床柜椅桌扇被席毯帘碗盆箱镯链戒表]")  # they name goods by themselves
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
    said = clause or message.whole
    text = _COLOUR.sub(r"\1色", _LEFT_OUT.sub(" ", _DENIED.sub(" ", said.text.lower())))
    denied = [*_DENIED.findall(said.text.lower()), *_LEFT_OUT.findall(said.text.lower())]
    by_number = [order for order in orders if order.order_number.lower() in text]
    if by_number:
        return Pointed(tuple(by_number), "number")
    by_tail = _by_tail(text, orders)
    if by_tail:
        return Pointed(tuple(by_tail), "tail")
    place = said.entity("order_ref")
    if place is not None and isinstance(place.value, dict):
        if place.value.get("last"):
            return Pointed((orders[0],), "place")
        index = int(place.value.get("index", 0))
        if 1 <= index <= len(orders):
            return Pointed((orders[index - 1],), "place")
    names = [str(each.value) for each in said.entities if each.kind == "product_category"]
    named = _by_name([name for name in names if name.lower() in text], orders)
    if len(named) == 1 or len(orders) < 2:
        return Pointed(tuple(named), "product" if named else "")
    words = _by_words(text, denied, named or orders, _LEAST_ASKED if asked else _LEAST)
    if not words and not asked and not named:
        words = _by_a_character([*_GOODS.findall(text), *_CALLED.findall(text)], orders)
    if not words and asked and not named:
        words = _by_a_character(_HAN.findall(text), orders)
    if not words and wanted_instead(said.text) is None:
        words = _by_colour(text, orders)
    if words:
        return Pointed(tuple(words), "words")
    return Pointed(tuple(named), "product" if named else "")


def _by_colour(text: str, orders: Sequence[Bought]) -> list[Bought]:
    """The one order whose title alone has a colour that is said (灰的那双)."""
    colours = set(_SAID_COLOUR.findall(text))
    found = {colour: [order for order in orders if colour in order.product] for colour in colours}
    only = {each[0].order_number: each[0] for each in found.values() if len(each) == 1}
    return list(only.values()) if len(only) == 1 else []


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
