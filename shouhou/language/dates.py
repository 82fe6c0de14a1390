"""Days in words, read towards the past, relative to the day on which they were said.

Pure: the day is an argument. Texts are normalised ones (see normalise.py). Durations (三天了, 7天无理由, 15天内,
这几天) are not days and are left alone, except after a verb of receipt (签收三天了).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Optional, Union

from dateutil.relativedelta import relativedelta

from shouhou.language.festivals import NAMES, festival
from shouhou.language.numerals import NUMERAL, to_int

Value = dict[str, Union[str, list[str]]]
MAX_YEARS_BACK = 10


class Between(NamedTuple):
    """A stretch of time, of which the words do not say which day is meant: 上周, 三月初, 去年."""

    first: date
    last: date


@dataclass(frozen=True)
class Day:
    """Characters start to end name one day, or two between which the words do not decide, or a stretch of time."""

    start: int
    end: int
    days: tuple[date, ...]
    said_on: date

    @property
    def value(self) -> Value:
        """{"day", "grain"}, {"ambiguous": [earlier, later]}, {"between": [first, last]} or {"future"}; YYYY-MM-DD."""
        if isinstance(self.days, Between) and self.days.first <= self.said_on:
            return {"between": [self.days.first.isoformat(), min(self.days.last, self.said_on).isoformat()]}
        if len(self.days) > 1 and not isinstance(self.days, Between):
            return {"ambiguous": [day.isoformat() for day in sorted(self.days)]}
        if self.days[0] > self.said_on:
            return {"future": self.days[0].isoformat()}
        return {"day": self.days[0].isoformat(), "grain": "day"}


Reader = Callable[["re.Match[str]", date], Optional[tuple[date, ...]]]

_N = f"{NUMERAL}+"
_WEEK = "(?:周|星期|礼拜|拜)"
_WEEKDAYS = {
    char: day for day, chars in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天末7")) for char in chars
}
_OFFSETS = {
    "大前天": 3,
    "大前日": 3,
    "前天": 2,
    "前日": 2,
    "前晚": 2,
    "前儿": 2,
    "昨天": 1,
    "昨日": 1,
    "昨晚": 1,
    "昨儿": 1,
    "昨早": 1,
    "今天": 0,
    "今日": 0,
    "今早": 0,
    "今晚": 0,
    "今儿": 0,
    "今晨": 0,
    "明天": -1,
    "明日": -1,
    "明早": -1,
    "明晚": -1,
    "明儿": -1,
    "后天": -2,
    "大后天": -3,
}
_YEARS = {"今年": 0, "去年": 1, "前年": 2, "上一年": 1, "大前年": 3, "明年": -1}
_YEAR = r"(?P<year>(?:20)?\d\d\s?年|二[零〇]二[零〇一二三四五六七八九]年|今年|去年|大前年|前年|明年)的?\s?"
_RECEIPT = r"(?<![被家])(?:签收|收到货?|收货|到货|到手|收件)(?:了|已经?|都|才|也|有|过去|过了|的|货|是)*"
_NOT_BEFORE_DAY = r"(?!\s?(?:线|楼|店|码|机|电池|键|钮|口|位|桌|球|款|门|仓|房|字|客服|馆|院|线路|线上|无理由|内|之内|游|以内|后|色|标|令|召|称|角))"
_SHOPPING = r"(?:[日号]|[\s,。的]*(?:晚上?|早上?|下午|上午|中午)?(?:就|才|刚|我)?(?:签收|收|买|下单|到|拍|购|付|发货|送|拿|那天|的))"


def find_days(text: str, today: date) -> Iterator[Day]:
    """Every day named in a normalised text, left to right, without overlaps."""
    position = 0
    while position < len(text):
        found = _first(text, position, today)
        if found is None:
            return
        position = max(found.end, position + 1)
        if found.days:
            yield found


def _first(text: str, position: int, today: date) -> Optional[Day]:
    """The earliest mention from a position on, the longest among those; without days if its words make none."""
    match = _ANY.search(text, position)
    if match is None:
        return None
    best = Day(match.start(), match.start() + 1, (), today)
    for pattern, reader in _PATTERNS:
        candidate = pattern.match(text, match.start())
        if candidate is None or (candidate.end() <= best.end and best.days):
            continue
        days = _safely(reader, candidate, today)
        start = candidate.start("span") if "span" in pattern.groupindex else candidate.start()
        end = candidate.end("span") if "span" in pattern.groupindex else candidate.end()
        if days:
            best = Day(start, end, days, today)
    return best


def _safely(reader: Reader, match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    """What the reader makes of it; None when the calendar has no such day (2月30日) or the number is absurd."""
    try:
        days = reader(match, today)
    except (ValueError, OverflowError):
        return None
    if days is None or any(abs(day.year - today.year) > MAX_YEARS_BACK for day in days):
        return None
    return days


def _word(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    return (today - timedelta(days=_OFFSETS[match["word"]]),)


def _ago(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    back = _back(match["count"], match["unit"])
    return None if back is None else (today - back,)


def _back(count: str, unit: str) -> Optional[relativedelta]:
    if "半" in count or "半" in unit:
        whole = to_int(count.replace("半", "").replace("个", "")) or 0
        if "月" in unit:
            return relativedelta(months=whole, days=15)
        return relativedelta(months=6, years=whole) if "年" in unit else None
    number = to_int(count)
    if number is None or number > 3660:
        return None
    if unit in ("天", "日", "号"):
        return relativedelta(days=number)
    if "周" in unit or "星期" in unit or "礼拜" in unit:
        return relativedelta(weeks=number)
    return relativedelta(months=number) if "月" in unit else relativedelta(years=number)


def _weekday(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    monday = today - timedelta(days=today.weekday())
    weekday = _WEEKDAYS[match["weekday"]]
    which = match["which"]
    if match["weekday"] == "末":
        return None if not which else tuple(monday + timedelta(weeks=_week_shift(which), days=day) for day in (5, 6))
    if which:
        return (monday + timedelta(weeks=_week_shift(which), days=weekday),)
    back = (today.weekday() - weekday) % 7
    # Said on a Wednesday, 周三 may be today or a week ago.
    return (today - timedelta(days=7), today) if back == 0 else (today - timedelta(days=back),)


def _week_shift(which: str) -> int:
    return which.count("下") - which.count("上")


def _month_day(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    month, day = to_int(match["month"]), to_int(match["day"])
    if month is None or day is None:
        return None
    year = match.groupdict().get("year")
    if year:
        return (date(_year(year, today), month, day),)
    for back in range(5):
        try:
            found = date(today.year - back, month, day)
        except ValueError:
            if (month, day) != (2, 29):
                return None
            continue
        if found <= today:
            return (found,)
    return None


def _year(text: str, today: date) -> int:
    text = text.strip()
    if text in _YEARS:
        return today.year - _YEARS[text]
    number = to_int(text.rstrip("年 ")) or 0
    return number + 2000 if number < 100 else number


def _in_month(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    which, day = match["which"], to_int(match["day"])
    if day is None:
        return None
    first = today.replace(day=1) + relativedelta(months=_week_shift(which))
    return (first.replace(day=day),)


def _week_between(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_week_shift(match["which"]))
    return Between(monday, monday + timedelta(days=6))


def _month_between(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    """A month by its number or by 上个月, or a third of one; without either the latest such third."""
    groups = match.groupdict()
    part = groups.get("part") or ""
    if groups.get("which"):
        return _third(today.replace(day=1) + relativedelta(months=_week_shift(match["which"])), part)
    number = to_int(groups["month"]) if groups.get("month") else today.month
    if number is None or not 1 <= number <= 12:
        return None
    if groups.get("year"):
        return _third(date(_year(match["year"], today), number, 1), part)
    found = _third(date(today.year, number, 1), part)
    back = relativedelta(years=1) if groups.get("month") else relativedelta(months=1)
    return found if found.first <= today else _third(date(today.year, number, 1) - back, part)


def _third(first: date, part: str) -> Between:
    last = first + relativedelta(months=1, days=-1)
    if part[:1] in ("初", "上"):
        return Between(first, first.replace(day=10))
    if part[:1] == "中":
        return Between(first.replace(day=11), first.replace(day=20))
    return Between(first.replace(day=21), last) if part else Between(first, last)


def _year_between(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    year = today.year - _YEARS[match["word"]]
    return Between(date(year, 1, 1), date(year, 12, 31))


def _english(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    """Dec 1: its latest past day, like 12月1日."""
    month, day = _MONTHS.index(match["name"]) + 1, int(match["day"])
    found = date(today.year, month, day)
    return (found if found <= today else found.replace(year=today.year - 1),)


def _day_alone(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    day = to_int(match["day"])
    if day is None or not 1 <= day <= 31:
        return None
    for back in range(4):
        first = today.replace(day=1) - relativedelta(months=back)
        try:
            found = first.replace(day=day)
        except ValueError:
            continue
        if found <= today:
            return (found,)
    return None


def _festival(match: "re.Match[str]", today: date) -> Optional[tuple[date, ...]]:
    year = match["year"]
    if year:
        found = festival(match["name"], _year(year, today))
        return None if found is None else (found,)
    past = (festival(match["name"], today.year - back) for back in range(3))
    return next(((day,) for day in past if day is not None and day <= today), None)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|t|ober|ember)?\.?"
)
_ORDINAL = "(?:st|nd|rd|th)?"
_THIRD = "(?P<part>初(?![一二三四五六七八九十])|[底末]|中(?![国秋午间文号])旬?|[上下]旬)"

_SOURCES: tuple[tuple[str, Reader], ...] = (
    # 今天, 前天, 明天
    (r"(?<![目以之从提当啥多])(?P<word>" + "|".join(sorted(_OFFSETS, key=len, reverse=True)) + ")", _word),
    # 三天前, 半个月前, 一年前
    (
        rf"(?<![几数多{NUMERAL[1:-1]}])(?P<count>{_N}|半|{_N}个半|{_N}半)\s?"
        r"(?P<unit>个?半?(?:天|日|周|星期|礼拜|月|年))(?:以前|之前|前)(?!后)",
        _ago,
    ),
    # 签收三天了: the span is the duration
    (
        rf"{_RECEIPT}(?P<span>(?P<count>{_N}|半)\s?(?P<unit>天|个?星期|个?礼拜|周|个月|(?<=[半两])月)(?!前|以前|之前|内|以内|后|之后))",
        _ago,
    ),
    # 上周三, 这星期天, 周三; not 每周三, 周一到周五, 两周三次
    (
        rf"(?<![每一两二三四五六七八九十整到至~-])(?P<which>(?:上上|下下|上|下|这|本)一?个?|)(?<![每整])"
        rf"{_WEEK}(?P<weekday>[一二三四五六日天末1-7])(?![0-9个次年]|\s?[到至~-]\s?{_WEEK}?[一二三四五六日天])",
        _weekday,
    ),
    # 12月7日, 去年十二月七号
    (rf"(?:{_YEAR})?(?<![0-9.])(?P<month>{_N})\s?月\s?(?P<day>{_N})(?:\s?[日号]|(?![0-9个天份月.日号]))", _month_day),
    # 2026-12-07, 2026.12.7
    (r"(?<![0-9])(?P<year>20\d\d)\s?[-/.]\s?(?P<month>\d\d?)\s?[-/.]\s?(?P<day>\d\d?)(?![0-9])", _month_day),
    # 20261207
    (r"(?<![0-9a-z-])(?P<year>20[1-4]\d)(?P<month>\d\d)(?P<day>\d\d)(?![0-9a-z-])", _month_day),
    # 12.7, 12-7 and 12/7, beside words of buying or alone; else they are prices and ranges
    (rf"(?<![0-9./¥￥$a-z-])(?P<month>\d\d?)[./-](?P<day>\d\d?)(?![0-9./-])(?={_SHOPPING})[日号]?", _month_day),
    (r"\A(?P<span>(?P<month>\d\d?)[./-](?P<day>\d\d?))[\s。,.]*\Z", _month_day),
    # 上个月5号
    (rf"(?P<which>(?:上上|下下|上|下|这|本)一?个?)月的?\s?(?P<day>{_N})\s?[日号]", _in_month),
    # 5号; not 5号线, 每月5号, 5日内
    (rf"(?<![0-9a-z第每型编满大小.月{NUMERAL[1:-1]}年])(?P<day>{_N})\s?[日号]{_NOT_BEFORE_DAY}", _day_alone),
    # dec 1, 20th nov
    (rf"(?<![a-z]){_MONTH_NAME}\s?(?P<day>\d\d?){_ORDINAL}(?![0-9a-z])", _english),
    (rf"(?<![a-z0-9])(?P<day>\d\d?){_ORDINAL}\s?{_MONTH_NAME}(?![a-z])", _english),
    # 上周, 这个礼拜
    (rf"(?P<which>上上|上|这|本)一?个?{_WEEK}(?![0-9一二三四五六日天末几])", _week_between),
    # 上个月, 上月底, 三月初, 去年十一月份, 月初; not 三月 alone, which may be how long
    (rf"(?P<which>上上|上|本|这)一?个?月(?!{_N}几?[日号]){_THIRD}?", _month_between),
    (rf"(?:{_YEAR})?(?<![0-9.])(?P<month>{_N})\s?月(?:份的?)?{_THIRD}", _month_between),
    (rf"(?:{_YEAR})?(?<![0-9.])(?P<month>{_N})\s?月份", _month_between),
    (rf"{_YEAR}(?P<month>{_N})\s?月(?![0-9{NUMERAL[1:-1]}份])", _month_between),
    (rf"(?<![个{NUMERAL[1:-1]}每上这本])月{_THIRD}", _month_between),
    # 去年, 前年
    (r"(?<![一])(?P<word>去年|大前年|前年)", _year_between),
    # 双十一, 去年中秋
    (
        rf"(?:{_YEAR})?(?<![0-9一二三四五六七八九十.])(?P<name>"
        + "|".join(map(re.escape, NAMES))
        + r")(?![0-9.]|\s?[元块折%期岁码号个]|放假|休)",
        _festival,
    ),
)
_PATTERNS = tuple((re.compile(source), reader) for source, reader in _SOURCES)
_ANY = re.compile("|".join("(?:" + re.sub(r"\(\?P<\w+>", "(?:", source) + ")" for source, _ in _SOURCES))
