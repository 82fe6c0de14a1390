"""What the buyer wants back or the other way round: words that were written over, a pair that was told reversed."""

import re
from collections.abc import Sequence

from shouhou.dialogue.asking import is_question
from shouhou.dialogue.dictation import trimmed
from shouhou.dialogue.message import Clause

_ALL = r"(?:都|全|全部|统统|也)"
_BACK = re.compile(
    r"(?P<named>.{0,16}?)(?:给我|你|可|先|怎么|咋)*(?:别|不要|不用|莫|甭|不能|没让你|没叫你)(?:给我|帮我|再|把)*"
    r"(?:删|去掉|盖|覆盖|冲|弄没)(?:掉|除|了|没)*[啊呀哦哈吧嘛噻]*"
    rf"|(?:两|几|二|俩|三)(?:个|句|样|条|段|边)?{_ALL}(?:要|得|给我|帮我|请)*(?:写|留|保留|加|放|写进)(?:着|上去?|进去|下|在一起)?[啊呀哦哈吧的嘛噻]*"
    rf"|{_ALL}(?:要|得|给我)+(?:写|留|保留)(?:着|上去?|进去|下)?[啊呀哦哈吧的嘛噻]*"
    r"|(?:把)?(?:最?前面|前头|上面|原来|原先|之前|刚才|先前|以前|本来|旧)(?:的|那|写|说|几|些|个|句|条|内容|说明|东西)*(?:也|都|全|还|仍)*"
    r"(?:要|得|给我|帮我|请)*(?:(?:留|保留|写|加|放|补|恢复)(?:着|上去?|回去?|回来|下|在)?|要)[啊呀哦哈吧的嘛噻]*"
    r"|(?P<piece>.{0,16}?)(?:[那这]?(?:几|一|两)?句(?:话)?)?(?:也|都|给我|帮我|你|再|要|得|请)*(?:加|补|写|放|改|恢复)回(?:去|来)[啊呀哦哈吧噻]*"
)
_REVERSED = re.compile(
    r"^(?:不对|不是|哎呀?|啊|抱歉|不好意思|对不起|原因|说明|我|你|刚才?|是|都|给我|[，, ])*(?:说|写|打|搞|弄|讲"
    r"|填)反(?:了|啦|的)*(?:应该是|应该|是)?[啊呀吧，, ]*"
)
_WANTED = re.compile(r"^(?:我|俺|本来|订的|拍的|买的)*(?:想)?(?:要|拍|买|订|下单)(?:的)?(?:是)?(?!求)")
_CAME = re.compile(r"^(?:你们?|商家|卖家|给我|结果|却|他们)*(?:发(?!错)|来|寄|收到|到手|到|拿到)(?:来|过来"
    r"|给我)?(?:的|成)?(?:是|了)?")


def wants_back(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that want what was written over to stand beside what is new (别删 两个都写)."""
    return [c for c in clauses if _BACK.fullmatch(c.plain.strip(" ，,。.!！?？~")) and not is_question(c.plain)]


def piece_named(clause: Clause) -> str:
    """What alone is to come back (缺16页那句加回去); empty where none is named."""
    match = _BACK.fullmatch(clause.plain.strip(" ，,。.!！?？~"))
    words = (match["piece"] or "") if match is not None else ""
    return re.sub(r"^(?:把|将|给我|帮我|你)+|[那这]?(?:几|一|两)?句(?:话)?$|都|的$", "", words)


def told_reversed(clauses: Sequence[Clause]) -> tuple[str, list[Clause]]:
    """How it is, where something was told the other way round (说反了 我要的是黑色 来的是白色); empty for nothing."""
    at = next((n for n, clause in enumerate(clauses) if _REVERSED.match(clause.plain.strip())), None)
    if at is None:
        return "", []
    first = clauses[at].text.strip()[_REVERSED.match(clauses[at].plain.strip()).end() :]  # type: ignore[union-attr]
    told, used = [first] if len(first) > 2 else [], [clauses[at]]
    for clause in clauses[at + 1 :]:
        text = clause.plain.strip()
        if is_question(text) or not (_WANTED.match(text) or _CAME.match(text)):
            break
        told.append(trimmed(clause.text.strip()))
        used.append(clause)
    return "，".join(told), used


def tells_pair(lines: str) -> bool:
    """Whether written lines tell what was wanted and what came."""
    parts = re.split(r"[，；]", lines)
    return any(_WANTED.match(part) for part in parts) and any(_CAME.match(part) for part in parts)


def put_right(line: str, words: str) -> str | None:
    """A written line with what was told the other way round in it replaced; None where nothing of it is such."""
    parts = re.split(r"[，；]", line)
    of_pair = [part for part in parts if _WANTED.match(part) or _CAME.match(part)]
    if not of_pair:
        return None
    first = parts.index(of_pair[0])
    kept = [part for part in parts if part not in of_pair]
    return "，".join(part for part in (*kept[:first], words, *kept[first:]) if part)
