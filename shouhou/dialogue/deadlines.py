"""A day or an hour that the buyer names: by which something must be done, or at which somebody may call."""

import re
from typing import Optional

_COUNT = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_HOUR = rf"{_COUNT}点(?:半|{_COUNT}分)?(?:钟)?"
_PART = r"(?:早上|上午|中午|下午|晚上|傍晚|白天)"
_DAY = (
    r"(?:(?:下|这|本)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天末]|(?:\d{1,2}月)?\d{1,2}[号日]|(?:今天|明天|后天|大后天|今晚|明晚|明早)"
    rf"|{_COUNT}(?:天|个?小时|个?(?:星期|礼拜|月))(?:以后|之后|后|内|之内)|月底|年底|元旦|过年|春节|中秋|国庆|周末)"
)
_MOMENT = re.compile(rf"{_DAY}(?:的)?{_PART}?(?:{_HOUR})?|{_PART}(?:{_HOUR})?|{_HOUR}")
_DAYS = re.compile(_DAY)


def day_said(text: str) -> Optional[str]:
    """The day that words name, as they name it; None for none."""
    match = _DAYS.search(text)
    return match[0] if match is not None else None


def moment_said(text: str) -> Optional[str]:
    """The day and hour that words name, as they name it; None for none."""
    match = _MOMENT.search(text)
    return match[0] if match is not None else None
