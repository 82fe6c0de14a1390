"""The message for the merchant as it is shown, and what the buyer sets right of it: struck, put instead, added."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from shouhou.dialogue.asking import is_question, is_to_bot, only_supposes
from shouhou.dialogue.dictation import additions, strikes, struck
from shouhou.dialogue.message import Clause
from shouhou.dialogue.passing_on import HELP, LIGHT, TO, said_of, speaks_of_message
from shouhou.dialogue.yes_no import says_no, says_yes

_LAST = re.compile(r"(?:后面|后头|后边|最后|末尾|末了|后半|结尾)(?:那|这|加的|的|一|半|几)*(?:句|段|截|些|部分)?")
_FIRST = r"(?:上一?版|上一?句|前面|前头|前边|上面|原来|头一|第一|之前|先前)(?:那|的|这|一|半|几)*(?:[句段版些条]|部分)?"
_KEEPS_FIRST = re.compile(rf"(?:就|只|光|还是|仍|按|照)+(?:发|转|用|说|要|写)*{_FIRST}")
_NAMED = re.compile(
    r"(?:把|删掉?|去掉|拿掉|别|不要|转|发|写|说|我|那个|这个|[，,\s])*(?P<name>[^，,\s]{2,}?)(?:这|那)(?P<half>半)?(?:一)?(?:句|段|截|部分|点)"
)
_NOT_SENT = re.compile(
    r"(?:别|不要|不用|莫|甭|勿|不能|不)(?:给我|帮我|再|一起|一并|把|给他)*(?:发|转|带|提|传|写|说)(?!的|了|得|明|货|票|新|错|清|定|不)"
)
_TO_YOU = re.compile(r"(?:问|跟|对|和)(?:你|您|恁|机器人)(?:说|讲|问)?(?:的|嘞|哒|呢|啊)*$")
_A_PIECE = re.compile(r"(?:那|这)(?:一|半|几)*(?:句|段|截|些)|问(?:的|你)")
_WHOLE = re.compile(r"(?:别|不要|不用|莫|先不|先别|不)(?:再)?(?:转|发|说|写)(?:这|那)一?[句个条]" r"[吧啊呀哦了]*")
_SENDS = re.compile(
    rf"(?:^|[就再后按照嗯行好中以些句版了])(?:(?:给|跟){TO})?(?:发|转|问)(?:给{TO}|过去|出去|去)?(?:吧|了|就行|就好|啊|呗|哈|嘛)*$"
    rf"|(?:就|按|照)(?:发|转|按|照)+{_FIRST}(?:发|转)?(?:给{TO}|过去)?(?:吧|了|就行|就好|啊|呗|哈|嘛)*$"
)
_NOT_TO_SEND = re.compile(r"别|不要|不用|莫|甭|先不|[吗么?？]$")
_OF_MESSAGE = r"(?:把|将|留言|内容|原话|[那这上](?:面|一)?句?话?|里面?|直接|不是|不对|应该)"
_INSTEAD = re.compile(
    rf"(?:{LIGHT}|{HELP}|{_OF_MESSAGE})*(?:(?<=请)写|(?<=就)写|(?<=要)写|写成|改写?成|改为|换成|应该(?:是|写)|应[是为]|是(?=[^，,]{{4}})"
    r"|我(?:要|想)?说的是|我是说|我(?:的)?意思是|其实是)(?![的啥错不]|什么|说明)[：:，,\s]*"
)
_ONLY_IS = re.compile(rf"(?:{LIGHT}|{HELP}|{_OF_MESSAGE})*是")
FACT = re.compile(r"(?P<what>[^，,\s]{2,10}?)(?:应该是|应[是为]|要改[成为]|改[成为])")
_REFERS = re.compile(r"(?:那|那么|但)?(?:这样|这种|这个?情况)")
_AGAIN = re.compile(r"(?:再|还|也|另外|顺便|顺带)+")
_DENIES = re.compile(r"(?:不是|唔系|不对)[^，,是系]{1,8}")
_LEAST = 4  # characters of words that are told beside a yes


def _in_mandarin(text: str) -> str:
    """A clause with what Cantonese says of a piece of words put as it is elsewhere (嗰句唔好写)."""
    return text.replace("嗰", "那").replace("唔好", "不要").replace("唔使", "不用")


def takes_out(text: str) -> bool:
    """Whether a clause strikes a part of the message that is shown (后面那句别发, 那句是问你的, 就发前面那句)."""
    bare = _in_mandarin(text.strip())
    if _WHOLE.fullmatch(bare) or (_KEEPS_FIRST.search(bare) is None and is_question(bare)):
        return False
    points = _LAST.search(bare) or _A_PIECE.search(bare)
    told_you = points is not None and _TO_YOU.search(bare) is not None
    return bool(
        strikes(bare) or told_you or _KEEPS_FIRST.search(bare)
        or (points is not None and _NOT_SENT.search(bare) is not None)
    )


def sends(clauses: Sequence[Clause], former: Optional[str] = None) -> bool:
    """Whether a message that strikes something clearly bids to send the rest (把那句删了 再发).

    Not where it strikes the last part (后面那句) of a message that was never shown without: that would be a guess.
    """
    by_place = any(_LAST.search(c.plain) or _KEEPS_FIRST.search(c.plain) or _TO_YOU.search(c.plain) for c in clauses)
    if by_place and former is None:
        return False
    return any(_SENDS.search(c.plain.strip()) and not _NOT_TO_SEND.search(c.plain) for c in clauses)


def without_struck(words: str, former: Optional[str], clauses: Sequence[Clause]) -> Optional[str]:
    """The message without what is struck of it; None where nothing is, or all of it would be.

    `former`: as it was before its last part was added, which is the part that 后面那句 means.
    """
    taking = [clause for clause in clauses if takes_out(clause.plain)]
    if not taking:
        return None
    parts = re.split(r"[；，]", words)
    before = former if former and former != words else "，".join(parts[:-1])
    if any(_KEEPS_FIRST.search(clause.plain) for clause in taking):
        return before or None
    for clause in taking:
        match = _NAMED.search(_in_mandarin(clause.plain))
        if match is None or _LAST.search(match["name"]):
            continue
        found = [part for part in parts if match["name"] in part]
        if found and match["half"] and former and words.startswith(former) and found[0] not in former:
            return former
        if found and len(found) < len(parts):
            return "，".join(part for part in parts if part not in found)
    if any(_LAST.search(c.plain) or (_TO_YOU.search(c.plain) and _A_PIECE.search(c.plain)) for c in taking):
        return before or None
    return struck(words, taking if len(taking) < len(clauses) and struck(words, taking) else clauses) or None


def put_instead(clauses: Sequence[Clause]) -> str:
    """What is to be written in place of what is shown (请写…, 我说的是…); empty for nothing."""
    for place, clause in enumerate(clauses):
        match = _INSTEAD.match(clause.plain.strip())
        if match is None:
            continue
        denied = any(says_no(before.plain) for before in clauses[:place])
        if _ONLY_IS.fullmatch(match[0]) and (is_question(clause.plain) or not denied):
            continue  # 是红色的 by itself sets nothing right
        first = replace(clause, text=clause.text.strip()[match.end() :].strip(" ，,：:“”\""), normal=None)
        rest = [c for c in clauses[place + 1 :] if not (says_yes(c.plain) or is_to_bot(c.text))]
        return said_of([first, *rest] if first.text else rest)
    return ""


_INTO_FILED = re.compile(
    r"(?:写|加|记|放|补|填|添)(?:到|在|进|上|入|去)*(?:我的?|那个|这个|原来的?)?(?:售后)?(?:申请单?|单子|售后单?|工单)(?:里面?|上面?|中|那里)?(?:去|面)?"
    r"|(?:写|加|记|放|补|填|添)(?:到|在|进)(?:我的?|那个|这个)?(?:退货退款|仅退款|退货|退款|换货|维修|补寄|售后)(?:的)?(?:那|这)?(?:个|张|份|单)?(?:里面?|上面?|中|那里)"
)


def into_filed(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that want words written into the application, rather than passed on (其实直接写到申请里就行)."""
    return [
        c for c in clauses
        if _INTO_FILED.search(c.plain) and not (is_question(c.plain) or _NOT_SENT.search(c.plain) or strikes(c.plain))
        and not re.search(r"(?:写|加|记)(?:到|进|在)?了", c.plain)
    ]


def said_of_message(clauses: Sequence[Clause]) -> bool:
    """Whether a message sets right one to the merchant that went already (留言里漏了抬头; 加上医药费 发吧)."""
    named = any(speaks_of_message(clause.plain) for clause in clauses)
    return named or (sends(clauses, "") and bool(put_instead(clauses) or to_add(clauses, "转|发")))


def to_add(clauses: Sequence[Clause], verbs: str) -> str:
    """What is to stand in the message besides (加一句…, 抬头应为…); empty for nothing."""
    added = additions(clauses, verbs)
    if added:
        return added
    for place, clause in enumerate(clauses):
        match = FACT.match(clause.plain.strip())
        if match is not None and not _INSTEAD.match(clause.plain.strip()) and not is_question(clause.plain):
            return said_of([c for c in clauses[place:] if not is_question(c.plain) and not says_yes(c.plain, verbs)])
    return ""


def premises(clauses: Sequence[Clause]) -> set[int]:
    """The places of the clauses that but lead to a question: from a supposition on, or what 这样 refers to."""
    found: set[int] = set()
    for end, clause in enumerate(clauses):
        if not is_question(clause.plain):
            continue
        start = end
        while start > 0 and not (is_question(clauses[start - 1].plain) or says_yes(clauses[start - 1].plain)):
            start -= 1
        supposed = next((n for n in range(start, end) if only_supposes(clauses[n].plain)), None)
        if supposed is not None:
            found |= set(range(supposed, end))
        elif _REFERS.match(clause.plain):
            found |= set(range(start, end))
    return found
