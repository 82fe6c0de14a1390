"""Faults to be played: a number of the next calls of a path, or a share of all of them by chance."""

import random
from typing import Optional, Union

HANG = "hang"  # take the call and never answer
DROP = "drop"  # do what it asks, then close the connection without an answer
CUT = "cut"  # close the connection before doing anything
Fault = Union[int, str]  # an errcode, an HTTP status from 400 to 599, or one of the above
BY_CHANCE: tuple[Fault, ...] = (-1, 502, DROP)


class Faults:
    """Which call fails and how; the same seed plays the same faults."""

    def __init__(self, seed: int, share: float) -> None:
        self._chance = random.Random(seed)
        self._next: dict[str, list[Fault]] = {}
        self.share = share
        self.played = 0

    def fail_next(self, path: str, fault: Fault, times: int) -> None:
        """Let the next calls of a path fail."""
        self._next.setdefault(path, []).extend([fault] * times)

    def take(self, path: str) -> Optional[Fault]:
        """The fault of the call that just came, None where it is answered as it should be."""
        waiting = self._next.get(path)
        fault: Optional[Fault] = None
        if waiting:
            fault = waiting.pop(0)
        elif self.share and self._chance.random() < self.share:
            fault = self._chance.choice(BY_CHANCE)
        self.played += fault is not None
        return fault


def is_status(fault: Fault) -> bool:
    """Whether a fault is an HTTP status rather than an errcode."""
    return isinstance(fault, int) and 400 <= fault < 600
