"""Sums of money in words, in 分. Texts are normalised ones."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Optional

from shouhou.language.numerals import NUMERAL, to_int
from shouhou.language.spans import Mention

_SIGNED = re.compile(r"(?:[¥$]|rmb)\s?(?P<whole>[0-9]{1,9}(?:\.[0-9]{1,2})?)(?![0-9.])\s?(?:元|块钱?)?")
_END = r"(?=[\s,.;:!?、。…)]|$|的|吧|呢|啊|多|左右|给|退|差|运|邮|都|也)"
# 一块退了 is "together", 三块布 are three pieces: a small number of 块 is money only where the phrase ends.
_PIECES = re.compile(r"[一两二三四五六七八九1-9]块(?![\s,.;:!?、。…)]|$|的|[1-9一二三四五六七八九])")
_WORDED = re.compile(
    rf"(?<![0-9a-z.第几]|{NUMERAL})(?P<whole>[0-9]{{1,9}}(?:\.[0-9]{{1,2}})?万?|{NUMERAL[:-1]}万]+)\s?"
    rf"(?:(?:元|块)(?P<tenths>[1-9一二三四五六七八九])(?:毛|角)?(?![0-9百十千张件个片])"
    rf"|元(?!旦|宵|素|件|气|老)|块钱|块{_END})(?:整)?"
)
_ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MAX_FEN = 10**11


def find_amounts(text: str) -> Iterator[Mention]:
    """Amounts such as ¥199.00, 199块, 一百九十九块五; the value is an int in 分."""
    for pattern in (_SIGNED, _WORDED):
        for match in pattern.finditer(text):
            value = _fen(match["whole"], match.groupdict().get("tenths"))
            if value is not None and value < _MAX_FEN and not _PIECES.match(text, match.start()):
                yield Mention("amount", match.start(), match.end(), value)


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
