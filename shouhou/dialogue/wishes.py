"""What words wish for: a type of request, a size, a sum, a job; and what they take back."""

import re
from collections.abc import Iterable
from typing import Optional

from shouhou.dialogue.asking import is_question

_BACK = re.compile(
    r"^(?:肯定|当然|就是|就|那|直接|还是|算了|我说|全)*(?:要|想)?退(?:了|吧|呗|啊|呀|掉|的)*$"
    r"|(?:我?(?:想|要|就要|就|给我|帮我))退(?!货|款|换|不)|^退[了吧呗啊呀]*$|退钱|退款"
)
_SAID_TYPES: tuple[tuple[str, str], ...] = (
    ("refund_only", r"(?:只|仅|就)退[款钱]?|(?:东西|货|它)?(?:不寄|不退货|别寄|不用寄|谁敢寄|我?留着|留下)"),
    ("return_refund", r"寄回去?|退货|(?:拿|送|退)回去"),
    ("exchange", r"换(?!货运)|[大小]一?[号码]"),
    ("repair", r"修"),
    ("resend", r"补(?:寄|发|一?[个件份])|补"),
)
_TYPE_DENIED = re.compile(
    r"谁说(?:要)?(?:换|退|修)货?了?"
    r"|(?:不是|不|别|甭|没说要?|不想|不要)(?:给我|再|想|要)?(?:退货|寄回去?|寄|换货?|修|补)"
)
_WANTED = re.compile(
    r"(?:[2-5]\d(?:\.5)?|[xsmlXSML]{1,4}|1[3-9]\d)\s*[码号]|[大小](?:一|半|两|1|2)?[号码](?:的)?"
    r"|(?<![一-鿿])(?:深|浅)?(?:黑|白|红|蓝|绿|灰|粉|紫|黄|棕|橙|米|咖啡|卡其|藏青)(?:色)?的"
    r"|(?:深|浅)?(?:黑|白|红|蓝|绿|灰|粉|紫|黄|棕|橙|米|咖啡|卡其|藏青)色"
)
_WISHED = re.compile(r"(?:换|(?<!不)要|想|改)(?!.*(?:不要|别))[^发收]{0,6}$")
_SIZE_ALONE = re.compile(r"换(?:成|个|双|件)?\s*([2-5]\d(?:\.5)?)(?=的|吧|$)")
_WISH = re.compile(
    r"^(?:[那哦嗯好行中唉哎啊]|算了|还是|就|我说|我是说|说了|我|改成?|想|要|给我|帮我|麻烦|直接|请|给俺|俺|肯定|当然)*"
    r"(?:换(?!货运|句)|修|补[寄发]|退(?!款(?:咋|怎|到)|货运)|寄回|[只仅]退|不退货|不寄)"
)
_SUM = re.compile(
    r"(?:退|补|赔)(?:我|给我|个|我个)?\s*(?P<given>\d{1,5}(?:\.\d{1,2})?)(?![\d码号天个张次%])"
    r"|(?<!不)(?:是|要|改成|就)\s*(?P<named>\d{1,5}(?:\.\d{1,2})?)(?![\d码号天个张次%])"
)


def wants_money_back(text: str) -> bool:
    """Whether words ask to give something back, without saying whether the goods go back too (我要退)."""
    return _BACK.search(text) is not None


def type_said(text: str) -> Optional[str]:
    """The type that words at the choice of one mean, as people say it (寄回去, 换个新的); None for none or several.

    Only what is said counts, not what is denied beside it (不换了，修吧).
    """
    bare = _TYPE_DENIED.sub(lambda match: "不寄" if match[0][-1] in "寄去货" and "换" not in match[0] else "", text)
    if is_question(text):
        return None
    found = [name for name, said in _SAID_TYPES if re.search(said, bare)]
    if found[:2] == ["refund_only", "return_refund"] and "寄" not in bare.replace("不寄", ""):
        found.remove("return_refund")
    return found[0] if len(found) == 1 else None


def wanted_instead(text: str) -> Optional[str]:
    """The size or colour that is wanted instead, as it was said (43码, 大一号, 黑色); None for none."""
    found = [
        match[0] for match in _WANTED.finditer(text)
        if (match[0][-1] in "码号的" and match[0][0].isdigit()) or _WISHED.search(text[: match.start()])
    ]
    sized = _SIZE_ALONE.search(text)
    return found[-1] if found else f"{sized[1]}码" if sized else None


def wishes(text: str) -> bool:
    """Whether a clause begins with the wish itself (还是换吧, 给我修修), so that its verb is what is wanted."""
    return _WISH.match(text) is not None and not is_question(text)


def sum_said(text: str, loosely: bool = False) -> Optional[int]:
    """The sum in fen that bare words ask for (退我100, 只退22); `loosely`: also 是100, where a sum is talked of."""
    found = [match for match in _SUM.finditer(text) if match["given"] or loosely]
    return round(float(found[-1]["given"] or found[-1]["named"]) * 100) if found else None


def begins_with(text: str, verbs: str) -> bool:
    """Whether a clause asks outright for what the verbs do (我要投诉他)."""
    before = r"(?:我说|我是|我|就是|就|那|对|想|还要|还想|要|现在|直接|帮我|给我|要求)*"
    return bool(verbs) and re.match(rf"{before}(?:{verbs})", text) is not None


def as_before(text: str) -> bool:
    """Whether words want the same as was done just before (那件也一样退)."""
    return re.search(r"一样|同样|也(?:是)?(?:退|换|修|照)|照(?:这个|刚才|上面|那个)", text) is not None


_PACK = re.compile(r"(\d{1,3})\s*(?:只|个|件|条|双|盒|包|瓶|片|支|块|袋|枚|把|套)(?:套)?装?")


def pieces_in(title: str) -> Optional[int]:
    """How many pieces a title says that it holds (6只装); None for none."""
    pack = _PACK.search(title)
    return int(pack[1]) if pack is not None else None


def is_size(wanted: str) -> bool:
    """Whether what is wanted instead is a size, not a colour."""
    return wanted[-1:] in "码号"


def speaks_of_money(text: str) -> bool:
    """Whether words speak of money given back (退, 补, 赔), so that a share is one of the price."""
    return re.search(r"退|补|赔|钱|金额", text) is not None


def without_leave(text: str) -> str:
    """A wish without the question behind it (换个新的行吗)."""
    return re.sub(r"(?:行吗|行不行|可以吗|好吗|好不好|中不中)[?？]*$", "", text)


def takes_back(clauses: Iterable[str]) -> bool:
    """Whether clauses want what is filed no more (不退了吧), and nothing else instead."""
    said = list(clauses)
    denied = any(re.search(r"不(?:想)?(?:退|换|修)了", text) and not is_question(text) for text in said)
    return denied and not any(re.search(r"(?<!不)(?<!不想)[换修补退]", text) for text in said)
