"""Sums of money in words, in 分; shares of a sum; pieces that go back. Texts are normalised ones."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Optional

from shouhou.language.numerals import NUMERAL, to_int
from shouhou.language.spans import Mention

_SIGNED = re.compile(r"(?:[¥$]|rmb)\s?(?P<whole>[0-9]{1,9}(?:\.[0-9]{1,2})?)(?![0-9.])\s?(?:元|块钱?)?")
_ENDS = r"[\s,.;:!?、。…)]|$|的|吧|呢|啊|多|左右|给|退|差|运|邮|都|也|就|算|得|行|好|成|呗|我|你|意思|一直|一共|一定"
# 一块退了 is "together", 三块布 are three pieces: a small number of 块 is money only where the phrase ends, and
# 补左侧板一块 is one piece: it ends behind the name of a thing.
_PIECES = re.compile(r"[一两二三四五六七八九1-9]块(?![\s,.;:!?、。…)]|$|的|钱|[1-9一二三四五六七八九])")
_ONE_PIECE = re.compile(r"[一1]块(?=[\s,.;:!?、。…)]|$|的)")
_ASKED_BEFORE = re.compile(r"(?:^|[\s,.;:!?、。(]|[费钱价差就才要是]|只有|总共)$")
_WORDED = re.compile(
    rf"(?<![0-9a-z.第几]|{NUMERAL})(?P<whole>[0-9]{{1,9}}(?:\.[0-9]{{1,2}})?万?|{NUMERAL[:-1]}万]+)\s?"
    rf"(?:(?:元|块)(?P<tenths>[1-9]|[一二三四五六七八九](?=毛|角|[一每那这了]|{_ENDS}))(?:毛|角)?(?![0-9百十千张件个片])"
    rf"|元(?!旦|宵|素|件|气|老)|块钱|块(?={_ENDS}))(?:整)?"
)
# 退五块就行: a small number of 块 that is given back is money, whatever follows.
_GIVEN_BEFORE = re.compile(r"(?:赔|补|返|差|花|加|扣|多收|退)(?:偿|付|还)?(?:给)?(?:我|你|了|个)*$")
# A number without a unit is money behind words of paying, where the phrase ends behind it.
_BARE = re.compile(
    rf"(?P<verb>退(?:款|钱)?|(?<!一)赔(?:偿|付)?|补(?:偿|差)?|返(?:还|现)?|就|改(?:成|为|到)|只要|金额|钱写|价钱)(?P<whom>给?我|给你)?(?:是|为|写|填|成|个|要|:)*\s?"
    rf"(?P<whole>[0-9]{{1,6}}(?:\.[0-9]{{1,2}})?|{NUMERAL[:-1]}]+)(?![0-9.]|\s?[a-z%])"
    r"(?=\s*(?:[,.;:!?、。…~)]|$)|\s*(?:吧|我?就|得了|算了|行|好了?|可以|呗|嘛|了事|差价|运费|邮费|的(?:钱|差价)))"
)
_SURELY_PAID = ("赔", "补", "返", "金额", "钱写", "价钱")
_LEAST_BARE = 10  # 退2, 改成3 are pieces or the numbers of a list
_ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MAX_FEN = 10**11


def find_amounts(text: str) -> Iterator[Mention]:
    """Amounts such as ¥199.00, 199块, 一百九十九块五, 赔30; the value is an int in 分."""
    for pattern in (_SIGNED, _WORDED):
        for match in pattern.finditer(text):
            value = _fen(match["whole"], match.groupdict().get("tenths"))
            if value is not None and value < _MAX_FEN and not _are_pieces(text, match.start()):
                yield Mention("amount", match.start(), match.end(), value)
    for match in _BARE.finditer(text):
        value = _fen(match["whole"], None)
        surely = match["verb"].startswith(_SURELY_PAID) or match["whom"] is not None
        if value is not None and (surely or value >= 100 * _LEAST_BARE) and not _is_tail(match):
            yield Mention("amount", *match.span("whole"), value)


def _are_pieces(text: str, start: int) -> bool:
    if _GIVEN_BEFORE.search(text, 0, start) is not None:
        return False
    alone = _ONE_PIECE.match(text, start) is not None and _ASKED_BEFORE.search(text, 0, start) is None
    return alone or _PIECES.match(text, start) is not None


def _is_tail(match: "re.Match[str]") -> bool:
    """就7719 is the end of a phone number."""
    return match["verb"] == "就" and re.fullmatch("[0-9]{4}", match["whole"]) is not None


def _fen(whole: str, tenths: Optional[str]) -> Optional[int]:
    yuan = _yuan(whole)
    return None if yuan is None else int(yuan * 100) + 10 * ((to_int(tenths) or 0) if tenths else 0)


def _yuan(text: str) -> Optional[Decimal]:
    head, ten_thousands, rest = text.partition("万")
    if _ARABIC.fullmatch(head):
        return Decimal(head) * (10000 if ten_thousands else 1)
    high, low = to_int(head), to_int(rest.lstrip("零〇")) if rest else 0
    if high is None or low is None:
        return None
    return Decimal(high * 10000 + low if ten_thousands else high)
