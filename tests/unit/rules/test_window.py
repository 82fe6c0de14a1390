"""Window arithmetic, to the second, wherever the server stands."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.rules.policy import Category, Period, Policy
from shouhou.rules.window import SHANGHAI, Window, day_of, window_of

SECOND = timedelta(seconds=1)
NAMES = ("UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu")
ZONES = [ZoneInfo(name) for name in NAMES]

dates = st.dates(date(2015, 1, 1), date(2060, 12, 31))
moments = st.datetimes(datetime(2015, 1, 1), datetime(2060, 12, 31), timezones=st.sampled_from(ZONES))
periods = st.builds(
    Period, days=st.integers(1, 400), months=st.integers(0, 30), years=st.integers(0, 4)
)


def category(period: Period) -> Category:
    return Category(name="thing", words=["thing"], period=period, confidence="high")


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def last_moment(window: Window) -> datetime:
    """24:00 of the last day: the first moment shut."""
    return datetime.combine(window.last_day + timedelta(days=1), datetime.min.time(), SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-12-01 10:00:00", True),
        ("2026-12-16 00:00:00", True),
        ("2026-12-16 23:59:59", True),
        ("2026-12-16 23:59:59.999999", True),
        ("2026-12-17 00:00:00", False),
        ("2027-12-01 10:00:00", False),
    ],
)
def test_goods_received_on_the_first_of_december_may_be_claimed_through_the_sixteenth(
    policy: Policy, moment: str, is_open: bool
) -> None:
    window = window_of(policy, day_of(shanghai("2026-12-01 10:00")))
    assert window.last_day == date(2026, 12, 16)
    assert window.is_open(shanghai(moment)) is is_open
    assert window.is_full(shanghai(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "days_left"),
    [
        ("2026-12-01 10:00:00", 15),
        ("2026-12-01 23:59:59", 15),
        ("2026-12-02 00:00:00", 14),
        ("2026-12-15 23:59:59", 1),
        ("2026-12-16 00:00:00", 0),
        ("2026-12-16 23:59:59", 0),
        ("2026-12-17 00:00:00", None),
        ("2027-06-01 00:00:00", None),
    ],
)
def test_days_left_count_to_zero_on_the_last_day_and_then_are_not_told(
    policy: Policy, moment: str, days_left: int
) -> None:
    assert window_of(policy, date(2026, 12, 1)).days_left(shanghai(moment)) == days_left


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 16, 15, 59, 59, tzinfo=timezone.utc), date(2026, 12, 16)),
        (datetime(2026, 12, 16, 16, 0, 0, tzinfo=timezone.utc), date(2026, 12, 17)),
        (datetime(2026, 12, 16, 7, 59, 59, tzinfo=ZoneInfo("America/Los_Angeles")), date(2026, 12, 16)),
        (datetime(2026, 12, 16, 8, 0, 0, tzinfo=ZoneInfo("America/Los_Angeles")), date(2026, 12, 17)),
        (datetime(2026, 12, 17, 5, 59, 59, tzinfo=timezone(timedelta(hours=14))), date(2026, 12, 16)),
        (datetime(2026, 12, 17, 6, 0, 0, tzinfo=timezone(timedelta(hours=14))), date(2026, 12, 17)),
    ],
)
def test_a_day_begins_at_midnight_in_shanghai_whatever_the_clock_it_is_read_from(moment: datetime, day: date) -> None:
    assert day_of(moment) == day


def test_a_moment_without_a_time_zone_is_refused(policy: Policy) -> None:
    naive = datetime(2026, 12, 16, 12)
    window = window_of(policy, date(2026, 12, 1))
    for question in (day_of, window.is_open, window.is_full, window.days_left):
        with pytest.raises(ValueError, match="time zone"):
            question(naive)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("period", "received", "last_day"),
    [
        (Period(years=1), date(2024, 2, 29), date(2025, 2, 28)),
        (Period(years=1), date(2024, 2, 28), date(2025, 2, 28)),
        (Period(years=1), date(2023, 3, 1), date(2024, 3, 1)),
        (Period(years=4), date(2024, 2, 29), date(2028, 2, 29)),
        (Period(years=1), date(2026, 12, 31), date(2027, 12, 31)),
        (Period(months=1), date(2026, 1, 31), date(2026, 2, 28)),
        (Period(months=1), date(2024, 1, 31), date(2024, 2, 29)),
        (Period(months=6), date(2026, 8, 31), date(2027, 2, 28)),
        (Period(days=2), date(2026, 2, 27), date(2026, 3, 1)),
        (Period(days=365), date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_months_and_years_are_calendar_ones(policy: Policy, period: Period, received: date, last_day: date) -> None:
    window = window_of(policy, received, category=category(period))
    assert (window.last_day, window.rule) == (last_day, "category")


def test_the_products_own_period_outranks_its_category_and_the_default(policy: Policy) -> None:
    fridge = policy.category_of("冰箱")
    received = date(2026, 12, 1)
    own = window_of(policy, received, own_days=30, category=fridge)
    by_category = window_of(policy, received, category=fridge)
    default = window_of(policy, received)
    assert [(w.rule, w.last_day) for w in (own, by_category, default)] == [
        ("product", date(2026, 12, 31)),
        ("category", date(2027, 12, 1)),
        ("default", date(2026, 12, 16)),
    ]


def test_a_category_without_a_period_of_its_own_has_the_default(policy: Policy) -> None:
    window = window_of(policy, date(2026, 12, 1), category=policy.category_of("手机壳"))
    assert (window.rule, window.last_day) == ("default", date(2026, 12, 16))


@pytest.mark.parametrize(
    ("own_days", "full_last_day", "no_reason_last_day"),
    [
        (0, date(2026, 12, 1), date(2026, 12, 1)),
        (3, date(2026, 12, 4), date(2026, 12, 4)),
        (10, date(2026, 12, 11), date(2026, 12, 8)),
        (15, date(2026, 12, 16), date(2026, 12, 8)),
        (365, date(2026, 12, 16), date(2026, 12, 8)),
        (None, date(2026, 12, 16), date(2026, 12, 8)),
    ],
)
def test_a_longer_period_does_not_stretch_the_default_window_and_a_shorter_one_cuts_it(
    policy: Policy, own_days: int, full_last_day: date, no_reason_last_day: date
) -> None:
    window = window_of(policy, date(2026, 12, 1), own_days=own_days)
    assert (window.full_last_day, window.no_reason_last_day) == (full_last_day, no_reason_last_day)


@given(received=dates, own=st.integers(0, 4000), zone=st.sampled_from(ZONES))
def test_a_window_shuts_between_two_seconds_in_every_time_zone(
    policy: Policy, received: date, own: int, zone: ZoneInfo
) -> None:
    window = window_of(policy, received, own_days=own)
    shut = last_moment(window).astimezone(zone)
    before = (last_moment(window) - SECOND).astimezone(zone)
    assert window.is_open(before) and not window.is_open(shut)
    assert (window.days_left(before), window.days_left(shut)) == (0, None)


@given(received=dates, own=st.one_of(st.none(), st.integers(0, 2000)), now=moments)
def test_days_left_falls_by_one_a_day(policy: Policy, received: date, own: int, now: datetime) -> None:
    window = window_of(policy, received, own_days=own)
    today, tomorrow = window.days_left(now), window.days_left(_a_day_later(now))
    if today is None or today == 0:
        assert tomorrow is None
    else:
        assert tomorrow == today - 1


@given(received=dates, own=st.one_of(st.none(), st.integers(0, 2000)), now=moments)
def test_days_are_left_exactly_while_the_window_is_open(
    policy: Policy, received: date, own: int, now: datetime
) -> None:
    window = window_of(policy, received, own_days=own)
    assert (window.days_left(now) is not None) is window.is_open(now)


@given(received=dates, period=periods, own=st.one_of(st.none(), st.integers(0, 2000)))
def test_the_parts_of_a_window_lie_inside_one_another(
    policy: Policy, received: date, period: Period, own: int
) -> None:
    window = window_of(policy, received, own_days=own, category=category(period))
    assert received <= window.no_reason_last_day <= window.full_last_day <= window.last_day
    assert window.full_last_day <= received + timedelta(days=15)


@given(moment=moments, received=dates)
def test_the_same_moment_has_the_same_answer_from_every_time_zone(
    policy: Policy, moment: datetime, received: date
) -> None:
    window = window_of(policy, received)
    assert len({(window.is_open(m), window.days_left(m)) for m in (moment.astimezone(zone) for zone in ZONES)}) == 1


@given(received=dates, earlier=dates)
def test_later_receipt_never_ends_a_years_warranty_sooner(policy: Policy, received: date, earlier: date) -> None:
    first, second = sorted((received, earlier))
    year = category(Period(years=1))
    assert window_of(policy, first, category=year).last_day <= window_of(policy, second, category=year).last_day


def _a_day_later(moment: datetime) -> datetime:
    """24 hours later on the absolute clock: adding within a zone with summer time would not be."""
    return (moment.astimezone(timezone.utc) + timedelta(days=1)).astimezone(moment.tzinfo)
