"""Goods by name: the longest name at a place, with the words before it that belong to it (儿童水杯, 苹果手机)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional

from shouhou.language.fault_words import part_words
from shouhou.language.spans import Mention

_FILE = Path(__file__).with_name("products.txt")
# 手机 of a phone number, 电脑 of a place to click, 书 and 包 inside other words are no goods.
_NOT_AFTER = re.compile(
    r"(?:号|尾|后四|后4|验证|短信|端|app|淘宝|银行|上(?:怎么|如何|操作|点|看|该|第|往|哪|的app)|版(?:的|怎么|淘宝)|系统|店|城|网|厂"
    r"|公司|课|评|架构|[\s:,是为]*(?:1[3-9][0-9]{9}|[0-9]{4}(?![0-9]))|(?:玩不|自动|回的|回复|装的|在回|似的|一样))"
)
# What one uses, eats, wears or compares with is not what one bought: 用手机看, 关手机, 戴着老花镜, 像馒头.
_NOT_BEFORE = re.compile(r"(?:[像当]|吃着?|戴[着上]|跟个)$")
_DEVICES = frozenset(("手机", "电脑", "平板"))
_NO_GOOD_BEFORE = re.compile(r"(?:[用关玩]|拿着|(?<![帮查下看])看)$")
_NO_GOOD_AFTER = re.compile(r"上|浪|里[翻找看]|都?快没电|在(?:糊弄|说话|跟我)")
# What follows a Latin name and belongs to it: iphone15 pro max.
_MODEL = re.compile(r"\s?[0-9]{1,3}(?![0-9])\s?(?:pro|max|plus|mini|ultra|air|se)*")
# One character is a good only after a measure or a pointing word: 那双鞋, 这口锅, 买的包.
_SHORT = frozenset("锅鞋包伞灯床书碗笔杯盆枣醋药米油")
_SHORT_LEAD = re.compile(r"(?:[个台件条把口只双盏张本款瓶盒袋箱部这那]|[买]的)$")
_SHORT_INSIDE = re.compile(
    r"包[邮裹装退换含括赔运修]|书面|灯[光泡罩]|药店|油费|床上|米粉|伞兵|[杯锅][盖身底口把壁垫套里]|鞋[跟底带垫面]|(?<=[这那])[笔盆]"
)


@dataclass(frozen=True)
class _Lexicon:
    nouns: frozenset[str]
    modifiers: frozenset[str]
    longest_noun: int
    longest_modifier: int


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    nouns: set[str] = set()
    modifiers: set[str] = set()
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("+"):
            modifiers.update(line[1:].split())
        elif not line.startswith("#"):
            nouns.update(word for word in line.split() if len(word) > 1)
    return _Lexicon(frozenset(nouns), frozenset(modifiers), max(map(len, nouns)), max(map(len, modifiers)))


def find_products(text: str) -> Iterator[Mention]:
    """Goods in a normalised text; the value is the name as it stands. Names side by side are one (糖果收纳盒)."""
    position, floor = 0, 0
    while position < len(text):
        end = _name_end(text, position)
        if end is None:
            position += 1
            continue
        start = _with_modifiers(text, position, floor)
        if not (_NOT_AFTER.match(text, end) or _is_no_purchase(text, start, end)):
            yield Mention("product_category", start, end, text[start:end])
        position = floor = end


def _is_no_purchase(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 3) : start]
    name = text[start:end]
    device = name in _DEVICES and (_NO_GOOD_BEFORE.search(before) or _NO_GOOD_AFTER.match(text, end))
    # A part of another good is a good of its own only where it is pointed at, like the names of one character.
    part = name in part_words() and not (start == 0 or _SHORT_LEAD.search(before))
    return bool(device or part or _NOT_BEFORE.search(before))


def _name_end(text: str, start: int) -> Optional[int]:
    """Where a name that starts here ends, names side by side and models (iphone15 pro) taken together."""
    end = _noun_end(text, start)
    while end is not None:
        model = _MODEL.match(text, end) if _is_latin(text[end - 1]) else None
        further = _noun_end(text, model.end() if model else end)
        if further is None or text[end:further] in part_words():
            return model.end() if model else end
        end = further
    return None


def _noun_end(text: str, start: int) -> Optional[int]:
    words = _lexicon()
    if start >= len(text) or not _starts_word(text, start):
        return None
    for length in range(min(words.longest_noun, len(text) - start), 1, -1):
        if text[start : start + length] in words.nouns and not _splits_latin(text, start + length):
            return start + length
    is_short = text[start] in _SHORT and not _SHORT_INSIDE.match(text, start)
    return start + 1 if is_short and _SHORT_LEAD.search(text[:start]) else None


def _starts_word(text: str, start: int) -> bool:
    return not (_is_latin(text[start]) and start > 0 and _is_latin(text[start - 1]))


def _splits_latin(text: str, end: int) -> bool:
    return end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end])


def _is_latin(char: str) -> bool:
    return "a" <= char <= "z"


def _with_modifiers(text: str, start: int, floor: int) -> int:
    words = _lexicon()
    while True:
        longer = (
            start - length
            for length in range(min(words.longest_modifier, start - floor), 0, -1)
            if text[start - length : start] in words.modifiers
        )
        found = next(longer, None)
        if found is None:
            return start
        start = found
