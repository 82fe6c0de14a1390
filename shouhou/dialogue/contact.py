"""Whom to reach and where (地址…502 电话139… 王建国): address, number and name that belong together, told whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from shouhou.dialogue.asking import is_question
from shouhou.dialogue.message import Clause
from shouhou.dialogue.yes_no import says_no, says_yes

_PHONE = re.compile(r"(?<![0-9a-z])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9])")
_NUMBER = re.compile(r"(?<![0-9a-z])[0-9]{8,12}(?![0-9])")
_OF_PHONE = r"(?:电话|手机|号码|联系(?!客服|平台|人工)|打[他她]|座机)"
_OF_ELSE = re.compile(r"单号|运单|快递号|订单|物流号|退款账号|银行卡|身份证")
_ADDRESS = re.compile(
    r"(?:[省市区县镇乡村路街道巷弄栋幢座楼苑园].{0,12}[0-9一二三四五六七八九十]+"
    r"\s*(?:号|弄|栋|幢|座|楼|层|室|单元|门)?)|^[那就]?(?:取件)?地址(?:是|在|[：:])"
)
_PICKUP = re.compile(r"上门(?:来)?(?:取件?|拿|收)")
_WHOSE = re.compile(r"(?:我|俺)(?:的)?(?:爸爸?|妈妈?|爷爷|奶奶|外公|外婆|姥爷|姥姥|老公|老婆|媳妇|爱人|对象"
    r"|[男女]朋友|儿子|女儿|闺女|姐姐?|妹妹?|哥哥?|弟弟?|同事|朋友|室友|邻居|家里人?|家人)")
_NAME = re.compile(r"(?:收件人|联系人|名字|姓名|叫|找)?[是叫：: ]*(?P<name>[一-鿿]{2,4}|[一-鿿]{1,2}(?:女士|先生"
    r"|阿姨|师傅|老师))")
_NO_NAME = re.compile(
    r"[的了吗呢吧啊呀嘛好行对不没是要有您你我他她它这那就都也还再别写加打电话地址提交谢上下来去给]|取件|号码|手机"
)
_CALL = re.compile(r"(?:到时候?|取件|来之前|上门|就|请|你们?|让他们?|[，, ])*(?:打|联系|找|call)(?:[他她]|这个|这"
    r"|我[爸妈])(?:的)?(?:电话|号码|号|手机)?(?:就行|就好|吧|哈|啊)*")
_OURS = re.compile(r"(?:不是|没有?|不要|不用)(?:要|想|让你)?(?:打|联系|找)(?:给)?(?:客服|平台|人工|你们?|电话)?.{0,6}")
_MISSED = re.compile(r"(?:电话|手机号?|号码|地址|名字|上门取件|这些|那个)*(?:呢|(?:怎么|咋|都|还|也)*没(?:有"
    r"|了)?(?:写|加|填)?(?:上|进去)?)[啊呀呢吧了]*")
_ORDER_FRONT = re.compile(r"^(?:那|就|你|您|请|也|再|还|给我|帮我|麻烦|把|将|要|加上|写上(?!门)|写(?!字楼)|加|填"
    r"|补上?|[，,：: ])+")
_ORDER_BEHIND = re.compile(r"(?:也|都|给我|帮我|一起)*(?:(?:写|加|填|补|放|记)(?:进去|上去|上|进|到.{0,4}里)"
    r"|写清楚)(?:[去吧啊呀哈了]|就行|就好)*$")

_LEADS = re.compile(r"(?:寄|发|送|换|改|地址)(?:到|给|去|往|在|是)?$")  # 新的寄到 南京市…


@dataclass(frozen=True)
class Contact:
    """What is told: `place` and `whose` as said, and the clauses that told it."""

    picked_up: bool
    place: str
    number: str
    whose: str
    clauses: tuple[Clause, ...]


def contact_told(clauses: Sequence[Clause]) -> Contact | None:
    """The contact that a message tells with a number or an address; None for none, or where it is only asked of."""
    text = " ".join(clause.plain for clause in clauses)
    if _OF_ELSE.search(text):
        return None
    number = _PHONE.search(text) or (_NUMBER.search(text) if re.search(_OF_PHONE, text) else None)
    places = [c for c in clauses if _ADDRESS.search(c.plain.strip()) and not is_question(c.plain)]
    picks = [c for c in clauses if _PICKUP.search(c.plain) and not is_question(c.plain)]
    if number is None and not (places and (picks or _written(text))):
        return None
    used = [clause for clause in clauses if clause in places or clause in picks or _belongs(clause, number)]
    names = [name for at, clause in enumerate(clauses) if (name := _name(clauses, at, used))]
    used += [clause for clause, _ in names]
    whose = [each[0] for c in used if c not in places and (each := _WHOSE.search(c.plain)) is not None]
    inside = [_inside(c, number[0]) for c in used if number is not None and number[0] in c.plain and c not in places]
    told = [each for each in dict.fromkeys([*whose, *(name for _, name in names), *inside]) if each]
    leads = [b for b, c in pairwise(clauses) if c in places and b not in used and _LEADS.search(b.plain.strip())]
    used += leads
    place = " ".join(_place(clause) for clause in clauses if clause in places or clause in leads).strip()
    told = [each for each in told if each not in place]
    ordered = tuple(clause for clause in clauses if clause in used)
    return Contact(bool(picks), place, number[0] if number else "", " ".join(told), ordered)


def _written(text: str) -> bool:
    return re.search(r"写|加上|填|备注", text) is not None


def _belongs(clause: Clause, number: "re.Match[str] | None") -> bool:
    text = clause.plain.strip(" ，,。.?？!！")
    if number is not None and number[0] in text:
        return True
    if number is None:
        return False
    relates = _WHOSE.search(text) is not None and (len(text) <= 8 or re.search(_OF_PHONE, text) is not None)
    return bool(relates or _CALL.fullmatch(text) or _MISSED.fullmatch(text) or _OURS.fullmatch(text)
                or re.fullmatch(r"(?:别|不要|不用)打我的?(?:电话)?[啊哈了]*", text))


def _name(clauses: Sequence[Clause], at: int, used: Sequence[Clause]) -> tuple[Clause, str] | None:
    """A name that stands by itself next to what belongs to the contact."""
    clause = clauses[at]
    text = clause.plain.strip(" ，,。.?？!！")
    match = _NAME.fullmatch(text)
    beside = any(0 <= n < len(clauses) and clauses[n] in used for n in (at - 1, at + 1))
    if clause in used or match is None or not beside or _NO_NAME.search(match["name"]):
        return None
    return None if says_yes(text) or says_no(text) or clause.told_class else (clause, match["name"])


def _inside(clause: Clause, number: str) -> str:
    """A name that stands in one clause with the number (电话139… 王建国)."""
    rest = re.sub(_OF_PHONE + r"|[：: ，,是]|收件人|联系人", " ", clause.plain.replace(number, " ")).split()
    return next((each for each in rest if _NAME.fullmatch(each) and not _NO_NAME.search(each)), "")


def _place(clause: Clause) -> str:
    return _ORDER_BEHIND.sub("", _ORDER_FRONT.sub("", clause.text.strip(" ，,。"))).strip(" ，,")
