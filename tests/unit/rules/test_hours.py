"""When people are there, and when the bot keeps quiet for them."""

from datetime import datetime, time, timedelta, timezone
from typing import Optional
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.rules.hours import HandoverStatus, bot_is_silent, staffing
from shouhou.rules.policy import Hours
from shouhou.rules.window import SHANGHAI

HOURS = Hours(opens="09:00", closes="20:00")
WAITING, TAKEN, ENDED = HandoverStatus.WAITING, HandoverStatus.TAKEN, HandoverStatus.ENDED
OPEN, SHUT = datetime(2026, 12, 1, 12, tzinfo=SHANGHAI), datetime(2026, 12, 1, 21, tzinfo=SHANGHAI)

clock_times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
all_hours = st.tuples(clock_times, clock_times).filter(lambda pair: pair[0] < pair[1]).map(
    lambda pair: Hours(opens=pair[0], closes=pair[1])
)
ZONES = [timezone.utc, SHANGHAI, ZoneInfo("Asia/Tokyo")]
moments = st.datetimes(datetime(2015, 1, 1), datetime(2060, 1, 1), timezones=st.sampled_from(ZONES))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "open_now", "changes_at"),
    [
        ("2026-12-01 00:00:00", False, "2026-12-01 09:00:00"),
        ("2026-12-01 08:59:59", False, "2026-12-01 09:00:00"),
        ("2026-12-01 09:00:00", True, "2026-12-01 20:00:00"),
        ("2026-12-01 19:59:59", True, "2026-12-01 20:00:00"),
        ("2026-12-01 20:00:00", False, "2026-12-02 09:00:00"),
        ("2026-12-31 23:59:59", False, "2027-01-01 09:00:00"),
    ],
)
def test_the_phone_is_staffed_from_nine_until_just_before_twenty(now: str, open_now: bool, changes_at: str) -> None:
    state = staffing(HOURS, at(now))
    assert (state.open_now, state.changes_at) == (open_now, at(changes_at))


@pytest.mark.parametrize(
    ("utc", "open_now"),
    [("2026-12-01 00:59:59", False), ("2026-12-01 01:00:00", True), ("2026-12-01 12:00:00", False)],
)
def test_hours_are_shanghais_whatever_the_servers_clock(utc: str, open_now: bool) -> None:
    assert staffing(HOURS, datetime.fromisoformat(utc).replace(tzinfo=timezone.utc)).open_now is open_now


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        staffing(HOURS, datetime(2026, 12, 1, 12))


@given(hours=all_hours, now=moments)
def test_the_next_change_is_near_and_is_one(hours: Hours, now: datetime) -> None:
    state = staffing(hours, now)
    assert timedelta(0) < state.changes_at - now <= timedelta(days=1)
    assert staffing(hours, state.changes_at).open_now is not state.open_now
    assert staffing(hours, state.changes_at - timedelta(microseconds=1)).open_now is state.open_now


@given(now=moments)
def test_the_hours_hold_on_every_day_of_the_week(now: datetime) -> None:
    local = now.astimezone(SHANGHAI)
    assert staffing(HOURS, now).open_now is (time(9) <= local.time() < time(20))


@pytest.mark.parametrize(
    ("status", "opened_at", "now", "silent"),
    [
        pytest.param(None, None, OPEN, False, id="nobody was asked for"),
        pytest.param(WAITING, OPEN, OPEN, True, id="waits within hours"),
        pytest.param(WAITING, at("2026-12-01 09:00"), at("2026-12-01 19:59:59"), True, id="waits all day"),
        pytest.param(WAITING, at("2026-12-01 19:59:59"), at("2026-12-01 20:00"), False, id="closing time"),
        pytest.param(WAITING, SHUT, SHUT, False, id="asked for out of hours"),
        pytest.param(WAITING, SHUT, at("2026-12-02 10:00"), False, id="asked for the evening before"),
        pytest.param(WAITING, at("2026-12-02 08:59:59"), at("2026-12-02 09:00"), False, id="a second early"),
        pytest.param(WAITING, None, OPEN, False, id="waits since nobody knows when"),
        pytest.param(TAKEN, OPEN, OPEN, True, id="taken within hours"),
        pytest.param(TAKEN, SHUT, SHUT, True, id="taken out of hours"),
        pytest.param(TAKEN, OPEN, SHUT, True, id="still taken after closing time"),
        pytest.param(ENDED, OPEN, OPEN, False, id="handed back"),
    ],
)
def test_the_bot_is_silent_while_a_person_has_the_talk_or_is_due_within_hours(
    status: Optional[HandoverStatus], opened_at: Optional[datetime], now: datetime, silent: bool
) -> None:
    assert bot_is_silent(status, opened_at, HOURS, now) is silent


@given(opened_at=moments, now=moments)
def test_a_waiting_handover_never_silences_the_bot_out_of_hours(opened_at: datetime, now: datetime) -> None:
    if bot_is_silent(HandoverStatus.WAITING, opened_at, HOURS, now):
        assert staffing(HOURS, now).open_now and staffing(HOURS, opened_at).open_now
