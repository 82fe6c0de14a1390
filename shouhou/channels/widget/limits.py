"""How many messages a minute a token or an address may send."""

from collections import OrderedDict, deque
from typing import Optional

MINUTE = 60.0
REMEMBERED = 50_000  # senders; the longest silent are forgotten first


class RateLimit:
    """At most `per_minute` events in any minute for each sender; 0 is off. Times are seconds of any steady clock."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_for(self, sender: str, now: float) -> Optional[float]:
        """None when the sender may go on; else the seconds until it may. Nothing is counted yet."""
        times = self._seen.get(sender)
        if not self._per_minute or times is None:
            return None
        while times and now - times[0] >= MINUTE:
            times.popleft()
        return MINUTE - (now - times[0]) if len(times) >= self._per_minute else None

    def count(self, sender: str, now: float) -> None:
        """Count an event that was let through."""
        if not self._per_minute:
            return
        self._seen.setdefault(sender, deque()).append(now)
        self._seen.move_to_end(sender)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
