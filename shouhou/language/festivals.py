"""Days that buyers call by name: the shops' sales, the public holidays, the lunar festivals."""

from datetime import date, timedelta
from typing import Optional

from lunardate import LunarDate

_FIXED = {
    (11, 11): ("双十一", "双11", "双1111", "双 11", "光棍节"),
    (12, 12): ("双十二", "双12", "双 12"),
    (6, 18): ("618", "六一八", "六幺八", "六.一八"),
    (10, 1): ("国庆节", "国庆", "十一假期", "十一期间", "十一长假", "十一黄金周"),
    (1, 1): ("元旦节", "元旦", "新年第一天"),
    (5, 1): ("五一劳动节", "劳动节", "五一", "五.一"),
    (12, 25): ("圣诞节", "圣诞"),
    (12, 24): ("平安夜",),
    (2, 14): ("情人节",),
    (3, 8): ("三八妇女节", "三八节", "妇女节", "女神节", "女王节"),
    (6, 1): ("六一儿童节", "儿童节", "六一"),
    (9, 10): ("教师节",),
    (5, 20): ("520", "五二零"),
}
# Lunar month and day; 除夕 is the day before the first of the first month.
_LUNAR = {
    (1, 1): ("春节", "大年初一", "正月初一", "年初一", "过年"),
    (1, 15): ("元宵节", "元宵", "正月十五"),
    (5, 5): ("端午节", "端午"),
    (7, 7): ("七夕节", "七夕", "中国情人节"),
    (8, 15): ("中秋节", "中秋", "八月十五"),
    (9, 9): ("重阳节", "重阳"),
    (12, 8): ("腊八节", "腊八"),
}
_EVE = ("除夕夜", "除夕", "大年三十", "年三十", "年三十晚上", "大年夜")

_SOLAR_BY_NAME = {name: day for day, names in _FIXED.items() for name in names}
_LUNAR_BY_NAME = {name: day for day, names in _LUNAR.items() for name in names}
NAMES = tuple(sorted([*_SOLAR_BY_NAME, *_LUNAR_BY_NAME, *_EVE], key=len, reverse=True))


def festival(name: str, year: int) -> Optional[date]:
    """The day of a name of NAMES in a year (for 除夕: the eve of that year's spring festival), or None if unknown."""
    try:
        if name in _SOLAR_BY_NAME:
            return date(year, *_SOLAR_BY_NAME[name])
        if name in _EVE:
            return _solar(year, 1, 1) - timedelta(days=1)
        return _solar(year, *_LUNAR_BY_NAME[name])
    except ValueError:
        return None


def _solar(year: int, month: int, day: int) -> date:
    found = LunarDate(year, month, day).to_solar_date()
    return date(found.year, found.month, found.day)
