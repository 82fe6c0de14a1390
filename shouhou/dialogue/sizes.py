"""What size and colour words want instead (换43码, 要黑色的), and what they only say of the goods at hand."""

import re
from typing import Optional

_SIZES = r"[2-5]\d(?:\.5)?|1[0-9]\d(?=\s*[码号的])|x{0,4}l|[sm](?![a-z])|均"
_SHADES = r"(?:深|浅|亮|藏|雾霾|奶|正|大|酒|玫|枣|桃|墨|军|草|天|湖|宝|豆沙)?"
_CREAM = r"(?<![0-9一二三四五六七八九十两几半])米"  # 3米 is a length
_COLOURS = _SHADES + rf"(?:黑|白|红|蓝|绿|灰|粉|紫|黄|棕|橙|青|咖啡|卡其|{_CREAM})(?:白|灰|蓝|红)?色?"
_NAMED_SIZE = re.compile(rf"(?<![a-z0-9])((?:{_SIZES})\s*[码号]|[大小](?:一|半|两|1|2)?[号码])", re.IGNORECASE)
_SOME = r"(?:成|为|一?[个双件条对](?!三|四|五)|一?只|两只|俩|都|全|是|的)*\s*"
_WISHED_SIZE = re.compile(
    rf"(?:换|(?<!不)(?<!不想)要|改|(?:更正|变更|更改)为|发|来){_SOME}(?:{_COLOURS}(?:的)?)?\s*({_SIZES}|(?<![来发]的)(?<![来发])1\d\s*号|[大小]一?[号码])(?![a-z0-9元块])",
    re.IGNORECASE,
)
_NAMED_COLOUR = re.compile(rf"({_COLOURS})(?<=色)|(?<![一-鿿])({_COLOURS})的")
_WISHED_COLOUR = re.compile(
    rf"(?:换|(?<!不)(?<!不想)要|改|颜色是?){_SOME}(?:(?:{_SIZES})\s*[码号]?的?\s*)?({_COLOURS})", re.IGNORECASE
)
_ALONE = re.compile(
    rf"(?:(?P<size>(?<!\d)(?:{_SIZES})(?!\d)\s*[码号]?|[大小]一?[号码])|(?P<colour>{_COLOURS})"
    r"|[的，,、\s和加]|两个都要|都要|要|是|换)+", re.IGNORECASE,
)
_ONLY_SIZE = re.compile(
    r"(?:就|是|要)*(1[0-9]\d|(?:(?<=是)|(?<=要))1\d号|[2-5]\d(?:\.5)?)\s*(?:[码号]|公分)?(?:的)?(?:写上|写了|加上|填上)?(?:了)?(?:没|吗)?"
)
# A day of the month is no size (20号前要用, 20号之前能拿到吗); a ring's size may look like one (换成13号的).
_DATE = re.compile(
    r"(?:\d{1,2}\s*月\s*|(?:在|(?<!换)到|等|从|最晚|最迟|这个月|下个月|本月))(?:[12]?\d|3[01])\s*[号日]"
    r"|(?<!\d)(?:[12]?\d|3[01])\s*[号日]\s*"
    r"(?=(?:之|以)?[前后]|左右|晚上|早上|上午|下午|中午|那天|要用|等着|急用|能[到拿收]|[到收]|买的|下单)"
)
_NOT_THIS = re.compile(r"不是\s*(?:\d+|[xsml]+)\s*[码号]?[，,\s]*", re.IGNORECASE)
# A size that the words find fault with is the one at hand, not the one wanted (37码偏小).
_AT_HAND = re.compile(r"\s*(?:的)?(?:偏|太|有点|穿|不合|[大小]了|夹|挤|勒|卡)")
_BOUGHT = re.compile(r"(?:拍|买|订|穿|下单|发来?|收到|选)的(?:就)?是?[^换要]{0,4}$")
_HAS_WISH = re.compile(r"(?:换|(?<!不)(?<!不想)要|(?<!不)想|改)(?!.*(?:不要|别))[^发收]{0,6}$")


def wanted_instead(text: str, loosely: bool = False) -> Optional[str]:
    """The colour and size that are wanted instead (43码, 大一号, 黑色 43码); None for none.

    `loosely`: an exchange is talked of, so that a size or a colour by itself is the one wanted.
    """
    if _HOUSE.search(text):
        return None  # 汉口路22号 is an address
    text = _HALF.sub(r"\1.5", text)
    bare = _NOT_THIS.sub("", _DATE.sub("", text).strip(" ，,。.!！?？吧呗啊呀"))
    if loosely and (only := _ONLY_SIZE.fullmatch(bare)) is not None:
        return _as_size(only[1])  # 140写上没
    alone = _ALONE.fullmatch(bare)
    named = {"size": None, "colour": None} if alone is None or not loosely else alone.groupdict()
    size = _last(_WISHED_SIZE, bare) or _size_named(bare) or named["size"]
    colour = _last(_WISHED_COLOUR, bare) or _colour_named(bare) or named["colour"]
    parts = [_as_colour(colour) if colour else "", _as_size(size) if size else ""]
    return " ".join(part for part in parts if part) or None


_HOUSE = re.compile(r"[省市区县镇乡村路街道巷弄].{0,8}\d+\s*(?:号|弄|栋|幢|室|单元)")
_HALF = re.compile(r"(?<!\d)([2-5]\d)\s*(?:码|号)?半(?=[码号的]|$)")  # 42半
_ASKED = re.compile(rf"(?<![0-9])(?P<a>{_SIZES})\s*[码号]?的?(?:还|都)?有(?:现?货)?[吗没么不]"
    rf"|有(?:没有)?\s*(?P<b>{_SIZES})\s*[码号]?的?", re.IGNORECASE)


def size_asked_for(text: str) -> Optional[str]:
    """The size that words ask for (28的有吗): the one that is wanted, where a bigger or a smaller one is wished for."""
    match = _ASKED.search(text)
    return _as_size(match["a"] or match["b"]) if match is not None else None


def is_relative(wanted: str) -> bool:
    """Whether a size is told by the one at hand (大半码)."""
    return re.search(r"[大小][一半两12]", wanted) is not None


def with_wanted(known: Optional[str], told: str) -> str:
    """What is wanted instead once more is told: a new size replaces the size, and leaves the colour."""
    parts = {is_size(part): part for part in [*(known or "").split(), *told.split()]}
    return " ".join(parts[kind] for kind in (False, True) if kind in parts)


def _last(pattern: "re.Pattern[str]", text: str) -> Optional[str]:
    found = [match for match in pattern.finditer(text) if not _AT_HAND.match(text, match.end())]
    wanted = [match[1] for match in found if "不要" not in text[match.end() :]]
    return wanted[-1] if wanted else None


def _size_named(text: str) -> Optional[str]:
    found = []
    for match in _NAMED_SIZE.finditer(text):
        before, relative = text[: match.start()], match[1][0] in "大小"
        at_hand = _AT_HAND.match(text, match.end()) or _BOUGHT.search(before)
        day = _DAY.fullmatch(match[1]) is not None and not _HAS_WISH.search(before) and match[0] != text
        if not (at_hand or day) and (not relative or _HAS_WISH.search(before)):
            found.append(match[1])
    return found[-1] if found else None


_DAY = re.compile(r"(?:[12]?\d|3[01])\s*号")  # 20号结婚: a day, where no such size is wished for


def _colour_named(text: str) -> Optional[str]:
    found = [m[1] or m[2] for m in _NAMED_COLOUR.finditer(text) if _HAS_WISH.search(text[: m.start()])]
    return found[-1] if found else None


def _as_size(said: str) -> str:
    bare = re.sub(r"\s", "", said)
    if bare[0] in "大小" or re.fullmatch(r"1\d号", bare):
        return bare  # 13号: the size of a ring
    return f"{bare.rstrip('码号').upper()}码"


def _as_colour(said: str) -> str:
    return said if said.endswith("色") else f"{said}色"


def is_size(wanted: str) -> bool:
    """Whether what is wanted instead holds a size, not a colour alone."""
    return wanted[-1:] in "码号"
