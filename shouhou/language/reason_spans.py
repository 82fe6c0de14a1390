"""What is left of a stretch that the reason tagger found: without goods at its edges, and nothing that is no reason."""

import re
from collections.abc import Sequence
from typing import Optional

from shouhou.language.fault_words import FAULT, part_words
from shouhou.language.products import find_products
from shouhou.language.reason_class import EVIDENCE, reason_class
from shouhou.language.spans import Mention

REASON = "reason"
# What no reason begins or ends with: punctuation, emoji, 的; light words in front of it.
_EDGES = re.compile(r"^(?:[^\w]|的|收到时|要是|如果|突然|又|都)+|(?:[^\w]|的)+$")
_LONGEST_PART = 4
_CLAUSE_ENDS = ",。.!?;、 "  # of a normalised text
_COUNT = r"(?:[0-9一二两三四五六七八九十百半几多好零]+|没[几两]|上)"
_TIME = (
    r"(?:(?:才|都|还|也|就|已经|快|刚|不到|不足|[用穿戴吃买到放][了过]?|收到)*"
    rf"{_COUNT}(?:个)?(?:多)?(?:天|日|礼拜|星期|周|月|年|小时|钟头|分钟|次)(?:半|多|不到|左右|以内|以上|前|后|了|来|的时间)*)"
)
_TIME_ALONE = re.compile(rf"(?:{_TIME}|[,\s])+")
# 一个礼拜不到鞋底开胶: the time ends where the fault begins.
_TIME_BEFORE = re.compile(rf"{_TIME}(?:(?<=不到)|(?<=左右)|(?<=后)|就|[,\s])+(?=.)")
_SAID = re.compile(
    r"(?:你们?|我|都|不是|已经|刚刚?|刚才|前面|之前|开头|早就|跟你)*(?:说|讲|问|告诉|回答|填|写)(?:了|过|的|你|清楚)*"
    rf"(?:{_COUNT}[遍回次])?(?:了|吗|嘛|啊|呀)*"
    r"|(?:你们?)?(?:到底|究竟|怎么|咋|是不是)*(?:听|看|搞|弄|读)?(?:得|不|没|有没有)?(?:懂|明白|清楚)(?:不(?:懂|明白|清楚)|了|没|没有|吗|嘛|不|我|人话|的|话)*"
    r"|(?:你们?)(?:怎么|咋|是不是|真|老|又)+.{0,8}(?:问|说|讲|懂|傻|笨|机器人|坏了)(?:这个|这些|了|吗|的)*"
)
_CORRECTION = re.compile(r"(?:不对|不是|错了|等等)?[,\s]*(?:帮我|给我|请|要|想)?(?:改|更正|修改)(?:一下|成|为|回|到|下)")
# What may stand in a short clause beside what is broken, and says nothing of it.
_LIGHT = re.compile(
    r"(?:我|俺|咱|你们?|家|这|那|个|只|双|条|台|件|口|把|儿|的|了|是|有|都|也|还|又|就|全|收到|买|一|点|些|很|太|里|上|边|拿到|打开|用|到手|发现|现在|已经|突然|,|\s)"
)
_SHORT_CLAUSE = 12
_LEAD = re.compile(r"(?:我|俺|咱|你们?|家|这|那|个|只|双|条|台|件|口|的|收到|买|拿到|打开|发现|现在|已经|突然|都|也|还|又|就|\s)+")
_TAIL = re.compile(r"(?:啊|呢|吧|呀|哦|啦|嘛|哈|呐|诶|\s)+$")


def trimmed(text: str, reason: Mention, others: Sequence[Mention]) -> Optional[Mention]:
    """A reason without the goods or request words at its edges (录音笔坏了 is a 录音笔 that 坏了); None if none is left.

    Its value may hold more than its span: the part that is broken, where the clause says nothing else.
    """
    start, end = _from_part(text, reason.start), reason.end
    for other in others:
        if other.start <= start < other.end:
            start = other.end
        if other.start < end <= other.end:
            end = other.start
    start = _without_time(text, start, end)
    value = _EDGES.sub("", text[start:end])
    if not value:
        return None
    start = text.index(value, start)
    end = start + len(value)
    before, after = _clause(text, start, end)
    clause = text[before:after]
    if _is_none(value, clause):
        return None
    group = reason_class(value, clause)
    return Mention(REASON, start, end, _told(text, start, end, before, after), group, reason.confidence)


def _without_time(text: str, start: int, end: int) -> int:
    before = _TIME_BEFORE.match(text, start, end)
    return before.end() if before else start


def _is_none(value: str, clause: str) -> bool:
    """Whether the words are a time alone, a correction, or about evidence or the talk itself."""
    if _TIME_ALONE.fullmatch(value) or _SAID.fullmatch(value) or _CORRECTION.match(value):
        return True
    # 照片模糊 of a camera is a fault.
    about = EVIDENCE.search(clause)
    return bool(about and value in clause and _overlap(clause, value, about) and next(find_products(clause), None) is None)


def _overlap(clause: str, value: str, about: "re.Match[str]") -> bool:
    at = clause.index(value)
    return at < about.end() and about.start() < at + len(value)


def _told(text: str, start: int, end: int, before: int, after: int) -> str:
    """What is said to be wrong: of a short clause that says nothing else the whole, without the good where a part is named."""
    clause = text[before:after]
    if len(clause) > _SHORT_CLAUSE or not (_says_nothing(text[before:start]) and _says_nothing(text[end:after])):
        return text[start:end]
    lead = _LEAD.match(text, before, start)
    first = lead.end() if lead else before
    good = next((each for each in find_products(text[first:end]) if each.start == 0), None)
    if good is not None and not _is_of_one_character(text, first + good.end):
        first = max(first + good.end, min(start, first + good.end))
        light = _LEAD.match(text, first, start)
        first = light.end() if light else first
    told = _TAIL.sub("", text[first:after])
    return told if len(told) > end - start else text[start:end]


def _is_of_one_character(text: str, at: int) -> bool:
    """Whether a part of one character stands there, which needs its good: 桌子腿, 锅把."""
    parts = part_words()
    return text[at : at + 1] in parts and text[at : at + 2] not in parts


def _says_nothing(text: str) -> bool:
    """Whether a text is made of light words, parts, goods and faults alone."""
    parts, position = part_words(), 0
    goods = {good.start: good.end for good in find_products(text)}
    while position < len(text):
        fault = FAULT.match(text, position)
        longest = next((n for n in range(_LONGEST_PART, 0, -1) if text[position : position + n] in parts), 0)
        if position in goods:
            position = goods[position]
        elif longest:
            position += longest
        elif fault and fault.end() > position:
            position = fault.end()
        elif light := _LIGHT.match(text, position):
            position = light.end()
        elif text[position] in _ONE_CHARACTER_GOODS:
            position += 1
        elif _TAIL.fullmatch(text, position):
            break
        else:
            return False
    return True


_ONE_CHARACTER_GOODS = "锅鞋包伞灯床书碗笔杯盆桌椅裤衣帽柜门"


def _from_part(text: str, start: int) -> int:
    """Where the part or property begins that stands directly before a reason (杯盖 + 裂了), else the reason's start."""
    parts = part_words()
    return next((at for at in range(max(0, start - _LONGEST_PART), start) if text[at:start] in parts), start)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause begins and ends that a span stands in."""
    before = max((text.rfind(mark, 0, start) for mark in _CLAUSE_ENDS), default=-1)
    after = min((at for mark in _CLAUSE_ENDS if (at := text.find(mark, end)) >= 0), default=len(text))
    return before + 1, after
