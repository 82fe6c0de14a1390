"""Small numbers as people write them."""

import re
from typing import Optional

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def read_number(text: str) -> Optional[int]:
    """A whole number from 0 to 9999 in digits or Chinese, also as it is said in short (三百六, 一千二).

    None for anything else, also for a guess between two numbers (两三).
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or text in ("百", "千"):
        return None
    if len(text) == 1 and text not in _UNITS:
        return _DIGITS.get(text)
    total, digit, unit, skips = 0, None, 10**4, False
    for place, char in enumerate(text):
        if char in _UNITS and _UNITS[char] < unit and (digit is not None or place == 0):
            unit = _UNITS[char]
            total, digit = total + (digit if digit is not None else 1) * unit, None
        elif char in "零〇" and place and digit is None:
            skips = True  # 一百零八: what ends it are ones
        elif char in _DIGITS and digit is None and (unit < 10**4 or place == 0):
            digit = _DIGITS[char]
        else:
            return None
    if digit is None:
        return total
    short = total > 0 and not skips  # 三百六
    return total + digit * (unit // 10 if short else 1)


def mended_tail(number: str, text: str) -> Optional[str]:
    """A number with the end that words put in place of its end (最后是3371不是3317); None where they put none."""
    right = re.search(r"(?:是|应该是|改成)\s*(\d{2,8})", re.sub(r"不是\s*\d+", "", text))
    wrong = re.search(r"不是\s*(\d{2,8})", text)
    if right is None:
        return None
    if wrong is None:
        names_end = re.search(r"最后|后面|末尾|尾号|后[四4]位", text) is not None
        return number[: -len(right[1])] + right[1] if names_end else None
    if not number.endswith(wrong[1]) or len(right[1]) != len(wrong[1]):
        return None
    return number[: -len(wrong[1])] + right[1]
