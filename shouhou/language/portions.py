"""How much of a sum or of a delivery is meant: shares (一半, 三成, 30%), and pieces that go back. Texts are normalised ones."""

import re
from collections.abc import Iterator
from typing import Optional

from shouhou.language.numerals import NUMERAL, to_int
from shouhou.language.spans import Mention

_NUMBER = f"[0-9]+(?:\\.[0-9]+)?|{NUMERAL}+"
_SHARE = re.compile(
    rf"(?P<half>(?:一|1)半|对半|半数)|(?P<tenths>[0-9一二两三四五六七八九])成(?P<more>半)?(?![功员为本品交年分立套])"
    rf"|(?P<percent>[0-9]{{1,3}}(?:\.[0-9]+)?)\s?%|百分之(?P<hundredths>{NUMERAL}+)|(?P<below>{NUMERAL}+)分之(?P<above>{NUMERAL}+)"
)
# 碎了一半 says what is broken: a share of money stands behind words of paying or before words of money, or alone.
_PAID_BEFORE = re.compile(
    r"(?:退|赔|补|返|给|收|付|出|担|扣|按|就|改成|改为|改到|只要|要|金额|钱写)(?:[款钱还偿付回]|给?我|你们|他|个|了|是|到|成|为|写|掉|货款|总价|价格|的|差不多|大概|最少|至少)*$"
)
_MONEY_AFTER = re.compile(r"(?:的|左右|以上)*(?:货)?(?:钱|款|价|金额|费用|运费|退款|就(?:行|够|好|可以|成))")
_ALONE = re.compile(r"(?:[\s,.!?~]|就|那|吧|呗|嘛|要|好了|行|了|得了|可以|嗯|按|算|我)*")
_UNIT = "[个件只双条盒包袋瓶本台把套张箱罐支枚片颗盆株棵副顶对粒筒桶串朵卷顿份]"
_NO_UNIT = "(?!月|星期|礼拜|小时|钟|工作日|自然日|人|次|问题|原因|理由|单号|订单|说法|地址)"
_BACK = re.compile(
    rf"(?:退|换|寄回|退回|不要|坏|碎|破|烂|漏|裂|断|死|发错|发霉|过期)(?P<done>了|掉|的是|的|回去?|其中|给你们|里面|这|那|:|有|\s)*"
    rf"(?P<count>{NUMERAL}+)(?:{_UNIT}{_NO_UNIT}|(?=留))"
)
_ALL_BACK = re.compile(rf"(?P<count>{NUMERAL}+){_UNIT}{_NO_UNIT}(?:我)?(?:都|全|全都|一起|全部)?(?:想|要|得)?(?:退|不要|坏|碎|破)(?!.?{NUMERAL})")
_ONE_IS_ANY = ("换",)  # 换一个 asks for another one


def find_shares(text: str) -> Iterator[Mention]:
    """Shares of a sum that are asked for; the value is a float up to 1."""
    for match in _SHARE.finditer(text):
        value = _share(match)
        before, after = text[: match.start()], text[match.end() :]
        alone = _ALONE.fullmatch(before) and _ALONE.fullmatch(after)
        if value is not None and 0 < value <= 1 and (alone or _PAID_BEFORE.search(before) or _MONEY_AFTER.match(after)):
            yield Mention("share", match.start(), match.end(), value)


def _share(match: "re.Match[str]") -> Optional[float]:
    if match["half"]:
        return 0.5
    if match["tenths"]:
        tenths = to_int(match["tenths"])
        return None if tenths is None else (10 * tenths + (5 if match["more"] else 0)) / 100
    if match["percent"]:
        return float(match["percent"]) / 100
    if match["hundredths"]:
        hundredths = to_int(match["hundredths"])
        return None if hundredths is None else hundredths / 100
    below, above = to_int(match["below"]), to_int(match["above"])
    return above / below if above is not None and below else None


def find_pieces(text: str) -> Iterator[Mention]:
    """How many pieces go back or are broken: 退两个, 三件退一件, 坏了一只; the value is {"count": n}."""
    for pattern in (_BACK, _ALL_BACK):
        for match in pattern.finditer(text):
            count = to_int(match["count"])
            if count and not (count == 1 and match[0].startswith(_ONE_IS_ANY)):
                yield Mention("quantity", match.start("count"), _end(match), {"count": count})


def _end(match: "re.Match[str]") -> int:
    """The end of the number and its unit."""
    end = match.end("count")
    return end + 1 if re.match(_UNIT, match.string[end : end + 1]) else end
