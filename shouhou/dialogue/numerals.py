"""Small numbers as people write them."""

import re
from typing import Optional

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def read_number(text: str) -> Optional[int]:
    """A whole number from 0 to 99 in digits or Chinese; None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS.get(text)


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
