"""What clauses surely do by what was learned of them (acts.py), where no pattern knows the words."""

import re
from collections.abc import Sequence

from shouhou.dialogue.asking import is_question
from shouhou.dialogue.message import Clause
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.wishes import type_said

SURELY = 0.78  # how likely words agree, leave or wait that are taken so by that alone: nine of ten such do
RATHER = 0.5  # that they do so, where other words say the same
_IDLE = ("yes", "ack", "chat", "rebuke", "anger")
_EDITS, _WANTS = ("set", "add", "strike", "wrong"), ("want", "set", "fallback")
_LOOSE = ("product_category", "reason")  # entities that words beside a message to be sent may hold


NEVER_YES = re.compile(
    r"吗|么$|[?？]|几|多久|怎|咋|啥|什么|为什么|凭什么|哪|谁|是不是|能不能|可不可以|行不|可以不|[了]没$|没有$"
)
SURE_TONE = re.compile(r"(?:好|对|是|行|可以|没错|嗯|恩)[的着啊呀滴哒]*呢$")  # 对着呢 asks nothing
_NOTHING_AMISS = re.compile(r"没(?:有)?(?:啥|什么)(?:要|好|可)?")  # 没啥要改的了 发射
# The deed is denied (莫交, 不能就这么发), was done already (我交给快递了, 已经交了) or is another (报警, 报销).
_DEED_DENIED = re.compile(
    r"[不没莫甭勿别](?!的|有|啥|什么|错|问题|毛病|意见|.{0,3}[改补加动等])[^，,]{0,4}[交报发转撤提递]|[交报发转撤提递]不(?!交|报|发|转)"
)
_OTHER_DEED = re.compile(r"[交寄]给|[交报发转](?:警|过(?!去)|销)|(?:已经|早就|都)[交报发转提]+了?$")


def agrees_by_act(clause: Clause, place: str, least: float = SURELY) -> bool:
    """Whether words that no pattern knows agree to what stands (批准, 没啥要改的了 发射, 对着呢).

    What was learned takes no question, no denial and no other deed for a yes, however likely.
    """
    text = clause.plain.strip()
    bare = _NOTHING_AMISS.sub("", text)
    if clause.does("yes", place) < least or clause.entities or NEVER_YES.search(bare):
        return False
    asks = is_question(bare) and SURE_TONE.match(bare) is None
    return not (asks or _DEED_DENIED.search(bare) or _OTHER_DEED.search(bare))


def surely_leaves(clauses: Sequence[Clause], place: str) -> bool:
    """Whether some words give the matter up (唉为这十几块钱不值当), and none wants anything."""
    wants = any(clause.does(act, place) >= RATHER for clause in clauses for act in _WANTS)
    return not wants and any(clause.does("leave", place) >= SURELY for clause in clauses)


def orders_lines(clauses: Sequence[Clause], place: str) -> bool:
    """Whether some words order what the written lines shall say, or find fault with them."""
    return any(clause.does(act, place) >= SURELY for clause in clauses for act in _EDITS)


def says_nothing_to_it(clause: Clause, place: str) -> bool:
    """Whether words beside a yes are said to nobody in particular (提交吧 我说了好几遍了; 中 孙子吵着要吃呢)."""
    if wanted_instead(clause.plain) is not None or type_said(clause.plain) is not None:
        return False  # 交吧 说了八百遍要43的
    if max(clause.does("rebuke", place), clause.does("ack", place)) >= SURELY:
        return not clause.plain.endswith(("?", "吗", "么"))
    loose = _LOOSE if place == "message" else ("product_category",)
    if any(each.kind not in loose for each in clause.entities) or clause.told_class or is_question(clause.plain):
        return False
    return sum(clause.does(act, place) for act in _IDLE) >= SURELY
