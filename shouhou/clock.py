"""What time it is for the shop: the machine's clock, moved by SHOUHOU_TIME_OFFSET under a demo."""

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from shouhou.settings import SettingError, settings

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_offset(text: str) -> timedelta:
    """An offset such as +16d or -2h. Raises SettingError for anything else."""
    match = re.fullmatch(r"([+-]?)(\d{1,5})([smhdw])", text.strip())
    if match is None:
        raise SettingError(f"SHOUHOU_TIME_OFFSET must read like +16d or -2h (s, m, h, d, w), not {text!r}")
    sign, count, unit = match.groups()
    return (-1 if sign == "-" else 1) * timedelta(**{_UNITS[unit]: int(count)})


@lru_cache(maxsize=1)
def _offset() -> timedelta:
    text = settings().time_offset
    return parse_offset(text) if text else timedelta()


def now() -> datetime:
    """This moment, aware."""
    return datetime.now(timezone.utc) + _offset()
