"""Numbers as buyers write them: 12, 十二, 两百五, 一千零五, 二零二六."""

import re
from typing import Optional

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "壹": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_TENS = {"廿": "二十", "卅": "三十"}
# One character of a number, for building patterns.
NUMERAL = "[0-9零〇一二两俩三四五六七八九十廿卅百千]"
# One digit of a number that is read out digit by digit.
SPOKEN = "[0-9零〇一二两三四五六七八九幺]"
_ARABIC = re.compile(r"[0-9]+")
_SPELLED = re.compile(r"[零〇一二两三四五六七八九]{2,}")


def to_int(text: str) -> Optional[int]:
    """The whole number that the text is, or None (几, 两三, 一二 read as a guess between two)."""
    if _ARABIC.fullmatch(text):
        return int(text)
    if _SPELLED.fullmatch(text):
        return int("".join(str(DIGITS[char]) for char in text)) if len(text) != 2 or text[0] in "零〇" else None
    for short, full in _TENS.items():
        text = text.replace(short, full)
    return _by_units(text)


def as_digits(text: str) -> str:
    """Digits that were read out one by one (一三八幺) as they are typed."""
    return "".join(char if char in "0123456789" else str((DIGITS | {"幺": 1})[char]) for char in text)


def _by_units(text: str) -> Optional[int]:
    total, digit, last_unit = 0, None, 10**9
    for position, char in enumerate(text):
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif char in ("零", "〇") and 0 < position < len(text) - 1:
            last_unit = min(last_unit, 100)
        elif char in DIGITS and digit is None:
            digit = DIGITS[char]
        else:
            return None
    if digit is None:
        return total if text else None
    # 两百五 is 250, 一百零五 is 105.
    bare = len(text) >= 3 and text[-2] in "百千"
    return total + digit * (last_unit // 10 if bare else 1)
