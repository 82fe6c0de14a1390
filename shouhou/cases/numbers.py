"""Numbers that people read out: short, without look-alike characters, and not to be guessed."""

import secrets
from datetime import datetime

from shouhou.rules.window import SHANGHAI

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_RANDOM = 8  # 31**8: over 850 billion for each day


def new_number(prefix: str, now: datetime) -> str:
    """A number such as AS261122-7K3M9QXB: the kind, the day in Shanghai, and random characters."""
    day = now.astimezone(SHANGHAI).strftime("%y%m%d")
    return f"{prefix}{day}-{''.join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))}"
