from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.language.dates import MAX_YEARS_BACK, find_days
from shouhou.language.normalise import normalise

WEDNESDAY = date(2026, 12, 23)
DAYS = st.dates(date(2012, 1, 1), date(2038, 12, 31))


def values(text: str, today: date = WEDNESDAY) -> list[object]:
    return [day.value for day in find_days(normalise(text), today)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", "2026-12-23"),
        ("今早签收的", "2026-12-23"),
        ("昨天", "2026-12-22"),
        ("昨晚到的", "2026-12-22"),
        ("前天", "2026-12-21"),
        ("大前天", "2026-12-20"),
        ("3天前", "2026-12-20"),
        ("三天前收到", "2026-12-20"),
        ("三天之前", "2026-12-20"),
        ("十天以前", "2026-12-13"),
        ("二十五天前", "2026-11-28"),
        ("廿天前", "2026-12-03"),
        ("一百天前", "2026-09-14"),
        ("两周前", "2026-12-09"),
        ("一个星期前", "2026-12-16"),
        ("两个礼拜前", "2026-12-09"),
        ("半个月前", "2026-12-08"),
        ("半月前", "2026-12-08"),
        ("一个月前", "2026-11-23"),
        ("一个半月前", "2026-11-08"),
        ("俩月前", "2026-10-23"),
        ("半年前", "2026-06-23"),
        ("一年前买的", "2025-12-23"),
        ("上周三", "2026-12-16"),
        ("上周三签收的手机", "2026-12-16"),
        ("上星期三", "2026-12-16"),
        ("上个星期三", "2026-12-16"),
        ("上礼拜天", "2026-12-20"),
        ("上周日", "2026-12-20"),
        ("上个周一", "2026-12-14"),
        ("上上周五", "2026-12-11"),
        ("这周一", "2026-12-21"),
        ("本周二", "2026-12-22"),
        ("这周三", "2026-12-23"),
        ("周二", "2026-12-22"),
        ("星期天", "2026-12-20"),
        ("礼拜一签收", "2026-12-21"),
        ("周四", "2026-12-17"),
        ("12月7日", "2026-12-07"),
        ("12月7号", "2026-12-07"),
        ("十二月七号", "2026-12-07"),
        ("十二月二十三日", "2026-12-23"),
        ("12月24日", "2025-12-24"),
        ("12 月 7 日", "2026-12-07"),
        ("1月1", "2026-01-01"),
        ("２月２９日", "2024-02-29"),
        ("12.7签收", "2026-12-07"),
        ("12-7买的", "2026-12-07"),
        ("12/7到货", "2026-12-07"),
        ("12.7号", "2026-12-07"),
        ("12.7", "2026-12-07"),
        ("我10.1下单", "2026-10-01"),
        ("2026年12月7号", "2026-12-07"),
        ("26年1月3日", "2026-01-03"),
        ("二零二五年十月一日", "2025-10-01"),
        ("2026-12-07", "2026-12-07"),
        ("2026/12/7", "2026-12-07"),
        ("2026.12.7", "2026-12-07"),
        ("20261207", "2026-12-07"),
        ("去年12月7日", "2025-12-07"),
        ("今年3月8号", "2026-03-08"),
        ("上个月5号", "2026-11-05"),
        ("上月十五号", "2026-11-15"),
        ("上上个月3号", "2026-10-03"),
        ("这个月1号", "2026-12-01"),
        ("本月10日", "2026-12-10"),
        ("5号", "2026-12-05"),
        ("5号收到的", "2026-12-05"),
        ("二十五号", "2026-11-25"),
        ("31号买的", "2026-10-31"),
        ("双十一", "2026-11-11"),
        ("双11买的", "2026-11-11"),
        ("双１１", "2026-11-11"),
        ("去年双十一", "2025-11-11"),
        ("双十二", "2026-12-12"),
        ("618", "2026-06-18"),
        ("六一八买的", "2026-06-18"),
        ("国庆", "2026-10-01"),
        ("国慶節", "2026-10-01"),
        ("元旦", "2026-01-01"),
        ("五一", "2026-05-01"),
        ("圣诞节", "2025-12-25"),
        ("春节", "2026-02-17"),
        ("大年初一", "2026-02-17"),
        ("除夕", "2026-02-16"),
        ("中秋节", "2026-09-25"),
        ("端午", "2026-06-19"),
        ("七夕", "2026-08-19"),
        ("去年中秋", "2025-10-06"),
        ("签收三天了", "2026-12-20"),
        ("签收半个月了", "2026-12-08"),
        ("收到货才两周", "2026-12-09"),
        ("到手一个月了", "2026-11-23"),
    ],
)
def test_words_name_their_latest_past_day(words: str, day: str) -> None:
    assert values(words) == [{"day": day, "grain": "day"}]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("明天", "2026-12-24"),
        ("后天", "2026-12-25"),
        ("大后天", "2026-12-26"),
        ("下周三", "2026-12-30"),
        ("这周日", "2026-12-27"),
        ("下个月5号", "2027-01-05"),
        ("今年12月30日", "2026-12-30"),
        ("2027年1月2日", "2027-01-02"),
        ("今年圣诞节", "2026-12-25"),
    ],
)
def test_a_day_said_to_come_is_marked_as_future(words: str, day: str) -> None:
    assert values(words) == [{"future": day}]


@pytest.mark.parametrize(
    ("words", "days"),
    [("周三", ["2026-12-16", "2026-12-23"]), ("上周末", ["2026-12-19", "2026-12-20"])],
)
def test_words_with_two_readings_keep_both(words: str, days: list[str]) -> None:
    assert values(words) == [{"ambiguous": days}]


@pytest.mark.parametrize(
    "words",
    [
        "几天",
        "这几天",
        "好几天了",
        "几天前",
        "十几天前",
        "两三天前",
        "7天无理由",
        "15天内",
        "三天了没发货",
        "第3天",
        "三天后",
        "5日内",
        "7天之内可以退吗",
        "等了半个月",
        "一年质保",
        "每周三",
        "每月5号",
        "两周三次",
        "周一到周五",
        "周一至周日上班吗",
        "目前天气",
        "以后天天",
        "5号线",
        "7号电池",
        "12.7元",
        "¥12.7",
        "打了8.8",
        "3-5天",
        "版本2.0.1",
        "618元",
        "2月30日",
        "13月1日",
        "周末",
        "99999999天前",
        "260918-604417239958120",
        "1月10个",
        "三周三天",
        "上个月二十几号",
        "",
    ],
)
def test_durations_prices_and_impossible_days_are_not_days(words: str) -> None:
    assert values(words) == []


def test_several_days_are_found_in_the_order_of_the_text() -> None:
    assert values("11月11号买的，15号到的") == [
        {"day": "2026-11-11", "grain": "day"},
        {"day": "2026-12-15", "grain": "day"},
    ]


def test_a_span_covers_the_words_and_no_more() -> None:
    text = "我上周三签收的"
    assert [(text[day.start : day.end]) for day in find_days(text, WEDNESDAY)] == ["上周三"]


@pytest.mark.parametrize(("today", "day"), [(date(2026, 1, 20), "2025-01-29"), (date(2026, 2, 17), "2026-02-17")])
def test_a_festival_of_this_year_that_has_not_come_is_last_years(today: date, day: str) -> None:
    assert values("春节", today) == [{"day": day, "grain": "day"}]


@given(DAYS, st.integers(0, 3000))
def test_so_many_days_ago_is_so_many_days_ago(today: date, count: int) -> None:
    day = today - timedelta(days=count)
    assert values(f"{count}天前", today) == [{"day": day.isoformat(), "grain": "day"}]


@given(DAYS, st.integers(0, 800))
def test_a_month_and_day_without_a_year_is_never_in_the_future(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    found = values(f"{day.month}月{day.day}日", today)
    assert len(found) == 1
    said = date.fromisoformat(found[0]["day"])  # type: ignore[index]
    assert said <= today
    assert (said.month, said.day) == (day.month, day.day)
    assert (today - said).days < 366 or (day.month, day.day) == (2, 29)


@given(DAYS, st.sampled_from("一二三四五六日"))
def test_last_weeks_day_lies_in_the_calendar_week_before(today: date, weekday: str) -> None:
    said = date.fromisoformat(values(f"上周{weekday}", today)[0]["day"])  # type: ignore[index]
    monday = today - timedelta(days=today.weekday())
    assert monday - timedelta(days=7) <= said < monday
    assert said.weekday() == "一二三四五六日".index(weekday)


@given(DAYS, st.integers(0, MAX_YEARS_BACK * 365 - 10))
def test_a_full_date_is_itself(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    for text in (f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert values(text, today) == [{"day": day.isoformat(), "grain": "day"}]


@given(
    st.text(alphabet="上下这本个周星期礼拜一二三四五六日天月年号0123456789前半.-/去今昨双签收了 ", max_size=30), DAYS
)
def test_any_jumble_of_date_words_is_read_without_error_and_without_overlaps(text: str, today: date) -> None:
    found = list(find_days(text, today))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= day.start < day.end <= len(text) for day in found)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("上周", "2026-12-14", "2026-12-20"),
        ("这个礼拜收到的", "2026-12-21", "2026-12-23"),
        ("上个月", "2026-11-01", "2026-11-30"),
        ("上月底", "2026-11-21", "2026-11-30"),
        ("月初", "2026-12-01", "2026-12-10"),
        ("三月初", "2026-03-01", "2026-03-10"),
        ("10月下旬", "2026-10-21", "2026-10-31"),
        ("去年十一月份", "2025-11-01", "2025-11-30"),
        ("去年6月买的", "2025-06-01", "2025-06-30"),
        ("去年", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_stretch_of_time_is_told_by_its_first_and_last_past_day(words: str, first: str, last: str) -> None:
    assert values(words) == [{"between": [first, last]}]


@pytest.mark.parametrize(
    ("words", "day"), [("Dec 1", "2026-12-01"), ("3rd Nov", "2026-11-03"), ("签收是11月20号", "2026-11-20")]
)
def test_a_day_keeps_its_month_in_english_and_after_a_word_of_receipt(words: str, day: str) -> None:
    assert values(words) == [{"day": day, "grain": "day"}]
