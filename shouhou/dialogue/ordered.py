"""Orders of the written lines in words that no pattern knows: what is learned says that they order, and which kind."""

import re
from collections.abc import Sequence
from typing import Optional

from shouhou.dialogue.asking import is_to_bot
from shouhou.dialogue.dictation import speaks_of_lines, trimmed
from shouhou.dialogue.line_orders import Act
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.yes_no import says_no, says_yes

# How likely it orders: one that is carried out as its act, and one that a yes in the same message waits for.
_ADDS, _STRIKES, _SETS, _ORDERS = 0.6, 0.6, 0.75, 0.8
_OF_LINES = ("add", "set", "strike", "wrong")
_TO_WRITE = (
    r"(?:写|加|填|添|补|放|记|注|备注|带|提|讲|附)(?:上(?!门)|进去?|到|在|明|清楚|下来?|入|回去?|一?[下句笔嘴]|一[条点])*"
    r"(?:说明|备注|申请|单子|头里|上头|里|话)*"
)
_HEAD = re.compile(
    rf"^(?:再|还有?|对了|噢|哦|嗯|行|好|对头?|帮我|给我|请|麻烦|顺[手便带]|你|您|得|要|也|把|将|但是?|不过|末了|末尾|那|就|能不能|可以|[，,：:\s])*"
    rf"(?:(?:补充|(?:{_TO_WRITE}){{1,2}})(?=.{{2}}))?[：:，,\s]*(?:个|一?句|的是)?"
)
_FOOT = re.compile(
    rf"(?:这(?:一)?[条句点事话]|这个|那个|这几个字|那句)?(?:也|都|一并|一起|给我|帮我|给|你|要|得|必须|请|可以|能)*{_TO_WRITE}"
    r"(?:去)?(?:[了吧呗哈啊呀嘛哦咯噻撒哟]|行不|可以吗|好吗|行吗|吗)*[?？]*$|(?:行不|可以吗|好吗|行吗)[?？]*$"
)
_ONLY_ORDERS = re.compile(
    rf"(?:再|还有?|我|请|这|那|个|些|几|一|差|缺|漏|少|修?改|重新?|[句条点事字]|也|都|得|要|你|给|帮|把|一并|一起|能|可以|就|回|没|上|下|了|吧|吗|呀|啊|哈|嘛|呗|{_TO_WRITE})*"
)
_STRIKING = re.compile(
    r"(?:给我|帮我|给|你|也|都|就|请|得|要|可以|全)*(?:删(?:掉|除|了|去)?|去(?:掉|了|喽|一下)|拿掉|划掉|抹(?:掉|了|去)?|抠(?:掉|了)?|撤(?:掉|了)"
    r"|(?:别|不要|不用|甭|莫)(?:再)?(?:写|提|放|加|出现)?(?:上去?|进去|了)?)(?:[了吧呗哈啊呀嘛哦])*"
)
_NOT_DONE = re.compile(
    r"(?:怎么|咋|你|还是|根本|都|也|说明|原因|还)*(?:没(?:有)?(?:改|变|动|删|加|写)(?:过来|上|进去|成|掉)?|不对(?!不对)|写(?:得|的)?(?:不通|不对|不好|乱))(?:[啊呀呢吧了嘛]|亲)*"
)
_QUOTES = str.maketrans("", "", "“”\"'‘’「」")
_AMID = re.compile(
    r".{2,}?(?:顺手|再|但是?|不过|得|要|也)(?:给我|你|帮我|得|要)*(?:加|添|补|写|带|提|记|讲)(?:上(?!门)|一?[句笔嘴]|一[条点])+(?:话)?[：:，,]?(?=.{4})"
)
_FROM_TO = re.compile(r".{2,20}(?:改成|改为|换成).{2,}")
_TO_WRITE_FIRST = re.compile(r"[补添加]")
_LEAST = 2
_LONG = 12  # characters of words that may hold more than the order


def ordered(clause: Clause, place: str) -> Optional[Act]:
    """What a clause surely orders of the lines, by what is learned of it; None for nothing.

    FAULT where it surely is an order or a rebuke of what is written, and of which kind is not sure.
    """
    text = clause.plain.strip()
    if not place or says_yes(text) or says_no(text) or is_about_evidence(text) or is_to_bot(text):
        return None
    if _NOT_DONE.fullmatch(text) or _FROM_TO.match(text):
        return Act.FAULT
    if clause.does("add", place) >= _ADDS:
        return Act.ADD
    if clause.does("strike", place) >= _STRIKES:
        return Act.STRIKE
    if clause.does("set", place) >= _SETS:
        return Act.SET
    return Act.FAULT if sum(clause.does(each, place) for each in _OF_LINES) >= _ORDERS else None


def asks_to_swap(text: str) -> bool:
    """Whether words ask to put some words in the place of others (能不能把“破损”改成“少件”)."""
    return re.match(r"(?:能不能|可不可以|可以|能)把.{1,20}(?:改成|改为|换成).{2,}", text) is not None


def put_in(text: str) -> str:
    """What words put in the place of others (把大半码改成42.5码); empty where they do not."""
    match = _PUT_IN.search(text.strip())
    return match["new"].strip(" ，,。吧啊呀") if match is not None else ""


_PUT_IN = re.compile(r"^.{2,20}(?:改成|改为|换成)(?P<new>.{2,})$")


def words_to_add(text: str) -> str:
    """What is to be written, without the words that order it (顺手给我添一笔箱子泡沫都没扔)."""
    bare = trimmed(text.translate(_QUOTES))
    if _ONLY_ORDERS.fullmatch(bare) or speaks_of_lines(bare):
        return ""  # 给我记上: what it means stands beside it
    if (amid := _AMID.match(bare)) is not None and len(bare) > _LONG:
        bare = bare[amid.end() :]  # 同意同意顺手给我添一笔箱子泡沫都没扔
    at_foot = len(trimmed(_FOOT.sub("", bare, count=1))) < len(bare)
    for pattern in (_FOOT, _HEAD):
        if pattern is _HEAD and at_foot and _TO_WRITE_FIRST.match(bare):
            continue  # 补两张写上去: what is to be written is 补两张
        left = trimmed(pattern.sub("", bare, count=1))
        bare = left if len(left) >= _LEAST else ("" if pattern is _HEAD and not left else bare)
    bare = re.sub(r"[吗么]?[?？]*$", "", bare)
    return bare if len(bare) >= _LEAST else ""


def words_to_strike(text: str) -> str:
    """What is to go, without the words that order it (骂人那半句抠了吧)."""
    return _STRIKING.sub("", text.translate(_QUOTES)).strip(" ，,。把将")


def stands(words: str, lines: str) -> bool:
    """Whether most of some words stands in the lines already."""
    pairs = [words[at : at + 2] for at in range(len(words) - 1)]
    return bool(pairs) and sum(pair in lines for pair in pairs) >= 0.6 * len(pairs)


def most_like(words: str, parts: Sequence[str]) -> Optional[str]:
    """The part that some words resemble most, which they replace; None where none is like them."""
    best, most = None, 0
    for part in parts:
        shared = max((_run(words, part, at) for at in range(len(words))), default=0)
        if shared > most and (shared >= 3 or shared >= 0.4 * len(part)):
            best, most = part, shared
    return best if most >= _LEAST else None


def _run(words: str, part: str, at: int) -> int:
    length = 0
    while at + length < len(words) and words[at : at + length + 1] in part:
        length += 1
    return length
