"""Staffed hours: whether somebody is there now, and when next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Optional

from shouhou.rules.policy import Hours
from shouhou.rules.window import SHANGHAI, in_shanghai


@dataclass(frozen=True)
class Staffing:
    """Whether the hours hold at a moment; `changes_at` is the next opening, or the closing when open."""

    open_now: bool
    changes_at: datetime


def staffing(hours: Hours, now: datetime) -> Staffing:
    """Staffing at `now` under daily hours in Shanghai; shut at exactly the closing time."""
    local = in_shanghai(now)
    opens = datetime.combine(local.date(), hours.opens, SHANGHAI)
    closes = datetime.combine(local.date(), hours.closes, SHANGHAI)
    if local < opens:
        return Staffing(False, opens)
    if local < closes:
        return Staffing(True, closes)
    return Staffing(False, opens + timedelta(days=1))


class HandoverStatus(str, Enum):
    """Where a handover to a person stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    ENDED = "ended"


def bot_is_silent(
    status: Optional[HandoverStatus], quiet_from: Optional[datetime], hours: Hours, now: datetime
) -> bool:
    """Whether the bot must keep quiet: a person has the talk, or one that was asked for is waited for within the hours.

    `quiet_from`: since when a person is waited for; None for an urgent handover, beside which the bot goes on.
    A handover asked for out of hours waits while the bot goes on answering, until a person takes it; one that waits
    past closing time gives the word back to the bot.
    """
    if status is HandoverStatus.TAKEN:
        return True
    if status is not HandoverStatus.WAITING or quiet_from is None:
        return False
    return staffing(hours, quiet_from).open_now and staffing(hours, now).open_now
