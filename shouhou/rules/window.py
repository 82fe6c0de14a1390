"""Window arithmetic: until when an order may enter after-sales.

Source: product rules, section 1. Time zone Asia/Shanghai, whatever the server's. Day 0 is the calendar day of
receipt; the window's last day is day 0 + N and ends at 24:00 of that day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Optional
from zoneinfo import ZoneInfo

from shouhou.rules.policy import Category, Period, Policy

SHANGHAI = ZoneInfo("Asia/Shanghai")


def in_shanghai(moment: datetime) -> datetime:
    """The moment on Shanghai's clock. Raises ValueError for one without a time zone: the server's must not slip in."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {moment!r}")
    return moment.astimezone(SHANGHAI)


def day_of(moment: datetime) -> date:
    """The calendar day in Shanghai of an aware moment. Raises ValueError for one without a time zone."""
    return in_shanghai(moment).date()


@dataclass(frozen=True)
class Window:
    """An after-sales window of one order; all days are calendar days in Shanghai."""

    received_on: date
    last_day: date  # of the order's whole period
    full_last_day: date  # of the part in which every type may be asked for
    no_reason_last_day: date  # of the seven days' return without reason
    rule: str  # "product", "category" or "default": what set the period
    category: Optional[Category] = None

    def is_open(self, moment: datetime) -> bool:
        """Whether an application may still be made in the order's period."""
        return day_of(moment) <= self.last_day

    def is_full(self, moment: datetime) -> bool:
        """Whether every request type may still be asked for."""
        return day_of(moment) <= self.full_last_day

    def days_left(self, moment: datetime) -> Optional[int]:
        """Days until the last day, 0 on it; None once shut."""
        left = (self.last_day - day_of(moment)).days
        return left if left >= 0 else None


def window_of(
    policy: Policy, received_on: date, *, own_days: Optional[int] = None, category: Optional[Category] = None
) -> Window:
    """The window of goods received on a day: the product's own period, else its category's, else the default."""
    default = received_on + timedelta(days=policy.window_days.value)
    if own_days is not None:
        last, rule = received_on + timedelta(days=own_days), "product"
    elif category is not None and isinstance(category.period, Period):
        last, rule = category.period.after(received_on), "category"
    else:
        last, rule = default, "default"
    no_reason = received_on + timedelta(days=policy.no_reason_days.value)
    return Window(received_on, last, min(default, last), min(no_reason, last), rule, category)
